// Organizations. RogerRoger: Organizations.
#include "domain/organizations.h"

#include "dialect/rogerroger/record_rows.h"
#include "dialect/rogerroger/rogerroger.h"
#include "domain/linked_people.h"

namespace stele::dialect::rogerroger {

namespace {

using enum WireType;

struct OrganizationRows {
    using Record = domain::Organization;
    static constexpr Resource resource = Resource::organization;
    static constexpr domain::Kind kind = domain::Kind::organization;
    static constexpr std::string_view type = "Organization";
    static constexpr bool can_show_ids = false;

    static std::span<const RecordProperty> properties() { return organization_properties(); }
    static std::span<const Parameter> parameters() { return organization_parameters(); }
    static Result<RecordSelection> select(const Request& request, Context& context, const Page& page) {
        return select_organizations(request, context, page);
    }
    static Result<void> list(Context& context, const domain::RecordQuery& query, std::vector<Record>& into) {
        return context.transaction.organizations().list(query, [&into](const Record& record) {
            into.push_back(record);
            return true;
        });
    }
    static auto& records(Context& context) { return context.transaction.organizations(); }
    static Result<Record> find(Context& context, std::int64_t id) {
        return domain::find_live_organization(context.transaction, context.caller, id);
    }
    static Result<Record> add(Context& context, const RecordTarget& target) {
        return domain::add_organization(context.transaction, context.caller, organization_patch(target));
    }
    static Result<Record> update(Context& context, std::int64_t id, const RecordTarget& target) {
        return domain::update_organization(context.transaction, context.caller, id, organization_patch(target));
    }
    static Result<void> remove(Context& context, std::int64_t id) {
        return domain::delete_organization(context.transaction, context.caller, id);
    }
    static Result<void> set_links(Context& context, std::int64_t id, std::span<const std::int64_t> people) {
        return domain::set_linked_people(context.transaction, context.caller, id, people);
    }
};

const Shape organization_shape{"Organization", [] { return describe_reply(document(organization_properties())); }};
const Shape organizations_shape{"OrganizationCollection", [] { return describe_collection(organization_shape); }};
const Shape create_shape{"OrganizationBody", [] { return describe_body(document(organization_properties()), false); }};
const Shape patch_shape{"OrganizationPatch", [] { return describe_body(document(organization_properties()), true); }};

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;
constexpr std::span<const Parameter> none;

// The parameters are in another file, whose initialization may come later.
std::vector<Route> make_routes() {
    using Rows = OrganizationRows;
    return {
        {Method::post, "/organizations", add_record<Rows>, write, may_write, none, &create_shape, &organization_shape, 201,
         "Create an organization"},
        {Method::get, "/organizations", list_records<Rows>, read, may_read, organization_parameters(), nullptr,
         &organizations_shape, 200, "List organizations", is_scan},
        {Method::get, "/organizations/{id:text}", get_record<Rows>, read, may_read, none, nullptr, &organization_shape, 200,
         "Get an organization"},
        {Method::put, "/organizations/{id:text}", change_record<Rows, WriteMode::replace>, write, may_write, none,
         &create_shape, &organization_shape, 200, "Replace an organization"},
        {Method::patch, "/organizations/{id:text}", change_record<Rows, WriteMode::merge>, write, may_write, none,
         &patch_shape, &organization_shape, 200, "Partially update an organization"},
        {Method::delete_, "/organizations/{id:text}", delete_record<Rows>, write, may_write, none, nullptr, nullptr, 204,
         "Delete an organization"},
    };
}

}  // namespace

RouteGroup organization_routes() {
    static const std::vector<Route> routes = make_routes();
    return {routes, {}};
}

Result<bool> import_organization(Context& context, std::string_view uuid, const JsonValue& body) {
    return import_record<OrganizationRows>(context, uuid, body);
}

ResourceDoc organization_doc() {
    return {"Organization", "organizations", document(organization_properties()), organization_parameters()};
}

}  // namespace stele::dialect::rogerroger
