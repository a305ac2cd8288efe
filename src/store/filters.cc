#include "store/filters.h"

namespace stele::store {

namespace {

using domain::Filter;

constexpr Statement find_filter{
    "SELECT id, name, kind, user_id, visible_to, is_temporary, source, add_time, update_time, conditions FROM saved_filter "
    "WHERE {by_id}"};
// Without their conditions, which may be long.
constexpr Statement list_filters{
    "SELECT id, name, kind, user_id, visible_to, is_temporary, source, add_time, update_time FROM saved_filter "
    "WHERE {in_company} ORDER BY {id saved_filter}"};
constexpr Statement count_filters{"SELECT count(*) FROM saved_filter WHERE {in_company}"};
constexpr Statement insert_filter{
    "INSERT INTO saved_filter ({key_column} company_id, id, name, kind, user_id, visible_to, is_temporary, source, "
    "add_time, "
    "update_time, conditions) VALUES ({key_value} $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};
constexpr Statement update_filter{
    "UPDATE saved_filter SET name = $3, visible_to = $4, is_temporary = $5, source = $6, update_time = $7, conditions = $8 "
    "WHERE {by_id}"};
constexpr Statement delete_filter{"DELETE FROM saved_filter WHERE {by_id}"};

// Without the conditions.
void read(const Row& row, Filter& into) {
    into.id = row.integer(0);
    into.name = row.text(1);
    into.kind = static_cast<domain::Kind>(row.integer(2));
    into.user_id = row.integer(3);
    into.visible_to = static_cast<int>(row.integer(4));
    into.is_temporary = row.integer(5) != 0;
    into.source = static_cast<domain::Source>(row.integer(6));
    into.add_time = row.integer(7);
    into.update_time = row.integer(8);
}

}  // namespace

Result<std::optional<Filter>> Filters::find(std::int64_t id) {
    std::optional<Filter> found;
    const auto queried = session_.query(find_filter, {company_, id}, [&](const Row& row) {
        read(row, found.emplace());
        found->conditions = row.text(9);
        return false;
    });
    if (!queried) return fail(queried);
    return found;
}

Result<void> Filters::insert(const Filter& filter) {
    return session_.write(
        insert_filter,
        {company_, filter.id, std::string_view(filter.name), static_cast<std::int64_t>(filter.kind), filter.user_id,
         std::int64_t{filter.visible_to}, std::int64_t{filter.is_temporary}, static_cast<std::int64_t>(filter.source),
         filter.add_time, filter.update_time, std::string_view(filter.conditions)});
}

Result<void> Filters::update(const Filter& filter) {
    return session_.write(update_filter,
                          {company_, filter.id, std::string_view(filter.name), std::int64_t{filter.visible_to},
                           std::int64_t{filter.is_temporary}, static_cast<std::int64_t>(filter.source), filter.update_time,
                           std::string_view(filter.conditions)});
}

Result<void> Filters::remove(std::int64_t id) { return session_.write(delete_filter, {company_, id}); }

Result<void> Filters::list(FunctionRef<bool(const Filter&)> visit) {
    Filter filter;
    return session_.query(list_filters, {company_}, [&](const Row& row) {
        read(row, filter);
        return visit(filter);
    });
}

Result<std::int64_t> Filters::count() {
    std::int64_t count = 0;
    const auto queried = session_.query(count_filters, {company_}, [&](const Row& row) {
        count = row.integer(0);
        return false;
    });
    if (!queried) return fail(queried);
    return count;
}

}  // namespace stele::store
