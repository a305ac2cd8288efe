#include "store/schema.h"

#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "store/migrations.h"
#include "store/organizations.h"

namespace stele::store {

namespace {

constexpr std::int64_t rebuild_step = 500;

constexpr Statement create_migration_table{
    "CREATE TABLE IF NOT EXISTS migration (number {integer} NOT NULL PRIMARY KEY, apply_time {integer} NOT NULL) {records}"};
constexpr Statement select_last_migration{"SELECT COALESCE(MAX(number), 0) FROM migration"};
constexpr Statement insert_migration{"INSERT INTO migration (number, apply_time) VALUES ($1, $2)"};
constexpr Statement select_setting{"SELECT value FROM store_setting WHERE name = $1"};
constexpr Statement upsert_setting{
    "INSERT INTO store_setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"};
constexpr Statement select_company_ids{"SELECT id FROM company ORDER BY id"};

constexpr Statement select_texts{
    "SELECT id, name, address FROM organization WHERE {in_company} AND {id organization} > {id_value $2} ORDER BY {id "
    "organization} LIMIT $3"};
constexpr Statement update_texts{
    "UPDATE organization SET name_fold = $3, name_exact = $4, name_sort = $5, address_sort = $6, first_char = $7 "
    "WHERE {by_id}"};
constexpr Statement select_user_texts{"SELECT id, name, email FROM app_user WHERE company_id = $1"};
constexpr Statement update_user_texts{"UPDATE app_user SET name_sort = $3, email_fold = $4 WHERE {by_id}"};

constexpr std::string_view text_version_name = "text_version";

struct Texts {
    std::int64_t id = 0;
    std::string first;
    std::string second;
};

Result<std::vector<Texts>> read_texts(Session& session, const Statement& statement, std::initializer_list<Value> values) {
    std::vector<Texts> rows;
    const auto queried = session.query(statement, values, [&](const Row& row) {
        rows.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2))});
        return true;
    });
    if (!queried) return fail(queried);
    return rows;
}

Result<void> rebuild_user_forms(Session& session, domain::CompanyId company) {
    const auto users = read_texts(session, select_user_texts, {company});
    if (!users) return fail(users);
    for (const Texts& user : *users) {
        const std::string name_sort = sort_key(user.first);
        const std::string email_fold = fold_exact(user.second);
        const auto updated =
            session.execute(update_user_texts, {company, user.id, Bytes{name_sort}, std::string_view(email_fold)});
        if (!updated) return fail(updated);
    }
    return {};
}

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
    return last == 0 ? note_text_version(session) : Result<void>();
}

Result<bool> text_forms_are_old(Session& session) {
    bool current = false;
    const auto queried = session.query(select_setting, {text_version_name}, [&](const Row& row) {
        current = row.text(0) == text_version();
        return false;
    });
    if (!queried) return fail(queried);
    return !current;
}

Result<domain::OrganizationId> rebuild_text_forms(Session& session, domain::CompanyId company,
                                                  domain::OrganizationId after) {
    if (after == 0)
        if (auto rebuilt = rebuild_user_forms(session, company); !rebuilt) return fail(rebuilt);
    const auto rows = read_texts(session, select_texts, {company, after, rebuild_step});
    if (!rows) return fail(rows);
    for (const Texts& row : *rows) {
        const TextForms forms = text_forms(row.first, row.second);
        const auto updated = session.execute(
            update_texts,
            {company, row.id, std::string_view(forms.name_fold), std::string_view(forms.name_exact), Bytes{forms.name_sort},
             forms.address_sort.empty() ? Value() : Value(Bytes{forms.address_sort}), std::string_view(forms.first_char)});
        if (!updated) return fail(updated);
    }
    return rows->empty() ? 0 : rows->back().id;
}

Result<void> note_text_version(Session& session) {
    const std::string version = text_version();
    const auto noted = session.execute(upsert_setting, {text_version_name, std::string_view(version)});
    if (!noted) return fail(noted);
    return {};
}

Result<std::vector<domain::CompanyId>> company_ids(Session& session) {
    std::vector<domain::CompanyId> ids;
    const auto queried = session.query(select_company_ids, {}, [&](const Row& row) {
        ids.push_back(row.integer(0));
        return true;
    });
    if (!queried) return fail(queried);
    return ids;
}

}  // namespace stele::store
