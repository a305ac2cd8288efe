#include "domain/merge_fields.h"

#include <algorithm>

#include "base/text.h"
#include "domain/attributes.h"
#include "domain/change.h"
#include "domain/custom_fields.h"
#include "domain/organization_changes.h"
#include "domain/person_changes.h"

namespace stele::domain {

namespace {

template <class Number>
void take(std::optional<std::optional<Number>>& patch, const std::optional<Number>& survivor,
          const std::optional<Number>& absorbed) {
    if (!survivor && absorbed) patch = absorbed;
}

void take(std::optional<std::string>& patch, const std::string& survivor, const std::string& absorbed) {
    if (survivor.empty() && !absorbed.empty()) patch = absorbed;
}

// The survivor's come first, so that its first label stays "the" label.
void unite_labels(std::optional<std::vector<std::int64_t>>& patch, const std::vector<std::int64_t>& survivor,
                  const std::vector<std::int64_t>& absorbed) {
    auto united = survivor;
    for (const std::int64_t id : absorbed)
        if (std::ranges::find(united, id) == united.end()) united.push_back(id);
    if (united.size() > survivor.size()) patch = std::move(united);
}

// The survivor's primary one stays. Two that differ in case alone are one. There may be more than a write may give.
void unite_contacts(std::optional<std::vector<Contact>>& patch, const std::vector<Contact>& survivor,
                    const std::vector<Contact>& absorbed) {
    auto united = survivor;
    for (Contact contact : absorbed) {
        const std::string form = fold_exact(contact.value);
        if (std::ranges::any_of(united, [&](const Contact& one) { return fold_exact(one.value) == form; })) continue;
        contact.is_primary = contact.is_primary && survivor.empty();
        united.push_back(std::move(contact));
    }
    if (united.size() > survivor.size()) patch = std::move(united);
}

// The id by which clients knew the absorbed one goes with it.
bool is_identity(std::int64_t field_id) {
    return field_id == id_of(Attribute::organization_foreign_uuid) || field_id == id_of(Attribute::person_foreign_uuid);
}

CustomPatches take_custom(const Directory& directory, const CustomValues& survivor, const CustomValues& absorbed) {
    CustomPatches patches;
    for (const CustomValue& value : absorbed) {
        const CustomField* field = directory.value_field(value.field_id);
        if (field == nullptr || field->delete_time || is_identity(value.field_id)) continue;
        const CustomData* present = find_value(survivor, value.field_id);
        if (present != nullptr && field->type == FieldType::contacts) {
            std::optional<std::vector<Contact>> united;
            unite_contacts(united, std::get<std::vector<Contact>>(*present), std::get<std::vector<Contact>>(value.data));
            if (united) patches.push_back({value.field_id, true, std::move(*united), {}});
            continue;
        }
        if (present != nullptr && shown_data(*field, *present)) continue;
        patches.push_back({value.field_id, true, value.data, {}});
    }
    return patches;
}

// Whether or not the company has campaigns just now: what somebody once said of mail is not to be lost.
void take_marketing(std::vector<FieldChange>& changes, Person& survivor, const Person& absorbed) {
    if (survivor.marketing_status != MarketingStatus::no_consent || absorbed.marketing_status == MarketingStatus::no_consent)
        return;
    changes.emplace_back(field_key::marketing_status, history_text(static_cast<int>(survivor.marketing_status)),
                         history_text(static_cast<int>(absorbed.marketing_status)));
    survivor.marketing_status = absorbed.marketing_status;
}

}  // namespace

std::vector<FieldChange> take_fields(const Directory& directory, Organization& survivor, const Organization& absorbed) {
    OrganizationPatch patch;
    unite_labels(patch.label_ids, survivor.label_ids, absorbed.label_ids);
    if (!survivor.address.exists() && absorbed.address.exists()) patch.address = absorbed.address;
    take(patch.website, survivor.website, absorbed.website);
    take(patch.linkedin, survivor.linkedin, absorbed.linkedin);
    take(patch.industry, survivor.industry, absorbed.industry);
    take(patch.employee_count, survivor.employee_count, absorbed.employee_count);
    take(patch.annual_revenue, survivor.annual_revenue, absorbed.annual_revenue);
    take(patch.picture_id, survivor.picture_id, absorbed.picture_id);
    auto changes = apply_patch(directory, survivor, patch);
    apply_custom(directory, survivor.custom, take_custom(directory, survivor.custom, absorbed.custom), changes);
    return changes;
}

// A name is one value: no last name is put to another's first name.
std::vector<FieldChange> take_fields(const Directory& directory, Person& survivor, const Person& absorbed) {
    PersonPatch patch;
    unite_labels(patch.label_ids, survivor.label_ids, absorbed.label_ids);
    unite_contacts(patch.emails, survivor.emails, absorbed.emails);
    unite_contacts(patch.phones, survivor.phones, absorbed.phones);
    take(patch.picture_id, survivor.picture_id, absorbed.picture_id);
    survivor.last_incoming_mail_time = std::max(survivor.last_incoming_mail_time, absorbed.last_incoming_mail_time);
    survivor.last_outgoing_mail_time = std::max(survivor.last_outgoing_mail_time, absorbed.last_outgoing_mail_time);
    auto changes = apply_patch(directory, survivor, patch);
    apply_custom(directory, survivor.custom, take_custom(directory, survivor.custom, absorbed.custom), changes);
    take_marketing(changes, survivor, absorbed);
    return changes;
}

// Where it stands and what it is worth stay the survivor's.
std::vector<FieldChange> take_fields(const Directory& directory, Deal& survivor, const Deal& absorbed) {
    std::vector<FieldChange> changes;
    std::optional<std::vector<std::int64_t>> labels;
    unite_labels(labels, survivor.label_ids, absorbed.label_ids);
    apply_field(changes, field_key::labels, survivor.label_ids, labels);
    const auto take_one = [&](std::string_view field, auto& present, const auto& other) {
        if (!present && other) apply_field(changes, field, present, std::make_optional(other));
    };
    take_one(field_key::organization, survivor.organization_id, absorbed.organization_id);
    take_one(field_key::person, survivor.person_id, absorbed.person_id);
    take_one(field_key::probability, survivor.probability, absorbed.probability);
    take_one(field_key::channel, survivor.channel, absorbed.channel);
    std::optional<std::string> text;
    take(text, survivor.expected_close_date, absorbed.expected_close_date);
    apply_field(changes, field_key::expected_close_date, survivor.expected_close_date, text);
    text.reset();
    take(text, survivor.channel_id, absorbed.channel_id);
    apply_field(changes, field_key::channel_id, survivor.channel_id, text);
    survivor.last_incoming_mail_time = std::max(survivor.last_incoming_mail_time, absorbed.last_incoming_mail_time);
    survivor.last_outgoing_mail_time = std::max(survivor.last_outgoing_mail_time, absorbed.last_outgoing_mail_time);
    apply_custom(directory, survivor.custom, take_custom(directory, survivor.custom, absorbed.custom), changes);
    return changes;
}

}  // namespace stele::domain
