// Writes JSON text to the end of a string. Commas and quotes are its business; what is well-formed is asserted, not checked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stele {

// A member name with its quotes and colon, made once ("\"name\":"), so that writing it is one copy.
// The name itself needs no escaping (field tables hold plain names only).
class JsonWriter {
   public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    void begin_object();
    void end_object();
    void begin_array();
    void end_array();

    // The next value's member name. key_literal takes a name that needs no escaping.
    void key(std::string_view name);
    void key_literal(std::string_view name);

    void null();
    void boolean(bool value);
    void integer(std::int64_t value);
    // Shortest text that reads back as the same double; whole numbers below 2^53 without a point. Asserted finite.
    void real(double value);
    // Valid UTF-8, escaped as JSON asks and no further.
    void string(std::string_view value);
    // A string that needs no escaping (digits, times, keys).
    void string_literal(std::string_view value);
    // A value that is JSON already.
    void raw(std::string_view json);

   private:
    void separate();
    std::string& out_;
};

}  // namespace stele
