#include "store/record_values.h"

#include <charconv>

namespace stele::store {

void read_labels(const Row& row, int first_column, std::vector<std::int64_t>& into) {
    into.clear();
    if (row.is_null(first_column)) return;
    into.push_back(row.integer(first_column));
    const std::string_view others = row.text(first_column + 1);
    const char* at = others.data();
    const char* end = at + others.size();
    while (at < end) {
        std::int64_t id = 0;
        at = std::from_chars(at, end, id).ptr + 1;
        into.push_back(id);
    }
}

std::string other_labels(std::span<const std::int64_t> label_ids) {
    std::string text;
    for (std::size_t i = 1; i < label_ids.size(); ++i) {
        if (i > 1) text += ',';
        text += std::to_string(label_ids[i]);
    }
    return text;
}

void read_mark(const Row& row, int first_column, domain::ActivityMark& into) {
    into.id = row.integer(first_column);
    read_text(row, first_column + 1, into.date);
    read_text(row, first_column + 2, into.time);
}

}  // namespace stele::store
