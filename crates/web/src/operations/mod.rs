//! Running the counter day and night: limits, jobs, signs of life.
