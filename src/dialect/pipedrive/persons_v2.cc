#include "dialect/pipedrive/input_v2.h"
#include "dialect/pipedrive/list_query_v2.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/person_fields.h"
#include "dialect/pipedrive/person_input.h"
#include "dialect/pipedrive/person_organizations.h"
#include "dialect/pipedrive/pipedrive.h"
#include "domain/deals.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Person;
using domain::PersonField;
using domain::Predicate;
using enum WireType;

constexpr Parameter list_parameters[] = {
    {"filter_id", integer, "Only persons of this filter; wins over ids, owner_id, org_id and deal_id"},
    {"ids", string, "Only these ids, between commas; at most 100"},
    {"owner_id", integer, "Only persons of this owner"},
    {"org_id", integer, "Only persons of this organization"},
    {"deal_id", integer, "Only persons of this deal"},
    {"updated_since", time, "Changed at this time or later, RFC 3339"},
    {"updated_until", time, "Changed before this time, RFC 3339"},
    {"sort_by", string, "id, update_time or add_time"},
    {"sort_direction", string, "asc or desc"},
    {"include_fields", string, "Further fields, between commas"},
    {"custom_fields", string, "Only these custom fields, between commas; at most 15"},
    {"include_labels", boolean, "Adds the labels with their names"},
    {"include_option_labels", boolean, "Shows options of custom fields with their names"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"cursor", string, "Where the page begins: next_cursor of the page before"},
};

const Shape id_shape{"DeletedId", [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The id", nullptr}}; }};

constexpr ListFieldsV2 list_fields{PersonField::id, PersonField::owner_id, PersonField::add_time, PersonField::update_time,
                                   PersonField::delete_time};

// The data of a reply: of a list, or of one person.
Result<void> write_persons(JsonWriter& writer, Context& context, std::span<const Person> persons, const ShownV2& shown) {
    const auto organizations = find_organizations(context, persons);
    if (!organizations) return fail(organizations);
    RenderContext around(context);
    shown.apply(around.person_custom);
    const auto include_fields = person_include_fields_v2(context.caller.company());
    for (const Person& person : persons) {
        const PersonView view(person, around, organization_of(*organizations, person));
        write_record_v2(writer, person_fields_v2(), include_fields, view, shown);
    }
    return {};
}

Result<http::Response> person_reply(Context& context, const Result<Person>& person, const ShownV2& shown) {
    if (!person) return fail(person);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    if (auto written = write_persons(writer, context, {&*person, 1}, shown); !written) return fail(written);
    end_reply(writer);
    return response;
}

// Those who take part in a deal that the caller sees.
Result<void> add_deal(const Request& request, Context& context, std::vector<Predicate>& conditions) {
    const auto text = request.query("deal_id");
    if (!text) return {};
    const auto id = parse_integer(*text);
    if (!id) return must_be("deal_id", "a number");
    const auto deal = domain::find_deal(context.transaction, context.caller, *id);
    if (!deal && deal.error().code != ErrorCode::not_found) return fail(deal);
    std::vector<std::int64_t> ids;
    if (deal) {
        const auto participants = context.transaction.deals().participants(deal->id);
        if (!participants) return fail(participants);
        for (const domain::Participant& participant : *participants) ids.push_back(participant.person_id);
    }
    conditions.push_back(ids.empty() ? Predicate::any({})
                                     : Predicate::compare(PersonField::id, domain::Comparison::in, std::move(ids)));
    return {};
}

// The persons of an organization that the caller does not see are nobody's: each is shown without it.
Result<std::vector<Predicate>> read_relations(const Request& request, Context& context) {
    std::vector<Predicate> conditions;
    if (request.query("filter_id")) return conditions;  // which wins over them
    auto added = add_reference(request, "org_id", PersonField::organization_id, conditions);
    if (!added) return fail(added);
    if (!conditions.empty()) {
        const auto id = std::get<std::int64_t>(conditions.front().value);
        const auto found = domain::find_organization(context.transaction, context.caller, id);
        if (!found && found.error().code != ErrorCode::not_found) return fail(found);
        if (!found) conditions.push_back(Predicate::any({}));
    }
    if (auto of_deal = add_deal(request, context, conditions); !of_deal) return fail(of_deal);
    return conditions;
}

Result<http::Response> list_persons(const Request& request, Context& context) {
    const auto shown = read_shown(request, person_include_fields_v2(context.caller.company()));
    if (!shown) return fail(shown);
    auto further = read_relations(request, context);
    if (!further) return fail(further);
    if (auto visible = domain::visible_persons(context.caller); !visible.always()) further->push_back(std::move(visible));
    const auto list = read_list_v2(request, context, list_fields, std::move(*further));
    if (!list) return fail(list);

    // Read whole first, since the organizations are read by one more statement.
    PageV2 page(*list);
    std::vector<Person> persons;
    const auto listed = context.transaction.persons().list(list->query, [&](const Person& person) {
        if (!page.take(person)) return false;
        persons.push_back(person);
        return true;
    });
    if (!listed) return fail(listed);

    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    if (auto written = write_persons(writer, context, persons, *shown); !written) return fail(written);
    writer.end_array();
    write_next_cursor(writer, page.next_cursor());
    end_reply(writer);
    return response;
}

Result<http::Response> get_person(const Request& request, Context& context) {
    const auto shown = read_shown(request, person_include_fields_v2(context.caller.company()));
    if (!shown) return fail(shown);
    return person_reply(context, domain::find_person(context.transaction, context.caller, request.path_number("id")),
                        *shown);
}

Result<http::Response> add_person(const Request& request, Context& context) {
    const auto patch = read_person_creation_v2(*context.caller.directory, request.json());
    if (!patch) return fail(patch);
    return person_reply(context, domain::add_person(context.transaction, context.caller, *patch), {});
}

Result<http::Response> update_person(const Request& request, Context& context) {
    const auto patch = read_person_update_v2(*context.caller.directory, request.json());
    if (!patch) return fail(patch);
    const auto id = request.path_number("id");
    return person_reply(context, domain::update_person(context.transaction, context.caller, id, *patch), {});
}

Result<http::Response> delete_person(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    if (auto deleted = domain::delete_person(context.transaction, context.caller, id); !deleted) return fail(deleted);
    return id_reply(id);
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;

constexpr Route routes[] = {
    {Method::get, "/api/v2/persons", list_persons, read, may_read, list_parameters, nullptr, &person_list_shape_v2, 200,
     "Get all persons", list_is_scan_v2},
    {Method::post,
     "/api/v2/persons",
     add_person,
     write,
     may_write,
     {},
     &person_create_shape_v2,
     &person_shape_v2,
     200,
     "Add a new person"},
    {Method::get, "/api/v2/persons/{id:number}", get_person, read, may_read, shown_parameters_v2, nullptr, &person_shape_v2,
     200, "Get details of a person"},
    {Method::patch,
     "/api/v2/persons/{id:number}",
     update_person,
     write,
     may_write,
     {},
     &person_update_shape_v2,
     &person_shape_v2,
     200,
     "Update a person"},
    {Method::delete_,
     "/api/v2/persons/{id:number}",
     delete_person,
     write,
     may_write,
     {},
     nullptr,
     &id_shape,
     200,
     "Delete a person"},
};

}  // namespace

RouteGroup person_routes_v2() { return {routes, {}}; }

}  // namespace stele::dialect::pipedrive
