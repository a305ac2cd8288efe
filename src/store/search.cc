#include "store/search.h"

#include <cassert>

#include "store/record_values.h"
#include "store/search_sql.h"
#include "store/search_text.h"

namespace stele::store {

namespace {

// An engine that gives all rows at once is asked for so many, and for more of them each time: few are asked for in vain.
constexpr std::int64_t first_candidates = 500;
constexpr std::int64_t most_candidates = 8'000;
// Notes are longer.
constexpr std::int64_t first_notes = 100;
constexpr std::int64_t most_notes = 400;

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

Result<void> Search::find_notes(const domain::NoteTextQuery& query, FunctionRef<bool(const domain::NoteMatch&)> visit) {
    assert(query.text.kind == domain::Kind::note && !query.text.term.empty());
    if (query.about && query.about_ids.empty()) return {};
    const std::string pattern = session_.search_pattern(company_, query.text);
    if (pattern.empty()) return {};
    domain::NoteMatch match{query.text.after, {}, {}, {}};
    for (std::int64_t limit = first_notes;; limit = std::min(limit * 4, most_notes)) {
        const BuiltSql sql = query.about ? notes_about_page(company_, query, match.id, limit)
                                         : notes_page(company_, query.text, pattern, match.id, limit);
        std::int64_t candidates = 0;
        bool more = true;
        const auto queried = session_.query(sql.sql(), sql.values(), [&](const Row& row) {
            ++candidates;
            match.id = row.integer(0);
            read_optional(row, 2, match.organization_id);
            read_optional(row, 3, match.person_id);
            read_optional(row, 4, match.deal_id);
            if (matches(row.text(1), query.text)) more = visit(match);
            return more;
        });
        if (!queried || !more || candidates < limit) return queried;
    }
}

}  // namespace stele::store
