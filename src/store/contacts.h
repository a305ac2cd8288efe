// E-mail addresses and phone numbers of persons. They are stored twice: as one text on the person, from which they are read, and
// as rows of person_contact, by which they are found.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/person.h"
#include "store/session.h"

namespace stele::store {

// Values of person_contact.kind.
enum class ContactKind : std::uint8_t { email = 1, phone = 2 };

// One after the other: '*' for the primary one or '-', the value and the label, each as its size in bytes, ':' and itself.
// "*15:ann@example.com4:work". Empty when there are none.
[[nodiscard]] std::string encode_contacts(std::span<const domain::Contact> contacts);
// False for a text that encode_contacts() did not write; `into` is then empty.
bool decode_contacts(std::string_view text, std::vector<domain::Contact>& into);

// Of a person who has none of that kind yet.
[[nodiscard]] Result<void> insert_contacts(Session& session, domain::CompanyId company, domain::PersonId person,
                                           ContactKind kind, std::span<const domain::Contact> contacts);
[[nodiscard]] Result<void> replace_contacts(Session& session, domain::CompanyId company, domain::PersonId person,
                                            ContactKind kind, std::span<const domain::Contact> contacts);

// How a contact's value is found and compared.
[[nodiscard]] std::string contact_form(std::string_view value);

}  // namespace stele::store
