// The operators of filters, as Ortto lists them: "$str::does_not_contains", "$phn::iis". One that is not listed is unknown.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace stele::dialect::ortto {

// What an operator is about, and so which fields it may be applied to.
enum class FilterFamily : std::uint8_t {
    group,  // of filters
    value,
    text,
    items,  // of a list or a set
    number,
    flag,
    time,
    phone,
    place,
    proximity,
    ids,
    consent,
    audience,  // which nobody is in
    activity,
};

enum class FilterCode : std::uint8_t {
    all,
    any,
    negation,
    has_value,
    is,
    contains,
    starts,
    ends,
    greater,
    less,
    between,
    contains_any,
    contains_fewer,
    contains_more,
    exactly,
    first_is,
    first_contains,
    last_is,
    last_contains,
    on,
    before,
    after,
    within,
    age_exactly,
    age_less,
    age_more,
    anniversary,
    occurs,
    occurs_less,
    occurs_more,
    relative_exactly,
    relative_less,
    relative_more,
    in_countries,
    by_email,
    opted_out,
    by_push,
    has_occurred,
    first,
    last,
};

struct FilterOperator {
    FilterFamily family;
    FilterCode code;
    bool denied = false;  // holds where the code does not
};

[[nodiscard]] std::optional<FilterOperator> find_filter_operator(std::string_view name);

}  // namespace stele::dialect::ortto
