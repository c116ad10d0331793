//! The lists behind the numbers of the quality of the data.

use askama::Template;
use sohoc_acts::dossier::{Quality, ReviewBody, Trouble, by_hamlet, homeless, troubled};
use sohoc_ledger::people::Scope;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{PersonId, UnitId};
use sohoc_rules::privacy::{Subject, What};

use crate::dossier::body;
use crate::dossier::labels::{self, Tag};
use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::visit::Visit;

const SHOWN: usize = 50;

/// Names of the lists in questions, and the keys of their titles.
const LISTS: [(&str, &str); 4] = [
    ("tre", "province-late"),
    ("trung", "province-duplicates"),
    ("mo-coi", "province-orphans"),
    ("vuot", "province-over-list"),
];

#[derive(Template)]
#[template(path = "province/troubled.html")]
struct Page<'r> {
    frame: Frame<'r>,
    place: String,
    lists: Vec<(String, &'static str, bool)>,
    lead: &'static str,
    total: usize,
    rows: Vec<Line>,
    /// Where pairs of records are laid side by side.
    pairs: String,
    previous: String,
    next: String,
}

struct Line {
    path: String,
    name: String,
    place: String,
    state: Tag,
    flags: Vec<String>,
    person: String,
}

#[derive(Template)]
#[template(path = "province/over.html")]
struct Over<'r> {
    frame: Frame<'r>,
    place: String,
    lists: Vec<(String, &'static str, bool)>,
    rows: Vec<(String, Quality)>,
}

#[derive(Template)]
#[template(path = "province/homeless.html")]
struct Homeless<'r> {
    frame: Frame<'r>,
    rows: Vec<(PersonId, String, i64)>,
    next: String,
}

/// `GET /chat-luong/{don_vi}`
pub fn page(visit: &Visit<'_>) -> Answer {
    let unit: UnitId = visit.id("don_vi")?;
    body::of_path(visit, &[ActKind::ReadPerson])?;
    let (office, actor, round) = (visit.office(), visit.actor()?, body::round(visit)?);
    let (name, title) =
        LISTS.into_iter().find(|(name, _)| *name == visit.query().get("loai")).unwrap_or(LISTS[0]);
    let lists = LISTS.map(|(one, key)| (format!("/chat-luong/{unit}?loai={one}"), key, one == name)).to_vec();
    let map = office.map_on(visit.today())?;
    let place = map.name(unit).to_owned();
    let (trouble, lead) = match name {
        "tre" => (Trouble::Late, "province-late-lead"),
        "trung" => (Trouble::Duplicate, "province-duplicates-lead"),
        "mo-coi" => (Trouble::Homeless, "province-orphans-lead"),
        _ => return over(visit, (unit, place), lists),
    };
    let page = visit.query().read::<usize>("trang").unwrap_or(1).clamp(1, 100_000);
    let found = troubled(office, actor, &round, (unit, trouble), (page, SHOWN))?;
    body::note(visit, What::List, ReviewBody::Unit(unit), u32::try_from(page).unwrap_or(u32::MAX))?;
    let inspects = visit.may(&[ActKind::Inspect]);
    let reviews = visit.may(&[ActKind::Endorse, ActKind::Appraise]);
    let rows = found.dossiers.into_iter().map(|face| Line {
        path: match (inspects, reviews) {
            (true, _) => format!("/thanh-tra/{}", face.id),
            (false, true) => format!("/duyet/{}", face.id),
            (false, false) => format!("/nguoi/{}", face.person),
        },
        place: map.name(face.unit).to_owned(),
        state: labels::state(visit.words, face.state),
        flags: labels::flags(visit.words, face.flags),
        person: face.person.to_string(),
        name: face.name,
    });
    let turn = |page: usize| format!("/chat-luong/{unit}?loai={name}&trang={page}");
    visit.show(&Page {
        frame: visit.frame(title),
        place,
        lists,
        lead,
        total: found.total,
        rows: rows.collect(),
        pairs: match trouble {
            Trouble::Duplicate if visit.may(&[ActKind::Merge]) => format!("/nguoi/trung?noi={unit}"),
            _ => String::new(),
        },
        previous: if page > 1 { turn(page - 1) } else { String::new() },
        next: if page * SHOWN < found.total { turn(page + 1) } else { String::new() },
    })
}

fn over(
    visit: &Visit<'_>,
    (unit, place): (UnitId, String),
    lists: Vec<(String, &'static str, bool)>,
) -> Answer {
    let (hamlets, rest) = by_hamlet(visit.office(), visit.actor()?, &body::round(visit)?, unit)?;
    let map = visit.office().map_on(visit.today())?;
    let mut rows: Vec<(String, Quality)> =
        hamlets.into_iter().map(|(hamlet, of)| (map.name(hamlet).to_owned(), of)).collect();
    // Where more are registered than live there stands first.
    rows.sort_by_key(|(_, of)| std::cmp::Reverse(of.is_over()));
    if rest != Quality::default() {
        rows.push((visit.words.get("province-without-hamlet").into_owned(), rest));
    }
    visit.show(&Over { frame: visit.frame("province-over-list"), place, lists, rows })
}

/// `GET /chat-luong/khong-noi-o`
pub fn homeless_page(visit: &Visit<'_>) -> Answer {
    if visit.scope()? != Scope::All {
        return Err(Failure::NotFound);
    }
    let after: Option<PersonId> = visit.query().read("sau");
    let rows = homeless(visit.office(), visit.actor()?, after, SHOWN)?;
    let page = 1 + u32::from(after.is_some());
    visit.office().note_reading(
        visit.actor()?,
        What::List,
        Subject::List { unit: None, organization: None, page },
    )?;
    let next = rows.last().filter(|_| rows.len() == SHOWN);
    let next = next.map(|(last, ..)| format!("/chat-luong/khong-noi-o?sau={last}")).unwrap_or_default();
    visit.show(&Homeless { frame: visit.frame("province-homeless-title"), rows, next })
}
