//! Figures as a list.

use std::path::Path;

use sohoc_acts::Office;
use sohoc_papers::workbook::{ListColumn, Value as Cell};

use super::Exported;
use crate::cli::QuestionArgs;
use crate::commands::figures::full_name;
use crate::error::Result;
use crate::question::{self, Figures, Value};
use sohoc_intake::export::Target;

const COLUMNS: [ListColumn; 5] = [
    ListColumn { title: "Mã", width: 12 },
    ListColumn { title: "Tên", width: 40 },
    ListColumn { title: "Giá trị", width: 12 },
    ListColumn { title: "Tử số", width: 12 },
    ListColumn { title: "Mẫu số", width: 12 },
];

pub fn write(office: &Office, question: &QuestionArgs, out: &Path) -> Result<Exported> {
    let figures = question::ask(office, question)?;
    let mut target = Target::new(out)?;
    let columns = if figures.is_ratio { &COLUMNS[..] } else { &COLUMNS[..3] };
    target.begin("Số liệu", columns)?;
    for (code, name, value) in lines(&figures) {
        let share = value.share().map_or(Cell::Empty, Cell::Decimal);
        let first = value.of.map_or(Cell::Whole(value.count), |_| share);
        let cells = [Cell::Text(&code), Cell::Text(&name), first];
        match value.of {
            None => target.row(&cells),
            Some(of) => {
                target.row(&[cells[0], cells[1], cells[2], Cell::Whole(value.count), Cell::Whole(of)])
            }
        };
    }
    let rows = target.finish()?;
    target.put_in_place()?;
    Ok(Exported { kind: "figures", rows, out: out.display().to_string() })
}

fn lines(figures: &Figures) -> Vec<(String, String, Value)> {
    let mut lines: Vec<_> =
        figures.rows.iter().map(|row| (row.code.clone(), full_name(row), row.value)).collect();
    lines.push((String::new(), "Chưa phân bổ".to_owned(), figures.unassigned));
    lines.push((String::new(), "Tổng".to_owned(), figures.total));
    lines
}
