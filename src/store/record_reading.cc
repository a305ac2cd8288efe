#include "store/record_reading.h"

namespace stele::store {

Result<std::int64_t> count_records(Session& session, domain::CompanyId company, domain::Kind kind,
                                   const domain::Predicate& where) {
    const BuiltSql sql = record_total(company, kind, where);
    std::int64_t total = 0;
    const auto queried = session.query(sql.sql(), sql.values(), [&](const Row& row) {
        total = row.integer(0);
        return false;
    });
    if (!queried) return fail(queried);
    return total;
}

Result<std::vector<std::int64_t>> read_ids(Session& session, Sql sql, std::initializer_list<Value> values) {
    std::vector<std::int64_t> ids;
    const auto queried = session.query(sql, values, [&](const Row& row) {
        ids.push_back(row.integer(0));
        return true;
    });
    if (!queried) return fail(queried);
    return ids;
}

}  // namespace stele::store
