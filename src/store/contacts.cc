#include "store/contacts.h"

#include "base/text.h"
#include "store/packed_text.h"

namespace stele::store {

namespace {

constexpr char primary_mark = '*';
constexpr char other_mark = '-';

constexpr Statement delete_contacts{"DELETE FROM person_contact WHERE company_id = $1 AND person_id = $2 AND kind = $3"};
constexpr Statement insert_contact{
    "INSERT INTO person_contact (company_id, person_id, kind, position, value, value_fold, label, is_primary) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};

// Takes a text off the beginning of `from`.
bool take_text(std::string_view& from, std::string& into) {
    std::string_view text;
    if (!take_packed(from, text)) return false;
    into = text;
    return true;
}

}  // namespace

std::string encode_contacts(std::span<const domain::Contact> contacts) {
    std::string text;
    for (const domain::Contact& contact : contacts) {
        text += contact.is_primary ? primary_mark : other_mark;
        append_packed(text, contact.value);
        append_packed(text, contact.label);
    }
    return text;
}

bool decode_contacts(std::string_view text, std::vector<domain::Contact>& into) {
    std::size_t count = 0;
    while (!text.empty()) {
        if (into.size() == count) into.emplace_back();  // those of the former row are written over
        domain::Contact& contact = into[count++];
        const char mark = text.front();
        text.remove_prefix(1);
        contact.is_primary = mark == primary_mark;
        if ((mark != primary_mark && mark != other_mark) || !take_text(text, contact.value) ||
            !take_text(text, contact.label)) {
            into.clear();
            return false;
        }
    }
    into.resize(count);
    return true;
}

Result<void> insert_contacts(Session& session, domain::CompanyId company, domain::PersonId person, ContactKind kind,
                             std::span<const domain::Contact> contacts) {
    for (std::size_t i = 0; i < contacts.size(); ++i) {
        const domain::Contact& contact = contacts[i];
        const std::string form = contact_form(contact.value);
        auto inserted =
            session.write(insert_contact, {company, person, static_cast<std::int64_t>(kind), static_cast<std::int64_t>(i),
                                           std::string_view(contact.value), std::string_view(form),
                                           text_or_null(contact.label), std::int64_t{contact.is_primary}});
        if (!inserted) return inserted;
    }
    return {};
}

Result<void> replace_contacts(Session& session, domain::CompanyId company, domain::PersonId person, ContactKind kind,
                              std::span<const domain::Contact> contacts) {
    auto deleted = session.write(delete_contacts, {company, person, static_cast<std::int64_t>(kind)});
    if (!deleted) return deleted;
    return insert_contacts(session, company, person, kind, contacts);
}

std::string contact_form(std::string_view value) { return fold_exact(value); }

}  // namespace stele::store
