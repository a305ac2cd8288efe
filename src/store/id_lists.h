// Lists of ids, as indexes hold them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/limits.h"
#include "domain/ids.h"
#include "store/leads.h"
#include "store/session.h"

namespace stele::store {

using Ids = std::vector<std::int64_t>;

// To look at a record costs as much as to read so many ids.
inline constexpr std::int64_t ids_a_record = 10;

// The longest list that is read as a whole: some milliseconds.
inline constexpr std::int64_t long_list = 60'000;

// From `first` to `last`, both included.
struct IdRange {
    std::int64_t first = 0;
    std::int64_t last = limits::id;

    [[nodiscard]] bool is_all() const { return first <= 0 && last >= limits::id; }
};

struct IdReading {
    Session& session;
    domain::CompanyId company;
    const RecordSql& record;

    // What the lead finds, rising; nothing when there are more than `limit`. Where the lead is in the order of the ids, a range
    // costs what stands in it.
    [[nodiscard]] Result<std::optional<Ids>> read(const Lead& lead, std::int64_t limit, IdRange range = {}) const;
    // Of the lead, which is about update times, those in the block; nothing when there are more than `limit`.
    [[nodiscard]] Result<std::optional<Ids>> read_changed(const Lead& lead, std::int64_t limit, std::int64_t block) const;
    // The greatest there is.
    [[nodiscard]] Result<std::int64_t> last_id() const;

   private:
    [[nodiscard]] Result<std::optional<Ids>> run(BuiltSql& sql, std::int64_t limit) const;
};

[[nodiscard]] Ids intersection(const Ids& one, const Ids& other);

}  // namespace stele::store
