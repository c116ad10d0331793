//! The members of a council as a form carries them: found by name, ticked when present.

use sohoc_acts::dossier::{ReviewBody, RosterFilter, roster};
use sohoc_acts::people::{Asked, search};
use sohoc_acts::recognition::{session, sessions};
use sohoc_acts::rounds::Round;
use sohoc_ledger::people::{self, Scope};
use sohoc_rules::ids::{CouncilSessionId, PersonId};
use sohoc_rules::recognition::Issuer;
use sohoc_rules::vietnamese::NameQuery;

use crate::failure::Failure;
use crate::visit::Visit;

/// Answers of a search that are shown.
const SHOWN: usize = 12;

/// Somebody who sits on the council, or might.
pub struct Member {
    /// Person.
    pub id: String,
    /// Name.
    pub name: String,
    /// Year of birth, to tell namesakes apart.
    pub birth_year: i64,
    /// Whether ticked as present.
    pub present: bool,
}

/// The people whose ids stand in the form under `field`, each once.
pub fn ids(visit: &Visit<'_>, field: &str) -> Vec<PersonId> {
    let mut ids: Vec<PersonId> = Vec::new();
    for id in visit.form().all(field).filter_map(|id| id.parse().ok()) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// Names of members, in the order given. Who is not the visitor's to see is left out: a council sits in its
/// own commune.
///
/// # Errors
/// A fault of the store.
pub fn named(
    visit: &Visit<'_>,
    body: Issuer,
    members: &[PersonId],
    present: &[PersonId],
) -> Result<Vec<Member>, Failure> {
    // The staff of an organization may live anywhere; its head sees them as staff, not by their homes.
    let scope = match body {
        Issuer::Unit(_) => visit.scope()?,
        Issuer::Organization(_) => Scope::All,
    };
    let rows = visit.office().read(|reader| Ok(people::facts(reader, &scope, members)?))?;
    let works_here = |row: &people::PersonRow| match body {
        Issuer::Unit(_) => true,
        Issuer::Organization(one) => row.organization == Some(one.uuid()),
    };
    let known = rows.into_iter().flatten().filter(works_here).map(|row| {
        let person = PersonId::from_uuid(row.id);
        Member {
            id: person.to_string(),
            name: row.name,
            birth_year: row.birth_year,
            present: present.contains(&person),
        }
    });
    Ok(known.collect())
}

/// People of the body whose name answers what was typed.
///
/// # Errors
/// A refusal without the right to read them; a fault.
pub fn look_up(visit: &Visit<'_>, round: &Round, body: Issuer, typed: &str) -> Result<Vec<Member>, Failure> {
    let query = NameQuery::new(typed);
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let (office, actor) = (visit.office(), visit.actor()?);
    let member = |id: PersonId, name: String, birth_year: i64| Member {
        id: id.to_string(),
        name,
        birth_year,
        present: true,
    };
    Ok(match body {
        Issuer::Unit(_) => {
            let found = search(office, actor, &Asked::Name(query), None, SHOWN)?;
            found.into_iter().map(|one| member(one.id, one.name, one.birth_year)).collect()
        }
        Issuer::Organization(one) => {
            let filter = RosterFilter {
                body: ReviewBody::Organization(one),
                day: visit.today(),
                standing: None,
                name: Some(&query),
                after: None,
            };
            let page = roster(office, actor, round, &filter)?;
            let rows = page.rows.into_iter().take(SHOWN);
            rows.map(|row| member(row.person, row.name, row.birth_year)).collect()
        }
    })
}

/// Who sat on the body's last council: most likely the members of the next.
///
/// # Errors
/// As [`sessions`].
pub fn of_last_time(visit: &Visit<'_>, body: Issuer) -> Result<Vec<PersonId>, Failure> {
    let (office, actor) = (visit.office(), visit.actor()?);
    let Some(last) = sessions(office, actor, body, 1)?.into_iter().next() else { return Ok(Vec::new()) };
    Ok(session(office, actor, CouncilSessionId::from_uuid(last.id))?.held.members)
}
