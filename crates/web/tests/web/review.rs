//! Those who walk the hamlet, those who review, those who inspect.

use axum::http::StatusCode;
use sohoc_rules::dossier::State;
use sohoc_rules::ids::{DossierId, PersonId};

use crate::office::{Cast, FORM, Place, scores};
use crate::support::{Site, Visitor};

fn dossier_of(site: &Site, person: PersonId) -> Option<DossierId> {
    let found = site
        .office
        .read(|reader| Ok(sohoc_ledger::dossier::find_of(reader, site.world.round.id, &[person.uuid()])?));
    found.expect("a read").into_iter().flatten().next()
}

/// Begins for somebody on their own word.
fn begin(visitor: &Visitor<'_>, person: PersonId) {
    let path = format!("/xom/{person}/nhap");
    let begun = visitor.submit(&path, &path, &[("loi", "minh"), ("nhom", FORM), ("cach", "phieu")]);
    assert_eq!(begun.location(), format!("/xom/{person}/phieu"), "{}", begun.text());
}

#[test]
fn a_volunteer_enters_on_somebodys_word_and_goes_on_to_the_next() {
    let site = Site::new();
    let people = site.world.people(&["Nông Thị Hà", "Lục Văn Bảo"]);
    let volunteer = site.signed_in(Cast::VOLUNTEER);
    let list = volunteer.get(&format!("/xom/{}/danh-sach?ten=nong+thi", Place::hamlet(0)));
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.body.contains("Nông Thị Hà") && !list.body.contains("Lục Văn Bảo"));

    let start = format!("/xom/{}/nhap", people[0]);
    let faulty =
        volunteer.submit(&start, &start, &[("loi", "khac"), ("nhom", FORM), ("chung-kien", "Trưởng xóm")]);
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faulty.body.contains("Trưởng xóm"), "what was typed is kept");
    assert_eq!(dossier_of(&site, people[0]), None, "nothing was made");

    let fields = [("loi", "khac"), ("ten-nguoi-noi", "con gái"), ("nhom", FORM), ("cach", "hoi")];
    assert_eq!(volunteer.submit(&start, &start, &fields).location(), format!("/xom/{}/cau/dau", people[0]));
    let first = volunteer.get(&format!("/xom/{}/cau/dau", people[0])).location().to_owned();
    let page = volunteer.get(&first);
    let version = page.field("ban").expect("a version").to_owned();
    let second = volunteer.submit(&first, &first, &[("ban", &version), ("diem", "9")]).location().to_owned();
    assert_ne!(first, second);

    let sheet = format!("/xom/{}/phieu", people[0]);
    let page = volunteer.get(&sheet);
    let version = page.field("ban").expect("a version").to_owned();
    let form = site.world.round.set.form(FORM).expect("the form");
    let names: Vec<String> = form.indicators().map(|one| format!("diem-{}", one.code)).collect();
    let mut fields: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "8")).collect();
    fields.extend([("ban", version.as_str()), ("viec", "xem")]);
    assert!(
        volunteer
            .submit(&sheet, &sheet, &fields)
            .location()
            .starts_with(&format!("/xom/{}/xem-lai", people[0]))
    );

    let check = format!("/xom/{}/xem-lai", people[0]);
    let key = volunteer.get(&check).field("khoa").expect("a key").to_owned();
    let handed_in = volunteer.submit(&check, &check, &[("khoa", &key)]);
    assert!(
        handed_in.location().starts_with(&format!("/xom/{}/bien-nhan", people[0])),
        "{}",
        handed_in.text()
    );
    let again = volunteer.submit("/giao-dien", &check, &[("khoa", &key)]);
    assert!(again.location().ends_with("/bien-nhan"), "sent twice, it leads to the receipt");
    let receipt = volunteer.get(&format!("/xom/{}/bien-nhan", people[0]));
    assert_eq!(receipt.status, StatusCode::OK);

    let dossier = dossier_of(&site, people[0]).expect("handed in");
    let row = site.world.row(dossier);
    assert_eq!((site.world.state(dossier), row.on_word.as_deref()), (State::Submitted, Some("con gái")));
    assert_eq!(row.self_scores, Some(scores(&site.world, 8).to_bytes()));
}

#[test]
fn an_answer_given_elsewhere_meanwhile_is_shown_and_not_written_over() {
    let site = Site::new();
    let person = site.world.people(&["Nông Thị Hà"])[0];
    let (one, other) = (site.signed_in(Cast::VOLUNTEER), site.signed_in(Cast::COMMITTEE));
    begin(&one, person);
    let path = format!("/xom/{person}/cau/1.1");
    let version = one.get(&path).field("ban").expect("a version").to_owned();
    other.submit(&path, &path, &[("ban", &version), ("diem", "3")]);
    let answer = one.submit(&path, &path, &[("ban", &version), ("diem", "9")]);
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let sheet = one.get(&format!("/xom/{person}/phieu"));
    assert!(sheet.body.contains("name=\"diem-1.1\" value=\"3\""));
}

#[test]
fn who_was_not_met_is_noted_and_met_after_all() {
    let site = Site::new();
    let person = site.world.people(&["Nông Thị Hà"])[0];
    let volunteer = site.signed_in(Cast::VOLUNTEER);
    let path = format!("/xom/{person}/gap");
    assert_eq!(volunteer.submit(&path, &path, &[]).status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(volunteer.submit(&path, &path, &[("ket-qua", "di-vang")]).status, StatusCode::SEE_OTHER);
    let dossier = dossier_of(&site, person).expect("noted");
    assert_eq!(site.world.state(dossier), State::Away);
    let met = volunteer.submit(&path, &path, &[("viec", "gap-roi")]);
    assert!(met.location().starts_with(&format!("/xom/{person}/nhap")), "{}", met.text());
    assert_eq!(site.world.state(dossier), State::Draft);
}

#[test]
fn a_committee_endorses_those_ticked_and_is_told_who_was_not() {
    let site = Site::new();
    let people = site.world.people(&["Nông Thị Hà", "Lục Văn Bảo"]);
    let dossiers = site.world.enter(&people, 8);
    let committee = site.signed_in(Cast::COMMITTEE);
    let path = format!("/xom/{}/danh-sach", Place::hamlet(0));
    let ids: Vec<(String, String, String)> = people
        .iter()
        .zip(&dossiers)
        .map(|(person, dossier)| (person.to_string(), format!("hs-{person}"), dossier.to_string()))
        .collect();
    let mut fields = vec![("viec", "xac-nhan")];
    for (person, name, dossier) in &ids {
        fields.extend([("nguoi", person.as_str()), (name.as_str(), dossier.as_str())]);
    }
    let committee_actor = site.world.actor(Cast::COMMITTEE);
    sohoc_acts::dossier::endorse(&site.office, &committee_actor, &site.world.round, &dossiers[..1])
        .expect("one first");
    let answer = committee.submit(&path, &path, &fields);
    assert!(answer.location().contains("xong=1"), "{}", answer.location());
    let page = committee.get(answer.location());
    assert!(page.body.contains("Nông Thị Hà"));
    assert!(dossiers.iter().all(|dossier| site.world.state(*dossier) == State::Endorsed));
    let faulty = committee.submit(&path, &path, &[("viec", "tra-lai"), ("nguoi", &ids[0].0)]);
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn a_batch_says_how_many_go_leaves_out_what_was_set_aside_and_counts() {
    let site = Site::new();
    let people = site.world.people(&["Nông Thị Hà", "Lục Văn Bảo", "Hoàng Văn Sơn"]);
    let dossiers = site.world.enter(&people, 8);
    site.world.endorse(&dossiers);
    let officer = site.signed_in(Cast::OFFICER);
    let queue = officer.get("/duyet").location().to_owned();
    assert!(queue.starts_with("/duyet/don-vi/"), "{queue}");
    let page = officer.get(&queue);
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Hoàng Văn Sơn"));
    let aside = [("tt", "cho-cham"), ("viec", "de-rieng"), ("ho-so", &*dossiers[0].to_string())];
    let with_aside = officer.submit(&queue, &queue, &aside).location().to_owned();
    let bo = with_aside.split("bo=").nth(1).expect("set aside").to_owned();
    let batch = format!("{queue}/ca-loat");
    let confirm = officer.get(&format!("{batch}?tt=cho-cham&bo={bo}"));
    assert!(confirm.body.contains("Nông Thị Hà"), "who was set aside is named");
    assert_eq!(site.world.state(dossiers[1]), State::Endorsed, "looking does nothing");
    let done = officer.submit(&batch, &batch, &[("tt", "cho-cham"), ("bo", &bo), ("viec", "lam")]);
    assert!(
        done.location().contains("xong=2") && done.location().contains("de-rieng=1"),
        "{}",
        done.location()
    );
    assert_eq!(officer.get(done.location()).status, StatusCode::OK);
    let states: Vec<State> = dossiers.iter().map(|dossier| site.world.state(*dossier)).collect();
    assert_eq!(states, [State::Endorsed, State::Appraised, State::Appraised]);
}

#[test]
fn the_second_reviewer_of_a_file_is_told_what_happened_and_changes_nothing() {
    let site = Site::new();
    let dossier = site.world.enter(&site.world.people(&["Nông Thị Hà"]), 8)[0];
    site.world.endorse(&[dossier]);
    let officer = site.signed_in(Cast::OFFICER);
    let path = format!("/duyet/{dossier}");
    let page = officer.get(&path);
    let seen = page.field("ban").expect("a version").to_owned();
    let without_reason = [("ban", &*seen), ("viec", "cham"), ("tu-1.1", "8"), ("diem-1.1", "6")];
    assert_eq!(officer.submit(&path, &path, &without_reason).status, StatusCode::UNPROCESSABLE_ENTITY);
    site.world.send_back(&[dossier]);
    let late = [without_reason.as_slice(), &[("ly-do-1.1", "chưa thấy sổ")]].concat();
    let answer = officer.submit(&path, &path, &late);
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("thiếu minh chứng"), "what the other did");
    assert_eq!(site.world.state(dossier), State::Returned);
}

#[test]
fn a_score_is_changed_with_a_reason_that_the_explanation_tells() {
    let site = Site::new();
    let dossier = site.world.enter(&site.world.people(&["Nông Thị Hà"]), 8)[0];
    site.world.endorse(&[dossier]);
    let officer = site.signed_in(Cast::OFFICER);
    let path = format!("/duyet/{dossier}");
    let seen = officer.get(&path).field("ban").expect("a version").to_owned();
    let fields = [
        ("ban", &*seen),
        ("viec", "cham"),
        ("tu-1.1", "8"),
        ("diem-1.1", "9"),
        ("ly-do-1.1", "có sổ mượn sách"),
    ];
    assert_eq!(officer.submit(&path, &path, &fields).status, StatusCode::SEE_OTHER);
    assert_eq!(site.world.state(dossier), State::Appraised);
    let inspector = site.signed_in(Cast::INSPECTOR);
    let page = inspector.get(&format!("/thanh-tra/{dossier}"));
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("có sổ mượn sách"));
    let drawn = inspector.get("/thanh-tra?mau=3").location().to_owned();
    assert!(drawn.contains("hat="), "{drawn}");
    let (once, twice) = (inspector.get(&drawn), inspector.get(&drawn));
    assert!(once.body.contains(&dossier.to_string()));
    assert_eq!(once.text(), twice.text());
    let found = inspector.get("/thanh-tra?ten=nong+thi+ha");
    assert!(found.body.contains(&dossier.to_string()));
}

#[test]
fn a_printed_slip_opens_the_account_and_shows_its_code_once() {
    let site = Site::new();
    let person = site.world.people(&["Nông Thị Hà"])[0];
    let volunteer = site.signed_in(Cast::VOLUNTEER);
    let list = format!("/xom/{}/danh-sach", Place::hamlet(0));
    let slips = format!("/xom/{}/phieu-vao", Place::hamlet(0));
    let none = volunteer.submit(&list, &slips, &[("cho", "da-chon")]);
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let printed = volunteer.submit(&list, &slips, &[("cho", "da-chon"), ("nguoi", &person.to_string())]);
    assert_eq!(printed.status, StatusCode::OK);
    let (_, rest) = printed.body.split_once("<strong class=\"code\">").expect("a code");
    let code = rest.split('<').next().expect("a code");
    let guest = site.guest();
    assert_eq!(guest.submit("/vao/phieu", "/vao/phieu", &[("ma", code)]).status, StatusCode::SEE_OTHER);
    let blank = volunteer.get(&format!("/xom/{}/phieu-trang?ten=1", Place::hamlet(0)));
    assert!(blank.body.contains("Nông Thị Hà"));
}

#[test]
fn consent_asked_by_a_helper_needs_a_witness_and_is_kept_with_one() {
    use sohoc_acts::privacy::{Hand, Purpose, consents_of};
    let site = Site::new();
    let person = site.world.people(&["Nông Thị Hà"])[0];
    let volunteer = site.signed_in(Cast::VOLUNTEER);
    let path = format!("/xom/{person}/dong-y");
    assert!(!volunteer.get(&path).body.contains(" checked"), "nothing is chosen beforehand");
    let alone = volunteer.submit(&path, &path, &[("publish_name", "co")]);
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("publish_name", "co"), ("contact", "khong"), ("chung-kien", "Lý Văn Mới")];
    assert_eq!(volunteer.submit(&path, &path, &fields).status, StatusCode::SEE_OTHER);
    let actor = site.world.actor(Cast::VOLUNTEER);
    let standings = consents_of(&site.office, &actor, person).expect("consents");
    let given: Vec<Purpose> =
        standings.iter().filter(|standing| standing.is_given).map(|standing| standing.purpose).collect();
    assert_eq!(given, [Purpose::PublishName]);
    let kept = standings.iter().find_map(|standing| standing.history.first()).expect("kept");
    assert!(matches!(&kept.hand, Hand::Helper { witness, .. } if witness == "Lý Văn Mới"));
}
