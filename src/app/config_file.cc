#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "app/config.h"
#include "base/limits.h"

namespace stele::app {

namespace {

using Values = std::map<std::string, std::string>;

std::unexpected<Error> refused(const std::string& path, const std::string& reason) {
    return fail(ErrorCode::invalid, "configuration file " + path + ": " + reason);
}

Result<std::string> read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return refused(path, std::strerror(errno));
    std::string text(limits::config_file_size + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.bad()) return refused(path, "cannot be read");
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > limits::config_file_size)
        return refused(path, "is larger than " + std::to_string(limits::config_file_size) + " bytes");
    return text;
}

std::string_view wanted_type(const Setting& setting) {
    if (setting.is_list) return "a text or an array of texts";
    if (std::holds_alternative<unsigned ServeConfig::*>(setting.member)) return "a whole number";
    if (std::holds_alternative<bool ServeConfig::*>(setting.member)) return "true or false";
    return "a text";
}

std::optional<std::string> joined(const toml::array& array) {
    std::string text;
    for (const toml::node& element : array) {
        const auto* part = element.as_string();
        if (part == nullptr) return std::nullopt;
        if (!text.empty()) text += ',';
        text += part->get();
    }
    return text;
}

// Nothing when the value is of another type than the setting wants.
std::optional<std::string> text_of(const toml::node& value, const Setting& setting) {
    if (std::holds_alternative<unsigned ServeConfig::*>(setting.member))
        return value.is_integer() ? std::optional(std::to_string(value.as_integer()->get())) : std::nullopt;
    if (std::holds_alternative<bool ServeConfig::*>(setting.member))
        return value.is_boolean() ? std::optional<std::string>(value.as_boolean()->get() ? "true" : "false") : std::nullopt;
    if (setting.is_list && value.is_array()) return joined(*value.as_array());
    return value.is_string() ? std::optional(value.as_string()->get()) : std::nullopt;
}

}  // namespace

Result<Values> read_config_file(const std::string& path) {
    const auto text = read_file(path);
    if (!text) return fail(text);
    const toml::parse_result parsed = toml::parse(*text);
    if (!parsed) {
        const toml::parse_error& error = parsed.error();
        return refused(path, "line " + std::to_string(error.source().begin.line) + ": " + std::string(error.description()));
    }
    Values values;
    for (const auto& [key, value] : parsed.table()) {
        const auto line = "line " + std::to_string(value.source().begin.line) + ": ";
        const auto setting = std::ranges::find(settings(), key.str(), &Setting::key);
        if (setting == settings().end()) return refused(path, line + "there is no setting '" + std::string(key.str()) + "'");
        auto value_text = text_of(value, *setting);
        if (!value_text)
            return refused(path, line + std::string(key.str()) + " wants " + std::string(wanted_type(*setting)));
        values.emplace(key.str(), std::move(*value_text));
    }
    return values;
}

}  // namespace stele::app
