//! Where the people of a list live and work: texts turned into ids, each distinct text once.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use sohoc_acts::Office;
use sohoc_ledger::organizations;
use sohoc_rules::ids::{OrganizationId, UnitId};
use sohoc_rules::territory::{Gazetteer, Level, Resolution, TerritoryAsOf, Wanted};
use sohoc_rules::time::Date;
use sohoc_rules::vietnamese::fold;

use crate::Error;

/// Resolves units as lists write them, at the date of the list.
pub(crate) struct Homes {
    gazetteer: Gazetteer,
    map: Arc<TerritoryAsOf>,
    known: HashMap<(String, String), Result<UnitId, String>>,
}

/// What a row says about a place.
#[derive(Clone, Copy, Default)]
pub(crate) struct Written<'a> {
    pub hamlet: Option<&'a str>,
    pub commune: Option<&'a str>,
    pub district: Option<&'a str>,
}

impl Homes {
    pub fn new(office: &Office, date: Date) -> Result<Self, Error> {
        let map = office.map_on(date)?;
        let gazetteer = Gazetteer::new(office.map()?.as_of(date));
        Ok(Self { gazetteer, map, known: HashMap::new() })
    }

    pub fn map(&self) -> &TerritoryAsOf {
        &self.map
    }

    /// The home a row means, or the sentence that goes back to the sender.
    pub fn home(&mut self, written: Written<'_>) -> Result<UnitId, String> {
        let within = match (written.commune, written.district) {
            (Some(commune), Some(district)) => format!("{commune}, {district}"),
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
            (None, None) => String::new(),
        };
        let key = (written.hamlet.unwrap_or_default().to_owned(), within);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let found = self.look_up(written);
        self.known.insert(key, found.clone());
        found
    }

    fn look_up(&self, written: Written<'_>) -> Result<UnitId, String> {
        let commune = match written.commune {
            Some(text) => Some(self.one(text, written.district, Level::Commune)?),
            None => None,
        };
        match (written.hamlet, commune) {
            (Some(text), Some(commune)) => {
                let code = self.map.find_by_code(Level::Commune, text).map(|_| ());
                self.hamlet_in(text, commune, code.is_some())
            }
            (Some(text), None) => self.one(text, written.district, Level::Hamlet),
            (None, Some(commune)) => Ok(commune),
            (None, None) => Err("Dòng này không ghi xóm hoặc xã; hãy điền nơi ở.".to_owned()),
        }
    }

    fn hamlet_in(&self, text: &str, commune: UnitId, is_commune_code: bool) -> Result<UnitId, String> {
        if is_commune_code {
            return Ok(commune);
        }
        let code = self.map.territory().find(commune).map(|unit| unit.code.to_string()).unwrap_or_default();
        match self.gazetteer.resolve(&Wanted::text(text).within(&code).at(Level::Hamlet)) {
            Resolution::One(unit) => Ok(unit),
            Resolution::Several(units) => Err(self.which(text, &units)),
            Resolution::None => Err(format!(
                "Không tìm thấy xóm “{text}” trong {}; hãy ghi tên hoặc mã xóm như trong danh mục.",
                self.map.name(commune)
            )),
        }
    }

    fn one(&self, text: &str, within: Option<&str>, level: Level) -> Result<UnitId, String> {
        let wanted = Wanted::text(text).at(level);
        let wanted = within.map_or(wanted, |within| wanted.within(within));
        match self.gazetteer.resolve(&wanted) {
            Resolution::One(unit) => Ok(unit),
            Resolution::Several(units) => Err(self.which(text, &units)),
            Resolution::None => Err(format!(
                "Không tìm thấy “{text}” trong danh mục đơn vị ngày {}; hãy ghi tên hoặc mã như trong danh mục.",
                self.map.day()
            )),
        }
    }

    fn which(&self, text: &str, units: &[UnitId]) -> String {
        let names: Vec<String> = units
            .iter()
            .take(6)
            .map(|unit| {
                let path: Vec<&str> = self.map.path(*unit).iter().rev().map(|unit| &*unit.name).collect();
                path.join(", ")
            })
            .collect();
        format!("“{text}” có thể là nhiều đơn vị ({}); hãy ghi mã đơn vị.", names.join("; "))
    }
}

/// Finds organizations by code or by name.
pub(crate) struct Employers {
    by_text: HashMap<String, Vec<OrganizationId>>,
    /// Texts that no organization answers, with how many rows had them.
    pub unknown: BTreeMap<String, u32>,
}

impl Employers {
    /// Those that exist on the date.
    pub fn new(office: &Office, date: Date) -> Result<Self, Error> {
        let mut by_text: HashMap<String, Vec<OrganizationId>> = HashMap::new();
        let rows = office.read(|reader| Ok(organizations::list(reader)?))?;
        for row in rows {
            let began = row.from.is_none_or(|from| from.0 <= date);
            let ended = row.to.is_some_and(|to| to.0 < date);
            if began && !ended {
                let id = OrganizationId::from_uuid(row.id);
                by_text.entry(fold(&row.code)).or_default().push(id);
                by_text.entry(row.name_fold).or_default().push(id);
            }
        }
        Ok(Self { by_text, unknown: BTreeMap::new() })
    }

    /// The one organization the text means; else the text is noted. Where somebody works is no
    /// reason to reject a row: lists of hamlets write “tự do” and “làm ruộng” there.
    pub fn find(&mut self, text: &str) -> Option<OrganizationId> {
        match self.by_text.get(&fold(text)).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            _ => {
                *self.unknown.entry(text.to_owned()).or_default() += 1;
                None
            }
        }
    }

    /// Sentences about what was left out.
    pub fn notes(&self) -> Vec<String> {
        let mut texts: Vec<(&String, &u32)> = self.unknown.iter().collect();
        texts.sort_by(|left, right| right.1.cmp(left.1).then(left.0.cmp(right.0)));
        texts
            .into_iter()
            .take(20)
            .map(|(text, rows)| format!("employer {text:?} is not on record ({rows} rows): left out"))
            .collect()
    }
}
