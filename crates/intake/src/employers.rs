//! Where the people of a list work.

use std::collections::{BTreeMap, HashMap};

use sohoc_acts::Office;
use sohoc_ledger::organizations;
use sohoc_rules::ids::OrganizationId;
use sohoc_rules::time::Date;
use sohoc_rules::vietnamese::fold;

use crate::Error;

/// Finds organizations by code or by name.
pub(crate) struct Employers {
    by_text: HashMap<String, Vec<OrganizationId>>,
    /// Texts that no organization answers, with how many rows had them.
    unknown: BTreeMap<String, u32>,
}

/// Texts that are told to the sender; more would be a list of its own.
const MOST_TOLD: usize = 20;

impl Employers {
    /// Those that exist on the date.
    pub fn new(office: &Office, date: Date) -> Result<Self, Error> {
        let mut by_text: HashMap<String, Vec<OrganizationId>> = HashMap::new();
        let rows = office.read(|reader| Ok(organizations::list(reader)?))?;
        for row in rows {
            let began = row.from.is_none_or(|from| from.0 <= date);
            let ended = row.to.is_some_and(|to| to.0 < date);
            if began && !ended {
                let id = OrganizationId::from_uuid(row.id);
                let code = fold(&row.code);
                if !code.is_empty() && code != row.name_fold {
                    by_text.entry(code).or_default().push(id);
                }
                by_text.entry(row.name_fold).or_default().push(id);
            }
        }
        Ok(Self { by_text, unknown: BTreeMap::new() })
    }

    /// The one organization the text means; else the text is noted. Where somebody works is no
    /// reason to reject a row: lists of hamlets write “tự do” and “làm ruộng” there.
    pub fn find(&mut self, text: &str) -> Option<OrganizationId> {
        match self.by_text.get(&fold(text)).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            Some(_) | None => {
                *self.unknown.entry(text.to_owned()).or_default() += 1;
                None
            }
        }
    }

    /// Sentences about what was left out.
    pub fn notes(&self) -> Vec<String> {
        let mut texts: Vec<(&String, &u32)> = self.unknown.iter().collect();
        texts.sort_by(|left, right| right.1.cmp(left.1).then(left.0.cmp(right.0)));
        let mut notes: Vec<String> = texts
            .iter()
            .take(MOST_TOLD)
            .map(|(text, rows)| {
                format!(
                    "Cơ quan “{text}” ({rows} dòng) chưa có trong sổ hoặc trùng tên: để trống nơi làm việc."
                )
            })
            .collect();
        let more = texts.len().saturating_sub(MOST_TOLD);
        if more > 0 {
            notes.push(format!("Và {more} cơ quan khác chưa có trong sổ."));
        }
        notes
    }
}
