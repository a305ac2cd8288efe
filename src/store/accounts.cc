#include "store/accounts.h"

#include <algorithm>

#include "base/text.h"

namespace stele::store {

namespace {

constexpr Statement insert_company_row{
    "INSERT INTO company (id, name, domain, country, industry, default_currency, visibility_scheme, default_visible_to, "
    "add_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING"};
constexpr Statement select_company{
    "SELECT name, domain, country, industry, default_currency, visibility_scheme, default_visible_to, add_time "
    "FROM company WHERE id = $1"};
constexpr Statement insert_user_row{
    "INSERT INTO app_user ({key_column} company_id, id, name, name_sort, email, email_fold, is_admin, is_active, locale, "
    "timezone, phone, group_id, default_visible_to, add_time, update_time) "
    "VALUES ({key_value} $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) "
    "ON CONFLICT (company_id, email_fold) DO NOTHING"};
constexpr Statement update_user_row{
    "UPDATE app_user SET name = $3, name_sort = $4, email = $5, email_fold = $6, is_admin = $7, is_active = $8, "
    "locale = $9, timezone = $10, phone = $11, group_id = $12, default_visible_to = $13, add_time = $14, "
    "update_time = $15 WHERE {by_id}"};
constexpr Statement select_users{
    "SELECT id, name, email, is_admin, is_active, locale, timezone, phone, group_id, default_visible_to, add_time, "
    "update_time FROM app_user WHERE {in_company} ORDER BY id"};
constexpr Statement insert_key_row{
    "INSERT INTO api_key (company_id, hash, id, user_id, scope, add_time, revoke_time) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)"};
constexpr Statement revoke_key_row{
    "UPDATE api_key SET revoke_time = COALESCE(revoke_time, $3) WHERE company_id = $1 AND id = $2"};
constexpr Statement select_keys{
    "SELECT id, hash, user_id, scope, add_time, revoke_time FROM api_key WHERE company_id = $1 ORDER BY id"};
constexpr Statement insert_label_option_row{
    "INSERT INTO label_option (company_id, kind, id, label, color, position) VALUES ($1, $2, $3, $4, $5, $3)"};
constexpr Statement select_label_options{
    "SELECT id, label, color FROM label_option WHERE company_id = $1 AND kind = $2 ORDER BY id"};

constexpr auto organization_kind = static_cast<std::int64_t>(domain::Kind::organization);

template <class Number>
Value value_of(const std::optional<Number>& number) {
    return number ? Value(std::int64_t{*number}) : Value();
}

std::optional<std::int64_t> optional_integer(const Row& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return row.integer(column);
}

Sha256 hash_of(std::string_view bytes) {
    Sha256 hash{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
    return hash;
}

std::string_view bytes_of(const Sha256& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }

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
    user.group_id = optional_integer(row, 8);
    if (!row.is_null(9)) user.default_visible_to = static_cast<int>(row.integer(9));
    user.add_time = row.integer(10);
    user.update_time = row.integer(11);
    return user;
}

}  // namespace

Result<std::int64_t> Accounts::write(const Statement& statement, std::initializer_list<Value> values) {
    if (const auto told = observer_.directory_changes(); !told) return fail(told);
    return session_.execute(statement, values);
}

Result<bool> Accounts::insert_company(const domain::Company& company) {
    const auto inserted = write(
        insert_company_row,
        {company_, std::string_view(company.name), std::string_view(company.domain), std::string_view(company.country),
         std::string_view(company.industry), std::string_view(company.default_currency),
         static_cast<std::int64_t>(company.visibility_scheme), std::int64_t{company.default_visible_to}, company.add_time});
    if (!inserted) return fail(inserted);
    if (*inserted == 0) return false;
    if (const auto told = observer_.company_inserted(); !told) return fail(told);
    return true;
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
        company->default_visible_to = static_cast<int>(row.integer(6));
        company->add_time = row.integer(7);
        return false;
    });
    if (!queried) return fail(queried);
    return company;
}

Result<bool> Accounts::insert_user(const domain::User& user) {
    const std::string name_sort = sort_key(user.name);
    const std::string email_fold = fold_exact(user.email);
    const auto inserted = write(
        insert_user_row, {company_, user.id, std::string_view(user.name), Bytes{name_sort}, std::string_view(user.email),
                          std::string_view(email_fold), std::int64_t{user.is_admin}, std::int64_t{user.is_active},
                          std::string_view(user.locale), std::string_view(user.timezone), text_or_null(user.phone),
                          value_of(user.group_id), value_of(user.default_visible_to), user.add_time, user.update_time});
    if (!inserted) return fail(inserted);
    return *inserted > 0;
}

Result<void> Accounts::update_user(const domain::User& user) {
    const std::string name_sort = sort_key(user.name);
    const std::string email_fold = fold_exact(user.email);
    const auto updated = write(
        update_user_row, {company_, user.id, std::string_view(user.name), Bytes{name_sort}, std::string_view(user.email),
                          std::string_view(email_fold), std::int64_t{user.is_admin}, std::int64_t{user.is_active},
                          std::string_view(user.locale), std::string_view(user.timezone), text_or_null(user.phone),
                          value_of(user.group_id), value_of(user.default_visible_to), user.add_time, user.update_time});
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
        key.revoke_time = optional_integer(row, 5);
        keys.push_back(key);
        return true;
    });
    if (!queried) return fail(queried);
    return keys;
}

Result<void> Accounts::insert_label_option(const domain::LabelOption& option) {
    const auto inserted = write(insert_label_option_row, {company_, organization_kind, option.id,
                                                          std::string_view(option.label), std::string_view(option.color)});
    if (!inserted) return fail(inserted);
    return {};
}

Result<std::vector<domain::LabelOption>> Accounts::label_options() {
    std::vector<domain::LabelOption> options;
    const auto queried = session_.query(select_label_options, {company_, organization_kind}, [&](const Row& row) {
        options.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2))});
        return true;
    });
    if (!queried) return fail(queried);
    return options;
}

}  // namespace stele::store
