-- Filters that users keep, and the indexes that find records by the folded forms of their names.

-- Kinds are those of the records that it lists; conditions are in the words of the dialect that wrote them.
CREATE TABLE saved_filter (
    {record_key},
    name {text} NOT NULL,
    kind {integer} NOT NULL,
    user_id {integer} NOT NULL,
    visible_to {integer} NOT NULL,
    is_temporary {integer} NOT NULL,
    source {integer} NOT NULL,
    conditions {text} NOT NULL,
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    FOREIGN KEY (company_id, user_id) REFERENCES app_user (company_id, id)
) {records};

CREATE INDEX organization_by_fold ON organization (company_id, name_fold{then_id}) WHERE delete_time IS NULL;
CREATE INDEX person_by_fold ON person (company_id, name_fold{then_id}) WHERE delete_time IS NULL;
