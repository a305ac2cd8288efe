#include "dialect/pipedrive/person_input.h"

#include "base/time_text.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/custom_input.h"
#include "dialect/pipedrive/person_fields.h"
#include "dialect/pipedrive/visible_level.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Contact;
using Target = PersonInput;
using enum WireType;

template <auto Member>
Result<void> read_text(const JsonValue& value, std::string_view name, Target& target) {
    auto text = value.is_null() ? std::optional<std::string>("") : as_text(value);
    if (!text) return bad(name, "a text");
    target.patch.*Member = std::move(*text);
    return {};
}

Result<void> read_owner(const JsonValue& value, std::string_view name, Target& target) {
    if (is_left_out(value)) return {};
    const auto id = as_reference(value);
    if (!id) return bad(name, "a number");
    target.patch.owner_id = *id;
    return {};
}

// Null, an empty text and 0 take the person out of its organization.
Result<void> read_organization(const JsonValue& value, std::string_view name, Target& target) {
    const auto id = is_left_out(value) ? std::optional<std::int64_t>(0) : as_reference(value);
    if (!id) return bad(name, "a number");
    target.patch.organization_id.emplace(*id == 0 ? std::nullopt : id);
    return {};
}

Result<void> read_visible_to(const JsonValue& value, std::string_view name, Target& target) {
    if (is_left_out(value)) return {};
    const auto level = as_integer(value);
    if (!level || *level < 0 || *level > 9) return bad(name, "one of 1, 3, 5, 7");
    target.patch.visible_to = static_cast<int>(*level);
    return {};
}

Result<void> read_add_time(const JsonValue& value, std::string_view name, Target& target) {
    if (is_left_out(value)) return {};
    const auto time = value.is_string() ? parse_time(value.string()) : std::nullopt;
    if (!time) return bad(name, "a time as YYYY-MM-DD HH:MM:SS");
    target.patch.add_time = *time;
    return {};
}

Result<void> read_label(const JsonValue& value, std::string_view name, Target& target) {
    auto ids = as_label(value, name);
    if (!ids) return fail(ids);
    target.patch.label_ids = std::move(*ids);
    return {};
}

Result<void> read_label_ids(const JsonValue& value, std::string_view name, Target& target) {
    auto ids = as_label_ids(value, name);
    if (!ids) return fail(ids);
    target.label_ids = std::move(*ids);
    return {};
}

// {"value": ..., "label": ..., "primary": ...}, or the value alone.
Result<Contact> as_contact(const JsonValue& value, std::string_view name) {
    Contact contact;
    contact.label = "work";
    if (!value.is_object()) {
        auto text = as_text(value);
        if (!text) return bad(name, "a list of values");
        contact.value = std::move(*text);
        return contact;
    }
    if (const auto inner = value.find("value"); inner && !inner->is_null()) {
        auto text = as_text(*inner);
        if (!text) return bad(name, "a list of values");
        contact.value = std::move(*text);
    }
    if (const auto label = value.find("label"); label && !label->is_null()) {
        auto text = as_text(*label);
        if (!text) return bad(name, "a list of values with labels");
        contact.label = std::move(*text);
    }
    if (const auto primary = value.find("primary"); primary && !primary->is_null()) {
        const auto flag = as_flag(*primary, name);
        if (!flag) return fail(flag);
        contact.is_primary = *flag;
    }
    return contact;
}

template <auto Member>
Result<void> read_contacts(const JsonValue& value, std::string_view name, Target& target) {
    std::vector<Contact> contacts;
    if (value.is_array()) {
        for (const JsonValue element : value) {
            auto contact = as_contact(element, name);
            if (!contact) return fail(contact);
            contacts.push_back(std::move(*contact));
        }
    } else if (!value.is_null()) {
        auto contact = as_contact(value, name);
        if (!contact) return fail(contact);
        contacts.push_back(std::move(*contact));
    }
    target.patch.*Member = std::move(contacts);
    return {};
}

Result<void> read_marketing_status(const JsonValue& value, std::string_view name, Target& target) {
    if (is_left_out(value)) return {};
    const auto status = value.is_string() ? marketing_status(value.string()) : std::nullopt;
    if (!status) return bad(name, "one of no_consent, unsubscribed, subscribed, archived");
    target.patch.marketing_status = *status;
    return {};
}

Result<void> read_active(const JsonValue& value, std::string_view name, Target& target) {
    const auto flag = as_flag(value, name);
    if (!flag) return fail(flag);
    target.active = *flag;
    return {};
}

constexpr InputField<Target> update_fields[] = {
    {"name", string, false, read_text<&domain::PersonPatch::name>, "The name"},
    {"first_name", string, false, read_text<&domain::PersonPatch::first_name>,
     "The first name; from the name when left out"},
    {"last_name", string, false, read_text<&domain::PersonPatch::last_name>, "The last name; from the name when left out"},
    {"owner_id", integer, false, read_owner, "The owner; the caller, or as it is, when left out"},
    {"org_id", integer, false, read_organization, "The organization"},
    {"email", objects, false, read_contacts<&domain::PersonPatch::emails>, "E-mail addresses: value, primary, label"},
    {"phone", objects, false, read_contacts<&domain::PersonPatch::phones>, "Phone numbers: value, primary, label"},
    {"label", integer, false, read_label, "The label; overwrites label_ids"},
    {"label_ids", integers, false, read_label_ids, "The labels; sets label to the first"},
    {"visible_to", string, false, read_visible_to, "Who sees it; the default, or as it is, when left out"},
    {"marketing_status", string, false, read_marketing_status, "Of companies with campaigns; can be set once"},
    {"add_time", time, false, read_add_time, "When it was added, UTC: YYYY-MM-DD HH:MM:SS"},
    {"active_flag", boolean, false, read_active, "False deletes the person (PUT)"},
};

std::vector<FieldDoc> describe_creation() {
    auto docs = describe(update_fields);
    docs.pop_back();  // active_flag
    docs.front().required = true;
    return docs;
}

Result<PersonInput> read(const domain::Directory& directory, JsonValue body) {
    PersonInput input;
    for (const JsonValue member : body) {
        const auto* field = find_input(std::span<const InputField<Target>>(update_fields), member.name());
        const auto done = field != nullptr
                              ? field->read(member, field->name, input)
                              : read_custom_member_v1(directory, domain::Kind::person, member, input.patch.custom);
        if (!done) return fail(done);
    }
    if (input.label_ids) input.patch.label_ids = input.label_ids;
    if (auto level = read_level(directory.company, input.patch.visible_to); !level) return fail(level);
    return input;
}

}  // namespace

const Shape person_create_shape{"AddPersonRequest", describe_creation};
const Shape person_update_shape{"UpdatePersonRequest", [] { return describe(update_fields); }};

Result<PersonInput> read_person_creation(const domain::Directory& directory, JsonValue body) {
    if (auto checked = check_creation(body); !checked) return fail(checked);
    auto input = read(directory, body);
    if (input) input->active.reset();
    return input;
}

Result<PersonInput> read_person_update(const domain::Directory& directory, JsonValue body) {
    if (auto checked = check_update(body); !checked) return fail(checked);
    return read(directory, body);
}

}  // namespace stele::dialect::pipedrive
