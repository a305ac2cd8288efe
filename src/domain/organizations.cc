#include "domain/organizations.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "domain/checks.h"
#include "domain/custom_fields.h"
#include "domain/deletion.h"
#include "domain/followers.h"
#include "domain/organization_changes.h"
#include "domain/pictures.h"
#include "domain/recording.h"
#include "domain/tags.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

Result<void> check_address(const Address& address) {
    for (const std::string* part :
         {&address.value, &address.subpremise, &address.street_number, &address.route, &address.sublocality,
          &address.locality, &address.admin_area_level_1, &address.admin_area_level_2, &address.country,
          &address.postal_code, &address.formatted_address})
        if (auto checked = check_text("address", *part, limits::address_part_chars); !checked) return checked;
    return {};
}

// `current` is the organization that is patched; null for a new one. An owner who was deactivated may stay.
Result<void> check_patch(const Caller& caller, const OrganizationPatch& patch, const Organization* current) {
    Result<void> checked;
    if (patch.name) checked = check_name(*patch.name);
    if (checked && patch.owner_id && (current == nullptr || current->owner_id != *patch.owner_id)) {
        checked = check_owner(*caller.directory, *patch.owner_id);
    }
    if (checked && patch.visible_to) checked = check_visible_to(caller.company(), *patch.visible_to);
    if (checked && patch.label_ids) checked = check_labels(caller.directory->label_options, *patch.label_ids);
    if (checked && patch.address) checked = check_address(*patch.address);
    if (checked && patch.address_line) checked = check_text("address", *patch.address_line, limits::address_part_chars);
    if (checked && patch.website) checked = check_text("website", *patch.website, limits::text_chars);
    if (checked && patch.linkedin) checked = check_text("linkedin", *patch.linkedin, limits::text_chars);
    return checked;
}

RecordRef record_of(OrganizationId id) { return {Kind::organization, id}; }

Result<void> mark_deleted(Transaction& transaction, const Caller& caller, Organization& organization, bool is_bulk) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    organization.delete_time = *time;
    organization.update_time = *time;
    if (auto updated = transaction.organizations().update(organization); !updated) return updated;
    if (auto counted = transaction.add_to_record_count(Kind::organization, -1); !counted) return counted;
    if (!organization.archive_time)
        if (auto counted = count_tagged(transaction, record_of(organization.id), -1); !counted) return counted;
    const FieldChange change{field_key::deleted, "0", "1"};
    const RecordRef record = record_of(organization.id);
    auto recorded = record_changes(transaction, caller, record, *time, std::span(&change, 1), is_bulk);
    if (!recorded) return recorded;
    return record_event(transaction, caller, EventAction::deleted, record, is_bulk);
}

}  // namespace

Result<Organization> find_organization(Transaction& transaction, const Caller& caller, OrganizationId id) {
    Organization organization;
    const auto found = caller.sees_all()
                           ? transaction.organizations().find(id, organization)
                           : transaction.organizations().find_where(id, visible_organizations(caller), organization);
    if (!found) return fail(found);
    if (!*found || is_gone(organization.delete_time, caller.now)) return organization_not_found(transaction, caller, id);
    return organization;
}

Result<Organization> find_live_organization(Transaction& transaction, const Caller& caller, OrganizationId id) {
    auto organization = find_organization(transaction, caller, id);
    if (organization && organization->delete_time) return organization_not_found(transaction, caller, id);
    return organization;
}

Result<Organization> add_organization(Transaction& transaction, const Caller& caller, const OrganizationPatch& patch) {
    if (!patch.name) return fail(ErrorCode::invalid, "name must be given", "name");
    if (auto checked = check_patch(caller, patch, nullptr); !checked) return fail(checked);
    if (auto checked = check_picture(transaction, caller, patch.picture_id, {}); !checked) return fail(checked);
    const auto custom = check_custom(transaction, caller, Kind::organization, patch.custom, {});
    if (!custom) return fail(custom);

    const auto id = transaction.next_id(Kind::organization);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);

    Organization organization;
    organization.owner_id = caller.user->id;
    organization.visible_to = default_organization_visibility(caller.company(), *caller.user);
    organization.add_time = patch.add_time.value_or(*time);
    auto changes = apply_patch(*caller.directory, organization, patch);  // a creation has none
    apply_custom(*caller.directory, organization.custom, *custom, changes);
    organization.id = *id;
    organization.update_time = *time;
    organization.count(Counter::followers) = 1;

    if (auto inserted = transaction.organizations().insert(organization); !inserted) return fail(inserted);
    const RecordRef record = record_of(*id);
    if (auto followed = follow_as_owner(transaction, record, organization.owner_id, *time); !followed) return fail(followed);
    if (auto counted = transaction.add_to_record_count(Kind::organization, 1); !counted) return fail(counted);
    if (auto recorded = record_event(transaction, caller, EventAction::added, record); !recorded) return fail(recorded);
    return organization;
}

Result<Organization> update_organization(Transaction& transaction, const Caller& caller, OrganizationId id,
                                         const OrganizationPatch& patch) {
    auto organization = find_live_organization(transaction, caller, id);
    if (!organization) return organization;
    if (auto checked = check_patch(caller, patch, &*organization); !checked) return fail(checked);
    if (auto checked = check_picture(transaction, caller, patch.picture_id, organization->picture_id); !checked)
        return fail(checked);
    const auto custom = check_custom(transaction, caller, Kind::organization, patch.custom, organization->custom);
    if (!custom) return fail(custom);

    const bool was_archived = organization->archive_time.has_value();
    auto changes = apply_patch(*caller.directory, *organization, patch);
    apply_custom(*caller.directory, organization->custom, *custom, changes);
    if (changes.empty()) return organization;

    const auto time = transaction.write_time();
    if (!time) return fail(time);
    organization->update_time = *time;
    if (auto updated = transaction.organizations().update(*organization); !updated) return fail(updated);
    if (organization->archive_time.has_value() != was_archived)
        if (auto counted = count_tagged(transaction, record_of(id), was_archived ? 1 : -1); !counted) return fail(counted);
    if (auto recorded = record_changes(transaction, caller, record_of(id), *time, changes); !recorded) return fail(recorded);
    if (auto recorded = record_event(transaction, caller, EventAction::updated, record_of(id)); !recorded)
        return fail(recorded);
    return organization;
}

Result<void> delete_organization(Transaction& transaction, const Caller& caller, OrganizationId id) {
    auto organization = find_organization(transaction, caller, id);
    if (!organization) return fail(organization);
    return delete_organization(transaction, caller, *organization);
}

Result<void> delete_organization(Transaction& transaction, const Caller& caller, Organization& organization) {
    if (organization.delete_time) return {};
    return mark_deleted(transaction, caller, organization, false);
}

Result<std::vector<OrganizationId>> delete_organizations(Transaction& transaction, const Caller& caller,
                                                         std::span<const OrganizationId> ids) {
    if (ids.size() > limits::bulk_ids)
        return fail(ErrorCode::invalid, "more than " + std::to_string(limits::bulk_ids) + " ids", "ids");
    std::vector<OrganizationId> deleted;
    for (const OrganizationId id : ids) {
        if (std::find(deleted.begin(), deleted.end(), id) != deleted.end()) continue;
        auto organization = find_organization(transaction, caller, id);
        if (!organization && organization.error().code == ErrorCode::not_found) continue;
        if (!organization) return fail(organization);
        if (!organization->delete_time)
            if (auto marked = mark_deleted(transaction, caller, *organization, true); !marked) return fail(marked);
        deleted.push_back(id);
    }
    return deleted;
}

}  // namespace stele::domain
