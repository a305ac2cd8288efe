// The small writers that field tables of organizations share.
#pragma once

#include "base/json_writer.h"
#include "base/time_text.h"
#include "dialect/pipedrive/organization_fields.h"

namespace stele::dialect::pipedrive {

inline void write_text_or_null(JsonWriter& writer, std::string_view text) {
    if (text.empty())
        writer.null();
    else
        writer.string(text);
}

template <class Number>
void write_number_or_null(JsonWriter& writer, const std::optional<Number>& number) {
    if (!number)
        writer.null();
    else if constexpr (std::is_floating_point_v<Number>)
        writer.real(*number);
    else
        writer.integer(*number);
}

inline void write_labels(JsonWriter& writer, const OrganizationView& view) {
    writer.begin_array();
    for (const std::int64_t id : view.organization.label_ids) writer.integer(id);
    writer.end_array();
}

inline void write_id_or_null(JsonWriter& writer, std::int64_t id) {
    if (id == 0)
        writer.null();
    else
        writer.integer(id);
}

template <auto Member>
void write_integer(JsonWriter& writer, const OrganizationView& view) {
    writer.integer(view.organization.*Member);
}

template <auto Member>
void write_string(JsonWriter& writer, const OrganizationView& view) {
    writer.string(view.organization.*Member);
}

template <auto Member>
void write_optional(JsonWriter& writer, const OrganizationView& view) {
    if constexpr (std::is_same_v<decltype(domain::Organization{}.*Member), std::string&&>)
        write_text_or_null(writer, view.organization.*Member);
    else
        write_number_or_null(writer, view.organization.*Member);
}

template <domain::Counter... Counters>
void write_count(JsonWriter& writer, const OrganizationView& view) {
    writer.integer((view.organization.count(Counters) + ...));
}

inline void write_undone_count(JsonWriter& writer, const OrganizationView& view) {
    writer.integer(view.organization.count(domain::Counter::activities) -
                   view.organization.count(domain::Counter::done_activities));
}

// The record of a picture comes with pictures.
inline void write_null(JsonWriter& writer, const OrganizationView& view) {
    (void)view;
    writer.null();
}

}  // namespace stele::dialect::pipedrive
