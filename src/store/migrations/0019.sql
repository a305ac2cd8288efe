-- Tags of organizations and persons, what happened to them, and what finds those that are archived.

-- Of two deleted tags the names may be alike. Counters: records that carry it and are neither deleted nor archived.
CREATE TABLE tag (
    {record_key},
    name {text} NOT NULL,
    name_fold {text} NOT NULL,
    background_color {text},
    text_color {text},
    description {text},
    creator_id {integer} NOT NULL,
    source {integer} NOT NULL,
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    last_use_time {integer},
    delete_time {integer},
    organizations {integer} NOT NULL,
    persons {integer} NOT NULL,
    FOREIGN KEY (company_id, creator_id) REFERENCES app_user (company_id, id)
) {records};

CREATE UNIQUE INDEX tag_by_fold ON tag (company_id, name_fold) WHERE delete_time IS NULL;
CREATE INDEX tag_by_delete_time ON tag (company_id, delete_time{then_id}) WHERE delete_time IS NOT NULL;

CREATE TABLE record_tag (
    company_id {integer} NOT NULL,
    kind {integer} NOT NULL,
    record_id {integer} NOT NULL,
    tag_id {integer} NOT NULL,
    add_time {integer} NOT NULL,
    PRIMARY KEY (company_id, kind, record_id, tag_id)
) {clustered};

CREATE INDEX record_tag_by_tag ON record_tag (company_id, tag_id, kind, record_id);

-- Attributes are a JSON object.
CREATE TABLE occurrence (
    {record_key},
    kind {integer} NOT NULL,
    record_id {integer} NOT NULL,
    type {text} NOT NULL,
    time {integer} NOT NULL,
    attributes {text},
    dedup_key {text},
    value {real},
    add_time {integer} NOT NULL
) {records};

CREATE INDEX occurrence_by_type ON occurrence (company_id, kind, record_id, type, time{then_id});
CREATE INDEX occurrence_by_time ON occurrence (company_id, kind, record_id, time{then_id});
CREATE UNIQUE INDEX occurrence_by_key ON occurrence (company_id, kind, record_id, type, time, dedup_key)
    WHERE dedup_key IS NOT NULL;

-- Few of many.
CREATE INDEX organization_archived ON organization (company_id, archive_time{then_id})
    WHERE delete_time IS NULL AND archive_time IS NOT NULL;
CREATE INDEX person_archived ON person (company_id, archive_time{then_id})
    WHERE delete_time IS NULL AND archive_time IS NOT NULL;

ALTER TABLE company_state ADD COLUMN last_tag_id {integer} NOT NULL DEFAULT 0;
ALTER TABLE company_state ADD COLUMN last_occurrence_id {integer} NOT NULL DEFAULT 0;
