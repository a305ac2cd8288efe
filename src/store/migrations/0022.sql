-- Texts of custom fields are found by the beginnings of their folded forms: an index entry of PostgreSQL holds 2,700 bytes.

CREATE INDEX custom_field_value_by_fold ON custom_field_value (company_id, kind, field_id, (substr(text_fold, 1, 120)), record_id)
    WHERE text_fold IS NOT NULL;
