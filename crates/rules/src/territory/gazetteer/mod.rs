//! Finding units as people write them in lists: by code, by name, by a name or code of before.
//!
//! A list is read at its own date, because codes and names are used again: 01273 in a list of 2024 is
//! phường Hợp Giang, in one of 2026 phường Thục Phán. What is in force on that date comes first;
//! only then what was, brought to the date by the successions. What stays ambiguous is asked, not guessed.

mod reading;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use reading::{By, READINGS, Reading, Time};

use super::as_of::TerritoryAsOf;
use super::carry::Trail;
use super::spelling::{Prefixed, is_kind, key, without_kind};
use super::unit::Level;
use crate::ids::UnitId;
use crate::time::Date;
use crate::vietnamese::{fold, spelling_key};

/// What a list says about a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wanted<'a> {
    /// Code or name, in any spelling.
    pub text: &'a str,
    /// The unit above, or several from below upwards with commas: `xã Nam Tuấn, huyện Hòa An`. Old ones are understood.
    pub within: Option<&'a str>,
    /// The level, when the list makes it known.
    pub level: Option<Level>,
}

impl<'a> Wanted<'a> {
    /// A code or name alone.
    #[must_use]
    pub const fn text(text: &'a str) -> Self {
        Self { text, within: None, level: None }
    }

    /// With the unit above.
    #[must_use]
    pub const fn within(self, within: &'a str) -> Self {
        Self { within: Some(within), ..self }
    }

    /// With the level.
    #[must_use]
    pub const fn at(self, level: Level) -> Self {
        Self { level: Some(level), ..self }
    }
}

/// What a text means on the date of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// This unit.
    One(UnitId),
    /// One of these: ask. A single one when a part of the old unit is known to have gone there and the rest is not.
    Several(Vec<UnitId>),
    /// Nothing known: also a unit that ended without successor, like a district.
    None,
}

/// An index of all spellings for lists of one date; built once, asked a hundred thousand times.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    map: TerritoryAsOf,
    /// Full and short names of the day.
    current: Names,
    /// Names of units not in force on the day, and names that units in force had on other days.
    former: Names,
}

type Names = HashMap<Box<str>, Vec<usize>>;

impl Gazetteer {
    /// Indexes a territory for lists of `day`.
    #[must_use]
    pub fn new(map: TerritoryAsOf) -> Self {
        let register = &map.territory().0;
        let day = map.day();
        let (mut current, mut former) = (Names::new(), Names::new());
        for place in 0..register.chronicle.units.len() {
            let unit = register.unit(place);
            let in_force = unit.span.holds(day);
            let names = register.names_on(place, day);
            enter(if in_force { &mut current } else { &mut former }, names, place);
            let renamings = register.renamings.of(place);
            if renamings.is_empty() {
                continue;
            }
            enter(&mut former, (&unit.name, &unit.short_name), place);
            renamings.iter().for_each(|row| enter(&mut former, (&row.name, &row.short_name), place));
        }
        Self { map, current, former }
    }

    /// The day of the lists this reads.
    #[must_use]
    pub const fn day(&self) -> Date {
        self.map.day()
    }

    /// The map of that day.
    #[must_use]
    pub const fn map(&self) -> &TerritoryAsOf {
        &self.map
    }

    /// What a text means.
    #[must_use]
    pub fn resolve(&self, wanted: &Wanted<'_>) -> Resolution {
        let text = wanted.text.trim();
        let key = key(text);
        if key.is_empty() {
            return Resolution::None;
        }
        let homes: Vec<Homes> = wanted
            .within
            .into_iter()
            .flat_map(|within| within.split(','))
            .filter(|segment| !segment.trim().is_empty())
            .map(|segment| self.homes(segment.trim()))
            .collect();
        for reading in READINGS {
            let found = self.read(*reading, text, &key);
            let known = !found.is_empty();
            let fitting = self.fitting(found, wanted.level, &homes);
            if !fitting.is_empty() {
                return self.answer(text, fitting);
            }
            if known && reading.is_final && homes.is_empty() && wanted.level.is_none() {
                break;
            }
        }
        Resolution::None
    }

    /// The units that a text names in one reading, in force or not.
    fn read(&self, reading: Reading, text: &str, key: &str) -> Vec<usize> {
        match reading.by {
            By::Code => self.coded(text, reading.time),
            By::PaddedCode => self.padded(text, reading.time),
            By::Name => self.names(reading.time).get(key).cloned().unwrap_or_default(),
            By::NameOfKind => self
                .stripped(key, reading.time, |register_kind, _, prefix| is_kind(register_kind, prefix.kind)),
            By::NameOfLevel => {
                self.stripped(key, reading.time, |_, level, prefix| prefix.level.contains(&level))
            }
        }
    }

    fn names(&self, time: Time) -> &Names {
        match time {
            Time::Current => &self.current,
            Time::Former => &self.former,
        }
    }

    fn coded(&self, text: &str, time: Time) -> Vec<usize> {
        let register = &self.map.territory().0;
        let looked_for = |place: &usize| {
            let in_force = register.unit(*place).span.holds(self.day());
            in_force == (time == Time::Current)
        };
        let everywhere = Level::ALL.iter().flat_map(|level| register.with_code(*level, text));
        everywhere.copied().filter(looked_for).collect()
    }

    /// Spreadsheets drop leading noughts: 1273 is meant as 01273.
    fn padded(&self, text: &str, time: Time) -> Vec<usize> {
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Vec::new();
        }
        let widths = CODE_WIDTHS.iter().filter(|width| text.len() < **width);
        widths.flat_map(|width| self.coded(&format!("{text:0>width$}"), time)).collect()
    }

    fn stripped(
        &self,
        key: &str,
        time: Time,
        agrees: impl Fn(&str, Level, Prefixed<'_>) -> bool,
    ) -> Vec<usize> {
        let register = &self.map.territory().0;
        let names = self.names(time);
        for prefix in without_kind(key) {
            let hits = names.get(prefix.rest).map_or(&[][..], Vec::as_slice).iter().copied();
            let agreeing: Vec<usize> = hits
                .filter(|place| {
                    let unit = register.unit(*place);
                    agrees(&fold(&unit.kind), unit.level, prefix)
                })
                .collect();
            if !agreeing.is_empty() {
                return agreeing;
            }
        }
        Vec::new()
    }

    /// Where units of the wanted level inside the wanted homes are on the day, each once.
    fn fitting(&self, found: Vec<usize>, level: Option<Level>, homes: &[Homes]) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for origin in found {
            for (unit, sure) in self.reached(origin, self.day()) {
                let candidate = Candidate { origin, unit, sure };
                let at_level = level.is_none_or(|level| self.map.territory().0.unit(unit).level == level);
                if at_level && !candidates.contains(&candidate) {
                    candidates.push(candidate);
                }
            }
        }
        if homes.is_empty() {
            return candidates;
        }
        // The nearest meaning of the home wins: what it names today, what it named, what became of that.
        for widen in 0..3 {
            let inside: Vec<Candidate> = candidates
                .iter()
                .copied()
                .filter(|candidate| homes.iter().all(|home| self.lies_in(*candidate, home, widen)))
                .collect();
            if !inside.is_empty() {
                return inside;
            }
        }
        Vec::new()
    }

    fn answer(&self, text: &str, candidates: Vec<Candidate>) -> Resolution {
        let exact: Vec<Candidate> = candidates
            .iter()
            .copied()
            .filter(|candidate| self.accents_agree(text, candidate.origin))
            .collect();
        let kept = if exact.is_empty() { candidates } else { exact };
        let mut units: Vec<usize> = Vec::new();
        let sure = kept.iter().all(|candidate| candidate.sure);
        for candidate in kept {
            if !units.contains(&candidate.unit) {
                units.push(candidate.unit);
            }
        }
        let id = |place: usize| self.map.territory().0.unit(place).id;
        match units[..] {
            [only] if sure => Resolution::One(id(only)),
            _ => Resolution::Several(units.into_iter().map(id).collect()),
        }
    }

    /// Whether the text has the accents of a name of the unit: tells Nà Lừa from Nà Lưa when both exist.
    fn accents_agree(&self, text: &str, place: usize) -> bool {
        let register = &self.map.territory().0;
        let unit = register.unit(place);
        let written = spelling_key(text);
        let renamed = register.renamings.of(place).iter().map(|row| &*row.short_name);
        renamed.chain([&*unit.short_name]).any(|name| {
            let name = spelling_key(name);
            written.strip_suffix(&*name).is_some_and(|before| before.is_empty() || before.ends_with(' '))
        })
    }

    /// The units of the day a unit is or became, and whether that is all of it; empty when it ended
    /// without successor.
    fn reached(&self, place: usize, day: Date) -> Vec<(usize, bool)> {
        let register = &self.map.territory().0;
        if register.unit(place).span.holds(self.day()) {
            return vec![(place, true)];
        }
        let trail = Trail::follow(register, place, day, self.day());
        let mut reached: Vec<(usize, bool)> = trail.settled.iter().map(|settled| (settled.0, true)).collect();
        for open in &trail.open {
            for candidate in &open.candidates {
                let further = self.reached(*candidate, open.day).into_iter();
                reached.extend(further.map(|(unit, sure)| (unit, sure && open.names_all())));
            }
        }
        reached
    }

    /// A kind that does not fit is overlooked only when nothing of the kind ever was: `thành phố Cao
    /// Bằng` is the former district, not the province.
    fn homes(&self, segment: &str) -> Homes {
        let key = key(segment);
        let named = |time: Time, loosely: bool| -> Vec<usize> {
            let fits =
                |reading: &&Reading| reading.time == time && loosely == matches!(reading.by, By::NameOfLevel);
            let mut found = READINGS.iter().filter(fits).map(|reading| self.read(*reading, segment, &key));
            found.find(|found| !found.is_empty()).unwrap_or_default()
        };
        let (mut current, mut former) = (named(Time::Current, false), named(Time::Former, false));
        if current.is_empty() && former.is_empty() {
            (current, former) = (named(Time::Current, true), named(Time::Former, true));
        }
        let became = former.iter().flat_map(|place| self.reached(*place, self.day()));
        let became = became.map(|(unit, _)| unit).collect();
        Homes { meanings: [current, former, became] }
    }

    fn lies_in(&self, candidate: Candidate, homes: &Homes, widen: usize) -> bool {
        let first = homes.meanings.iter().position(|meaning| !meaning.is_empty()).unwrap_or(0);
        let meanings = homes.meanings.iter().take(widen.max(first) + 1);
        let mut places = meanings.flatten();
        places.any(|home| self.ever_in(candidate.origin, *home) || self.ever_in(candidate.unit, *home))
    }

    /// Whether a unit lay in another on any day. Links go upwards only, so this ends.
    fn ever_in(&self, place: usize, home: usize) -> bool {
        let links = self.map.territory().0.links.of(place);
        place == home || links.iter().any(|link| self.ever_in(link.parent, home))
    }
}

/// A unit of the day and the unit that was named, often the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Candidate {
    origin: usize,
    unit: usize,
    /// Whether all of the origin is known to be there.
    sure: bool,
}

/// What the name of a home means: on the day, on other days, and what became of those on the day.
struct Homes {
    meanings: [Vec<usize>; 3],
}

/// Digits of a province, district and commune code.
const CODE_WIDTHS: [usize; 3] = [2, 3, 5];

fn enter(names: &mut Names, (full, short): (&str, &str), place: usize) {
    for key in [key(full), key(short)] {
        let places = names.entry(key.into_boxed_str()).or_default();
        if places.last() != Some(&place) {
            places.push(place);
        }
    }
}
