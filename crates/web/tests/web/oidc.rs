//! Coming in through an identity provider: what it proves, and what proves nothing.

mod provider;

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Value, json};
use sohoc_rules::people::PersonalNumber;
use sohoc_web::{Issuer, Settings};

use self::provider::{CLIENT, FakeProvider};
use crate::office::{Cast, Place, person};
use crate::support::{Answer, Site, Visitor};

const NUMBER: &str = "004180012345";

struct Town {
    provider: FakeProvider,
    site: Site,
}

impl Town {
    fn new() -> Self {
        let provider = FakeProvider::open();
        let issuer = Issuer {
            name: "Cổng của tỉnh".to_owned(),
            issuer: provider.issuer(),
            client_id: CLIENT.to_owned(),
            client_secret_file: None,
            scopes: vec!["profile".to_owned()],
            claims: BTreeMap::from([("number".to_owned(), "citizen_pid".to_owned())]),
            pkce: true,
        };
        let site = Site::with(Settings { issuers: vec![issuer], ..Settings::default() });
        let mut one = person("Lý Thị Mai", Place::hamlet(0));
        one.number = Some(PersonalNumber::new(NUMBER).expect("a number of a test"));
        site.world.register(&[one]);
        Self { provider, site }
    }

    /// The claims of a right token, but for the nonce.
    fn claims(&self) -> Value {
        let now = self.site.office.now().microseconds() / 1_000_000;
        json!({ "iss": self.provider.issuer(), "sub": "mai", "aud": CLIENT, "iat": now, "exp": now + 600,
                "citizen_pid": NUMBER })
    }

    /// Sets out to the provider: what stands in the address there.
    fn set_out(&self, visitor: &Visitor<'_>) -> BTreeMap<String, String> {
        let answer = visitor.get("/vao/qua/0?ve=/quyen-rieng-tu");
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let (place, question) = answer.location().split_once('?').expect("a question");
        assert_eq!(place, format!("{}/authorize", self.provider.issuer()));
        form_urlencoded::parse(question.as_bytes()).into_owned().collect()
    }

    /// Goes there and back with what `change` makes of the claims.
    fn through(&self, visitor: &Visitor<'_>, by_stranger: bool, change: impl Fn(&mut Value)) -> Answer {
        let way = self.set_out(visitor);
        let mut claims = self.claims();
        claims["nonce"] = way["nonce"].clone().into();
        change(&mut claims);
        let code = self.provider.say_yes(&way["code_challenge"], &claims, by_stranger);
        visitor.get(&format!("/vao/ve?code={code}&state={}", way["state"]))
    }
}

fn is_signed_in(visitor: &Visitor<'_>) -> bool {
    visitor.get("/vao/mat-khau-moi").status != StatusCode::SEE_OTHER
}

/// What is wrong, whether the signature is too, and how the token lies.
type Lie = (&'static str, bool, fn(&mut Value));

#[test]
fn whoever_the_provider_knows_by_their_number_comes_in_and_goes_where_they_wanted() {
    let town = Town::new();
    let visitor = town.site.guest();
    let answer = town.through(&visitor, false, |_| ());
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/quyen-rieng-tu"),
        "{}",
        answer.text()
    );
    assert!(is_signed_in(&visitor));
    let again = town.site.guest();
    town.through(&again, false, |claims| drop(claims.as_object_mut().expect("claims").remove("citizen_pid")));
    assert!(is_signed_in(&again), "the provider's own name for them is known now");
    assert_eq!(town.provider.discovered(), 1, "the documents are kept for an hour");
}

#[test]
fn a_token_that_is_wrong_in_any_way_lets_nobody_in() {
    let town = Town::new();
    let wrong: [Lie; 6] = [
        ("another nonce", false, |claims| claims["nonce"] = "another".into()),
        ("no nonce", false, |claims| drop(claims.as_object_mut().expect("claims").remove("nonce"))),
        ("another audience", false, |claims| claims["aud"] = "another".into()),
        ("another issuer", false, |claims| claims["iss"] = "https://elsewhere.example".into()),
        ("expired", false, |claims| claims["exp"] = (claims["iat"].as_i64().expect("a time") - 1).into()),
        ("another key", true, |_| ()),
    ];
    for (what, by_stranger, change) in wrong {
        let visitor = town.site.guest();
        let answer = town.through(&visitor, by_stranger, change);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{what}");
        assert!(!is_signed_in(&visitor), "{what}");
    }
    assert_eq!(town.provider.refused(), 0, "each token was given out");
}

#[test]
fn a_way_back_is_good_once_and_in_its_own_browser_only() {
    let town = Town::new();
    let visitor = town.site.guest();
    let way = town.set_out(&visitor);
    let mut claims = town.claims();
    claims["nonce"] = way["nonce"].clone().into();
    let code = town.provider.say_yes(&way["code_challenge"], &claims, false);
    let back = format!("/vao/ve?code={code}&state={}", way["state"]);

    let thief = town.site.guest();
    assert_eq!(thief.get(&back).status, StatusCode::BAD_REQUEST, "no ticket");
    town.set_out(&thief);
    assert_eq!(thief.get(&back).status, StatusCode::BAD_REQUEST, "a ticket of another way");
    assert!(!is_signed_in(&thief));

    let ticket = visitor.cookie("ve-qua").expect("a ticket");
    assert_eq!(visitor.get(&back).status, StatusCode::SEE_OTHER);
    let replay = town.site.guest();
    replay.set_cookie("ve-qua", &ticket);
    assert_eq!(replay.get(&back).status, StatusCode::BAD_REQUEST, "the ticket is used up");
    assert!(!is_signed_in(&replay));
}

#[test]
fn a_code_that_was_given_to_another_browser_is_refused_by_the_provider() {
    let town = Town::new();
    let (visitor, thief) = (town.site.guest(), town.site.guest());
    let way = town.set_out(&visitor);
    let mut claims = town.claims();
    claims["nonce"] = way["nonce"].clone().into();
    let code = town.provider.say_yes(&way["code_challenge"], &claims, false);
    let own = town.set_out(&thief);
    let answer = thief.get(&format!("/vao/ve?code={code}&state={}", own["state"]));
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(town.provider.refused(), 1, "the verifier is of another way");
    assert!(!is_signed_in(&thief));
}

#[test]
fn who_is_in_no_book_is_told_so_and_a_refusal_at_the_provider_leads_back() {
    let town = Town::new();
    let stranger = town.site.guest();
    let answer = town.through(&stranger, false, |claims| {
        claims["sub"] = "nobody".into();
        claims["citizen_pid"] = "004180099999".into();
    });
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let way = town.set_out(&stranger);
    let answer = stranger.get(&format!("/vao/ve?error=access_denied&state={}", way["state"]));
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("href=\"/vao\"") && !is_signed_in(&stranger));
}

#[test]
fn an_officer_links_an_account_and_still_gives_the_second_factor() {
    let town = Town::new();
    let officer = town.site.signed_in(Cast::OFFICER);
    let answer = officer.get("/vao/noi/0");
    let question = answer.location().split_once('?').expect("a question").1;
    let way: BTreeMap<String, String> = form_urlencoded::parse(question.as_bytes()).into_owned().collect();
    let mut claims = town.claims();
    claims["sub"] = "officer".into();
    claims["nonce"] = way["nonce"].clone().into();
    let code = town.provider.say_yes(&way["code_challenge"], &claims, false);
    let answer = officer.get(&format!("/vao/ve?code={code}&state={}", way["state"]));
    assert!(answer.location().starts_with("/toi/bao-mat"), "{} {}", answer.status, answer.text());
    let later = town.site.guest();
    let answer = town.through(&later, false, |claims| claims["sub"] = "officer".into());
    assert!(answer.location().starts_with("/vao/buoc-hai"), "{}", answer.location());
}
