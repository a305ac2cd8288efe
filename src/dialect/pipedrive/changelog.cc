#include "base/time_text.h"
#include "dialect/cursor.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/visible_level.h"
#include "domain/organizations.h"

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

// The history's names of fields, where Pipedrive has others.
std::string_view field_key(std::string_view field) {
    if (field == domain::field_key::owner) return "owner_id";
    if (field == domain::field_key::labels) return "label_ids";
    if (field == domain::field_key::deleted) return "active_flag";
    if (field == domain::field_key::people) return "people_count";
    return field;
}

// Values are texts; times as Pipedrive writes them, and what was deleted is not active.
void write_value(JsonWriter& writer, const domain::Company& company, std::string_view field,
                 const std::optional<std::string>& value) {
    if (!value) {
        writer.null();
        return;
    }
    if (field == domain::field_key::deleted) {
        writer.string_literal(*value == "1" ? "0" : "1");
    } else if (field == domain::field_key::visible_to) {
        const auto level = static_cast<int>(parse_integer(*value).value_or(domain::visible_to_everyone));
        writer.string_literal(std::to_string(shown_level(company, level)));
    } else if (field == domain::field_key::add_time) {
        writer.string_literal(format_space(parse_integer(*value).value_or(0)).view());
    } else {
        writer.string(*value);
    }
}

void write_agent(JsonWriter& writer, const ChangeView& view) {
    const Change& change = view.change;
    if (change.user_agent.empty())
        writer.null();
    else
        writer.string(change.user_agent);
}

constexpr Field<ChangeView> fields[] = {
    {"field_key", string, false, [](JsonWriter& w, const ChangeView& c) { w.string(field_key(c.change.field)); },
     "The field"},
    {"old_value", string, true,
     [](JsonWriter& w, const ChangeView& c) { write_value(w, c.company, c.change.field, c.change.old_value); },
     "Its value before"},
    {"new_value", string, true,
     [](JsonWriter& w, const ChangeView& c) { write_value(w, c.company, c.change.field, c.change.new_value); },
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

Result<http::Response> list_changes(const Request& request, Context& context) {
    const auto organization = domain::find_organization(context.transaction, context.caller, request.path_number("id"));
    if (!organization) return fail(organization);

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
    const auto listed = context.transaction.history().list_changes(
        domain::Kind::organization, organization->id, domain::ChangeSet::fields, cursor.id, limit + 1,
        [&](const Change& change) {
            if (++count > limit) {
                more = true;
                return false;
            }
            write_object(writer, fields, ChangeView{change, context.caller.company()});
            last = change.id;
            return true;
        });
    if (!listed) return fail(listed);
    writer.end_array();
    write_next_cursor(writer, more ? std::optional(encode_cursor({0, last}, digest)) : std::nullopt);
    end_reply(writer);
    return response;
}

constexpr Route routes[] = {
    {http::Method::get, "/v1/organizations/{id:number}/changelog", list_changes, domain::Access::read, domain::Scope::read,
     parameters, nullptr, &shape, 200, "List updates about organization field values"},
};

}  // namespace

RouteGroup changelog_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
