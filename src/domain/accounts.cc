#include "domain/accounts.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "domain/directory.h"

namespace stele::domain {

namespace {

struct DefaultLabel {
    std::string_view label;
    std::string_view color;
};

// Pipedrive: the labels that every new company has.
constexpr DefaultLabel default_labels[] = {
    {"Customer", "green"}, {"Hot lead", "red"}, {"Warm lead", "yellow"}, {"Cold lead", "blue"}};

// "Núñez & Söhne" -> "nunez-sohne"
std::string slug_of(const std::string& name) {
    std::string slug;
    for (const char c : fold(name)) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            slug += c;
        else if (!slug.empty() && slug.back() != '-')
            slug += '-';
    }
    while (!slug.empty() && slug.back() == '-') slug.pop_back();
    return slug.empty() ? "company" : slug.substr(0, 63);
}

bool plausible_email(const std::string& email) {
    const auto at = email.find('@');
    return at != std::string::npos && at > 0 && at + 1 < email.size() && email.find('@', at + 1) == std::string::npos &&
           email.find_first_of(" \t\r\n<>,;\"") == std::string::npos && code_points(email) <= limits::name_chars;
}

Result<void> check_user(const NewUser& user) {
    if (user.name.find_first_not_of(' ') == std::string::npos || code_points(user.name) > limits::name_chars)
        return fail(ErrorCode::invalid, "the user's name is empty or too long", "name");
    if (!is_clean_utf8(user.name) || !is_clean_utf8(user.email))
        return fail(ErrorCode::invalid, "the user's name or address is not UTF-8", "name");
    if (!plausible_email(user.email))
        return fail(ErrorCode::invalid, "'" + user.email + "' is not an e-mail address", "email");
    return {};
}

Result<User> find_user(Transaction& transaction, const std::string& email) {
    auto users = transaction.accounts().users();
    if (!users) return fail(users);
    const std::string wanted = fold_exact(email);
    for (User& user : *users)
        if (fold_exact(user.email) == wanted) return std::move(user);
    return fail(ErrorCode::not_found, "there is no user " + email, "email");
}

Result<std::string> insert_new_key(Transaction& transaction, UserId user, Scope scope) {
    const auto id = transaction.next_id(Kind::key);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    const NewKey key = make_key(transaction.company_id());
    if (auto inserted = transaction.accounts().insert_key(Key{*id, user, scope, key.hash, *time, {}}); !inserted)
        return fail(inserted);
    return key.text;
}

Result<void> insert_default_labels(Transaction& transaction) {
    for (const DefaultLabel& label : default_labels) {
        const auto id = transaction.next_id(Kind::label_option);
        if (!id) return fail(id);
        auto inserted =
            transaction.accounts().insert_label_option(LabelOption{*id, std::string(label.label), std::string(label.color)});
        if (!inserted) return inserted;
    }
    return {};
}

}  // namespace

Result<std::string> create_company(Transaction& transaction, const std::string& name, const NewUser& admin) {
    if (name.find_first_not_of(' ') == std::string::npos || !is_clean_utf8(name) || code_points(name) > limits::name_chars)
        return fail(ErrorCode::invalid, "the company's name is empty, too long or not UTF-8", "name");

    Company company;
    company.id = transaction.company_id();
    company.name = name;
    company.domain = slug_of(name);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    company.add_time = *time;
    const auto inserted = transaction.accounts().insert_company(company);
    if (!inserted) return fail(inserted);
    if (!*inserted) return fail(ErrorCode::conflict, "there is a company " + std::to_string(company.id) + " already");

    if (auto labels = insert_default_labels(transaction); !labels) return fail(labels);
    NewUser first = admin;
    first.is_admin = true;
    const auto user = add_user(transaction, first);
    if (!user) return fail(user);
    return insert_new_key(transaction, user->id, Scope::admin);
}

Result<User> add_user(Transaction& transaction, const NewUser& new_user) {
    if (auto checked = check_user(new_user); !checked) return fail(checked);
    const auto id = transaction.next_id(Kind::user);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);

    User user;
    user.id = *id;
    user.name = new_user.name;
    user.email = new_user.email;
    user.is_admin = new_user.is_admin;
    user.add_time = *time;
    user.update_time = *time;
    const auto inserted = transaction.accounts().insert_user(user);
    if (!inserted) return fail(inserted);
    if (!*inserted) return fail(ErrorCode::conflict, "there is a user " + user.email + " already", "email");
    return user;
}

Result<void> deactivate_user(Transaction& transaction, const std::string& email) {
    auto user = find_user(transaction, email);
    if (!user) return fail(user);
    if (!user->is_active) return {};

    const auto users = transaction.accounts().users();
    if (!users) return fail(users);
    const auto active_admins =
        std::count_if(users->begin(), users->end(), [](const User& other) { return other.is_admin && other.is_active; });
    if (user->is_admin && active_admins == 1) return fail(ErrorCode::conflict, email + " is the last active admin", "email");

    const auto time = transaction.write_time();
    if (!time) return fail(time);
    user->is_active = false;
    user->update_time = *time;
    return transaction.accounts().update_user(*user);
}

Result<std::string> create_key(Transaction& transaction, const std::string& email, Scope scope) {
    const auto user = find_user(transaction, email);
    if (!user) return fail(user);
    if (!user->is_active) return fail(ErrorCode::not_found, email + " is not active", "email");
    return insert_new_key(transaction, user->id, scope);
}

Result<void> revoke_key(Transaction& transaction, std::int64_t id) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    const auto revoked = transaction.accounts().revoke_key(id, *time);
    if (!revoked) return fail(revoked);
    if (!*revoked) return fail(ErrorCode::not_found, "there is no key " + std::to_string(id), "id");
    return {};
}

}  // namespace stele::domain
