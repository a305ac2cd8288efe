// What a call's values do to a person or an account: the patch by which the domain writes them.
#pragma once

#include <cstdint>
#include <span>

#include "base/clock.h"
#include "dialect/ortto/input.h"
#include "domain/company.h"
#include "domain/organization.h"
#include "domain/person.h"

namespace stele::dialect::ortto {

// Ortto: merge strategy. Of fields of a record that is there.
enum class MergeStrategy : std::uint8_t {
    append_only = 1,      // those with a value stay
    overwrite = 2,        // null clears
    ignore_existing = 3,  // all stay
};

// How a record comes to be written: what is there, null for a new one, and when.
template <class Record>
struct PatchTarget {
    const Record* current = nullptr;
    MergeStrategy strategy = MergeStrategy::overwrite;
    Micros time = 0;  // of the write
};

// Later writes win over earlier ones. A person's name follows the first and the last; who has neither is called by the e-mail address
// or the external id. The e-mail address and the phone number are the primary ones, and others stay. A new person takes e-mails and
// no SMS unless the writes say otherwise; times and contexts of the permissions follow. The name of a patch of a new person is
// absent when there is nothing to call it by.
[[nodiscard]] domain::PersonPatch patch_person(const domain::Directory& directory, const PatchTarget<domain::Person>& target,
                                               std::span<const FieldWrite> writes);
[[nodiscard]] domain::OrganizationPatch patch_organization(const domain::Directory& directory,
                                                           const PatchTarget<domain::Organization>& target,
                                                           std::span<const FieldWrite> writes);

}  // namespace stele::dialect::ortto
