#include "base/limits.h"
#include "base/text.h"
#include "base/time_text.h"
#include "dialect/cursor.h"
#include "dialect/pipedrive/organization_fields.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "domain/deletion.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Comparison;
using domain::OrganizationField;
using domain::Predicate;
using enum WireType;

constexpr Micros second_us = 1'000'000;

constexpr Parameter parameters[] = {
    {"cursor", string, "Where the page begins: next_cursor of the page before"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"since", string, "Changed at this time or later, UTC: YYYY-MM-DD HH:MM:SS"},
    {"until", string, "Changed at this time or earlier, UTC: YYYY-MM-DD HH:MM:SS"},
    {"owner_id", integer, "Only organizations of this owner"},
    {"first_char", string, "Only organizations whose name begins with this character, whatever its case and marks"},
};

Result<void> add_times(const Request& request, std::vector<Predicate>& conditions) {
    for (const std::string_view name : {"since", "until"}) {
        const auto text = request.query(name);
        if (!text || text->empty()) continue;
        const auto time = parse_time(*text);
        if (!time) return fail(ErrorCode::invalid, std::string(name) + " must be a time", std::string(name));
        // Both ends belong to the range, and times are given in whole seconds.
        conditions.push_back(name == "since"
                                 ? Predicate::compare(OrganizationField::update_time, Comparison::greater_or_equal, *time)
                                 : Predicate::compare(OrganizationField::update_time, Comparison::less, *time + second_us));
    }
    return {};
}

Result<std::vector<Predicate>> read_conditions(const Request& request) {
    std::vector<Predicate> conditions;
    if (auto added = add_times(request, conditions); !added) return fail(added);
    if (const auto text = request.query("owner_id"); text && !text->empty()) {
        const auto owner = parse_integer(*text);
        if (!owner) return fail(ErrorCode::invalid, "owner_id must be a number", "owner_id");
        conditions.push_back(Predicate::compare(OrganizationField::owner_id, Comparison::equals, *owner));
    }
    if (const auto letter = request.query("first_char"); letter && !letter->empty())
        conditions.push_back(Predicate::compare(OrganizationField::first_char, Comparison::equals, first_char(*letter)));
    return conditions;
}

// All organizations in the order of their ids, deleted ones too until they are gone, for admins alone.
Result<http::Response> list_collection(const Request& request, Context& context) {
    if (!context.caller.user->is_admin) return fail(ErrorCode::forbidden, "You do not have permissions to do this.");
    auto conditions = read_conditions(request);
    if (!conditions) return fail(conditions);
    conditions->push_back(domain::not_gone(OrganizationField::delete_time, context.caller.now));
    const std::string digest = query_digest(request, context.caller.company().id);
    if (const auto text = request.query("cursor"); text && !text->empty()) {
        const auto cursor = decode_cursor(*text, digest);
        if (!cursor) return fail(cursor);
        conditions->push_back(Predicate::compare(OrganizationField::id, Comparison::greater, cursor->id));
    }
    const std::int64_t limit = page_v1(request).limit;
    const domain::OrganizationQuery query{Predicate::all(std::move(*conditions)), {}, limit + 1, 0};

    const RenderContext around(context);
    std::int64_t count = 0;
    domain::OrganizationId last = 0;
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    const auto listed = context.transaction.organizations().list(query, [&](const domain::Organization& organization) {
        if (++count > limit) return false;
        const OrganizationView view(organization, around);
        writer.begin_object();
        write_fields(writer, organization_collection_fields(), view);
        view.custom_fields().write_v1(writer, organization.custom);
        writer.end_object();
        last = organization.id;
        return true;
    });
    if (!listed) return fail(listed);
    writer.end_array();
    write_next_cursor(writer, count > limit ? std::optional(encode_cursor({0, last}, digest)) : std::nullopt);
    end_reply(writer);
    return response;
}

// A page in the order of the ids is a read; a condition may pass over many rows.
bool is_scan(const Request& request, const domain::Caller& caller) {
    (void)caller;
    return request.query("since") || request.query("until") || request.query("owner_id") || request.query("first_char");
}

constexpr Route routes[] = {
    {http::Method::get, "/v1/organizations/collection", list_collection, domain::Access::read, domain::Scope::read,
     parameters, nullptr, &organization_collection_shape, 200, "Get all organizations with cursor pagination", is_scan, 10},
};

}  // namespace

RouteGroup collection_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
