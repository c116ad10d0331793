//! What became of several dossiers at once, carried in the question of the page that comes next: counts
//! and ids, never names.

use std::collections::BTreeMap;

use sohoc_acts::dossier::{Answer as Said, dossier_faces};
use sohoc_rules::ids::DossierId;

use crate::failure::Failure;
use crate::visit::Visit;

use super::labels;

/// What the page shows.
pub struct Outcome {
    /// What was done to how many, in words.
    pub done: String,
    /// Further counts: left out, held back.
    pub notes: Vec<String>,
    /// Whose dossier was refused, and why.
    pub refused: Vec<(String, String)>,
}

/// The question of the next page for what was said to each of these dossiers.
pub fn question(act: &str, dossiers: &[DossierId], answers: &[Said<()>]) -> String {
    let done = answers.iter().filter(|answer| answer.is_ok()).count();
    let mut text = format!("viec={act}&xong={done}");
    for (dossier, answer) in dossiers.iter().zip(answers) {
        if let Err(refusal) = answer {
            text.push_str(&format!("&khong={}~{}", refusal.code, dossier.uuid().simple()));
        }
    }
    text
}

/// Reads what [`question`] wrote.
pub fn read(visit: &Visit<'_>) -> Result<Option<Outcome>, Failure> {
    let (query, words) = (visit.query(), visit.words);
    let Some(done) = query.read::<u32>("xong") else { return Ok(None) };
    let key = match query.get("viec") {
        "cham" => "review-done-appraise",
        "tra-lai" => "review-done-return",
        _ => "review-done-endorse",
    };
    let mut refused = Vec::new();
    let mut others: BTreeMap<&str, u32> = BTreeMap::new();
    let mut ids = Vec::new();
    for one in query.all("khong").take(100) {
        match one.split_once('~') {
            Some((code, id)) if id.len() == 32 => {
                if let Ok(id) = id.parse::<DossierId>() {
                    ids.push((code, id));
                }
            }
            Some((code, count)) => {
                *others.entry(code).or_default() += count.parse::<u32>().unwrap_or_default();
            }
            None => (),
        }
    }
    let asked: Vec<DossierId> = ids.iter().map(|(_, id)| *id).collect();
    let faces =
        if asked.is_empty() { Vec::new() } else { dossier_faces(visit.office(), visit.actor()?, &asked)? };
    for (code, id) in ids {
        if let Some(face) = faces.iter().find(|face| face.id == id) {
            refused.push((face.name.clone(), labels::why(words, code)));
        }
    }
    for (code, count) in others {
        refused.push((words.with("review-so-many", "count", count), labels::why(words, code)));
    }
    let mut notes = Vec::new();
    for (name, key) in [("de-rieng", "review-left-by-hand"), ("ngoai-le", "review-left-exceptions")] {
        if let Some(count) = query.read::<u32>(name).filter(|count| *count > 0) {
            notes.push(words.with(key, "count", count));
        }
    }
    Ok(Some(Outcome { done: words.with(key, "count", done), notes, refused }))
}
