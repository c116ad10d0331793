//! Why a sample cannot be made.

use sohoc_rules::territory::LoadError;
use thiserror::Error;

use crate::Sample;

/// Why a sample cannot be made.
#[derive(Debug, Error)]
pub enum SampleError {
    /// More people than the numbers can tell apart, or none.
    #[error("a sample has 1 to {max} people, not {0}; make several samples with different seeds", max = Sample::MOST_PEOPLE)]
    Size(u32),
    /// A file the program carries is not what it should be.
    #[error("{file}, line {line}: {reason}")]
    Data {
        /// The file.
        file: &'static str,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// The list of units contradicts itself.
    #[error(transparent)]
    Territory(#[from] LoadError),
}
