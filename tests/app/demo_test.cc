// Sample data: the same each time, of many scripts, and in order as the store's own check sees it.
#include "app/demo.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "app/demo_records.h"
#include "app/demo_words.h"
#include "app/fixture.h"
#include "base/limits.h"
#include "base/text.h"

namespace stele::app {
namespace {

domain::Directory small_company() {
    domain::Directory directory;
    directory.company.id = 1;
    for (domain::UserId id = 1; id <= 4; ++id) {
        domain::User user;
        user.id = id;
        user.is_active = id != 3;
        directory.users.push_back(user);
    }
    directory.label_options = {{1, "Hot", "red"}, {2, "Cold", "blue"}};
    directory.person_label_options = {{3, "Hot", "red"}};
    return directory;
}

TEST(DemoWords, AreWholeAndNameKnownCountries) {
    std::set<std::string> codes;
    for (const auto locales : {european_locales(), other_locales()})
        for (const Locale& locale : locales) {
            const std::string code = country_code_of(locale.country);
            EXPECT_EQ(code.size(), 2U) << locale.country;
            codes.insert(code);
            for (const auto& words : {std::span<const Word>(locale.names), std::span<const Word>(locale.trades),
                                      std::span<const Word>(locale.first_names), std::span<const Word>(locale.last_names)})
                for (const Word& word : words) {
                    EXPECT_FALSE(first_char(word.text).empty()) << locale.country;
                    EXPECT_TRUE(is_clean_utf8(word.text)) << locale.country;
                    EXPECT_FALSE(word.latin.empty()) << word.text;
                    EXPECT_EQ(word.latin.find_first_not_of("abcdefghijklmnopqrstuvwxyz"), std::string_view::npos)
                        << word.latin;
                }
            for (const City& city : locale.cities) EXPECT_FALSE(city.name.text.empty()) << locale.country;
            for (const auto street : locale.streets) EXPECT_FALSE(street.empty()) << locale.country;
            for (const auto form : locale.forms) EXPECT_FALSE(form.empty()) << locale.country;
        }
    EXPECT_EQ(codes.size(), european_locales().size() + other_locales().size());
    EXPECT_GE(codes.size(), 25U);
}

TEST(DemoRecords, FollowFromTheirNumber) {
    const auto directory = small_company();
    std::set<std::string> names;
    for (std::int64_t number = 0; number < 500; ++number) {
        const auto one = make_demo_organization(number, directory);
        const auto again = make_demo_organization(number, directory);
        EXPECT_EQ(one.patch.name, again.patch.name);
        EXPECT_EQ(one.patch.address, again.patch.address);
        EXPECT_EQ(one.people.size(), again.people.size());
        EXPECT_LE(one.people.size(), demo_people_most);
        names.insert(*one.patch.name);
        EXPECT_NE(one.patch.owner_id, 3);  // who is not active
        EXPECT_TRUE(std::ranges::find(one.followers, *one.patch.owner_id) == one.followers.end());
        for (const DemoPerson& person : one.people) {
            EXPECT_NE(person.patch.owner_id, 3);
            EXPECT_LE(code_points(*person.patch.name), limits::name_chars);
        }
    }
    EXPECT_GT(names.size(), 470U);
}

TEST(DemoRecords, ShowWhatThereIs) {
    auto directory = small_company();
    std::set<int> simple_levels;
    std::set<int> group_levels;
    std::set<std::string> countries;
    std::set<std::size_t> people;
    for (std::int64_t number = 0; number < 500; ++number) {
        directory.company.visibility_scheme = domain::VisibilityScheme::simple;
        const auto simple = make_demo_organization(number, directory);
        simple_levels.insert(*simple.patch.visible_to);
        if (simple.patch.address) countries.insert(country_code_of(simple.patch.address->country));
        people.insert(simple.people.size());
        directory.company.visibility_scheme = domain::VisibilityScheme::groups;
        group_levels.insert(*make_demo_organization(number, directory).patch.visible_to);
    }
    EXPECT_EQ(simple_levels, (std::set{1, 7}));
    EXPECT_EQ(group_levels, (std::set{1, 3, 5, 7}));
    EXPECT_GE(countries.size(), 25U);
    EXPECT_EQ(people.size(), demo_people_most + 1);
}

std::string text_of(const domain::CustomValues& values) {
    std::string text;
    for (const domain::CustomValue& value : values)
        text += std::to_string(value.field_id) + domain::part_text(value.data, domain::CustomPart::value) +
                domain::part_text(value.data, domain::CustomPart::currency);
    return text;
}

// Everything but the times of writing.
std::vector<std::string> stored(CompanyFolder& folder) {
    std::vector<std::string> lines;
    const auto directory = folder.directory();
    const auto done = domain::run_and_wait(
        folder.engine(), domain::Access::scan, 1, [&](domain::Transaction& transaction) -> Result<void> {
            domain::RecordQuery query{{}, {{domain::OrganizationField::id}}, 10'000, 0};
            auto listed = transaction.organizations().list(query, [&](const domain::Organization& one) {
                lines.push_back(std::to_string(one.id) + one.name + one.address.value + one.country_code + one.website +
                                std::to_string(one.owner_id) + std::to_string(one.visible_to) +
                                std::to_string(one.add_time) + std::to_string(one.count(domain::Counter::people)) +
                                std::to_string(one.count(domain::Counter::followers)) + text_of(one.custom));
                return true;
            });
            if (!listed) return listed;
            query.sort = {{domain::PersonField::id}};
            return transaction.persons().list(query, [&](const domain::Person& one) {
                lines.push_back(std::to_string(one.id) + one.name + one.last_name + std::to_string(*one.organization_id) +
                                (one.emails.empty() ? "" : one.emails[0].value) +
                                (one.phones.empty() ? "" : one.phones[0].value) +
                                std::to_string(one.count(domain::Counter::followers)) + text_of(one.custom));
                return true;
            });
        });
    EXPECT_TRUE(done) << done.error().message;
    for (const domain::User& user : directory->users) lines.push_back(user.name + user.email);
    return lines;
}

void fill(CompanyFolder& folder, int organizations) {
    folder.output("demo begin");
    for (int first = 0; first < organizations; first += 8)
        folder.output("demo slice", {{"first", std::to_string(first)}, {"count", "8"}});
}

TEST(Demo, IsTheSameInEachEmptyCompany) {
    CompanyFolder one;
    CompanyFolder other;
    fill(one, 96);
    fill(other, 96);
    const auto lines = stored(one);
    EXPECT_EQ(lines, stored(other));
    EXPECT_GT(lines.size(), 96U + 96U);
    EXPECT_EQ(one.output("check"), "clean\n");
}

TEST(Demo, AddsUsersWhereThereAreFew) {
    CompanyFolder folder;
    EXPECT_EQ(folder.output("demo begin"), "0\t6\t5\n");
    EXPECT_EQ(folder.output("demo begin"), "0\t6\t0\n");
    EXPECT_EQ(folder.directory()->users.size(), 6U);
    folder.output("demo slice", {{"first", "0"}, {"count", "2"}});
    EXPECT_EQ(folder.output("demo begin", {{"only_if_empty", "true"}}), "2\t6\t0\n");

    CompanyFolder large;
    for (const auto* name : {"b", "c", "d", "e", "f"})
        large.output("user add", {{"name", name}, {"email", std::string(name) + "@acme.example"}});
    EXPECT_EQ(large.output("demo begin"), "0\t6\t0\n");
}

TEST(Demo, WorksInACompanyOfGroupsAndCampaigns) {
    CompanyFolder folder;
    folder.output("company set", {{"visibility_scheme", "groups"}, {"campaigns", "on"}});
    fill(folder, 64);
    EXPECT_EQ(folder.output("check"), "clean\n");
}

// How many records of the company have a value, by the field's name.
std::map<std::string, int> filled(CompanyFolder& folder) {
    std::map<std::string, int> counts;
    const auto directory = folder.directory();
    for (const domain::CustomField& field : directory->custom_fields) counts[field.name] = 0;
    const auto count = [&](const domain::CustomValues& values) {
        for (const domain::CustomValue& value : values) ++counts[directory->custom_field(value.field_id)->name];
        return true;
    };
    const auto done = domain::run_and_wait(
        folder.engine(), domain::Access::scan, 1, [&](domain::Transaction& transaction) -> Result<void> {
            const domain::RecordQuery query{{}, {}, 10'000, 0};
            auto listed =
                transaction.organizations().list(query, [&](const domain::Organization& one) { return count(one.custom); });
            if (!listed) return listed;
            return transaction.persons().list(query, [&](const domain::Person& one) { return count(one.custom); });
        });
    EXPECT_TRUE(done) << done.error().message;
    return counts;
}

TEST(Demo, GivesMostRecordsValuesOfCustomFields) {
    CompanyFolder folder;
    fill(folder, 96);
    const auto counts = filled(folder);
    EXPECT_EQ(counts.size(), 6U);
    for (const auto& [name, count] : counts) EXPECT_GT(count, 48) << name;
    for (const char* name : {"Segment", "Markets", "Yearly contract", "Customer since", "Account number"})
        EXPECT_LE(counts.at(name), 96) << name;
    EXPECT_EQ(folder.output("check"), "clean\n");
}

TEST(Demo, WritesNotesAboutSomeOrganizationsAndPeople) {
    CompanyFolder folder;
    fill(folder, 96);
    int notes = 0;
    std::set<std::int64_t> organizations;
    std::set<std::int64_t> persons;
    const auto done = domain::run_and_wait(
        folder.engine(), domain::Access::scan, 1, [&](domain::Transaction& transaction) -> Result<void> {
            return transaction.notes().list({{}, {}, 10'000, 0}, [&](const domain::Note& note) {
                ++notes;
                organizations.insert(note.organization_id.value_or(0));
                if (note.person_id) persons.insert(*note.person_id);
                EXPECT_LT(note.add_time, note.update_time);
                return true;
            });
        });
    EXPECT_TRUE(done) << done.error().message;
    EXPECT_GT(organizations.size(), 16U);
    EXPECT_LT(organizations.size(), 64U);
    EXPECT_FALSE(organizations.contains(0));
    EXPECT_GT(notes, static_cast<int>(organizations.size()));
    EXPECT_GT(persons.size(), 8U);
}

TEST(Demo, AddsDealsWithActivitiesAboutThem) {
    CompanyFolder folder;
    fill(folder, 96);
    std::set<std::int64_t> organizations;
    std::set<domain::DealStatus> statuses;
    std::set<std::int64_t> stages;
    std::int64_t participants = 0;
    std::int64_t activities = 0;
    std::int64_t counted = 0;
    const auto done = domain::run_and_wait(
        folder.engine(), domain::Access::scan, 1, [&](domain::Transaction& transaction) -> Result<void> {
            auto listed = transaction.deals().list({{}, {}, 10'000, 0, {}, {}, {}}, [&](const domain::Deal& deal) {
                organizations.insert(deal.organization_id.value_or(0));
                statuses.insert(deal.status);
                stages.insert(deal.stage_id);
                participants += deal.participants;
                counted += deal.count(domain::Counter::activities);
                return true;
            });
            if (!listed) return listed;
            return transaction.activities().list({{}, {}, 10'000, 0, {}, {}, {}}, [&](const domain::Activity& activity) {
                activities += activity.deal_id ? 1 : 0;
                return true;
            });
        });
    EXPECT_TRUE(done) << done.error().message;
    EXPECT_GT(organizations.size(), 40U);
    EXPECT_LT(organizations.size(), 96U);
    EXPECT_FALSE(organizations.contains(0));
    EXPECT_EQ(statuses.size(), 3U);
    EXPECT_EQ(stages.size(), 5U);
    EXPECT_GT(participants, 40);
    EXPECT_GT(activities, 40);
    EXPECT_EQ(counted, activities);
}

TEST(Demo, AddsEachCustomFieldOnce) {
    CompanyFolder folder;
    folder.output("demo begin");
    folder.output("demo begin");
    const auto directory = folder.directory();
    ASSERT_EQ(directory->custom_fields.size(), 6U);
    EXPECT_EQ(directory->custom_fields.front().name, "Segment");
    EXPECT_EQ(directory->custom_fields.front().options.size(), 4U);
    EXPECT_EQ(directory->custom_fields.back().kind, domain::Kind::person);
}

// Where somebody took a field away, or the options that a value would be of.
TEST(DemoRecords, HaveValuesOfTheFieldsThatThereAre) {
    auto directory = small_company();
    EXPECT_TRUE(make_demo_organization(0, directory).patch.custom.empty());
    domain::CustomField segment;
    segment.id = 20'001;
    segment.name = "Segment";
    segment.type = domain::FieldType::enumeration;
    domain::CustomField role = segment;
    role.id = 20'002;
    role.kind = domain::Kind::person;
    role.name = "Role";
    role.type = domain::FieldType::varchar;
    role.delete_time = 1;
    directory.custom_fields = {segment, role};
    for (std::int64_t number = 0; number < 50; ++number) {
        const auto bare = make_demo_organization(number, directory);
        EXPECT_TRUE(bare.patch.custom.empty());
        for (const DemoPerson& person : bare.people) EXPECT_TRUE(person.patch.custom.empty());
    }
    directory.custom_fields[0].options = {{7, "Only", "", 1}};
    int segments = 0;
    for (std::int64_t number = 0; number < 50; ++number)
        for (const domain::CustomPatch& patch : make_demo_organization(number, directory).patch.custom) {
            EXPECT_EQ(patch.data, domain::CustomData(std::int64_t{7}));
            ++segments;
        }
    EXPECT_GT(segments, 25);
}

TEST(Demo, RefusesOtherSlices) {
    CompanyFolder folder;
    for (const auto& [first, count] :
         std::vector<std::pair<std::string, std::string>>{{"-1", "1"}, {"0", "0"}, {"0", "51"}, {"0", "x"}, {"", "1"}})
        EXPECT_NE(folder.run("demo slice", {{"first", first}, {"count", count}}).status, 0) << first << " " << count;
    EXPECT_EQ(folder.run("demo begin", {}, 9).status, 1);
}

}  // namespace
}  // namespace stele::app
