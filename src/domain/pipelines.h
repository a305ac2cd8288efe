// The rules of pipelines and stages, which admins write. Errors: forbidden; not_found; invalid with the field; conflict.
#pragma once

#include <span>
#include <vector>

#include "domain/caller.h"
#include "domain/store.h"

namespace stele::domain {

// What every new company begins with.
[[nodiscard]] Result<void> insert_first_pipeline(Transaction& transaction, Micros time);

// As they are now, which the caller's directory may not know yet. Deleted ones are not found.
[[nodiscard]] Result<Pipeline> find_pipeline(Transaction& transaction, PipelineId id);
[[nodiscard]] Result<Stage> find_stage(Transaction& transaction, StageId id);

// The name is required. A new one is the last.
[[nodiscard]] Result<Pipeline> add_pipeline(Transaction& transaction, const Caller& caller, const PipelinePatch& patch);
[[nodiscard]] Result<Pipeline> update_pipeline(Transaction& transaction, const Caller& caller, PipelineId id,
                                               const PipelinePatch& patch);
// Its stages go with it; its deals stay where they are. The last one cannot go.
[[nodiscard]] Result<void> delete_pipeline(Transaction& transaction, const Caller& caller, PipelineId id);

// The name and the pipeline are required. A new one is the last of its pipeline.
[[nodiscard]] Result<Stage> add_stage(Transaction& transaction, const Caller& caller, const StagePatch& patch);
[[nodiscard]] Result<Stage> update_stage(Transaction& transaction, const Caller& caller, StageId id,
                                         const StagePatch& patch);
[[nodiscard]] Result<void> delete_stage(Transaction& transaction, const Caller& caller, StageId id);
// Skips unknown ones; says which it found, in the order given, each once.
[[nodiscard]] Result<std::vector<StageId>> delete_stages(Transaction& transaction, const Caller& caller,
                                                         std::span<const StageId> ids);

}  // namespace stele::domain
