#include "base/time_text.h"
#include "dialect/cursor.h"
#include "dialect/pipedrive/change_values.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/record_handler.h"
#include "domain/records.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Change;
using enum WireType;

constexpr Parameter parameters[] = {
    {"cursor", string, "Where the page begins: next_cursor of the page before"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
};

// A change, as a company's scheme of visibility spells it.
struct ChangeView {
    const Change& change;
    const domain::Company& company;
};

void write_agent(JsonWriter& writer, const ChangeView& view) {
    const Change& change = view.change;
    if (change.user_agent.empty())
        writer.null();
    else
        writer.string(change.user_agent);
}

constexpr Field<ChangeView> fields[] = {
    {"field_key", string, false, [](JsonWriter& w, const ChangeView& c) { w.string(change_key(c.change.field)); },
     "The field"},
    {"old_value", string, true,
     [](JsonWriter& w, const ChangeView& c) { write_change_value(w, c.company, c.change.field, c.change.old_value); },
     "Its value before"},
    {"new_value", string, true,
     [](JsonWriter& w, const ChangeView& c) { write_change_value(w, c.company, c.change.field, c.change.new_value); },
     "Its value after"},
    {"actor_user_id", integer, false, [](JsonWriter& w, const ChangeView& c) { w.integer(c.change.user_id); },
     "Who changed it"},
    {"time", string, false, [](JsonWriter& w, const ChangeView& c) { w.string_literal(format_space(c.change.time).view()); },
     "When"},
    {"change_source", string, true,
     [](JsonWriter& w, const ChangeView& c) {
         w.string_literal(c.change.source == domain::Source::command_line ? "app" : "api");
     },
     "Through what: app or api"},
    {"change_source_user_agent", string, true, write_agent, "The client, as it called itself"},
    {"is_bulk_update_flag", boolean, false, [](JsonWriter& w, const ChangeView& c) { w.boolean(c.change.is_bulk); },
     "Whether it was one of many"},
};

const Shape shape{"ChangelogItem", [] { return describe(fields); }, true};

// A page whose changes are hidden in part is shorter than it was asked to be.
Result<http::Response> list_changes(const Request& request, Context& context, domain::RecordRef record) {
    const auto head = domain::find_record(context.transaction, context.caller, record);
    if (!head) return fail(head);

    const std::string digest = query_digest(request, context.caller.company().id);
    Cursor cursor;
    if (const auto text = request.query("cursor"); text && !text->empty()) {
        const auto decoded = decode_cursor(*text, digest);
        if (!decoded) return fail(decoded);
        cursor = *decoded;
    }
    const std::int64_t limit = page_v1(request).limit;
    std::int64_t count = 0;
    std::int64_t last = 0;
    bool more = false;

    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    Result<std::optional<Change>> shown;
    const auto listed = context.transaction.history().list_changes(
        record.kind, record.id, domain::ChangeSet::fields, cursor.id, limit + 1, [&](const Change& change) {
            more = count++ == limit;
            if (more) return false;
            last = change.id;
            shown = shown_change(context, change);
            if (shown && *shown) write_object(writer, fields, ChangeView{**shown, context.caller.company()});
            return shown.has_value();
        });
    if (!listed) return fail(listed);
    if (!shown) return fail(shown);
    writer.end_array();
    write_next_cursor(writer, more ? std::optional(encode_cursor({0, last}, digest)) : std::nullopt);
    end_reply(writer);
    return response;
}

using domain::Kind;

constexpr Route routes[] = {
    {http::Method::get, "/v1/organizations/{id:number}/changelog", about<Kind::organization, list_changes>,
     domain::Access::read, domain::Scope::read, parameters, nullptr, &shape, 200,
     "List updates about organization field values"},
    {http::Method::get, "/v1/persons/{id:number}/changelog", about<Kind::person, list_changes>, domain::Access::read,
     domain::Scope::read, parameters, nullptr, &shape, 200, "List updates about person field values"},
    {http::Method::get, "/v1/deals/{id:number}/changelog", about<Kind::deal, list_changes>, domain::Access::read,
     domain::Scope::read, parameters, nullptr, &shape, 200, "List updates about deal field values"},
};

}  // namespace

RouteGroup changelog_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
