//! The start page, and the sign of life for whoever watches the machine.

use axum::extract::State;
use axum::response::Html;
use sohoc_acts::{Office, rounds};
use sohoc_rules::figures::Counter as Count;

use crate::page::{escape, html};
use crate::state::{Counter, Failed};

/// What the start page shows.
struct Overview {
    /// Names of the units that lie in no other, today.
    places: Vec<String>,
    years: Vec<Year>,
}

struct Year {
    year: i16,
    closed: bool,
    registered: i64,
    assessed: i64,
    recognised: i64,
}

/// `GET /`
pub async fn page(State(counter): State<Counter>) -> Result<Html<String>, Failed> {
    let overview = counter.work(overview).await?;
    Ok(html("Công dân học tập", &body(&overview)))
}

/// `GET /healthz`: the ledger answers.
pub async fn health(State(counter): State<Counter>) -> Result<&'static str, Failed> {
    counter.work(|office| office.read(|reader| Ok(sohoc_ledger::territory::count(reader)?))).await?;
    Ok("ok\n")
}

fn overview(office: &Office) -> sohoc_acts::Result<Overview> {
    let map = office.map_on(office.now().day())?;
    let cube = office.cube()?;
    let years = office.read(rounds::list)?.into_iter().map(|round| {
        let count = |counter| cube.total(round.rules.year, counter);
        Year {
            year: round.rules.year,
            closed: round.closed,
            registered: count(Count::Registered),
            assessed: count(Count::SelfAssessed),
            recognised: count(Count::Recognised),
        }
    });
    Ok(Overview {
        places: map.roots().map(|unit| map.name(unit.id).to_owned()).collect(),
        years: years.collect(),
    })
}

fn body(overview: &Overview) -> String {
    let place = match overview.places.as_slice() {
        [only] => format!("<p>{}</p>\n", escape(only)),
        _ => String::new(),
    };
    if overview.years.is_empty() {
        return format!("{place}<p>Chưa mở đợt đánh giá nào.</p>");
    }
    let rows: String = overview.years.iter().map(row).collect();
    format!(
        "{place}<table>\n<caption>Số người theo năm đánh giá</caption>\n<thead>\n<tr><th scope=\"col\">Năm</th>\
         <th scope=\"col\">Đăng ký</th><th scope=\"col\">Đã tự chấm</th><th scope=\"col\">Được công nhận</th>\
         <th scope=\"col\">Số liệu</th></tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>"
    )
}

fn row(year: &Year) -> String {
    let state = if year.closed { "chính thức" } else { "tạm tính" };
    format!(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{state}</td></tr>\n",
        year.year,
        grouped(year.registered),
        grouped(year.assessed),
        grouped(year.recognised)
    )
}

/// Thousands are set apart by a point, as Vietnamese numbers are written.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = if number < 0 { "-".to_owned() } else { String::new() };
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_points() {
        for (number, text) in
            [(0, "0"), (999, "999"), (1_000, "1.000"), (390_512, "390.512"), (-1_234_567, "-1.234.567")]
        {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn a_ledger_without_a_round_says_so() {
        let body = body(&Overview { places: vec!["Tỉnh <Cao Bằng>".to_owned()], years: Vec::new() });
        assert_eq!(body, "<p>Tỉnh &lt;Cao Bằng&gt;</p>\n<p>Chưa mở đợt đánh giá nào.</p>");
    }

    #[test]
    fn each_year_has_its_row_and_says_whether_it_is_final() {
        let year = |year, closed| Year { year, closed, registered: 1_200, assessed: 1_000, recognised: 900 };
        let overview = Overview { places: Vec::new(), years: vec![year(2026, false), year(2025, true)] };
        let body = body(&overview);
        assert!(
            body.contains("<th scope=\"row\">2026</th><td>1.200</td><td>1.000</td><td>900</td><td>tạm tính")
        );
        assert!(
            body.contains(
                "<th scope=\"row\">2025</th><td>1.200</td><td>1.000</td><td>900</td><td>chính thức"
            )
        );
    }
}
