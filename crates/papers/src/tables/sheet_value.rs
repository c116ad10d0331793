//! From the values of the workbook readers to ours.

use calamine::{CellErrorType, Data, DataRef, ExcelDateTime};
use sohoc_rules::time::Date;

use super::cell::Cell;

/// A borrowed value of a workbook of today.
pub(super) fn borrowed<'a>(data: &'a DataRef<'_>) -> Cell<'a> {
    match data {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => whole(*number),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Bool(value) => Cell::Logical(*value),
        DataRef::DateTime(moment) => day(moment),
        DataRef::DateTimeIso(text) => iso_day(text),
        DataRef::DurationIso(_) => Cell::Fault(TIME),
        DataRef::Error(error) => Cell::Fault(fault(error)),
    }
}

/// A value of an old workbook.
pub(super) fn owned(data: &Data) -> Cell<'_> {
    match data {
        Data::Empty => Cell::Empty,
        Data::Int(number) => whole(*number),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) => text_cell(text),
        Data::Bool(value) => Cell::Logical(*value),
        Data::DateTime(moment) => day(moment),
        Data::DateTimeIso(text) => iso_day(text),
        Data::DurationIso(_) => Cell::Fault(TIME),
        Data::Error(error) => Cell::Fault(fault(error)),
    }
}

/// A day as standards write it, `1975-03-15`, with or without a time after it.
pub(super) fn iso_day(text: &str) -> Cell<'_> {
    match text.get(..10).and_then(|day| day.parse::<Date>().ok()) {
        Some(day) => Cell::Day(day),
        None => Cell::Text(text),
    }
}

fn text_cell(text: &str) -> Cell<'_> {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

fn whole(number: i64) -> Cell<'static> {
    // A workbook's numbers are floating: every whole number that one can hold fits 32 bits or came from one.
    i32::try_from(number).map_or(Cell::Fault("a number out of range"), |n| Cell::Number(f64::from(n)))
}

fn day(moment: &ExcelDateTime) -> Cell<'static> {
    // Under one day it is a time; beyond the calendar of the program it shows as hashes.
    if moment.is_duration() || !(1.0..LAST_SERIAL).contains(&moment.as_f64()) {
        return Cell::Fault(TIME);
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let (Ok(year), Ok(month), Ok(day)) = parts else {
        return Cell::Fault(TIME);
    };
    Date::new(year, month, day).map_or(Cell::Fault("29/02/1900"), Cell::Day)
}

fn fault(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#DATA!",
    }
}

const TIME: &str = "a time of day";
/// The day after 31/12/9999.
const LAST_SERIAL: f64 = 2_958_466.0;

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;
    use jiff::civil::date;

    use super::*;

    fn moment(serial: f64, from_1904: bool) -> Data {
        Data::DateTime(ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, from_1904))
    }

    #[test]
    fn a_serial_shown_as_a_day_is_that_day_in_both_calendars() {
        assert_eq!(owned(&moment(27468.0, false)), Cell::Day(date(1975, 3, 15)));
        assert_eq!(owned(&moment(27468.5, false)), Cell::Day(date(1975, 3, 15)), "the hour is dropped");
        assert_eq!(owned(&moment(26006.0, true)), Cell::Day(date(1975, 3, 15)));
    }

    #[test]
    fn times_and_days_that_never_were_are_faults() {
        assert_eq!(owned(&moment(0.5, false)), Cell::Fault(TIME));
        assert_eq!(owned(&moment(60.0, false)), Cell::Fault("29/02/1900"));
        assert_eq!(owned(&moment(-4.0, false)), Cell::Fault(TIME));
        assert_eq!(owned(&moment(1e12, false)), Cell::Fault(TIME));
    }

    #[test]
    fn days_as_standards_write_them_are_read() {
        assert_eq!(iso_day("1975-03-15T00:00:00"), Cell::Day(date(1975, 3, 15)));
        assert_eq!(iso_day("1975-02-30"), Cell::Text("1975-02-30"));
    }
}
