//! People and where they live and work.
//!
//! Every query that gives back people takes a [`Scope`]: who may not see a person does not learn
//! that there is one.

mod add;
mod apart;
mod change;
mod export;
mod facts;
mod merge;
mod roster;
mod scope;
mod search;

pub use add::{
    NewPerson, NewResidence, add, add_employments, add_ethnicities, add_first_residences, add_residences,
};
pub use apart::{ApartRow, apart_from, forget_apart, keep_apart};
pub use change::{close_employment, close_residences, remove_ethnicity, set_facts, set_life, set_number};
pub use export::{ListedPerson, list_homeless, list_residents, list_staff};
pub use facts::{
    LikeKey, PersonRow, facts, find_by_number, find_like, find_like_without_number, list_namesakes,
    number_sealed,
};
pub use merge::{MergeRow, find_merge, merge, merged_into, titles_and_dossiers, undo};
pub use roster::{RosterRow, count_residents, residents, roster};
pub use scope::Scope;
pub use search::{Found, search};
