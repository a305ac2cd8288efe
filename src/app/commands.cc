#include "app/commands.h"

#include "app/command_steps.h"
#include "base/json_reader.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "domain/accounts.h"

namespace stele::app {

namespace {

using domain::Engine;

Outcome check(Engine& engine, const Command& /*command*/) {
    const auto findings = engine.check();
    if (!findings) return failure(findings.error());
    if (findings->empty()) return {0, "clean\n", {}};
    std::string text;
    for (const auto& finding : *findings) text += finding + '\n';
    return {command_failed, std::move(text), std::to_string(findings->size()) + " findings"};
}

std::string text_member(const JsonValue& object, std::string_view name) {
    const auto member = object.find(name);
    return member && member->is_string() ? std::string(member->string()) : std::string();
}

std::int64_t number_member(const JsonValue& object, std::string_view name) {
    const auto member = object.find(name);
    return member && member->kind() == JsonKind::integer ? member->integer() : 0;
}

Outcome back_up(Engine& engine, const Command& command) {
    const auto done = engine.back_up(argument(command, "to"));
    if (!done) return failure(done.error());
    return {0, {}, {}};
}

constexpr CommandRow own_rows[] = {{"check", check}, {"backup", back_up}};

Outcome run(Engine& engine, const Command& command) {
    for (const auto& [name, value] : command.arguments)
        if (!is_clean_utf8(value)) return {command_senseless, {}, "--" + name + " is not UTF-8"};
    for (const auto rows : {company_commands(), user_commands(), demo_commands(), deletion_commands(), mail_commands(),
                            import_commands(), job_commands(), std::span<const CommandRow>(own_rows)})
        for (const CommandRow& row : rows)
            if (row.name == command.name) return row.run(engine, command);
    return {command_failed, {}, "unknown command '" + command.name + "'"};
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
    if (!companies->empty()) return {2, {}, "there is a company already"};
    std::string key;
    const std::string admin_name = admin_email.substr(0, admin_email.find('@'));
    const auto done =
        domain::run_and_wait(engine, domain::Access::write, 1, [&](domain::Transaction& transaction) -> Result<void> {
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
