-- How values of custom fields are to be read, where clients tell more kinds apart than are stored.

ALTER TABLE custom_field ADD COLUMN format {integer} NOT NULL DEFAULT 0;
ALTER TABLE custom_field ADD COLUMN is_tracked {integer} NOT NULL DEFAULT 0;
