//! `sohoc figures`: any figure under any map.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::cli::FiguresArgs;
use crate::config::Config;
use crate::error::Result;
use crate::office;
use crate::output::{self, Output, Table};
use crate::question::{self, Figures, Row, Value};

pub fn run(args: &FiguresArgs, config: &Config, output: Output) -> Result<()> {
    let office = office::open(config)?;
    let figures = question::ask(&office, &args.question)?;
    if figures.left_out > 0 {
        output::note(&format!(
            "{} people are left out: they are counted in units of which only a part lies in that place.",
            figures.left_out
        ));
    }
    if args.csv {
        return output.csv(&titles(&figures), &cells(&figures));
    }
    output.show(&Answer(figures), |answer| text(&answer.0))
}

/// The columns of an answer as a list.
pub fn titles(figures: &Figures) -> Vec<&'static str> {
    let mut titles = vec!["code", "name", "value"];
    if figures.is_ratio {
        titles.extend(["numerator", "denominator"]);
    }
    titles
}

/// All rows of an answer, `unassigned` and `total` after the others.
fn cells(figures: &Figures) -> Vec<Vec<String>> {
    let last = [("unassigned", figures.unassigned), ("total", figures.total)];
    let rows = figures.rows.iter().map(|row| (row.code.clone(), full_name(row), row.value));
    rows.chain(last.map(|(name, value)| (name.to_owned(), String::new(), value)))
        .map(|(code, name, value)| {
            let mut row = vec![code, name];
            match value.of {
                None => row.push(value.count.to_string()),
                Some(of) => {
                    row.push(value.share().map_or_else(String::new, |share| format!("{share:.6}")));
                    row.extend([value.count.to_string(), of.to_string()]);
                }
            }
            row
        })
        .collect()
}

/// A hamlet with its commune: many hamlets have the same name.
pub fn full_name(row: &Row) -> String {
    match &row.parent {
        Some(parent) => format!("{}, {parent}", row.name),
        None => row.name.clone(),
    }
}

/// The answer in the form that programs rely on.
struct Answer(Figures);

impl Serialize for Answer {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let figures = &self.0;
        let mut answer = Map::new();
        answer.insert(if figures.is_ratio { "ratio" } else { "measure" }.to_owned(), figures.name.into());
        answer.insert("year".to_owned(), figures.year.into());
        answer.insert("counter".to_owned(), if figures.is_final { "final" } else { "provisional" }.into());
        answer.insert("map_date".to_owned(), figures.map_date.to_string().into());
        answer.insert("as_of".to_owned(), figures.as_of.to_string().into());
        answer.insert("rows".to_owned(), figures.rows.iter().map(json_row).collect());
        answer.insert("unassigned".to_owned(), json_value(figures.unassigned));
        answer.insert("total".to_owned(), json_value(figures.total));
        if figures.left_out > 0 {
            answer.insert("left_out".to_owned(), figures.left_out.into());
        }
        answer.serialize(serializer)
    }
}

fn json_row(row: &Row) -> Json {
    let mut json = json!({ "code": row.code, "name": row.name, "value": row.value.count });
    if let Some(of) = row.value.of {
        json["value"] = json!(row.value.share());
        json["numerator"] = json!(row.value.count);
        json["denominator"] = json!(of);
    }
    if let Some(id) = &row.id {
        json["id"] = json!(id);
    }
    if let Some(parent) = &row.parent {
        json["parent"] = json!(parent);
    }
    json
}

/// A number for a measure; for a ratio both of its sides stand beside it.
fn json_value(value: Value) -> Json {
    match value.of {
        None => json!(value.count),
        Some(of) => json!({ "value": value.share(), "numerator": value.count, "denominator": of }),
    }
}

fn text(figures: &Figures) -> String {
    let titles: &[&str] = if figures.is_ratio {
        &["Code", "Name", ">Share", ">Of these", ">Among"]
    } else {
        &["Code", "Name", ">People"]
    };
    let mut table = Table::new(titles);
    for row in &figures.rows {
        table.row([row.code.clone(), full_name(row)].into_iter().chain(text_value(row.value)));
    }
    for (name, value) in [("unassigned", figures.unassigned), ("total", figures.total)] {
        table.row([String::new(), name.to_owned()].into_iter().chain(text_value(value)));
    }
    let state = if figures.is_final { "final" } else { "provisional" };
    format!(
        "{} {}, {state}, under the map of {}, as of {}\n\n{}",
        figures.name,
        figures.year,
        figures.map_date,
        figures.as_of,
        table.text()
    )
}

fn text_value(value: Value) -> Vec<String> {
    match value.of {
        None => vec![value.count.to_string()],
        Some(of) => {
            let share =
                value.share().map_or_else(|| "-".to_owned(), |share| format!("{:.2} %", share * 100.0));
            vec![share, value.count.to_string(), of.to_string()]
        }
    }
}
