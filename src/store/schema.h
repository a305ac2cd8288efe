// Bringing what is stored to what this program knows: migrations, and the stored forms of texts.
#pragma once

#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "domain/ids.h"
#include "store/session.h"

namespace stele::store {

// Applies the migrations that are missing; the caller's transaction is rolled back when it fails.
// Error: invalid when the data is of a newer version than this program.
[[nodiscard]] Result<void> migrate(Session& session, Micros now);

// Whether the stored forms were made by another version of text_version(), and must be made again.
[[nodiscard]] Result<bool> text_forms_are_old(Session& session);

// Makes the forms of some hundreds of a company's records of one kind again, from the first behind `after`. Returns the last
// one, or 0 when there were none left. A transaction a step.
using RebuildStep = Result<std::int64_t> (*)(Session& session, domain::CompanyId company, std::int64_t after);
[[nodiscard]] Result<std::int64_t> rebuild_organization_forms(Session& session, domain::CompanyId company,
                                                              std::int64_t after);
[[nodiscard]] Result<std::int64_t> rebuild_person_forms(Session& session, domain::CompanyId company, std::int64_t after);
// All users at once.
[[nodiscard]] Result<std::int64_t> rebuild_user_forms(Session& session, domain::CompanyId company, std::int64_t after);
inline constexpr RebuildStep rebuild_steps[] = {rebuild_user_forms, rebuild_organization_forms, rebuild_person_forms};
[[nodiscard]] Result<void> note_text_version(Session& session);

// Of all companies, rising.
[[nodiscard]] Result<std::vector<domain::CompanyId>> company_ids(Session& session);

}  // namespace stele::store
