//! The integration tests, in one binary.

mod cli;
mod dot;
mod driver;
mod edtf;
mod hostile;
mod laws;
mod page;
mod peers;
mod positions;
mod readme;
mod rules;
mod schema;
mod shifts;
mod tidy;
mod views;
