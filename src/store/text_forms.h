// The stored forms of texts, which order and find records, are made again when the rules of Unicode change.
#pragma once

#include <span>

#include "base/result.h"
#include "domain/ids.h"
#include "store/session.h"

namespace stele::store {

// Whether the stored forms were made by another version of text_version(), and must be made again.
[[nodiscard]] Result<bool> text_forms_are_old(Session& session);

// Makes the forms of some hundreds of a company's records of one kind again, from the first behind `after`. Returns the last
// one, or 0 when there were none left. A transaction a step.
using RebuildStep = Result<std::int64_t> (*)(Session& session, domain::CompanyId company, std::int64_t after);
// One for each kind that has such forms.
[[nodiscard]] std::span<const RebuildStep> rebuild_steps();

[[nodiscard]] Result<void> note_text_version(Session& session);

}  // namespace stele::store
