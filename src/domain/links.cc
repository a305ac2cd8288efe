#include "domain/links.h"

#include "domain/recording.h"

namespace stele::domain {

Result<void> count_person(Transaction& transaction, const Caller& caller, OrganizationId id, std::int64_t delta,
                          Micros time) {
    Organization organization;
    const auto found = transaction.organizations().find(id, organization);
    if (!found) return fail(found);
    if (!*found) return {};  // purged
    const std::int64_t before = organization.count(Counter::people);
    if (auto counted = transaction.organizations().add_to_counter(id, Counter::people, delta); !counted) return counted;
    const FieldChange summary{field_key::people, history_text(before), history_text(before + delta)};
    return record_changes(transaction, caller, {Kind::organization, id}, time, std::span(&summary, 1));
}

Result<void> set_primary_organization(Transaction& transaction, const Caller& caller, Person& person,
                                      std::optional<OrganizationId> organization, Micros time,
                                      std::vector<FieldChange>& changes) {
    const auto before = person.organization_id;
    if (before == organization) return {};
    if (before) {
        const auto removed = transaction.links().remove(*before, person.id);
        if (!removed) return fail(removed);
        if (auto counted = count_person(transaction, caller, *before, -1, time); !counted) return counted;
    }
    if (organization) {
        if (auto put = transaction.links().put({*organization, person.id, true, time}); !put) return put;
        if (auto counted = count_person(transaction, caller, *organization, 1, time); !counted) return counted;
    }
    person.organization_id = organization;
    changes.emplace_back(field_key::organization, history_text(before), history_text(organization));
    return {};
}

}  // namespace stele::domain
