#include "dialect/ortto/filter_operators.h"

#include <algorithm>
#include <span>

namespace stele::dialect::ortto {

namespace {

using enum FilterCode;

struct Row {
    std::string_view name;
    FilterCode code;
    bool denied = false;
};

constexpr Row texts[] = {
    {"is", is},           {"is_not", is, true}, {"contains", contains},    {"does_not_contains", contains, true},
    {"starts", starts},   {"ends", ends},       {"greater_than", greater}, {"less_than", less},
    {"between", between},
};
constexpr Row lists[] = {
    {"contains", contains},
    {"does_not_contains", contains_any, true},
    {"contains_less_than", contains_fewer},
    {"contains_more_than", contains_more},
    {"has_exactly", exactly},
    {"first_item_is", first_is},
    {"first_item_is_not", first_is, true},
    {"first_item_contains", first_contains},
    {"first_item_does_not_contains", first_contains, true},
    {"last_item_is", last_is},
    {"last_item_is_not", last_is, true},
    {"last_item_contains", last_contains},
    {"last_item_does_not_contains", last_contains, true},
};
constexpr Row sets[] = {{"is", exactly}, {"is_not", exactly, true}, {"contains_any", contains_any}};
constexpr Row numbers[] = {
    {"is", is},          {"is_not", is, true}, {"greater_than", greater},
    {"less_than", less}, {"between", between}, {"not_between", between, true},
};
constexpr Row flags[] = {{"is", is}};
constexpr Row times[] = {
    {"absolute_on", on},
    {"absolute_before", before},
    {"absolute_after", after},
    {"absolute_between", within},
    {"age_exactly", age_exactly},
    {"age_less_than", age_less},
    {"age_more_than", age_more},
    {"anniversary", anniversary},
    {"occurs_in", occurs},
    {"occurs_in_less_than", occurs_less},
    {"occurs_in_more_than", occurs_more},
    {"relative_exactly", relative_exactly},
    {"relative_less_than", relative_less},
    {"relative_more_than", relative_more},
};
constexpr Row phones[] = {{"iis", is}, {"iis_not", is, true}, {"starts", starts}, {"in_iso2_country_codes", in_countries}};
constexpr Row places[] = {{"is", is}, {"is_not", is, true}};
constexpr Row groups[] = {{"and", all}, {"andgroup", all}, {"or", any}, {"orgroup", any}, {"not", negation}};
constexpr Row values[] = {{"has_any_value", has_value}, {"has_no_value", has_value, true}};
constexpr Row proximities[] = {{"proximity_is_within", within}, {"proximity_is_not_within", within, true}};
constexpr Row ids[] = {{"id_is", is}, {"id_is_not", is, true}, {"id_set_is", is}, {"id_set_is_not", is, true}};
constexpr Row consents[] = {
    {"is_opted_in", by_email},      {"is_opted_out", opted_out},
    {"is_push_opted_in", by_push},  {"is_push_opted_out", by_push, true},
    {"is_subscriber_of", by_email}, {"is_not_subscriber_of", by_email, true},
};
constexpr Row audiences[] = {
    {"is_member_of", any},          {"is_not_member_of", any, true}, {"has_started_campaign", any},
    {"is_member_of_campaign", any}, {"has_left_campaign", any},
};
constexpr Row activities[] = {
    {"has_occurred", has_occurred}, {"has_not_occurred", has_occurred, true}, {"first", first}, {"last", last}};

// Operators that begin alike, in the order in which they are looked at.
struct Group {
    std::string_view prefix;
    FilterFamily family;
    std::span<const Row> rows;
};
constexpr Group all_groups[] = {
    {"$", FilterFamily::group, groups},
    {"$", FilterFamily::value, values},
    {"$str::", FilterFamily::text, texts},
    {"$str::list_", FilterFamily::items, lists},
    {"$str::set_", FilterFamily::items, lists},
    {"$str::set_", FilterFamily::items, sets},
    {"$int::", FilterFamily::number, numbers},
    {"$bol::", FilterFamily::flag, flags},
    {"$dtz::", FilterFamily::time, times},
    {"$tme::", FilterFamily::time, times},
    {"$phn::", FilterFamily::phone, phones},
    {"$geo::", FilterFamily::place, places},
    {"$", FilterFamily::proximity, proximities},
    {"$", FilterFamily::ids, ids},
    {"$", FilterFamily::consent, consents},
    {"$", FilterFamily::audience, audiences},
    {"$act::", FilterFamily::activity, activities},
};

}  // namespace

std::optional<FilterOperator> find_filter_operator(std::string_view name) {
    for (const Group& group : all_groups) {
        if (!name.starts_with(group.prefix)) continue;
        const auto row = std::ranges::find(group.rows, name.substr(group.prefix.size()), &Row::name);
        if (row != group.rows.end()) return FilterOperator{group.family, row->code, row->denied};
    }
    return std::nullopt;
}

}  // namespace stele::dialect::ortto
