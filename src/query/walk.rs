//! Walks along links from a selection, within a budget.

use std::collections::VecDeque;

use super::selection::Selection;
use crate::date::Certainty;
use crate::graph::{Edge, Graph, NodeIndex};

/// What may still be looked at: records and links, each counted once for every look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    left: u64,
}

impl Budget {
    pub(super) fn new(left: u64) -> Self {
        Budget { left }
    }

    /// Takes this much; where less is left nothing, and from then on nothing at all.
    pub(super) fn take(&mut self, cost: usize) -> bool {
        let cost = cost as u64;
        let has = cost <= self.left;
        self.left = if has { self.left - cost } else { 0 };
        has
    }

    /// What is left.
    pub(super) fn left(&self) -> u64 {
        self.left
    }
}

/// In which direction links are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// From the record that has the link.
    Out,
    /// To the record that has the link.
    Into,
    /// Both.
    Either,
}

/// The records that a walk of at most so many links reaches from a selection, its own among them; only links that may be followed count. Each is
/// as certainly reached as the least certain record on the most certain way to it, going by which were there for certain.
pub(super) fn reach(
    graph: &Graph<'_>,
    from: &Selection,
    way: Way,
    most: u32,
    may_follow: impl Fn(&Edge<'_>) -> bool,
    (there, budget): (Option<&Selection>, &mut Budget),
) -> Selection {
    let mut reached = from.clone();
    // Without a doubtful record to start from the second walk would be the first one again.
    let is_doubtful = from.counts().1 > 0 || there.is_some_and(|there| there.counts().1 > 0);
    let passes: &[Certainty] = if is_doubtful { &[Certainty::Certain, Certainty::Possible] } else { &[Certainty::Certain] };
    for &wanted in passes {
        // What was seen is what was selected by this walk.
        let mut seen = Selection::none(graph);
        let mut waiting: VecDeque<(NodeIndex, u32)> = VecDeque::new();
        for (node, _) in from.nodes(graph).filter(|(_, certainty)| *certainty >= wanted) {
            seen.insert(node);
            waiting.push_back((node, 0));
        }
        while let Some((node, steps)) = waiting.pop_front() {
            if steps == most {
                continue;
            }
            let out = if way == Way::Into { &[] } else { graph.links_from(node) };
            let into = if way == Way::Out { &[] } else { graph.links_to(node) };
            if !budget.take(out.len() + into.len()) {
                return undecided(graph, reached);
            }
            let is_there = |edge: &&Edge<'_>| there.is_none_or(|there| there.certainty(edge.node) >= wanted);
            for edge in out.iter().chain(into).filter(|edge| may_follow(edge)).filter(is_there) {
                if seen.insert(edge.node) {
                    reached.add(edge.node, wanted);
                    waiting.push_back((edge.node, steps + 1));
                }
            }
        }
    }
    reached
}

/// What is known when the budget is used up: what was found stays found, and everything else is possible.
pub(super) fn undecided(graph: &Graph<'_>, found: Selection) -> Selection {
    let mut all = found;
    graph.nodes().for_each(|node| all.add(node, Certainty::Possible));
    all.set_partial();
    all
}
