#include "dialect/pipedrive/filters.h"

#include <algorithm>

#include "base/time_text.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/errors.h"
#include "dialect/pipedrive/filter_conditions.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/visible_level.h"
#include "domain/filters.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Filter;
using domain::Kind;
using enum WireType;

struct FilterType {
    std::string_view name;
    std::optional<Kind> kind;  // nothing: there are no such records
};

constexpr FilterType types[] = {{"org", Kind::organization}, {"people", Kind::person},   {"deals", Kind::deal},
                                {"leads", std::nullopt},     {"products", std::nullopt}, {"activity", Kind::activity},
                                {"projects", std::nullopt}};

const FilterType* find_type(std::string_view name) {
    const auto* const found = std::ranges::find(types, name, &FilterType::name);
    return found != std::end(types) ? found : nullptr;
}

std::string_view type_of(Kind kind) { return std::ranges::find(types, std::optional(kind), &FilterType::kind)->name; }

struct FilterView {
    const Filter& filter;
    const domain::Company& company;
};

void write_null(JsonWriter& writer, const FilterView&) { writer.null(); }

constexpr Field<FilterView> fields[] = {
    {"id", integer, false, [](JsonWriter& w, const FilterView& v) { w.integer(v.filter.id); }, "The filter's id"},
    {"name", string, false, [](JsonWriter& w, const FilterView& v) { w.string(v.filter.name); }, "Its name"},
    {"active_flag", boolean, false, [](JsonWriter& w, const FilterView&) { w.boolean(true); },
     "Always true: a deleted filter is gone"},
    {"type", string, false, [](JsonWriter& w, const FilterView& v) { w.string_literal(type_of(v.filter.kind)); },
     "What it lists: org, people or activity"},
    {"temporary_flag", boolean, true,
     [](JsonWriter& w, const FilterView& v) {
         if (v.filter.is_temporary)
             w.boolean(true);
         else
             w.null();
     },
     "True when it was made for one look; else null"},
    {"user_id", integer, false, [](JsonWriter& w, const FilterView& v) { w.integer(v.filter.user_id); }, "Whose it is"},
    {"add_time", string, false,
     [](JsonWriter& w, const FilterView& v) { w.string_literal(format_space(v.filter.add_time).view()); },
     "When it was added"},
    {"update_time", string, false,
     [](JsonWriter& w, const FilterView& v) { w.string_literal(format_space(v.filter.update_time).view()); },
     "When it was last changed"},
    {"visible_to", integer, false,
     [](JsonWriter& w, const FilterView& v) { w.integer(shown_level(v.company, v.filter.visible_to)); }, "Who sees it"},
    {"custom_view_id", integer, true, write_null, "The columns that go with it; always null"},
};

std::vector<FieldDoc> describe_one() {
    auto docs = describe(fields);
    docs.push_back({"conditions", object, false, true, "Two groups of conditions: all of the first, one of the second"});
    return docs;
}

const Shape filter_shape{"Filter", describe_one};
const Shape filter_list_shape{"FilterItem", [] { return describe(fields); }, true};
const Shape id_shape{"DeletedId", [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The id", nullptr}}; }};
const Shape ids_shape{"DeletedIds", [] { return std::vector<FieldDoc>{{"id", integers, false, true, "The ids", nullptr}}; }};

// What a body says; the conditions are checked once it is known what the filter lists.
struct FilterInput {
    domain::FilterPatch patch;
    std::optional<Kind> kind;
    std::optional<Conditions> conditions;
};

Result<void> read_name(const JsonValue& value, std::string_view name, FilterInput& input) {
    const auto text = as_text(value);
    if (!text) return bad(name, "a text");
    input.patch.name = *text;
    return {};
}

Result<void> read_type(const JsonValue& value, std::string_view name, FilterInput& input) {
    const FilterType* type = value.is_string() ? find_type(value.string()) : nullptr;
    if (type == nullptr) return bad(name, "one of deals, leads, org, people, products, activity, projects");
    if (!type->kind) return fail(ErrorCode::invalid, "type: there are no " + std::string(type->name) + " yet", "type");
    input.kind = type->kind;
    return {};
}

// Forms send it as text.
Result<void> read_filter_conditions(const JsonValue& value, std::string_view, FilterInput& input) {
    auto conditions = value.is_string() ? parse_conditions(value.string()) : read_conditions(value);
    if (!conditions) return fail(conditions);
    input.conditions = std::move(*conditions);
    return {};
}

Result<void> read_visible_to(const JsonValue& value, std::string_view name, FilterInput& input) {
    const auto level = as_integer(value);
    if (!level) return bad(name, "a number");
    input.patch.visible_to = static_cast<int>(std::clamp<std::int64_t>(*level, 0, domain::visible_to_everyone + 1));
    return {};
}

Result<void> read_temporary(const JsonValue& value, std::string_view name, FilterInput& input) {
    if (is_left_out(value)) return {};
    const auto flag = as_flag(value, name);
    if (!flag) return fail(flag);
    input.patch.is_temporary = *flag;
    return {};
}

constexpr InputField<FilterInput> create_fields[] = {
    {"name", string, true, read_name, "Its name"},
    {"type", string, true, read_type, "What it lists: org, people or activity"},
    {"conditions", object, true, read_filter_conditions, "Two groups of conditions, at most 16 in all"},
    {"visible_to", integer, false, read_visible_to, "Who sees it; only its owner when left out"},
    {"temporary_flag", boolean, false, read_temporary, "Whether it is made for one look"},
};

// The type stays as it is, so it is not read.
constexpr InputField<FilterInput> update_fields[] = {
    {"name", string, false, read_name, "Its name"},
    {"conditions", object, false, read_filter_conditions, "Two groups of conditions, at most 16 in all"},
    {"visible_to", integer, false, read_visible_to, "Who sees it"},
    {"temporary_flag", boolean, false, read_temporary, "Whether it is made for one look"},
};

const Shape create_shape{"AddFilterRequest", [] { return describe(create_fields); }};
const Shape update_shape{"UpdateFilterRequest", [] { return describe(update_fields); }};

Result<FilterInput> read_input(std::span<const InputField<FilterInput>> known, JsonValue body,
                               const domain::Company& company) {
    FilterInput input;
    for (const auto& field : known) {
        const auto value = body.find(field.name);
        if (!value && field.required)
            return fail(ErrorCode::invalid, std::string(field.name) + " must be given", std::string(field.name));
        if (!value) continue;
        if (auto read = field.read(*value, field.name, input); !read) return fail(read);
    }
    if (auto level = read_level(company, input.patch.visible_to); !level) return fail(level);
    return input;
}

Result<void> check_conditions(FilterInput& input, Kind kind, const domain::Caller& caller) {
    if (!input.conditions) return {};
    if (const auto predicate = predicate_of(*input.conditions, kind, caller); !predicate) return fail(predicate);
    input.patch.conditions = conditions_text(*input.conditions);
    return {};
}

constexpr Parameter list_parameters[] = {
    {"type", string, "Only filters of this type: deals, leads, org, people, products, activity or projects"},
};
constexpr Parameter one_parameters[] = {
    {"include_field_code", boolean, "Adds to each condition the code of its field"},
};
constexpr Parameter bulk_parameters[] = {
    {"ids", string, "The ids, between commas; at most 500"},
};

Result<http::Response> filter_reply(const Request& request, const Context& context, const Filter& filter) {
    const auto conditions = parse_conditions(filter.conditions);
    if (!conditions) return fail(ErrorCode::internal, "internal error", {}, "conditions of a filter that cannot be read");
    const bool with_codes = request.query("include_field_code") == "true" || request.query("include_field_code") == "1";
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    write_fields(writer, fields, FilterView{filter, context.caller.company()});
    writer.key_literal("conditions");
    write_conditions(writer, *conditions, with_codes ? context.caller.directory : nullptr);
    writer.end_object();
    end_reply(writer);
    return response;
}

Result<http::Response> list_filters(const Request& request, Context& context) {
    std::optional<Kind> kind;
    bool none = false;
    if (const auto name = request.query("type"); name && !name->empty()) {
        const FilterType* type = find_type(*name);
        if (type == nullptr) return bad("type", "one of deals, leads, org, people, products, activity, projects");
        kind = type->kind;
        none = !type->kind;
    }
    std::vector<Filter> filters;
    if (!none) {
        auto listed = domain::list_filters(context.transaction, context.caller, kind);
        if (!listed) return fail(listed);
        filters = std::move(*listed);
    }
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const Filter& filter : filters) write_object(writer, fields, FilterView{filter, context.caller.company()});
    writer.end_array();
    end_reply(writer);
    return response;
}

Result<http::Response> get_filter(const Request& request, Context& context) {
    const auto filter = domain::find_filter(context.transaction, context.caller, request.path_number("id"));
    if (!filter) return fail(filter);
    return filter_reply(request, context, *filter);
}

Result<http::Response> add_filter(const Request& request, Context& context) {
    auto input = read_input(create_fields, request.json(), context.caller.company());
    if (!input) return fail(input);
    if (auto checked = check_conditions(*input, *input->kind, context.caller); !checked) return fail(checked);
    const auto filter = domain::add_filter(context.transaction, context.caller, *input->kind, input->patch);
    if (!filter) return fail(filter);
    return filter_reply(request, context, *filter);
}

Result<http::Response> update_filter(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    const auto current = domain::find_filter(context.transaction, context.caller, id);
    if (!current) return fail(current);
    auto input = read_input(update_fields, request.json(), context.caller.company());
    if (!input) return fail(input);
    if (auto checked = check_conditions(*input, current->kind, context.caller); !checked) return fail(checked);
    const auto filter = domain::update_filter(context.transaction, context.caller, id, input->patch);
    if (!filter) return fail(filter);
    return filter_reply(request, context, *filter);
}

Result<http::Response> delete_filter(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    if (auto deleted = domain::delete_filter(context.transaction, context.caller, id); !deleted) return fail(deleted);
    return id_reply(id);
}

Result<http::Response> delete_filters(const Request& request, Context& context) {
    const auto ids = read_ids(request);
    if (!ids) return fail(ids);
    const auto deleted = domain::delete_filters(context.transaction, context.caller, *ids);
    if (!deleted) return fail(deleted);
    return ids_reply(*deleted);
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;

constexpr Route routes[] = {
    {Method::get, "/v1/filters", list_filters, read, may_read, list_parameters, nullptr, &filter_list_shape, 200,
     "Get all filters"},
    {Method::post, "/v1/filters", add_filter, write, may_write, one_parameters, &create_shape, &filter_shape, 200,
     "Add a new filter"},
    {Method::delete_, "/v1/filters", delete_filters, write, may_write, bulk_parameters, nullptr, &ids_shape, 200,
     "Delete multiple filters in bulk"},
    {Method::get, "/v1/filters/{id:number}", get_filter, read, may_read, one_parameters, nullptr, &filter_shape, 200,
     "Get one filter"},
    {Method::put, "/v1/filters/{id:number}", update_filter, write, may_write, one_parameters, &update_shape, &filter_shape,
     200, "Update filter"},
    {Method::delete_,
     "/v1/filters/{id:number}",
     delete_filter,
     write,
     may_write,
     {},
     nullptr,
     &id_shape,
     200,
     "Delete a filter"},
};

}  // namespace

Result<std::optional<domain::Predicate>> filter_predicate(const Request& request, Context& context, Kind kind) {
    const auto text = request.query("filter_id");
    const bool strict = is_v2(request.http().path());
    if (!text || (!strict && (text->empty() || *text == "0"))) return std::optional<domain::Predicate>();
    const auto id = parse_integer(*text);
    if (!id && strict) return fail(ErrorCode::invalid, "must be a number", "filter_id");
    const auto filter = domain::find_filter(context.transaction, context.caller, id.value_or(0), kind);
    if (!filter) return fail(filter);
    const auto conditions = parse_conditions(filter->conditions);
    if (!conditions) return fail(ErrorCode::internal, "internal error", {}, "conditions of a filter that cannot be read");
    return std::optional(predicate_of_kept(*conditions, kind, context.caller));
}

Result<void> rename_in_filters(Context& context, domain::RecordRef absorbed, std::int64_t survivor) {
    std::vector<std::int64_t> ids;
    auto listed = context.transaction.filters().list([&](const Filter& filter) {
        if (filter.source == domain::Source::pipedrive) ids.push_back(filter.id);
        return true;
    });
    if (!listed) return listed;
    for (const std::int64_t id : ids) {
        auto filter = context.transaction.filters().find(id);
        if (!filter) return fail(filter);
        if (!*filter) continue;
        auto conditions = parse_conditions((*filter)->conditions);
        if (!conditions) return fail(conditions);
        if (!rename_record(*conditions, *context.caller.directory, absorbed, survivor)) continue;
        auto rewritten =
            domain::rewrite_filter(context.transaction, context.caller, std::move(**filter), conditions_text(*conditions));
        if (!rewritten) return rewritten;
    }
    return {};
}

RouteGroup filter_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
