-- Files about organizations, persons, deals and activities. Their bytes are blobs: in the data folder, or in rows.

CREATE TABLE file (
    {record_key},
    name {text} NOT NULL,
    file_name {text} NOT NULL,
    file_type {text} NOT NULL,
    content_type {text} NOT NULL,
    size {integer} NOT NULL,
    description {text},
    user_id {integer} NOT NULL,
    organization_id {integer},
    person_id {integer},
    deal_id {integer},
    activity_id {integer},
    mail_message_id {integer},
    inline_flag {integer} NOT NULL,
    content_id {text},
    remote_location {text},
    remote_id {text},
    blob_id {text},
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    delete_time {integer},
    file_name_sort {bytes} NOT NULL,
    file_type_sort {bytes} NOT NULL,
    description_sort {bytes} NOT NULL,
    FOREIGN KEY (company_id, user_id) REFERENCES app_user (company_id, id)
) {records};

-- Deleted ones too: they move and go with what they are about.
CREATE INDEX file_by_organization ON file (company_id, organization_id{then_id}) WHERE organization_id IS NOT NULL;
CREATE INDEX file_by_person ON file (company_id, person_id{then_id}) WHERE person_id IS NOT NULL;
CREATE INDEX file_by_deal ON file (company_id, deal_id{then_id}) WHERE deal_id IS NOT NULL;
CREATE INDEX file_by_activity ON file (company_id, activity_id{then_id}) WHERE activity_id IS NOT NULL;
CREATE INDEX file_by_mail_message ON file (company_id, mail_message_id{then_id}) WHERE mail_message_id IS NOT NULL;
CREATE INDEX file_by_user ON file (company_id, user_id{then_id}) WHERE delete_time IS NULL;
CREATE INDEX file_by_add_time ON file (company_id, add_time{then_id}) WHERE delete_time IS NULL;
CREATE INDEX file_by_update_time ON file (company_id, update_time{then_id}) WHERE delete_time IS NULL;
CREATE INDEX file_deleted ON file (company_id, update_time{then_id}) WHERE delete_time IS NOT NULL;
CREATE INDEX file_by_delete_time ON file (company_id, delete_time{then_id}) WHERE delete_time IS NOT NULL;
-- Deleted ones too: a blob is kept as long as a row names it.
CREATE UNIQUE INDEX file_by_blob ON file (company_id, blob_id) WHERE blob_id IS NOT NULL;

-- Blobs in rows. Where blobs are files, these stay empty. A blob is listed before its first piece is stored.
CREATE TABLE blob (
    company_id {integer} NOT NULL,
    id {text} NOT NULL,
    add_time {integer} NOT NULL,
    PRIMARY KEY (company_id, id)
) {clustered};

CREATE TABLE blob_piece (
    company_id {integer} NOT NULL,
    blob_id {text} NOT NULL,
    piece {integer} NOT NULL,
    bytes {bytes} NOT NULL,
    PRIMARY KEY (company_id, blob_id, piece)
) {records};

ALTER TABLE company_state ADD COLUMN last_file_id {integer} NOT NULL DEFAULT 0;
