//! Every adult of a hamlet or an organization with where they stand in a round.

use sohoc_rules::dossier::{Standing, State};
use sohoc_rules::ids::{DossierId, OrganizationId, PersonId, RoundId, UnitId};
use sohoc_rules::people::BirthDate;
use sohoc_rules::time::Date;
use sohoc_rules::vietnamese::NameQuery;
use uuid::Uuid;

use crate::db::{Day, Fault, Reader, Row};
use crate::people::Scope;
use crate::sql;

use super::queue::PAGE;

/// Somebody of a hamlet or an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterLine {
    /// Person.
    pub person: PersonId,
    /// Name as it is printed.
    pub name: String,
    /// Year of birth.
    pub birth_year: i64,
    /// The dossier of the round, if there is one.
    pub dossier: Option<DossierId>,
    /// Code of its state.
    pub state: Option<i64>,
    /// How many indicators are answered; known while it is a draft.
    pub answered: usize,
    /// Where they stand.
    pub standing: Standing,
}

/// A page of a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterPage {
    /// At most fifty.
    pub rows: Vec<RosterLine>,
    /// The last person of the page, if there is more: the next page begins after.
    pub next: Option<PersonId>,
    /// How many of the whole roster stand where, in the order of [`Standing::ALL`], whatever was asked
    /// for.
    pub counts: [usize; Standing::ALL.len()],
    /// How many answer what was asked for.
    pub found: usize,
}

/// What is asked of a roster.
#[derive(Clone, Copy, Debug)]
pub struct RosterAsked<'a> {
    /// The round.
    pub round: RoundId,
    /// The day of the map: who lived or worked there then.
    pub day: Date,
    /// From which age somebody is listed, in years.
    pub adult_age: u16,
    /// Only who stands there.
    pub standing: Option<Standing>,
    /// Only whose name answers.
    pub name: Option<&'a NameQuery>,
    /// After this person of the same list.
    pub after: Option<PersonId>,
}

/// A page of the adults who lived in the unit itself; nobody when the viewer may not see who does.
///
/// A hamlet is read whole: it has some hundred adults, and only so are its counts right.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn roster_of_unit(
    reader: &Reader<'_>,
    scope: &Scope,
    unit: UnitId,
    asked: &RosterAsked<'_>,
) -> Result<RosterPage, Fault> {
    let mut filling = Filling::new(asked);
    if !scope.holds(Some(unit)) {
        return Ok(filling.page);
    }
    reader.for_each(
        sql!(
            "select person.person_id, person.name, person.birth_year, person.birth_month, person.birth_day,
                dossier.dossier_id, dossier.state,
                (select count(*) from draft_answer answer
                 where answer.dossier_id = dossier.dossier_id and answer.is_open
                    and answer.score is not null)
             from residence home
             join person on person.person_id = home.person_id
             left join dossier on dossier.round_id = $2 and dossier.person_id = person.person_id
             where home.unit_id = $1 and home.valid_from <= $3
                and (home.valid_to is null or home.valid_to >= $3)
                and (person.died_on is null or person.died_on >= $3) and person.merged_into is null
             order by person.sort_key, person.person_id"
        ),
        &[&unit.uuid(), &asked.round.uuid(), &Day(asked.day)],
        |row| filling.take(row),
    )?;
    Ok(filling.page)
}

/// A page of the adults who worked in the organization, for a viewer who was permitted to read there.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn roster_of_organization(
    reader: &Reader<'_>,
    organization: OrganizationId,
    asked: &RosterAsked<'_>,
) -> Result<RosterPage, Fault> {
    let mut filling = Filling::new(asked);
    reader.for_each(
        sql!(
            "select person.person_id, person.name, person.birth_year, person.birth_month, person.birth_day,
                dossier.dossier_id, dossier.state,
                (select count(*) from draft_answer answer
                 where answer.dossier_id = dossier.dossier_id and answer.is_open
                    and answer.score is not null)
             from employment employer
             join person on person.person_id = employer.person_id
             left join dossier on dossier.round_id = $2 and dossier.person_id = person.person_id
             where employer.organization_id = $1 and employer.valid_from <= $3
                and (employer.valid_to is null or employer.valid_to >= $3)
                and (person.died_on is null or person.died_on >= $3) and person.merged_into is null
             order by person.sort_key, person.person_id"
        ),
        &[&organization.uuid(), &asked.round.uuid(), &Day(asked.day)],
        |row| filling.take(row),
    )?;
    Ok(filling.page)
}

struct Filling<'a> {
    asked: &'a RosterAsked<'a>,
    begun: bool,
    last: Option<PersonId>,
    page: RosterPage,
}

impl<'a> Filling<'a> {
    const fn new(asked: &'a RosterAsked<'a>) -> Self {
        let page = RosterPage { rows: Vec::new(), next: None, counts: [0; Standing::ALL.len()], found: 0 };
        Self { asked, begun: asked.after.is_none(), last: None, page }
    }

    fn take(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        let person = PersonId::from_uuid(row.get(0)?);
        // Somebody with two spells of work in one place stands there once.
        if self.last.replace(person) == Some(person) || !self.is_adult(row)? {
            return Ok(());
        }
        let code: Option<i64> = row.get(6)?;
        let state = match code {
            Some(code) => {
                Some(State::from_code(code).ok_or_else(|| Fault::broken("dossier", "state", code))?)
            }
            None => None,
        };
        let answered = usize::try_from(row.get::<i64>(7)?).unwrap_or(0);
        let standing = Standing::of(state, answered);
        self.page.counts[standing.position()] += 1;
        let is_asked = self.asked.standing.is_none_or(|asked| asked == standing)
            && match self.asked.name {
                Some(name) => name.rank(row.text(1)?).is_some(),
                None => true,
            };
        if is_asked {
            self.page.found += 1;
            if self.begun && self.page.rows.len() < PAGE {
                self.page.rows.push(RosterLine {
                    person,
                    name: row.get(1)?,
                    birth_year: row.get(2)?,
                    dossier: row.get::<Option<Uuid>>(5)?.map(DossierId::from_uuid),
                    state: code,
                    answered,
                    standing,
                });
            } else if self.begun {
                self.page.next = self.page.rows.last().map(|row| row.person);
            }
        }
        self.begun |= self.asked.after == Some(person);
        Ok(())
    }

    fn is_adult(&self, row: &Row<'_>) -> Result<bool, Fault> {
        let part = |part: Option<i64>| part.and_then(|part| i8::try_from(part).ok());
        let year = i16::try_from(row.get::<i64>(2)?).unwrap_or(i16::MAX);
        let birth = BirthDate::new(year, part(row.get(3)?), part(row.get(4)?), Date::MAX)
            .map_err(|_| Fault::broken("person", "birth_year", year))?;
        Ok(birth.is_adult(self.asked.day, self.asked.adult_age))
    }
}
