#include "store/postgres/search_pattern.h"

#include "base/text.h"

namespace stele::store::postgres {

namespace {

using domain::SearchTier;

constexpr std::string_view name_begins = "\x01 ";  // of a search_text()

std::string escaped(std::string_view text) {
    std::string pattern;
    pattern.reserve(text.size() + 8);
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern;
}

}  // namespace

std::string like_pattern(const domain::TextQuery& query) {
    const std::string term = escaped(query.term);
    if (query.tier == SearchTier::exact_name) return std::string(name_begins) + term + "\n%";
    if (query.whole) return "% " + term + "\n%";
    switch (query.tier) {
        case SearchTier::exact_name:
        case SearchTier::name_begins:
            return std::string(name_begins) + term + "%";
        case SearchTier::word_begins:
            return "% " + escaped(with_spaced_words(query.term)) + "%";
        case SearchTier::elsewhere:
        case SearchTier::in_notes:
            break;
    }
    return "%" + term + "%";
}

std::vector<std::string> like_patterns(const domain::WordsQuery& query) {
    std::vector<std::string> patterns;
    patterns.reserve(query.terms.size());
    for (const std::string& term : query.terms)
        patterns.push_back(code_points(term) >= domain::substring_chars ? "%" + escaped(term) + "%"
                                                                        : "% " + escaped(with_spaced_words(term)) + "%");
    return patterns;
}

}  // namespace stele::store::postgres
