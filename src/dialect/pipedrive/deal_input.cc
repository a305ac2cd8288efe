#include "dialect/pipedrive/deal_input.h"

#include <charconv>
#include <cmath>

#include "base/time_text.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/custom_input.h"
#include "dialect/pipedrive/deal_fields.h"
#include "dialect/pipedrive/visible_level.h"

namespace stele::dialect::pipedrive {

namespace {

using Target = DealInput;
using Patch = domain::DealPatch;
using enum WireType;

template <auto Member>
Result<void> read_text(const JsonValue& value, std::string_view name, Target& target) {
    auto text = value.is_null() ? std::optional<std::string>("") : as_text(value);
    if (!text) return bad(name, "a text");
    target.patch.*Member = std::move(*text);
    return {};
}

// Left out when it is empty.
template <auto Member>
Result<void> read_id(const JsonValue& value, std::string_view name, Target& target) {
    if (is_left_out(value)) return {};
    const auto id = as_reference(value);
    if (!id) return bad(name, "a number");
    target.patch.*Member = *id;
    return {};
}

// Null, an empty text and 0 are none.
template <auto Member>
Result<void> read_partner(const JsonValue& value, std::string_view name, Target& target) {
    const auto id = is_left_out(value) ? std::optional<std::int64_t>(0) : as_reference(value);
    if (!id) return bad(name, "a number");
    (target.patch.*Member).emplace(*id == 0 ? std::nullopt : id);
    return {};
}

template <auto Member>
Result<void> read_number_or_none(const JsonValue& value, std::string_view name, Target& target) {
    const auto number = is_left_out(value) ? std::nullopt : as_integer(value);
    if (!number && !is_left_out(value)) return bad(name, "a whole number");
    (target.patch.*Member).emplace(number);
    return {};
}

template <auto Member>
Result<void> read_time_or_none(const JsonValue& value, std::string_view name, Target& target) {
    const auto time = value.is_string() ? parse_time(value.string()) : std::nullopt;
    if (!time && !is_left_out(value)) return bad(name, "a time as YYYY-MM-DD HH:MM:SS");
    (target.patch.*Member).emplace(time);
    return {};
}

Result<void> read_add_time(const JsonValue& value, std::string_view name, Target& target) {
    if (is_left_out(value)) return {};
    const auto time = value.is_string() ? parse_time(value.string()) : std::nullopt;
    if (!time) return bad(name, "a time as YYYY-MM-DD HH:MM:SS");
    target.patch.add_time = *time;
    return {};
}

// A number, or a text that spells one; nothing is 0.
Result<void> read_value(const JsonValue& value, std::string_view name, Target& target) {
    if (is_left_out(value)) {
        target.patch.value = 0;
        return {};
    }
    if (value.kind() == JsonKind::integer) target.patch.value = static_cast<double>(value.integer());
    if (value.kind() == JsonKind::real) target.patch.value = value.real();
    if (value.is_string()) {
        double number = 0;
        const std::string_view text = value.string();
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error == std::errc() && end == text.data() + text.size()) target.patch.value = number;
    }
    if (!target.patch.value || !std::isfinite(*target.patch.value)) return bad(name, "a number");
    return {};
}

Result<void> read_currency(const JsonValue& value, std::string_view name, Target& target) {
    if (is_left_out(value)) return {};
    if (!value.is_string()) return bad(name, "the code of a currency");
    target.patch.currency = std::string(value.string());
    return {};
}

Result<void> read_status(const JsonValue& value, std::string_view name, Target& target) {
    if (is_left_out(value)) return {};
    const std::string_view text = value.is_string() ? value.string() : std::string_view();
    target.is_deleted = text == "deleted";
    if (*target.is_deleted) return {};
    target.patch.status = deal_status(text);
    if (!target.patch.status) return bad(name, "one of open, won, lost, deleted");
    return {};
}

Result<void> read_visible_to(const JsonValue& value, std::string_view name, Target& target) {
    if (is_left_out(value)) return {};
    const auto level = as_integer(value);
    if (!level || *level < 0 || *level > 9) return bad(name, "one of 1, 3, 5, 7");
    target.patch.visible_to = static_cast<int>(*level);
    return {};
}

Result<void> read_labels(const JsonValue& value, std::string_view name, Target& target) {
    auto ids = as_label_ids(value, name);
    if (!ids) return fail(ids);
    target.patch.label_ids = std::move(*ids);
    return {};
}

Result<void> read_archived(const JsonValue& value, std::string_view name, Target& target) {
    const auto flag = as_flag(value, name);
    if (!flag) return fail(flag);
    target.patch.is_archived = *flag;
    return {};
}

constexpr InputField<Target> fields[] = {
    {"title", string, false, read_text<&Patch::title>, "The title"},
    {"value", number, false, read_value, "What it is worth; 0 when left out"},
    {"currency", string, false, read_currency, "Its currency; the company's when left out"},
    {"label", integers, false, read_labels, "The labels"},
    {"label_ids", integers, false, read_labels, "The labels"},
    {"user_id", integer, false, read_id<&Patch::owner_id>, "The owner; the caller, or as it is, when left out"},
    {"person_id", integer, false, read_partner<&Patch::person_id>, "The person"},
    {"org_id", integer, false, read_partner<&Patch::organization_id>, "The organization"},
    {"pipeline_id", integer, false, read_id<&Patch::pipeline_id>, "The pipeline; it begins at its first stage"},
    {"stage_id", integer, false, read_id<&Patch::stage_id>, "The stage, and with it the pipeline"},
    {"status", string, false, read_status, "open, won, lost or deleted"},
    {"probability", number, false, read_number_or_none<&Patch::probability>, "In percent, from 0 to 100"},
    {"lost_reason", string, false, read_text<&Patch::lost_reason>, "Why it was lost; of a lost deal"},
    {"visible_to", string, false, read_visible_to, "Who sees it; the default, or as it is, when left out"},
    {"close_time", time, false, read_time_or_none<&Patch::close_time>, "When it was closed; of a deal that is not open"},
    {"won_time", time, false, read_time_or_none<&Patch::won_time>, "When it was won; of a won deal"},
    {"lost_time", time, false, read_time_or_none<&Patch::lost_time>, "When it was lost; of a lost deal"},
    {"expected_close_date", string, false, read_text<&Patch::expected_close_date>, "YYYY-MM-DD"},
    {"channel", integer, false, read_number_or_none<&Patch::channel>, "The channel it came through"},
    {"channel_id", string, false, read_text<&Patch::channel_id>, "Its id in the channel"},
    {"is_archived", boolean, false, read_archived, "Whether it is archived"},
    {"archive_time", time, false, read_time_or_none<&Patch::archive_time>, "When it was archived"},
    {"add_time", time, false, read_add_time, "When it was added, UTC: YYYY-MM-DD HH:MM:SS"},
    {"origin_id", string, false, read_text<&Patch::origin_id>, "Its id where it comes from; of a new deal alone"},
};

bool is_blank(const JsonValue& title) {
    return title.is_null() || (title.is_string() && title.string().find_first_not_of(" \t\r\n") == std::string_view::npos);
}

std::unexpected<Error> no_title() { return fail(ErrorCode::invalid, "Title must be given.", "title"); }

std::vector<FieldDoc> describe_creation() {
    auto docs = describe(fields);
    docs.front().required = true;
    return docs;
}

Result<DealInput> read(const domain::Directory& directory, JsonValue body) {
    DealInput input;
    for (const JsonValue member : body) {
        const auto* field = find_input(std::span<const InputField<Target>>(fields), member.name());
        const auto done = field != nullptr
                              ? field->read(member, field->name, input)
                              : read_custom_member_v1(directory, domain::Kind::deal, member, input.patch.custom);
        if (!done) return fail(done);
    }
    if (auto level = read_level(directory.company, input.patch.visible_to); !level) return fail(level);
    return input;
}

}  // namespace

const Shape deal_create_shape{"AddDealRequest", describe_creation};
const Shape deal_update_shape{"UpdateDealRequest", [] { return describe(fields); }};

Result<DealInput> read_deal_creation(const domain::Directory& directory, JsonValue body) {
    if (body.find("id")) return fail(ErrorCode::invalid, "Inserting ID with POST request is not allowed", "id");
    const auto title = body.find("title");
    if (!title || is_blank(*title)) return no_title();
    return read(directory, body);
}

Result<DealInput> read_deal_update(const domain::Directory& directory, JsonValue body) {
    const auto title = body.find("title");
    if (title && is_blank(*title)) return no_title();
    auto input = read(directory, body);
    if (input) input->patch.origin_id.reset();
    return input;
}

}  // namespace stele::dialect::pipedrive
