#include "app/config.h"

#include <charconv>

namespace stele::app {

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
