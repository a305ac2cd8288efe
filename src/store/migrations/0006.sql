-- How organizations stand to each other. Each side has an index in the order of ids.

CREATE TABLE organization_relationship (
    company_id {integer} NOT NULL,
    id {integer} NOT NULL,
    type {integer} NOT NULL,
    owner_organization_id {integer} NOT NULL,
    linked_organization_id {integer} NOT NULL,
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    PRIMARY KEY (company_id, id),
    UNIQUE (company_id, owner_organization_id, linked_organization_id)
) {clustered};
CREATE INDEX organization_relationship_by_owner ON organization_relationship (company_id, owner_organization_id, id);
CREATE INDEX organization_relationship_by_linked ON organization_relationship (company_id, linked_organization_id, id);

ALTER TABLE company_state ADD COLUMN last_relationship_id {integer} NOT NULL DEFAULT 0;
