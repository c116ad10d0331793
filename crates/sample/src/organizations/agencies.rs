//! The offices of the province and of its districts.

use jiff::civil::{Date, date};
use sohoc_rules::time::Span;

use super::{InventedOrganization, OrganizationKind};
use crate::territory::{InventedCommune, LAST_DAY_BEFORE};

/// The agencies of the province, then those of the districts. Districts have no successor here yet: their
/// work goes to communes, which `local` adds.
pub(super) fn invent(communes: &[InventedCommune]) -> Vec<InventedOrganization> {
    let capital = communes.iter().find(|one| one.seat && one.is_ward()).or(communes.first());
    let Some(capital) = capital else { return Vec::new() };
    let mut all: Vec<InventedOrganization> = AGENCIES
        .iter()
        .map(|agency| InventedOrganization {
            key: agency.key.to_owned(),
            name: agency.name.to_owned(),
            kind: match agency.key {
                HOSPITAL => OrganizationKind::Health,
                COLLEGE => OrganizationKind::School,
                _ => OrganizationKind::ProvincialAgency,
            },
            seat: capital.unit,
            span: agency.span(),
            successor: AGENCIES.iter().position(|one| agency.became == Some(one.key)),
        })
        .collect();
    for seat in communes.iter().filter(|one| one.seat) {
        for (key, name) in DISTRICT_OFFICES {
            let of = if seat.is_ward() { "thành phố" } else { "huyện" };
            all.push(InventedOrganization {
                key: format!("{key}-{}", seat.district),
                name: format!("{name} {of} {}", seat.district_name),
                kind: OrganizationKind::DistrictAgency,
                seat: seat.unit,
                span: Span { from: None, to: Some(LAST_DAY_BEFORE) },
                successor: None,
            });
        }
    }
    all
}

/// The key of the general hospital.
const HOSPITAL: &str = "benh-vien-da-khoa-tinh";
/// The key of the college where students of the province study.
pub(super) const COLLEGE: &str = "truong-cao-dang";

struct Agency {
    key: &'static str,
    name: &'static str,
    since: Option<Date>,
    until: Option<Date>,
    became: Option<&'static str>,
}

impl Agency {
    const fn span(&self) -> Span {
        Span { from: self.since, to: self.until }
    }
}

const fn lasting(key: &'static str, name: &'static str) -> Agency {
    Agency { key, name, since: None, until: None, became: None }
}

const fn opened(key: &'static str, name: &'static str, since: Date) -> Agency {
    Agency { key, name, since: Some(since), until: None, became: None }
}

const fn merged(key: &'static str, name: &'static str, until: Date, became: &'static str) -> Agency {
    Agency { key, name, since: None, until: Some(until), became: Some(became) }
}

/// Since the reorganisation of the departments; the day before was the last of those merged away.
const DEPARTMENTS: Date = date(2025, 3, 1);
const BEFORE_DEPARTMENTS: Date = date(2025, 2, 28);
/// The committees of the Party were merged a month earlier.
const PARTY: Date = date(2025, 2, 3);
const BEFORE_PARTY: Date = date(2025, 2, 2);

/// What merged into an older department keeps that one's key.
const AGENCIES: [Agency; 37] = [
    lasting("van-phong-tinh-uy", "Văn phòng Tỉnh ủy"),
    lasting("ban-to-chuc-tinh-uy", "Ban Tổ chức Tỉnh ủy"),
    merged("ban-tuyen-giao", "Ban Tuyên giáo Tỉnh ủy", BEFORE_PARTY, "ban-tuyen-giao-va-dan-van"),
    merged("ban-dan-van", "Ban Dân vận Tỉnh ủy", BEFORE_PARTY, "ban-tuyen-giao-va-dan-van"),
    opened("ban-tuyen-giao-va-dan-van", "Ban Tuyên giáo và Dân vận Tỉnh ủy", PARTY),
    lasting("truong-chinh-tri", "Trường Chính trị tỉnh"),
    lasting("van-phong-ubnd-tinh", "Văn phòng Ủy ban nhân dân tỉnh"),
    lasting("thanh-tra-tinh", "Thanh tra tỉnh"),
    lasting("so-giao-duc-va-dao-tao", "Sở Giáo dục và Đào tạo"),
    lasting("so-khoa-hoc-va-cong-nghe", "Sở Khoa học và Công nghệ"),
    merged(
        "so-thong-tin-va-truyen-thong",
        "Sở Thông tin và Truyền thông",
        BEFORE_DEPARTMENTS,
        "so-khoa-hoc-va-cong-nghe",
    ),
    lasting("so-tai-chinh", "Sở Tài chính"),
    merged("so-ke-hoach-va-dau-tu", "Sở Kế hoạch và Đầu tư", BEFORE_DEPARTMENTS, "so-tai-chinh"),
    lasting("so-noi-vu", "Sở Nội vụ"),
    merged(
        "so-lao-dong-thuong-binh-va-xa-hoi",
        "Sở Lao động - Thương binh và Xã hội",
        BEFORE_DEPARTMENTS,
        "so-noi-vu",
    ),
    lasting("so-xay-dung", "Sở Xây dựng"),
    merged("so-giao-thong-van-tai", "Sở Giao thông vận tải", BEFORE_DEPARTMENTS, "so-xay-dung"),
    merged(
        "so-nong-nghiep-va-phat-trien-nong-thon",
        "Sở Nông nghiệp và Phát triển nông thôn",
        BEFORE_DEPARTMENTS,
        "so-nong-nghiep-va-moi-truong",
    ),
    merged(
        "so-tai-nguyen-va-moi-truong",
        "Sở Tài nguyên và Môi trường",
        BEFORE_DEPARTMENTS,
        "so-nong-nghiep-va-moi-truong",
    ),
    opened("so-nong-nghiep-va-moi-truong", "Sở Nông nghiệp và Môi trường", DEPARTMENTS),
    merged("ban-dan-toc", "Ban Dân tộc", BEFORE_DEPARTMENTS, "so-dan-toc-va-ton-giao"),
    opened("so-dan-toc-va-ton-giao", "Sở Dân tộc và Tôn giáo", DEPARTMENTS),
    lasting("so-cong-thuong", "Sở Công Thương"),
    lasting("so-tu-phap", "Sở Tư pháp"),
    lasting("so-van-hoa-the-thao-va-du-lich", "Sở Văn hóa, Thể thao và Du lịch"),
    lasting("so-y-te", "Sở Y tế"),
    lasting("so-ngoai-vu", "Sở Ngoại vụ"),
    lasting("uy-ban-mat-tran", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
    lasting("lien-doan-lao-dong", "Liên đoàn Lao động tỉnh"),
    lasting("hoi-lien-hiep-phu-nu", "Hội Liên hiệp Phụ nữ tỉnh"),
    lasting("hoi-nong-dan", "Hội Nông dân tỉnh"),
    lasting("tinh-doan", "Tỉnh đoàn"),
    lasting("hoi-cuu-chien-binh", "Hội Cựu chiến binh tỉnh"),
    lasting("hoi-khuyen-hoc-tinh", "Hội Khuyến học tỉnh"),
    lasting("bao-va-dai", "Báo và Đài Phát thanh - Truyền hình tỉnh"),
    lasting(HOSPITAL, "Bệnh viện Đa khoa tỉnh"),
    lasting(COLLEGE, "Trường Cao đẳng Cao Bằng"),
];

/// The offices that a district had.
const DISTRICT_OFFICES: [(&str, &str); 3] = [
    ("ubnd-huyen", "Ủy ban nhân dân"),
    ("phong-giao-duc", "Phòng Giáo dục và Đào tạo"),
    ("hoi-khuyen-hoc-huyen", "Hội Khuyến học"),
];
