-- See `0001_ledger.sql` for the words in braces.

-- Long work that somebody asked for: imports, exports. Taken by one program at a time under a lease.
create table job (
    job_id {id} not null primary key,
    kind {text} not null,
    -- waiting, running, done, failed or cancelled.
    state {text} not null,
    -- Who asked; none for the console.
    account_id {id} references account (account_id),
    sign_in {text} not null,
    -- Where; none for the whole ledger.
    unit_id {id} references unit (unit_id),
    -- What exactly, as JSON that the kind reads.
    options {text} not null,
    -- Name in the spool of the list that was sent, and how its sender named it.
    source_file {text},
    source_name {text},
    added_at {moment} not null,
    started_at {moment},
    ended_at {moment},
    -- The run of a program that works on it, and until when it is believed to live.
    lease_holder {id},
    lease_until {moment},
    attempts {count} not null,
    done {count} not null,
    total {count},
    -- What came of it: counts as JSON, a file in the spool, or why nothing did.
    result {text},
    result_file {text},
    failure {text}
) {table};
create index job_by_state on job (state, added_at);
create index job_by_account on job (account_id, added_at);
