#include "store/search.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <vector>

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

// Visits what `page_sql(limit)` finds, page after page, each of which says itself what it begins behind. `take` says of a row
// whether there is to be another.
template <class PageSql, class Take>
Result<void> visit_pages(Session& session, std::int64_t first, std::int64_t most, const PageSql& page_sql,
                         const Take& take) {
    for (std::int64_t limit = first;; limit = std::min(limit * 4, most)) {
        const BuiltSql sql = page_sql(limit);
        std::int64_t candidates = 0;
        bool more = true;
        const auto queried = session.query(sql.sql(), sql.values(), [&](const Row& row) {
            ++candidates;
            more = take(row);
            return more;
        });
        if (!queried || !more || candidates < limit) return queried;
    }
}

// Texts of records whose ids lie as far apart from each other; a fraction of a millisecond.
Result<std::vector<std::string>> read_sample(Session& session, domain::CompanyId company, domain::Kind kind) {
    constexpr std::int64_t size = 100;
    std::int64_t last = 0;
    const BuiltSql last_sql = last_text(company, kind);
    auto queried = session.query(last_sql.sql(), last_sql.values(), [&](const Row& row) {
        last = row.integer(0);
        return false;
    });
    if (!queried) return fail(queried);
    std::vector<std::int64_t> ids;
    for (std::int64_t i = 1; i <= std::min(size, last); ++i) ids.push_back(i * last / std::min(size, last));
    const BuiltSql sql = texts_of(company, kind, ids);
    std::vector<std::string> texts;
    queried = session.query(sql.sql(), sql.values(), [&](const Row& row) {
        texts.emplace_back(row.text(0));
        return true;
    });
    if (!queried) return fail(queried);
    return texts;
}

}  // namespace

Result<void> Search::find(const domain::TextQuery& query, FunctionRef<bool(std::int64_t)> visit) {
    assert(!query.term.empty());
    const std::string pattern = session_.search_pattern(company_, query);
    if (pattern.empty()) return {};
    domain::TextQuery page = query;
    const auto page_sql = [&](std::int64_t limit) { return search_page(company_, page, pattern, limit); };
    return visit_pages(session_, first_candidates, most_candidates, page_sql, [&](const Row& row) {
        page.after = row.integer(0);
        return !matches(row.text(1), query) || visit(page.after);
    });
}

Result<void> Search::find_words(const domain::WordsQuery& query, FunctionRef<bool(std::int64_t)> visit) {
    assert(!query.terms.empty());
    std::vector<std::string> sample;
    if (session_.is_embedded()) {
        auto read = read_sample(session_, company_, query.kind);
        if (!read) return fail(read);
        sample = std::move(*read);
    }
    const std::vector<std::string> patterns = session_.words_patterns(company_, query, sample);
    std::int64_t id = 0;
    const auto page_sql = [&](std::int64_t limit) { return words_page(company_, query.kind, patterns, id, limit); };
    return visit_pages(session_, first_candidates, most_candidates, page_sql, [&](const Row& row) {
        id = row.integer(0);
        return !matches(row.text(1), query) || visit(id);
    });
}

Result<void> Search::find_notes(const domain::NoteTextQuery& query, FunctionRef<bool(const domain::NoteMatch&)> visit) {
    assert(query.text.kind == domain::Kind::note && !query.text.term.empty());
    if (query.about && query.about_ids.empty()) return {};
    const std::string pattern = session_.search_pattern(company_, query.text);
    if (pattern.empty()) return {};
    domain::NoteMatch match{query.text.after, {}, {}, {}};
    const auto page_sql = [&](std::int64_t limit) {
        return query.about ? notes_about_page(company_, query, match.id, limit)
                           : notes_page(company_, query.text, pattern, match.id, limit);
    };
    return visit_pages(session_, first_notes, most_notes, page_sql, [&](const Row& row) {
        match.id = row.integer(0);
        read_optional(row, 2, match.organization_id);
        read_optional(row, 3, match.person_id);
        read_optional(row, 4, match.deal_id);
        return !matches(row.text(1), query.text) || visit(match);
    });
}

}  // namespace stele::store
