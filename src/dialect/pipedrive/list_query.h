// What v1's lists have in common: the selector, sorting, the conditions of the query.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "dialect/dialect.h"
#include "dialect/pipedrive/filter_fields.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/shape.h"

namespace stele::dialect::pipedrive {

[[nodiscard]] std::string_view trimmed(std::string_view text);

// The names of the selector `:(id,name)`, trimmed; nothing when there is no selector.
[[nodiscard]] std::vector<std::string_view> selected_names(const Request& request);

// The selector as rows of the table; empty when there is none.
template <class Source>
[[nodiscard]] Selection select(const Request& request, std::span<const Field<Source>> table) {
    const auto names = selected_names(request);
    Selection selection;
    if (names.empty()) return selection;
    selection.resize(table.size());
    for (std::size_t i = 0; i < table.size(); ++i) selection[i] = std::ranges::find(names, table[i].name) != names.end();
    return selection;
}

// A key and a direction: "name DESC".
struct SortText {
    std::string_view name;
    bool descending = false;
};

// Error: invalid for a direction that is none, or too many keys.
[[nodiscard]] Result<std::vector<SortText>> read_sort_texts(const Request& request);

// Keys are fields of the table, and custom fields of the kind. Error: invalid for a key that is neither. A field that has no order
// of its own is the same for every row of a list, and so orders nothing.
template <class Source>
[[nodiscard]] Result<std::vector<domain::SortKey>> read_sort(const Request& request, const domain::Directory& directory,
                                                             domain::Kind kind, std::span<const Field<Source>> table) {
    const auto texts = read_sort_texts(request);
    if (!texts) return fail(texts);
    std::vector<domain::SortKey> keys;
    for (const SortText& text : *texts) {
        if (const auto custom = find_custom_member(directory, kind, text.name)) {
            keys.push_back({*custom, text.descending});
            continue;
        }
        const auto field = std::ranges::find(table, text.name, &Field<Source>::name);
        if (field == table.end())
            return fail(ErrorCode::invalid, "Sort field " + std::string(text.name) + " is not supported", "sort");
        if (field->sort) keys.push_back({*field->sort, text.descending});
    }
    return keys;
}

// The fields that every v1 list may be narrowed by.
struct ListFields {
    domain::FieldRef delete_time;
    domain::FieldRef owner_id;
    domain::FieldRef first_char;
};

// Live records of `filter_id`, or else `user_id`, and of `first_char`. Errors: not_found for a filter, invalid for a malformed
// user.
[[nodiscard]] Result<std::vector<domain::Predicate>> read_list_conditions(const Request& request, Context& context,
                                                                          const ListFields& fields);

// A page along one index, from near its beginning, is a read; anything else visits more rows than it shows.
[[nodiscard]] bool list_is_scan(const Request& request, const domain::Caller& caller);

}  // namespace stele::dialect::pipedrive
