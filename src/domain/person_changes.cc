#include "domain/person_changes.h"

#include <algorithm>

#include "base/text.h"
#include "domain/archiving.h"
#include "domain/change.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

std::optional<std::string> history_text(const std::vector<Contact>& contacts) {
    if (contacts.empty()) return std::nullopt;
    std::string text;
    for (const Contact& contact : contacts) {
        if (!text.empty()) text += ", ";
        text += contact.value;
    }
    return text;
}

// Without blank entries, and with exactly one primary: the first that says so, or else the first.
std::vector<Contact> normalized(const std::vector<Contact>& contacts) {
    std::vector<Contact> kept;
    for (const Contact& contact : contacts)
        if (contact.value.find_first_not_of(" \t\r\n") != std::string::npos) kept.push_back(contact);
    const auto primary = std::ranges::find(kept, true, &Contact::is_primary);
    const auto chosen = primary != kept.end() ? primary : kept.begin();
    for (auto contact = kept.begin(); contact != kept.end(); ++contact) contact->is_primary = contact == chosen;
    return kept;
}

void apply_contacts(std::vector<FieldChange>& changes, std::string_view field, std::vector<Contact>& member,
                    const std::optional<std::vector<Contact>>& value) {
    if (!value) return;
    auto contacts = normalized(*value);
    if (contacts == member) return;
    changes.emplace_back(field, history_text(member), history_text(contacts));
    member = std::move(contacts);
}

// "Ines Maria Couto" is Ines Maria, Couto.
std::pair<std::string, std::string> split_name(const std::string& name) {
    const auto end = name.find_last_not_of(' ');
    const auto space = name.find_last_of(' ', end);
    if (end == std::string::npos || space == std::string::npos || name.find_first_not_of(' ') > space)
        return {name.substr(0, end + 1), std::string()};
    return {name.substr(0, name.find_last_not_of(' ', space) + 1), name.substr(space + 1, end - space)};
}

void apply_names(std::vector<FieldChange>& changes, Person& person, const PersonPatch& patch) {
    auto first = patch.first_name;
    auto last = patch.last_name;
    if (patch.name && *patch.name != person.name && !first && !last) {
        auto [first_part, last_part] = split_name(*patch.name);
        first = std::move(first_part);
        last = std::move(last_part);
    }
    apply_field(changes, field_key::name, person.name, patch.name);
    apply_field(changes, field_key::first_name, person.first_name, first);
    apply_field(changes, field_key::last_name, person.last_name, last);
    if (patch.name) person.first_char = first_char(person.name);
}

// Pipedrive: a status that may not be set stays as it is, without an error.
void apply_marketing(std::vector<FieldChange>& changes, const Company& company, Person& person, const PersonPatch& patch) {
    if (!company.campaigns || !patch.marketing_status || person.emails.empty() ||
        person.marketing_status != MarketingStatus::no_consent || *patch.marketing_status == person.marketing_status)
        return;
    changes.emplace_back(field_key::marketing_status, std::to_string(static_cast<int>(person.marketing_status)),
                         std::to_string(static_cast<int>(*patch.marketing_status)));
    person.marketing_status = *patch.marketing_status;
}

}  // namespace

std::vector<FieldChange> apply_patch(const Directory& directory, Person& person, const PersonPatch& patch) {
    const auto same_level = [&](int stored, int written) { return same_visibility(directory.company, stored, written); };
    const auto same_shown_labels = [&](const auto& stored, const auto& written) {
        return same_labels(directory.person_label_options, stored, written);
    };
    std::vector<FieldChange> changes;
    apply_names(changes, person, patch);
    apply_field(changes, field_key::owner, person.owner_id, patch.owner_id);
    apply_field(changes, field_key::visible_to, person.visible_to, patch.visible_to, same_level);
    apply_field(changes, field_key::add_time, person.add_time, patch.add_time, same_time);
    apply_field(changes, field_key::labels, person.label_ids, patch.label_ids, same_shown_labels);
    apply_contacts(changes, field_key::emails, person.emails, patch.emails);
    apply_contacts(changes, field_key::phones, person.phones, patch.phones);
    apply_marketing(changes, directory.company, person, patch);
    apply_archive_time(changes, person.archive_time, patch.archive_time);
    apply_field(changes, field_key::picture, person.picture_id, patch.picture_id);
    return changes;
}

}  // namespace stele::domain
