// Custom fields of sample records, and their values.
#pragma once

#include <cstdint>

#include "app/demo_random.h"
#include "domain/custom_fields.h"

namespace stele::app {

// Those that the company lacks, by kind, name and type. The caller is an admin.
[[nodiscard]] Result<void> add_demo_fields(domain::Transaction& transaction, const domain::Caller& caller);

// What most organizations and people have in those of the fields that there are. `number` is the organization's.
[[nodiscard]] domain::CustomPatches demo_organization_values(const domain::Directory& directory, std::int64_t number,
                                                             DemoRandom& random);
[[nodiscard]] domain::CustomPatches demo_person_values(const domain::Directory& directory, DemoRandom& random);

}  // namespace stele::app
