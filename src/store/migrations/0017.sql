-- What happened around an organization, newest first: each kind's part of its flow is the end of one of these.

CREATE INDEX note_added_of_organization ON note (company_id, organization_id, add_time{then_id})
    WHERE organization_id IS NOT NULL AND delete_time IS NULL;
CREATE INDEX activity_added_of_organization ON activity (company_id, organization_id, add_time{then_id})
    WHERE organization_id IS NOT NULL AND delete_time IS NULL;
CREATE INDEX file_added_of_organization ON file (company_id, organization_id, add_time{then_id})
    WHERE organization_id IS NOT NULL AND delete_time IS NULL;
CREATE INDEX deal_added_of_organization ON deal (company_id, organization_id, add_time{then_id})
    WHERE organization_id IS NOT NULL AND delete_time IS NULL;

-- The latest that were won.
CREATE INDEX deal_won ON deal (company_id, status, won_time{then_id}) WHERE delete_time IS NULL;
