-- People and the organizations that they belong to, groups of users, levels of visibility a kind.

-- Beside default_visible_to, which is of organizations.
ALTER TABLE company ADD COLUMN default_person_visible_to {integer} NOT NULL DEFAULT 7;
ALTER TABLE company ADD COLUMN default_deal_visible_to {integer} NOT NULL DEFAULT 7;
ALTER TABLE company ADD COLUMN campaigns {integer} NOT NULL DEFAULT 0;
ALTER TABLE company ADD COLUMN region {text} NOT NULL DEFAULT 'default';

ALTER TABLE app_user ADD COLUMN default_person_visible_to {integer};
ALTER TABLE app_user ADD COLUMN default_deal_visible_to {integer};

ALTER TABLE company_state ADD COLUMN last_group_id {integer} NOT NULL DEFAULT 0;
ALTER TABLE company_state ADD COLUMN person_count {integer} NOT NULL DEFAULT 0;

-- It was never written to.
DROP TABLE person;

-- What is read with every row stands first; the forms that only order and find stand last. E-mail addresses and phone numbers
-- are here in the form of store/contacts.h, and again in person_contact.
CREATE TABLE person (
    {record_key},
    name {text} NOT NULL,
    first_char {text} NOT NULL,
    first_name {text},
    last_name {text},
    owner_id {integer} NOT NULL,
    visible_to {integer} NOT NULL,
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

CREATE INDEX person_by_name ON person (company_id, name_sort{then_id}) WHERE delete_time IS NULL;
CREATE INDEX person_by_owner ON person (company_id, owner_id{then_id}) WHERE delete_time IS NULL;
CREATE INDEX person_by_add_time ON person (company_id, add_time{then_id}) WHERE delete_time IS NULL;
CREATE INDEX person_by_update_time ON person (company_id, update_time{then_id}) WHERE delete_time IS NULL;
CREATE INDEX person_by_organization ON person (company_id, organization_id{then_id})
    WHERE delete_time IS NULL AND organization_id IS NOT NULL;
CREATE UNIQUE INDEX person_by_ortto_id ON person (company_id, ortto_id) WHERE ortto_id IS NOT NULL;
CREATE UNIQUE INDEX person_by_rogerroger_id ON person (company_id, rogerroger_id) WHERE rogerroger_id IS NOT NULL;

-- Kinds: 1 e-mail address, 2 phone number. Positions count from 0.
CREATE TABLE person_contact (
    company_id {integer} NOT NULL,
    person_id {integer} NOT NULL,
    kind {integer} NOT NULL,
    position {integer} NOT NULL,
    value {text} NOT NULL,
    value_fold {text} NOT NULL,
    label {text},
    is_primary {integer} NOT NULL,
    PRIMARY KEY (company_id, person_id, kind, position)
) {clustered};

CREATE INDEX person_contact_by_value ON person_contact (company_id, kind, value_fold, person_id);

-- Everyone is in exactly one group, the first at least.
INSERT INTO visibility_group ({key_column} company_id, id, name) SELECT {first_key id} id, 1, 'Default' FROM company;
UPDATE app_user SET group_id = 1 WHERE group_id IS NULL;

-- People get the labels that organizations have.
INSERT INTO label_option (company_id, kind, id, label, color, position)
    SELECT label_option.company_id, 4, label_option.id + company_state.last_label_option_id, label_option.label,
        label_option.color, label_option.position + company_state.last_label_option_id
    FROM label_option JOIN company_state ON company_state.company_id = label_option.company_id
    WHERE label_option.kind = 3;
UPDATE company_state SET last_group_id = 1, last_label_option_id = 2 * last_label_option_id;

-- Everyone was 3, which is the owner's group now.
UPDATE company SET default_visible_to = 7 WHERE default_visible_to = 3;
UPDATE company SET default_person_visible_to = default_visible_to, default_deal_visible_to = default_visible_to;
UPDATE app_user SET default_visible_to = 7 WHERE default_visible_to = 3;
UPDATE app_user SET default_person_visible_to = default_visible_to, default_deal_visible_to = default_visible_to
    WHERE default_visible_to IS NOT NULL;
UPDATE organization SET visible_to = 7 WHERE visible_to = 3;
UPDATE change SET old_value = '7' WHERE field = 'visible_to' AND old_value = '3';
UPDATE change SET new_value = '7' WHERE field = 'visible_to' AND new_value = '3';
