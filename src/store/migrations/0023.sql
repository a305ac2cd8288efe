-- Notes have titles, categories and flags; categories are options of notes, as labels are of organizations.

ALTER TABLE note ADD COLUMN title {text};
ALTER TABLE note ADD COLUMN category_id {integer};
ALTER TABLE note ADD COLUMN is_flagged {integer} NOT NULL DEFAULT 0;
ALTER TABLE note ADD COLUMN uuid {text};
CREATE UNIQUE INDEX note_by_uuid ON note (company_id, uuid) WHERE uuid IS NOT NULL;

-- Their numbers are counted for themselves.
INSERT INTO label_option (company_id, kind, id, label, color, position)
    SELECT company_id, 17, 1, 'General', '', 1 FROM company_state;
INSERT INTO label_option (company_id, kind, id, label, color, position)
    SELECT company_id, 17, 2, 'Call', '', 2 FROM company_state;
INSERT INTO label_option (company_id, kind, id, label, color, position)
    SELECT company_id, 17, 3, 'Meeting', '', 3 FROM company_state;
INSERT INTO label_option (company_id, kind, id, label, color, position)
    SELECT company_id, 17, 4, 'E-mail', '', 4 FROM company_state;

-- A segment is a tag of another class: a list that people put records into. Names of segments need not differ.
ALTER TABLE tag ADD COLUMN class {integer} NOT NULL DEFAULT 1;
ALTER TABLE tag ADD COLUMN icon {text};
ALTER TABLE tag ADD COLUMN sequence {integer};
DROP INDEX tag_by_fold;
CREATE UNIQUE INDEX tag_by_fold ON tag (company_id, name_fold) WHERE delete_time IS NULL AND class = 1;

-- Searches look in websites, too: what they look in is made again.
UPDATE company SET text_version = '';
