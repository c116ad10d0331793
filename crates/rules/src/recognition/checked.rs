//! What a paper is worth that somebody holds up.

use super::TitleState;

/// Whether a certificate may be believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertificateStanding {
    /// The title holds, and this is its newest paper.
    Valid,
    /// The title was taken away.
    Revoked,
    /// Another paper stands in its place, of this serial; whether that one holds is asked of it.
    Replaced(String),
}

/// The standing of a certificate: `granted` is the state of the title its own line granted (none for a paper
/// issued again), `now` that of the newest title of the same dossier, `newest` the serial of its newest paper.
///
/// A paper whose title was revoked stays revoked, even when the same person earned the title anew with another
/// paper.
#[must_use]
pub fn standing(
    serial: &str,
    granted: Option<TitleState>,
    now: Option<TitleState>,
    newest: &str,
) -> CertificateStanding {
    let is_newest = serial == newest;
    match granted {
        Some(TitleState::Revoked) => CertificateStanding::Revoked,
        _ if !is_newest => CertificateStanding::Replaced(newest.to_owned()),
        _ if now == Some(TitleState::Valid) => CertificateStanding::Valid,
        // Nothing that is not known to hold is said to hold.
        _ => CertificateStanding::Revoked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_holds_only_while_its_title_does_and_no_newer_paper_is_out() {
        use CertificateStanding as S;
        use TitleState::{Replaced, Revoked, Valid};
        let other = || S::Replaced("B".to_owned());
        for (granted, now, newest, expected) in [
            (Some(Valid), Some(Valid), "A", S::Valid),
            // Issued again for a lost one: the new paper's line grants nothing itself.
            (None, Some(Valid), "A", S::Valid),
            (Some(Valid), Some(Valid), "B", other()),
            // Corrected.
            (Some(Replaced), Some(Valid), "B", other()),
            (Some(Revoked), Some(Revoked), "A", S::Revoked),
            (None, Some(Revoked), "A", S::Revoked),
            // Revoked, then earned anew.
            (Some(Revoked), Some(Valid), "B", S::Revoked),
            (None, None, "A", S::Revoked),
        ] {
            assert_eq!(standing("A", granted, now, newest), expected, "{granted:?} {now:?} {newest}");
        }
    }
}
