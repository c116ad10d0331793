//! Whole sessions with the built program: what it answers, on which stream, and how it ends.

#[cfg(test)]
mod demonstration;
#[cfg(test)]
mod installation;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod serving;
#[cfg(test)]
mod session;
#[cfg(test)]
mod whole_year;
