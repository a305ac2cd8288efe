// How PostgreSQL spells the fragments of store/fragments.h.
#pragma once

#include "store/fragments.h"

namespace stele::store::postgres {

inline constexpr Fragment fragments[] = {
    {"by_id", "company_id = $1 AND id = $2"},
    {"in_company", "company_id = $1"},
    {"id", "%.id"},
    {"id_value", "%"},
    {"indexed_id", "%.id"},
    {"user_by_id", "app_user.company_id = $1 AND app_user.id = %"},
    {"key_column", ""},
    {"key_value", ""},
    {"bit", "(1::bigint << (% & 63)::integer)"},
    {"found_in", "strpos(%"},
    {"listed", "jsonb_array_elements_text(%::jsonb)"},
    {"use_index", ""},
    {"use_key", ""},
    {"unindexed", "%"},
    {"record_conflict", "(company_id, id)"},
    {"search_from", "%_search"},
    {"search_match", "%_search.company_id = $1 AND %_search.text ~~"},
    {"search_id", "%_search.id"},
    {"search_index", "CREATE INDEX %_search_by_text ON %_search USING gin (company_id, text gin_trgm_ops)"},
    {"lock_row", "FOR UPDATE"},
    {"first_key", ""},
    {"integer", "bigint"},
    {"real", "double precision"},
    {"text", "text COLLATE \"C\""},
    {"bytes", "bytea"},
    {"record_key", "company_id bigint NOT NULL, id bigint NOT NULL, PRIMARY KEY (company_id, id)"},
    {"parent_key", ""},
    {"then_id", ", id"},
    {"embedded", "SELECT"},  // nothing of nothing
    {"records", ""},
    {"clustered", ""},
};

}  // namespace stele::store::postgres
