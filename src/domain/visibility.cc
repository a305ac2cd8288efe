#include "domain/visibility.h"

#include <algorithm>

namespace stele::domain {

namespace {

constexpr int levels[] = {visible_to_owner, visible_to_group, visible_to_group_and_below, visible_to_everyone};

std::vector<std::int64_t> groups_of(const User& user) {
    return user.group_id ? std::vector<std::int64_t>{*user.group_id} : std::vector<std::int64_t>();
}

std::vector<std::int64_t> line_of(const Directory& directory, const User& user) {
    return user.group_id ? directory.group_line(*user.group_id) : std::vector<std::int64_t>();
}

// The fields that the rule looks at, of any kind of record.
struct Fields {
    FieldRef visible_to;
    FieldRef owner_id;
    FieldRef followed_by;
};

// A record at `level` whose owner is one of these.
Predicate owned_within(const Fields& fields, int level, std::vector<UserId> owners) {
    return Predicate::all({Predicate::compare(fields.visible_to, Comparison::equals, std::int64_t{level}),
                           Predicate::compare(fields.owner_id, Comparison::in, std::move(owners))});
}

Predicate visible(const Caller& caller, const Fields& fields) {
    if (caller.sees_all()) return Predicate::all({});
    const Directory& directory = *caller.directory;
    std::vector<Predicate> ways;
    ways.push_back(Predicate::compare(fields.visible_to, Comparison::greater_or_equal, std::int64_t{visible_to_everyone}));
    ways.push_back(Predicate::compare(fields.owner_id, Comparison::equals, caller.user->id));
    switch (caller.company().visibility_scheme) {
        case VisibilityScheme::simple:
            ways.push_back(Predicate::compare(fields.followed_by, Comparison::equals, caller.user->id));
            break;
        case VisibilityScheme::groups:
            ways.push_back(owned_within(fields, visible_to_group, directory.users_in(groups_of(*caller.user))));
            ways.push_back(
                owned_within(fields, visible_to_group_and_below, directory.users_in(line_of(directory, *caller.user))));
            break;
    }
    return Predicate::any(std::move(ways));
}

int within_scheme(const Company& company, int level) {
    if (company.visibility_scheme == VisibilityScheme::simple && level != visible_to_everyone) return visible_to_owner;
    return level;
}

}  // namespace

Predicate visible_organizations(const Caller& caller) {
    return visible(caller, {OrganizationField::visible_to, OrganizationField::owner_id, OrganizationField::followed_by});
}

Predicate visible_persons(const Caller& caller) {
    return visible(caller, {PersonField::visible_to, PersonField::owner_id, PersonField::followed_by});
}

Predicate visible_deals(const Caller& caller) {
    return visible(caller, {DealField::visible_to, DealField::owner_id, DealField::followed_by});
}

bool sees(const Directory& directory, const User& user, int visible_to, UserId owner_id, bool follows) {
    if (user.is_admin || visible_to >= visible_to_everyone || user.id == owner_id) return true;
    if (directory.company.visibility_scheme == VisibilityScheme::simple) return follows;
    const User* owner = directory.user(owner_id);
    if (owner == nullptr || !owner->group_id || !user.group_id) return false;
    if (visible_to == visible_to_group) return *owner->group_id == *user.group_id;
    const auto line = line_of(directory, user);
    return visible_to == visible_to_group_and_below && std::ranges::find(line, *owner->group_id) != line.end();
}

std::vector<UserId> permitted_users(const Directory& directory, int visible_to, UserId owner_id,
                                    std::span<const UserId> followers) {
    std::vector<UserId> permitted;
    for (const User& user : directory.users) {
        const bool follows = std::ranges::find(followers, user.id) != followers.end();
        if (user.is_active && sees(directory, user, visible_to, owner_id, follows)) permitted.push_back(user.id);
    }
    return permitted;
}

Result<void> check_visible_to(const Company& company, int visible_to) {
    if (std::ranges::find(levels, visible_to) == std::end(levels))
        return fail(ErrorCode::invalid, "visible_to must be one of 1, 3, 5, 7", "visible_to");
    if (within_scheme(company, visible_to) != visible_to)
        return fail(ErrorCode::forbidden, "You do not have permissions to do this.", "visible_to");
    return {};
}

bool same_visibility(const Company& company, int level, int other) {
    return within_scheme(company, level) == within_scheme(company, other);
}

int default_organization_visibility(const Company& company, const User& user) {
    const int own = user.default_visible_to.of_organizations();
    return within_scheme(company, own != 0 ? own : company.default_visible_to.of_organizations());
}

int default_person_visibility(const Company& company, const User& user) {
    const int own = user.default_visible_to.of_persons();
    return within_scheme(company, own != 0 ? own : company.default_visible_to.of_persons());
}

int default_deal_visibility(const Company& company, const User& user) {
    const int own = user.default_visible_to.of_deals();
    return within_scheme(company, own != 0 ? own : company.default_visible_to.of_deals());
}

}  // namespace stele::domain
