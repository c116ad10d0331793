//! The kind and the name of a hamlet, the class of its area.

use sohoc_rules::territory::AreaClass;
use sohoc_rules::vietnamese::fold;

/// A hamlet's name in its two parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HamletName {
    /// In small letters; empty when the list does not say.
    pub kind: String,
    pub short: String,
}

impl HamletName {
    /// Takes the kind off the name: "Xóm Nà Mạ" of kind "xóm" is called "Nà Mạ".
    pub(super) fn new(name: &str, kind: Option<&str>) -> Self {
        let name = name.trim();
        let kind = kind.unwrap_or_default().trim().to_lowercase();
        let kind = in_full(&kind).to_owned();
        // "Tổ 12" of kind "tổ dân phố" says its kind too, only shorter.
        let as_written = kind.split_whitespace().count();
        let short = [as_written, 1].into_iter().find_map(|words| after_kind(name, &kind, words));
        Self { short: short.unwrap_or(name).to_owned(), kind }
    }

    /// The whole name, kind first.
    pub(super) fn full(&self) -> String {
        if self.kind.is_empty() {
            return self.short.clone();
        }
        let mut letters = self.kind.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).chain([' ']).chain(self.short.chars()).collect()
    }
}

/// What follows the first words of a name, when they are the kind.
fn after_kind<'n>(name: &'n str, kind: &str, words: usize) -> Option<&'n str> {
    let mut rest = name;
    for _ in 0..words {
        rest = rest.split_once(char::is_whitespace)?.1.trim_start();
    }
    let written: Vec<String> = name.split_whitespace().take(words).map(str::to_lowercase).collect();
    let written = written.join(" ");
    let is_kind = words > 0 && fold(in_full(&written)) == fold(kind);
    (is_kind && !rest.is_empty()).then_some(rest)
}

fn in_full(kind: &str) -> &str {
    match kind {
        "tdp" | "tổ" => "tổ dân phố",
        "xom" => "xóm",
        "thon" => "thôn",
        other => other,
    }
}

/// Words that only a commune or what stands above it begins with.
pub(super) fn is_larger(kind: &str) -> bool {
    ["tỉnh", "huyện", "thành phố", "thị xã", "xã", "phường", "thị trấn", "commune", "district", "province"]
        .contains(&kind.trim().to_lowercase().as_str())
}

/// What a list says of the class of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Area {
    Is(AreaClass),
    /// The column says yes or no to nothing in particular.
    Unclear,
    /// Nothing is said.
    Unsaid,
}

/// Reads the class: by its name, or a tick under a heading that names it.
pub(super) fn area(text: Option<&str>, heading: &str) -> Area {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Area::Unsaid };
    if let Ok(class) = text.parse() {
        return Area::Is(class);
    }
    let folded = fold(text);
    if ["khong", "0", "-"].contains(&folded.as_str()) {
        return Area::Unsaid;
    }
    let ticked = ["x", "co", "1"].contains(&folded.as_str());
    let said = if ticked { fold(heading) } else { folded };
    named(&said).map_or(Area::Unclear, Area::Is)
}

fn named(folded: &str) -> Option<AreaClass> {
    if folded.contains("dac biet kho khan") || folded.contains("dbkk") {
        return Some(AreaClass::EspeciallyDifficult);
    }
    if folded.contains("dan toc thieu so") || folded.contains("dtts") {
        return Some(AreaClass::EthnicMinority);
    }
    (folded.contains("vung sau") || folded.contains("vung xa")).then_some(AreaClass::Remote)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_parted_from_its_kind_whatever_its_letters() {
        for (name, kind, short, full) in [
            ("Xóm Nà Mạ", Some("xóm"), "Nà Mạ", "Xóm Nà Mạ"),
            ("XÓM Nà Mạ", Some("xóm"), "Nà Mạ", "Xóm Nà Mạ"),
            ("Nà Mạ", Some("Xóm"), "Nà Mạ", "Xóm Nà Mạ"),
            ("Tổ dân phố  5", Some("tổ dân phố"), "5", "Tổ dân phố 5"),
            ("Tổ 5", Some("tổ"), "5", "Tổ dân phố 5"),
            ("TDP 5", Some("Tổ dân phố"), "5", "Tổ dân phố 5"),
            ("Xóm", Some("xóm"), "Xóm", "Xóm Xóm"),
            ("Bản Giốc", None, "Bản Giốc", "Bản Giốc"),
        ] {
            let parted = HamletName::new(name, kind);
            assert_eq!((parted.short.as_str(), parted.full().as_str()), (short, full), "{name}");
        }
    }

    #[test]
    fn a_class_is_named_or_ticked_under_its_name() {
        let is = |class| Area::Is(class);
        assert_eq!(area(Some("ĐBKK"), ""), is(AreaClass::EspeciallyDifficult));
        assert_eq!(area(Some("x"), "Xóm đặc biệt khó khăn"), is(AreaClass::EspeciallyDifficult));
        assert_eq!(area(Some("ethnic_minority"), ""), is(AreaClass::EthnicMinority));
        assert_eq!(area(Some("x"), "Phân loại vùng"), Area::Unclear);
        assert_eq!(area(Some("III"), "Khu vực"), Area::Unclear);
        assert_eq!(area(Some("không"), "ĐBKK"), Area::Unsaid);
        assert_eq!(area(None, "ĐBKK"), Area::Unsaid);
    }
}
