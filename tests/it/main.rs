//! The integration tests, in one binary.

mod driver;
mod readme;
mod rules;
mod shifts;
