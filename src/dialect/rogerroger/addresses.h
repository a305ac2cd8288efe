// Addresses as RogerRoger has them: four parts of the many that are kept. Also e-mail addresses and phone numbers.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_reader.h"
#include "dialect/rogerroger/property.h"
#include "dialect/rogerroger/values.h"
#include "dialect/shape.h"
#include "domain/address.h"
#include "domain/contact.h"

namespace stele::dialect::rogerroger {

struct ShownAddress {
    std::string city;
    std::string postal_code;
    std::string street;
    std::string country;  // ISO 3166-1 alpha-2

    bool operator==(const ShownAddress&) const = default;
};

[[nodiscard]] ShownAddress shown_address(const domain::Address& address);

// What a body makes of an address: `is_merge` keeps what it does not name. An address that is shown as before stays as it is; what is
// not shown of one is kept as long as any of it is.
[[nodiscard]] Result<domain::Address> read_address(const JsonValue& value, const domain::Address& current, bool is_merge,
                                                   Violations& violations);
// Nothing where nothing of it is known.
void write_address(Member& member, const domain::Address& address, std::string_view owner_iri);

enum class ContactKind : std::uint8_t { email, phone };

// The list that takes the place of `current`, of which equal ones keep their labels, and which of them is primary.
[[nodiscard]] Result<std::vector<domain::Contact>> read_contacts(const JsonValue& value, ContactKind kind,
                                                                 std::span<const domain::Contact> current,
                                                                 Violations& violations);
void write_contacts(Member& member, ContactKind kind, std::span<const domain::Contact> contacts);

extern const Shape address_shape;
extern const Shape emails_shape;
extern const Shape phones_shape;

}  // namespace stele::dialect::rogerroger
