// Values of bodies and parameters. A value of a wrong type is 400, in Symfony's words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json_reader.h"
#include "base/result.h"
#include "dialect/rogerroger/errors.h"

namespace stele::dialect::rogerroger {

[[nodiscard]] std::unexpected<Error> wrong_type(std::string_view path, std::string_view wanted, const JsonValue& value);

// Empty for null.
[[nodiscard]] Result<std::string> read_text(const JsonValue& value, std::string_view path);
// Nothing for null, as with the next two.
[[nodiscard]] Result<std::optional<bool>> read_flag(const JsonValue& value, std::string_view path);
[[nodiscard]] Result<std::optional<std::int64_t>> read_integer(const JsonValue& value, std::string_view path);
[[nodiscard]] Result<std::optional<Micros>> read_date(const JsonValue& value, std::string_view path, Micros now);

// What PHP's DateTime reads of such texts: RFC 3339, with a space or a T, with or without seconds, fraction and offset (UTC without
// one), a day alone, "@" and seconds since 1970; and now, today, midnight, yesterday, tomorrow. Nothing for anything else.
[[nodiscard]] std::optional<Micros> parse_date(std::string_view text, Micros now);

// What a body must be and is not; all of it is told at once.
class Violations {
   public:
    void add(std::string path, std::string message, std::string_view code) {
        found_.push_back({std::move(path), std::move(message), code});
    }
    // For a required text that is missing, null or blank.
    void add_blank(std::string_view path);
    // For a text of more characters than that.
    void check_length(std::string_view path, std::string_view text, std::size_t most);

    [[nodiscard]] bool any() const { return !found_.empty(); }
    [[nodiscard]] http::Response response() const { return violations_response(found_); }
    // The first, as an error: "title: This value should not be blank."
    [[nodiscard]] Result<void> check() const;

   private:
    std::vector<Violation> found_;
};

}  // namespace stele::dialect::rogerroger
