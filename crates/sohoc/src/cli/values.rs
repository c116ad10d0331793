//! Values of the command line that are more than a word or a number.

use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use sohoc_rules::dossier::CountingRule;
use sohoc_rules::journal::Digest;
use sohoc_rules::time::Date;

/// A unit by its code, under the map of a day: codes are used again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitAt {
    /// Official code.
    pub code: String,
    /// The day of the map; `None` for the day that the command usually takes.
    pub day: Option<Date>,
}

impl FromStr for UnitAt {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (code, at) = text.split_once('@').map_or((text, None), |(code, at)| (code, Some(at)));
        if code.trim().is_empty() {
            return Err("write a code, like 01273 or 01273@2024-12-31".to_owned());
        }
        Ok(Self { code: code.trim().to_owned(), day: at.map(day).transpose()? })
    }
}

/// A seal known from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Its number.
    pub number: i64,
    /// Its digest.
    pub digest: Digest,
}

impl FromStr for Anchor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "write the number, a colon and 64 hexadecimal digits".to_owned();
        let (number, hex) = text.split_once(':').ok_or_else(wrong)?;
        if hex.len() != 64 || !hex.is_ascii() {
            return Err(wrong());
        }
        let mut digest = [0; 32];
        for (place, byte) in digest.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&hex[2 * place..2 * place + 2], 16).map_err(|_| wrong())?;
        }
        Ok(Self { number: number.parse().map_err(|_| wrong())?, digest })
    }
}

/// Reads a day.
/// Years from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    /// The first.
    pub from: i16,
    /// The last.
    pub to: i16,
}

impl FromStr for Years {
    type Err = String;

    /// Reads `2024` or `2023-2026`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || "write years from 2023 on, like 2023-2026".to_owned();
        let (from, to) = text.split_once('-').unwrap_or((text, text));
        let from: i16 = from.trim().parse().map_err(|_| wrong())?;
        let to: i16 = to.trim().parse().map_err(|_| wrong())?;
        if (2023..=2100).contains(&from) && (from..=2100).contains(&to) {
            Ok(Self { from, to })
        } else {
            Err(wrong())
        }
    }
}

pub fn day(text: &str) -> Result<Date, String> {
    text.trim().parse().map_err(|_| "write a day like 2026-07-01".to_owned())
}

pub fn counting_rules() -> impl TypedValueParser<Value = CountingRule> {
    PossibleValuesParser::new(CountingRule::ALL.map(CountingRule::code))
        .map(|name| CountingRule::from_code(&name).expect("only names of rules are possible"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_unit_is_a_code_and_perhaps_a_day() {
        let unit = |code: &str, day| UnitAt { code: code.to_owned(), day };
        assert_eq!("01273".parse(), Ok(unit("01273", None)));
        assert_eq!("01273@2024-12-31".parse(), Ok(unit("01273", Some(date(2024, 12, 31)))));
        for text in ["", "@2024-12-31", "01273@", "01273@31/12/2024"] {
            assert!(text.parse::<UnitAt>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_anchor_reads_back_and_nothing_else_does() {
        let hex = "0a".repeat(32);
        assert_eq!(format!("12:{hex}").parse(), Ok(Anchor { number: 12, digest: [10; 32] }));
        for text in
            [format!("12{hex}"), format!("x:{hex}"), "1:0a".to_owned(), format!("1:{}", "é".repeat(32))]
        {
            assert!(text.parse::<Anchor>().is_err(), "{text}");
        }
    }
}
