//! What the rows of an answer are called.

use std::collections::BTreeMap;

use sohoc_acts::Office;
use sohoc_acts::rounds::Round;
use sohoc_ledger::organizations;
use sohoc_rules::figures::Key;
use sohoc_rules::ids::OrganizationId;
use sohoc_rules::territory::TerritoryAsOf;

use super::{Row, Value};
use crate::cli::By;
use crate::error::Result;

/// Names of units on the map, of organizations, and of the forms of the year's criteria set.
pub struct Names<'a> {
    map: &'a TerritoryAsOf,
    round: &'a Round,
    by: By,
    organizations: BTreeMap<OrganizationId, (String, String)>,
}

impl<'a> Names<'a> {
    pub fn new(office: &Office, map: &'a TerritoryAsOf, round: &'a Round, by: By) -> Result<Self> {
        let mut known = BTreeMap::new();
        if by == By::Organization {
            for row in office.read(|reader| Ok(organizations::list(reader)?))? {
                known.insert(OrganizationId::from_uuid(row.id), (row.code, row.name));
            }
        }
        Ok(Self { map, round, by, organizations: known })
    }

    pub fn row(&self, key: Key, value: Value) -> Row {
        match key {
            Key::Unit(unit) => {
                let code = self.map.territory().find(unit).map(|unit| unit.code.to_string());
                let parent = self.map.parent(unit).filter(|_| self.by == By::Hamlet);
                Row {
                    code: code.unwrap_or_default(),
                    name: self.map.name(unit).to_owned(),
                    id: Some(unit.to_string()),
                    parent: parent.map(|parent| self.map.name(parent.id).to_owned()),
                    value,
                }
            }
            Key::Organization(organization) => {
                let (code, name) = self.organizations.get(&organization).cloned().unwrap_or_default();
                Row { code, name, id: Some(organization.to_string()), parent: None, value }
            }
            Key::Code(code) => {
                let form = self.round.set.form(&code).filter(|_| self.by == By::Group);
                let name = form.map_or_else(|| code.clone(), |form| form.name.clone());
                Row { code, name, id: None, parent: None, value }
            }
        }
    }
}
