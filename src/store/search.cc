#include "store/search.h"

#include <cassert>

#include "store/search_sql.h"
#include "store/search_text.h"

namespace stele::store {

namespace {

// An engine that gives all rows at once is asked for so many, and for more of them each time: few are asked for in vain.
constexpr std::int64_t first_candidates = 500;
constexpr std::int64_t most_candidates = 8'000;

}  // namespace

Result<void> Search::find(const domain::TextQuery& query, FunctionRef<bool(std::int64_t)> visit) {
    assert(!query.term.empty());
    const std::string pattern = session_.search_pattern(company_, query);
    if (pattern.empty()) return {};
    domain::TextQuery page = query;
    for (std::int64_t limit = first_candidates;; limit = std::min(limit * 4, most_candidates)) {
        const BuiltSql sql = search_page(company_, page, pattern, limit);
        std::int64_t candidates = 0;
        bool more = true;
        const auto queried = session_.query(sql.sql(), sql.values(), [&](const Row& row) {
            ++candidates;
            page.after = row.integer(0);
            if (matches(row.text(1), query)) more = visit(page.after);
            return more;
        });
        if (!queried || !more || candidates < limit) return queried;
    }
}

}  // namespace stele::store
