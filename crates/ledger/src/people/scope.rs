//! Whom a viewer may see.

use std::collections::BTreeSet;

use sohoc_rules::ids::UnitId;

/// The people whose home lies in certain units. Built from a role grant by `acts::access`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everyone in the ledger.
    All,
    /// Those living in these units, usually hamlets; the set names each unit itself, not its parent.
    Units(BTreeSet<UnitId>),
}

impl Scope {
    /// Whether somebody living there may be seen. Who has no home on record is seen by `All` only.
    #[must_use]
    pub fn holds(&self, home: Option<UnitId>) -> bool {
        match self {
            Self::All => true,
            Self::Units(units) => home.is_some_and(|home| units.contains(&home)),
        }
    }
}
