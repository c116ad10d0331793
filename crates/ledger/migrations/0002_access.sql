-- See `0001_ledger.sql` for the words in braces.

-- One-time codes stand in `slip` from now on, with an end and under a keyed hash.
alter table account drop column activation_hash;
create index account_by_person on account (person_id);
create index role_grant_by_unit on role_grant (unit_id);
create index role_grant_by_organization on role_grant (organization_id);
-- Officers are few among the citizens.
create index role_grant_of_officers on role_grant (account_id) where role <> 'citizen';

-- What an account signs in with; no row for one that was never opened.
create table credential (
    account_id {id} not null primary key references account (account_id),
    -- PHC text of argon2id.
    password {text},
    password_set_at {moment},
    -- A slip opened the account: it has to choose a password or a passkey first.
    must_set_password {flag} not null,
    -- Secret of the code device, sealed; the pending one was shown and not proved yet.
    totp_sealed {bytes},
    totp_pending {bytes},
    -- The last step of thirty seconds whose code was taken.
    totp_step {count} not null,
    signed_in_at {moment},
    switched_on_at {moment},
    locale {text}
) {table};
-- The sweep of dormant accounts reads the oldest.
create index credential_by_sign_in on credential (signed_in_at);

-- Only of administrators, who may not go back to one of the last ten.
create table old_password (
    account_id {id} not null references account (account_id),
    set_at {moment} not null,
    password {text} not null,
    primary key (account_id, set_at)
) {table};

create table recovery_code (
    account_id {id} not null references account (account_id),
    code_hash {bytes} not null,
    used_at {moment},
    primary key (account_id, code_hash)
) {table};

create table passkey (
    credential_id {bytes} not null primary key,
    account_id {id} not null references account (account_id),
    -- As the WebAuthn library of the counter writes it; opaque here.
    credential {text} not null,
    counter {count} not null,
    label {text} not null,
    added_at {moment} not null,
    used_at {moment}
) {table};
create index passkey_by_account on passkey (account_id);

create table oidc_identity (
    identity_hash {bytes} not null primary key,
    account_id {id} not null references account (account_id),
    issuer {text} not null,
    linked_at {moment} not null
) {table};
create index oidc_identity_by_account on oidc_identity (account_id);

create table slip (
    code_hash {bytes} not null primary key,
    account_id {id} not null references account (account_id),
    -- citizen, officer or emergency.
    kind {text} not null,
    made_by {id},
    made_at {moment} not null,
    expires_at {moment} not null,
    used_at {moment}
) {table};
create index slip_by_account on slip (account_id);

create table session (
    session_id {id} not null primary key,
    -- SHA-256 of the token, which only the browser has.
    token_hash {bytes} not null,
    account_id {id} not null references account (account_id),
    level {count} not null,
    started_at {moment} not null,
    seen_at {moment} not null,
    ends_at {moment} not null,
    confirmed_at {moment} not null,
    locked_at {moment},
    device {text} not null,
    address {text} not null,
    constraint session_token_once unique (token_hash)
) {table};
create index session_by_account on session (account_id);
create index session_by_end on session (ends_at);

-- Failures by keyed hash of the typed name, so that names nobody has are treated alike.
create table sign_in_attempt (
    name_hash {bytes} not null primary key,
    failures {count} not null,
    locks {count} not null,
    locked_until {moment},
    failed_at {moment} not null
) {table};
create index sign_in_attempt_by_time on sign_in_attempt (failed_at);

-- Every sign-in, good or not; ids are in the order of time.
create table login (
    login_id {id} not null primary key,
    at {moment} not null,
    account_id {id},
    name_hash {bytes},
    address {text} not null,
    outcome {text} not null
) {table};
create index login_by_account on login (account_id, login_id);

-- What somebody must look at.
create table security_alert (
    alert_id {id} not null primary key,
    at {moment} not null,
    kind {text} not null,
    account_id {id},
    detail {text} not null,
    acknowledged_at {moment},
    acknowledged_by {id}
) {table};
create index security_alert_open on security_alert (alert_id) where acknowledged_at is null;

-- When whoever gives roles read the list of accounts of a unit, of an organization or (all zeros) of all.
create table account_review (
    scope_id {id} not null primary key,
    reviewed_at {moment} not null,
    reviewed_by {id}
) {table};
