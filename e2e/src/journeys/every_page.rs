//! Every kind of page, in both languages, light and dark, on the narrowest phone and on a desktop:
//! no violation of WCAG 2.2 AA, valid HTML, nothing wider than its window, nothing on the console.

use super::routes::{Pattern, pages};
use super::{citizen, entering, staff};
use crate::browser::{Language, Look, Scheme, Visitor};
use crate::house::{House, Html, check_html, journey};

/// Pages in which people sign in, looked at where they are reached; the rest of the record is walked below.
const ELSEWHERE: &[&str] = &[
    // Steps of signing in, open only while one is in them: `the_steps_of_signing_in_keep_every_promise`.
    "/vao/buoc-hai",
    "/vao/dat-buoc-hai",
    "/vao/mat-khau-moi",
    // Shown once an office machine was left alone for long.
    "/vao/mo-khoa",
    // Lead on to the page of the evidence itself.
    "/ho-so/{nam}/cau/{chi_so}/minh-chung",
    // The pages of a hamlet and of a person, as organizations and offices have them too: the same templates.
    "/xom/co-quan/{co_quan}/danh-sach",
    "/xom/co-quan/{co_quan}/phieu-trang",
    "/duyet/co-quan/{co_quan}",
    "/duyet/co-quan/{co_quan}/ca-loat",
    // Passkeys, and accounts of identity providers that the sample has none of.
    "/toi/khoa",
    "/vao/noi/{nha}",
    "/vao/qua/{nha}",
    "/vao/ve",
    "/vao/xac-nhan",
    // Lead on to the only place of those who have one.
    "/duyet",
    "/xom",
    // No walk looks at these yet.
    "/thanh-tra/{ho_so}",
    "/tai-khoan",
    "/tai-khoan/canh-bao",
    "/tai-khoan/moi",
    "/tai-khoan/{tai_khoan}",
    "/quyet-dinh",
    "/quyet-dinh/moi",
    "/quyet-dinh/phien/moi",
    "/quyet-dinh/phien/{phien}",
    "/quyet-dinh/{quyet_dinh}",
    "/quyet-dinh/{quyet_dinh}/dong/{dong}",
    "/quyet-dinh/{quyet_dinh}/giay-chung-nhan",
    // No pages: a file, a sound.
    "/tep/{minh_chung}",
    "/tieng-noi/{tieng}/{nhom}/{chi_so}",
];

/// Who walks which pages, by the patterns of the record of routes; each page is walked at least once.
struct Walk {
    role: &'static str,
    patterns: &'static [&'static str],
}

/// What citizens see while they answer.
const ANSWERING: Walk = Walk {
    role: "citizen",
    patterns: &[
        "/ho-so",
        "/ho-so/{nam}/dong-y",
        "/ho-so/{nam}/nhom",
        "/ho-so/{nam}/cau/{chi_so}",
        "/minh-chung/{ho_so}/{chi_so}",
        "/toi",
        "/toi/dong-y",
        "/toi/ai-da-xem",
        "/toi/yeu-cau",
    ],
};
/// What citizens see once all is answered, and afterwards.
const ANSWERED: Walk = Walk { role: "citizen", patterns: &["/ho-so/{nam}/xem-lai"] };
const HANDED_IN: Walk = Walk {
    role: "citizen",
    patterns: &["/ho-so/{nam}/bien-nhan", "/ho-so/{nam}/theo-doi", "/ho-so/{nam}/rut", "/ho-so/{nam}/giay"],
};
const HELPER: Walk = Walk {
    role: "volunteer",
    patterns: &[
        "/xom/{don_vi}/danh-sach",
        "/xom/{don_vi}/phieu-trang",
        "/xom/{nguoi}/nhap",
        "/xom/{nguoi}/gap",
    ],
};
const HELPING: Walk =
    Walk { role: "volunteer", patterns: &["/xom/{nguoi}/cau/{chi_so}", "/xom/{nguoi}/phieu"] };
const HELPED: Walk = Walk { role: "volunteer", patterns: &["/xom/{nguoi}/xem-lai"] };
const HELPED_ON: Walk = Walk { role: "volunteer", patterns: &["/xom/{nguoi}/bien-nhan"] };
const OFFICER: Walk = Walk {
    role: "commune_officer",
    patterns: &[
        "/duyet/don-vi/{don_vi}",
        "/duyet/don-vi/{don_vi}/ca-loat",
        "/duyet/{ho_so}",
        "/yeu-cau",
        "/yeu-cau/{yeu_cau}",
        "/tai-khoan/khoa-api",
    ],
};
const INSPECTOR: Walk = Walk { role: "province_inspector", patterns: &["/thanh-tra"] };
const WALKS: &[Walk] =
    &[ANSWERING, ANSWERED, HANDED_IN, HELPER, HELPING, HELPED, HELPED_ON, OFFICER, INSPECTOR];

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

const PUBLIC: [PageKind; 6] = [
    page("start", "/"),
    page("design", "/giao-dien"),
    page("sign-in", "/vao"),
    page("slip", "/vao/phieu"),
    page("api", "/api"),
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

#[test]
fn no_page_of_the_record_is_forgotten() {
    let walked = |path: &str| WALKS.iter().any(|walk| walk.patterns.contains(&path));
    let public = |path: &str| PUBLIC.iter().any(|kind| Pattern::new(path).fits(kind.path));
    let all = pages();
    let forgotten: Vec<&String> = all
        .iter()
        .filter(|path| !walked(path) && !public(path) && !ELSEWHERE.contains(&path.as_str()))
        .collect();
    assert!(forgotten.is_empty(), "no walk looks at {forgotten:#?}");
    let named = WALKS.iter().flat_map(|walk| walk.patterns).chain(ELSEWHERE);
    let gone: Vec<_> = named.filter(|path| !all.iter().any(|one| one == *path)).collect();
    assert!(gone.is_empty(), "these pages are no more: {gone:#?}");
}

#[test]
fn what_citizens_see_keeps_every_promise() {
    journey(async |house| {
        let visitor = house.visitor(Look::NARROW).await;
        let _ = citizen::begins(house, &visitor).await;
        let mut looked = Looked::default();
        crawl(&visitor, &ANSWERING, &mut looked).await;
        citizen::opens_first_question(&visitor).await;
        citizen::answers_questions(&visitor, 1, 10).await;
        crawl(&visitor, &ANSWERED, &mut looked).await;
        visitor.goes_to(&citizen::own("xem-lai")).await;
        citizen::hands_in(&visitor).await;
        crawl(&visitor, &HANDED_IN, &mut looked).await;
        looked.judge();
    });
}

#[test]
fn what_officers_see_keeps_every_promise() {
    journey(async |house| {
        let citizen = house.visitor(Look::PHONE).await;
        let _ = entering::activates(house, &citizen, "citizen").await;
        citizen.goes_to("/toi/yeu-cau").await;
        citizen.chooses("Cho tôi xem dữ liệu").await;
        citizen.presses("Gửi yêu cầu").await;
        citizen.sees("Đã gửi yêu cầu").await;
        staff::a_dossier_waits(house, &citizen).await;
        let visitor = house.visitor(Look::NARROW).await;
        let _ = entering::activates(house, &visitor, OFFICER.role).await;
        staff::endorses_the_first(&visitor).await;
        visitor.goes_to(&staff::batch(&visitor).await).await;
        let mut looked = Looked::default();
        crawl(&visitor, &OFFICER, &mut looked).await;
        looked.judge();
    });
}

#[test]
fn what_inspectors_see_keeps_every_promise() {
    journey(async |house| {
        let visitor = house.visitor(Look::NARROW).await;
        let _ = entering::activates(house, &visitor, INSPECTOR.role).await;
        visitor.goes_to("/thanh-tra").await;
        visitor.sends("Tìm").await;
        let mut looked = Looked::default();
        crawl(&visitor, &INSPECTOR, &mut looked).await;
        looked.judge();
    });
}

#[test]
fn what_helpers_see_keeps_every_promise() {
    journey(async |house| {
        let visitor = house.visitor(Look::NARROW).await;
        let _ = entering::activates(house, &visitor, HELPER.role).await;
        let mut looked = Looked::default();
        let _ = staff::opens_somebody(&visitor).await;
        crawl(&visitor, &HELPER, &mut looked).await;
        let _ = staff::begins_for_somebody(&visitor).await;
        crawl(&visitor, &HELPING, &mut looked).await;
        let _ = staff::begins_for_somebody(&visitor).await;
        staff::answers_for_somebody(&visitor).await;
        crawl(&visitor, &HELPED, &mut looked).await;
        visitor.presses("Gửi hồ sơ").await;
        visitor.sees("Số biên nhận").await;
        crawl(&visitor, &HELPED_ON, &mut looked).await;
        looked.judge();
    });
}

#[test]
fn the_steps_of_signing_in_keep_every_promise() {
    journey(async |house| {
        let visitor = house.visitor(Look::NARROW).await;
        let account = house.program.account("province_inspector");
        visitor.goes_to("/vao/phieu").await;
        visitor.fills("Mã trên phiếu", &account.activation_code).await;
        visitor.sends("Vào").await;
        visitor.leaves("Vào bằng phiếu của xóm").await;
        let mut looked = Looked::default();
        let mut key = crate::house::Key { name: account.sign_in.clone(), secret: None };
        for name in ["password", "set-up", "recovery"] {
            looked.examine(&visitor, name).await;
            if name == "set-up" {
                // Looking at what was sent may have asked for it again, and with it for another secret.
                visitor.goes_to("/vao/dat-buoc-hai").await;
            }
            entering::settles_one(&visitor, &mut key).await;
        }
        let other = house.visitor(Look::NARROW).await;
        entering::signs_in_first(&other, &key).await;
        other.sees("Bước thứ hai").await;
        looked.examine(&other, "second-factor").await;
        looked.judge();
    });
}

/// How many pages of one kind are opened in search of links.
const OF_A_KIND: usize = 3;

/// Follows links from where the visitor stands until a page of every kind of the walk was looked at, once
/// in each language. What no link leads to is told.
async fn crawl(visitor: &Visitor, walk: &Walk, looked: &mut Looked) {
    let patterns: Vec<Pattern> = pages().iter().map(|path| Pattern::new(path)).collect();
    let mut missing: Vec<&str> = walk.patterns.to_vec();
    let mut queue = std::collections::VecDeque::from([visitor.address().await, "/".to_owned()]);
    let mut opened: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    while let Some(path) = queue.pop_front() {
        if missing.is_empty() {
            return;
        }
        let Some(pattern) = Pattern::of(&patterns, &path) else { continue };
        let times = opened.entry(pattern.path.clone()).or_default();
        if *times == OF_A_KIND || ["/tep/", "/tieng-noi/"].iter().any(|file| path.starts_with(file)) {
            continue;
        }
        *times += 1;
        visitor.goes_to(&path).await;
        let here = visitor.address().await;
        let Some(pattern) = Pattern::of(&patterns, &here) else { continue };
        if let Some(place) = missing.iter().position(|one| *one == pattern.path) {
            missing.swap_remove(place);
            let name = format!("{}-{}", walk.role, pattern.name());
            looked.examine(visitor, &format!("{name}-vi")).await;
            visitor.presses("English").await;
            looked.examine(visitor, &format!("{name}-en")).await;
            visitor.presses("Tiếng Việt").await;
        }
        queue.extend(visitor.links("/").await);
    }
    looked.broken.push(format!("no link leads {} to {missing:?}", walk.role));
}

/// What was found so far.
#[derive(Default)]
struct Looked {
    broken: Vec<String>,
    html: Vec<Html>,
}

impl Looked {
    async fn examine(&mut self, visitor: &Visitor, name: &str) {
        let (found, html) = examine(visitor, name).await;
        self.broken.extend(found);
        self.html.push(html);
    }

    fn judge(mut self) {
        // Names and criteria are Vietnamese in every language: the checker's guess at the language is no fault.
        let guess = |line: &String| line.contains("This document appears to be written in");
        self.broken.extend(check_html(&self.html).into_iter().filter(|line| !guess(line)));
        assert!(self.broken.is_empty(), "{} broken promises:\n{}", self.broken.len(), self.broken.join("\n"));
    }
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
