#include "domain/organizations.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "domain/organization_changes.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

Result<void> check_text(std::string_view field, const std::string& text, std::size_t max_chars) {
    if (code_points(text) > max_chars)
        return fail(ErrorCode::invalid, std::string(field) + " is longer than " + std::to_string(max_chars) + " characters",
                    std::string(field));
    return {};
}

Result<void> check_name(const std::string& name) {
    if (first_char(name).empty())  // blanks of any script, or marks alone
        return fail(ErrorCode::invalid, "name must not be empty", "name");
    return check_text("name", name, limits::name_chars);
}

Result<void> check_address(const Address& address) {
    for (const std::string* part :
         {&address.value, &address.subpremise, &address.street_number, &address.route, &address.sublocality,
          &address.locality, &address.admin_area_level_1, &address.admin_area_level_2, &address.country,
          &address.postal_code, &address.formatted_address})
        if (auto checked = check_text("address", *part, limits::address_part_chars); !checked) return checked;
    return {};
}

Result<void> check_labels(const Directory& directory, const std::vector<std::int64_t>& label_ids) {
    if (label_ids.size() > limits::labels)
        return fail(ErrorCode::invalid, "more than " + std::to_string(limits::labels) + " labels", "label_ids");
    for (const std::int64_t id : label_ids)
        if (directory.label_option(id) == nullptr)
            return fail(ErrorCode::invalid, "there is no label " + std::to_string(id), "label_ids");
    return {};
}

Result<void> check_owner(const Directory& directory, UserId id) {
    const User* owner = directory.user(id);
    if (owner == nullptr || !owner->is_active)
        return fail(ErrorCode::invalid, "there is no active user " + std::to_string(id), "owner_id");
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
    if (checked && patch.label_ids) checked = check_labels(*caller.directory, *patch.label_ids);
    if (checked && patch.address) checked = check_address(*patch.address);
    if (checked && patch.website) checked = check_text("website", *patch.website, limits::text_chars);
    if (checked && patch.linkedin) checked = check_text("linkedin", *patch.linkedin, limits::text_chars);
    return checked;
}

std::unexpected<Error> organization_not_found() { return fail(ErrorCode::not_found, "Organization not found"); }

Result<void> append_event(Transaction& transaction, const Caller& caller, EventAction action, OrganizationId id,
                          bool is_bulk = false) {
    return transaction.history().append(Event{action, Kind::organization, id, caller.user->id, caller.source, is_bulk});
}

// Headers may hold any bytes; the history holds text.
std::string clean_agent(std::string_view user_agent) {
    std::string clean = to_clean_utf8(user_agent.substr(0, limits::user_agent_size));
    clean.resize(cut_at_char(clean, limits::user_agent_size));
    return clean;
}

Result<void> append_changes(Transaction& transaction, const Caller& caller, OrganizationId id, Micros time,
                            const std::vector<FieldChange>& changes, bool is_bulk = false) {
    for (const FieldChange& field : changes) {
        const auto change_id = transaction.next_id(Kind::change);
        if (!change_id) return fail(change_id);
        Change change{*change_id,
                      Kind::organization,
                      id,
                      std::string(field.field),
                      field.old_value,
                      field.new_value,
                      caller.user->id,
                      time,
                      caller.source,
                      clean_agent(caller.user_agent),
                      is_bulk};
        if (auto appended = transaction.history().append(change); !appended) return appended;
    }
    return {};
}

Result<void> follow(Transaction& transaction, Organization& organization, UserId user, Micros time) {
    const auto id = transaction.next_id(Kind::follower);
    if (!id) return fail(id);
    const auto inserted = transaction.followers().insert(Follower{*id, Kind::organization, organization.id, user, time});
    if (!inserted) return fail(inserted);
    return {};
}

Result<void> mark_deleted(Transaction& transaction, const Caller& caller, Organization& organization, bool is_bulk) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    organization.delete_time = *time;
    organization.update_time = *time;
    if (auto updated = transaction.organizations().update(organization); !updated) return updated;
    if (auto counted = transaction.add_to_organization_count(-1); !counted) return counted;
    if (auto appended = append_changes(transaction, caller, organization.id, *time,
                                       {FieldChange{field_key::deleted, "0", "1"}}, is_bulk);
        !appended)
        return appended;
    return append_event(transaction, caller, EventAction::deleted, organization.id, is_bulk);
}

}  // namespace

Result<Organization> find_organization(Transaction& transaction, const Caller& caller, OrganizationId id) {
    Organization organization;
    const auto found = caller.sees_all()
                           ? transaction.organizations().find(id, organization)
                           : transaction.organizations().find_where(id, visible_organizations(caller), organization);
    if (!found) return fail(found);
    if (!*found) return organization_not_found();
    return organization;
}

Result<Organization> add_organization(Transaction& transaction, const Caller& caller, const OrganizationPatch& patch) {
    if (!patch.name) return fail(ErrorCode::invalid, "name must be given", "name");
    if (auto checked = check_patch(caller, patch, nullptr); !checked) return fail(checked);

    const auto id = transaction.next_id(Kind::organization);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);

    Organization organization;
    organization.owner_id = caller.user->id;
    organization.visible_to = default_visible_to(caller.company(), *caller.user);
    organization.add_time = *time;
    (void)apply_patch(organization, patch);  // a creation has no changes
    organization.id = *id;
    organization.update_time = *time;
    organization.count(Counter::followers) = 1;

    if (auto inserted = transaction.organizations().insert(organization); !inserted) return fail(inserted);
    if (auto followed = follow(transaction, organization, organization.owner_id, *time); !followed) return fail(followed);
    if (auto counted = transaction.add_to_organization_count(1); !counted) return fail(counted);
    if (auto appended = append_event(transaction, caller, EventAction::added, *id); !appended) return fail(appended);
    return organization;
}

Result<Organization> update_organization(Transaction& transaction, const Caller& caller, OrganizationId id,
                                         const OrganizationPatch& patch) {
    auto organization = find_organization(transaction, caller, id);
    if (!organization) return organization;
    if (organization->delete_time) return organization_not_found();
    if (auto checked = check_patch(caller, patch, &*organization); !checked) return fail(checked);

    const auto changes = apply_patch(*organization, patch);
    if (changes.empty()) return organization;

    const auto time = transaction.write_time();
    if (!time) return fail(time);
    organization->update_time = *time;
    if (auto updated = transaction.organizations().update(*organization); !updated) return fail(updated);
    if (auto appended = append_changes(transaction, caller, id, *time, changes); !appended) return fail(appended);
    if (auto appended = append_event(transaction, caller, EventAction::updated, id); !appended) return fail(appended);
    return organization;
}

Result<void> delete_organization(Transaction& transaction, const Caller& caller, OrganizationId id) {
    auto organization = find_organization(transaction, caller, id);
    if (!organization) return fail(organization);
    if (organization->delete_time) return {};
    return mark_deleted(transaction, caller, *organization, false);
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
