#include "domain/organization_changes.h"

#include <gtest/gtest.h>

#include "domain/visibility.h"

namespace stele::domain {
namespace {

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
    const auto changes = apply_patch(organization, patch);
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
    auto changes = apply_patch(organization, patch);
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_EQ(changes[0].new_value, std::nullopt);
    EXPECT_EQ(changes[1].old_value, std::nullopt);
    EXPECT_EQ(changes[2].new_value, "1.5");

    OrganizationPatch clear;
    clear.website = "";
    clear.annual_revenue.emplace(std::nullopt);
    changes = apply_patch(organization, clear);
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
    const auto changes = apply_patch(organization, patch);
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_EQ(changes[0].field, "address");
    EXPECT_EQ(changes[1].field, "address_locality");
    EXPECT_EQ(changes[2].field, "address_country");
    EXPECT_EQ(organization.country_code, "PT");
    EXPECT_TRUE(apply_patch(organization, patch).empty());
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
