#include "dialect/ortto/record_patch.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "dialect/ortto/custom_writer.h"

namespace stele::dialect::ortto {

namespace {

using domain::Attribute;
using domain::Contact;
using domain::CustomData;
using domain::Organization;
using domain::OrganizationField;
using domain::OrganizationPatch;
using domain::Person;
using domain::PersonField;
using domain::PersonPatch;

constexpr std::string_view source = "API";  // what initial sources say

std::string text_of(const FieldWrite& write) {
    const auto* text = write.data ? std::get_if<std::string>(&*write.data) : nullptr;
    return text != nullptr ? *text : std::string();
}

std::string primary_of(const std::vector<Contact>& contacts) {
    const auto primary = std::ranges::find(contacts, true, &Contact::is_primary);
    return primary != contacts.end() ? primary->value : std::string();
}

// With another primary one, or without it. What is there under that value already is no second one.
std::vector<Contact> with_primary(std::vector<Contact> contacts, const std::string& value) {
    const auto primary = std::ranges::find(contacts, true, &Contact::is_primary);
    if (value.empty()) {
        if (primary != contacts.end()) contacts.erase(primary);
        return contacts;
    }
    if (primary == contacts.end()) {
        contacts.insert(contacts.begin(), {value, "work", true});
    } else {
        primary->value = value;
    }
    const std::string form = fold_exact(value);
    std::erase_if(contacts, [&](const Contact& each) { return !each.is_primary && fold_exact(each.value) == form; });
    return contacts;
}

// --- people ------------------------------------------------------------------------------------------------------------

// What a permission takes along.
struct Permission {
    Attribute allowed;
    Attribute given;  // when
    Attribute taken;
    Attribute given_context;
    Attribute taken_context;
    bool by_default;
};
constexpr Permission permissions[] = {
    {Attribute::person_email_permission, Attribute::person_subscribed, Attribute::person_unsubscribed,
     Attribute::person_subscribe_context, Attribute::person_unsubscribe_context, true},
    {Attribute::person_sms_permission, Attribute::person_sms_subscribed, Attribute::person_sms_unsubscribed,
     Attribute::person_sms_subscribe_context, Attribute::person_sms_unsubscribe_context, false},
};
constexpr std::string_view given_context = "Subscribed via API";
constexpr std::string_view taken_context = "Unsubscribed via API";

class PersonWriter {
   public:
    PersonWriter(const domain::Directory& directory, const PatchTarget<Person>& target)
        : target_(target), custom_(directory, target.current != nullptr ? &target.current->custom : nullptr) {}

    void write(const FieldWrite& write) {
        if (keeps(write)) return;
        if (write.field.ref.is_custom()) return custom_.write(write.field.ref, write.data);
        const auto field = static_cast<PersonField>(write.field.ref.number);
        if (field == PersonField::first_name) first_ = text_of(write);
        if (field == PersonField::last_name) last_ = text_of(write);
        if (field == PersonField::name) name_ = text_of(write);
        if (field == PersonField::email) patch_.emails = with_primary(current().emails, text_of(write));
        if (field == PersonField::phone) patch_.phones = with_primary(current().phones, text_of(write));
    }

    [[nodiscard]] PersonPatch take() {
        for (const Permission& permission : permissions) write_permission(permission);
        if (target_.current == nullptr) custom_.write(Attribute::person_initial_source, CustomData(std::string(source)));
        write_names();
        patch_.custom = custom_.take();
        return std::move(patch_);
    }

   private:
    [[nodiscard]] const Person& current() const {
        static const Person nobody;
        return target_.current != nullptr ? *target_.current : nobody;
    }

    [[nodiscard]] bool keeps(const FieldWrite& write) const {
        if (target_.current == nullptr) return false;
        if (target_.strategy == MergeStrategy::ignore_existing) return true;
        return target_.strategy == MergeStrategy::append_only && (!write.data || has_value(write.field.ref));
    }
    [[nodiscard]] bool has_value(domain::FieldRef field) const {
        if (field.is_custom()) return custom_.has_value(field);
        switch (static_cast<PersonField>(field.number)) {
            case PersonField::first_name:
                return !current().first_name.empty();
            case PersonField::last_name:
                return !current().last_name.empty();
            case PersonField::email:
                return !current().emails.empty();
            case PersonField::phone:
                return !current().phones.empty();
            default:
                return true;
        }
    }

    void write_permission(const Permission& permission) {
        const auto before = custom_.number_before(permission.allowed);
        if (target_.current == nullptr && !custom_.number(permission.allowed))
            custom_.write(permission.allowed, CustomData(permission.by_default ? 1.0 : 0.0));
        const auto now = custom_.number(permission.allowed);
        if (!now || !custom_.writes(permission.allowed)) return;
        const bool allows = *now != 0;
        const bool is_known = before || !permission.by_default;  // what nobody allowed is not allowed
        if (is_known && (before.value_or(0) != 0) == allows) return;
        custom_.write(allows ? permission.given : permission.taken, CustomData(moment_span(target_.time)));
        const Attribute context = allows ? permission.given_context : permission.taken_context;
        if (!custom_.writes(context))
            custom_.write(context, CustomData(std::string(allows ? given_context : taken_context)));
    }

    [[nodiscard]] std::string stand_in(const std::vector<Contact>& emails) const {
        const std::string email = primary_of(emails);
        return email.empty() ? custom_.text(Attribute::person_external_id) : email;
    }

    void set_name(const std::string& name) {
        if (name.empty()) return;  // one has to be called by something
        std::string_view cut = name;
        if (code_points(cut) > limits::name_chars) cut = cut.substr(0, cut_at_char(cut, limits::name_chars));
        if (cut != current().name) patch_.name = std::string(cut);
    }

    void write_names() {
        const std::string first = first_.value_or(current().first_name);
        const std::string last = last_.value_or(current().last_name);
        if (name_ && !name_->empty()) {  // the domain splits it, unless its parts are given
            set_name(*name_);
            if (!patch_.name && !first_ && !last_) return;
        }
        if (first_ || last_) {
            patch_.first_name = first;
            patch_.last_name = last;
        }
        if (patch_.name) return;
        const bool is_called_so = !first.empty() || !last.empty();
        if (is_called_so) {
            if (first_ || last_) set_name(first + (first.empty() || last.empty() ? "" : " ") + last);
            return;
        }
        // Without a name of its own it goes by what it is known by, and goes on to when that changes.
        const bool was_stand_in = current().first_name.empty() && current().last_name.empty();
        if (target_.current != nullptr && !first_ && !last_ && !was_stand_in) return;
        if (was_stand_in && target_.current != nullptr && current().name != primary_of(current().emails)) return;
        set_name(stand_in(patch_.emails ? *patch_.emails : current().emails));
        if (!patch_.name) return;
        patch_.first_name = std::string();
        patch_.last_name = std::string();
    }

    PatchTarget<Person> target_;
    CustomWriter custom_;
    PersonPatch patch_;
    std::optional<std::string> first_;
    std::optional<std::string> last_;
    std::optional<std::string> name_;
};

// --- accounts ----------------------------------------------------------------------------------------------------------

std::string domain::Address::* part_of(OrganizationField field) {
    switch (field) {
        case OrganizationField::address:
            return &domain::Address::value;
        case OrganizationField::address_locality:
            return &domain::Address::locality;
        case OrganizationField::address_admin_area_level_1:
            return &domain::Address::admin_area_level_1;
        case OrganizationField::address_country:
            return &domain::Address::country;
        case OrganizationField::address_postal_code:
            return &domain::Address::postal_code;
        default:
            return nullptr;
    }
}

class OrganizationWriter {
   public:
    OrganizationWriter(const domain::Directory& directory, const PatchTarget<Organization>& target)
        : target_(target), custom_(directory, target.current != nullptr ? &target.current->custom : nullptr) {}

    void write(const FieldWrite& write) {
        if (keeps(write)) return;
        if (write.field.ref.is_custom()) return custom_.write(write.field.ref, write.data);
        const auto field = static_cast<OrganizationField>(write.field.ref.number);
        if (const auto part = part_of(field)) return write_address(part, text_of(write));
        const auto* number = write.data ? std::get_if<double>(&*write.data) : nullptr;
        if (field == OrganizationField::name && write.data) patch_.name = text_of(write);  // an account has one
        if (field == OrganizationField::website) patch_.website = text_of(write);
        if (field == OrganizationField::employee_count)
            patch_.employee_count =
                number != nullptr ? std::optional(static_cast<std::int64_t>(*number)) : std::optional<std::int64_t>();
        if (field == OrganizationField::owner_name && write.data) patch_.owner_id = std::get<std::int64_t>(*write.data);
    }

    [[nodiscard]] OrganizationPatch take() {
        if (target_.current == nullptr && !custom_.writes(Attribute::organization_source))
            custom_.write(Attribute::organization_source, CustomData(std::string(source)));
        patch_.custom = custom_.take();
        return std::move(patch_);
    }

   private:
    [[nodiscard]] bool keeps(const FieldWrite& write) const {
        if (target_.current == nullptr) return false;
        if (target_.strategy == MergeStrategy::ignore_existing) return true;
        return target_.strategy == MergeStrategy::append_only && (!write.data || has_value(write.field.ref));
    }
    [[nodiscard]] bool has_value(domain::FieldRef field) const {
        if (field.is_custom()) return custom_.has_value(field);
        const auto member = static_cast<OrganizationField>(field.number);
        if (const auto part = part_of(member)) return !(target_.current->address.*part).empty();
        if (member == OrganizationField::website) return !target_.current->website.empty();
        if (member == OrganizationField::employee_count) return target_.current->employee_count.has_value();
        return true;
    }

    void write_address(std::string domain::Address::* part, std::string text) {
        if (!patch_.address) patch_.address = target_.current != nullptr ? target_.current->address : domain::Address();
        domain::Address& address = *patch_.address;
        if (part == &domain::Address::value && address.value != text) address.formatted_address = text;
        address.*part = std::move(text);
    }

    PatchTarget<Organization> target_;
    CustomWriter custom_;
    OrganizationPatch patch_;
};

}  // namespace

PersonPatch patch_person(const domain::Directory& directory, const PatchTarget<Person>& target,
                         std::span<const FieldWrite> writes) {
    PersonWriter writer(directory, target);
    for (const FieldWrite& write : writes) writer.write(write);
    return writer.take();
}

OrganizationPatch patch_organization(const domain::Directory& directory, const PatchTarget<Organization>& target,
                                     std::span<const FieldWrite> writes) {
    OrganizationWriter writer(directory, target);
    for (const FieldWrite& write : writes) writer.write(write);
    return writer.take();
}

}  // namespace stele::dialect::ortto
