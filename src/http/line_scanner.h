// The lines of a head, checked one by one: CRLF alone, no folded lines, no empty names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace stele::http {

// The lines of a head or of trailers, up to and with the empty line.
class LineScanner {
   public:
    enum class Outcome : std::uint8_t { more, end, refused };

    // `data` begins with the first line each time, and has grown since the last call.
    Outcome scan(std::string_view data);
    [[nodiscard]] std::size_t size() const { return line_; }    // of the complete lines
    [[nodiscard]] std::size_t lines() const { return lines_; }  // without the empty one
    [[nodiscard]] std::string_view reason() const { return reason_; }
    void reset(bool has_start_line);

   private:
    bool accept(std::string_view line);  // with its line end

    std::size_t line_ = 0;      // where the current line begins
    std::size_t searched_ = 0;  // no line end before this
    std::size_t lines_ = 0;
    bool has_start_line_ = true;
    std::string_view reason_;
};

}  // namespace stele::http
