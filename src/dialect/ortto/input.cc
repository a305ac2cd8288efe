#include "dialect/ortto/input.h"

#include <algorithm>
#include <cmath>

#include "base/json_copy.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/time_text.h"
#include "base/timezone.h"
#include "dialect/ortto/phones.h"
#include "domain/attributes.h"

namespace stele::dialect::ortto {

namespace {

using domain::CustomData;
using domain::CustomField;
using domain::FieldType;
using domain::LabelOption;
using domain::OrganizationField;
using domain::PersonField;

using Data = Result<std::optional<CustomData>>;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_address_of_mail(std::string_view text) {
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find_first_of(" \t\r\n,;<>") == std::string_view::npos && text.find('@', at + 1) == std::string_view::npos;
}

// One that is being read into a field.
class Reader {
   public:
    Reader(const domain::Directory& directory, const FieldInfo& field, const JsonValue& value)
        : directory_(directory), field_(field), value_(value), kept_(field.value_field(directory)) {}

    [[nodiscard]] Data read() const {
        if (value_.is_null() || says_nothing()) return std::nullopt;
        switch (field_.form) {
            case ValueForm::text:
                return field_.ref == OrganizationField::owner_name ? owner() : text();
            case ValueForm::integer:
                return number(whole_number());
            case ValueForm::thousandths:
                return thousandths();
            case ValueForm::boolean:
                return boolean();
            case ValueForm::date:
                return date();
            case ValueForm::moment:
                return moment();
            case ValueForm::phone:
                return phone();
            case ValueForm::geo:
                return place();
            case ValueForm::option:
                return option(value_);
            case ValueForm::options:
                return options();
            case ValueForm::object:
                return object();
            case ValueForm::tags:
            case ValueForm::account:
            case ValueForm::people:
            case ValueForm::location:
                break;
        }
        return refuse("nobody writes it");
    }

   private:
    // {"name": null}, or what is left of it where a client leaves out what it does not know.
    [[nodiscard]] bool says_nothing() const {
        if (!value_.is_object() || field_.form == ValueForm::object) return false;
        for (const JsonValue member : value_)
            if (!member.is_null()) return false;
        return true;
    }
    [[nodiscard]] std::unexpected<Error> refuse(std::string_view what) const { return invalid_value(field_.id, what); }

    [[nodiscard]] Data kept_text(std::string_view text) const {
        const bool is_long = kept_ != nullptr && kept_->type == FieldType::text;
        const std::size_t most = is_long ? limits::large_text_chars : limits::name_chars;
        if (text.empty()) return std::nullopt;
        if (code_points(text) > most) return refuse("a text has at most " + std::to_string(most) + " characters");
        return CustomData(std::string(text));
    }
    [[nodiscard]] Data text() const {
        if (!value_.is_string()) return refuse("a string is needed");
        if (field_.ref != PersonField::email) return kept_text(value_.string());
        const std::string_view address = trimmed(value_.string());
        if (!address.empty() && !is_address_of_mail(address)) return refuse("it is no e-mail address");
        return kept_text(address);
    }
    // By name or e-mail address.
    [[nodiscard]] Data owner() const {
        if (!value_.is_string()) return refuse("a string is needed");
        const std::string_view named = trimmed(value_.string());
        if (named.empty()) return refuse("an account has an owner");
        const std::string wanted = fold_exact(named);
        for (const auto member : {&domain::User::email, &domain::User::name})
            for (const domain::User& user : directory_.users)
                if (user.is_active && fold_exact(user.*member) == wanted) return CustomData(user.id);
        return refuse("there is no such user");
    }

    [[nodiscard]] std::optional<double> whole_number() const {
        if (value_.kind() != JsonKind::integer && value_.kind() != JsonKind::real) return std::nullopt;
        const double number = value_.real();
        if (number != std::trunc(number) || std::abs(number) > static_cast<double>(limits::exact_number))
            return std::nullopt;
        return number;
    }
    [[nodiscard]] Data number(std::optional<double> number) const {
        if (!number) return refuse("an integer is needed");
        if (field_.ref == OrganizationField::employee_count && *number < 0) return refuse("it is negative");
        return CustomData(*number);
    }
    [[nodiscard]] Data thousandths() const {
        const auto scaled = whole_number();
        if (!scaled) return refuse("an integer of thousandths is needed");
        const double number = *scaled / 1'000;
        if (kept_ != nullptr && kept_->type == FieldType::monetary) return CustomData(domain::Money{number, {}});
        return CustomData(number);
    }
    [[nodiscard]] Data boolean() const {
        if (value_.kind() != JsonKind::boolean) return refuse("true or false is needed");
        const bool yes = value_.boolean();
        if (kept_ == nullptr || kept_->type != FieldType::enumeration) return CustomData(yes ? 1.0 : 0.0);
        const std::size_t index = yes ? 0 : 1;
        if (kept_->options.size() <= index) return refuse("the field has no such value");
        return CustomData(kept_->options[index].id);
    }

    [[nodiscard]] Data date() const {
        if (value_.is_string() && value_.string().empty()) return std::nullopt;
        const auto span = date_of(value_);
        if (!span) return refuse("a date is needed: year, month, day and timezone, or YYYY-MM-DD");
        return CustomData(*span);
    }
    [[nodiscard]] Data moment() const {
        if (value_.is_string() && value_.string().empty()) return std::nullopt;
        const auto time = read_moment(value_);
        if (!time) return refuse("a time is needed: YYYY-MM-DDTHH:MM:SSZ");
        return CustomData(moment_span(*time));
    }
    [[nodiscard]] Data phone() const {
        const auto number = read_phone(value_);
        if (!number) return refuse("a phone number is needed: c and n, or phone and parse_with_country_code");
        return kept_text(*number);
    }
    [[nodiscard]] Data place() const {
        if (value_.is_string()) return kept_text(value_.string());
        const auto name = value_.find("name");
        if (!name || (!name->is_string() && !name->is_null())) return refuse("an object with a name is needed");
        return name->is_null() ? Data(std::nullopt) : kept_text(name->string());
    }

    [[nodiscard]] Data option(const JsonValue& label) const {
        if (!label.is_string() || kept_ == nullptr) return refuse("a string is needed");
        if (label.string().empty()) return std::nullopt;
        const auto& all = kept_->options;
        auto found = std::ranges::find(all, label.string(), &LabelOption::label);
        if (found == all.end()) {
            const std::string wanted = fold_exact(label.string());
            found = std::ranges::find_if(all, [&](const LabelOption& each) { return fold_exact(each.label) == wanted; });
        }
        if (found == all.end()) return refuse("the field has no such value");
        return CustomData(found->id);
    }
    [[nodiscard]] Data options() const {
        std::vector<std::int64_t> ids;
        const auto add = [&](const JsonValue& label) -> Result<void> {
            const auto id = option(label);
            if (!id) return fail(id);
            if (*id && std::ranges::find(ids, std::get<std::int64_t>(**id)) == ids.end())
                ids.push_back(std::get<std::int64_t>(**id));
            return {};
        };
        if (!value_.is_array()) {
            if (auto added = add(value_); !added) return fail(added);
        }
        if (value_.is_array())
            for (const JsonValue label : value_)
                if (auto added = add(label); !added) return fail(added);
        if (ids.empty()) return std::nullopt;
        return CustomData(std::move(ids));
    }
    [[nodiscard]] Data object() const {
        if (!value_.is_object()) return refuse("an object is needed");
        std::string text = json_text(value_);
        if (code_points(text) > limits::text_chars) return refuse("it is too large");
        return CustomData(std::move(text));
    }

    [[nodiscard]] static std::optional<domain::Span> date_of(const JsonValue& value);

    const domain::Directory& directory_;
    const FieldInfo& field_;
    const JsonValue& value_;
    const CustomField* kept_;  // null: a member of the record
};

std::optional<std::int64_t> integer_in(const JsonValue& value, std::string_view name, std::int64_t most) {
    const auto member = value.find(name);
    if (!member || member->kind() != JsonKind::integer || member->integer() < 1 || member->integer() > most)
        return std::nullopt;
    return member->integer();
}

// Digits of a fixed number, with zeros before them.
std::string padded(std::int64_t number, std::size_t size) {
    std::string text = std::to_string(number);
    return text.size() < size ? std::string(size - text.size(), '0') + text : text;
}

// "YYYY-MM-DD" of an object or of the beginning of a text; empty when it is none.
std::string day_in(const JsonValue& value) {
    constexpr std::size_t day_size = 10;
    std::string day;
    if (value.is_object()) {
        const auto year = integer_in(value, "year", 9'999);
        const auto month = integer_in(value, "month", 12);
        const auto number = integer_in(value, "day", 31);
        if (!year || !month || !number) return {};
        day = padded(*year, 4) + '-' + padded(*month, 2) + '-' + padded(*number, 2);
    } else if (value.is_string()) {
        const std::string_view text = value.string();
        const bool goes_on = text.size() > day_size;
        if (goes_on && !parse_rfc3339(text, true) && !parse_time(text)) return {};
        day = text.substr(0, day_size);
    }
    return domain::day_of(day) ? day : std::string();
}

// Nothing for a time zone that is none; empty where there is none.
std::optional<std::string> timezone_in(const JsonValue& value) {
    const auto timezone = value.find("timezone");
    if (!timezone || timezone->is_null()) return std::string();
    if (!timezone->is_string()) return std::nullopt;
    if (!timezone->string().empty() && !is_timezone(timezone->string())) return std::nullopt;
    return std::string(timezone->string());
}

std::optional<domain::Span> Reader::date_of(const JsonValue& value) {
    std::string day = day_in(value);
    auto timezone = timezone_in(value);
    if (day.empty() || !timezone) return std::nullopt;
    return domain::Span{std::move(day), {}, std::move(*timezone)};
}

// --- location ----------------------------------------------------------------------------------------------------------

using domain::Attribute;
using domain::CustomForm;
using domain::CustomPart;

FieldInfo kept_field(std::string_view name, Attribute attribute, CustomPart part, CustomForm form) {
    FieldInfo field;
    field.id = std::string("location.").append(name);
    field.ref = {domain::Kind::person, id_of(attribute), part, form};
    return field;
}

// A member of `custom` or `address`, and where it goes.
struct LocationMember {
    std::string_view name;
    CustomPart part;
};
constexpr LocationMember custom_members[] = {
    {"name", CustomPart::locality},
    {"region", CustomPart::admin_area_level_1},
    {"country", CustomPart::country},
};
constexpr LocationMember address_members[] = {
    {"address1", CustomPart::value},  {"address2", CustomPart::subpremise},
    {"city", CustomPart::locality},   {"region", CustomPart::admin_area_level_1},
    {"country", CustomPart::country}, {"postal_code", CustomPart::postal_code},
};

std::unexpected<Error> bad_location(std::string_view what) {
    return fail(ErrorCode::invalid, std::string("Failed to parse location: ").append(what).append(": Invalid value"));
}

Result<void> add_places(const JsonValue& places, std::span<const LocationMember> members, std::vector<FieldWrite>& writes) {
    std::string line;
    for (const LocationMember& member : members) {
        const auto value = places.find(member.name);
        if (!value || value->is_null()) continue;
        if (!value->is_string() || code_points(value->string()) > limits::name_chars)
            return bad_location(std::string(member.name) + " must be a string");
        if (value->string().empty()) continue;
        const std::string text(value->string());
        writes.push_back({kept_field(member.name, Attribute::person_address, member.part, CustomForm::text), text});
        const bool is_last = member.part == CustomPart::locality || member.part == CustomPart::admin_area_level_1 ||
                             member.part == CustomPart::country;
        if (!is_last) continue;
        writes.push_back({kept_field(member.name, Attribute::person_last_location, member.part, CustomForm::text), text});
        line.append(line.empty() ? "" : ", ").append(text);
    }
    if (!line.empty())
        writes.push_back(
            {kept_field("name", Attribute::person_last_location, CustomPart::value, CustomForm::text), std::move(line)});
    return {};
}

Result<void> add_coordinate(const JsonValue& places, std::string_view name, Attribute attribute, double most,
                            std::vector<FieldWrite>& writes) {
    const auto value = places.find(name);
    if (!value || value->is_null()) return {};
    const bool is_number = value->kind() == JsonKind::integer || value->kind() == JsonKind::real;
    if (!is_number || std::abs(value->real()) > most)
        return bad_location(std::string(name) + " must be a number of degrees");
    writes.push_back({kept_field(name, attribute, CustomPart::value, CustomForm::number), value->real()});
    return {};
}

Result<void> add_custom_location(const JsonValue& custom, std::vector<FieldWrite>& writes) {
    auto added = add_places(custom, custom_members, writes);
    if (added) added = add_coordinate(custom, "latitude", Attribute::person_latitude, 90, writes);
    if (added) added = add_coordinate(custom, "longitude", Attribute::person_longitude, 180, writes);
    if (!added) return added;
    const auto timezone = timezone_in(custom);
    if (!timezone) return bad_location("timezone must be the name of a time zone");
    if (!timezone->empty())
        writes.push_back(
            {kept_field("timezone", Attribute::person_last_timezone, CustomPart::value, CustomForm::text), *timezone});
    return {};
}

}  // namespace

std::unexpected<Error> invalid_value(std::string_view field, std::string_view what) {
    std::string text = "failed to validate field ";
    text.append(field).append(" in schema: ").append(what).append(": Invalid value");
    return fail(ErrorCode::invalid, std::move(text), std::string(field));
}

domain::Span moment_span(Micros time) { return {std::string(format_rfc3339(time).view()), {}, {}}; }

std::optional<Micros> read_moment(const JsonValue& value) {
    if (value.is_string()) {
        const auto time = parse_rfc3339(value.string(), true);
        return time ? time : parse_time(value.string());
    }
    const std::string day = day_in(value);
    const auto timezone = timezone_in(value);
    if (day.empty() || !timezone) return std::nullopt;
    return start_of_day(timezone->empty() ? "UTC" : *timezone, *domain::day_of(day) / limits::day_us);
}

Result<std::optional<CustomData>> read_data(const domain::Directory& directory, const FieldInfo& field,
                                            const JsonValue& value) {
    return Reader(directory, field, value).read();
}

Result<FieldInfo> find_field(const Fields& fields, std::string_view id) {
    auto field = fields.find(id);
    if (field) return std::move(*field);
    std::string text = "failed to validate field ";
    text.append(id).append(" in schema: ").append(id).append(": Object not found");
    return fail(ErrorCode::invalid, std::move(text), std::string(id));
}

Result<FieldWrite> read_field(const Fields& fields, const JsonValue& member, std::span<const std::string> keys) {
    auto field = find_field(fields, member.name());
    if (!field) return fail(field);
    // Messages for the action of unsubscribing: read-only in the schema, and documented as what a merge may say.
    const bool is_context = field->id == "str::u-ctx" || field->id == "str::soo-ctx";
    const bool is_key = std::ranges::find(keys, field->id) != keys.end();
    const bool of_nobody = field->read_only || field->form == ValueForm::tags;
    if (of_nobody && !is_context && !is_key)
        return fail(ErrorCode::invalid, "can not apply mutation for " + field->id, field->id);
    auto data = read_data(fields.directory(), *field, member);
    if (!data) return fail(data);
    return FieldWrite{std::move(*field), std::move(*data)};
}

Result<std::vector<FieldWrite>> read_location(const JsonValue& location) {
    std::vector<FieldWrite> writes;
    if (location.is_null()) return writes;
    if (!location.is_object()) return bad_location("an object is needed");
    for (const JsonValue member : location) {
        if (member.is_null()) continue;
        Result<void> added;
        if (member.name() == "source_ip") {
            if (!member.is_string()) return bad_location("source_ip must be a string");
        } else if (member.name() == "custom" || member.name() == "address") {
            if (!member.is_object()) return bad_location(std::string(member.name()) + " must be an object");
            added = member.name() == "custom" ? add_custom_location(member, writes)
                                              : add_places(member, address_members, writes);
        }
        if (!added) return fail(added);
    }
    return writes;
}

}  // namespace stele::dialect::ortto
