// Checks that the rules of several kinds of records share. Errors: invalid, with the field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/company.h"

namespace stele::domain {

[[nodiscard]] Result<void> check_text(std::string_view field, std::string_view text, std::size_t max_chars);
// Not blank, and of bounded length.
[[nodiscard]] Result<void> check_name(std::string_view name);
// An active user.
[[nodiscard]] Result<void> check_owner(const Directory& directory, UserId id);
// Options of `options`, at most limits::labels.
[[nodiscard]] Result<void> check_labels(const std::vector<LabelOption>& options, const std::vector<std::int64_t>& label_ids);

}  // namespace stele::domain
