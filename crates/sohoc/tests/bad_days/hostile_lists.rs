//! Lists that were made to do harm, or are none. Each is tried with bounded memory and time.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::process::Command;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::book::{Book, assert_sound};
use crate::installation::{Installation, Said};
use crate::province::import;

/// Address space that the program may take: threads and libraries need the most of it, a list little.
const MEMORY_KB: u32 = 1_200_000;
const SECONDS: &str = "20";

/// Runs the program where it cannot take more memory or time.
fn bounded(installation: &Installation, args: &[&str]) -> Said {
    let program = installation.command(args);
    let mut shell = Command::new("bash");
    shell.args([
        "-c",
        "ulimit -v \"$0\"; exec timeout --signal KILL \"$@\"",
        &MEMORY_KB.to_string(),
        SECONDS,
    ]);
    shell.arg(program.get_program()).args(program.get_args()).current_dir(installation.folder());
    let done = shell.env_remove("RUST_BACKTRACE").output().expect("there is a shell");
    Said {
        code: done.status.code().unwrap_or(-1),
        out: String::from_utf8(done.stdout).expect("it writes UTF-8"),
        err: String::from_utf8(done.stderr).expect("it writes UTF-8"),
    }
}

/// The sentence that refuses a whole list.
#[track_caller]
fn refused(installation: &Installation, file: &str) -> String {
    let said = bounded(installation, &import(file));
    assert_eq!((said.code, said.out.as_str()), (1, ""), "{file}: {}", said.err);
    assert_eq!(said.err.lines().count(), 1, "{file}: {}", said.err);
    assert!(said.err.len() < 600 && !said.err.contains("gave up"), "{file}: {}", said.err);
    let book = Book::of(installation);
    assert_eq!(book.people(), 0, "{file}");
    said.err
}

const HEADINGS: [&str; 5] = ["Họ và tên", "Ngày sinh", "Giới tính", "Xóm", "Xã"];

/// A workbook of one sheet whose XML is written by `sheet`.
fn workbook(installation: &Installation, name: &str, sheet: impl FnOnce(&mut dyn Write)) {
    let file = File::create(installation.path(name)).expect("the folder can be written");
    let mut parts = ZipWriter::new(BufWriter::new(file));
    let main = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let sheets = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let texts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.\
                 openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"\
                 {main}.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"\
                 {main}.worksheet+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/\
                 officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" \
                 Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{sheets}\" xmlns:r=\"{office}\"><sheets><sheet name=\"A\" sheetId=\"1\" \
                 r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
    ];
    for (part, text) in texts {
        parts.start_file(part, SimpleFileOptions::default()).expect("a part begins");
        parts.write_all(text.as_bytes()).expect("the disk has room");
    }
    parts.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default()).expect("a part begins");
    write!(parts, "<worksheet xmlns=\"{sheets}\">").expect("the disk has room");
    sheet(&mut parts);
    write!(parts, "</worksheet>").expect("the disk has room");
    parts.finish().expect("the disk has room");
}

fn row(cells: &[&str]) -> String {
    let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    format!("<row>{}</row>", cells.iter().map(cell).collect::<String>())
}

fn write(to: &mut dyn Write, text: &str) {
    to.write_all(text.as_bytes()).expect("the disk has room");
}

#[test]
fn a_small_workbook_that_unpacks_to_a_giant_cell_is_refused() {
    let installation = Installation::made();
    workbook(&installation, "bomb.xlsx", |sheet| {
        write(sheet, &format!("<sheetData>{}<row><c t=\"inlineStr\"><is><t>", row(&HEADINGS)));
        let megabyte = "a".repeat(1 << 20);
        (0..300).for_each(|_| write(sheet, &megabyte));
        write(sheet, "</t></is></c></row></sheetData>");
    });
    assert!(fs::metadata(installation.path("bomb.xlsx")).expect("it is there").len() < 1 << 20);
    let sentence = refused(&installation, "bomb.xlsx");
    assert!(sentence.contains("is too large") || sentence.contains("is damaged"), "{sentence}");
}

#[test]
fn a_small_workbook_that_unpacks_to_a_million_empty_rows_is_read_through_without_memory() {
    let installation = Installation::made();
    workbook(&installation, "empty.xlsx", |sheet| {
        write(sheet, &format!("<sheetData>{}", row(&HEADINGS)));
        let rows = "<row/>".repeat(10_000);
        (0..104).for_each(|_| write(sheet, &rows));
        write(sheet, "</sheetData>");
    });
    let said = bounded(&installation, &[&import("empty.xlsx")[..], &["--json"]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("\"read\": 0"), "{}", said.out);
}

#[test]
fn a_workbook_that_declares_all_cells_there_can_be_is_read_by_those_it_has() {
    let installation = Installation::made();
    workbook(&installation, "wide.xlsx", |sheet| {
        let person = row(&["Nông Thị Hà", "hôm qua", "Nữ", "", ""]);
        write(sheet, "<dimension ref=\"A1:XFD1048576\"/>");
        write(sheet, &format!("<sheetData>{}{person}</sheetData>", row(&HEADINGS)));
    });
    let said = bounded(&installation, &[&import("wide.xlsx")[..], &["--json"]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("\"read\": 1") && said.out.contains("\"rejected\": 1"), "{}", said.out);
}

/// The directory of a package claims for a part whatever its maker likes.
#[test]
fn a_workbook_whose_sheet_claims_three_gigabytes_is_refused_unread() {
    let installation = Installation::made();
    workbook(&installation, "claim.xlsx", |sheet| write(sheet, "<sheetData/>"));
    let path = installation.path("claim.xlsx");
    let mut bytes = fs::read(&path).expect("it is there");
    let last = (0..bytes.len() - 4).rev().find(|at| bytes[*at..].starts_with(b"PK\x01\x02"));
    let entry = last.expect("the directory has entries");
    assert!(bytes[entry..].windows(10).any(|window| window == b"sheet1.xml"), "the sheet was packed last");
    bytes[entry + 24..entry + 28].copy_from_slice(&3_000_000_000_u32.to_le_bytes());
    fs::write(&path, bytes).expect("it can be written");
    let sentence = refused(&installation, "claim.xlsx");
    assert!(sentence.contains("unpacks to more than 2048 MB"), "{sentence}");
}

#[test]
fn what_is_no_list_is_refused_whatever_its_name() {
    let installation = Installation::made();
    let noise: Vec<u8> = (0_u32..200_000).map(|at| at.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    let mut packed = b"PK\x03\x04".to_vec();
    packed.extend(&noise);
    let mut old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    old.extend(&noise);
    for (name, bytes) in [
        ("noise.xlsx", &noise[..]),
        ("packed.xlsx", &packed),
        ("old.xls", &old),
        ("noise.csv", &noise),
        ("nothing.xlsx", b""),
        ("zeros.csv", &[0; 100_000]),
    ] {
        fs::write(installation.path(name), bytes).expect("the folder can be written");
        refused(&installation, name);
    }
    fs::create_dir(installation.path("folder.csv")).expect("the folder can be written");
    refused(&installation, "folder.csv");
    refused(&installation, "missing.csv");
    assert_sound(&installation);
}

#[test]
fn a_list_of_one_endless_line_is_refused() {
    let installation = Installation::made();
    installation.file("line.csv", &"a".repeat(50_000_000));
    refused(&installation, "line.csv");
    installation.file("cell.csv", &format!("{}\n{}\n", HEADINGS.join(","), "a".repeat(20_000_000)));
    refused(&installation, "cell.csv");
    installation.file("quote.csv", &format!("{}\n\"{}\n", HEADINGS.join(","), "a,\n".repeat(5_000_000)));
    refused(&installation, "quote.csv");
}

#[test]
fn formulas_in_a_list_come_back_as_plain_text() {
    let installation = Installation::made();
    let formulas =
        ["=cmd|'/C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "=HYPERLINK(\"\"http://x\"\",\"\"y\"\")"];
    let rows = formulas.map(|formula| format!("\"{formula}\",hôm qua,Nữ,\"{formula}\",\"{formula}\"\n"));
    installation.file("formulas.csv", &format!("{}\n{}", HEADINGS.join(","), rows.concat()));
    let args = [&import("formulas.csv")[..], &["--report", "report.xlsx", "--json"]].concat();
    let said = bounded(&installation, &args);
    assert!(said.code == 0 && said.out.contains("\"rejected\": 5"), "{} {}", said.out, said.err);
    let sheet = part_of(&installation, "report.xlsx", "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "a formula: {sheet}");
    let texts = sheet + &part_of(&installation, "report.xlsx", "xl/sharedStrings.xml");
    for formula in ["=cmd|", "+1+1", "-2+3", "@SUM(A1)", "=HYPERLINK"] {
        assert!(texts.contains(formula), "{formula} is given back: {texts}");
    }
}

/// The text of a part; empty when there is no such part.
fn part_of(installation: &Installation, file: &str, part: &str) -> String {
    let file = File::open(installation.path(file)).expect("it was written");
    let mut package = zip::ZipArchive::new(file).expect("a package");
    let Ok(part) = package.by_name(part) else { return String::new() };
    std::io::read_to_string(part).expect("XML in UTF-8")
}
