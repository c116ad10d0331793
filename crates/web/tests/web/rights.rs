//! Every route with every role: who may come is as the table says, and what lies in another commune is not
//! found. The table of routes gives the rows, so no route can be forgotten.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use sohoc_rules::access::{Role, Scope};
use sohoc_web::{Route, Who, table};

use crate::office::{Cast, Place};
use crate::support::{Answer, Site, Visitor};

/// What stands in the braces of paths: an id of the visitors' commune, one of another.
fn ids(site: &Site) -> BTreeMap<&'static str, (String, String)> {
    let world = &site.world;
    let person = world.people(&["Nông Thị Hà"])[0];
    let dossier = world.enter(&[person], 8)[0];
    let unknown = "0198c0de-0000-7000-8000-000000000000".to_owned();
    let both = |own: String| (own, unknown.clone());
    BTreeMap::from([
        ("nguoi", both(person.to_string())),
        ("ho_so", both(dossier.to_string())),
        ("don_vi", (Place::dam_thuy().to_string(), Place::trung_khanh().to_string())),
        ("co_quan", both(unknown.clone())),
        ("minh_chung", both(unknown.clone())),
        ("tai_len", both(unknown.clone())),
        ("quyet_dinh", both(unknown.clone())),
        ("dong", both("1".to_owned())),
        ("phien", both(unknown.clone())),
        ("nam", both("2026".to_owned())),
        ("chi_so", both("1.1".to_owned())),
        ("tai_khoan", both(unknown.clone())),
        ("viec", both(unknown.clone())),
        ("so_hieu", both("CDHT-2026-01501-00001".to_owned())),
        ("bo", both(unknown.clone())),
        ("yeu_cau", both(unknown.clone())),
        ("tieng", both("vi".to_owned())),
        ("nha", both("0".to_owned())),
        ("nhom", both("nguoi-dan-trong-xa".to_owned())),
    ])
}

/// The path with own ids, or those of elsewhere, in its braces.
fn path(route: &Route, ids: &BTreeMap<&str, (String, String)>, elsewhere: bool) -> String {
    let mut path = String::new();
    let mut rest = route.path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').expect("braces are closed");
        let (own, other) = ids.get(name).unwrap_or_else(|| panic!("{}: no ids for {{{name}}}", route.path));
        path.push_str(before);
        path.push_str(if elsewhere { other } else { own });
        rest = after;
    }
    path + rest
}

fn ask(visitor: &Visitor<'_>, route: &Route, path: &str) -> Answer {
    if route.method == Method::GET {
        return visitor.get(path);
    }
    if route.method == Method::POST && !route.path.starts_with("/tai-len") {
        return visitor.submit("/giao-dien", path, &[]);
    }
    let token = visitor.get("/giao-dien").field("csrf").unwrap_or_default().to_owned();
    let request = Request::builder()
        .method(route.method.clone())
        .uri(path)
        .header("x-csrf", token)
        .header("tus-resumable", "1.0.0")
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", "0");
    visitor.send(request.body(Body::empty()).expect("a request"))
}

/// Whether a visitor was let through to the page, whatever it then said.
fn let_in(answer: &Answer) -> bool {
    let sent_to_sign_in = answer.status == StatusCode::SEE_OTHER && answer.location().starts_with("/vao");
    !sent_to_sign_in && answer.status != StatusCode::UNAUTHORIZED
}

#[test]
fn nobody_comes_where_the_table_does_not_let_them() {
    let site = Site::new();
    let ids = ids(&site);
    let guest = site.guest();
    let mut wrong = Vec::new();
    for route in table() {
        let answer = ask(&guest, &route, &path(&route, &ids, false));
        // Pages of signing in send those who have begun on by themselves.
        let expected = matches!(route.who, Who::Anyone);
        if !route.path.starts_with("/api/") && let_in(&answer) != expected {
            wrong.push(format!("{} {}: {} for nobody", route.method, route.path, answer.status));
        }
        if answer.status == StatusCode::INTERNAL_SERVER_ERROR {
            wrong.push(format!("{} {}: broke", route.method, route.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_role_comes_exactly_where_its_rights_reach_and_finds_nothing_of_elsewhere() {
    let site = Site::new();
    let ids = ids(&site);
    let own = site.world.people(&["Hoàng Văn Sơn"])[0];
    let day = site.office.now().day();
    let mut cast: Vec<(&str, Visitor<'_>)> = vec![("citizen", site.citizen(own))];
    for sign_in in [
        Cast::VOLUNTEER,
        Cast::COMMITTEE,
        Cast::OFFICER,
        Cast::DECIDER,
        Cast::OTHER_OFFICER,
        Cast::PROVINCE,
        Cast::INSPECTOR,
        Cast::ADMINISTRATOR,
    ] {
        cast.push((sign_in, site.signed_in(sign_in)));
    }
    let mut wrong = Vec::new();
    for route in table().iter().filter(|route| !route.path.starts_with("/api/") && !ends_the_session(route)) {
        for (name, visitor) in &cast {
            let may = match route.who {
                Who::Anyone | Who::HalfSignedIn | Who::SignedIn => true,
                Who::Own => *name == "citizen",
                Who::Token(_) => false,
                Who::May(acts) if *name == "citizen" => acts.iter().any(|act| citizen_may(*act)),
                Who::May(acts) => {
                    let actor = site.world.actor(name);
                    acts.iter().any(|act| actor.may_somewhere(*act, day))
                }
            };
            let answer = ask(visitor, route, &path(route, &ids, false));
            let line = || format!("{} {} as {name}: {}", route.method, route.path, answer.status);
            if answer.status == StatusCode::INTERNAL_SERVER_ERROR {
                wrong.push(line());
            } else if !may && answer.status != StatusCode::NOT_FOUND {
                wrong.push(format!("{} (should not be found)", line()));
            } else if may && !let_in(&answer) {
                wrong.push(format!("{} (should be let in)", line()));
            }
            let speaks_of_people = ["{nguoi}", "{ho_so}"].iter().any(|name| route.path.contains(name));
            if *name == Cast::OTHER_OFFICER && speaks_of_people && answer.status.is_success() {
                wrong.push(format!("{} (of another commune)", line()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What would sign the visitor out in the midst of the rounds.
fn ends_the_session(route: &Route) -> bool {
    route.method == Method::POST
        && (route.path == "/ra" || route.path.starts_with("/vao") || route.path.starts_with("/toi"))
}

fn citizen_may(act: sohoc_rules::access::ActKind) -> bool {
    sohoc_rules::access::allows(Role::Citizen, act)
}

#[test]
fn what_a_role_may_is_asked_on_its_own_unit_only() {
    let site = Site::new();
    let officer = site.signed_in(Cast::OFFICER);
    let other = Place::trung_khanh();
    assert_ne!(Scope::Unit(other), Scope::Unit(Place::dam_thuy()));
    for route in table().iter().filter(|route| route.path.contains("{don_vi}") && route.who != Who::Anyone) {
        let answer = ask(
            &officer,
            route,
            &route.path.replace("{don_vi}", &other.to_string()).replace("{nam}", "2026"),
        );
        assert!(
            !answer.status.is_success() && answer.status != StatusCode::SEE_OTHER,
            "{} {}: {} for another commune",
            route.method,
            route.path,
            answer.status
        );
    }
}
