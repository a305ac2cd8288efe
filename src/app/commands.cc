#include "app/commands.h"

#include <charconv>

#include "base/json_reader.h"
#include "base/json_writer.h"
#include "base/time_text.h"
#include "domain/accounts.h"
#include "domain/directory.h"

namespace stele::app {

namespace {

using domain::Access;
using domain::Engine;
using domain::Scope;
using domain::Transaction;

constexpr int failed = 1;

Outcome failure(const Error& error) {
    return {failed, {}, error.detail.empty() ? error.message : error.message + ": " + error.detail};
}

std::string argument(const Command& command, const std::string& name) {
    const auto found = command.arguments.find(name);
    return found != command.arguments.end() ? found->second : std::string();
}

// Runs a write that ends in a text to print.
Outcome write(Engine& engine, const Command& command, FunctionRef<Result<std::string>(Transaction&)> work) {
    const auto directory = engine.directory(command.company);
    if (!directory) return failure(directory.error());
    if (!*directory) return {failed, {}, "there is no company " + std::to_string(command.company)};
    std::string output;
    const auto done =
        domain::run_and_wait(engine, Access::write, command.company, [&](Transaction& transaction) -> Result<void> {
            auto text = work(transaction);
            if (!text) return fail(text);
            output = std::move(*text);
            return {};
        });
    if (!done) return failure(done.error());
    if (!output.empty()) output += '\n';
    return {0, std::move(output), {}};
}

Outcome add_user(Engine& engine, const Command& command) {
    return write(engine, command, [&](Transaction& transaction) -> Result<std::string> {
        const auto user = domain::add_user(
            transaction, {argument(command, "name"), argument(command, "email"), argument(command, "admin") == "true"});
        if (!user) return fail(user);
        return std::to_string(user->id);
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
    const std::string text = argument(command, "id");
    std::int64_t id = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), id);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size())
        return {failed, {}, "a key's id is a number, not '" + text + "'"};
    return write(engine, command, [&](Transaction& transaction) -> Result<std::string> {
        if (auto done = domain::revoke_key(transaction, id); !done) return fail(done);
        return std::string();
    });
}

// Lists are columns between tabs, for people and for scripts.
Outcome list_users(const domain::Directory& directory) {
    std::string text;
    for (const auto& user : directory.users) {
        text += std::to_string(user.id) + '\t' + user.email + '\t' + user.name + '\t' +
                (user.is_admin ? "admin" : "regular") + '\t' + (user.is_active ? "active" : "deactivated") + '\n';
    }
    return {0, std::move(text), {}};
}

Outcome list_keys(const domain::Directory& directory) {
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

Outcome list(Engine& engine, const Command& command, Outcome (*print)(const domain::Directory&)) {
    const auto directory = engine.directory(command.company);
    if (!directory) return failure(directory.error());
    if (!*directory) return {failed, {}, "there is no company " + std::to_string(command.company)};
    return print(**directory);
}

Outcome check(Engine& engine) {
    const auto findings = engine.check();
    if (!findings) return failure(findings.error());
    if (findings->empty()) return {0, "clean\n", {}};
    std::string text;
    for (const auto& finding : *findings) text += finding + '\n';
    return {failed, std::move(text), std::to_string(findings->size()) + " findings"};
}

std::string text_member(const JsonValue& object, std::string_view name) {
    const auto member = object.find(name);
    return member && member->is_string() ? std::string(member->string()) : std::string();
}

std::int64_t number_member(const JsonValue& object, std::string_view name) {
    const auto member = object.find(name);
    return member && member->kind() == JsonKind::integer ? member->integer() : 0;
}

Outcome run(Engine& engine, const Command& command) {
    if (command.name == "user add") return add_user(engine, command);
    if (command.name == "user list") return list(engine, command, list_users);
    if (command.name == "user deactivate") return deactivate_user(engine, command);
    if (command.name == "key create") return create_key(engine, command);
    if (command.name == "key list") return list(engine, command, list_keys);
    if (command.name == "key revoke") return revoke_key(engine, command);
    if (command.name == "check") return check(engine);
    return {failed, {}, "unknown command '" + command.name + "'"};
}

}  // namespace

// A snapshot that this thread kept would hold the log of writes back.
Outcome run_command(Engine& engine, const Command& command) {
    Outcome outcome = run(engine, command);
    engine.end_turn();
    return outcome;
}

Outcome create_first_company(Engine& engine, const std::string& name, const std::string& admin_email) {
    const auto companies = engine.companies();
    if (!companies) return failure(companies.error());
    if (!companies->empty()) return {2, {}, "there is a company in this data folder already"};
    std::string key;
    const std::string admin_name = admin_email.substr(0, admin_email.find('@'));
    const auto done = domain::run_and_wait(engine, Access::write, 1, [&](Transaction& transaction) -> Result<void> {
        auto created = domain::create_company(transaction, name, {admin_name, admin_email, true});
        if (!created) return fail(created);
        key = std::move(*created);
        return {};
    });
    if (!done) return failure(done.error());
    return {0, key + '\n', {}};
}

std::string to_json(const Command& command) {
    std::string json;
    JsonWriter writer(json);
    writer.begin_object();
    writer.key_literal("command");
    writer.string(command.name);
    writer.key_literal("company");
    writer.integer(command.company);
    writer.key_literal("arguments");
    writer.begin_object();
    for (const auto& [name, value] : command.arguments) {
        writer.key(name);
        writer.string(value);
    }
    writer.end_object();
    writer.end_object();
    return json;
}

std::string to_json(const Outcome& outcome) {
    std::string json;
    JsonWriter writer(json);
    writer.begin_object();
    writer.key_literal("status");
    writer.integer(outcome.status);
    writer.key_literal("output");
    writer.string(outcome.output);
    writer.key_literal("error");
    writer.string(outcome.error);
    writer.end_object();
    return json;
}

Result<Command> command_from_json(std::string_view text) {
    const auto document = JsonDocument::parse(text);
    if (!document) return fail(document);
    const JsonValue root = document->root();
    Command command;
    command.name = text_member(root, "command");
    command.company = number_member(root, "company");
    if (const auto arguments = root.find("arguments"); arguments && arguments->is_object())
        for (const JsonValue member : *arguments)
            if (member.is_string()) command.arguments.emplace(member.name(), member.string());
    return command;
}

Result<Outcome> outcome_from_json(std::string_view text) {
    const auto document = JsonDocument::parse(text);
    if (!document) return fail(document);
    const JsonValue root = document->root();
    return Outcome{static_cast<int>(number_member(root, "status")), text_member(root, "output"), text_member(root, "error")};
}

}  // namespace stele::app
