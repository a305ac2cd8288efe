-- Merged records are gone, but what became of them is kept for good. Survivors are there: when one is merged itself, the rows
-- that name it come to name the other.
CREATE TABLE merged_record (
    company_id {integer} NOT NULL,
    kind {integer} NOT NULL,
    id {integer} NOT NULL,
    survivor_id {integer} NOT NULL,
    time {integer} NOT NULL,
    PRIMARY KEY (company_id, kind, id),
    FOREIGN KEY (company_id) REFERENCES company (id)
) {clustered};

CREATE INDEX merged_record_by_survivor ON merged_record (company_id, kind, survivor_id);

-- What the purge looks for.
CREATE INDEX organization_by_delete_time ON organization (company_id, delete_time{then_id}) WHERE delete_time IS NOT NULL;
CREATE INDEX person_by_delete_time ON person (company_id, delete_time{then_id}) WHERE delete_time IS NOT NULL;
