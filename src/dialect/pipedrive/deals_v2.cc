#include "dialect/pipedrive/deal_fields.h"
#include "dialect/pipedrive/deal_input.h"
#include "dialect/pipedrive/deal_lists.h"
#include "dialect/pipedrive/input_v2.h"
#include "dialect/pipedrive/list_query_v2.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "domain/deals.h"
#include "domain/deletion.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Comparison;
using domain::Deal;
using domain::DealField;
using domain::Predicate;
using enum WireType;

constexpr Parameter list_parameters[] = {
    {"filter_id", integer, "Only deals of this filter; wins over the ids of other things"},
    {"ids", string, "Only these ids, between commas; at most 100"},
    {"owner_id", integer, "Only deals of this owner"},
    {"person_id", integer, "Only deals of this person"},
    {"org_id", integer, "Only deals of this organization"},
    {"pipeline_id", integer, "Only deals in this pipeline"},
    {"stage_id", integer, "Only deals in this stage"},
    {"status", string, "Only deals of this status: open, won, lost, deleted; several between commas"},
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

constexpr ListFieldsV2 list_fields{DealField::id, DealField::owner_id, DealField::add_time, DealField::update_time,
                                   DealField::delete_time};

Result<void> write_deals(JsonWriter& writer, Context& context, std::span<const Deal> deals, const ShownV2& shown) {
    const auto partners = find_partners(context, deals);
    if (!partners) return fail(partners);
    RenderContext around(context);
    shown.apply(around.deal_custom);
    for (const Deal& deal : deals)
        write_record_v2(writer, deal_fields_v2(), deal_include_fields_v2(), DealView(deal, around, *partners), shown);
    return {};
}

Result<http::Response> deal_reply(Context& context, const Result<Deal>& deal, const ShownV2& shown) {
    if (!deal) return fail(deal);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    if (auto written = write_deals(writer, context, {&*deal, 1}, shown); !written) return fail(written);
    end_reply(writer);
    return response;
}

// What the caller does not see is nobody's: its deals are shown without it.
template <class Find>
Result<void> add_partner(const Request& request, std::string_view name, DealField field, const Find& find,
                         std::vector<Predicate>& conditions) {
    const std::size_t before = conditions.size();
    if (auto added = add_reference(request, name, field, conditions); !added) return added;
    if (conditions.size() == before) return {};
    const auto found = find(std::get<std::int64_t>(conditions.back().value));
    if (found) return {};
    if (found.error().code != ErrorCode::not_found) return fail(found);
    conditions.push_back(Predicate::any({}));
    return {};
}

// Without it, all that are not deleted.
Result<bool> add_statuses(const Request& request, Context& context, std::vector<Predicate>& conditions) {
    std::vector<std::int64_t> numbers;
    bool deleted = false;
    for (const std::string_view text : request.query_list("status")) {
        const auto status = deal_status(text);
        if (!status && text != "deleted") return must_be("status", "one of open, won, lost, deleted");
        if (status)
            numbers.push_back(static_cast<std::int64_t>(*status));
        else
            deleted = true;
    }
    const auto live = Predicate::compare(DealField::delete_time, Comparison::is_null);
    std::vector<Predicate> ways;
    if (!numbers.empty())
        ways.push_back(Predicate::all({live, Predicate::compare(DealField::status, Comparison::in, std::move(numbers))}));
    if (deleted)
        ways.push_back(
            Predicate::all({Predicate::negate(live), domain::not_gone(DealField::delete_time, context.caller.now)}));
    if (!ways.empty()) conditions.push_back(ways.size() == 1 ? std::move(ways.front()) : Predicate::any(std::move(ways)));
    return deleted;
}

Result<void> add_relations(const Request& request, Context& context, std::vector<Predicate>& conditions) {
    if (request.query("filter_id")) return {};  // which wins over them
    auto added = add_partner(
        request, "org_id", DealField::organization_id,
        [&](std::int64_t id) { return domain::find_organization(context.transaction, context.caller, id); }, conditions);
    if (added)
        added = add_partner(
            request, "person_id", DealField::person_id,
            [&](std::int64_t id) { return domain::find_person(context.transaction, context.caller, id); }, conditions);
    if (added) added = add_reference(request, "pipeline_id", DealField::pipeline_id, conditions);
    if (added) added = add_reference(request, "stage_id", DealField::stage_id, conditions);
    return added;
}

Result<http::Response> list(const Request& request, Context& context, bool archived) {
    const auto shown = read_shown(request, deal_include_fields_v2());
    if (!shown) return fail(shown);
    auto not_archived = Predicate::compare(DealField::archive_time, Comparison::is_null);
    std::vector<Predicate> further{archived ? Predicate::negate(std::move(not_archived)) : std::move(not_archived)};
    if (auto added = add_relations(request, context, further); !added) return fail(added);
    const auto deleted = add_statuses(request, context, further);
    if (!deleted) return fail(deleted);
    if (auto visible = domain::visible_deals(context.caller); !visible.always()) further.push_back(std::move(visible));
    const auto asked = read_list_v2(request, context, list_fields, std::move(further),
                                    *deleted ? ListedRecords::deleted_too : ListedRecords::live);
    if (!asked) return fail(asked);

    // Read whole first, since what deals are with is read by further statements.
    PageV2 page(*asked);
    std::vector<Deal> deals;
    const auto listed = context.transaction.deals().list(asked->query, [&](const Deal& deal) {
        if (!page.take(deal)) return false;
        deals.push_back(deal);
        return true;
    });
    if (!listed) return fail(listed);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    if (auto written = write_deals(writer, context, deals, *shown); !written) return fail(written);
    writer.end_array();
    write_next_cursor(writer, page.next_cursor());
    end_reply(writer);
    return response;
}

Result<http::Response> list_deals(const Request& request, Context& context) { return list(request, context, false); }
Result<http::Response> list_archived(const Request& request, Context& context) { return list(request, context, true); }

Result<http::Response> get_deal(const Request& request, Context& context) {
    const auto shown = read_shown(request, deal_include_fields_v2());
    if (!shown) return fail(shown);
    return deal_reply(context, domain::find_deal(context.transaction, context.caller, request.path_number("id")), *shown);
}

// The deal as it was written, deleted if the body says so.
Result<http::Response> written_reply(Context& context, Result<Deal> deal, const DealInput& input) {
    if (deal && input.is_deleted == true)
        if (auto deleted = domain::delete_deal(context.transaction, context.caller, *deal); !deleted) return fail(deleted);
    return deal_reply(context, deal, {});
}

Result<http::Response> add_deal(const Request& request, Context& context) {
    const auto input = read_deal_creation_v2(*context.caller.directory, request.json());
    if (!input) return fail(input);
    return written_reply(context, domain::add_deal(context.transaction, context.caller, input->patch), *input);
}

Result<http::Response> update_deal(const Request& request, Context& context) {
    const auto input = read_deal_update_v2(*context.caller.directory, request.json());
    if (!input) return fail(input);
    const auto id = request.path_number("id");
    return written_reply(context, domain::update_deal(context.transaction, context.caller, id, input->patch), *input);
}

Result<http::Response> delete_deal(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    if (auto deleted = domain::delete_deal(context.transaction, context.caller, id); !deleted) return fail(deleted);
    return id_reply(id);
}

bool is_scan(const Request& request, const domain::Caller& caller) {
    return list_is_scan_v2(request, caller) || request.query("status") || request.query("person_id") ||
           request.query("stage_id") || request.query("pipeline_id");
}

bool always_scan(const Request& /*request*/, const domain::Caller& /*caller*/) { return true; }

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;

constexpr Route routes[] = {
    {Method::get, "/api/v2/deals", list_deals, read, may_read, list_parameters, nullptr, &deal_list_shape_v2, 200,
     "Get all deals", is_scan},
    {Method::get, "/api/v2/deals/archived", list_archived, read, may_read, list_parameters, nullptr, &deal_list_shape_v2,
     200, "Get all archived deals", always_scan},
    {Method::post,
     "/api/v2/deals",
     add_deal,
     write,
     may_write,
     {},
     &deal_create_shape_v2,
     &deal_shape_v2,
     200,
     "Add a new deal"},
    {Method::get, "/api/v2/deals/{id:number}", get_deal, read, may_read, shown_parameters_v2, nullptr, &deal_shape_v2, 200,
     "Get details of a deal"},
    {Method::patch,
     "/api/v2/deals/{id:number}",
     update_deal,
     write,
     may_write,
     {},
     &deal_update_shape_v2,
     &deal_shape_v2,
     200,
     "Update a deal"},
    {Method::delete_,
     "/api/v2/deals/{id:number}",
     delete_deal,
     write,
     may_write,
     {},
     nullptr,
     &id_shape,
     200,
     "Delete a deal"},
};

}  // namespace

RouteGroup deal_routes_v2() { return {routes, {}}; }

}  // namespace stele::dialect::pipedrive
