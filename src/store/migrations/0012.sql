-- Deals, and the pipelines and stages that they go through.

CREATE TABLE pipeline (
    company_id {integer} NOT NULL,
    id {integer} NOT NULL,
    name {text} NOT NULL,
    position {integer} NOT NULL,
    has_probabilities {integer} NOT NULL,
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    delete_time {integer},
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id) REFERENCES company (id)
) {clustered};

CREATE TABLE stage (
    company_id {integer} NOT NULL,
    id {integer} NOT NULL,
    pipeline_id {integer} NOT NULL,
    name {text} NOT NULL,
    position {integer} NOT NULL,
    probability {integer} NOT NULL,
    rots {integer} NOT NULL,
    rotting_days {integer},
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    delete_time {integer},
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, pipeline_id) REFERENCES pipeline (company_id, id)
) {clustered};

-- Status: 1 open, 2 won, 3 lost.
CREATE TABLE deal (
    {record_key},
    title {text} NOT NULL,
    creator_id {integer} NOT NULL,
    owner_id {integer} NOT NULL,
    visible_to {integer} NOT NULL,
    follower_mask {integer} NOT NULL,
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    delete_time {integer},
    archive_time {integer},
    label {integer},
    other_labels {text},
    value {real} NOT NULL,
    currency {text} NOT NULL,
    person_id {integer},
    organization_id {integer},
    pipeline_id {integer} NOT NULL,
    stage_id {integer} NOT NULL,
    status {integer} NOT NULL,
    probability {integer},
    lost_reason {text},
    stage_change_time {integer},
    close_time {integer},
    won_time {integer},
    first_won_time {integer},
    lost_time {integer},
    expected_close_date {text},
    channel {integer},
    channel_id {text},
    origin {text} NOT NULL,
    origin_id {text},
    acv {real},
    arr {real},
    mrr {real},
    next_activity_id {integer},
    next_activity_date {text},
    next_activity_time {text},
    last_activity_id {integer},
    last_activity_date {text},
    last_activity_time {text},
    last_incoming_mail_time {integer},
    last_outgoing_mail_time {integer},
    email_messages {integer} NOT NULL,
    activities {integer} NOT NULL,
    done_activities {integer} NOT NULL,
    files {integer} NOT NULL,
    notes {integer} NOT NULL,
    followers {integer} NOT NULL,
    participants {integer} NOT NULL,
    custom {text},
    title_fold {text} NOT NULL,
    title_sort {bytes} NOT NULL,
    currency_fold {text} NOT NULL,
    lost_reason_fold {text},
    channel_id_fold {text},
    origin_fold {text} NOT NULL,
    origin_id_fold {text},
    FOREIGN KEY (company_id, owner_id) REFERENCES app_user (company_id, id)
) {records};

CREATE INDEX deal_by_title ON deal (company_id, title_sort{then_id}) WHERE delete_time IS NULL;
CREATE INDEX deal_by_fold ON deal (company_id, title_fold{then_id}) WHERE delete_time IS NULL;
CREATE INDEX deal_by_owner ON deal (company_id, owner_id{then_id}) WHERE delete_time IS NULL;
CREATE INDEX deal_by_stage ON deal (company_id, stage_id{then_id}) WHERE delete_time IS NULL;
CREATE INDEX deal_by_pipeline ON deal (company_id, pipeline_id{then_id}) WHERE delete_time IS NULL;
CREATE INDEX deal_by_add_time ON deal (company_id, add_time{then_id}) WHERE delete_time IS NULL;
CREATE INDEX deal_by_update_time ON deal (company_id, update_time{then_id}) WHERE delete_time IS NULL;
CREATE INDEX deal_deleted ON deal (company_id, update_time{then_id}) WHERE delete_time IS NOT NULL;
CREATE INDEX deal_by_delete_time ON deal (company_id, delete_time{then_id}) WHERE delete_time IS NOT NULL;
-- Deleted ones too: they move with what they are with.
CREATE INDEX deal_by_organization ON deal (company_id, organization_id{then_id}) WHERE organization_id IS NOT NULL;
CREATE INDEX deal_by_person ON deal (company_id, person_id{then_id}) WHERE person_id IS NOT NULL;
-- What organizations count, without a look at the deals.
CREATE INDEX deal_counted ON deal (company_id, organization_id, status{then_id})
    WHERE delete_time IS NULL AND organization_id IS NOT NULL;

CREATE TABLE deal_participant (
    company_id {integer} NOT NULL,
    deal_id {integer} NOT NULL,
    person_id {integer} NOT NULL,
    id {integer} NOT NULL,
    user_id {integer} NOT NULL,
    add_time {integer} NOT NULL,
    PRIMARY KEY (company_id, deal_id, person_id)
) {clustered};

CREATE INDEX deal_participant_by_person ON deal_participant (company_id, person_id, deal_id);

ALTER TABLE company_state ADD COLUMN last_deal_id {integer} NOT NULL DEFAULT 0;
ALTER TABLE company_state ADD COLUMN last_pipeline_id {integer} NOT NULL DEFAULT 0;
ALTER TABLE company_state ADD COLUMN last_stage_id {integer} NOT NULL DEFAULT 0;
ALTER TABLE company_state ADD COLUMN last_participant_id {integer} NOT NULL DEFAULT 0;

-- Every company has a pipeline.
INSERT INTO pipeline (company_id, id, name, position, has_probabilities, add_time, update_time)
    SELECT id, 1, 'Pipeline', 1, 0, add_time, add_time FROM company;
INSERT INTO stage (company_id, id, pipeline_id, name, position, probability, rots, add_time, update_time)
    SELECT id, 1, 1, 'Qualified', 1, 100, 0, add_time, add_time FROM company;
INSERT INTO stage (company_id, id, pipeline_id, name, position, probability, rots, add_time, update_time)
    SELECT id, 2, 1, 'Contact Made', 2, 100, 0, add_time, add_time FROM company;
INSERT INTO stage (company_id, id, pipeline_id, name, position, probability, rots, add_time, update_time)
    SELECT id, 3, 1, 'Demo Scheduled', 3, 100, 0, add_time, add_time FROM company;
INSERT INTO stage (company_id, id, pipeline_id, name, position, probability, rots, add_time, update_time)
    SELECT id, 4, 1, 'Proposal Made', 4, 100, 0, add_time, add_time FROM company;
INSERT INTO stage (company_id, id, pipeline_id, name, position, probability, rots, add_time, update_time)
    SELECT id, 5, 1, 'Negotiations Started', 5, 100, 0, add_time, add_time FROM company;
UPDATE company_state SET last_pipeline_id = 1, last_stage_id = 5;
