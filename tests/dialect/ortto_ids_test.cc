#include <gtest/gtest.h>

#include "dialect/ortto/ids.h"

namespace stele::dialect::ortto {
namespace {

TEST(OrttoIds, AreAFunctionOfCompanyKindAndNumber) {
    EXPECT_EQ(format_id(1, Entity::person, 1), "000000000001000000000100");
    EXPECT_EQ(format_id(1, Entity::account, 1), "100000000001000000000100");
    EXPECT_EQ(format_id(7, Entity::account, 0xabcdef), "1000000000070000abcdef00");
    constexpr std::int64_t last_company = (std::int64_t{1} << 23) - 1;
    constexpr std::int64_t last_number = (std::int64_t{1} << 40) - 1;
    EXPECT_EQ(format_id(last_company, Entity::person, last_number), "0000007fffffffffffffff00");
}

TEST(OrttoIds, AreReadByTheirCompanyAlone) {
    for (const auto entity : {Entity::person, Entity::account})
        for (const std::int64_t number : {std::int64_t{1}, std::int64_t{255}, (std::int64_t{1} << 40) - 1}) {
            const std::string id = format_id(3, entity, number);
            EXPECT_EQ(id.size(), 24U);
            EXPECT_EQ(parse_id(3, entity, id), number);
            EXPECT_FALSE(parse_id(4, entity, id));
            EXPECT_FALSE(parse_id(3, entity == Entity::person ? Entity::account : Entity::person, id));
        }
}

TEST(OrttoIds, OfOthersNameNothing) {
    EXPECT_FALSE(parse_id(1, Entity::person, ""));
    EXPECT_FALSE(parse_id(1, Entity::person, no_id));
    EXPECT_FALSE(parse_id(1, Entity::person, "00609384fa6de6e7a8d89d01"));
    EXPECT_FALSE(parse_id(1, Entity::person, "000000000001000000000101"));
    EXPECT_FALSE(parse_id(1, Entity::person, "00000000000100000000010z"));
    EXPECT_FALSE(parse_id(1, Entity::account, "106051701f79e14b592cee00"));
}

TEST(OrttoIds, OfCursorsNameNoRecord) {
    const std::string cursor = format_cursor(2, Entity::account, 99);
    EXPECT_EQ(parse_cursor(2, Entity::account, cursor), 99);
    EXPECT_FALSE(parse_id(2, Entity::account, cursor));
    EXPECT_FALSE(parse_cursor(2, Entity::account, format_id(2, Entity::account, 99)));
}

Result<std::string> read(std::string_view json) {
    const auto document = JsonDocument::parse(json);
    return read_id("acme", document->root());
}

TEST(OrttoIds, AreTakenAsOrttoTakesThem) {
    EXPECT_EQ(read(R"("00609384FA6de6e7a8d89d01")"), "00609384fa6de6e7a8d89d01");
    EXPECT_EQ(read(R"("contact123")"), "contact123");
    const auto refused = [](std::string_view json) { return read(json).error().message; };
    EXPECT_EQ(
        refused(R"("14characterslg")"),
        "acme: Failed to parse request cannot unmarshal into an ID, the length must be 12 or 24 + 2 for hex but it is 16: "
        "Object not found");
    EXPECT_EQ(refused(R"("")").substr(0, 30), "acme: Failed to parse request ");
    EXPECT_FALSE(read("12"));
    EXPECT_FALSE(read(R"("00609384fa6de6e7a8d89dzz")"));
}

}  // namespace
}  // namespace stele::dialect::ortto
