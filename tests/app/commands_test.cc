#include "app/commands.h"

#include <gtest/gtest.h>

#include "app/fixture.h"

namespace stele::app {
namespace {

TEST(CompanyCommands, AddListAndSet) {
    CompanyFolder folder;
    const auto added = folder.output("company add", {{"name", "Baltic Ply"}, {"admin", "bo@baltic.example"}});
    EXPECT_TRUE(added.starts_with("2\tst_2_")) << added;
    EXPECT_TRUE(folder.output("company add", {{"name", "C"}, {"admin", "c@c.example"}}).starts_with("3\tst_3_"));
    EXPECT_EQ(folder.output("company list"),
              "1\tAcme\tsimple\toff\tdefault\torganization=everyone,person=everyone\n"
              "2\tBaltic Ply\tsimple\toff\tdefault\torganization=everyone,person=everyone\n"
              "3\tC\tsimple\toff\tdefault\torganization=everyone,person=everyone\n");
    EXPECT_EQ(folder.output("company set",
                            {{"visibility_scheme", "groups"},
                             {"campaigns", "on"},
                             {"default_visibility", "organization=group,person=group-and-below"},
                             {"region", "eu"},
                             {"name", "Baltic Plywood"}},
                            2),
              "");
    EXPECT_EQ(
        folder.output("company list").find("2\tBaltic Plywood\tgroups\ton\teu\torganization=group,person=group-and-below\n"),
        folder.output("company list").find('\n') + 1);
    EXPECT_EQ(folder.output("company set", {{"campaigns", "off"}}, 2), "");
    EXPECT_FALSE(folder.directory(2)->company.campaigns);
    EXPECT_EQ(folder.directory(2)->company.visibility_scheme, domain::VisibilityScheme::groups);
}

TEST(CompanyCommands, RefuseWhatMakesNoSense) {
    CompanyFolder folder;
    EXPECT_EQ(folder.run("company set").status, 2);
    for (const auto& [name, value] :
         std::vector<std::pair<std::string, std::string>>{{"visibility_scheme", "both"},
                                                          {"campaigns", "yes"},
                                                          {"default_visibility", "organization"},
                                                          {"default_visibility", "organization=group"},
                                                          {"region", "us"},
                                                          {"name", " "}})
        EXPECT_EQ(folder.run("company set", {{name, value}}).status, 1) << name << " " << value;
    EXPECT_EQ(folder.run("company set", {{"name", "\xff"}}).status, 2);
    EXPECT_EQ(folder.run("company set", {{"name", "A"}}, 9).status, 1);
    EXPECT_EQ(folder.run("company add", {{"name", ""}, {"admin", "c@c.example"}}).status, 1);
    EXPECT_EQ(folder.run("company add", {{"name", "C"}, {"admin", "nobody"}}).status, 1);
    EXPECT_EQ(folder.engine().companies()->size(), 1U);
}

TEST(GroupCommands, AddListAndMove) {
    CompanyFolder folder;
    EXPECT_EQ(folder.output("group list"), "1\t-\tDefault\n");
    EXPECT_EQ(folder.output("group add", {{"name", "Sales"}}), "2\n");
    EXPECT_EQ(folder.output("group add", {{"name", "North"}, {"parent", "2"}}), "3\n");
    EXPECT_EQ(folder.output("group list"), "1\t-\tDefault\n2\t1\tSales\n3\t2\tNorth\n");
    EXPECT_EQ(folder.output("group move", {{"id", "3"}, {"parent", "1"}}), "");
    EXPECT_EQ(folder.output("group list"), "1\t-\tDefault\n2\t1\tSales\n3\t1\tNorth\n");
    for (const auto& [id, parent] : std::vector<std::pair<std::string, std::string>>{
             {"1", "2"}, {"2", "2"}, {"9", "1"}, {"2", "9"}, {"x", "1"}, {"2", ""}})
        EXPECT_EQ(folder.run("group move", {{"id", id}, {"parent", parent}}).status, 1) << id << " below " << parent;
    EXPECT_EQ(folder.run("group add", {{"name", "X"}, {"parent", "9"}}).status, 1);
    EXPECT_EQ(folder.run("group add", {{"name", ""}}).status, 1);
}

TEST(UserCommands, Set) {
    CompanyFolder folder;
    folder.output("user add", {{"name", "Bob"}, {"email", "bob@acme.example"}});
    folder.output("group add", {{"name", "Sales"}});
    EXPECT_EQ(folder.output("user set", {{"email", "BOB@acme.example"},
                                         {"name", "Bob Berg"},
                                         {"group", "2"},
                                         {"admin", "true"},
                                         {"default_visibility", "organization=owner"}}),
              "");
    EXPECT_EQ(folder.output("user list"),
              "1\tann@acme.example\tann\tadmin\tactive\t1\t-\n"
              "2\tbob@acme.example\tBob Berg\tadmin\tactive\t2\torganization=owner\n");
    EXPECT_EQ(folder.output("user set", {{"email", "ann@acme.example"}, {"admin", "false"}}), "");
    EXPECT_EQ(folder.run("user set", {{"email", "bob@acme.example"}, {"admin", "false"}}).status, 1);  // the last one
    EXPECT_EQ(folder.run("user set", {{"email", "bob@acme.example"}}).status, 2);
    EXPECT_EQ(folder.run("user set", {{"email", "bob@acme.example"}, {"group", "9"}}).status, 1);
    EXPECT_EQ(folder.run("user set", {{"email", "eve@acme.example"}, {"name", "Eve"}}).status, 1);
    EXPECT_TRUE(folder.directory()->user(2)->is_admin);
}

TEST(Commands, CrossTheSocketAsTheyAre) {
    const Command command{"user set", 7, {{"email", "a@b.example"}, {"name", "tab\tand \"quotes\""}}};
    const auto again = command_from_json(to_json(command));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->name, command.name);
    EXPECT_EQ(again->company, command.company);
    EXPECT_EQ(again->arguments, command.arguments);
}

}  // namespace
}  // namespace stele::app
