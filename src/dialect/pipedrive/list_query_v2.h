// What v2's lists of records have in common: the order, the conditions, the cursor; and what replies show when asked for.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/cursor.h"
#include "dialect/dialect.h"
#include "dialect/pipedrive/custom_fields.h"
#include "dialect/pipedrive/include_fields.h"
#include "dialect/shape.h"

namespace stele::dialect::pipedrive {

// The fields that a kind of records is ordered and narrowed by.
struct ListFieldsV2 {
    domain::FieldRef id;
    domain::FieldRef owner_id;
    domain::FieldRef add_time;
    domain::FieldRef update_time;
    domain::FieldRef delete_time;
    std::optional<domain::FieldRef> due = std::nullopt;  // of records that are due some day
};

enum class OrderKey : std::uint8_t { id, add_time, update_time, due_date };

struct OrderV2 {
    OrderKey key = OrderKey::id;
    bool descending = false;

    [[nodiscard]] domain::FieldRef field(const ListFieldsV2& fields) const;
    // What a cursor keeps of the last record beside its id.
    template <class Record>
    [[nodiscard]] std::int64_t value_of(const Record& record) const {
        if constexpr (requires { due_of(record); })
            if (key == OrderKey::due_date) return due_of(record);
        if (key == OrderKey::update_time) return record.update_time;
        return key == OrderKey::add_time ? record.add_time : 0;
    }
};

// A list as it was asked for.
struct ListV2 {
    OrderV2 order;
    std::int64_t limit = 0;
    std::string digest;         // of its cursors
    domain::RecordQuery query;  // of one record more than the limit
};

// Which records a list is of: those that are deleted too when `further` says which of them.
enum class ListedRecords : std::uint8_t { live, deleted_too };

// By filter_id, or else ids and owner_id, by updated_since, updated_until, sort_by, sort_direction, limit and
// cursor, and for which all of `further` holds. Errors: not_found for a filter; invalid with the parameter.
[[nodiscard]] Result<ListV2> read_list_v2(const Request& request, Context& context, const ListFieldsV2& fields,
                                          std::vector<domain::Predicate> further,
                                          ListedRecords records = ListedRecords::live);

// Appends `field = NAME` when the query has the parameter NAME. Error: invalid.
[[nodiscard]] Result<void> add_reference(const Request& request, std::string_view name, domain::FieldRef field,
                                         std::vector<domain::Predicate>& conditions);

// A page along the index of its order is a read; other conditions may pass over many rows.
[[nodiscard]] bool list_is_scan_v2(const Request& request, const domain::Caller& caller);

// Counts the rows of a page, and remembers where it ended.
class PageV2 {
   public:
    explicit PageV2(const ListV2& list) : list_(list) {}

    // False for the row that is one too many.
    template <class Record>
    [[nodiscard]] bool take(const Record& record) {
        more_ = count_ == list_.limit;
        if (more_) return false;
        ++count_;
        last_ = {list_.order.value_of(record), record.id};
        return true;
    }
    // Nothing at the end of the list.
    [[nodiscard]] std::optional<std::string> next_cursor() const {
        return more_ ? std::optional(encode_cursor(last_, list_.digest)) : std::nullopt;
    }

   private:
    const ListV2& list_;
    std::int64_t count_ = 0;
    bool more_ = false;
    Cursor last_;
};

// What a reply shows beside the fields that every reply has.
struct ShownV2 {
    Selection includes;
    bool any_include = false;
    bool labels = false;
    bool option_labels = false;
    std::vector<std::string_view> custom_keys;  // none: all

    void apply(ShownCustomFields& custom) const {
        if (!custom_keys.empty()) custom.choose(custom_keys);
        if (option_labels) custom.show_option_labels();
    }
};

inline constexpr Parameter shown_parameters_v2[] = {
    {"include_fields", WireType::string, "Further fields, between commas"},
    {"custom_fields", WireType::string, "Only these custom fields, between commas; at most 15"},
    {"include_labels", WireType::boolean, "Adds the labels with their names"},
    {"include_option_labels", WireType::boolean, "Shows options of custom fields with their names"},
};

// custom_fields, include_option_labels, include_labels. Error: invalid.
[[nodiscard]] Result<ShownV2> read_shown_flags(const Request& request);

// These, and include_fields: names of `table`.
template <class Source>
[[nodiscard]] Result<ShownV2> read_shown(const Request& request, std::span<const Field<Source>> table) {
    auto includes = read_include_fields(request, table);
    if (!includes) return fail(includes);
    auto shown = read_shown_flags(request);
    if (!shown) return shown;
    shown->any_include = std::ranges::find(*includes, true) != includes->end();
    shown->includes = std::move(*includes);
    return shown;
}

// "labels":[{"id":..,"label":..}], of the record's labels that are options still.
template <class View>
void write_label_names(JsonWriter& writer, const View& view) {
    writer.key_literal("labels");
    writer.begin_array();
    for (const std::int64_t id : view.record().label_ids) {
        const domain::LabelOption* option = view.label_option(id);
        if (option == nullptr) continue;
        writer.begin_object();
        writer.key_literal("id");
        writer.integer(option->id);
        writer.key_literal("label");
        writer.string(option->label);
        writer.end_object();
    }
    writer.end_array();
}

// A record with what was asked for.
template <class View>
void write_record_v2(JsonWriter& writer, std::span<const Field<View>> fields, std::span<const Field<View>> include_fields,
                     const View& view, const ShownV2& shown) {
    writer.begin_object();
    write_fields(writer, fields, view);
    if (shown.labels) write_label_names(writer, view);
    if (shown.any_include) write_fields(writer, include_fields, view, shown.includes);
    writer.end_object();
}

}  // namespace stele::dialect::pipedrive
