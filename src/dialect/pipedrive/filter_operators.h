// The operators of filters' conditions, and which of them a field may be compared by. Both the conditions and what
// /filters/helpers tells of them read these tables.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace stele::dialect::pipedrive {

enum class Operator : std::uint8_t {
    equals,
    not_equals,
    less,
    less_or_equal,
    greater,
    greater_or_equal,
    is_null,
    is_not_null,
    like_part,
    like_beginning,
    like_end,
    not_like_part,
    not_like_beginning,
    not_like_end,
    contains,
    not_contains,
    belongs_to_team,
    ends_at,
    does_not_end_at,
    ends_before,
    ends_at_or_before,
    ends_after,
    ends_at_or_after,
    includes,
};

// What a field's values are to an operator.
enum class Comparable : std::uint8_t {
    whole,     // a whole number
    real,      // any number
    text,      // also an address, or a part of it
    moment,    // a time, compared by days
    day,       // "2026-03-01"
    day_span,  // from one to another
    clock,     // "09:41:07"
    clock_span,
    option,   // one of the field's
    options,  // several
    user,
    record,  // an organization or a person
    status,  // of a deal: open, won, lost
    level,   // of visibility
};

// As conditions spell it.
struct OperatorText {
    Operator code;
    std::string_view text;
    std::string_view name;  // for people
};
[[nodiscard]] const OperatorText* find_operator(std::string_view text);
[[nodiscard]] const OperatorText& text_of(Operator code);

[[nodiscard]] std::span<const Operator> operators_of(Comparable comparable);
// Accepted, but no longer offered.
[[nodiscard]] std::span<const Operator> deprecated_operators_of(Comparable comparable);
[[nodiscard]] bool accepts(Comparable comparable, Operator code);

}  // namespace stele::dialect::pipedrive
