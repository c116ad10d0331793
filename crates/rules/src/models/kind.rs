//! The kinds of learning model.

/// What a learning model is (QĐ 387/QĐ-TTg of 25/3/2022 names the four).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ModelKind {
    /// Gia đình học tập.
    Family,
    /// Dòng họ học tập; its members may live in many communes.
    Clan,
    /// Cộng đồng học tập: a hamlet, or a commune.
    Community,
    /// Đơn vị học tập: an agency, school or enterprise.
    Unit,
}

impl ModelKind {
    /// All kinds, in the order in which tables print them.
    pub const ALL: [Self; 4] = [Self::Family, Self::Clan, Self::Community, Self::Unit];

    /// As it is stored; never renumbered.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Family => 1,
            Self::Clan => 2,
            Self::Community => 3,
            Self::Unit => 4,
        }
    }

    /// From the stored form.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Clan => "clan",
            Self::Community => "community",
            Self::Unit => "unit",
        }
    }

    /// From the stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The title as it is printed.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Family => "Gia đình học tập",
            Self::Clan => "Dòng họ học tập",
            Self::Community => "Cộng đồng học tập",
            Self::Unit => "Đơn vị học tập",
        }
    }

    /// Whether the plan counts its adults (I.2, target of 40 and 60 percent) rather than its staff (60 and 80
    /// percent).
    #[must_use]
    pub const fn counts_adults(self) -> bool {
        match self {
            Self::Family | Self::Clan | Self::Community => true,
            Self::Unit => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_codes_and_names_read_back() {
        for kind in ModelKind::ALL {
            assert_eq!(ModelKind::from_code(kind.code()), Some(kind));
            assert_eq!(ModelKind::from_name(kind.name()), Some(kind));
        }
    }
}
