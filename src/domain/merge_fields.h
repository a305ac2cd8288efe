// What a survivor takes of the record that it absorbs: the members that are empty, and what unites.
#pragma once

#include <vector>

#include "domain/company.h"
#include "domain/deal.h"
#include "domain/field_change.h"
#include "domain/organization.h"
#include "domain/person.h"

namespace stele::domain {

// Sets it on the survivor, all but links and counters, and says what differs.
[[nodiscard]] std::vector<FieldChange> take_fields(const Directory& directory, Organization& survivor,
                                                   const Organization& absorbed);
[[nodiscard]] std::vector<FieldChange> take_fields(const Directory& directory, Person& survivor, const Person& absorbed);

[[nodiscard]] std::vector<FieldChange> take_fields(const Directory& directory, Deal& survivor, const Deal& absorbed);

}  // namespace stele::domain
