//! What a password must be.

use crate::Refusal;

/// What a password must be; the standard suggests the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordRules {
    /// Signs at least, where a second factor is asked for too.
    pub length_with_second_factor: usize,
    /// Signs at least for a citizen, who opens nothing but their own record.
    pub length_citizen: usize,
    /// Signs at least, where the password is all there is.
    pub length_alone: usize,
    /// Kinds of signs (small, capital, digit, other) where the password is all there is.
    pub kinds_alone: usize,
    /// Signs at most: hashing must not be made to work on a book.
    pub longest: usize,
    /// An administrator's password is changed after this many days.
    pub administrator_days: i64,
    /// And is none of the last so many.
    pub administrator_history: usize,
}

/// Which of the two measures holds for an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// Something else than the password is asked for as well.
    WithSecondFactor,
    /// The password is all there is, and opens nothing but the citizen's own record.
    Citizen,
    /// The password is all there is.
    Alone,
}

impl Default for PasswordRules {
    fn default() -> Self {
        Self {
            length_with_second_factor: 8,
            length_citizen: 8,
            length_alone: 14,
            kinds_alone: 4,
            longest: 200,
            administrator_days: 60,
            administrator_history: 10,
        }
    }
}

impl PasswordRules {
    /// Signs and kinds of signs at least. The standard suggests 14 signs of four kinds where no second factor is
    /// asked for (TCVN 14423:2026 as summarised in `rules.md` 3.2, a suggestion); for citizens, of whom many read and
    /// type slowly, 8 that are not among the first to be tried, with the lock after five failures.
    #[must_use]
    pub const fn measure(&self, strength: Strength) -> (usize, usize) {
        match strength {
            Strength::WithSecondFactor => (self.length_with_second_factor, 1),
            Strength::Citizen => (self.length_citizen, 1),
            Strength::Alone => (self.length_alone, self.kinds_alone),
        }
    }

    /// Checks a password that somebody chose.
    ///
    /// # Errors
    /// `access.password_too_short`, `access.password_too_long`, `access.password_too_plain`,
    /// `access.password_is_sign_in` or `access.password_too_common`. No text repeats the password.
    pub fn check(&self, password: &str, sign_in: &str, strength: Strength) -> Result<(), Refusal> {
        let (shortest, kinds) = self.measure(strength);
        let length = password.chars().count();
        if length < shortest {
            return Err(refusal(
                "access.password_too_short",
                format!("The password has {length} signs; at least {shortest} are asked for."),
            ));
        }
        if length > self.longest {
            return Err(refusal(
                "access.password_too_long",
                format!("The password has {length} signs; at most {} are taken.", self.longest),
            ));
        }
        let found = kinds_of_signs(password);
        if found < kinds {
            return Err(refusal(
                "access.password_too_plain",
                format!("The password has {found} kinds of signs; {kinds} are asked for."),
            ));
        }
        let folded = folded(password);
        let name = self::folded(sign_in);
        if !name.is_empty() && (folded == name || folded == name.chars().rev().collect::<String>()) {
            return Err(refusal("access.password_is_sign_in", "The password is the sign-in name.".into()));
        }
        if is_common(&folded) || (strength == Strength::Citizen && is_guessable(&folded)) {
            return Err(refusal(
                "access.password_too_common",
                "The password is one of those that are tried first.".into(),
            ));
        }
        Ok(())
    }

    /// The refusal for a password that the account has had before.
    #[must_use]
    pub fn used_before(&self) -> Refusal {
        refusal(
            "access.password_used_before",
            format!("The password is one of the last {}.", self.administrator_history),
        )
    }
}

fn refusal(code: &'static str, reason: String) -> Refusal {
    Refusal {
        code,
        reason,
        remedy: "Choose a longer one, like three or four words with a number and a mark between them.",
    }
}

/// How many of small letter, capital letter, digit and any other sign occur. Letters with marks are
/// letters; scripts without capitals count as small letters.
fn kinds_of_signs(password: &str) -> usize {
    let has = |kind: fn(char) -> bool| usize::from(password.chars().any(kind));
    has(|sign| sign.is_alphabetic() && !sign.is_uppercase())
        + has(char::is_uppercase)
        + has(char::is_numeric)
        + has(|sign| !sign.is_alphanumeric())
}

/// Small letters and digits alone: capitals and marks between do not make a common word another.
fn folded(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_common(folded: &str) -> bool {
    let same = folded.chars().next().is_none_or(|first| folded.chars().all(|sign| sign == first));
    let row = "01234567890123456789";
    let back: String = row.chars().rev().collect();
    same || row.contains(folded) || back.contains(folded) || COMMON.contains(&folded)
}

/// What a neighbour tries: digits alone, like a day of birth or a telephone number; a common word with a few digits
/// behind or before it; a piece typed again and again.
fn is_guessable(folded: &str) -> bool {
    let word = folded.trim_matches(|sign: char| sign.is_ascii_digit());
    let signs: Vec<char> = folded.chars().collect();
    let repeats = |piece: usize| {
        signs.len().is_multiple_of(piece) && signs.iter().zip(&signs[piece..]).all(|(a, b)| a == b)
    };
    word.is_empty()
        || COMMON.contains(&word)
        || COMMON.iter().any(|common| common.trim_matches(|sign: char| sign.is_ascii_digit()) == word)
        || (1..=signs.len() / 2).any(repeats)
}

/// What lists of stolen passwords show first that is long enough to pass, here and in Viet Nam, and the
/// words of this programme.
const COMMON: [&str; 48] = [
    "password",
    "password1",
    "password12",
    "password123",
    "passw0rd",
    "p4ssword",
    "qwertyui",
    "qwertyuiop",
    "qwerty123",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "1qaz2wsx",
    "q1w2e3r4",
    "asdfghjk",
    "asdfghjkl",
    "zxcvbnm1",
    "abc12345",
    "abcd1234",
    "abcdefgh",
    "a1234567",
    "a12345678",
    "a123456789",
    "123456789a",
    "123456abc",
    "iloveyou",
    "iloveyou1",
    "letmein1",
    "welcome1",
    "admin123",
    "admin1234",
    "administrator",
    "football",
    "princess",
    "sunshine",
    "matkhau1",
    "matkhau123",
    "matkhau12345",
    "anhyeuem",
    "emyeuanh",
    "anhyeuem123",
    "yeuemnhieu",
    "vietnam1",
    "vietnam123",
    "caobang123",
    "khuyenhoc",
    "congdanhoctap",
    "hochoc123",
    "sohoc123",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn said(password: &str, strength: Strength) -> &'static str {
        let rules = PasswordRules::default();
        rules.check(password, "can-bo-dam-thuy", strength).map_or_else(|refusal| refusal.code, |()| "taken")
    }

    #[test]
    fn a_password_is_long_enough_mixed_enough_and_not_what_is_tried_first() {
        use Strength::{Alone, Citizen, WithSecondFactor};
        for (password, strength, expected) in [
            ("nương ngô", Citizen, "taken"),
            ("bò vàng 7", Citizen, "taken"),
            ("bắp ngô", Citizen, "access.password_too_short"),
            ("12-03-1971", Citizen, "access.password_too_common"),
            ("0912 345 678", Citizen, "access.password_too_common"),
            ("MatKhau2026", Citizen, "access.password_too_common"),
            ("ngô ngô ngô", Citizen, "access.password_too_common"),
            ("nương ngô", WithSecondFactor, "taken"),
            ("bắp ngô", WithSecondFactor, "access.password_too_short"),
            ("nương ngô", Alone, "access.password_too_short"),
            ("nương ngô trên rẫy", Alone, "access.password_too_plain"),
            ("Nương ngô trên rẫy 7", Alone, "taken"),
            ("NuongNgoTrenRay7", Alone, "access.password_too_plain"),
            ("can-bo-dam-thuy", WithSecondFactor, "access.password_is_sign_in"),
            ("Can.Bo.Dam.Thuy", WithSecondFactor, "access.password_is_sign_in"),
            ("yuht-mad-ob-nac", WithSecondFactor, "access.password_is_sign_in"),
            ("MatKhau123", WithSecondFactor, "access.password_too_common"),
            ("mat-khau-123", WithSecondFactor, "access.password_too_common"),
            ("12345678", WithSecondFactor, "access.password_too_common"),
            ("87654321", WithSecondFactor, "access.password_too_common"),
            ("aaaaaaaaaa", WithSecondFactor, "access.password_too_common"),
            ("----------", WithSecondFactor, "access.password_too_common"),
            ("", WithSecondFactor, "access.password_too_short"),
        ] {
            assert_eq!(said(password, strength), expected, "{password:?} {strength:?}");
        }
        assert_eq!(said(&"ă7A.".repeat(51), Alone), "access.password_too_long");
    }

    #[test]
    fn a_refusal_never_repeats_the_password() {
        let rules = PasswordRules::default();
        for password in ["bắp ngô", "matkhau123", "nương ngô trên rẫy"] {
            let refusal = rules.check(password, "x", Strength::Alone).expect_err("too weak");
            assert!(!refusal.reason.contains(password) && !refusal.remedy.contains(password));
        }
    }

    #[test]
    fn every_common_one_on_the_list_is_long_enough_to_need_it() {
        for word in COMMON {
            assert!(word.len() >= 8 && folded(word) == word, "{word}");
        }
    }
}
