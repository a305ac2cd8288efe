-- Custom fields with their values, and folded forms of the texts that filters look in.

DROP TABLE custom_field;
DROP TABLE custom_field_value;

-- Ids are counted over all kinds.
CREATE TABLE custom_field (
    company_id {integer} NOT NULL,
    id {integer} NOT NULL,
    kind {integer} NOT NULL,
    type {integer} NOT NULL,
    field_key {text} NOT NULL,
    slug {text} NOT NULL,
    name {text} NOT NULL,
    position {integer} NOT NULL,
    shown_on_add {integer} NOT NULL,
    presentation {text},
    creator_id {integer} NOT NULL,
    updater_id {integer} NOT NULL,
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    delete_time {integer},
    PRIMARY KEY (company_id, id),
    UNIQUE (company_id, kind, field_key),
    UNIQUE (company_id, kind, slug),
    FOREIGN KEY (company_id) REFERENCES company (id)
) {clustered};

CREATE TABLE custom_field_option (
    company_id {integer} NOT NULL,
    field_id {integer} NOT NULL,
    id {integer} NOT NULL,
    label {text} NOT NULL,
    color {text} NOT NULL,
    position {integer} NOT NULL,
    PRIMARY KEY (company_id, field_id, id),
    FOREIGN KEY (company_id) REFERENCES company (id)
) {clustered};

-- What values are found and ordered by; the values themselves stand with their records, in the form of store/custom_values.h.
-- Parts are those of domain::CustomPart; several options of one field count their positions from 0.
CREATE TABLE custom_field_value (
    company_id {integer} NOT NULL,
    kind {integer} NOT NULL,
    record_id {integer} NOT NULL,
    field_id {integer} NOT NULL,
    part {integer} NOT NULL,
    position {integer} NOT NULL,
    number_value {real},
    time_value {integer},
    text_fold {text},
    text_sort {bytes},
    PRIMARY KEY (company_id, kind, record_id, field_id, part, position)
) {clustered};

CREATE INDEX custom_field_value_by_text ON custom_field_value (company_id, kind, field_id, text_sort, record_id)
    WHERE text_sort IS NOT NULL;
CREATE INDEX custom_field_value_by_number ON custom_field_value (company_id, kind, field_id, number_value, record_id)
    WHERE number_value IS NOT NULL;
CREATE INDEX custom_field_value_by_time ON custom_field_value (company_id, kind, field_id, time_value, record_id)
    WHERE time_value IS NOT NULL;

ALTER TABLE company_state ADD COLUMN last_custom_field_id {integer} NOT NULL DEFAULT 0;
ALTER TABLE company_state ADD COLUMN last_filter_id {integer} NOT NULL DEFAULT 0;

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
    custom {text},
    name_fold {text} NOT NULL,
    name_exact {text} NOT NULL,
    name_sort {bytes} NOT NULL,
    address_sort {bytes},
    address_fold {text},
    address_subpremise_fold {text},
    address_street_number_fold {text},
    address_route_fold {text},
    address_sublocality_fold {text},
    address_locality_fold {text},
    address_admin_area_level_1_fold {text},
    address_admin_area_level_2_fold {text},
    address_country_fold {text},
    address_postal_code_fold {text},
    address_formatted_address_fold {text},
    website_fold {text},
    linkedin_fold {text},
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
        name, first_char, owner_id, visible_to, follower_mask, add_time, update_time, delete_time, archive_time, label, other_labels,
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
    custom {text},
    name_fold {text} NOT NULL,
    name_exact {text} NOT NULL,
    name_sort {bytes} NOT NULL,
    first_name_sort {bytes},
    last_name_sort {bytes},
    first_name_fold {text},
    last_name_fold {text},
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
        name, first_char, first_name, last_name, owner_id, visible_to, follower_mask, add_time, update_time, delete_time, archive_time,
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

-- The folded forms are made when the program starts.
UPDATE company SET text_version = '';
