#include "dialect/ortto/merge_call.h"

#include <algorithm>

#include "base/limits.h"
#include "dialect/ortto/errors.h"
#include "dialect/ortto/reply.h"

namespace stele::dialect::ortto {

namespace {

http::Response reply(const MergeCall& call, domain::CompanyId company, std::span<const MergeOutcome> outcomes) {
    return json_reply([&](JsonWriter& writer) {
        writer.begin_object();
        writer.key_literal(call.list);
        writer.begin_array();
        for (const MergeOutcome& outcome : outcomes) {
            writer.begin_object();
            if (outcome.id != 0) {
                writer.key_literal(call.id);
                writer.string_literal(format_id(company, call.entity, outcome.id));
            }
            writer.key_literal("status");
            writer.string_literal(name_of(outcome.status));
            if (!outcome.error.empty()) {
                writer.key_literal("error");
                writer.string(outcome.error);
            }
            writer.end_object();
        }
        writer.end_array();
        writer.end_object();
    });
}

// A merge as its body says.
struct ReadMerge {
    MergeOptions options;
    std::vector<JsonValue> records;
};

Result<ReadMerge> read_merge(const MergeCall& call, const domain::Caller& caller, const JsonValue& body) {
    const Fields fields(*caller.directory, call.entity);
    auto options = read_merge_options(fields, body);
    if (!options) return fail(options);
    auto records = read_records(fields, body, call.names);
    if (!records) return fail(records);
    return ReadMerge{std::move(*options), std::move(*records)};
}

}  // namespace

Result<http::Response> answer_merge(const MergeCall& call, const Request& request, Context& context) {
    const domain::Caller& caller = context.caller;
    const auto merge = read_merge(call, caller, request.json());
    if (!merge) return fail(merge);
    const auto async = read_flag(Fields(*caller.directory, call.entity), request.json(), "async");
    if (!async) return fail(async);
    const auto outcomes = merge_records(context.transaction, caller, merge->options, merge->records,
                                        *async ? MergeMode::queued : MergeMode::at_once);
    if (!outcomes) return fail(outcomes);
    if (auto refused = refuse_all(call.none_valid, *outcomes)) return std::move(*refused);
    if (*async) {
        const auto added = domain::add_job(context.transaction, caller, call.job, request.http().body);
        if (!added) return fail(added);
    }
    return reply(call, caller.company().id, *outcomes);
}

Result<domain::JobStep> run_merge_step(const MergeCall& call, domain::Transaction& transaction, const domain::Caller& caller,
                                       const domain::Job& job) {
    const auto body = JsonDocument::parse(job.arguments);
    if (!body) return fail(body);
    const auto merge = read_merge(call, caller, body->root());
    if (!merge) return fail(merge);
    const std::span<const JsonValue> next = next_records(job, merge->records);
    const auto outcomes = merge_records(transaction, caller, merge->options, next, MergeMode::at_once);
    if (!outcomes) return fail(outcomes);
    return step_behind(next, merge->records);
}

std::optional<http::Response> refuse_all(std::string_view text, std::span<const MergeOutcome> outcomes) {
    std::vector<Detail> details;
    for (const MergeOutcome& outcome : outcomes) {
        if (outcome.status != MergeStatus::invalid) return std::nullopt;
        details.push_back({name_of(outcome.status), outcome.error});
    }
    return error_response(400, std::string(text) + " (" + outcomes.front().error + ")", details);
}

std::vector<FieldDoc> merge_outcome_fields(std::string_view id) {
    using enum WireType;
    return {
        {id, string, false, false, "Its id, where it is known"},
        {"status", string, false, true, "created, merged, queued, skipped or invalid"},
        {"error", string, false, false, "Of an invalid one: why"},
    };
}

std::vector<FieldDoc> merge_option_fields() {
    using enum WireType;
    return {
        {"merge_by", strings, true, false, "Fields by which records are found: up to three, or an id alone"},
        {"merge_strategy", integer, true, false,
         "1 fills what is empty, 2 overwrites (the default), 3 leaves what is there"},
        {"find_strategy", integer, true, false,
         "0 any key (the default), 1 the next one only where those before it are empty, 2 all that are given"},
        {"async", boolean, true, false, "Answers at once, and does it afterwards"},
    };
}

std::span<const JsonValue> next_records(const domain::Job& job, std::span<const JsonValue> all) {
    const auto done = static_cast<std::size_t>(parse_integer(job.cursor).value_or(0));
    const std::size_t begin = std::min(done, all.size());
    return all.subspan(begin, std::min(limits::merge_step_records, all.size() - begin));
}

domain::JobStep step_behind(std::span<const JsonValue> done, std::span<const JsonValue> all) {
    const auto end = static_cast<std::size_t>(done.data() + done.size() - all.data());
    return {std::to_string(end), end == all.size()};
}

}  // namespace stele::dialect::ortto
