//! Every kind of page, in both languages, light and dark, on the narrowest phone and on a desktop:
//! no violation of WCAG 2.2 AA, valid HTML, nothing wider than its window, nothing on the console.

use crate::browser::{Language, Look, Scheme, Visitor};
use crate::house::{House, Html, check_html, journey};

/// A kind of page and how one of them is reached.
struct PageKind {
    name: &'static str,
    path: &'static str,
    /// What the browser rightly complains of: the status of the page itself.
    status: Option<u16>,
}

const fn page(name: &'static str, path: &'static str) -> PageKind {
    PageKind { name, path, status: None }
}

const PUBLIC: [PageKind; 5] = [
    page("start", "/"),
    page("design", "/giao-dien"),
    page("sign-in", "/vao"),
    page("slip", "/vao/phieu"),
    PageKind { name: "nothing", path: "/khong-co-trang-nay", status: Some(404) },
];

#[test]
fn public_pages_keep_every_promise_in_vietnamese() {
    journey(async |house| walk(house, &PUBLIC, Language::Vietnamese).await);
}

#[test]
fn public_pages_keep_every_promise_in_english() {
    journey(async |house| walk(house, &PUBLIC, Language::English).await);
}

/// Looks at all of the pages and tells all that is wrong at once.
async fn walk(house: &House, kinds: &[PageKind], language: Language) {
    let visitor = house.visitor(Look::NARROW.in_language(language)).await;
    let (mut broken, mut pages) = (Vec::new(), Vec::new());
    for kind in kinds {
        visitor.goes_to(kind.path).await;
        let name = format!("{}-{}", kind.name, language.tag());
        let (found, html) = examine(&visitor, &name).await;
        let expected =
            |line: &String| kind.status.is_some_and(|status| line.contains(&format!("status of {status}")));
        broken.extend(found.into_iter().filter(|line| !expected(line)));
        pages.push(html);
    }
    broken.extend(check_html(&pages));
    assert!(broken.is_empty(), "{} broken promises:\n{}", broken.len(), broken.join("\n"));
}

/// Looks at the page that is shown in all widths and colours.
async fn examine(visitor: &Visitor, name: &str) -> (Vec<String>, Html) {
    let html = visitor.html(name).await;
    let mut broken = Vec::new();
    for (width, height) in [(320, 640), (1280, 900)] {
        visitor.resizes(width, height).await;
        for scheme in [Scheme::Light, Scheme::Dark] {
            visitor.turns(scheme).await;
            let place = format!("{name}-{width}-{scheme:?}").to_lowercase();
            broken.extend(visitor.axe().await.into_iter().map(|line| format!("{place}: {line}")));
            visitor.pictures(&place).await;
        }
        broken.extend(visitor.overflow().await.map(|line| format!("{name}-{width}: {line}")));
        broken.extend(visitor.unseen_focus().await.into_iter().map(|line| format!("{name}-{width}: {line}")));
    }
    visitor.resizes(320, 640).await;
    visitor.turns(Scheme::Light).await;
    broken.extend(visitor.complaints().await.into_iter().map(|line| format!("{name}: {line}")));
    (broken, html)
}
