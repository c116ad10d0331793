//! Where a dossier stands, in words that need no knowledge of the procedure.

use sohoc_acts::dossier::Own;
use sohoc_rules::dossier::State;
use sohoc_rules::territory::Level;

use crate::failure::Failure;
use crate::visit::Visit;

/// State, what comes next, and who has it now.
pub struct Status {
    /// How the state looks.
    pub tone: &'static str,
    /// The state.
    pub name: String,
    /// What happens next and at whose desk it lies.
    pub next: String,
}

/// Reads it off a dossier.
pub fn of(visit: &Visit<'_>, own: &Own) -> Result<Status, Failure> {
    let state = own.draft.state;
    Ok(Status { tone: tone(state), name: name(visit, state), next: next(visit, own)? })
}

/// The name of a state.
pub fn name(visit: &Visit<'_>, state: State) -> String {
    visit.words.get(&key("own-state", state)).into_owned()
}

/// How a state looks.
pub const fn tone(state: State) -> &'static str {
    match state {
        State::Draft | State::Unreachable | State::Away | State::Refused => "plain",
        State::Submitted | State::Endorsed | State::Appraised | State::Returned => "waiting",
        State::Recognised => "good",
        State::NotRecognised | State::Revoked => "bad",
        State::Withdrawn => "gone",
    }
}

fn next(visit: &Visit<'_>, own: &Own) -> Result<String, Failure> {
    let state = own.draft.state;
    let plain = key("own-next", state);
    if own.organization.is_some() {
        let staff = format!("{plain}-staff");
        if visit.words.has(&staff) {
            return Ok(visit.words.get(&staff).into_owned());
        }
    }
    let map = visit.office().map_on(visit.today())?;
    let who = match state {
        State::Submitted => map.name(own.unit),
        _ => map
            .ancestor(own.unit, Level::Commune)
            .map_or_else(|| map.name(own.unit), |unit| map.name(unit.id)),
    };
    Ok(visit.words.with(&plain, "who", who))
}

fn key(start: &str, state: State) -> String {
    format!("{start}-{}", state.name().replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Texts;

    #[test]
    fn every_state_has_a_name_and_says_what_comes_next() {
        let texts = Texts::load(None).expect("our own texts");
        for state in State::ALL {
            for start in ["own-state", "own-next"] {
                let key = key(start, state);
                assert!(texts.vietnamese().has(&key), "{key}");
            }
        }
    }
}
