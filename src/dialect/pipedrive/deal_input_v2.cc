#include "base/time_text.h"
#include "dialect/pipedrive/deal_fields.h"
#include "dialect/pipedrive/deal_input.h"
#include "dialect/pipedrive/input_v2.h"

namespace stele::dialect::pipedrive {

namespace {

// The generic readers of v2 want a patch with visible_to and custom.
struct Target : domain::DealPatch {
    std::optional<bool> is_deleted;
};
using Patch = domain::DealPatch;
using enum WireType;

Result<std::optional<std::int64_t>> nullable_number(const JsonValue& value, std::string_view name) {
    if (value.is_null()) return std::nullopt;
    const auto number = strict_number(value, name);
    if (!number) return fail(number);
    return std::optional(*number);
}

Result<std::optional<Micros>> nullable_time(const JsonValue& value, std::string_view name) {
    if (value.is_null()) return std::nullopt;
    const auto time = strict_time(value, name);
    if (!time) return fail(time);
    return std::optional(*time);
}

Result<double> strict_amount(const JsonValue& value, std::string_view name) {
    if (value.is_null()) return 0;
    if (value.kind() == JsonKind::integer) return static_cast<double>(value.integer());
    if (value.kind() == JsonKind::real) return value.real();
    return must_be(name, "a number");
}

Result<void> read_status(const JsonValue& value, std::string_view name, Target& target) {
    const std::string_view text = value.is_string() ? value.string() : std::string_view();
    if (text == "deleted") {
        target.is_deleted = true;
        return {};
    }
    target.status = deal_status(text);
    if (!target.status) return must_be(name, "one of open, won, lost, deleted");
    return {};
}

constexpr InputField<Target> fields[] = {
    {"title", string, true, read_into<&Patch::title, strict_text>, "The title"},
    {"owner_id", integer, false, read_into<&Patch::owner_id, strict_number>, "The owner; the caller when left out"},
    {"person_id", integer, false, read_into<&Patch::person_id, nullable_number>, "The person"},
    {"org_id", integer, false, read_into<&Patch::organization_id, nullable_number>, "The organization"},
    {"pipeline_id", integer, false, read_into<&Patch::pipeline_id, strict_number>,
     "The pipeline; it begins at its first stage"},
    {"stage_id", integer, false, read_into<&Patch::stage_id, strict_number>, "The stage, and with it the pipeline"},
    {"value", number, false, read_into<&Patch::value, strict_amount>, "What it is worth"},
    {"currency", string, false, read_into<&Patch::currency, strict_text>, "Its currency; the company's when left out"},
    {"add_time", time, false, read_into<&Patch::add_time, strict_time>, "When it was added, RFC 3339"},
    {"update_time", time, false, check_update_time<Target>, "Checked only"},
    {"is_deleted", boolean, false, read_into<&Target::is_deleted, strict_flag>, "Deletes it"},
    {"is_archived", boolean, false, read_into<&Patch::is_archived, strict_flag>, "Whether it is archived"},
    {"archive_time", time, false, read_into<&Patch::archive_time, nullable_time>, "When it was archived"},
    {"status", string, false, read_status, "open, won, lost or deleted"},
    {"probability", number, false, read_into<&Patch::probability, nullable_number>, "In percent, from 0 to 100"},
    {"lost_reason", string, false, read_into<&Patch::lost_reason, nullable_text>, "Why it was lost; of a lost deal"},
    {"visible_to", integer, false, read_into<&Patch::visible_to, strict_level>, "Who sees it; the default when left out"},
    {"close_time", time, false, read_into<&Patch::close_time, nullable_time>,
     "When it was closed; of a deal that is not open"},
    {"won_time", time, false, read_into<&Patch::won_time, nullable_time>, "When it was won; of a won deal"},
    {"lost_time", time, false, read_into<&Patch::lost_time, nullable_time>, "When it was lost; of a lost deal"},
    {"expected_close_date", string, false, read_into<&Patch::expected_close_date, nullable_text>, "YYYY-MM-DD"},
    {"label_ids", integers, false, read_into<&Patch::label_ids, strict_ids>, "The labels"},
    {"channel", integer, false, read_into<&Patch::channel, nullable_number>, "The channel it came through"},
    {"channel_id", string, false, read_into<&Patch::channel_id, nullable_text>, "Its id in the channel"},
    {"origin_id", string, false, read_into<&Patch::origin_id, nullable_text>,
     "Its id where it comes from; of a new deal alone"},
    {"custom_fields", object, false, leave_custom_fields<Target>, "Values of custom fields by their keys"},
};
constexpr std::span<const InputField<Target>> table = fields;

Result<DealInput> input_of(Result<Target> target) {
    if (!target) return fail(target);
    const auto is_deleted = target->is_deleted;
    return DealInput{std::move(*target), is_deleted};
}

}  // namespace

const Shape deal_create_shape_v2{"AddDealRequest", [] { return describe(table); }};
const Shape deal_update_shape_v2{"UpdateDealRequest", [] { return describe_update(table); }};

Result<DealInput> read_deal_creation_v2(const domain::Directory& directory, JsonValue body) {
    if (!body.find("title")) return fail(ErrorCode::invalid, "is required", "title");
    return input_of(read_update(table, directory, domain::Kind::deal, body));
}

Result<DealInput> read_deal_update_v2(const domain::Directory& directory, JsonValue body) {
    auto input = input_of(read_update(table, directory, domain::Kind::deal, body));
    if (input) input->patch.origin_id.reset();
    return input;
}

}  // namespace stele::dialect::pipedrive
