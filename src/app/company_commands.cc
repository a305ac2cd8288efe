// Companies and their groups of users.
#include "app/command_steps.h"
#include "app/visibility_text.h"
#include "base/limits.h"
#include "domain/accounts.h"

namespace stele::app {

namespace {

using domain::CompanyId;
using domain::Engine;
using domain::Transaction;
using domain::VisibilityScheme;

constexpr int attempts_at_an_id = 10;  // another process may take the next one first

// "<id>\t<key>"
Result<std::string> create_company(Engine& engine, CompanyId id, const std::string& name, const std::string& email) {
    std::string text;
    const std::string admin_name = email.substr(0, email.find('@'));
    const auto done = domain::run_and_wait(engine, domain::Access::write, id, [&](Transaction& transaction) -> Result<void> {
        const auto key = domain::create_company(transaction, name, {admin_name, email, true});
        if (!key) return fail(key);
        text = std::to_string(id) + '\t' + *key + '\n';
        return {};
    });
    if (!done) return fail(done);
    return text;
}

Outcome add_company(Engine& engine, const Command& command) {
    for (int attempt = 1;; ++attempt) {
        const auto companies = engine.companies();
        if (!companies) return failure(companies.error());
        const CompanyId id = companies->empty() ? 1 : companies->back() + 1;
        if (id > limits::company_id) return {command_failed, {}, "there are no numbers left for companies"};
        auto created = create_company(engine, id, argument(command, "name"), argument(command, "admin"));
        if (created) return {0, std::move(*created), {}};
        if (created.error().code != ErrorCode::conflict || attempt == attempts_at_an_id) return failure(created.error());
    }
}

std::string company_line(const domain::Company& company) {
    return std::to_string(company.id) + '\t' + company.name + '\t' +
           (company.visibility_scheme == VisibilityScheme::groups ? "groups" : "simple") + '\t' +
           (company.campaigns ? "on" : "off") + '\t' + company.region + '\t' + levels_text(company.default_visible_to) +
           '\n';
}

Outcome list_companies(Engine& engine, const Command& /*command*/) {
    const auto companies = engine.companies();
    if (!companies) return failure(companies.error());
    std::string text;
    for (const CompanyId id : *companies) {
        const auto directory = engine.directory(id);
        if (!directory) return failure(directory.error());
        if (*directory) text += company_line((*directory)->company);
    }
    return {0, std::move(text), {}};
}

Result<VisibilityScheme> parse_scheme(const std::string& text) {
    if (text == "simple") return VisibilityScheme::simple;
    if (text == "groups") return VisibilityScheme::groups;
    return fail(ErrorCode::invalid, "a scheme of visibility is simple or groups, not '" + text + "'");
}

Result<bool> parse_switch(const std::string& text) {
    if (text == "on" || text == "off") return text == "on";
    return fail(ErrorCode::invalid, "campaigns are on or off, not '" + text + "'");
}

Result<domain::CompanySettings> parse_company_settings(const Command& command) {
    domain::CompanySettings settings;
    settings.name = given(command, "name");
    settings.region = given(command, "region");
    if (const auto text = given(command, "visibility_scheme")) {
        const auto scheme = parse_scheme(*text);
        if (!scheme) return fail(scheme);
        settings.visibility_scheme = *scheme;
    }
    if (const auto text = given(command, "campaigns")) {
        const auto campaigns = parse_switch(*text);
        if (!campaigns) return fail(campaigns);
        settings.campaigns = *campaigns;
    }
    if (const auto text = given(command, "default_visibility")) {
        const auto levels = parse_levels(*text);
        if (!levels) return fail(levels);
        settings.default_visible_to = *levels;
    }
    return settings;
}

Outcome set_company(Engine& engine, const Command& command) {
    if (command.arguments.empty()) return {command_senseless, {}, "nothing is to be set"};
    const auto settings = parse_company_settings(command);
    if (!settings) return failure(settings.error());
    return write(engine, command, [&](Transaction& transaction) -> Result<std::string> {
        if (auto done = domain::set_company(transaction, *settings); !done) return fail(done);
        return std::string();
    });
}

Outcome add_group(Engine& engine, const Command& command) {
    std::optional<std::int64_t> parent;
    if (const auto text = given(command, "parent")) {
        const auto id = parse_number(*text, "a group's id");
        if (!id) return failure(id.error());
        parent = *id;
    }
    return write(engine, command, [&](Transaction& transaction) -> Result<std::string> {
        const auto id = domain::add_group(transaction, argument(command, "name"), parent);
        if (!id) return fail(id);
        return std::to_string(*id);
    });
}

Outcome move_group(Engine& engine, const Command& command) {
    const auto id = parse_number(argument(command, "id"), "a group's id");
    if (!id) return failure(id.error());
    const auto parent = parse_number(argument(command, "parent"), "a group's id");
    if (!parent) return failure(parent.error());
    return write(engine, command, [&](Transaction& transaction) -> Result<std::string> {
        if (auto done = domain::move_group(transaction, *id, *parent); !done) return fail(done);
        return std::string();
    });
}

Outcome print_groups(const domain::Directory& directory) {
    std::string text;
    for (const auto& group : directory.groups) {
        text += std::to_string(group.id) + '\t' + (group.parent_id ? std::to_string(*group.parent_id) : "-") + '\t' +
                group.name + '\n';
    }
    return {0, std::move(text), {}};
}

constexpr CommandRow rows[] = {
    {"company add", add_company},
    {"company list", list_companies},
    {"company set", set_company},
    {"group add", add_group},
    {"group list", [](Engine& engine, const Command& command) { return list(engine, command, print_groups); }},
    {"group move", move_group},
};

}  // namespace

std::span<const CommandRow> company_commands() { return rows; }

}  // namespace stele::app
