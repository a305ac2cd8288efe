#include "app/command_line.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <limits>

#include <CLI/CLI.hpp>

#include "app/command_runner.h"
#include "app/commands.h"
#include "app/config.h"
#include "app/demo.h"
#include "app/dialects.h"
#include "app/mail_import.h"
#include "app/open_store.h"
#include "app/report.h"
#include "app/serve.h"
#include "base/limits.h"
#include "dialect/openapi.h"

namespace stele::app {

namespace {

using Action = std::function<int()>;

int print(const Outcome& outcome) {
    std::fputs(outcome.output.c_str(), stdout);
    return outcome.error.empty() ? outcome.status : report(outcome.error, outcome.status);
}

StorePlace place_of(const ServeConfig& config) { return {config.data, config.database}; }

int run_anywhere(const ServeConfig& config, const Command& command) {
    return print(CommandRunner(place_of(config)).run(command));
}

int init(const ServeConfig& config, const std::string& company, const std::string& admin) {
    const SystemClock clock;
    const auto log = make_silent_log();
    const auto engine = open_store(place_of(config), true, clock, *log);
    if (!engine) return report(engine.error(), 2);
    const int status = print(create_first_company(**engine, company, admin));
    (*engine)->stop();
    return status;
}

int print_document(const std::string& name) {
    std::string names;
    for (const Document& document : documents()) {
        if (document.name == name) {
            std::fputs(dialect::openapi_document(document.dialect(), document.prefix, document.title).c_str(), stdout);
            return 0;
        }
        names.append(names.empty() ? "" : ", ").append(document.name);
    }
    return report("there is no document '" + name + "'; there are: " + names, 2);
}

int restore(const ServeConfig& config, const std::string& from) {
    if (!config.database.empty()) return report("a PostgreSQL database is restored by its own tools, such as pg_restore", 2);
    if (const auto done = restore_store(from, config.data); !done) return report(done.error(), 2);
    return 0;
}

// What the flags fill; lives as long as parsing and the action.
struct Flags {
    std::string config_file;
    ServeConfig serve;
    Command command;
    DemoOptions demo;
    MailImportOptions mail;
    ItemImportOptions items;
    std::string name;
    std::string email;
    std::string dialect;
    std::string backup;
};

// The option of a setting. One that is given neither as a flag nor as a variable is left to the configuration file.
void add_setting(CLI::App& command, ServeConfig& config, const Setting& setting) {
    CLI::Option* option = std::visit(
        [&](auto member) {
            return command.add_option(setting.flag(), config.*member, std::string(setting.help))->capture_default_str();
        },
        setting.member);
    option->envname(setting.variable());
    if (setting.key == "loops") option->check(CLI::Range(0, 256));
    if (setting.key == "rate_limit" || setting.key == "rate_limit_daily") option->check(CLI::Range(0, limits::rate_limit));
    if (setting.key == "rate_limit_search") option->check(CLI::Range(1, limits::rate_limit));
    if (setting.key == "account_people") option->check(CLI::Range(1U, static_cast<unsigned>(limits::member_ids)));
    if (setting.key == "items_per_page") option->check(CLI::Range(1U, static_cast<unsigned>(limits::items_per_page_max)));
    if (setting.key == "upload_limit") option->check(CLI::Range(1U, std::numeric_limits<unsigned>::max()));
}

// Where the store is: of every subcommand.
bool is_place(const Setting& setting) { return setting.key == "data" || setting.key == "database"; }

void add_data(CLI::App& command, Flags& flags) {
    command.add_option("--config", flags.config_file, "A TOML file with settings")->envname("STELE_CONFIG");
    for (const Setting& setting : settings())
        if (is_place(setting)) add_setting(command, flags.serve, setting);
}

void add_company(CLI::App& command, Flags& flags) {
    add_data(command, flags);
    command.add_option("--company", flags.command.company, "The company's number")
        ->envname("STELE_COMPANY")
        ->capture_default_str();
}

void add_serve(CLI::App& app, Flags& flags, Action& action) {
    CLI::App& command = *app.add_subcommand("serve", "Serve the APIs until SIGTERM or SIGINT");
    add_data(command, flags);
    for (const Setting& setting : settings())
        if (!is_place(setting)) add_setting(command, flags.serve, setting);
    command.callback([&] { action = [&flags] { return serve(flags.serve); }; });
}

void add_init(CLI::App& app, Flags& flags, Action& action) {
    CLI::App& command = *app.add_subcommand(
        "init", "Create a data folder, or the tables of a database, with a company, an admin and a first API key");
    add_data(command, flags);
    command.add_option("--company", flags.name, "The company's name")->required()->envname("STELE_COMPANY_NAME");
    command.add_option("--admin", flags.email, "The admin's e-mail address")->required()->envname("STELE_ADMIN");
    command.callback([&] { action = [&flags] { return init(flags.serve, flags.name, flags.email); }; });
}

// A subcommand that a running server may carry out. Without a company of its own it has --data alone.
CLI::App& add_command(CLI::App& parent, Flags& flags, Action& action, const std::string& name,
                      const std::string& description, bool of_company = true) {
    CLI::App& command = *parent.add_subcommand(name, description);
    of_company ? add_company(command, flags) : add_data(command, flags);
    const std::string full_name = parent.get_parent() == nullptr ? name : parent.get_name() + " " + name;
    command.callback([&flags, &action, full_name] {
        flags.command.name = full_name;
        action = [&flags] { return run_anywhere(flags.serve, flags.command); };
    });
    return command;
}

// An option that becomes an argument of the command, when it is given.
CLI::Option& add_argument(CLI::App& command, Flags& flags, const std::string& flag, const std::string& argument,
                          const std::string& description) {
    return *command.add_option_function<std::string>(
        flag, [&flags, argument](const std::string& text) { flags.command.arguments[argument] = text; }, description);
}

constexpr const char* levels_help = "organization=LEVEL,person=LEVEL, with owner, group, group-and-below or everyone";

void add_companies(CLI::App& app, Flags& flags, Action& action) {
    CLI::App& companies = *app.add_subcommand("company", "Companies, each with data of its own")->require_subcommand(1);
    CLI::App& add =
        add_command(companies, flags, action, "add", "Add a company; prints its number and its first API key", false);
    add_argument(add, flags, "--name", "name", "The name").required();
    add_argument(add, flags, "--admin", "admin", "The admin's e-mail address").required();
    add_command(companies, flags, action, "list",
                "List companies: number, name, scheme, campaigns, region, default visibility", false);
    CLI::App& set = add_command(companies, flags, action, "set", "Set what is given of a company");
    add_argument(set, flags, "--name", "name", "The name");
    add_argument(set, flags, "--visibility-scheme", "visibility_scheme", "simple: owner or everyone; groups: four levels")
        .check(CLI::IsMember({"simple", "groups"}));
    add_argument(set, flags, "--campaigns", "campaigns", "Whether people have a marketing status")
        .check(CLI::IsMember({"on", "off"}));
    add_argument(set, flags, "--default-visibility", "default_visibility", levels_help);
    add_argument(set, flags, "--region", "region", "The region that integrations are told")
        .check(CLI::IsMember({"default", "au", "eu"}));
}

void add_groups(CLI::App& app, Flags& flags, Action& action) {
    CLI::App& groups = *app.add_subcommand("group", "Groups of a company's users, a tree")->require_subcommand(1);
    CLI::App& add = add_command(groups, flags, action, "add", "Add a group; prints the id");
    add_argument(add, flags, "--name", "name", "The name").required();
    add_argument(add, flags, "--parent", "parent", "The id of the group above; the first group when not given");
    add_command(groups, flags, action, "list", "List groups: id, id of the group above, name");
    CLI::App& move = add_command(groups, flags, action, "move", "Move a group, with those below it");
    add_argument(move, flags, "id", "id", "The group's id, from `stele group list`").required();
    add_argument(move, flags, "--parent", "parent", "The id of the group above").required();
}

void add_admin_flag(CLI::App& command, Flags& flags, const std::string& names, const std::string& description) {
    command.add_flag_function(
        names, [&flags](std::int64_t count) { flags.command.arguments["admin"] = count > 0 ? "true" : "false"; },
        description);
}

void add_users(CLI::App& app, Flags& flags, Action& action) {
    CLI::App& users = *app.add_subcommand("user", "Users of a company")->require_subcommand(1);
    CLI::App& add = add_command(users, flags, action, "add", "Add a user; prints the id");
    add_argument(add, flags, "--email", "email", "The e-mail address").required();
    add_argument(add, flags, "--name", "name", "The name").required();
    add_admin_flag(add, flags, "--admin", "Sees and may change everything");
    add_command(users, flags, action, "list", "List users: id, address, name, kind, state, group, default visibility");
    CLI::App& set = add_command(users, flags, action, "set", "Set what is given of a user");
    add_argument(set, flags, "--email", "email", "The e-mail address, which says whom").required();
    add_argument(set, flags, "--name", "name", "The name");
    add_argument(set, flags, "--group", "group", "The id of the user's group");
    add_admin_flag(set, flags, "--admin,!--no-admin", "Whether the user sees and may change everything");
    add_argument(set, flags, "--default-visibility", "default_visibility", levels_help);
    CLI::App& deactivate = add_command(users, flags, action, "deactivate", "Deactivate a user, whose keys stop working");
    add_argument(deactivate, flags, "--email", "email", "The e-mail address").required();
}

void add_keys(CLI::App& app, Flags& flags, Action& action) {
    CLI::App& keys = *app.add_subcommand("key", "API keys of a company's users")->require_subcommand(1);
    CLI::App& create = add_command(keys, flags, action, "create", "Create a key; prints it, once");
    add_argument(create, flags, "--user", "user", "The user's e-mail address").required();
    add_argument(create, flags, "--scope", "scope", "read, write or admin")
        .check(CLI::IsMember({"read", "write", "admin"}))
        ->default_str("write");
    add_command(keys, flags, action, "list", "List keys: id, user, scope, when made, state");
    CLI::App& revoke = add_command(keys, flags, action, "revoke", "Revoke a key; it stops working at once");
    add_argument(revoke, flags, "id", "id", "The key's id, from `stele key list`").required();
}

void add_demo(CLI::App& app, Flags& flags, Action& action) {
    CLI::App& command = *app.add_subcommand("demo", "Add sample organizations with people, owners, labels and followers");
    add_company(command, flags);
    command.add_option("--organizations", flags.demo.organizations, "How many")
        ->check(CLI::Range(std::int64_t{1}, limits::demo_organizations))
        ->capture_default_str();
    command.add_flag("--if-empty", flags.demo.only_if_empty, "Add nothing to a company that has organizations");
    command.callback([&] {
        action = [&flags] {
            flags.demo.company = flags.command.company;
            CommandRunner runner(place_of(flags.serve));
            return fill_with_demo(runner, flags.demo);
        };
    });
}

void add_mail(CLI::App& app, Flags& flags, Action& action) {
    CLI::App& mail = *app.add_subcommand("mail", "E-mail of users")->require_subcommand(1);
    CLI::App& command = *mail.add_subcommand(
        "import", "Bring messages into a user's mailbox: from an mbox, or one message as it came (.eml)");
    add_company(command, flags);
    command.add_option("file", flags.mail.file, "The file")->required();
    command.add_option("--user", flags.mail.user, "The e-mail address of the user; the first admin when not given");
    command.add_flag("--private", flags.mail.is_private, "For the user alone; others see no message that begins a thread");
    command.callback([&] {
        action = [&flags] {
            flags.mail.company = flags.command.company;
            CommandRunner runner(place_of(flags.serve));
            return import_mail(runner, flags.mail);
        };
    });
}

void add_import(CLI::App& app, Flags& flags, Action& action) {
    CLI::App& command = *app.add_subcommand(
        "import", "Bring in organizations, people and their notes, a JSON object a line, as RogerRoger's API shows them");
    add_company(command, flags);
    command.add_option("file", flags.items.file, "The file")->required();
    command.callback([&] {
        action = [&flags] {
            flags.items.company = flags.command.company;
            CommandRunner runner(place_of(flags.serve));
            return import_items(runner, flags.items);
        };
    });
}

void add_backups(CLI::App& app, Flags& flags, Action& action) {
    CLI::App& backup =
        add_command(app, flags, action, "backup", "Copy all data into a new folder, beside a running server", false);
    backup
        .add_option_function<std::string>(
            "to",
            [&flags](const std::string& text) {
                flags.command.arguments["to"] = std::filesystem::absolute(text).lexically_normal();
            },
            "The folder to make")
        ->required();
    CLI::App& command = *app.add_subcommand("restore", "Bring a backup into a data folder that holds no data yet");
    add_data(command, flags);
    command.add_option("from", flags.backup, "The folder that `stele backup` made")->required();
    command.callback([&] { action = [&flags] { return restore(flags.serve, flags.backup); }; });
}

void add_deletion(CLI::App& app, Flags& flags, Action& action) {
    CLI::App& purge = add_command(app, flags, action, "purge",
                                  "Take deleted records away for good; prints how many organizations and persons");
    add_argument(purge, flags, "--older-than", "older_than", "Those deleted longer ago than this: 30d, 12h; 0d is all")
        .required();
    CLI::App& undelete =
        *app.add_subcommand("undelete", "Bring back a record that was deleted in the last 30 days")->require_subcommand(1);
    for (const char* kind : {"organization", "person"}) {
        CLI::App& command = add_command(undelete, flags, action, kind, std::string("Bring back one ") + kind);
        add_argument(command, flags, "id", "id", "The record's id").required();
    }
}

void add_jobs(CLI::App& app, Flags& flags, Action& action) {
    CLI::App& jobs = *app.add_subcommand("jobs", "What goes on after its request was answered")->require_subcommand(1);
    add_command(jobs, flags, action, "list",
                "List jobs, the newest first: id, kind, state, user, when added, last step, failed attempts, error");
    CLI::App& retry = add_command(jobs, flags, action, "retry", "Let a job that has failed go on where it was");
    add_argument(retry, flags, "id", "id", "The job's id, from `stele jobs list`").required();
}

void add_documents(CLI::App& app, Flags& flags, Action& action) {
    app.add_subcommand("routes", "List every route: method, path, access, scope, summary")->callback([&action] {
        action = [] {
            std::fputs(list_routes().c_str(), stdout);
            return 0;
        };
    });
    CLI::App& openapi = *app.add_subcommand("openapi", "Print the OpenAPI document of a dialect");
    openapi.add_option("dialect", flags.dialect, "pipedrive-v1, pipedrive-v2, ortto or rogerroger")->required();
    openapi.callback([&] { action = [&flags] { return print_document(flags.dialect); }; });
    app.add_subcommand("version", "Print the version")->callback([&action] {
        action = [] {
            std::puts("stele " STELE_VERSION);
            return 0;
        };
    });
}

// The subcommand that was called, "add" of `stele user add`.
CLI::App& called(CLI::App& app) {
    const auto parsed = app.get_subcommands();
    return parsed.empty() ? app : called(*parsed.front());
}

// Fills what neither a flag nor a variable has given. Throws what CLI11 throws for a value that cannot be.
Result<void> apply_config_file(CLI::App& command, const std::string& path) {
    const auto values = read_config_file(path);
    if (!values) return fail(values);
    for (const Setting& setting : settings()) {
        const auto value = values->find(std::string(setting.key));
        CLI::Option* option = command.get_option_no_throw(setting.flag());
        if (value == values->end() || option == nullptr || option->count() > 0) continue;
        option->add_result(value->second);
        option->run_callback();
    }
    return {};
}

}  // namespace

int run(int argc, char** argv) {
    CLI::App app("Stele keeps the organizations of a CRM, and speaks its vendors' APIs over them.", "stele");
    app.require_subcommand(1);
    Flags flags;
    Action action;
    add_serve(app, flags, action);
    add_init(app, flags, action);
    add_companies(app, flags, action);
    add_groups(app, flags, action);
    add_users(app, flags, action);
    add_keys(app, flags, action);
    add_demo(app, flags, action);
    add_mail(app, flags, action);
    add_import(app, flags, action);
    add_command(app, flags, action, "check", "Check all that is stored; prints `clean` or what is wrong", false);
    add_backups(app, flags, action);
    add_deletion(app, flags, action);
    add_jobs(app, flags, action);
    add_documents(app, flags, action);

    try {
        app.parse(argc, argv);
        if (!flags.config_file.empty())
            if (auto applied = apply_config_file(called(app), flags.config_file); !applied)
                return report(applied.error(), 2);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);  // --help
        std::string line = error.what();
        return report(line.substr(0, line.find('\n')), 2);
    }
    return action();
}

}  // namespace stele::app
