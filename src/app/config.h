// The settings of the program, each with a flag and an environment variable.
#pragma once

#include <string>

#include "base/log.h"
#include "base/result.h"

namespace stele::app {

struct ServeConfig {
    std::string data = "data";
    std::string listen = "127.0.0.1:8080";
    std::string public_url;  // empty: http:// and the listening address
    std::string mail_domain = "mail.localhost";
    unsigned loops = 0;  // 0: one a core
    std::string log_file;
    std::string log_level = "info";
    bool access_log = true;
};

struct Address {
    std::string host;
    std::uint16_t port = 0;
};

// "127.0.0.1:8080", "[::1]:8080". Error: invalid.
[[nodiscard]] Result<Address> parse_listen(const std::string& text);

[[nodiscard]] Result<LogLevel> parse_log_level(const std::string& text);

// Error: invalid for what is no absolute http or https address. The trailing slash is dropped.
[[nodiscard]] Result<std::string> parse_public_url(const std::string& text);

}  // namespace stele::app
