#include <algorithm>

#include "base/time_text.h"
#include "dialect/cursor.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/person_fields.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/record_handler.h"
#include "dialect/pipedrive/visible_level.h"
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

// The history's names of fields, where Pipedrive has others.
std::string_view field_key(std::string_view field) {
    if (field == domain::field_key::owner) return "owner_id";
    if (field == domain::field_key::labels) return "label_ids";
    if (field == domain::field_key::deleted) return "active_flag";
    if (field == domain::field_key::people) return "people_count";
    if (field == domain::field_key::organization) return "org_id";
    if (field == domain::field_key::emails) return "email";
    if (field == domain::field_key::phones) return "phone";
    if (field == domain::field_key::person) return "person_id";
    if (field == domain::field_key::pipeline) return "pipeline_id";
    if (field == domain::field_key::stage) return "stage_id";
    return field;
}

bool is_time(std::string_view field) {
    using namespace domain::field_key;
    for (const std::string_view time : {add_time, close_time, won_time, lost_time, archive_time})
        if (field == time) return true;
    return false;
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
    } else if (is_time(field)) {
        writer.string_literal(format_space(parse_integer(*value).value_or(0)).view());
    } else if (field == domain::field_key::marketing_status) {
        writer.string_literal(marketing_name(static_cast<domain::MarketingStatus>(parse_integer(*value).value_or(1))));
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

// The kind of records that a field names, if it does.
std::optional<domain::Kind> named_kind(const Context& context, domain::Kind kind, std::string_view field) {
    if (field == domain::field_key::organization) return domain::Kind::organization;
    if (field == domain::field_key::person || field == domain::field_key::participant) return domain::Kind::person;
    const auto& fields = context.caller.directory->custom_fields;
    const auto custom = std::ranges::find_if(
        fields, [&](const domain::CustomField& each) { return each.kind == kind && each.key == field; });
    if (custom == fields.end()) return std::nullopt;
    if (custom->type == domain::FieldType::organization) return domain::Kind::organization;
    return custom->type == domain::FieldType::person ? std::optional(domain::Kind::person) : std::nullopt;
}

// A record that the caller does not see has no id: a move to it is as one to none.
Result<void> hide_record(Context& context, domain::Kind kind, std::optional<std::string>& value) {
    if (!value) return {};
    const auto id = parse_integer(*value).value_or(0);
    const auto found = domain::find_record(context.transaction, context.caller, {kind, id});
    if (!found && found.error().code != ErrorCode::not_found) return fail(found);
    if (!found) value.reset();
    return {};
}

// The change as the caller may know it; nothing when nothing is left of it.
Result<std::optional<Change>> shown_change(Context& context, const Change& change) {
    const auto kind = context.caller.sees_all() ? std::nullopt : named_kind(context, change.kind, change.field);
    if (!kind) return change;
    Change shown = change;
    if (auto hidden = hide_record(context, *kind, shown.old_value); !hidden) return fail(hidden);
    if (auto hidden = hide_record(context, *kind, shown.new_value); !hidden) return fail(hidden);
    if (!shown.old_value && !shown.new_value) return std::nullopt;
    return shown;
}

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
