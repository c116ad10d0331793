//! What a packed file (XLSX, ODS) declares about itself, checked before anything is unpacked.
//!
//! The package reader stops a part at its declared size, so a part that lies cannot grow beyond what was
//! checked here.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufReader, Read};

use zip::ZipArchive;

use super::error::{TableError, Whereabouts};
use super::limits;

/// Parts are read from the file itself.
pub(super) type Package = ZipArchive<BufReader<File>>;

/// Opens the package and checks the declared sizes.
///
/// # Errors
/// When it is cut off, or would unpack to more than a list can be.
pub(super) fn open(file: File, place: &Whereabouts) -> Result<Package, TableError> {
    let mut package = ZipArchive::new(BufReader::new(file)).map_err(|e| place.damaged(0, e))?;
    if package.len() > limits::PARTS {
        return Err(place.too_large(0, format!("more than {} parts", limits::PARTS)));
    }
    for index in 0..package.len() {
        let part = package.by_index_raw(index).map_err(|e| place.damaged(0, e))?;
        let whole = part.name().map_err(|e| place.damaged(0, e))?.to_ascii_lowercase();
        let streamed = whole.contains("worksheets/") || whole == "content.xml";
        let limit = if streamed { limits::PART_BYTES } else { limits::STRINGS_BYTES };
        // Pictures and the like are never read, whatever they claim.
        let read = [".xml", ".rels", "mimetype"].iter().any(|ending| whole.ends_with(ending));
        if read && part.size() > limit {
            return Err(place.too_large(0, format!("{whole} unpacks to more than {} MB", limit / 1_048_576)));
        }
        if read
            && part.size() > limits::LOOSE_BYTES
            && part.size() / limits::TIGHTEST > part.compressed_size()
        {
            return Err(place
                .too_large(0, format!("{whole} unpacks to more than {} times its size", limits::TIGHTEST)));
        }
    }
    Ok(package)
}

/// Checks the count that the table of strings claims, because memory is set aside for it unseen.
pub(super) fn check_strings(package: &mut Package, place: &Whereabouts) -> Result<(), TableError> {
    let names: Vec<String> = package.file_names().flatten().map(Cow::into_owned).collect();
    let Some(name) = names.into_iter().find(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml"))
    else {
        return Ok(());
    };
    let part = package.by_name(&name).map_err(|e| place.damaged(0, e))?;
    let size = part.size();
    let mut start = Vec::new();
    part.take(STRINGS_HEAD).read_to_end(&mut start).map_err(|e| place.damaged(0, e))?;
    let head = String::from_utf8_lossy(&start);
    let opening = head.find("sst").filter(|at| !head.get(..*at).is_none_or(|before| before.contains("<!--")));
    let Some(tag) = opening.and_then(|at| head.get(at..)).and_then(|rest| rest.split('>').next()) else {
        return Err(place.damaged(0, "the table of texts has no beginning"));
    };
    let claimed = tag.split("uniqueCount").nth(1).map(|rest| {
        let digits = rest.trim_start_matches(['=', '"', '\'', ' ']);
        digits.chars().take_while(char::is_ascii_digit).collect::<String>()
    });
    let count = claimed
        .map_or(0, |digits| digits.parse::<u64>().unwrap_or(if digits.is_empty() { 0 } else { u64::MAX }));
    if count > size / SHORTEST_STRING {
        return Err(place.damaged(0, format!("it claims {count} texts, more than fit into it")));
    }
    Ok(())
}

/// Bytes in which the table of strings must have begun.
const STRINGS_HEAD: u64 = 16 * 1024;
/// Bytes of the shortest entry, `<si/>`.
const SHORTEST_STRING: u64 = 5;

#[cfg(test)]
mod tests {
    use std::io::{Seek, Write};

    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(parts: &[(&str, &[u8])]) -> File {
        let mut writer = zip::ZipWriter::new(tempfile::tempfile().expect("a file"));
        for (name, content) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).expect("started");
            writer.write_all(content).expect("written");
        }
        let mut file = writer.finish().expect("finished");
        file.rewind().expect("rewound");
        file
    }

    fn strings(content: &str) -> Result<(), TableError> {
        let file = packed(&[("xl/sharedStrings.xml", content.as_bytes())]);
        let place = Whereabouts::default();
        check_strings(&mut open(file, &place)?, &place)
    }

    #[test]
    fn a_count_that_does_not_fit_is_refused_before_memory_is_set_aside() {
        assert!(strings("<sst uniqueCount=\"1\"><si><t>a</t></si></sst>").is_ok());
        assert!(strings("<x:sst count='3'><si/></x:sst>").is_ok());
        for hostile in [
            "<sst uniqueCount=\"9999999999\"><si/></sst>",
            "<sst uniqueCount='99999999999999999999999'/>",
            "<!-- <sst> --><sst uniqueCount=\"9999999999\"/>",
            "<nothing/>",
        ] {
            assert!(strings(hostile).is_err(), "{hostile}");
        }
    }

    #[test]
    fn a_part_that_would_fill_the_memory_is_refused_by_its_declared_size() {
        let zeros = vec![b' '; usize::try_from(limits::STRINGS_BYTES).expect("fits") + 1];
        let file = packed(&[("xl/sharedStrings.xml", &zeros)]);
        assert!(file.metadata().expect("size").len() < 1_000_000, "it is small on the disk");
        let refused = open(file, &Whereabouts::default()).expect_err("refused");
        assert!(refused.to_string().contains("unpacks to more than"), "{refused}");
    }
}
