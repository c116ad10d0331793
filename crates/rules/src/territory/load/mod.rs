//! Reading a territory from two CSV files: units and successions.
//!
//! The columns are those of `data/README.md`. A unit's parent is named by `parent_uid`; when that
//! parent ends earlier than the unit (in 2026 Quảng Ninh became a central city and so another unit
//! under the same code), the links of the later days follow the parent's succession.

mod successions;
mod table;
mod units;

pub use table::{CsvText, LoadError};

use super::chronicle::Chronicle;
use super::register::Territory;

/// Reads units and successions and checks them as a whole.
///
/// # Errors
/// The first wrong cell with file, line, column and what to do, or the first contradiction between rows.
pub fn load(units: CsvText<'_>, successions: CsvText<'_>) -> Result<Territory, LoadError> {
    let read = units::read(units)?;
    let followed = successions::read(successions, &read)?;
    let contradiction = |source| LoadError::Contradiction { file: units.name.to_owned(), source };
    let chronicle = Chronicle::new(read.units, followed).map_err(contradiction)?;
    let links = units::links(&chronicle, &read.parents, units.name)?;
    Territory::assemble(chronicle, links, Vec::new(), Vec::new()).map_err(contradiction)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::territory::{Level, id_from_key};

    const UNITS: &str = "uid,code,name,short_name,kind,level,parent_uid,valid_from,valid_to,resolution\n\
        P,22,Tỉnh A,A,tỉnh,province,,,2026-08-23,\n\
        Pb,22,Thành phố A,A,thành phố,province,,2026-08-24,,36/2026\n\
        C,00001,Xã B,B,xã,commune,P,,,\n";
    const SUCCESSIONS: &str = "predecessor_uid,successor_uid,extent,main_successor,effective_date,resolution\nP,Pb,whole,1,2026-08-24,\n";

    fn read(units: &str, successions: &str) -> Result<Territory, LoadError> {
        load(
            CsvText { name: "units.csv", text: units },
            CsvText { name: "successions.csv", text: successions },
        )
    }

    #[test]
    fn links_follow_a_parent_that_changed_its_kind() {
        let territory = read(UNITS, SUCCESSIONS).unwrap();
        let commune = id_from_key("C");
        assert_eq!(territory.as_of(date(2026, 8, 23)).parent(commune).unwrap().id, id_from_key("P"));
        assert_eq!(territory.as_of(date(2026, 8, 24)).parent(commune).unwrap().id, id_from_key("Pb"));
    }

    #[test]
    fn reading_twice_gives_the_same_rows() {
        let (first, second) = (read(UNITS, SUCCESSIONS).unwrap(), read(UNITS, SUCCESSIONS).unwrap());
        assert_eq!(first.rows(), second.rows());
        assert_eq!(Territory::new(first.rows()).unwrap().rows(), second.rows());
    }

    #[test]
    fn a_wrong_cell_is_named_by_file_line_and_column() {
        let message = |units: &str, successions: &str| read(units, successions).unwrap_err().to_string();
        assert_eq!(
            message(&UNITS.replace("2026-08-23", "23/8/2026"), SUCCESSIONS),
            "units.csv, line 2, column valid_to: \"23/8/2026\" is not a date. Write it as YYYY-MM-DD or leave it empty."
        );
        assert_eq!(
            message(&UNITS.replace("commune,P,", "commune,Q,"), SUCCESSIONS),
            "units.csv, line 4, column parent_uid: no unit has the uid \"Q\". Add the unit or correct the uid."
        );
        assert_eq!(
            message(&UNITS.replace("province", "town"), SUCCESSIONS),
            "units.csv, line 2, column level: \"town\" is not one of: province, district, commune, hamlet. Use one of them."
        );
        assert_eq!(
            message(UNITS, &SUCCESSIONS.replace("whole", "most")),
            "successions.csv, line 2, column extent: \"most\" is not an extent. Write whole, part, hamlets or share."
        );
        assert_eq!(
            message(&UNITS.replace("uid,code", "uid,number"), SUCCESSIONS),
            "units.csv, line 1, column code: the column is missing. Add it to the header row."
        );
    }

    #[test]
    fn a_parent_that_ends_without_successor_is_named() {
        let message =
            read(UNITS, "predecessor_uid,successor_uid,extent,main_successor,effective_date,resolution\n");
        assert_eq!(
            message.unwrap_err().to_string(),
            "units.csv, line 4, column parent_uid: Tỉnh A (22) does not cover the life of the unit and has no single \
             successor. Name the parent of its later days in a row of its own."
        );
    }

    #[test]
    fn the_same_uid_or_code_twice_is_refused() {
        let twice = format!("{UNITS}C,00002,Xã D,D,xã,commune,Pb,2027-01-01,,\n");
        assert!(read(&twice, SUCCESSIONS).unwrap_err().to_string().contains("line 5, column uid"));
        let same_code = format!("{UNITS}D,00001,Xã D,D,xã,commune,Pb,2027-01-01,,\n");
        assert!(read(&same_code, SUCCESSIONS).unwrap_err().to_string().contains("carry the same code"));
    }

    #[test]
    fn shares_are_read_as_declared() {
        let units = "uid,code,name,short_name,kind,level,parent_uid,valid_from,valid_to,resolution\n\
            P,22,Tỉnh A,A,tỉnh,province,,,,\nC,1,Xã B,B,xã,commune,P,,2025-06-30,\n\
            D,1,Xã D,D,xã,commune,P,2025-07-01,,\nE,2,Xã E,E,xã,commune,P,2025-07-01,,\n";
        let successions = "predecessor_uid,successor_uid,extent,main_successor,effective_date,resolution,weight,of\n\
            C,D,share,1,2025-07-01,,30,90\nC,E,part,,2025-07-01,,,\n";
        let territory = read(units, successions).unwrap();
        let carried = territory.carry(id_from_key("C"), date(2025, 1, 1), date(2025, 7, 1));
        assert_eq!(carried.parts[0].1.to_string(), "33.33 %");
        assert_eq!(carried.unassigned.to_string(), "66.67 %");
        assert_eq!(carried.questions[0].candidates, [id_from_key("E")]);
        let bad = successions.replace("30,90", "30,");
        assert!(read(units, &bad).unwrap_err().to_string().contains("line 2, column of"));
        assert_eq!(territory.as_of(date(2026, 1, 1)).at_level(Level::Commune).count(), 2);
    }
}
