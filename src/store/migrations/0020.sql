-- Jobs: work that goes on after its request was answered. Kinds and states are those of domain/job.h.

CREATE TABLE job (
    {record_key},
    kind {integer} NOT NULL,
    user_id {integer} NOT NULL,
    source {integer} NOT NULL,
    user_agent {text},
    cursor {text} NOT NULL,
    state {integer} NOT NULL,
    attempts {integer} NOT NULL,
    lease_until {integer} NOT NULL,
    lease_holder {text},
    last_error {text},
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    FOREIGN KEY (company_id, user_id) REFERENCES app_user (company_id, id)
) {records};

CREATE INDEX job_unfinished ON job (company_id{then_id}) WHERE state <= 2;
CREATE INDEX job_finished ON job (company_id, update_time{then_id}) WHERE state > 2;

-- In a table of their own: they may be large, and each step writes the job anew.
CREATE TABLE job_arguments (
    {record_key},
    arguments {text} NOT NULL
) {records};

ALTER TABLE company_state ADD COLUMN last_job_id {integer} NOT NULL DEFAULT 0;
