//! The files of a demonstration: what was decided in each year, and the figures by commune.

use std::path::Path;

use sohoc_acts::Office;
use sohoc_ledger::recognition::{self, AnnexRow};
use sohoc_papers::workbook::{List, ListColumn, Value};
use sohoc_rules::figures::{Counter, Dimension, Question};
use sohoc_rules::ids::UnitId;
use sohoc_rules::territory::{Level, Projection, TerritoryAsOf};
use sohoc_rules::time::Date;

use crate::cli::Years;
use crate::error::Result;

use super::folder::DemoFolder;

/// Writes the files; gives their paths.
///
/// # Errors
/// When a file cannot be written.
pub fn write(office: &Office, folder: &DemoFolder, years: &Years) -> Result<Vec<String>> {
    let mut paths = Vec::new();
    for year in years.from..=years.to {
        let decisions = folder.out(&format!("{year}-quyet-dinh-cong-nhan.xlsx"));
        write_decisions(office, year, &decisions)?;
        let figures = folder.out(&format!("{year}-so-lieu-theo-xa.xlsx"));
        write_figures(office, year, years.to, &figures)?;
        paths.extend([decisions, figures].map(|path| path.display().to_string()));
    }
    Ok(paths)
}

const ANNEX: [ListColumn; 9] = [
    ListColumn { title: "Số quyết định", width: 16 },
    ListColumn { title: "Ngày ký", width: 12 },
    ListColumn { title: "Đơn vị ban hành", width: 34 },
    ListColumn { title: "TT", width: 6 },
    ListColumn { title: "Họ và tên", width: 26 },
    ListColumn { title: "Năm sinh", width: 10 },
    ListColumn { title: "Xóm", width: 24 },
    ListColumn { title: "Kết quả", width: 18 },
    ListColumn { title: "Số giấy chứng nhận", width: 26 },
];

fn write_decisions(office: &Office, year: i16, path: &Path) -> Result<()> {
    let territory = office.map()?;
    let mut list = List::begin(path, "Danh sách", &ANNEX)?;
    let mut failed = None;
    office.read(|reader| {
        recognition::annexes(reader, i64::from(year), |row| {
            let name = |unit| territory.find(UnitId::from_uuid(unit)).map_or("", |unit| &*unit.name);
            let issuer = row.organization.as_deref().unwrap_or_else(|| name(row.issuer));
            if failed.is_none() {
                failed = list.row(&annex(row, issuer, name(row.unit))).err();
            }
            Ok(())
        })?;
        Ok(())
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    list.finish()?;
    Ok(())
}

fn annex<'a>(row: &'a AnnexRow, issuer: &'a str, hamlet: &'a str) -> [Value<'a>; ANNEX.len()] {
    let result = match (row.kind, row.verdict) {
        (2, _) => "Thu hồi",
        (_, 1) => "Công nhận",
        _ => "Không công nhận",
    };
    [
        Value::Text(&row.printed),
        Value::Day(row.dated.0),
        Value::Text(issuer),
        Value::Whole(row.line),
        Value::Text(&row.name),
        Value::Whole(row.birth_year),
        Value::Text(hamlet),
        Value::Text(result),
        row.serial.as_deref().map_or(Value::Empty, Value::Text),
    ]
}

const FIGURES: [ListColumn; 7] = [
    ListColumn { title: "Bản đồ ngày", width: 12 },
    ListColumn { title: "Mã xã", width: 10 },
    ListColumn { title: "Xã, phường", width: 28 },
    ListColumn { title: "Người lớn", width: 12 },
    ListColumn { title: "Đăng ký", width: 12 },
    ListColumn { title: "Tự đánh giá", width: 12 },
    ListColumn { title: "Được công nhận", width: 16 },
];

/// The columns of counts in [`FIGURES`].
const COUNTERS: [Counter; 4] =
    [Counter::Adults, Counter::Registered, Counter::SelfAssessed, Counter::Recognised];

/// The year under its own map and under that of the last year.
fn write_figures(office: &Office, year: i16, last: i16, path: &Path) -> Result<()> {
    let mut list = List::begin(path, "Số liệu", &FIGURES)?;
    let territory = office.map()?;
    let facts = year_end(year);
    let mut maps = vec![facts, year_end(last)];
    maps.dedup();
    for map in maps {
        let tree = office.map_on(map)?;
        let projection = Projection::new(&territory, facts, map, Level::Commune);
        let cube = office.cube()?;
        let columns = COUNTERS.map(|counter| {
            let by = Dimension::Units(&projection);
            cube.ask(&Question { year, counter, by, within: None }).rows
        });
        for (place, unit) in projection.rows().iter().enumerate() {
            let counts = columns.each_ref().map(|rows| rows.get(place).map_or(0, |row| row.value));
            list.row(&figures(map, *unit, &tree, counts))?;
        }
    }
    list.finish()?;
    Ok(())
}

fn figures(map: Date, unit: UnitId, tree: &TerritoryAsOf, counts: [i64; 4]) -> [Value<'_>; FIGURES.len()] {
    let code = tree.territory().find(unit).map_or("", |unit| &*unit.code);
    let [adults, registered, assessed, recognised] = counts.map(Value::Whole);
    [
        Value::Day(map),
        Value::Text(code),
        Value::Text(tree.name(unit)),
        adults,
        registered,
        assessed,
        recognised,
    ]
}

fn year_end(year: i16) -> Date {
    Date::new(year, 12, 31).unwrap_or(Date::MAX)
}
