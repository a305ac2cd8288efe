#include "app/control_socket.h"

#include <cerrno>
#include <cstring>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace stele::app {

namespace {

constexpr std::string_view socket_name = "control.sock";
constexpr std::size_t message_size = 64 * 1024 * 1024;  // a check that finds something on every record
constexpr int patience_ms = 5'000;                      // with a peer that stops in the middle of a message

class Descriptor {
   public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] bool valid() const { return fd_ >= 0; }

   private:
    int fd_;
};

// The folder is named by a descriptor, since a socket's path has room for 107 bytes only.
struct Place {
    Descriptor folder;
    sockaddr_un address{};
};

std::optional<Place> find_place(const std::string& data) {
    Place place{Descriptor(::open(data.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)), {}};
    if (!place.folder.valid()) return std::nullopt;
    const std::string path = "/proc/self/fd/" + std::to_string(place.folder.get()) + "/" + std::string(socket_name);
    place.address.sun_family = AF_UNIX;
    std::memcpy(place.address.sun_path, path.c_str(), path.size() + 1);
    return place;
}

bool wait_for(int fd, short events, int timeout_ms) {
    pollfd poll_fd{fd, events, 0};
    int ready = 0;
    do ready = ::poll(&poll_fd, 1, timeout_ms);
    while (ready < 0 && errno == EINTR);
    return ready > 0;
}

bool send_line(int fd, std::string text) {
    text += '\n';
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto sent = ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

// Up to the newline; nothing when the peer goes away before it. Negative patience waits without end.
std::optional<std::string> receive_line(int fd, int timeout_ms) {
    std::string text;
    char buffer[4096];
    while (text.size() < message_size) {
        if (!wait_for(fd, POLLIN, timeout_ms)) return std::nullopt;
        const auto received = ::recv(fd, buffer, sizeof buffer, 0);
        if (received < 0 && errno == EINTR) continue;
        if (received <= 0) return std::nullopt;
        text.append(buffer, static_cast<std::size_t>(received));
        if (text.back() == '\n') {
            text.pop_back();
            return text;
        }
    }
    return std::nullopt;
}

class Listener final : public ControlSocket {
   public:
    Listener(Place place, Descriptor socket, Descriptor wake, domain::Engine& engine, Log& log)
        : place_(std::move(place)),
          socket_(std::move(socket)),
          wake_(std::move(wake)),
          engine_(engine),
          log_(log),
          thread_([this] { serve(); }) {}

    ~Listener() override {
        const std::uint64_t one = 1;
        if (::write(wake_.get(), &one, sizeof one) != sizeof one) log_.write(LogLevel::error, "control socket: cannot wake");
        thread_.join();
        ::unlink(place_.address.sun_path);
    }

   private:
    void serve() {
        while (true) {
            pollfd fds[] = {{socket_.get(), POLLIN, 0}, {wake_.get(), POLLIN, 0}};
            if (::poll(fds, 2, -1) < 0) {
                if (errno == EINTR) continue;
                log_.write(LogLevel::error, "control socket: poll failed", std::strerror(errno));
                return;
            }
            if (fds[1].revents != 0) return;
            const Descriptor peer(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            if (peer.valid()) answer(peer.get());
        }
    }

    void answer(int peer) {
        const auto text = receive_line(peer, patience_ms);
        if (!text) return;
        const auto command = command_from_json(*text);
        const Outcome outcome = command ? run_command(engine_, *command) : Outcome{1, {}, "malformed command"};
        if (!send_line(peer, to_json(outcome))) log_.write(LogLevel::warning, "control socket: the caller went away");
    }

    Place place_;
    Descriptor socket_;
    Descriptor wake_;
    domain::Engine& engine_;
    Log& log_;
    std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<ControlSocket>> ControlSocket::open(const std::string& data, domain::Engine& engine, Log& log) {
    const auto failed = [&](std::string_view what) {
        return fail(ErrorCode::invalid,
                    "cannot open the control socket in " + data + ": " + std::string(what) + ": " + std::strerror(errno));
    };
    auto place = find_place(data);
    if (!place) return failed("folder");
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    Descriptor wake(::eventfd(0, EFD_CLOEXEC));
    if (!socket.valid() || !wake.valid()) return failed("socket");
    ::unlink(place->address.sun_path);  // left by a killed server: the folder's lock says that none runs
    if (::fchmod(socket.get(), 0600) != 0) return failed("mode");  // before bind: the file is made with the socket's mode
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&place->address), sizeof place->address) != 0)
        return failed("bind");
    if (::chmod(place->address.sun_path, 0600) != 0 || ::listen(socket.get(), 8) != 0) return failed("listen");
    return std::make_unique<Listener>(std::move(*place), std::move(socket), std::move(wake), engine, log);
}

Result<std::optional<Outcome>> ask_running_server(const std::string& data, const Command& command) {
    const auto place = find_place(data);
    if (!place) return std::nullopt;
    const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket.valid()) return std::nullopt;
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&place->address), sizeof place->address) != 0)
        return std::nullopt;
    if (!send_line(socket.get(), to_json(command))) return std::nullopt;
    const auto text = receive_line(socket.get(), -1);
    if (!text) return fail(ErrorCode::unavailable, "the running server broke off; whether it did the command is not known");
    auto outcome = outcome_from_json(*text);
    if (!outcome) return fail(outcome);
    return std::optional(std::move(*outcome));
}

}  // namespace stele::app
