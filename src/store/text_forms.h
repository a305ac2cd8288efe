// The stored forms of texts, which order and find records, are made again when the rules of Unicode change.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "domain/ids.h"
#include "store/session.h"

namespace stele::store {

// The companies whose stored forms were made by another text_version(), and must be made again.
[[nodiscard]] Result<std::vector<domain::CompanyId>> companies_with_old_forms(Session& session);

// Makes the forms of some hundreds of a company's records of one kind again, from the first behind `after`. Returns the last
// one, or 0 when there were none left. A transaction a step.
using RebuildStep = Result<std::int64_t> (*)(Session& session, domain::CompanyId company, std::int64_t after);
// One for each kind that has such forms.
[[nodiscard]] std::span<const RebuildStep> rebuild_steps();

// After the last step of all.
[[nodiscard]] Result<void> note_text_version(Session& session, domain::CompanyId company);

}  // namespace stele::store
