// Searches over several kinds of records, and in the values of one field. Kinds that are not kept here have no records.

#include <algorithm>
#include <set>

#include "base/limits.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/search_request.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::CustomField;
using domain::Kind;
using domain::SearchHit;
using domain::SearchMatch;
using domain::SearchPage;
using domain::SearchRequest;
using domain::SearchScope;
using enum WireType;

constexpr std::string_view item_types[] = {"deal", "person", "organization",    "product",
                                           "lead", "file",   "mail_attachment", "project"};
constexpr std::string_view item_fields[] = {"address", "code",  "custom_fields", "email",      "name",
                                            "notes",   "phone", "title",         "description"};
constexpr std::string_view item_includes[] = {"deal.cc_email", "person.picture", "product.price"};
constexpr std::string_view matches[] = {"exact", "beginning", "middle"};

// The word for a kind of records in v1 and v2.
struct EntityName {
    std::string_view v1;
    std::string_view v2;
    std::optional<Kind> kind;
};
constexpr EntityName entities[] = {
    {"organizationField", "organization", Kind::organization},
    {"personField", "person", Kind::person},
    {"dealField", "deal", Kind::deal},
    {"leadField", "lead", std::nullopt},
    {"productField", "product", std::nullopt},
    {"projectField", "project", std::nullopt},
};

constexpr Parameter item_parameters_v1[] = {
    {"term", string, "What to look for: at least 2 characters, 1 with exact_match"},
    {"item_types", string, "Kinds of records, between commas: organization, person and deal have any"},
    {"fields", string, "Where to look: address, custom_fields, email, name, notes, phone, title; all when left out"},
    {"search_for_related_items", boolean, "Adds the newest persons and deals of what was found"},
    {"exact_match", boolean, "Only whole values, without regard to case but with regard to accents"},
    {"include_fields", string, "person.picture, deal.cc_email"},
    {"start", integer, "How many to pass over"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
};
constexpr Parameter item_parameters_v2[] = {
    {"term", string, "What to look for: at least 2 characters, 1 with exact_match"},
    {"item_types", string, "Kinds of records, between commas: organization, person and deal have any"},
    {"fields", string, "Where to look: address, custom_fields, email, name, notes, phone, title; all when left out"},
    {"search_for_related_items", boolean, "Adds the newest persons and deals of what was found"},
    {"exact_match", boolean, "Only whole values, without regard to case but with regard to accents"},
    {"include_fields", string, "person.picture, deal.cc_email"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"cursor", string, "Where the page begins: next_cursor of the page before"},
};
constexpr Parameter field_parameters_v1[] = {
    {"term", string, "What to look for: at least 2 characters, 1 with exact_match"},
    {"field_type", string, "organizationField, personField, dealField; others have no records"},
    {"field_key", string, "name, title (deals), address, email, phone, or the key of a custom field"},
    {"exact_match", boolean, "Only whole values, with regard to case"},
    {"return_item_ids", boolean, "Returns each record that was found; else each value once"},
    {"start", integer, "How many to pass over"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
};
constexpr Parameter field_parameters_v2[] = {
    {"term", string, "What to look for, with regard to case: at least 2 characters, 1 for an exact match"},
    {"entity_type", string, "organization, person, deal; others have no records"},
    {"match", string, "exact (when left out), beginning or middle"},
    {"field", string, "name, title (deals), address, email, phone, or the key of a custom field"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"cursor", string, "Where the page begins: next_cursor of the page before"},
};

std::vector<FieldDoc> describe_value() {
    return {{"id", integer, false, false, "The record's id; beside it the value, under the field's key", nullptr}};
}

const Shape value_shape{"FieldValue", describe_value};
const Shape value_list_shape{"FieldValue", describe_value, true};

std::vector<FieldDoc> describe_value_result() {
    return {{"result_score", number, false, true, "How well it matches", nullptr},
            {"item", object, false, true, "The record's id and the value", &value_shape}};
}

const Shape value_result_list_shape{"FieldValueResult", describe_value_result, true};

// --- several kinds

Result<std::vector<Kind>> read_kinds(const Request& request) {
    const auto names = read_names(request, "item_types", item_types);
    if (!names) return fail(names);
    const auto asked = [&](std::string_view name) {
        return names->empty() || std::ranges::find(*names, name) != names->end();
    };
    std::vector<Kind> kinds;
    if (asked("organization")) kinds.push_back(Kind::organization);
    if (asked("person")) kinds.push_back(Kind::person);
    if (asked("deal")) kinds.push_back(Kind::deal);
    return kinds;
}

Result<std::vector<SearchHit>> find_related(const Request& request, Context& context, const SearchPage& found) {
    const auto asked = read_search_flag(request, "search_for_related_items");
    if (!asked) return fail(asked);
    if (!*asked) return std::vector<SearchHit>();
    return domain::related_records(context.transaction, context.caller, found);
}

Result<http::Response> search_items(const Request& request, Context& context) {
    auto kinds = read_kinds(request);
    if (!kinds) return fail(kinds);
    const auto search = read_search(request, item_fields, std::move(*kinds));
    if (!search) return fail(search);
    if (const auto names = read_names(request, "include_fields", item_includes); !names) return fail(names);
    const auto paging = SearchPaging::read(request, context, *search);
    if (!paging) return fail(paging);
    const auto found = run_search(request, context, *search, *paging);
    if (!found) return fail(found);
    const auto related = find_related(request, context, *found);
    if (!related) return fail(related);
    const auto items = SearchItems::read(request, context, found->hits);
    if (!items) return fail(items);
    const auto related_items = SearchItems::read(request, context, *related);
    if (!related_items) return fail(related_items);

    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    writer.key_literal("items");
    items->write(writer, found->hits);
    writer.key_literal("related_items");
    related_items->write(writer, *related);
    writer.end_object();
    paging->write_end(writer, *found);
    end_reply(writer);
    return response;
}

// --- one field

struct FieldSearch {
    SearchRequest search;
    std::string_view key;
};

// The field of that key as a place to look in; nothing when no search looks in it.
std::optional<SearchScope> scope_of(const Context& context, Kind kind, std::string_view key) {
    SearchScope scope;
    if (key == "name" && kind != Kind::deal) {
        scope.name = true;
    } else if (key == "title" && kind == Kind::deal) {
        scope.title = true;
    } else if (key == "address" && kind == Kind::organization) {
        scope.address = true;
    } else if (key == "email" && kind == Kind::person) {
        scope.email = true;
    } else if (key == "phone" && kind == Kind::person) {
        scope.phone = true;
    } else {
        const CustomField* field = context.caller.directory->custom_field(kind, key);
        if (field == nullptr || !domain::is_searchable(field->type)) return std::nullopt;
        scope.custom_field = field->id;
    }
    return scope;
}

// `type` and `key` are the names of the parameters.
Result<FieldSearch> read_field(const Request& request, const Context& context, std::string_view EntityName::* word,
                               std::string_view type, std::string_view key) {
    FieldSearch field;
    const auto term = request.query("term");
    if (!term) return refuse_parameter(request, "term", "must be given");
    field.search.term = *term;
    const auto given_type = request.query(type);
    const auto entity = std::ranges::find(entities, given_type.value_or(""), word);
    if (entity == std::end(entities)) return refuse_parameter(request, type, "must be a kind of records");
    const auto given_key = request.query(key);
    if (!given_key || given_key->empty()) return refuse_parameter(request, key, "must be given");
    field.key = *given_key;
    if (!entity->kind) return field;
    const auto scope = scope_of(context, *entity->kind, field.key);
    if (!scope) return refuse_parameter(request, key, "must be a field that searches look in");
    field.search.kinds = {*entity->kind};
    field.search.scope = *scope;
    return field;
}

void write_value(JsonWriter& writer, std::optional<std::int64_t> id, std::string_view key, const std::string& value) {
    writer.begin_object();
    if (id) {
        writer.key_literal("id");
        writer.integer(*id);
    }
    writer.key(key);
    writer.string(value);
    writer.end_object();
}

std::string first_value(const Context& context, const SearchRequest& search, const SearchHit& hit) {
    auto values = domain::matching_values(context.caller, search, hit);
    return values.empty() ? std::string() : std::move(values.front());
}

// Each value once, in the order in which they are found.
Result<std::vector<std::string>> find_values(const Request& request, Context& context, const SearchRequest& search,
                                             std::size_t wanted) {
    std::vector<std::string> values;
    std::set<std::string, std::less<>> known;
    domain::SearchPosition after;
    for (bool more = true; more && values.size() < wanted;) {
        const auto found = domain::search(context.transaction, context.caller, search, after, 0, limits::page_max);
        if (!found) return in_words_of(request, found.error());
        for (const SearchHit& hit : found->hits)
            for (std::string& value : domain::matching_values(context.caller, search, hit))
                if (known.insert(value).second) values.push_back(std::move(value));
        more = found->more;
        if (more) after = found->hits.back().position;
    }
    return values;
}

Result<http::Response> search_values(const Request& request, Context& context, const FieldSearch& field) {
    const Page page = page_v1(request);
    const auto end = static_cast<std::size_t>(page.start + page.limit);
    const auto values = find_values(request, context, field.search, end + 1);
    if (!values) return fail(values);

    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (auto i = static_cast<std::size_t>(page.start); i < std::min(end, values->size()); ++i)
        write_value(writer, std::nullopt, field.key, (*values)[i]);
    writer.end_array();
    write_pagination(writer, page, values->size() > end);
    end_reply(writer);
    return response;
}

// Each record that was found, in a wrapping that the version wants.
template <class Write>
Result<http::Response> search_records(const Request& request, Context& context, const FieldSearch& field, Write write) {
    const auto paging = SearchPaging::read(request, context, field.search);
    if (!paging) return fail(paging);
    const auto found = run_search(request, context, field.search, *paging);
    if (!found) return fail(found);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const SearchHit& hit : found->hits) write(writer, hit);
    writer.end_array();
    paging->write_end(writer, *found);
    end_reply(writer);
    return response;
}

Result<http::Response> search_field_v1(const Request& request, Context& context) {
    auto field = read_field(request, context, &EntityName::v1, "field_type", "field_key");
    if (!field) return fail(field);
    const auto exact = read_search_flag(request, "exact_match");
    if (!exact) return fail(exact);
    if (*exact) field->search.match = SearchMatch::same_case_whole;
    const auto ids = read_search_flag(request, "return_item_ids");
    if (!ids) return fail(ids);
    if (!*ids) return search_values(request, context, *field);
    return search_records(request, context, *field, [&](JsonWriter& writer, const SearchHit& hit) {
        write_value(writer, hit.position.id, field->key, first_value(context, field->search, hit));
    });
}

Result<http::Response> search_field_v2(const Request& request, Context& context) {
    auto field = read_field(request, context, &EntityName::v2, "entity_type", "field");
    if (!field) return fail(field);
    const auto match = request.query("match").value_or("exact");
    if (std::ranges::find(matches, match) == std::end(matches))
        return refuse_parameter(request, "match", "must be one of exact, beginning, middle");
    field->search.match = match == "exact"       ? SearchMatch::same_case_whole
                          : match == "beginning" ? SearchMatch::same_case_beginning
                                                 : SearchMatch::same_case_within;
    return search_records(request, context, *field, [&](JsonWriter& writer, const SearchHit& hit) {
        writer.begin_object();
        writer.key_literal("result_score");
        writer.real(hit.score);
        writer.key_literal("item");
        write_value(writer, hit.position.id, field->key, first_value(context, field->search, hit));
        writer.end_object();
    });
}

using http::Method;
constexpr auto scan = domain::Access::scan;
constexpr auto may_read = domain::Scope::read;
constexpr std::int64_t cost_v1 = 40;
constexpr std::int64_t cost_v2 = 20;

constexpr Route routes_v1[] = {
    {Method::get, "/v1/itemSearch", search_items, scan, may_read, item_parameters_v1, nullptr, &item_search_shape, 200,
     "Perform a search from multiple item types", nullptr, cost_v1, true},
    {Method::get, "/v1/itemSearch/field", search_field_v1, scan, may_read, field_parameters_v1, nullptr, &value_list_shape,
     200, "Perform a search using a specific field from an item type", nullptr, cost_v1, true},
};

constexpr Route routes_v2[] = {
    {Method::get, "/api/v2/itemSearch", search_items, scan, may_read, item_parameters_v2, nullptr, &item_search_shape, 200,
     "Perform a search from multiple item types", nullptr, cost_v2, true},
    {Method::get, "/api/v2/itemSearch/field", search_field_v2, scan, may_read, field_parameters_v2, nullptr,
     &value_result_list_shape, 200, "Perform a search using a specific field from an item type", nullptr, cost_v2, true},
};

}  // namespace

RouteGroup item_search_routes_v1() { return {routes_v1, "/api"}; }

RouteGroup item_search_routes_v2() { return {routes_v2, {}}; }

}  // namespace stele::dialect::pipedrive
