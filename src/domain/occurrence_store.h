// What the domain asks of a store about occurrences; see domain/store.h. Kinds of records: organization, person.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/function_ref.h"
#include "base/result.h"
#include "domain/occurrence.h"

namespace stele::domain {

class Occurrences {
   public:
    virtual ~Occurrences() = default;
    [[nodiscard]] virtual Result<void> insert(const Occurrence& occurrence) = 0;
    // Whether that key is there of the record, type and time.
    [[nodiscard]] virtual Result<bool> has(const Occurrence& occurrence) = 0;
    // Of one type and record, from `from` to before `to`; counted up to `limit`.
    [[nodiscard]] virtual Result<std::int64_t> count(Kind kind, std::int64_t record_id, std::string_view type, Micros from,
                                                     Micros to, std::int64_t limit) = 0;
    // Of a record, newest first: those of before `before` and, of that very time, with a lower id. The reference is good during
    // the call only.
    [[nodiscard]] virtual Result<void> list(Kind kind, std::int64_t record_id, Micros before, OccurrenceId before_id,
                                            std::int64_t limit, FunctionRef<bool(const Occurrence&)> visit) = 0;
    // Of these records, by record and type.
    [[nodiscard]] virtual Result<std::vector<OccurrenceSpan>> spans(Kind kind, std::span<const std::int64_t> record_ids) = 0;
    // What happened to one record happened to another; of two that are alike by their keys the other's stays.
    [[nodiscard]] virtual Result<void> move(Kind kind, std::int64_t from, std::int64_t to) = 0;
    // Of a record at most so many; says how many there were.
    [[nodiscard]] virtual Result<std::int64_t> remove(Kind kind, std::int64_t record_id, std::int64_t limit) = 0;
};

}  // namespace stele::domain
