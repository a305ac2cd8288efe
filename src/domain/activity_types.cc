#include "domain/activity_types.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "domain/checks.h"
#include "domain/recording.h"

namespace stele::domain {

namespace {

struct DefaultType {
    std::string_view name;
    std::string_view key;  // and icon
};

constexpr DefaultType default_types[] = {{"Call", "call"},         {"Meeting", "meeting"}, {"Task", "task"},
                                         {"Deadline", "deadline"}, {"Email", "email"},     {"Lunch", "lunch"}};

constexpr std::string_view icons[] = {
    "task",     "email",      "meeting",     "deadline",  "call",    "lunch",    "calendar", "downarrow",
    "document", "smartphone", "camera",      "scissors",  "cogs",    "bubble",   "uparrow",  "checkbox",
    "signpost", "shuffle",    "addressbook", "linegraph", "picture", "car",      "world",    "search",
    "clip",     "sound",      "brush",       "key",       "padlock", "pricetag", "suitcase", "finish",
    "plane",    "loop",       "wifi",        "truck",     "cart",    "bulb",     "bell",     "presentation"};

constexpr std::size_t color_digits = 6;

Result<void> check_editor(const Caller& caller) {
    if (caller.user->is_admin) return {};
    return fail(ErrorCode::forbidden, "Only admins change the types of activities");
}

bool is_color(std::string_view color) {
    return color.size() == color_digits && color.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

Result<void> apply(const ActivityTypePatch& patch, ActivityType& type) {
    if (patch.name)
        if (auto checked = check_name(*patch.name); !checked) return checked;
    if (patch.icon_key && std::ranges::find(icons, *patch.icon_key) == std::end(icons))
        return fail(ErrorCode::invalid, "there is no icon " + *patch.icon_key, "icon_key");
    if (patch.color && !patch.color->empty() && !is_color(*patch.color))
        return fail(ErrorCode::invalid, "color must be six hexadecimal digits", "color");
    if (patch.position && *patch.position < 0) return fail(ErrorCode::invalid, "order_nr must not be negative", "order_nr");
    type.name = patch.name.value_or(type.name);
    type.icon_key = patch.icon_key.value_or(type.icon_key);
    type.color = patch.color.value_or(type.color);
    type.position = patch.position.value_or(type.position);
    return {};
}

// "Video call" -> "video_call", or "video_call_2" when there is one of that key.
std::string key_of(const std::string& name, const std::vector<ActivityType>& types) {
    std::string key;
    for (const char c : fold(name)) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            key += c;
        else if (!key.empty() && key.back() != '_')
            key += '_';
    }
    while (!key.empty() && key.back() == '_') key.pop_back();
    if (key.empty()) key = "type";
    std::string free = key;
    for (int number = 2; std::ranges::find(types, free, &ActivityType::key) != types.end(); ++number)
        free = key + '_' + std::to_string(number);
    return free;
}

Result<ActivityType> find_type(Transaction& transaction, std::int64_t id) {
    auto types = transaction.activities().types();
    if (!types) return fail(types);
    const auto found = std::ranges::find(*types, id, &ActivityType::id);
    if (found == types->end()) return fail(ErrorCode::not_found, "Activity type not found");
    return std::move(*found);
}

Result<ActivityType> write(Transaction& transaction, const Caller& caller, ActivityType type, EventAction action) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    type.update_time = *time;
    const bool is_new = action == EventAction::added;
    if (is_new) type.add_time = *time;
    auto written = is_new ? transaction.activities().insert_type(type) : transaction.activities().update_type(type);
    if (written) written = record_event(transaction, caller, action, {Kind::activity_type, type.id});
    if (!written) return fail(written);
    return type;
}

bool same(const ActivityType& one, const ActivityType& other) {
    return one.name == other.name && one.icon_key == other.icon_key && one.color == other.color &&
           one.position == other.position;
}

}  // namespace

std::span<const std::string_view> activity_icons() { return icons; }

Result<void> insert_default_activity_types(Transaction& transaction) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    for (const DefaultType& type : default_types) {
        const auto id = transaction.next_id(Kind::activity_type);
        if (!id) return fail(id);
        const std::string key(type.key);
        auto inserted = transaction.activities().insert_type(
            {*id, std::string(type.name), key, "", *id, key, true, false, *time, *time});
        if (!inserted) return inserted;
    }
    return {};
}

Result<ActivityType> add_activity_type(Transaction& transaction, const Caller& caller, const ActivityTypePatch& patch) {
    if (auto allowed = check_editor(caller); !allowed) return fail(allowed);
    if (!patch.name) return fail(ErrorCode::invalid, "name must be given", "name");
    if (!patch.icon_key) return fail(ErrorCode::invalid, "icon_key must be given", "icon_key");
    const auto types = transaction.activities().types();
    if (!types) return fail(types);
    if (types->size() >= limits::activity_types)
        return fail(ErrorCode::invalid, "there are " + std::to_string(limits::activity_types) + " types already");
    ActivityType type;
    for (const ActivityType& other : *types) type.position = std::max(type.position, other.position + 1);
    if (auto applied = apply(patch, type); !applied) return fail(applied);
    type.key = key_of(type.name, *types);
    const auto id = transaction.next_id(Kind::activity_type);
    if (!id) return fail(id);
    type.id = *id;
    return write(transaction, caller, std::move(type), EventAction::added);
}

Result<ActivityType> update_activity_type(Transaction& transaction, const Caller& caller, std::int64_t id,
                                          const ActivityTypePatch& patch) {
    if (auto allowed = check_editor(caller); !allowed) return fail(allowed);
    const auto before = find_type(transaction, id);
    if (!before) return before;
    ActivityType type = *before;
    if (auto applied = apply(patch, type); !applied) return fail(applied);
    if (same(type, *before)) return type;
    return write(transaction, caller, std::move(type), EventAction::updated);
}

Result<ActivityType> delete_activity_type(Transaction& transaction, const Caller& caller, std::int64_t id) {
    if (auto allowed = check_editor(caller); !allowed) return fail(allowed);
    auto type = find_type(transaction, id);
    if (!type || !type->is_active) return type;
    type->is_active = false;
    return write(transaction, caller, std::move(*type), EventAction::deleted);
}

Result<std::vector<std::int64_t>> delete_activity_types(Transaction& transaction, const Caller& caller,
                                                        std::span<const std::int64_t> ids) {
    if (auto allowed = check_editor(caller); !allowed) return fail(allowed);
    if (ids.size() > limits::bulk_ids)
        return fail(ErrorCode::invalid, "more than " + std::to_string(limits::bulk_ids) + " ids", "ids");
    std::vector<std::int64_t> deleted;
    for (const std::int64_t id : ids) {
        if (std::ranges::find(deleted, id) != deleted.end()) continue;
        const auto type = delete_activity_type(transaction, caller, id);
        if (!type && type.error().code == ErrorCode::not_found) continue;
        if (!type) return fail(type);
        deleted.push_back(id);
    }
    return deleted;
}

}  // namespace stele::domain
