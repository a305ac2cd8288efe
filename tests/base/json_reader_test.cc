#include "base/json_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/json_writer.h"
#include "base/limits.h"

namespace stele {
namespace {

JsonDocument parsed(std::string_view text) {
    auto document = JsonDocument::parse(text);
    EXPECT_TRUE(document) << text << ": " << (document ? "" : document.error().message);
    return document ? std::move(*document) : JsonDocument();
}

std::string refusal(std::string_view text) {
    const auto document = JsonDocument::parse(text);
    EXPECT_FALSE(document) << text;
    if (document) return {};
    EXPECT_EQ(document.error().code, ErrorCode::invalid);
    return document.error().message;
}

// What was read, written again.
void write_value(JsonWriter& json, JsonValue value) {
    switch (value.kind()) {
        case JsonKind::null:
            return json.null();
        case JsonKind::boolean:
            return json.boolean(value.boolean());
        case JsonKind::integer:
            return json.integer(value.integer());
        case JsonKind::real:
            return json.real(value.real());
        case JsonKind::string:
            return json.string(value.string());
        case JsonKind::array:
            json.begin_array();
            for (const JsonValue element : value) write_value(json, element);
            return json.end_array();
        case JsonKind::object:
            json.begin_object();
            for (const JsonValue member : value) {
                json.key(member.name());
                write_value(json, member);
            }
            return json.end_object();
    }
}

std::string rewritten(JsonValue value) {
    std::string text;
    JsonWriter json(text);
    write_value(json, value);
    return text;
}

TEST(JsonReader, ReadsEveryKind) {
    const JsonDocument document = parsed(R"( {"null":null, "yes":true, "no":false, "count":-12, "share":2.5,
        "name":"Weyland", "ids":[1,2,3], "address":{"city":"Zürich"}} )");
    const JsonValue root = document.root();
    ASSERT_TRUE(root.is_object());
    EXPECT_EQ(root.size(), 8U);
    EXPECT_TRUE(root.find("null")->is_null());
    EXPECT_TRUE(root.find("yes")->boolean());
    EXPECT_FALSE(root.find("no")->boolean());
    EXPECT_EQ(root.find("count")->integer(), -12);
    EXPECT_EQ(root.find("count")->real(), -12.0);
    EXPECT_EQ(root.find("share")->real(), 2.5);
    EXPECT_EQ(root.find("name")->string(), "Weyland");
    EXPECT_EQ(root.find("ids")->size(), 3U);
    EXPECT_EQ(root.find("address")->find("city")->string(), "Zürich");
    EXPECT_FALSE(root.find("absent"));
    EXPECT_FALSE(root.find("city"));  // not of a member's member
    EXPECT_EQ(root.name(), "");
}

TEST(JsonReader, KeepsTheOrderOfTheText) {
    const JsonDocument document = parsed(R"({"z":[],"a":{"x":[1,[2,{}]]},"":3})");
    std::vector<std::string> names;
    for (const JsonValue member : document.root()) names.emplace_back(member.name());
    EXPECT_EQ(names, (std::vector<std::string>{"z", "a", ""}));
    EXPECT_EQ(document.root().find("")->integer(), 3);
    EXPECT_EQ(rewritten(document.root()), R"({"z":[],"a":{"x":[1,[2,{}]]},"":3})");
}

TEST(JsonReader, AScalarHasNoElements) {
    const JsonDocument document = parsed("[null,1,\"text\",[],{}]");
    for (const JsonValue element : document.root()) {
        EXPECT_EQ(element.size(), 0U);
        EXPECT_TRUE(element.begin() == element.end());
        EXPECT_FALSE(element.find("name"));
    }
}

TEST(JsonReader, AnyValueMayBeTheRoot) {
    EXPECT_TRUE(parsed("null").root().is_null());
    EXPECT_TRUE(parsed("true").root().boolean());
    EXPECT_EQ(parsed(" 7\n").root().integer(), 7);
    EXPECT_EQ(parsed("\"\"").root().string(), "");
    EXPECT_EQ(parsed("[]").root().size(), 0U);
    EXPECT_TRUE(JsonDocument().root().is_null());
}

TEST(JsonReader, OutlivesItsTextAndOtherDocuments) {
    std::string text = R"({"name":"a name that is longer than a short string","n":[1]})";
    JsonDocument first = parsed(text);
    std::fill(text.begin(), text.end(), '!');
    const JsonDocument second = parsed(R"({"name":"something else of some length, to be sure"})");
    const JsonDocument moved = std::move(first);
    EXPECT_EQ(moved.root().find("name")->string(), "a name that is longer than a short string");
    EXPECT_EQ(second.root().find("name")->string(), "something else of some length, to be sure");
}

TEST(JsonReader, DecodesEscapes) {
    EXPECT_EQ(parsed(R"("\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\ud83d\ude00")").root().string(),
              "\"\\/\b\f\n\r\tA\u00e9\u20ac\U0001f600");
    EXPECT_EQ(parsed(R"({"na\u006de":1})").root().find("name")->integer(), 1);
    EXPECT_EQ(parsed(R"("\u0001\u007f")").root().string(), "\x01\x7f");
}

TEST(JsonReader, TellsIntegersFromReals) {
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(parsed("9223372036854775807").root().integer(), most);
    EXPECT_EQ(parsed("-9223372036854775808").root().integer(), least);
    EXPECT_EQ(parsed("-0").root().integer(), 0);
    for (const char* text : {"1.0", "1e0", "0.1", "-0.0", "1E+2", "4.9e-324", "1.7976931348623157e308", "1e-400"}) {
        const JsonDocument document = parsed(text);
        EXPECT_EQ(document.root().kind(), JsonKind::real) << text;
        EXPECT_EQ(document.root().real(), std::strtod(text, nullptr)) << text;
    }
}

TEST(JsonReader, AnIntegerBeyond64BitsIsAReal) {
    for (const char* text : {"9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616",
                             "100000000000000000000000000", "-123456789012345678901234567890"}) {
        const JsonDocument document = parsed(text);
        EXPECT_EQ(document.root().kind(), JsonKind::real) << text;
        EXPECT_EQ(document.root().real(), std::strtod(text, nullptr)) << text;
    }
    // Only the integer is respelled, not what stands beside it.
    const JsonDocument document = parsed(
        R"({"n":99999999999999999999,"s":"99999999999999999999 \" 99999999999999999999\\","r":99999999999999999999.5,)"
        R"("e":1e-00000000000000000000002,"b":true,"i":1234567890123456789})");
    EXPECT_EQ(document.root().find("n")->real(), 1e20);
    EXPECT_EQ(document.root().find("s")->string(), "99999999999999999999 \" 99999999999999999999\\");
    EXPECT_EQ(document.root().find("r")->real(), 1e20);
    EXPECT_EQ(document.root().find("e")->real(), 0.01);
    EXPECT_EQ(document.root().find("i")->integer(), 1234567890123456789);
}

TEST(JsonReader, RefusesNumbersOutOfRange) {
    EXPECT_EQ(refusal("1e309"), "Invalid JSON: a number is malformed or out of range");
    refusal("-1e309");
    refusal("[" + std::string(400, '9') + "]");
    refusal("[-" + std::string(400, '9') + "]");
}

TEST(JsonReader, RefusesWhatIsNotJson) {
    const char* texts[] = {"",
                           " ",
                           "\n",
                           "{",
                           "}",
                           "[",
                           "]",
                           "[1",
                           "[1,",
                           "[1,]",
                           "[,1]",
                           "[1 2]",
                           "[1]]",
                           "{}x",
                           "{} {}",
                           "1 2",
                           "1,2",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{a:1}",
                           "{'a':1}",
                           "{\"a\":1,}",
                           "{,}",
                           "{\"a\" 1}",
                           "{\"a\":1 \"b\":2}",
                           "{1:2}",
                           "[1}",
                           "{\"a\":1]",
                           "nul",
                           "nulll",
                           "True",
                           "NaN",
                           "Infinity",
                           "-Infinity",
                           "undefined",
                           "01",
                           "-",
                           "+1",
                           ".5",
                           "1.",
                           "1.e1",
                           "1e",
                           "1e+",
                           "0x10",
                           "1_000",
                           "--1",
                           "-01",
                           "\"",
                           "\"abc",
                           "\"\\\"",
                           "\"\\x41\"",
                           "\"\\u12\"",
                           "\"\\u12g4\"",
                           "\"a\nb\"",
                           "\"a\tb\"",
                           "// c\n1",
                           "/* */1",
                           "\xef\xbb\xbf{}",
                           "[1]\x01",
                           "\"a\" \"b\"",
                           "truefalse",
                           "{\"a\":1}}",
                           "[\"a\":1]"};
    for (const char* text : texts) EXPECT_FALSE(JsonDocument::parse(text)) << text;
    EXPECT_FALSE(JsonDocument::parse(std::string_view("{}\0", 3)));
    EXPECT_FALSE(JsonDocument::parse(std::string_view("\"\0\"", 3)));
    EXPECT_FALSE(JsonDocument::parse(std::string_view("1\0", 2)));
    EXPECT_EQ(refusal(""), "Invalid JSON: the text is empty");
    EXPECT_EQ(refusal("{} {}"), "Invalid JSON: a value, comma, colon or bracket is missing or out of place");
    EXPECT_EQ(refusal("[\"abc"), "Invalid JSON: a string is not closed");
    EXPECT_EQ(refusal("[nil]"), "Invalid JSON: a word is none of true, false and null");
}

TEST(JsonReader, RefusesBadUtf8) {
    EXPECT_EQ(refusal("\"Z\xc3\xbcrich \xff\""), "Invalid JSON: not valid UTF-8 at byte 9");
    refusal("\"\xc3\"");              // cut
    refusal("\"\xc0\x80\"");          // overlong
    refusal("\"\xed\xa0\x80\"");      // a surrogate
    refusal("\"\xf4\x90\x80\x80\"");  // beyond U+10FFFF
    refusal("{\"\xe9\":1}");          // Latin-1
    refusal("{\"a\":1}\x80");         // outside any string
}

TEST(JsonReader, RefusesWhatNoEngineCanStore) {
    EXPECT_EQ(refusal(R"("a\u0000b")"), "Invalid JSON: a string with the character U+0000 or a lone surrogate");
    EXPECT_EQ(refusal(R"({"\u0000":1})"), "Invalid JSON: a member name with the character U+0000 or a lone surrogate");
    for (const char* text : {R"("\ud800")", R"("\udc00")", R"("\ud83dx")", R"("\ud83d\u0041")", R"("\ud83d\ud83d")",
                             R"("\ude00\ud83d")", R"({"\ud800":1})", R"({"\udfff":1})", R"(["\udbff\n"])"}) {
        refusal(text);
    }
    EXPECT_EQ(parsed(R"("\\u0000 \\ud800")").root().string(), "\\u0000 \\ud800");
}

TEST(JsonReader, RefusesDuplicateMembers) {
    EXPECT_EQ(refusal(R"({"name":1,"x":2,"name":1})"), "Invalid JSON: an object with two members named \"name\"");
    EXPECT_EQ(refusal(R"({"name":1,"\u006eame":1})"), "Invalid JSON: an object with two members named \"name\"");
    refusal(R"([{"a":{"":1,"":2}}])");
    parsed(R"({"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}],"A":1})");
}

std::string object_of(std::size_t members, std::string_view prefix) {
    std::string text;
    JsonWriter json(text);
    json.begin_object();
    for (std::size_t i = 0; i < members; ++i) {
        json.key(std::string(prefix) + std::to_string(i));
        json.integer(static_cast<std::int64_t>(i));
    }
    json.end_object();
    return text;
}

TEST(JsonReader, FindsDuplicatesInObjectsOfAnySize) {
    for (const std::size_t members : {1, 2, 11, 12, 13, 14, 40, 1000}) {
        std::string text = object_of(members, "member");
        EXPECT_EQ(parsed(text).root().size(), members);
        for (const std::size_t twin : {std::size_t{0}, members / 2, members - 1}) {
            std::string twice = text;
            twice.pop_back();
            twice += ",\"member" + std::to_string(twin) + "\":null}";
            EXPECT_EQ(refusal(twice),
                      "Invalid JSON: an object with two members named \"member" + std::to_string(twin) + "\"");
        }
    }
    // 150,000 members that differ only at the end would take minutes were every pair compared.
    EXPECT_EQ(parsed(object_of(150'000, "a_common_beginning_")).root().size(), 150'000U);
}

TEST(JsonReader, CutsALongNameInItsMessage) {
    std::string name;
    for (int i = 0; i < 100; ++i) name += "ü";
    const std::string message = refusal("{\"x" + name + "\":1,\"x" + name + "\":1}");
    EXPECT_EQ(message, "Invalid JSON: an object with two members named \"x" + name.substr(0, 62) + "...\"");
}

std::string nested(std::size_t depth, std::string_view innermost) {
    return std::string(depth, '[') + std::string(innermost) + std::string(depth, ']');
}

TEST(JsonReader, RefusesWhatIsTooDeep) {
    const std::string message = "Invalid JSON: nested deeper than 64 levels";
    parsed(nested(limits::json_depth, ""));
    parsed(nested(limits::json_depth, "1"));
    parsed(nested(limits::json_depth - 1, R"({"a":1})"));
    // simdjson does not count an empty array or object at the bottom, so one level more was let through.
    EXPECT_EQ(refusal(nested(limits::json_depth + 1, "")), message);
    EXPECT_EQ(refusal(nested(limits::json_depth, "{}")), message);
    EXPECT_EQ(refusal(nested(limits::json_depth + 1, "1")), message);
    EXPECT_EQ(refusal(nested(limits::json_depth, R"({"a":1})")), message);
    EXPECT_EQ(refusal(nested(100'000, "")), message);
    // Depth is what is open at once, not what was opened.
    std::string wide = "[";
    for (int i = 0; i < 200; ++i) wide += "[[]],{\"a\":{}},";
    parsed(wide + "1]");
}

TEST(JsonReader, RefusesTooManyValues) {
    const auto zeros = [](std::size_t count) {
        std::string text = "[0";
        for (std::size_t i = 1; i < count; ++i) text += ",0";
        return text + "]";
    };
    EXPECT_EQ(parsed(zeros(limits::json_values - 1)).root().size(), limits::json_values - 1);
    EXPECT_EQ(refusal(zeros(limits::json_values)), "Invalid JSON: more than 200000 values");
}

TEST(JsonReader, ReadsOnAfterAnErrorAndAfterAHugeText) {
    refusal("[1,");
    EXPECT_EQ(parsed("[1]").root().size(), 1U);
    const std::string note(1'900'000, 'n');
    EXPECT_EQ(parsed("{\"content\":\"" + note + "\"}").root().find("content")->string(), note);
    EXPECT_EQ(parsed(R"({"a":"b"})").root().find("a")->string(), "b");
    refusal("\"" + note);
    EXPECT_EQ(parsed("[1,2]").root().size(), 2U);
}

TEST(JsonReader, ReadsTextOfEverySizeAtTheEndOfItsMemory) {
    // A parser that reads past the end of the text is caught by the address sanitizer.
    for (std::size_t size = 1; size < 300; ++size) {
        const std::vector<char> digits(size, '1');
        EXPECT_EQ(JsonDocument::parse({digits.data(), size}).has_value(), size < 309);
        std::vector<char> text(size + 2, 'x');
        text.front() = text.back() = '"';
        EXPECT_EQ(parsed({text.data(), text.size()}).root().string().size(), size);
    }
}

TEST(JsonReader, ThreadsReadAlone) {
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([thread] {
            const std::string text =
                object_of(static_cast<std::size_t>(10 + thread * 10), "thread" + std::to_string(thread));
            for (int i = 0; i < 200; ++i) EXPECT_EQ(rewritten(parsed(text).root()), text);
        });
    }
    for (std::thread& thread : threads) thread.join();
}

// A random tree, written; reading and writing it again must give the same bytes.
void write_random(JsonWriter& json, std::mt19937& random, int depth) {
    const auto upto = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
    static constexpr const char* pieces[] = {"a", "\"", "\\", "\n", "\x01", "é", "\u20ac", "\U0001f600", "/", "plain text "};
    const auto random_text = [&] {
        std::string text;
        for (int i = upto(12); i > 0; --i) text += pieces[upto(9)];
        return text;
    };
    switch (upto(depth > 0 ? 7 : 5)) {
        case 0:
            return json.null();
        case 1:
            return json.boolean(upto(1) == 1);
        case 2:
            return json.integer(static_cast<std::int64_t>(random()) * (upto(1) ? 1 : -1) << upto(30));
        case 3:
            return json.real(std::ldexp(static_cast<double>(random()) + 0.1, upto(600) - 300));
        case 4:
        case 5:
            return json.string(random_text());
        case 6:
            json.begin_array();
            for (int i = upto(5); i > 0; --i) write_random(json, random, depth - 1);
            return json.end_array();
        default:
            json.begin_object();
            for (int i = upto(25); i > 0; --i) {
                json.key(random_text() + std::to_string(i));
                write_random(json, random, depth - 1);
            }
            return json.end_object();
    }
}

TEST(JsonReader, ReadsBackWhatTheWriterWrote) {
    std::mt19937 random(7);
    for (int i = 0; i < 500; ++i) {
        std::string text;
        JsonWriter json(text);
        write_random(json, random, 5);
        EXPECT_EQ(rewritten(parsed(text).root()), text);
    }
}

TEST(JsonReader, SurvivesDamagedText) {
    std::mt19937 random(11);
    std::string whole;
    JsonWriter json(whole);
    json.begin_array();
    for (int i = 0; i < 20; ++i) write_random(json, random, 3);
    json.end_array();
    for (int i = 0; i < 5000; ++i) {
        std::string text = whole.substr(0, 1 + random() % whole.size());
        for (int damage = static_cast<int>(random() % 4); damage >= 0; --damage) {
            text[random() % text.size()] = static_cast<char>(random());
        }
        const auto document = JsonDocument::parse(text);
        if (document) rewritten(document->root());
    }
}

}  // namespace
}  // namespace stele
