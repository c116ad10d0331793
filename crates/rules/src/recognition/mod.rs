//! From appraised dossiers to a numbered decision, titles and certificates.
//!
//! Here live the council session (attendance, quorum, votes), the number of a decision, what each line of
//! a decision may do to a title, who may sign, and the serial of a certificate. The plan leaves the signer,
//! the quorum and the numbering to the Association's guidance, which has not been seen: all three are
//! values, and their defaults say that they are assumptions. A decision is never deleted; correction,
//! revocation and reissue are decisions of their own.

mod checked;
mod line;
mod number;
mod serial;
mod session;
mod signer;
mod title;

pub use checked::{CertificateStanding, standing};
pub use line::{Candidate, DecisionDraft, ReadyDecision, Ruling, Verdict};
pub use number::{DecisionNumber, DecisionNumberFault, Issuer};
pub use serial::{CertificateSerial, SerialFault};
pub use session::{CouncilSession, SessionRules, Tally, Vote, carried};
pub use signer::{Signer, authorised};
pub use title::{DecisionKind, TitleState, after};
