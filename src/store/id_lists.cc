#include "store/id_lists.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace stele::store {

namespace {

// Ids lie close together: a bit each is faster than to compare them.
constexpr std::size_t marked_from = 1'000;
constexpr std::int64_t sparse_ids = 64;  // more numbers than that to an id are not marked

void put_in_order(Ids& ids) {
    if (std::ranges::is_sorted(ids)) return;
    const std::int64_t greatest = std::ranges::max(ids);
    if (ids.size() < marked_from || greatest / sparse_ids > std::ssize(ids)) {
        std::ranges::sort(ids);
        return;
    }
    std::vector<bool> marks(static_cast<std::size_t>(greatest) + 1);
    for (const std::int64_t id : ids) marks[static_cast<std::size_t>(id)] = true;
    ids.clear();
    for (std::size_t id = 0; id < marks.size(); ++id)
        if (marks[id]) ids.push_back(static_cast<std::int64_t>(id));
}

}  // namespace

static_assert(changed_block_bits == 11);  // as the index says

Result<std::optional<Ids>> IdReading::run(BuiltSql& sql, std::int64_t limit) const {
    sql.add(" LIMIT ").add_value(limit + 1);
    Ids ids;
    const auto queried = session.query(sql.sql(), sql.values(), [&](const Row& row) {
        ids.push_back(row.integer(0) & limits::id);  // an index holds what orders as the id: that is its lower part
        return true;
    });
    if (!queried) return fail(queried);
    if (std::cmp_greater(ids.size(), limit)) return std::nullopt;
    put_in_order(ids);
    return ids;
}

Result<std::optional<Ids>> IdReading::read(const Lead& lead, std::int64_t limit, IdRange range) const {
    const bool by_value = lead.index == nullptr;
    BuiltSql sql(company);
    const std::string_view id = by_value ? value_record(lead.comparisons.front()->field) : record.id;
    sql.add("SELECT ").add(id).add(" ");
    add_lead_rows(sql, record, lead, ValueRows::exactly);
    if (!range.is_all()) {
        const auto add_bound = [&](std::string_view comparison, std::int64_t bound) {
            sql.add(" AND ").add(id).add(comparison).add(by_value ? "" : "{id_value ").add_value(bound);
            sql.add(by_value ? "" : "}");
        };
        add_bound(" >= ", range.first);
        add_bound(" <= ", range.last);
    }
    return run(sql, limit);
}

Result<std::optional<Ids>> IdReading::read_changed(const Lead& lead, std::int64_t limit, std::int64_t block) const {
    BuiltSql sql(company);
    sql.add("SELECT ").add(record.id).add(" FROM ").add(record.table).add(" {use_index ").add(record.changed_index);
    sql.add("} WHERE company_id = $1 AND id >> 11 = ").add_value(block).add(" AND delete_time IS NULL");
    add_lead_conditions(sql, record, lead);
    return run(sql, limit);
}

Result<std::int64_t> IdReading::last_id() const {
    BuiltSql sql(company);
    sql.add("SELECT ").add(record.id).add(" FROM ").add(record.table).add(" WHERE {in_company} ORDER BY ").add(record.id);
    sql.add(" DESC LIMIT 1");
    std::int64_t last = 0;
    const auto queried = session.query(sql.sql(), sql.values(), [&](const Row& row) {
        last = row.integer(0) & limits::id;
        return false;
    });
    if (!queried) return fail(queried);
    return last;
}

Ids intersection(const Ids& one, const Ids& other) {
    Ids both;
    std::ranges::set_intersection(one, other, std::back_inserter(both));
    return both;
}

}  // namespace stele::store
