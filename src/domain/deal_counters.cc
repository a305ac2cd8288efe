#include "domain/deal_counters.h"

#include <algorithm>

#include "domain/mail_links.h"

namespace stele::domain {

namespace {

template <class Id>
void add_once(std::vector<Id>& ids, const std::optional<Id>& id) {
    if (id && std::ranges::find(ids, *id) == ids.end()) ids.push_back(*id);
}

// The organization that a live person belongs to.
Result<std::optional<OrganizationId>> organization_of(Transaction& transaction, const std::optional<PersonId>& id) {
    if (!id) return std::nullopt;
    Person person;
    const auto found = transaction.persons().find(*id, person);
    if (!found) return fail(found);
    return *found && !person.delete_time ? person.organization_id : std::nullopt;
}

bool counts_alike(const Deal* before, const Deal* after) {
    if (before == nullptr || after == nullptr) return false;
    return before->organization_id == after->organization_id && before->person_id == after->person_id &&
           before->status == after->status && before->delete_time.has_value() == after->delete_time.has_value();
}

std::optional<OrganizationId> live_organization(const Deal* deal) {
    return deal != nullptr && !deal->delete_time ? deal->organization_id : std::nullopt;
}

bool counts_any(const Person& person) {
    return person.count(Counter::open_deals) + person.count(Counter::won_deals) + person.count(Counter::lost_deals) != 0;
}

}  // namespace

Result<void> recount_deal(Transaction& transaction, const Deal* before, const Deal* after) {
    if (counts_alike(before, after)) return {};
    std::vector<OrganizationId> direct;
    std::vector<OrganizationId> organizations;
    std::vector<PersonId> persons;
    for (const Deal* deal : {before, after}) {
        if (deal == nullptr) continue;
        add_once(direct, deal->organization_id);
        add_once(persons, deal->person_id);
        const auto indirect = organization_of(transaction, deal->person_id);
        if (!indirect) return fail(indirect);
        add_once(organizations, *indirect);
    }
    const Deal& deal = after != nullptr ? *after : *before;
    if (auto linked =
            relink_organizations(transaction, {Kind::deal, deal.id}, live_organization(before), live_organization(after));
        !linked)
        return linked;
    const auto participants = transaction.deals().participants(deal.id);
    if (!participants) return fail(participants);
    for (const Participant& participant : *participants) add_once(persons, std::optional(participant.person_id));
    for (const OrganizationId id : direct) add_once(organizations, std::optional(id));

    // Persons count from what their organizations count.
    for (const OrganizationId id : organizations)
        if (auto counted = transaction.deals().recount_organization(id); !counted) return counted;
    for (const OrganizationId id : direct)
        if (auto counted = transaction.deals().recount_people(id); !counted) return counted;
    return recount_persons(transaction, persons);
}

Result<void> recount_persons(Transaction& transaction, std::span<const PersonId> persons) {
    for (const PersonId id : persons)
        if (auto counted = transaction.deals().recount_person(id); !counted) return counted;
    return {};
}

Result<void> recount_moved(Transaction& transaction, const Person& person, std::optional<OrganizationId> before,
                           std::optional<OrganizationId> after) {
    if (before == after) return {};
    if (counts_any(person))
        for (const auto& id : {before, after})
            if (id)
                if (auto counted = transaction.deals().recount_organization(*id); !counted) return counted;
    if (auto linked = relink_organizations(transaction, {Kind::person, person.id}, before, after); !linked) return linked;
    return transaction.deals().recount_person(person.id);
}

Result<void> recount_organization(Transaction& transaction, OrganizationId id) {
    if (auto counted = transaction.deals().recount_organization(id); !counted) return counted;
    return transaction.deals().recount_people(id);
}

}  // namespace stele::domain
