#include "domain/search_matcher.h"

#include "base/text.h"

namespace stele::domain {

bool Matcher::operator()(const std::string& value) const {
    const std::string text = form(value);
    switch (match_) {
        case SearchMatch::folded:
            return contains(text);
        case SearchMatch::whole:
        case SearchMatch::same_case_whole:
            return text == term_;
        case SearchMatch::same_case_beginning:
            return text.starts_with(term_);
        case SearchMatch::same_case_within:
            return text.find(term_) != std::string::npos;
    }
    return false;
}

std::string Matcher::form(const std::string& text) const {
    if (match_ == SearchMatch::folded) return searched_form(text);
    return in_one_line(match_ == SearchMatch::whole ? fold_exact(text) : text);
}

bool Matcher::contains(const std::string& text) const {
    auto at = text.find(term_);
    if (code_points(term_) >= substring_chars) return at != std::string::npos;
    for (; at != std::string::npos; at = text.find(term_, at + 1))
        if (begins_word(text, at)) return true;
    return false;
}

}  // namespace stele::domain
