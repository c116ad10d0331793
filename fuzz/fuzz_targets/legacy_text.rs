//! Text of any encoding through everything that an import does to it.
//!
//! The first byte chooses the encoding of the column; the rest are the bytes of a file, read once as
//! UTF-8 and once as Latin-1, the two ways they reach the converter. The rows of the file are its lines.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sohoc_rules::vietnamese::{
    Encoding, detect, fold, rank, settle_spelling, sort_key, text_sort_key, tidy, title_case, to_unicode,
};

fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else { return };
    let latin: String = bytes.iter().copied().map(char::from).collect();
    let utf8 = String::from_utf8_lossy(bytes);
    for file in [latin.as_str(), &*utf8] {
        let rows: Vec<&str> = file.lines().collect();
        let _recognised = detect(rows.iter().copied());
        for row in rows {
            convert(row, encoding(*choice));
        }
    }
});

fn encoding(choice: u8) -> Encoding {
    match choice % 3 {
        0 => Encoding::Unicode,
        1 => Encoding::Tcvn3,
        _ => Encoding::Vni,
    }
}

fn convert(row: &str, encoding: Encoding) {
    let converted = to_unicode(row, encoding);
    assert!(converted.chars().count() <= row.chars().count(), "conversion only joins characters");
    if row.is_ascii() || row.chars().any(|character| ('\u{1EA0}'..='\u{1EF9}').contains(&character)) {
        assert_eq!(converted, row, "nothing to convert");
    }
    assert_eq!(to_unicode(row, Encoding::Unicode), row);
    enter(&converted);
}

/// What follows conversion: the forms that are stored beside a name.
fn enter(text: &str) {
    let name = tidy(text);
    assert_eq!(tidy(&name), name);
    let folded = fold(&name);
    assert_eq!(fold(&folded), folded);
    assert_eq!(folded, fold(&settle_spelling(&name)), "the place of a tone is not searched");
    assert_eq!(sort_key(&name), sort_key(&settle_spelling(&name)));
    assert_eq!(text_sort_key(&name), text_sort_key(&settle_spelling(&name)));
    let _cased = title_case(&name);
    assert_eq!(rank(&name, &name).is_some(), !folded.is_empty(), "a name finds itself");
}
