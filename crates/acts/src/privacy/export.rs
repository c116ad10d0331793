//! Everything that is kept of a person, to be handed over.

use serde_json::{Value, json};
use sohoc_ledger::access::accounts;
use sohoc_ledger::db::Reader;
use sohoc_ledger::people::{self, PersonRow};
use sohoc_ledger::{dossier as book, evidence, privacy};
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::State;
use sohoc_rules::ids::{DossierId, EvidenceId, PersonId, UnitId};
use sohoc_rules::people::{PersonalNumber, Sex};
use sohoc_rules::privacy::{RequestKind, Subject, What};
use uuid::Uuid;

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;

use super::consent::standings;
use super::person_for;

/// Notes of reads in one export; the page of looks shows those before.
const MOST_READINGS: i64 = 1_000;

/// Everything that the ledger keeps of a person: record, homes, work, account, dossiers with scores,
/// answers, steps and receipts, evidence (its list, not the files), titles, consents, requests, and reads
/// of the record. The personal number is written out for the person alone; others see it masked.
///
/// # Errors
/// [`Error::NotFound`] for a person who is not here, or whose requests the actor may not answer; a refusal
/// when the read cannot be noted; a fault.
pub fn export_of(office: &Office, actor: &Actor, person: PersonId) -> Result<Value> {
    let export = take_out(office, actor, person);
    let what = match &export {
        Err(Error::NotFound(_)) => What::RefusedOutsideScope,
        Ok(_) | Err(_) => What::Export,
    };
    office.note_reading(actor, what, Subject::Person(person))?;
    export
}

fn take_out(office: &Office, actor: &Actor, person: PersonId) -> Result<Value> {
    office.perform(actor, |desk| {
        let is_self = actor.hand().person == Some(person);
        let right = if is_self { ActKind::KeepConsent } else { ActKind::AnswerRequest };
        let row = person_for(desk, right, person)?;
        let id = PersonId::from_uuid(row.id);
        let records = privacy::records_of(desk, id)?;
        let mut homes = Vec::new();
        let mut work = Vec::new();
        let (mut dossiers, mut pieces, mut requests) = (Vec::new(), Vec::new(), Vec::new());
        let (mut readings, mut titles) = (Vec::new(), Vec::new());
        for record in &records {
            homes.extend(homes_of(desk, *record)?);
            work.extend(work_of(desk, *record)?);
            titles.extend(titles_of(desk, *record)?);
            pieces.extend(evidence_of(desk, *record)?);
            requests.extend(requests_of(desk, *record)?);
            readings.extend(readings_of(desk, *record)?);
        }
        for (dossier, _, _, year) in people::titles_and_dossiers(desk, id)? {
            dossiers.extend(dossier_of(desk, DossierId::from_uuid(dossier), year)?);
        }
        let ids: Vec<Uuid> = records.iter().map(|record| record.uuid()).collect();
        let own: Vec<Value> = accounts::of_citizens(desk, &ids)?
            .into_iter()
            .flatten()
            .map(|account| json!({ "sign_in": account.sign_in, "display_name": account.display_name }))
            .collect();
        let body = json!({ "person": id.to_string(), "own": is_self });
        desk.record("privacy.export", row.unit.map(UnitId::from_uuid), 1, &body)?;
        Ok(json!({
            "made_at": desk.at.to_string(),
            "record": record_of(desk, &row, is_self)?,
            "merged_records": records.iter().skip(1).map(ToString::to_string).collect::<Vec<_>>(),
            "homes": homes,
            "work": work,
            "accounts": own,
            "dossiers": dossiers,
            "evidence": pieces,
            "titles": titles,
            "consents": consents_of(desk, id)?,
            "requests": requests,
            "readings": readings,
        }))
    })
}

fn record_of(desk: &Desk<'_>, row: &PersonRow, is_self: bool) -> Result<Value> {
    let person = PersonId::from_uuid(row.id);
    let keys = desk.office.keys();
    let number = people::number_sealed(desk, person)?
        .map(|sealed| keys.open(person, &sealed))
        .transpose()?
        .and_then(|number| PersonalNumber::new(&number).ok())
        .map(|number| if is_self { number.reveal().to_owned() } else { number.masked() });
    Ok(json!({
        "id": person.to_string(),
        "name": row.name,
        "sex": Sex::from_code(row.sex).map(Sex::code),
        "birth": { "year": row.birth_year, "month": row.birth_month, "day": row.birth_day },
        "personal_number": number,
        "ethnic_group": row.ethnic_group,
        "life_status": row.life_status,
        "died_on": row.died_on.map(|day| day.0.to_string()),
    }))
}

fn homes_of(desk: &Desk<'_>, record: PersonId) -> Result<Vec<Value>> {
    let map = desk.office.map()?;
    let homes = privacy::homes_of(desk, record)?.into_iter().map(|(unit, from, to)| {
        json!({
            "unit": unit.to_string(),
            "name": map.name_on(unit, from.0),
            "from": from.0.to_string(),
            "to": to.map(|day| day.0.to_string()),
        })
    });
    Ok(homes.collect())
}

fn work_of(reader: &Reader<'_>, record: PersonId) -> Result<Vec<Value>> {
    let work = privacy::workplaces_of(reader, record)?.into_iter().map(|(place, from, to, position)| {
        json!({
            "organization": place.to_string(),
            "position": position,
            "from": from.0.to_string(),
            "to": to.map(|day| day.0.to_string()),
        })
    });
    Ok(work.collect())
}

fn titles_of(reader: &Reader<'_>, record: PersonId) -> Result<Vec<Value>> {
    let titles = privacy::titles_of(reader, record)?.into_iter().map(|title| {
        json!({
            "decision": format!("{}/{}", title.number, title.sign),
            "dated": title.dated.0.to_string(),
            "line": title.line,
            "year": title.title_year,
            "verdict": title.verdict,
            "title_state": title.title_state,
            "certificate": title.certificate,
        })
    });
    Ok(titles.collect())
}

fn evidence_of(reader: &Reader<'_>, record: PersonId) -> Result<Vec<Value>> {
    let mut list = Vec::new();
    for row in evidence::of_person(reader, record, i64::MAX)? {
        let judgements: Vec<Value> = evidence::judgements(reader, EvidenceId::from_uuid(row.id))?
            .into_iter()
            .map(|one| json!({ "state": one.state, "reason": one.reason, "at": one.at.0.to_string() }))
            .collect();
        list.push(json!({
            "id": row.id.to_string(),
            "year": row.year,
            "kind": row.kind,
            "title": row.title,
            "media_type": row.media_type,
            "size_bytes": row.size_bytes,
            "link": row.link,
            "note": row.note,
            "witness": row.witness,
            "added_at": row.added_at.0.to_string(),
            "deleted_at": row.emptied_at.map(|at| at.0.to_string()),
            "judgements": judgements,
        }));
    }
    Ok(list)
}

fn dossier_of(reader: &Reader<'_>, dossier: DossierId, year: i64) -> Result<Option<Value>> {
    let Some(row) = book::load(reader, &[dossier])?.remove(0) else { return Ok(None) };
    let steps: Vec<Value> = book::steps(reader, dossier)?
        .into_iter()
        .map(|(act, state, reason, _)| json!({ "act": act, "state": state_name(state), "reason": reason }))
        .collect();
    let answers: Vec<Value> = book::answers(reader, dossier)?
        .into_iter()
        .map(|one| {
            let at = one.at.0.to_string();
            json!({ "indicator": one.indicator, "score": one.score, "note": one.note, "at": at })
        })
        .collect();
    let changes: Vec<Value> = book::score_changes(reader, dossier)?
        .into_iter()
        .map(|(indicator, reason, _)| json!({ "indicator": indicator, "reason": reason }))
        .collect();
    let receipts: Vec<Value> = book::receipts(reader, dossier)?
        .into_iter()
        .map(|one| json!({ "number": one.number, "at": one.at.0.to_string(), "total": one.total }))
        .collect();
    Ok(Some(json!({
        "id": dossier.to_string(),
        "year": year,
        "form": row.group,
        "state": state_name(row.state),
        "channel": row.channel,
        "self_scores": row.self_scores,
        "review_scores": row.review_scores,
        "answers": answers,
        "changed_scores": changes,
        "steps": steps,
        "receipts": receipts,
    })))
}

fn state_name(code: i64) -> Option<&'static str> {
    State::from_code(code).map(State::name)
}

fn consents_of(reader: &Reader<'_>, person: PersonId) -> Result<Vec<Value>> {
    let standings = standings(reader, person)?.into_iter().map(|standing| {
        let history: Vec<Value> = standing
            .history
            .into_iter()
            .map(|one| {
                let version = one.text.map(|(version, _)| version);
                json!({ "given": one.is_given, "at": one.at.to_string(), "text_version": version })
            })
            .collect();
        json!({ "purpose": standing.purpose.name(), "given": standing.is_given, "history": history })
    });
    Ok(standings.collect())
}

fn requests_of(reader: &Reader<'_>, record: PersonId) -> Result<Vec<Value>> {
    let requests = privacy::requests_of(reader, record)?.into_iter().map(|row| {
        json!({
            "kind": RequestKind::from_code(row.kind).map(RequestKind::name),
            "wish": row.wish,
            "asked_at": row.asked_at.0.to_string(),
            "due": row.due.0.to_string(),
            "closed_at": row.closed_at.map(|at| at.0.to_string()),
            "answer": row.answer,
        })
    });
    Ok(requests.collect())
}

fn readings_of(reader: &Reader<'_>, record: PersonId) -> Result<Vec<Value>> {
    let notes = privacy::readings_of_person(reader, record, Uuid::max(), MOST_READINGS)?;
    let notes = notes.into_iter().map(|kept| {
        json!({
            "at": kept.reading.at.to_string(),
            "who": kept.display_name,
            "role": kept.reading.role,
            "what": kept.reading.what.name(),
        })
    });
    Ok(notes.collect())
}
