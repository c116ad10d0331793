-- Drafts that are saved answer by answer, receipts, and what a reviewer looks at first.

-- Why a reviewer should look at a dossier: bits of `sohoc-rules`, set by every step that leaves it to be
-- reviewed. `sohoc recount` sets those of dossiers that were there before.
alter table dossier add column flags {count} not null default 0;
-- Pieces of evidence attached.
alter table dossier add column evidence {count} not null default 0;
-- On whose word a helper wrote; empty: the person's own, as the door says.
alter table dossier add column on_word {text};
-- Who stood by.
alter table dossier add column witness {text};

-- A queue is one stretch of this index, exceptions apart from the rest; counting it reads nothing else.
drop index dossier_by_place;
create index dossier_by_queue on dossier (round_id, unit_id, state, flags, organization_id);
create index dossier_by_track on dossier (organization_id, round_id, state, flags)
    where organization_id is not null;

-- One answer of a draft, saved when it was given. Not journalled one by one: who and when stand here,
-- and the journal says what was handed in.
create table draft_answer (
    dossier_id {id} not null references dossier (dossier_id),
    -- Position on the form.
    indicator {count} not null,
    score {count},
    note {text},
    -- Answers saved in the dossier up to this one.
    version {count} not null,
    -- Until the dossier is handed in the score counts above the one in the dossier.
    is_open {flag} not null,
    saved_at {moment} not null,
    saved_by {id},
    primary key (dossier_id, indicator)
) {table};

create table receipt (
    number {text} not null primary key,
    dossier_id {id} not null references dossier (dossier_id),
    step {count} not null,
    -- Made by the client: the same twice is the same receipt.
    client_key {text} not null,
    handed_in_at {moment} not null,
    total {count} not null,
    constraint receipt_once_a_key unique (dossier_id, client_key)
) {table};

-- The scores as they stood when a dossier was opened again, by the step that opened it.
create table earlier_scores (
    dossier_id {id} not null references dossier (dossier_id),
    step {count} not null,
    group_form {text} not null,
    self_scores {bytes} not null,
    review_scores {bytes},
    primary key (dossier_id, step)
) {table};
