//! Registering, moving, dying, and being on record twice.

use std::collections::BTreeMap;

use jiff::civil::date;
use sohoc_acts::people::{self, Life, Move, Prepared, Registered, Registration, prepare};
use sohoc_acts::{Error, Result};
use sohoc_rules::ids::PersonId;
use sohoc_rules::people::{EthnicGroup, LifeStatus, PersonName, PersonalNumber};
use sohoc_rules::territory::id_from_key;
use sohoc_rules::time::Date;

use super::Years;
use super::cast::organization_id;
use crate::Sample;
use crate::people::{InventedPerson, LifeEvent};

/// One transaction.
const BATCH: usize = 1_000;
/// Everyone lives where the lists have them since this day, as far as the ledger knows.
const SINCE: Date = date(2023, 1, 1);

impl Years<'_> {
    /// Registers everyone, commune by commune, and the second records with them.
    pub(super) fn register_everyone(&mut self) -> Result<()> {
        self.watch.step("people registered", u64::from(self.sample.size()));
        self.clock.set(date(2023, 1, 5), 8);
        let mut batch: Vec<(u32, bool, Prepared)> = Vec::with_capacity(BATCH);
        let mut commune = 0;
        for hamlet in 0..self.sample.hamlets().len() {
            let here = self.sample.hamlets()[hamlet].commune;
            if here != commune {
                self.register(&mut batch, commune)?;
                commune = here;
            }
            for person in self.sample.people_of(hamlet) {
                batch.push((person.index, false, self.prepared(&person)?));
                if let Some(second) = self.second(&person)? {
                    batch.push((person.index, true, second));
                }
                if batch.len() >= BATCH {
                    self.register(&mut batch, commune)?;
                }
            }
        }
        self.register(&mut batch, commune)
    }

    fn register(&mut self, batch: &mut Vec<(u32, bool, Prepared)>, commune: usize) -> Result<()> {
        let prepared: Vec<Prepared> = batch.iter().map(|(_, _, prepared)| prepared.clone()).collect();
        let first = self.first_hamlet(commune);
        let staff = self.cast.of_hamlet(self.sample, first, SINCE)?;
        let outcomes = people::register(self.office, &staff.officer, &prepared)?;
        for ((index, is_second, _), outcome) in batch.drain(..).zip(outcomes) {
            self.homes[index as usize] = self.sample.person(index).hamlet;
            match outcome {
                Registered::Added(person) if is_second => self.doubles.push((index, person)),
                Registered::Added(person) => self.ids[index as usize] = Some(person),
                // Somebody without a number, of the same name, birth and hamlet as another: the list has
                // made one of two, as lists do.
                Registered::Updated(..) | Registered::Unchanged(_) => {}
            }
        }
        self.watch.done(prepared.len() as u64);
        Ok(())
    }

    fn first_hamlet(&self, commune: usize) -> usize {
        self.sample.hamlets().partition_point(|hamlet| hamlet.commune < commune)
    }

    fn prepared(&self, person: &InventedPerson) -> Result<Prepared> {
        let registration = Registration {
            name: PersonName::new(&person.name).map_err(|fault| unfit(person, &fault))?,
            birth: person.birth,
            sex: person.sex,
            number: person
                .number
                .as_deref()
                .map(PersonalNumber::new)
                .transpose()
                .map_err(|fault| unfit(person, &fault))?,
            ethnic_group: EthnicGroup::new(person.ethnic.name()).ok(),
            home: hamlet_id(self.sample, person.hamlet),
            since: SINCE,
            employer: person.organization.map(|place| {
                let place = self.sample.organizations().on(place, SINCE);
                (organization_id(self.sample, place), person.occupation.word().to_owned())
            }),
        };
        Ok(self.ready(&registration))
    }

    fn second(&self, person: &InventedPerson) -> Result<Option<Prepared>> {
        let Some(second) = self.sample.second_record(person) else {
            return Ok(None);
        };
        let registration = Registration {
            name: PersonName::new(&second.name).map_err(|fault| unfit(person, &fault))?,
            birth: person.birth,
            sex: person.sex,
            number: None,
            ethnic_group: None,
            home: hamlet_id(self.sample, person.hamlet),
            since: SINCE,
            employer: None,
        };
        Ok(Some(self.ready(&registration)))
    }

    fn ready(&self, registration: &Registration) -> Prepared {
        let id = PersonId::new(self.office.now(), self.office.chance());
        prepare(self.office.keys(), registration, id, self.office.chance())
    }

    /// Lets a year's moves and deaths happen.
    pub(super) fn live_on(&mut self, year: i16) -> Result<()> {
        if year < Sample::FIRST_YEAR {
            return Ok(());
        }
        self.watch.step(&format!("{year}: moves and deaths"), u64::from(self.sample.size()));
        let day = self.office.now().day();
        let mut moves: BTreeMap<usize, Vec<(u32, Move, usize)>> = BTreeMap::new();
        let mut deaths: BTreeMap<usize, Vec<Life>> = BTreeMap::new();
        for person in self.sample.population() {
            let Some(id) = self.ids[person.index as usize] else { continue };
            match self.sample.life(&person, year) {
                Some(LifeEvent::Died(on)) => {
                    let commune = self.sample.hamlets()[self.homes[person.index as usize]].commune;
                    let life = Life { person: id, status: LifeStatus::Dead(on) };
                    deaths.entry(commune).or_default().push(life);
                }
                Some(LifeEvent::Moved(moved)) => {
                    let to = hamlet_id(self.sample, moved.to);
                    let step = Move { person: id, to, from: moved.on };
                    let commune = self.sample.hamlets()[moved.to].commune;
                    moves.entry(commune).or_default().push((person.index, step, moved.to));
                }
                None => {}
            }
        }
        for (commune, deaths) in deaths {
            let staff = self.cast.of_hamlet(self.sample, self.first_hamlet(commune), day)?;
            people::set_life(self.office, &staff.officer, &deaths)?;
        }
        for (commune, moves) in moves {
            let staff = self.cast.of_hamlet(self.sample, self.first_hamlet(commune), day)?;
            let steps: Vec<Move> = moves.iter().map(|(_, step, _)| *step).collect();
            people::move_home(self.office, &staff.officer, &steps)?;
            for (index, _, to) in moves {
                self.homes[index as usize] = to;
            }
        }
        Ok(())
    }

    /// In the second year clerks find who is on record twice.
    pub(super) fn merge_doubles(&mut self, year: i16) -> Result<()> {
        if year <= Sample::FIRST_YEAR {
            return Ok(());
        }
        let day = self.office.now().day();
        for (index, second) in std::mem::take(&mut self.doubles) {
            let Some(first) = self.ids[index as usize].filter(|first| *first != second) else { continue };
            // Only the commune of both may merge; who has moved away waits for the province.
            let home = self.homes[index as usize];
            if home != self.sample.person(index).hamlet {
                continue;
            }
            let staff = self.cast.of_hamlet(self.sample, home, day)?;
            people::merge(self.office, &staff.officer, first, second)?;
        }
        Ok(())
    }
}

/// The id of a hamlet of the sample.
pub(super) fn hamlet_id(sample: &Sample, hamlet: usize) -> sohoc_rules::ids::UnitId {
    id_from_key(&format!("H-{}", sample.hamlets()[hamlet].code))
}

fn unfit(person: &InventedPerson, fault: &dyn std::fmt::Display) -> Error {
    Error::bad_input(format!("invented person {}", person.index), fault.to_string(), "Mend the sample.")
}
