#include "domain/persons.h"

#include "dialect/pipedrive/list_query.h"
#include "dialect/pipedrive/organization_fields.h"
#include "dialect/pipedrive/person_fields.h"
#include "dialect/pipedrive/person_input.h"
#include "dialect/pipedrive/person_organizations.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/users.h"
#include "domain/deals.h"
#include "domain/organizations.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Comparison;
using domain::Person;
using domain::PersonField;
using domain::Predicate;
using enum WireType;

const Shape id_shape{"DeletedId", [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The id", nullptr}}; }};
const Shape ids_shape{"DeletedIds", [] { return std::vector<FieldDoc>{{"id", integers, false, true, "The ids", nullptr}}; }};

constexpr Parameter list_parameters[] = {
    {"user_id", integer, "Only persons of this owner"},
    {"filter_id", integer, "Only persons of this filter; wins over user_id"},
    {"first_char", string, "Only persons whose name begins with this character, whatever its case and marks"},
    {"start", integer, "How many to pass over"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"sort", string, "Keys and directions: name ASC, id DESC"},
};

constexpr Parameter bulk_parameters[] = {
    {"ids", string, "The ids, between commas; at most 500"},
};

void write_person(JsonWriter& writer, const Request& request, const PersonView& view) {
    writer.begin_object();
    write_fields(writer, person_fields(), view, select(request, person_fields()));
    if (view.context.directory.company.campaigns)
        write_fields(writer, person_marketing_fields(), view, select(request, person_marketing_fields()));
    view.custom_fields().write_v1(writer, view.person.custom, selected_names(request));
    writer.end_object();
}

// "related_objects":{"organization":{...},"user":{...}}, of kinds that occur.
void write_related(JsonWriter& writer, const RenderContext& around, const OrganizationsById& organizations,
                   const std::vector<const domain::User*>& users) {
    writer.key_literal("related_objects");
    writer.begin_object();
    if (!organizations.empty()) {
        writer.key_literal("organization");
        writer.begin_object();
        for (const auto& [id, organization] : organizations) {
            writer.key_literal(std::to_string(id));
            write_organization_reference(writer, around, organization, "id");
        }
        writer.end_object();
    }
    write_related_user_map(writer, users);
    writer.end_object();
}

// A page of persons: read whole first, since what stands around them is read by one more statement.
Result<http::Response> list_page(const Request& request, Context& context, const domain::PersonQuery& query,
                                 const Page& page) {
    std::vector<Person> persons;
    bool more = false;
    const auto listed = context.transaction.persons().list(query, [&](const Person& person) {
        more = static_cast<std::int64_t>(persons.size()) == page.limit;
        if (!more) persons.push_back(person);
        return !more;
    });
    if (!listed) return fail(listed);
    const auto organizations = find_organizations(context, persons);
    if (!organizations) return fail(organizations);

    const RenderContext around(context);
    std::vector<const domain::User*> users;
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const Person& person : persons) {
        const PersonView view(person, around, organization_of(*organizations, person));
        add_related(users, view.owner);
        write_person(writer, request, view);
    }
    writer.end_array();
    write_pagination(writer, page, more);
    write_related(writer, around, *organizations, users);
    end_reply(writer);
    if (auto filled = around.pictures.fill(context, response.body); !filled) return fail(filled);
    return response;
}

Result<http::Response> list_persons(const Request& request, Context& context) {
    auto conditions =
        read_list_conditions(request, context, {PersonField::delete_time, PersonField::owner_id, PersonField::first_char});
    if (!conditions) return fail(conditions);
    if (auto visible = domain::visible_persons(context.caller); !visible.always()) conditions->push_back(std::move(visible));
    auto sort = read_sort(request, *context.caller.directory, domain::Kind::person, person_fields());
    if (!sort) return fail(sort);
    const Page page = page_v1(request);
    return list_page(request, context,
                     {Predicate::all(std::move(*conditions)), std::move(*sort), page.limit + 1, page.start,
                      domain::visible_organizations(context.caller)},
                     page);
}

Result<http::Response> list_organization_persons(const Request& request, Context& context) {
    const auto organization = domain::find_organization(context.transaction, context.caller, request.path_number("id"));
    if (!organization) return fail(organization);
    std::vector<Predicate> conditions{Predicate::compare(PersonField::organization_id, Comparison::equals, organization->id),
                                      Predicate::compare(PersonField::delete_time, Comparison::is_null)};
    if (auto visible = domain::visible_persons(context.caller); !visible.always()) conditions.push_back(std::move(visible));
    const Page page = page_v1(request);
    return list_page(request, context, {Predicate::all(std::move(conditions)), {}, page.limit + 1, page.start}, page);
}

// Those who take part in it.
Result<http::Response> list_deal_persons(const Request& request, Context& context) {
    const auto deal = domain::find_deal(context.transaction, context.caller, request.path_number("id"));
    if (!deal) return fail(deal);
    const auto participants = context.transaction.deals().participants(deal->id);
    if (!participants) return fail(participants);
    std::vector<std::int64_t> ids;
    for (const domain::Participant& participant : *participants) ids.push_back(participant.person_id);
    std::vector<Predicate> conditions{
        ids.empty() ? Predicate::any({}) : Predicate::compare(PersonField::id, Comparison::in, std::move(ids)),
        Predicate::compare(PersonField::delete_time, Comparison::is_null)};
    if (auto visible = domain::visible_persons(context.caller); !visible.always()) conditions.push_back(std::move(visible));
    const Page page = page_v1(request);
    return list_page(request, context, {Predicate::all(std::move(conditions)), {}, page.limit + 1, page.start}, page);
}

Result<http::Response> person_reply(const Request& request, Context& context, Person person, int status) {
    const std::vector<Person> persons{std::move(person)};
    const auto organizations = find_organizations(context, persons);
    if (!organizations) return fail(organizations);
    const RenderContext around(context);
    const PersonView view(persons.front(), around, organization_of(*organizations, persons.front()));
    std::vector<const domain::User*> users;
    add_related(users, view.owner);

    http::Response response;
    response.status = status;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_person(writer, request, view);
    if (request.http().method == http::Method::get || request.http().method == http::Method::head) {
        writer.key_literal("additional_data");
        writer.begin_object();
        writer.key_literal("dropbox_email");
        writer.string(around.mail_address);
        writer.end_object();
    }
    write_related(writer, around, *organizations, users);
    end_reply(writer);
    if (auto filled = around.pictures.fill(context, response.body); !filled) return fail(filled);
    return response;
}

Result<http::Response> get_person(const Request& request, Context& context) {
    auto person = domain::find_person(context.transaction, context.caller, request.path_number("id"));
    if (!person) return fail(person);
    return person_reply(request, context, std::move(*person), 200);
}

Result<http::Response> add_person(const Request& request, Context& context) {
    const auto input = read_person_creation(*context.caller.directory, request.json());
    if (!input) return fail(input);
    auto person = domain::add_person(context.transaction, context.caller, input->patch);
    if (!person) return fail(person);
    return person_reply(request, context, std::move(*person), 201);
}

Result<http::Response> update_person(const Request& request, Context& context) {
    const auto input = read_person_update(*context.caller.directory, request.json());
    if (!input) return fail(input);
    const auto id = request.path_number("id");
    auto person = domain::update_person(context.transaction, context.caller, id, input->patch);
    if (!person) return fail(person);
    if (input->active == false) {
        auto deleted = domain::delete_person(context.transaction, context.caller, *person);
        if (!deleted) return fail(deleted);
    }
    return person_reply(request, context, std::move(*person), 200);
}

Result<http::Response> delete_person(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    if (auto deleted = domain::delete_person(context.transaction, context.caller, id); !deleted) return fail(deleted);
    return id_reply(id);
}

Result<http::Response> delete_persons(const Request& request, Context& context) {
    const auto ids = read_ids(request);
    if (!ids) return fail(ids);
    const auto deleted = domain::delete_persons(context.transaction, context.caller, *ids);
    if (!deleted) return fail(deleted);
    return ids_reply(*deleted);
}

// The persons of an organization are few as a rule, but nothing bounds those that the caller may not see.
bool organization_persons_are_scan(const Request& request, const domain::Caller& caller) {
    return !caller.sees_all() || page_v1(request).start > limits::shallow_start;
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;

constexpr Route routes[] = {
    {Method::get, "/v1/persons", list_persons, read, may_read, list_parameters, nullptr, &person_list_shape, 200,
     "Get all persons", list_is_scan},
    {Method::post,
     "/v1/persons",
     add_person,
     write,
     may_write,
     {},
     &person_create_shape,
     &person_shape,
     201,
     "Add a person"},
    {Method::delete_, "/v1/persons", delete_persons, write, may_write, bulk_parameters, nullptr, &ids_shape, 200,
     "Delete multiple persons in bulk", nullptr, 10},
    {Method::get,
     "/v1/persons/{id:number}",
     get_person,
     read,
     may_read,
     {},
     nullptr,
     &person_shape,
     200,
     "Get details of a person"},
    {Method::put,
     "/v1/persons/{id:number}",
     update_person,
     write,
     may_write,
     {},
     &person_update_shape,
     &person_shape,
     200,
     "Update a person"},
    {Method::delete_,
     "/v1/persons/{id:number}",
     delete_person,
     write,
     may_write,
     {},
     nullptr,
     &id_shape,
     200,
     "Delete a person"},
    {Method::get, "/v1/deals/{id:number}/persons", list_deal_persons, read, may_read, page_parameters_v1, nullptr,
     &person_list_shape, 200, "List all persons associated with a deal"},
    {Method::get, "/v1/organizations/{id:number}/persons", list_organization_persons, read, may_read, page_parameters_v1,
     nullptr, &person_list_shape, 200, "List persons of an organization", organization_persons_are_scan},
};

}  // namespace

RouteGroup person_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
