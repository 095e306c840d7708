//! The integration tests, in one binary.

mod cli;
mod datasets;
mod diff;
mod diff_dependents;
mod diff_laws;
mod diff_markdown;
mod dot;
mod driver;
mod edtf;
mod hostile;
mod laws;
mod peers;
mod positions;
mod readme;
mod rules;
mod schema;
mod shifts;
mod tidy;
mod views;
