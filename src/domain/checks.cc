#include "domain/checks.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"

namespace stele::domain {

Result<void> check_text(std::string_view field, std::string_view text, std::size_t max_chars) {
    if (code_points(text) > max_chars)
        return fail(ErrorCode::invalid, std::string(field) + " is longer than " + std::to_string(max_chars) + " characters",
                    std::string(field));
    return {};
}

Result<void> check_name(std::string_view name) {
    if (first_char(name).empty())  // blanks of any script, or marks alone
        return fail(ErrorCode::invalid, "name must not be empty", "name");
    return check_text("name", name, limits::name_chars);
}

Result<void> check_owner(const Directory& directory, UserId id) {
    const User* owner = directory.user(id);
    if (owner == nullptr || !owner->is_active)
        return fail(ErrorCode::invalid, "there is no active user " + std::to_string(id), "owner_id");
    return {};
}

Result<void> check_labels(const std::vector<LabelOption>& options, const std::vector<std::int64_t>& label_ids) {
    if (label_ids.size() > limits::labels)
        return fail(ErrorCode::invalid, "more than " + std::to_string(limits::labels) + " labels", "label_ids");
    for (const std::int64_t id : label_ids)
        if (std::ranges::find(options, id, &LabelOption::id) == options.end())
            return fail(ErrorCode::invalid, "there is no label " + std::to_string(id), "label_ids");
    return {};
}

}  // namespace stele::domain
