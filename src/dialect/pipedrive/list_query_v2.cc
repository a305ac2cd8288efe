#include "dialect/pipedrive/list_query_v2.h"

#include "base/limits.h"
#include "base/time_text.h"
#include "dialect/pipedrive/filters.h"
#include "dialect/pipedrive/input_v2.h"
#include "dialect/pipedrive/paging.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Comparison;
using domain::Predicate;

constexpr std::size_t custom_field_keys = 15;  // Pipedrive: "a maximum of 15 keys is allowed"

Result<bool> read_flag(const Request& request, std::string_view name) {
    const auto text = request.query(name);
    if (!text || *text == "false") return false;
    if (*text == "true") return true;
    return must_be(name, "true or false");
}

Result<OrderV2> read_order(const Request& request, const ListFieldsV2& fields) {
    OrderV2 order;
    const auto key = request.query("sort_by").value_or("id");
    if (key == "update_time")
        order.key = OrderKey::update_time;
    else if (key == "add_time")
        order.key = OrderKey::add_time;
    else if (key == "due_date" && fields.due)
        order.key = OrderKey::due_date;
    else if (key != "id")
        return must_be("sort_by",
                       fields.due ? "one of id, update_time, add_time, due_date" : "one of id, update_time, add_time");
    const auto direction = request.query("sort_direction").value_or("asc");
    order.descending = direction == "desc";
    if (!order.descending && direction != "asc") return must_be("sort_direction", "asc or desc");
    return order;
}

// What follows the cursor's record in the order. The first condition lets an index find the place, and stands before all other
// bounds, which are wider.
void add_cursor(const Cursor& cursor, const OrderV2& order, const ListFieldsV2& fields, std::vector<Predicate>& conditions) {
    const auto beyond = order.descending ? Comparison::less : Comparison::greater;
    auto next_id = Predicate::compare(fields.id, beyond, cursor.id);
    if (order.key == OrderKey::id) {
        conditions.insert(conditions.begin(), std::move(next_id));
        return;
    }
    const auto field = order.field(fields);
    const auto from = order.descending ? Comparison::less_or_equal : Comparison::greater_or_equal;
    conditions.insert(conditions.begin(), Predicate::compare(field, from, cursor.value));
    conditions.push_back(Predicate::any({
        Predicate::compare(field, beyond, cursor.value),
        Predicate::all({Predicate::compare(field, Comparison::equals, cursor.value), std::move(next_id)}),
    }));
}

Result<void> add_time_bound(const Request& request, std::string_view name, domain::FieldRef field, Comparison comparison,
                            std::vector<Predicate>& conditions) {
    const auto text = request.query(name);
    if (!text) return {};
    const auto time = parse_rfc3339(*text, false);
    if (!time) return must_be(name, "an RFC 3339 time in whole seconds");
    conditions.push_back(Predicate::compare(field, comparison, *time));
    return {};
}

Result<void> add_ids(const Request& request, domain::FieldRef field, std::vector<Predicate>& conditions) {
    if (!request.query("ids")) return {};
    std::vector<std::int64_t> ids;
    for (const std::string_view text : request.query_list("ids")) {
        const auto id = parse_integer(text);
        if (!id) return must_be("ids", "numbers between commas");
        ids.push_back(*id);
    }
    if (ids.empty()) return must_be("ids", "numbers between commas");
    if (ids.size() > limits::listed_ids)
        return fail(ErrorCode::invalid, "has more than " + std::to_string(limits::listed_ids) + " ids", "ids");
    conditions.push_back(Predicate::compare(field, Comparison::in, std::move(ids)));
    return {};
}

Result<std::vector<Predicate>> read_conditions(const Request& request, Context& context, const ListFieldsV2& fields,
                                               ListedRecords records) {
    auto filter = filter_predicate(request, context, fields.id.kind);
    if (!filter) return fail(filter);
    std::vector<Predicate> conditions;
    if (records == ListedRecords::live) conditions.push_back(Predicate::compare(fields.delete_time, Comparison::is_null));
    Result<void> added;
    if (*filter) {
        conditions.push_back(std::move(**filter));
    } else {
        added = add_ids(request, fields.id, conditions);
        if (added) added = add_reference(request, "owner_id", fields.owner_id, conditions);
    }
    if (added)
        added = add_time_bound(request, "updated_since", fields.update_time, Comparison::greater_or_equal, conditions);
    if (added) added = add_time_bound(request, "updated_until", fields.update_time, Comparison::less, conditions);
    if (!added) return fail(added);
    return conditions;
}

}  // namespace

domain::FieldRef OrderV2::field(const ListFieldsV2& fields) const {
    switch (key) {
        case OrderKey::id:
            return fields.id;
        case OrderKey::add_time:
            return fields.add_time;
        case OrderKey::update_time:
            return fields.update_time;
        case OrderKey::due_date:
            return *fields.due;
    }
    return fields.id;
}

Result<void> add_reference(const Request& request, std::string_view name, domain::FieldRef field,
                           std::vector<Predicate>& conditions) {
    const auto text = request.query(name);
    if (!text) return {};
    const auto id = parse_integer(*text);
    if (!id) return must_be(name, "a number");
    conditions.push_back(Predicate::compare(field, Comparison::equals, *id));
    return {};
}

Result<ListV2> read_list_v2(const Request& request, Context& context, const ListFieldsV2& fields,
                            std::vector<Predicate> further, ListedRecords records) {
    const auto limit = limit_v2(request);
    if (!limit) return fail(limit);
    const auto order = read_order(request, fields);
    if (!order) return fail(order);
    auto conditions = read_conditions(request, context, fields, records);
    if (!conditions) return fail(conditions);
    std::ranges::move(further, std::back_inserter(*conditions));
    ListV2 list{*order, *limit, query_digest(request, context.caller.company().id), {}};
    if (const auto text = request.query("cursor"); text && !text->empty()) {
        const auto cursor = decode_cursor(*text, list.digest);
        if (!cursor) return fail(cursor);
        add_cursor(*cursor, *order, fields, *conditions);
    }
    list.query.where = Predicate::all(std::move(*conditions));
    list.query.sort = {{order->field(fields), order->descending}};
    list.query.limit = *limit + 1;
    return list;
}

bool list_is_scan_v2(const Request& request, const domain::Caller& caller) {
    if (!caller.sees_all() || request.query("filter_id")) return true;
    const auto order = request.query("sort_by").value_or("id");
    const bool by_time = request.query("updated_since") || request.query("updated_until");
    const bool by_value = request.query("owner_id") || request.query("org_id");
    if (by_value && (order != "id" || by_time)) return true;
    return by_time && order != "update_time";
}

Result<ShownV2> read_shown_flags(const Request& request) {
    ShownV2 shown;
    shown.custom_keys = request.query_list("custom_fields");
    if (shown.custom_keys.size() > custom_field_keys)
        return fail(ErrorCode::invalid, "has more than 15 keys", "custom_fields");
    const auto option_labels = read_flag(request, "include_option_labels");
    if (!option_labels) return fail(option_labels);
    shown.option_labels = *option_labels;
    const auto labels = read_flag(request, "include_labels");
    if (!labels) return fail(labels);
    shown.labels = *labels;
    return shown;
}

}  // namespace stele::dialect::pipedrive
