#include "domain/linked_people.h"

#include <algorithm>
#include <iterator>

#include "base/limits.h"
#include "domain/change.h"
#include "domain/deal_counters.h"
#include "domain/field_change.h"
#include "domain/links.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/recording.h"

namespace stele::domain {

namespace {

using Ids = std::vector<std::int64_t>;

Ids once(std::span<const std::int64_t> ids) {
    Ids sorted(ids.begin(), ids.end());
    std::ranges::sort(sorted);
    const auto rest = std::ranges::unique(sorted);
    sorted.erase(rest.begin(), rest.end());
    return sorted;
}

Ids without(const Ids& ids, const Ids& others) {
    Ids left;
    std::ranges::set_difference(ids, others, std::back_inserter(left));
    return left;
}

// Of the links' other ends those that `find` finds.
template <class Find>
Result<Ids> seen(const Ids& ids, const Find& find) {
    Ids shown;
    for (const std::int64_t id : ids) {
        const auto found = find(id);
        if (found)
            shown.push_back(id);
        else if (found.error().code != ErrorCode::not_found)
            return fail(found);
    }
    return shown;
}

Ids organizations_of(const std::vector<Link>& links) {
    Ids ids;
    for (const Link& link : links) ids.push_back(link.organization_id);
    std::ranges::sort(ids);
    return ids;
}

// Writes what the links of a person are to be, of which `primary` is the primary one.
Result<void> write_links(Transaction& transaction, const Caller& caller, Person& person, const Ids& before, const Ids& after,
                         std::optional<OrganizationId> primary) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    std::vector<FieldChange> changes;
    const auto primary_before = person.organization_id;
    for (const OrganizationId id : without(before, after)) {
        if (id == primary_before) continue;  // it goes with what follows
        if (const auto removed = transaction.links().remove(id, person.id); !removed) return fail(removed);
    }
    for (const OrganizationId id : without(after, before)) {
        if (id == primary) continue;
        if (auto put = transaction.links().put({id, person.id, false, *time}); !put) return put;
    }
    auto done = set_primary_organization(transaction, caller, person, primary, *time, changes);
    // A primary one that is replaced goes; here it stays as another.
    if (done && primary_before && primary_before != primary && std::ranges::binary_search(after, *primary_before))
        done = transaction.links().put({*primary_before, person.id, false, *time});
    changes.emplace_back(field_key::organizations, history_text(before), history_text(after));
    person.update_time = *time;
    if (done) done = transaction.persons().update(person);
    if (done) done = recount_moved(transaction, person, primary_before, primary);
    if (done) done = record_changes(transaction, caller, {Kind::person, person.id}, *time, changes);
    if (done) done = record_event(transaction, caller, EventAction::updated, {Kind::person, person.id});
    return done;
}

// The person's links less `removed`, and with `added`.
Result<void> change_links(Transaction& transaction, const Caller& caller, Person& person, const Ids& removed,
                          const Ids& added) {
    const auto links = transaction.links().of_person(person.id);
    if (!links) return fail(links);
    const Ids before = organizations_of(*links);
    Ids after = without(before, removed);
    after.insert(after.end(), added.begin(), added.end());
    after = once(after);
    if (after == before) return {};
    auto primary = person.organization_id;
    if (primary && std::ranges::binary_search(removed, *primary)) {
        primary.reset();
        for (const Link& link : *links)  // the oldest first
            if (!primary && std::ranges::binary_search(after, link.organization_id)) primary = link.organization_id;
    }
    if (!primary && !added.empty()) primary = added.front();
    return write_links(transaction, caller, person, before, after, primary);
}

}  // namespace

Result<std::vector<PersonId>> linked_people(Transaction& transaction, const Caller& caller, OrganizationId id) {
    const auto links = transaction.links().of_organization(id, limits::linked_people);
    if (!links) return fail(links);
    Ids people;
    for (const Link& link : *links) people.push_back(link.person_id);
    return seen(people, [&](PersonId person) { return find_live_person(transaction, caller, person); });
}

Result<std::vector<OrganizationId>> linked_organizations(Transaction& transaction, const Caller& caller, PersonId id) {
    const auto links = transaction.links().of_person(id);
    if (!links) return fail(links);
    return seen(organizations_of(*links),
                [&](OrganizationId organization) { return find_live_organization(transaction, caller, organization); });
}

Result<void> set_linked_people(Transaction& transaction, const Caller& caller, OrganizationId id,
                               std::span<const PersonId> people) {
    Organization organization;
    const auto found = transaction.organizations().find(id, organization);
    if (!found) return fail(found);
    if (!*found || organization.delete_time) return fail(ErrorCode::not_found, "Organization not found");
    const auto before = linked_people(transaction, caller, id);
    if (!before) return fail(before);
    const Ids after = once(people);
    if (after.size() > static_cast<std::size_t>(limits::linked_people))
        return fail(ErrorCode::invalid, "more than " + std::to_string(limits::linked_people) + " people", "people");
    const Ids self{id};
    for (const PersonId person_id : without(after, *before)) {
        auto person = find_live_person(transaction, caller, person_id);
        if (!person) return fail(person);
        if (auto changed = change_links(transaction, caller, *person, {}, self); !changed) return changed;
    }
    for (const PersonId person_id : without(*before, after)) {
        auto person = find_live_person(transaction, caller, person_id);
        if (!person) return fail(person);
        if (auto changed = change_links(transaction, caller, *person, self, {}); !changed) return changed;
    }
    return {};
}

Result<void> set_linked_organizations(Transaction& transaction, const Caller& caller, PersonId id,
                                      std::span<const OrganizationId> organizations) {
    Person person;
    const auto found = transaction.persons().find(id, person);
    if (!found) return fail(found);
    if (!*found || person.delete_time) return fail(ErrorCode::not_found, "Person not found");
    const auto before = linked_organizations(transaction, caller, id);
    if (!before) return fail(before);
    const Ids after = once(organizations);
    const Ids added = without(after, *before);
    for (const OrganizationId organization : added)
        if (const auto seen = find_live_organization(transaction, caller, organization); !seen) return fail(seen);
    return change_links(transaction, caller, person, without(*before, after), added);
}

}  // namespace stele::domain
