#include "domain/custom_field.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "base/time_text.h"
#include "domain/field_change.h"

namespace stele::domain {

namespace {

constexpr PartName monetary_parts[] = {{CustomPart::currency, "_currency"}};
constexpr PartName date_range_parts[] = {{CustomPart::until, "_until"}};
constexpr PartName time_parts[] = {{CustomPart::timezone, "_timezone_id"}};
constexpr PartName time_range_parts[] = {{CustomPart::until, "_until"}, {CustomPart::timezone, "_timezone_id"}};
constexpr PartName parts_of_addresses[] = {
    {CustomPart::subpremise, "_subpremise"},
    {CustomPart::street_number, "_street_number"},
    {CustomPart::route, "_route"},
    {CustomPart::sublocality, "_sublocality"},
    {CustomPart::locality, "_locality"},
    {CustomPart::admin_area_level_1, "_admin_area_level_1"},
    {CustomPart::admin_area_level_2, "_admin_area_level_2"},
    {CustomPart::country, "_country"},
    {CustomPart::postal_code, "_postal_code"},
    {CustomPart::formatted_address, "_formatted_address"},
};

// In the order of the parts.
constexpr std::string Address::* address_members[] = {
    &Address::subpremise,         &Address::street_number, &Address::route,
    &Address::sublocality,        &Address::locality,      &Address::admin_area_level_1,
    &Address::admin_area_level_2, &Address::country,       &Address::postal_code,
    &Address::formatted_address};

struct PartText {
    CustomPart part;

    std::string operator()(const std::string& text) const { return part == CustomPart::value ? text : std::string(); }
    std::string operator()(double number) const { return part == CustomPart::value ? *history_text(number) : std::string(); }
    std::string operator()(const Money& money) const {
        if (part == CustomPart::currency) return money.currency;
        return (*this)(money.amount);
    }
    std::string operator()(std::int64_t id) const { return part == CustomPart::value ? *history_text(id) : std::string(); }
    std::string operator()(const std::vector<std::int64_t>& ids) const {
        return part == CustomPart::value ? history_text(ids).value_or("") : std::string();
    }
    std::string operator()(const Span& span) const {
        if (part == CustomPart::until) return span.until;
        if (part == CustomPart::timezone) return span.timezone;
        return (*this)(span.from);
    }
    // "ann@example.com (work), bob@example.com"
    std::string operator()(const std::vector<Contact>& contacts) const {
        std::string text;
        if (part != CustomPart::value) return text;
        for (const Contact& contact : contacts) {
            text.append(text.empty() ? "" : ", ").append(contact.value);
            if (!contact.label.empty()) text.append(" (").append(contact.label).append(")");
        }
        return text;
    }
    std::string operator()(const Address& address) const {
        if (part == CustomPart::value) return address.value;
        const auto member = address_member(part);
        return member != nullptr ? address.*member : std::string();
    }
};

std::optional<int> two_digits(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.size() != 2 || error != std::errc() || end != text.data() + 2 || text.front() == '-') return std::nullopt;
    return number;
}

}  // namespace

std::string Address::* address_member(CustomPart part) {
    const auto index = static_cast<std::size_t>(part) - static_cast<std::size_t>(CustomPart::subpremise);
    return part >= CustomPart::subpremise && index < std::size(address_members) ? address_members[index] : nullptr;
}

const LabelOption* CustomField::option(std::int64_t wanted) const {
    const auto found = std::ranges::lower_bound(options, wanted, {}, &LabelOption::id);
    return found != options.end() && found->id == wanted ? &*found : nullptr;
}

const CustomData* find_value(const CustomValues& values, std::int64_t field_id) {
    const auto found = std::ranges::lower_bound(values, field_id, {}, &CustomValue::field_id);
    return found != values.end() && found->field_id == field_id ? &found->data : nullptr;
}

std::span<const PartName> parts_of(FieldType type) {
    switch (type) {
        case FieldType::monetary:
            return monetary_parts;
        case FieldType::date_range:
            return date_range_parts;
        case FieldType::time:
            return time_parts;
        case FieldType::time_range:
            return time_range_parts;
        case FieldType::address:
            return parts_of_addresses;
        case FieldType::varchar:
        case FieldType::varchar_auto:
        case FieldType::text:
        case FieldType::phone:
        case FieldType::number:
        case FieldType::enumeration:
        case FieldType::set:
        case FieldType::user:
        case FieldType::organization:
        case FieldType::person:
        case FieldType::date:
        case FieldType::moment:
        case FieldType::contacts:
            return {};
    }
    return {};
}

std::string part_text(const CustomData& data, CustomPart part) { return std::visit(PartText{part}, data); }

std::optional<CustomData> shown_data(const CustomField& field, const CustomData& data) {
    if (!field.has_options()) return data;
    if (const auto* id = std::get_if<std::int64_t>(&data)) {
        if (field.option(*id) == nullptr) return std::nullopt;
        return data;
    }
    std::vector<std::int64_t> shown;
    if (const auto* ids = std::get_if<std::vector<std::int64_t>>(&data))
        std::ranges::copy_if(*ids, std::back_inserter(shown), [&](std::int64_t id) { return field.option(id) != nullptr; });
    if (shown.empty()) return std::nullopt;
    return shown;
}

bool is_searchable(FieldType type) {
    switch (type) {
        case FieldType::varchar:
        case FieldType::varchar_auto:
        case FieldType::text:
        case FieldType::phone:
        case FieldType::number:
        case FieldType::monetary:
        case FieldType::address:
        case FieldType::contacts:
            return true;
        case FieldType::enumeration:
        case FieldType::set:
        case FieldType::user:
        case FieldType::organization:
        case FieldType::person:
        case FieldType::date:
        case FieldType::date_range:
        case FieldType::time:
        case FieldType::time_range:
        case FieldType::moment:
            return false;
    }
    return false;
}

std::string searchable_text(FieldType type, const CustomData& data) {
    return is_searchable(type) ? part_text(data, CustomPart::value) : std::string();
}

std::optional<Micros> day_of(std::string_view date) { return date.size() == 10 ? parse_time(date) : std::nullopt; }

std::optional<Micros> moment_of(std::string_view text) {
    return text.size() == 20 && text[10] == 'T' && text.back() == 'Z' ? parse_time(text) : std::nullopt;
}

std::optional<Micros> time_of_day(std::string_view time) {
    if (time.size() != 8 || time[2] != ':' || time[5] != ':') return std::nullopt;
    const auto hours = two_digits(time.substr(0, 2));
    const auto minutes = two_digits(time.substr(3, 2));
    const auto seconds = two_digits(time.substr(6, 2));
    if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 59) return std::nullopt;
    return Micros{(*hours * 60 + *minutes) * 60 + *seconds} * 1'000'000;
}

}  // namespace stele::domain
