//! Signing in and out.

mod confirm;
mod kept;
mod oidc;
mod own_passkeys;
mod own_sessions;
mod passkeys;
mod password;
pub mod proof;
mod provider;
mod sealed;
mod second_factor;
mod security;
mod sign_in;
mod slip;
mod ticket;

pub use second_factor::qr_picture;

use axum::http::StatusCode;
use axum::response::Response;

pub(crate) use provider::Providers;
pub(crate) use ticket::Spent;

use crate::guard::plain;
use crate::route::{Route, Who, get, post};
use crate::session::next_step;
use crate::visit::Visit;

pub use sign_in::said;

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get("/vao", Who::Anyone, sign_in::page),
        post("/vao", Who::Anyone, sign_in::send).up_to(kept::MOST_BYTES),
        get("/vao/phieu", Who::Anyone, slip::page),
        post("/vao/phieu", Who::Anyone, slip::send).up_to(kept::MOST_BYTES),
        get("/vao/buoc-hai", Who::HalfSignedIn, second_factor::page),
        post("/vao/buoc-hai", Who::HalfSignedIn, second_factor::send).up_to(kept::MOST_BYTES),
        get("/vao/dat-buoc-hai", Who::HalfSignedIn, second_factor::set_up_page),
        post("/vao/dat-buoc-hai", Who::HalfSignedIn, second_factor::set_up).up_to(kept::MOST_BYTES),
        get("/vao/mat-khau-moi", Who::HalfSignedIn, password::page),
        post("/vao/mat-khau-moi", Who::HalfSignedIn, password::send).up_to(kept::MOST_BYTES),
        get("/vao/mo-khoa", Who::HalfSignedIn, sign_in::unlock_page),
        post("/vao/mo-khoa", Who::HalfSignedIn, sign_in::unlock).up_to(kept::MOST_BYTES),
        get("/vao/xac-nhan", Who::SignedIn, confirm::page),
        post("/vao/xac-nhan", Who::SignedIn, confirm::send),
        get("/vao/qua/{nha}", Who::Anyone, oidc::leave),
        get("/vao/ve", Who::Anyone, oidc::come_back),
        get("/vao/noi/{nha}", Who::SignedIn, oidc::leave_to_link),
        post("/vao/bo-noi/{nha}", Who::SignedIn, oidc::unlink),
        post("/vao/khoa/bat-dau", Who::Anyone, passkeys::begin),
        post("/vao/khoa", Who::Anyone, passkeys::finish).up_to(kept::MOST_BYTES),
        get("/toi/bao-mat", Who::SignedIn, security::page),
        post("/toi/bao-mat", Who::SignedIn, own_sessions::send),
        post("/toi/bao-mat/bo-buoc-hai", Who::SignedIn, security::remove_code_device),
        post("/toi/bao-mat/ma-du-phong", Who::SignedIn, security::new_codes),
        get("/toi/khoa", Who::HalfSignedIn, own_passkeys::page),
        post("/toi/khoa", Who::HalfSignedIn, own_passkeys::add),
        post("/toi/khoa/bat-dau", Who::HalfSignedIn, own_passkeys::begin),
        post("/toi/khoa/bo", Who::HalfSignedIn, own_passkeys::remove),
        post("/ra", Who::HalfSignedIn, sign_in::leave),
    ]
}

/// Asks whoever came to sign in, or to finish signing in. A form that was sent is kept, sealed, and can be
/// sent again afterwards.
pub fn ask_to_sign_in(visit: &Visit<'_>) -> Response {
    let kept = kept::of(visit);
    if kept.is_empty() {
        let step = visit.session.as_ref().map_or("/vao", |session| next_step(session.standing));
        let here: String = form_urlencoded::byte_serialize(visit.request.path.as_bytes()).collect();
        let sent_on = visit.go(&format!("{step}?ve={here}"), "");
        return sent_on.unwrap_or_else(|failure| plain(failure.status(), ""));
    }
    let shown = match visit.session {
        Some(_) => sign_in::unlock_form(visit, StatusCode::UNAUTHORIZED, kept, Vec::new()),
        None => sign_in::form(visit, StatusCode::UNAUTHORIZED, kept, "", Vec::new()),
    };
    shown.unwrap_or_else(|failure| plain(failure.status(), ""))
}
