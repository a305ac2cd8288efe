#include "domain/relationships.h"

#include <algorithm>
#include <set>
#include <string>

#include "base/limits.h"
#include "domain/field_change.h"
#include "domain/organizations.h"
#include "domain/recording.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

using OrganizationsById = std::map<OrganizationId, Organization>;

std::unexpected<Error> relationship_not_found() { return fail(ErrorCode::not_found, "Organization relationship not found"); }

RecordRef record_of(std::int64_t id) { return {Kind::relationship, id}; }

// Which of these the caller sees, without deleted ones.
Result<OrganizationsById> seen_organizations(Transaction& transaction, const Caller& caller,
                                             std::vector<OrganizationId> ids) {
    OrganizationsById seen;
    if (ids.empty()) return seen;
    const auto size = static_cast<std::int64_t>(ids.size());
    std::vector<Predicate> conditions{Predicate::compare(OrganizationField::id, Comparison::in, std::move(ids)),
                                      Predicate::compare(OrganizationField::delete_time, Comparison::is_null)};
    if (auto visible = visible_organizations(caller); !visible.always()) conditions.push_back(std::move(visible));
    const auto listed = transaction.organizations().list({Predicate::all(std::move(conditions)), {}, size, 0},
                                                         [&](const Organization& organization) {
                                                             seen.emplace(organization.id, organization);
                                                             return true;
                                                         });
    if (!listed) return fail(listed);
    return seen;
}

// With both sides; no relationship when one of them is not seen.
Result<SeenRelationships> seen_relationship(Transaction& transaction, const Caller& caller,
                                            const Relationship& relationship) {
    auto organizations = seen_organizations(transaction, caller, {relationship.owner_id, relationship.linked_id});
    if (!organizations) return fail(organizations);
    SeenRelationships seen;
    if (organizations->contains(relationship.owner_id) && organizations->contains(relationship.linked_id))
        seen.relationships.push_back(relationship);
    seen.organizations = std::move(*organizations);
    return seen;
}

Result<std::vector<Relationship>> slice_of(Transaction& transaction, OrganizationId organization, std::int64_t after_id) {
    std::vector<Relationship> slice;
    const auto listed =
        transaction.relationships().list(organization, after_id, limits::page_max, [&](const Relationship& relationship) {
            slice.push_back(relationship);
            return true;
        });
    if (!listed) return fail(listed);
    return slice;
}

// Whether `upper` is among the organizations above `lower`, or these are too many to look at. Without a caller everything is
// seen. The relationship `except` does not count.
Result<bool> stands_above(Transaction& transaction, const Caller* caller, OrganizationId upper, OrganizationId lower,
                          std::int64_t except) {
    std::set<OrganizationId> met{lower};
    std::vector<OrganizationId> waiting{lower};
    while (!waiting.empty()) {
        if (met.contains(upper) || met.size() > limits::relationship_ancestors) return true;
        const OrganizationId daughter = waiting.back();
        waiting.pop_back();
        std::vector<OrganizationId> parents;
        auto listed = transaction.relationships().list_parents(daughter, [&](const Relationship& relationship) {
            if (relationship.id != except && !met.contains(relationship.owner_id)) parents.push_back(relationship.owner_id);
            return parents.size() <= limits::relationship_ancestors;
        });
        if (!listed) return fail(listed);
        if (caller != nullptr) {
            const auto seen = seen_organizations(transaction, *caller, parents);
            if (!seen) return fail(seen);
            std::erase_if(parents, [&](OrganizationId id) { return !seen->contains(id); });
        }
        met.insert(parents.begin(), parents.end());
        waiting.insert(waiting.end(), parents.begin(), parents.end());
    }
    return met.contains(upper);
}

Result<void> check_sides(const SeenRelationships& seen, const Relationship& relationship) {
    if (relationship.owner_id == relationship.linked_id)
        return fail(ErrorCode::invalid, "an organization cannot be related to itself", "linked");
    for (const auto& [field, id] : {std::pair{"owner", relationship.owner_id}, std::pair{"linked", relationship.linked_id}})
        if (!seen.organizations.contains(id))
            return fail(ErrorCode::invalid, "there is no organization " + std::to_string(id), field);
    return {};
}

// As it would be; id 0 for a new one.
Result<SeenRelationships> check(Transaction& transaction, const Caller& caller, const Relationship& relationship) {
    auto seen = seen_relationship(transaction, caller, relationship);
    if (!seen) return seen;
    if (auto checked = check_sides(*seen, relationship); !checked) return fail(checked);

    const auto present = transaction.relationships().find_between(relationship.owner_id, relationship.linked_id);
    if (!present) return fail(present);
    if (*present && (*present)->id != relationship.id)
        return fail(ErrorCode::invalid, "these organizations are related already", "linked");

    if (relationship.type != RelationshipType::parent) return seen;
    const auto closes = stands_above(transaction, &caller, relationship.linked_id, relationship.owner_id, relationship.id);
    if (!closes) return fail(closes);
    if (*closes)
        return fail(ErrorCode::invalid,
                    "an organization stands neither above itself nor below more than " +
                        std::to_string(limits::relationship_ancestors) + " others",
                    "owner");
    return seen;
}

std::string type_text(RelationshipType type) { return std::to_string(static_cast<int>(type)); }

std::vector<FieldChange> apply(Relationship& relationship, const RelationshipPatch& patch) {
    std::vector<FieldChange> changes;
    if (patch.type && *patch.type != relationship.type) {
        changes.emplace_back(field_key::type, type_text(relationship.type), type_text(*patch.type));
        relationship.type = *patch.type;
    }
    apply_field(changes, field_key::owner_organization, relationship.owner_id, patch.owner_id);
    apply_field(changes, field_key::linked_organization, relationship.linked_id, patch.linked_id);
    return changes;
}

// One relationship of a merge.
Result<void> move(Transaction& transaction, Relationship relationship, OrganizationId from, OrganizationId to, Micros time) {
    const OrganizationId other = relationship.other_than(from);
    bool stays = other != to;
    if (stays) {
        const auto present = transaction.relationships().find_between(to, other);
        if (!present) return fail(present);
        stays = !*present;
    }
    (relationship.owner_id == from ? relationship.owner_id : relationship.linked_id) = to;
    if (stays && relationship.type == RelationshipType::parent) {
        const auto closes =
            stands_above(transaction, nullptr, relationship.linked_id, relationship.owner_id, relationship.id);
        if (!closes) return fail(closes);
        stays = !*closes;
    }
    if (!stays) return transaction.relationships().remove(relationship.id);
    relationship.update_time = time;
    return transaction.relationships().update(relationship);
}

}  // namespace

Result<SeenRelationships> find_relationship(Transaction& transaction, const Caller& caller, std::int64_t id) {
    const auto relationship = transaction.relationships().find(id);
    if (!relationship) return fail(relationship);
    if (!*relationship) return relationship_not_found();
    auto seen = seen_relationship(transaction, caller, **relationship);
    if (seen && seen->relationships.empty()) return relationship_not_found();
    return seen;
}

Result<SeenRelationships> list_relationships(Transaction& transaction, const Caller& caller, OrganizationId organization,
                                             std::int64_t start, std::int64_t limit) {
    auto base = find_live_organization(transaction, caller, organization);
    if (!base) return fail(base);
    SeenRelationships page;
    page.organizations.emplace(organization, std::move(*base));
    std::int64_t passed = 0;
    std::int64_t last_id = 0;
    while (true) {
        const auto slice = slice_of(transaction, organization, last_id);
        if (!slice) return fail(slice);
        std::vector<OrganizationId> others;
        for (const Relationship& relationship : *slice) others.push_back(relationship.other_than(organization));
        auto seen = seen_organizations(transaction, caller, std::move(others));
        if (!seen) return fail(seen);
        for (const Relationship& relationship : *slice) {
            last_id = relationship.id;
            const auto other = seen->find(relationship.other_than(organization));
            if (other == seen->end() || passed++ < start) continue;
            page.has_more = static_cast<std::int64_t>(page.relationships.size()) == limit;
            if (page.has_more) return page;
            page.relationships.push_back(relationship);
            page.organizations.emplace(other->first, other->second);
        }
        if (static_cast<std::int64_t>(slice->size()) < limits::page_max) return page;
    }
}

Result<SeenRelationships> add_relationship(Transaction& transaction, const Caller& caller, const RelationshipPatch& patch) {
    if (!patch.type || !patch.owner_id || !patch.linked_id)
        return fail(ErrorCode::invalid, "type, owner and linked organization must be given", "type");
    Relationship relationship{0, *patch.type, *patch.owner_id, *patch.linked_id, 0, 0};
    auto seen = check(transaction, caller, relationship);
    if (!seen) return seen;

    const auto id = transaction.next_id(Kind::relationship);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    relationship.id = *id;
    relationship.add_time = *time;
    relationship.update_time = *time;
    if (auto inserted = transaction.relationships().insert(relationship); !inserted) return fail(inserted);
    if (auto recorded = record_event(transaction, caller, EventAction::added, record_of(*id)); !recorded)
        return fail(recorded);
    seen->relationships = {relationship};
    return seen;
}

Result<SeenRelationships> update_relationship(Transaction& transaction, const Caller& caller, std::int64_t id,
                                              const RelationshipPatch& patch) {
    auto found = find_relationship(transaction, caller, id);
    if (!found) return found;
    Relationship relationship = found->relationships.front();
    const auto changes = apply(relationship, patch);
    if (changes.empty()) return found;
    auto seen = check(transaction, caller, relationship);
    if (!seen) return seen;

    const auto time = transaction.write_time();
    if (!time) return fail(time);
    relationship.update_time = *time;
    if (auto updated = transaction.relationships().update(relationship); !updated) return fail(updated);
    if (auto recorded = record_changes(transaction, caller, record_of(id), *time, changes); !recorded) return fail(recorded);
    if (auto recorded = record_event(transaction, caller, EventAction::updated, record_of(id)); !recorded)
        return fail(recorded);
    seen->relationships = {relationship};
    return seen;
}

Result<void> delete_relationship(Transaction& transaction, const Caller& caller, std::int64_t id) {
    const auto found = find_relationship(transaction, caller, id);
    if (!found) return fail(found);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    if (auto removed = transaction.relationships().remove(id); !removed) return removed;
    const FieldChange change{field_key::deleted, "0", "1"};
    if (auto recorded = record_changes(transaction, caller, record_of(id), *time, std::span(&change, 1)); !recorded)
        return recorded;
    return record_event(transaction, caller, EventAction::deleted, record_of(id));
}

Result<void> move_relationships(Transaction& transaction, OrganizationId from, OrganizationId to) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    while (true) {
        const auto slice = slice_of(transaction, from, 0);  // what was moved is none of its own any more
        if (!slice) return fail(slice);
        if (slice->empty()) return {};
        for (const Relationship& relationship : *slice)
            if (auto moved = move(transaction, relationship, from, to, *time); !moved) return moved;
    }
}

Result<void> remove_relationships(Transaction& transaction, OrganizationId organization) {
    return transaction.relationships().remove_all(organization);
}

}  // namespace stele::domain
