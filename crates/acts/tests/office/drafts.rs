//! Drafts answer by answer, receipts, queues and batches.

use std::collections::BTreeSet;

use sohoc_acts::access::Actor;
use sohoc_acts::dossier::{
    self, Batch, HandIn, NewAnswer, NewAnswers, QueueAsked, ReviewBody, RosterFilter, Word,
};
use sohoc_ledger::dossier::Only;
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::dossier::{Channel, Exception, Flags, Standing, State};
use sohoc_rules::ids::{AccountId, DossierId, PersonId};

use crate::support::{Cast, FORM, Place, World, code, on_both};

fn citizen(world: &World, sign_in: &str, person: PersonId) -> Actor {
    Cast::of_person(&world.office, sign_in, Role::Citizen, Scope::Own(person), person)
}

fn indicators(world: &World) -> Vec<String> {
    let form = world.round.set.form(FORM).expect("the form is in the set");
    form.indicators().map(|indicator| indicator.code.clone()).collect()
}

fn answer(indicator: &str, score: u8) -> NewAnswer<'_> {
    NewAnswer { indicator, score: Some(score), note: None }
}

/// Saves what is answered on a device that shows that version of the draft.
fn save(
    world: &World,
    actor: &Actor,
    (dossier, seen_version): (DossierId, i64),
    answers: &[NewAnswer<'_>],
) -> Result<i64, sohoc_acts::Error> {
    let new = NewAnswers { dossier, seen_version, answers };
    dossier::save_answers(&world.office, actor, &world.round, &new).map(|saved| saved.version)
}

/// Answers every indicator; gives the version after the last.
fn fill(world: &World, actor: &Actor, dossier: DossierId, points: impl Fn(usize) -> u8) -> i64 {
    let draft = dossier::draft_of(&world.office, actor, &world.round, dossier, None).expect("a draft");
    let codes = indicators(world);
    let sheet: Vec<NewAnswer<'_>> =
        codes.iter().enumerate().map(|(at, code)| answer(code, points(at))).collect();
    let version = save(world, actor, (dossier, draft.version), &sheet).expect("saved");
    assert_eq!(save(world, actor, (dossier, draft.version), &sheet).expect("sent again"), version);
    version
}

fn hand_in(dossier: DossierId, channel: Channel, key: &str) -> HandIn {
    HandIn { dossier, channel, key: key.to_owned(), word: Word::default() }
}

#[test]
fn a_citizen_fills_in_on_two_devices_and_hands_in_once() {
    on_both(|world| {
        let (office, round) = (&world.office, &world.round);
        let person = world.people(&["Nông Thị Hà"])[0];
        let ha = citizen(world, "ha", person);
        let draft = dossier::start(office, &ha, round, person, FORM).expect("begun");
        assert_eq!(dossier::start(office, &ha, round, person, FORM).expect("found"), draft);
        let codes = indicators(world);
        let begun = dossier::draft_of(office, &ha, round, draft, None).expect("a draft").version;
        let (first, late) = ([answer(&codes[0], 8)], [answer(&codes[1], 9)]);
        let saved = save(world, &ha, (draft, begun), &first).expect("saved");
        assert_eq!(save(world, &ha, (draft, begun), &first).expect("sent again"), saved);
        let refused = save(world, &ha, (draft, begun), &late).expect_err("changed elsewhere").to_string();
        assert!(refused.contains(&codes[0]) && !refused.contains(&codes[1]), "{refused}");
        let seen = dossier::draft_of(office, &ha, round, draft, Some(begun)).expect("a draft");
        assert_eq!(seen.answers.iter().filter(|answer| answer.is_newer).count(), 1);
        let open = dossier::submit_draft(office, &ha, round, &hand_in(draft, Channel::Web, "phone-00"));
        assert_eq!(code(open), "dossier.incomplete_scores");
        fill(world, &ha, draft, |at| if at == 0 { 10 } else { 8 });
        let receipt = dossier::submit_draft(office, &ha, round, &hand_in(draft, Channel::Web, "phone-01"));
        let receipt = receipt.expect("handed in");
        assert_eq!(receipt.total, 82);
        let again = dossier::submit_draft(office, &ha, round, &hand_in(draft, Channel::Web, "phone-01"));
        assert_eq!(again.expect("the same receipt"), receipt);
        let other = dossier::submit_draft(office, &ha, round, &hand_in(draft, Channel::Web, "phone-02"));
        assert_eq!(other.expect("the same receipt").number, receipt.number);
        assert_eq!(world.count("select count(*) from receipt"), 1);
        assert_eq!(code(save(world, &ha, (draft, begun), &late)), "dossier.not_open");

        let an = world.people(&["Triệu Văn An"])[0];
        let stranger = citizen(world, "an", an);
        assert!(dossier::draft_of(office, &stranger, round, draft, None).is_err());
        assert!(code(save(world, &stranger, (draft, begun), &late)).contains("no dossier"));
        let overview = dossier::overview_of_person(office, &ha, person).expect("own dossiers");
        assert_eq!((overview.len(), overview[0].dossier.self_total), (1, Some(82)));
        assert!(dossier::overview_of_person(office, &stranger, person).is_err());
    });
}

#[test]
fn what_was_changed_after_a_return_is_shown_beside_what_stood_before() {
    on_both(|world| {
        let (office, round) = (&world.office, &world.round);
        let person = world.people(&["Nông Thị Hà"])[0];
        let ha = citizen(world, "ha", person);
        let draft = dossier::start(office, &ha, round, person, FORM).expect("begun");
        fill(world, &ha, draft, |_| 8);
        dossier::submit_draft(office, &ha, round, &hand_in(draft, Channel::Web, "phone-01")).expect("in");
        world.send_back(&[draft]);
        let codes = indicators(world);
        let now = dossier::draft_of(office, &ha, round, draft, None).expect("a draft");
        assert_eq!((now.state, now.answers[2].score), (State::Returned, Some(8)));
        save(world, &ha, (draft, now.version), &[answer(&codes[2], 6)]).expect("saved");
        let second = dossier::submit_draft(office, &ha, round, &hand_in(draft, Channel::Web, "phone-02"));
        assert_eq!(second.expect("in again").total, 78);
        let history = dossier::steps_of(office, &world.actor(Cast::OFFICER), round, draft).expect("known");
        let acts: Vec<&str> = history.steps.iter().map(|step| step.act.as_str()).collect();
        assert_eq!(acts, ["enrol", "submit", "return", "submit"]);
        assert_eq!(history.changed.len(), 1);
        assert_eq!((history.changed[0].before, history.changed[0].after), (Some(8), Some(6)));
        world.endorse(&[draft]);
        let why = dossier::explain(office, &world.actor(Cast::OFFICER), round, draft).expect("explained");
        assert_eq!((why.scores.len(), why.scores[2].own, why.receipts.len()), (10, Some(6), 2));
        assert!(why.flags.holds(Exception::BelowMark) && why.flags.holds(Exception::NoEvidence));
        assert!(why.row.endorsed_by.is_some() && why.judgement.is_some_and(|judgement| !judgement.passed));
        let other = world.actor(Cast::OTHER_OFFICER);
        assert!(dossier::explain(office, &other, round, draft).is_err());
    });
}

#[test]
fn another_form_takes_the_answers_back_and_moves_the_tallies() {
    on_both(|world| {
        let (office, round) = (&world.office, &world.round);
        let person = world.people(&["Nông Thị Hà"])[0];
        let helper = world.actor(Cast::VOLUNTEER);
        let draft = dossier::start(office, &helper, round, person, FORM).expect("begun");
        let version = fill(world, &helper, draft, |_| 9);
        let other = round.set.forms.iter().find(|form| form.code != FORM).expect("there are several");
        let moved = dossier::choose_form(office, &helper, round, draft, &other.code, version).expect("moved");
        let now = dossier::draft_of(office, &helper, round, draft, None).expect("a draft");
        assert_eq!((now.version, now.group.as_str()), (moved.version, other.code.as_str()));
        assert!(now.answers.iter().all(|answer| answer.score.is_none()));
        let stale = dossier::choose_form(office, &helper, round, draft, FORM, version);
        assert_eq!(code(stale), "dossier.changed_elsewhere");
    });
}

#[test]
fn a_batch_leaves_out_exceptions_and_says_why() {
    on_both(|world| {
        let (office, round) = (&world.office, &world.round);
        let people = world.people(&["Nông Thị Hà", "Triệu Văn An", "Lý A Páo", "Mông Văn Dền"]);
        let helper = world.actor(Cast::VOLUNTEER);
        let codes = indicators(world);
        let mut dossiers = Vec::new();
        for (at, person) in people.iter().enumerate() {
            let draft = dossier::start(office, &helper, round, *person, FORM).expect("begun");
            let low = u8::from(at == 3) * 4;
            let version = fill(world, &helper, draft, |at| if at == 0 { 10 } else { 9 - low });
            let note = Some("có giấy");
            let noted = NewAnswer { note, ..answer(&codes[0], 10) };
            save(world, &helper, (draft, version), &[noted]).expect("saved");
            let word = Word { of: Some("con gái".to_owned()), witness: Some("trưởng xóm".to_owned()) };
            let hand_in = HandIn { word, ..hand_in(draft, Channel::Assisted, &format!("kit-{at:06}")) };
            dossier::submit_draft(office, &helper, round, &hand_in).expect("handed in");
            dossiers.push(draft);
        }
        let row = world.row(dossiers[0]);
        assert_eq!((row.on_word.as_deref(), row.witness.as_deref()), (Some("con gái"), Some("trưởng xóm")));
        assert_eq!((row.typed_by, row.flags), (helper.account().map(AccountId::uuid), 0));
        let body = ReviewBody::Unit(Place::dam_thuy());
        let taken_out = BTreeSet::from([dossiers[0]]);
        let batch = Batch { body, only: Only::All, taken_out, held_back: Flags::all() };
        let committee = world.actor(Cast::COMMITTEE);
        let asked = QueueAsked { body, state: State::Submitted, only: Only::All, after: None };
        let queue = dossier::review_queue(office, &committee, round, &asked).expect("a queue");
        assert_eq!((queue.rows.len(), queue.rows[0].dossier), (4, dossiers[3]));
        let done = dossier::endorse_filter(office, &committee, round, &batch).expect("done");
        assert_eq!((done.done, done.taken_out), (2, 1));
        assert_eq!(done.exceptions.into_iter().collect::<Vec<_>>(), [(Exception::BelowMark, 1)]);
        let officer = world.actor(Cast::OFFICER);
        let done = dossier::appraise_filter(office, &officer, round, &batch).expect("done");
        assert_eq!((done.done, world.state(dossiers[1])), (2, State::Appraised));
        let stranger = world.actor(Cast::OTHER_OFFICER);
        assert!(dossier::appraise_filter(office, &stranger, round, &batch).is_err());
        assert!(dossier::review_queue(office, &stranger, round, &asked).is_err());
        assert_eq!(dossier::count_queue(office, &officer, round, body).expect("counts").len(), 3);
        let (day, body) = (office.now().day(), ReviewBody::Unit(Place::hamlet(0)));
        let filter = RosterFilter { body, day, standing: None, name: None, after: None };
        let roster = dossier::roster(office, &helper, round, &filter).expect("a roster");
        assert_eq!(roster.counts[Standing::WaitsForEndorsement.position()], 2);
        assert_eq!(roster.counts[Standing::Done.position()], 2);
        let quality = dossier::quality(office, &world.actor(Cast::PROVINCE), round).expect("counts").0;
        assert_eq!(quality[&Place::dam_thuy()].registered, 4);
        assert!(quality[&Place::dam_thuy()].is_over());
    });
}
