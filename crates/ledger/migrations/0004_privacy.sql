-- See `0001_ledger.sql` for the words in braces.

-- Which words each version of a consent text had: the digest of the words as they were shown.
create table consent_text (
    purpose {count} not null,
    version {count} not null,
    language {text} not null,
    digest {bytes} not null,
    first_used {moment} not null,
    primary key (purpose, version, language)
) {table};

-- Each yes and each no of a person, appended and never changed: the newest of a purpose holds.
create table consent (
    consent_id {id} not null primary key,
    person_id {id} not null references person (person_id),
    purpose {count} not null,
    is_given {flag} not null,
    at {moment} not null,
    -- Empty for a withdrawal.
    text_version {count},
    text_language {text},
    hand {count} not null,
    typed_by {id},
    on_word_of {text},
    witness {text},
    paper {text},
    entry_id {id} not null
) {table};
create index consent_by_person on consent (person_id, purpose, consent_id);

-- What people ask about their data. The days due are kept: terms may change, those of a request do not.
create table data_request (
    request_id {id} not null primary key,
    person_id {id} not null references person (person_id),
    kind {count} not null,
    -- Where the person lived when it came in: whose inbox it is in.
    unit_id {id},
    wish {text} not null,
    asked_at {moment} not null,
    first_due {day} not null,
    due {day} not null,
    answered_at {moment},
    extended_at {moment},
    closed_at {moment},
    outcome {count},
    -- The newest reason or answer, which the person reads.
    answer {text},
    answered_by {id},
    hand {count} not null,
    typed_by {id},
    on_word_of {text},
    witness {text},
    paper {text}
) {table};
create index data_request_by_person on data_request (person_id, request_id);
create index data_request_open on data_request (due, request_id) where closed_at is null;

-- Notes of reads of personal data. No keys to other tables: a note outlives what it tells of.
create table reading (
    reading_id {id} not null primary key,
    at {moment} not null,
    account_id {id},
    actor {text} not null,
    role {text} not null,
    what {count} not null,
    person_id {id},
    unit_id {id},
    organization_id {id},
    page {count},
    -- The journal entry with the count and digest of the notes that were written together.
    entry_id {id} not null
) {table};
create index reading_by_person on reading (person_id, reading_id) where person_id is not null;
create index reading_by_unit on reading (unit_id, reading_id) where unit_id is not null;
create index reading_by_organization on reading (organization_id, reading_id) where organization_id is not null;
