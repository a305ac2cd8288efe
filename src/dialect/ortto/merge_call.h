// Calls that merge people or accounts: the reply, and the job that does afterwards what was asked to be `async`.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dialect/dialect.h"
#include "dialect/ortto/ids.h"
#include "dialect/ortto/merge.h"
#include "domain/jobs.h"

namespace stele::dialect::ortto {

// What tells one such call from another.
struct MergeCall {
    Entity entity;
    std::span<const std::string_view> names;  // of the records in the body, either of which is taken
    std::string_view list;                    // of the outcomes in the reply: "people"
    std::string_view id;                      // "person_id"
    std::string_view none_valid;              // what is said when every record is invalid
    domain::JobKind job;
};

// 200 with an outcome a record; 400 when every record is invalid.
[[nodiscard]] Result<http::Response> answer_merge(const MergeCall& call, const Request& request, Context& context);

// The next records of the body that the job keeps.
[[nodiscard]] Result<domain::JobStep> run_merge_step(const MergeCall& call, domain::Transaction& transaction,
                                                     const domain::Caller& caller, const domain::Job& job);

// What every record is invalid for: 400 with each as a detail, and nothing was written. Nothing when one is not invalid.
[[nodiscard]] std::optional<http::Response> refuse_all(std::string_view text, std::span<const MergeOutcome> outcomes);

// Members of the reply to one record.
[[nodiscard]] std::vector<FieldDoc> merge_outcome_fields(std::string_view id);
// Of the request, but for the records.
[[nodiscard]] std::vector<FieldDoc> merge_option_fields();

// Of all records of a job those that its next step does, and what the step came to.
[[nodiscard]] std::span<const JsonValue> next_records(const domain::Job& job, std::span<const JsonValue> all);
[[nodiscard]] domain::JobStep step_behind(std::span<const JsonValue> done, std::span<const JsonValue> all);

}  // namespace stele::dialect::ortto
