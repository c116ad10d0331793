//! What must hold before rows are a territory.

use super::chronicle::Edge;
use super::inconsistency::{Inconsistency, label};
use super::register::{Link, Register};
use super::share::Weight;
use super::succession::{Extent, PartRule, Succession};
use super::unit::{Level, common_days, day_after, day_before};
use crate::time::Span;

pub(super) fn check(register: &Register) -> Result<(), Inconsistency> {
    for place in 0..register.chronicle.units.len() {
        check_life(register, place)?;
        check_parents(register, place)?;
        check_successions(register, place)?;
        check_names(register, place)?;
    }
    check_codes(register)
}

fn check_life(register: &Register, place: usize) -> Result<(), Inconsistency> {
    let unit = register.unit(place);
    match unit.span {
        Span { from: Some(from), to: Some(to) } if to < from => {
            Err(Inconsistency::EndsBeforeItBegins { unit: label(unit) })
        }
        _ => Ok(()),
    }
}

/// One parent on each day, above the unit and in force: this is also why a map can have no cycle.
fn check_parents(register: &Register, place: usize) -> Result<(), Inconsistency> {
    let unit = register.unit(place);
    let mut covered: Option<Span> = None;
    for link in register.links.of(place) {
        check_link(register, place, *link)?;
        match covered {
            None if link.span.from != unit.span.from => return Err(orphan(register, place, unit.span)),
            None => {}
            Some(before) => check_next(register, place, before, *link)?,
        }
        covered = Some(link.span);
    }
    match covered {
        None if unit.level == Level::Province => Ok(()),
        None => Err(orphan(register, place, unit.span)),
        Some(last) if last.to == unit.span.to => Ok(()),
        Some(last) => Err(orphan(register, place, after(last))),
    }
}

fn check_link(register: &Register, place: usize, link: Link) -> Result<(), Inconsistency> {
    let (unit, parent) = (register.unit(place), register.unit(link.parent));
    if parent.level >= unit.level {
        return Err(Inconsistency::ParentNotAbove { unit: label(unit), parent: label(parent) });
    }
    let inside = |life: Span| common_days(life, link.span) == Some(link.span);
    if inside(unit.span) && inside(parent.span) {
        return Ok(());
    }
    Err(Inconsistency::LinkOutsideLife { unit: label(unit), parent: label(parent) })
}

fn check_next(register: &Register, place: usize, before: Span, link: Link) -> Result<(), Inconsistency> {
    let (Some(end), Some(start)) = (before.to, link.span.from) else {
        return Err(two_parents(register, place, link.span));
    };
    if start <= end {
        return Err(two_parents(register, place, link.span));
    }
    if start > day_after(end) { Err(orphan(register, place, after(before))) } else { Ok(()) }
}

fn two_parents(register: &Register, place: usize, span: Span) -> Inconsistency {
    let day = span.from.or(span.to).unwrap_or_default();
    Inconsistency::TwoParents { unit: label(register.unit(place)), day }
}

fn orphan(register: &Register, place: usize, missing: Span) -> Inconsistency {
    let since = missing.from.map_or_else(|| "its beginning".to_owned(), |day| day.to_string());
    Inconsistency::NoParent { unit: label(register.unit(place)), since }
}

fn after(span: Span) -> Span {
    Span { from: span.to.map(day_after), to: None }
}

fn check_successions(register: &Register, place: usize) -> Result<(), Inconsistency> {
    let chronicle = &register.chronicle;
    for day in chronicle.outgoing(place).chunk_by(|a, b| a.effective == b.effective) {
        check_one_day(register, place, day)?;
    }
    let origins = chronicle.incoming(place);
    for day in origins.chunk_by(|a, b| a.effective == b.effective) {
        let declared = day.iter().filter_map(|edge| chronicle.successions[edge.row].origin);
        check_shares(register, place, declared, day[0])?;
    }
    Ok(())
}

/// Everything a unit hands on, on one day.
fn check_one_day(register: &Register, place: usize, day: &[Edge]) -> Result<(), Inconsistency> {
    let predecessor = register.unit(place);
    let row = |edge: &Edge| &register.chronicle.successions[edge.row];
    for edge in day {
        let successor = register.unit(edge.other);
        let meets =
            predecessor.span.holds(day_before(edge.effective)) && successor.span.holds(edge.effective);
        if !meets || edge.other == place {
            return Err(Inconsistency::SuccessionOutOfTime {
                predecessor: label(predecessor),
                successor: label(successor),
                effective: edge.effective,
            });
        }
    }
    let effective = day[0].effective;
    let stays = predecessor.span.holds(effective);
    if day.iter().any(|edge| row(edge).extent == Extent::Whole) && (stays || day.len() > 1) {
        return Err(Inconsistency::WholeAndMore { predecessor: label(predecessor), effective });
    }
    check_shares(register, place, day.iter().filter_map(|edge| declared_share(row(edge))), day[0])
}

fn declared_share(row: &Succession) -> Option<Weight> {
    match row.extent {
        Extent::Part(PartRule::Share(weight)) => Some(weight),
        Extent::Whole | Extent::Part(PartRule::Hamlets | PartRule::Unknown) => None,
    }
}

fn check_shares(
    register: &Register,
    place: usize,
    declared: impl Iterator<Item = Weight>,
    edge: Edge,
) -> Result<(), Inconsistency> {
    let mut of = None;
    let mut sum = 0_u64;
    for weight in declared {
        sum += u64::from(weight.part);
        let total = *of.get_or_insert(weight.of);
        if total != weight.of || sum > u64::from(total) {
            let unit = label(register.unit(place));
            return Err(Inconsistency::BadShares { unit, effective: edge.effective });
        }
    }
    Ok(())
}

fn check_names(register: &Register, place: usize) -> Result<(), Inconsistency> {
    let unit = register.unit(place);
    match register.renamings.of(place).iter().find(|row| !unit.span.holds(row.since)) {
        Some(row) => Err(Inconsistency::RenamedOutsideLife { unit: label(unit), since: row.since }),
        None => Ok(()),
    }
}

/// Hamlets are left out: communes number their hamlets for themselves, and keep the numbers when they merge.
fn check_codes(register: &Register) -> Result<(), Inconsistency> {
    for pair in register.order.windows(2) {
        let (first, second) = (register.unit(pair[0]), register.unit(pair[1]));
        let same = first.level == second.level && first.code == second.code && first.level != Level::Hamlet;
        if same && first.span.overlaps(second.span) {
            return Err(Inconsistency::SameCode { first: label(first), second: label(second) });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::ids::UnitId;
    use crate::territory::register::Territory;
    use crate::territory::sketch::{Sketch, reform, share, since_reform, until_reform};
    use crate::territory::unit::{ParentLink, id_from_key};

    type Breaking = fn(&mut Sketch, [UnitId; 3]);

    /// A province, an old commune that passes whole into a new one, and what a test breaks in it.
    fn broken(breaking: Breaking) -> String {
        let mut sketch = Sketch::default();
        let province = sketch.province("P");
        let old = sketch.commune("old", until_reform(), province);
        let new = sketch.commune("new", since_reform(), province);
        sketch.pass(old, new, Extent::Whole);
        breaking(&mut sketch, [province, old, new]);
        Territory::new(sketch.rows).map_or_else(|problem| problem.to_string(), |_| "consistent".to_owned())
    }

    #[test]
    fn every_contradiction_is_refused_with_the_units_it_concerns() {
        let cases: [(&str, Breaking); 13] = [
            ("consistent", |_, _| {}),
            ("have the same id", |sketch, _| {
                sketch.province("P");
            }),
            ("carry the same code", |sketch, _| {
                let other = sketch.province("Q");
                let at = sketch.rows.units.iter().position(|unit| unit.id == other).unwrap();
                sketch.rows.units[at].code = "P".into();
            }),
            ("ends before it begins", |sketch, _| {
                sketch.rows.units[0].span = Span { from: Some(reform()), to: Some(date(2020, 1, 1)) };
            }),
            ("does not stand above", |sketch, [_, old, new]| sketch.link(new, old, since_reform())),
            ("one of them is not in force", |sketch, _| sketch.rows.links[0].span = Span::ALWAYS),
            ("has two parents", |sketch, [province, old, _]| {
                let last = Span { from: Some(date(2025, 6, 30)), to: Some(date(2025, 6, 30)) };
                sketch.link(old, province, last);
            }),
            ("has no parent from 2025-01-01 on", |sketch, _| {
                sketch.rows.links[0].span.to = Some(date(2024, 12, 31));
            }),
            ("has no parent from its beginning on", |sketch, _| {
                sketch.rows.links.remove(0);
            }),
            ("cannot pass to", |sketch, _| sketch.rows.successions[0].effective = date(2025, 7, 2)),
            ("yet it stays in force or passes elsewhere", |sketch, [province, old, _]| {
                let other = sketch.commune("other", since_reform(), province);
                sketch.pass(old, other, share(1, 2));
            }),
            ("different totals or exceed", |sketch, [province, old, _]| {
                let other = sketch.commune("other", since_reform(), province);
                sketch.rows.successions[0].extent = share(3, 4);
                sketch.pass(old, other, share(2, 4));
            }),
            ("names the unit", |sketch, [province, ..]| {
                let unit = id_from_key("stranger");
                sketch.rows.links.push(ParentLink { unit, parent: province, span: Span::ALWAYS });
            }),
        ];
        for (wanted, breaking) in cases {
            let problem = broken(breaking);
            assert!(problem.contains(wanted), "wanted {wanted:?}, got {problem:?}");
        }
    }
}
