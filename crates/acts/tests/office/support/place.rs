//! The places of the tests: two communes of Cao Bằng as they are since 1 July 2025, with hamlets that
//! lay in the communes before.

use sohoc_acts::{Office, access::Actor, territory};
use sohoc_data::territory::{CAO_BANG_SUCCESSIONS, CAO_BANG_UNITS};
use sohoc_rules::ids::UnitId;
use sohoc_rules::territory::{CsvText, NewHamlet, Unit, id_from_key};
use sohoc_rules::time::Span;

/// A hamlet or a commune of the tests.
pub struct Place;

impl Place {
    /// Hamlets with the key of the commune each lay in until 30 June 2025. The first three lie in Đàm
    /// Thủy now, the others in Trùng Khánh.
    pub const HAMLETS: [(&'static str, &'static str); 5] = [
        ("C3-01501", "Nà Lù"),
        ("C3-01501", "Bản Nưa"),
        ("C3-01507", "Lũng Mười"),
        ("C3-01477", "Pác Rao"),
        ("C3-01498", "Cốc Phia"),
    ];

    /// A hamlet by its place in the list.
    pub fn hamlet(at: usize) -> UnitId {
        let (commune, name) = Self::HAMLETS[at];
        id_from_key(&format!("{commune}/{name}"))
    }

    /// Xã Đàm Thủy.
    pub fn dam_thuy() -> UnitId {
        id_from_key("C2-01501")
    }

    /// Xã Trùng Khánh.
    pub fn trung_khanh() -> UnitId {
        id_from_key("C2-01477")
    }

    /// Loads the province and adds the hamlets.
    pub fn load_all(office: &Office) {
        let console = Actor::console();
        let units = CsvText { name: "admin-units.csv", text: CAO_BANG_UNITS };
        let successions = CsvText { name: "unit-successions.csv", text: CAO_BANG_SUCCESSIONS };
        assert_eq!(territory::load(office, &console, units, successions).expect("units load"), 228);
        let hamlets: Vec<NewHamlet> = Self::HAMLETS
            .iter()
            .enumerate()
            .map(|(at, (commune, name))| NewHamlet {
                unit: Unit::hamlet(Self::hamlet(at), "", "xóm", name, Span::ALWAYS),
                communes: vec![id_from_key(commune)],
            })
            .collect();
        assert_eq!(territory::add_hamlets(office, &console, &hamlets).expect("hamlets are added"), 5);
    }
}
