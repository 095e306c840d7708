//! Writes what a diagram shows, and the form of the files: one file per format.

pub mod dot;
pub mod schema;
