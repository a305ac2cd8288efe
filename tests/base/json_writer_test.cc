#include "base/json_writer.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "base/function_ref.h"

namespace stele {
namespace {

std::string written(FunctionRef<void(JsonWriter&)> write) {
    std::string text;
    JsonWriter json(text);
    write(json);
    return text;
}

TEST(JsonWriter, PlacesCommas) {
    EXPECT_EQ(
        written([](JsonWriter& json) {
            json.begin_object();
            json.key_literal("id");
            json.integer(1);
            json.key_literal("name");
            json.string("Weyland");
            json.key_literal("empty");
            json.begin_object();
            json.end_object();
            json.key_literal("none");
            json.begin_array();
            json.end_array();
            json.key_literal("list");
            json.begin_array();
            json.null();
            json.boolean(true);
            json.boolean(false);
            json.real(0.5);
            json.string_literal("t");
            json.raw("{\"x\":1}");
            json.begin_array();
            json.end_array();
            json.begin_object();
            json.end_object();
            json.end_array();
            json.key("last");
            json.null();
            json.end_object();
        }),
        R"({"id":1,"name":"Weyland","empty":{},"none":[],"list":[null,true,false,0.5,"t",{"x":1},[],{}],"last":null})");
}

TEST(JsonWriter, IsNotMisledByPunctuationInStrings) {
    EXPECT_EQ(written([](JsonWriter& json) {
                  json.begin_array();
                  for (const char* text : {"{", "[", ":", ",", ""}) json.string(text);
                  json.begin_object();
                  json.key(":");
                  json.string(",");
                  json.key_literal(",");
                  json.string_literal("[");
                  json.end_object();
                  json.end_array();
              }),
              R"(["{","[",":",",","",{":":",",",":"["}])");
}

TEST(JsonWriter, AppendsToWhatIsThere) {
    std::string text = "before";
    JsonWriter json(text);
    json.begin_array();
    json.integer(1);
    json.integer(2);
    json.end_array();
    EXPECT_EQ(text, "before[1,2]");
}

TEST(JsonWriter, WritesReadyNames) {
    constexpr JsonKey id("id");
    constexpr JsonKey longest("a_name_of_thirty_six_characters_abcd");
    EXPECT_EQ(written([&](JsonWriter& json) {
                  json.begin_object();
                  json.key(id);
                  json.begin_object();
                  json.key(longest);
                  json.integer(9);
                  json.key(id);
                  json.integer(10);
                  json.end_object();
                  json.key(longest);
                  json.null();
                  json.end_object();
              }),
              R"({"id":{"a_name_of_thirty_six_characters_abcd":9,"id":10},"a_name_of_thirty_six_characters_abcd":null})");
}

TEST(JsonWriter, RepeatsWhatItWrote) {
    EXPECT_EQ(
        written([](JsonWriter& json) {
            json.begin_array();
            const auto object = [&] {
                json.begin_object();
                json.key_literal("text");
                json.string(std::string(300, 'x'));  // the string moves
                json.end_object();
            };
            const auto first = json.piece(object);
            json.repeat(first);
            const auto third = json.piece([&] { json.null(); });
            json.repeat(third);
            json.repeat(first);
            json.end_array();
        }),
        "[" +
            [] {
                const std::string object = "{\"text\":\"" + std::string(300, 'x') + "\"}";
                return object + "," + object + ",null,null," + object;
            }() +
            "]");
}

TEST(JsonWriter, IsCompleteWhenItsValueIs) {
    std::string text;
    text.reserve(1'000);
    JsonWriter json(text);
    json.begin_object();
    json.key_literal("a");
    json.begin_array();
    json.end_array();
    json.end_object();
    EXPECT_EQ(text, R"({"a":[]})");
    std::string scalar;
    JsonWriter one(scalar);
    one.integer(-7);
    EXPECT_EQ(scalar, "-7");
}

TEST(JsonWriter, CopiesTextsOfEverySize) {
    for (std::size_t size = 0; size <= 40; ++size) {
        std::string value;
        for (std::size_t i = 0; i < size; ++i) value += static_cast<char>('a' + i % 26);
        EXPECT_EQ(written([&](JsonWriter& json) { json.string(value); }), "\"" + value + "\"");
        value += '\n';
        EXPECT_EQ(written([&](JsonWriter& json) { json.string(value); }), "\"" + value.substr(0, size) + "\\n\"");
    }
}

TEST(JsonWriter, EscapesWhatJsonAsksForAndNoMore) {
    EXPECT_EQ(written([](JsonWriter& json) { json.string("\"\\\b\f\n\r\t/"); }), R"("\"\\\b\f\n\r\t/")");
    EXPECT_EQ(written([](JsonWriter& json) { json.string(std::string_view("\0\x01\x1f\x7f", 4)); }),
              "\"\\u0000\\u0001\\u001f\x7f\"");
    EXPECT_EQ(written([](JsonWriter& json) { json.string("Zürich \u2028 \U0001f600 <&>'"); }),
              "\"Zürich \u2028 \U0001f600 <&>'\"");
    EXPECT_EQ(written([](JsonWriter& json) {
                  json.begin_object();
                  json.key("a \"b\"");
                  json.string("\n");
                  json.key("\t");
                  json.string("x");
                  json.end_object();
              }),
              R"({"a \"b\"":"\n","\t":"x"})");
    EXPECT_EQ(written([](JsonWriter& json) { json.string({}); }), "\"\"");
}

TEST(JsonWriter, FindsAnEscapeAtEveryPlace) {
    // The scan looks at eight bytes at once: each byte value at each place of a word, and in the rest after it.
    for (std::size_t size = 1; size <= 19; ++size) {
        for (std::size_t at = 0; at < size; ++at) {
            for (int byte = 0; byte < 256; ++byte) {
                std::string text(size, '\x7f');
                text[at] = static_cast<char>(byte);
                const bool special = byte < 0x20 || byte == '"' || byte == '\\';
                ASSERT_EQ(detail::needs_escape(text), special) << size << " " << at << " " << byte;
            }
        }
    }
}

TEST(JsonWriter, WritesIntegers) {
    EXPECT_EQ(
        written([](JsonWriter& json) {
            json.begin_array();
            for (const std::int64_t value : {std::int64_t{0}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::min(),
                                             std::numeric_limits<std::int64_t>::max()}) {
                json.integer(value);
            }
            json.end_array();
        }),
        "[0,-1,-9223372036854775808,9223372036854775807]");
}

std::string real_text(double value) {
    return written([&](JsonWriter& json) { json.real(value); });
}

TEST(JsonWriter, WritesReals) {
    EXPECT_EQ(real_text(0.0), "0");
    EXPECT_EQ(real_text(-0.0), "0");
    EXPECT_EQ(real_text(0.1), "0.1");
    EXPECT_EQ(real_text(-1.5), "-1.5");
    EXPECT_EQ(real_text(47.3769), "47.3769");
    // std::to_chars prefers 1e+05, which is shorter but no one's idea of a price.
    EXPECT_EQ(real_text(100000.0), "100000");
    EXPECT_EQ(real_text(9007199254740991.0), "9007199254740991");
    EXPECT_EQ(real_text(-9007199254740991.0), "-9007199254740991");
    EXPECT_EQ(real_text(1e300), "1e+300");
    EXPECT_EQ(real_text(5e-324), "5e-324");
    EXPECT_EQ(real_text(-2.2250738585072014e-308), "-2.2250738585072014e-308");
}

TEST(JsonWriter, RealsReadBackAsTheSame) {
    std::mt19937_64 random(3);
    for (int i = 0; i < 100'000; ++i) {
        const std::uint64_t bits = random();
        double value;
        std::memcpy(&value, &bits, sizeof value);
        if (!std::isfinite(value)) continue;
        ASSERT_EQ(std::strtod(real_text(value).c_str(), nullptr), value);
    }
}

}  // namespace
}  // namespace stele
