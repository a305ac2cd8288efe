#include "app/config.h"

#include <charconv>

namespace stele::app {

namespace {

using C = ServeConfig;

constexpr Setting all_settings[] = {
    {"data", &C::data, "The data folder"},
    {"database", &C::database, "PostgreSQL database to use instead of the data folder: postgres://USER@HOST/NAME"},
    {"listen", &C::listen, "HOST:PORT to listen on; port 0 takes any free one"},
    {"public_url", &C::public_url, "Address that replies name; http:// and --listen when not given"},
    {"mail_domain", &C::mail_domain, "Domain of the addresses that collect mail (cc_email)"},
    {"trusted_proxies", &C::trusted_proxies,
     "Addresses and ranges of proxies whose X-Forwarded-For is believed, separated by commas", true},
    {"cors_origins", &C::cors_origins, "Origins of web pages that may call the APIs, separated by commas; * for all", true},
    {"loops", &C::loops, "Event loops; 0: one a core"},
    {"log_file", &C::log_file, "File that the log is appended to; standard error when not given"},
    {"log_level", &C::log_level, "debug, info, warning, error or off"},
    {"access_log", &C::access_log, "Whether each request is logged"},
    {"rate_limit", &C::rate_limit, "Requests that a key may send in 2 seconds; 0: any number"},
    {"rate_limit_search", &C::rate_limit_search, "Searches that a key may send in 2 seconds, where --rate-limit is given"},
    {"rate_limit_daily", &C::rate_limit_daily, "Tokens that the requests of a company may spend in a day; 0: any number"},
    {"upload_limit", &C::upload_limit, "Bytes of the largest upload: the file and what is sent with it"},
    {"account_people", &C::account_people, "People that Ortto's calls may put into one account"},
    {"items_per_page", &C::items_per_page, "Items that RogerRoger's lists may be asked for at once"},
};

}  // namespace

std::string Setting::flag() const {
    std::string text = "--";
    for (const char c : key) text += c == '_' ? '-' : c;
    return text;
}

std::string Setting::variable() const {
    std::string text = "STELE_";
    for (const char c : key) text += c == '_' ? '_' : static_cast<char>(c - 'a' + 'A');
    return text;
}

std::span<const Setting> settings() { return all_settings; }

Result<Address> parse_listen(const std::string& text) {
    const auto colon = text.rfind(':');
    Address address;
    if (colon == std::string::npos || colon == 0)
        return fail(ErrorCode::invalid, "--listen wants HOST:PORT, not '" + text + "'");
    address.host = text.substr(0, colon);
    const char* begin = text.data() + colon + 1;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(begin, end, address.port);
    if (error != std::errc() || rest != end || begin == end)
        return fail(ErrorCode::invalid, "--listen wants a port from 0 to 65535, not '" + text.substr(colon + 1) + "'");
    return address;
}

Result<LogLevel> parse_log_level(const std::string& text) {
    if (text == "debug") return LogLevel::debug;
    if (text == "info") return LogLevel::info;
    if (text == "warning") return LogLevel::warning;
    if (text == "error") return LogLevel::error;
    if (text == "off") return LogLevel::off;
    return fail(ErrorCode::invalid, "--log-level is one of debug, info, warning, error, off, not '" + text + "'");
}

Result<std::string> parse_public_url(const std::string& text) {
    std::string url = text;
    while (!url.empty() && url.back() == '/') url.pop_back();
    const auto scheme = url.starts_with("http://") ? 7U : url.starts_with("https://") ? 8U : 0U;
    if (scheme == 0 || url.size() == scheme || url.find_first_of(" \t\"<>?#") != std::string::npos)
        return fail(ErrorCode::invalid, "--public-url wants an http or https address, not '" + text + "'");
    return url;
}

}  // namespace stele::app
