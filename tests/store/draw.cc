#include "store/draw.h"

#include <rapidcheck.h>

#include "base/limits.h"
#include "base/text.h"

namespace stele::tests {

namespace {

using domain::Comparison;
using domain::Contact;
using domain::Counter;
using domain::FieldRef;
using domain::Kind;
using domain::Organization;
using domain::OrganizationField;
using domain::Person;
using domain::PersonField;
using domain::Predicate;

// Small sets, so that values meet.
rc::Gen<std::string> names() {
    return rc::gen::element<std::string>("a", "A", "á", "b", "Zürich", "zurich", "Ørsted", "Orsted", "ß", "ss", "10", "9",
                                         "漢字", "🎉", "a b", "ab", "-", "co-op", "coop", "Straße 1");
}
rc::Gen<std::string> texts() { return rc::gen::element<std::string>("", "", "x", "X", "Bern", "Zürich", "8001", "é"); }
rc::Gen<std::string> dates() { return rc::gen::element<std::string>("", "2026-01-01", "2026-01-02", "2025-12-31"); }
rc::Gen<std::string> addresses() {
    return rc::gen::element<std::string>("a@x.example", "A@X.example", "b@x.example", "é@x.example", "+41 1", "+41 2", "9");
}
rc::Gen<std::int64_t> small() { return rc::gen::inRange<std::int64_t>(0, 5); }
rc::Gen<std::int64_t> ids() {
    return rc::gen::weightedOneOf<std::int64_t>(
        {{8, rc::gen::inRange<std::int64_t>(0, 14)},
         {1, rc::gen::element<std::int64_t>(-1, limits::id, limits::id + 1, (std::int64_t{2} << 40) + 1, INT64_MAX,
                                            INT64_MIN)}});
}

std::optional<std::int64_t> draw_optional() {
    const auto value = *rc::gen::maybe(small());
    return value ? std::optional<std::int64_t>(*value) : std::nullopt;
}

enum class Shape : std::uint8_t { number, text, id, labels, contacts, followed_by };

Shape shape_of(OrganizationField field) {
    switch (field) {
        case OrganizationField::id:
            return Shape::id;
        case OrganizationField::followed_by:
            return Shape::followed_by;
        case OrganizationField::labels:
            return Shape::labels;
        case OrganizationField::name:
        case OrganizationField::first_char:
        case OrganizationField::owner_name:
        case OrganizationField::country_code:
        case OrganizationField::website:
        case OrganizationField::linkedin:
        case OrganizationField::next_activity_date:
        case OrganizationField::next_activity_time:
        case OrganizationField::last_activity_date:
            return Shape::text;
        default:
            break;
    }
    const bool is_address = field >= OrganizationField::address && field <= OrganizationField::address_formatted_address;
    return is_address ? Shape::text : Shape::number;
}

Shape shape_of(PersonField field) {
    switch (field) {
        case PersonField::id:
            return Shape::id;
        case PersonField::followed_by:
            return Shape::followed_by;
        case PersonField::labels:
            return Shape::labels;
        case PersonField::emails:
        case PersonField::phones:
            return Shape::contacts;
        case PersonField::name:
        case PersonField::first_name:
        case PersonField::last_name:
        case PersonField::first_char:
        case PersonField::owner_name:
        case PersonField::organization_name:
        case PersonField::email:
        case PersonField::phone:
        case PersonField::next_activity_date:
        case PersonField::next_activity_time:
        case PersonField::last_activity_date:
            return Shape::text;
        default:
            return Shape::number;
    }
}

Shape shape_of(FieldRef field) {
    return field.kind == Kind::person ? shape_of(static_cast<PersonField>(field.number))
                                      : shape_of(static_cast<OrganizationField>(field.number));
}

FieldRef last_field(Kind kind) {
    return kind == Kind::person ? FieldRef(PersonField::followed_by) : FieldRef(OrganizationField::followed_by);
}

FieldRef delete_time(Kind kind) {
    return kind == Kind::person ? FieldRef(PersonField::delete_time) : FieldRef(OrganizationField::delete_time);
}

FieldRef draw_field(Kind kind, int end) {
    FieldRef field = last_field(kind);
    field.number = static_cast<std::uint8_t>(*rc::gen::inRange(0, end));
    return field;
}

// Custom fields of every kind: a text, a number, options, a day.
constexpr std::int64_t text_field = 1;
constexpr std::int64_t number_field = 2;
constexpr std::int64_t set_field = 3;
constexpr std::int64_t day_field = 4;

FieldRef draw_custom_field(Kind kind) {
    const auto id = *rc::gen::inRange<std::int64_t>(text_field, day_field + 1);
    const auto form = id == text_field  ? domain::CustomForm::text
                      : id == day_field ? domain::CustomForm::time
                                        : domain::CustomForm::number;
    return {kind, id, domain::CustomPart::value, form};
}

domain::CustomValues draw_custom_values() {
    domain::CustomValues values;
    if (*rc::gen::arbitrary<bool>()) values.push_back({text_field, *names()});
    if (*rc::gen::arbitrary<bool>()) values.push_back({number_field, static_cast<double>(*small())});
    std::vector<std::int64_t> options;
    for (std::int64_t option = 1; option < 5; ++option)
        if (*rc::gen::arbitrary<bool>()) options.push_back(option);
    if (!options.empty()) values.push_back({set_field, std::move(options)});
    if (const std::string day = *dates(); !day.empty()) values.push_back({day_field, domain::Span{day, {}, {}}});
    return values;
}

Comparison draw_text_comparison() {
    return *rc::gen::element(Comparison::matches, Comparison::contains, Comparison::begins_with, Comparison::ends_with);
}

rc::Gen<std::string> parts() {
    return rc::gen::element<std::string>("a", "Á", "z", "zur", "ORST", "ss", "S", "9", "字", "🎉", "o", " ", "-", "x",
                                         "@x.EXAMPLE", "é", "+", "ern", "Zürich", "%", "_");
}

Predicate draw_text_search(Kind kind) {
    FieldRef field =
        *rc::gen::element<FieldRef>(OrganizationField::name, OrganizationField::address, OrganizationField::address_locality,
                                    OrganizationField::website, OrganizationField::linkedin);
    if (kind == Kind::person)
        field = *rc::gen::element<FieldRef>(PersonField::name, PersonField::first_name, PersonField::last_name,
                                            PersonField::emails, PersonField::phones);
    if (*rc::gen::inRange(0, 3) == 0) field = {kind, text_field, domain::CustomPart::value, domain::CustomForm::text};
    return Predicate::compare(field, draw_text_comparison(), *parts());
}

Predicate draw_custom_comparison(Kind kind) {
    const FieldRef field = draw_custom_field(kind);
    auto comparison = static_cast<Comparison>(*rc::gen::inRange(0, static_cast<int>(Comparison::in) + 1));
    if (comparison == Comparison::is_null) return Predicate::compare(field, comparison);
    if (field.custom == domain::CustomForm::number && comparison == Comparison::in)
        return Predicate::compare(field, comparison, *rc::gen::container<std::vector<std::int64_t>>(small()));
    if (comparison == Comparison::in) comparison = Comparison::equals;
    if (field.custom == domain::CustomForm::text) return Predicate::compare(field, comparison, *names());
    if (field.custom == domain::CustomForm::number) return Predicate::compare(field, comparison, *small());
    return Predicate::compare(field, comparison, domain::day_of(*dates()).value_or(0));
}

Predicate draw_of_several(FieldRef field, Shape shape) {
    if (*rc::gen::inRange(0, 4) == 0) return Predicate::compare(field, Comparison::is_null);
    if (shape == Shape::contacts) return Predicate::compare(field, draw_text_comparison(), *parts());
    if (*rc::gen::arbitrary<bool>()) return Predicate::compare(field, Comparison::equals, *small());
    return Predicate::compare(field, Comparison::in, *rc::gen::container<std::vector<std::int64_t>>(small()));
}

Predicate draw_comparison(Kind kind) {
    const int what = *rc::gen::inRange(0, 8);
    if (what == 0) return draw_text_search(kind);
    if (what == 1) return draw_custom_comparison(kind);
    const FieldRef field = draw_field(kind, last_field(kind).number + 1);
    const Shape shape = shape_of(field);
    if (shape == Shape::followed_by)
        return Predicate::compare(field, Comparison::equals, *rc::gen::inRange<std::int64_t>(1, 5));
    if (shape == Shape::labels || shape == Shape::contacts) return draw_of_several(field, shape);
    auto comparison = static_cast<Comparison>(*rc::gen::inRange(0, static_cast<int>(Comparison::in) + 1));
    if (comparison == Comparison::is_null) return Predicate::compare(field, comparison);
    const auto number = shape == Shape::id ? ids() : small();
    if (shape == Shape::text) {
        if (comparison == Comparison::in) comparison = Comparison::equals;
        return Predicate::compare(field, comparison, *rc::gen::oneOf(names(), texts(), dates(), addresses()));
    }
    if (comparison == Comparison::in)
        return Predicate::compare(field, comparison, *rc::gen::container<std::vector<std::int64_t>>(number));
    return Predicate::compare(field, comparison, *number);
}

Predicate draw_predicate(Kind kind, int depth) {
    const int choice = *rc::gen::inRange(0, depth > 0 ? 9 : 4);
    if (choice == 8) {
        const Kind other = kind == Kind::person ? Kind::organization : Kind::person;
        return Predicate::related(other, draw_predicate(other, depth - 1));
    }
    if (choice < 3) return draw_comparison(kind);
    if (choice == 3) return Predicate::compare(delete_time(kind), Comparison::is_null);
    if (choice == 4) return Predicate::negate(draw_predicate(kind, depth - 1));
    std::vector<Predicate> children;
    for (int left = *rc::gen::inRange(0, 4); left > 0; --left) children.push_back(draw_predicate(kind, depth - 1));
    return choice == 5 ? Predicate::any(std::move(children)) : Predicate::all(std::move(children));
}

// What both kinds of records have. The counters that check() recounts are left to the operations that move them.
template <class Record>
void fill_common(Record& record) {
    record.name = *names();
    record.owner_id = *rc::gen::inRange<std::int64_t>(1, 4);
    record.visible_to = *rc::gen::element(1, 3, 5, 7);
    record.add_time = *small();
    record.update_time = *small();
    if (*rc::gen::inRange(0, 4) == 0) record.delete_time = *small();
    record.label_ids = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, 5));
    record.picture_id = draw_optional();
    for (std::int64_t& counter : record.counters) counter = *small();
    record.count(Counter::people) = 0;
    record.count(Counter::followers) = 0;
    record.count(Counter::activities) = 0;
    record.count(Counter::done_activities) = 0;
    record.count(Counter::notes) = 0;
    record.count(Counter::files) = 0;
    record.first_char = first_char(record.name);
    record.custom = draw_custom_values();
}

void fill(Organization& organization) {
    fill_common(organization);
    domain::Address& address = organization.address;
    for (std::string* text :
         {&address.value, &address.subpremise, &address.street_number, &address.route, &address.sublocality,
          &address.locality, &address.admin_area_level_1, &address.admin_area_level_2, &address.country,
          &address.postal_code, &address.formatted_address, &organization.country_code, &organization.website,
          &organization.linkedin})
        *text = *texts();
    organization.industry = draw_optional();
    organization.employee_count = draw_optional();
    if (const auto revenue = draw_optional()) organization.annual_revenue = static_cast<double>(*revenue);
}

std::vector<Contact> draw_contacts() {
    std::vector<Contact> contacts;
    for (int left = *rc::gen::inRange(0, 4); left > 0; --left) contacts.push_back({*addresses(), *texts(), false});
    if (!contacts.empty()) contacts[*rc::gen::inRange<std::size_t>(0, contacts.size())].is_primary = true;
    return contacts;
}

void fill(Person& person) {
    fill_common(person);
    person.first_name = *texts();
    person.last_name = *texts();
    person.emails = draw_contacts();
    person.phones = draw_contacts();
    person.marketing_status = static_cast<domain::MarketingStatus>(*rc::gen::inRange(1, 5));
    person.participant_open_deals = *small();
    person.participant_closed_deals = *small();
    person.last_incoming_mail_time = draw_optional();
    person.last_outgoing_mail_time = draw_optional();
}

}  // namespace

std::int64_t draw_id() { return *ids(); }

domain::RecordQuery draw_query(Kind kind) {
    domain::RecordQuery query;
    query.where = draw_predicate(kind, 3);
    // As lists ask, which find what they can by an index.
    if (*rc::gen::arbitrary<bool>())
        query.where = Predicate::all({Predicate::compare(delete_time(kind), Comparison::is_null), draw_comparison(kind),
                                      draw_comparison(kind), std::move(query.where)});
    for (int left = *rc::gen::inRange(0, 4); left > 0; --left) {
        const bool is_custom = *rc::gen::inRange(0, 4) == 0;
        const FieldRef field = is_custom ? draw_custom_field(kind) : draw_field(kind, last_field(kind).number);
        query.sort.push_back({field, *rc::gen::arbitrary<bool>()});
    }
    query.limit = *rc::gen::inRange<std::int64_t>(0, 12);
    query.offset = *rc::gen::inRange<std::int64_t>(0, 6);
    return query;
}

Operation draw_operation() {
    using What = Operation::What;
    Operation operation;
    operation.kind = *rc::gen::element(Kind::organization, Kind::person);
    operation.what = *rc::gen::element(What::insert, What::insert, What::update, What::update, What::count, What::follow,
                                       What::unfollow, What::change, What::link, What::link, What::unlink);
    if (operation.what == What::link || operation.what == What::unlink) operation.kind = Kind::person;
    operation.which = *rc::gen::inRange<std::size_t>(0, 100);
    operation.other = *rc::gen::inRange<std::size_t>(0, 100);
    operation.is_primary = *rc::gen::arbitrary<bool>();
    if (operation.kind == Kind::person)
        fill(operation.person);
    else
        fill(operation.organization);
    do operation.counter = static_cast<Counter>(*rc::gen::inRange(0, static_cast<int>(Counter::followers)));
    while (operation.counter == Counter::people || operation.counter == Counter::activities ||
           operation.counter == Counter::done_activities || operation.counter == Counter::notes ||
           operation.counter == Counter::files);
    operation.delta = *rc::gen::inRange<std::int64_t>(-2, 3);
    operation.user = *rc::gen::inRange<std::int64_t>(1, 4);
    operation.change.field = *rc::gen::element<std::string>("name", "follower");
    if (*rc::gen::arbitrary<bool>()) operation.change.old_value = *texts();
    if (*rc::gen::arbitrary<bool>()) operation.change.new_value = *texts();
    operation.change.user_agent = *texts();
    operation.change.user_id = 1;
    return operation;
}

}  // namespace stele::tests
