#include "base/crypto.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace stele {
namespace {

TEST(Crypto, DigestsAsFips180Says) {
    EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(sha256(std::string(1'000'000, 'a'))),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    const std::vector<std::uint8_t> bytes = {'a', 'b', 'c'};
    EXPECT_EQ(sha256(bytes), sha256("abc"));
}

TEST(Crypto, DigestsInEveryThread) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([] {
            for (int round = 0; round < 100; ++round) EXPECT_EQ(to_hex(sha256("abc")).substr(0, 8), "ba7816bf");
        });
    }
    for (std::thread& thread : threads) thread.join();
}

TEST(Crypto, RandomBytesDiffer) {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        std::array<std::uint8_t, 16> bytes{};
        fill_random(bytes);
        seen.insert(to_hex(bytes));
    }
    EXPECT_EQ(seen.size(), 100U);
    std::vector<std::uint8_t> large(1 << 20);  // getrandom gives less than asked when it is much
    fill_random(large);
    EXPECT_GT(std::set<std::uint8_t>(large.end() - 4096, large.end()).size(), 200U);
    fill_random({});
}

TEST(Crypto, ComparesWhole) {
    EXPECT_TRUE(constant_time_equal("", ""));
    EXPECT_TRUE(constant_time_equal("token", "token"));
    EXPECT_FALSE(constant_time_equal("token", "tokem"));
    EXPECT_FALSE(constant_time_equal("token", "token1"));
    EXPECT_FALSE(constant_time_equal("", "t"));
}

TEST(Crypto, SpellsBase64urlAsRfc4648Says) {
    struct Row {
        const char* bytes;
        const char* text;
    };
    const Row rows[] = {{"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
                        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xbf", "-_-_"}};
    for (const Row& row : rows) {
        EXPECT_EQ(to_base64url(row.bytes), row.text);
        EXPECT_EQ(from_base64url(row.text), row.bytes);
    }
}

TEST(Crypto, Base64urlRoundTrips) {
    std::mt19937 random(2);
    for (std::size_t size = 0; size < 200; ++size) {
        std::string bytes(size, '\0');
        std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(random()); });
        EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
    }
}

TEST(Crypto, EachValueHasOneBase64urlSpelling) {
    for (const char* text : {"Z", "Zg=", "Zg==", "Zm8=", "Z g", "Zg\n", " Zg", "Zm9v+", "Zm/v", "Zm9vY", "Zm.v", "Z\xc3\xbc",
                             "Zh", "Zm9", "_____x", "===="}) {  // of the next to last three, the bits left over are not zero
        EXPECT_FALSE(from_base64url(text)) << text;
    }
    EXPECT_FALSE(from_base64url(std::string_view("Zm\0v", 4)));
}

TEST(Crypto, SpellsHex) {
    EXPECT_EQ(to_hex({}), "");
    EXPECT_EQ(to_hex(std::vector<std::uint8_t>{0x00, 0x0f, 0xa0, 0xff}), "000fa0ff");
}

}  // namespace
}  // namespace stele
