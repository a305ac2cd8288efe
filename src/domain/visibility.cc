#include "domain/visibility.h"

namespace stele::domain {

Predicate visible_organizations(const Caller& caller) {
    if (caller.sees_all()) return Predicate::all({});
    return Predicate::any({
        Predicate::compare(OrganizationField::visible_to, Comparison::greater_or_equal, std::int64_t{visible_to_everyone}),
        Predicate::compare(OrganizationField::owner_id, Comparison::equals, caller.user->id),
        Predicate::compare(OrganizationField::followed_by, Comparison::equals, caller.user->id),
    });
}

Result<void> check_visible_to(const Company& company, int visible_to) {
    if (visible_to != 1 && visible_to != 3 && visible_to != 5 && visible_to != 7)
        return fail(ErrorCode::invalid, "visible_to must be one of 1, 3, 5, 7", "visible_to");
    if (company.visibility_scheme == VisibilityScheme::simple && visible_to > visible_to_everyone)
        return fail(ErrorCode::forbidden, "You do not have permissions to do this.", "visible_to");
    return {};
}

int default_visible_to(const Company& company, const User& user) {
    return user.default_visible_to.value_or(company.default_visible_to);
}

}  // namespace stele::domain
