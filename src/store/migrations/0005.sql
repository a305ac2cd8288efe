-- What searches look in, a text for each record that is not deleted, in the form of store/search_text.h. The texts are folded by
-- the program, company by company, when it starts.

CREATE TABLE organization_search (
    {record_key},
    text {text} NOT NULL
) {records};
{search_index organization};

CREATE TABLE person_search (
    {record_key},
    text {text} NOT NULL
) {records};
{search_index person};

UPDATE company SET text_version = '';
