#include "store/schema.h"

#include <string>
#include <vector>

#include "store/migrations.h"
#include "store/record_reading.h"

namespace stele::store {

namespace {

constexpr Statement create_migration_table{
    "CREATE TABLE IF NOT EXISTS migration (number {integer} NOT NULL PRIMARY KEY, apply_time {integer} NOT NULL) {records}"};
constexpr Statement select_last_migration{"SELECT COALESCE(MAX(number), 0) FROM migration"};
constexpr Statement insert_migration{"INSERT INTO migration (number, apply_time) VALUES ($1, $2)"};
constexpr Statement select_company_ids{"SELECT id FROM company ORDER BY id"};

Result<void> apply(Session& session, const Migration& migration, Micros now) {
    std::string_view text = migration.text;
    while (true) {
        const auto end = text.find(";\n");
        if (end == std::string_view::npos) break;
        const auto executed = session.execute(Sql::built(text.substr(0, end)), {});
        if (!executed) return fail(executed);
        text.remove_prefix(end + 2);
    }
    const auto noted = session.execute(insert_migration, {std::int64_t{migration.number}, now});
    if (!noted) return fail(noted);
    return {};
}

}  // namespace

Result<void> migrate(Session& session, Micros now) {
    if (const auto created = session.execute(create_migration_table, {}); !created) return fail(created);
    std::int64_t last = 0;
    const auto queried = session.query(select_last_migration, {}, [&](const Row& row) {
        last = row.integer(0);
        return false;
    });
    if (!queried) return queried;

    const std::int64_t known = migrations().back().number;
    if (last > known)
        return fail(ErrorCode::invalid, "the data is of a newer version (schema " + std::to_string(last) +
                                            ", this program knows " + std::to_string(known) + ")");
    for (const Migration& migration : migrations())
        if (migration.number > last)
            if (auto applied = apply(session, migration, now); !applied) return applied;
    return {};
}

Result<std::vector<domain::CompanyId>> company_ids(Session& session) { return read_ids(session, select_company_ids, {}); }

}  // namespace stele::store
