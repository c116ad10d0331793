//! Pages that only say something: the programme, the statements, the map of the site.

use askama::Template;
use sohoc_rules::privacy::{RequestKind, Terms};

use crate::failure::Answer;
use crate::frame::Frame;
use crate::visit::Visit;

/// A piece of such a page, by the keys of its words.
#[derive(Clone, Copy)]
enum Piece {
    Heading(&'static str),
    Text(&'static str),
    Points(&'static [&'static str]),
    Steps(&'static [&'static str]),
    /// Path and words.
    Links(&'static [(&'static str, &'static str)]),
    /// What one may ask for, and within how many days it is done.
    Clocks,
}

use Piece::{Clocks, Heading, Links, Points, Steps, Text};

const PROGRAMME: &[Piece] = &[
    Text("public-programme-lead"),
    Heading("public-programme-who"),
    Text("public-programme-who-text"),
    Heading("public-programme-steps"),
    Steps(&[
        "public-programme-step-register",
        "public-programme-step-score",
        "public-programme-step-hamlet",
        "public-programme-step-commune",
        "public-programme-step-decision",
        "public-programme-step-certificate",
    ]),
    Heading("public-programme-time"),
    Text("public-programme-time-text"),
    Heading("public-programme-mark"),
    Text("public-programme-mark-text"),
    Heading("public-programme-brings"),
    Points(&[
        "public-programme-brings-learn",
        "public-programme-brings-title",
        "public-programme-brings-place",
    ]),
    Heading("public-programme-aims"),
    Points(&["public-programme-aim-2025", "public-programme-aim-2030", "public-programme-aim-digital"]),
    Text("public-programme-source"),
    Links(&[("/tieu-chi", "public-link-criteria"), ("/lien-he", "public-link-contact")]),
];

const PRIVACY: &[Piece] = &[
    Text("public-privacy-lead"),
    Heading("public-privacy-what"),
    Points(&[
        "public-privacy-what-name",
        "public-privacy-what-number",
        "public-privacy-what-scores",
        "public-privacy-what-ethnic",
        "public-privacy-what-visits",
    ]),
    Text("public-privacy-what-not"),
    Heading("public-privacy-why"),
    Points(&[
        "public-privacy-why-assess",
        "public-privacy-why-list",
        "public-privacy-why-contact",
        "public-privacy-why-counts",
    ]),
    Heading("public-privacy-law"),
    Text("public-privacy-law-text"),
    Text("public-privacy-consent-text"),
    Heading("public-privacy-who"),
    Text("public-privacy-who-text"),
    Text("public-privacy-public-text"),
    Heading("public-privacy-how-long"),
    Points(&["public-privacy-keep-evidence", "public-privacy-keep-decision", "public-privacy-keep-log"]),
    Heading("public-privacy-rights"),
    Text("public-privacy-rights-text"),
    Clocks,
    Text("public-privacy-rights-how"),
    Heading("public-privacy-cookies"),
    Text("public-privacy-cookies-text"),
    Links(&[("/lien-he", "public-link-contact")]),
];

const ACCESSIBILITY: &[Piece] = &[
    Text("public-access-lead"),
    Points(&[
        "public-access-keyboard",
        "public-access-script",
        "public-access-narrow",
        "public-access-large",
        "public-access-slow",
        "public-access-voice",
    ]),
    Heading("public-access-limits"),
    Text("public-access-limits-text"),
    Heading("public-access-help"),
    Text("public-access-help-text"),
    Links(&[("/lien-he", "public-link-contact")]),
];

const SITE_MAP: &[Piece] = &[
    Heading("public-map-everyone"),
    Links(&[
        ("/", "public-link-start"),
        ("/chuong-trinh", "public-link-programme"),
        ("/tieu-chi", "public-link-criteria"),
        ("/so-lieu", "public-link-figures"),
        ("/kiem-tra", "public-link-check"),
    ]),
    Heading("public-map-own"),
    Links(&[
        ("/vao", "public-link-sign-in"),
        ("/vao/phieu", "public-link-slip"),
        ("/ho-so", "public-link-own"),
    ]),
    Heading("public-map-about"),
    Links(&[
        ("/quyen-rieng-tu", "public-link-privacy"),
        ("/tro-nang", "public-link-accessibility"),
        ("/lien-he", "public-link-contact"),
        ("/api", "api-title"),
    ]),
];

#[derive(Template)]
#[template(path = "public/prose.html")]
struct Prose<'r> {
    frame: Frame<'r>,
    pieces: &'static [Piece],
    clocks: Vec<(String, i32)>,
    first_answer: i32,
}

fn show(visit: &Visit<'_>, title: &str, pieces: &'static [Piece]) -> Answer {
    let terms = Terms::DECREE_356;
    let clock = |kind: RequestKind| {
        let words = visit.words.get(&format!("public-right-{}", kind.name().replace('_', "-"))).into_owned();
        (words, terms.days(kind))
    };
    let clocks = RequestKind::ALL.map(clock).to_vec();
    visit.show(&Prose { frame: visit.frame(title), pieces, clocks, first_answer: terms.first_answer })
}

/// `GET /chuong-trinh`
pub fn programme(visit: &Visit<'_>) -> Answer {
    show(visit, "public-programme-title", PROGRAMME)
}

/// `GET /quyen-rieng-tu`
pub fn privacy(visit: &Visit<'_>) -> Answer {
    show(visit, "public-privacy-title", PRIVACY)
}

/// `GET /tro-nang`
pub fn accessibility(visit: &Visit<'_>) -> Answer {
    show(visit, "public-access-title", ACCESSIBILITY)
}

/// `GET /so-do-trang`
pub fn site_map(visit: &Visit<'_>) -> Answer {
    show(visit, "public-map-title", SITE_MAP)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Texts;

    #[test]
    fn every_piece_has_its_words_and_every_link_its_route() {
        let texts = Texts::load(None).expect("our own texts");
        let table = crate::route::table();
        let mut keys =
            vec!["public-programme-title", "public-privacy-title", "public-access-title", "public-map-title"];
        for piece in [PROGRAMME, PRIVACY, ACCESSIBILITY, SITE_MAP].concat() {
            match piece {
                Heading(key) | Text(key) => keys.push(key),
                Points(all) | Steps(all) => keys.extend(all),
                Links(all) => {
                    keys.extend(all.iter().map(|(_, words)| words));
                    for (path, _) in all {
                        assert!(table.iter().any(|route| route.path == *path), "no route {path}");
                    }
                }
                Clocks => (),
            }
        }
        let rights = RequestKind::ALL.map(|kind| format!("public-right-{}", kind.name().replace('_', "-")));
        for key in keys.into_iter().chain(rights.iter().map(String::as_str)) {
            assert!(texts.vietnamese().has(key), "no words for {key}");
        }
    }
}
