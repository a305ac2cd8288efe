-- Several processes may write to one database: each finds out by a version that a directory was changed by another, and by the
-- token of its last batch whether a commit came to its end whose answer was lost.

ALTER TABLE company_state DROP COLUMN batch_token;
ALTER TABLE company_state ADD COLUMN directory_version {integer} NOT NULL DEFAULT 0;

CREATE TABLE batch_token (
    company_id {integer} NOT NULL,
    writer {text} NOT NULL,
    token {integer} NOT NULL,
    time {integer} NOT NULL,
    PRIMARY KEY (company_id, writer)
) {clustered};

-- Of each company, so that nothing but companies and migrations stands above them.
ALTER TABLE company ADD COLUMN text_version {text} NOT NULL DEFAULT '';
UPDATE company SET text_version = COALESCE((SELECT value FROM store_setting WHERE name = 'text_version'), '');
DROP TABLE store_setting;

-- follower_mask is a set of users, a bit each (the id modulo 64, so some share one): who has no bit here does not follow the
-- record. All bits are set where nobody has looked yet. It stands among the first columns, since lists look at it in many rows
-- of which they show few.
ALTER TABLE organization RENAME TO organization_of_old;
CREATE TABLE organization (
    {record_key},
    name {text} NOT NULL,
    first_char {text} NOT NULL,
    owner_id {integer} NOT NULL,
    visible_to {integer} NOT NULL,
    follower_mask {integer} NOT NULL,
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    delete_time {integer},
    archive_time {integer},
    label {integer},
    other_labels {text},
    address {text},
    address_subpremise {text},
    address_street_number {text},
    address_route {text},
    address_sublocality {text},
    address_locality {text},
    address_admin_area_level_1 {text},
    address_admin_area_level_2 {text},
    address_country {text},
    address_postal_code {text},
    address_formatted_address {text},
    country_code {text},
    website {text},
    linkedin {text},
    industry {integer},
    employee_count {integer},
    annual_revenue {real},
    picture_id {integer},
    next_activity_id {integer},
    next_activity_date {text},
    next_activity_time {text},
    last_activity_id {integer},
    last_activity_date {text},
    last_activity_time {text},
    open_deals {integer} NOT NULL,
    won_deals {integer} NOT NULL,
    lost_deals {integer} NOT NULL,
    related_open_deals {integer} NOT NULL,
    related_won_deals {integer} NOT NULL,
    related_lost_deals {integer} NOT NULL,
    email_messages {integer} NOT NULL,
    people {integer} NOT NULL,
    activities {integer} NOT NULL,
    done_activities {integer} NOT NULL,
    files {integer} NOT NULL,
    notes {integer} NOT NULL,
    followers {integer} NOT NULL,
    name_fold {text} NOT NULL,
    name_exact {text} NOT NULL,
    name_sort {bytes} NOT NULL,
    address_sort {bytes},
    ortto_id {text},
    rogerroger_id {text},
    FOREIGN KEY (company_id, owner_id) REFERENCES app_user (company_id, id)
) {records};
INSERT INTO organization ({key_column} company_id, id,
        name, first_char, owner_id, visible_to, follower_mask, add_time, update_time, delete_time, archive_time, label,
        other_labels, address, address_subpremise, address_street_number, address_route, address_sublocality,
        address_locality, address_admin_area_level_1, address_admin_area_level_2, address_country, address_postal_code,
        address_formatted_address, country_code, website, linkedin, industry, employee_count, annual_revenue, picture_id,
        next_activity_id, next_activity_date, next_activity_time, last_activity_id, last_activity_date, last_activity_time,
        open_deals, won_deals, lost_deals, related_open_deals, related_won_deals, related_lost_deals, email_messages, people,
        activities, done_activities, files, notes, followers, name_fold, name_exact, name_sort, address_sort, ortto_id,
        rogerroger_id)
    SELECT {key_column} company_id, id,
        name, first_char, owner_id, visible_to, -1, add_time, update_time, delete_time, archive_time, label, other_labels,
        address, address_subpremise, address_street_number, address_route, address_sublocality, address_locality,
        address_admin_area_level_1, address_admin_area_level_2, address_country, address_postal_code,
        address_formatted_address, country_code, website, linkedin, industry, employee_count, annual_revenue, picture_id,
        next_activity_id, next_activity_date, next_activity_time, last_activity_id, last_activity_date, last_activity_time,
        open_deals, won_deals, lost_deals, related_open_deals, related_won_deals, related_lost_deals, email_messages, people,
        activities, done_activities, files, notes, followers, name_fold, name_exact, name_sort, address_sort, ortto_id,
        rogerroger_id
    FROM organization_of_old;
DROP TABLE organization_of_old;
CREATE INDEX organization_by_name ON organization (company_id, name_sort{then_id}) WHERE delete_time IS NULL;
CREATE INDEX organization_by_owner ON organization (company_id, owner_id{then_id}) WHERE delete_time IS NULL;
CREATE INDEX organization_by_add_time ON organization (company_id, add_time{then_id}) WHERE delete_time IS NULL;
CREATE INDEX organization_by_update_time ON organization (company_id, update_time{then_id}) WHERE delete_time IS NULL;
CREATE UNIQUE INDEX organization_by_ortto_id ON organization (company_id, ortto_id) WHERE ortto_id IS NOT NULL;
CREATE UNIQUE INDEX organization_by_rogerroger_id ON organization (company_id, rogerroger_id)
    WHERE rogerroger_id IS NOT NULL;

ALTER TABLE person RENAME TO person_of_old;
CREATE TABLE person (
    {record_key},
    name {text} NOT NULL,
    first_char {text} NOT NULL,
    first_name {text},
    last_name {text},
    owner_id {integer} NOT NULL,
    visible_to {integer} NOT NULL,
    follower_mask {integer} NOT NULL,
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    delete_time {integer},
    archive_time {integer},
    label {integer},
    other_labels {text},
    organization_id {integer},
    emails {text},
    phones {text},
    marketing_status {integer} NOT NULL,
    picture_id {integer},
    next_activity_id {integer},
    next_activity_date {text},
    next_activity_time {text},
    last_activity_id {integer},
    last_activity_date {text},
    last_activity_time {text},
    last_incoming_mail_time {integer},
    last_outgoing_mail_time {integer},
    open_deals {integer} NOT NULL,
    won_deals {integer} NOT NULL,
    lost_deals {integer} NOT NULL,
    related_open_deals {integer} NOT NULL,
    related_won_deals {integer} NOT NULL,
    related_lost_deals {integer} NOT NULL,
    email_messages {integer} NOT NULL,
    people {integer} NOT NULL,
    activities {integer} NOT NULL,
    done_activities {integer} NOT NULL,
    files {integer} NOT NULL,
    notes {integer} NOT NULL,
    followers {integer} NOT NULL,
    participant_open_deals {integer} NOT NULL,
    participant_closed_deals {integer} NOT NULL,
    name_fold {text} NOT NULL,
    name_exact {text} NOT NULL,
    name_sort {bytes} NOT NULL,
    first_name_sort {bytes},
    last_name_sort {bytes},
    ortto_id {text},
    rogerroger_id {text},
    FOREIGN KEY (company_id, owner_id) REFERENCES app_user (company_id, id)
) {records};
INSERT INTO person ({key_column} company_id, id,
        name, first_char, first_name, last_name, owner_id, visible_to, follower_mask, add_time, update_time, delete_time,
        archive_time, label, other_labels, organization_id, emails, phones, marketing_status, picture_id, next_activity_id,
        next_activity_date, next_activity_time, last_activity_id, last_activity_date, last_activity_time,
        last_incoming_mail_time, last_outgoing_mail_time, open_deals, won_deals, lost_deals, related_open_deals,
        related_won_deals, related_lost_deals, email_messages, people, activities, done_activities, files, notes, followers,
        participant_open_deals, participant_closed_deals, name_fold, name_exact, name_sort, first_name_sort, last_name_sort,
        ortto_id, rogerroger_id)
    SELECT {key_column} company_id, id,
        name, first_char, first_name, last_name, owner_id, visible_to, -1, add_time, update_time, delete_time, archive_time,
        label, other_labels, organization_id, emails, phones, marketing_status, picture_id, next_activity_id,
        next_activity_date, next_activity_time, last_activity_id, last_activity_date, last_activity_time,
        last_incoming_mail_time, last_outgoing_mail_time, open_deals, won_deals, lost_deals, related_open_deals,
        related_won_deals, related_lost_deals, email_messages, people, activities, done_activities, files, notes, followers,
        participant_open_deals, participant_closed_deals, name_fold, name_exact, name_sort, first_name_sort, last_name_sort,
        ortto_id, rogerroger_id
    FROM person_of_old;
DROP TABLE person_of_old;
CREATE INDEX person_by_name ON person (company_id, name_sort{then_id}) WHERE delete_time IS NULL;
CREATE INDEX person_by_owner ON person (company_id, owner_id{then_id}) WHERE delete_time IS NULL;
CREATE INDEX person_by_add_time ON person (company_id, add_time{then_id}) WHERE delete_time IS NULL;
CREATE INDEX person_by_update_time ON person (company_id, update_time{then_id}) WHERE delete_time IS NULL;
CREATE INDEX person_by_organization ON person (company_id, organization_id{then_id})
    WHERE delete_time IS NULL AND organization_id IS NOT NULL;
CREATE UNIQUE INDEX person_by_ortto_id ON person (company_id, ortto_id) WHERE ortto_id IS NOT NULL;
CREATE UNIQUE INDEX person_by_rogerroger_id ON person (company_id, rogerroger_id) WHERE rogerroger_id IS NOT NULL;

-- The record first: what tells two keys apart is compared first.
ALTER TABLE follower RENAME TO follower_of_old;
CREATE TABLE follower (
    company_id {integer} NOT NULL,
    record_id {integer} NOT NULL,
    kind {integer} NOT NULL,
    user_id {integer} NOT NULL,
    id {integer} NOT NULL,
    add_time {integer} NOT NULL,
    PRIMARY KEY (company_id, record_id, kind, user_id)
) {clustered};
INSERT INTO follower (company_id, record_id, kind, user_id, id, add_time)
    SELECT company_id, record_id, kind, user_id, id, add_time FROM follower_of_old;
DROP TABLE follower_of_old;
