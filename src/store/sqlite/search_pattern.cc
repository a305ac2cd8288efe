#include "store/sqlite/search_pattern.h"

#include <algorithm>
#include <vector>

#include "store/search_text.h"

namespace stele::store {

namespace {

using domain::SearchTier;

constexpr char name_mark = '\x01';

// More of them narrow little, and each is one more list to walk.
constexpr std::size_t most_windows = 16;

std::vector<std::string_view> characters(std::string_view text) {
    std::vector<std::string_view> found;
    while (!text.empty()) {
        std::size_t size = 1;
        while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) ++size;
        found.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return found;
}

std::string_view first_characters(std::string_view text, std::size_t count) {
    const auto found = characters(text.substr(0, std::min<std::size_t>(text.size(), 4 * count)));
    if (found.size() <= count) return text.substr(0, std::min(text.size(), 4 * count));
    return text.substr(0, static_cast<std::size_t>(found[count].data() - text.data()));
}

// A phrase of one token; quotes within are doubled.
void add_phrase(std::string& expression, std::string_view window) {
    if (!expression.empty()) expression += " AND ";
    expression += '"';
    for (const char c : window) {
        expression += c;
        if (c == '"') expression += c;
    }
    expression += '"';
}

// All windows of a text, or as many as are of use, from end to end.
void add_windows(std::string& expression, std::string_view text) {
    const auto all = characters(text);
    if (all.size() < 3) return;
    const std::size_t windows = all.size() - 2;
    const std::size_t count = std::min(windows, most_windows);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = count == 1 ? 0 : i * (windows - 1) / (count - 1);
        const char* begin = all[at].data();
        const char* end = all[at + 2].data() + all[at + 2].size();
        add_phrase(expression, {begin, static_cast<std::size_t>(end - begin)});
    }
}

std::string name_head(std::string_view name) {
    const std::string line = std::string(name) + '\n';
    return name_mark + std::string(first_characters(line, 2));
}

}  // namespace

std::string fts_expression(const domain::TextQuery& query) {
    std::string expression;
    if (query.whole || query.tier == SearchTier::exact_name) {
        if (query.tier == SearchTier::exact_name) add_phrase(expression, name_head(query.term));
        add_windows(expression, ' ' + query.term + '\n');
        return expression;
    }
    const auto first = std::string(first_characters(query.term, 2));
    if (query.tier == SearchTier::name_begins)
        add_phrase(expression, name_mark + first);
    else if (query.tier == SearchTier::word_begins)
        add_phrase(expression, ' ' + first);
    add_windows(expression, query.term);
    return expression;
}

std::string fts_text(std::string_view search_text) {
    std::string text = searched_lines(search_text);
    if (const auto name = searched_name(search_text); !name.empty()) text += name_head(name);
    return text;
}

}  // namespace stele::store
