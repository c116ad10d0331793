//! The number under which a fault of ours is found in the log.

use std::error::Error;
use std::fmt;

tokio::task_local! {
    /// The number of the request that this task answers.
    pub(super) static REQUEST: RequestNumber;
}

/// Eight unpredictable bytes.
pub(super) type RequestNumber = [u8; 8];

/// What a visitor quotes and the log holds, like `3F0A-91C2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultNumber([u8; 4]);

impl fmt::Display for FaultNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d] = self.0;
        write!(f, "{a:02X}{b:02X}-{c:02X}{d:02X}")
    }
}

/// The number of the request that is being answered, as a visitor would quote it; zeros outside of one.
#[must_use]
pub fn request_number() -> FaultNumber {
    let number = REQUEST.try_with(|number| *number).unwrap_or_default();
    FaultNumber([number[0], number[1], number[2], number[3]])
}

/// Writes a fault into the log, once, with all that led to it; gives the number that the visitor's page
/// quotes. Faults name statements, files and constraints, never what people wrote.
pub fn log_fault(fault: &(dyn Error + 'static)) -> FaultNumber {
    let number = request_number();
    log_fault_under(number, fault);
    number
}

/// The same under a number that was asked for before the work went to another thread.
pub fn log_fault_under(number: FaultNumber, fault: &(dyn Error + 'static)) {
    tracing::error!(fault.number = %number, fault.chain = %Chain(fault), "a request failed");
    metrics::counter!("sohoc_faults_total").increment(1);
}

/// A fault and its causes in one line.
struct Chain<'a>(&'a (dyn Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut told = self.0.to_string();
        let mut cause = self.0.source();
        while let Some(next) = cause {
            let text = next.to_string();
            // Transparent wrappers say the same again.
            if !told.contains(&text) {
                write!(f, ": {text}")?;
                told = text;
            }
            cause = next.source();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("the list cannot be written")]
    struct Outer(#[source] io::Error);

    #[test]
    fn a_fault_is_told_with_its_causes_and_none_twice() {
        let fault = Outer(io::Error::other("the disk is full"));
        assert_eq!(Chain(&fault).to_string(), "the list cannot be written: the disk is full");
        let fault = sohoc_acts::Error::from(sohoc_ledger::db::Fault::Busy);
        assert_eq!(Chain(&fault).to_string().matches("written by another").count(), 1);
    }

    #[tokio::test]
    async fn the_number_is_that_of_the_request() {
        let inside = REQUEST.scope([0x3f, 0x0a, 0x91, 0xc2, 1, 2, 3, 4], async { request_number() }).await;
        assert_eq!(inside.to_string(), "3F0A-91C2");
        assert_eq!(request_number().to_string(), "0000-0000");
    }
}
