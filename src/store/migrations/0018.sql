-- Which records of each 2,048 ids were changed since a time: a filter by it passes over the others. Only where filters put
-- their pages together from indexes (store/id_walk.h).

{embedded CREATE INDEX organization_changed ON organization (company_id, id >> 11, update_time) WHERE delete_time IS NULL};
{embedded CREATE INDEX person_changed ON person (company_id, id >> 11, update_time) WHERE delete_time IS NULL};
{embedded CREATE INDEX deal_changed ON deal (company_id, id >> 11, update_time) WHERE delete_time IS NULL};
