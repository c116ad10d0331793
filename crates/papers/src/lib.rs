//! The printing room: workbooks and lists in and out.
//!
//! `tables` reads lists as people really send them; `workbook` writes lists and sends rejected rows back.
//! Nothing here knows the ledger: values come in as arguments and go out as files, and whether a readable
//! row is *allowed* is decided by the acts and the rules.

pub mod tables;
pub mod workbook;
