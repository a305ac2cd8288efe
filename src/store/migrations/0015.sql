-- Mail that was imported: threads, messages with their bodies, and to which persons, organizations and deals they belong.

CREATE TABLE mail_thread (
    {record_key},
    user_id {integer} NOT NULL,
    subject {text} NOT NULL,
    snippet {text} NOT NULL,
    snippet_sent {text} NOT NULL,
    parties {text} NOT NULL,
    deal_id {integer},
    is_private {integer} NOT NULL,
    is_read {integer} NOT NULL,
    is_archived {integer} NOT NULL,
    messages {integer} NOT NULL,
    sent_messages {integer} NOT NULL,
    attachments {integer} NOT NULL,
    inline_attachments {integer} NOT NULL,
    first_message_time {integer} NOT NULL,
    last_message_time {integer} NOT NULL,
    first_is_received {integer} NOT NULL,
    last_sent_time {integer},
    last_received_time {integer},
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    delete_time {integer},
    FOREIGN KEY (company_id, user_id) REFERENCES app_user (company_id, id)
) {records};

CREATE INDEX mail_thread_by_user ON mail_thread (company_id, user_id, last_message_time{then_id}) WHERE delete_time IS NULL;
CREATE INDEX mail_thread_by_deal ON mail_thread (company_id, deal_id{then_id}) WHERE deal_id IS NOT NULL;
CREATE INDEX mail_thread_by_delete_time ON mail_thread (company_id, delete_time{then_id}) WHERE delete_time IS NOT NULL;

-- The message key is the Message-ID of the mail, once in each user's mailbox.
CREATE TABLE mail_message (
    {record_key},
    thread_id {integer} NOT NULL,
    user_id {integer} NOT NULL,
    message_key {text} NOT NULL,
    subject {text} NOT NULL,
    snippet {text} NOT NULL,
    parties {text} NOT NULL,
    is_sent {integer} NOT NULL,
    is_private {integer} NOT NULL,
    is_read {integer} NOT NULL,
    has_body {integer} NOT NULL,
    attachments {integer} NOT NULL,
    inline_attachments {integer} NOT NULL,
    message_time {integer} NOT NULL,
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    UNIQUE (company_id, user_id, message_key)
) {records};

CREATE INDEX mail_message_by_thread ON mail_message (company_id, thread_id, message_time{then_id});

-- As it came: what is shown of it is made safe when it is shown.
CREATE TABLE mail_body (
    company_id {integer} NOT NULL,
    message_id {integer} NOT NULL,
    is_html {integer} NOT NULL,
    content {text} NOT NULL,
    PRIMARY KEY (company_id, message_id)
) {clustered};

-- Of which thread of a mailbox a Message-ID is, also one that was only referred to.
CREATE TABLE mail_key (
    company_id {integer} NOT NULL,
    user_id {integer} NOT NULL,
    message_key {text} NOT NULL,
    thread_id {integer} NOT NULL,
    PRIMARY KEY (company_id, user_id, message_key)
) {clustered};

CREATE INDEX mail_key_by_thread ON mail_key (company_id, thread_id, message_key);

-- Who is named in which message, by the form of person_contact. Direction: 1 came from there, 2 was sent there, 0 neither.
CREATE TABLE mail_address (
    company_id {integer} NOT NULL,
    address_fold {text} NOT NULL,
    message_id {integer} NOT NULL,
    direction {integer} NOT NULL,
    PRIMARY KEY (company_id, address_fold, message_id)
) {clustered};

CREATE INDEX mail_address_by_message ON mail_address (company_id, message_id, address_fold);

-- What follows from addresses, from the organizations of persons and deals, and from the deals of threads.
CREATE TABLE mail_link (
    company_id {integer} NOT NULL,
    kind {integer} NOT NULL,
    record_id {integer} NOT NULL,
    message_time {integer} NOT NULL,
    message_id {integer} NOT NULL,
    direction {integer} NOT NULL,
    is_private {integer} NOT NULL,
    PRIMARY KEY (company_id, kind, record_id, message_time, message_id)
) {clustered};

CREATE INDEX mail_link_by_message ON mail_link (company_id, message_id, kind, record_id);

ALTER TABLE company_state ADD COLUMN last_mail_message_id {integer} NOT NULL DEFAULT 0;
ALTER TABLE company_state ADD COLUMN last_mail_thread_id {integer} NOT NULL DEFAULT 0;
ALTER TABLE company_state ADD COLUMN last_mail_party_id {integer} NOT NULL DEFAULT 0;
