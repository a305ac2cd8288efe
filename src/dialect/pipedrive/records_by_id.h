// Records that were found by their ids before, read whole.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/json_writer.h"
#include "dialect/dialect.h"
#include "domain/predicate.h"

namespace stele::dialect::pipedrive {

// Calls keep(record) for each, by id. They were found visible in this transaction. At most as many as a page has.
template <class Noun, class Keep>
[[nodiscard]] Result<void> read_by_id(Noun& noun, domain::FieldRef id_field, std::vector<std::int64_t> ids,
                                      const Keep& keep) {
    if (ids.empty()) return {};
    const auto size = static_cast<std::int64_t>(ids.size());
    return noun.list({domain::Predicate::compare(id_field, domain::Comparison::in, std::move(ids)), {}, size, 0},
                     [&](const auto& record) {
                         keep(record);
                         return true;
                     });
}

// Records with the writer that has looked up what stands around them.
template <class Record, class Writer>
class RecordsById {
   public:
    // Once.
    template <class Noun>
    [[nodiscard]] Result<void> read(Context& context, Noun& noun, domain::FieldRef id_field, std::vector<std::int64_t> ids) {
        std::vector<Record> records;
        auto done = read_by_id(noun, id_field, std::move(ids), [&](const Record& record) { records.push_back(record); });
        if (!done) return done;
        auto writer = Writer::read(context, records);
        if (!writer) return fail(writer);
        writer_.emplace(std::move(*writer));
        for (Record& record : records) records_.emplace(record.id, std::move(record));
        return {};
    }

    // Asserted: it was read.
    [[nodiscard]] const Record& at(std::int64_t id) const { return records_.at(id); }
    void write(JsonWriter& writer, std::int64_t id) const { writer_->write(writer, at(id)); }

   private:
    std::map<std::int64_t, Record> records_;
    std::optional<Writer> writer_;
};

}  // namespace stele::dialect::pipedrive
