// What Ortto's calls give to fields, and what becomes of it on a record.

#include <string>

#include <gtest/gtest.h>

#include "base/limits.h"
#include "dialect/ortto/input.h"
#include "dialect/ortto/merge_request.h"
#include "dialect/ortto/record_patch.h"
#include "domain/attributes.h"

namespace stele::dialect::ortto {
namespace {

using domain::Address;
using domain::Attribute;
using domain::CustomData;
using domain::Money;
using domain::Span;

constexpr std::int64_t first_custom = 20'001;
constexpr Micros now = 1'700'000'000'000'000;  // 2023-11-14T22:13:20Z

// A company with an account field of each type that Ortto has, named after the type.
domain::Directory make_directory() {
    domain::Directory directory;
    directory.company.id = 1;
    directory.company.domain = "acme";
    directory.users.push_back({.id = 1, .name = "Ann Admin", .email = "ann@acme.example"});
    directory.users.push_back({.id = 2, .name = "Bob Berg", .email = "bob@acme.example"});
    directory.users.push_back({.id = 3, .name = "Gone", .email = "gone@acme.example", .is_active = false});
    std::int64_t id = first_custom;
    for (const std::string_view name : {"text", "large_text", "integer", "decimal", "currency", "date", "time", "bool",
                                        "phone", "single_select", "multi_select", "object"}) {
        const CustomType* type = find_custom_type(name);
        domain::CustomField field;
        field.id = id++;
        field.kind = domain::Kind::organization;
        field.type = type->type;
        field.format = type->format;
        field.slug = name;
        field.key = std::string(name);
        if (field.has_options()) field.options = {{11, "Yes", "", 1}, {12, "No", "", 2}};
        directory.custom_fields.push_back(std::move(field));
    }
    return directory;
}

class OrttoInput : public testing::Test {
   protected:
    // Of one member of `fields`, as JSON.
    [[nodiscard]] Result<FieldWrite> read(Entity entity, const std::string& member,
                                          const std::vector<std::string>& keys = {}) const {
        const auto document = JsonDocument::parse('{' + member + '}');
        if (!document) return fail(document);
        return read_field(Fields(directory_, entity), *document->root().begin(), keys);
    }
    [[nodiscard]] std::optional<CustomData> data(Entity entity, const std::string& member) const {
        auto write = read(entity, member);
        EXPECT_TRUE(write) << member << ": " << write.error().message;
        return write ? std::move(write->data) : std::nullopt;
    }
    [[nodiscard]] std::string error(Entity entity, const std::string& member) const {
        const auto write = read(entity, member);
        EXPECT_FALSE(write) << member;
        return write ? std::string() : write.error().message;
    }
    [[nodiscard]] std::vector<FieldWrite> writes(Entity entity, std::initializer_list<const char*> members) const {
        std::vector<FieldWrite> all;
        for (const char* member : members) {
            auto write = read(entity, member);
            EXPECT_TRUE(write) << member;
            if (write) all.push_back(std::move(*write));
        }
        return all;
    }
    [[nodiscard]] domain::PersonPatch patch(const domain::Person* current, std::initializer_list<const char*> members,
                                            MergeStrategy strategy = MergeStrategy::overwrite) const {
        return patch_person(directory_, {current, strategy, now}, writes(Entity::person, members));
    }

    domain::Directory directory_ = make_directory();
};

const CustomData* patched(const domain::CustomPatches& patches, Attribute attribute) {
    for (const auto& patch : patches)
        if (patch.field_id == id_of(attribute)) return patch.data ? &*patch.data : nullptr;
    return nullptr;
}

TEST_F(OrttoInput, EveryFormIsRead) {
    EXPECT_EQ(data(Entity::person, R"("str::first": "Ann")"), CustomData(std::string("Ann")));
    EXPECT_EQ(data(Entity::person, R"("str::email": " ann@x.example ")"), CustomData(std::string("ann@x.example")));
    EXPECT_EQ(data(Entity::account, R"("int:o:employees": 60)"), CustomData(60.0));
    EXPECT_EQ(data(Entity::account, R"("int:oc:integer": -7)"), CustomData(-7.0));
    EXPECT_EQ(data(Entity::account, R"("int:oc:decimal": 1500)"), CustomData(1.5));
    EXPECT_EQ(data(Entity::account, R"("int:oc:currency": 99990)"), CustomData(Money{99.99, {}}));
    EXPECT_EQ(data(Entity::person, R"("bol::gdpr": true)"), CustomData(1.0));
    EXPECT_EQ(data(Entity::account, R"("bol:oc:bool": false)"), CustomData(std::int64_t{12}));
    EXPECT_EQ(data(Entity::account, R"("str:oc:single_select": "yes")"), CustomData(std::int64_t{11}));
    EXPECT_EQ(data(Entity::account, R"("sst:oc:multi_select": ["No", "Yes", "NO"])"),
              CustomData(std::vector<std::int64_t>{12, 11}));
    EXPECT_EQ(data(Entity::account, R"("sst:oc:multi_select": "No")"), CustomData(std::vector<std::int64_t>{12}));
    EXPECT_EQ(data(Entity::account, R"("obj:oc:object": {"a": [1, null]})"), CustomData(std::string(R"({"a":[1,null]})")));
    EXPECT_EQ(data(Entity::person, R"("geo::city": {"name": "Porto"})"), CustomData(std::string("Porto")));
    EXPECT_EQ(data(Entity::person, R"("geo::city": "Porto")"), CustomData(std::string("Porto")));
    EXPECT_EQ(data(Entity::account, R"("str:o:owner": "bob berg")"), CustomData(std::int64_t{2}));
    EXPECT_EQ(data(Entity::account, R"("str:o:owner": "ANN@acme.example")"), CustomData(std::int64_t{1}));
}

TEST_F(OrttoInput, PhoneNumbersHaveTwoForms) {
    const CustomData number(std::string("+61401234567"));
    EXPECT_EQ(data(Entity::person, R"("phn::phone": {"c": "61", "n": "401234567"})"), number);
    EXPECT_EQ(data(Entity::person, R"("phn::phone": {"c": "+61", "n": 401234567})"), number);
    EXPECT_EQ(data(Entity::person, R"("phn::phone": {"phone": "61401234567", "parse_with_country_code": true})"), number);
    EXPECT_EQ(data(Entity::person, R"("phn::phone": "+61 401 234 567")"), number);
    EXPECT_EQ(data(Entity::account, R"("phn:oc:phone": {"c": "61", "n": "401 234 567"})"), number);
    EXPECT_EQ(data(Entity::person, R"("phn::phone": {"phone": "0401234567", "parse_with_country_code": false})"),
              CustomData(std::string("0401234567")));
    EXPECT_EQ(data(Entity::person, R"("phn::phone": {"n": "0401234567"})"), CustomData(std::string("0401234567")));
    EXPECT_EQ(data(Entity::person, R"("phn::phone": {"c": "", "n": ""})"), std::nullopt);
    for (const char* bad :
         {R"({"c": "999", "n": "1"})", R"({"c": "61", "n": ""})", R"({"phone": "0401", "parse_with_country_code": true})",
          R"({"phone": "61401", "parse_with_country_code": "yes"})", "true", R"({"c": [], "n": "1"})"})
        EXPECT_EQ(error(Entity::person, R"("phn::phone": )" + std::string(bad)),
                  "failed to validate field phn::phone in schema: a phone number is needed: c and n, or phone and "
                  "parse_with_country_code: Invalid value")
            << bad;
}

TEST_F(OrttoInput, DaysAndMomentsHaveTwoForms) {
    EXPECT_EQ(data(Entity::person, R"("dtz::b": {"year": 1980, "month": 3, "day": 4, "timezone": "Australia/Sydney"})"),
              CustomData(Span{"1980-03-04", {}, "Australia/Sydney"}));
    EXPECT_EQ(data(Entity::person, R"("dtz::b": "1980-03-04")"), CustomData(Span{"1980-03-04", {}, {}}));
    EXPECT_EQ(data(Entity::account, R"("dtz:oc:date": "1980-03-04T10:00:00+10:00")"),
              CustomData(Span{"1980-03-04", {}, {}}));
    EXPECT_EQ(data(Entity::account, R"("tme:oc:time": "2026-01-02T03:04:05.6+01:00")"),
              CustomData(Span{"2026-01-02T02:04:05Z", {}, {}}));
    EXPECT_EQ(data(Entity::account, R"("tme:oc:time": {"year": 2026, "month": 7, "day": 1, "timezone": "Europe/Riga"})"),
              CustomData(Span{"2026-06-30T21:00:00Z", {}, {}}));
    for (const char* bad :
         {R"({"year": 1980, "month": 2, "day": 30})", R"({"year": 0, "month": 2, "day": 3})", "5",
          R"({"year": 1980, "month": 2, "day": 3, "timezone": "Mars/Base"})", R"("1980-3-4")", R"("1980-03-04 or so")"})
        EXPECT_NE(error(Entity::person, R"("dtz::b": )" + std::string(bad)).find("a date is needed"), std::string::npos);
    EXPECT_NE(error(Entity::account, R"("tme:oc:time": 5)").find("a time is needed"), std::string::npos);
}

TEST_F(OrttoInput, NullAndEmptyTextsClear) {
    for (const char* member :
         {R"("str::first": null)", R"("str::first": "")", R"("str::email": " ")", R"("dtz::b": null)", R"("dtz::b": "")",
          R"("bol::gdpr": null)", R"("geo::city": null)", R"("geo::city": {"name": null})", R"("geo::city": {})",
          R"("phn::phone": null)", R"("dtz::b": {"year": null, "month": null, "day": null, "timezone": null})"})
        EXPECT_EQ(data(Entity::person, member), std::nullopt) << member;
    for (const char* member : {R"("int:o:employees": null)", R"("sst:oc:multi_select": [])", R"("str:oc:single_select": "")",
                               R"("int:oc:currency": null)", R"("obj:oc:object": null)", R"("tme:oc:time": "")"})
        EXPECT_EQ(data(Entity::account, member), std::nullopt) << member;
}

TEST_F(OrttoInput, WhatIsNotInTheSchemaIsSaidInItsWords) {
    EXPECT_EQ(error(Entity::person, R"("str::x": "a")"),
              "failed to validate field str::x in schema: str::x: Object not found");
    EXPECT_EQ(error(Entity::person, R"("str:oc:text": "a")"),
              "failed to validate field str:oc:text in schema: str:oc:text: Object not found");
    for (const std::string id : {"idt::o", "u4s::t", "str::is", "c", "int::v", "proximity::loc"})
        EXPECT_EQ(error(Entity::person, '"' + id + R"(": "a")"), "can not apply mutation for " + id);
    for (const std::string id : {"ids:o:p", "u4s:o:t", "int:o:e"})
        EXPECT_EQ(error(Entity::account, '"' + id + R"(": 1)"), "can not apply mutation for " + id);
    EXPECT_EQ(data(Entity::person, R"("str::u-ctx": "Enough")"), CustomData(std::string("Enough")));
    EXPECT_TRUE(read(Entity::person, R"("str::is": "API")", {"str::is"}));
}

TEST_F(OrttoInput, ValuesOfAnotherFormAreRefused) {
    for (const char* member :
         {R"("str::first": 5)", R"("str::email": "no address")", R"("str::email": "a@b@c")", R"("bol::gdpr": 1)",
          R"("geo::city": {"city": "x"})", R"("geo::city": 5)", R"("str::name": ["x"])"})
        EXPECT_NE(error(Entity::person, member).find(": Invalid value"), std::string::npos) << member;
    for (const char* member :
         {R"("int:o:employees": 1.5)", R"("int:o:employees": -1)", R"("int:o:employees": "5")", R"("int:oc:decimal": 0.5)",
          R"("int:oc:integer": 9007199254740993)", R"("bol:oc:bool": "yes")", R"("str:oc:single_select": "Maybe")",
          R"("str:oc:single_select": 11)", R"("sst:oc:multi_select": ["Yes", "Maybe"])", R"("obj:oc:object": [])",
          R"("str:o:owner": "Gone")", R"("str:o:owner": "")", R"("str:o:owner": 1)"})
        EXPECT_NE(error(Entity::account, member).find(": Invalid value"), std::string::npos) << member;
}

TEST_F(OrttoInput, TextsAreBounded) {
    const auto member = [](const std::string& id, std::size_t size) {
        return '"' + id + R"(": ")" + std::string(size, 'x') + '"';
    };
    EXPECT_TRUE(read(Entity::account, member("str:oc:text", limits::name_chars)));
    EXPECT_FALSE(read(Entity::account, member("str:oc:text", limits::name_chars + 1)));
    EXPECT_TRUE(read(Entity::account, member("str:oc:large_text", limits::large_text_chars)));
    EXPECT_FALSE(read(Entity::account, member("str:oc:large_text", limits::large_text_chars + 1)));
    EXPECT_FALSE(read(Entity::person, member("str::first", limits::name_chars + 1)));
}

TEST_F(OrttoInput, NewPeopleTakeMailsAndHaveASource) {
    const auto added = patch(nullptr, {R"("str::email": "ann@x.example")", R"("str::first": "Ann")"});
    EXPECT_EQ(added.name, "Ann");
    EXPECT_EQ(added.first_name, "Ann");
    ASSERT_TRUE(added.emails);
    EXPECT_EQ(*added.emails, (std::vector<domain::Contact>{{"ann@x.example", "work", true}}));
    const CustomData subscribed(Span{"2023-11-14T22:13:20Z", {}, {}});
    ASSERT_NE(patched(added.custom, Attribute::person_email_permission), nullptr);
    EXPECT_EQ(*patched(added.custom, Attribute::person_email_permission), CustomData(1.0));
    EXPECT_EQ(*patched(added.custom, Attribute::person_subscribed), subscribed);
    EXPECT_EQ(*patched(added.custom, Attribute::person_sms_permission), CustomData(0.0));
    EXPECT_EQ(patched(added.custom, Attribute::person_sms_unsubscribed), nullptr);
    EXPECT_EQ(*patched(added.custom, Attribute::person_initial_source), CustomData(std::string("API")));
    EXPECT_EQ(*patched(added.custom, Attribute::person_subscribe_context), CustomData(std::string("Subscribed via API")));
}

TEST_F(OrttoInput, NamesFollowTheirParts) {
    domain::Person person;
    person.name = "Ann Lee";
    person.first_name = "Ann";
    person.last_name = "Lee";
    EXPECT_EQ(patch(&person, {R"("str::last": "Low")"}).name, "Ann Low");
    EXPECT_EQ(patch(&person, {R"("str::first": null)"}).name, "Lee");
    EXPECT_EQ(patch(&person, {R"("str::first": null)", R"("str::last": "")", R"("str::ei": "e-1")"}).name, "e-1");
    EXPECT_EQ(patch(&person, {R"("str::name": "Dr Ann")"}).name, "Dr Ann");
    EXPECT_EQ(patch(&person, {R"("str::name": "Ann Lee")"}).name, std::nullopt);
    EXPECT_EQ(patch(&person, {R"("str::email": "ann@x.example")"}).name, std::nullopt);
    EXPECT_EQ(patch(nullptr, {R"("str::ei": "e-1")"}).name, "e-1");
    EXPECT_EQ(patch(nullptr, {R"("str::ei": "e-1")"}).first_name, "");
    EXPECT_EQ(patch(nullptr, {R"("bol::gdpr": true)"}).name, std::nullopt);

    domain::Person unnamed;
    unnamed.name = "old@x.example";
    unnamed.emails = {{"old@x.example", "work", true}};
    EXPECT_EQ(patch(&unnamed, {R"("str::email": "new@x.example")"}).name, "new@x.example");
    EXPECT_EQ(patch(&unnamed, {R"("str::first": "Nea")"}).name, "Nea");
}

TEST_F(OrttoInput, OtherAddressesStay) {
    domain::Person person;
    person.emails = {{"a@x.example", "home", true}, {"b@x.example", "work", false}};
    EXPECT_EQ(*patch(&person, {R"("str::email": "c@x.example")"}).emails,
              (std::vector<domain::Contact>{{"c@x.example", "home", true}, {"b@x.example", "work", false}}));
    EXPECT_EQ(*patch(&person, {R"("str::email": "B@x.example")"}).emails,
              (std::vector<domain::Contact>{{"B@x.example", "home", true}}));
    EXPECT_EQ(*patch(&person, {R"("str::email": null)"}).emails,
              (std::vector<domain::Contact>{{"b@x.example", "work", false}}));
    EXPECT_FALSE(patch(&person, {R"("str::email": "c@x.example")"}, MergeStrategy::append_only).emails);
    EXPECT_TRUE(patch(&person, {R"("phn::phone": "+61 4")"}, MergeStrategy::append_only).phones);
}

TEST_F(OrttoInput, PartsOfAnAddressAreWrittenOneByOne) {
    domain::Person person;
    Address address;
    address.locality = "Oslo";
    address.country = "Norway";
    person.custom = {{id_of(Attribute::person_address), address}};
    const auto changed = patch(&person, {R"("geo::city": {"name": "Moss"})", R"("str::postal": "1500")"});
    address.locality = "Moss";
    address.postal_code = "1500";
    ASSERT_NE(patched(changed.custom, Attribute::person_address), nullptr);
    EXPECT_EQ(*patched(changed.custom, Attribute::person_address), CustomData(address));
    const auto cleared = patch(&person, {R"("geo::city": null)", R"("geo::country": null)"});
    ASSERT_EQ(cleared.custom.size(), 1U);
    EXPECT_EQ(cleared.custom.front().data, std::nullopt);
    const auto filled = patch(&person, {R"("geo::city": "Moss")", R"("geo::region": "Viken")"}, MergeStrategy::append_only);
    Address kept = std::get<Address>(person.custom.front().data);
    kept.admin_area_level_1 = "Viken";
    EXPECT_EQ(*patched(filled.custom, Attribute::person_address), CustomData(kept));
}

TEST_F(OrttoInput, PermissionsTakeTheirTimesAlong) {
    domain::Person person;
    person.custom = {{id_of(Attribute::person_email_permission), 1.0}, {id_of(Attribute::person_sms_permission), 0.0}};
    EXPECT_EQ(patched(patch(&person, {R"("bol::p": true)"}).custom, Attribute::person_subscribed), nullptr);
    const auto left = patch(&person, {R"("bol::p": false)", R"("str::u-ctx": "Enough")", R"("bol::sp": true)"});
    EXPECT_NE(patched(left.custom, Attribute::person_unsubscribed), nullptr);
    EXPECT_EQ(*patched(left.custom, Attribute::person_unsubscribe_context), CustomData(std::string("Enough")));
    EXPECT_NE(patched(left.custom, Attribute::person_sms_subscribed), nullptr);
    EXPECT_EQ(*patched(left.custom, Attribute::person_sms_subscribe_context), CustomData(std::string("Subscribed via API")));
    EXPECT_TRUE(patch(&person, {R"("bol::p": false)"}, MergeStrategy::ignore_existing).custom.empty());
}

TEST_F(OrttoInput, AccountsArePatchedAlike) {
    domain::Organization account;
    account.name = "Acme";
    account.website = "https://acme.example";
    account.address.value = "Pier 4";
    account.address.locality = "Riga";
    const auto all =
        writes(Entity::account,
               {R"("str:o:name": "ACME")", R"("str:o:website": null)", R"("int:o:employees": 5)", R"("geo:o:city": "Oslo")",
                R"("geo:o:country": "Norway")", R"("str:o:owner": "Bob Berg")", R"("int:oc:decimal": 1)"});
    const auto changed = patch_organization(directory_, {&account, MergeStrategy::overwrite, now}, all);
    EXPECT_EQ(changed.name, "ACME");
    EXPECT_EQ(changed.website, "");
    EXPECT_EQ(changed.employee_count, std::optional<std::int64_t>(5));
    EXPECT_EQ(changed.owner_id, 2);
    ASSERT_TRUE(changed.address);
    EXPECT_EQ(changed.address->value, "Pier 4");
    EXPECT_EQ(changed.address->locality, "Oslo");
    EXPECT_EQ(changed.custom.size(), 1U);
    const auto filled = patch_organization(directory_, {&account, MergeStrategy::append_only, now}, all);
    EXPECT_FALSE(filled.name || filled.website || filled.owner_id);
    EXPECT_EQ(filled.address->locality, "Riga");
    EXPECT_EQ(filled.address->country, "Norway");
    const auto added = patch_organization(directory_, {nullptr, MergeStrategy::overwrite, now}, all);
    EXPECT_EQ(*patched(added.custom, Attribute::organization_source), CustomData(std::string("API")));
}

TEST_F(OrttoInput, LocationsAreFieldsAndMore) {
    const auto read_all = [](std::string_view text) {
        const auto document = JsonDocument::parse(text);
        EXPECT_TRUE(document);
        return read_location(document->root());
    };
    const auto custom = read_all(
        R"({"source_ip": "1.2.3.4", "custom": {"name": "Porto", "country": "Portugal", "latitude": 41.1, "timezone": "Europe/Lisbon"}, "address": null})");
    ASSERT_TRUE(custom);
    const auto patch = patch_person(directory_, {nullptr, MergeStrategy::overwrite, now}, *custom);
    EXPECT_EQ(std::get<Address>(*patched(patch.custom, Attribute::person_address)).locality, "Porto");
    EXPECT_EQ(std::get<Address>(*patched(patch.custom, Attribute::person_last_location)).value, "Porto, Portugal");
    EXPECT_EQ(*patched(patch.custom, Attribute::person_latitude), CustomData(41.1));
    EXPECT_EQ(*patched(patch.custom, Attribute::person_last_timezone), CustomData(std::string("Europe/Lisbon")));
    for (const std::string_view bad :
         {"5", R"({"source_ip": 5})", R"({"custom": "Porto"})", R"({"custom": {"name": 5}})",
          R"({"custom": {"latitude": 91}})", R"({"custom": {"timezone": "Mars"}})", R"({"address": {"city": []}})"})
        EXPECT_FALSE(read_all(bad)) << bad;
    EXPECT_TRUE(read_all("null"));
    EXPECT_TRUE(read_all("{}"));
}

TEST_F(OrttoInput, MergesSayHowRecordsAreFound) {
    const auto options = [&](Entity entity, std::string_view body) {
        const auto document = JsonDocument::parse(body);
        EXPECT_TRUE(document);
        return read_merge_options(Fields(directory_, entity), document->root());
    };
    const auto people = options(Entity::person, "{}");
    ASSERT_TRUE(people);
    ASSERT_EQ(people->keys.size(), 2U);
    EXPECT_EQ(people->keys[1].field.id, "str::ei");
    const auto accounts = options(Entity::account, R"({"merge_by": [], "merge_strategy": 1, "find_strategy": 2})");
    ASSERT_TRUE(accounts);
    ASSERT_EQ(accounts->keys.size(), 1U);
    EXPECT_EQ(accounts->strategy, MergeStrategy::append_only);
    EXPECT_EQ(accounts->find, FindStrategy::all);
    const auto by_id = options(Entity::account, R"({"merge_by": ["str:o:account_id"]})");
    ASSERT_TRUE(by_id);
    EXPECT_TRUE(by_id->by_id());
    for (const std::string_view bad :
         {R"({"merge_by": ["str::person_id", "str::email"]})", R"({"merge_by": ["bol::p"]})",
          R"({"merge_by": ["str::none"]})", R"({"merge_by": ["str::email", "str::ei", "str::name", "phn::phone"]})",
          R"({"merge_by": {}})", R"({"merge_strategy": 0})", R"({"find_strategy": 3})", R"({"merge_by_alt_fields": []})"})
        EXPECT_FALSE(options(Entity::person, bad)) << bad;
}

}  // namespace
}  // namespace stele::dialect::ortto
