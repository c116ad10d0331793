//! Units: loading them, adding hamlets, and carrying out a decree.

use std::collections::BTreeMap;

use serde_json::json;
use sohoc_ledger::db::Day;
use sohoc_ledger::{access, dossier, people, territory};
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::State;
use sohoc_rules::ids::UnitId;
use sohoc_rules::territory::{
    Changes, ClassOfArea, CsvText, Extent, NewHamlet, Preview, Renaming, Reorganisation, Rows,
};
use sohoc_rules::time::Date;

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::{Office, load_map, renew_map};

/// Loads units and successions from files of the official layout; tells how many units were new.
///
/// # Errors
/// Bad input with file, line and column; nothing is loaded then.
pub fn load(office: &Office, actor: &Actor, units: CsvText<'_>, successions: CsvText<'_>) -> Result<u64> {
    let loaded = sohoc_rules::territory::load(units, successions)
        .map_err(|error| Error::bad_input("units", error.to_string(), "Nothing was loaded."))?;
    add_rows(office, actor, "territory.load", &loaded.rows())
}

/// Adds hamlets; those that are known already (by id) stay as they are.
///
/// # Errors
/// Bad input when a commune is not known or the successions leave a choice.
pub fn add_hamlets(office: &Office, actor: &Actor, hamlets: &[NewHamlet]) -> Result<u64> {
    office.perform(actor, |desk| add_hamlets_in(desk, hamlets))
}

/// The same inside a transaction of the caller.
///
/// # Errors
/// As [`add_hamlets`].
pub fn add_hamlets_in(desk: &Desk<'_>, hamlets: &[NewHamlet]) -> Result<u64> {
    let map = load_map(desk)?;
    let extended = map
        .with_hamlets(hamlets)
        .map_err(|problem| Error::bad_input("hamlets", problem.to_string(), "Nothing was added."))?;
    let rows = extended.rows();
    let is_new = |unit: UnitId| map.find(unit).is_none();
    let rows = Rows {
        units: rows.units.into_iter().filter(|unit| is_new(unit.id)).collect(),
        links: rows.links.into_iter().filter(|link| is_new(link.unit)).collect(),
        ..Rows::default()
    };
    add_rows_in(desk, "territory.add_hamlets", &rows)
}

/// Gives units new names from a day on, inside a transaction of the caller. A name that was given
/// from the same day is put right.
///
/// # Errors
/// A refusal without the right to it, bad input when a unit does not exist on the day, or a fault.
pub fn rename_in(desk: &Desk<'_>, renamings: &[Renaming]) -> Result<()> {
    desk.permit(ActKind::Reorganise, None)?;
    territory::rename(desk, renamings)?;
    load_map(desk)?;
    renew_map(desk)?;
    let names: Vec<_> = renamings
        .iter()
        .map(|it| json!({ "unit": it.unit.to_string(), "name": &*it.name, "since": it.since.to_string() }))
        .collect();
    desk.record("territory.rename", None, names.len(), &json!({ "renamed": names }))?;
    Ok(())
}

/// Adds classes of area to units that are known.
///
/// # Errors
/// A refusal without the right to it, or a fault of the store.
pub fn add_area_classes(office: &Office, actor: &Actor, classes: Vec<ClassOfArea>) -> Result<u64> {
    add_rows(office, actor, "territory.add_area_classes", &Rows { classes, ..Rows::default() })
}

/// The same inside a transaction of the caller.
///
/// # Errors
/// As [`add_area_classes`].
pub fn add_area_classes_in(desk: &Desk<'_>, classes: &[ClassOfArea]) -> Result<u64> {
    let rows = Rows { classes: classes.to_vec(), ..Rows::default() };
    add_rows_in(desk, "territory.add_area_classes", &rows)
}

fn add_rows(office: &Office, actor: &Actor, act: &str, rows: &Rows) -> Result<u64> {
    office.perform(actor, |desk| add_rows_in(desk, act, rows))
}

fn add_rows_in(desk: &Desk<'_>, act: &str, rows: &Rows) -> Result<u64> {
    desk.permit(ActKind::Reorganise, None)?;
    let added = territory::add(desk, rows)?;
    // Read back as a whole before it is kept: rows that contradict what is there are refused.
    load_map(desk)?;
    renew_map(desk)?;
    let units = rows.units.len();
    let body = json!({ "units": units, "classes": rows.classes.len(), "added": added });
    desk.record(act, None, units.max(rows.classes.len()), &body)?;
    Ok(added)
}

/// What a decree would do, without doing it.
///
/// # Errors
/// Bad input naming the line that cannot be read.
pub fn preview(office: &Office, decree: &str) -> Result<Preview> {
    Ok(read_decree(decree)?.preview(&*office.map()?))
}

/// What stands at a unit that would end, in it and below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Affected {
    /// People who live there.
    pub people: i64,
    /// Dossiers of open rounds that wait for a step.
    pub dossiers: i64,
    /// Roles of accounts on it or on a unit below.
    pub roles: i64,
}

/// Whom a decree would touch, for each unit that would end, in the order of the preview; counted on the map of
/// the day before.
///
/// # Errors
/// A refusal without the right to reorganise, or a fault.
pub fn affected(office: &Office, actor: &Actor, preview: &Preview) -> Result<Vec<Affected>> {
    let rounds = office.rounds()?;
    office.read(|reader| {
        let today = office.map_in(reader, office.now().day())?;
        crate::access::permit_on(actor, ActKind::Reorganise, None, &today)?;
        let map = office.map_in(reader, day_before(preview.effective).0)?;
        let mut at: BTreeMap<UnitId, Affected> = BTreeMap::new();
        for (unit, people) in people::count_residents(reader)? {
            at.entry(unit).or_default().people += people;
        }
        for (unit, roles) in access::count_grants(reader, Day(preview.effective))? {
            at.entry(unit).or_default().roles += roles;
        }
        for round in rounds.iter().filter(|round| !round.closed) {
            for (unit, state, _, count) in dossier::count_standing(reader, round.id)? {
                if State::from_code(state).is_some_and(waits) {
                    at.entry(unit).or_default().dossiers += count;
                }
            }
        }
        let sum = |closed: UnitId| {
            let below = map.subtree(closed).filter_map(|unit| at.get(&unit.id));
            below.fold(Affected::default(), |sum, one| Affected {
                people: sum.people + one.people,
                dossiers: sum.dossiers + one.dossiers,
                roles: sum.roles + one.roles,
            })
        };
        Ok(preview.closed.iter().map(|closed| sum(closed.unit)).collect())
    })
}

/// Whether somebody still has to do something about a dossier in that state.
const fn waits(state: State) -> bool {
    matches!(state, State::Draft | State::Returned | State::Submitted | State::Endorsed | State::Appraised)
}

/// What carrying out a decree did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reorganised {
    /// Units that ended.
    pub closed: usize,
    /// Units that began.
    pub opened: usize,
    /// Links of hamlets and other units to a new parent.
    pub moved: usize,
    /// Homes held on an ended unit itself that went to its successor.
    pub homes: usize,
    /// Roles on ended units that went to their successors.
    pub roles: usize,
}

/// Carries out a decree: units, links, names and classes change; people follow because their
/// hamlets do, homes and roles held on an ended unit itself go to its successor where it has exactly
/// one that takes it whole. Others stay as they are and show as unassigned.
///
/// # Errors
/// Bad input with all conflicts of the decree, or a refusal; nothing is changed then.
pub fn reorganise(office: &Office, actor: &Actor, decree: &str) -> Result<Reorganised> {
    let decree = read_decree(decree)?;
    office.perform(actor, |desk| {
        desk.permit(ActKind::Reorganise, None)?;
        let map = load_map(desk)?;
        let changes = decree.apply(&map).map_err(|conflicts| all_conflicts(&conflicts))?;
        write(desk, &changes)?;
        let successors = whole_successors(&changes);
        let homes = move_homes(desk, &successors, decree.effective)?;
        let roles = move_roles(desk, &successors, decree.effective)?;
        load_map(desk)?;
        renew_map(desk)?;
        let done = Reorganised {
            closed: changes.units_closed.len(),
            opened: changes.units_opened.len(),
            moved: changes.links_opened.len(),
            homes,
            roles,
        };
        desk.record(
            "territory.reorganise",
            None,
            done.closed + done.opened,
            &json!({ "decree": decree.decree, "effective": decree.effective.to_string(),
                "closed": done.closed, "opened": done.opened, "moved": done.moved,
                "homes": done.homes, "roles": done.roles }),
        )?;
        Ok(done)
    })
}

fn read_decree(text: &str) -> Result<Reorganisation> {
    Reorganisation::parse(text).map_err(|problem| {
        Error::bad_input("the decree", problem.to_string(), "Correct the file and preview it again.")
    })
}

fn all_conflicts(conflicts: &[sohoc_rules::territory::Conflict]) -> Error {
    let lines: Vec<String> = conflicts
        .iter()
        .map(|conflict| format!("line {}: {}: {}", conflict.line, conflict.item, conflict.refusal))
        .collect();
    Error::bad_input(
        "the decree",
        lines.join("; "),
        "Nothing was changed; correct the file and preview it again.",
    )
}

fn write(desk: &Desk<'_>, changes: &Changes) -> Result<()> {
    let closed: Vec<_> =
        changes.units_closed.iter().map(|closing| (closing.unit, closing.last_day)).collect();
    territory::close_units(desk, &closed)?;
    let links: Vec<_> =
        changes.links_closed.iter().map(|link| (link.unit, link.parent, link.last_day)).collect();
    territory::close_links(desk, &links)?;
    territory::add(
        desk,
        &Rows {
            units: changes.units_opened.clone(),
            links: changes.links_opened.clone(),
            successions: changes.successions.clone(),
            renamings: changes.renamings.clone(),
            classes: changes.area_classes.clone(),
        },
    )?;
    Ok(())
}

/// Ended units that pass whole into exactly one other.
fn whole_successors(changes: &Changes) -> BTreeMap<UnitId, UnitId> {
    let mut successors: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
    for succession in changes.successions.iter().filter(|succession| succession.extent == Extent::Whole) {
        successors.entry(succession.predecessor).or_default().push(succession.successor);
    }
    let ended = |unit: &UnitId| changes.units_closed.iter().any(|closing| closing.unit == *unit);
    successors
        .into_iter()
        .filter(|(unit, _)| ended(unit))
        .filter_map(|(unit, all)| match all.as_slice() {
            [one] => Some((unit, *one)),
            _ => None,
        })
        .collect()
}

fn move_homes(desk: &Desk<'_>, successors: &BTreeMap<UnitId, UnitId>, effective: Date) -> Result<usize> {
    let mut moved = 0;
    for (ended, successor) in successors {
        let residents = people::residents(desk, *ended)?;
        let last: Vec<_> = residents.iter().map(|person| (*person, day_before(effective))).collect();
        people::close_residences(desk, &last)?;
        let homes: Vec<_> = residents
            .iter()
            .map(|person| people::NewResidence {
                person: *person,
                unit: successor.uuid(),
                from: Day(effective),
            })
            .collect();
        people::add_residences(desk, &homes)?;
        moved += homes.len();
    }
    Ok(moved)
}

fn move_roles(desk: &Desk<'_>, successors: &BTreeMap<UnitId, UnitId>, effective: Date) -> Result<usize> {
    let mut moved = 0;
    for (ended, successor) in successors {
        moved += access::pass_on(desk, *ended, *successor, day_before(effective), Day(effective))?;
    }
    Ok(moved)
}

fn day_before(day: Date) -> Day {
    Day(day.yesterday().unwrap_or(day))
}
