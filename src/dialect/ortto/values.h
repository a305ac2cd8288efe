// Records as Ortto shows them: {"id": "10…", "fields": {"str:o:name": "…"}}, with those of the requested fields that have a value, in
// the order of their ids.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/json_writer.h"
#include "dialect/ortto/fields.h"
#include "domain/caller.h"
#include "domain/occurrences.h"
#include "domain/store.h"

namespace stele::dialect::ortto {

// What stands for the names of a record's tags, where u4s::t and u4s:o:t are their ids.
inline constexpr std::string_view tag_names = "tags";

// The body's `fields`. Unknown ones are passed over, as Ortto does with str::id. Error: invalid for what is no list of texts, and
// for more than limits::shown_fields.
[[nodiscard]] Result<std::vector<FieldInfo>> read_shown_fields(const domain::Caller& caller, Entity entity,
                                                               const JsonValue& body);

// Whether the body's `fields` names the people of accounts, for which each account has to be asked.
[[nodiscard]] bool asks_for_people(const JsonValue& body);

// A page of records of one entity. What stands around them is read once for all: the accounts of people, as far as the caller sees
// them and they are not archived; tags; people of accounts; first and last times of activities.
class PageValues {
   public:
    // People show idt::o in any case.
    PageValues(const domain::Caller& caller, Entity entity, std::vector<FieldInfo> fields);

    // The records are those of the page, and stay where they are. Once.
    [[nodiscard]] Result<void> read(domain::Transaction& transaction, std::span<const domain::Person> page);
    [[nodiscard]] Result<void> read(domain::Transaction& transaction, std::span<const domain::Organization> page);

    // Those of the page, which was read.
    void write(JsonWriter& writer, const domain::Person& person) const;
    void write(JsonWriter& writer, const domain::Organization& organization) const;

   private:
    template <class Record>
    [[nodiscard]] Result<void> read_around(domain::Transaction& transaction, std::span<const Record> page);
    template <class Record>
    [[nodiscard]] Result<void> read_hidden(domain::Transaction& transaction, std::span<const Record> page);
    [[nodiscard]] Result<void> read_accounts(domain::Transaction& transaction, std::span<const domain::Person> page);
    [[nodiscard]] Result<void> read_people(domain::Transaction& transaction, std::span<const domain::Organization> page);

    template <class Record>
    void write_record(JsonWriter& writer, const Record& record) const;
    void write_field(JsonWriter& writer, const FieldInfo& info, const domain::Person& person) const;
    void write_field(JsonWriter& writer, const FieldInfo& info, const domain::Organization& organization) const;
    void write_custom(JsonWriter& writer, const FieldInfo& info, std::int64_t record,
                      const domain::CustomValues& values) const;
    void write_tags(JsonWriter& writer, const FieldInfo& info, std::int64_t record) const;
    void write_occurrence(JsonWriter& writer, const FieldInfo& info, std::int64_t record) const;
    void write_ids(JsonWriter& writer, const FieldInfo& info, std::int64_t record) const;

    struct ShownTag {
        domain::TagId id = 0;
        std::string name;
    };

    const domain::Caller& caller_;
    Entity entity_;
    std::vector<FieldInfo> fields_;  // by id
    std::set<domain::OrganizationId> accounts_;
    std::map<std::int64_t, std::vector<ShownTag>> tags_;
    std::map<domain::OrganizationId, std::vector<domain::PersonId>> people_;
    std::map<std::pair<std::int64_t, std::string>, domain::OccurrenceSpan> occurrences_;
    std::set<std::pair<std::int64_t, std::int64_t>> hidden_;  // custom field and record, whose value names what is not seen
};

}  // namespace stele::dialect::ortto
