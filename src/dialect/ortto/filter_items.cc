// Operators on what has several values: options of a field, and tags. Their order is that of the field's options, and of the tags'
// ids. A text that stands alone is a list of one.

#include <algorithm>
#include <charconv>
#include <functional>

#include "base/limits.h"
#include "base/text.h"
#include "dialect/ortto/filter_leaf.h"

namespace stele::dialect::ortto {

namespace {

using domain::Comparison;
using domain::FieldRef;
using domain::Predicate;
using Ids = std::vector<std::int64_t>;

Predicate any_id(FieldRef field, Ids ids) {
    if (ids.size() == 1) return Predicate::compare(field, Comparison::equals, ids.front());
    return ids.empty() ? nobody() : Predicate::compare(field, Comparison::in, std::move(ids));
}

Result<const std::vector<FilterItem>*> all_tags(FilterScope& scope) {
    if (scope.tags) return &*scope.tags;
    std::vector<FilterItem> tags;
    domain::TagQuery query;
    query.limit = limits::tags;
    const auto listed = scope.transaction.tags().list(query, [&](const domain::Tag& tag) {
        tags.push_back({tag.id, fold(tag.name)});
        return true;
    });
    if (!listed) return fail(listed);
    scope.tags = std::move(tags);
    return &*scope.tags;
}

std::vector<FilterItem> options_of(const domain::CustomField& field) {
    std::vector<const domain::LabelOption*> options;
    options.reserve(field.options.size());
    for (const domain::LabelOption& option : field.options) options.push_back(&option);
    std::ranges::stable_sort(options, {}, &domain::LabelOption::position);
    std::vector<FilterItem> items;
    items.reserve(options.size());
    for (const domain::LabelOption* option : options) items.push_back({option->id, fold(option->label)});
    return items;
}

// A condition on one item.
using Wanted = std::function<bool(const FilterItem&)>;

Ids ids_where(const std::vector<FilterItem>& items, const Wanted& wanted) {
    Ids ids;
    for (const FilterItem& item : items)
        if (wanted(item)) ids.push_back(item.id);
    return ids;
}

// Of the items that a record has the first is wanted: it has one of a run of wanted ones, and none of those unwanted before it.
Compiled first_where(FieldRef field, const std::vector<FilterItem>& items, const Wanted& wanted) {
    std::vector<Predicate> either;
    Ids unwanted;
    Ids run;
    std::size_t listed = 0;
    const auto end_run = [&] {
        if (run.empty()) return;
        listed += run.size() + unwanted.size();
        std::vector<Predicate> both{any_id(field, std::move(run)), Predicate::negate(any_id(field, unwanted))};
        either.push_back(Predicate::all(std::move(both)));
        run.clear();
    };
    for (const FilterItem& item : items) {
        if (wanted(item)) {
            run.push_back(item.id);
            continue;
        }
        end_run();
        unwanted.push_back(item.id);
        if (listed > limits::filter_values) return need("a value that fewer items have");
    }
    end_run();
    return Predicate::any(std::move(either));
}

// Items as an operand names them, each by a text or an id.
struct Named {
    std::vector<std::string> folds;
    Ids ids;

    [[nodiscard]] bool is(const FilterItem& item) const {
        return std::ranges::find(ids, item.id) != ids.end() || std::ranges::find(folds, item.fold) != folds.end();
    }
};

Result<Named> read_named(JsonValue value, const std::vector<FilterItem>& items, bool takes_ids) {
    Named named;
    if (takes_ids && value.kind() == JsonKind::integer) {
        named.ids.push_back(value.integer());
        return named;
    }
    const auto texts = read_texts(value);
    if (!texts) return fail(texts);
    for (const std::string& text : *texts) {
        std::string folded = fold(text);
        const bool is_name = std::ranges::find(items, folded, &FilterItem::fold) != items.end();
        std::int64_t id = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
        if (takes_ids && !is_name && error == std::errc() && end == text.data() + text.size())
            named.ids.push_back(id);
        else
            named.folds.push_back(std::move(folded));
    }
    return named;
}

// Each of the named things is one of the items that a record has.
Predicate has_all(FieldRef field, const std::vector<FilterItem>& items, const Named& named) {
    std::vector<Predicate> each;
    for (const std::int64_t id : named.ids) each.push_back(any_id(field, {id}));
    for (const std::string& folded : named.folds)
        each.push_back(any_id(field, ids_where(items, [&](const FilterItem& item) { return item.fold == folded; })));
    return Predicate::all(std::move(each));
}

Ids ids_of(const std::vector<FilterItem>& items) {
    return ids_where(items, [](const FilterItem&) { return true; });
}

// Tags alone know by themselves which are left; of options those count that the field has still.
Predicate has_more(FieldRef field, bool are_tags, const std::vector<FilterItem>& items, std::int64_t number) {
    Ids value{number};
    if (!are_tags) {
        const Ids ids = ids_of(items);
        value.insert(value.end(), ids.begin(), ids.end());
    }
    return Predicate::compare(field, Comparison::has_more, std::move(value));
}

Compiled compare_count(const FilterLeaf& leaf, bool are_tags, const std::vector<FilterItem>& items) {
    const auto read = read_number(leaf.value);
    if (!read) return fail(read);
    constexpr double most = 1'000'000;
    const auto number = static_cast<std::int64_t>(std::clamp(*read, -1.0, most));
    if (leaf.operation.code == FilterCode::contains_more)
        return number < 0 ? Predicate::all({}) : has_more(leaf.field.ref, are_tags, items, number);
    return number <= 0 ? nobody() : Predicate::negate(has_more(leaf.field.ref, are_tags, items, number - 1));
}

bool has_part(const FilterItem& item, FilterCode code, const std::string& part) {
    switch (code) {
        case FilterCode::starts:
            return item.fold.starts_with(part);
        case FilterCode::ends:
            return item.fold.ends_with(part);
        case FilterCode::greater:
            return item.fold > part;
        case FilterCode::less:
            return item.fold < part;
        default:
            return item.fold.contains(part);
    }
}

Result<Wanted> within(JsonValue value) {
    const auto bounds = read_bounds(value);
    if (!bounds) return fail(bounds);
    std::string from;
    std::optional<std::string> to;
    if (bounds->from) {
        const auto texts = read_texts(*bounds->from);
        if (!texts) return fail(texts);
        if (!texts->empty()) from = fold(texts->front());
    }
    if (bounds->to) {
        const auto texts = read_texts(*bounds->to);
        if (!texts) return fail(texts);
        if (!texts->empty()) to = fold(texts->front());
    }
    return Wanted([from, to](const FilterItem& item) { return item.fold >= from && (!to || item.fold <= *to); });
}

// Which items an operator wants that looks at parts of their names.
Result<Wanted> read_wanted(const FilterLeaf& leaf) {
    const FilterCode code = leaf.operation.code;
    if (code == FilterCode::between) return within(leaf.value);
    const auto texts = read_texts(leaf.value);
    if (!texts) return fail(texts);
    std::vector<std::string> parts;
    for (const std::string& text : *texts) parts.push_back(fold(text));
    return Wanted([parts = std::move(parts), code](const FilterItem& item) {
        return std::ranges::any_of(parts, [&](const std::string& part) { return has_part(item, code, part); });
    });
}

Compiled compare_named(FieldRef field, FilterCode code, bool are_tags, const std::vector<FilterItem>& items,
                       const Named& named) {
    const Wanted is = [&](const FilterItem& item) { return named.is(item); };
    const Wanted is_not = [&](const FilterItem& item) { return !named.is(item); };
    switch (code) {
        case FilterCode::contains:
            return has_all(field, items, named);
        case FilterCode::exactly: {
            const auto many = static_cast<std::int64_t>(ids_where(items, is).size());
            std::vector<Predicate> both{has_all(field, items, named)};
            both.push_back(
                Predicate::negate(are_tags ? has_more(field, true, items, many) : any_id(field, ids_where(items, is_not))));
            return Predicate::all(std::move(both));
        }
        case FilterCode::first_is:
            return first_where(field, items, is);
        case FilterCode::last_is: {
            std::vector<FilterItem> reversed(items.rbegin(), items.rend());
            return first_where(field, reversed, is);
        }
        default:  // is, contains_any
            return any_id(field, ids_where(items, is));
    }
}

bool names_whole_items(FilterFamily family, FilterCode code) {
    switch (code) {
        case FilterCode::is:
        case FilterCode::contains_any:
        case FilterCode::exactly:
        case FilterCode::first_is:
        case FilterCode::last_is:
            return true;
        case FilterCode::contains:
            return family == FilterFamily::items;
        default:
            return false;
    }
}

Compiled compare_listed(const FilterLeaf& leaf, bool are_tags, const std::vector<FilterItem>& items) {
    const FieldRef field = leaf.field.ref;
    const FilterCode code = leaf.operation.code;
    if (code == FilterCode::contains_fewer || code == FilterCode::contains_more) return compare_count(leaf, are_tags, items);
    if (names_whole_items(leaf.operation.family, code)) {
        const auto named = read_named(leaf.value, items, are_tags);
        if (!named) return fail(named);
        return compare_named(field, code, are_tags, items, *named);
    }
    const auto wanted = read_wanted(leaf);
    if (!wanted) return fail(wanted);
    if (code == FilterCode::first_contains) return first_where(field, items, *wanted);
    if (code == FilterCode::last_contains)
        return first_where(field, std::vector<FilterItem>(items.rbegin(), items.rend()), *wanted);
    return any_id(field, ids_where(items, *wanted));
}

// A list of one.
Compiled compare_alone(FilterScope& scope, const FilterLeaf& leaf) {
    const FilterCode code = leaf.operation.code;
    const Predicate has = has_value(leaf.field, scope.caller);
    if (code == FilterCode::contains_fewer || code == FilterCode::contains_more) {
        const auto number = read_number(leaf.value);
        if (!number) return fail(number);
        if (code == FilterCode::contains_more) return *number < 0 ? Predicate::all({}) : *number < 1 ? has : nobody();
        return *number <= 0 ? nobody() : *number <= 1 ? Predicate::negate(has) : Predicate::all({});
    }
    const bool has_part = code == FilterCode::first_contains || code == FilterCode::last_contains;
    const bool has_all = code == FilterCode::contains || code == FilterCode::exactly;
    FilterLeaf as_text = leaf;
    as_text.operation = {FilterFamily::text, has_part ? FilterCode::contains : FilterCode::is};
    if (!has_all || !leaf.value.is_array()) return compare_text(scope, as_text);
    std::vector<Predicate> each;
    for (const JsonValue element : leaf.value) {
        as_text.value = element;
        auto one = compare_text(scope, as_text);
        if (!one) return one;
        each.push_back(std::move(*one));
    }
    if (each.empty()) return code == FilterCode::exactly ? Predicate::negate(has) : Predicate::all({});
    return Predicate::all(std::move(each));
}

}  // namespace

Compiled compare_items(FilterScope& scope, const FilterLeaf& leaf) {
    if (leaf.field.form == ValueForm::tags) {
        const auto tags = all_tags(scope);
        if (!tags) return fail(tags);
        return compare_listed(leaf, true, **tags);
    }
    if (leaf.field.form == ValueForm::option || leaf.field.form == ValueForm::options)
        return compare_listed(leaf, false, options_of(*leaf.field.custom));
    return compare_alone(scope, leaf);
}

Compiled compare_tags(FilterScope& scope, const FilterLeaf& leaf) {
    FilterLeaf named = leaf;
    named.operation.code = FilterCode::contains_any;
    return compare_items(scope, named);
}

}  // namespace stele::dialect::ortto
