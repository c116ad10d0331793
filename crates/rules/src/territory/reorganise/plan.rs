//! Working a decree out against a territory: what it changes and what forbids it.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::{Changes, Closing, LinkClosing};
use super::conflict::{Conflict, refuse};
use super::file::{Lined, OpenItem, Reorganisation, SuccessionItem};
use crate::ids::UnitId;
use crate::refusal::Refusal;
use crate::territory::as_of::TerritoryAsOf;
use crate::territory::register::Territory;
use crate::territory::share::Weight;
use crate::territory::succession::{Extent, PartRule, Succession};
use crate::territory::unit::{ClassOfArea, Level, ParentLink, Renaming, Unit, day_before, id_from_key};
use crate::time::{Date, Span};

/// A decree being worked out, list by list; later lists rest on the earlier ones.
pub(super) struct Plan<'a> {
    decree: &'a Reorganisation,
    pub before: TerritoryAsOf,
    /// Units that close, with the line that closes them and whether that line allows them no successor.
    closing: BTreeMap<UnitId, (usize, bool)>,
    pub changes: Changes,
    pub conflicts: Vec<Conflict>,
}

impl<'a> Plan<'a> {
    pub fn new(decree: &'a Reorganisation, territory: &Territory) -> Self {
        let mut plan = Self {
            decree,
            before: territory.as_of(day_before(decree.effective)),
            closing: BTreeMap::new(),
            changes: Changes::default(),
            conflicts: Vec::new(),
        };
        plan.close();
        plan.open();
        plan.succeed();
        plan.require_successors();
        let moved = plan.move_units();
        plan.follow_parents(&moved);
        plan.rename();
        plan.class_areas();
        plan.check_result(territory);
        plan
    }

    pub fn closes(&self, unit: UnitId) -> bool {
        self.closing.contains_key(&unit)
    }

    /// Units named in `[[close]]`, and those that pass whole to a successor.
    fn close(&mut self) {
        for Lined { line, item } in &self.decree.closings {
            let closed = self
                .unit_before(&item.unit)
                .and_then(|unit| self.add_closing(unit, *line, item.without_successor));
            self.note(*line, "close", &item.unit, closed);
        }
        let whole = |entry: &&Lined<SuccessionItem>| entry.item.extent == Extent::Whole;
        for Lined { line, item } in self.decree.successions.iter().filter(whole) {
            // An unknown unit is refused once, with the succession itself.
            if let Ok(unit) = self.unit_before(&item.from)
                && !self.closes(unit)
            {
                let closed = self.add_closing(unit, *line, false);
                self.note(*line, "succession", &item.from, closed);
            }
        }
    }

    fn add_closing(&mut self, unit: UnitId, line: usize, without_successor: bool) -> Result<(), Refusal> {
        let name = self.before.name(unit);
        if let Some((earlier, _)) = self.closing.get(&unit) {
            let reason = format!("{name} is closed already in line {earlier}.");
            return Err(refuse("territory.closed_twice", reason, "Keep one of the lines."));
        }
        if let Some(end) = self.span(unit).to {
            let reason = format!("{name} already ends on {end}.");
            return Err(refuse(
                "territory.already_ends",
                reason,
                "Check whether the decree was applied before.",
            ));
        }
        self.closing.insert(unit, (line, without_successor));
        let last_day = self.before.day();
        self.changes.units_closed.push(Closing { unit, last_day });
        if let Some(parent) = self.before.parent(unit).map(|parent| parent.id) {
            self.changes.links_closed.push(LinkClosing { unit, parent, last_day });
        }
        Ok(())
    }

    /// All units first, then their parents: a decree may open a unit and what lies in it in any order.
    fn open(&mut self) {
        let mut opened = Vec::new();
        for Lined { line, item } in &self.decree.openings {
            let unit = self.opened_unit(item).map(|unit| {
                opened.push((*line, item, unit.id));
                self.changes.units_opened.push(unit);
            });
            self.note(*line, "open", &item.name, unit);
        }
        for (line, item, unit) in opened {
            if let Some(parent) = &item.parent {
                let linked = self.unit_after(parent).and_then(|parent| self.link(unit, parent, None));
                self.note(line, "open", &item.name, linked);
            }
        }
    }

    fn opened_unit(&self, item: &OpenItem) -> Result<Unit, Refusal> {
        let effective = self.decree.effective;
        let coded = self.before.find_by_code(item.level, &item.code).filter(|unit| !self.closes(unit.id));
        let same = |unit: &&Unit| unit.level == item.level && *unit.code == item.code;
        let taken = coded.or_else(|| self.changes.units_opened.iter().find(same));
        if let (Some(unit), true) = (taken, item.level != Level::Hamlet) {
            let reason = format!("The code {} is in force on {effective} for {}.", item.code, unit.name);
            return Err(refuse("territory.code_in_force", reason, "Close that unit or correct the code."));
        }
        let home = item.parent.as_deref().unwrap_or_default();
        let key = format!("{}/{}/{}/{}@{effective}", item.level, home, item.code, item.name);
        Ok(Unit {
            id: id_from_key(item.uid.as_ref().unwrap_or(&key)),
            code: item.code.as_str().into(),
            name: item.name.as_str().into(),
            short_name: item.short_name.as_str().into(),
            kind: item.kind.as_str().into(),
            level: item.level,
            span: Span::since(effective),
            resolution: Some(self.decree.decree.as_str().into()),
        })
    }

    fn succeed(&mut self) {
        for Lined { line, item } in &self.decree.successions {
            let added = self.succession(item).map(|succession| self.changes.successions.push(succession));
            self.note(*line, "succession", &format!("{} to {}", item.from, item.to), added);
        }
    }

    fn succession(&self, item: &SuccessionItem) -> Result<Succession, Refusal> {
        let (predecessor, successor) = (self.unit_before(&item.from)?, self.unit_after(&item.to)?);
        if predecessor == successor {
            let reason = format!("{} would follow itself.", self.name(predecessor));
            return Err(refuse("territory.follows_itself", reason, "Name two units."));
        }
        let earlier: Vec<&Succession> =
            self.changes.successions.iter().filter(|known| known.predecessor == predecessor).collect();
        let whole = |extent: Extent| extent == Extent::Whole;
        if !earlier.is_empty() && (whole(item.extent) || earlier.iter().any(|known| whole(known.extent))) {
            let reason = format!("{} passes whole and also elsewhere.", self.name(predecessor));
            return Err(refuse("territory.whole_and_more", reason, "Make each of its successions a part."));
        }
        let shares = earlier.iter().map(|known| known.extent).chain([item.extent]).filter_map(declared);
        agree(shares, || self.name(predecessor).to_owned())?;
        let siblings = self.changes.successions.iter().filter(|known| known.successor == successor);
        let origins = siblings.map(|known| known.origin).chain([item.origin]).flatten();
        agree(origins, || self.name(successor).to_owned())?;
        Ok(Succession {
            predecessor,
            successor,
            extent: item.extent,
            origin: item.origin,
            main: item.main,
            effective: self.decree.effective,
            resolution: Some(self.decree.decree.as_str().into()),
        })
    }

    fn require_successors(&mut self) {
        let followed: BTreeSet<UnitId> = self.changes.successions.iter().map(|row| row.predecessor).collect();
        for (unit, (line, without_successor)) in self.closing.clone() {
            if !followed.contains(&unit) && !without_successor {
                let name = self.name(unit).to_owned();
                let reason = format!("{name} closes and nothing says where it goes.");
                let remedy = "Add a succession, or without_successor = true.";
                self.note(line, "close", &name, Err(refuse("territory.no_successor", reason, remedy)));
            }
        }
    }

    /// The units moved by name.
    fn move_units(&mut self) -> BTreeSet<UnitId> {
        let mut moved = BTreeSet::new();
        for Lined { line, item } in &self.decree.moves {
            let linked = self.unit_before(&item.unit).and_then(|unit| {
                let parent = self.unit_after(&item.to)?;
                self.relink(unit, parent, &mut moved)
            });
            self.note(*line, "move", &item.unit, linked);
        }
        moved
    }

    fn relink(&mut self, unit: UnitId, parent: UnitId, moved: &mut BTreeSet<UnitId>) -> Result<(), Refusal> {
        let twice = moved.contains(&unit);
        if twice || self.closes(unit) {
            let state = if twice { "is moved twice" } else { "closes with this decree" };
            let reason = format!("{} {state}.", self.name(unit));
            return Err(refuse("territory.cannot_move", reason, "Keep one line for each unit that stays."));
        }
        let old = self.before.parent(unit).map(|old| old.id);
        self.link(unit, parent, self.span(unit).to)?;
        moved.insert(unit);
        if let Some(old) = old {
            let last_day = self.before.day();
            self.changes.links_closed.push(LinkClosing { unit, parent: old, last_day });
        }
        Ok(())
    }

    /// What lay in a unit that passes whole lies in its successor from the day on.
    fn follow_parents(&mut self, moved: &BTreeSet<UnitId>) {
        let mut already = moved.clone();
        for (closed, (line, _)) in self.closing.clone() {
            let whole = |row: &&Succession| row.predecessor == closed && row.extent == Extent::Whole;
            let heir = self.changes.successions.iter().find(whole).map(|row| row.successor);
            let stays = |unit: &&Unit| !self.closes(unit.id) && unit.span.holds(self.decree.effective);
            let children: Vec<UnitId> =
                self.before.children(closed).filter(stays).map(|unit| unit.id).collect();
            let left: Vec<UnitId> = children.into_iter().filter(|child| !moved.contains(child)).collect();
            let mut orphans = Vec::new();
            for child in left {
                let followed = heir.map(|heir| self.relink(child, heir, &mut already));
                if !matches!(followed, Some(Ok(()))) {
                    orphans.push(self.name(child).to_owned());
                }
            }
            self.refuse_orphans(line, closed, &orphans);
        }
    }

    fn refuse_orphans(&mut self, line: usize, closed: UnitId, orphans: &[String]) {
        if orphans.is_empty() {
            return;
        }
        let name = self.name(closed).to_owned();
        let shown = orphans.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
        let more = if orphans.len() > 5 { ", …" } else { "" };
        let reason = format!("{} units of {name} have no new parent: {shown}{more}.", orphans.len());
        let remedy = "Add a [[move]] for each of them.";
        self.note(line, "close", &name, Err(refuse("territory.orphans", reason, remedy)));
    }

    fn rename(&mut self) {
        for Lined { line, item } in &self.decree.renamings {
            let renamed = self.unit_before(&item.unit).and_then(|unit| {
                if self.closes(unit) {
                    let reason = format!("{} closes with this decree.", self.name(unit));
                    return Err(refuse("territory.closes", reason, "Name the new unit where it is opened."));
                }
                self.changes.renamings.push(Renaming {
                    unit,
                    name: item.name.as_str().into(),
                    short_name: item.short_name.as_str().into(),
                    since: self.decree.effective,
                    resolution: Some(self.decree.decree.as_str().into()),
                });
                Ok(())
            });
            self.note(*line, "rename", &item.unit, renamed);
        }
    }

    fn class_areas(&mut self) {
        for Lined { line, item } in &self.decree.classes {
            let classed = self.unit_after(&item.unit).map(|unit| {
                let resolution = Some(self.decree.decree.as_str().into());
                let class = ClassOfArea { unit, class: item.class, span: item.span, resolution };
                self.changes.area_classes.push(class);
            });
            self.note(*line, "area_class", &item.unit, classed);
        }
    }

    /// Whatever the checks above missed, the territory itself refuses.
    fn check_result(&mut self, territory: &Territory) {
        if self.conflicts.is_empty()
            && let Err(problem) = territory.changed(&self.changes)
        {
            let remedy = "Compare the file with what is already on the map.";
            let refusal = refuse("territory.contradiction", problem.to_string(), remedy);
            self.note(1, "whole file", &self.decree.decree, Err(refusal));
        }
    }

    /// Links a unit to a parent from the day on; `until` ends the link when the unit itself ends later.
    fn link(&mut self, unit: UnitId, parent: UnitId, until: Option<Date>) -> Result<(), Refusal> {
        if self.level(parent) >= self.level(unit) {
            let reason = format!("{} does not stand above {}.", self.name(parent), self.name(unit));
            return Err(refuse("territory.parent_not_above", reason, "Name a unit of a higher level."));
        }
        let span = Span { from: Some(self.decree.effective), to: until };
        self.changes.links_opened.push(ParentLink { unit, parent, span });
        Ok(())
    }

    pub fn name(&self, unit: UnitId) -> &str {
        let opened = self.changes.units_opened.iter().find(|opened| opened.id == unit);
        opened.map_or_else(|| self.before.name(unit), |opened| &opened.name)
    }

    pub fn level(&self, unit: UnitId) -> Option<Level> {
        let mut opened = self.changes.units_opened.iter();
        let opened = opened.find(|opened| opened.id == unit);
        opened.or_else(|| self.before.territory().find(unit)).map(|unit| unit.level)
    }

    fn span(&self, unit: UnitId) -> Span {
        self.before.territory().find(unit).map_or(Span::ALWAYS, |unit| unit.span)
    }

    fn note(&mut self, line: usize, list: &str, item: &str, result: Result<(), Refusal>) {
        if let Err(refusal) = result {
            self.conflicts.push(Conflict { line, item: format!("[[{list}]] {item}"), refusal });
        }
    }
}

fn declared(extent: Extent) -> Option<Weight> {
    match extent {
        Extent::Part(PartRule::Share(weight)) => Some(weight),
        Extent::Whole | Extent::Part(PartRule::Hamlets | PartRule::Unknown) => None,
    }
}

/// Shares of one unit must be parts of one total and not exceed it.
fn agree(weights: impl Iterator<Item = Weight>, name: impl Fn() -> String) -> Result<(), Refusal> {
    let weights: Vec<Weight> = weights.collect();
    let Some(first) = weights.first() else { return Ok(()) };
    let sum: u64 = weights.iter().map(|weight| u64::from(weight.part)).sum();
    if sum > u64::from(first.of) || weights.iter().any(|weight| weight.of != first.of) {
        let reason =
            format!("The declared shares of {} are of different totals or exceed the total.", name());
        return Err(refuse("territory.bad_shares", reason, "Give parts of one total."));
    }
    Ok(())
}
