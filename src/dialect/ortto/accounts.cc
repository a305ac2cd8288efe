// Accounts, as lists and by their ids. Ortto: retrieving one or more organizations.
#include "dialect/ortto/list_request.h"
#include "dialect/ortto/ortto.h"
#include "dialect/ortto/record_lists.h"

namespace stele::dialect::ortto {

namespace {

using enum WireType;

constexpr std::string_view id_names[] = {"account_ids", "organization_ids"};

const Shape find_shape{"FindAccounts", [] {
                           return std::vector<FieldDoc>{
                               {"account_ids", strings, true, false, "At most 500"},
                               {"organization_ids", strings, true, false, "The older name"},
                               {"fields", strings, true, false, "Field ids to show; at most 150"},
                           };
                       }};
const Shape found_shape{"FoundAccounts", [] {
                            return std::vector<FieldDoc>{
                                {"accounts", object, false, true, "Accounts by their ids; not those that are unknown"},
                            };
                        }};
const Shape found_organizations_shape{
    "FoundOrganizations", [] {
        return std::vector<FieldDoc>{
            {"organizations", object, false, true, "Accounts by their ids; not those that are unknown"},
        };
    }};

std::vector<FieldDoc> page_of(std::string_view list) {
    return {
        {list, objects, true, true, "The accounts of the page; null behind the end", &record_shape},
        {"meta", object, false, true, "Totals", &meta_shape},
        {"offset", integer, false, true, "Where the page begins"},
        {"next_offset", integer, false, true, "Where the next one does"},
        {"cursor_id", string, false, true, "To be sent with next_offset"},
        {"has_more", boolean, false, true, "Whether there is a next page"},
    };
}
const Shape page_shape{"AccountPage", [] { return page_of("accounts"); }};
const Shape organization_page_shape{"OrganizationPage", [] { return page_of("organizations"); }};

Result<http::Response> list_accounts(const Request& request, Context& context) {
    return list_records(request, context, Entity::account);
}

Result<http::Response> find_accounts(const Request& request, Context& context) {
    return find_records(request, context, Entity::account, id_names);
}

constexpr Route list_row(std::string_view pattern, const Shape& response) {
    return {http::Method::post,  pattern,   list_accounts, domain::Access::read, domain::Scope::read, {},
            &list_request_shape, &response, 200,           "Get accounts",       list_is_scan};
}
constexpr Route find_row(std::string_view pattern, const Shape& response) {
    return {http::Method::post, pattern,   find_accounts, domain::Access::read,        domain::Scope::read, {},
            &find_shape,        &response, 200,           "Get accounts by their ids", find_is_scan};
}

constexpr Route routes[] = {
    list_row("/v1/accounts/get", page_shape),
    list_row("/v1/organizations/get", organization_page_shape),
    list_row("/v1/organization/get", organization_page_shape),
    find_row("/v1/accounts/get-by-ids", found_shape),
    find_row("/v1/organizations/get-by-ids", found_organizations_shape),
};

}  // namespace

RouteGroup account_routes() { return {routes, {}}; }

}  // namespace stele::dialect::ortto
