#include "dialect/pipedrive/person_organizations.h"

#include <algorithm>
#include <vector>

#include "domain/deletion.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

using domain::Organization;
using domain::Person;
using domain::Predicate;

Result<OrganizationsById> find_organizations(Context& context, std::span<const Person> persons) {
    std::vector<std::int64_t> ids;
    for (const Person& person : persons)
        if (person.organization_id && std::ranges::find(ids, *person.organization_id) == ids.end())
            ids.push_back(*person.organization_id);
    OrganizationsById found;
    if (ids.empty()) return found;
    const auto size = static_cast<std::int64_t>(ids.size());
    std::vector<Predicate> conditions{
        Predicate::compare(domain::OrganizationField::id, domain::Comparison::in, std::move(ids)),
        domain::not_gone(domain::OrganizationField::delete_time, context.caller.now)};
    if (auto visible = domain::visible_organizations(context.caller); !visible.always())
        conditions.push_back(std::move(visible));
    const auto listed = context.transaction.organizations().list({Predicate::all(std::move(conditions)), {}, size, 0},
                                                                 [&](const Organization& organization) {
                                                                     found.emplace(organization.id, organization);
                                                                     return true;
                                                                 });
    if (!listed) return fail(listed);
    return found;
}

const Organization* organization_of(const OrganizationsById& organizations, const Person& person) {
    if (!person.organization_id) return nullptr;
    const auto found = organizations.find(*person.organization_id);
    return found != organizations.end() ? &found->second : nullptr;
}

}  // namespace stele::dialect::pipedrive
