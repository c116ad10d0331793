//! The files the program carries with it: units, names, criteria, the plan.
//!
//! Nothing is parsed here; every constant is the text of one file, whose source and licence stand
//! in `data/README.md`.

/// Territory as the statistics office and the resolutions describe it.
pub mod territory {
    /// Cao Bằng: 228 units of before and after 1 July 2025.
    pub const CAO_BANG_UNITS: &str = include_str!("territory/admin-units.csv");
    /// Cao Bằng: each of the 161 old communes and its successor.
    pub const CAO_BANG_SUCCESSIONS: &str = include_str!("territory/unit-successions.csv");
    /// The nation: 14,163 units.
    pub const NATIONAL_UNITS: &str = include_str!("territory/national-admin-units.csv");
    /// The nation: 10,679 successions.
    pub const NATIONAL_SUCCESSIONS: &str = include_str!("territory/national-unit-successions.csv");
}

/// Parts of which invented people and hamlets are made.
pub mod people {
    /// Family, middle and given names with weights by ethnic group, sex and age.
    pub const NAMES: &str = include_str!("people/names.csv");
    /// Shares of the ethnic groups.
    pub const ETHNIC_GROUPS: &str = include_str!("people/ethnic-groups.csv");
    /// Parts of hamlet names.
    pub const HAMLET_NAME_PARTS: &str = include_str!("people/hamlet-name-parts.csv");
}

/// Sets of criteria, each a file that is never edited once in force.
pub mod criteria {
    /// Decision 244/QĐ-KHVN of 28 July 2022: three forms, wording placeholder.
    pub const QD_244_2022: &str = include_str!("criteria/qd-244-2022.toml");
    /// Decision 324/QĐ-KHVN of 25 October 2023: four forms, wording placeholder.
    pub const QD_324_2023: &str = include_str!("criteria/qd-324-2023.toml");
    /// Every set with its file name, oldest first.
    pub const ALL: [(&str, &str); 2] = [("qd-244-2022.toml", QD_244_2022), ("qd-324-2023.toml", QD_324_2023)];
}

/// The plan of the province.
pub mod plan {
    /// KH 2202/KH-UBND of Cao Bằng, 23 August 2022, as published.
    pub const CAO_BANG: &str = include_str!("plan/ke-hoach-2202-kh-ubnd-cao-bang.txt");
    /// The targets of its part I.2 for 2025 and 2030.
    pub const CAO_BANG_TARGETS: &str = include_str!("plan/targets.toml");
}
