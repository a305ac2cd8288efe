#include "base/text.h"

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace stele {
namespace {

struct Pair {
    const char* text;
    const char* folded;
};

TEST(Text, FoldsForSearch) {
    const Pair pairs[] = {
        {"", ""},
        {"ACME Ltd. (2099)", "acme ltd. (2099)"},
        {"Zürich", "zurich"},
        {"Zu\u0308rich", "zurich"},  // decomposed
        {"ZU\u0308RICH", "zurich"},
        {"Ørsted", "orsted"},
        {"O\u0338rsted", "orsted"},  // an overlay mark; no normalization makes it Ø, folding drops it
        {"Ǿ", "o"},                  // ø with an acute: the mark goes first, then the table
        {"Weiß", "weiss"},
        {"WEIẞ", "weiss"},
        {"Straße", "strasse"},
        {"İSTANBUL", "istanbul"},
        {"I\u0307STANBUL", "istanbul"},
        {"ısparta", "isparta"},
        {"Łódź", "lodz"},
        {"Ło\u0301dz\u0301", "lodz"},
        {"Ærø", "aero"},
        {"Ǽ", "ae"},
        {"Þór", "thor"},
        {"Þo\u0301r", "thor"},
        {"Đông", "dong"},
        {"Đo\u0302ng", "dong"},
        {"Ðe", "de"},
        {"Œuvre", "oeuvre"},
        {"ΟΔΥΣΣΕΥΣ", "οδυσσευσ"},
        {"Ὀδυσσεύς", "οδυσσευσ"},  // final sigma
        {"Ёлка", "елка"},
        {"Е\u0308лка", "елка"},
        {"ﬁnance", "finance"},
        {"ＦＵＬＬ　ｗｉｄｔｈ", "full width"},
        {"Société Générale №1", "societe generale no1"},
        {"co\u00adop", "coop"},  // a soft hyphen is nothing
        {"a\u0323\u0307", "a"},  // marks in either order
        {"a\u0307\u0323", "a"},
        {"東京", "東京"},
    };
    for (const Pair& pair : pairs) EXPECT_EQ(fold(pair.text), pair.folded) << pair.text;
}

TEST(Text, FoldsForExactMatches) {
    const Pair pairs[] = {
        {"", ""},
        {"ACME", "acme"},
        {"Zürich", "zürich"},
        {"ZU\u0308RICH", "zürich"},  // composed again
        {"Straße", "strasse"},
        {"Ørsted", "ørsted"},
        {"ﬁnance", "finance"},
        {"ＦＵＬＬ", "full"},
        {"ΟΔΥΣΣΕΥΣ", "οδυσσευσ"},
        {"a\u0307\u0323", "\u1ea1\u0307"},  // marks in canonical order
    };
    for (const Pair& pair : pairs) EXPECT_EQ(fold_exact(pair.text), pair.folded) << pair.text;
    EXPECT_NE(fold_exact("Zürich"), fold_exact("Zurich"));
}

std::string utf8(char32_t c) {
    std::string text;
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += {static_cast<char>(0xc0 | c >> 6), static_cast<char>(0x80 | (c & 63))};
    } else if (c < 0x10000) {
        text +=
            {static_cast<char>(0xe0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
    } else {
        text += {static_cast<char>(0xf0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 63)),
                 static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
    }
    return text;
}

bool is_surrogate(char32_t c) { return c >= 0xd800 && c < 0xe000; }

TEST(Text, TheShortWayForAsciiFoldsAsTheLongOne) {
    for (char32_t c = 1; c < 0x80; ++c) {
        EXPECT_EQ(fold(utf8(c)) + "o", fold(utf8(c) + "ø"));
        EXPECT_EQ(fold_exact(utf8(c)) + "ø", fold_exact(utf8(c) + "ø"));
        EXPECT_EQ(first_char(utf8(c) + "x"), first_char(utf8(c) + "xø"));
    }
}

TEST(Text, FoldingWhatIsFoldedChangesNothing) {
    // A term taken from a folded text must find it again.
    for (char32_t c = 1; c < 0x20000; ++c) {
        if (is_surrogate(c)) continue;
        const std::string text = utf8(c);
        const std::string folded = fold(text);
        ASSERT_TRUE(is_clean_utf8(folded)) << std::hex << static_cast<unsigned>(c);
        ASSERT_EQ(fold(folded), folded) << std::hex << static_cast<unsigned>(c);
        ASSERT_EQ(fold(fold_exact(text)), folded) << std::hex << static_cast<unsigned>(c);
        ASSERT_EQ(fold_exact(fold_exact(text)), fold_exact(text)) << std::hex << static_cast<unsigned>(c);
    }
}

TEST(Text, SortsAsTheRootCollation) {
    // In order: punctuation, digits, letters; accents and case decide only between equals; other scripts follow.
    const std::vector<std::string> sorted = {
        "",       " b",     "_a",      "(a)",    "007",    "10",   "9",      "a",      "A",     "á",    "ab",  "Ab",
        "AB",     "äb",     "Abc",     "b",      "cote",   "coté", "côte",   "côté",   "Ole",   "Øle",  "olf", "resume",
        "Resume", "résumé", "strasse", "straße", "strast", "z",    "Zürich", "zurück", "Ωmega", "Ёлка", "Жук", "東京"};
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        EXPECT_LT(sort_key(sorted[i - 1]), sort_key(sorted[i])) << sorted[i - 1] << " / " << sorted[i];
    }
}

TEST(Text, SortKeysDoNotDependOnTheSpelling) {
    EXPECT_EQ(sort_key("Zürich"), sort_key("Zu\u0308rich"));
    EXPECT_EQ(sort_key("Łódź"), sort_key("Ło\u0301dz\u0301"));
    EXPECT_EQ(sort_key("a\u0323\u0307"), sort_key("a\u0307\u0323"));  // marks out of canonical order
    EXPECT_NE(sort_key("Zürich"), sort_key("zürich"));
    EXPECT_EQ(sort_key("acme").find('\0'), std::string::npos);
}

TEST(Text, SortsTextsOfAnyLength) {
    for (const std::size_t size : {1, 200, 511, 512, 513, 1000, 5000}) {
        const std::string ascii(size, 'x');
        std::string long_text;
        for (std::size_t i = 0; i < size; ++i) long_text += "東";
        EXPECT_LT(sort_key(ascii), sort_key(ascii + "x"));
        EXPECT_LT(sort_key(ascii), sort_key(long_text));
        EXPECT_LT(sort_key(long_text), sort_key(long_text + "東"));
    }
}

TEST(Text, ThreadsSortAlike) {
    const std::string expected = sort_key("Ørsted & Söhne");
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back([&] { EXPECT_EQ(sort_key("Ørsted & Söhne"), expected); });
    for (std::thread& thread : threads) thread.join();
}

TEST(Text, FindsTheFirstChar) {
    const Pair pairs[] = {
        {"", ""},         {"   ", ""},          {"Weyland", "w"}, {"  \t weyland", "w"}, {"Ørsted", "o"},
        {"Ärzte", "a"},   {"A\u0308rzte", "a"}, {"ﬁnance", "f"},  {"\u0308x", "x"},      {"\u00a0\u3000Zoo", "z"},
        {"(a)", "("},     {"東京", "東"},       {"7up", "7"},     {"Ёлка", "е"},         {"\U0001f600 ok", "\U0001f600"},
        {"\u00adx", "x"}, {"한국", "한"},
    };
    for (const Pair& pair : pairs) EXPECT_EQ(first_char(pair.text), pair.folded) << pair.text;
    EXPECT_EQ(first_char(std::string(500, ' ') + "Über"), "u");
    EXPECT_EQ(first_char("é" + std::string(500, 'x')), "e");
    std::string marks;
    for (int i = 0; i < 100; ++i) marks += "\u0308";
    EXPECT_EQ(first_char(marks + "Z"), "z");
}

TEST(Text, KnowsItsVersion) {
    const std::string version = text_version();
    const auto slash = version.find('/');
    ASSERT_NE(slash, std::string::npos) << version;
    EXPECT_GE(std::stoi(version), 72);
    EXPECT_GE(std::stoi(version.substr(slash + 1)), 15);
}

TEST(Text, TellsCleanUtf8) {
    using std::string_view_literals::operator""sv;
    for (const auto text : {""sv, "plain"sv, "Zürich"sv, "\u20ac"sv, "\U0001f600"sv, "\x7f"sv, "\U0010ffff"sv, "\uffff"sv}) {
        EXPECT_TRUE(is_clean_utf8(text)) << text;
        EXPECT_EQ(to_clean_utf8(text), text);
    }
    struct Dirty {
        std::string_view text;
        std::size_t clean;
        std::string_view cleaned;
    };
    const Dirty dirty[] = {
        {"\0"sv, 0, "\ufffd"},
        {"ab\0c"sv, 2, "ab\ufffdc"},
        {"ü\xff"sv, 2, "ü\ufffd"},
        {"\xc3"sv, 0, "\ufffd"},
        {"a\xc3z"sv, 1, "a\ufffdz"},
        {"\xc0\x80"sv, 0, "\ufffd\ufffd"},
        {"\xed\xa0\x80"sv, 0, "\ufffd\ufffd\ufffd"},
        {"x\xf4\x90\x80\x80"sv, 1, "x\ufffd\ufffd\ufffd\ufffd"},
        {"\x80"sv, 0, "\ufffd"},
        {"\xe2\x82"sv, 0, "\ufffd\ufffd"},
    };
    for (const Dirty& each : dirty) {
        EXPECT_FALSE(is_clean_utf8(each.text));
        EXPECT_EQ(clean_utf8_prefix(each.text), each.clean);
        EXPECT_EQ(to_clean_utf8(each.text), each.cleaned);
    }
}

TEST(Text, CountsAndCutsAtCodePoints) {
    EXPECT_EQ(code_points(""), 0U);
    EXPECT_EQ(code_points("abc"), 3U);
    EXPECT_EQ(code_points("aü€\U0001f600"), 4U);
    const std::string text = "aü€\U0001f600";
    const std::size_t cuts[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10, 10};
    for (std::size_t size = 0; size < std::size(cuts); ++size) EXPECT_EQ(cut_at_char(text, size), cuts[size]) << size;
}

TEST(Text, TakesAnyText) {
    // The contract is clean UTF-8; anything else must still do no harm.
    std::mt19937 random(5);
    for (int i = 0; i < 2000; ++i) {
        std::string text(random() % 60, '\0');
        for (char& c : text) c = static_cast<char>(random());
        EXPECT_TRUE(is_clean_utf8(to_clean_utf8(text)));
        for (auto* form : {fold, fold_exact, sort_key, first_char, country_code_of}) EXPECT_EQ(form(text), form(text));
        for (auto* form : {fold, fold_exact, first_char}) EXPECT_TRUE(is_clean_utf8(form(to_clean_utf8(text))));
    }
}

TEST(Words, begin_behind_spaces_and_behind_what_is_no_letter) {
    const std::string text = "o'neil (hq) 株式.x हिन्दी";
    const auto begins = [&](const char* part) { return begins_word(text, text.find(part)); };
    EXPECT_TRUE(begins("o'"));
    EXPECT_TRUE(begins("neil"));
    EXPECT_FALSE(begins("eil"));
    EXPECT_TRUE(begins("(hq"));
    EXPECT_TRUE(begins("hq"));
    EXPECT_FALSE(begins(")"));
    EXPECT_TRUE(begins("株"));
    EXPECT_FALSE(begins("式"));
    EXPECT_TRUE(begins("x"));
    EXPECT_FALSE(begins("दी"));
}

TEST(Words, are_spread_by_spaces) {
    EXPECT_EQ(with_spaced_words("plain words"), "plain words");
    EXPECT_EQ(with_spaced_words("o'neil (hq)"), "o' neil ( hq)");
    EXPECT_EQ(with_spaced_words("ann@acme.com"), "ann@ acme. com");
    EXPECT_EQ(with_spaced_words("-- é"), "-- é");
    EXPECT_EQ(with_spaced_words(""), "");
}

}  // namespace
}  // namespace stele
