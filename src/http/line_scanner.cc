#include "http/line_scanner.h"

#include <cstring>

namespace stele::http {

void LineScanner::reset(bool has_start_line) {
    line_ = searched_ = lines_ = 0;
    has_start_line_ = has_start_line;
    reason_ = {};
}

LineScanner::Outcome LineScanner::scan(std::string_view data) {
    while (true) {
        const void* found = std::memchr(data.data() + searched_, '\n', data.size() - searched_);
        if (found == nullptr) {
            searched_ = data.size();
            return Outcome::more;
        }
        const auto end = static_cast<std::size_t>(static_cast<const char*>(found) - data.data()) + 1;
        const std::string_view line = data.substr(line_, end - line_);
        if (!accept(line)) return Outcome::refused;
        line_ = searched_ = end;
        if (line.size() == 2) return Outcome::end;
        ++lines_;
        if (lines_ == 1 && has_start_line_) return Outcome::more;  // the start line is looked at before the rest
    }
}

bool LineScanner::accept(std::string_view line) {
    const bool is_header = lines_ > 0 || !has_start_line_;
    if (line.size() < 2 || line[line.size() - 2] != '\r') {
        reason_ = "a line ends without carriage return";
    } else if (std::memchr(line.data(), '\r', line.size() - 2) != nullptr) {
        reason_ = "a carriage return stands alone";
    } else if (is_header && (line[0] == ' ' || line[0] == '\t')) {
        reason_ = "a header line is folded";
    } else if (is_header && line[0] == ':') {
        reason_ = "a header has no name";
    }
    return reason_.empty();
}

}  // namespace stele::http
