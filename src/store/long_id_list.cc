#include "store/long_id_list.h"

#include <cstdint>
#include <variant>
#include <vector>

#include "store/comparison_sql.h"
#include "store/id_list.h"
#include "store/record_sql.h"

namespace stele::store {

namespace {

using domain::Comparison;
using domain::Predicate;

// So many ids are parameters of their own.
constexpr std::size_t short_list = 64;

}  // namespace

void add_long_id_list(BuiltSql& sql, const Predicate& comparison, std::string_view expression) {
    const auto& list = std::get<std::vector<std::int64_t>>(comparison.value);
    std::vector<std::int64_t> ids;
    ids.reserve(list.size());
    for (const std::int64_t id : list) ids.push_back(bounded_id(id));
    sql.add("(SELECT ").add(expression).add(" FROM {listed ").add_value(sql.kept(id_list(ids))).add("})");
}

bool is_long_id_list(const Predicate& comparison) {
    const auto* list = std::get_if<std::vector<std::int64_t>>(&comparison.value);
    return comparison.field == record_sql(comparison.field.kind).id_field && comparison.comparison == Comparison::in &&
           list != nullptr && list->size() > short_list;
}

}  // namespace stele::store
