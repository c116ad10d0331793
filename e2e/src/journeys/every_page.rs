//! Every kind of page, in both languages, light and dark, on the narrowest phone and on a desktop:
//! no violation of WCAG 2.2 AA, valid HTML, nothing wider than its window, nothing on the console.

use crate::browser::{Look, Scheme, Visitor};
use crate::house::{Html, check_html, journey};

/// A kind of page and how one of them is reached.
struct PageKind {
    name: &'static str,
    path: &'static str,
}

const PUBLIC: [PageKind; 1] = [PageKind { name: "start", path: "/" }];

#[test]
fn public_pages_keep_every_promise() {
    journey(async |house| {
        let visitor = house.visitor(Look::NARROW).await;
        let mut broken = Vec::new();
        let mut pages = Vec::new();
        for kind in &PUBLIC {
            visitor.goes_to(kind.path).await;
            broken.extend(examine(&visitor, kind.name).await);
            pages.push(visitor.html(kind.name).await);
        }
        finish(broken, &pages);
    });
}

/// Looks at the page that is shown in all widths and colours.
async fn examine(visitor: &Visitor, name: &str) -> Vec<String> {
    let mut broken = Vec::new();
    for (width, height) in [(320, 640), (1280, 900)] {
        visitor.resizes(width, height).await;
        for scheme in [Scheme::Light, Scheme::Dark] {
            visitor.turns(scheme).await;
            let place = format!("{name} {width} {scheme:?}");
            broken.extend(visitor.axe().await.into_iter().map(|line| format!("{place}: {line}")));
            visitor.pictures(&place.replace(' ', "-").to_lowercase()).await;
        }
        broken.extend(visitor.overflow().await.map(|line| format!("{name} {width}: {line}")));
    }
    broken.extend(visitor.complaints().await.into_iter().map(|line| format!("{name}: {line}")));
    broken
}

fn finish(mut broken: Vec<String>, pages: &[Html]) {
    broken.extend(check_html(pages));
    assert!(broken.is_empty(), "{} broken promises:\n{}", broken.len(), broken.join("\n"));
}
