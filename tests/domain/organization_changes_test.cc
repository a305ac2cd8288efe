#include "domain/organization_changes.h"

#include <gtest/gtest.h>

#include "domain/visibility.h"

namespace stele::domain {
namespace {

// Of a company whose options are those of acme().
Directory make_directory() {
    Directory made;
    made.label_options.resize(2);
    made.label_options[0].id = 5;
    made.label_options[1].id = 6;
    return made;
}
const Directory directory = make_directory();

Organization acme() {
    Organization organization;
    organization.id = 7;
    organization.name = "Acme";
    organization.owner_id = 1;
    organization.label_ids = {5, 6};
    return organization;
}

TEST(ApplyPatch, SaysWhatDiffersAndNothingElse) {
    Organization organization = acme();
    OrganizationPatch patch;
    patch.name = "Ácme";
    patch.owner_id = 1;
    patch.label_ids = std::vector<std::int64_t>{6};
    const auto changes = apply_patch(directory, organization, patch);
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].field, "name");
    EXPECT_EQ(changes[0].old_value, "Acme");
    EXPECT_EQ(changes[0].new_value, "Ácme");
    EXPECT_EQ(changes[1].field, "labels");
    EXPECT_EQ(changes[1].old_value, "5,6");
    EXPECT_EQ(changes[1].new_value, "6");
    EXPECT_EQ(organization.first_char, "a");
}

TEST(ApplyPatch, EmptyIsAbsentInTheHistory) {
    Organization organization = acme();
    OrganizationPatch patch;
    patch.label_ids.emplace();
    patch.website = "https://acme.example";
    patch.annual_revenue.emplace(1.5);
    auto changes = apply_patch(directory, organization, patch);
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_EQ(changes[0].new_value, std::nullopt);
    EXPECT_EQ(changes[1].old_value, std::nullopt);
    EXPECT_EQ(changes[2].new_value, "1.5");

    OrganizationPatch clear;
    clear.website = "";
    clear.annual_revenue.emplace(std::nullopt);
    changes = apply_patch(directory, organization, clear);
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].new_value, std::nullopt);
    EXPECT_EQ(changes[1].new_value, std::nullopt);
    EXPECT_FALSE(organization.annual_revenue);
}

TEST(ApplyPatch, RecordsEachPartOfAnAddressAndFindsItsCountry) {
    Organization organization = acme();
    OrganizationPatch patch;
    patch.address.emplace();
    patch.address->value = "Rua do Almada 14, Porto";
    patch.address->locality = "Porto";
    patch.address->country = "Portugal";
    const auto changes = apply_patch(directory, organization, patch);
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_EQ(changes[0].field, "address");
    EXPECT_EQ(changes[1].field, "address_locality");
    EXPECT_EQ(changes[2].field, "address_country");
    EXPECT_EQ(organization.country_code, "PT");
    EXPECT_TRUE(apply_patch(directory, organization, patch).empty());
}

TEST(ApplyPatch, ATimeOfTheSameSecondIsTheSame) {
    Organization organization = acme();
    organization.add_time = 1'500'000;
    OrganizationPatch patch;
    patch.add_time = 1'000'000;
    EXPECT_TRUE(apply_patch(directory, organization, patch).empty());
    EXPECT_EQ(organization.add_time, 1'500'000);
    patch.add_time = 999'999;
    EXPECT_EQ(apply_patch(directory, organization, patch).size(), 1U);
    EXPECT_EQ(organization.add_time, 999'999);
    patch.add_time = -1;  // the second before
    EXPECT_EQ(apply_patch(directory, organization, patch).size(), 1U);
}

TEST(ApplyPatch, AnAddressLineTakesPartsAwayWhenItIsAnother) {
    Organization organization = acme();
    organization.address.value = "Rua do Almada 14";
    organization.address.locality = "Porto";
    organization.address.country = "Portugal";
    organization.country_code = "PT";
    OrganizationPatch patch;
    patch.address_line = "Rua do Almada 14";
    EXPECT_TRUE(apply_patch(directory, organization, patch).empty());
    EXPECT_EQ(organization.address.locality, "Porto");
    EXPECT_EQ(organization.country_code, "PT");
    patch.address_line = "Rua do Almada 15";
    EXPECT_EQ(apply_patch(directory, organization, patch).size(), 4U);
    EXPECT_EQ(organization.address.locality, "");
    EXPECT_EQ(organization.address.formatted_address, "Rua do Almada 15");
    EXPECT_EQ(organization.country_code, "");
    patch.address_line = "";
    EXPECT_EQ(apply_patch(directory, organization, patch).size(), 2U);
    EXPECT_EQ(organization.address, Address());
}

TEST(ApplyPatch, WhatIsNotShownStaysWhenTheRestIsWrittenBack) {
    Directory simple;
    simple.label_options.resize(1);
    simple.label_options[0].id = 6;
    Organization organization = acme();  // 5 was removed
    organization.visible_to = visible_to_group;
    OrganizationPatch patch;
    patch.label_ids = std::vector<std::int64_t>{6};
    patch.visible_to = visible_to_owner;
    EXPECT_TRUE(apply_patch(simple, organization, patch).empty());
    EXPECT_EQ(organization.label_ids, (std::vector<std::int64_t>{5, 6}));
    EXPECT_EQ(organization.visible_to, visible_to_group);
    simple.company.visibility_scheme = VisibilityScheme::groups;
    patch.label_ids->clear();
    EXPECT_EQ(apply_patch(simple, organization, patch).size(), 2U);
}

TEST(Visibility, RefusesLevelsOutsideTheScheme) {
    Company company;
    EXPECT_TRUE(check_visible_to(company, visible_to_owner));
    EXPECT_TRUE(check_visible_to(company, visible_to_everyone));
    EXPECT_EQ(check_visible_to(company, visible_to_group).error().code, ErrorCode::forbidden);
    EXPECT_EQ(check_visible_to(company, visible_to_group_and_below).error().code, ErrorCode::forbidden);
    EXPECT_EQ(check_visible_to(company, 2).error().code, ErrorCode::invalid);
    company.visibility_scheme = VisibilityScheme::groups;
    EXPECT_TRUE(check_visible_to(company, visible_to_group));
}

}  // namespace
}  // namespace stele::domain
