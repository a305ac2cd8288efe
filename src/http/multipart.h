// multipart/form-data while it comes: values into memory, files into a folder. RFC 7578, with the names of files as browsers and
// libraries send them.
//
// What two readers could understand differently is refused: line ends other than CRLF, folded or repeated headers, a boundary with
// something behind it, parts within parts, encodings, control characters in names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/form_part.h"
#include "http/line_scanner.h"
#include "http/refusal.h"

namespace stele::http {

[[nodiscard]] bool is_multipart_form(std::string_view content_type);
// Nothing when there is none, or one that cannot be.
[[nodiscard]] std::optional<std::string> multipart_boundary(std::string_view content_type);

// One body's. Holds a line of it at most, beside the values.
class MultipartReader {
   public:
    MultipartReader(std::string_view boundary, std::string folder);

    // The next bytes of the body. False when it is refused: 400, 413 for values that are too large, 503 when a file cannot be
    // written. Nothing more is to be taken then.
    [[nodiscard]] bool take(std::string_view bytes);
    // The body has ended. As above.
    [[nodiscard]] bool finish();
    [[nodiscard]] Refusal refusal() const { return refusal_; }
    // After finish().
    [[nodiscard]] std::vector<FormPart> take_parts() { return std::move(parts_); }

   private:
    enum class State : std::uint8_t { preamble, boundary, head, content, epilogue, refused };

    bool advance(std::string_view& rest);
    bool skip_to_boundary(std::string_view& rest);
    bool end_boundary(std::string_view& rest);
    bool read_head(std::string_view& rest);
    bool read_content(std::string_view& rest);
    bool begin_part(std::string_view lines);
    bool add_content(std::string_view bytes);
    [[nodiscard]] std::size_t content_before_boundary(std::string_view rest) const;
    bool refuse(int status, std::string_view reason);  // false, always

    std::string delimiter_;  // the boundary with the line end and the hyphens before it
    std::string folder_;
    std::string held_;  // what came and could not be read yet
    LineScanner scanner_;
    std::vector<FormPart> parts_;
    std::size_t files_ = 0;
    std::size_t values_size_ = 0;
    State state_ = State::preamble;
    Refusal refusal_;
};

}  // namespace stele::http
