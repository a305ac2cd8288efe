-- Pictures of organizations and people: two squares of each, whose bytes are blobs. They never change.

CREATE TABLE picture (
    {record_key},
    name {text} NOT NULL,
    user_id {integer} NOT NULL,
    content_type {text} NOT NULL,
    large_blob_id {text} NOT NULL,
    large_size {integer} NOT NULL,
    small_blob_id {text} NOT NULL,
    small_size {integer} NOT NULL,
    add_time {integer} NOT NULL,
    FOREIGN KEY (company_id, user_id) REFERENCES app_user (company_id, id)
) {records};

-- By its address, by who brought it in, and by what the sweep of blobs looks for.
CREATE UNIQUE INDEX picture_by_name ON picture (company_id, name);
CREATE INDEX picture_by_user ON picture (company_id, user_id{then_id});
CREATE UNIQUE INDEX picture_by_large_blob ON picture (company_id, large_blob_id);
CREATE UNIQUE INDEX picture_by_small_blob ON picture (company_id, small_blob_id);

-- Who has it; deleted ones too, since they may come back.
CREATE INDEX organization_by_picture ON organization (company_id, picture_id{then_id}) WHERE picture_id IS NOT NULL;
CREATE INDEX person_by_picture ON person (company_id, picture_id{then_id}) WHERE picture_id IS NOT NULL;

ALTER TABLE company_state ADD COLUMN last_picture_id {integer} NOT NULL DEFAULT 0;
