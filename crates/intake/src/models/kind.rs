//! Which of the four kinds a list or a row speaks of.

use sohoc_papers::tables::Table;
use sohoc_rules::models::ModelKind;
use sohoc_rules::vietnamese::fold;

/// The kind that a cell names.
pub(super) fn kind_of(text: &str) -> Option<ModelKind> {
    let folded = fold(text);
    let says = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    if says(&["gia dinh"]) {
        Some(ModelKind::Family)
    } else if says(&["dong ho", "toc ho", "dong toc"]) {
        Some(ModelKind::Clan)
    } else if says(&["cong dong"]) {
        Some(ModelKind::Community)
    } else if says(&["don vi", "co quan", "truong", "doanh nghiep"]) {
        Some(ModelKind::Unit)
    } else {
        short(&folded)
    }
}

fn short(folded: &str) -> Option<ModelKind> {
    match folded {
        "gdht" => Some(ModelKind::Family),
        "dhht" => Some(ModelKind::Clan),
        "cdht" => Some(ModelKind::Community),
        "dvht" => Some(ModelKind::Unit),
        _ => None,
    }
}

/// The one kind that the titles above the list, its headings or the name of the sheet speak of: most
/// lists are of one kind and say it once.
pub(super) fn kind_above(table: &Table) -> Option<ModelKind> {
    let titles = table.head().flat_map(|(_, cells)| cells.into_iter().map(|cell| cell.display()));
    let texts: Vec<String> = titles.chain(table.sheet().map(str::to_owned)).collect();
    one(texts.iter().map(String::as_str), titled).or_else(|| one(texts.iter().map(String::as_str), headed))
}

/// The kind of all texts that name one; `None` when they differ.
fn one<'t>(texts: impl Iterator<Item = &'t str>, named: fn(&str) -> Vec<ModelKind>) -> Option<ModelKind> {
    let mut kinds: Vec<ModelKind> = texts.flat_map(|text| named(&fold(text))).collect();
    kinds.sort_unstable();
    kinds.dedup();
    match kinds.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// A title speaks of a kind in full, with its "học tập", or by its four letters.
fn titled(folded: &str) -> Vec<ModelKind> {
    let says = |kind: &ModelKind| folded.contains(&fold(kind.title()));
    ModelKind::ALL.into_iter().filter(says).chain(short(folded)).collect()
}

/// A heading for heads of households stands over families, one for elders over clans.
fn headed(folded: &str) -> Vec<ModelKind> {
    let says = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    let family = says(&["chu ho"]).then_some(ModelKind::Family);
    let clan = says(&["truong ho", "toc truong", "truong dong ho"]).then_some(ModelKind::Clan);
    family.into_iter().chain(clan).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_names_its_kind_in_full_or_short() {
        assert_eq!(kind_of("Gia đình học tập"), Some(ModelKind::Family));
        assert_eq!(kind_of("dòng họ"), Some(ModelKind::Clan));
        assert_eq!(kind_of("CĐHT"), Some(ModelKind::Community));
        assert_eq!(kind_of("Trường học"), Some(ModelKind::Unit));
        assert_eq!(kind_of("khác"), None);
    }

    #[test]
    fn a_title_of_two_kinds_says_neither() {
        let kind = |texts: &[&str]| one(texts.iter().copied(), titled);
        assert_eq!(kind(&["DANH SÁCH GIA ĐÌNH HỌC TẬP NĂM 2025", "STT"]), Some(ModelKind::Family));
        assert_eq!(kind(&["Gia đình học tập, dòng họ học tập"]), None);
        assert_eq!(kind(&["Đơn vị: xã Hạ Lang"]), None);
        assert_eq!(one(["Họ và tên chủ hộ"].into_iter(), headed), Some(ModelKind::Family));
    }
}
