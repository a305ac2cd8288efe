// Archiving, restoring and deleting accounts and people. Ortto: archiving and deleting organizations.
//
// A call names its records, at most 100, or means all of them: up to as many are done at once, more by a job. What is archived can
// be restored or deleted, and nothing else can.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/json_reader.h"
#include "base/limits.h"
#include "dialect/ortto/errors.h"
#include "dialect/ortto/input.h"
#include "dialect/ortto/list_request.h"
#include "dialect/ortto/ortto.h"
#include "dialect/ortto/record_lists.h"
#include "dialect/ortto/reply.h"
#include "dialect/ortto/selection.h"
#include "domain/account_members.h"
#include "domain/attributes.h"
#include "domain/jobs.h"
#include "domain/organizations.h"
#include "domain/persons.h"

namespace stele::dialect::ortto {

namespace {

using domain::Attribute;
using domain::Comparison;
using domain::FieldRef;
using domain::Organization;
using domain::OrganizationField;
using domain::Person;
using domain::PersonField;
using domain::Predicate;
using enum WireType;

enum class Verb : std::uint8_t { archive = 1, restore = 2, remove = 3 };

constexpr std::string_view archive_source = "API";  // as str::as names it

// Of one step of a job. An account may drop its people, which takes as long as to change many people.
constexpr std::int64_t step_people = 100;
constexpr std::int64_t step_accounts = 25;

struct Names {
    std::string_view scheduled;
    std::string_view done;
};

// Production mixes the names of accounts; the older paths have the older name throughout.
Names names_of(Entity entity, Verb verb, bool says_organization) {
    if (entity == Entity::person) {
        constexpr std::array<std::string_view, 3> done{"archived_contacts", "restored_contacts", "deleted_contacts"};
        return {"scheduled_contacts", done[static_cast<std::size_t>(verb) - 1]};
    }
    constexpr std::array<std::string_view, 3> done{"archived_organizations", "restored_organizations",
                                                   "deleted_organizations"};
    if (verb == Verb::remove && !says_organization) return {"scheduled_accounts", "deleted_accounts"};
    return {"scheduled_organizations", done[static_cast<std::size_t>(verb) - 1]};
}

struct Change {
    Entity entity = Entity::account;
    Verb verb = Verb::archive;

    // Archiving is of those that are not archived, the others of those that are.
    [[nodiscard]] bool wants_archived() const { return verb != Verb::archive; }
};

Result<Person> find_live(domain::Transaction& transaction, const domain::Caller& caller, std::int64_t id,
                         const Person* /*of*/) {
    return domain::find_live_person(transaction, caller, id);
}
Result<Organization> find_live(domain::Transaction& transaction, const domain::Caller& caller, std::int64_t id,
                               const Organization* /*of*/) {
    return domain::find_live_organization(transaction, caller, id);
}

void set_attribute(domain::CustomPatches& patches, Attribute attribute, std::optional<domain::CustomData> data) {
    domain::CustomPatch& patch = patches.emplace_back();
    patch.field_id = domain::id_of(attribute);
    patch.sets = true;
    patch.data = std::move(data);
}

// When it was archived and by what, or when it was restored.
template <class Patch>
Patch patch_of(Verb verb, Micros time, Attribute source, Attribute restored) {
    Patch patch;
    if (verb == Verb::archive) {
        patch.archive_time = std::optional(time);
        set_attribute(patch.custom, source, std::string(archive_source));
    } else {
        patch.archive_time = std::optional<Micros>();
        set_attribute(patch.custom, source, std::nullopt);
        set_attribute(patch.custom, restored, moment_span(time));
    }
    return patch;
}

Result<void> change_record(domain::Transaction& transaction, const domain::Caller& caller, Verb verb, Person& person) {
    if (verb == Verb::remove) return domain::delete_person(transaction, caller, person);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    const auto patch =
        patch_of<domain::PersonPatch>(verb, *time, Attribute::person_archive_source, Attribute::person_restored);
    if (auto updated = domain::update_person(transaction, caller, person.id, patch); !updated) return fail(updated);
    return {};
}

// An archived account has no people; what is restored gets none back.
Result<void> change_record(domain::Transaction& transaction, const domain::Caller& caller, Verb verb,
                           Organization& organization) {
    if (verb == Verb::remove) return domain::delete_organization(transaction, caller, organization);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    const auto patch = patch_of<domain::OrganizationPatch>(verb, *time, Attribute::organization_archive_source,
                                                           Attribute::organization_restored);
    const auto updated = domain::update_organization(transaction, caller, organization.id, patch);
    if (!updated) return fail(updated);
    if (verb != Verb::archive) return {};
    if (auto dropped = domain::drop_members(transaction, caller, *updated); !dropped) return fail(dropped);
    return {};
}

// How many it was: what is unknown, or not as it should be, is passed over.
template <class Record>
Result<std::int64_t> change_each(domain::Transaction& transaction, const domain::Caller& caller, const Change& change,
                                 std::span<const std::int64_t> ids) {
    std::int64_t done = 0;
    for (const std::int64_t id : ids) {
        auto record = find_live(transaction, caller, id, static_cast<const Record*>(nullptr));
        if (!record && record.error().code == ErrorCode::not_found) continue;
        if (!record) return fail(record);
        if (record->archive_time.has_value() != change.wants_archived()) continue;
        if (auto changed = change_record(transaction, caller, change.verb, *record); !changed) return fail(changed);
        ++done;
    }
    return done;
}

Result<std::int64_t> change_all(domain::Transaction& transaction, const domain::Caller& caller, const Change& change,
                                std::span<const std::int64_t> ids) {
    return change.entity == Entity::person ? change_each<Person>(transaction, caller, change, ids)
                                           : change_each<Organization>(transaction, caller, change, ids);
}

FieldRef id_of(Entity entity) {
    return entity == Entity::person ? FieldRef(PersonField::id) : FieldRef(OrganizationField::id);
}

// Ids of records, in the order asked for.
Result<std::vector<std::int64_t>> list_ids(domain::Transaction& transaction, Entity entity, Predicate where,
                                           bool newest_first, std::int64_t limit) {
    domain::RecordQuery query;
    query.where = std::move(where);
    query.sort = {{id_of(entity), newest_first}};
    query.limit = limit;
    std::vector<std::int64_t> ids;
    const auto take = [&](const auto& record) {
        ids.push_back(record.id);
        return true;
    };
    auto listed =
        entity == Entity::person ? transaction.persons().list(query, take) : transaction.organizations().list(query, take);
    if (!listed) return fail(listed);
    return ids;
}

// Records that the change is for, but those that are left out.
Predicate all_rows(const domain::Caller& caller, const Change& change, std::vector<std::int64_t> excluded) {
    Predicate where = everyone(caller, change.entity, change.wants_archived());
    if (!excluded.empty())
        where.children.push_back(
            Predicate::negate(Predicate::compare(id_of(change.entity), Comparison::in, std::move(excluded))));
    return where;
}

bool means_all_rows(const JsonValue& body) {
    const auto value = body.find("all_rows_selected");
    return value && value->kind() == JsonKind::boolean && value->boolean();
}

Result<IdList> read_excluded(const Request& request, const Context& context, Entity entity) {
    return read_ids(context.caller.company(), entity, request.json(), "exclusion_ids", limits::member_ids);
}

// What the preparation finds: how many there are and the newest of them, and when they are few the ids of all.
struct Found {
    std::int64_t total = 0;
    std::int64_t newest = 0;
    std::span<const std::int64_t> ids;
};
constexpr std::size_t found_head = 2;

Found read_found(std::span<const std::int64_t> prepared) {
    if (prepared.size() < found_head) return {};
    return {prepared[0], prepared[1], prepared.subspan(found_head)};
}

template <Entity entity, Verb verb>
Result<std::vector<std::int64_t>> find_rows(const Request& request, Context& context) {
    auto excluded = read_excluded(request, context, entity);
    if (!excluded) return fail(excluded);
    const Predicate where = all_rows(context.caller, {entity, verb}, std::move(excluded->numbers));
    auto ids = list_ids(context.transaction, entity, where, true, static_cast<std::int64_t>(limits::archived_ids) + 1);
    if (!ids) return ids;
    if (ids->empty()) return ids;
    auto total = static_cast<std::int64_t>(ids->size());
    const std::int64_t newest = ids->front();
    if (ids->size() > limits::archived_ids) {
        const auto counted = entity == Entity::person ? context.transaction.persons().count(where)
                                                      : context.transaction.organizations().count(where);
        if (!counted) return fail(counted);
        total = *counted;
        ids->clear();
    }
    ids->insert(ids->begin(), {total, newest});
    return ids;
}

std::string job_arguments(const Change& change, std::int64_t newest, std::span<const std::int64_t> excluded) {
    std::string text;
    JsonWriter writer(text);
    writer.begin_object();
    writer.key_literal("people");
    writer.boolean(change.entity == Entity::person);
    writer.key_literal("verb");
    writer.integer(static_cast<std::int64_t>(change.verb));
    writer.key_literal("newest");
    writer.integer(newest);
    writer.key_literal("except");
    writer.begin_array();
    for (const std::int64_t id : excluded) writer.integer(id);
    writer.end_array();
    writer.end_object();
    return text;
}

struct Done {
    std::int64_t scheduled = 0;
    std::int64_t done = 0;
};

Result<Done> change_all_rows(const Request& request, Context& context, const Change& change) {
    const Found found = read_found(request.prepared());
    if (found.total == 0) return Done{};
    if (found.ids.empty()) {
        const auto excluded = read_excluded(request, context, change.entity);
        if (!excluded) return fail(excluded);
        const auto job = domain::add_job(context.transaction, context.caller, domain::JobKind::change_archived,
                                         job_arguments(change, found.newest, excluded->numbers));
        if (!job) return fail(job);
        return Done{found.total, 0};
    }
    const auto done = change_all(context.transaction, context.caller, change, found.ids);
    if (!done) return fail(done);
    return Done{0, *done};
}

Result<Done> change_named(const Request& request, Context& context, const Change& change) {
    const domain::Company& company = context.caller.company();
    auto included = read_ids(company, change.entity, request.json(), "inclusion_ids", limits::archived_ids);
    if (!included) return fail(included);
    const auto excluded = read_excluded(request, context, change.entity);
    if (!excluded) return fail(excluded);
    std::erase_if(included->numbers,
                  [&](std::int64_t id) { return std::ranges::find(excluded->numbers, id) != excluded->numbers.end(); });
    const auto done = change_all(context.transaction, context.caller, change, included->numbers);
    if (!done) return fail(done);
    return Done{0, *done};
}

template <Entity entity, Verb verb>
Result<http::Response> change_records(const Request& request, Context& context) {
    const Change change{entity, verb};
    const auto done =
        means_all_rows(request.json()) ? change_all_rows(request, context, change) : change_named(request, context, change);
    if (!done) return fail(done);
    const Names names = names_of(entity, verb, says_organization(request));
    return json_reply([&](JsonWriter& writer) {
        writer.begin_object();
        writer.key_literal(names.scheduled);
        writer.integer(done->scheduled);
        writer.key_literal(names.done);
        writer.integer(done->done);
        writer.end_object();
    });
}

const Shape change_shape{
    "ArchiveRequest", [] {
        return std::vector<FieldDoc>{
            {"inclusion_ids", strings, true, false, "At most 100; unknown ones are passed over"},
            {"exclusion_ids", strings, true, false, "Not these"},
            {"all_rows_selected", boolean, true, false,
             "All that are not archived; of restore and delete all that are. More than 100 are done afterwards"},
        };
    }};

std::vector<FieldDoc> done_docs(Entity entity, Verb verb, bool says_organization) {
    const Names names = names_of(entity, verb, says_organization);
    return {{names.scheduled, integer, false, true, "How many are done afterwards"},
            {names.done, integer, false, true, "How many were changed"}};
}
template <Entity entity, Verb verb, bool says_organization>
std::vector<FieldDoc> describe_done() {
    return done_docs(entity, verb, says_organization);
}

const Shape account_archived{"AccountsArchived", describe_done<Entity::account, Verb::archive, false>};
const Shape account_restored{"AccountsRestored", describe_done<Entity::account, Verb::restore, false>};
const Shape account_deleted{"AccountsDeleted", describe_done<Entity::account, Verb::remove, false>};
const Shape organization_deleted{"OrganizationsDeleted", describe_done<Entity::account, Verb::remove, true>};
const Shape person_archived{"PeopleArchived", describe_done<Entity::person, Verb::archive, false>};
const Shape person_restored{"PeopleRestored", describe_done<Entity::person, Verb::restore, false>};
const Shape person_deleted{"PeopleDeleted", describe_done<Entity::person, Verb::remove, false>};

bool prepares(const Request& request) { return means_all_rows(request.json()); }

template <Entity entity, Verb verb>
constexpr Preparation preparation{prepares, find_rows<entity, verb>};

template <Entity entity, Verb verb>
constexpr Route row(std::string_view pattern, const Shape& response, std::string_view summary) {
    const auto method = verb == Verb::remove ? http::Method::delete_ : http::Method::put;
    Route route{method,
                pattern,
                change_records<entity, verb>,
                domain::Access::write,
                domain::Scope::write,
                {},
                &change_shape,
                &response,
                200,
                summary};
    route.may_add_job = true;
    route.preparation = &preparation<entity, verb>;
    return route;
}

constexpr Route routes[] = {
    row<Entity::account, Verb::archive>("/v1/accounts/archive", account_archived, "Archive accounts"),
    row<Entity::account, Verb::archive>("/v1/organizations/archive", account_archived, "Archive accounts"),
    row<Entity::account, Verb::restore>("/v1/accounts/restore", account_restored, "Restore archived accounts"),
    row<Entity::account, Verb::restore>("/v1/organizations/restore", account_restored, "Restore archived accounts"),
    row<Entity::account, Verb::remove>("/v1/accounts/delete", account_deleted, "Delete archived accounts"),
    row<Entity::account, Verb::remove>("/v1/organizations/delete", organization_deleted, "Delete archived accounts"),
    row<Entity::person, Verb::archive>("/v1/person/archive", person_archived, "Archive people"),
    row<Entity::person, Verb::restore>("/v1/person/restore", person_restored, "Restore archived people"),
    row<Entity::person, Verb::remove>("/v1/person/delete", person_deleted, "Delete archived people"),
};

// What job_arguments() wrote.
struct JobArguments {
    Change change;
    std::int64_t newest = 0;
    std::vector<std::int64_t> excluded;
};

Result<JobArguments> read_arguments(std::string_view text) {
    const auto document = JsonDocument::parse(text);
    if (!document) return fail(document);
    const auto people = document->root().find("people");
    const auto verb = document->root().find("verb");
    const auto newest = document->root().find("newest");
    const auto except = document->root().find("except");
    if (!people || !verb || !newest || !except) return fail(ErrorCode::internal, "the job's arguments are incomplete");
    JobArguments arguments;
    arguments.change = {people->boolean() ? Entity::person : Entity::account, static_cast<Verb>(verb->integer())};
    arguments.newest = newest->integer();
    for (const JsonValue id : *except) arguments.excluded.push_back(id.integer());
    return arguments;
}

}  // namespace

RouteGroup archive_routes() { return {routes, {}}; }

Result<domain::JobStep> run_archive_step(domain::Transaction& transaction, const domain::Caller& caller,
                                         const domain::Job& job) {
    auto arguments = read_arguments(job.arguments);
    if (!arguments) return fail(arguments);
    const Change change = arguments->change;
    const std::int64_t limit = change.entity == Entity::person ? step_people : step_accounts;
    Predicate where = all_rows(caller, change, std::move(arguments->excluded));
    const std::int64_t after = parse_integer(job.cursor).value_or(0);
    where.children.push_back(Predicate::compare(id_of(change.entity), Comparison::greater, after));
    where.children.push_back(Predicate::compare(id_of(change.entity), Comparison::less_or_equal, arguments->newest));
    const auto ids = list_ids(transaction, change.entity, std::move(where), false, limit);
    if (!ids) return fail(ids);
    if (auto changed = change_all(transaction, caller, change, *ids); !changed) return fail(changed);
    const bool is_done = std::cmp_less(ids->size(), limit);
    return domain::JobStep{ids->empty() ? job.cursor : std::to_string(ids->back()), is_done};
}

}  // namespace stele::dialect::ortto
