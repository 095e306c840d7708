//! The around view: the neighbourhood of a record.

use std::collections::{BTreeSet, VecDeque};

use crate::graph::{Graph, Node, NodeIndex};
use crate::position;
use crate::proof::Proofs;

use super::arrange::arrange;
use super::evolution::lane_word;
use super::note::count;
use super::select::{Shown, all_shown, is_of_subject, is_wanted};
use super::settle::{Heading, outside_in_words, settle};
use super::{Lanes, Options, View};

/// Settles the around view: the claims that lie within `depth` links of a record, in either direction, and the events that they touch.
pub fn around(graph: &Graph<'_>, proofs: &Proofs<'_>, start: NodeIndex, depth: usize, options: &Options) -> View {
    around_all(graph, proofs, &[start], depth, options)
}

/// The same around several records: what lies within `depth` links of any of them.
pub fn around_all(graph: &Graph<'_>, proofs: &Proofs<'_>, starts: &[NodeIndex], depth: usize, options: &Options) -> View {
    let dataset = graph.dataset();
    let near = within(graph, starts, depth);
    let threads = position::threads(graph);
    let mut shown = all_shown(graph, &threads);
    let record: Vec<Shown<'_>> = shown.iter().copied().filter(|one| is_of_subject(dataset, options, one.statement, one.claim)).collect();
    shown.retain(|one| near.contains(one.claim.id.as_str()) && is_wanted(dataset, options, one.statement, one.claim));
    let lanes = options.lanes.unwrap_or(Lanes::Demands);
    let arranged = arrange(graph, &threads, shown, &record, lanes, true, options);
    let what = match starts {
        [only] => match graph.node(*only) {
            Node::Claim(_, claim) => claim.headline().to_owned(),
            other => other.title().to_owned(),
        },
        several => count(several.len(), "record", "records"),
    };
    let of = if starts.len() == 1 { "it" } else { "them" };
    let heading = Heading {
        given: Some(&what),
        lane_word: lane_word(lanes).0,
        lanes: lane_word(lanes).1,
        subject: format!("All within {} of {of}", count(depth, "link", "links")),
        shows_words: false,
        left_out: outside_in_words(options, arranged.outside),
        disputing: None,
        events: Vec::new(),
    };
    settle(graph, proofs, arranged.rows, arranged.listed, heading, options)
}

/// The full ids of the claims within so many links of some nodes, these included.
fn within<'d>(graph: &Graph<'d>, starts: &[NodeIndex], depth: usize) -> BTreeSet<&'d str> {
    let mut seen: BTreeSet<NodeIndex> = starts.iter().copied().collect();
    let mut queue: VecDeque<(NodeIndex, usize)> = seen.iter().map(|start| (*start, 0)).collect();
    let mut claims = BTreeSet::new();
    while let Some((index, distance)) = queue.pop_front() {
        if let Node::Claim(_, claim) = graph.node(index) {
            claims.insert(claim.id.as_str());
        }
        if distance == depth {
            continue;
        }
        for edge in graph.links_from(index).iter().chain(graph.links_to(index)) {
            if seen.insert(edge.node) {
                queue.push_back((edge.node, distance + 1));
            }
        }
    }
    claims
}
