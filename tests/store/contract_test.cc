// What every engine must do, whichever it is.

#include <gtest/gtest.h>

#include "domain/accounts.h"
#include "store/fixture.h"

namespace stele::tests {
namespace {

using domain::Counter;
using domain::Organization;
using domain::Transaction;

TEST(Contract, smoke) {
    SqliteHouse house;
    make_company(house.engine(), 1);
    must_write(house.engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (int i = 0; i < 10; ++i) {
            const auto id = add_organization(transaction, "Org " + std::to_string(i));
            if (!id) return fail(id);
        }
        return {};
    });
    must_read(house.engine(), 1, [](Transaction& transaction) -> Result<void> {
        Organization organization;
        const auto found = transaction.organizations().find(3, organization);
        if (!found) return fail(found);
        EXPECT_TRUE(*found);
        EXPECT_EQ(organization.name, "Org 2");
        int rows = 0;
        const auto listed = transaction.organizations().list({{}, {{domain::OrganizationField::name, true}}, 5, 2},
                                                             [&](const Organization& row) {
                                                                 EXPECT_EQ(row.name, "Org " + std::to_string(7 - rows));
                                                                 ++rows;
                                                                 return true;
                                                             });
        EXPECT_EQ(rows, 5);
        return listed;
    });
    EXPECT_EQ(findings(house.engine()), "");
    house.close();
    EXPECT_FALSE(std::filesystem::exists(house.file() + "-wal"));
    house.open();
    EXPECT_EQ(findings(house.engine()), "");
}

}  // namespace
}  // namespace stele::tests
