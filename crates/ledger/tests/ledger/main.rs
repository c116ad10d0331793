//! The book on both databases: every query with the same answers, the schema, transactions, bad days.
//!
//! What runs on PostgreSQL needs the server named by `SOHOC_TEST_POSTGRES`; without it that half of
//! each test is skipped and says so. A new query is called in `conformance`, in its chapter's file.

#[cfg(test)]
mod bad_days;
#[cfg(test)]
mod blobs;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod figures;
#[cfg(test)]
mod groups;
#[cfg(test)]
mod journal;
#[cfg(test)]
mod migrations;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod statements;
#[cfg(test)]
mod support;
#[cfg(test)]
mod transactions;
#[cfg(test)]
mod writers;
