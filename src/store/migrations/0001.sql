-- The first schema. Times are microseconds UTC. Every table but company and store_setting begins with company_id.

CREATE TABLE store_setting (
    name {text} NOT NULL PRIMARY KEY,
    value {text} NOT NULL
) {records};

CREATE TABLE company (
    id {integer} NOT NULL PRIMARY KEY,
    name {text} NOT NULL,
    domain {text} NOT NULL,
    country {text} NOT NULL,
    industry {text} NOT NULL,
    default_currency {text} NOT NULL,
    visibility_scheme {integer} NOT NULL,
    default_visible_to {integer} NOT NULL,
    add_time {integer} NOT NULL
) {records};

-- What the writes of a company share: the last number of each kind, the last time, and totals.
CREATE TABLE company_state (
    company_id {integer} NOT NULL PRIMARY KEY REFERENCES company (id),
    last_user_id {integer} NOT NULL,
    last_organization_id {integer} NOT NULL,
    last_person_id {integer} NOT NULL,
    last_key_id {integer} NOT NULL,
    last_follower_id {integer} NOT NULL,
    last_label_option_id {integer} NOT NULL,
    last_change_id {integer} NOT NULL,
    last_event_number {integer} NOT NULL,
    last_write_time {integer} NOT NULL,
    organization_count {integer} NOT NULL,
    batch_token {text}
) {records};

CREATE TABLE visibility_group (
    {record_key},
    parent_id {integer},
    name {text} NOT NULL
    {parent_key},
    FOREIGN KEY (company_id) REFERENCES company (id)
) {records};

CREATE TABLE app_user (
    {record_key},
    name {text} NOT NULL,
    name_sort {bytes} NOT NULL,
    email {text} NOT NULL,
    email_fold {text} NOT NULL,
    is_admin {integer} NOT NULL,
    is_active {integer} NOT NULL,
    locale {text} NOT NULL,
    timezone {text} NOT NULL,
    phone {text},
    group_id {integer},
    default_visible_to {integer},
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    UNIQUE (company_id, email_fold)
    {parent_key},
    FOREIGN KEY (company_id) REFERENCES company (id),
    FOREIGN KEY (company_id, group_id) REFERENCES visibility_group (company_id, id)
) {records};

CREATE TABLE api_key (
    company_id {integer} NOT NULL,
    hash {bytes} NOT NULL,
    id {integer} NOT NULL,
    user_id {integer} NOT NULL,
    scope {integer} NOT NULL,
    add_time {integer} NOT NULL,
    revoke_time {integer},
    PRIMARY KEY (company_id, hash),
    UNIQUE (company_id, id),
    FOREIGN KEY (company_id, user_id) REFERENCES app_user (company_id, id)
) {clustered};

CREATE TABLE label_option (
    company_id {integer} NOT NULL,
    kind {integer} NOT NULL,
    id {integer} NOT NULL,
    label {text} NOT NULL,
    color {text} NOT NULL,
    position {integer} NOT NULL,
    PRIMARY KEY (company_id, kind, id),
    FOREIGN KEY (company_id) REFERENCES company (id)
) {clustered};

-- What is read with every row stands first; the forms that only order and find stand last.
CREATE TABLE organization (
    {record_key},
    name {text} NOT NULL,
    first_char {text} NOT NULL,
    owner_id {integer} NOT NULL,
    visible_to {integer} NOT NULL,
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    delete_time {integer},
    archive_time {integer},
    label {integer},
    other_labels {text},
    address {text},
    address_subpremise {text},
    address_street_number {text},
    address_route {text},
    address_sublocality {text},
    address_locality {text},
    address_admin_area_level_1 {text},
    address_admin_area_level_2 {text},
    address_country {text},
    address_postal_code {text},
    address_formatted_address {text},
    country_code {text},
    website {text},
    linkedin {text},
    industry {integer},
    employee_count {integer},
    annual_revenue {real},
    picture_id {integer},
    next_activity_id {integer},
    next_activity_date {text},
    next_activity_time {text},
    last_activity_id {integer},
    last_activity_date {text},
    last_activity_time {text},
    open_deals {integer} NOT NULL,
    won_deals {integer} NOT NULL,
    lost_deals {integer} NOT NULL,
    related_open_deals {integer} NOT NULL,
    related_won_deals {integer} NOT NULL,
    related_lost_deals {integer} NOT NULL,
    email_messages {integer} NOT NULL,
    people {integer} NOT NULL,
    activities {integer} NOT NULL,
    done_activities {integer} NOT NULL,
    files {integer} NOT NULL,
    notes {integer} NOT NULL,
    followers {integer} NOT NULL,
    name_fold {text} NOT NULL,
    name_exact {text} NOT NULL,
    name_sort {bytes} NOT NULL,
    address_sort {bytes},
    ortto_id {text},
    rogerroger_id {text},
    FOREIGN KEY (company_id, owner_id) REFERENCES app_user (company_id, id)
) {records};

CREATE INDEX organization_by_name ON organization (company_id, name_sort{then_id}) WHERE delete_time IS NULL;
CREATE INDEX organization_by_owner ON organization (company_id, owner_id{then_id}) WHERE delete_time IS NULL;
CREATE INDEX organization_by_add_time ON organization (company_id, add_time{then_id}) WHERE delete_time IS NULL;
CREATE INDEX organization_by_update_time ON organization (company_id, update_time{then_id}) WHERE delete_time IS NULL;
CREATE UNIQUE INDEX organization_by_ortto_id ON organization (company_id, ortto_id) WHERE ortto_id IS NOT NULL;
CREATE UNIQUE INDEX organization_by_rogerroger_id ON organization (company_id, rogerroger_id)
    WHERE rogerroger_id IS NOT NULL;

CREATE TABLE follower (
    company_id {integer} NOT NULL,
    kind {integer} NOT NULL,
    record_id {integer} NOT NULL,
    user_id {integer} NOT NULL,
    id {integer} NOT NULL,
    add_time {integer} NOT NULL,
    PRIMARY KEY (company_id, kind, record_id, user_id)
) {clustered};

CREATE TABLE change (
    company_id {integer} NOT NULL,
    kind {integer} NOT NULL,
    record_id {integer} NOT NULL,
    id {integer} NOT NULL,
    field {text} NOT NULL,
    old_value {text},
    new_value {text},
    user_id {integer} NOT NULL,
    time {integer} NOT NULL,
    source {integer} NOT NULL,
    user_agent {text},
    is_bulk {integer} NOT NULL,
    PRIMARY KEY (company_id, kind, record_id, id)
) {clustered};

-- The id is the event's number.
CREATE TABLE event (
    {record_key},
    time {integer} NOT NULL,
    action {integer} NOT NULL,
    kind {integer} NOT NULL,
    record_id {integer} NOT NULL,
    user_id {integer} NOT NULL,
    source {integer} NOT NULL,
    is_bulk {integer} NOT NULL
) {records};

CREATE TABLE person (
    {record_key},
    name {text} NOT NULL,
    first_name {text},
    last_name {text},
    owner_id {integer} NOT NULL,
    visible_to {integer} NOT NULL,
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    delete_time {integer},
    archive_time {integer},
    name_fold {text} NOT NULL,
    name_exact {text} NOT NULL,
    name_sort {bytes} NOT NULL,
    ortto_id {text},
    rogerroger_id {text},
    FOREIGN KEY (company_id, owner_id) REFERENCES app_user (company_id, id)
) {records};

CREATE INDEX person_by_name ON person (company_id, name_sort{then_id}) WHERE delete_time IS NULL;
CREATE UNIQUE INDEX person_by_ortto_id ON person (company_id, ortto_id) WHERE ortto_id IS NOT NULL;
CREATE UNIQUE INDEX person_by_rogerroger_id ON person (company_id, rogerroger_id) WHERE rogerroger_id IS NOT NULL;

CREATE TABLE person_organization (
    company_id {integer} NOT NULL,
    organization_id {integer} NOT NULL,
    person_id {integer} NOT NULL,
    is_primary {integer} NOT NULL,
    add_time {integer} NOT NULL,
    PRIMARY KEY (company_id, organization_id, person_id)
) {clustered};

CREATE INDEX person_organization_by_person ON person_organization (company_id, person_id, organization_id);
CREATE UNIQUE INDEX person_one_primary ON person_organization (company_id, person_id) WHERE is_primary = 1;

CREATE TABLE custom_field (
    company_id {integer} NOT NULL,
    kind {integer} NOT NULL,
    id {integer} NOT NULL,
    name {text} NOT NULL,
    type {text} NOT NULL,
    pipedrive_key {text} NOT NULL,
    ortto_slug {text} NOT NULL,
    position {integer} NOT NULL,
    add_time {integer} NOT NULL,
    update_time {integer} NOT NULL,
    delete_time {integer},
    PRIMARY KEY (company_id, kind, id),
    UNIQUE (company_id, kind, pipedrive_key),
    UNIQUE (company_id, kind, ortto_slug),
    FOREIGN KEY (company_id) REFERENCES company (id)
) {clustered};

-- One row a value; a field of several values has several rows, in order. `part` tells a value's parts apart (amount, currency).
CREATE TABLE custom_field_value (
    company_id {integer} NOT NULL,
    kind {integer} NOT NULL,
    record_id {integer} NOT NULL,
    field_id {integer} NOT NULL,
    part {integer} NOT NULL,
    position {integer} NOT NULL,
    text_value {text},
    number_value {real},
    time_value {integer},
    text_fold {text},
    text_sort {bytes},
    PRIMARY KEY (company_id, kind, record_id, field_id, part, position)
) {clustered};

CREATE INDEX custom_field_value_by_text ON custom_field_value (company_id, kind, field_id, text_sort, record_id)
    WHERE text_sort IS NOT NULL;
CREATE INDEX custom_field_value_by_number ON custom_field_value (company_id, kind, field_id, number_value, record_id)
    WHERE number_value IS NOT NULL;
CREATE INDEX custom_field_value_by_time ON custom_field_value (company_id, kind, field_id, time_value, record_id)
    WHERE time_value IS NOT NULL;
