#include "app/serve.h"

#include <csignal>
#include <cstdio>
#include <optional>
#include <thread>

#include <malloc.h>
#include <pthread.h>
#include <sys/resource.h>

#include "app/control_socket.h"
#include "app/dialects.h"
#include "app/housekeeping.h"
#include "app/job_runner.h"
#include "app/open_store.h"
#include "app/report.h"
#include "base/crypto.h"
#include "dialect/dispatch.h"
#include "http/server.h"

namespace stele::app {

namespace {

// The signals that end the server are taken by one thread of its own; all others are started after block().
class StopSignals {
   public:
    StopSignals() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGTERM);
        sigaddset(&signals_, SIGINT);
        sigaddset(&signals_, SIGUSR1);  // our own: no signal came, the server ended
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
        std::signal(SIGPIPE, SIG_IGN);
    }

    void stop_on_signal(http::Server& server, Log& log) {
        thread_ = std::thread([this, &server, &log] {
            int signal = 0;
            sigwait(&signals_, &signal);
            if (signal == SIGUSR1) return;
            log.write(LogLevel::info, "stopping", signal == SIGTERM ? "SIGTERM" : "SIGINT");
            server.stop();
        });
    }

    void join() {
        pthread_kill(thread_.native_handle(), SIGUSR1);
        thread_.join();
    }

   private:
    sigset_t signals_{};
    std::thread thread_;
};

// The usual 1,024 descriptors are far fewer than limits::connections.
void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

// Replies of lists are larger than what malloc keeps by default: it would ask the system for fresh pages for each.
void keep_large_blocks() {
    constexpr int block_size = 8 * 1024 * 1024;
    (void)mallopt(M_MMAP_THRESHOLD, block_size);
    (void)mallopt(M_TRIM_THRESHOLD, 2 * block_size);
}

std::string address_text(const Address& address, std::uint16_t port) {
    return "http://" + address.host + ":" + std::to_string(port);
}

// Of this process among those that run jobs. A data folder has one process at a time.
std::string runner_name(const ServeConfig& config) {
    if (config.database.empty()) return "stele";
    std::array<std::uint8_t, 8> bytes{};
    fill_random(bytes);
    return to_hex(bytes);
}

}  // namespace

int serve(const ServeConfig& config) {
    const auto address = parse_listen(config.listen);
    if (!address) return report(address.error(), 2);
    const auto level = parse_log_level(config.log_level);
    if (!level) return report(level.error(), 2);
    auto public_url = config.public_url.empty() ? Result<std::string>(std::string()) : parse_public_url(config.public_url);
    if (!public_url) return report(public_url.error(), 2);
    const auto cors = http::CorsRules::parse(config.cors_origins);
    if (!cors) return report("--cors-origins: " + cors.error().message, 2);
    const auto proxies = http::AddressRanges::parse(config.trusted_proxies);
    if (!proxies) return report("--trusted-proxies: " + proxies.error().message, 2);

    StopSignals signals;
    raise_descriptor_limit();
    keep_large_blocks();
    const SystemClock clock;
    const auto log = make_log(config.log_file, *level, config.access_log);
    if (!log) return report(log.error(), 2);

    const auto engine = open_store({config.data, config.database}, false, clock, **log);
    if (!engine) return report(engine.error(), 2);

    dialect::Settings settings{
        std::move(*public_url),
        config.mail_domain,
        {.requests = config.rate_limit, .searches = config.rate_limit_search, .daily_tokens = config.rate_limit_daily},
        config.upload_limit,
        config.account_people,
        config.items_per_page};
    JobRunner jobs(**engine, job_handlers(), clock, **log, {.name = runner_name(config)});
    const auto dispatcher = dialect::Dispatcher::create(dialects(), open_routes(), **engine, settings, jobs, clock, **log);
    if (!dispatcher) return report(dispatcher.error(), 2);
    http::ServerOptions options;
    options.host = address->host;
    options.port = address->port;
    options.loops = config.loops;
    options.cors = *cors;
    options.trusted_proxies = *proxies;
    const auto server = http::Server::listen(options, **dispatcher, **log);
    if (!server) return report(server.error(), 2);
    std::unique_ptr<ControlSocket> control;  // subcommands reach a database without it
    if (config.database.empty()) {
        auto opened = ControlSocket::open(config.data, **engine, **log);
        if (!opened) return report(opened.error(), 2);
        control = std::move(*opened);
    }

    const std::string listening = address_text(*address, (*server)->port());
    if (settings.public_url.empty()) settings.public_url = listening;
    std::printf("listening on %s\n", listening.c_str());
    std::fflush(stdout);

    std::optional<Housekeeping> housekeeping(std::in_place, **engine, clock, **log);
    jobs.start();
    signals.stop_on_signal(**server, **log);
    (*server)->run();
    signals.join();
    jobs.stop();
    housekeeping.reset();
    (*engine)->stop();
    (*log)->write(LogLevel::info, "stopped");
    return 0;
}

}  // namespace stele::app
