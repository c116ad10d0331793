//! States, exceptions, standings and acts in the visitor's words.

use sohoc_rules::dossier::{Channel, Exception, Flags, Standing, State};

use crate::texts::Words;

/// A tag: its tone and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Tone of the component.
    pub tone: &'static str,
    /// Words.
    pub words: String,
}

fn said(words: &Words, kind: &str, code: &str) -> String {
    words.get(&format!("review-{kind}-{}", code.replace('_', "-"))).into_owned()
}

/// Where a dossier stands.
pub fn state(words: &Words, state: State) -> Tag {
    let tone = match state {
        State::Submitted | State::Endorsed => "waiting",
        State::Appraised | State::Recognised => "good",
        State::Returned | State::NotRecognised | State::Revoked => "bad",
        State::Withdrawn | State::Unreachable | State::Refused | State::Away => "gone",
        State::Draft => "plain",
    };
    Tag { tone, words: said(words, "state", state.name()) }
}

/// Where somebody of a list stands; who was not met is told apart by the state.
pub fn standing(words: &Words, standing: Standing, code: Option<i64>) -> Tag {
    let tone = match standing {
        Standing::NotStarted => "plain",
        Standing::InProgress | Standing::WaitsForEndorsement | Standing::WaitsForAppraisal => "waiting",
        Standing::Returned => "bad",
        Standing::NotMet => "gone",
        Standing::Done => "good",
    };
    let words = match (standing, code.and_then(State::from_code)) {
        (Standing::NotMet | Standing::Done, Some(state)) => said(words, "state", state.name()),
        _ => said(words, "standing", standing.code()),
    };
    Tag { tone, words }
}

/// One exception.
pub fn exception(words: &Words, exception: Exception) -> String {
    said(words, "flag", exception.code())
}

/// All exceptions of a dossier, gravest first.
pub fn flags(words: &Words, flags: Flags) -> Vec<String> {
    flags.iter().map(|one| exception(words, one)).collect()
}

/// The door.
pub fn channel(words: &Words, channel: Channel) -> String {
    let code = match channel {
        Channel::Web => "web",
        Channel::Assisted => "assisted",
        Channel::Offline => "offline",
        Channel::Paper => "paper",
        Channel::Workbook => "workbook",
        Channel::Api => "api",
    };
    said(words, "channel", code)
}

/// A step by the name of its act; one without words of its own stands as it is.
pub fn act(words: &Words, name: &str) -> String {
    let key = format!("review-act-{}", name.replace(['_', '.'], "-"));
    if words.has(&key) { words.get(&key).into_owned() } else { name.to_owned() }
}

/// Why something was not done, by the code of the refusal.
pub fn why(words: &Words, code: &str) -> String {
    let key = format!("review-why-{}", code.replace(['_', '.'], "-"));
    if words.has(&key) { words.get(&key).into_owned() } else { words.get("review-why-other").into_owned() }
}

#[cfg(test)]
mod tests {
    use sohoc_rules::dossier::Act;

    use super::*;
    use crate::texts::Texts;

    #[test]
    fn every_state_exception_standing_door_and_act_has_words() {
        let texts = Texts::load(None).expect("our own texts");
        let words = texts.vietnamese();
        let mut said: Vec<String> = State::ALL.map(|one| state(words, one).words).into();
        said.extend(Standing::ALL.map(|one| standing(words, one, None).words));
        said.extend(Exception::ALL.map(|one| exception(words, one)));
        said.extend(Channel::ALL.map(|one| channel(words, one)));
        said.extend(Act::ALL.map(|one| act(words, one.name())));
        assert!(said.iter().all(|one| !one.contains("review-") && !one.contains('_')), "{said:?}");
    }
}
