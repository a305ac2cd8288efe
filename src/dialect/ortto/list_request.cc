#include "dialect/ortto/list_request.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "dialect/ortto/errors.h"
#include "dialect/ortto/filter.h"
#include "dialect/ortto/selection.h"
#include "dialect/ortto/values.h"
#include "domain/archiving.h"
#include "domain/text_query.h"
#include "domain/visibility.h"

namespace stele::dialect::ortto {

namespace {

using domain::Comparison;
using domain::FieldRef;
using domain::OrganizationField;
using domain::PersonField;
using domain::Predicate;

// Ortto's own.
constexpr std::int64_t default_limit = 50;
constexpr std::string_view bad_attribute = "One or more attributes is invalid";

struct TypeName {
    Entity entity;
    std::string_view name;
    bool archived;
};
constexpr TypeName type_names[] = {
    {Entity::account, "", false},
    {Entity::account, "account", false},
    {Entity::account, "organization", false},
    {Entity::account, "archived_account", true},
    {Entity::account, "archived_organization", true},
    {Entity::person, "", false},
    {Entity::person, "archived", true},
};
constexpr std::string_view type_without_fields = "archived_account";  // refuses `fields`, as seen in production

// Where a name can contain a term.
constexpr domain::SearchTier name_tiers[] = {domain::SearchTier::exact_name, domain::SearchTier::name_begins,
                                             domain::SearchTier::word_begins, domain::SearchTier::elsewhere};

// Fields of either entity that every list needs.
struct EntityFields {
    FieldRef id;
    FieldRef name;
    FieldRef delete_time;
    FieldRef archive_time;
};
EntityFields fields_of(Entity entity) {
    if (entity == Entity::person)
        return {PersonField::id, PersonField::name, PersonField::delete_time, PersonField::archive_time};
    return {OrganizationField::id, OrganizationField::name, OrganizationField::delete_time, OrganizationField::archive_time};
}

// A member that is given and not null.
std::optional<JsonValue> member(const JsonValue& body, std::string_view name) {
    const auto value = body.find(name);
    return value && !value->is_null() ? value : std::nullopt;
}

bool is_given(const JsonValue& body, std::string_view name) {
    const auto value = member(body, name);
    if (!value) return false;
    if (value->is_string()) return !value->string().empty();
    return (!value->is_array() && !value->is_object()) || value->size() != 0;
}

std::unexpected<Error> refuse(const Context& context, std::string_view text) {
    return fail(ErrorCode::invalid,
                std::string(instance_of(context.caller.company())).append(": Failed to parse request ").append(text));
}

Result<std::string_view> read_text(const Context& context, const JsonValue& body, std::string_view name) {
    const auto value = member(body, name);
    if (!value) return std::string_view();
    if (!value->is_string()) return refuse(context, std::string(name) + " must be a string");
    return value->string();
}

Result<std::optional<std::int64_t>> read_integer(const Context& context, const JsonValue& body, std::string_view name) {
    const auto value = member(body, name);
    if (!value) return std::nullopt;
    if (value->kind() != JsonKind::integer) return refuse(context, std::string(name) + " must be an integer");
    return value->integer();
}

// What is no number of rows is the default; what is more than a page is, too.
Result<void> read_place(const Context& context, const JsonValue& body, ListRequest& list) {
    const auto limit = read_integer(context, body, "limit");
    if (!limit) return fail(limit);
    list.limit = limit->value_or(default_limit);
    if (list.limit < 1 || list.limit > limits::page_max) list.limit = default_limit;
    const auto offset = read_integer(context, body, "offset");
    if (!offset) return fail(offset);
    list.offset = offset->value_or(0);
    if (list.offset < 0) return refuse(context, "offset must not be negative");
    return {};
}

Result<void> read_cursor(const Context& context, const JsonValue& body, Entity entity, ListRequest& list) {
    const auto value = member(body, "cursor_id");
    if (!value || (value->is_string() && value->string().empty())) return {};
    const domain::Company& company = context.caller.company();
    const auto id = read_id(instance_of(company), *value);
    if (!id) return fail(id);
    list.has_cursor = *id != no_id;
    list.newest = parse_cursor(company.id, entity, *id);
    return {};
}

Result<void> read_type(const Context& context, const JsonValue& body, Entity entity, ListRequest& list) {
    const auto name = read_text(context, body, "type");
    if (!name) return fail(name);
    const auto found =
        std::ranges::find_if(type_names, [&](const TypeName& type) { return type.entity == entity && type.name == *name; });
    if (found == std::end(type_names) || (*name == type_without_fields && is_given(body, "fields")))
        return fail(ErrorCode::invalid, std::string(bad_attribute));
    list.archived = found->archived;
    return {};
}

bool can_be_sorted(const FieldInfo& info) {
    if (!info.activity.empty()) return false;
    switch (info.form) {
        case ValueForm::tags:
        case ValueForm::people:
        case ValueForm::location:
        case ValueForm::object:
            return false;
        case ValueForm::text:
        case ValueForm::integer:
        case ValueForm::thousandths:
        case ValueForm::boolean:
        case ValueForm::date:
        case ValueForm::moment:
        case ValueForm::phone:
        case ValueForm::geo:
        case ValueForm::account:
        case ValueForm::option:
        case ValueForm::options:
            return true;
    }
    return false;
}

// Without a field: the newest first. The order alone means nothing.
Result<void> read_sort(const Context& context, const JsonValue& body, Entity entity, ListRequest& list) {
    const auto order = read_text(context, body, "sort_order");
    if (!order) return fail(order);
    if (!order->empty() && *order != "asc" && *order != "desc") return refuse(context, "sort_order must be asc or desc");
    const auto id = read_text(context, body, "sort_by_field_id");
    if (!id) return fail(id);
    if (id->empty()) {
        list.sort = {{fields_of(entity).id, true}};
        return {};
    }
    const auto info = Fields(*context.caller.directory, entity).find(*id);
    if (!info)
        return fail(ErrorCode::invalid, std::string(instance_of(context.caller.company()))
                                            .append(": sort_by_field_id ")
                                            .append(*id)
                                            .append(": Object not found"));
    if (!can_be_sorted(*info)) return refuse(context, "sort_by_field_id " + std::string(*id) + " has no order");
    list.sort = {{info->ref, *order != "asc"}};
    return {};
}

// Ids of those of everyone whose name contains the term, from the index of texts; nothing when they are more than a page, or the
// index has no terms as short.
Result<std::optional<std::vector<std::int64_t>>> find_named(const Context& context, Entity entity, const std::string& term,
                                                            const Predicate& among) {
    if (code_points(term) < domain::substring_chars) return std::nullopt;
    domain::TextQuery query;
    query.kind = kind_of(entity);
    query.term = term;
    query.fields.name = true;
    query.where = among;
    std::vector<std::int64_t> ids;
    const auto is_full = [&] { return std::cmp_greater(ids.size(), limits::page_max); };
    for (const domain::SearchTier tier : name_tiers) {
        query.tier = tier;
        auto found = context.transaction.search().find(query, [&](std::int64_t id) {
            ids.push_back(id);
            return !is_full();
        });
        if (!found) return fail(found);
        if (is_full()) return std::nullopt;
    }
    return ids;
}

Result<Predicate> names_contain(const Context& context, Entity entity, const std::string& term, const Predicate& among) {
    const EntityFields fields = fields_of(entity);
    auto ids = find_named(context, entity, term, among);
    if (!ids) return fail(ids);
    if (*ids) return Predicate::compare(fields.id, Comparison::in, std::move(**ids));
    return Predicate::compare(fields.name, Comparison::contains, term);
}

Result<void> read_chosen(const Context& context, const JsonValue& body, Entity entity, ListRequest& list) {
    std::vector<Predicate> conditions;
    const EntityFields fields = fields_of(entity);
    const domain::Company& company = context.caller.company();
    auto included = read_ids(company, entity, body, "inclusion_ids", limits::page_max);
    if (!included) return fail(included);
    auto excluded = read_ids(company, entity, body, "exclusion_ids", limits::page_max);
    if (!excluded) return fail(excluded);
    if (is_given(body, "inclusion_ids"))
        conditions.push_back(Predicate::compare(fields.id, Comparison::in, std::move(included->numbers)));
    if (!excluded->numbers.empty())
        conditions.push_back(Predicate::negate(Predicate::compare(fields.id, Comparison::in, std::move(excluded->numbers))));
    const auto text = read_text(context, body, "q");
    if (!text) return fail(text);
    if (code_points(*text) > limits::filter_value_chars) return refuse(context, "q is too long");
    if (const std::string term = domain::searched_form(*text); !term.empty()) {
        auto named = names_contain(context, entity, term, list.everyone);
        if (!named) return fail(named);
        conditions.push_back(std::move(*named));
    }
    if (const auto filter = member(body, "filter")) {
        auto compiled = compile_filter(context.transaction, context.caller, entity, *filter);
        if (!compiled) return fail(compiled);
        if (!compiled->always()) conditions.push_back(std::move(*compiled));
    }
    if (!conditions.empty()) list.chosen = Predicate::all(std::move(conditions));
    return {};
}

}  // namespace

Predicate everyone(const domain::Caller& caller, Entity entity, bool archived) {
    const EntityFields fields = fields_of(entity);
    std::vector<Predicate> conditions{
        Predicate::compare(fields.delete_time, Comparison::is_null),
        archived ? domain::archived(fields.archive_time) : domain::not_archived(fields.archive_time)};
    auto visible = entity == Entity::person ? domain::visible_persons(caller) : domain::visible_organizations(caller);
    if (!visible.always()) conditions.push_back(std::move(visible));
    return Predicate::all(std::move(conditions));
}

Predicate matching(const ListRequest& list) {
    Predicate where = list.everyone;
    if (list.chosen) where.children.push_back(*list.chosen);
    return where;
}

Result<ListRequest> read_list(const Request& request, Context& context, Entity entity) {
    const JsonValue body = request.json();
    ListRequest list;
    auto read = read_place(context, body, list);
    if (read) read = read_cursor(context, body, entity, list);
    if (read) read = read_type(context, body, entity, list);
    if (read) read = read_sort(context, body, entity, list);
    if (!read) return fail(read);
    list.everyone = everyone(context.caller, entity, list.archived);
    if (read = read_chosen(context, body, entity, list); !read) return fail(read);
    auto fields = read_shown_fields(context.caller, entity, body);
    if (!fields) return fail(fields);
    list.fields = std::move(*fields);
    return list;
}

bool list_is_scan(const Request& request, const domain::Caller& caller) {
    const JsonValue body = request.json();
    constexpr std::string_view asking[] = {"filter", "q", "inclusion_ids", "exclusion_ids", "sort_by_field_id", "type"};
    if (!caller.sees_all() || std::ranges::any_of(asking, [&](std::string_view name) { return is_given(body, name); }))
        return true;
    const auto offset = member(body, "offset");
    if (offset && (offset->kind() != JsonKind::integer || offset->integer() > limits::shallow_start)) return true;
    return asks_for_people(body);
}

}  // namespace stele::dialect::ortto
