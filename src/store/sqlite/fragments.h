// How SQLite spells the fragments of store/fragments.h.
#pragma once

#include "store/fragments.h"

namespace stele::store {

// On SQLite a record's key is company << 40 | id: one clustered order, and a record is found by one number. A sum finds what the
// bits would: but for an id out of range it leads to another company's records, which the condition beside it shuts out, where
// the bits might lead to another record of the same company.
inline constexpr Fragment sqlite_fragments[] = {
    {"by_id", "key = ($1 << 40) + $2 AND company_id = $1"},
    {"in_company", "key >= ($1 << 40) AND key < (($1 + 1) << 40)"},
    {"id", "%.key"},
    {"id_value", "(($1 << 40) + %)"},
    {"indexed_id", "(%.key - ($1 << 40))"},
    {"user_by_id", "app_user.key = ($1 << 40) + %"},
    {"key_column", "key,"},
    {"key_value", "($1 << 40 | $2),"},
    {"bit", "(1 << (% & 63))"},
    {"found_in", "instr(%"},
    {"use_index", "INDEXED BY %"},
    {"use_key", "NOT INDEXED"},
    {"listed", "json_each(%)"},
    {"unindexed", "+%"},
    {"record_conflict", "(key)"},
    {"search_from", "%_search_index CROSS JOIN %_search ON %_search.key = %_search_index.rowid"},
    {"search_match", "%_search_index.rowid < (($1 + 1) << 40) AND %_search_index MATCH"},
    {"search_id", "%_search_index.rowid"},
    {"search_index",
     "CREATE VIRTUAL TABLE %_search_index USING fts5(text, content='', contentless_delete=1, detail=none, "
     "tokenize='ascii')"},
    {"lock_row", ""},  // the one writer has it
    {"first_key", "(% << 40 | 1),"},
    {"integer", "INTEGER"},
    {"real", "REAL"},
    {"text", "TEXT"},
    {"bytes", "BLOB"},
    {"record_key", "key INTEGER NOT NULL PRIMARY KEY, company_id INTEGER NOT NULL, id INTEGER NOT NULL"},
    {"parent_key", ", UNIQUE (company_id, id)"},
    {"then_id", ""},  // an index ends in the key as it is
    {"embedded", "%"},
    {"records", "STRICT"},
    {"clustered", "STRICT, WITHOUT ROWID"},
};

}  // namespace stele::store
