#include "app/command_line.h"

#include <functional>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/config.h"
#include "app/control_socket.h"
#include "app/dialects.h"
#include "app/open_store.h"
#include "app/report.h"
#include "app/serve.h"
#include "dialect/openapi.h"

namespace stele::app {

namespace {

using Action = std::function<int()>;

int print(const Outcome& outcome) {
    std::fputs(outcome.output.c_str(), stdout);
    return outcome.error.empty() ? outcome.status : report(outcome.error, outcome.status);
}

// Asks the running server, and opens the files itself only when none answers.
int run_anywhere(const std::string& data, const Command& command) {
    const auto answered = ask_running_server(data, command);
    if (!answered) return report(answered.error(), 1);
    if (*answered) return print(**answered);

    const SystemClock clock;
    const auto log = make_silent_log();
    const auto engine = open_store(data, false, clock, *log);
    if (!engine) return report(engine.error(), 2);
    const int status = print(run_command(**engine, command));
    (*engine)->stop();
    return status;
}

int init(const std::string& data, const std::string& company, const std::string& admin) {
    const SystemClock clock;
    const auto log = make_silent_log();
    const auto engine = open_store(data, true, clock, *log);
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

// What the flags fill; lives as long as parsing and the action.
struct Flags {
    ServeConfig serve;
    Command command;
    std::string name;
    std::string email;
    std::string scope = "write";
    std::string id;
    bool admin = false;
    std::string dialect;
};

void add_data(CLI::App& command, Flags& flags) {
    command.add_option("--data", flags.serve.data, "The data folder")->envname("STELE_DATA")->capture_default_str();
}

void add_company(CLI::App& command, Flags& flags) {
    add_data(command, flags);
    command.add_option("--company", flags.command.company, "The company's number")
        ->envname("STELE_COMPANY")
        ->capture_default_str();
}

void add_serve(CLI::App& app, Flags& flags, Action& action) {
    CLI::App& command = *app.add_subcommand("serve", "Serve the APIs until SIGTERM or SIGINT");
    ServeConfig& config = flags.serve;
    add_data(command, flags);
    command.add_option("--listen", config.listen, "HOST:PORT to listen on; port 0 takes any free one")
        ->envname("STELE_LISTEN")
        ->capture_default_str();
    command.add_option("--public-url", config.public_url, "Address that replies name; http:// and --listen when not given")
        ->envname("STELE_PUBLIC_URL");
    command.add_option("--mail-domain", config.mail_domain, "Domain of the addresses that collect mail (cc_email)")
        ->envname("STELE_MAIL_DOMAIN")
        ->capture_default_str();
    command.add_option("--loops", config.loops, "Event loops; 0: one a core")
        ->envname("STELE_LOOPS")
        ->check(CLI::Range(0, 256))
        ->capture_default_str();
    command.add_option("--log-file", config.log_file, "File that the log is appended to; standard error when not given")
        ->envname("STELE_LOG_FILE");
    command.add_option("--log-level", config.log_level, "debug, info, warning, error or off")
        ->envname("STELE_LOG_LEVEL")
        ->capture_default_str();
    command.add_option("--access-log", config.access_log, "Whether each request is logged")
        ->envname("STELE_ACCESS_LOG")
        ->capture_default_str();
    command.callback([&] { action = [&config] { return serve(config); }; });
}

void add_init(CLI::App& app, Flags& flags, Action& action) {
    CLI::App& command = *app.add_subcommand("init", "Create a data folder with a company, an admin and a first API key");
    add_data(command, flags);
    command.add_option("--company", flags.name, "The company's name")->required()->envname("STELE_COMPANY_NAME");
    command.add_option("--admin", flags.email, "The admin's e-mail address")->required()->envname("STELE_ADMIN");
    command.callback([&] { action = [&flags] { return init(flags.serve.data, flags.name, flags.email); }; });
}

// A subcommand that a running server may carry out. Its flags become the command's arguments.
CLI::App& add_command(CLI::App& parent, Flags& flags, Action& action, const std::string& name, const std::string& full_name,
                      const std::string& description) {
    CLI::App& command = *parent.add_subcommand(name, description);
    add_company(command, flags);
    command.callback([&flags, &action, full_name] {
        flags.command.name = full_name;
        flags.command.arguments = {{"name", flags.name},  {"email", flags.email},
                                   {"user", flags.email}, {"scope", flags.scope},
                                   {"id", flags.id},      {"admin", flags.admin ? "true" : "false"}};
        action = [&flags] { return run_anywhere(flags.serve.data, flags.command); };
    });
    return command;
}

void add_users(CLI::App& app, Flags& flags, Action& action) {
    CLI::App& users = *app.add_subcommand("user", "Users of a company")->require_subcommand(1);
    CLI::App& add = add_command(users, flags, action, "add", "user add", "Add a user; prints the id");
    add.add_option("--email", flags.email, "The e-mail address")->required();
    add.add_option("--name", flags.name, "The name")->required();
    add.add_flag("--admin", flags.admin, "Sees and may change everything");
    add_command(users, flags, action, "list", "user list", "List users: id, address, name, kind, state");
    CLI::App& deactivate =
        add_command(users, flags, action, "deactivate", "user deactivate", "Deactivate a user, whose keys stop working");
    deactivate.add_option("--email", flags.email, "The e-mail address")->required();
}

void add_keys(CLI::App& app, Flags& flags, Action& action) {
    CLI::App& keys = *app.add_subcommand("key", "API keys of a company's users")->require_subcommand(1);
    CLI::App& create = add_command(keys, flags, action, "create", "key create", "Create a key; prints it, once");
    create.add_option("--user", flags.email, "The user's e-mail address")->required();
    create.add_option("--scope", flags.scope, "read, write or admin")
        ->check(CLI::IsMember({"read", "write", "admin"}))
        ->capture_default_str();
    add_command(keys, flags, action, "list", "key list", "List keys: id, user, scope, when made, state");
    CLI::App& revoke = add_command(keys, flags, action, "revoke", "key revoke", "Revoke a key; it stops working at once");
    revoke.add_option("id", flags.id, "The key's id, from `stele key list`")->required();
}

void add_documents(CLI::App& app, Flags& flags, Action& action) {
    app.add_subcommand("routes", "List every route: method, path, access, scope, summary")->callback([&action] {
        action = [] {
            std::fputs(list_routes().c_str(), stdout);
            return 0;
        };
    });
    CLI::App& openapi = *app.add_subcommand("openapi", "Print the OpenAPI document of a dialect");
    openapi.add_option("dialect", flags.dialect, "pipedrive-v1 or pipedrive-v2")->required();
    openapi.callback([&] { action = [&flags] { return print_document(flags.dialect); }; });
    app.add_subcommand("version", "Print the version")->callback([&action] {
        action = [] {
            std::puts("stele " STELE_VERSION);
            return 0;
        };
    });
}

}  // namespace

int run(int argc, char** argv) {
    CLI::App app("Stele keeps the organizations of a CRM, and speaks its vendors' APIs over them.", "stele");
    app.require_subcommand(1);
    Flags flags;
    Action action;
    add_serve(app, flags, action);
    add_init(app, flags, action);
    add_users(app, flags, action);
    add_keys(app, flags, action);
    add_command(app, flags, action, "check", "check", "Check all that is stored; prints `clean` or what is wrong");
    add_documents(app, flags, action);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);  // --help
        std::string line = error.what();
        return report(line.substr(0, line.find('\n')), 2);
    }
    return action();
}

}  // namespace stele::app
