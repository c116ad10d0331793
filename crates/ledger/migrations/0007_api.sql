-- See `0001_ledger.sql` for the words in braces.

-- What a program shows instead of signing in. Its account is a service's: it has no slip, no password and
-- no person, and its rights are no wider than `scopes`.
create table api_token (
    token_id {id} not null primary key,
    -- SHA-256 of the secret, which only the program has.
    token_hash {bytes} not null,
    account_id {id} not null references account (account_id),
    label {text} not null,
    -- Words of rules with blanks between.
    scopes {text} not null,
    made_by {id},
    made_at {moment} not null,
    expires_at {moment} not null,
    used_at {moment},
    revoked_at {moment},
    constraint api_token_once unique (token_hash)
) {table};
create index api_token_by_account on api_token (account_id);

-- What was answered to a request that changes something, for a day, so that it can be sent twice.
create table idempotency_key (
    token_id {id} not null references api_token (token_id),
    request_key {text} not null,
    -- SHA-256 of path and body.
    digest {bytes} not null,
    begun_at {moment} not null,
    status {count},
    answer {text},
    primary key (token_id, request_key)
) {table};
create index idempotency_key_by_time on idempotency_key (begun_at);
