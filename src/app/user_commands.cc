// Users and their keys.
#include <map>

#include "app/command_steps.h"
#include "app/visibility_text.h"
#include "base/time_text.h"
#include "domain/accounts.h"
#include "domain/directory.h"

namespace stele::app {

namespace {

using domain::Engine;
using domain::Scope;
using domain::Transaction;

Outcome add_user(Engine& engine, const Command& command) {
    return write(engine, command, [&](Transaction& transaction) -> Result<std::string> {
        const auto user = domain::add_user(
            transaction, {argument(command, "name"), argument(command, "email"), argument(command, "admin") == "true"});
        if (!user) return fail(user);
        return std::to_string(user->id);
    });
}

Result<domain::UserSettings> parse_user_settings(const Command& command) {
    domain::UserSettings settings;
    settings.name = given(command, "name");
    if (const auto text = given(command, "group")) {
        const auto group = parse_number(*text, "a group's id");
        if (!group) return fail(group);
        settings.group_id = *group;
    }
    if (const auto admin = given(command, "admin")) settings.is_admin = *admin == "true";
    if (const auto text = given(command, "default_visibility")) {
        const auto levels = parse_levels(*text);
        if (!levels) return fail(levels);
        settings.default_visible_to = *levels;
    }
    return settings;
}

Outcome set_user(Engine& engine, const Command& command) {
    if (command.arguments.size() < 2) return {command_senseless, {}, "nothing is to be set"};  // the address says whom
    const auto settings = parse_user_settings(command);
    if (!settings) return failure(settings.error());
    return write(engine, command, [&](Transaction& transaction) -> Result<std::string> {
        if (auto done = domain::set_user(transaction, argument(command, "email"), *settings); !done) return fail(done);
        return std::string();
    });
}

Outcome deactivate_user(Engine& engine, const Command& command) {
    return write(engine, command, [&](Transaction& transaction) -> Result<std::string> {
        if (auto done = domain::deactivate_user(transaction, argument(command, "email")); !done) return fail(done);
        return std::string();
    });
}

Result<Scope> parse_scope(const std::string& text) {
    if (text.empty() || text == "write") return Scope::write;
    if (text == "read") return Scope::read;
    if (text == "admin") return Scope::admin;
    return fail(ErrorCode::invalid, "a scope is one of read, write, admin, not '" + text + "'");
}

std::string_view scope_name(Scope scope) {
    switch (scope) {
        case Scope::read:
            return "read";
        case Scope::write:
            return "write";
        case Scope::admin:
            return "admin";
    }
    return "read";
}

Outcome create_key(Engine& engine, const Command& command) {
    const auto scope = parse_scope(argument(command, "scope"));
    if (!scope) return failure(scope.error());
    return write(engine, command, [&](Transaction& transaction) {
        return domain::create_key(transaction, argument(command, "user"), *scope);
    });
}

Outcome revoke_key(Engine& engine, const Command& command) {
    const auto id = parse_number(argument(command, "id"), "a key's id");
    if (!id) return failure(id.error());
    return write(engine, command, [&](Transaction& transaction) -> Result<std::string> {
        if (auto done = domain::revoke_key(transaction, *id); !done) return fail(done);
        return std::string();
    });
}

// Lists are columns between tabs, for people and for scripts.
Outcome print_users(const domain::Directory& directory) {
    std::string text;
    for (const auto& user : directory.users) {
        text += std::to_string(user.id) + '\t' + user.email + '\t' + user.name + '\t' +
                (user.is_admin ? "admin" : "regular") + '\t' + (user.is_active ? "active" : "deactivated") + '\t' +
                (user.group_id ? std::to_string(*user.group_id) : "-") + '\t' + levels_text(user.default_visible_to) + '\n';
    }
    return {0, std::move(text), {}};
}

Outcome print_keys(const domain::Directory& directory) {
    std::map<std::int64_t, const domain::Key*> by_id;
    for (const auto& [hash, key] : directory.keys) by_id.emplace(key.id, &key);
    std::string text;
    for (const auto& [id, key] : by_id) {
        const auto* user = directory.user(key->user_id);
        text += std::to_string(id) + '\t' + (user != nullptr ? user->email : "?") + '\t';
        text += scope_name(key->scope);
        text += '\t';
        text += format_rfc3339(key->add_time).view();
        text += '\t';
        text += key->revoke_time ? "revoked" : user != nullptr && user->is_active ? "active" : "user deactivated";
        text += '\n';
    }
    return {0, std::move(text), {}};
}

constexpr CommandRow rows[] = {
    {"user add", add_user},
    {"user list", [](Engine& engine, const Command& command) { return list(engine, command, print_users); }},
    {"user set", set_user},
    {"user deactivate", deactivate_user},
    {"key create", create_key},
    {"key list", [](Engine& engine, const Command& command) { return list(engine, command, print_keys); }},
    {"key revoke", revoke_key},
};

}  // namespace

std::span<const CommandRow> user_commands() { return rows; }

}  // namespace stele::app
