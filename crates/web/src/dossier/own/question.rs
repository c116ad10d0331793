//! One question a page, saved at each step.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::dossier::{NewAnswer, NewAnswers, Own, own, save_answers};
use sohoc_acts::evidence::Piece;
use sohoc_acts::rounds::Round;
use sohoc_rules::criteria::{Competence, GroupForm, Indicator};
use sohoc_rules::evidence::EvidenceState;

use crate::failure::{Answer, Failure};
use crate::frame::failed::refusal_words;
use crate::frame::{Faults, Frame};
use crate::visit::Visit;

use super::{audio, conflict, dossier, path, round, takes_answers};

#[derive(Template)]
#[template(path = "dossier/own/question.html")]
struct Question<'r> {
    frame: Frame<'r>,
    /// Where the form goes; what belongs to the question begins with it.
    here: String,
    competence: String,
    help: String,
    examples: Vec<String>,
    audio: Option<String>,
    /// 1, 2, 3 … of so many.
    number: usize,
    total: usize,
    is_last: bool,
    maximum: u8,
    floor: u8,
    typed: Typed,
    pieces: Vec<Line>,
    /// Path of the question before; empty on the first.
    before: String,
}

/// A piece of evidence in the list of a question.
struct Line {
    title: String,
    tone: &'static str,
    state: String,
    reason: Option<String>,
}

/// What a form of a question holds.
#[derive(Clone)]
pub struct Typed {
    /// Points; `None` while none are chosen.
    pub score: Option<u8>,
    /// The person's own words.
    pub note: String,
    /// The version of the draft that the page was made from.
    pub version: i64,
    /// The form that the page was made from.
    pub group: String,
    /// Where to go on to: empty for the next question, `xem-lai` for the page of checking.
    pub to: String,
    /// Which button: `ve` for back to the list, `minh-chung` for adding evidence.
    pub button: String,
}

impl Typed {
    /// Whether these are the chosen points.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn chose(&self, score: &u8) -> bool {
        self.score == Some(*score)
    }
}

/// A question of the visitor's own dossier.
pub struct Asked {
    /// Round.
    pub round: Round,
    /// The dossier.
    pub own: Own,
    /// Place on the form, from 0.
    pub at: usize,
}

impl Asked {
    fn find(visit: &Visit<'_>) -> Result<Self, Failure> {
        let round = round(visit)?;
        let own = dossier(visit, &round)?;
        let form = round.set.form(&own.draft.group).ok_or(Failure::NotFound)?;
        let at = form.position(visit.param("chi_so")).ok_or(Failure::NotFound)?;
        Ok(Self { round, own, at })
    }

    fn form(&self) -> Result<&GroupForm, Failure> {
        self.round.set.form(&self.own.draft.group).ok_or(Failure::NotFound)
    }

    /// The question and its competence.
    pub fn indicator(&self) -> Result<(&Competence, &Indicator), Failure> {
        let all = self.form()?.competences.iter();
        let mut all = all.flat_map(|one| one.indicators.iter().map(move |indicator| (one, indicator)));
        all.nth(self.at).ok_or(Failure::NotFound)
    }

    /// The path of a question by its place; `None` beyond the last.
    fn path(&self, at: usize) -> Result<Option<String>, Failure> {
        let indicator = self.form()?.indicators().nth(at);
        Ok(indicator.map(|indicator| path(&self.round, &format!("cau/{}", indicator.code))))
    }

    /// The path of this question.
    pub fn here(&self) -> Result<String, Failure> {
        self.path(self.at)?.ok_or(Failure::NotFound)
    }

    /// Where the visitor goes once this answer is saved.
    pub fn onward(&self, typed: &Typed) -> Result<String, Failure> {
        match typed.button.as_str() {
            "ve" => return Ok("/ho-so".to_owned()),
            "minh-chung" => return Ok(format!("{}/minh-chung", self.here()?)),
            _ => (),
        }
        if typed.to == "xem-lai" {
            return Ok(path(&self.round, "xem-lai"));
        }
        Ok(self.path(self.at + 1)?.unwrap_or_else(|| path(&self.round, "xem-lai")))
    }
}

/// `GET /ho-so/{nam}/cau/{chi_so}`
pub fn page(visit: &Visit<'_>) -> Answer {
    let asked = Asked::find(visit)?;
    if !asked.own.is_open() || !takes_answers(visit, &asked.round) {
        return visit.go(&path(&asked.round, "theo-doi"), "");
    }
    let answer = asked.own.draft.answers.get(asked.at);
    let typed = Typed {
        score: answer.and_then(|answer| answer.score),
        note: answer.and_then(|answer| answer.note.clone()).unwrap_or_default(),
        version: asked.own.draft.version,
        group: asked.own.draft.group.clone(),
        to: visit.query().get("ve").to_owned(),
        button: String::new(),
    };
    show(visit, &asked, typed, Faults::default())
}

/// `POST /ho-so/{nam}/cau/{chi_so}`
pub fn send(visit: &Visit<'_>) -> Answer {
    let asked = Asked::find(visit)?;
    let form = visit.form();
    let typed = Typed {
        score: form.read("diem"),
        note: form.text("ghi-chu"),
        version: form.read("ban").unwrap_or(asked.own.draft.version),
        group: form.get("nhom").to_owned(),
        to: form.get("ve").to_owned(),
        button: form.get("di").to_owned(),
    };
    let mut faults = Faults::default();
    if typed.group != asked.own.draft.group {
        faults.add(visit, "diem", "own-form-changed");
        return show(visit, &asked, typed, faults);
    }
    if typed.score.is_none() {
        let leaves = matches!(typed.button.as_str(), "ve" | "minh-chung");
        if leaves && typed.note.is_empty() {
            return visit.go(&asked.onward(&typed)?, "");
        }
        if !leaves {
            faults.add(visit, "diem", "own-choose-score");
            return show(visit, &asked, typed, faults);
        }
    }
    save(visit, asked, typed)
}

/// How often an answer is sent anew when another question was saved meanwhile.
const TRIES: usize = 4;

fn save(visit: &Visit<'_>, mut asked: Asked, mut typed: Typed) -> Answer {
    let mut version = typed.version;
    for _ in 0..TRIES {
        let code = visit.param("chi_so");
        let answer = NewAnswer { indicator: code, score: typed.score, note: Some(&typed.note) };
        let new = NewAnswers { dossier: asked.own.id, seen_version: version, answers: &[answer] };
        let refusal = match save_answers(visit.office(), visit.actor()?, &asked.round, &new) {
            Ok(_) => return visit.go(&asked.onward(&typed)?, "own-saved"),
            Err(Error::Refused(refusal)) => refusal,
            Err(error) => return Err(error.into()),
        };
        if refusal.code != "dossier.changed_elsewhere" {
            let mut faults = Faults::default();
            let (text, remedy) = refusal_words(visit.words, &refusal);
            let field = if refusal.code == "dossier.note_too_long" { "ghi-chu" } else { "diem" };
            faults.add_text(field, format!("{text} {remedy}"));
            return show(visit, &asked, typed, faults);
        }
        let now = own(visit.office(), visit.actor()?, &asked.round, Some(typed.version))?;
        asked.own = now.ok_or(Failure::NotFound)?;
        if asked.own.draft.group != typed.group {
            let mut faults = Faults::default();
            faults.add(visit, "diem", "own-form-changed");
            return show(visit, &asked, typed, faults);
        }
        let Some(stored) = asked.own.draft.answers.get(asked.at) else { return Err(Failure::NotFound) };
        if stored.is_newer {
            let same =
                stored.score == typed.score && stored.note.as_deref().unwrap_or_default() == typed.note;
            if same {
                return visit.go(&asked.onward(&typed)?, "own-saved");
            }
            typed.version = asked.own.draft.version;
            return conflict::show(visit, &asked, typed);
        }
        version = asked.own.draft.version;
    }
    Err(Failure::Busy)
}

fn show(visit: &Visit<'_>, asked: &Asked, mut typed: Typed, faults: Faults) -> Answer {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    // Points for a question of another form would answer what was not asked.
    if typed.group != asked.own.draft.group {
        typed.group.clone_from(&asked.own.draft.group);
        typed.version = asked.own.draft.version;
        typed.score = None;
    }
    let (competence, indicator) = asked.indicator()?;
    let total = asked.own.draft.answers.len();
    let page = Question {
        frame: visit.frame_titled(indicator.text.clone()).with_faults(faults.into_list()),
        here: asked.here()?,
        competence: competence.name.clone(),
        help: indicator.help.clone(),
        examples: indicator.examples.clone(),
        audio: audio::path(visit, &typed.group, &indicator.code),
        number: asked.at + 1,
        total,
        is_last: asked.at + 1 == total,
        maximum: indicator.maximum,
        floor: indicator.floor,
        pieces: asked
            .own
            .pieces
            .get(asked.at)
            .into_iter()
            .flatten()
            .map(|piece| line(visit, piece))
            .collect(),
        before: match asked.at {
            0 => String::new(),
            at => asked.path(at - 1)?.unwrap_or_default(),
        },
        typed,
    };
    visit.show_as(status, &page)
}

fn line(visit: &Visit<'_>, piece: &Piece) -> Line {
    let (tone, key) = match piece.state {
        EvidenceState::Offered => ("plain", "own-piece-waiting"),
        EvidenceState::Accepted => ("good", "own-piece-accepted"),
        EvidenceState::Refused => ("bad", "own-piece-refused"),
    };
    let title = if piece.title.is_empty() {
        visit.words.get("own-piece-emptied").into_owned()
    } else {
        piece.title.clone()
    };
    Line { title, tone, state: visit.words.get(key).into_owned(), reason: piece.reason.clone() }
}
