// Statements made of lists of columns, put together at compile time.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace stele::store {

using Columns = std::span<const std::string_view>;

// A statement under construction. Bounded; a longer text does not compile.
class StatementText {
   public:
    constexpr StatementText& add(std::string_view part) {
        for (const char c : part) characters_[size_++] = c;
        return *this;
    }

    // $7
    constexpr StatementText& add_parameter(std::size_t number) {
        add("$");
        if (number >= 100) characters_[size_++] = static_cast<char>('0' + number / 100);
        if (number >= 10) characters_[size_++] = static_cast<char>('0' + number / 10 % 10);
        characters_[size_++] = static_cast<char>('0' + number % 10);
        return *this;
    }

    // a, b, c
    constexpr StatementText& add_columns(Columns columns) {
        for (std::size_t i = 0; i < columns.size(); ++i) add(i > 0 ? ", " : "").add(columns[i]);
        return *this;
    }

    // $3, $4, $5
    constexpr StatementText& add_parameters(std::size_t first, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) add(i > 0 ? ", " : "").add_parameter(first + i);
        return *this;
    }

    // a = $3, b = $4
    constexpr StatementText& add_assignments(Columns columns, std::size_t first) {
        for (std::size_t i = 0; i < columns.size(); ++i)
            add(i > 0 ? ", " : "").add(columns[i]).add(" = ").add_parameter(first + i);
        return *this;
    }

    [[nodiscard]] constexpr std::string_view view() const { return {characters_.data(), size_}; }

   private:
    std::array<char, 8192> characters_{};
    std::size_t size_ = 0;
};

namespace detail {

template <auto make>
inline constexpr auto kept_characters = [] {
    constexpr StatementText text = make();
    std::array<char, text.view().size()> copy{};
    std::ranges::copy(text.view(), copy.begin());
    return copy;
}();

}  // namespace detail

// What `make` (a lambda without captures) returns, kept for the program's life.
template <auto make>
inline constexpr std::string_view kept_text{detail::kept_characters<make>.data(), detail::kept_characters<make>.size()};

}  // namespace stele::store
