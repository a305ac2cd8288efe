#include "store/check_jobs.h"

#include "domain/job.h"

namespace stele::store {

namespace {

static_assert(static_cast<int>(domain::JobState::waiting) == 1 && static_cast<int>(domain::JobState::running) == 2);
static_assert(static_cast<int>(domain::JobState::done) == 3 && static_cast<int>(domain::JobState::failed) == 4);

constexpr Rule all_rules[] = {
    {"job", "it is in no known state", {"SELECT id FROM job WHERE {in_company} AND state NOT IN (1, 2, 3, 4)"}},
    {"job",
     "it is not done, and its arguments are gone",
     {"SELECT id FROM job WHERE {in_company} AND state <> 3 AND NOT EXISTS (SELECT 1 FROM job_arguments "
      "WHERE job_arguments.company_id = $1 AND {id job_arguments} = {id_value job.id})"}},
    {"job",
     "it has arguments but does not exist, or is done",
     {"SELECT id FROM job_arguments WHERE {in_company} AND NOT EXISTS (SELECT 1 FROM job WHERE job.company_id = $1 "
      "AND {id job} = {id_value job_arguments.id} AND job.state <> 3)"}},
    {"job",
     "it is leased, but does not run",
     {"SELECT id FROM job WHERE {in_company} AND (lease_holder IS NOT NULL) <> (state = 2)"}},
};

}  // namespace

std::span<const Rule> job_rules() { return all_rules; }

}  // namespace stele::store
