// People. RogerRoger: People.
#include "dialect/rogerroger/record_rows.h"
#include "dialect/rogerroger/rogerroger.h"
#include "domain/linked_people.h"
#include "domain/persons.h"

namespace stele::dialect::rogerroger {

namespace {

using enum WireType;

struct PersonRows {
    using Record = domain::Person;
    static constexpr Resource resource = Resource::person;
    static constexpr domain::Kind kind = domain::Kind::person;
    static constexpr std::string_view type = "Person";
    static constexpr bool can_show_ids = true;

    static std::span<const RecordProperty> properties() { return person_properties(); }
    static std::span<const Parameter> parameters() { return person_parameters(); }
    static Result<RecordSelection> select(const Request& request, Context& context, const Page& page) {
        return select_people(request, context, page);
    }
    static Result<void> list(Context& context, const domain::RecordQuery& query, std::vector<Record>& into) {
        return context.transaction.persons().list(query, [&into](const Record& record) {
            into.push_back(record);
            return true;
        });
    }
    static auto& records(Context& context) { return context.transaction.persons(); }
    static Result<Record> find(Context& context, std::int64_t id) {
        return domain::find_live_person(context.transaction, context.caller, id);
    }
    static Result<Record> add(Context& context, const RecordTarget& target) {
        return domain::add_person(context.transaction, context.caller, person_patch(target));
    }
    static Result<Record> update(Context& context, std::int64_t id, const RecordTarget& target) {
        return domain::update_person(context.transaction, context.caller, id, person_patch(target));
    }
    static Result<void> remove(Context& context, std::int64_t id) {
        return domain::delete_person(context.transaction, context.caller, id);
    }
    static Result<void> set_links(Context& context, std::int64_t id, std::span<const std::int64_t> organizations) {
        return domain::set_linked_organizations(context.transaction, context.caller, id, organizations);
    }
};

const Shape person_shape{"Person", [] { return describe_reply(document(person_properties())); }};
const Shape people_shape{"PersonCollection", [] { return describe_collection(person_shape); }};
const Shape create_shape{"PersonBody", [] { return describe_body(document(person_properties()), false); }};
const Shape patch_shape{"PersonPatch", [] { return describe_body(document(person_properties()), true); }};

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;
constexpr std::span<const Parameter> none;

// The parameters are in another file, whose initialization may come later.
std::vector<Route> make_routes() {
    using Rows = PersonRows;
    return {
        {Method::post, "/people", add_record<Rows>, write, may_write, none, &create_shape, &person_shape, 201,
         "Create a person"},
        {Method::get, "/people", list_records<Rows>, read, may_read, person_parameters(), nullptr, &people_shape, 200,
         "List people", is_scan},
        {Method::get, "/people/{id:text}", get_record<Rows>, read, may_read, none, nullptr, &person_shape, 200,
         "Get a person"},
        {Method::put, "/people/{id:text}", change_record<Rows, WriteMode::replace>, write, may_write, none, &create_shape,
         &person_shape, 200, "Replace a person"},
        {Method::patch, "/people/{id:text}", change_record<Rows, WriteMode::merge>, write, may_write, none, &patch_shape,
         &person_shape, 200, "Partially update a person"},
        {Method::delete_, "/people/{id:text}", delete_record<Rows>, write, may_write, none, nullptr, nullptr, 204,
         "Delete a person"},
    };
}

}  // namespace

RouteGroup person_routes() {
    static const std::vector<Route> routes = make_routes();
    return {routes, {}};
}

Result<bool> import_person(Context& context, std::string_view uuid, const JsonValue& body) {
    return import_record<PersonRows>(context, uuid, body);
}

ResourceDoc person_doc() { return {"Person", "people", document(person_properties()), person_parameters()}; }

}  // namespace stele::dialect::rogerroger
