// Ortto's dialect: accounts (organizations), the people linked to them, and the calls that clients make around these. Everything is
// under /v1, the path says what is done, and only bodies have arguments.
#pragma once

#include "dialect/dialect.h"

namespace stele::dialect::ortto {

[[nodiscard]] const Dialect& dialect();

// The rows of each file.
[[nodiscard]] RouteGroup contact_routes();  // accounts/contacts/add and remove
[[nodiscard]] RouteGroup account_routes();  // accounts/get, get-by-ids
[[nodiscard]] RouteGroup person_routes();   // person/get, get-by-ids
[[nodiscard]] RouteGroup archive_routes();  // archive, restore, delete of both
[[nodiscard]] RouteGroup person_merge_routes();
[[nodiscard]] RouteGroup account_merge_routes();
[[nodiscard]] RouteGroup custom_field_routes();
[[nodiscard]] RouteGroup schema_routes();  // instance-schema
[[nodiscard]] RouteGroup tag_routes();
[[nodiscard]] RouteGroup activity_routes();

// A step of what was asked to be done afterwards.
[[nodiscard]] Result<domain::JobStep> run_person_merge(domain::Transaction& transaction, const domain::Caller& caller,
                                                       const domain::Job& job);
[[nodiscard]] Result<domain::JobStep> run_account_merge(domain::Transaction& transaction, const domain::Caller& caller,
                                                        const domain::Job& job);
[[nodiscard]] Result<domain::JobStep> run_person_activities(domain::Transaction& transaction, const domain::Caller& caller,
                                                            const domain::Job& job);
[[nodiscard]] Result<domain::JobStep> run_account_activities(domain::Transaction& transaction, const domain::Caller& caller,
                                                             const domain::Job& job);
[[nodiscard]] Result<domain::JobStep> run_archive_step(domain::Transaction& transaction, const domain::Caller& caller,
                                                       const domain::Job& job);

}  // namespace stele::dialect::ortto
