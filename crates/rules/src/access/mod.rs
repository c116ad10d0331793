//! Who may do what, where, and when.
//!
//! A role is granted on a scope for a span of days; one table says which acts a role may do. The whole table
//! is printed into `matrix.txt` beside this file, so that a change of rights is read as a change of that file.
//! An act that needs a right takes a [`Permit`], which only [`permit()`] makes.
//!
//! What the table cannot say stands with the dossier ([`crate::dossier::Step`]): nobody reviews their own
//! file, a helper approves nothing they wrote, who endorsed does not decide alone.

mod act_kind;
mod grant;
mod matrix;
mod permit;
mod role;
pub mod security;
mod token;

pub use act_kind::ActKind;
pub use grant::{Grant, Scope, granting};
pub use matrix::{allows, matrix};
pub use permit::{Permit, permit};
pub use role::Role;
pub use token::TokenScope;
