//! How the visitor wants pages to look: language, light or dark, large letters. Kept in cookies that say
//! nothing of who it is.

use axum::http::{HeaderValue, header};

use crate::failure::Answer;
use crate::route::{Route, Who, post};
use crate::visit::Visit;

/// Cookie of the language.
pub const LANGUAGE: &str = "tieng";
/// Cookie of light or dark.
const THEME: &str = "nen";
/// Cookie of the size of letters.
pub const LETTERS: &str = "chu";

/// The routes of preferences.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![post("/tuy-chon", Who::Anyone, set)]
}

/// `auto`, `light` or `dark`, as chosen.
pub fn theme(visit: &Visit<'_>) -> &'static str {
    match visit.cookie(THEME) {
        Some("toi") => "dark",
        Some("sang") => "light",
        _ => "auto",
    }
}

/// `POST /tuy-chon`: keeps what was chosen and goes back to where it was.
fn set(visit: &Visit<'_>) -> Answer {
    let form = visit.form();
    let back = form.get("ve");
    let mut response = visit.go(if is_own(back) { back } else { "/" }, "")?;
    let kept = [(LANGUAGE, form.get(LANGUAGE)), (THEME, form.get(THEME)), (LETTERS, form.get(LETTERS))];
    for (name, value) in kept {
        let fits = match name {
            LANGUAGE => visit.counter.texts().find(value).is_some(),
            THEME => matches!(value, "sang" | "toi" | "may"),
            _ => matches!(value, "lon" | "thuong"),
        };
        if fits && let Ok(cookie) = HeaderValue::from_str(&cookie(visit, name, value)) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    Ok(response)
}

fn cookie(visit: &Visit<'_>, name: &str, value: &str) -> String {
    let secure = if visit.counter.is_secure() { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}")
}

/// Whether a path leads to a page of this counter and not elsewhere: `//other.example` would.
#[must_use]
pub fn is_own(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn one_comes_back_to_pages_of_this_counter_only() {
        assert!(is_own("/ho-so?nam=2026"));
        for path in ["", "//kẻ.lạ", "https://other.example", "/\\other.example", "/a\r\nb"] {
            assert!(!is_own(path), "{path:?}");
        }
    }
}
