#include "store/sqlite/search_index.h"

#include <algorithm>
#include <tuple>

#include "store/search_text.h"
#include "store/sqlite/search_pattern.h"

namespace stele::store {

namespace {

using domain::Kind;

struct Statements {
    Statement insert;
    Statement replace;
    Statement remove;
};

// A rowid is a record's key: it holds the company.
constexpr Statements organization_index{{"INSERT INTO organization_search_index (rowid, text) VALUES ($1, $2)"},
                                        {"INSERT OR REPLACE INTO organization_search_index (rowid, text) VALUES ($1, $2)"},
                                        {"DELETE FROM organization_search_index WHERE rowid = $1"}};
constexpr Statements person_index{{"INSERT INTO person_search_index (rowid, text) VALUES ($1, $2)"},
                                  {"INSERT OR REPLACE INTO person_search_index (rowid, text) VALUES ($1, $2)"},
                                  {"DELETE FROM person_search_index WHERE rowid = $1"}};

constexpr Statements deal_index{{"INSERT INTO deal_search_index (rowid, text) VALUES ($1, $2)"},
                                {"INSERT OR REPLACE INTO deal_search_index (rowid, text) VALUES ($1, $2)"},
                                {"DELETE FROM deal_search_index WHERE rowid = $1"}};

constexpr Statements note_index{{"INSERT INTO note_search_index (rowid, text) VALUES ($1, $2)"},
                                {"INSERT OR REPLACE INTO note_search_index (rowid, text) VALUES ($1, $2)"},
                                {"DELETE FROM note_search_index WHERE rowid = $1"}};

const Statements& index_of(Kind kind) {
    if (kind == Kind::note) return note_index;
    if (kind == Kind::deal) return deal_index;
    return kind == Kind::person ? person_index : organization_index;
}

std::int64_t key_of(domain::CompanyId company, std::int64_t id) { return company << 40 | id; }

// The index keeps a row of its own for each that it knows.
struct Checked {
    std::string_view what;
    Statement missing;   // keys of texts that it does not know
    Statement stray;     // keys that have no text
    Statement sample;    // key and text of the texts behind $1, in steps of $2 records
    Statement proposed;  // whether it proposes the key $1 for the expression $2
};

constexpr Checked checks[] = {
    {"organization",
     {"SELECT key FROM organization_search WHERE NOT EXISTS (SELECT 1 FROM organization_search_index_docsize "
      "WHERE organization_search_index_docsize.id = organization_search.key)"},
     {"SELECT id FROM organization_search_index_docsize WHERE NOT EXISTS (SELECT 1 FROM organization_search "
      "WHERE organization_search.key = organization_search_index_docsize.id)"},
     {"SELECT organization_search.key, organization_search.text FROM organization_search_index_docsize CROSS JOIN "
      "organization_search "
      "ON organization_search.key = organization_search_index_docsize.id WHERE organization_search_index_docsize.id > $1 "
      "ORDER BY organization_search_index_docsize.id LIMIT 1 OFFSET $2"},
     {"SELECT 1 FROM organization_search_index WHERE organization_search_index MATCH $2 AND rowid = $1"}},
    {"person",
     {"SELECT key FROM person_search WHERE NOT EXISTS (SELECT 1 FROM person_search_index_docsize "
      "WHERE person_search_index_docsize.id = person_search.key)"},
     {"SELECT id FROM person_search_index_docsize WHERE NOT EXISTS (SELECT 1 FROM person_search "
      "WHERE person_search.key = person_search_index_docsize.id)"},
     {"SELECT person_search.key, person_search.text FROM person_search_index_docsize CROSS JOIN person_search "
      "ON person_search.key = person_search_index_docsize.id WHERE person_search_index_docsize.id > $1 "
      "ORDER BY person_search_index_docsize.id LIMIT 1 OFFSET $2"},
     {"SELECT 1 FROM person_search_index WHERE person_search_index MATCH $2 AND rowid = $1"}},
    {"deal",
     {"SELECT key FROM deal_search WHERE NOT EXISTS (SELECT 1 FROM deal_search_index_docsize "
      "WHERE deal_search_index_docsize.id = deal_search.key)"},
     {"SELECT id FROM deal_search_index_docsize WHERE NOT EXISTS (SELECT 1 FROM deal_search "
      "WHERE deal_search.key = deal_search_index_docsize.id)"},
     {"SELECT deal_search.key, deal_search.text FROM deal_search_index_docsize CROSS JOIN deal_search "
      "ON deal_search.key = deal_search_index_docsize.id WHERE deal_search_index_docsize.id > $1 "
      "ORDER BY deal_search_index_docsize.id LIMIT 1 OFFSET $2"},
     {"SELECT 1 FROM deal_search_index WHERE deal_search_index MATCH $2 AND rowid = $1"}},
    {"note",
     {"SELECT key FROM note_search WHERE NOT EXISTS (SELECT 1 FROM note_search_index_docsize "
      "WHERE note_search_index_docsize.id = note_search.key)"},
     {"SELECT id FROM note_search_index_docsize WHERE NOT EXISTS (SELECT 1 FROM note_search "
      "WHERE note_search.key = note_search_index_docsize.id)"},
     {"SELECT note_search.key, note_search.text FROM note_search_index_docsize CROSS JOIN note_search "
      "ON note_search.key = note_search_index_docsize.id WHERE note_search_index_docsize.id > $1 "
      "ORDER BY note_search_index_docsize.id LIMIT 1 OFFSET $2"},
     {"SELECT 1 FROM note_search_index WHERE note_search_index MATCH $2 AND rowid = $1"}},
};

// Whether a record is found by its name, or a note by its text, is looked at for one in so many.
constexpr std::int64_t sample_step = 500;

std::string about(std::string_view what, std::int64_t key) {
    const std::int64_t id = key & ((std::int64_t{1} << 40) - 1);
    return "company " + std::to_string(key >> 40) + ": " + std::string(what) + ' ' + std::to_string(id) + ": ";
}

Result<void> check_keys(Session& session, const Checked& checked, std::vector<std::string>& findings) {
    const auto note = [&](const Statement& statement, std::string_view finding) {
        return session.query(statement, {}, [&](const Row& row) {
            findings.push_back(about(checked.what, row.integer(0)) + std::string(finding));
            return true;
        });
    };
    if (auto missing = note(checked.missing, "searches do not know it"); !missing) return missing;
    return note(checked.stray, "searches know what is not there");
}

Result<void> check_sample(Session& session, const Checked& checked, std::vector<std::string>& findings) {
    std::int64_t key = 0;
    domain::TextQuery query;
    for (bool found = true; found;) {
        found = false;
        auto queried = session.query(checked.sample, {key, key == 0 ? 0 : sample_step - 1}, [&](const Row& row) {
            key = row.integer(0);
            query.term.clear();
            for_each_value(row.text(1), [&](std::string_view value, bool is_name) {
                if (!is_name && !query.term.empty()) return;
                query.term = value;
                query.whole = !is_name;
                query.tier = is_name ? domain::SearchTier::exact_name : domain::SearchTier::elsewhere;
            });
            found = true;
            return false;
        });
        if (!queried || !found) return queried;
        if (query.term.empty()) continue;
        bool is_proposed = false;
        const std::string expression = fts_expression(key >> 40, query);
        queried = session.query(checked.proposed, {key, std::string_view(expression)}, [&](const Row&) {
            is_proposed = true;
            return false;
        });
        if (!queried) return queried;
        if (!is_proposed) findings.push_back(about(checked.what, key) + "a search for its text does not find it");
    }
    return {};
}

}  // namespace

void FtsIndex::note(domain::CompanyId company, Kind kind, std::int64_t id, Change change, std::string_view text) {
    changes_.push_back(
        {key_of(company, id), kind, change, change == Change::removed ? std::string() : fts_text(company, text)});
}

Result<void> FtsIndex::write() {
    std::ranges::stable_sort(changes_, {}, [](const Noted& noted) { return std::tuple(noted.kind, noted.key); });
    for (auto begin = changes_.begin(); begin != changes_.end();) {
        const auto end = std::find_if(
            begin, changes_.end(), [&](const Noted& noted) { return noted.key != begin->key || noted.kind != begin->kind; });
        if (auto written = write_last(std::span(begin, end)); !written) return written;
        begin = end;
    }
    return {};
}

Result<void> FtsIndex::write_last(std::span<const Noted> changes) {
    const Statements& statements = index_of(changes.front().kind);
    const Noted& last = changes.back();
    const bool was_there = changes.front().change != Change::inserted;
    if (last.change == Change::removed) return was_there ? session_.write(statements.remove, {last.key}) : Result<void>();
    return session_.write(was_there ? statements.replace : statements.insert, {last.key, std::string_view(last.text)});
}

Result<void> check_search_index(SqliteSession& session, std::vector<std::string>& findings) {
    for (const Checked& checked : checks) {
        if (auto done = check_keys(session, checked, findings); !done) return done;
        if (auto done = check_sample(session, checked, findings); !done) return done;
    }
    return {};
}

}  // namespace stele::store
