#include "dialect/pipedrive/custom_fields.h"

#include <algorithm>

#include "domain/custom_fields.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Address;
using domain::CustomData;
using domain::CustomField;
using domain::CustomPart;
using domain::FieldType;
using domain::Money;
using domain::PartName;
using domain::Span;

struct TypeName {
    FieldType type;
    std::string_view name;
};

constexpr TypeName names_of_types[] = {
    {FieldType::address, "address"},
    {FieldType::date, "date"},
    {FieldType::date_range, "daterange"},
    {FieldType::number, "double"},
    {FieldType::enumeration, "enum"},
    {FieldType::monetary, "monetary"},
    {FieldType::organization, "org"},
    {FieldType::person, "people"},
    {FieldType::phone, "phone"},
    {FieldType::set, "set"},
    {FieldType::text, "text"},
    {FieldType::time, "time"},
    {FieldType::time_range, "timerange"},
    {FieldType::user, "user"},
    {FieldType::varchar, "varchar"},
    {FieldType::varchar_auto, "varchar_auto"},
};

void write_text_or_null(JsonWriter& writer, std::string_view text) {
    if (text.empty())
        writer.null();
    else
        writer.string(text);
}

// Options are texts in v1: "5", and several between commas.
struct ValueV1 {
    JsonWriter& writer;
    FieldType type;

    void operator()(const std::string& text) const { writer.string(text); }
    void operator()(double number) const { writer.real(number); }
    void operator()(const Money& money) const { writer.real(money.amount); }
    void operator()(std::int64_t id) const {
        if (type == FieldType::enumeration)
            writer.string_literal(std::to_string(id));
        else
            writer.integer(id);
    }
    void operator()(const std::vector<std::int64_t>& ids) const {
        writer.string_literal(domain::part_text(ids, CustomPart::value));
    }
    void operator()(const Span& span) const { writer.string(span.from); }
    void operator()(const Address& address) const { writer.string(address.value); }
    void operator()(const std::vector<domain::Contact>& contacts) const {  // of attributes alone, which are not shown
        writer.string(domain::part_text(contacts, CustomPart::value));
    }
};

bool is_named(std::span<const std::string_view> names, std::string_view key, std::string_view suffix) {
    if (names.empty()) return true;
    return std::ranges::any_of(
        names, [&](std::string_view name) { return name.starts_with(key) && name.substr(key.size()) == suffix; });
}

// Of an address that is there, a part that is not known is empty, as that of the built-in address.
void write_part_v1(JsonWriter& writer, const CustomField& field, const CustomData* data, CustomPart part) {
    if (data == nullptr) return writer.null();
    const std::string text = domain::part_text(*data, part);
    if (field.type == FieldType::address)
        writer.string(text);
    else
        write_text_or_null(writer, text);
}

// v2: the names of parts in a value's object.
std::string_view part_name_v2(CustomPart part, std::string_view suffix) {
    return part == CustomPart::value ? std::string_view("value") : suffix.substr(1);
}

class ValueV2 {
   public:
    ValueV2(JsonWriter& writer, const CustomField& field, bool option_labels)
        : writer_(writer), field_(field), option_labels_(option_labels) {}

    void operator()(const std::string& text) const { writer_.string(text); }
    void operator()(double number) const { writer_.real(number); }
    void operator()(const Money& money) const {
        writer_.begin_object();
        writer_.key_literal("value");
        writer_.real(money.amount);
        writer_.key_literal("currency");
        writer_.string(money.currency);
        writer_.end_object();
    }
    void operator()(std::int64_t id) const {
        if (field_.has_options())
            write_option(id);
        else
            writer_.integer(id);
    }
    void operator()(const std::vector<std::int64_t>& ids) const {
        writer_.begin_array();
        for (const std::int64_t id : ids) write_option(id);
        writer_.end_array();
    }
    void operator()(const Span& span) const {
        if (field_.type == FieldType::date || field_.type == FieldType::moment) return writer_.string(span.from);
        write_parts(span);
    }
    void operator()(const Address& address) const { write_parts(address); }
    void operator()(const std::vector<domain::Contact>& contacts) const { write_parts(contacts); }

   private:
    void write_option(std::int64_t id) const {
        const domain::LabelOption* option = option_labels_ ? field_.option(id) : nullptr;
        if (option == nullptr) return writer_.integer(id);
        writer_.begin_object();
        writer_.key_literal("id");
        writer_.integer(id);
        writer_.key_literal("label");
        writer_.string(option->label);
        writer_.end_object();
    }
    void write_parts(const CustomData& data) const {
        writer_.begin_object();
        writer_.key_literal("value");
        writer_.string(domain::part_text(data, CustomPart::value));
        for (const PartName& part : domain::parts_of(field_.type)) {
            const std::string text = domain::part_text(data, part.part);
            writer_.key_literal(part_name_v2(part.part, part.suffix));
            write_text_or_null(writer_, text);
            if (part.part != CustomPart::timezone) continue;
            writer_.key_literal("timezone_name");
            write_text_or_null(writer_, text);
        }
        writer_.end_object();
    }

    JsonWriter& writer_;
    const CustomField& field_;
    bool option_labels_;
};

}  // namespace

std::string_view type_name(FieldType type) {
    if (type == FieldType::moment) return "varchar";                        // of which there is none here
    return std::ranges::find(names_of_types, type, &TypeName::type)->name;  // all others are there
}

std::optional<FieldType> type_of_name(std::string_view name) {
    const auto found = std::ranges::find(names_of_types, name, &TypeName::name);
    return found != std::end(names_of_types) ? std::optional(found->type) : std::nullopt;
}

std::string type_names() {
    std::string text;
    for (const TypeName& entry : names_of_types) text.append(text.empty() ? "" : ", ").append(entry.name);
    return text;
}

ShownCustomFields::ShownCustomFields(const Context& context, domain::Kind kind) : context_(context) {
    const domain::Directory& directory = *context.caller.directory;
    if (!directory.custom_fields.empty()) fields_ = directory.custom_fields_of(kind);
}

// An error of the store ends the whole transaction, whatever is shown here.
std::optional<CustomData> ShownCustomFields::shown_value(const CustomField& field,
                                                         const domain::CustomValues& values) const {
    const CustomData* data = domain::find_value(values, field.id);
    if (data == nullptr) return std::nullopt;
    const auto seen = domain::seen_data(context_.transaction, context_.caller, field, *data);
    return seen ? *seen : std::nullopt;
}

void ShownCustomFields::choose(std::span<const std::string_view> keys) {
    std::erase_if(fields_, [&](const CustomField* field) { return std::ranges::find(keys, field->key) == keys.end(); });
}

void ShownCustomFields::write_v1(JsonWriter& writer, const domain::CustomValues& values,
                                 std::span<const std::string_view> names) const {
    for (const CustomField* field : fields_) {
        const auto data = shown_value(*field, values);
        if (is_named(names, field->key, "")) {
            writer.key_literal(field->key);
            if (data)
                std::visit(ValueV1{writer, field->type}, *data);
            else
                writer.null();
        }
        for (const PartName& part : domain::parts_of(field->type)) {
            if (!is_named(names, field->key, part.suffix)) continue;
            writer.key_literal(field->key + std::string(part.suffix));
            write_part_v1(writer, *field, data ? &*data : nullptr, part.part);
        }
    }
}

void ShownCustomFields::write_v2(JsonWriter& writer, const domain::CustomValues& values) const {
    writer.begin_object();
    for (const CustomField* field : fields_) {
        const auto data = shown_value(*field, values);
        writer.key_literal(field->key);
        if (data)
            std::visit(ValueV2(writer, *field, has_option_labels_), *data);
        else
            writer.null();
    }
    writer.end_object();
}

}  // namespace stele::dialect::pipedrive
