#include "domain/deal_changes.h"

#include "domain/change.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

using Changes = std::vector<FieldChange>;

std::string_view name_of(DealStatus status) {
    if (status == DealStatus::won) return "won";
    return status == DealStatus::lost ? "lost" : "open";
}

bool same_moment(const std::optional<Micros>& stored, const std::optional<Micros>& written) {
    if (!stored || !written) return stored.has_value() == written.has_value();
    return same_time(*stored, *written);
}

void apply_time(Changes& changes, std::string_view field, std::optional<Micros>& member,
                const std::optional<std::optional<Micros>>& value) {
    apply_field(changes, field, member, value, same_moment);
}

// The stage that the deal is to be in; null when it stays.
Result<const Stage*> wanted_stage(const Directory& directory, const Deal& deal, const DealPatch& patch) {
    if (patch.stage_id) {
        if (*patch.stage_id == deal.stage_id) return nullptr;
        const Stage* stage = directory.stage(*patch.stage_id);
        if (stage == nullptr || stage->delete_time)
            return fail(ErrorCode::invalid, "there is no stage " + std::to_string(*patch.stage_id), "stage_id");
        return stage;
    }
    if (!patch.pipeline_id || *patch.pipeline_id == deal.pipeline_id) return nullptr;
    const Pipeline* pipeline = directory.pipeline(*patch.pipeline_id);
    if (pipeline == nullptr || pipeline->delete_time)
        return fail(ErrorCode::invalid, "there is no pipeline " + std::to_string(*patch.pipeline_id), "pipeline_id");
    const auto stages = directory.stages_of(pipeline->id);
    if (stages.empty()) return fail(ErrorCode::invalid, "the pipeline has no stage", "pipeline_id");
    return stages.front();
}

Result<void> apply_stage(Changes& changes, const Directory& directory, Deal& deal, const DealPatch& patch, Micros time) {
    const auto stage = wanted_stage(directory, deal, patch);
    if (!stage) return fail(stage);
    if (*stage == nullptr) return {};
    if (deal.stage_id != 0) deal.stage_change_time = time;
    apply_field(changes, field_key::pipeline, deal.pipeline_id, std::optional((*stage)->pipeline_id));
    apply_field(changes, field_key::stage, deal.stage_id, std::optional((*stage)->id));
    return {};
}

void change_status(Changes& changes, Deal& deal, DealStatus status, Micros time) {
    const std::optional<std::optional<Micros>> now{std::optional(time)};
    const std::optional<std::optional<Micros>> never{std::optional<Micros>()};
    changes.emplace_back(field_key::status, std::string(name_of(deal.status)), std::string(name_of(status)));
    deal.status = status;
    apply_time(changes, field_key::won_time, deal.won_time, status == DealStatus::won ? now : never);
    apply_time(changes, field_key::lost_time, deal.lost_time, status == DealStatus::lost ? now : never);
    apply_time(changes, field_key::close_time, deal.close_time, status == DealStatus::open ? never : now);
    if (status != DealStatus::lost)
        apply_field(changes, field_key::lost_reason, deal.lost_reason, std::optional(std::string()));
}

std::unexpected<Error> needs_status(std::string_view field, std::string_view status) {
    return fail(ErrorCode::invalid, std::string(field) + " needs a deal that is " + std::string(status), std::string(field));
}

bool gives(const std::optional<std::optional<Micros>>& time) { return time && *time; }

Result<void> apply_status(Changes& changes, Deal& deal, const DealPatch& patch, Micros time) {
    if (patch.status && *patch.status != deal.status) change_status(changes, deal, *patch.status, time);
    if (gives(patch.won_time) && deal.status != DealStatus::won) return needs_status("won_time", "won");
    if (gives(patch.lost_time) && deal.status != DealStatus::lost) return needs_status("lost_time", "lost");
    if (gives(patch.close_time) && deal.status == DealStatus::open) return needs_status("close_time", "won or lost");
    if (patch.lost_reason && !patch.lost_reason->empty() && deal.status != DealStatus::lost)
        return needs_status("lost_reason", "lost");
    // The time of what it is stays known: null leaves it as it is.
    if (gives(patch.won_time)) apply_time(changes, field_key::won_time, deal.won_time, patch.won_time);
    if (gives(patch.lost_time)) apply_time(changes, field_key::lost_time, deal.lost_time, patch.lost_time);
    const auto& closed = gives(patch.close_time) ? patch.close_time
                         : gives(patch.won_time) ? patch.won_time
                                                 : patch.lost_time;
    if (gives(closed)) apply_time(changes, field_key::close_time, deal.close_time, closed);
    apply_field(changes, field_key::lost_reason, deal.lost_reason, patch.lost_reason);
    if (deal.won_time && !deal.first_won_time) deal.first_won_time = deal.won_time;
    return {};
}

Result<void> apply_archive(Changes& changes, Deal& deal, const DealPatch& patch, Micros time) {
    const bool is_archived = patch.is_archived.value_or(deal.archive_time.has_value());
    if (gives(patch.archive_time) && !is_archived)
        return fail(ErrorCode::invalid, "archive_time needs a deal that is archived", "archive_time");
    if (!is_archived) {
        apply_time(changes, field_key::archive_time, deal.archive_time, std::make_optional(std::optional<Micros>()));
    } else if (gives(patch.archive_time) || !deal.archive_time) {
        const Micros archived = gives(patch.archive_time) ? **patch.archive_time : time;
        apply_time(changes, field_key::archive_time, deal.archive_time, std::make_optional(std::make_optional(archived)));
    }
    return {};
}

}  // namespace

Result<std::vector<FieldChange>> apply_patch(const Directory& directory, Deal& deal, const DealPatch& patch, Micros time) {
    const auto same_level = [&](int stored, int written) { return same_visibility(directory.company, stored, written); };
    const auto same_shown_labels = [&](const auto& stored, const auto& written) {
        return same_labels(directory.deal_label_options, stored, written);
    };
    Changes changes;
    apply_field(changes, field_key::title, deal.title, patch.title);
    apply_field(changes, field_key::owner, deal.owner_id, patch.owner_id);
    apply_field(changes, field_key::visible_to, deal.visible_to, patch.visible_to, same_level);
    apply_field(changes, field_key::add_time, deal.add_time, patch.add_time, same_time);
    apply_field(changes, field_key::labels, deal.label_ids, patch.label_ids, same_shown_labels);
    apply_field(changes, field_key::value, deal.value, patch.value);
    apply_field(changes, field_key::currency, deal.currency, patch.currency);
    apply_field(changes, field_key::probability, deal.probability, patch.probability);
    apply_field(changes, field_key::expected_close_date, deal.expected_close_date, patch.expected_close_date);
    apply_field(changes, field_key::channel, deal.channel, patch.channel);
    apply_field(changes, field_key::channel_id, deal.channel_id, patch.channel_id);
    auto applied = apply_stage(changes, directory, deal, patch, time);
    if (applied) applied = apply_status(changes, deal, patch, time);
    if (applied) applied = apply_archive(changes, deal, patch, time);
    if (!applied) return fail(applied);
    return changes;
}

}  // namespace stele::domain
