//! On whose word, by which form, and how.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::dossier::{DossierFace, PersonFace, Word, choose_form, draft_of, note_word, start, steps_of};
use sohoc_acts::rounds::Round;
use sohoc_acts::{Error, Result as Done};
use sohoc_rules::access::ActKind;
use sohoc_rules::criteria::Route;
use sohoc_rules::dossier::State;

use crate::dossier::labels::{self, Tag};
use crate::failure::{Answer, Failure};
use crate::frame::failed::refusal_words;
use crate::frame::{Faults, FieldFault, Frame};
use crate::visit::Visit;

use super::{list_path, path, person};

#[derive(Template)]
#[template(path = "dossier/assist/start.html")]
struct Start<'r> {
    frame: Frame<'r>,
    here: String,
    list: String,
    met: String,
    consent: String,
    born: i64,
    state: Option<Tag>,
    /// Why it came back, where it did.
    returned: String,
    /// Whether answers are given already: another form takes them back.
    has_answers: bool,
    forms: Vec<(String, String)>,
    whose: Vec<(&'static str, String)>,
    typed: Typed,
}

struct Typed {
    group: String,
    whose: String,
    name: String,
    witness: String,
}

/// `GET /xom/{nguoi}/nhap`
pub fn page(visit: &Visit<'_>) -> Answer {
    let (round, face) = person(visit, ActKind::EnterForOther)?;
    match face.dossier.as_ref().map(|dossier| dossier.state) {
        None | Some(State::Draft | State::Returned) => (),
        Some(state) if state.outcome().is_some() => return visit.go(&path(&face, "gap"), ""),
        Some(_) => return visit.go(&path(&face, "bien-nhan"), ""),
    }
    let known = face.dossier.as_ref();
    let word = known.and_then(|dossier| dossier.on_word.clone());
    let typed = Typed {
        group: known.map_or_else(|| usual_form(&round, &face), |dossier| dossier.group.clone()),
        whose: match word.as_deref() {
            None => String::new(),
            Some("") => "minh".to_owned(),
            Some(_) => "khac".to_owned(),
        },
        name: word.unwrap_or_default(),
        witness: known.and_then(|dossier| dossier.witness.clone()).unwrap_or_default(),
    };
    show(visit, StatusCode::OK, (&round, &face), typed, Vec::new())
}

/// The first form of the way the person goes: at work for staff, else at home.
pub(super) fn usual_form(round: &Round, face: &PersonFace) -> String {
    let wanted = if face.organization.is_some() { Route::Organization } else { Route::Territory };
    let form = round.set.forms.iter().find(|form| form.route == wanted).or_else(|| round.set.forms.first());
    form.map(|form| form.code.clone()).unwrap_or_default()
}

fn show(
    visit: &Visit<'_>,
    status: StatusCode,
    (round, face): (&Round, &PersonFace),
    typed: Typed,
    faults: Vec<FieldFault>,
) -> Answer {
    let (office, actor) = (visit.office(), visit.actor()?);
    let dossier = face.dossier.as_ref();
    let returned = match dossier.filter(|dossier| dossier.state == State::Returned) {
        Some(dossier) => {
            let steps = steps_of(office, actor, round, dossier.id)?.steps;
            steps.into_iter().rev().find_map(|step| step.reason).unwrap_or_default()
        }
        None => String::new(),
    };
    let has_answers = match dossier {
        Some(dossier) => {
            let draft = draft_of(office, actor, round, dossier.id, None)?;
            draft.answers.iter().any(|answer| answer.score.is_some())
        }
        None => false,
    };
    let whose = |value, key| (value, visit.words.get(key).into_owned());
    visit.show_as(
        status,
        &Start {
            frame: visit.frame_titled(face.name.clone()).with_faults(faults),
            here: path(face, "nhap"),
            list: list_path(visit, face)?,
            met: path(face, "gap"),
            consent: path(face, "dong-y"),
            born: face.birth_year,
            state: dossier.map(|dossier| labels::state(visit.words, dossier.state)),
            returned,
            has_answers,
            forms: round
                .set
                .forms
                .iter()
                .map(|form| (form.code.clone(), format!("{}: {}", form.name, form.who)))
                .collect(),
            whose: vec![whose("minh", "assist-word-own"), whose("khac", "assist-word-other")],
            typed,
        },
    )
}

/// `POST /xom/{nguoi}/nhap`
pub fn send(visit: &Visit<'_>) -> Answer {
    let (round, face) = person(visit, ActKind::EnterForOther)?;
    let form = visit.form();
    let typed = Typed {
        group: form.get("nhom").to_owned(),
        whose: form.get("loi").to_owned(),
        name: form.text("ten-nguoi-noi"),
        witness: form.text("chung-kien"),
    };
    let mut faults = Faults::default();
    if round.set.form(&typed.group).is_none() {
        faults.add(visit, "nhom", "assist-form-missing");
    }
    match typed.whose.as_str() {
        "minh" => (),
        "khac" if !typed.name.is_empty() => (),
        "khac" => faults.add(visit, "ten-nguoi-noi", "assist-name-missing"),
        _ => faults.add(visit, "loi", "assist-word-missing"),
    }
    if !faults.is_empty() {
        return show(visit, StatusCode::UNPROCESSABLE_ENTITY, (&round, &face), typed, faults.into_list());
    }
    match begin(visit, &round, &face, &typed) {
        Ok(()) => {
            let page = if form.get("cach") == "phieu" { "phieu" } else { "cau/dau" };
            visit.go(&path(&face, page), "")
        }
        Err(Error::Refused(refusal)) => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            let faults = vec![FieldFault { field: "nhom".to_owned(), text: format!("{text} {remedy}") }];
            show(visit, StatusCode::CONFLICT, (&round, &face), typed, faults)
        }
        Err(error) => Err(error.into()),
    }
}

fn begin(visit: &Visit<'_>, round: &Round, face: &PersonFace, typed: &Typed) -> Done<()> {
    let actor = visit.actor().map_err(|_: Failure| Error::NotFound("session"))?;
    let office = visit.office();
    let known = face.dossier.as_ref().filter(|dossier| dossier.state.is_open());
    let id = match known {
        Some(DossierFace { id, group, .. }) => {
            if *group != typed.group {
                let version = draft_of(office, actor, round, *id, None)?.version;
                choose_form(office, actor, round, *id, &typed.group, version)?;
            }
            *id
        }
        None => start(office, actor, round, face.id, &typed.group)?,
    };
    let of = if typed.whose == "minh" { String::new() } else { typed.name.clone() };
    let witness = (!typed.witness.is_empty()).then(|| typed.witness.clone());
    note_word(office, actor, round, id, &Word { of: Some(of), witness })
}
