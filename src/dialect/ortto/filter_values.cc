#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/limits.h"
#include "base/text.h"
#include "dialect/ortto/filter_leaf.h"
#include "domain/archiving.h"
#include "domain/attributes.h"
#include "domain/visibility.h"

namespace stele::dialect::ortto {

namespace {

using domain::Comparison;
using domain::CustomForm;
using domain::FieldRef;
using domain::Kind;
using domain::OrganizationField;
using domain::PersonField;
using domain::Predicate;

constexpr double thousand = 1'000;

Predicate is_there(FieldRef field) { return Predicate::negate(Predicate::compare(field, Comparison::is_null)); }

// --- operands ----------------------------------------------------------------------------------------------------------

Result<std::string> read_text(JsonValue value) {
    std::string text;
    if (value.is_object()) {
        const auto name = find_first(value, {"name", "value", "label", "id"});
        if (!name || name->is_object()) return need("a text");
        return read_text(*name);
    }
    if (value.is_string())
        text = value.string();
    else if (value.kind() == JsonKind::integer)
        text = std::to_string(value.integer());
    else
        return need("a text");
    if (code_points(text) > limits::filter_value_chars)
        return need("a text of at most " + std::to_string(limits::filter_value_chars) + " characters");
    return text;
}

// --- any_of ------------------------------------------------------------------------------------------------------------

bool is_text_match(const Predicate& predicate) {
    return predicate.node == Predicate::Node::compare && predicate.comparison == Comparison::matches;
}

bool is_id_match(const Predicate& predicate) {
    if (predicate.node != Predicate::Node::compare || predicate.field.is_custom()) return false;
    return predicate.field == PersonField::id || predicate.field == OrganizationField::id;
}

std::vector<std::string> texts_of(Predicate& predicate) {
    if (auto* texts = std::get_if<std::vector<std::string>>(&predicate.value)) return std::move(*texts);
    return {std::move(std::get<std::string>(predicate.value))};
}

std::vector<std::int64_t> numbers_of(Predicate& predicate) {
    if (auto* numbers = std::get_if<std::vector<std::int64_t>>(&predicate.value)) return std::move(*numbers);
    return {std::get<std::int64_t>(predicate.value)};
}

template <class Value>
void append_new(std::vector<Value>& to, std::vector<Value> from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    std::ranges::sort(to);
    const auto rest = std::ranges::unique(to);
    to.erase(rest.begin(), rest.end());
}

// --- texts -------------------------------------------------------------------------------------------------------------

Comparison comparison_of(FilterCode code) {
    switch (code) {
        case FilterCode::contains:
            return Comparison::contains;
        case FilterCode::starts:
            return Comparison::begins_with;
        case FilterCode::ends:
            return Comparison::ends_with;
        default:
            assert(code == FilterCode::is);
            return Comparison::matches;
    }
}

bool has_text(std::string_view fold_of_text, FilterCode code, std::string_view fold_of_part) {
    switch (code) {
        case FilterCode::contains:
            return fold_of_text.contains(fold_of_part);
        case FilterCode::starts:
            return fold_of_text.starts_with(fold_of_part);
        case FilterCode::ends:
            return fold_of_text.ends_with(fold_of_part);
        default:
            return fold_of_text == fold_of_part;
    }
}

// Greater than a text is what comes after it in order, and is not the same but for case and marks.
Predicate beyond(FieldRef field, Comparison comparison, const std::string& text) {
    std::vector<Predicate> both;
    both.push_back(Predicate::compare(field, comparison, text));
    both.push_back(Predicate::negate(Predicate::compare(field, Comparison::matches, text)));
    return Predicate::all(std::move(both));
}

Predicate not_beyond(FieldRef field, Comparison comparison, const std::string& text) {
    std::vector<Predicate> either;
    either.push_back(Predicate::compare(field, comparison, text));
    either.push_back(Predicate::compare(field, Comparison::matches, text));
    return Predicate::any(std::move(either));
}

Compiled compare_order(FieldRef field, FilterCode code, JsonValue value) {
    if (code != FilterCode::between) {
        const auto text = read_text(value);
        if (!text) return fail(text);
        return beyond(field, code == FilterCode::greater ? Comparison::greater : Comparison::less, *text);
    }
    const auto bounds = read_bounds(value);
    if (!bounds) return fail(bounds);
    std::vector<Predicate> both{is_there(field)};
    for (const auto& [bound, comparison] :
         {std::pair{bounds->from, Comparison::greater}, std::pair{bounds->to, Comparison::less}}) {
        if (!bound) continue;
        const auto text = read_text(*bound);
        if (!text) return fail(text);
        both.push_back(not_beyond(field, comparison, *text));
    }
    return Predicate::all(std::move(both));
}

bool is_order(FilterCode code) {
    return code == FilterCode::greater || code == FilterCode::less || code == FilterCode::between;
}

// An owner's name is the user's, of whom there are few.
Compiled compare_owner(const domain::Caller& caller, const FilterLeaf& leaf) {
    if (is_order(leaf.operation.code)) return need("$str::is, contains, starts or ends, for an owner,");
    const auto texts = read_texts(leaf.value);
    if (!texts) return fail(texts);
    std::vector<std::int64_t> owners;
    for (const domain::User& user : caller.directory->users) {
        const std::string name = fold(user.name);
        if (std::ranges::any_of(*texts,
                                [&](const std::string& text) { return has_text(name, leaf.operation.code, fold(text)); }))
            owners.push_back(user.id);
    }
    return Predicate::compare(OrganizationField::owner_id, Comparison::in, std::move(owners));
}

bool is_of_day_times(const FieldInfo& field) {
    return field.custom != nullptr &&
           (field.custom->type == domain::FieldType::time || field.custom->type == domain::FieldType::time_range);
}

FieldRef with_form(FieldRef field, CustomForm form) { return {field.kind, field.custom_id, field.part, form}; }

// Times of day, which Ortto has no type of, are shown as texts.
Compiled compare_day_time(const FilterLeaf& leaf) {
    const auto texts = read_texts(leaf.value);
    if (!texts) return fail(texts);
    const FieldRef field = with_form(leaf.field.ref, CustomForm::time);
    std::vector<Predicate> either;
    for (const std::string& text : *texts) {
        const auto time = domain::time_of_day(text.size() == 5 ? text + ":00" : text);
        if (leaf.operation.code != FilterCode::is || !time) return need("$str::is and a time of day, for such a field,");
        either.push_back(Predicate::compare(field, Comparison::equals, *time));
    }
    return Predicate::any(std::move(either));
}

// --- numbers -----------------------------------------------------------------------------------------------------------

// Half open; of numbers that are shown rounded, all that are shown so.
struct NumberRange {
    std::optional<double> from;
    std::optional<double> until;
};

Predicate lies_in(FieldRef field, const NumberRange& range) {
    std::vector<Predicate> bounds;
    const auto add = [&](Comparison comparison, double bound) {
        // A whole number that is at least 2.5 is at least 3.
        constexpr double most = 9e18;
        domain::PredicateValue value = bound;
        if (!field.is_custom()) value = static_cast<std::int64_t>(std::ceil(std::clamp(bound, -most, most)));
        bounds.push_back(Predicate::compare(field, comparison, std::move(value)));
    };
    if (range.from) add(Comparison::greater_or_equal, *range.from);
    if (range.until) add(Comparison::less, *range.until);
    return bounds.empty() ? is_there(field) : Predicate::all(std::move(bounds));
}

// Thousandths, as Ortto shows them, are rounded; other numbers are compared as they are.
NumberRange range_of(const FieldInfo& field, std::optional<double> from, std::optional<double> to) {
    const double infinity = std::numeric_limits<double>::infinity();
    const bool rounded = field.form == ValueForm::thousandths;
    if (from && rounded) from = (std::round(*from) - 0.5) / thousand;
    if (to) to = rounded ? (std::round(*to) + 0.5) / thousand : std::nextafter(*to, infinity);
    return {from, to};
}

}  // namespace

Predicate seen(Kind kind, const domain::Caller& caller) {
    std::vector<Predicate> conditions;
    if (kind == Kind::person) {
        conditions.push_back(domain::not_archived(PersonField::archive_time));
        conditions.push_back(domain::visible_persons(caller));
    } else {
        conditions.push_back(Predicate::compare(OrganizationField::delete_time, Comparison::is_null));
        conditions.push_back(domain::not_archived(OrganizationField::archive_time));
        conditions.push_back(domain::visible_organizations(caller));
    }
    return Predicate::all(std::move(conditions));
}

Predicate any_of(std::vector<Predicate> children) {
    std::vector<Predicate> merged;
    for (Predicate& child : children) {
        const bool is_text = is_text_match(child);
        const bool is_id = is_id_match(child);
        const auto same = std::ranges::find_if(merged, [&](const Predicate& other) {
            return other.field == child.field && ((is_text && is_text_match(other)) || (is_id && is_id_match(other)));
        });
        if (same == merged.end()) {
            merged.push_back(std::move(child));
        } else if (is_text) {
            auto texts = texts_of(*same);
            append_new(texts, texts_of(child));
            same->value = std::move(texts);
        } else {
            auto numbers = numbers_of(*same);
            append_new(numbers, numbers_of(child));
            same->comparison = Comparison::in;
            same->value = std::move(numbers);
        }
    }
    if (merged.size() == 1) return std::move(merged.front());
    return Predicate::any(std::move(merged));
}

std::optional<JsonValue> find_first(JsonValue object, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
        if (const auto found = object.find(name); found && !found->is_null()) return found;
    return std::nullopt;
}

namespace {

std::optional<JsonValue> lower_bound_of(JsonValue object) {
    return find_first(object, {"from", "min", "start", "after", "lower", "gte"});
}
std::optional<JsonValue> upper_bound_of(JsonValue object) {
    return find_first(object, {"to", "max", "end", "before", "upper", "lte"});
}

}  // namespace

bool names_bounds(JsonValue object) { return lower_bound_of(object) || upper_bound_of(object); }

Result<std::vector<JsonValue>> read_list(JsonValue value) {
    std::vector<JsonValue> elements;
    if (!value.is_array()) {
        elements.push_back(value);
        return elements;
    }
    if (value.size() > limits::filter_list)
        return need("a list of at most " + std::to_string(limits::filter_list) + " values");
    for (const JsonValue element : value) elements.push_back(element);
    return elements;
}

Result<Bounds> read_bounds(JsonValue value) {
    Bounds bounds;
    if (value.is_array()) {
        if (value.size() != 2) return need("{from, to}, or a list of two");
        auto bound = value.begin();
        if (const JsonValue from = *bound; !from.is_null()) bounds.from = from;
        if (const JsonValue to = *++bound; !to.is_null()) bounds.to = to;
    } else {
        bounds = {lower_bound_of(value), upper_bound_of(value)};
    }
    if (!bounds.from && !bounds.to) return need("{from, to}, or a list of two");
    return bounds;
}

Result<std::vector<std::string>> read_texts(JsonValue value) {
    const auto elements = read_list(value);
    if (!elements) return fail(elements);
    std::vector<std::string> texts;
    for (const JsonValue element : *elements) {
        auto text = read_text(element);
        if (!text) return fail(text);
        texts.push_back(std::move(*text));
    }
    return texts;
}

Result<double> read_number(JsonValue value) {
    if (value.kind() == JsonKind::integer || value.kind() == JsonKind::real) return value.real();
    if (!value.is_string()) return need("a number");
    const std::string_view text = value.string();
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return need("a number");
    return number;
}

Predicate has_value(const FieldInfo& field, const domain::Caller& caller) {
    if (!field.activity.empty())
        return Predicate::related(Kind::occurrence,
                                  Predicate::compare(domain::OccurrenceField::type, Comparison::equals, field.activity));
    switch (field.form) {
        case ValueForm::account:
            if (field.ref != PersonField::organization_id) return Predicate::all({});  // its own id
            return Predicate::related(Kind::organization, seen(Kind::organization, caller));
        case ValueForm::people:
            return Predicate::related(Kind::person, seen(Kind::person, caller));
        case ValueForm::location: {
            FieldRef longitude = field.ref;
            longitude.custom_id = domain::id_of(domain::Attribute::person_longitude);
            return Predicate::all({is_there(field.ref), is_there(longitude)});
        }
        case ValueForm::option:
        case ValueForm::options: {
            std::vector<std::int64_t> options;  // those that were removed are not shown
            options.reserve(field.custom->options.size());
            for (const domain::LabelOption& option : field.custom->options) options.push_back(option.id);
            return Predicate::compare(field.ref, Comparison::in, std::move(options));
        }
        default:
            if (is_of_day_times(field)) return is_there(with_form(field.ref, CustomForm::time));
            return is_there(field.ref);
    }
}

Predicate text_matches(FieldRef field, Comparison comparison, std::vector<std::string> texts) {
    std::vector<Predicate> either;
    either.reserve(texts.size());
    for (std::string& text : texts) either.push_back(Predicate::compare(field, comparison, std::move(text)));
    return any_of(std::move(either));
}

Compiled compare_text(FilterScope& scope, const FilterLeaf& leaf) {
    const FieldRef field = leaf.field.ref;
    if (field == OrganizationField::owner_name) return compare_owner(scope.caller, leaf);
    if (is_of_day_times(leaf.field)) return compare_day_time(leaf);
    if (is_order(leaf.operation.code)) return compare_order(field, leaf.operation.code, leaf.value);
    auto texts = read_texts(leaf.value);
    if (!texts) return fail(texts);
    return text_matches(field, comparison_of(leaf.operation.code), std::move(*texts));
}

Compiled compare_number(const FilterLeaf& leaf) {
    std::optional<double> from;
    std::optional<double> to;
    const double infinity = std::numeric_limits<double>::infinity();
    const bool rounded = leaf.field.form == ValueForm::thousandths;
    if (leaf.operation.code == FilterCode::between) {
        const auto bounds = read_bounds(leaf.value);
        if (!bounds) return fail(bounds);
        for (const auto& [bound, number] : {std::pair{bounds->from, &from}, std::pair{bounds->to, &to}}) {
            if (!bound) continue;
            const auto read = read_number(*bound);
            if (!read) return fail(read);
            *number = *read;
        }
        return lies_in(leaf.field.ref, range_of(leaf.field, from, to));
    }
    std::vector<Predicate> either;
    const auto values = read_list(leaf.value);
    if (!values) return fail(values);
    for (const JsonValue value : *values) {
        const auto number = read_number(value);
        if (!number) return fail(number);
        if (leaf.operation.code == FilterCode::greater)
            from = rounded ? std::round(*number) + 1 : std::nextafter(*number, infinity);
        else if (leaf.operation.code == FilterCode::less)
            to = rounded ? std::round(*number) - 1 : std::nextafter(*number, -infinity);
        else
            from = to = *number;
        either.push_back(lies_in(leaf.field.ref, range_of(leaf.field, from, to)));
    }
    return any_of(std::move(either));
}

Compiled compare_flag(const FilterLeaf& leaf) {
    std::optional<bool> wanted;
    const JsonValue value = leaf.value;
    if (value.kind() == JsonKind::boolean) wanted = value.boolean();
    if (value.kind() == JsonKind::integer && (value.integer() == 0 || value.integer() == 1)) wanted = value.integer() == 1;
    if (value.is_string() && (value.string() == "true" || value.string() == "false")) wanted = value.string() == "true";
    if (!wanted) return need("true or false");
    if (leaf.field.custom == nullptr) return Predicate::compare(leaf.field.ref, Comparison::equals, *wanted ? 1.0 : 0.0);
    const auto& options = leaf.field.custom->options;  // yes, no
    const std::size_t place = *wanted ? 0 : 1;
    if (place >= options.size()) return nobody();
    return Predicate::compare(leaf.field.ref, Comparison::equals, options[place].id);
}

}  // namespace stele::dialect::ortto
