#include "dialect/pipedrive/filter_operators.h"

#include <algorithm>
#include <cassert>

namespace stele::dialect::pipedrive {

namespace {

using enum Operator;

// In the order of the enumeration. `$` stands for the value.
constexpr OperatorText texts[] = {
    {equals, "=", "is"},
    {not_equals, "!=", "is not"},
    {less, "<", "is less than"},
    {less_or_equal, "<=", "is at most"},
    {greater, ">", "is more than"},
    {greater_or_equal, ">=", "is at least"},
    {is_null, "IS NULL", "is empty"},
    {is_not_null, "IS NOT NULL", "is not empty"},
    {like_part, "LIKE '%$%'", "contains"},
    {like_beginning, "LIKE '$%'", "begins with"},
    {like_end, "LIKE '%$'", "ends with"},
    {not_like_part, "NOT LIKE '%$%'", "does not contain"},
    {not_like_beginning, "NOT LIKE '$%'", "does not begin with"},
    {not_like_end, "NOT LIKE '%$'", "does not end with"},
    {contains, "contains", "contains"},
    {not_contains, "not_contains", "does not contain"},
    {belongs_to_team, "belongs_to_team", "belongs to the team"},
    {ends_at, "ends_at", "ends at"},
    {does_not_end_at, "does_not_end_at", "does not end at"},
    {ends_before, "ends_before", "ends before"},
    {ends_at_or_before, "ends_e_before", "ends at or before"},
    {ends_after, "ends_after", "ends after"},
    {ends_at_or_after, "ends_e_after", "ends at or after"},
    {includes, "includes", "includes"},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < std::size(texts); ++i)
        if (static_cast<std::size_t>(texts[i].code) != i) return false;
    return std::size(texts) == static_cast<std::size_t>(includes) + 1;
}
static_assert(in_order());

constexpr Operator of_numbers[] = {equals, not_equals, less, less_or_equal, greater, greater_or_equal, is_null, is_not_null};
constexpr Operator of_texts[] = {equals, not_equals, is_null, is_not_null, like_part, like_beginning, not_like_beginning};
constexpr Operator of_texts_once[] = {not_like_part, like_end, not_like_end};
constexpr Operator of_spans[] = {equals,           not_equals,        less,        less_or_equal,    greater,
                                 greater_or_equal, is_null,           is_not_null, ends_at,          does_not_end_at,
                                 ends_before,      ends_at_or_before, ends_after,  ends_at_or_after, includes};
constexpr Operator of_options[] = {equals, not_equals, is_null, is_not_null};
constexpr Operator of_sets[] = {equals, not_equals, contains, not_contains, is_null, is_not_null};
constexpr Operator of_users[] = {equals, not_equals, belongs_to_team, is_null, is_not_null};
constexpr Operator of_levels[] = {equals, not_equals};

}  // namespace

const OperatorText* find_operator(std::string_view text) {
    const auto* const found = std::ranges::find(texts, text, &OperatorText::text);
    return found != std::end(texts) ? found : nullptr;
}

const OperatorText& text_of(Operator code) { return texts[static_cast<std::size_t>(code)]; }

std::span<const Operator> operators_of(Comparable comparable) {
    switch (comparable) {
        case Comparable::whole:
        case Comparable::real:
        case Comparable::moment:
        case Comparable::day:
        case Comparable::clock:
            return of_numbers;
        case Comparable::text:
            return of_texts;
        case Comparable::day_span:
        case Comparable::clock_span:
            return of_spans;
        case Comparable::option:
        case Comparable::record:
            return of_options;
        case Comparable::options:
            return of_sets;
        case Comparable::user:
            return of_users;
        case Comparable::status:
        case Comparable::level:
            return of_levels;
    }
    assert(false);
    return {};
}

std::span<const Operator> deprecated_operators_of(Comparable comparable) {
    if (comparable == Comparable::text) return of_texts_once;
    return {};
}

bool accepts(Comparable comparable, Operator code) {
    const auto has = [code](std::span<const Operator> operators) {
        return std::ranges::find(operators, code) != operators.end();
    };
    return has(operators_of(comparable)) || has(deprecated_operators_of(comparable));
}

}  // namespace stele::dialect::pipedrive
