//! The one table of rights.

use std::fmt::Write as _;

use super::{ActKind, Role};

/// Whether a role may do an act at all; where, the scope of the grant says.
#[must_use]
pub const fn allows(role: Role, act: ActKind) -> bool {
    use ActKind as A;
    use Role as R;
    match role {
        R::Citizen => {
            matches!(
                act,
                A::Submit
                    | A::AttachEvidence
                    | A::Withdraw
                    | A::ReadPerson
                    | A::UpdatePerson
                    | A::KeepConsent
            )
        }
        R::Volunteer => matches!(
            act,
            A::RegisterPerson
                | A::UpdatePerson
                | A::EnterForOther
                | A::AttachEvidence
                | A::MarkOutcome
                | A::Withdraw
                | A::ReadPerson
                | A::ReadFigures
                | A::PrintSlips
                | A::KeepConsent
        ),
        R::UnitCommittee => matches!(
            act,
            A::RegisterPerson
                | A::UpdatePerson
                | A::EnterForOther
                | A::AttachEvidence
                | A::MarkOutcome
                | A::Withdraw
                | A::Endorse
                | A::Return
                | A::ReadPerson
                | A::ReadFigures
                | A::PrintSlips
                | A::KeepConsent
        ),
        R::HeadOfUnit => matches!(
            act,
            A::Import
                | A::Return
                | A::Appraise
                | A::HoldSession
                | A::Decide
                | A::Revoke
                | A::CorrectDecision
                | A::IssueCertificate
                | A::ReadPerson
                | A::ReadFigures
                | A::Export
                | A::GrantRole
        ),
        R::CommuneOfficer => is_for_commune_officer(act),
        R::CommuneDecider => matches!(
            act,
            A::HoldSession
                | A::Decide
                | A::Revoke
                | A::CorrectDecision
                | A::RecogniseModel
                | A::FreezeReport
                | A::ReadPerson
                | A::ReadFigures
        ),
        R::ProvinceOfficer => is_for_province_officer(act),
        R::ProvinceInspector => matches!(act, A::Inspect | A::ReadPerson | A::ReadFigures | A::ReadJournal),
        R::Administrator => matches!(
            act,
            A::LoadCriteria | A::Reorganise | A::ReadJournal | A::GrantRole | A::Operate | A::RunJobs
        ),
        R::System => matches!(act, A::RunJobs | A::DraftReport | A::ReadFigures),
    }
}

const fn is_for_commune_officer(act: ActKind) -> bool {
    use ActKind as A;
    matches!(
        act,
        A::RegisterPerson
            | A::UpdatePerson
            | A::Import
            | A::Merge
            | A::Unmerge
            | A::EnterForOther
            | A::AttachEvidence
            | A::MarkOutcome
            | A::Withdraw
            | A::Reopen
            | A::Endorse
            | A::Return
            | A::Appraise
            | A::HoldSession
            | A::IssueCertificate
            | A::KeepOrganizations
            | A::KeepModels
            | A::HoldTraining
            | A::KeepProgramme
            | A::KeepMoney
            | A::DraftReport
            | A::ReadPerson
            | A::ReadNumber
            | A::ReadEthnicGroup
            | A::ReadFigures
            | A::Export
            | A::KeepConsent
            | A::AnswerRequest
            | A::GrantRole
            | A::PrintSlips
    )
}

/// The province sets the frame and counts; it neither writes, reviews nor decides a citizen's file, so that
/// its inspection stays independent.
const fn is_for_province_officer(act: ActKind) -> bool {
    use ActKind as A;
    matches!(
        act,
        A::Import
            | A::Merge
            | A::Unmerge
            | A::OpenRound
            | A::CloseRound
            | A::LoadCriteria
            | A::SetTargets
            | A::Reorganise
            | A::KeepOrganizations
            | A::KeepModels
            | A::RecogniseModel
            | A::Inspect
            | A::HoldTraining
            | A::Publish
            | A::KeepProgramme
            | A::KeepMoney
            | A::DraftReport
            | A::FreezeReport
            | A::ReadPerson
            | A::ReadNumber
            | A::ReadEthnicGroup
            | A::ReadFigures
            | A::Export
            | A::AnswerRequest
            | A::ReadJournal
            | A::GrantRole
    )
}

/// The table as text: acts down, roles across, in each cell the scopes on which the role can be held.
#[must_use]
pub fn matrix() -> String {
    let mut text = format!("{:<20}", "");
    for role in Role::ALL {
        let _ = write!(text, " {:<18}", role.code());
    }
    let mut lines = vec![text];
    for act in ActKind::ALL {
        let mut line = format!("{:<20}", act.code());
        for role in Role::ALL {
            let cell = if allows(role, *act) { role.scopes() } else { "-" };
            let _ = write!(line, " {cell:<18}");
        }
        lines.push(line);
    }
    lines.iter().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_table_is_the_table() {
        if std::env::var_os("WRITE_MATRIX").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/access/matrix.txt");
            std::fs::write(path, matrix()).expect("writes the table");
        }
        assert_eq!(
            matrix(),
            include_str!("matrix.txt"),
            "rights changed: run this test again with WRITE_MATRIX=1 and read the difference"
        );
    }

    #[test]
    fn a_helper_never_approves() {
        for act in ActKind::ALL {
            for helper in [Role::Citizen, Role::Volunteer] {
                assert!(!(act.approves() && allows(helper, *act)), "{helper:?} {act:?}");
            }
        }
    }

    #[test]
    fn no_role_both_reviews_first_and_decides() {
        for role in Role::ALL {
            assert!(!(allows(role, ActKind::Endorse) && allows(role, ActKind::Decide)), "{role:?}");
            assert!(!(allows(role, ActKind::EnterForOther) && allows(role, ActKind::Decide)), "{role:?}");
        }
    }

    #[test]
    fn who_decides_prints_nobodys_one_time_code() {
        for role in Role::ALL {
            assert!(!(allows(role, ActKind::PrintSlips) && allows(role, ActKind::Decide)), "{role:?}");
        }
    }

    #[test]
    fn running_the_installation_opens_nobodys_file() {
        for role in [Role::Administrator, Role::System] {
            for act in [ActKind::ReadPerson, ActKind::ReadNumber, ActKind::ReadEthnicGroup, ActKind::Export] {
                assert!(!allows(role, act), "{role:?} {act:?}");
            }
        }
    }

    #[test]
    fn the_inspector_changes_nothing_of_those_inspected() {
        let may: Vec<&ActKind> =
            ActKind::ALL.iter().filter(|a| allows(Role::ProvinceInspector, **a)).collect();
        assert_eq!(
            may,
            [&ActKind::Inspect, &ActKind::ReadPerson, &ActKind::ReadFigures, &ActKind::ReadJournal]
        );
    }

    #[test]
    fn every_act_can_be_done_by_somebody_and_every_role_can_do_something() {
        for act in ActKind::ALL {
            assert!(Role::ALL.into_iter().any(|role| allows(role, *act)), "{act:?}");
            assert_eq!(ActKind::from_code(act.code()), Some(*act));
        }
        for role in Role::ALL {
            assert!(ActKind::ALL.iter().any(|act| allows(role, *act)), "{role:?}");
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
    }
}
