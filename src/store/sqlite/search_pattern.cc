#include "store/sqlite/search_pattern.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <vector>

#include "base/text.h"
#include "store/search_text.h"

namespace stele::store {

namespace {

using domain::SearchTier;

// Numbers below those of the characters that stand in values.
enum class Token : char { gram = 1, word, name, whole, whole_name };

constexpr std::size_t gram_chars = 3;
constexpr std::size_t prefix_chars[] = {2, 3, 5};

// More of them narrow little, and each is one more list to walk.
constexpr std::size_t most_grams = 8;

// Letters, digits and all that is not ASCII belong to a token; other characters do as one of the private ones.
void append_char(std::string& to, char c) {
    const bool is_ours = static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_ours) {
        to += c;
        return;
    }
    to += '\xee';  // U+E000 and so many
    to += static_cast<char>(0x80 | c >> 6);
    to += static_cast<char>(0x80 | (c & 0x3f));
}

std::string number_text(std::uint64_t number) {
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 36).ptr;
    return {digits.data(), end};
}

// FNV-1a: what it proposes in vain is found out.
std::string digest(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return number_text(hash);
}

// Where each character begins, and the end.
std::vector<std::size_t> starts_of(std::string_view text) {
    std::vector<std::size_t> starts;
    starts.reserve(text.size() + 1);
    for (std::size_t at = 0; at < text.size(); ++at)
        if ((static_cast<unsigned char>(text[at]) & 0xc0) != 0x80) starts.push_back(at);
    starts.push_back(text.size());
    return starts;
}

// Tokens in a row, each between what the caller wants.
class Tokens {
   public:
    Tokens(domain::CompanyId company, std::string_view before, std::string_view after, std::string_view between)
        : company_(number_text(static_cast<std::uint64_t>(company))), before_(before), after_(after), between_(between) {}

    void add(Token kind, std::string_view text) {
        if (!text_.empty()) text_ += between_;
        text_ += before_;
        text_ += company_;
        append_char(text_, static_cast<char>(kind));
        for (const char c : text) append_char(text_, c);
        text_ += after_;
    }
    [[nodiscard]] std::string take() { return std::move(text_); }

   private:
    std::string company_;
    std::string_view before_;
    std::string_view after_;
    std::string_view between_;
    std::string text_;
};

std::string_view characters(std::string_view text, const std::vector<std::size_t>& starts, std::size_t from,
                            std::size_t count) {
    return text.substr(starts[from], starts[from + count] - starts[from]);
}

void add_prefixes(Tokens& tokens, Token kind, std::string_view text, const std::vector<std::size_t>& starts,
                  std::size_t from) {
    for (const std::size_t count : prefix_chars)
        if (from + count < starts.size()) tokens.add(kind, characters(text, starts, from, count));
}

void add_value(Tokens& tokens, std::string_view value, bool is_name) {
    const auto starts = starts_of(value);
    const std::size_t size = starts.size() - 1;
    for (std::size_t i = 0; i < size; ++i) {
        if (i + gram_chars <= size) tokens.add(Token::gram, characters(value, starts, i, gram_chars));
        if (value[starts[i]] != ' ' && begins_word(value, starts[i])) add_prefixes(tokens, Token::word, value, starts, i);
    }
    tokens.add(Token::whole, digest(value));
    if (!is_name) return;
    add_prefixes(tokens, Token::name, value, starts, 0);
    tokens.add(Token::whole_name, digest(value));
}

// Three characters each, which together are the term from there on; of a long one some of them.
void add_grams(Tokens& tokens, std::string_view term, const std::vector<std::size_t>& starts, std::size_t from) {
    const std::size_t size = starts.size() - 1;
    if (from + gram_chars > size) return;
    const std::size_t last = size - gram_chars;
    const std::size_t count = std::min((size - from + gram_chars - 1) / gram_chars, most_grams);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = count == 1 ? from : from + i * (last - from) / (count - 1);
        tokens.add(Token::gram, characters(term, starts, at, gram_chars));
    }
}

// The longest prefix that has tokens, and what is behind it.
void add_beginning(Tokens& tokens, Token kind, std::string_view term, const std::vector<std::size_t>& starts) {
    const std::size_t size = starts.size() - 1;
    std::size_t prefix = 0;
    for (const std::size_t count : prefix_chars)
        if (count <= size) prefix = count;
    tokens.add(kind, characters(term, starts, 0, prefix));
    if (size > prefix && size >= gram_chars) add_grams(tokens, term, starts, std::min(prefix, size - gram_chars));
}

// One token of a term, and in how many texts of a sample it is.
struct Asked {
    Token kind;
    std::string_view text;
    std::ptrdiff_t texts = 0;
};

// So many are asked for, if there are, however many texts they are in; and so many at all.
constexpr std::size_t least_asked = 3;
constexpr std::size_t most_asked = 12;
// Others are in no more than one of so many texts.
constexpr std::ptrdiff_t rare = 5;

bool has_token(std::string_view text, const Asked& asked) {
    auto at = text.find(asked.text);
    while (asked.kind == Token::word && at != std::string_view::npos && !begins_word(text, at))
        at = text.find(asked.text, at + 1);
    return at != std::string_view::npos;
}

// All of a term, those that few texts have first; of equal ones those that together are the term.
std::vector<Asked> asked_of(std::string_view term, std::span<const std::string> sample) {
    std::vector<Asked> asked;
    const auto starts = starts_of(term);
    const std::size_t size = starts.size() - 1;
    if (size < gram_chars && size >= prefix_chars[0]) asked.push_back({Token::word, term});
    for (std::size_t step = 0; step < gram_chars; ++step)
        for (std::size_t at = step; at + gram_chars <= size; at += gram_chars)
            asked.push_back({Token::gram, characters(term, starts, at, gram_chars)});
    for (Asked& each : asked)
        each.texts = std::ranges::count_if(sample, [&](const std::string& text) { return has_token(text, each); });
    std::ranges::stable_sort(asked, {}, &Asked::texts);
    return asked;
}

}  // namespace

std::string fts_text(domain::CompanyId company, std::string_view search_text) {
    Tokens tokens(company, "", "", " ");
    for_each_value(search_text, [&](std::string_view value, bool is_name) { add_value(tokens, value, is_name); });
    return tokens.take();
}

std::string fts_expression(domain::CompanyId company, const domain::TextQuery& query) {
    Tokens tokens(company, "\"", "\"", " AND ");
    const auto starts = starts_of(query.term);
    if (query.tier == SearchTier::exact_name) {
        tokens.add(Token::whole_name, digest(query.term));
    } else if (query.whole) {
        tokens.add(Token::whole, digest(query.term));
    } else if (query.tier == SearchTier::elsewhere) {
        add_grams(tokens, query.term, starts, 0);
    } else if (starts.size() > prefix_chars[0]) {
        const Token kind = query.tier == SearchTier::name_begins ? Token::name : Token::word;
        add_beginning(tokens, kind, query.term, starts);
    }
    return tokens.take();
}

// A text is looked up in some microseconds, an entry of a token's list passed in some nanoseconds. The tokens of one word go
// together, and may all be as common as the word: so each word gives its rarest one.
std::string fts_expression(domain::CompanyId company, const domain::WordsQuery& query, std::span<const std::string> sample) {
    std::vector<Asked> firsts;
    std::vector<Asked> others;
    for (const std::string& term : query.terms) {
        const std::vector<Asked> asked = asked_of(term, sample);
        if (asked.empty()) continue;
        firsts.push_back(asked.front());
        others.insert(others.end(), asked.begin() + 1, asked.end());
    }
    std::ranges::stable_sort(others, {}, &Asked::texts);
    Tokens tokens(company, "\"", "\"", " AND ");
    for (const Asked& each : firsts) tokens.add(each.kind, each.text);
    for (std::size_t count = firsts.size(); const Asked& each : others) {
        if (count >= most_asked || (count >= least_asked && each.texts * rare > std::ssize(sample))) break;
        tokens.add(each.kind, each.text);
        ++count;
    }
    return tokens.take();
}

}  // namespace stele::store
