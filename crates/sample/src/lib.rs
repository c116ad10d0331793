//! Invented people, hamlets, organisations and years, for the demo, the tests and the benches.
//!
//! This part only **invents values**: a [`Sample`] of a seed and a size is the same on every machine, and
//! everything in it can be asked in any order: the person of an index, what that person does in a year,
//! where they live on a day. Nothing here touches a ledger; who runs the years through the ordinary acts
//! takes these values and hands them in at the same doors as everybody else.
//!
//! The communes are the real ones of before and after 1 July 2025; **no person, hamlet, school staff or
//! enterprise in here is**. Personal numbers begin with 000, which no province has. The shares follow what
//! is publicly known of Cao Bằng and of pass rates elsewhere (`data/README.md`); they are plausible and
//! are no statistics.
//!
//! To add a kind of chance: take a new [`chance::Stream`], never a number of an existing one, so that what
//! is already invented stays as it is.
//!
//! ```
//! use sohoc_sample::Sample;
//!
//! let sample = Sample::new(677, 2_000)?;
//! let first = sample.person(0);
//! assert_eq!(sample.population().next(), Some(first));
//! # Ok::<(), sohoc_sample::SampleError>(())
//! ```

pub mod chance;
pub mod criteria;
pub mod dossier;
mod error;
pub mod files;
pub mod organizations;
pub mod people;
mod sample;
pub mod territory;
mod weighted;
pub mod years;

pub use error::SampleError;
pub use sample::Sample;
