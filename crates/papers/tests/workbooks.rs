//! Every workbook of `tests/workbooks`, and exactly what is read from it.

use std::path::{Path, PathBuf};

use jiff::civil::date;
use sohoc_papers::tables::{
    self, CellProblem, DateRules, Row, Schema, Skipped, assessments, models, organizations, people, units,
};
use sohoc_papers::workbook::{ErrorReport, Reason};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks").join(name)
}

fn rules(from_1904: bool) -> DateRules {
    DateRules { today: date(2026, 11, 23), latest_short_year: 2010, from_1904 }
}

/// One line of text for each row: what was read, or what is wrong.
fn lines(
    path: &Path,
    schema: &'static Schema,
    read: impl Fn(&Row<'_>, &DateRules) -> Result<String, Vec<CellProblem>>,
) -> (Vec<String>, Skipped) {
    let mut table = tables::open(path, schema).expect("a list");
    let rules = rules(table.counts_from_1904());
    let mut rows = table.rows().expect("rows");
    let mut lines = Vec::new();
    while let Some(row) = rows.next_row().expect("a row") {
        lines.push(match read(&row, &rules) {
            Ok(line) => format!("{} {line}", row.line()),
            Err(problems) => problems.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + "),
        });
    }
    (lines, rows.skipped())
}

fn person(row: &Row<'_>, rules: &DateRules) -> Result<String, Vec<CellProblem>> {
    let person = people::read(row, rules)?;
    let parts = [
        Some(person.name.to_string()),
        person.birth.map(|birth| birth.to_string()),
        person.sex.map(|sex| sex.word().to_owned()),
        person.number.map(|number| number.reveal().to_owned()),
        person.old_number.map(|number| format!("cmnd {number}")),
        person.ethnic_group.map(|group| group.as_str().to_owned()),
        person.hamlet.map(Into::into),
        person.commune.map(Into::into),
    ];
    Ok(parts.into_iter().flatten().collect::<Vec<_>>().join("|"))
}

fn people_in(name: &str) -> (Vec<String>, Skipped) {
    lines(&file(name), &people::SCHEMA, person)
}

fn refusal(name: &str) -> String {
    let opened = tables::open(&file(name), &people::SCHEMA);
    let read = opened.and_then(|mut table| {
        let mut rows = table.rows()?;
        while rows.next_row()?.is_some() {}
        Ok(())
    });
    read.expect_err("no list").to_string()
}

#[test]
fn a_plain_list_is_read() {
    let (lines, skipped) = people_in("plain-people.xlsx");
    assert_eq!(
        lines,
        [
            "2 Nông Thị Hà|1975-03-15|Nữ|004175000123|Tày|Nà Mạ|Hạ Lang",
            "3 Lý A Páo|1980|Nam|004080000124|Mông|Lũng Đẩy|Hạ Lang",
            "4 Sình|1988-07-05|Nữ|Lũng Đẩy|Hạ Lang",
        ]
    );
    assert_eq!(skipped, Skipped::default());
}

#[test]
fn titles_sections_sums_and_signatures_are_told_from_people() {
    let (lines, skipped) = people_in("titled-people.xlsx");
    assert_eq!(
        lines,
        [
            "10 Nông Thị Hà|1975-03-15|Nữ|004175000201|Xóm Nà Mạ",
            "11 Lục Văn Bình|1981-12-01|Nam|004081000202|Xóm Nà Mạ",
            "14 Tống Văn Cộng|1990-07-30|Nam|004090000203|Xóm Bản Giốc",
        ]
    );
    assert_eq!(skipped, Skipped { blank: 0, subtotals: 2, sections: 2, headings: 0, footers: 3 });
    let table = tables::open(&file("titled-people.xlsx"), &people::SCHEMA).expect("a list");
    assert_eq!(table.sheet(), Some("Biểu 01"));
    assert_eq!(table.other_sheets(), ["Hướng dẫn"], "hidden sheets are not offered");
}

#[test]
fn a_year_under_nam_or_nu_tells_the_sex_and_the_native_place_is_left_alone() {
    let (lines, _) = people_in("years-by-sex.xlsx");
    assert_eq!(
        lines,
        [
            "3 Nông Thị Hà|1975|Nữ|Tày|Nà Mạ|Hạ Lang",
            "4 Bàn Văn Páo|1980|Nam|Dao|Khuổi Ngọa|Thành Công",
            "row 5, column E (Năm sinh Nữ): both columns, for men and for women, are filled or both are empty; fill exactly one",
            "6 Sính|1969-05-12|Nam|Mông|Lũng Đẩy|Hạ Lang",
        ]
    );
}

#[test]
fn what_number_formats_spoil_is_named_and_not_guessed() {
    let (lines, _) = people_in("spoiled-numbers.xlsx");
    let zeros = "the zeros in front were lost to a number format; format the column as text and type the number as on the card";
    assert_eq!(lines, [
        format!("row 2, column C (CMND/CCCD): 10 digits: {zeros}"),
        format!("row 3, column C (CMND/CCCD): 8 digits: {zeros}"),
        "row 4, column C (CMND/CCCD): the number is shown with E+, its last digits are gone; format the column as text and type the number as on the card + \
         row 4, column B (Ngày sinh): a year formatted as a date (a day in 1905); format the cell as a number and type the year".into(),
        "row 5, column B (Ngày sinh): 31/02/1975 is no day of the calendar; check day and month".into(),
        "row 6, column C (CMND/CCCD): a letter or sign in a number; check it against the card or leave it empty + \
         row 6, column B (Ngày sinh): in 3/25/1975 the month is above 12; write the day first, then the month".into(),
        "row 7, column D (Giới tính): cannot read \"1\" as a sex; write Nam or Nữ".into(),
        "row 8, column A (Họ tên): the name holds '2', which no name carries; write only letters, spaces, apostrophes and hyphens; \
         write the name as on the card + row 8, column B (Ngày sinh): 2031-01-01 is in the future; check the date".into(),
    ]);
}

#[test]
fn a_workbook_that_counts_from_1904_gives_the_same_days() {
    let (lines, _) = people_in("macintosh-1904.xlsx");
    assert_eq!(
        lines,
        [
            "3 Nông Văn An|1975-03-15|Nam",
            "4 Nông Thị Bích|1975-03-15|Nữ",
            "row 5, column E (Giới tính Nữ): both columns, for men and for women, are filled or both are empty; fill exactly one",
        ]
    );
}

#[test]
fn scores_are_whole_and_add_up() {
    let (lines, _) = lines(&file("assessments.xlsx"), &assessments::SCHEMA, |row, rules| {
        let row = assessments::read(row, rules)?;
        let scores =
            row.scores.map(|score| score.map_or("-".to_owned(), |score| score.to_string())).join(",");
        Ok(format!("{} {scores} = {} {:?}", row.name.expect("a name"), row.total, row.passed))
    });
    assert_eq!(
        lines,
        [
            "4 Nông Thị Hà 8,8,9,9,8,7,8,9,10,9 = 85 Some(true)",
            "5 Lục Văn Bình 8,-,9,9,8,-,8,9,10,9 = 70 Some(false)",
            "row 6, column D (Năng lực tự học 1.1): 7.5 is no whole number; enter a whole number + \
         row 6, column M (Quan hệ xã hội 3.2): 11 is outside 0 to 10; correct it + \
         row 6, column N (Tổng điểm): the total says 85, the scores add up to 68; correct the scores or the total",
            "row 7, column D (Năng lực tự học 1.1): the program turned it into the day 05/10/2026; format the column as a number and type the score + \
         row 7, column N (Tổng điểm): the total says 86, the scores add up to 77; correct the scores or the total",
            "row 8, column N (Tổng điểm): the total says 90, the scores add up to 85; correct the scores or the total",
        ]
    );
}

#[test]
fn units_take_their_parent_from_the_row_above_them() {
    let (lines, skipped) = lines(&file("units.xlsx"), &units::SCHEMA, |row, rules| {
        let unit = units::read(row, rules)?;
        Ok(format!(
            "{:?} {} {:?} {:?} {:?} {:?}",
            unit.code, unit.name, unit.kind, unit.parent_code, unit.parent, unit.valid_from
        ))
    });
    assert_eq!(
        lines,
        [
            "3 Some(\"01273-001\") Xóm Nà Mạ Some(\"xóm\") Some(\"01273\") Some(\"Xã Hạ Lang\") Some(2025-07-01)",
            "row 4, column C (Mã cấp trên): 4 digits: the zeros in front were lost to a number format; \
         format the column as text and type the number as on the card",
            "6 None Tổ dân phố 5 Some(\"tổ dân phố\") None Some(\"Phường Thục Phán\") None",
            "row 7, column B (Tên xóm/tổ dân phố): nothing there; fill it in",
        ]
    );
    assert_eq!(skipped.sections, 2);
}

#[test]
fn an_old_workbook_of_organisations_is_read() {
    let (lines, _) = lines(&file("organizations.xls"), &organizations::SCHEMA, |row, rules| {
        let it = organizations::read(row, rules)?;
        Ok(format!("{:?} {} {:?} {:?} {:?}", it.code, it.name, it.commune, it.staff, it.valid_from))
    });
    assert_eq!(
        lines,
        [
            "2 Some(\"4800000001\") Trường Tiểu học Mẫu Some(\"Hạ Lang\") Some(24) Some(1995-09-05)",
            "row 3, column F (Số người): nhiều is no whole number; enter a whole number + \
         row 3, column G (Ngày thành lập): cannot read \"2010\" as a date; write day/month/year or only the year",
        ]
    );
}

#[test]
fn learning_families_in_an_opendocument_sheet_are_read() {
    let (lines, skipped) = lines(&file("models.ods"), &models::SCHEMA, |row, _| {
        let model = models::read(row)?;
        Ok(format!(
            "{} {:?} {:?} {:?} {:?}",
            model.name, model.hamlet, model.year, model.recognised, model.members
        ))
    });
    assert_eq!(
        lines,
        [
            "4 Nông Văn Thử Some(\"Xóm Nà Mạ\") Some(2025) Some(true) Some(4)",
            "5 Lục Thị Mẫu Some(\"Xóm Nà Mạ\") Some(2025) Some(false) Some(5)",
            "row 8, column B (Họ và tên chủ hộ): nothing there; fill it in",
            "row 9, column D (Năm công nhận): năm ngoái is outside 1900 to 2100; correct it",
        ]
    );
    assert_eq!((skipped.sections, skipped.subtotals), (2, 1));
}

#[test]
fn the_same_list_reads_the_same_from_an_old_workbook_and_from_opendocument() {
    let expected =
        ["4 Nông Thị Hà|1975-03-15|Nữ|Tổ 5|Thục Phán", "5 Lục Văn Bình|1981-12-01|Nam|Tổ 5|Thục Phán"];
    for (name, fault) in [("old-people.xls", "#DIV/0!"), ("old-people.ods", "#VALUE!")] {
        let (lines, _) = people_in(name);
        assert_eq!(lines[..2], expected, "{name}");
        assert_eq!(
            lines[2],
            format!("row 6, column C (Sinh ngày): it shows {fault}; type the value itself"),
            "{name}"
        );
        let table = tables::open(&file(name), &people::SCHEMA).expect("a list");
        assert_eq!((table.sheet(), table.other_sheets().len()), (Some("Tổ 5-6"), 0), "{name}");
    }
}

#[test]
fn text_files_are_read_whatever_parts_their_columns_and_codes_their_letters() {
    let zeros = "row 3, column D (Số CCCD): 10 digits: the zeros in front were lost to a number format; \
                 format the column as text and type the number as on the card";
    for name in ["people-semicolon.csv", "people-utf16.txt"] {
        let (lines, _) = people_in(name);
        assert_eq!(lines[0], "2 Nông Thị Hà|1975|004175000501|Nà Mạ", "{name}");
        assert!(
            lines[1].contains("the name holds '\"'") && lines[1].ends_with(zeros),
            "{name}: {}",
            lines[1]
        );
        assert_eq!(lines[2], "4 Đàm Thị Thuỷ", "{name}: the break inside a cell is no row");
    }
}

#[test]
fn lists_in_old_fonts_are_read_as_unicode() {
    for name in ["people-tcvn3.csv", "people-vni.csv"] {
        let (lines, _) = people_in(name);
        assert_eq!(
            lines,
            [
                "2 Nông Thị Hà|1975|Nữ|Tày|Nà Mạ",
                "3 Nguyễn Văn Hùng|1981|Nam|Nùng|Bản Giốc",
                "4 Triệu Thị Đào|1990|Nữ|Dao|Khuổi Ngọa",
            ],
            "{name}"
        );
    }
}

#[test]
fn files_that_are_no_lists_are_refused_with_a_sentence() {
    for (name, words) in [
        ("cut-off.xlsx", &["damaged", "save it anew"][..]),
        ("cut-off-sheet.xlsx", &["damaged", "sheet \"Danh sách\", row 3"]),
        ("locked.xlsx", &["password", "remove the password"]),
        ("web-page.xls", &["a web page", "save it as .xlsx"]),
        ("far-cell.xlsx", &["more than 1000 columns", "row 2"]),
        ("README.md", &["no heading found", "Họ và tên"]),
    ] {
        let said = refusal(name);
        assert!(said.starts_with(name) || said.contains(name), "{said}");
        assert!(words.iter().all(|word| said.contains(word)), "{said}");
    }
}

#[test]
fn an_unknown_sheet_is_refused_with_the_names_there_are() {
    let refused =
        tables::open_sheet(&file("titled-people.xlsx"), &people::SCHEMA, "Nguồn").err().expect("hidden");
    assert!(refused.to_string().contains("it has Hướng dẫn, Biểu 01"), "{refused}");
}

#[test]
fn the_report_holds_the_rejected_rows_in_the_layout_of_the_list_and_can_be_sent_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("can-sua.xlsx");
    let mut table = tables::open(&file("titled-people.xlsx"), &people::SCHEMA).expect("a list");
    let mut report = ErrorReport::begin(&table, folder.path()).expect("begun");
    let mut rows = table.rows().expect("rows");
    let mut batch = Vec::new();
    while let Some(row) = rows.next_row().expect("a row") {
        batch.push(row.keep());
    }
    for kept in batch.iter().filter(|kept| kept.row().line() != 11) {
        let reason = Reason { column: Some(4), text: "Số này đã có ở xã khác.".to_owned() };
        report.reject(&kept.row(), &[reason]).expect("rejected");
    }
    assert_eq!(report.save(&path).expect("saved"), 2);

    let (again, skipped) = lines(&path, &people::SCHEMA, person);
    assert_eq!(
        again,
        [
            "10 Nông Thị Hà|1975-03-15|Nữ|004175000201|Xóm Nà Mạ",
            "12 Tống Văn Cộng|1990-07-30|Nam|004090000203|Xóm Bản Giốc",
        ]
    );
    assert_eq!(skipped.sections, 2, "the hamlets of the rejected rows come along");
    let mut table = tables::open(&path, &people::SCHEMA).expect("a list");
    assert_eq!(table.layout().names[6..], ["Dòng", "Lý do"]);
    let mut rows = table.rows().expect("rows");
    let row = rows.next_row().expect("readable").expect("a row");
    let added: Vec<String> = row.cells().skip(6).map(|cell| cell.display()).collect();
    assert_eq!(added, ["10", "Số này đã có ở xã khác."]);
}

#[test]
fn a_report_has_a_sheet_for_each_sheet_of_the_list_under_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("can-sua.xlsx");
    let mut first = tables::open(&file("old-people.xls"), &people::SCHEMA).expect("a list");
    let mut report = ErrorReport::begin(&first, folder.path()).expect("begun");
    let reasons = [Reason { column: None, text: "Sai.".to_owned() }];
    let mut rows = first.rows().expect("rows");
    let row = rows.next_row().expect("readable").expect("a row");
    report.reject(&row, &reasons).expect("rejected");
    for name in ["titled-people.xlsx", "titled-people.xlsx"] {
        let mut table = tables::open(&file(name), &people::SCHEMA).expect("a list");
        report.next_sheet(&table).expect("a sheet");
        let mut rows = table.rows().expect("rows");
        let row = rows.next_row().expect("readable").expect("a row");
        report.reject(&row, &reasons).expect("rejected");
    }
    assert_eq!(report.save(&path).expect("saved"), 3);
    let table = tables::open(&path, &people::SCHEMA).expect("a list");
    assert_eq!(table.sheet(), Some("Tổ 5-6"));
    assert_eq!(table.other_sheets(), ["Biểu 01", "Biểu 01 (2)"], "no name twice");
    let mut table = tables::open_sheet(&path, &people::SCHEMA, "Biểu 01 (2)").expect("a list");
    let mut rows = table.rows().expect("rows");
    let row = rows.next_row().expect("readable").expect("a row");
    assert_eq!(
        person(&row, &rules(false)).expect("a person"),
        "Nông Thị Hà|1975-03-15|Nữ|004175000201|Xóm Nà Mạ"
    );
}
