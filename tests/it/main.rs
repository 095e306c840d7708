//! The integration tests, in one binary.

mod cli;
mod dot;
mod driver;
mod edtf;
mod hostile;
mod laws;
mod peers;
mod positions;
mod readers;
mod readme;
mod rules;
mod schema;
mod shifts;
mod tidy;
mod views;
