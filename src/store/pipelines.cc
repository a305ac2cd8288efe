#include "store/pipelines.h"

#include "store/record_values.h"

namespace stele::store {

namespace {

using domain::Pipeline;
using domain::Stage;

constexpr Statement insert_pipeline_row{
    "INSERT INTO pipeline (company_id, id, name, position, has_probabilities, add_time, update_time, delete_time) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Statement update_pipeline_row{
    "UPDATE pipeline SET name = $3, position = $4, has_probabilities = $5, update_time = $6, delete_time = $7 "
    "WHERE company_id = $1 AND id = $2"};
constexpr Statement select_pipelines{
    "SELECT id, name, position, has_probabilities, add_time, update_time, delete_time FROM pipeline WHERE company_id = $1 "
    "ORDER BY id"};
constexpr Statement insert_stage_row{
    "INSERT INTO stage (company_id, id, pipeline_id, name, position, probability, rots, rotting_days, add_time, "
    "update_time, "
    "delete_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};
constexpr Statement update_stage_row{
    "UPDATE stage SET pipeline_id = $3, name = $4, position = $5, probability = $6, rots = $7, rotting_days = $8, "
    "update_time = $9, delete_time = $10 WHERE company_id = $1 AND id = $2"};
constexpr Statement select_stages{
    "SELECT id, pipeline_id, name, position, probability, rots, rotting_days, add_time, update_time, delete_time FROM stage "
    "WHERE company_id = $1 ORDER BY id"};

}  // namespace

Result<void> Pipelines::write(const Statement& statement, std::initializer_list<Value> values) {
    if (auto told = observer_.directory_changes(); !told) return told;
    return session_.write(statement, values);
}

Result<void> Pipelines::insert(const Pipeline& pipeline) {
    return write(insert_pipeline_row, {company_, pipeline.id, std::string_view(pipeline.name), pipeline.position,
                                       std::int64_t{pipeline.has_probabilities}, pipeline.add_time, pipeline.update_time,
                                       value_of(pipeline.delete_time)});
}

Result<void> Pipelines::update(const Pipeline& pipeline) {
    return write(update_pipeline_row,
                 {company_, pipeline.id, std::string_view(pipeline.name), pipeline.position,
                  std::int64_t{pipeline.has_probabilities}, pipeline.update_time, value_of(pipeline.delete_time)});
}

Result<std::vector<Pipeline>> Pipelines::all() {
    std::vector<Pipeline> pipelines;
    const auto queried = session_.query(select_pipelines, {company_}, [&](const Row& row) {
        Pipeline& pipeline = pipelines.emplace_back();
        pipeline.id = row.integer(0);
        pipeline.name = row.text(1);
        pipeline.position = row.integer(2);
        pipeline.has_probabilities = row.integer(3) != 0;
        pipeline.add_time = row.integer(4);
        pipeline.update_time = row.integer(5);
        read_optional(row, 6, pipeline.delete_time);
        return true;
    });
    if (!queried) return fail(queried);
    return pipelines;
}

Result<void> Pipelines::insert_stage(const Stage& stage) {
    return write(insert_stage_row, {company_, stage.id, stage.pipeline_id, std::string_view(stage.name), stage.position,
                                    stage.probability, std::int64_t{stage.rots}, value_of(stage.rotting_days),
                                    stage.add_time, stage.update_time, value_of(stage.delete_time)});
}

Result<void> Pipelines::update_stage(const Stage& stage) {
    return write(update_stage_row,
                 {company_, stage.id, stage.pipeline_id, std::string_view(stage.name), stage.position, stage.probability,
                  std::int64_t{stage.rots}, value_of(stage.rotting_days), stage.update_time, value_of(stage.delete_time)});
}

Result<std::vector<Stage>> Pipelines::all_stages() {
    std::vector<Stage> stages;
    const auto queried = session_.query(select_stages, {company_}, [&](const Row& row) {
        Stage& stage = stages.emplace_back();
        stage.id = row.integer(0);
        stage.pipeline_id = row.integer(1);
        stage.name = row.text(2);
        stage.position = row.integer(3);
        stage.probability = row.integer(4);
        stage.rots = row.integer(5) != 0;
        read_optional(row, 6, stage.rotting_days);
        stage.add_time = row.integer(7);
        stage.update_time = row.integer(8);
        read_optional(row, 9, stage.delete_time);
        return true;
    });
    if (!queried) return fail(queried);
    return stages;
}

}  // namespace stele::store
