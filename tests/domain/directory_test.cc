#include "domain/directory.h"

#include <gtest/gtest.h>

namespace stele::domain {
namespace {

TEST(Key, ReadsBackAndKeepsOnlyADigest) {
    const NewKey key = make_key(42);
    const auto parsed = parse_key(key.text);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->company_id, 42);
    EXPECT_EQ(parsed->hash, key.hash);
    EXPECT_TRUE(key.text.starts_with("st_42_"));
    EXPECT_NE(make_key(42).text, key.text);
}

TEST(Key, RefusesWhatCannotBeOne) {
    const std::string good = make_key(1).text;
    for (const std::string& text :
         {std::string(), std::string("st_"), std::string("st_1_"), std::string("st_0_") + good.substr(5),
          std::string("st_-1_") + good.substr(5), std::string("st_8388608_") + good.substr(5), good + "A",
          good.substr(0, good.size() - 1), "x" + good, std::string("st_1") + good.substr(5)})
        EXPECT_FALSE(parse_key(text)) << text;
}

TEST(Key, StopsWithItsRevocationAndItsUser) {
    Directory directory;
    directory.users = {User{.id = 1, .name = "Ann", .email = "ann@x.example"},
                       User{.id = 2, .name = "Bob", .email = "bob@x.example", .is_active = false}};
    const auto with = [&](std::int64_t id, UserId user, std::optional<Micros> revoked) {
        Key key;
        key.id = id;
        key.user_id = user;
        key.hash[0] = static_cast<std::uint8_t>(id);
        key.revoke_time = revoked;
        directory.keys.emplace(key.hash, key);
        return key.hash;
    };
    const auto good = with(1, 1, {});
    const auto revoked = with(2, 1, 5);
    const auto of_inactive = with(3, 2, {});
    const auto of_nobody = with(4, 9, {});
    EXPECT_NE(find_active_key(directory, good), nullptr);
    EXPECT_EQ(find_active_key(directory, revoked), nullptr);
    EXPECT_EQ(find_active_key(directory, of_inactive), nullptr);
    EXPECT_EQ(find_active_key(directory, of_nobody), nullptr);
    EXPECT_EQ(find_active_key(directory, Sha256{}), nullptr);
}

}  // namespace
}  // namespace stele::domain
