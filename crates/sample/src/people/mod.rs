//! Invented people: who they are, which households they form, what becomes of them.
//!
//! Names, birth dates and numbers are plain values here; that the rules accept every one of them is tested.

mod birth;
mod duplicate;
mod ethnic;
mod household;
mod life;
mod names;
mod number;
mod occupation;
mod person;
mod population;

pub use duplicate::SecondRecord;
pub use ethnic::Ethnic;
pub(crate) use ethnic::shares;
pub use life::{LifeEvent, Move};
pub use names::{Cohort, NameFor, Names};
pub use occupation::{Group, Occupation};
pub use person::{Clan, InventedPerson};
pub use population::LIST_DAY;
