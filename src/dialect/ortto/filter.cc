#include "dialect/ortto/filter.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "base/json_copy.h"
#include "base/limits.h"
#include "base/text.h"
#include "dialect/ortto/errors.h"
#include "dialect/ortto/filter_leaf.h"

namespace stele::dialect::ortto {

namespace {

using domain::Predicate;

// What a record's own id is called, for there is no field of it in the schema.
constexpr std::string_view person_ids[] = {"id", "str::id", "str::person_id", "person_id", "contact_id"};
constexpr std::string_view account_ids[] = {"id",         "idt::o",      "str:o:account_id", "str:o:organization_id",
                                            "account_id", "accounts_id", "organization_id"};
constexpr std::string_view tag_names = "tags";

bool names_own_id(Entity entity, std::string_view id) {
    const auto has = [id](const auto& names) { return std::ranges::find(names, id) != std::end(names); };
    return entity == Entity::person ? has(person_ids) : has(account_ids);
}

FieldInfo own_id(Entity entity) {
    FieldInfo info;
    info.form = ValueForm::account;
    info.ref = entity == Entity::person ? domain::FieldRef(domain::PersonField::id) : domain::OrganizationField::id;
    return info;
}

Entity entity_of_activity(std::string_view id) {
    return id.starts_with("act:o:") || id.starts_with("act:oc:") ? Entity::account : Entity::person;
}

Entity other(Entity entity) { return entity == Entity::person ? Entity::account : Entity::person; }

std::string shown(JsonValue value) {
    std::string text = json_text(value);
    if (text.size() <= limits::filter_shown_size) return text;
    text.resize(cut_at_char(text, limits::filter_shown_size));
    return text.append("…");
}

constexpr std::string_view invalid_value = " (Invalid value)";

std::unexpected<Error> not_found(std::string_view field_id) {
    std::string text("failed to validate field ");
    text.append(field_id).append(" in schema: ").append(field_id).append(": Object not found");
    return fail(ErrorCode::not_found, std::move(text), "field_id");
}

// How large a predicate is, as the store sees it.
struct Size {
    std::size_t comparisons = 0;
    std::size_t values = 0;

    void add(const Predicate& predicate) {
        comparisons += predicate.node == Predicate::Node::compare ? 1 : 0;
        if (const auto* numbers = std::get_if<std::vector<std::int64_t>>(&predicate.value)) values += numbers->size();
        if (const auto* texts = std::get_if<std::vector<std::string>>(&predicate.value)) values += texts->size();
        for (const Predicate& child : predicate.children) add(child);
    }
};

class Compiler {
   public:
    Compiler(FilterScope& scope, Entity entity) : scope_(scope), entity_(entity) {}

    // Errors: invalid, to be told as it stands behind what the filter is part of; not_found, without that.
    Compiled compile(JsonValue filter, std::size_t depth) {
        if (!filter.is_object() || filter.size() != 1)
            return fail(ErrorCode::invalid,
                        "A filter is an object with one operation: " + shown(filter).append(invalid_value));
        const JsonValue operand = *filter.begin();
        const std::string_view name = operand.name();
        if (depth > limits::filter_depth || ++nodes_ > limits::filter_nodes)
            return fail(ErrorCode::invalid, std::string("Too many operations").append(invalid_value), std::string(name));
        const auto operation = find_filter_operator(name);
        if (!operation) return refuse(name, std::string("Unknown operation ").append(name), operand);
        if (operation->family == FilterFamily::group) return compile_group(name, operation->code, operand, depth);
        auto compiled = compile_leaf(*operation, operand);
        if (compiled) return negate_if(operation->denied, std::move(*compiled));
        Error& error = compiled.error();
        std::string path(name);
        if (!error.field.empty()) path.append(".").append(error.field);
        if (error.code != ErrorCode::invalid) {
            error.field = std::move(path);
            return compiled;
        }
        return refuse(path, std::string(name).append(": ").append(error.message), operand);
    }

   private:
    static std::unexpected<Error> refuse(std::string_view path, std::string text, JsonValue operand) {
        return fail(ErrorCode::invalid, text.append(": ").append(shown(operand)).append(invalid_value), std::string(path));
    }

    Compiled compile_group(std::string_view name, FilterCode code, JsonValue operand, std::size_t depth) {
        const bool is_negation = code == FilterCode::negation;
        if (is_negation && operand.is_object()) return compile_child(std::string(name), name, operand, operand, depth, true);
        if (!operand.is_array() || (is_negation && operand.size() != 1))
            return refuse(
                name, std::string(name).append(is_negation ? ": one filter" : ": a list of filters").append(" is needed"),
                operand);
        std::vector<Predicate> children;
        for (const JsonValue element : operand) {
            const std::string path = std::string(name) + "[" + std::to_string(children.size()) + "]";
            auto child = compile_child(path, name, operand, element, depth, is_negation);
            if (!child) return child;
            children.push_back(std::move(*child));
        }
        if (is_negation) return std::move(children.front());
        return code == FilterCode::all ? Predicate::all(std::move(children)) : any_of(std::move(children));
    }

    Compiled compile_child(const std::string& path, std::string_view name, JsonValue body, JsonValue element,
                           std::size_t depth, bool denied) {
        auto child = compile(element, depth + 1);
        if (child) return negate_if(denied, std::move(*child));
        Error& error = child.error();
        if (error.code == ErrorCode::invalid)
            error.message =
                std::string("Failed to decode filter ").append(name).append(" body ").append(shown(body)).append(": ") +
                error.message.append(invalid_value);
        error.field = error.field.empty() ? path : path + "." + error.field;
        return child;
    }

    // Of a record that belongs to those that the filter is of, or that they belong to.
    Predicate related(Predicate predicate) const {
        const domain::Kind kind = kind_of(other(entity_));
        std::vector<Predicate> conditions;
        conditions.push_back(seen(kind, scope_.caller));
        conditions.push_back(std::move(predicate));
        return Predicate::related(kind, Predicate::all(std::move(conditions)));
    }

    Compiled compile_leaf(FilterOperator operation, JsonValue operand) {
        if (operation.family == FilterFamily::audience) return nobody();
        if (!operand.is_object()) return fail(ErrorCode::invalid, "an object with field_id and value is needed");
        if (operation.family == FilterFamily::consent)
            return of_entity(Entity::person, compare_consent({operation, {}, operand, operand}));
        if (operation.family == FilterFamily::activity) return compile_activity(operation, operand);
        Entity entity = entity_;
        auto field = find_field(operand, operation, entity);
        if (!field) return fail(field);
        const auto value = value_of(operation, operand);
        if (operation.family == FilterFamily::value || !value) {
            auto has = of_entity(entity, has_value(*field, scope_.caller));
            // Without a value an operator that denies asks for any value too.
            return operation.family == FilterFamily::value ? std::move(has) : negate_if(operation.denied, std::move(*has));
        }
        return of_entity(entity, compare(entity, {operation, std::move(*field), *value, operand}));
    }

    Compiled of_entity(Entity entity, Compiled compiled) const {
        if (!compiled || entity == entity_) return compiled;
        return related(std::move(*compiled));
    }

    // What of it stands for the value; nothing where there is none.
    static std::optional<JsonValue> value_of(FilterOperator operation, JsonValue operand) {
        if (auto value = find_first(operand, {"value", "values"})) {
            const bool has_unit = operation.family == FilterFamily::time && !value->is_object() && operand.find("unit");
            return has_unit ? operand : value;
        }
        switch (operation.family) {
            case FilterFamily::time:
                if (operation.code == FilterCode::anniversary ||
                    find_first(operand, {"amount", "unit", "days", "weeks", "months", "years", "year"}))
                    return operand;
                break;
            case FilterFamily::proximity:
                if (find_first(operand, {"lat", "latitude", "location"})) return operand;
                break;
            default:
                break;
        }
        return names_bounds(operand) ? std::optional(operand) : std::nullopt;
    }

    Result<FieldInfo> find_field(JsonValue operand, FilterOperator operation, Entity& entity) const {
        const auto id = operand.find("field_id");
        if (!id && operation.family == FilterFamily::ids) return own_id(entity_);
        if (!id && operation.family == FilterFamily::proximity) return find_named("proximity::loc", entity);
        if (!id || !id->is_string()) return fail(ErrorCode::invalid, "a field_id is needed", "field_id");
        return find_named(id->string(), entity);
    }

    Result<FieldInfo> find_named(std::string_view id, Entity& entity) const {
        if (names_own_id(entity_, id)) return own_id(entity_);
        if (id == tag_names) id = entity_ == Entity::person ? "u4s::t" : "u4s:o:t";
        for (const Entity each : {entity_, other(entity_)}) {
            auto found = Fields(*scope_.caller.directory, each).find(id);
            if (!found) continue;
            entity = found->activity.empty() ? each : entity_of_activity(found->activity);
            return std::move(*found);
        }
        return not_found(id);
    }

    Compiled compile_activity(FilterOperator operation, JsonValue operand) {
        const auto named = find_first(operand, {"field_id", "activity_id", "activity", "id"});
        const auto value = operand.find("value");
        const bool by_value = !named && value && value->is_string();
        std::string_view id = by_value ? value->string() : named && named->is_string() ? named->string() : "";
        if (id.starts_with("tme::")) id.remove_prefix(5);
        if (!id.starts_with("act:")) return fail(ErrorCode::invalid, "the id of an activity is needed", "field_id");
        FilterLeaf leaf{operation, {}, by_value || !value ? operand : *value, operand};
        leaf.field.activity = id;
        leaf.field.form = ValueForm::moment;
        leaf.field.is_first = operation.code == FilterCode::first;
        return of_entity(entity_of_activity(id), compare_activity(scope_, leaf));
    }

    Compiled compare(Entity entity, const FilterLeaf& leaf) {
        const ValueForm form = leaf.field.form;
        const auto applies = [form](std::initializer_list<ValueForm> forms) {
            return std::ranges::find(forms, form) != forms.end();
        };
        using enum ValueForm;
        switch (leaf.operation.family) {
            case FilterFamily::text:
                if (applies({option, options, tags})) return compare_items(scope_, leaf);
                if (applies({text, geo, phone, object})) return compare_text(scope_, leaf);
                break;
            case FilterFamily::items:
                if (applies({option, options, tags, text, geo})) return compare_items(scope_, leaf);
                break;
            case FilterFamily::number:
                if (applies({integer, thousandths})) return compare_number(leaf);
                break;
            case FilterFamily::flag:
                if (applies({boolean})) return compare_flag(leaf);
                break;
            case FilterFamily::time:
                if (applies({date, moment})) return compare_time(scope_, leaf);
                break;
            case FilterFamily::phone:
                if (applies({phone})) return compare_phone(leaf);
                break;
            case FilterFamily::place:
                if (applies({geo, text})) return compare_text(scope_, leaf);
                break;
            case FilterFamily::proximity:
                if (applies({location})) return compare_proximity(leaf);
                break;
            case FilterFamily::ids:
                if (applies({tags})) return compare_tags(scope_, leaf);
                if (applies({account, people})) return compare_ids(scope_, entity, leaf);
                break;
            case FilterFamily::group:
            case FilterFamily::value:
            case FilterFamily::consent:
            case FilterFamily::audience:
            case FilterFamily::activity:
                assert(false);
                break;
        }
        return fail(ErrorCode::invalid, "does not apply to " + leaf.field.id, "field_id");
    }

    FilterScope& scope_;
    Entity entity_;
    std::size_t nodes_ = 0;
};

}  // namespace

Compiled compile_filter(domain::Transaction& transaction, const domain::Caller& caller, Entity entity, JsonValue filter) {
    if (filter.is_null() || (filter.is_object() && filter.size() == 0)) return Predicate::all({});
    FilterScope scope{transaction, caller};
    auto compiled = Compiler(scope, entity).compile(filter, 1);
    if (compiled) {
        Size size;
        size.add(*compiled);
        if (size.comparisons <= limits::filter_comparisons && size.values <= limits::filter_values) return compiled;
        compiled = fail(ErrorCode::invalid, std::string("Too many values").append(invalid_value));
    }
    Error& error = compiled.error();
    if (error.code != ErrorCode::invalid && error.code != ErrorCode::not_found) return compiled;
    const std::string prefix = std::string(instance_of(caller.company())) + ": ";
    if (!error.message.starts_with(prefix)) error.message.insert(0, prefix);
    error.code = ErrorCode::invalid;
    error.field = error.field.empty() ? "filter" : "filter." + error.field;
    return compiled;
}

}  // namespace stele::dialect::ortto
