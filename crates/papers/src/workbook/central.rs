//! The order of fields of the central software (congdanhoctap.vn), as far as it is known: number, name,
//! sex, year of birth, ethnic group, religion, province, commune, work, group, ten scores, total, result.
//!
//! Religion stays empty: it is sensitive, and the programme does not need it (Luật 91/2025/QH15).

use sohoc_rules::people::{PersonalNumber, Sex};

use super::{ListColumn, Value};

/// The columns in their order.
pub const COLUMNS: [ListColumn; 22] = [
    ListColumn { title: "Số CCCD", width: 15 },
    ListColumn { title: "Họ và tên", width: 28 },
    ListColumn { title: "Giới tính", width: 9 },
    ListColumn { title: "Năm sinh", width: 9 },
    ListColumn { title: "Dân tộc", width: 12 },
    ListColumn { title: "Tôn giáo", width: 10 },
    ListColumn { title: "Tỉnh", width: 14 },
    ListColumn { title: "Xã/Phường", width: 20 },
    ListColumn { title: "Đơn vị công tác", width: 26 },
    ListColumn { title: "Nhóm đối tượng", width: 22 },
    ListColumn { title: "Chỉ số 1", width: 8 },
    ListColumn { title: "Chỉ số 2", width: 8 },
    ListColumn { title: "Chỉ số 3", width: 8 },
    ListColumn { title: "Chỉ số 4", width: 8 },
    ListColumn { title: "Chỉ số 5", width: 8 },
    ListColumn { title: "Chỉ số 6", width: 8 },
    ListColumn { title: "Chỉ số 7", width: 8 },
    ListColumn { title: "Chỉ số 8", width: 8 },
    ListColumn { title: "Chỉ số 9", width: 8 },
    ListColumn { title: "Chỉ số 10", width: 8 },
    ListColumn { title: "Tổng điểm", width: 9 },
    ListColumn { title: "Kết quả", width: 12 },
];

/// One person of one round as the central software wants it.
#[derive(Clone, Copy, Debug)]
pub struct CentralRow<'a> {
    /// The twelve digits.
    pub number: Option<&'a PersonalNumber>,
    /// The name.
    pub name: &'a str,
    /// Man or woman.
    pub sex: Option<Sex>,
    /// The year of birth.
    pub birth_year: Option<i16>,
    /// The ethnic group.
    pub ethnic_group: Option<&'a str>,
    /// Name of the province.
    pub province: &'a str,
    /// Name of the commune.
    pub commune: &'a str,
    /// Where the person works or studies.
    pub work: Option<&'a str>,
    /// Name of the group's form.
    pub group: &'a str,
    /// The ten scores.
    pub scores: [Option<i64>; 10],
    /// The result; `None` while it is open.
    pub passed: Option<bool>,
}

impl<'a> CentralRow<'a> {
    /// The values in the order of [`COLUMNS`]. The total is the sum of the scores given, and empty when
    /// none is.
    #[must_use]
    pub fn values(&self) -> [Value<'a>; COLUMNS.len()] {
        let text = |text: Option<&'a str>| text.map_or(Value::Empty, Value::Text);
        let answered = self.scores.iter().any(Option::is_some);
        let total = if answered { Value::Whole(self.scores.iter().flatten().sum()) } else { Value::Empty };
        let [s1, s2, s3, s4, s5, s6, s7, s8, s9, s10] =
            self.scores.map(|s| s.map_or(Value::Empty, Value::Whole));
        [
            text(self.number.map(PersonalNumber::reveal)),
            Value::Text(self.name),
            text(self.sex.map(Sex::word)),
            self.birth_year.map_or(Value::Empty, |year| Value::Whole(i64::from(year))),
            text(self.ethnic_group),
            Value::Empty,
            Value::Text(self.province),
            Value::Text(self.commune),
            text(self.work),
            Value::Text(self.group),
            s1,
            s2,
            s3,
            s4,
            s5,
            s6,
            s7,
            s8,
            s9,
            s10,
            total,
            text(self.passed.map(|passed| if passed { "Đạt" } else { "Không đạt" })),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_the_central_form_and_religion_stays_empty() {
        let number = PersonalNumber::new("004175000123").expect("12 digits");
        let row = CentralRow {
            number: Some(&number),
            name: "Nông Thị Hà",
            sex: Some(Sex::Female),
            birth_year: Some(1975),
            ethnic_group: Some("Tày"),
            province: "Cao Bằng",
            commune: "Xã Hạ Lang",
            work: None,
            group: "Người dân trong xã",
            scores: [Some(8), Some(7), None, Some(9), Some(8), Some(5), Some(8), Some(9), Some(10), Some(8)],
            passed: Some(true),
        };
        let values = row.values();
        let at = |title: &str| values[COLUMNS.iter().position(|c| c.title == title).expect("a column")];
        assert_eq!(at("Số CCCD"), Value::Text("004175000123"));
        assert_eq!(at("Giới tính"), Value::Text("Nữ"));
        assert_eq!(at("Tôn giáo"), Value::Empty);
        assert_eq!(at("Chỉ số 3"), Value::Empty);
        assert_eq!(at("Tổng điểm"), Value::Whole(72));
        assert_eq!(at("Kết quả"), Value::Text("Đạt"));
    }
}
