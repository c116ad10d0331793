//! The office through a whole ledger: every act on both databases, with a stepped clock and seeded
//! chance.
//!
//! What runs on PostgreSQL needs the server named by `SOHOC_TEST_POSTGRES`; without it that half of
//! each test is skipped and says so. Each test ends with a recount and a check of the journal.

#[cfg(test)]
mod bad_days;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod decision;
#[cfg(test)]
mod drafts;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod groups;
#[cfg(test)]
mod jobs;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod merge;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod procedure;
#[cfg(test)]
mod province;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod register;
#[cfg(test)]
mod reorganise;
#[cfg(test)]
mod rights;
#[cfg(test)]
mod sequences;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod slips;
#[cfg(test)]
mod support;
#[cfg(test)]
mod titles;
