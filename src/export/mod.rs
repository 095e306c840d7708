//! Turns settled results into files, one file a format.

pub mod dot;
pub mod mermaid;
pub mod normal;
pub mod page;
#[cfg(feature = "render")]
pub mod pdf;
#[cfg(feature = "render")]
pub mod png;
pub mod schema;
pub mod svg;
