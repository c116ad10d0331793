-- What the minutes of a council session say besides who came and how they voted.

create table council_minutes (
    session_id {id} not null primary key references council_session (session_id),
    chair_id {id} references person (person_id),
    secretary_id {id} references person (person_id),
    opinions {text}
) {table};

-- The dossiers that were before the council, in the order of the list.
create table council_file (
    session_id {id} not null references council_session (session_id),
    position {count} not null,
    dossier_id {id} not null references dossier (dossier_id),
    primary key (session_id, position)
) {table};

create index council_session_by_unit on council_session (unit_id, session_id);
create index decision_by_issuer on decision (issuer_id, decision_id);
