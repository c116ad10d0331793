//! Evidence from the first byte to the day it is taken away.

use jiff::civil::date;
use sohoc_acts::access::Actor;
use sohoc_acts::dossier::{recheck_flags, recount_flags};
use sohoc_acts::evidence::{
    self, Darkroom, NewLink, NewNote, NewUpload, Scan, Scanned, Swept, abandon, append, attach, begin_upload,
    detach, finish, judge, look_alikes, of_dossier, of_person, open, sweep, upload_state,
};
use sohoc_acts::{Error, Office, Result};
use sohoc_ledger::blobs::Blobs;
use sohoc_rules::Refusal;
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::dossier::{Channel, Exception, Flags};
use sohoc_rules::evidence::{EvidenceState, Inspected, Look, MediaType, Verdict};
use sohoc_rules::ids::{DossierId, EvidenceId, PersonId, UploadId};
use tempfile::TempDir;

use crate::support::{Cast, FORM, Place, World, code, on_both};

const NAMES: [&str; 2] = ["Nông Thị Hà", "Triệu Văn An"];

/// A world whose files lie in a folder of their own, as on a server.
struct Bench<'w> {
    world: &'w World,
    office: Office,
    folder: TempDir,
}

impl<'w> Bench<'w> {
    fn new(world: &'w World) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let office = Self::opened(world, &folder, 2);
        Self { world, office, folder }
    }

    fn opened(world: &World, folder: &TempDir, seed: u64) -> Office {
        world.opened_again(seed).with_blobs(Blobs::in_folder(folder.path()).expect("it opens"))
    }

    /// As after the program was killed.
    fn started_again(&self) -> Office {
        Self::opened(self.world, &self.folder, 3)
    }

    fn actor(&self, sign_in: &str) -> Actor {
        self.world.actor(sign_in)
    }

    fn begin(&self, actor: &Actor, person: PersonId, size_bytes: u64) -> Result<UploadId> {
        begin_upload(&self.office, actor, &upload_of(person, size_bytes))
    }

    /// A picture sent whole by the volunteer.
    #[track_caller]
    fn bring(&self, person: PersonId, bytes: &[u8]) -> EvidenceId {
        let volunteer = self.actor(Cast::VOLUNTEER);
        let upload = self.begin(&volunteer, person, size(bytes)).expect("begun");
        append(&self.office, &volunteer, upload, 0, bytes).expect("taken");
        finish(&self.office, &volunteer, upload, picture()).expect("kept")
    }

    /// The same, serving the first two indicators of the person's dossier.
    #[track_caller]
    fn bring_for(&self, person: PersonId, dossier: DossierId, bytes: &[u8]) -> EvidenceId {
        let evidence = self.bring(person, bytes);
        let (volunteer, codes) = (self.actor(Cast::VOLUNTEER), self.codes());
        let codes = [codes[0].as_str(), codes[1].as_str()];
        let added = attach(&self.office, &volunteer, &self.world.round, evidence, dossier, &codes);
        assert_eq!(added.expect("attached"), 2);
        evidence
    }

    fn codes(&self) -> Vec<String> {
        let form = self.world.round.set.form(FORM).expect("the form is in the set");
        form.indicators().map(|indicator| indicator.code.clone()).collect()
    }

    /// How many files are kept.
    fn files(&self) -> usize {
        fn below(folder: &std::path::Path) -> usize {
            let entries = std::fs::read_dir(folder).expect("a folder");
            entries
                .map(|entry| entry.expect("read").path())
                .map(|path| if path.is_dir() { below(&path) } else { 1 })
                .sum()
        }
        below(&self.folder.path().join("files"))
    }

    fn journalled(&self, act: &str) -> i64 {
        self.world.count(&format!("select count(*) from journal_entry where act = '{act}'"))
    }
}

fn upload_of(person: PersonId, size_bytes: u64) -> NewUpload {
    NewUpload {
        person,
        year: 2026,
        title: "Ảnh lớp học".to_owned(),
        media_hint: Some("image/jpeg".to_owned()),
        size_bytes,
        channel: Channel::Assisted,
    }
}

fn size(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).expect("small")
}

/// Takes everything for a picture that looks as its first eight bytes say.
fn inspected(bytes: &[u8]) -> std::result::Result<Inspected, Refusal> {
    let look = bytes.first_chunk().map(|bits| Look::new(u64::from_be_bytes(*bits)));
    Ok(Inspected { media_type: MediaType::Jpeg, bytes: bytes.to_vec(), look })
}

fn refused(_: &[u8]) -> std::result::Result<Inspected, Refusal> {
    Err(Refusal { code: "evidence.archive", reason: "Packed.".to_owned(), remedy: "Unpack it." })
}

fn picture() -> Darkroom<'static> {
    Darkroom { inspect: &inspected, scan: None }
}

struct Scanner(std::result::Result<Scanned, String>);

impl Scan for Scanner {
    fn scan(&self, _: &[u8]) -> std::result::Result<Scanned, String> {
        self.0.clone()
    }
}

#[test]
fn a_picture_comes_in_parts_serves_two_indicators_and_is_judged() {
    on_both(|world| {
        let bench = Bench::new(world);
        let person = world.people(&NAMES[..1])[0];
        let dossier = world.enter(&[person], 8)[0];
        let (volunteer, committee) = (bench.actor(Cast::VOLUNTEER), bench.actor(Cast::COMMITTEE));
        let evidence = bench.bring_for(person, dossier, b"12345678 a picture");

        let lists = of_dossier(&bench.office, &committee, &world.round, dossier).expect("shown");
        let counts: Vec<usize> = lists.iter().map(|list| list.pieces.len()).collect();
        assert_eq!(counts, [1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(lists[0].pieces[0].state, EvidenceState::Offered);
        let opened = open(&bench.office, &committee, evidence).expect("opened");
        assert_eq!(
            (opened.bytes.as_slice(), opened.title.as_str()),
            (&b"12345678 a picture"[..], "Ảnh lớp học")
        );
        assert_eq!((bench.journalled("evidence.open"), bench.journalled("evidence.list")), (1, 1));

        assert_eq!(
            code(judge(&bench.office, &committee, evidence, Verdict::Refuse, " ")),
            "evidence.no_reason"
        );
        judge(&bench.office, &committee, evidence, Verdict::Refuse, "ảnh mờ").expect("judged");
        let shown = of_dossier(&bench.office, &committee, &world.round, dossier).expect("shown");
        let piece = &shown[1].pieces[0];
        assert_eq!((piece.state, piece.reason.as_deref()), (EvidenceState::Refused, Some("ảnh mờ")));
        judge(&bench.office, &bench.actor(Cast::OFFICER), evidence, Verdict::Accept, "")
            .expect("judged anew");
        let all = of_person(&bench.office, &volunteer, person).expect("listed");
        assert_eq!(all.iter().map(|piece| piece.state).collect::<Vec<_>>(), [EvidenceState::Accepted]);

        let codes = bench.codes();
        let off = detach(&bench.office, &volunteer, &world.round, evidence, dossier, &[&codes[0]]);
        assert_eq!(code(off), "evidence.under_review");
        world.send_back(&[dossier]);
        let off = detach(&bench.office, &volunteer, &world.round, evidence, dossier, &[&codes[0], &codes[5]]);
        assert_eq!(off.expect("taken off"), 1);
    });
}

#[test]
fn an_upload_that_was_cut_off_goes_on_where_it_stopped_and_is_kept_once() {
    on_both(|world| {
        let bench = Bench::new(world);
        let person = world.people(&NAMES[..1])[0];
        let volunteer = bench.actor(Cast::VOLUNTEER);
        let upload = bench.begin(&volunteer, person, 12).expect("begun");
        assert_eq!(append(&bench.office, &volunteer, upload, 0, b"12345678").expect("taken"), 8);
        assert_eq!(code(finish(&bench.office, &volunteer, upload, picture())), "evidence.upload_incomplete");

        let office = bench.started_again();
        let state = upload_state(&office, &volunteer, upload).expect("known");
        assert_eq!((state.offset, state.size_bytes, state.evidence), (8, 12, None));
        assert_eq!(code(append(&office, &volunteer, upload, 0, b"12345678")), "evidence.wrong_offset");
        assert_eq!(code(append(&office, &volunteer, upload, 9, b"x")), "evidence.wrong_offset");
        assert_eq!(code(append(&office, &volunteer, upload, 8, b"90abc")), "evidence.past_the_end");
        assert_eq!(append(&office, &volunteer, upload, 8, b"90ab").expect("taken"), 12);

        let evidence = finish(&office, &volunteer, upload, picture()).expect("kept");
        assert_eq!(finish(&office, &volunteer, upload, picture()).expect("asked again"), evidence);
        let state = upload_state(&office, &volunteer, upload).expect("known");
        assert_eq!((state.offset, state.evidence), (12, Some(evidence)));
        assert_eq!(code(append(&office, &volunteer, upload, 12, b"")), "evidence.upload_finished");
        assert_eq!(bench.bring(person, b"1234567890ab"), evidence, "the same bytes again are the same piece");
        assert_eq!(bench.files(), 1);

        let other = bench.actor(Cast::COMMITTEE);
        assert!(matches!(upload_state(&office, &other, upload), Err(Error::NotFound("upload"))));
        let given_up = bench.begin(&volunteer, person, 5).expect("begun");
        abandon(&office, &volunteer, given_up).expect("given up");
        assert!(matches!(upload_state(&office, &volunteer, given_up), Err(Error::NotFound("upload"))));
    });
}

#[test]
fn what_the_darkroom_or_the_scanner_refuses_is_forgotten_and_a_silent_scanner_is_waited_for() {
    on_both(|world| {
        let bench = Bench::new(world);
        let person = world.people(&NAMES[..1])[0];
        let volunteer = bench.actor(Cast::VOLUNTEER);
        let sent = || {
            let upload = bench.begin(&volunteer, person, 4).expect("begun");
            append(&bench.office, &volunteer, upload, 0, b"abcd").expect("taken");
            upload
        };
        let found = Scanner(Ok(Scanned::Found("Eicar".to_owned())));
        let refusals = [
            (Darkroom { inspect: &refused, scan: None }, "evidence.archive"),
            (Darkroom { inspect: &inspected, scan: Some(&found) }, "evidence.virus"),
        ];
        for (darkroom, expected) in refusals {
            let upload = sent();
            assert_eq!(code(finish(&bench.office, &volunteer, upload, darkroom)), expected);
            assert!(matches!(upload_state(&bench.office, &volunteer, upload), Err(Error::NotFound(_))));
            let spool = bench.office.blobs().expect("files").spool();
            assert_eq!(spool.length(upload).expect("asked"), 0);
        }
        let upload = sent();
        let (away, clean) = (Scanner(Err("no answer".to_owned())), Scanner(Ok(Scanned::Clean)));
        let with = |scan| Darkroom { inspect: &inspected, scan: Some(scan) };
        let waits = finish(&bench.office, &volunteer, upload, with(&away));
        assert_eq!((code(waits), bench.files()), ("evidence.scanner_away".to_owned(), 0));
        finish(&bench.office, &volunteer, upload, with(&clean)).expect("nothing need be sent again");
        assert_eq!(bench.files(), 1);
    });
}

#[test]
fn limits_are_named_before_a_byte_is_sent() {
    on_both(|world| {
        let bench = Bench::new(world);
        let person = world.people(&NAMES[..1])[0];
        let dossier = world.enter(&[person], 8)[0];
        let volunteer = bench.actor(Cast::VOLUNTEER);
        assert_eq!(code(bench.begin(&volunteer, person, 10_000_001)), "evidence.too_large");
        assert_eq!(code(bench.begin(&volunteer, person, 0)), "evidence.empty_file");
        for _ in 0..5 {
            bench.begin(&volunteer, person, 10_000_000).expect("fifty megabytes fit");
        }
        assert_eq!(code(bench.begin(&volunteer, person, 1)), "evidence.year_full");
        let other_year = NewUpload { year: 2025, ..upload_of(person, 1) };
        assert!(matches!(begin_upload(&bench.office, &volunteer, &other_year), Err(Error::NotFound(_))));
        assert_eq!(code(bench.begin(&Actor::console(), person, 1)), "evidence.no_account");

        let codes = bench.codes();
        let link = |at: usize| NewLink {
            person,
            year: 2026,
            title: "Khóa học".to_owned(),
            link: format!("https://hoctap.vn/{at}"),
            channel: Channel::Assisted,
        };
        let serve = |at| {
            let evidence = evidence::add_link(&bench.office, &volunteer, &link(at)).expect("added");
            attach(&bench.office, &volunteer, &world.round, evidence, dossier, &[&codes[3]])
        };
        assert!((0..5).all(|at| serve(at).is_ok()));
        assert_eq!(code(serve(5)), "evidence.indicator_full");
        let bad = NewLink { link: "javascript:x()".to_owned(), ..link(0) };
        assert_eq!(code(evidence::add_link(&bench.office, &volunteer, &bad)), "evidence.not_a_link");
    });
}

#[test]
fn nobody_judges_their_own_evidence_or_what_they_brought_in() {
    on_both(|world| {
        let bench = Bench::new(world);
        let people = world.people(&NAMES);
        let office = &bench.office;
        let own = Scope::Own(people[0]);
        let citizen = Cast::of_person(office, "nong-thi-ha", Role::Citizen, own, people[0]);
        let upload = bench.begin(&citizen, people[0], 4).expect("a citizen brings their own");
        append(office, &citizen, upload, 0, b"mine").expect("taken");
        let evidence = finish(office, &citizen, upload, picture()).expect("kept");
        assert_eq!(open(office, &citizen, evidence).expect("opened").bytes, b"mine");
        assert_eq!(bench.journalled("evidence.open"), 0, "one's own is nobody's business");
        assert_eq!(code(judge(office, &citizen, evidence, Verdict::Accept, "")), "access.not_allowed");
        let here = Scope::Unit(Place::dam_thuy());
        let herself = Cast::of_person(office, "can-bo-ha", Role::CommuneOfficer, here, people[0]);
        assert_eq!(code(judge(office, &herself, evidence, Verdict::Accept, "")), "evidence.own");

        let committee = bench.actor(Cast::COMMITTEE);
        let note = NewNote {
            person: people[1],
            year: 2026,
            title: "Học nghề".to_owned(),
            note: "Đã học hai tháng".to_owned(),
            witness: "Trưởng xóm".to_owned(),
            channel: Channel::Assisted,
        };
        let note = evidence::add_note(office, &committee, &note).expect("added");
        assert_eq!(code(judge(office, &committee, note, Verdict::Accept, "")), "evidence.own_entry");
        assert_eq!(code(open(office, &committee, note)), "evidence.no_file");
        judge(office, &herself, note, Verdict::Accept, "").expect("another's");
        let strange = begin_upload(office, &citizen, &upload_of(people[1], 4));
        assert!(matches!(strange, Err(Error::NotFound("person"))));
    });
}

#[test]
fn for_another_commune_there_is_nothing_here() {
    on_both(|world| {
        let bench = Bench::new(world);
        let person = world.people(&NAMES[..1])[0];
        let dossier = world.enter(&[person], 8)[0];
        let evidence = bench.bring_for(person, dossier, b"12345678");
        let (office, round, codes) = (&bench.office, &world.round, bench.codes());
        for stranger in [bench.actor(Cast::OTHER_OFFICER), bench.actor(Cast::OTHER_VOLUNTEER)] {
            for hidden in [
                open(office, &stranger, evidence).err(),
                judge(office, &stranger, evidence, Verdict::Accept, "").err(),
                attach(office, &stranger, round, evidence, dossier, &[&codes[4]]).err(),
                detach(office, &stranger, round, evidence, dossier, &[&codes[0]]).err(),
                of_dossier(office, &stranger, round, dossier).err(),
                of_person(office, &stranger, person).err(),
                look_alikes(office, &stranger, dossier).err(),
                bench.begin(&stranger, person, 4).err(),
            ] {
                assert!(matches!(hidden, Some(Error::NotFound(_))), "{hidden:?}");
            }
        }
        let unknown = EvidenceId::new(office.now(), office.chance());
        let committee = bench.actor(Cast::COMMITTEE);
        assert!(matches!(open(office, &committee, unknown), Err(Error::NotFound("evidence"))));
        let inspector = bench.actor(Cast::INSPECTOR);
        assert_eq!(open(office, &inspector, evidence).expect("read down").bytes, b"12345678");
        assert_eq!(code(judge(office, &inspector, evidence, Verdict::Accept, "")), "access.not_allowed");
    });
}

#[test]
fn a_picture_that_two_people_bring_is_pointed_out() {
    on_both(|world| {
        let bench = Bench::new(world);
        let people = world.people(&["Nông Thị Hà", "Triệu Văn An", "Lò Văn Páo"]);
        let dossiers = world.enter(&people, 8);
        let first = bench.bring_for(people[0], dossiers[0], b"\0\0\0\0\x0f\x0f\x0f\x0f one");
        let near = bench.bring_for(people[1], dossiers[1], b"\0\0\0\x01\x0f\x0f\x0f\x0d two");
        let same = bench.bring_for(people[2], dossiers[2], b"\0\0\0\0\x0f\x0f\x0f\x0f one");
        // Another picture of the same person is none of anybody's business.
        bench.bring_for(people[0], dossiers[0], b"\0\0\0\0\x0f\x0f\x0f\x0f three");
        assert_eq!(bench.files(), 3, "the very same bytes are kept once");
        let committee = bench.actor(Cast::COMMITTEE);
        let found = look_alikes(&bench.office, &committee, dossiers[0]).expect("looked");
        let of_first: Vec<_> = found.iter().filter(|one| one.evidence == first).collect();
        let seen: Vec<_> = of_first.iter().map(|one| (one.other, one.person, one.distance)).collect();
        assert_eq!(seen, [(same, Some(people[2]), 0), (near, Some(people[1]), 2)]);
        let volunteer = bench.actor(Cast::VOLUNTEER);
        assert_eq!(code(look_alikes(&bench.office, &volunteer, dossiers[0])), "access.not_allowed");
    });
}

#[test]
fn evidence_goes_when_its_time_is_over_and_its_proof_stays() {
    on_both(|world| {
        let bench = Bench::new(world);
        let people = world.people(&NAMES);
        let dossier = world.enter(&people[..1], 8)[0];
        let evidence = bench.bring_for(people[0], dossier, b"12345678");
        let (office, committee) = (&bench.office, bench.actor(Cast::COMMITTEE));
        judge(office, &committee, evidence, Verdict::Accept, "").expect("judged");
        let volunteer = bench.actor(Cast::VOLUNTEER);
        let upload = bench.begin(&volunteer, people[1], 8).expect("begun");
        append(office, &volunteer, upload, 0, b"1234").expect("taken");
        let console = Actor::console();
        assert_eq!(sweep(office, &console).expect("swept"), Swept::default());
        assert_eq!(code(sweep(office, &volunteer)), "access.not_allowed");
        assert_eq!(code(evidence::set_retention(office, &console, 0)), "evidence.bad_retention");

        world.clock.set(date(2031, 12, 31));
        assert!(matches!(append(office, &volunteer, upload, 4, b"5678"), Err(Error::NotFound("upload"))));
        // The one that was finished and the one that stopped; only the bytes of the second go.
        assert_eq!(sweep(office, &console).expect("swept"), Swept { emptied: 0, uploads: 2 });
        assert_eq!(office.blobs().expect("files").spool().length(upload).expect("asked"), 0);
        assert_eq!((bench.files(), open(office, &committee, evidence).expect("kept").bytes.len()), (1, 8));

        world.clock.set(date(2032, 1, 1));
        assert_eq!(sweep(office, &console).expect("swept"), Swept { emptied: 1, uploads: 0 });
        assert_eq!(bench.files(), 0);
        assert_eq!(code(open(office, &committee, evidence)), "evidence.emptied");
        let shown = of_dossier(office, &committee, &world.round, dossier).expect("shown");
        let piece = &shown[0].pieces[0];
        assert_eq!((piece.state, piece.emptied, piece.title.as_str()), (EvidenceState::Accepted, true, ""));
        assert_eq!(
            world.count("select count(*) from evidence where content_hash is not null and size_bytes = 8"),
            1
        );
        assert_eq!(world.count("select count(*) from evidence_judgement"), 1);
        assert_eq!(sweep(office, &console).expect("swept"), Swept::default());
    });
}

#[test]
fn bytes_that_somebody_else_still_needs_are_left() {
    on_both(|world| {
        let bench = Bench::new(world);
        let people = world.people(&NAMES);
        let kept = bench.bring(people[0], b"12345678");
        bench.bring(people[1], b"12345678");
        let hashes = bench
            .office
            .perform(&Actor::console(), |desk| evidence::empty_all(desk, people[1], "a wish to be forgotten"))
            .expect("emptied");
        evidence::take_away(&bench.office, &hashes).expect("looked");
        let committee = bench.actor(Cast::COMMITTEE);
        assert_eq!((bench.files(), open(&bench.office, &committee, kept).expect("kept").bytes.len()), (1, 8));
    });
}

#[test]
fn a_dossier_knows_whether_it_has_evidence_and_a_recount_puts_it_right() {
    on_both(|world| {
        let bench = Bench::new(world);
        let person = world.people(&NAMES[..1])[0];
        let dossier = world.enter(&[person], 8)[0];
        let lacks = || Flags::from_bits(world.row(dossier).flags).holds(Exception::NoEvidence);
        assert!(lacks() && world.row(dossier).evidence == 0);
        let piece = bench.bring_for(person, dossier, b"a picture of a class");
        assert!(!lacks() && world.row(dossier).evidence == 1, "one piece, whatever it serves");
        world.send_back(&[dossier]);
        let (volunteer, codes) = (bench.actor(Cast::VOLUNTEER), bench.codes());
        let off = detach(&bench.office, &volunteer, &world.round, piece, dossier, &[codes[0].as_str()]);
        assert_eq!((off.expect("taken off"), world.row(dossier).evidence), (1, 1));
        detach(&bench.office, &volunteer, &world.round, piece, dossier, &[codes[1].as_str()])
            .expect("taken off");
        assert_eq!(world.row(dossier).evidence, 0);

        let other = world.enter(&world.people(&NAMES[1..]), 8)[0];
        world.batch("update dossier set evidence = 3, flags = 0");
        let found = recheck_flags(&world.office).expect("counts");
        assert!(found.iter().any(|(id, ..)| *id == other) && found.iter().any(|(id, ..)| *id == dossier));
        assert_eq!(recount_flags(&world.office, &Actor::console()).expect("recounts"), found.len());
        assert_eq!(recheck_flags(&world.office).expect("counts"), []);
        assert!(Flags::from_bits(world.row(other).flags).holds(Exception::NoEvidence));
    });
}
