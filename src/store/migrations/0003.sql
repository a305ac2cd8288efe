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

-- A set of users, a bit each (the id modulo 64, so some share one): who has no bit here does not follow the record. All bits are
-- set where nobody has looked yet.
ALTER TABLE organization ADD COLUMN follower_mask {integer} NOT NULL DEFAULT -1;
ALTER TABLE person ADD COLUMN follower_mask {integer} NOT NULL DEFAULT -1;

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
