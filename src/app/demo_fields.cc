#include "app/demo_fields.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time_text.h"

namespace stele::app {

namespace {

using domain::CustomData;
using domain::CustomField;
using domain::CustomPatches;
using domain::Directory;
using domain::FieldType;
using domain::Kind;

struct DemoField {
    Kind kind;
    std::string_view name;
    FieldType type;
    std::span<const std::string_view> options;
};

constexpr std::string_view segments[] = {"Startup", "Small business", "Mid-market", "Enterprise"};
constexpr std::string_view markets[] = {"Europe", "North America", "Latin America", "Asia-Pacific",
                                        "Middle East and Africa"};
constexpr std::string_view roles[] = {"Managing director", "Head of purchasing", "Head of finance",  "Head of production",
                                      "Office manager",    "Sales manager",      "Quality engineer", "Assistant"};
constexpr std::string_view currencies[] = {"EUR", "EUR", "USD", "GBP"};

constexpr DemoField segment{Kind::organization, "Segment", FieldType::enumeration, segments};
constexpr DemoField market{Kind::organization, "Markets", FieldType::set, markets};
constexpr DemoField contract{Kind::organization, "Yearly contract", FieldType::monetary, {}};
constexpr DemoField since{Kind::organization, "Customer since", FieldType::date, {}};
constexpr DemoField account{Kind::organization, "Account number", FieldType::varchar, {}};
constexpr DemoField role{Kind::person, "Role", FieldType::varchar, {}};
constexpr DemoField demo_fields[] = {segment, market, contract, since, account, role};

constexpr Micros day_us = 86'400'000'000;
constexpr Micros first_day = 1'420'070'400'000'000;  // 2015-01-01; customers since some day of the ten years from then on
constexpr std::int64_t days = 10 * 365;

// Null when the company has none of that kind, name and type.
const CustomField* find(const Directory& directory, const DemoField& wanted) {
    const auto& fields = directory.custom_fields;
    const auto found = std::ranges::find_if(fields, [&](const CustomField& field) {
        return field.kind == wanted.kind && field.name == wanted.name && field.type == wanted.type && !field.delete_time;
    });
    return found != fields.end() ? &*found : nullptr;
}

domain::CustomFieldPatch patch_of(const DemoField& field) {
    domain::CustomFieldPatch patch;
    patch.name = field.name;
    patch.type = field.type;
    if (field.options.empty()) return patch;
    patch.options.emplace();
    for (const std::string_view label : field.options) patch.options->push_back({{}, std::string(label), {}});
    return patch;
}

std::optional<CustomData> option(const CustomField& field, DemoRandom& random) {
    if (field.options.empty()) return std::nullopt;
    return random.of(field.options).id;
}

std::optional<CustomData> options(const CustomField& field, DemoRandom& random) {
    std::vector<std::int64_t> chosen;
    for (const domain::LabelOption& one : field.options)
        if (random.one_in(3)) chosen.push_back(one.id);
    if (chosen.empty()) return std::nullopt;
    return chosen;
}

std::string day_of(DemoRandom& random) {
    const Micros time = first_day + static_cast<Micros>(random.below(days)) * day_us;
    return std::string(format_space(time).view().substr(0, 10));
}

std::string account_number(std::int64_t number) {
    char text[32];
    std::snprintf(text, sizeof text, "AC-%06lld", static_cast<long long>(number) + 1);
    return text;
}

void set(CustomPatches& patches, const CustomField* field, bool has_value, std::optional<CustomData> data) {
    if (field == nullptr || !has_value || !data) return;
    domain::CustomPatch& patch = patches.emplace_back();
    patch.field_id = field->id;
    patch.sets = true;
    patch.data = std::move(data);
}

}  // namespace

Result<void> add_demo_fields(domain::Transaction& transaction, const domain::Caller& caller) {
    for (const DemoField& field : demo_fields) {
        if (find(*caller.directory, field) != nullptr) continue;
        if (auto added = domain::add_custom_field(transaction, caller, field.kind, patch_of(field)); !added)
            return fail(added);
    }
    return {};
}

CustomPatches demo_organization_values(const Directory& directory, std::int64_t number, DemoRandom& random) {
    CustomPatches patches;
    const CustomField* field = find(directory, segment);
    if (field != nullptr) set(patches, field, !random.one_in(5), option(*field, random));
    field = find(directory, market);
    if (field != nullptr) set(patches, field, true, options(*field, random));
    const bool is_customer = !random.one_in(3);
    const double amount = static_cast<double>(1 + random.below(400)) * 250;
    const std::string_view currency = random.of(currencies);
    set(patches, find(directory, contract), is_customer, domain::Money{amount, std::string(currency)});
    set(patches, find(directory, since), is_customer, domain::Span{day_of(random), {}, {}});
    set(patches, find(directory, account), !random.one_in(10), account_number(number));
    return patches;
}

CustomPatches demo_person_values(const Directory& directory, DemoRandom& random) {
    CustomPatches patches;
    const std::string_view chosen = random.of(roles);
    set(patches, find(directory, role), !random.one_in(4), std::string(chosen));
    return patches;
}

}  // namespace stele::app
