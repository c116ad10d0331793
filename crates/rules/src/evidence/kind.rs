//! Kinds and states of evidence, and the few words that go with it.

use unicode_normalization::UnicodeNormalization as _;

use crate::Refusal;

/// What a piece of evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A picture, a paper or a recording, kept here.
    File,
    /// A page on the web.
    Link,
    /// An entry of an attendance list.
    Attendance,
    /// What somebody saw and stands for by name.
    Note,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::File, Self::Link, Self::Attendance, Self::Note];

    /// As it is stored; never renumbered.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::File => 1,
            Self::Link => 2,
            Self::Attendance => 3,
            Self::Note => 4,
        }
    }

    /// From the stored form.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What the reviewers have said to a piece of evidence so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceState {
    /// Nothing yet.
    Offered,
    /// It shows what it is meant to show.
    Accepted,
    /// It does not; the reason is with the judgement.
    Refused,
}

impl EvidenceState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Offered, Self::Accepted, Self::Refused];

    /// As it is stored; never renumbered.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Offered => 1,
            Self::Accepted => 2,
            Self::Refused => 3,
        }
    }

    /// From the stored form.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Most letters of a title.
const LONGEST_TITLE: usize = 120;
/// Most letters of an attested note or the name of a witness.
const LONGEST_NOTE: usize = 1_000;
/// Most letters of a link.
const LONGEST_LINK: usize = 500;

/// What the person calls the evidence: one line, NFC, without control and direction signs. The name that
/// the file had on the phone is never kept: it tells of other people and places.
///
/// # Errors
/// `evidence.no_title` when nothing is left, `evidence.long_text` past 120 letters.
pub fn title(typed: &str) -> Result<String, Refusal> {
    let text = one_line(typed);
    if text.is_empty() {
        return Err(Refusal {
            code: "evidence.no_title",
            reason: "The evidence has no title.".to_owned(),
            remedy: "Say in a few words what it shows.",
        });
    }
    within(text, LONGEST_TITLE)
}

/// What a witness attests, or the witness's name.
///
/// # Errors
/// `evidence.empty_note` when nothing is left, `evidence.long_text` past 1,000 letters.
pub fn note(typed: &str) -> Result<String, Refusal> {
    let text = one_line(typed);
    if text.is_empty() {
        return Err(Refusal {
            code: "evidence.empty_note",
            reason: "An attested note needs what was seen and who saw it.".to_owned(),
            remedy: "Write both.",
        });
    }
    within(text, LONGEST_NOTE)
}

/// An address on the web as it may be shown: `https` or `http`, a host with a dot, no sign-in within.
///
/// # Errors
/// `evidence.not_a_link`, or `evidence.long_text` past 500 letters.
pub fn web_link(typed: &str) -> Result<String, Refusal> {
    let text = typed.trim();
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let is_plain = text.chars().all(|sign| {
        !sign.is_whitespace()
            && !sign.is_control()
            && !is_direction(sign)
            && !matches!(sign, '<' | '>' | '"' | '\\' | '`')
    });
    let is_host =
        |host: &str| host.contains('.') && !host.starts_with('.') && !host.contains('@') && host.len() > 3;
    if !is_plain || !host.is_some_and(is_host) {
        return Err(Refusal {
            code: "evidence.not_a_link",
            reason: "This is not the address of a page on the web.".to_owned(),
            remedy: "Copy the whole address from the browser; it begins with https://.",
        });
    }
    within(text.to_owned(), LONGEST_LINK)
}

fn one_line(typed: &str) -> String {
    let clean: String = typed
        .nfc()
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .filter(|sign| !is_direction(*sign))
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Signs that turn the direction of what follows or take no room: with them a text reads otherwise than
/// it is stored.
const fn is_direction(sign: char) -> bool {
    matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn within(text: String, longest: usize) -> Result<String, Refusal> {
    let letters = text.chars().count();
    if letters <= longest {
        return Ok(text);
    }
    Err(Refusal {
        code: "evidence.long_text",
        reason: format!("The text has {letters} letters; at most {longest} are kept."),
        remedy: "Shorten it.",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_codes_read_back() {
        assert!(Kind::ALL.iter().all(|kind| Kind::from_code(kind.code()) == Some(*kind)));
        assert!(
            EvidenceState::ALL.iter().all(|state| EvidenceState::from_code(state.code()) == Some(*state))
        );
        assert_eq!((Kind::from_code(0), EvidenceState::from_code(9)), (None, None));
    }

    #[test]
    fn a_title_is_one_clean_line_of_limited_length() {
        assert_eq!(title("  Giấy\tchứng \n nhận\u{202e} ").as_deref(), Ok("Giấy chứng nhận"));
        assert_eq!(title("Lo\u{0300}").as_deref(), Ok("Lò"), "composed");
        assert_eq!(title(" \u{feff}\n").map_err(|refusal| refusal.code), Err("evidence.no_title"));
        assert_eq!(title(&"ă".repeat(121)).map_err(|refusal| refusal.code), Err("evidence.long_text"));
        assert!(title(&"ă".repeat(120)).is_ok());
        assert_eq!(note("\n").map_err(|refusal| refusal.code), Err("evidence.empty_note"));
    }

    #[test]
    fn only_addresses_of_web_pages_are_links() {
        for good in
            ["https://hoctap.edu.vn/khoa-hoc?x=1#y", " HTTP://a.vn ", "https://vi.wikipedia.org/wiki/Học"]
        {
            assert_eq!(web_link(good).as_deref(), Ok(good.trim()), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "https://localhost/x",
            "https://a@b.vn/",
            "https://a.vn/\"><script>",
            "https://a.vn/x y",
            "ftp://a.vn/",
            "https://a.vn/\u{202e}gpj",
        ] {
            assert_eq!(web_link(bad).map_err(|refusal| refusal.code), Err("evidence.not_a_link"), "{bad}");
        }
    }
}
