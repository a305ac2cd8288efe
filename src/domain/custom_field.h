// Custom fields: what a company keeps of its records beyond the fields that all have. A definition is of one kind of records;
// its key and slug are made when it is added and never change. Pipedrive: custom fields.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "domain/address.h"
#include "domain/contact.h"
#include "domain/ids.h"
#include "domain/label_option.h"

namespace stele::domain {

// The numbers are stored; never reuse one.
enum class FieldType : std::uint8_t {
    varchar = 1,
    varchar_auto = 2,
    text = 3,
    phone = 4,
    number = 5,  // a double
    monetary = 6,
    enumeration = 7,  // one option
    set = 8,          // several options
    user = 9,
    organization = 10,
    person = 11,
    date = 12,
    date_range = 13,
    time = 14,  // of day
    time_range = 15,
    address = 16,
    moment = 17,    // an instant, to the second
    contacts = 18,  // several e-mail addresses or phone numbers; of attributes alone
};

// How a type's values are to be read, where clients tell more kinds apart than are stored. The numbers are stored; never reuse one.
enum class FieldFormat : std::uint8_t {
    plain = 0,
    whole = 1,   // of number: without a fraction
    yes_no = 2,  // of enumeration: its first option means yes, its second no
    price = 3,   // of monetary
    link = 4,    // of varchar: an address of the web
    object = 5,  // of text: a JSON object. Only dialects that have such fields show them
};

// What a value is made of, as filters and stored rows name it. The numbers are stored; never reuse one.
enum class CustomPart : std::uint8_t {
    value = 0,
    currency = 1,
    until = 2,
    timezone = 3,
    subpremise = 11,
    street_number = 12,
    route = 13,
    sublocality = 14,
    locality = 15,
    admin_area_level_1 = 16,
    admin_area_level_2 = 17,
    country = 18,
    postal_code = 19,
    formatted_address = 20,
};

// Of an address; null for a part that it does not have.
[[nodiscard]] std::string Address::* address_member(CustomPart part);

struct CustomField {
    std::int64_t id = 0;
    Kind kind = Kind::organization;
    FieldType type = FieldType::varchar;
    std::string key;   // 40 hexadecimal digits, lower case
    std::string slug;  // of the name: a-z, 0-9 and '-'; unique in the kind
    std::string name;
    std::int64_t position = 0;  // fields are shown by it, rising
    bool shown_on_add = true;   // by the form of a new record
    std::string presentation;   // where else clients are to show it; a dialect's own text, empty until it says something
    UserId creator_id = 0;
    UserId updater_id = 0;
    Micros add_time = 0;
    Micros update_time = 0;
    std::optional<Micros> delete_time;
    std::vector<LabelOption> options;  // of enumeration and set; by id
    FieldFormat format = FieldFormat::plain;
    bool is_tracked = false;  // whether clients are told of each change of a value

    [[nodiscard]] const LabelOption* option(std::int64_t wanted) const;
    [[nodiscard]] bool is_shown_everywhere() const { return format != FieldFormat::object; }
    [[nodiscard]] bool has_options() const { return type == FieldType::enumeration || type == FieldType::set; }
    bool operator==(const CustomField&) const = default;
};

struct Money {
    double amount = 0;
    std::string currency;  // ISO 4217
    bool operator==(const Money&) const = default;
};

// A day "YYYY-MM-DD", a time of day "HH:MM:SS", or a range of them; or an instant "YYYY-MM-DDTHH:MM:SSZ".
struct Span {
    std::string from;
    std::string until;     // empty: open, or no range
    std::string timezone;  // of times: an IANA name, or empty
    bool operator==(const Span&) const = default;
};

// varchar, varchar_auto, text, phone: a text. number: a double. monetary: Money. enumeration, user, organization, person: an id.
// set: ids of options. date, date_range, time, time_range, moment: a Span. address: an Address. contacts: Contacts, in
// order, of which none is primary. Never empty.
using CustomData =
    std::variant<std::string, double, Money, std::int64_t, std::vector<std::int64_t>, Span, Address, std::vector<Contact>>;

struct CustomValue {
    std::int64_t field_id = 0;
    CustomData data;
    bool operator==(const CustomValue&) const = default;
};

// By field id. Values of deleted fields may be among them; nobody is shown those.
using CustomValues = std::vector<CustomValue>;

// Null when the record has none.
[[nodiscard]] const CustomData* find_value(const CustomValues& values, std::int64_t field_id);

// What a write does to one field: sets it (without data: clears it), then sets single parts of what is there.
struct CustomPatch {
    std::int64_t field_id = 0;
    bool sets = false;
    std::optional<CustomData> data;  // an amount without a currency keeps the one before, or takes the company's
    bool keeps_parts = false;  // of an address: the same line as before keeps its parts; of a range: its other parts stay
    struct Part {
        CustomPart part = CustomPart::currency;
        std::string text;  // empty clears the part
    };
    std::vector<Part> parts;
};
using CustomPatches = std::vector<CustomPatch>;

// Those that values of the type have beside `value`, as their names follow the field's key: "_currency", "_locality".
struct PartName {
    CustomPart part;
    std::string_view suffix;
};
[[nodiscard]] std::span<const PartName> parts_of(FieldType type);

// The text of a part as the history keeps it; empty when there is none.
[[nodiscard]] std::string part_text(const CustomData& data, CustomPart part);

// Without options that were removed; nothing when nothing is left. What is shown, and what a value written back is compared with.
[[nodiscard]] std::optional<CustomData> shown_data(const CustomField& field, const CustomData& data);

// What searches look in: texts, phone numbers, addresses, and numbers and amounts as their shortest text. Empty for other types.
[[nodiscard]] bool is_searchable(FieldType type);
[[nodiscard]] std::string searchable_text(FieldType type, const CustomData& data);

// Microseconds from 1970-01-01 to the midnight of "YYYY-MM-DD", and from midnight to "HH:MM:SS".
[[nodiscard]] std::optional<Micros> day_of(std::string_view date);
[[nodiscard]] std::optional<Micros> time_of_day(std::string_view time);
// Of an instant as a Span has it.
[[nodiscard]] std::optional<Micros> moment_of(std::string_view text);

}  // namespace stele::domain
