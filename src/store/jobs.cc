#include "store/jobs.h"

#include "store/columns.h"

namespace stele::store {

namespace {

using domain::Job;
using domain::JobState;

static_assert(static_cast<int>(JobState::running) == 2);  // the last of those that are unfinished

constexpr std::string_view job_columns[] = {"id",         "kind",     "user_id",    "source",      "user_agent",
                                            "cursor",     "state",    "attempts",   "lease_until", "lease_holder",
                                            "last_error", "add_time", "update_time"};

constexpr Statement find_job{
    kept_text<[] { return StatementText().add("SELECT ").add_columns(job_columns).add(" FROM job WHERE {by_id}"); }>};
// The indexes are named: nothing else tells SQLite that there are far fewer unfinished jobs than others.
constexpr Statement first_unfinished_job{kept_text<[] {
    return StatementText()
        .add("SELECT ")
        .add_columns(job_columns)
        .add(" FROM job {use_index job_unfinished} WHERE company_id = $1 AND state <= 2 ORDER BY {id job} LIMIT 1");
}>};
constexpr Statement count_unfinished_jobs{
    "SELECT count(*) FROM job {use_index job_unfinished} WHERE company_id = $1 AND state <= 2"};
constexpr Statement list_jobs{kept_text<[] {
    return StatementText()
        .add("SELECT ")
        .add_columns(job_columns)
        .add(" FROM job WHERE {in_company} ORDER BY {id job} DESC LIMIT $2");
}>};
constexpr Statement select_finished_jobs{
    "SELECT id FROM job {use_index job_finished} WHERE company_id = $1 AND state > 2 AND update_time < $2 "
    "ORDER BY update_time, {id job} LIMIT $3"};
constexpr Statement insert_job{
    "INSERT INTO job ({key_column} company_id, id, kind, user_id, source, user_agent, cursor, state, attempts, "
    "lease_until, lease_holder, last_error, add_time, update_time) "
    "VALUES ({key_value} $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"};
constexpr Statement update_job{
    "UPDATE job SET cursor = $3, state = $4, attempts = $5, lease_until = $6, lease_holder = $7, last_error = $8, "
    "update_time = $9 WHERE {by_id}"};
constexpr Statement delete_job{"DELETE FROM job WHERE {by_id}"};
constexpr Statement select_arguments{"SELECT arguments FROM job_arguments WHERE {by_id}"};
constexpr Statement insert_arguments{
    "INSERT INTO job_arguments ({key_column} company_id, id, arguments) VALUES ({key_value} $1, $2, $3)"};
constexpr Statement delete_arguments{"DELETE FROM job_arguments WHERE {by_id}"};

void read(const Row& row, Job& into) {
    into.id = row.integer(0);
    into.kind = static_cast<domain::JobKind>(row.integer(1));
    into.user_id = row.integer(2);
    into.source = static_cast<domain::Source>(row.integer(3));
    into.user_agent = row.text(4);
    into.cursor = row.text(5);
    into.state = static_cast<JobState>(row.integer(6));
    into.attempts = row.integer(7);
    into.lease_until = row.integer(8);
    into.lease_holder = row.text(9);
    into.last_error = row.text(10);
    into.add_time = row.integer(11);
    into.update_time = row.integer(12);
}

}  // namespace

Result<std::optional<Job>> Jobs::first_row(Sql sql, std::initializer_list<Value> values) {
    std::optional<Job> found;
    const auto queried = session_.query(sql, values, [&](const Row& row) {
        read(row, found.emplace());
        return false;
    });
    if (!queried) return fail(queried);
    return found;
}

Result<std::optional<Job>> Jobs::find(domain::JobId id) { return first_row(find_job, {company_, id}); }

Result<std::optional<Job>> Jobs::first_unfinished() { return first_row(first_unfinished_job, {company_}); }

Result<std::int64_t> Jobs::unfinished_count() {
    std::int64_t count = 0;
    const auto queried = session_.query(count_unfinished_jobs, {company_}, [&](const Row& row) {
        count = row.integer(0);
        return false;
    });
    if (!queried) return fail(queried);
    return count;
}

Result<std::string> Jobs::arguments(domain::JobId id) {
    std::string text;
    const auto queried = session_.query(select_arguments, {company_, id}, [&](const Row& row) {
        text = row.text(0);
        return false;
    });
    if (!queried) return fail(queried);
    return text;
}

Result<void> Jobs::insert(const Job& job) {
    auto inserted = session_.write(
        insert_job,
        {company_, job.id, static_cast<std::int64_t>(job.kind), job.user_id, static_cast<std::int64_t>(job.source),
         text_or_null(job.user_agent), std::string_view(job.cursor), static_cast<std::int64_t>(job.state), job.attempts,
         job.lease_until, text_or_null(job.lease_holder), text_or_null(job.last_error), job.add_time, job.update_time});
    if (!inserted) return inserted;
    return session_.write(insert_arguments, {company_, job.id, std::string_view(job.arguments)});
}

Result<void> Jobs::update(const Job& job) {
    return session_.write(
        update_job, {company_, job.id, std::string_view(job.cursor), static_cast<std::int64_t>(job.state), job.attempts,
                     job.lease_until, text_or_null(job.lease_holder), text_or_null(job.last_error), job.update_time});
}

Result<void> Jobs::remove_arguments(domain::JobId id) { return session_.write(delete_arguments, {company_, id}); }

Result<void> Jobs::remove(domain::JobId id) {
    if (auto removed = remove_arguments(id); !removed) return removed;
    return session_.write(delete_job, {company_, id});
}

Result<void> Jobs::list(std::int64_t limit, FunctionRef<bool(const Job&)> visit) {
    Job job;
    return session_.query(list_jobs, {company_, limit}, [&](const Row& row) {
        read(row, job);
        return visit(job);
    });
}

Result<std::vector<domain::JobId>> Jobs::finished_before(Micros time, std::int64_t limit) {
    std::vector<domain::JobId> ids;
    const auto queried = session_.query(select_finished_jobs, {company_, time, limit}, [&](const Row& row) {
        ids.push_back(row.integer(0));
        return true;
    });
    if (!queried) return fail(queried);
    return ids;
}

}  // namespace stele::store
