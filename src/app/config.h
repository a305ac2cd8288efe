// The settings of `stele serve`: of each a flag, an environment variable and a key of the configuration file.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/limits.h"
#include "base/log.h"
#include "base/result.h"

namespace stele::app {

struct ServeConfig {
    std::string data = "data";
    std::string database;  // of PostgreSQL; empty: SQLite in the data folder
    std::string listen = "127.0.0.1:8080";
    std::string public_url;  // empty: http:// and the listening address
    std::string mail_domain = "mail.localhost";
    std::string trusted_proxies;  // see http/forwarded.h
    std::string cors_origins;     // see http/cors.h
    unsigned loops = 0;           // 0: one a core
    std::string log_file;
    std::string log_level = "info";
    bool access_log = true;
    unsigned rate_limit = 0;  // see dialect/rate_limit.h
    unsigned rate_limit_search = 10;
    unsigned rate_limit_daily = 0;
    unsigned upload_limit = limits::upload_size;
    unsigned account_people = limits::account_people;
    unsigned items_per_page = limits::items_per_page;
};

// One row a setting. "public_url" is --public-url, STELE_PUBLIC_URL and the file's public_url.
struct Setting {
    std::string_view key;
    std::variant<std::string ServeConfig::*, unsigned ServeConfig::*, bool ServeConfig::*> member;
    std::string_view help;
    bool is_list = false;  // of texts: a comma between them, or an array in the file

    [[nodiscard]] std::string flag() const;
    [[nodiscard]] std::string variable() const;
};
[[nodiscard]] std::span<const Setting> settings();

// The settings of a TOML file, by key, as texts such as a flag would have. Error: invalid, one line that names the file, for a
// file that cannot be read, what is no TOML, an unknown key and a value of a wrong type.
[[nodiscard]] Result<std::map<std::string, std::string>> read_config_file(const std::string& path);

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
