-- What happened around an organization, newest first: each kind's part of its flow is the end of one of these.

CREATE INDEX note_added_of_organization ON note (company_id, organization_id, add_time{then_id})
    WHERE organization_id IS NOT NULL AND delete_time IS NULL;
CREATE INDEX activity_added_of_organization ON activity (company_id, organization_id, add_time{then_id})
    WHERE organization_id IS NOT NULL AND delete_time IS NULL;
CREATE INDEX file_added_of_organization ON file (company_id, organization_id, add_time{then_id})
    WHERE organization_id IS NOT NULL AND delete_time IS NULL;
CREATE INDEX deal_added_of_organization ON deal (company_id, organization_id, add_time{then_id})
    WHERE organization_id IS NOT NULL AND delete_time IS NULL;

-- The latest that were won, by their status in domain/deal.h. Of use to nobody who does not name that.
CREATE INDEX deal_won ON deal (company_id, won_time{then_id}) WHERE status = 2 AND delete_time IS NULL;
