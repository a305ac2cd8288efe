-- Notes about organizations, persons and deals, and comments on them.

CREATE TABLE note (
    {record_key},
    content {text} NOT NULL,
    user_id {integer} NOT NULL,
    updater_id {integer} NOT NULL,
    organization_id {integer},
    person_id {integer},
    deal_id {integer},
    pinned_to_organization {integer} NOT NULL,
    pinned_to_person {integer} NOT NULL,
    pinned_to_deal {integer} NOT NULL,
    is_private {integer} NOT NULL,
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    delete_time {integer},
    content_sort {bytes} NOT NULL,
    FOREIGN KEY (company_id, user_id) REFERENCES app_user (company_id, id)
) {records};

-- Deleted ones too: they move and go with what they are about.
CREATE INDEX note_by_organization ON note (company_id, organization_id{then_id}) WHERE organization_id IS NOT NULL;
CREATE INDEX note_by_person ON note (company_id, person_id{then_id}) WHERE person_id IS NOT NULL;
CREATE INDEX note_by_deal ON note (company_id, deal_id{then_id}) WHERE deal_id IS NOT NULL;
CREATE INDEX note_by_user ON note (company_id, user_id{then_id}) WHERE delete_time IS NULL;
CREATE INDEX note_by_add_time ON note (company_id, add_time{then_id}) WHERE delete_time IS NULL;
CREATE INDEX note_by_update_time ON note (company_id, update_time{then_id}) WHERE delete_time IS NULL;
CREATE INDEX note_deleted ON note (company_id, update_time{then_id}) WHERE delete_time IS NOT NULL;
CREATE INDEX note_by_delete_time ON note (company_id, delete_time{then_id}) WHERE delete_time IS NOT NULL;

CREATE TABLE note_comment (
    {record_key},
    uuid {text} NOT NULL,
    note_id {integer} NOT NULL,
    content {text} NOT NULL,
    user_id {integer} NOT NULL,
    updater_id {integer} NOT NULL,
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    delete_time {integer},
    UNIQUE (company_id, uuid)
) {records};

CREATE INDEX note_comment_by_note ON note_comment (company_id, note_id{then_id});

-- What searches look in, as of the other kinds of records.
CREATE TABLE note_search (
    {record_key},
    text {text} NOT NULL
) {records};
{search_index note};

ALTER TABLE company_state ADD COLUMN last_note_id {integer} NOT NULL DEFAULT 0;
ALTER TABLE company_state ADD COLUMN last_comment_id {integer} NOT NULL DEFAULT 0;
