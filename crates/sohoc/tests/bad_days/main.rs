//! Days on which the machine, the disk, the clock or a file is not as it should be, with the built
//! program: it may fail, but it says why in one sentence, keeps whole steps only, and goes on after.
//!
//! Linux only: programs are killed and their locks read from `/proc`. What needs a PostgreSQL server, the
//! right to mount, or another account is left out, and says so, where that is not to be had.

#![cfg(target_os = "linux")]

#[cfg(test)]
mod book;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod damaged;
#[cfg(test)]
mod full_disk;
#[cfg(test)]
mod hostile_lists;
#[cfg(test)]
#[path = "../cli/installation.rs"]
mod installation;
#[cfg(test)]
mod killed_decision;
#[cfg(test)]
mod killed_import;
#[cfg(test)]
mod killing;
#[cfg(test)]
mod postgres;
#[cfg(test)]
mod province;
#[cfg(test)]
mod read_only;
#[cfg(test)]
mod two_programs;
#[cfg(test)]
mod wrong_target;
