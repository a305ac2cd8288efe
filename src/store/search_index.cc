#include "store/search_index.h"

#include <array>

#include "store/columns.h"

namespace stele::store {

namespace {

using domain::Kind;

struct Statements {
    Statement insert;
    Statement put;
    Statement remove;
};

constexpr Statements organization_texts{
    {"INSERT INTO organization_search ({key_column} company_id, id, text) VALUES ({key_value} $1, $2, $3)"},
    {"INSERT INTO organization_search ({key_column} company_id, id, text) VALUES ({key_value} $1, $2, $3) "
     "ON CONFLICT {record_conflict} DO UPDATE SET text = excluded.text WHERE organization_search.text <> excluded.text"},
    {"DELETE FROM organization_search WHERE {by_id}"}};
constexpr Statements person_texts{
    {"INSERT INTO person_search ({key_column} company_id, id, text) VALUES ({key_value} $1, $2, $3)"},
    {"INSERT INTO person_search ({key_column} company_id, id, text) VALUES ({key_value} $1, $2, $3) "
     "ON CONFLICT {record_conflict} DO UPDATE SET text = excluded.text WHERE person_search.text <> excluded.text"},
    {"DELETE FROM person_search WHERE {by_id}"}};

constexpr Statements deal_texts{
    {"INSERT INTO deal_search ({key_column} company_id, id, text) VALUES ({key_value} $1, $2, $3)"},
    {"INSERT INTO deal_search ({key_column} company_id, id, text) VALUES ({key_value} $1, $2, $3) "
     "ON CONFLICT {record_conflict} DO UPDATE SET text = excluded.text WHERE deal_search.text <> excluded.text"},
    {"DELETE FROM deal_search WHERE {by_id}"}};

constexpr Statements note_texts{
    {"INSERT INTO note_search ({key_column} company_id, id, text) VALUES ({key_value} $1, $2, $3)"},
    {"INSERT INTO note_search ({key_column} company_id, id, text) VALUES ({key_value} $1, $2, $3) "
     "ON CONFLICT {record_conflict} DO UPDATE SET text = excluded.text WHERE note_search.text <> excluded.text"},
    {"DELETE FROM note_search WHERE {by_id}"}};

const Statements& texts_of(Kind kind) {
    if (kind == Kind::note) return note_texts;
    if (kind == Kind::deal) return deal_texts;
    return kind == Kind::person ? person_texts : organization_texts;
}

}  // namespace

Result<void> SearchTexts::insert(Kind kind, std::int64_t id, std::string_view text) {
    const auto ran = run(texts_of(kind).insert, std::array<Value, 3>{company_, id, text});
    if (!ran) return fail(ran);
    if (*ran) index_->note(company_, kind, id, SearchIndex::Change::inserted, text);
    return {};
}

Result<void> SearchTexts::put(Kind kind, std::int64_t id, std::string_view text) {
    const auto ran = run(texts_of(kind).put, std::array<Value, 3>{company_, id, text});
    if (!ran) return fail(ran);
    if (*ran) index_->note(company_, kind, id, SearchIndex::Change::replaced, text);
    return {};
}

Result<void> SearchTexts::remove(Kind kind, std::int64_t id) {
    const auto ran = run(texts_of(kind).remove, std::array<Value, 2>{company_, id});
    if (!ran) return fail(ran);
    if (*ran) index_->note(company_, kind, id, SearchIndex::Change::removed, {});
    return {};
}

Result<bool> SearchTexts::run(const Statement& statement, std::span<const Value> values) {
    if (index_ == nullptr) {
        if (auto written = session_.write(statement, values); !written) return fail(written);
        return false;
    }
    const auto changed = session_.execute(statement, values);
    if (!changed) return fail(changed);
    return *changed > 0;
}

}  // namespace stele::store
