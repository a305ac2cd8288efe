#include "store/model.h"

#include <algorithm>

#include "base/text.h"

namespace stele::tests {

using domain::compares_text;
using domain::Comparison;
using domain::Counter;
using domain::FieldRef;
using domain::Kind;
using domain::Organization;
using domain::OrganizationField;
using domain::Person;
using domain::PersonField;
using domain::Predicate;

namespace {

using Field = std::variant<std::monostate, std::int64_t, std::string>;

Field text(const std::string& value) { return value.empty() ? Field() : Field(value); }

Field sort_form(const std::string& value) { return value.empty() ? Field() : Field(sort_key(value)); }

template <class Number>
Field number(const std::optional<Number>& value) {
    return value ? Field(std::int64_t{*value}) : Field();
}

Field id_or_nothing(std::int64_t id) { return id == 0 ? Field() : Field(id); }

Field first_label(const std::vector<std::int64_t>& ids) { return ids.empty() ? Field() : Field(ids.front()); }

Field primary(const std::vector<domain::Contact>& contacts) {
    const auto found = std::ranges::find(contacts, true, &domain::Contact::is_primary);
    return found != contacts.end() ? Field(fold_exact(found->value)) : Field();
}

bool is_one_of(FieldRef field, std::initializer_list<FieldRef> fields) {
    return std::ranges::find(fields, field) != fields.end();
}

// A text as the field's values are compared.
std::string operand(FieldRef field, const std::string& text) {
    if (field.is_custom()) return sort_key(text);
    if (is_one_of(field, {OrganizationField::name, OrganizationField::owner_name, OrganizationField::address,
                          PersonField::name, PersonField::first_name, PersonField::last_name, PersonField::owner_name,
                          PersonField::organization_name}))
        return sort_key(text);
    if (is_one_of(field, {OrganizationField::first_char, PersonField::first_char})) return first_char(text);
    if (is_one_of(field, {PersonField::email, PersonField::phone})) return fold_exact(text);
    return text;
}

// Of a custom field: what stands in the form that is compared.
std::vector<Field> custom_values(FieldRef field, const domain::CustomValues& values) {
    const domain::CustomData* data = domain::find_value(values, field.custom_id);
    if (data == nullptr) return {};
    if (const auto* text = std::get_if<std::string>(data)) return {sort_key(*text)};
    if (const auto* day = std::get_if<domain::Span>(data)) return {domain::day_of(day->from).value()};
    if (const auto* number = std::get_if<double>(data)) return {static_cast<std::int64_t>(*number)};
    const auto& ids = std::get<std::vector<std::int64_t>>(*data);
    return {ids.begin(), ids.end()};
}

Field first(const std::vector<Field>& values) { return values.empty() ? Field() : values.front(); }

std::vector<std::string> values_of(const std::vector<domain::Contact>& contacts) {
    std::vector<std::string> values;
    for (const domain::Contact& contact : contacts) values.push_back(contact.value);
    return values;
}

template <class Record>
std::vector<std::string> custom_texts(FieldRef field, const Record& record) {
    const domain::CustomData* data = domain::find_value(record.custom, field.custom_id);
    const auto* text = data != nullptr ? std::get_if<std::string>(data) : nullptr;
    return text != nullptr ? std::vector{*text} : std::vector<std::string>();
}

// The texts that a text is looked for in.
std::vector<std::string> texts_of(FieldRef field, const Organization& row) {
    if (field.is_custom()) return custom_texts(field, row);
    if (field == OrganizationField::name) return {row.name};
    if (field == OrganizationField::address) return {row.address.value};
    if (field == OrganizationField::address_locality) return {row.address.locality};
    return {field == OrganizationField::website ? row.website : row.linkedin};
}

std::vector<std::string> texts_of(FieldRef field, const Person& row) {
    if (field.is_custom()) return custom_texts(field, row);
    if (field == PersonField::emails) return values_of(row.emails);
    if (field == PersonField::phones) return values_of(row.phones);
    if (field == PersonField::name) return {row.name};
    return {field == PersonField::first_name ? row.first_name : row.last_name};
}

bool is_contact(FieldRef field) { return is_one_of(field, {PersonField::emails, PersonField::phones}); }

std::vector<Field> folded(const std::vector<std::string>& texts, FieldRef field) {
    std::vector<Field> forms;
    for (const std::string& text : texts)
        if (!text.empty()) forms.emplace_back(is_contact(field) ? fold_exact(text) : fold(text));
    return forms;
}

bool is_like(const std::string& text, Comparison comparison, const std::string& part) {
    switch (comparison) {
        case Comparison::contains:
            return text.find(part) != std::string::npos;
        case Comparison::begins_with:
            return text.starts_with(part);
        case Comparison::ends_with:
            return text.ends_with(part);
        default:
            return text == part;
    }
}

bool is_in(const Field& value, const std::vector<std::int64_t>& list) {
    return std::ranges::find(list, std::get<std::int64_t>(value)) != list.end();
}

// The comparison for one value.
bool is_true(const Field& left, const Predicate& predicate) {
    if (const auto* list = std::get_if<std::vector<std::int64_t>>(&predicate.value)) return is_in(left, *list);
    const auto* given = std::get_if<std::string>(&predicate.value);
    if (compares_text(predicate.comparison)) {
        const std::string part = is_contact(predicate.field) ? fold_exact(*given) : fold(*given);
        return is_like(std::get<std::string>(left), predicate.comparison, part);
    }
    const Field right =
        given != nullptr ? Field(operand(predicate.field, *given)) : Field(std::get<std::int64_t>(predicate.value));
    switch (predicate.comparison) {
        case Comparison::equals:
            return left == right;
        case Comparison::not_equals:
            return left != right;
        case Comparison::less:
            return left < right;
        case Comparison::less_or_equal:
            return left <= right;
        case Comparison::greater:
            return left > right;
        default:
            return left >= right;
    }
}

Kind kind_of(const Organization& /*record*/) { return Kind::organization; }
Kind kind_of(const Person& /*record*/) { return Kind::person; }

}  // namespace

CompanyModel::Field CompanyModel::field(OrganizationField field, const Organization& row) const {
    const domain::Address& address = row.address;
    switch (field) {
        case OrganizationField::id:
            return row.id;
        case OrganizationField::name:
            return sort_key(row.name);
        case OrganizationField::first_char:
            return first_char(row.name);
        case OrganizationField::owner_id:
            return row.owner_id;
        case OrganizationField::owner_name:
            return sort_key(users.at(row.owner_id));
        case OrganizationField::visible_to:
            return std::int64_t{row.visible_to};
        case OrganizationField::add_time:
            return row.add_time;
        case OrganizationField::update_time:
            return row.update_time;
        case OrganizationField::delete_time:
            return number(row.delete_time);
        case OrganizationField::label:
        case OrganizationField::labels:
            return first_label(row.label_ids);
        case OrganizationField::address:
            return sort_form(address.value);
        case OrganizationField::address_subpremise:
            return text(address.subpremise);
        case OrganizationField::address_street_number:
            return text(address.street_number);
        case OrganizationField::address_route:
            return text(address.route);
        case OrganizationField::address_sublocality:
            return text(address.sublocality);
        case OrganizationField::address_locality:
            return text(address.locality);
        case OrganizationField::address_admin_area_level_1:
            return text(address.admin_area_level_1);
        case OrganizationField::address_admin_area_level_2:
            return text(address.admin_area_level_2);
        case OrganizationField::address_country:
            return text(address.country);
        case OrganizationField::address_postal_code:
            return text(address.postal_code);
        case OrganizationField::address_formatted_address:
            return text(address.formatted_address);
        case OrganizationField::country_code:
            return text(row.country_code);
        case OrganizationField::website:
            return text(row.website);
        case OrganizationField::linkedin:
            return text(row.linkedin);
        case OrganizationField::industry:
            return number(row.industry);
        case OrganizationField::employee_count:
            return number(row.employee_count);
        case OrganizationField::annual_revenue:
            return row.annual_revenue ? Field(static_cast<std::int64_t>(*row.annual_revenue)) : Field();
        case OrganizationField::picture_id:
            return number(row.picture_id);
        case OrganizationField::next_activity_id:
            return id_or_nothing(row.next_activity.id);
        case OrganizationField::next_activity_date:
            return text(row.next_activity.date);
        case OrganizationField::next_activity_time:
            return text(row.next_activity.time);
        case OrganizationField::last_activity_id:
            return id_or_nothing(row.last_activity.id);
        case OrganizationField::last_activity_date:
            return text(row.last_activity.date);
        case OrganizationField::open_deals:
            return row.count(Counter::open_deals);
        case OrganizationField::won_deals:
            return row.count(Counter::won_deals);
        case OrganizationField::lost_deals:
            return row.count(Counter::lost_deals);
        case OrganizationField::closed_deals:
            return row.count(Counter::won_deals) + row.count(Counter::lost_deals);
        case OrganizationField::related_open_deals:
            return row.count(Counter::related_open_deals);
        case OrganizationField::related_won_deals:
            return row.count(Counter::related_won_deals);
        case OrganizationField::related_lost_deals:
            return row.count(Counter::related_lost_deals);
        case OrganizationField::related_closed_deals:
            return row.count(Counter::related_won_deals) + row.count(Counter::related_lost_deals);
        case OrganizationField::email_messages:
            return row.count(Counter::email_messages);
        case OrganizationField::people:
            return row.count(Counter::people);
        case OrganizationField::activities:
            return row.count(Counter::activities);
        case OrganizationField::done_activities:
            return row.count(Counter::done_activities);
        case OrganizationField::undone_activities:
            return row.count(Counter::activities) - row.count(Counter::done_activities);
        case OrganizationField::files:
            return row.count(Counter::files);
        case OrganizationField::notes:
            return row.count(Counter::notes);
        case OrganizationField::followers:
            return row.count(Counter::followers);
        case OrganizationField::archive_time:
            if (row.archive_time) return *row.archive_time;
            break;
        case OrganizationField::followed_by:
        case OrganizationField::tags:  // which have a model of their own
            break;
    }
    return {};
}

CompanyModel::Field CompanyModel::field(PersonField field, const Person& row) const {
    switch (field) {
        case PersonField::id:
            return row.id;
        case PersonField::name:
            return sort_key(row.name);
        case PersonField::first_name:
            return sort_form(row.first_name);
        case PersonField::last_name:
            return sort_form(row.last_name);
        case PersonField::first_char:
            return first_char(row.name);
        case PersonField::owner_id:
            return row.owner_id;
        case PersonField::owner_name:
            return sort_key(users.at(row.owner_id));
        case PersonField::visible_to:
            return std::int64_t{row.visible_to};
        case PersonField::add_time:
            return row.add_time;
        case PersonField::update_time:
            return row.update_time;
        case PersonField::delete_time:
            return number(row.delete_time);
        case PersonField::label:
        case PersonField::labels:
            return first_label(row.label_ids);
        case PersonField::organization_id:
            return number(row.organization_id);
        case PersonField::organization_name:
            return row.organization_id ? Field(sort_key(organizations.at(*row.organization_id).name)) : Field();
        case PersonField::email:
        case PersonField::emails:
            return primary(row.emails);
        case PersonField::phone:
        case PersonField::phones:
            return primary(row.phones);
        case PersonField::marketing_status:
            return static_cast<std::int64_t>(row.marketing_status);
        case PersonField::picture_id:
            return number(row.picture_id);
        case PersonField::next_activity_id:
            return id_or_nothing(row.next_activity.id);
        case PersonField::next_activity_date:
            return text(row.next_activity.date);
        case PersonField::next_activity_time:
            return text(row.next_activity.time);
        case PersonField::last_activity_id:
            return id_or_nothing(row.last_activity.id);
        case PersonField::last_activity_date:
            return text(row.last_activity.date);
        case PersonField::last_incoming_mail_time:
            return number(row.last_incoming_mail_time);
        case PersonField::last_outgoing_mail_time:
            return number(row.last_outgoing_mail_time);
        case PersonField::open_deals:
            return row.count(Counter::open_deals);
        case PersonField::won_deals:
            return row.count(Counter::won_deals);
        case PersonField::lost_deals:
            return row.count(Counter::lost_deals);
        case PersonField::closed_deals:
            return row.count(Counter::won_deals) + row.count(Counter::lost_deals);
        case PersonField::related_open_deals:
            return row.count(Counter::related_open_deals);
        case PersonField::related_won_deals:
            return row.count(Counter::related_won_deals);
        case PersonField::related_lost_deals:
            return row.count(Counter::related_lost_deals);
        case PersonField::related_closed_deals:
            return row.count(Counter::related_won_deals) + row.count(Counter::related_lost_deals);
        case PersonField::participant_open_deals:
            return row.participant_open_deals;
        case PersonField::participant_closed_deals:
            return row.participant_closed_deals;
        case PersonField::email_messages:
            return row.count(Counter::email_messages);
        case PersonField::activities:
            return row.count(Counter::activities);
        case PersonField::done_activities:
            return row.count(Counter::done_activities);
        case PersonField::undone_activities:
            return row.count(Counter::activities) - row.count(Counter::done_activities);
        case PersonField::files:
            return row.count(Counter::files);
        case PersonField::notes:
            return row.count(Counter::notes);
        case PersonField::followers:
            return row.count(Counter::followers);
        case PersonField::archive_time:
            if (row.archive_time) return *row.archive_time;
            break;
        case PersonField::followed_by:
        case PersonField::tags:  // which have a model of their own
            break;
    }
    return {};
}

CompanyModel::Field CompanyModel::field(FieldRef field, const Organization& record) const {
    if (field.is_custom()) return first(custom_values(field, record.custom));
    return this->field(static_cast<OrganizationField>(field.number), record);
}

CompanyModel::Field CompanyModel::field(FieldRef field, const Person& record) const {
    if (field.is_custom()) return first(custom_values(field, record.custom));
    return this->field(static_cast<PersonField>(field.number), record);
}

template <class Record>
std::vector<CompanyModel::Field> CompanyModel::values(const Predicate& predicate, const Record& record) const {
    const FieldRef ref = predicate.field;
    if (compares_text(predicate.comparison)) return folded(texts_of(ref, record), ref);
    if (ref.is_custom()) return custom_values(ref, record.custom);
    if (is_one_of(ref, {OrganizationField::labels, PersonField::labels}))
        return {record.label_ids.begin(), record.label_ids.end()};
    const Field only = field(ref, record);
    return only.index() == 0 ? std::vector<Field>() : std::vector{only};
}

template <class Record>
bool CompanyModel::compare(const Predicate& predicate, const Record& record) const {
    if (is_one_of(predicate.field, {OrganizationField::followed_by, PersonField::followed_by})) {
        const auto found = followers.find({kind_of(record), record.id});
        return found != followers.end() && found->second.contains(std::get<std::int64_t>(predicate.value));
    }
    const std::vector<Field> all = values(predicate, record);
    if (predicate.comparison == Comparison::is_null) return all.empty();
    const auto fulfils = [&](const Field& value) { return is_true(value, predicate); };
    if (predicate.comparison == Comparison::not_equals) return std::ranges::all_of(all, fulfils);
    return std::ranges::any_of(all, fulfils);
}

bool CompanyModel::has_related(const Predicate& predicate, const Organization& record) const {
    return std::ranges::any_of(persons, [&](const auto& entry) {
        const Person& person = entry.second;
        return person.organization_id == record.id && !person.delete_time && holds(predicate, person);
    });
}

bool CompanyModel::has_related(const Predicate& predicate, const Person& record) const {
    const auto found = organizations.find(record.organization_id.value_or(0));
    return found != organizations.end() && holds(predicate, found->second);
}

template <class Record>
bool CompanyModel::holds(const Predicate& predicate, const Record& record) const {
    const auto child_holds = [&](const Predicate& child) { return holds(child, record); };
    switch (predicate.node) {
        case Predicate::Node::all:
            return std::ranges::all_of(predicate.children, child_holds);
        case Predicate::Node::any:
            return std::ranges::any_of(predicate.children, child_holds);
        case Predicate::Node::negation:
            return !child_holds(predicate.children.front());
        case Predicate::Node::compare:
            return compare(predicate, record);
        case Predicate::Node::related:
            return has_related(predicate.children.front(), record);
    }
    return false;
}

template <>
const std::map<std::int64_t, Organization>& CompanyModel::records() const {
    return organizations;
}

template <>
const std::map<std::int64_t, Person>& CompanyModel::records() const {
    return persons;
}

template <class Record>
std::vector<std::int64_t> CompanyModel::list(const domain::RecordQuery& query) const {
    std::vector<const Record*> rows;
    for (const auto& [id, record] : records<Record>())
        if (holds(query.where, record)) rows.push_back(&record);
    const bool ids_fall = !query.sort.empty() && query.sort.back().descending;
    std::ranges::sort(rows, [&](const Record* a, const Record* b) {
        for (const domain::SortKey& key : query.sort) {
            const Field left = field(key.field, *a);  // nothing is less than anything
            const Field right = field(key.field, *b);
            if (left != right) return key.descending ? right < left : left < right;
        }
        return ids_fall ? b->id < a->id : a->id < b->id;
    });
    std::vector<std::int64_t> ids;
    for (std::size_t i = static_cast<std::size_t>(query.offset);
         i < rows.size() && ids.size() < static_cast<std::size_t>(query.limit); ++i)
        ids.push_back(rows[i]->id);
    return ids;
}

template <class Record>
std::int64_t CompanyModel::count(const Predicate& predicate) const {
    return std::ranges::count_if(records<Record>(), [&](const auto& entry) { return holds(predicate, entry.second); });
}

template bool CompanyModel::holds(const Predicate&, const Organization&) const;
template bool CompanyModel::holds(const Predicate&, const Person&) const;
template std::vector<std::int64_t> CompanyModel::list<Organization>(const domain::RecordQuery&) const;
template std::vector<std::int64_t> CompanyModel::list<Person>(const domain::RecordQuery&) const;
template std::int64_t CompanyModel::count<Organization>(const Predicate&) const;
template std::int64_t CompanyModel::count<Person>(const Predicate&) const;

}  // namespace stele::tests
