//! The integration tests, in one binary.

mod cli;
mod dot;
mod driver;
mod edtf;
mod hostile;
mod invented;
mod laws;
mod peers;
mod positions;
mod readme;
mod rules;
mod scene;
mod schema;
mod shifts;
mod tidy;
mod views;
