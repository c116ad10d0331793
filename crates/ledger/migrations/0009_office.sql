-- See `0001_ledger.sql` for the words in braces.

-- Records that look alike and are two people all the same: they are no suspected doubles any more. Undone by
-- taking the row away; the journal keeps both.
create table person_apart (
    -- Of the two ids the smaller one.
    one_id {id} not null references person (person_id),
    other_id {id} not null references person (person_id),
    reason {text},
    apart_at {moment} not null,
    apart_by {id},
    entry_id {id} not null,
    primary key (one_id, other_id)
) {table};
create index person_apart_by_other on person_apart (other_id);

-- The organization whose list a job takes in or out; none where it goes by a unit.
alter table job add column organization_id {id} references organization (organization_id);
