#include <gtest/gtest.h>

#include "dialect/rogerroger/ids.h"

namespace stele::dialect::rogerroger {
namespace {

constexpr Resource all[] = {Resource::user, Resource::organization,  Resource::person,  Resource::note,
                            Resource::tag,  Resource::note_category, Resource::segment, Resource::media_object};

TEST(RogerRogerIds, AreAFunctionOfCompanyResourceAndNumber) {
    EXPECT_EQ(format_uuid(1, Resource::organization, 1), "01030000-0100-8000-8000-000000000001");
    EXPECT_EQ(format_uuid(7, Resource::person, 0xabcdef), "01040000-0700-8000-8000-000000abcdef");
    constexpr std::int64_t last_company = (std::int64_t{1} << 23) - 1;
    constexpr std::int64_t last_number = (std::int64_t{1} << 40) - 1;
    EXPECT_EQ(format_uuid(last_company, Resource::tag, last_number), "011b7fff-ff00-8000-8000-00ffffffffff");
}

TEST(RogerRogerIds, AreReadByTheirCompanyAndResourceAlone) {
    for (const Resource resource : all)
        for (const std::int64_t number : {std::int64_t{1}, std::int64_t{255}, (std::int64_t{1} << 40) - 1}) {
            const std::string uuid = format_uuid(3, resource, number);
            EXPECT_TRUE(is_uuid(uuid));
            EXPECT_EQ(parse_uuid(3, resource, uuid), number);
            EXPECT_FALSE(parse_uuid(4, resource, uuid));
            for (const Resource other : all) EXPECT_EQ(parse_uuid(3, other, uuid).has_value(), other == resource);
        }
}

TEST(RogerRogerIds, OfOthersNameNothing) {
    EXPECT_FALSE(parse_uuid(1, Resource::organization, ""));
    EXPECT_FALSE(parse_uuid(1, Resource::organization, "17"));
    EXPECT_FALSE(parse_uuid(1, Resource::organization, "01030000-0100-8000-8000-000000000000"));
    EXPECT_FALSE(parse_uuid(1, Resource::organization, "01030000-0100-8000-8000-010000000001"));
    EXPECT_FALSE(parse_uuid(1, Resource::organization, "02030000-0100-8000-8000-000000000001"));
    EXPECT_FALSE(parse_uuid(1, Resource::organization, "0197d5e7-7f5c-7cbb-9e7b-0f3b0b9b5b5c"));
    EXPECT_EQ(parse_uuid(1, Resource::organization, "01030000-0100-8000-8000-0000000000FF"), 255);
}

TEST(RogerRogerIds, AreUuidsInOneForm) {
    EXPECT_TRUE(is_uuid("0197D5E7-7f5c-7cbb-9e7b-0f3b0b9b5b5c"));
    EXPECT_EQ(lower_uuid("0197D5E7-7f5c-7cbb-9e7b-0f3b0b9b5b5C"), "0197d5e7-7f5c-7cbb-9e7b-0f3b0b9b5b5c");
    EXPECT_FALSE(is_uuid("0197d5e77f5c7cbb9e7b0f3b0b9b5b5c"));
    EXPECT_FALSE(is_uuid("0197d5e7-7f5c-7cbb-9e7b-0f3b0b9b5b5g"));
    EXPECT_FALSE(is_uuid("0197d5e7-7f5c-7cbb-9e7b-0f3b0b9b5b5c0"));
}

TEST(RogerRogerIds, HaveAFormOfTheirOwn) {
    for (const Resource resource : all) EXPECT_TRUE(has_our_form(format_uuid(8'388'607, resource, 1)));
    EXPECT_FALSE(has_our_form("0197d5e7-7f5c-7cbb-9e7b-0f3b0b9b5b5c"));
    EXPECT_FALSE(has_our_form("02030000-0100-8000-8000-000000000001"));
    EXPECT_FALSE(has_our_form("01030000-0100-8000-8000-010000000001"));
    EXPECT_FALSE(has_our_form("01"));
}

TEST(RogerRogerIds, StandInIris) {
    const std::string uuid = format_uuid(1, Resource::segment, 2);
    EXPECT_EQ(iri_of(Resource::segment, uuid), "/segments/" + uuid);
    const auto id = [](std::string_view iri) { return id_in_iri(iri, Resource::segment, "https://crm.example"); };
    EXPECT_EQ(id("/segments/" + uuid), uuid);
    EXPECT_EQ(id("https://crm.example/segments/" + uuid), uuid);
    EXPECT_EQ(id(uuid), uuid);
    EXPECT_FALSE(id("https://other.example/segments/" + uuid));
    EXPECT_FALSE(id("/tags/" + uuid));
    EXPECT_FALSE(id("/segments" + uuid));
    EXPECT_FALSE(id("/segments/" + uuid + "/more"));
    EXPECT_FALSE(id("/segments/17"));
    EXPECT_FALSE(id(""));
}

}  // namespace
}  // namespace stele::dialect::rogerroger
