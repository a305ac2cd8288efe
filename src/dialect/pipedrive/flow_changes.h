// Changes as the flow of a record shows them: values with what they stand for.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "base/json_writer.h"
#include "dialect/dialect.h"
#include "dialect/pipedrive/seen_names.h"
#include "domain/change.h"
#include "domain/recording.h"

namespace stele::dialect::pipedrive {

class FlowChanges {
   public:
    // Those of the record with these ids, as the caller may know them.
    [[nodiscard]] static Result<FlowChanges> read(Context& context, domain::RecordRef record,
                                                  std::span<const std::int64_t> ids);

    [[nodiscard]] bool knows(std::int64_t id) const { return changes_.contains(id); }
    // Asserted: it knows it. Says who made it.
    domain::UserId write(JsonWriter& writer, std::int64_t id) const;

    // What a value stands for: a name instead of an id, the labels of options; else as it is.
    [[nodiscard]] std::string formatted(const domain::Change& change, const std::string& value) const;
    [[nodiscard]] const domain::Company& company() const { return directory_->company; }
    // The values are ids, or numbers of records.
    [[nodiscard]] bool is_number(const domain::Change& change) const;

   private:
    const domain::Directory* directory_ = nullptr;
    std::map<std::int64_t, domain::Change> changes_;
    std::map<std::int64_t, domain::Kind> kinds_;  // of the records that a change names
    std::map<domain::Kind, NamesById> names_;
};

}  // namespace stele::dialect::pipedrive
