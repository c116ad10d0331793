//! Lists of people as units send them.
//!
//! A careful clerk fills every column as asked. A hurried one writes capitals, decomposed letters, dates with
//! hyphens, the commune of last year, and lets the spreadsheet eat the zeros of a number. A program that
//! takes in lists must stand both.

mod hand;
mod row;
mod write;

pub use hand::Hand;
pub use row::PeopleRow;
pub use write::write_people_csv;
