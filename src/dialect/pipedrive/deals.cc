#include "domain/deals.h"

#include "base/time_text.h"
#include "dialect/cursor.h"
#include "dialect/pipedrive/deal_input.h"
#include "dialect/pipedrive/deal_journey_fields.h"
#include "dialect/pipedrive/deal_lists.h"
#include "dialect/pipedrive/pipedrive.h"
#include "domain/deletion.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Comparison;
using domain::Deal;
using domain::DealField;
using domain::Predicate;
using enum WireType;

constexpr Micros second_us = 1'000'000;

const Shape id_shape{"DeletedId", [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The id", nullptr}}; }};
const Shape ids_shape{"DeletedIds", [] { return std::vector<FieldDoc>{{"id", integers, false, true, "The ids", nullptr}}; }};

constexpr Parameter bulk_parameters[] = {
    {"ids", string, "The ids, between commas; at most 500"},
};

constexpr Parameter collection_parameters[] = {
    {"cursor", string, "Where the page begins: next_cursor of the page before"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"since", string, "Changed at this time or later, UTC: YYYY-MM-DD HH:MM:SS"},
    {"until", string, "Changed at this time or earlier, UTC: YYYY-MM-DD HH:MM:SS"},
    {"user_id", integer, "Only deals of this owner"},
    {"stage_id", integer, "Only deals in this stage"},
    {"status", string, "open, won, lost, deleted, or all_not_deleted"},
};

Result<http::Response> deal_reply(const Request& request, Context& context, const Deal& deal, int status,
                                  const domain::DealJourney* journey = nullptr) {
    const auto partners = find_partners_and_activities(context, std::span(&deal, 1));
    if (!partners) return fail(partners);
    const RenderContext around(context);
    const DealView view(deal, around, *partners);
    DealRelatives relatives{*partners, {}, {}, {}};
    relatives.add(view, false);

    http::Response response;
    response.status = status;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_deal(writer, request, view, deal_fields(), journey);
    if (journey != nullptr) {
        writer.key_literal("additional_data");
        writer.begin_object();
        writer.key_literal("dropbox_email");
        writer.string(around.mail_address);
        writer.end_object();
    }
    write_related(writer, around, relatives);
    end_reply(writer);
    return response;
}

Result<http::Response> get_deal(const Request& request, Context& context) {
    const auto deal = domain::find_deal(context.transaction, context.caller, request.path_number("id"));
    if (!deal) return fail(deal);
    const auto journey = domain::deal_journey(context.transaction, context.caller, *deal);
    if (!journey) return fail(journey);
    return deal_reply(request, context, *deal, 200, &*journey);
}

const Shape details_shape{"DealDetails", [] {
                              auto docs = deal_shape.fields();
                              for (const FieldDoc& doc : describe(deal_journey_fields())) docs.push_back(doc);
                              return docs;
                          }};

Result<http::Response> add_deal(const Request& request, Context& context) {
    const auto input = read_deal_creation(*context.caller.directory, request.json());
    if (!input) return fail(input);
    auto deal = domain::add_deal(context.transaction, context.caller, input->patch);
    if (!deal) return fail(deal);
    if (input->is_deleted == true)
        if (auto deleted = domain::delete_deal(context.transaction, context.caller, *deal); !deleted) return fail(deleted);
    return deal_reply(request, context, *deal, 201);
}

Result<http::Response> update_deal(const Request& request, Context& context) {
    const auto input = read_deal_update(*context.caller.directory, request.json());
    if (!input) return fail(input);
    auto deal = domain::update_deal(context.transaction, context.caller, request.path_number("id"), input->patch);
    if (!deal) return fail(deal);
    if (input->is_deleted == true)
        if (auto deleted = domain::delete_deal(context.transaction, context.caller, *deal); !deleted) return fail(deleted);
    return deal_reply(request, context, *deal, 200);
}

Result<http::Response> delete_deal(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    if (auto deleted = domain::delete_deal(context.transaction, context.caller, id); !deleted) return fail(deleted);
    return id_reply(id);
}

Result<http::Response> delete_deals(const Request& request, Context& context) {
    const auto ids = read_ids(request);
    if (!ids) return fail(ids);
    const auto deleted = domain::delete_deals(context.transaction, context.caller, *ids);
    if (!deleted) return fail(deleted);
    return ids_reply(*deleted);
}

// Users and partners are ids here.
Result<http::Response> duplicate_deal(const Request& request, Context& context) {
    const auto deal = domain::duplicate_deal(context.transaction, context.caller, request.path_number("id"));
    if (!deal) return fail(deal);
    const auto partners = find_partners(context, std::span(&*deal, 1));
    if (!partners) return fail(partners);
    const RenderContext around(context);
    const DealView view(*deal, around, *partners);
    http::Response response;
    response.status = 201;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    write_fields(writer, deal_plain_fields(), view);
    view.custom_fields().write_v1(writer, deal->custom);
    writer.end_object();
    end_reply(writer);
    return response;
}

Result<void> add_collection_conditions(const Request& request, std::vector<Predicate>& conditions) {
    for (const std::string_view name : {"since", "until"}) {
        const auto text = request.query(name);
        if (!text || text->empty()) continue;
        const auto time = parse_time(*text);
        if (!time) return fail(ErrorCode::invalid, std::string(name) + " must be a time", std::string(name));
        // Both ends belong to the range, and times are given in whole seconds.
        conditions.push_back(name == "since"
                                 ? Predicate::compare(DealField::update_time, Comparison::greater_or_equal, *time)
                                 : Predicate::compare(DealField::update_time, Comparison::less, *time + second_us));
    }
    for (const auto& [name, field] :
         {std::pair{"user_id", DealField::owner_id}, std::pair{"stage_id", DealField::stage_id}}) {
        const auto text = request.query(name);
        if (!text || text->empty()) continue;
        const auto id = parse_integer(*text);
        if (!id) return fail(ErrorCode::invalid, std::string(name) + " must be a number", name);
        conditions.push_back(Predicate::compare(field, Comparison::equals, *id));
    }
    return {};
}

// All deals in the order of their ids, for admins alone.
Result<http::Response> list_collection(const Request& request, Context& context) {
    if (!context.caller.user->is_admin) return fail(ErrorCode::forbidden, "You do not have permissions to do this.");
    std::vector<Predicate> conditions;
    auto added = add_collection_conditions(request, conditions);
    if (added) added = add_status(request, context, conditions);
    if (!added) return fail(added);
    const std::string digest = query_digest(request, context.caller.company().id);
    if (const auto text = request.query("cursor"); text && !text->empty()) {
        const auto cursor = decode_cursor(*text, digest);
        if (!cursor) return fail(cursor);
        conditions.push_back(Predicate::compare(DealField::id, Comparison::greater, cursor->id));
    }
    const std::int64_t limit = page_v1(request).limit;
    std::vector<Deal> deals;
    bool more = false;
    const auto listed = context.transaction.deals().list({Predicate::all(std::move(conditions)), {}, limit + 1, 0, {}, {}},
                                                         [&](const Deal& deal) {
                                                             more = static_cast<std::int64_t>(deals.size()) == limit;
                                                             if (!more) deals.push_back(deal);
                                                             return !more;
                                                         });
    if (!listed) return fail(listed);
    const auto partners = find_partners(context, deals);
    if (!partners) return fail(partners);

    const RenderContext around(context);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const Deal& deal : deals) {
        const DealView view(deal, around, *partners);
        writer.begin_object();
        write_fields(writer, deal_collection_fields(), view);
        view.custom_fields().write_v1(writer, deal.custom);
        writer.end_object();
    }
    writer.end_array();
    write_next_cursor(writer, more ? std::optional(encode_cursor({0, deals.back().id}, digest)) : std::nullopt);
    end_reply(writer);
    return response;
}

bool collection_is_scan(const Request& request, const domain::Caller& /*caller*/) {
    return request.query("since") || request.query("until") || request.query("user_id") || request.query("stage_id") ||
           request.query("status");
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;

constexpr Route routes[] = {
    {Method::post, "/v1/deals", add_deal, write, may_write, {}, &deal_create_shape, &deal_shape, 201, "Add a deal"},
    {Method::delete_, "/v1/deals", delete_deals, write, may_write, bulk_parameters, nullptr, &ids_shape, 200,
     "Delete multiple deals in bulk", nullptr, 10},
    {Method::get, "/v1/deals/collection", list_collection, read, may_read, collection_parameters, nullptr,
     &deal_collection_shape, 200, "Get all deals with cursor pagination", collection_is_scan, 10},
    {Method::get,
     "/v1/deals/{id:number}",
     get_deal,
     read,
     may_read,
     {},
     nullptr,
     &details_shape,
     200,
     "Get details of a deal"},
    {Method::put,
     "/v1/deals/{id:number}",
     update_deal,
     write,
     may_write,
     {},
     &deal_update_shape,
     &deal_shape,
     200,
     "Update a deal"},
    {Method::delete_, "/v1/deals/{id:number}", delete_deal, write, may_write, {}, nullptr, &id_shape, 200, "Delete a deal"},
    {Method::post,
     "/v1/deals/{id:number}/duplicate",
     duplicate_deal,
     write,
     may_write,
     {},
     nullptr,
     &deal_plain_shape,
     201,
     "Duplicate a deal"},
};

}  // namespace

RouteGroup deal_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
