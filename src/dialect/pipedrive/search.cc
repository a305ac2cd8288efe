#include "dialect/pipedrive/list_query.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/search_request.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Kind;
using domain::SearchRequest;
using enum WireType;

constexpr std::string_view organization_names[] = {"address", "custom_fields", "notes", "name"};
constexpr std::string_view person_names[] = {"custom_fields", "email", "notes", "phone", "name"};
constexpr std::string_view person_includes[] = {"person.picture"};
constexpr std::string_view deal_names[] = {"custom_fields", "notes", "title"};
constexpr std::string_view deal_includes[] = {"deal.cc_email"};

constexpr Parameter term_parameter{"term", string, "What to look for: at least 2 characters, 1 with exact_match"};
constexpr Parameter exact_parameter{"exact_match", boolean,
                                    "Only whole values, without regard to case but with regard to accents"};
constexpr Parameter organization_fields_parameter{"fields", string,
                                                  "Where to look: address, custom_fields, notes, name; all when left out"};
constexpr Parameter person_fields_parameter{"fields", string,
                                            "Where to look: custom_fields, email, notes, phone, name; all when left out"};
constexpr Parameter organization_parameter{"organization_id", integer, "Only persons of this organization"};
constexpr Parameter include_parameter{"include_fields", string, "person.picture"};
constexpr Parameter start_parameter{"start", integer, "How many to pass over"};
constexpr Parameter limit_parameter{"limit", integer, "How many to return: 100 when left out, at most 500"};
constexpr Parameter cursor_parameter{"cursor", string, "Where the page begins: next_cursor of the page before"};

constexpr Parameter organization_parameters_v1[] = {term_parameter, organization_fields_parameter, exact_parameter,
                                                    start_parameter, limit_parameter};
constexpr Parameter organization_parameters_v2[] = {term_parameter, organization_fields_parameter, exact_parameter,
                                                    limit_parameter, cursor_parameter};
constexpr Parameter person_parameters_v1[] = {term_parameter,         person_fields_parameter, exact_parameter,
                                              organization_parameter, include_parameter,       start_parameter,
                                              limit_parameter};
constexpr Parameter person_parameters_v2[] = {term_parameter,         person_fields_parameter, exact_parameter,
                                              organization_parameter, include_parameter,       limit_parameter,
                                              cursor_parameter};

constexpr Parameter deal_fields_parameter{"fields", string, "Where to look: custom_fields, notes, title; all when left out"};
constexpr Parameter person_of_deal_parameter{"person_id", integer, "Only deals of this person"};
constexpr Parameter organization_of_deal_parameter{"organization_id", integer, "Only deals of this organization"};
constexpr Parameter status_parameter{"status", string, "Only deals of this status: open, won or lost"};
constexpr Parameter include_address_parameter{"include_fields", string, "deal.cc_email"};
constexpr Parameter deal_parameters_v1[] = {
    term_parameter,   deal_fields_parameter,     exact_parameter, person_of_deal_parameter, organization_of_deal_parameter,
    status_parameter, include_address_parameter, start_parameter, limit_parameter};
constexpr Parameter deal_parameters_v2[] = {
    term_parameter,   deal_fields_parameter,     exact_parameter, person_of_deal_parameter, organization_of_deal_parameter,
    status_parameter, include_address_parameter, limit_parameter, cursor_parameter};

Result<http::Response> search_reply(const Request& request, Context& context, const SearchRequest& search) {
    const auto paging = SearchPaging::read(request, context, search);
    if (!paging) return fail(paging);
    const auto found = run_search(request, context, search, *paging);
    if (!found) return fail(found);
    const auto items = SearchItems::read(request, context, found->hits);
    if (!items) return fail(items);

    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    writer.key_literal("items");
    items->write(writer, found->hits);
    writer.end_object();
    paging->write_end(writer, *found);
    end_reply(writer);
    return response;
}

Result<http::Response> search_organizations(const Request& request, Context& context) {
    const auto search = read_search(request, organization_names, {Kind::organization});
    if (!search) return fail(search);
    return search_reply(request, context, *search);
}

Result<void> read_id(const Request& request, std::string_view name, std::optional<std::int64_t>& id) {
    const auto text = request.query(name);
    if (!text || text->empty()) return {};
    id = parse_integer(trimmed(*text));
    return id ? Result<void>() : refuse_parameter(request, name, "must be a number");
}

Result<http::Response> search_persons(const Request& request, Context& context) {
    auto search = read_search(request, person_names, {Kind::person});
    if (!search) return fail(search);
    if (const auto names = read_names(request, "include_fields", person_includes); !names) return fail(names);
    if (auto read = read_id(request, "organization_id", search->organization_id); !read) return fail(read);
    return search_reply(request, context, *search);
}

Result<http::Response> search_deals(const Request& request, Context& context) {
    auto search = read_search(request, deal_names, {Kind::deal});
    if (!search) return fail(search);
    if (const auto names = read_names(request, "include_fields", deal_includes); !names) return fail(names);
    auto read = read_id(request, "organization_id", search->organization_id);
    if (read) read = read_id(request, "person_id", search->person_id);
    if (!read) return fail(read);
    if (const auto text = request.query("status"); text && !text->empty()) {
        search->status = deal_status(*text);
        if (!search->status) return refuse_parameter(request, "status", "must be one of open, won, lost");
    }
    return search_reply(request, context, *search);
}

using http::Method;
constexpr auto scan = domain::Access::scan;
constexpr auto may_read = domain::Scope::read;
constexpr std::int64_t cost_v1 = 40;
constexpr std::int64_t cost_v2 = 20;

constexpr Route routes_v1[] = {
    {Method::get, "/v1/organizations/search", search_organizations, scan, may_read, organization_parameters_v1, nullptr,
     &organization_search_shape, 200, "Search organizations", nullptr, cost_v1, true},
    {Method::get, "/v1/persons/search", search_persons, scan, may_read, person_parameters_v1, nullptr, &person_search_shape,
     200, "Search persons", nullptr, cost_v1, true},
    {Method::get, "/v1/deals/search", search_deals, scan, may_read, deal_parameters_v1, nullptr, &deal_search_shape, 200,
     "Search deals", nullptr, cost_v1, true},
};

constexpr Route routes_v2[] = {
    {Method::get, "/api/v2/organizations/search", search_organizations, scan, may_read, organization_parameters_v2, nullptr,
     &organization_search_shape, 200, "Search organizations", nullptr, cost_v2, true},
    {Method::get, "/api/v2/persons/search", search_persons, scan, may_read, person_parameters_v2, nullptr,
     &person_search_shape, 200, "Search persons", nullptr, cost_v2, true},
    {Method::get, "/api/v2/deals/search", search_deals, scan, may_read, deal_parameters_v2, nullptr, &deal_search_shape, 200,
     "Search deals", nullptr, cost_v2, true},
};

}  // namespace

RouteGroup search_routes_v1() { return {routes_v1, "/api"}; }

RouteGroup search_routes_v2() { return {routes_v2, {}}; }

}  // namespace stele::dialect::pipedrive
