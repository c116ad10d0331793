//! From appraised files to a session, a decision, its certificates, and a title taken away again.

use axum::http::StatusCode;

use crate::office::Cast;
use crate::support::{PASSWORD, Site, Visitor};

const SIGNING: [(&str, &str); 4] =
    [("nguoi-ky", "Hoàng Văn Ký"), ("chuc-vu", "CHỦ TỊCH"), ("ky-hieu", "QĐ-UBND"), ("viec", "xem")];

fn today(visitor: &Visitor<'_>) -> String {
    let page = visitor.get("/quyet-dinh/moi");
    let (_, rest) = page.body.split_once("id=\"ngay\" name=\"ngay\" value=\"").expect("a day");
    rest.split('"').next().expect("a day").to_owned()
}

/// Decides on all that waits, through both steps; gives the place of the decision.
fn decide(visitor: &Visitor<'_>, more: &[(&str, &str)]) -> String {
    let day = today(visitor);
    let fields = [&SIGNING[..], &[("ngay", day.as_str())], more].concat();
    let seen = visitor.submit("/quyet-dinh/moi", "/quyet-dinh/moi", &fields);
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.text());
    let mark = seen.field("dau").expect("what was seen").to_owned();
    let fields: Vec<_> =
        fields.iter().map(|&(name, value)| (name, if name == "viec" { "ghi" } else { value })).collect();
    let done =
        visitor.submit("/quyet-dinh/moi", "/quyet-dinh/moi", &[&fields[..], &[("dau", &mark)]].concat());
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    done.location().split('?').next().expect("a place").to_owned()
}

#[test]
fn a_session_a_decision_and_certificates_come_from_appraised_files() {
    let site = Site::new();
    site.world.appraised(&["Nông Thị Hà", "Triệu Văn An"], 8);
    site.world.appraised(&["Lý A Páo"], 7);
    let member = site.world.people(&["Hoàng Thị Sáy"])[0].to_string();
    let officer = site.signed_in(Cast::OFFICER);
    assert!(officer.get("/quyet-dinh").text().contains(" 3 "));

    let found =
        officer.submit("/quyet-dinh/phien/moi", "/quyet-dinh/phien/moi", &[("viec", "tim"), ("ten", "say")]);
    assert!(found.body.contains(&format!("them:{member}")), "found without accents");
    let day = site.office.now().day().to_string();
    let fields =
        [("tv", member.as_str()), ("co-mat", &member), ("thuan", "1"), ("ngay", &day), ("viec", "ghi")];
    let held = officer.submit("/quyet-dinh/phien/moi", "/quyet-dinh/phien/moi", &fields);
    assert_eq!(held.status, StatusCode::SEE_OTHER, "{}", held.text());
    let minutes = held.location().split('?').next().expect("a place").to_owned();
    let page = officer.get(&minutes);
    assert!(
        ["Nông Thị Hà", "Triệu Văn An", "Lý A Páo", "Hoàng Thị Sáy"]
            .iter()
            .all(|name| page.body.contains(name))
    );

    let decider = site.signed_in(Cast::DECIDER);
    let session = minutes.rsplit('/').next().expect("an id");
    let decision = decide(&decider, &[("phien", session)]);
    let page = decider.get(&decision);
    assert!(page.text().contains("01/QĐ-UBND") && page.body.contains(&minutes));
    let certificates = officer.get(&format!("{decision}/giay-chung-nhan"));
    assert!(
        certificates.body.contains("Triệu Văn An") && !certificates.body.contains("Lý A Páo"),
        "below the mark"
    );
    assert_eq!(site.signed_in(Cast::OTHER_OFFICER).get(&decision).status, StatusCode::NOT_FOUND);
    assert_eq!(site.signed_in(Cast::OTHER_OFFICER).get(&minutes).status, StatusCode::NOT_FOUND);
}

#[test]
fn files_left_out_stay_for_the_next_session_and_more_votes_than_people_are_refused() {
    let site = Site::new();
    let dossiers = site.world.appraised(&["Nông Thị Hà", "Triệu Văn An"], 8);
    let member = site.world.people(&["Hoàng Thị Sáy"])[0].to_string();
    let left = dossiers[0].to_string();
    let day = site.office.now().day().to_string();
    let officer = site.signed_in(Cast::OFFICER);
    let hold = |votes: &str| {
        let fields = [
            ("tv", member.as_str()),
            ("co-mat", &member),
            ("thuan", votes),
            ("ngay", &day),
            ("de-lai", &left),
            ("viec", "ghi"),
        ];
        officer.submit("/quyet-dinh/phien/moi", "/quyet-dinh/phien/moi", &fields)
    };
    let refused = hold("2");
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(&format!("value=\"{left}\" checked")), "what was ticked is kept");
    let page = officer.get(hold("1").location());
    assert!(page.body.contains("Triệu Văn An") && !page.body.contains("Nông Thị Hà"));
}

#[test]
fn what_is_confirmed_is_what_was_seen() {
    let site = Site::new();
    site.world.appraised(&["Nông Thị Hà"], 8);
    let decider = site.signed_in(Cast::DECIDER);
    let day = today(&decider);
    let fields = [&SIGNING[..], &[("ngay", day.as_str())]].concat();
    let seen = decider.submit("/quyet-dinh/moi", "/quyet-dinh/moi", &fields);
    let mark = seen.field("dau").expect("what was seen").to_owned();
    site.world.appraised(&["Triệu Văn An"], 8);
    let fields: Vec<_> =
        fields.iter().map(|&(name, value)| (name, if name == "viec" { "ghi" } else { value })).collect();
    let again =
        decider.submit("/quyet-dinh/moi", "/quyet-dinh/moi", &[&fields[..], &[("dau", &mark)]].concat());
    assert_eq!(again.status, StatusCode::OK, "shown again, nothing numbered");
    assert!(again.body.contains("Triệu Văn An"));
    assert_ne!(again.field("dau"), Some(mark.as_str()));
}

#[test]
fn a_title_is_taken_away_with_a_reason_and_the_password_given_lately() {
    let site = Site::new();
    site.world.appraised(&["Nông Thị Hà"], 8);
    let decider = site.signed_in(Cast::DECIDER);
    let decision = decide(&decider, &[]);
    let line = format!("{decision}/dong/1");
    let day = today(&decider);
    site.world.clock.move_by(6 * 60 * 1_000_000);
    let send = |more: &[(&str, &str)]| {
        let fields = [
            ("loai", "thu-hoi"),
            ("nguoi-ky", "Hoàng Văn Ký"),
            ("chuc-vu", "CHỦ TỊCH"),
            ("ky-hieu", "QĐ-UBND"),
        ];
        decider.submit(&line, &line, &[&fields[..], &[("ngay", day.as_str())], more].concat())
    };
    assert_eq!(send(&[("mat-khau", PASSWORD)]).status, StatusCode::UNPROCESSABLE_ENTITY, "no reason");
    let reason = ("ly-do", "Minh chứng không đúng");
    assert_eq!(send(&[reason]).status, StatusCode::UNPROCESSABLE_ENTITY, "no password");
    assert_eq!(send(&[reason, ("mat-khau", "sai rồi nhé")]).status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = send(&[reason, ("mat-khau", PASSWORD)]);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = decider.get(done.location());
    assert!(page.body.contains("02/QĐ-UBND") && page.body.contains("Minh chứng không đúng"));
    assert!(!decider.get(&decision).body.contains(&line), "nothing more to do about it");
}
