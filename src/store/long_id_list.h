// Comparisons with so many ids that they are one parameter.
#pragma once

#include <string_view>

#include "domain/predicate.h"
#include "store/built_sql.h"

namespace stele::store {

// Whether it asks for ids, and for so many.
[[nodiscard]] bool is_long_id_list(const domain::Predicate& comparison);
// Those, as what stands behind IN; each as the expression makes it of `value`, a text.
void add_long_id_list(BuiltSql& sql, const domain::Predicate& comparison, std::string_view expression);

}  // namespace stele::store
