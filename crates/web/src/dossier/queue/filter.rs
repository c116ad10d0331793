//! Which part of a queue: a saved filter as it stands in the question of a page.

use sohoc_acts::dossier::ReviewBody;
use sohoc_ledger::dossier::{Only, QueueCursor};
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::{Exception, Flags, State};
use sohoc_rules::ids::DossierId;

use crate::dossier::body;
use crate::fields::Fields;

/// Most dossiers that can be set aside at once: their ids stand in addresses.
pub const MOST_ASIDE: usize = 100;

/// The states of a queue, as questions name them.
pub const STATES: [(State, &str); 4] = [
    (State::Submitted, "cho-xac-nhan"),
    (State::Endorsed, "cho-cham"),
    (State::Appraised, "da-cham"),
    (State::Returned, "tra-lai"),
];

/// A saved filter.
#[derive(Clone, Debug)]
pub struct Filter {
    /// In which state.
    pub state: State,
    /// Which of them.
    pub only: Only,
    /// After which row.
    pub after: Option<QueueCursor>,
    /// Set aside by hand: batches leave them out.
    pub aside: Vec<DossierId>,
}

impl Filter {
    /// As fields name it; without a state, `usual`.
    pub fn read(fields: &Fields, usual: State) -> Self {
        let named = fields.get("tt");
        let state = STATES.iter().find(|(_, name)| *name == named).map_or(usual, |(state, _)| *state);
        let only = match fields.get("loc") {
            "ngoai-le" => Only::With(Flags::all()),
            "sach" => Only::Clean,
            code => Exception::from_code(code).map_or(Only::All, |one| Only::With(Flags::of(&[one]))),
        };
        let aside = fields.get("bo").split(',').filter_map(|id| id.parse().ok()).take(MOST_ASIDE).collect();
        Self { state, only, after: fields.get("sau").parse().ok(), aside }
    }

    /// How questions name the state.
    pub fn state_name(&self) -> &'static str {
        STATES.iter().find(|(state, _)| *state == self.state).map_or("", |(_, name)| name)
    }

    /// How questions name which of them; empty for all.
    pub fn only_name(&self) -> &'static str {
        match self.only {
            Only::All => "",
            Only::Clean => "sach",
            Only::With(flags) if flags == Flags::all() => "ngoai-le",
            Only::With(flags) => flags.iter().next().map_or("", Exception::code),
        }
    }

    /// The question that asks the same.
    pub fn question(&self) -> String {
        let mut question = format!("tt={}", self.state_name());
        let only = self.only_name();
        if !only.is_empty() {
            question.push_str(&format!("&loc={only}"));
        }
        if let Some(after) = &self.after {
            question.push_str(&format!("&sau={after}"));
        }
        let aside = self.aside_list();
        if !aside.is_empty() {
            question.push_str(&format!("&bo={aside}"));
        }
        question
    }

    /// The ids set aside, for a field.
    pub fn aside_list(&self) -> String {
        self.aside.iter().map(|id| id.uuid().simple().to_string()).collect::<Vec<_>>().join(",")
    }

    /// The page of the queue.
    pub fn path(&self, body: ReviewBody) -> String {
        format!("{}?{}", body::queue_path(body), self.question())
    }

    /// The same from the first row.
    pub fn at_start(&self) -> Self {
        Self { after: None, ..self.clone() }
    }

    /// What a review body does with a dossier of this state: the act and the name of the button.
    pub const fn act(&self) -> Option<(ActKind, &'static str)> {
        match self.state {
            State::Submitted => Some((ActKind::Endorse, "xac-nhan")),
            State::Endorsed => Some((ActKind::Appraise, "cham")),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_comes_back_from_its_question() {
        let id = "0198c0de-0000-7000-8000-000000000001";
        for question in [
            "tt=cho-cham",
            "tt=da-cham&loc=sach",
            "tt=cho-xac-nhan&loc=below_mark",
            "tt=tra-lai&loc=ngoai-le",
        ] {
            let filter = Filter::read(&Fields::parse(question.as_bytes()), State::Submitted);
            assert_eq!(filter.question(), question);
        }
        let filter = Filter::read(&Fields::parse(format!("bo={id},x,").as_bytes()), State::Endorsed);
        assert_eq!((filter.state, filter.aside.len()), (State::Endorsed, 1));
        let again = Filter::read(&Fields::parse(filter.question().as_bytes()), State::Submitted);
        assert_eq!((again.state, again.aside), (filter.state, filter.aside));
    }
}
