// How the members that all kinds of records have are read from a row and written to one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "domain/organization.h"
#include "store/session.h"

namespace stele::store {

// Most texts of most rows are empty.
inline void read_text(const Row& row, int column, std::string& into) {
    const std::string_view text = row.text(column);
    if (text.empty())
        into.clear();
    else
        into = text;
}

template <class Number>
void read_optional(const Row& row, int column, std::optional<Number>& into) {
    if (row.is_null(column)) {
        into.reset();
        return;
    }
    if constexpr (std::is_same_v<Number, double>)
        into = row.real(column);
    else
        into = row.integer(column);
}

template <class Number>
[[nodiscard]] Value value_of(const std::optional<Number>& number) {
    return number ? Value(*number) : Value();
}

// Of a form that is null when its text is empty.
[[nodiscard]] inline Value bytes_or_null(std::string_view bytes) { return bytes.empty() ? Value() : Value(Bytes{bytes}); }

// Labels are two columns: the first one, and the others between commas.
void read_labels(const Row& row, int first_column, std::vector<std::int64_t>& into);
[[nodiscard]] std::string other_labels(std::span<const std::int64_t> label_ids);

// An activity mark is three columns: id, date and time.
void read_mark(const Row& row, int first_column, domain::ActivityMark& into);
[[nodiscard]] inline Value value_of(const domain::ActivityMark& mark) { return mark.id == 0 ? Value() : Value(mark.id); }

}  // namespace stele::store
