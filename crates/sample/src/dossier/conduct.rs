//! One person in one round.

use sohoc_rules::dossier::{Channel, Outcome};
use sohoc_rules::time::Date;

use super::door;
use crate::Sample;
use crate::chance::{Chance, Stream};
use crate::people::{Group, InventedPerson};

/// What somebody does in a year's round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conduct {
    /// Nothing: not an adult, dead, no form for the group, or never asked.
    Absent,
    /// Asked, with this outcome.
    Marked(Outcome),
    /// Registered and never handed in.
    LeftInDraft(Entry),
    /// Handed in.
    Filed(Box<Filed>),
}

/// How a dossier comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The day.
    pub on: Date,
    /// The door.
    pub channel: Channel,
    /// The hamlet in which the person lives on that day.
    pub home: usize,
    /// Which of the volunteers of the hamlet writes it down, when it is on another's word;
    /// [`Sample::helper`] tells who that is.
    pub helper: Option<usize>,
}

/// A dossier that was handed in, and what would happen to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// How it came in.
    pub entry: Entry,
    /// The person's own scores.
    pub scores: [u8; 10],
    /// How many pieces of light evidence, 0 to 4.
    pub evidence_count: u8,
    /// Whether it is sent back once before it is found right.
    pub returned_once: bool,
    /// Whether the person takes it back before the decision.
    pub withdrawn: bool,
    /// The reviewers' scores, when they differ from the person's own.
    pub review: Option<[u8; 10]>,
    /// If declined, the person asks to take it up again, and these are the scores found then.
    pub appeal: Option<[u8; 10]>,
    /// If recognised, the title is taken away later.
    pub revoked: bool,
}

impl Sample {
    /// What a person does in the round of a year.
    #[must_use]
    pub fn conduct(&self, person: &InventedPerson, year: i16) -> Conduct {
        if year < Self::FIRST_YEAR {
            return Conduct::Absent;
        }
        let mut chance = self.chance(Stream::Conduct, u64::from(person.index), year.unsigned_abs().into());
        let on = day_of_entry(year, &mut chance);
        let Some(home) = self.home_on(person, on).filter(|_| person.birth.is_adult(on, ADULT)) else {
            return Conduct::Absent;
        };
        if person.occupation.group().form(Self::criteria_set(year)).is_none() {
            return Conduct::Absent;
        }
        if !self.registers(person, year, &mut chance) {
            return not_registered(&mut chance);
        }
        let age = person.birth.age_on(on);
        let channel = door::draw(person.occupation.group(), age, self.hamlets[home].signal, &mut chance);
        let helper = channel.is_on_anothers_word().then(|| chance.below(3) as usize);
        let entry = Entry { on, channel, home, helper };
        if chance.permille(LEFT_IN_DRAFT) {
            return Conduct::LeftInDraft(entry);
        }
        Conduct::Filed(Box::new(self.file(person, year, entry, &mut chance)))
    }

    fn file(&self, person: &InventedPerson, year: i16, entry: Entry, chance: &mut Chance) -> Filed {
        let scores = self.self_scores(person, year);
        let mut review = self.chance(Stream::Review, u64::from(person.index), year.unsigned_abs().into());
        let reviewed = review.permille(REVIEW_CHANGES).then(|| changed(scores, &mut review));
        Filed {
            entry,
            scores,
            evidence_count: *chance.pick(&[0, 1, 1, 1, 2, 2, 3, 4]),
            returned_once: chance.permille(RETURNED),
            withdrawn: chance.permille(WITHDRAWN),
            review: reviewed.filter(|changed| *changed != scores),
            appeal: review
                .permille(APPEALS)
                .then(|| if review.permille(500) { raised(reviewed.unwrap_or(scores)) } else { scores }),
            revoked: review.below(10_000) < REVOKED_IN_TEN_THOUSAND,
        }
    }

    /// Most people stay as willing as they are, some change their mind from year to year.
    fn registers(&self, person: &InventedPerson, year: i16, chance: &mut Chance) -> bool {
        let mut lasting = self.chance(Stream::Willingness, u64::from(person.index), 0);
        let lasting = lasting.below(1_000);
        let drawn = if chance.permille(800) { lasting } else { chance.below(1_000) };
        let drawn = i32::try_from(drawn).unwrap_or(0);
        drawn < registration_permille(person.occupation.group(), year) + self.hamlets[person.hamlet].mood * 2
    }
}

/// Registered of a thousand adults; with staff it makes 35, 48, 60 and 68 in a hundred of all.
const fn registration_permille(group: Group, year: i16) -> i32 {
    match (group, year) {
        (Group::Staff, ..2024) => 700,
        (Group::Staff, 2024) => 800,
        (Group::Staff, 2025) => 880,
        (Group::Staff, 2026..) => 920,
        (_, ..2024) => 316,
        (_, 2024) => 442,
        (_, 2025) => 568,
        (_, 2026..) => 652,
    }
}

fn not_registered(chance: &mut Chance) -> Conduct {
    match chance.below(1_000) {
        ..200 => Conduct::Marked(Outcome::Away),
        200..260 => Conduct::Marked(Outcome::Unreachable),
        260..295 => Conduct::Marked(Outcome::Refused),
        _ => Conduct::Absent,
    }
}

/// Between 1 March and 10 November, so that in 2025 the new map comes in the middle.
fn day_of_entry(year: i16, chance: &mut Chance) -> Date {
    let days = i64::from(chance.below(255));
    let first = Date::new(year, 3, 1).unwrap_or(Date::MIN);
    first.saturating_add(jiff::Span::new().days(days))
}

/// One to three indicators changed, mostly downwards.
fn changed(mut scores: [u8; 10], chance: &mut Chance) -> [u8; 10] {
    for _ in 0..chance.between(1, 3) {
        let place = chance.below(10) as usize;
        let change = *chance.pick(&[-3i8, -2, -2, -1, -1, -1, 1, 1]);
        scores[place] = scores[place].saturating_add_signed(change).min(10);
    }
    scores
}

/// What a second look finds that the first had missed.
fn raised(scores: [u8; 10]) -> [u8; 10] {
    scores.map(|score| if score < 7 { score + 2 } else { (score + 1).min(10) })
}

const ADULT: u16 = 18;

/// In a thousand of those who registered.
const LEFT_IN_DRAFT: u32 = 40;
/// In a thousand of those who handed in.
const RETURNED: u32 = 30;
const WITHDRAWN: u32 = 7;
const REVIEW_CHANGES: u32 = 64;
/// In a thousand of those declined.
const APPEALS: u32 = 80;
/// Of those recognised.
const REVOKED_IN_TEN_THOUSAND: u32 = 8;

#[cfg(test)]
mod tests;
