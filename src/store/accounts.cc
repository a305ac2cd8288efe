#include "store/accounts.h"

#include <algorithm>

#include "base/text.h"
#include "store/record_values.h"

namespace stele::store {

namespace {

constexpr Statement insert_company_row{
    "INSERT INTO company (id, name, domain, country, industry, default_currency, visibility_scheme, default_visible_to, "
    "default_person_visible_to, default_deal_visible_to, campaigns, region, add_time, text_version) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (id) DO NOTHING"};
constexpr Statement update_company_row{
    "UPDATE company SET name = $2, domain = $3, country = $4, industry = $5, default_currency = $6, "
    "visibility_scheme = $7, default_visible_to = $8, default_person_visible_to = $9, default_deal_visible_to = $10, "
    "campaigns = $11, region = $12, add_time = $13, text_version = $14 WHERE id = $1"};
constexpr Statement select_company{
    "SELECT name, domain, country, industry, default_currency, visibility_scheme, default_visible_to, "
    "default_person_visible_to, default_deal_visible_to, campaigns, region, add_time FROM company WHERE id = $1"};
constexpr Statement insert_user_row{
    "INSERT INTO app_user ({key_column} company_id, id, name, name_sort, email, email_fold, is_admin, is_active, locale, "
    "timezone, phone, group_id, default_visible_to, default_person_visible_to, default_deal_visible_to, add_time, "
    "update_time) VALUES ({key_value} $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) "
    "ON CONFLICT (company_id, email_fold) DO NOTHING"};
constexpr Statement update_user_row{
    "UPDATE app_user SET name = $3, name_sort = $4, email = $5, email_fold = $6, is_admin = $7, is_active = $8, "
    "locale = $9, timezone = $10, phone = $11, group_id = $12, default_visible_to = $13, default_person_visible_to = $14, "
    "default_deal_visible_to = $15, add_time = $16, update_time = $17 WHERE {by_id}"};
constexpr Statement select_users{
    "SELECT id, name, email, is_admin, is_active, locale, timezone, phone, group_id, default_visible_to, "
    "default_person_visible_to, default_deal_visible_to, add_time, update_time FROM app_user WHERE {in_company} "
    "ORDER BY id"};
constexpr Statement insert_key_row{
    "INSERT INTO api_key (company_id, hash, id, user_id, scope, add_time, revoke_time) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)"};
constexpr Statement revoke_key_row{
    "UPDATE api_key SET revoke_time = COALESCE(revoke_time, $3) WHERE company_id = $1 AND id = $2"};
constexpr Statement select_keys{
    "SELECT id, hash, user_id, scope, add_time, revoke_time FROM api_key WHERE company_id = $1 ORDER BY id"};
constexpr Statement insert_label_option_row{
    "INSERT INTO label_option (company_id, kind, id, label, color, position) VALUES ($1, $2, $3, $4, $5, $6)"};
constexpr Statement update_label_option_row{
    "UPDATE label_option SET label = $4, color = $5, position = $6 WHERE company_id = $1 AND kind = $2 AND id = $3"};
constexpr Statement delete_label_option_row{"DELETE FROM label_option WHERE company_id = $1 AND kind = $2 AND id = $3"};
constexpr Statement select_label_options{
    "SELECT id, label, color, position FROM label_option WHERE company_id = $1 AND kind = $2 ORDER BY id"};
constexpr Statement insert_group_row{
    "INSERT INTO visibility_group ({key_column} company_id, id, parent_id, name) VALUES ({key_value} $1, $2, $3, $4)"};
constexpr Statement update_group_row{"UPDATE visibility_group SET parent_id = $3, name = $4 WHERE {by_id}"};
constexpr Statement select_groups{"SELECT id, parent_id, name FROM visibility_group WHERE {in_company} ORDER BY id"};

// A level that is not set is stored as null.
Value level_or_null(int level) { return level == 0 ? Value() : Value(std::int64_t{level}); }

Sha256 hash_of(std::string_view bytes) {
    Sha256 hash{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
    return hash;
}

std::string_view bytes_of(const Sha256& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }

// Three columns: of organizations, persons and deals.
void read_levels(const Row& row, int first_column, domain::DefaultVisibility& into) {
    for (std::size_t kind = 0; kind < into.levels.size(); ++kind)
        into.levels[kind] = static_cast<int>(row.integer(first_column + static_cast<int>(kind)));
}

domain::User read_user(const Row& row) {
    domain::User user;
    user.id = row.integer(0);
    user.name = row.text(1);
    user.email = row.text(2);
    user.is_admin = row.integer(3) != 0;
    user.is_active = row.integer(4) != 0;
    user.locale = row.text(5);
    user.timezone = row.text(6);
    user.phone = row.text(7);
    read_optional(row, 8, user.group_id);
    read_levels(row, 9, user.default_visible_to);
    user.add_time = row.integer(12);
    user.update_time = row.integer(13);
    return user;
}

}  // namespace

Result<std::int64_t> Accounts::write(const Statement& statement, std::initializer_list<Value> values) {
    if (const auto told = observer_.directory_changes(); !told) return fail(told);
    return session_.execute(statement, values);
}

Result<std::int64_t> Accounts::write_company(const Statement& statement, const domain::Company& company) {
    const auto& levels = company.default_visible_to.levels;
    const std::string version = text_version();  // forms of an older one are made again before anything is served
    return write(statement,
                 {company_, std::string_view(company.name), std::string_view(company.domain),
                  std::string_view(company.country), std::string_view(company.industry),
                  std::string_view(company.default_currency), static_cast<std::int64_t>(company.visibility_scheme),
                  std::int64_t{levels[0]}, std::int64_t{levels[1]}, std::int64_t{levels[2]}, std::int64_t{company.campaigns},
                  std::string_view(company.region), company.add_time, std::string_view(version)});
}

Result<bool> Accounts::insert_company(const domain::Company& company) {
    const auto inserted = write_company(insert_company_row, company);
    if (!inserted) return fail(inserted);
    if (*inserted == 0) return false;
    if (const auto told = observer_.company_inserted(); !told) return fail(told);
    return true;
}

Result<void> Accounts::update_company(const domain::Company& company) {
    const auto updated = write_company(update_company_row, company);
    if (!updated) return fail(updated);
    return {};
}

Result<std::optional<domain::Company>> Accounts::company() {
    std::optional<domain::Company> company;
    const auto queried = session_.query(select_company, {company_}, [&](const Row& row) {
        company.emplace();
        company->id = company_;
        company->name = row.text(0);
        company->domain = row.text(1);
        company->country = row.text(2);
        company->industry = row.text(3);
        company->default_currency = row.text(4);
        company->visibility_scheme = static_cast<domain::VisibilityScheme>(row.integer(5));
        read_levels(row, 6, company->default_visible_to);
        company->campaigns = row.integer(9) != 0;
        company->region = row.text(10);
        company->add_time = row.integer(11);
        return false;
    });
    if (!queried) return fail(queried);
    return company;
}

Result<std::int64_t> Accounts::write_user(const Statement& statement, const domain::User& user) {
    const std::string name_sort = sort_key(user.name);
    const std::string email_fold = fold_exact(user.email);
    const auto& levels = user.default_visible_to.levels;
    return write(statement, {company_, user.id, std::string_view(user.name), Bytes{name_sort}, std::string_view(user.email),
                             std::string_view(email_fold), std::int64_t{user.is_admin}, std::int64_t{user.is_active},
                             std::string_view(user.locale), std::string_view(user.timezone), text_or_null(user.phone),
                             value_of(user.group_id), level_or_null(levels[0]), level_or_null(levels[1]),
                             level_or_null(levels[2]), user.add_time, user.update_time});
}

Result<bool> Accounts::insert_user(const domain::User& user) {
    const auto inserted = write_user(insert_user_row, user);
    if (!inserted) return fail(inserted);
    return *inserted > 0;
}

Result<void> Accounts::update_user(const domain::User& user) {
    const auto updated = write_user(update_user_row, user);
    if (!updated) return fail(updated);
    return {};
}

Result<std::vector<domain::User>> Accounts::users() {
    std::vector<domain::User> users;
    const auto queried = session_.query(select_users, {company_}, [&](const Row& row) {
        users.push_back(read_user(row));
        return true;
    });
    if (!queried) return fail(queried);
    return users;
}

Result<void> Accounts::insert_key(const domain::Key& key) {
    const auto inserted =
        write(insert_key_row, {company_, Bytes{bytes_of(key.hash)}, key.id, key.user_id,
                               static_cast<std::int64_t>(key.scope), key.add_time, value_of(key.revoke_time)});
    if (!inserted) return fail(inserted);
    return {};
}

Result<bool> Accounts::revoke_key(std::int64_t id, Micros time) {
    const auto revoked = write(revoke_key_row, {company_, id, time});
    if (!revoked) return fail(revoked);
    return *revoked > 0;
}

Result<std::vector<domain::Key>> Accounts::keys() {
    std::vector<domain::Key> keys;
    const auto queried = session_.query(select_keys, {company_}, [&](const Row& row) {
        domain::Key key;
        key.id = row.integer(0);
        key.hash = hash_of(row.bytes(1));
        key.user_id = row.integer(2);
        key.scope = static_cast<domain::Scope>(row.integer(3));
        key.add_time = row.integer(4);
        read_optional(row, 5, key.revoke_time);
        keys.push_back(key);
        return true;
    });
    if (!queried) return fail(queried);
    return keys;
}

Result<void> Accounts::write_label_option(const Statement& statement, domain::Kind kind, const domain::LabelOption& option) {
    const auto written = write(statement, {company_, static_cast<std::int64_t>(kind), option.id,
                                           std::string_view(option.label), std::string_view(option.color), option.position});
    if (!written) return fail(written);
    return {};
}

Result<void> Accounts::insert_label_option(domain::Kind kind, const domain::LabelOption& option) {
    return write_label_option(insert_label_option_row, kind, option);
}

Result<void> Accounts::update_label_option(domain::Kind kind, const domain::LabelOption& option) {
    return write_label_option(update_label_option_row, kind, option);
}

Result<void> Accounts::remove_label_option(domain::Kind kind, std::int64_t id) {
    const auto removed = write(delete_label_option_row, {company_, static_cast<std::int64_t>(kind), id});
    if (!removed) return fail(removed);
    return {};
}

Result<std::vector<domain::LabelOption>> Accounts::label_options(domain::Kind kind) {
    std::vector<domain::LabelOption> options;
    const auto queried =
        session_.query(select_label_options, {company_, static_cast<std::int64_t>(kind)}, [&](const Row& row) {
            options.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2)), row.integer(3)});
            return true;
        });
    if (!queried) return fail(queried);
    return options;
}

Result<void> Accounts::insert_group(const domain::VisibilityGroup& group) {
    const auto inserted =
        write(insert_group_row, {company_, group.id, value_of(group.parent_id), std::string_view(group.name)});
    if (!inserted) return fail(inserted);
    return {};
}

Result<void> Accounts::update_group(const domain::VisibilityGroup& group) {
    const auto updated =
        write(update_group_row, {company_, group.id, value_of(group.parent_id), std::string_view(group.name)});
    if (!updated) return fail(updated);
    return {};
}

Result<std::vector<domain::VisibilityGroup>> Accounts::groups() {
    std::vector<domain::VisibilityGroup> groups;
    const auto queried = session_.query(select_groups, {company_}, [&](const Row& row) {
        domain::VisibilityGroup& group = groups.emplace_back();
        group.id = row.integer(0);
        read_optional(row, 1, group.parent_id);
        group.name = row.text(2);
        return true;
    });
    if (!queried) return fail(queried);
    return groups;
}

}  // namespace stele::store
