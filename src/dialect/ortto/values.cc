#include "dialect/ortto/values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "base/limits.h"
#include "base/phone.h"
#include "base/time_text.h"
#include "dialect/ortto/errors.h"
#include "domain/account_members.h"
#include "domain/archiving.h"
#include "domain/custom_fields.h"
#include "domain/tags.h"
#include "domain/visibility.h"

namespace stele::dialect::ortto {

namespace {

using domain::Comparison;
using domain::CustomData;
using domain::CustomField;
using domain::FieldType;
using domain::Organization;
using domain::OrganizationField;
using domain::Person;
using domain::PersonField;
using domain::Predicate;

constexpr std::string_view people_of_accounts = "ids:o:p";

// A number of thousandths that 64 bits hold.
constexpr double largest_thousandths = 9e18;

void write_text(JsonWriter& writer, const FieldInfo& info, std::string_view text) {
    if (text.empty()) return;
    writer.key(info.id);
    writer.string(text);
}

void write_geo(JsonWriter& writer, const FieldInfo& info, std::string_view name) {
    if (name.empty()) return;
    writer.key(info.id);
    writer.begin_object();
    writer.key_literal("name");
    writer.string(name);
    writer.end_object();
}

void write_moment(JsonWriter& writer, const FieldInfo& info, std::optional<Micros> time) {
    if (!time) return;
    writer.key(info.id);
    writer.string_literal(format_rfc3339(*time).view());
}

void write_phone(JsonWriter& writer, const FieldInfo& info, std::string_view text) {
    if (text.empty()) return;
    const PhoneParts parts = split_phone(text);
    writer.key(info.id);
    writer.begin_object();
    writer.key_literal("c");
    writer.string(parts.code);
    writer.key_literal("n");
    writer.string(parts.number);
    writer.end_object();
}

void write_number(JsonWriter& writer, double number) {
    if (std::abs(number) < largest_thousandths)
        writer.integer(std::llround(number));
    else
        writer.real(number);
}

int digits_of(std::string_view text, std::size_t at, std::size_t size) {
    int number = 0;
    if (at + size <= text.size()) std::from_chars(text.data() + at, text.data() + at + size, number);
    return number;
}

// "YYYY-MM-DD" in parts.
void write_date(JsonWriter& writer, std::string_view day, std::string_view timezone) {
    writer.begin_object();
    writer.key_literal("year");
    writer.integer(digits_of(day, 0, 4));
    writer.key_literal("month");
    writer.integer(digits_of(day, 5, 2));
    writer.key_literal("day");
    writer.integer(digits_of(day, 8, 2));
    writer.key_literal("timezone");
    writer.string(timezone.empty() ? std::string_view("UTC") : timezone);
    writer.end_object();
}

void write_options(JsonWriter& writer, const CustomField& field, const CustomData& data) {
    const auto label = [&](std::int64_t id) {
        const domain::LabelOption* option = field.option(id);
        writer.string(option != nullptr ? std::string_view(option->label) : std::string_view());
    };
    if (const auto* id = std::get_if<std::int64_t>(&data)) return label(*id);
    writer.begin_array();
    for (const std::int64_t id : std::get<std::vector<std::int64_t>>(data)) label(id);
    writer.end_array();
}

// Of a field of yes and no: an attribute keeps a number, a custom field an option, whose first means yes.
bool truth_of(const CustomField& field, const CustomData& data) {
    if (const auto* number = std::get_if<double>(&data)) return *number != 0;
    const auto* id = std::get_if<std::int64_t>(&data);
    return id != nullptr && !field.options.empty() && field.options.front().id == *id;
}

double number_of(const CustomData& data) {
    if (const auto* number = std::get_if<double>(&data)) return *number;
    if (const auto* money = std::get_if<domain::Money>(&data)) return money->amount;
    const auto* id = std::get_if<std::int64_t>(&data);
    return id != nullptr ? static_cast<double>(*id) : 0;
}

// Data of a field whose wire form is no text, phone or geo; it is of the form's type.
void write_data(JsonWriter& writer, const FieldInfo& info, const CustomField& field, const CustomData& data) {
    constexpr double thousand = 1'000;
    writer.key(info.id);
    switch (info.form) {
        case ValueForm::integer:
            return write_number(writer, number_of(data));
        case ValueForm::thousandths:
            return write_number(writer, number_of(data) * thousand);
        case ValueForm::boolean:
            return writer.boolean(truth_of(field, data));
        case ValueForm::date: {
            const auto& span = std::get<domain::Span>(data);
            return write_date(writer, span.from, span.timezone);
        }
        case ValueForm::moment:
            return writer.string(std::get<domain::Span>(data).from);
        case ValueForm::option:
        case ValueForm::options:
            return write_options(writer, field, data);
        case ValueForm::object:
            return writer.raw(std::get<std::string>(data));
        case ValueForm::text:
        case ValueForm::phone:
        case ValueForm::geo:
        case ValueForm::tags:
        case ValueForm::account:
        case ValueForm::people:
        case ValueForm::location:
            return writer.null();
    }
}

bool names_records(FieldType type) { return type == FieldType::organization || type == FieldType::person; }

FieldInfo field_of_tag_names() {
    FieldInfo info;
    info.id = tag_names;
    info.form = ValueForm::tags;
    return info;
}

std::vector<std::int64_t> ids_of(const auto& page) {
    std::vector<std::int64_t> ids;
    ids.reserve(page.size());
    for (const auto& record : page) ids.push_back(record.id);
    return ids;
}

}  // namespace

Result<std::vector<FieldInfo>> read_shown_fields(const domain::Caller& caller, Entity entity, const JsonValue& body) {
    std::vector<FieldInfo> shown;
    const auto value = body.find("fields");
    if (!value || value->is_null()) return shown;
    const std::string begin = std::string(instance_of(caller.company())) + ": Failed to parse request fields ";
    if (!value->is_array()) return fail(ErrorCode::invalid, begin + "must be an array of field ids");
    if (value->size() > limits::shown_fields)
        return fail(ErrorCode::invalid, begin + "has " + std::to_string(value->size()) + " field ids, at most " +
                                            std::to_string(limits::shown_fields) + " are taken");
    const Fields fields(*caller.directory, entity);
    for (const JsonValue id : *value) {
        if (!id.is_string()) return fail(ErrorCode::invalid, begin + "must be an array of field ids");
        if (id.string() == tag_names)
            shown.push_back(field_of_tag_names());
        else if (auto info = fields.find(id.string()))
            shown.push_back(std::move(*info));
    }
    return shown;
}

bool asks_for_people(const JsonValue& body) {
    const auto value = body.find("fields");
    if (!value) return false;
    for (const JsonValue id : *value)
        if (id.is_string() && id.string() == people_of_accounts) return true;
    return false;
}

PageValues::PageValues(const domain::Caller& caller, Entity entity, std::vector<FieldInfo> fields)
    : caller_(caller), entity_(entity), fields_(std::move(fields)) {
    if (entity_ == Entity::person)
        if (auto account = Fields(*caller.directory, entity_).find("idt::o")) fields_.push_back(std::move(*account));
    std::ranges::sort(fields_, {}, &FieldInfo::id);
    const auto rest = std::ranges::unique(fields_, {}, &FieldInfo::id);
    fields_.erase(rest.begin(), rest.end());
}

// One statement for the whole page: an account is shown to those who see it.
Result<void> PageValues::read_accounts(domain::Transaction& transaction, std::span<const Person> page) {
    std::set<domain::OrganizationId> linked;
    for (const Person& person : page)
        if (person.organization_id) linked.insert(*person.organization_id);
    if (linked.empty()) return {};
    std::vector<Predicate> conditions{
        Predicate::compare(OrganizationField::id, Comparison::in, std::vector<std::int64_t>(linked.begin(), linked.end())),
        Predicate::compare(OrganizationField::delete_time, Comparison::is_null),
        domain::not_archived(OrganizationField::archive_time)};
    if (auto visible = domain::visible_organizations(caller_); !visible.always()) conditions.push_back(std::move(visible));
    domain::OrganizationQuery query;
    query.where = Predicate::all(std::move(conditions));
    query.limit = static_cast<std::int64_t>(linked.size());
    return transaction.organizations().list(query, [&](const Organization& organization) {
        accounts_.insert(organization.id);
        return true;
    });
}

Result<void> PageValues::read_people(domain::Transaction& transaction, std::span<const Organization> page) {
    for (const Organization& organization : page) {
        auto people = domain::select_members(transaction, caller_, organization.id, Predicate::all({}));
        if (!people) return fail(people);
        if (!people->empty()) people_.emplace(organization.id, std::move(*people));
    }
    return {};
}

// Custom fields of other dialects may name records that the caller does not see.
template <class Record>
Result<void> PageValues::read_hidden(domain::Transaction& transaction, std::span<const Record> page) {
    for (const FieldInfo& info : fields_) {
        if (info.custom == nullptr || !names_records(info.custom->type)) continue;
        for (const Record& record : page) {
            const CustomData* data = domain::find_value(record.custom, info.custom->id);
            if (data == nullptr) continue;
            const auto seen = domain::seen_data(transaction, caller_, *info.custom, *data);
            if (!seen) return fail(seen);
            if (!*seen) hidden_.emplace(info.custom->id, record.id);
        }
    }
    return {};
}

template <class Record>
Result<void> PageValues::read_around(domain::Transaction& transaction, std::span<const Record> page) {
    const auto shows = [this](auto holds) { return std::ranges::any_of(fields_, holds); };
    const auto ids = ids_of(page);
    if (shows([](const FieldInfo& info) { return info.form == ValueForm::tags; })) {
        auto listed = domain::list_tags_of(transaction, kind_of(entity_), ids, [&](std::int64_t id, const domain::Tag& tag) {
            tags_[id].push_back({tag.id, tag.name});
            return true;
        });
        if (!listed) return listed;
    }
    if (shows([](const FieldInfo& info) { return !info.activity.empty(); })) {
        const auto spans = domain::occurrence_spans(transaction, kind_of(entity_), ids);
        if (!spans) return fail(spans);
        for (const domain::OccurrenceSpan& span : *spans) occurrences_.emplace(std::pair(span.record_id, span.type), span);
    }
    return read_hidden(transaction, page);
}

Result<void> PageValues::read(domain::Transaction& transaction, std::span<const Person> page) {
    if (auto found = read_accounts(transaction, page); !found) return found;
    return read_around(transaction, page);
}

Result<void> PageValues::read(domain::Transaction& transaction, std::span<const Organization> page) {
    if (std::ranges::any_of(fields_, [](const FieldInfo& info) { return info.form == ValueForm::people; }))
        if (auto found = read_people(transaction, page); !found) return found;
    return read_around(transaction, page);
}

void PageValues::write_custom(JsonWriter& writer, const FieldInfo& info, std::int64_t record,
                              const domain::CustomValues& values) const {
    const CustomField* field = info.value_field(*caller_.directory);
    const CustomData* data = field != nullptr ? domain::find_value(values, field->id) : nullptr;
    if (data == nullptr || hidden_.contains({field->id, record})) return;
    const auto shown = domain::shown_data(*field, *data);
    const auto* span = shown ? std::get_if<domain::Span>(&*shown) : nullptr;
    if (!shown || (span != nullptr && span->from.empty())) return;
    switch (info.form) {
        case ValueForm::text:
            return write_text(writer, info, domain::part_text(*shown, info.ref.part));
        case ValueForm::geo:
            return write_geo(writer, info, domain::part_text(*shown, info.ref.part));
        case ValueForm::phone:
            return write_phone(writer, info, std::get<std::string>(*shown));
        case ValueForm::location:
            return;
        case ValueForm::integer:
        case ValueForm::thousandths:
        case ValueForm::boolean:
        case ValueForm::date:
        case ValueForm::moment:
        case ValueForm::option:
        case ValueForm::options:
        case ValueForm::object:
        case ValueForm::tags:
        case ValueForm::account:
        case ValueForm::people:
            return write_data(writer, info, *field, *shown);
    }
}

void PageValues::write_tags(JsonWriter& writer, const FieldInfo& info, std::int64_t record) const {
    const auto found = tags_.find(record);
    if (found == tags_.end()) return;
    const bool as_names = info.id == tag_names;
    writer.key(info.id);
    writer.begin_array();
    for (const ShownTag& tag : found->second) as_names ? writer.string(tag.name) : writer.integer(tag.id);
    writer.end_array();
}

void PageValues::write_occurrence(JsonWriter& writer, const FieldInfo& info, std::int64_t record) const {
    const auto found = occurrences_.find({record, info.activity});
    if (found == occurrences_.end()) return;
    write_moment(writer, info, info.is_first ? found->second.first : found->second.last);
}

void PageValues::write_ids(JsonWriter& writer, const FieldInfo& info, std::int64_t record) const {
    const auto found = people_.find(record);
    if (found == people_.end()) return;
    writer.key(info.id);
    writer.begin_array();
    for (const domain::PersonId person : found->second)
        writer.string_literal(format_id(caller_.company().id, Entity::person, person));
    writer.end_array();
}

void PageValues::write_field(JsonWriter& writer, const FieldInfo& info, const Person& person) const {
    const auto primary = [](const std::vector<domain::Contact>& contacts) {
        const auto found = std::ranges::find(contacts, true, &domain::Contact::is_primary);
        return found != contacts.end() ? std::string_view(found->value) : std::string_view();
    };
    switch (static_cast<PersonField>(info.ref.number)) {
        case PersonField::name:
            return write_text(writer, info, person.name);
        case PersonField::first_name:
            return write_text(writer, info, person.first_name);
        case PersonField::last_name:
            return write_text(writer, info, person.last_name);
        case PersonField::email:
            return write_text(writer, info, primary(person.emails));
        case PersonField::phone:
            return write_phone(writer, info, primary(person.phones));
        case PersonField::archive_time:
            return write_moment(writer, info, person.archive_time);
        case PersonField::add_time:
            return write_moment(writer, info, person.add_time);
        case PersonField::update_time:
            return write_moment(writer, info, person.update_time);
        case PersonField::organization_id:
            if (!person.organization_id || !accounts_.contains(*person.organization_id)) return;
            writer.key(info.id);
            return writer.string_literal(format_id(caller_.company().id, Entity::account, *person.organization_id));
        default:
            return;
    }
}

void PageValues::write_field(JsonWriter& writer, const FieldInfo& info, const Organization& organization) const {
    switch (static_cast<OrganizationField>(info.ref.number)) {
        case OrganizationField::name:
            return write_text(writer, info, organization.name);
        case OrganizationField::website:
            return write_text(writer, info, organization.website);
        case OrganizationField::address:
            return write_text(writer, info, organization.address.value);
        case OrganizationField::address_locality:
            return write_geo(writer, info, organization.address.locality);
        case OrganizationField::address_admin_area_level_1:
            return write_geo(writer, info, organization.address.admin_area_level_1);
        case OrganizationField::address_country:
            return write_geo(writer, info, organization.address.country);
        case OrganizationField::address_postal_code:
            return write_text(writer, info, organization.address.postal_code);
        case OrganizationField::owner_name: {
            const domain::User* owner = caller_.directory->user(organization.owner_id);
            return write_text(writer, info, owner != nullptr ? std::string_view(owner->name) : std::string_view());
        }
        case OrganizationField::add_time:
            return write_moment(writer, info, organization.add_time);
        case OrganizationField::update_time:
            return write_moment(writer, info, organization.update_time);
        case OrganizationField::employee_count:
            if (!organization.employee_count) return;
            writer.key(info.id);
            return writer.integer(*organization.employee_count);
        default:
            return;
    }
}

template <class Record>
void PageValues::write_record(JsonWriter& writer, const Record& record) const {
    writer.begin_object();
    writer.key_literal("id");
    writer.string_literal(format_id(caller_.company().id, entity_, record.id));
    writer.key_literal("fields");
    writer.begin_object();
    for (const FieldInfo& info : fields_) {
        if (info.form == ValueForm::tags)
            write_tags(writer, info, record.id);
        else if (info.form == ValueForm::people)
            write_ids(writer, info, record.id);
        else if (!info.activity.empty())
            write_occurrence(writer, info, record.id);
        else if (info.ref.is_custom())
            write_custom(writer, info, record.id, record.custom);
        else
            write_field(writer, info, record);
    }
    writer.end_object();
    writer.end_object();
}

void PageValues::write(JsonWriter& writer, const Person& person) const { write_record(writer, person); }

void PageValues::write(JsonWriter& writer, const Organization& organization) const { write_record(writer, organization); }

}  // namespace stele::dialect::ortto
