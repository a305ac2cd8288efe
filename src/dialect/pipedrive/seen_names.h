// Names of the records that others refer to, as far as the caller sees them.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/json_writer.h"
#include "dialect/dialect.h"

namespace stele::dialect::pipedrive {

using NamesById = std::map<std::int64_t, std::string>;

// Of organizations, persons or (their titles) deals that are not gone. One statement for all.
[[nodiscard]] Result<NamesById> seen_names(Context& context, domain::Kind kind, std::vector<std::int64_t> ids);

// What notes and files are about.
struct SubjectNames {
    NamesById organizations;
    NamesById persons;
    NamesById deals;

    // A statement each for organizations, persons and deals.
    template <class Record>
    [[nodiscard]] static Result<SubjectNames> read(Context& context, std::span<const Record> records) {
        std::vector<std::int64_t> organizations;
        std::vector<std::int64_t> persons;
        std::vector<std::int64_t> deals;
        for (const Record& record : records) {
            if (record.organization_id) organizations.push_back(*record.organization_id);
            if (record.person_id) persons.push_back(*record.person_id);
            if (record.deal_id) deals.push_back(*record.deal_id);
        }
        return read(context, std::move(organizations), std::move(persons), std::move(deals));
    }

   private:
    [[nodiscard]] static Result<SubjectNames> read(Context& context, std::vector<std::int64_t> organizations,
                                                   std::vector<std::int64_t> persons, std::vector<std::int64_t> deals);
};

// The id when its name was seen, else null.
void write_seen_id(JsonWriter& writer, const std::optional<std::int64_t>& id, const std::string* name);

// Null when there is none that the caller sees.
[[nodiscard]] const std::string* name_of(const NamesById& names, const std::optional<std::int64_t>& id);

}  // namespace stele::dialect::pipedrive
