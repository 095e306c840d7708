//! What a query is answered with: the budget, the day, and what others than the graph must say.

use crate::date::Day;
use crate::graph::{Graph, NodeIndex};

/// How much a query looks at unless told otherwise.
pub const DEFAULT_BUDGET: u64 = 100_000_000;

/// Finds the records that changed since a revision: the nodes of this graph, or why it cannot be said.
pub type Changed<'o> = &'o dyn Fn(&Graph<'_>, &str) -> Result<Vec<NodeIndex>, String>;

/// Finds the records on the paths from any of the first nodes to any of the others, looking at no more links than the number says; or why it
/// cannot be said.
pub type PathsBetween<'o> = &'o dyn Fn(&Graph<'_>, &[NodeIndex], &[NodeIndex], u64) -> Result<Paths, String>;

/// The records on some paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    /// The records, in any order.
    pub nodes: Vec<NodeIndex>,
    /// How many links were looked at.
    pub visited: u64,
    /// Whether these are all.
    pub is_complete: bool,
}

/// What a query is answered with.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Options<'o> {
    /// How many records and links may be looked at, each counted once for every look.
    pub budget: u64,
    /// What was only possibly said by the end of this day is only possibly in.
    pub as_of: Option<Day>,
    /// Answers `changed(...)`.
    pub changed: Option<Changed<'o>>,
    /// Answers `paths(...)`.
    pub paths: Option<PathsBetween<'o>>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options { budget: DEFAULT_BUDGET, as_of: None, changed: None, paths: None }
    }
}
