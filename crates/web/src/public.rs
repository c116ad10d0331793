//! What everyone may see without signing in: the certificate check, the programme, the criteria, figures, and
//! the statements a public site owes its visitors.

mod check;
mod contact;
pub mod criteria;
mod figures;
mod prose;
mod robots;

pub use check::find as find_certificate;

use crate::route::{Route, Who, get};

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get("/kiem-tra", Who::Anyone, check::page),
        get("/kiem-tra/{so_hieu}", Who::Anyone, check::of_serial),
        get("/chuong-trinh", Who::Anyone, prose::programme),
        get("/tieu-chi", Who::Anyone, criteria::page),
        get("/tieu-chi/{nhom}", Who::Anyone, criteria::form),
        get("/so-lieu", Who::Anyone, figures::page),
        get("/so-lieu/{don_vi}", Who::Anyone, figures::one),
        get("/so-lieu/{don_vi}/csv", Who::Anyone, figures::list),
        get("/quyen-rieng-tu", Who::Anyone, prose::privacy),
        get("/tro-nang", Who::Anyone, prose::accessibility),
        get("/lien-he", Who::Anyone, contact::page),
        get("/so-do-trang", Who::Anyone, prose::site_map),
        get("/robots.txt", Who::Anyone, robots::robots),
        get("/.well-known/security.txt", Who::Anyone, robots::security),
    ]
}
