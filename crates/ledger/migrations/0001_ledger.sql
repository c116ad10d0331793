-- The ledger as first made. Words in braces differ by database: see `db/dialect.rs`.
-- Ids are UUIDs of version 7 from the program. Codes of states, acts and forms are those of `sohoc-rules`.

create table setting (
    name {text} not null primary key,
    value {text} not null
) {table};

-- Territory -----------------------------------------------------------------------------------

-- The same official code with another first day is another unit: codes are reused.
create table unit (
    unit_id {id} not null primary key,
    code {text} not null,
    name {text} not null,
    short_name {text} not null,
    kind {text} not null,
    level {text} not null,
    valid_from {day},
    valid_to {day},
    resolution {text}
) {table};
create index unit_by_code on unit (code);

create table unit_link (
    unit_id {id} not null references unit (unit_id),
    position {count} not null,
    parent_id {id} not null references unit (unit_id),
    valid_from {day},
    valid_to {day},
    primary key (unit_id, position)
) {table};

create table unit_renaming (
    unit_id {id} not null references unit (unit_id),
    since {day} not null,
    name {text} not null,
    short_name {text} not null,
    resolution {text},
    primary key (unit_id, since)
) {table};

create table unit_area_class (
    unit_id {id} not null references unit (unit_id),
    position {count} not null,
    area_class {text} not null,
    valid_from {day},
    valid_to {day},
    resolution {text},
    primary key (unit_id, position)
) {table};

create table unit_succession (
    predecessor_id {id} not null references unit (unit_id),
    successor_id {id} not null references unit (unit_id),
    effective_date {day} not null,
    -- whole, share, hamlets or unknown; the weights only for share.
    extent {text} not null,
    part_weight {count},
    part_of {count},
    origin_weight {count},
    origin_of {count},
    is_main {flag},
    resolution {text},
    primary key (predecessor_id, successor_id, effective_date)
) {table};

-- Agencies, schools, enterprises, associations.
create table organization (
    organization_id {id} not null primary key,
    code {text} not null,
    name {text} not null,
    name_fold {text} not null,
    kind {text} not null,
    unit_id {id} references unit (unit_id),
    valid_from {day},
    valid_to {day}
) {table};
create index organization_by_code on organization (code);
create index organization_by_name on organization (name_fold);

create table organization_succession (
    predecessor_id {id} not null references organization (organization_id),
    successor_id {id} not null references organization (organization_id),
    effective_date {day} not null,
    primary key (predecessor_id, successor_id)
) {table};

-- People --------------------------------------------------------------------------------------

create table person (
    person_id {id} not null primary key,
    name {text} not null,
    name_fold {text} not null,
    given_fold {text} not null,
    sort_key {bytes} not null,
    sex {count} not null,
    birth_year {count} not null,
    birth_month {count},
    birth_day {count},
    -- Keyed hash of the personal number; the number itself only sealed.
    number_hash {bytes},
    number_sealed {bytes},
    life_status {count} not null,
    died_on {day},
    merged_into {id} references person (person_id),
    constraint person_number_once unique (number_hash)
) {table};
-- The first finds possible doubles; it and the last find names.
create index person_by_name on person (name_fold, birth_year);
-- Few have no number: a list with numbers looks for namesakes among these alone.
create index person_without_number on person (name_fold, birth_year) where number_sealed is null;
create index person_by_given on person (given_fold, name_fold);

-- Ethnic origin is sensitive (Nghị định 356/2025, Điều 4): apart, optional, never in an index.
create table person_ethnicity (
    person_id {id} not null primary key references person (person_id),
    ethnic_group {text} not null,
    ethnic_class {count} not null
) {table};

create table residence (
    person_id {id} not null references person (person_id),
    valid_from {day} not null,
    valid_to {day},
    unit_id {id} not null references unit (unit_id),
    primary key (person_id, valid_from)
) {table};
create index residence_by_unit on residence (unit_id, valid_to);

create table employment (
    person_id {id} not null references person (person_id),
    organization_id {id} not null references organization (organization_id),
    valid_from {day} not null,
    valid_to {day},
    position {text} not null,
    primary key (person_id, organization_id, valid_from)
) {table};
create index employment_by_organization on employment (organization_id, valid_to);

create table person_merge (
    merge_id {id} not null primary key,
    kept_id {id} not null references person (person_id),
    merged_id {id} not null references person (person_id),
    merged_at {moment} not null,
    undone_at {moment},
    -- The kept person before the merge, so that it can be undone.
    filled {text} not null
) {table};
create index person_merge_by_merged on person_merge (merged_id);
create index person_merge_by_kept on person_merge (kept_id);

create table learning_model (
    model_id {id} not null primary key,
    kind {count} not null,
    name {text} not null,
    name_fold {text} not null,
    unit_id {id} references unit (unit_id),
    organization_id {id} references organization (organization_id),
    valid_from {day} not null,
    valid_to {day}
) {table};
create index learning_model_by_unit on learning_model (unit_id, kind);

create table model_member (
    model_id {id} not null references learning_model (model_id),
    person_id {id} not null references person (person_id),
    valid_from {day} not null,
    valid_to {day},
    primary key (model_id, person_id, valid_from)
) {table};
create index model_member_by_person on model_member (person_id);

create table model_title (
    model_id {id} not null references learning_model (model_id),
    year {count} not null,
    instrument {text} not null,
    granted_on {day} not null,
    primary key (model_id, year)
) {table};

-- Criteria and rounds -------------------------------------------------------------------------

create table criteria_set (
    criteria_set_id {id} not null primary key,
    decision_number {text} not null,
    decided_on {day} not null,
    in_force_from {day} not null,
    in_force_to {day},
    -- The whole set as it was loaded; never edited.
    definition {text} not null,
    digest {text} not null,
    constraint criteria_set_once unique (digest)
) {table};

create table round (
    round_id {id} not null primary key,
    year {count} not null,
    criteria_set_id {id} not null references criteria_set (criteria_set_id),
    adult_age {count} not null,
    counting {text} not null,
    submit_from {day},
    submit_to {day},
    endorse_from {day},
    endorse_to {day},
    appraise_from {day},
    appraise_to {day},
    decide_from {day},
    decide_to {day},
    indicator_gap {count} not null,
    total_gap {count} not null,
    opened_at {moment} not null,
    closed_at {moment},
    constraint round_once_a_year unique (year)
) {table};

create table target (
    measure {text} not null,
    year {count} not null,
    per_mille {count} not null,
    reading {text} not null,
    source {text} not null,
    primary key (measure, year, reading)
) {table};

-- Dossiers ------------------------------------------------------------------------------------

create table dossier (
    dossier_id {id} not null primary key,
    person_id {id} not null references person (person_id),
    round_id {id} not null references round (round_id),
    -- As they were on the day of registration: a later move does not move an old result.
    unit_id {id} not null references unit (unit_id),
    organization_id {id} references organization (organization_id),
    group_form {text} not null,
    area_class {text} not null,
    sex {count} not null,
    age_band {count} not null,
    state {count} not null,
    self_scores {bytes},
    review_scores {bytes},
    channel {count} not null,
    typed_by {id},
    endorsed_by {id},
    -- How many steps it has taken.
    steps {count} not null,
    constraint dossier_once_a_round unique (round_id, person_id)
) {table};
create index dossier_by_place on dossier (round_id, unit_id, state);

-- Every step of a dossier, pointing into the journal.
create table dossier_step (
    dossier_id {id} not null references dossier (dossier_id),
    step {count} not null,
    act {text} not null,
    state {count} not null,
    entry_id {id} not null,
    reason {text},
    primary key (dossier_id, step)
) {table};

create table score_change (
    dossier_id {id} not null references dossier (dossier_id),
    indicator {count} not null,
    reason {text} not null,
    entry_id {id} not null,
    primary key (dossier_id, indicator)
) {table};

-- Recognition ---------------------------------------------------------------------------------

create table council_session (
    session_id {id} not null primary key,
    unit_id {id} references unit (unit_id),
    organization_id {id} references organization (organization_id),
    year {count} not null,
    held_on {day} not null,
    in_favour {count} not null,
    against {count} not null,
    abstained {count} not null,
    entry_id {id} not null
) {table};

create table council_member (
    session_id {id} not null references council_session (session_id),
    person_id {id} not null references person (person_id),
    was_present {flag} not null,
    primary key (session_id, person_id)
) {table};

-- The last number given by each issuing body in each year: the only strictly serial row.
create table decision_counter (
    issuer_id {id} not null,
    year {count} not null,
    last_number {count} not null,
    primary key (issuer_id, year)
) {table};

create table decision (
    decision_id {id} not null primary key,
    issuer_id {id} not null,
    issuer_is_unit {flag} not null,
    -- The year and place in the row of numbers.
    year {count} not null,
    number {count} not null,
    sign {text} not null,
    kind {count} not null,
    dated {day} not null,
    signer_name {text} not null,
    signer_office {text} not null,
    session_id {id} references council_session (session_id),
    -- The assessed year the titles are for.
    title_year {count} not null,
    entry_id {id} not null,
    constraint decision_number_once unique (issuer_id, year, number)
) {table};

create table decision_line (
    decision_id {id} not null references decision (decision_id),
    line {count} not null,
    dossier_id {id} not null references dossier (dossier_id),
    person_id {id} not null references person (person_id),
    verdict {count} not null,
    -- State of the title this line granted; empty for a line that grants none.
    title_state {count},
    reason {text},
    primary key (decision_id, line)
) {table};
create index decision_line_by_dossier on decision_line (dossier_id);

create table certificate (
    serial {text} not null primary key,
    decision_id {id} not null,
    line {count} not null,
    dossier_id {id} not null references dossier (dossier_id),
    issued_on {day} not null,
    replaces {text},
    foreign key (decision_id, line) references decision_line (decision_id, line)
) {table};
create index certificate_by_dossier on certificate (dossier_id);

create table certificate_counter (
    issuer {text} not null,
    year {count} not null,
    last_number {count} not null,
    primary key (issuer, year)
) {table};

-- Figures -------------------------------------------------------------------------------------

-- One cell of the cube; without an organization its id is all zeros.
create table tally (
    year {count} not null,
    counter {count} not null,
    unit_id {id} not null,
    organization_id {id} not null,
    group_form {text} not null,
    sex {count} not null,
    age_band {count} not null,
    ethnic_class {count} not null,
    area_class {text} not null,
    people {count} not null,
    primary key (year, counter, unit_id, organization_id, group_form, sex, age_band, ethnic_class, area_class)
) {table};

-- Changes not yet folded into `tally`: appended, so that writers never wait for one row.
create table tally_delta (
    delta_id {id} not null primary key,
    year {count} not null,
    counter {count} not null,
    unit_id {id} not null,
    organization_id {id} not null,
    group_form {text} not null,
    sex {count} not null,
    age_band {count} not null,
    ethnic_class {count} not null,
    area_class {text} not null,
    people {count} not null
) {table};

create table tally_fold (
    number {count} not null primary key,
    folded_at {moment} not null,
    deltas {count} not null
) {table};

-- Access --------------------------------------------------------------------------------------

create table account (
    account_id {id} not null primary key,
    sign_in {text} not null,
    display_name {text} not null,
    person_id {id} references person (person_id),
    activation_hash {bytes},
    disabled_at {moment},
    constraint account_sign_in_once unique (sign_in)
) {table};

create table role_grant (
    account_id {id} not null references account (account_id),
    position {count} not null,
    role {text} not null,
    unit_id {id} references unit (unit_id),
    organization_id {id} references organization (organization_id),
    valid_from {day} not null,
    valid_to {day},
    primary key (account_id, position)
) {table};

-- Journal -------------------------------------------------------------------------------------

create table journal_entry (
    entry_id {id} not null primary key,
    at {moment} not null,
    actor_id {id},
    actor {text} not null,
    act {text} not null,
    unit_id {id},
    subjects {count} not null,
    body {text} not null,
    digest {bytes} not null
) {table};

create table journal_seal (
    number {count} not null primary key,
    previous {bytes} not null,
    root {bytes} not null,
    entries {count} not null,
    sealed_at {moment} not null,
    signature {bytes} not null
) {table};

create table journal_sealed (
    entry_id {id} not null primary key references journal_entry (entry_id),
    seal_number {count} not null references journal_seal (number),
    position {count} not null
) {table};
create index journal_sealed_by_seal on journal_sealed (seal_number, position);

-- Entries that wait for their seal.
create table journal_tail (
    entry_id {id} not null primary key references journal_entry (entry_id)
) {table};

-- Imports -------------------------------------------------------------------------------------

create table import_run (
    import_id {id} not null primary key,
    kind {text} not null,
    source {text} not null,
    started_at {moment} not null,
    finished_at {moment},
    read {count} not null,
    added {count} not null,
    updated {count} not null,
    unchanged {count} not null,
    rejected {count} not null
) {table};
