//! The integration tests, in one binary.

mod cli;
mod driver;
mod laws;
mod positions;
mod readme;
mod rules;
mod shifts;
