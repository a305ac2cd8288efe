#include "dialect/pipedrive/visible_level.h"

#include "domain/organization.h"

namespace stele::dialect::pipedrive {

namespace {

constexpr int simple_everyone = 3;

}  // namespace

int shown_level(const domain::Company& company, int visible_to) {
    if (company.visibility_scheme == domain::VisibilityScheme::groups) return visible_to;
    return visible_to == domain::visible_to_everyone ? simple_everyone : domain::visible_to_owner;
}

Result<int> read_level(const domain::Company& company, std::int64_t number) {
    if (number != 1 && number != 3 && number != 5 && number != 7)
        return fail(ErrorCode::invalid, "visible_to must be one of 1, 3, 5, 7", "visible_to");
    if (company.visibility_scheme == domain::VisibilityScheme::groups) return static_cast<int>(number);
    if (number == domain::visible_to_owner) return domain::visible_to_owner;
    if (number == simple_everyone) return domain::visible_to_everyone;
    return fail(ErrorCode::forbidden, "You do not have permissions to do this.", "visible_to");
}

Result<void> read_level(const domain::Company& company, std::optional<int>& level) {
    if (!level) return {};
    const auto read = read_level(company, std::int64_t{*level});
    if (!read) return fail(read);
    level = *read;
    return {};
}

}  // namespace stele::dialect::pipedrive
