#include "domain/search_notes.h"

#include <algorithm>
#include <map>
#include <span>

#include "base/html_text.h"
#include "base/limits.h"
#include "base/text.h"
#include "domain/notes.h"

namespace stele::domain {

namespace {

// Notes are read by so many ids at a time.
constexpr std::size_t chunk_size = 100;

std::int64_t subject(const auto& note, Kind kind) {
    if (kind == Kind::deal) return note.deal_id.value_or(0);
    return (kind == Kind::person ? note.person_id : note.organization_id).value_or(0);
}

NoteTextQuery note_query(const Caller& caller, const SearchRequest& request) {
    NoteTextQuery query;
    query.text.kind = Kind::note;
    query.text.term = searched_form(request.term);
    query.text.whole = is_whole(request.match);
    query.text.fields.notes = true;
    const bool is_short = code_points(query.text.term) < substring_chars;
    query.text.tier = is_short ? SearchTier::word_begins : SearchTier::elsewhere;
    query.text.where =
        Predicate::all({Predicate::compare(NoteField::delete_time, Comparison::is_null), visible_notes(caller)});
    return query;
}

// Visits those of these notes that match as it was asked for, and not only by their folded texts. The text is the visitor's.
Result<void> visit_notes(Transaction& transaction, const SearchRequest& request, const Matcher& matcher,
                         std::span<const std::int64_t> ids, FunctionRef<void(const Note& note, std::string& text)> visit) {
    for (; !ids.empty(); ids = ids.subspan(std::min(ids.size(), chunk_size))) {
        const auto chunk = ids.first(std::min(ids.size(), chunk_size));
        const RecordQuery query{Predicate::compare(NoteField::id, Comparison::in, std::vector(chunk.begin(), chunk.end())),
                                {},
                                static_cast<std::int64_t>(chunk.size()),
                                0,
                                {},
                                {}};
        const auto listed = transaction.notes().list(query, [&](const Note& note) {
            std::string text = html_text(note.content);
            if (!is_whole(request.match) || matcher(text)) visit(note, text);
            return true;
        });
        if (!listed) return listed;
    }
    return {};
}

}  // namespace

Result<std::vector<std::int64_t>> records_with_notes(Transaction& transaction, const Caller& caller,
                                                     const SearchRequest& request, const Matcher& matcher, Kind kind,
                                                     std::int64_t after) {
    std::vector<std::int64_t> records;
    std::vector<std::int64_t> notes;  // to be looked at
    auto found = transaction.search().find_notes(note_query(caller, request), [&](const NoteMatch& match) {
        const std::int64_t record = subject(match, kind);
        if (record <= after) return true;
        if (is_whole(request.match))
            notes.push_back(match.id);
        else
            records.push_back(record);
        return true;
    });
    if (found)
        found = visit_notes(transaction, request, matcher, notes,
                            [&](const Note& note, std::string&) { records.push_back(subject(note, kind)); });
    if (!found) return fail(found);
    std::ranges::sort(records);
    records.erase(std::unique(records.begin(), records.end()), records.end());
    return records;
}

Result<void> add_notes(Transaction& transaction, const Caller& caller, const SearchRequest& request, SearchPage& page) {
    const Matcher matcher(request);
    std::size_t size = 0;
    for (const Kind kind : request.kinds) {
        std::map<std::int64_t, SearchHit*> hits;
        NoteTextQuery query = note_query(caller, request);
        query.about = kind;
        for (SearchHit& hit : page.hits) {
            if (request.kinds[hit.position.kind] != kind) continue;
            hits.emplace(hit.position.id, &hit);
            query.about_ids.push_back(hit.position.id);
        }
        std::map<std::int64_t, std::size_t> counts;
        std::vector<std::int64_t> notes;
        auto found = transaction.search().find_notes(query, [&](const NoteMatch& match) {
            if (is_whole(request.match) || ++counts[subject(match, kind)] <= limits::search_notes) notes.push_back(match.id);
            return true;
        });
        if (found)
            found = visit_notes(transaction, request, matcher, notes, [&](const Note& note, std::string& text) {
                std::vector<std::string>& shown = hits.at(subject(note, kind))->notes;
                if (shown.size() == limits::search_notes || size + text.size() > limits::search_notes_size) return;
                size += text.size();
                shown.push_back(std::move(text));
            });
        if (!found) return found;
    }
    return {};
}

}  // namespace stele::domain
