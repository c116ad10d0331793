//! From the rows of the file to hamlets that are new, known or changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use sohoc_acts::Office;
use sohoc_papers::tables::Row;
use sohoc_papers::tables::units::{UnitField, UnitRow};
use sohoc_rules::ids::UnitId;
use sohoc_rules::territory::{
    AreaClass, ClassOfArea, HamletProblem, Level, NewHamlet, Renaming, Resolution, Territory, Unit,
    id_from_key,
};
use sohoc_rules::time::{Date, Span};
use sohoc_rules::vietnamese::fold;

use super::name::{Area, HamletName, area, is_larger};
use crate::doubles::Doubles;
use crate::homes::{Homes, Unfound};
use crate::rejects::{Refused, Rejects};
use crate::sheets::Spot;
use crate::{Error, Options};

/// A row that can go in.
pub(super) struct Hamlet {
    pub at: Spot,
    pub what: What,
    /// A class of area that is not on record.
    pub class: Option<ClassOfArea>,
}

/// What a row says beside the record.
pub(super) enum What {
    New(NewHamlet),
    Renamed(Renaming),
    Known,
}

/// What is kept while the list is read. All its rows are: a nation has 90,000 hamlets.
pub(super) struct Reading {
    territory: Arc<Territory>,
    date: Date,
    /// By day: that of the list, and those on which old communes are looked up.
    homes: BTreeMap<Date, Homes>,
    doubles: Doubles,
    sheet: Option<String>,
    /// Rows whose class of area says nothing.
    unclear: u32,
    /// Rows that end a hamlet on record.
    ended: u32,
    /// Rows with a code for a hamlet that is on record without.
    other_codes: u32,
    pub(super) rejects: Rejects,
    pub(super) rows: Vec<Hamlet>,
}

/// A commune and a day on which it is in force.
#[derive(Clone, Copy)]
struct Commune {
    id: UnitId,
    day: Date,
}

impl Reading {
    pub(super) fn new(office: &Office, options: &Options<'_>) -> Result<Self, Error> {
        Ok(Self {
            territory: office.map()?,
            date: options.date,
            homes: BTreeMap::new(),
            doubles: Doubles::default(),
            sheet: None,
            unclear: 0,
            ended: 0,
            other_codes: 0,
            rejects: Rejects::default(),
            rows: Vec::new(),
        })
    }

    pub(super) fn enter(&mut self, number: u32, name: Option<String>) {
        self.doubles.enter(number, name.as_deref());
        self.sheet = name;
    }

    pub(super) fn take(&mut self, row: &Row<'_>, unit: &UnitRow<'_>, at: Spot) {
        match self.hamlet(row, unit, at) {
            Ok(hamlet) => self.rows.push(hamlet),
            Err(refused) => self.rejects.refuse(at, refused),
        }
    }

    /// Sentences about what was left out without rejecting a row.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.unclear > 0 {
            notes.push(format!("{} dòng ghi phân loại vùng không rõ: để trống phân loại.", self.unclear));
        }
        if self.ended > 0 {
            notes.push(format!(
                "{} dòng ghi ngày hết hiệu lực của xóm đã có trong sổ: chưa ghi; sáp nhập, giải thể làm theo quyết định.",
                self.ended
            ));
        }
        if self.other_codes > 0 {
            notes.push(format!(
                "{} xóm đã có trong sổ mà chưa có mã này: mã trong danh sách chưa ghi.",
                self.other_codes
            ));
        }
        notes
    }

    /// Takes out hamlets that contradict the map although each row alone is in order.
    pub(super) fn send_back_contradictions(&mut self) {
        let new: Vec<NewHamlet> = self.rows.iter().filter_map(new_of).cloned().collect();
        if new.is_empty() || self.territory.with_hamlets(&new).is_ok() {
            return;
        }
        let (territory, rejects) = (&self.territory, &mut self.rejects);
        let mut kept: Vec<NewHamlet> = Vec::new();
        self.rows.retain(|hamlet| {
            let Some(new) = new_of(hamlet) else { return true };
            kept.push(new.clone());
            if territory.with_hamlets(&kept).is_ok() {
                return true;
            }
            kept.pop();
            let text = "Xóm này mâu thuẫn với danh mục (mã, ngày hoặc xã); hãy kiểm tra lại.";
            rejects.refuse(hamlet.at, Refused::row(text));
            false
        });
    }

    fn hamlet(&mut self, row: &Row<'_>, unit: &UnitRow<'_>, at: Spot) -> Result<Hamlet, Refused> {
        if unit.kind.as_deref().is_some_and(is_larger) {
            return self.larger(row, unit, at);
        }
        if unit.valid_from.zip(unit.valid_to).is_some_and(|(from, to)| to < from) {
            return Err(Refused::cell(row, UnitField::ValidTo, "ngày cuối trước ngày đầu; hãy sửa lại."));
        }
        let name = HamletName::new(&unit.name, unit.kind.as_deref());
        let commune = self.commune(row, unit)?;
        let known = self.find(row, unit, &name, commune)?;
        let area = self.area(row, unit);
        let has_other_code = |id| {
            let code = self.territory.find(id).map(|unit| fold(&unit.code));
            unit.code.as_deref().is_some_and(|written| code != Some(fold(written)))
        };
        self.other_codes += u32::from(known.is_some_and(has_other_code));
        let hamlet = match known {
            Some(known) => self.known(known, unit, &name, area, at),
            None => self.fresh(row, unit, &name, commune).map(|new| Hamlet {
                at,
                class: area.map(|class| class_of(new.unit.id, class, new.unit.span)),
                what: What::New(new),
            })?,
        };
        let id = match &hamlet.what {
            What::New(new) => new.unit.id,
            What::Renamed(_) | What::Known => known.unwrap_or(commune.id),
        };
        if let Some(earlier) = self.doubles.note(id, at) {
            return Err(Refused::row(format!("Trùng với {earlier}; chỉ giữ lại một dòng.")));
        }
        Ok(hamlet)
    }

    /// Communes come with the official list; one that is there already is no fault of the row.
    fn larger(&mut self, row: &Row<'_>, unit: &UnitRow<'_>, at: Spot) -> Result<Hamlet, Refused> {
        let homes = self.homes_on(self.date);
        let text = unit.code.as_deref().unwrap_or(&unit.name);
        let known = Level::ALL.into_iter().filter(|level| *level < Level::Hamlet);
        let known = known.map(|level| homes.resolve(text, None, level));
        if known.into_iter().any(|found| found != Resolution::None) {
            return Ok(Hamlet { at, what: What::Known, class: None });
        }
        let text = "danh sách này chỉ nhận xóm, tổ dân phố; xã, phường lấy từ danh mục chính thức.";
        Err(Refused::cell(row, UnitField::Name, text))
    }

    /// The commune of a row: of the date of the list, or an old one where the list names it or the
    /// hamlet is older than the new one.
    fn commune(&mut self, row: &Row<'_>, unit: &UnitRow<'_>) -> Result<Commune, Refused> {
        let (field, text) = match (&unit.parent_code, &unit.parent) {
            (Some(code), _) => (UnitField::ParentCode, code.as_ref()),
            (None, Some(name)) => (UnitField::Parent, name.as_ref()),
            (None, None) => {
                return Err(Refused::cell(row, UnitField::Parent, "chưa ghi xã, phường; hãy điền vào."));
            }
        };
        let blame = |unfound: Unfound| unfound.in_cell(row, field);
        let id = self.homes_on(self.date).commune(text, None).map_err(blame)?;
        let today = Commune { id, day: self.date };
        let Some((began, short)) = self.began(id) else { return Ok(today) };
        let before = began.yesterday().unwrap_or(began);
        let is_old_name = !names(text, &short, self.territory.find(id));
        let is_older = unit.valid_from.is_some_and(|from| from < began);
        if !is_old_name && !is_older {
            return Ok(today);
        }
        let day = unit.valid_from.filter(|from| *from < began).unwrap_or(before);
        match self.homes_on(day).commune(text, None) {
            Ok(id) => Ok(Commune { id, day }),
            // A name that never was another unit's: a short form of today's.
            Err(_) if !is_older => Ok(today),
            Err(unfound) => Err(blame(unfound)),
        }
    }

    /// The first day of a commune that was made of others, and its name.
    fn began(&self, commune: UnitId) -> Option<(Date, String)> {
        let unit = self.territory.find(commune)?;
        self.territory.predecessors(commune).next()?;
        Some((unit.span.from?, fold(&unit.short_name)))
    }

    /// The hamlet on record that a row means.
    fn find(
        &mut self,
        row: &Row<'_>,
        unit: &UnitRow<'_>,
        name: &HamletName,
        commune: Commune,
    ) -> Result<Option<UnitId>, Refused> {
        let territory = Arc::clone(&self.territory);
        let generated = code_of(territory.find(commune.id), name);
        let homes = self.homes_on(commune.day);
        let own = territory.find(commune.id).map(|unit| unit.code.to_string()).unwrap_or_default();
        let named = |text: &str| -> Vec<UnitId> {
            let found = match homes.resolve(text, Some(&own), Level::Hamlet) {
                Resolution::One(one) => vec![one],
                Resolution::Several(several) => several,
                Resolution::None => Vec::new(),
            };
            found.into_iter().filter(|unit| homes.map().contains(commune.id, *unit)).collect()
        };
        let code = |id: &UnitId| territory.find(*id).map(|unit| unit.code.to_string()).unwrap_or_default();
        if let Some(written) = unit.code.as_deref() {
            let coded = named(written).into_iter().find(|id| fold(&code(id)) == fold(written));
            if coded.is_some() {
                return Ok(coded);
            }
        }
        let mut alike = named(&name.full());
        // Two codes are two hamlets, whatever their names; a code that was made from the name is none.
        alike.retain(|id| unit.code.is_none() || code(id).is_empty() || Some(code(id)) == generated);
        match alike.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            several => Err(Refused::cell(row, UnitField::Name, &homes.which(&unit.name, several))),
        }
    }

    fn area(&mut self, row: &Row<'_>, unit: &UnitRow<'_>) -> Option<AreaClass> {
        let heading = row.column(UnitField::AreaClass).map_or("", |column| row.heading(column));
        match area(unit.area_class.as_deref(), heading) {
            Area::Is(class) => Some(class),
            Area::Unsaid => None,
            Area::Unclear => {
                self.unclear += 1;
                None
            }
        }
    }

    fn known(
        &mut self,
        id: UnitId,
        unit: &UnitRow<'_>,
        name: &HamletName,
        area: Option<AreaClass>,
        at: Spot,
    ) -> Hamlet {
        let recorded = self.territory.find(id);
        if unit.valid_to.is_some() && recorded.is_none_or(|recorded| recorded.span.to != unit.valid_to) {
            self.ended += 1;
        }
        let day = recorded.and_then(|unit| unit.span.from).map_or(self.date, |from| from.max(self.date));
        let called = self.territory.name_on(id, day).unwrap_or_default();
        let full = if name.kind.is_empty() { with_kind(recorded, &name.short) } else { name.full() };
        // A list without codes found it by a spelling of its name; only a code tells that the name is new.
        let is_renamed = unit.code.is_some() && called != full && fold(called) != fold(&name.short);
        let what = if is_renamed {
            let (name, short_name) = (full.into(), name.short.as_str().into());
            What::Renamed(Renaming { unit: id, name, short_name, since: day, resolution: None })
        } else {
            What::Known
        };
        let held = self.territory.own_area_class(id, day);
        let class = area.filter(|class| held != Some(*class));
        Hamlet { at, what, class: class.map(|class| class_of(id, class, Span::since(day))) }
    }

    fn fresh(
        &self,
        row: &Row<'_>,
        unit: &UnitRow<'_>,
        name: &HamletName,
        commune: Commune,
    ) -> Result<NewHamlet, Refused> {
        let above = self.territory.find(commune.id);
        // Under a commune that was made of others, a hamlet without a first day is taken to exist since
        // the commune does: in which of the older ones it lay is not known.
        let began = above.and_then(|above| above.span.from);
        let generated = code_of(above, name);
        let code = unit.code.as_deref().map(str::to_owned).or(generated).unwrap_or_default();
        let key = unit.code.as_deref().map_or_else(|| fold(&name.full()), str::to_owned);
        let hamlet = Unit {
            id: id_from_key(&format!("H/{}/{key}", commune.id)),
            code: code.into(),
            name: name.full().into(),
            short_name: name.short.as_str().into(),
            kind: name.kind.as_str().into(),
            level: Level::Hamlet,
            span: Span { from: unit.valid_from.or(began), to: unit.valid_to },
            resolution: None,
        };
        let new = NewHamlet { unit: hamlet, communes: vec![commune.id] };
        let links = self.territory.hamlet_links(std::slice::from_ref(&new));
        links.map(|_| new).map_err(|problem| {
            let field = if row.column(UnitField::Parent).is_some() {
                UnitField::Parent
            } else {
                UnitField::ParentCode
            };
            Refused::cell(row, field, sentence(&problem))
        })
    }

    fn homes_on(&mut self, day: Date) -> &mut Homes {
        let territory = &self.territory;
        self.homes.entry(day).or_insert_with(|| Homes::of(territory.as_of(day)))
    }
}

fn new_of(hamlet: &Hamlet) -> Option<&NewHamlet> {
    match &hamlet.what {
        What::New(new) => Some(new),
        What::Renamed(_) | What::Known => None,
    }
}

const fn class_of(unit: UnitId, class: AreaClass, span: Span) -> ClassOfArea {
    ClassOfArea { unit, class, span, resolution: None }
}

/// The code of a hamlet whose list gives none: of its commune and its name, so that it can be asked for.
fn code_of(commune: Option<&Unit>, name: &HamletName) -> Option<String> {
    let commune = commune?;
    Some(format!("{}-{}", commune.code, fold(&name.short).replace(' ', "-")))
}

/// Whether a text is the code or a spelling of the name of a unit, not of one before it.
fn names(text: &str, short: &str, unit: Option<&Unit>) -> bool {
    let folded = fold(text);
    let code = unit.map(|unit| fold(&unit.code)).unwrap_or_default();
    folded.ends_with(short) || folded.trim_start_matches('0') == code.trim_start_matches('0')
}

/// A name without its kind, with the kind of the record.
fn with_kind(recorded: Option<&Unit>, short: &str) -> String {
    let kind = recorded.map(|unit| unit.kind.to_string()).unwrap_or_default();
    HamletName { kind, short: short.to_owned() }.full()
}

fn sentence(problem: &HamletProblem) -> &'static str {
    match problem {
        HamletProblem::WhichBefore { .. } => {
            "xóm có từ trước khi có xã này, mà xã này do nhiều xã hợp thành; hãy ghi xã cũ."
        }
        HamletProblem::WhichAfter { .. } => "xã này đã chia cho nhiều xã; hãy ghi xã hiện nay.",
        _ => "xóm không thể thuộc xã này vào những ngày đã ghi; hãy kiểm tra ngày và xã.",
    }
}
