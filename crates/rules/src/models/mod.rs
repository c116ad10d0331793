//! Learning families, clans, communities and units: whose members' titles make a title of their own.
//!
//! Here live the kinds, dated membership, and the share of members who hold the title, explained. The
//! shares that a model needs are data: Thông tư 24/2023/TT-BGDĐT asks 90 % of the members of a unit (95 % of
//! the learners of a school), and the Association's portal says that every adult of a learning family is a
//! learning citizen; other shares have not been seen. Freezing the plan's denominators is a matter of
//! `figures`.

mod kind;
mod membership;
mod share;

pub use kind::ModelKind;
pub use membership::{Membership, members_on};
pub use share::{Member, Needed, Share, ShareRule, Verdict, share};
