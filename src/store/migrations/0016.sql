-- Deals know their next and last activities, and are searched in.

CREATE INDEX activity_due_of_deal ON activity (company_id, deal_id, done, due{then_id})
    WHERE deal_id IS NOT NULL AND delete_time IS NULL;

-- As of the other kinds of records: the texts are folded by the program, company by company, when it starts.
CREATE TABLE deal_search (
    {record_key},
    text {text} NOT NULL
) {records};
{search_index deal};

UPDATE company SET text_version = '';
