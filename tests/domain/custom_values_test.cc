#include <gtest/gtest.h>

#include "domain/custom_field.h"
#include "domain/custom_fields.h"

namespace stele::domain {
namespace {

using Ids = std::vector<std::int64_t>;

CustomField field_of(std::int64_t id, FieldType type) {
    CustomField field;
    field.id = id;
    field.type = type;
    field.key = "key" + std::to_string(id);
    return field;
}

// One field a type, whose id is the type's number. Those with options have 1 and 3.
Directory make_directory() {
    Directory made;
    made.company.default_currency = "EUR";
    for (int number = 1; number <= 16; ++number) {
        CustomField field = field_of(number, static_cast<FieldType>(number));
        if (field.has_options()) field.options = {{1, "One", "", 1}, {3, "Three", "", 2}};
        made.custom_fields.push_back(field);
    }
    return made;
}
const Directory directory = make_directory();

constexpr std::int64_t id_of(FieldType type) { return static_cast<std::int64_t>(type); }

CustomPatch set_to(FieldType type, std::optional<CustomData> data, bool keeps_parts = false) {
    CustomPatch patch;
    patch.field_id = id_of(type);
    patch.sets = true;
    patch.data = std::move(data);
    patch.keeps_parts = keeps_parts;
    return patch;
}

CustomPatch part_to(FieldType type, CustomPart part, const std::string& text) {
    CustomPatch patch;
    patch.field_id = id_of(type);
    patch.parts.push_back({part, text});
    return patch;
}

// "key6: 1 -> 2, key6_currency: - -> EUR".
std::string apply(CustomValues& values, const CustomPatches& patches) {
    std::vector<FieldChange> changes;
    apply_custom(directory, values, patches, changes);
    std::string text;
    for (const FieldChange& change : changes) {
        if (!text.empty()) text += ", ";
        text += change.field + ": " + change.old_value.value_or("-") + " -> " + change.new_value.value_or("-");
    }
    return text;
}

TEST(DayOf, TakesDaysThatThereAre) {
    EXPECT_EQ(day_of("1970-01-01"), 0);
    EXPECT_EQ(day_of("1970-01-02"), 86'400'000'000);
    EXPECT_EQ(day_of("1969-12-31"), -86'400'000'000);
    EXPECT_TRUE(day_of("2024-02-29"));
    for (const char* text : {"", "2026-02-29", "2026-00-01", "2026-01-32", "2026-1-01", "2026-01-1 ", "20260101",
                             "2026/01/01", "2026-01-01 ", "2026-01-01T", "-026-01-01", "2026-01-0x", "2026-01-01 00:00:00"})
        EXPECT_EQ(day_of(text), std::nullopt) << text;
}

TEST(TimeOfDay, TakesTimesOfOneDay) {
    EXPECT_EQ(time_of_day("00:00:00"), 0);
    EXPECT_EQ(time_of_day("01:02:03"), Micros{3'723} * 1'000'000);
    EXPECT_EQ(time_of_day("23:59:59"), Micros{86'399} * 1'000'000);
    for (const char* text : {"", "24:00:00", "00:60:00", "00:00:60", "1:02:03", "01:02", "01-02-03", "01:02:3 ", " 1:02:03",
                             "-1:00:00", "+1:00:00", "01:02:03Z", "0x:00:00"})
        EXPECT_EQ(time_of_day(text), std::nullopt) << text;
}

TEST(PartText, IsWhatTheHistoryKeeps) {
    EXPECT_EQ(part_text(std::string("é"), CustomPart::value), "é");
    EXPECT_EQ(part_text(12.50, CustomPart::value), "12.5");
    EXPECT_EQ(part_text(std::int64_t{7}, CustomPart::value), "7");
    EXPECT_EQ(part_text(Ids{3, 1}, CustomPart::value), "3,1");
    EXPECT_EQ(part_text(Money{-5, "USD"}, CustomPart::value), "-5");
    EXPECT_EQ(part_text(Money{-5, "USD"}, CustomPart::currency), "USD");
    const Span span{"08:00:00", "09:00:00", "UTC"};
    EXPECT_EQ(part_text(span, CustomPart::value), "08:00:00");
    EXPECT_EQ(part_text(span, CustomPart::until), "09:00:00");
    EXPECT_EQ(part_text(span, CustomPart::timezone), "UTC");
    Address address;
    address.value = "Cais 1";
    for (const PartName& part : parts_of(FieldType::address)) address.*address_member(part.part) = part.suffix;
    EXPECT_EQ(part_text(address, CustomPart::value), "Cais 1");
    for (const PartName& part : parts_of(FieldType::address)) EXPECT_EQ(part_text(address, part.part), part.suffix);
}

TEST(PartText, IsEmptyForPartsThatThereAreNot) {
    for (const CustomPart part : {CustomPart::currency, CustomPart::until, CustomPart::timezone, CustomPart::locality}) {
        EXPECT_EQ(part_text(std::string("é"), part), "");
        EXPECT_EQ(part_text(1.0, part), "");
        EXPECT_EQ(part_text(std::int64_t{7}, part), "");
        EXPECT_EQ(part_text(Ids{3}, part), "");
    }
    EXPECT_EQ(part_text(Address{.value = "x"}, CustomPart::timezone), "");
}

TEST(ShownData, HasNoOptionThatWasRemoved) {
    const CustomField& set = *directory.custom_field(id_of(FieldType::set));
    EXPECT_EQ(shown_data(set, Ids{3, 2, 1}), CustomData(Ids{3, 1}));
    EXPECT_EQ(shown_data(set, Ids{2, 4}), std::nullopt);
    const CustomField& one = *directory.custom_field(id_of(FieldType::enumeration));
    EXPECT_EQ(shown_data(one, std::int64_t{3}), CustomData(std::int64_t{3}));
    EXPECT_EQ(shown_data(one, std::int64_t{2}), std::nullopt);
    EXPECT_EQ(shown_data(*directory.custom_field(id_of(FieldType::user)), std::int64_t{2}), CustomData(std::int64_t{2}));
}

TEST(SearchableText, IsThatOfTextsNumbersAndAddresses) {
    EXPECT_EQ(searchable_text(FieldType::phone, std::string("+41 1")), "+41 1");
    EXPECT_EQ(searchable_text(FieldType::number, 1.5), "1.5");
    EXPECT_EQ(searchable_text(FieldType::monetary, Money{7, "EUR"}), "7");
    EXPECT_EQ(searchable_text(FieldType::address, Address{.value = "Cais 1", .locality = "Porto"}), "Cais 1");
    EXPECT_EQ(searchable_text(FieldType::enumeration, std::int64_t{1}), "");
    EXPECT_EQ(searchable_text(FieldType::date, Span{"2026-01-01", "", ""}), "");
}

TEST(ApplyCustom, SaysWhatDiffersAndKeepsTheOrderOfFields) {
    CustomValues values;
    EXPECT_EQ(apply(values, {set_to(FieldType::user, std::int64_t{2}), set_to(FieldType::varchar, std::string("a")),
                             set_to(FieldType::number, 1.5)}),
              "key9: - -> 2, key1: - -> a, key5: - -> 1.5");
    EXPECT_EQ(values, (CustomValues{{1, std::string("a")}, {5, 1.5}, {9, std::int64_t{2}}}));
    EXPECT_EQ(apply(values, {set_to(FieldType::number, 1.5), set_to(FieldType::varchar, std::string("b"))}), "key1: a -> b");
    EXPECT_EQ(apply(values, {set_to(FieldType::varchar, {}), set_to(FieldType::text, {})}), "key1: b -> -");
    EXPECT_EQ(values, (CustomValues{{5, 1.5}, {9, std::int64_t{2}}}));
}

TEST(ApplyCustom, AnAmountAlwaysHasACurrency) {
    CustomValues values;
    const auto amount = [](double number, const char* currency) {
        return set_to(FieldType::monetary, Money{number, currency});
    };
    EXPECT_EQ(apply(values, {amount(1, "")}), "key6: - -> 1, key6_currency: - -> EUR");
    EXPECT_EQ(apply(values, {amount(2, "USD")}), "key6: 1 -> 2, key6_currency: EUR -> USD");
    EXPECT_EQ(apply(values, {amount(3, "")}), "key6: 2 -> 3");
    EXPECT_EQ(apply(values, {part_to(FieldType::monetary, CustomPart::currency, "NOK")}), "key6_currency: USD -> NOK");
    EXPECT_EQ(apply(values, {part_to(FieldType::monetary, CustomPart::currency, "")}), "");
    EXPECT_EQ(apply(values, {set_to(FieldType::monetary, {})}), "key6: 3 -> -, key6_currency: NOK -> -");
    EXPECT_EQ(apply(values, {part_to(FieldType::monetary, CustomPart::currency, "NOK")}), "");
    EXPECT_TRUE(values.empty());
}

TEST(ApplyCustom, ARangeIsWrittenWholeOrInParts) {
    CustomValues values;
    EXPECT_EQ(apply(values, {set_to(FieldType::time_range, Span{"08:00:00", "09:00:00", "UTC"})}),
              "key15: - -> 08:00:00, key15_until: - -> 09:00:00, key15_timezone_id: - -> UTC");
    EXPECT_EQ(apply(values, {set_to(FieldType::time_range, Span{"07:00:00", "", ""}, true)}), "key15: 08:00:00 -> 07:00:00");
    EXPECT_EQ(apply(values, {part_to(FieldType::time_range, CustomPart::until, "10:00:00")}),
              "key15_until: 09:00:00 -> 10:00:00");
    EXPECT_EQ(apply(values, {part_to(FieldType::time_range, CustomPart::timezone, "")}), "key15_timezone_id: UTC -> -");
    EXPECT_EQ(apply(values, {set_to(FieldType::time_range, Span{"07:00:00", "", ""})}), "key15_until: 10:00:00 -> -");
}

TEST(ApplyCustom, TheSameLineKeepsThePartsOfItsAddress) {
    CustomValues values;
    const Address cais{.value = "Cais 1", .locality = "Porto"};
    EXPECT_EQ(apply(values, {set_to(FieldType::address, cais)}), "key16: - -> Cais 1, key16_locality: - -> Porto");
    const Address line{.value = "Cais 1", .formatted_address = "Cais 1"};
    EXPECT_EQ(apply(values, {set_to(FieldType::address, line, true)}), "");
    EXPECT_EQ(apply(values, {set_to(FieldType::address, line)}),
              "key16_locality: Porto -> -, key16_formatted_address: - -> Cais 1");
}

TEST(ApplyCustom, OptionsThatWereRemovedAreNoValue) {
    CustomValues values = {{7, std::int64_t{2}}, {8, Ids{2, 3}}};
    const CustomValues stored = values;
    EXPECT_EQ(apply(values, {set_to(FieldType::enumeration, {}), set_to(FieldType::set, Ids{3})}), "");
    EXPECT_EQ(values, stored);
    EXPECT_EQ(apply(values, {set_to(FieldType::enumeration, std::int64_t{1}), set_to(FieldType::set, Ids{1, 3})}),
              "key7: - -> 1, key8: 3 -> 1,3");
    EXPECT_EQ(values, (CustomValues{{7, std::int64_t{1}}, {8, Ids{1, 3}}}));
}

}  // namespace
}  // namespace stele::domain
