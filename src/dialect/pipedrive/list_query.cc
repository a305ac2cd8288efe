#include "dialect/pipedrive/list_query.h"

#include "base/text.h"
#include "dialect/pipedrive/filters.h"

namespace stele::dialect::pipedrive {

namespace {

bool equals_ignoring_case(std::string_view text, std::string_view upper) {
    return std::equal(text.begin(), text.end(), upper.begin(), upper.end(),
                      [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 32 : a) == b; });
}

Result<SortText> read_sort_text(std::string_view text) {
    const auto space = text.find(' ');
    SortText key{text.substr(0, space), false};
    const auto direction = space == std::string_view::npos ? std::string_view("ASC") : trimmed(text.substr(space));
    key.descending = equals_ignoring_case(direction, "DESC");
    if (!key.descending && !equals_ignoring_case(direction, "ASC"))
        return fail(ErrorCode::invalid, "Sort direction of " + std::string(key.name) + " must be ASC or DESC", "sort");
    return key;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> selected_names(const Request& request) {
    std::string_view rest = request.http().selector();
    std::vector<std::string_view> names;
    while (!rest.empty()) {
        const auto comma = std::min(rest.find(','), rest.size());
        names.push_back(trimmed(rest.substr(0, comma)));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return names;
}

Result<std::vector<SortText>> read_sort_texts(const Request& request) {
    std::vector<SortText> keys;
    for (const std::string_view part : request.query_list("sort")) {
        const auto text = trimmed(part);
        if (text.empty()) continue;
        if (keys.size() == limits::sort_keys)
            return fail(ErrorCode::invalid, "more than " + std::to_string(limits::sort_keys) + " sort keys", "sort");
        const auto key = read_sort_text(text);
        if (!key) return fail(key);
        keys.push_back(*key);
    }
    return keys;
}

Result<std::vector<domain::Predicate>> read_list_conditions(const Request& request, Context& context,
                                                            const ListFields& fields) {
    using domain::Comparison;
    using domain::Predicate;
    auto filter = filter_predicate(request, context, fields.delete_time.kind);
    if (!filter) return fail(filter);
    std::vector<Predicate> conditions{Predicate::compare(fields.delete_time, Comparison::is_null)};
    const auto text = request.query("user_id");
    if (*filter) {
        conditions.push_back(std::move(**filter));
    } else if (text && !text->empty()) {
        const auto id = parse_integer(*text);
        if (!id) return fail(ErrorCode::invalid, "user_id must be a number", "user_id");
        if (*id != 0) conditions.push_back(Predicate::compare(fields.owner_id, Comparison::equals, *id));
    }
    if (const auto letter = request.query("first_char"); letter && !letter->empty())
        conditions.push_back(Predicate::compare(fields.first_char, Comparison::equals, first_char(*letter)));
    return conditions;
}

bool list_is_scan(const Request& request, const domain::Caller& caller) {
    if (!caller.sees_all() || page_v1(request).start > limits::shallow_start) return true;
    if (request.query("first_char") || request.query("filter_id")) return true;
    const auto sort = request.query_list("sort");
    if (sort.empty()) return false;
    if (sort.size() > 1 || request.query("user_id")) return true;
    const auto name = trimmed(sort.front());
    const auto key = name.substr(0, name.find(' '));
    return key != "id" && key != "name" && key != "add_time" && key != "update_time";
}

}  // namespace stele::dialect::pipedrive
