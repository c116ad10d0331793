//! Self-assessments as the pages bring them: each an act of its own, many at once, each kept before it is
//! answered.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use sohoc_acts::access::Actor;
use sohoc_acts::dossier::{self, Submission};
use sohoc_acts::rounds::{self, Round};
use sohoc_acts::{Error as ActError, Office};
use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::{Channel, RoundRules};
use sohoc_rules::ids::PersonId;
use sohoc_sample::Sample;
use sohoc_sample::years::Years;

use crate::Options;
use crate::http::YEAR;
use crate::report::Report;
use crate::stage::{Error, Quiet, Stage};
use crate::stopwatch::{Stopwatch, cpu_seconds, percentile};

/// As many as ask at once in the comparison.
const CLIENTS: usize = 32;
/// Handed in one after the other.
const ALONE: usize = 1_000;
/// Handed in at once.
const AT_ONCE: usize = 20_000;

pub fn measure(options: &Options<'_>, report: &mut Report) -> Result<(), Error> {
    let sample = Sample::new(options.seed, options.people)?;
    let stage = Stage::new(&options.folder, "submit.db")?;
    let years = Years::begin(&sample, &stage.office, std::sync::Arc::clone(&stage.clock), &Quiet)?;
    let people: Vec<PersonId> = years.people().collect();
    drop(years);
    stage.clock.set(jiff::civil::date(YEAR, 1, 15), 8);
    rounds::open(&stage.office, &Actor::console(), &RoundRules::usual(YEAR))?;
    let alone = ALONE.min(people.len() / 4);
    let (one_by_one, rest) = people.split_at(alone);
    let watch = Stopwatch::start();
    one_by_one.iter().try_for_each(|person| hand_in(&stage.office, *person))?;
    report.set("submit_alone_per_s", alone as f64 / watch.seconds());
    at_once(&stage.office, &rest[..AT_ONCE.min(rest.len())], report)?;
    stage.remove()
}

fn at_once(office: &Office, people: &[PersonId], report: &mut Report) -> Result<(), Error> {
    let (next, times) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(people.len())));
    let (cpu, watch) = (cpu_seconds("self"), Stopwatch::start());
    let ended: Vec<Result<(), ActError>> = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                scope.spawn(|| {
                    let mut own = Vec::new();
                    while let Some(person) = people.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let watch = Stopwatch::start();
                        hand_in(office, *person)?;
                        own.push(watch.milliseconds());
                    }
                    times.lock().expect("no client panics with it").append(&mut own);
                    Ok(())
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().expect("no client panics")).collect()
    });
    let (seconds, cpu) = (watch.seconds(), cpu_seconds("self") - cpu);
    for end in ended {
        end?;
    }
    let mut times = times.into_inner().expect("no client panics with it");
    report.set("submit_at_once_per_s", people.len() as f64 / seconds);
    report.set("submit_at_once_p50_ms", percentile(&mut times, 50));
    report.set("submit_at_once_p99_ms", percentile(&mut times, 99));
    report.set("submit_at_once_cpu_ms_each", cpu * 1_000.0 / people.len() as f64);
    Ok(())
}

/// One citizen's self-assessment by own hand; the round is looked up as a page does.
fn hand_in(office: &Office, person: PersonId) -> Result<(), ActError> {
    let round = office.round(YEAR)?;
    let submission = submission(&round, person)?;
    dossier::submit_again(office, &Actor::citizens(&[person]), &round, &submission).map(drop)
}

/// Eight points everywhere on the first form of the set.
fn submission(round: &Round, person: PersonId) -> Result<Submission, ActError> {
    let form = round.set.forms.first().ok_or(ActError::NotFound("form"))?;
    let eights = vec![Some(8); form.competences.iter().map(|part| part.indicators.len()).sum()];
    let scores = Scores::new(form, &eights)
        .map_err(|fault| ActError::bad_input("invented scores", fault.to_string(), "Mend the bench."))?;
    Ok(Submission { person, group: form.code.clone(), scores, channel: Channel::Web })
}
