// The small writers that field tables share. A view is a record about to be shown, with what stands around it: it has
// record(), label_option(id), `context` (RenderContext) and `owner`.
#pragma once

#include <optional>
#include <string>
#include <type_traits>

#include "base/json_writer.h"
#include "base/time_text.h"
#include "dialect/pipedrive/users.h"
#include "dialect/pipedrive/visible_level.h"
#include "domain/organization.h"

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

inline void write_id_or_null(JsonWriter& writer, std::int64_t id) {
    if (id == 0)
        writer.null();
    else
        writer.integer(id);
}

template <auto Member>
inline constexpr auto write_integer = [](JsonWriter& writer, const auto& view) { writer.integer(view.record().*Member); };

template <auto Member>
inline constexpr auto write_string = [](JsonWriter& writer, const auto& view) { writer.string(view.record().*Member); };

// An empty text and an absent number are null.
template <auto Member>
inline constexpr auto write_optional = [](JsonWriter& writer, const auto& view) {
    const auto& member = view.record().*Member;
    if constexpr (std::is_same_v<decltype(member), const std::string&>)
        write_text_or_null(writer, member);
    else
        write_number_or_null(writer, member);
};

template <domain::Counter... Counters>
inline constexpr auto write_count =
    [](JsonWriter& writer, const auto& view) { writer.integer((view.record().count(Counters) + ...)); };

inline constexpr auto write_undone_count = [](JsonWriter& writer, const auto& view) {
    writer.integer(view.record().count(domain::Counter::activities) - view.record().count(domain::Counter::done_activities));
};

// A record may still carry a label whose option was removed.
inline constexpr auto write_labels = [](JsonWriter& writer, const auto& view) {
    writer.begin_array();
    for (const std::int64_t id : view.record().label_ids)
        if (view.label_option(id) != nullptr) writer.integer(id);
    writer.end_array();
};

// Of members whose records come later.
inline constexpr auto write_null = [](JsonWriter& writer, const auto& view) {
    (void)view;
    writer.null();
};

// What follows is v1's way of writing.

template <auto Member>
inline constexpr auto write_time_v1 =
    [](JsonWriter& writer, const auto& view) { writer.string_literal(view.context.times.text(view.record().*Member)); };

template <auto Member>
inline constexpr auto write_time_or_null_v1 = [](JsonWriter& writer, const auto& view) {
    const std::optional<Micros>& time = view.record().*Member;
    if (time)
        writer.string_literal(view.context.times.text(*time));
    else
        writer.null();
};

inline constexpr auto write_active_v1 = [](JsonWriter& writer, const auto& view) {
    writer.boolean(!view.record().delete_time);
};

inline constexpr auto write_visible_to_v1 = [](JsonWriter& writer, const auto& view) {
    const int level = shown_level(view.context.directory.company, view.record().visible_to);
    const char digit = static_cast<char>('0' + level);
    writer.string_literal({&digit, 1});
};

template <auto Mark>
inline constexpr auto write_mark_id =
    [](JsonWriter& writer, const auto& view) { write_id_or_null(writer, (view.record().*Mark).id); };

template <auto Mark, auto Member>
inline constexpr auto write_mark =
    [](JsonWriter& writer, const auto& view) { write_text_or_null(writer, (view.record().*Mark).*Member); };

inline constexpr auto write_label_v1 = [](JsonWriter& writer, const auto& view) {
    for (const std::int64_t id : view.record().label_ids)
        if (view.label_option(id) != nullptr) return writer.integer(id);
    writer.null();
};

inline constexpr auto write_company_id = [](JsonWriter& writer, const auto& view) {
    writer.integer(view.context.directory.company.id);
};

inline constexpr auto write_mail_address = [](JsonWriter& writer, const auto& view) {
    writer.string(view.context.mail_address);
};

inline constexpr auto write_owner_v1 = [](JsonWriter& writer, const auto& view) {
    if (view.owner == nullptr)
        writer.null();
    else
        view.context.owners.show(writer, *view.owner, [&] { write_owner(writer, view.owner); });
};

inline constexpr auto write_owner_name = [](JsonWriter& writer, const auto& view) {
    if (view.owner == nullptr)
        writer.null();
    else
        writer.string(view.owner->name);
};

// And v2's.

template <auto Member>
inline constexpr auto write_time_v2 =
    [](JsonWriter& writer, const auto& view) { writer.string_literal(format_rfc3339(view.record().*Member).view()); };

template <auto Member>
inline constexpr auto write_time_or_null_v2 = [](JsonWriter& writer, const auto& view) {
    const std::optional<Micros>& time = view.record().*Member;
    if (time)
        writer.string_literal(format_rfc3339(*time).view());
    else
        writer.null();
};

inline constexpr auto write_deleted_v2 = [](JsonWriter& writer, const auto& view) {
    writer.boolean(view.record().delete_time.has_value());
};

inline constexpr auto write_visible_to_v2 = [](JsonWriter& writer, const auto& view) {
    writer.integer(shown_level(view.context.directory.company, view.record().visible_to));
};

inline constexpr auto write_custom_fields_v2 = [](JsonWriter& writer, const auto& view) {
    view.custom_fields().write_v2(writer, view.record().custom);
};

}  // namespace stele::dialect::pipedrive
