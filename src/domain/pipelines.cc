#include "domain/pipelines.h"

#include <algorithm>

#include "base/limits.h"
#include "domain/checks.h"
#include "domain/recording.h"

namespace stele::domain {

namespace {

// Pipedrive: the pipeline of a new company.
constexpr std::string_view first_name = "Pipeline";
constexpr std::string_view first_stages[] = {"Qualified", "Contact Made", "Demo Scheduled", "Proposal Made",
                                             "Negotiations Started"};

Result<void> check_editor(const Caller& caller) {
    if (caller.user->is_admin) return {};
    return fail(ErrorCode::forbidden, "Only admins change pipelines and stages");
}

// One that is not deleted.
template <class Record>
Result<Record> find_live(Result<std::vector<Record>> records, std::int64_t id, std::string_view not_found) {
    if (!records) return fail(records);
    const auto found = std::ranges::find(*records, id, &Record::id);
    if (found == records->end() || found->delete_time) return fail(ErrorCode::not_found, std::string(not_found));
    return std::move(*found);
}

template <class Record>
std::int64_t next_position(const std::vector<Record>& records) {
    std::int64_t last = 0;
    for (const Record& record : records) last = std::max(last, record.position);
    return last + 1;
}

std::unexpected<Error> too_many(std::string_view what, std::size_t limit) {
    return fail(ErrorCode::invalid, "there are " + std::to_string(limit) + ' ' + std::string(what) + " already");
}

Result<void> check_stage(Transaction& transaction, const StagePatch& patch) {
    if (patch.name)
        if (auto checked = check_name(*patch.name); !checked) return checked;
    if (patch.probability && (*patch.probability < 0 || *patch.probability > 100))
        return fail(ErrorCode::invalid, "deal_probability must be from 0 to 100", "deal_probability");
    if (patch.rotting_days && *patch.rotting_days &&
        (**patch.rotting_days < 1 || **patch.rotting_days > limits::rotting_days))
        return fail(ErrorCode::invalid, "the days to rot must be a number of days", "days_to_rotten");
    if (patch.pipeline_id) {
        const auto pipeline = find_pipeline(transaction, *patch.pipeline_id);
        if (!pipeline && pipeline.error().code == ErrorCode::not_found)
            return fail(ErrorCode::invalid, "there is no pipeline " + std::to_string(*patch.pipeline_id), "pipeline_id");
        if (!pipeline) return fail(pipeline);
    }
    return {};
}

void apply_patch(Stage& stage, const StagePatch& patch) {
    if (patch.name) stage.name = *patch.name;
    if (patch.pipeline_id) stage.pipeline_id = *patch.pipeline_id;
    if (patch.position) stage.position = *patch.position;
    if (patch.probability) stage.probability = *patch.probability;
    if (patch.rots) stage.rots = *patch.rots;
    if (patch.rotting_days) stage.rotting_days = *patch.rotting_days;
}

Result<void> mark_deleted(Transaction& transaction, const Caller& caller, Stage stage) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    stage.delete_time = stage.update_time = *time;
    if (auto updated = transaction.pipelines().update_stage(stage); !updated) return updated;
    return record_event(transaction, caller, EventAction::deleted, {Kind::stage, stage.id});
}

}  // namespace

Result<void> insert_first_pipeline(Transaction& transaction, Micros time) {
    const auto id = transaction.next_id(Kind::pipeline);
    if (!id) return fail(id);
    auto inserted = transaction.pipelines().insert({*id, std::string(first_name), 1, false, time, time, {}});
    std::int64_t position = 0;
    for (const std::string_view name : first_stages) {
        if (!inserted) return inserted;
        const auto stage = transaction.next_id(Kind::stage);
        if (!stage) return fail(stage);
        Stage first{*stage, *id, std::string(name)};
        first.position = ++position;
        first.add_time = first.update_time = time;
        inserted = transaction.pipelines().insert_stage(first);
    }
    return inserted;
}

Result<Pipeline> find_pipeline(Transaction& transaction, PipelineId id) {
    return find_live(transaction.pipelines().all(), id, "Pipeline not found");
}

Result<Stage> find_stage(Transaction& transaction, StageId id) {
    return find_live(transaction.pipelines().all_stages(), id, "Stage not found");
}

Result<Pipeline> add_pipeline(Transaction& transaction, const Caller& caller, const PipelinePatch& patch) {
    if (auto allowed = check_editor(caller); !allowed) return fail(allowed);
    if (!patch.name) return fail(ErrorCode::invalid, "name must be given", "name");
    if (auto checked = check_name(*patch.name); !checked) return fail(checked);
    const auto present = transaction.pipelines().all();
    if (!present) return fail(present);
    if (present->size() >= limits::pipelines) return too_many("pipelines", limits::pipelines);
    const auto id = transaction.next_id(Kind::pipeline);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    Pipeline pipeline{
        *id,   *patch.name, patch.position.value_or(next_position(*present)), patch.has_probabilities.value_or(false), *time,
        *time, {}};
    auto added = transaction.pipelines().insert(pipeline);
    if (added) added = record_event(transaction, caller, EventAction::added, {Kind::pipeline, *id});
    if (!added) return fail(added);
    return pipeline;
}

Result<Pipeline> update_pipeline(Transaction& transaction, const Caller& caller, PipelineId id, const PipelinePatch& patch) {
    if (auto allowed = check_editor(caller); !allowed) return fail(allowed);
    auto pipeline = find_pipeline(transaction, id);
    if (!pipeline) return pipeline;
    if (patch.name)
        if (auto checked = check_name(*patch.name); !checked) return fail(checked);
    const Pipeline before = *pipeline;
    if (patch.name) pipeline->name = *patch.name;
    if (patch.position) pipeline->position = *patch.position;
    if (patch.has_probabilities) pipeline->has_probabilities = *patch.has_probabilities;
    if (*pipeline == before) return pipeline;
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    pipeline->update_time = *time;
    auto done = transaction.pipelines().update(*pipeline);
    if (done) done = record_event(transaction, caller, EventAction::updated, {Kind::pipeline, id});
    if (!done) return fail(done);
    return pipeline;
}

Result<void> delete_pipeline(Transaction& transaction, const Caller& caller, PipelineId id) {
    if (auto allowed = check_editor(caller); !allowed) return allowed;
    auto pipeline = find_pipeline(transaction, id);
    if (!pipeline) return fail(pipeline);
    const auto all = transaction.pipelines().all();
    if (!all) return fail(all);
    const auto is_live = [](const Pipeline& each) { return !each.delete_time; };
    if (std::ranges::count_if(*all, is_live) == 1)
        return fail(ErrorCode::conflict, "the last pipeline of a company stays", "id");
    const auto stages = transaction.pipelines().all_stages();
    if (!stages) return fail(stages);
    for (const Stage& stage : *stages)
        if (stage.pipeline_id == id && !stage.delete_time)
            if (auto deleted = mark_deleted(transaction, caller, stage); !deleted) return deleted;
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    pipeline->delete_time = pipeline->update_time = *time;
    if (auto updated = transaction.pipelines().update(*pipeline); !updated) return updated;
    return record_event(transaction, caller, EventAction::deleted, {Kind::pipeline, id});
}

Result<Stage> add_stage(Transaction& transaction, const Caller& caller, const StagePatch& patch) {
    if (auto allowed = check_editor(caller); !allowed) return fail(allowed);
    if (!patch.name) return fail(ErrorCode::invalid, "name must be given", "name");
    if (!patch.pipeline_id) return fail(ErrorCode::invalid, "pipeline_id must be given", "pipeline_id");
    if (auto checked = check_stage(transaction, patch); !checked) return fail(checked);
    auto present = transaction.pipelines().all_stages();
    if (!present) return fail(present);
    if (present->size() >= limits::stages) return too_many("stages", limits::stages);
    std::erase_if(*present, [&](const Stage& each) { return each.pipeline_id != *patch.pipeline_id; });
    const auto id = transaction.next_id(Kind::stage);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    Stage stage;
    stage.id = *id;
    stage.position = next_position(*present);
    stage.add_time = stage.update_time = *time;
    apply_patch(stage, patch);
    auto added = transaction.pipelines().insert_stage(stage);
    if (added) added = record_event(transaction, caller, EventAction::added, {Kind::stage, *id});
    if (!added) return fail(added);
    return stage;
}

Result<Stage> update_stage(Transaction& transaction, const Caller& caller, StageId id, const StagePatch& patch) {
    if (auto allowed = check_editor(caller); !allowed) return fail(allowed);
    auto stage = find_stage(transaction, id);
    if (!stage) return stage;
    if (patch.pipeline_id && *patch.pipeline_id != stage->pipeline_id)
        return fail(ErrorCode::invalid, "a stage stays in its pipeline", "pipeline_id");
    if (auto checked = check_stage(transaction, patch); !checked) return fail(checked);
    const Stage before = *stage;
    apply_patch(*stage, patch);
    if (*stage == before) return stage;
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    stage->update_time = *time;
    auto done = transaction.pipelines().update_stage(*stage);
    if (done) done = record_event(transaction, caller, EventAction::updated, {Kind::stage, id});
    if (!done) return fail(done);
    return stage;
}

Result<void> delete_stage(Transaction& transaction, const Caller& caller, StageId id) {
    if (auto allowed = check_editor(caller); !allowed) return allowed;
    auto stage = find_stage(transaction, id);
    if (!stage) return fail(stage);
    return mark_deleted(transaction, caller, std::move(*stage));
}

Result<std::vector<StageId>> delete_stages(Transaction& transaction, const Caller& caller, std::span<const StageId> ids) {
    if (auto allowed = check_editor(caller); !allowed) return fail(allowed);
    std::vector<StageId> deleted;
    for (const StageId id : ids) {
        if (std::ranges::find(deleted, id) != deleted.end()) continue;
        auto done = delete_stage(transaction, caller, id);
        if (!done && done.error().code == ErrorCode::not_found) continue;
        if (!done) return fail(done);
        deleted.push_back(id);
    }
    return deleted;
}

}  // namespace stele::domain
