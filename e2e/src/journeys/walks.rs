//! Which kinds of pages there are to look at, and who looks at them.

use super::routes::pages;

/// Pages in which people sign in, looked at where they are reached; the rest of the record is walked below.
const ELSEWHERE: &[&str] = &[
    // Steps of signing in, open only while one is in them: `the_steps_of_signing_in_keep_every_promise`.
    "/vao/buoc-hai",
    "/vao/dat-buoc-hai",
    "/vao/mat-khau-moi",
    // Shown once an office machine was left alone for long; the form is that of `/vao/xac-nhan`.
    "/vao/mo-khoa",
    // Leads on to the page of the evidence itself.
    "/ho-so/{nam}/cau/{chi_so}/minh-chung",
    // Lead to identity providers and back; the sample has none, the pages' own tests have a false one.
    "/vao/noi/{nha}",
    "/vao/qua/{nha}",
    "/vao/ve",
    // For committees of organizations, of which the sample has none: the templates of a hamlet's list.
    "/xom/co-quan/{co_quan}/danh-sach",
    "/xom/co-quan/{co_quan}/phieu-trang",
    // Lead on to the only place of those who have one.
    "/duyet",
    "/xom",
    // No pages: files, a sound, a text for robots.
    "/so-lieu/{don_vi}/csv",
    "/tep/{minh_chung}",
    "/tieng-noi/{tieng}/{nhom}/{chi_so}",
    "/viec/{viec}/tep",
    "/robots.txt",
];

/// Who walks which pages, by the patterns of the record of routes; each page is walked at least once.
pub struct Walk {
    /// As `sohoc demo --json` names it.
    pub role: &'static str,
    /// Opened first, one after the other.
    pub from: &'static [&'static str],
    /// The kinds that are looked at.
    pub patterns: &'static [&'static str],
}

/// What everyone sees.
pub const EVERYONE: Walk = Walk {
    role: "everyone",
    from: &["/", "/so-do-trang", "/tieu-chi", "/giao-dien", "/vao", "/vao/phieu", "/api"],
    patterns: &[
        "/",
        "/giao-dien",
        "/vao",
        "/vao/phieu",
        "/chuong-trinh",
        "/tieu-chi",
        "/tieu-chi/{nhom}",
        "/kiem-tra",
        "/lien-he",
        "/quyen-rieng-tu",
        "/so-do-trang",
        "/so-lieu",
        "/so-lieu/{don_vi}",
        "/tro-nang",
        "/api",
    ],
};
/// What whoever has a certificate in hand sees.
pub const CHECKER: Walk = Walk { role: "everyone", from: &[], patterns: &["/kiem-tra/{so_hieu}"] };
/// What citizens see while they answer.
pub const ANSWERING: Walk = Walk {
    role: "citizen",
    from: &["/ho-so", "/toi", "/toi/khoa", "/vao/xac-nhan"],
    patterns: &[
        "/ho-so",
        "/ho-so/{nam}/dong-y",
        "/ho-so/{nam}/nhom",
        "/ho-so/{nam}/cau/{chi_so}",
        "/toi",
        "/toi/dong-y",
        "/toi/ai-da-xem",
        "/toi/bao-mat",
        "/toi/khoa",
        "/toi/yeu-cau",
        "/vao/xac-nhan",
    ],
};
/// Where citizens add evidence, and what they see once all is answered, and afterwards.
pub const EVIDENCE: Walk = Walk { role: "citizen", from: &[], patterns: &["/minh-chung/{ho_so}/{chi_so}"] };
pub const ANSWERED: Walk =
    Walk { role: "citizen", from: &["/ho-so/2026/xem-lai"], patterns: &["/ho-so/{nam}/xem-lai"] };
pub const HANDED_IN: Walk = Walk {
    role: "citizen",
    from: &["/ho-so"],
    patterns: &["/ho-so/{nam}/bien-nhan", "/ho-so/{nam}/theo-doi", "/ho-so/{nam}/rut", "/ho-so/{nam}/giay"],
};
pub const HELPER: Walk = Walk {
    role: "volunteer",
    from: &[],
    patterns: &[
        "/xom/{don_vi}/danh-sach",
        "/xom/{don_vi}/phieu-trang",
        "/xom/{nguoi}/nhap",
        "/xom/{nguoi}/gap",
    ],
};
pub const HELPING: Walk =
    Walk { role: "volunteer", from: &[], patterns: &["/xom/{nguoi}/cau/{chi_so}", "/xom/{nguoi}/phieu"] };
pub const HELPED: Walk = Walk { role: "volunteer", from: &[], patterns: &["/xom/{nguoi}/xem-lai"] };
pub const HELPED_ON: Walk =
    Walk { role: "volunteer", from: &[], patterns: &["/xom/{nguoi}/bien-nhan", "/xom/{nguoi}/dong-y"] };
pub const REVIEWER: Walk = Walk {
    role: "commune_officer",
    from: &["/duyet", "/yeu-cau"],
    patterns: &[
        "/duyet/don-vi/{don_vi}",
        "/duyet/don-vi/{don_vi}/ca-loat",
        "/duyet/{ho_so}",
        "/yeu-cau",
        "/yeu-cau/{yeu_cau}",
    ],
};
/// The officer's other work.
pub const REGISTRAR: Walk = Walk {
    role: "commune_officer",
    from: &["/viec", "/nguoi/trung", "/chat-luong", "/tai-khoan/khoa-api"],
    patterns: &[
        "/nguoi",
        "/nguoi/moi",
        "/nguoi/{nguoi}",
        "/nguoi/{nguoi}/sua",
        "/nguoi/trung",
        "/viec",
        "/viec/nhap",
        "/viec/xuat",
        "/viec/{viec}",
        "/chat-luong",
        "/chat-luong/{don_vi}",
        "/tai-khoan/khoa-api",
    ],
};
pub const DECIDER: Walk = Walk {
    role: "commune_decider",
    from: &["/quyet-dinh"],
    patterns: &[
        "/quyet-dinh",
        "/quyet-dinh/moi",
        "/quyet-dinh/phien/moi",
        "/quyet-dinh/phien/{phien}",
        "/quyet-dinh/{quyet_dinh}",
        "/quyet-dinh/{quyet_dinh}/dong/{dong}",
        "/quyet-dinh/{quyet_dinh}/giay-chung-nhan",
    ],
};
/// The head of a unit has the pages of a commune for its staff.
pub const HEAD: Walk = Walk {
    role: "head_of_unit",
    from: &["/duyet"],
    patterns: &["/duyet/co-quan/{co_quan}", "/duyet/co-quan/{co_quan}/ca-loat"],
};
pub const ADMINISTRATOR: Walk = Walk {
    role: "administrator",
    from: &["/don-vi", "/tieu-chi/bo", "/tai-khoan"],
    patterns: &[
        "/don-vi",
        "/don-vi/{don_vi}",
        "/don-vi/sap-xep",
        "/tieu-chi/bo",
        "/tai-khoan",
        "/tai-khoan/canh-bao",
        "/tai-khoan/moi",
        "/tai-khoan/{tai_khoan}",
    ],
};
/// What only the province's own officer sees.
pub const PROVINCE: Walk = Walk {
    role: "province_officer",
    from: &["/tieu-chi/bo", "/dot/moi"],
    patterns: &["/tieu-chi/bo/{bo}", "/dot/moi", "/dot/{nam}"],
};
pub const INSPECTOR: Walk = Walk {
    role: "province_inspector",
    from: &["/thanh-tra", "/chat-luong/khong-noi-o"],
    patterns: &["/thanh-tra", "/thanh-tra/{ho_so}", "/chat-luong/khong-noi-o"],
};

const WALKS: &[Walk] = &[
    EVERYONE,
    CHECKER,
    ANSWERING,
    EVIDENCE,
    ANSWERED,
    HANDED_IN,
    HELPER,
    HELPING,
    HELPED,
    HELPED_ON,
    REVIEWER,
    REGISTRAR,
    DECIDER,
    HEAD,
    ADMINISTRATOR,
    PROVINCE,
    INSPECTOR,
];

#[test]
fn no_page_of_the_record_is_forgotten() {
    let walked = |path: &str| WALKS.iter().any(|walk| walk.patterns.contains(&path));
    let all = pages();
    let forgotten: Vec<&String> =
        all.iter().filter(|path| !walked(path) && !ELSEWHERE.contains(&path.as_str())).collect();
    assert!(forgotten.is_empty(), "no walk looks at {forgotten:#?}");
    let named = WALKS.iter().flat_map(|walk| walk.patterns).chain(ELSEWHERE);
    let gone: Vec<_> = named.filter(|path| !all.iter().any(|one| one == *path)).collect();
    assert!(gone.is_empty(), "these pages are no more: {gone:#?}");
}
