#include "domain/text_query.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace stele::domain {

std::string in_one_line(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < ' ') c = ' ';
    const auto end = text.find_last_not_of(' ');
    if (end == std::string::npos) return {};
    text.resize(end + 1);
    text.erase(0, text.find_first_not_of(' '));
    return text;
}

std::string searched_form(std::string_view text) { return in_one_line(fold(text)); }

std::string digits_of(std::string_view phone) {
    std::string digits;
    std::ranges::copy_if(phone, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

}  // namespace stele::domain
