//! The roles of the programme.

/// What somebody is in the programme; the scope of the grant says where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A citizen, for their own dossier.
    Citizen,
    /// Helps the people of a hamlet: registers, writes on their word, notes who was not met. Approves nothing.
    Volunteer,
    /// Reviews at the first level: the chapter of a hamlet (chi hội) or the committee of a unit (ban khuyến
    /// học), as its scope says.
    UnitCommittee,
    /// Decides for the staff of an agency, school or enterprise.
    HeadOfUnit,
    /// Prepares the commune's work: reviews, sessions, papers.
    CommuneOfficer,
    /// Decides in a commune; which office that is, is set for each commune.
    CommuneDecider,
    /// Runs the programme of the province.
    ProvinceOfficer,
    /// Checks samples of the work of others and changes nothing.
    ProvinceInspector,
    /// Runs the installation; has no part in the programme and reads nobody's data.
    Administrator,
    /// Jobs of the program itself.
    System,
}

impl Role {
    /// All roles, in the order of the printed table.
    pub const ALL: [Self; 10] = [
        Self::Citizen,
        Self::Volunteer,
        Self::UnitCommittee,
        Self::HeadOfUnit,
        Self::CommuneOfficer,
        Self::CommuneDecider,
        Self::ProvinceOfficer,
        Self::ProvinceInspector,
        Self::Administrator,
        Self::System,
    ];

    /// Stable name, as the ledger keeps it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Volunteer => "volunteer",
            Self::UnitCommittee => "unit_committee",
            Self::HeadOfUnit => "head_of_unit",
            Self::CommuneOfficer => "commune_officer",
            Self::CommuneDecider => "commune_decider",
            Self::ProvinceOfficer => "province_officer",
            Self::ProvinceInspector => "province_inspector",
            Self::Administrator => "administrator",
            Self::System => "system",
        }
    }

    /// From the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The roles that somebody of this role may give to others, within their own scope.
    #[must_use]
    pub const fn may_give(self) -> &'static [Self] {
        use Role::{
            Administrator, Citizen, CommuneDecider, CommuneOfficer, HeadOfUnit, ProvinceInspector,
            ProvinceOfficer, UnitCommittee, Volunteer,
        };
        match self {
            Self::Administrator => &[Administrator, ProvinceOfficer, ProvinceInspector],
            Self::ProvinceOfficer => &[
                Citizen,
                Volunteer,
                UnitCommittee,
                HeadOfUnit,
                CommuneOfficer,
                CommuneDecider,
                ProvinceOfficer,
                ProvinceInspector,
            ],
            Self::CommuneOfficer => &[Citizen, Volunteer, UnitCommittee],
            Self::HeadOfUnit => &[Citizen, UnitCommittee],
            Self::Citizen
            | Self::Volunteer
            | Self::UnitCommittee
            | Self::CommuneDecider
            | Self::ProvinceInspector
            | Self::System => &[],
        }
    }
}
