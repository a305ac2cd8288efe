-- Activities, and their types.

CREATE TABLE activity (
    {record_key},
    subject {text} NOT NULL,
    type {text} NOT NULL,
    owner_id {integer} NOT NULL,
    creator_id {integer} NOT NULL,
    updater_id {integer} NOT NULL,
    done {integer} NOT NULL,
    done_time {integer},
    busy {integer} NOT NULL,
    due_date {text},
    due_time {text},
    duration {text},
    note {text},
    public_description {text},
    location {text},
    location_subpremise {text},
    location_street_number {text},
    location_route {text},
    location_sublocality {text},
    location_locality {text},
    location_admin_area_level_1 {text},
    location_admin_area_level_2 {text},
    location_country {text},
    location_postal_code {text},
    location_formatted_address {text},
    organization_id {integer},
    person_id {integer},
    other_person_ids {text},
    deal_id {integer},
    attendees {text},
    priority {integer},
    outcome {integer},
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    delete_time {integer},
    due {integer} NOT NULL,
    subject_sort {bytes} NOT NULL,
    subject_fold {text} NOT NULL,
    note_fold {text},
    public_description_fold {text},
    location_fold {text},
    FOREIGN KEY (company_id, owner_id) REFERENCES app_user (company_id, id)
) {records};

-- Deleted ones too: they move and go with what they are about.
CREATE INDEX activity_by_organization ON activity (company_id, organization_id{then_id}) WHERE organization_id IS NOT NULL;
CREATE INDEX activity_by_person ON activity (company_id, person_id{then_id}) WHERE person_id IS NOT NULL;
CREATE INDEX activity_by_deal ON activity (company_id, deal_id{then_id}) WHERE deal_id IS NOT NULL;
-- The next and the last of a record are found at an end of these.
CREATE INDEX activity_due_of_organization ON activity (company_id, organization_id, done, due{then_id})
    WHERE organization_id IS NOT NULL AND delete_time IS NULL;
CREATE INDEX activity_due_of_person ON activity (company_id, person_id, done, due{then_id})
    WHERE person_id IS NOT NULL AND delete_time IS NULL;
CREATE INDEX activity_by_owner ON activity (company_id, owner_id{then_id}) WHERE delete_time IS NULL;
CREATE INDEX activity_by_due ON activity (company_id, due{then_id}) WHERE delete_time IS NULL;
CREATE INDEX activity_by_add_time ON activity (company_id, add_time{then_id}) WHERE delete_time IS NULL;
CREATE INDEX activity_by_update_time ON activity (company_id, update_time{then_id}) WHERE delete_time IS NULL;
CREATE INDEX activity_deleted ON activity (company_id, update_time{then_id}) WHERE delete_time IS NOT NULL;
CREATE INDEX activity_by_delete_time ON activity (company_id, delete_time{then_id}) WHERE delete_time IS NOT NULL;

-- Persons whom an activity names beside the one it is about: further participants, and attendees.
CREATE TABLE activity_person (
    company_id {integer} NOT NULL,
    person_id {integer} NOT NULL,
    activity_id {integer} NOT NULL,
    PRIMARY KEY (company_id, person_id, activity_id)
) {clustered};

CREATE TABLE activity_type (
    company_id {integer} NOT NULL,
    id {integer} NOT NULL,
    name {text} NOT NULL,
    icon_key {text} NOT NULL,
    color {text},
    position {integer} NOT NULL,
    type_key {text} NOT NULL,
    is_active {integer} NOT NULL,
    is_custom {integer} NOT NULL,
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    PRIMARY KEY (company_id, id),
    UNIQUE (company_id, type_key),
    FOREIGN KEY (company_id) REFERENCES company (id)
) {clustered};

ALTER TABLE company_state ADD COLUMN last_activity_id {integer} NOT NULL DEFAULT 0;
ALTER TABLE company_state ADD COLUMN last_activity_type_id {integer} NOT NULL DEFAULT 0;

-- Those that a new company gets from domain/activity_types.cc.
INSERT INTO activity_type SELECT id, 1, 'Call', 'call', NULL, 1, 'call', 1, 0, add_time, add_time FROM company;
INSERT INTO activity_type SELECT id, 2, 'Meeting', 'meeting', NULL, 2, 'meeting', 1, 0, add_time, add_time FROM company;
INSERT INTO activity_type SELECT id, 3, 'Task', 'task', NULL, 3, 'task', 1, 0, add_time, add_time FROM company;
INSERT INTO activity_type SELECT id, 4, 'Deadline', 'deadline', NULL, 4, 'deadline', 1, 0, add_time, add_time FROM company;
INSERT INTO activity_type SELECT id, 5, 'Email', 'email', NULL, 5, 'email', 1, 0, add_time, add_time FROM company;
INSERT INTO activity_type SELECT id, 6, 'Lunch', 'lunch', NULL, 6, 'lunch', 1, 0, add_time, add_time FROM company;
UPDATE company_state SET last_activity_type_id = 6;
