//! The list of the whole province as one CSV file.

use std::io::{self, Write};

use sohoc_rules::time::Date;

use super::{Hand, PeopleRow};
use crate::Sample;

/// Writes all people of a sample with a heading row, UTF-8, commas, LF; gives the number of people.
///
/// # Errors
/// When `to` cannot be written.
pub fn write_people_csv(to: impl Write, sample: &Sample, day: Date, hand: Hand) -> io::Result<u32> {
    let mut file = csv::WriterBuilder::new().buffer_capacity(BUFFER_BYTES).from_writer(to);
    file.write_record(PeopleRow::HEADINGS)?;
    let by_code = sample.hamlets_by_code(day, hand);
    let (mut row, mut written) = (PeopleRow::default(), 0);
    for person in sample.population() {
        row.fill(sample, &person, day, &by_code);
        hand.spoil(&mut row, sample, &person);
        file.write_record(&row.cells)?;
        written += 1;
    }
    file.flush()?;
    Ok(written)
}

const BUFFER_BYTES: usize = 256 * 1024;

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_file_holds_every_person_under_the_map_of_its_day() {
        let sample = Sample::new(677, 3_000).expect("a sample");
        for day in [date(2025, 6, 30), date(2025, 7, 1)] {
            let mut file = Vec::new();
            let written = write_people_csv(&mut file, &sample, day, Hand::Careful).expect("memory takes it");
            assert_eq!(written, 3_000);
            let mut reader = csv::Reader::from_reader(file.as_slice());
            assert_eq!(reader.headers().expect("headings"), &PeopleRow::HEADINGS[..]);
            for (record, person) in reader.records().zip(sample.population()) {
                let record = record.expect("a row");
                let hamlet = &sample.hamlets()[person.hamlet];
                assert_eq!(record[0], *person.name);
                assert_eq!(record[1], *person.number.unwrap_or_default());
                assert!(record[5] == *hamlet.name() || record[5] == *hamlet.code, "{}", &record[5]);
                assert_eq!(&record[6], sample.communes()[hamlet.commune].name_on(day));
            }
        }
    }
}
