//! The book: what was done, by whom, and what stands as of now.
//!
//! This crate knows the schema and every SQL text of the program, and nothing of rights or pages.
//! `acts` is the only room that writes through it; pages read through it with the viewer's scope.
//! To add a query: write it in its chapter with [`sql!`], call it in the conformance suite
//! (`tests/ledger/conformance`), done; the suite fails for a statement that never ran on both databases.

pub mod access;
pub mod blobs;
pub mod criteria;
pub mod db;
pub mod dossier;
pub mod evidence;
pub mod figures;
pub mod imports;
pub mod jobs;
pub mod journal;
pub mod keys;
pub mod migrations;
pub mod models;
pub mod organizations;
pub mod people;
pub mod privacy;
pub mod recognition;
pub mod settings;
pub mod territory;
