//! The two schemas are one: the same tables, columns, keys and indexes.

use std::collections::BTreeSet;

use sohoc_ledger::db::{Ddl, raw_rows};

use crate::support::Ledger;

/// What a type of either database is to the program. Both halves stand in one row of `db/dialect.rs`.
const KINDS: [(&str, &str); 7] = [
    ("blob", "uuid"),
    ("blob", "bytea"),
    ("text", "text"),
    ("text", "date"),
    ("text", "timestamp with time zone"),
    ("integer", "bigint"),
    ("integer", "boolean"),
];

#[test]
fn both_databases_have_the_same_tables_columns_keys_and_indexes() {
    let sqlite = Ledger::new(Ddl::Sqlite).expect("SQLite is always there");
    let here = facts(&sqlite, &SQLITE);
    assert!(
        here.iter().any(|fact| fact == "key person(person_id)"),
        "the catalogue is read wrongly: {here:?}"
    );
    assert!(here.len() > 300, "the catalogue is read in part: {} facts", here.len());
    let Some(postgres) = Ledger::new(Ddl::Postgres) else { return };
    let there = facts(&postgres, &POSTGRES);
    let only_here: Vec<&String> = here.difference(&there).collect();
    let only_there: Vec<&String> = there.difference(&here).collect();
    assert!(
        only_here.is_empty() && only_there.is_empty(),
        "SQLite: {only_here:#?}\nPostgreSQL: {only_there:#?}"
    );
}

#[test]
fn text_is_ordered_by_bytes_in_every_column() {
    let Some(postgres) = Ledger::new(Ddl::Postgres) else { return };
    let other = "select table_name, column_name from information_schema.columns
         where table_schema = current_schema() and data_type = 'text' and collation_name is distinct from 'C'";
    assert_eq!(
        raw_rows(&postgres.store, other).expect("the catalogue is there"),
        [[]; 0] as [[Option<String>; 0]; 0]
    );
}

#[test]
fn sqlite_keeps_types_and_keys() {
    let sqlite = Ledger::new(Ddl::Sqlite).expect("SQLite is always there");
    let loose = "select count(*) from pragma_table_list where schema = 'main' and name not like 'sqlite_%'
         and not (strict and wr)";
    assert_eq!(sqlite.value(loose), "0");
    assert_eq!(sqlite.value("pragma foreign_keys"), "1");
    assert_eq!(sqlite.value("pragma synchronous"), "2");
    assert_eq!(sqlite.value("pragma journal_mode"), "wal");
}

/// Columns, primary keys, unique constraints, other indexes and foreign keys, one query each.
type Catalogue = [(&'static str, &'static str); 5];

const SQLITE: Catalogue = [
    (
        "column",
        "select m.name || '.' || c.name || ' ' || lower(c.type) || case when c.\"notnull\" then ' not null' else '' end
         from sqlite_schema m join pragma_table_info(m.name) c where m.type = 'table'",
    ),
    (
        "key",
        "select name || '(' || group_concat(one, ', ') || ')' from (
            select m.name, c.name as one from sqlite_schema m join pragma_table_info(m.name) c
            where m.type = 'table' and c.pk > 0 order by m.name, c.pk)
         group by name",
    ),
    (
        "unique",
        "select name || '(' || group_concat(one, ', ') || ')' from (
            select m.name, l.name as list, c.name as one
            from sqlite_schema m join pragma_index_list(m.name) l join pragma_index_info(l.name) c
            where m.type = 'table' and l.origin = 'u' order by l.name, c.seqno)
         group by name, list",
    ),
    (
        "index",
        "select list || ' ' || name || '(' || group_concat(one, ', ') || ')' from (
            select m.name, l.name as list, c.name as one
            from sqlite_schema m join pragma_index_list(m.name) l join pragma_index_info(l.name) c
            where m.type = 'table' and l.origin = 'c' order by l.name, c.seqno)
         group by name, list",
    ),
    (
        "foreign",
        "select name || '(' || group_concat(one, ', ') || ') ' || other || '(' || group_concat(two, ', ') || ')' from (
            select m.name, f.id, f.\"table\" as other, f.\"from\" as one, f.\"to\" as two
            from sqlite_schema m join pragma_foreign_key_list(m.name) f
            where m.type = 'table' order by m.name, f.id, f.seq)
         group by name, id",
    ),
];

const POSTGRES: Catalogue = [
    (
        "column",
        "select table_name || '.' || column_name || ' ' || data_type
            || case when is_nullable = 'NO' then ' not null' else '' end
         from information_schema.columns where table_schema = current_schema()",
    ),
    (
        "key",
        "select relname || '(' || columns || ')' from (
            select t.relname, string_agg(a.attname, ', ' order by k.place) as columns
            from pg_constraint c join pg_class t on t.oid = c.conrelid
            cross join unnest(c.conkey) with ordinality k (number, place)
            join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number
            where c.contype = 'p' and c.connamespace = current_schema()::regnamespace
            group by t.relname, c.oid) keys",
    ),
    (
        "unique",
        "select relname || '(' || columns || ')' from (
            select t.relname, string_agg(a.attname, ', ' order by k.place) as columns
            from pg_constraint c join pg_class t on t.oid = c.conrelid
            cross join unnest(c.conkey) with ordinality k (number, place)
            join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number
            where c.contype = 'u' and c.connamespace = current_schema()::regnamespace
            group by t.relname, c.oid) keys",
    ),
    (
        "index",
        "select i.relname || ' ' || t.relname || '(' || string_agg(a.attname, ', ' order by k.place) || ')'
         from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
         cross join unnest(x.indkey::int2[]) with ordinality k (number, place)
         join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number
         where t.relnamespace = current_schema()::regnamespace
            and not exists (select 1 from pg_constraint c where c.conindid = i.oid and c.contype in ('p', 'u'))
         group by i.relname, t.relname",
    ),
    (
        "foreign",
        "select t.relname || '(' || string_agg(a.attname, ', ' order by k.place) || ') ' || o.relname
            || '(' || string_agg(b.attname, ', ' order by k.place) || ')'
         from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class o on o.oid = c.confrelid
         cross join unnest(c.conkey, c.confkey) with ordinality k (number, other, place)
         join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number
         join pg_attribute b on b.attrelid = o.oid and b.attnum = k.other
         where c.contype = 'f' and c.connamespace = current_schema()::regnamespace
         group by t.relname, o.relname, c.oid",
    ),
];

/// The facts of a catalogue, with the types of PostgreSQL told as those of SQLite.
fn facts(ledger: &Ledger, catalogue: &Catalogue) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    for (kind, query) in catalogue {
        for row in raw_rows(&ledger.store, query).expect("the catalogue can be read") {
            let fact = row[0].clone().expect("every part of a fact is known");
            let fact = if *kind == "column" { in_kinds_of_sqlite(&fact) } else { fact };
            facts.insert(format!("{kind} {fact}"));
        }
    }
    facts
}

fn in_kinds_of_sqlite(column: &str) -> String {
    let (name, rest) = column.split_once(' ').expect("a name and a type");
    let (kind, nullable) = rest.strip_suffix(" not null").map_or((rest, ""), |kind| (kind, " not null"));
    let known = KINDS.iter().find(|(sqlite, postgres)| *sqlite == kind || *postgres == kind);
    let (sqlite, _) = known.unwrap_or_else(|| panic!("{column} has a type that no table of types knows"));
    format!("{name} {sqlite}{nullable}")
}
