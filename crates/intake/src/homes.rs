//! Where the people of a list live: texts turned into ids, each distinct text once.
//!
//! Units are looked up as they stood on the date of the list; old names lead on through the
//! successions. What stays ambiguous is asked with the codes there are, never guessed.

use std::collections::HashMap;

use sohoc_acts::Office;
use sohoc_acts::access::Actor;
use sohoc_papers::tables::{Field, Row};
use sohoc_rules::access::{ActKind, Scope};
use sohoc_rules::ids::UnitId;
use sohoc_rules::territory::{Gazetteer, Level, Resolution, TerritoryAsOf, Wanted};
use sohoc_rules::time::Date;
use sohoc_rules::vietnamese::fold;

use crate::Error;
use crate::rejects::Refused;

/// Resolves units as lists write them, at the date of the list.
pub(crate) struct Homes {
    gazetteer: Gazetteer,
    /// The units of the sender; empty for who sends for everywhere.
    own: Vec<UnitId>,
    known: HashMap<String, Result<UnitId, Unfound>>,
}

/// What a row says about a place.
#[derive(Clone, Copy, Default)]
pub(crate) struct Written<'a> {
    pub hamlet: Option<&'a str>,
    pub commune: Option<&'a str>,
    pub district: Option<&'a str>,
    /// The name of the sheet: many workbooks have one for each hamlet and do not say it again.
    pub sheet: Option<&'a str>,
}

/// Why no home was found, and which part of what was written is to blame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unfound {
    part: Part,
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Hamlet,
    Commune,
    Both,
}

impl Unfound {
    /// The refusal of the row, at the column that holds the part.
    pub fn in_row(self, row: &Row<'_>, hamlet: impl Field, commune: impl Field) -> Refused {
        match self.part {
            Part::Hamlet => Refused::cell(row, hamlet, &self.text),
            Part::Commune => Refused::cell(row, commune, &self.text),
            Part::Both => Refused::row(self.text),
        }
    }

    /// The refusal of a row of a list that has only communes.
    pub fn in_cell(self, row: &Row<'_>, field: impl Field) -> Refused {
        Refused::cell(row, field, &self.text)
    }

    #[cfg(test)]
    pub fn text(&self) -> &str {
        &self.text
    }
}

type Found = Result<UnitId, Unfound>;

fn unfound(part: Part, text: String) -> Found {
    Err(Unfound { part, text })
}

impl Homes {
    /// For lists of this sender: of several hamlets of a name the one in the sender's own commune is meant,
    /// for a row of any other goes back.
    pub fn new(office: &Office, actor: &Actor, date: Date) -> Result<Self, Error> {
        let scopes = actor.scopes(ActKind::Import, office.now().day());
        let units = scopes.iter().map(|scope| match scope {
            Scope::Unit(unit) => Some(*unit),
            Scope::Own(_) | Scope::Organization(_) | Scope::Everything => None,
        });
        let own = units.collect::<Option<Vec<UnitId>>>().unwrap_or_default();
        Ok(Self { own, ..Self::of(office.map()?.as_of(date)) })
    }

    pub fn of(map: TerritoryAsOf) -> Self {
        Self { gazetteer: Gazetteer::new(map), own: Vec::new(), known: HashMap::new() }
    }

    /// The map of the date of the list.
    pub const fn map(&self) -> &TerritoryAsOf {
        self.gazetteer.map()
    }

    /// The home a row means, or what goes back to the sender.
    pub fn home(&mut self, written: Written<'_>) -> Found {
        let Written { hamlet, commune, district, sheet } = written;
        let key = [hamlet, commune, district, sheet].map(Option::unwrap_or_default).join("\u{1f}");
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let found = self.look_up(written);
        self.known.insert(key, found.clone());
        found
    }

    /// The unit of a code or name among several of a level, without asking further.
    pub fn resolve(&self, text: &str, within: Option<&str>, level: Level) -> Resolution {
        let wanted = Wanted::text(text).at(level);
        self.gazetteer.resolve(&within.map_or(wanted, |within| wanted.within(within)))
    }

    fn look_up(&self, written: Written<'_>) -> Found {
        match (written.hamlet, written.commune) {
            (Some(hamlet), Some(commune)) => self.hamlet_in(hamlet, commune, written.district),
            (Some(hamlet), None) => self.hamlet_alone(hamlet, written),
            (None, Some(commune)) => {
                let commune = self.commune(commune, written.district)?;
                let of_sheet = written.sheet.map(|sheet| self.inside(sheet, None, &[commune]));
                match of_sheet.as_deref() {
                    Some([hamlet]) => Ok(*hamlet),
                    Some(_) | None => Ok(commune),
                }
            }
            (None, None) => self.of_sheet(written),
        }
    }

    fn of_sheet(&self, written: Written<'_>) -> Found {
        let nothing = || unfound(Part::Both, "Dòng này không ghi xóm, xã; hãy điền nơi ở.".to_owned());
        let Some(sheet) = written.sheet else { return nothing() };
        match self.resolve(sheet, written.district, Level::Hamlet) {
            Resolution::One(hamlet) => Ok(hamlet),
            Resolution::Several(hamlets) => unfound(Part::Both, self.which(sheet, &hamlets)),
            Resolution::None => nothing(),
        }
    }

    /// The commune a text means.
    pub fn commune(&self, text: &str, district: Option<&str>) -> Found {
        match self.resolve(text, district, Level::Commune) {
            Resolution::One(commune) => Ok(commune),
            Resolution::Several(communes) => unfound(Part::Commune, self.which(text, &communes)),
            Resolution::None => self.no_commune(text),
        }
    }

    /// A hamlet with its commune, be it the old one. The commune is asked first: a hamlet that happens
    /// to be on record in one of three communes of a name need not be the one that is meant.
    fn hamlet_in(&self, hamlet: &str, commune: &str, district: Option<&str>) -> Found {
        let communes = match self.resolve(commune, district, Level::Commune) {
            Resolution::One(commune) => vec![commune],
            Resolution::Several(communes) if self.is_one_divided(&communes) => communes,
            Resolution::Several(communes) => return unfound(Part::Commune, self.which(commune, &communes)),
            Resolution::None => return self.no_commune(commune),
        };
        let within = district.map_or_else(|| commune.to_owned(), |district| format!("{commune}, {district}"));
        for text in attempts(hamlet) {
            match self.inside(text, Some(&within), &communes).as_slice() {
                [] => {}
                [one] => return Ok(*one),
                several => return unfound(Part::Hamlet, self.which(text, several)),
            }
        }
        let names: Vec<&str> = communes.iter().map(|commune| self.map().name(*commune)).collect();
        let names = names.join(", ");
        unfound(
            Part::Hamlet,
            format!("không có “{}” trong {names}; hãy ghi tên hoặc mã như trong danh mục.", hamlet.trim()),
        )
    }

    /// The hamlets of that name or code in the communes. The gazetteer also looks around a commune, in
    /// what bore its name before; for a home that would be a guess.
    fn inside(&self, hamlet: &str, within: Option<&str>, communes: &[UnitId]) -> Vec<UnitId> {
        let found = match self.resolve(hamlet, within, Level::Hamlet) {
            Resolution::One(one) => vec![one],
            Resolution::Several(several) => several,
            Resolution::None => Vec::new(),
        };
        let lies_in = |hamlet: &UnitId| communes.iter().any(|commune| self.map().contains(*commune, *hamlet));
        found.into_iter().filter(lies_in).collect()
    }

    fn hamlet_alone(&self, hamlet: &str, written: Written<'_>) -> Found {
        if let Some((first, rest)) = hamlet.split_once([',', ';', '\n'])
            && self.resolve(hamlet, written.district, Level::Hamlet) == Resolution::None
        {
            return self.hamlet_in(first, rest.trim(), written.district);
        }
        match self.resolve(hamlet, written.district, Level::Hamlet) {
            Resolution::One(hamlet) => Ok(hamlet),
            Resolution::Several(several) => {
                if let [one] = self.in_own(&several).as_slice() {
                    return Ok(*one);
                }
                let of_sheet = written.sheet.map(|sheet| self.among(&several, sheet));
                match of_sheet.as_deref() {
                    Some([one]) => Ok(*one),
                    Some(_) | None => unfound(Part::Hamlet, self.which(hamlet, &several)),
                }
            }
            Resolution::None if names_a_commune(hamlet) => self.commune(hamlet, written.district),
            Resolution::None => unfound(
                Part::Hamlet,
                format!(
                    "không có “{}” trong danh mục ngày {}; hãy ghi thêm xã, hoặc tên, mã như trong danh mục.",
                    hamlet.trim(),
                    day(self.map().day())
                ),
            ),
        }
    }

    /// Those that lie in a unit of the sender.
    fn in_own(&self, hamlets: &[UnitId]) -> Vec<UnitId> {
        let is_own = |hamlet: &UnitId| self.own.iter().any(|unit| self.map().contains(*unit, *hamlet));
        hamlets.iter().copied().filter(is_own).collect()
    }

    /// Those that lie in the commune by whose name the sheet goes.
    fn among(&self, hamlets: &[UnitId], sheet: &str) -> Vec<UnitId> {
        match self.resolve(sheet, None, Level::Commune) {
            Resolution::One(commune) => {
                hamlets.iter().copied().filter(|hamlet| self.map().contains(commune, *hamlet)).collect()
            }
            Resolution::Several(_) | Resolution::None => Vec::new(),
        }
    }

    /// Whether several communes come from one that was divided, or made the one that was named: then the
    /// hamlet tells which.
    fn is_one_divided(&self, communes: &[UnitId]) -> bool {
        let Some((first, others)) = communes.split_first() else { return false };
        let territory = self.map().territory();
        let before = |unit: UnitId| territory.predecessors(unit).map(|step| step.predecessor);
        let after = |unit: UnitId| territory.successors(unit).map(|step| step.successor);
        before(*first).any(|origin| others.iter().all(|other| before(*other).any(|its| its == origin)))
            || after(*first).any(|heir| others.iter().all(|other| after(*other).any(|its| its == heir)))
    }

    fn no_commune(&self, text: &str) -> Found {
        unfound(
            Part::Commune,
            format!(
                "không có “{}” trong danh mục ngày {}; hãy ghi tên hoặc mã xã như trong danh mục.",
                text.trim(),
                day(self.map().day())
            ),
        )
    }

    /// Asks which of several units is meant.
    pub fn which(&self, text: &str, units: &[UnitId]) -> String {
        let mut names: Vec<String> = units.iter().map(|unit| self.told_apart(*unit)).collect();
        names.sort_unstable();
        names.truncate(MOST_NAMED);
        let more = units.len().saturating_sub(MOST_NAMED);
        let more = if more > 0 { format!("; và {more} nơi khác") } else { String::new() };
        format!("“{}” có thể là {}{more}; hãy ghi mã, hoặc ghi rõ nơi trên.", text.trim(), names.join("; "))
    }

    /// A unit with what is above it, what was above it before, and its code.
    fn told_apart(&self, unit: UnitId) -> String {
        let path = self.map().path(unit);
        // The province is the same for all.
        let above = path.iter().rev().take(path.len().saturating_sub(1).max(1));
        let mut name = above.map(|unit| self.map().name(unit.id)).collect::<Vec<_>>().join(", ");
        if let Some(before) = self.parent_before(unit) {
            name.push_str(&format!(" (trước là {before})"));
        }
        let code = self.map().territory().find(unit).map(|unit| &*unit.code).filter(|code| !code.is_empty());
        code.map_or_else(|| name.clone(), |code| format!("{name}, mã {code}"))
    }

    /// What a unit lay in before what it lies in now.
    fn parent_before(&self, unit: UnitId) -> Option<String> {
        let parent = self.map().parent(unit)?;
        let day = parent.span.from?.yesterday().ok()?;
        let before = self.map().territory().as_of(day);
        let older = before.parent(unit)?;
        Some(before.name(older.id).to_owned())
    }
}

/// As many places as a sender can choose from.
const MOST_NAMED: usize = 6;

/// As written, and without what follows a comma: "Nà Mạ, xã Hạ Lang" beside a column for the commune.
fn attempts(hamlet: &str) -> impl Iterator<Item = &str> {
    let first = hamlet.split_once([',', ';', '\n']).map(|(first, _)| first);
    std::iter::once(hamlet).chain(first)
}

/// Whether a text in the column of the hamlet says that it is a commune.
fn names_a_commune(text: &str) -> bool {
    let folded = fold(text);
    let is_code = folded.len() == 5 && folded.bytes().all(|byte| byte.is_ascii_digit());
    is_code || ["xa ", "phuong ", "thi tran "].iter().any(|kind| folded.starts_with(kind))
}

/// A day as people write it.
pub(crate) fn day(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

#[cfg(test)]
mod tests;
