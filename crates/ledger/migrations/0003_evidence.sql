-- What people bring to show for their scores. The bytes are kept apart, under their hash.
create table evidence (
    evidence_id {id} not null primary key,
    person_id {id} not null references person (person_id),
    -- The year it was first brought for.
    year {count} not null,
    kind {count} not null,
    title {text} not null,
    -- Only for files; the hash (SHA-256) and size of what is kept, which outlive the bytes.
    media_type {text},
    content_hash {bytes},
    size_bytes {count} not null,
    -- The address of a link; the words of a note or an attendance and who stands for them.
    link {text},
    note {text},
    witness {text},
    -- How a picture looks, 64 bits.
    look {count},
    state {count} not null,
    added_by {id},
    added_at {moment} not null,
    channel {count} not null,
    -- When the bytes, the link or the note were taken away; the rest of the row is the proof.
    emptied_at {moment}
) {table};
create index evidence_by_person on evidence (person_id, year);
create index evidence_by_content on evidence (content_hash);

-- One piece may serve several indicators of several dossiers.
create table evidence_use (
    dossier_id {id} not null references dossier (dossier_id),
    indicator {count} not null,
    evidence_id {id} not null references evidence (evidence_id),
    attached_by {id},
    attached_at {moment} not null,
    primary key (dossier_id, indicator, evidence_id)
) {table};
create index evidence_use_by_evidence on evidence_use (evidence_id);

create table evidence_judgement (
    evidence_id {id} not null references evidence (evidence_id),
    position {count} not null,
    state {count} not null,
    reason {text},
    judged_by {id} not null,
    judged_at {moment} not null,
    entry_id {id} not null,
    primary key (evidence_id, position)
) {table};

-- Looks by each of their four bands of 16 bits, so that near ones are found without reading all.
create table evidence_look (
    band {count} not null,
    value {count} not null,
    look {count} not null,
    evidence_id {id} not null references evidence (evidence_id),
    primary key (band, value, look, evidence_id)
) {table};

-- Files on their way in. How much has come is told by the spool, never by this row.
create table evidence_upload (
    upload_id {id} not null primary key,
    owner_id {id} not null references account (account_id),
    person_id {id} not null references person (person_id),
    year {count} not null,
    title {text} not null,
    declared_type {text},
    size_bytes {count} not null,
    channel {count} not null,
    begun_at {moment} not null,
    expires_at {moment} not null,
    -- Hash of what is about to be kept, noted before it is: whatever happens then, the bytes are found again.
    content_hash {bytes},
    -- What became of it.
    evidence_id {id} references evidence (evidence_id)
) {table};
create index evidence_upload_by_owner on evidence_upload (owner_id);
create index evidence_upload_by_person on evidence_upload (person_id, year);
