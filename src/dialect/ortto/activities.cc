// What happened to people and accounts, as clients tell it. Ortto: create a custom activity event (create), and the same of accounts.
#include <algorithm>

#include "dialect/ortto/activity_request.h"
#include "dialect/ortto/merge.h"
#include "dialect/ortto/merge_call.h"
#include "dialect/ortto/merge_keys.h"
#include "dialect/ortto/ortto.h"
#include "dialect/ortto/reply.h"
#include "domain/attributes.h"
#include "domain/jobs.h"
#include "domain/occurrences.h"
#include "domain/persons.h"

namespace stele::dialect::ortto {

namespace {

using domain::Attribute;
using domain::Caller;
using domain::CustomData;
using domain::Transaction;
using enum WireType;

constexpr std::string_view list_name = "activities";
constexpr std::string_view none_valid = "No valid activities provided";

// Of an activity's record, and where its id may stand.
constexpr std::string_view person_ids[] = {"person_id"};
constexpr std::string_view account_ids[] = {"account_id", "organization_id", "accounts_id"};

struct ActivityCall {
    Entity entity;
    std::span<const std::string_view> ids;
    std::string_view status;  // of the record, in the reply
    domain::JobKind job;
    bool shows_ids = true;
};
constexpr ActivityCall of_people{Entity::person, person_ids, "person_status", domain::JobKind::put_occurrences};
constexpr ActivityCall of_accounts{Entity::account, account_ids, "account_status",
                                   domain::JobKind::put_organization_occurrences};
// Clients send activities of accounts to the path of people's, too: their keys tell. The reply is that of the path.
constexpr ActivityCall of_accounts_among_people{Entity::account, account_ids, of_people.status, of_accounts.job, false};

std::string_view id_name(const ActivityCall& call) { return call.ids.front(); }

// --- doing -------------------------------------------------------------------------------------------------------------

MergeOutcome invalid(std::string error) { return {MergeStatus::invalid, 0, std::move(error)}; }

std::optional<Micros> moment_in(const domain::Person& person, Attribute attribute) {
    const CustomData* data = find_value(person.custom, id_of(attribute));
    const auto* span = data != nullptr ? std::get_if<domain::Span>(data) : nullptr;
    return span != nullptr ? domain::moment_of(span->from) : std::nullopt;
}

// When the person was seen first and last, and what was spent.
Result<void> follow(Transaction& transaction, const Caller& caller, domain::PersonId id,
                    const domain::NewOccurrence& occurrence) {
    const auto person = domain::find_person(transaction, caller, id);
    if (!person) return fail(person);
    const auto now = transaction.write_time();
    if (!now) return fail(now);
    const Micros time = occurrence.time.value_or(*now);
    domain::PersonPatch patch;
    const auto write = [&](Attribute attribute, CustomData data) {
        domain::CustomPatch& custom = patch.custom.emplace_back();
        custom.field_id = id_of(attribute);
        custom.sets = true;
        custom.data = std::move(data);
    };
    const auto first = moment_in(*person, Attribute::person_first_seen);
    const auto last = moment_in(*person, Attribute::person_last_seen);
    if (!first || time < *first) write(Attribute::person_first_seen, moment_span(time));
    if (!last || time > *last) write(Attribute::person_last_seen, moment_span(time));
    if (occurrence.value && *occurrence.value != 0) {
        const CustomData* spent = find_value(person->custom, id_of(Attribute::person_total_spent));
        const auto* before = spent != nullptr ? std::get_if<double>(spent) : nullptr;
        write(Attribute::person_total_spent, *occurrence.value + (before != nullptr ? *before : 0));
    }
    if (patch.custom.empty()) return {};
    const auto updated = domain::update_person(transaction, caller, id, patch);
    return updated ? Result<void>() : fail(updated);
}

// Whether the record can take the activity, before anything is written of either.
Result<void> check_first(Transaction& transaction, const Caller& caller, const Activity& activity) {
    const auto check = [&](domain::Kind kind, const auto& found) -> Result<void> {
        if (!found) return fail(found);
        if (!*found) return {};
        return domain::check_occurrence(transaction, caller, {kind, (*found)->id}, activity.occurrence);
    };
    if (activity.options.entity == Entity::person)
        return check(domain::Kind::person,
                     find_merged<domain::Person>(transaction, caller, activity.options, activity.record));
    return check(domain::Kind::organization,
                 find_merged<domain::Organization>(transaction, caller, activity.options, activity.record));
}

Result<MergeOutcome> ingest(Transaction& transaction, const Caller& caller, const Activity& activity) {
    if (auto checked = check_first(transaction, caller, activity); !checked) {
        if (checked.error().code == ErrorCode::invalid) return invalid(checked.error().message);
        return fail(checked);
    }
    auto outcome = merge_record(transaction, caller, activity.options, activity.record);
    if (!outcome || outcome->id == 0) return outcome;
    const Entity entity = activity.options.entity;
    const auto added = domain::add_occurrence(transaction, caller, {kind_of(entity), outcome->id}, activity.occurrence);
    if (!added) return fail(added);
    if (*added && entity == Entity::person)
        if (auto followed = follow(transaction, caller, outcome->id, activity.occurrence); !followed) return fail(followed);
    return outcome;
}

Result<std::vector<MergeOutcome>> create(Transaction& transaction, const Caller& caller, const ActivityCall& call,
                                         const JsonValue& body, std::span<const JsonValue> activities, MergeMode mode) {
    const Fields fields(*caller.directory, call.entity);
    std::vector<MergeOutcome> outcomes;
    for (const JsonValue& value : activities) {
        const auto activity = read_activity(fields, call.ids, body, value);
        if (!activity) {
            outcomes.push_back(invalid(activity.error().message));
            continue;
        }
        auto outcome = mode == MergeMode::queued ? queue_record(transaction, caller, activity->options, activity->record)
                                                 : ingest(transaction, caller, *activity);
        if (!outcome) return fail(outcome);
        outcomes.push_back(std::move(*outcome));
    }
    return outcomes;
}

// --- replies -----------------------------------------------------------------------------------------------------------

// Of the activity, and of its record.
std::pair<std::string_view, std::string_view> statuses(const MergeOutcome& outcome) {
    switch (outcome.status) {
        case MergeStatus::created:
            return {"ingested", "created"};
        case MergeStatus::merged:
            return {"ingested", "updated"};
        case MergeStatus::queued:
            return {"queued", "queued"};
        case MergeStatus::skipped:
            return {"skipped", "skipped"};
        case MergeStatus::invalid:
            break;
    }
    return {"invalid", "invalid"};
}

http::Response reply(const ActivityCall& call, domain::CompanyId company, std::span<const MergeOutcome> outcomes) {
    return json_reply([&](JsonWriter& writer) {
        writer.begin_object();
        writer.key_literal(list_name);
        writer.begin_array();
        for (const MergeOutcome& outcome : outcomes) {
            const auto [status, record_status] = statuses(outcome);
            writer.begin_object();
            if (outcome.id != 0 && call.shows_ids) {
                writer.key_literal(id_name(call));
                writer.string_literal(format_id(company, call.entity, outcome.id));
            }
            writer.key_literal("status");
            writer.string_literal(status);
            writer.key_literal(call.status);
            writer.string_literal(record_status);
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

constexpr std::string_view names[] = {list_name};

Result<http::Response> answer(const ActivityCall& call, const Request& request, Context& context) {
    const Caller& caller = context.caller;
    const Fields fields(*caller.directory, call.entity);
    const JsonValue body = request.json();
    const auto activities = read_records(fields, body, names);
    if (!activities) return fail(activities);
    if (auto options = read_merge_options(fields, body); !options) return fail(options);
    const auto async = read_flag(fields, body, "async");
    if (!async) return fail(async);
    const auto outcomes =
        create(context.transaction, caller, call, body, *activities, *async ? MergeMode::queued : MergeMode::at_once);
    if (!outcomes) return fail(outcomes);
    if (auto refused = refuse_all(none_valid, *outcomes)) return std::move(*refused);
    if (*async) {
        const auto added = domain::add_job(context.transaction, caller, call.job, request.http().body);
        if (!added) return fail(added);
    }
    return reply(call, caller.company().id, *outcomes);
}

Result<domain::JobStep> run_step(const ActivityCall& call, Transaction& transaction, const Caller& caller,
                                 const domain::Job& job) {
    const auto body = JsonDocument::parse(job.arguments);
    if (!body) return fail(body);
    const Fields fields(*caller.directory, call.entity);
    const auto activities = read_records(fields, body->root(), names);
    if (!activities) return fail(activities);
    const std::span<const JsonValue> next = next_records(job, *activities);
    const auto outcomes = create(transaction, caller, call, body->root(), next, MergeMode::at_once);
    if (!outcomes) return fail(outcomes);
    return step_behind(next, *activities);
}

const Shape activity_shape{
    "NewActivity", [] {
        return std::vector<FieldDoc>{
            {"activity_id", string, false, true, "What happened: act:cm:name, act:oc:name of accounts"},
            {"attributes", object, true, false, "Up to 15 values, 16 kB; int::v is what it is worth, in thousandths"},
            {"fields", object, true, false, "Whose it is: as in a merge"},
            {"person_id", string, true, false, "Whose it is; fields and merge_by are then passed over"},
            {"location", object, true, false, "Where the person was: as in a merge"},
            {"created", time, true, false, "When it happened, ISO 8601; now when left out"},
            {"key", string, true, false, "With created: what is there already is not added again"},
            {"merge_by", strings, true, false, "As for all activities"},
            {"merge_strategy", integer, true, false, "As for all activities"},
        };
    }};
const Shape account_activity_shape{
    "NewAccountActivity", [] {
        return std::vector<FieldDoc>{
            {"activity_id", string, false, true, "What happened: act:oc:name"},
            {"attributes", object, true, false, "Up to 15 values, 16 kB; int::v is what it is worth, in thousandths"},
            {"fields", object, true, false, "Whose it is: as in a merge"},
            {"account_id", string, true, false, "Whose it is; fields and merge_by are then passed over"},
            {"organization_id", string, true, false, "The same"},
            {"accounts_id", string, true, false, "The same"},
            {"created", time, true, false, "When it happened, ISO 8601; now when left out"},
            {"key", string, true, false, "With created: what is there already is not added again"},
            {"merge_by", strings, true, false, "As for all activities"},
            {"merge_strategy", integer, true, false, "As for all activities"},
        };
    }};

std::vector<FieldDoc> request_fields(const Shape& activity) {
    std::vector<FieldDoc> docs{{list_name, objects, false, true, "1 to 100 activities", &activity}};
    for (FieldDoc& doc : merge_option_fields()) docs.push_back(doc);
    docs.push_back({"skip_non_existing", boolean, true, false, "Creates no record"});
    return docs;
}
std::vector<FieldDoc> outcome_fields(const ActivityCall& call) {
    return {
        {id_name(call), string, false, false, "The id of the record, where it is known"},
        {"status", string, false, true, "ingested, queued, skipped or invalid"},
        {call.status, string, false, true, "Of the record: created, updated, queued, skipped or invalid"},
        {"error", string, false, false, "Of an invalid one: why"},
    };
}
std::vector<FieldDoc> reply_fields(const Shape& outcome) {
    return {{list_name, objects, false, true, "In the order of the request", &outcome}};
}

const Shape person_request{"ActivityCreation", [] { return request_fields(activity_shape); }};
const Shape account_request{"AccountActivityCreation", [] { return request_fields(account_activity_shape); }};
const Shape person_outcome{"CreatedActivity", [] { return outcome_fields(of_people); }};
const Shape account_outcome{"CreatedAccountActivity", [] { return outcome_fields(of_accounts); }};
const Shape person_reply{"ActivityCreationReply", [] { return reply_fields(person_outcome); }};
const Shape account_reply{"AccountActivityCreationReply", [] { return reply_fields(account_outcome); }};

bool is_key_of_accounts(const JsonValue& key) {
    return key.is_string() &&
           (key.string().find(":o:") != std::string_view::npos || key.string().find(":oc:") != std::string_view::npos);
}

Result<http::Response> create_of_people(const Request& request, Context& context) {
    const auto keys = request.json().find("merge_by");
    const bool of_others = keys && keys->is_array() && keys->size() > 0 && is_key_of_accounts(*keys->begin());
    return answer(of_others ? of_accounts_among_people : of_people, request, context);
}

Result<http::Response> create_of_accounts(const Request& request, Context& context) {
    return answer(of_accounts, request, context);
}

constexpr Route row(std::string_view pattern, Handler handler, const Shape& request, const Shape& response) {
    Route route{http::Method::post, pattern,   handler, domain::Access::write, domain::Scope::write, {},
                &request,           &response, 200,     "Create activities"};
    route.may_add_job = true;
    return route;
}

constexpr Route routes[] = {
    row("/v1/activities/create", create_of_people, person_request, person_reply),
    row("/v1/accounts/activities/create", create_of_accounts, account_request, account_reply),
    row("/v1/organizations/activities/create", create_of_accounts, account_request, account_reply),
};

}  // namespace

Result<domain::JobStep> run_person_activities(Transaction& transaction, const Caller& caller, const domain::Job& job) {
    return run_step(of_people, transaction, caller, job);
}

Result<domain::JobStep> run_account_activities(Transaction& transaction, const Caller& caller, const domain::Job& job) {
    return run_step(of_accounts, transaction, caller, job);
}

RouteGroup activity_routes() { return {routes, {}}; }

}  // namespace stele::dialect::ortto
