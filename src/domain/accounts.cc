#include "domain/accounts.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "domain/activity_types.h"
#include "domain/checks.h"
#include "domain/directory.h"
#include "domain/pipelines.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

constexpr std::string_view regions[] = {"default", "au", "eu"};

struct DefaultLabel {
    std::string_view label;
    std::string_view color;
};

// Pipedrive: the labels that every new company has.
constexpr DefaultLabel default_labels[] = {
    {"Customer", "green"}, {"Hot lead", "red"}, {"Warm lead", "yellow"}, {"Cold lead", "blue"}};

constexpr std::string_view first_group_name = "Default";
constexpr std::int64_t first_group = 1;

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

constexpr std::string_view default_note_categories[] = {"General", "Call", "Meeting", "E-mail"};

Result<void> insert_default_categories(Transaction& transaction) {
    std::int64_t id = 0;  // they are counted for themselves
    for (const std::string_view title : default_note_categories) {
        ++id;
        auto inserted = transaction.accounts().insert_label_option(Kind::note, LabelOption{id, std::string(title), {}, id});
        if (!inserted) return inserted;
    }
    return {};
}

Result<void> insert_default_labels(Transaction& transaction, Kind kind) {
    for (const DefaultLabel& label : default_labels) {
        const auto id = transaction.next_id(Kind::label_option);
        if (!id) return fail(id);
        auto inserted = transaction.accounts().insert_label_option(
            kind, LabelOption{*id, std::string(label.label), std::string(label.color), *id});
        if (!inserted) return inserted;
    }
    return {};
}

Result<void> insert_first_group(Transaction& transaction) {
    const auto id = transaction.next_id(Kind::group);
    if (!id) return fail(id);
    return transaction.accounts().insert_group({*id, std::nullopt, std::string(first_group_name)});
}

bool is_last_admin(const std::vector<User>& users, const User& user) {
    const auto active_admins =
        std::ranges::count_if(users, [](const User& other) { return other.is_admin && other.is_active; });
    return user.is_admin && user.is_active && active_admins == 1;
}

Result<void> apply_levels(const Company& company, const DefaultVisibility& wanted, DefaultVisibility& into) {
    for (std::size_t kind = 0; kind < wanted.levels.size(); ++kind) {
        if (wanted.levels[kind] == 0) continue;
        if (!check_visible_to(company, wanted.levels[kind]))
            return fail(ErrorCode::invalid, "the company's scheme of visibility has no such level", "visibility");
        into.levels[kind] = wanted.levels[kind];
    }
    return {};
}

Result<Company> find_company(Transaction& transaction) {
    auto company = transaction.accounts().company();
    if (!company) return fail(company);
    if (!*company) return fail(ErrorCode::not_found, "there is no company " + std::to_string(transaction.company_id()));
    return std::move(**company);
}

Result<VisibilityGroup> find_group(const std::vector<VisibilityGroup>& groups, std::int64_t id) {
    const auto found = std::ranges::find(groups, id, &VisibilityGroup::id);
    if (found == groups.end()) return fail(ErrorCode::not_found, "there is no group " + std::to_string(id), "group");
    return *found;
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

    if (auto group = insert_first_group(transaction); !group) return fail(group);
    for (const Kind kind : {Kind::organization, Kind::person})
        if (auto labels = insert_default_labels(transaction, kind); !labels) return fail(labels);
    if (auto categories = insert_default_categories(transaction); !categories) return fail(categories);
    if (auto types = insert_default_activity_types(transaction); !types) return fail(types);
    if (auto pipeline = insert_first_pipeline(transaction, *time); !pipeline) return fail(pipeline);
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
    user.group_id = first_group;
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
    if (is_last_admin(*users, *user)) return fail(ErrorCode::conflict, email + " is the last active admin", "email");

    const auto time = transaction.write_time();
    if (!time) return fail(time);
    user->is_active = false;
    user->update_time = *time;
    return transaction.accounts().update_user(*user);
}

Result<void> set_company(Transaction& transaction, const CompanySettings& settings) {
    auto company = find_company(transaction);
    if (!company) return fail(company);
    if (settings.name) {
        if (auto checked = check_name(*settings.name); !checked) return checked;
        company->name = *settings.name;
    }
    if (settings.visibility_scheme) company->visibility_scheme = *settings.visibility_scheme;
    if (settings.campaigns) company->campaigns = *settings.campaigns;
    if (settings.region) {
        if (std::ranges::find(regions, *settings.region) == std::end(regions))
            return fail(ErrorCode::invalid, "a region is one of default, au, eu", "region");
        company->region = *settings.region;
    }
    auto applied = apply_levels(*company, settings.default_visible_to, company->default_visible_to);
    if (!applied) return applied;
    return transaction.accounts().update_company(*company);
}

Result<void> set_user(Transaction& transaction, const std::string& email, const UserSettings& settings) {
    const auto company = find_company(transaction);
    if (!company) return fail(company);
    auto user = find_user(transaction, email);
    if (!user) return fail(user);
    if (settings.name) {
        if (auto checked = check_name(*settings.name); !checked) return checked;
        user->name = *settings.name;
    }
    if (settings.group_id) {
        const auto groups = transaction.accounts().groups();
        if (!groups) return fail(groups);
        if (auto group = find_group(*groups, *settings.group_id); !group) return fail(group);
        user->group_id = *settings.group_id;
    }
    if (settings.is_admin && !*settings.is_admin) {
        const auto users = transaction.accounts().users();
        if (!users) return fail(users);
        if (is_last_admin(*users, *user)) return fail(ErrorCode::conflict, email + " is the last active admin", "email");
    }
    if (settings.is_admin) user->is_admin = *settings.is_admin;
    auto applied = apply_levels(*company, settings.default_visible_to, user->default_visible_to);
    if (!applied) return applied;
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    user->update_time = *time;
    return transaction.accounts().update_user(*user);
}

Result<std::int64_t> add_group(Transaction& transaction, const std::string& name, std::optional<std::int64_t> parent) {
    if (auto checked = check_name(name); !checked) return fail(checked);
    if (!is_clean_utf8(name)) return fail(ErrorCode::invalid, "the group's name is not UTF-8", "name");
    const auto groups = transaction.accounts().groups();
    if (!groups) return fail(groups);
    if (groups->size() >= limits::groups)
        return fail(ErrorCode::invalid, "there are " + std::to_string(limits::groups) + " groups already");
    const auto above = find_group(*groups, parent.value_or(first_group));
    if (!above) return fail(above);
    const auto id = transaction.next_id(Kind::group);
    if (!id) return fail(id);
    if (auto inserted = transaction.accounts().insert_group({*id, above->id, name}); !inserted) return fail(inserted);
    return *id;
}

Result<void> move_group(Transaction& transaction, std::int64_t id, std::int64_t parent) {
    const auto groups = transaction.accounts().groups();
    if (!groups) return fail(groups);
    auto group = find_group(*groups, id);
    if (!group) return fail(group);
    if (auto above = find_group(*groups, parent); !above) return fail(above);
    if (!group->parent_id) return fail(ErrorCode::invalid, "the first group stays where it is", "group");

    Directory tree;
    tree.groups = *groups;
    const auto line = tree.group_line(parent);
    if (std::ranges::find(line, id) != line.end())
        return fail(ErrorCode::invalid, "a group cannot stand below itself", "parent");
    group->parent_id = parent;
    return transaction.accounts().update_group(*group);
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
