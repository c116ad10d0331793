//! Units as they stood on a day, and the life of one of them.

use askama::Template;
use sohoc_rules::ids::UnitId;
use sohoc_rules::territory::{Succession, Territory, Unit};
use sohoc_rules::time::Date;

use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "province/units.html")]
struct Page<'r> {
    frame: Frame<'r>,
    day: String,
    /// Name of the unit whose children are shown, with the way up.
    path: Vec<(String, String)>,
    units: Vec<(String, String, String, usize)>,
}

#[derive(Template)]
#[template(path = "province/unit.html")]
struct One<'r> {
    frame: Frame<'r>,
    unit: Unit,
    names: Vec<(String, String)>,
    came_from: Vec<Step>,
    went_to: Vec<Step>,
    id: String,
}

impl One<'_> {
    /// Where it came from and went to, with the keys of the headings.
    fn lives(&self) -> [(&'static str, &[Step]); 2] {
        [("province-came-from", &self.came_from), ("province-went-to", &self.went_to)]
    }
}

struct Step {
    id: String,
    name: String,
    day: Date,
    resolution: String,
}

fn day(visit: &Visit<'_>) -> Date {
    visit.query().read("ngay").unwrap_or_else(|| visit.today())
}

/// `GET /don-vi`
pub fn page(visit: &Visit<'_>) -> Answer {
    let day = day(visit);
    let map = visit.office().map_on(day)?;
    let within = visit.query().read::<UnitId>("trong").filter(|unit| map.is_in_force(*unit));
    let units: Vec<&Unit> = match within {
        Some(unit) => map.children_by_name(unit),
        None => {
            let roots: Vec<&Unit> = map.roots().collect();
            match roots.as_slice() {
                [only] => map.children_by_name(only.id),
                _ => roots,
            }
        }
    };
    let units = units.into_iter().map(|unit| {
        let below = map.children(unit.id).count();
        (unit.id.to_string(), map.name(unit.id).to_owned(), unit.code.to_string(), below)
    });
    let path = within.map(|unit| map.path(unit)).unwrap_or_default();
    let path = path.into_iter().map(|unit| (unit.id.to_string(), map.name(unit.id).to_owned()));
    visit.show(&Page {
        frame: visit.frame("province-units-title"),
        day: day.to_string(),
        path: path.collect(),
        units: units.collect(),
    })
}

/// `GET /don-vi/{don_vi}`
pub fn one(visit: &Visit<'_>) -> Answer {
    let id: UnitId = visit.id("don_vi")?;
    let map = visit.office().map()?;
    let unit = map.find(id).ok_or(Failure::NotFound)?.clone();
    // The page shows nobody's data, but it is for who keeps this part of the map.
    let today = visit.office().map_on(visit.today())?;
    let place = Some(sohoc_acts::access::Place::unit(id));
    if today.is_in_force(id) {
        sohoc_acts::access::permit_on(
            visit.actor()?,
            sohoc_rules::access::ActKind::Reorganise,
            place,
            &today,
        )
        .map_err(|_| Failure::NotFound)?;
    }
    let mut names =
        vec![(unit.span.from.map(|day| day.to_string()).unwrap_or_default(), unit.name.to_string())];
    let present = today.name(id);
    if today.is_in_force(id) && present != &*unit.name {
        names.push((visit.today().to_string(), present.to_owned()));
    }
    let came_from = map.predecessors(id).map(|step| told(&map, step, step.predecessor)).collect();
    let went_to = map.successors(id).map(|step| told(&map, step, step.successor)).collect();
    visit.show(&One {
        frame: visit.frame_titled(present_name(&map, id, visit.today())),
        unit,
        names,
        came_from,
        went_to,
        id: id.to_string(),
    })
}

fn present_name(map: &Territory, unit: UnitId, day: Date) -> String {
    map.name_on(unit, day).unwrap_or_default().to_owned()
}

fn told(map: &Territory, step: &Succession, other: UnitId) -> Step {
    Step {
        id: other.to_string(),
        name: present_name(map, other, step.effective),
        day: step.effective,
        resolution: step.resolution.as_deref().unwrap_or_default().to_owned(),
    }
}
