//! The shape of a decree's file.

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::territory::share::Weight;
use crate::territory::succession::{Extent, PartRule};
use crate::territory::unit::{AreaClass, Level};
use crate::time::{Date, Span};

/// A decree read from its file; nothing in it has met a territory yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reorganisation {
    /// The number of the decree.
    pub decree: String,
    /// The day it was signed.
    pub date: Date,
    /// The first day of the new state.
    pub effective: Date,
    pub(super) closings: Vec<Lined<CloseItem>>,
    pub(super) openings: Vec<Lined<OpenItem>>,
    pub(super) successions: Vec<Lined<SuccessionItem>>,
    pub(super) moves: Vec<Lined<MoveItem>>,
    pub(super) renamings: Vec<Lined<RenameItem>>,
    pub(super) classes: Vec<Lined<ClassItem>>,
}

/// The file is not a decree.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Line {line}: {problem} Correct the line; the form of the file stands in the manual of reorganisations."
)]
pub struct UnreadableDecree {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

/// An item with the line it begins at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lined<T> {
    pub line: usize,
    pub item: T,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CloseItem {
    pub unit: String,
    #[serde(default)]
    pub without_successor: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenItem {
    pub uid: Option<String>,
    pub code: String,
    pub name: String,
    pub short_name: String,
    pub kind: String,
    pub level: Level,
    pub parent: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SuccessionItem {
    pub from: String,
    pub to: String,
    pub extent: Extent,
    pub origin: Option<Weight>,
    pub main: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MoveItem {
    pub unit: String,
    pub to: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RenameItem {
    pub unit: String,
    pub name: String,
    pub short_name: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ClassItem {
    pub unit: String,
    pub class: AreaClass,
    pub span: Span,
}

impl Reorganisation {
    /// Reads a decree's file.
    ///
    /// # Errors
    /// The first line that does not have the form.
    pub fn parse(text: &str) -> Result<Self, UnreadableDecree> {
        let at = |offset: usize| line_of(text, offset);
        let file: File = toml::from_str(text).map_err(|error| UnreadableDecree {
            line: error.span().map_or(1, |span| at(span.start)),
            problem: format!("{}.", error.message()),
        })?;
        let effective = day(text, &file.effective)?;
        Ok(Self {
            date: day(text, &file.date)?,
            effective,
            closings: lined(text, file.close, Ok)?,
            openings: lined(text, file.open, read_opening)?,
            successions: lined(text, file.succession, read_succession)?,
            moves: lined(text, file.r#move, Ok)?,
            renamings: lined(text, file.rename, Ok)?,
            classes: lined(text, file.area_class, |item| read_class(item, effective))?,
            decree: file.decree,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    decree: String,
    date: Spanned<Datetime>,
    effective: Spanned<Datetime>,
    #[serde(default)]
    close: Vec<Spanned<CloseItem>>,
    #[serde(default)]
    open: Vec<Spanned<RawOpening>>,
    #[serde(default)]
    succession: Vec<Spanned<RawSuccession>>,
    #[serde(default)]
    r#move: Vec<Spanned<MoveItem>>,
    #[serde(default)]
    rename: Vec<Spanned<RenameItem>>,
    #[serde(default)]
    area_class: Vec<Spanned<RawClass>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOpening {
    uid: Option<String>,
    #[serde(default)]
    code: String,
    name: String,
    short_name: String,
    kind: String,
    level: String,
    parent: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSuccession {
    from: String,
    to: String,
    extent: String,
    weight: Option<u32>,
    of: Option<u32>,
    origin_weight: Option<u32>,
    origin_of: Option<u32>,
    main: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClass {
    unit: String,
    class: String,
    from: Option<Datetime>,
    to: Option<Datetime>,
}

fn read_opening(raw: RawOpening) -> Result<OpenItem, String> {
    let level: Level = raw.level.parse().map_err(|unknown| format!("level: {unknown}."))?;
    if raw.code.is_empty() && level != Level::Hamlet {
        return Err("code is missing; only hamlets may have none.".to_owned());
    }
    if raw.parent.is_none() && level != Level::Province {
        return Err("parent is missing; only provinces have none.".to_owned());
    }
    let RawOpening { uid, code, name, short_name, kind, parent, .. } = raw;
    Ok(OpenItem { uid, code, name, short_name, kind, level, parent })
}

fn read_succession(raw: RawSuccession) -> Result<SuccessionItem, String> {
    let share = weight(raw.weight, raw.of, "weight and of")?;
    let extent = match (raw.extent.as_str(), share) {
        ("whole", None) => Extent::Whole,
        ("hamlets", None) => Extent::Part(PartRule::Hamlets),
        ("unknown", None) => Extent::Part(PartRule::Unknown),
        ("share", Some(weight)) => Extent::Part(PartRule::Share(weight)),
        ("share", None) => return Err("extent share needs weight and of.".to_owned()),
        ("whole" | "hamlets" | "unknown", Some(_)) => {
            return Err("weight and of belong to extent share only.".to_owned());
        }
        (word, _) => {
            return Err(format!("extent \"{word}\" is not one of: whole, share, hamlets, unknown."));
        }
    };
    let origin = weight(raw.origin_weight, raw.origin_of, "origin_weight and origin_of")?;
    Ok(SuccessionItem { from: raw.from, to: raw.to, extent, origin, main: raw.main })
}

fn weight(part: Option<u32>, of: Option<u32>, names: &str) -> Result<Option<Weight>, String> {
    match (part, of) {
        (None, None) => Ok(None),
        (Some(part), Some(of)) if part <= of && of > 0 => Ok(Some(Weight { part, of })),
        (Some(_), Some(_)) => Err(format!("of {names} the first exceeds the second.")),
        _ => Err(format!("{names} stand together or not at all.")),
    }
}

fn read_class(raw: RawClass, effective: Date) -> Result<ClassItem, String> {
    let class = raw.class.parse().map_err(|unknown| format!("class: {unknown}."))?;
    let from = raw.from.map(|day| calendar_day(&day)).transpose()?.unwrap_or(effective);
    let to = raw.to.map(|day| calendar_day(&day)).transpose()?;
    Ok(ClassItem { unit: raw.unit, class, span: Span { from: Some(from), to } })
}

fn lined<R, T>(
    text: &str,
    items: Vec<Spanned<R>>,
    read: impl Fn(R) -> Result<T, String>,
) -> Result<Vec<Lined<T>>, UnreadableDecree> {
    let one = |raw: Spanned<R>| {
        let line = line_of(text, raw.span().start);
        match read(raw.into_inner()) {
            Ok(item) => Ok(Lined { line, item }),
            Err(problem) => Err(UnreadableDecree { line, problem }),
        }
    };
    items.into_iter().map(one).collect()
}

fn day(text: &str, value: &Spanned<Datetime>) -> Result<Date, UnreadableDecree> {
    calendar_day(value.get_ref())
        .map_err(|problem| UnreadableDecree { line: line_of(text, value.span().start), problem })
}

fn calendar_day(value: &Datetime) -> Result<Date, String> {
    let plain = value.time.is_none().then(|| value.to_string());
    let day = plain.and_then(|text| text.parse().ok());
    day.ok_or_else(|| format!("{value} is not a plain date like 2025-07-01."))
}

fn line_of(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or(text);
    before.bytes().filter(|byte| *byte == b'\n').count() + 1
}
