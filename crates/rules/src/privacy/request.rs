//! What somebody may ask about their data, and by when it is answered.

use jiff::ToSpan;

use crate::Refusal;
use crate::time::Date;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestKind {
    /// To see what is kept.
    See,
    /// To be given a copy.
    Copy,
    /// To have something put right.
    Correct,
    /// To have data deleted.
    Delete,
    /// To have the processing restricted.
    Restrict,
    /// To object to the processing.
    Object,
    /// To withdraw a consent where an officer must do it.
    WithdrawConsent,
}

impl RequestKind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::See,
        Self::Copy,
        Self::Correct,
        Self::Delete,
        Self::Restrict,
        Self::Object,
        Self::WithdrawConsent,
    ];

    /// As it is stored; never renumbered.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::See => 1,
            Self::Copy => 2,
            Self::Correct => 3,
            Self::Delete => 4,
            Self::Restrict => 5,
            Self::Object => 6,
            Self::WithdrawConsent => 7,
        }
    }

    /// From the stored code.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Stable name, for texts and programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::Copy => "copy",
            Self::Correct => "correct",
            Self::Delete => "delete",
            Self::Restrict => "restrict",
            Self::Object => "object",
            Self::WithdrawConsent => "withdraw_consent",
        }
    }

    /// From the stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How many days there are, from the day after the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// To the first answer.
    pub first_answer: i32,
    /// To see, copy or correct.
    pub see_correct_copy: i32,
    /// To withdraw consent, restrict or object.
    pub withdraw_restrict_object: i32,
    /// To delete.
    pub delete: i32,
}

impl Terms {
    /// Decree 356/2025/NĐ-CP, Article 5, in force since 1 January 2026. One source writes working
    /// days, another days: calendar days are the stricter reading.
    pub const DECREE_356: Self =
        Self { first_answer: 2, see_correct_copy: 10, withdraw_restrict_object: 15, delete: 20 };

    /// The days to carry out a request of this kind; an extension gives as many once more.
    #[must_use]
    pub const fn days(self, kind: RequestKind) -> i32 {
        match kind {
            RequestKind::See | RequestKind::Copy | RequestKind::Correct => self.see_correct_copy,
            RequestKind::Restrict | RequestKind::Object | RequestKind::WithdrawConsent => {
                self.withdraw_restrict_object
            }
            RequestKind::Delete => self.delete,
        }
    }
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It was carried out.
    Done,
    /// It was refused, with a reason.
    Refused,
}

impl Outcome {
    /// As it is stored; never renumbered.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Done => 1,
            Self::Refused => 2,
        }
    }

    /// From the stored code.
    #[must_use]
    pub const fn from_code(code: i64) -> Option<Self> {
        match code {
            1 => Some(Self::Done),
            2 => Some(Self::Refused),
            _ => None,
        }
    }
}

/// The last days of a request, fixed when it comes in: terms may change later, these do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dues {
    /// Last day of the first answer.
    pub first: Date,
    /// Last day to carry it out.
    pub end: Date,
}

impl Dues {
    /// Those of a request that comes in on a day. That day is not counted; the last counts whole.
    #[must_use]
    pub fn new(kind: RequestKind, terms: Terms, asked: Date) -> Self {
        Self { first: after(asked, terms.first_answer), end: after(asked, terms.days(kind)) }
    }

    /// The same with the term once more: the decree gives no length for the extension, and none longer
    /// than the term itself could be called an extension of it.
    #[must_use]
    pub fn extended(self, asked: Date) -> Self {
        let days = asked.until(self.end).map_or(0, |term| term.get_days());
        Self { end: after(self.end, days), ..self }
    }
}

fn after(day: Date, days: i32) -> Date {
    day.checked_add(days.days()).unwrap_or(Date::MAX)
}

/// What has happened to a request so far, by the day in Viet Nam.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// When the person was first answered.
    pub answered: Option<Date>,
    /// When the person was told that it takes longer.
    pub extended: Option<Date>,
    /// When and how it ended.
    pub closed: Option<(Date, Outcome)>,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestState {
    /// Nobody has answered yet.
    Waiting,
    /// Answered, to be carried out.
    Answered,
    /// The same, with a longer term.
    Extended,
    /// Carried out.
    Done,
    /// Refused.
    Refused,
}

/// What is or was late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Late {
    /// Nothing.
    No,
    /// The first answer only.
    FirstAnswer,
    /// The end.
    End,
}

/// The clocks of a request as they stand on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Where it stands.
    pub state: RequestState,
    /// Its last days.
    pub dues: Dues,
    /// The last day of what comes next; `None` once it ended.
    pub next_due: Option<Date>,
    /// Whether a day was missed, until today or, when ended, until then.
    pub late: Late,
}

/// Reads the clocks of a request. To answer, to extend and to end it are each a first answer.
#[must_use]
pub fn clock(dues: Dues, progress: &Progress, today: Date) -> Clock {
    let ended = progress.closed.map(|(day, _)| day);
    let first = [progress.answered, progress.extended, ended].into_iter().flatten().min();
    let state = match (progress.closed, progress.extended, first) {
        (Some((_, Outcome::Done)), ..) => RequestState::Done,
        (Some((_, Outcome::Refused)), ..) => RequestState::Refused,
        (None, Some(_), _) => RequestState::Extended,
        (None, None, Some(_)) => RequestState::Answered,
        (None, None, None) => RequestState::Waiting,
    };
    let next_due = match state {
        RequestState::Waiting => Some(dues.first),
        RequestState::Answered | RequestState::Extended => Some(dues.end),
        RequestState::Done | RequestState::Refused => None,
    };
    let late = if ended.unwrap_or(today) > dues.end {
        Late::End
    } else if first.unwrap_or(today) > dues.first {
        Late::FirstAnswer
    } else {
        Late::No
    };
    Clock { state, dues, next_due, late }
}

/// Whether the term may be made longer today.
///
/// # Errors
/// Without a reason, a second time, after the first term, or once it ended.
pub fn check_extension(dues: Dues, progress: &Progress, today: Date, reason: &str) -> Result<(), Refusal> {
    check_open(progress)?;
    check_reason(reason)?;
    if progress.extended.is_some() {
        return Err(Refusal {
            code: "privacy.extended_before",
            reason: "The term of this request was made longer before.".to_owned(),
            remedy: "Carry it out or refuse it with a reason: a second extension is not allowed.",
        });
    }
    if today > dues.end {
        return Err(Refusal {
            code: "privacy.extension_too_late",
            reason: format!("The first term ended on {}; a longer one must be told inside it.", dues.end),
            remedy: "Carry it out now.",
        });
    }
    Ok(())
}

/// Whether a request may end so. A refusal needs a reason.
///
/// # Errors
/// When it has ended, or a refusal gives no reason.
pub fn check_closing(progress: &Progress, outcome: Outcome, reason: &str) -> Result<(), Refusal> {
    check_open(progress)?;
    match outcome {
        Outcome::Done => Ok(()),
        Outcome::Refused => check_reason(reason),
    }
}

/// Whether a request may be answered: it is open, and something is said.
///
/// # Errors
/// When it has ended, or the answer is empty.
pub fn check_answer(progress: &Progress, answer: &str) -> Result<(), Refusal> {
    check_open(progress)?;
    check_reason(answer)
}

fn check_open(progress: &Progress) -> Result<(), Refusal> {
    match progress.closed {
        None => Ok(()),
        Some((day, _)) => Err(Refusal {
            code: "privacy.request_ended",
            reason: format!("This request ended on {day}."),
            remedy: "Open a new one.",
        }),
    }
}

fn check_reason(reason: &str) -> Result<(), Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal {
            code: "privacy.no_reason",
            reason: "Nothing is written for the person to read.".to_owned(),
            remedy: "Write the answer or the reason.",
        });
    }
    Ok(())
}

/// What stays of a person after a deletion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kept {
    /// Nothing but a record without a name, so that figures of the past stay what they were.
    Figures,
    /// A decision stands: it, its lines and its certificate stay with the name and birth date by which
    /// they can be checked. Everything else goes all the same.
    Decision,
}

/// What a deletion keeps.
#[must_use]
pub const fn deletion(decision_stands: bool) -> Kept {
    if decision_stands { Kept::Decision } else { Kept::Figures }
}

#[cfg(test)]
mod tests;
