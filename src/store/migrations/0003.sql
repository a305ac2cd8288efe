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
