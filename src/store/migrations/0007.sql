-- What was deleted, in the order of its last change: whoever keeps a copy asks for it beside what lives.
CREATE INDEX organization_deleted ON organization (company_id, update_time{then_id}) WHERE delete_time IS NOT NULL;
CREATE INDEX person_deleted ON person (company_id, update_time{then_id}) WHERE delete_time IS NOT NULL;
