//! Lists through the whole house: a file as people send it, the ledger after it, the workbook that goes
//! back.
//!
//! What runs on PostgreSQL needs the server named by `SOHOC_TEST_POSTGRES`; without it that half of a
//! test is skipped and says so. Each test ends with a recount and a check of the journal.

#[cfg(test)]
mod assessments;
#[cfg(test)]
mod bad_days;
#[cfg(test)]
mod models;
#[cfg(test)]
mod organizations;
#[cfg(test)]
mod people;
#[cfg(test)]
mod people_again;
#[cfg(test)]
mod rights;
#[cfg(test)]
mod sheets;
#[cfg(test)]
mod support;
#[cfg(test)]
mod units;
