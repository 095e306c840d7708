//! Turns a graph and the kinds of link that may be walked into bare rows of numbers, which the searches run on.

use super::time::Span;
use super::{Options, Strength};
use crate::date::Certainty;
use crate::graph::{Edge, Graph, LinkKind, Node, NodeIndex, time_order};

/// Records as numbers, and for each the records beside it: over links of any direction, each record once.
///
/// The row of a record is in the order in which ties between paths are settled, which begins with the strength of the link.
#[derive(Debug, Default)]
pub(super) struct Network {
    starts: Vec<u32>,
    hops: Vec<Hop>,
    spans: Vec<Span>,
    /// Whether some record lies on a day.
    is_timed: bool,
}

/// A record beside another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hop {
    pub(super) node: u32,
    /// The strength of the strongest link between the two.
    pub(super) strength: Strength,
}

impl Network {
    /// The network of all links that the options permit. Time is left out unless it is to be respected.
    pub(super) fn new(graph: &Graph<'_>, options: &Options) -> Self {
        let mut by_time: Vec<NodeIndex> = graph.nodes().collect();
        by_time.sort_by_cached_key(|index| (time_order(graph.node(*index).date()), *index));
        let mut place = vec![0_u32; graph.node_count()];
        for (number, index) in by_time.into_iter().enumerate() {
            place[index.number()] = number as u32;
        }
        let is_there = |node| options.keeps(node) && options.has_happened(node) != Certainty::Impossible;
        let is_there: Vec<bool> = graph.nodes().map(|index| is_there(graph.node(index))).collect();
        let mut network = Network { starts: vec![0], ..Network::default() };
        // The row in which a record was last seen, counted from 1.
        let mut seen = vec![0_u32; graph.node_count()];
        let mut row: Vec<(Strength, LinkKind, u32, u32)> = Vec::new();
        for index in graph.nodes() {
            row.clear();
            seen[index.number()] = index.number() as u32 + 1;
            if is_there[index.number()] {
                let permitted = |edge: &&Edge<'_>| options.permits(edge.kind) && is_there[edge.node.number()];
                let edges = graph.links_from(index).iter().chain(graph.links_to(index)).filter(permitted);
                row.extend(edges.map(|edge| {
                    let node = edge.node.number();
                    (Strength::of(edge.kind), edge.kind, place[node], node as u32)
                }));
            }
            row.sort_unstable();
            for (strength, _, _, node) in &row {
                if std::mem::replace(&mut seen[*node as usize], index.number() as u32 + 1) != index.number() as u32 + 1 {
                    network.hops.push(Hop { node: *node, strength: *strength });
                }
            }
            network.starts.push(network.hops.len() as u32);
        }
        network.spans = match options.respect_time {
            true => graph.nodes().map(|index| span(graph, index)).collect(),
            false => vec![Span::TIMELESS; graph.node_count()],
        };
        network.is_timed = options.respect_time;
        network
    }

    /// A network of hops that were made up; each stands in the rows of both its ends, in the order of strength and then of the number.
    #[cfg(test)]
    pub(super) fn of(spans: Vec<Span>, links: &[(u32, u32, Strength)]) -> Self {
        let is_timed = spans.iter().any(|span| *span != Span::TIMELESS);
        let mut network = Network { starts: vec![0], hops: Vec::new(), spans, is_timed };
        for node in 0..network.spans.len() as u32 {
            let mut row: Vec<(Strength, u32)> = Vec::new();
            for (a, b, strength) in links.iter().filter(|(a, b, _)| a != b) {
                row.extend([(*a, *b), (*b, *a)].iter().filter(|(from, _)| *from == node).map(|(_, to)| (*strength, *to)));
            }
            row.sort_unstable();
            for (strength, node) in row {
                if network.hops[network.starts[network.starts.len() - 1] as usize..].iter().all(|hop| hop.node != node) {
                    network.hops.push(Hop { node, strength });
                }
            }
            network.starts.push(network.hops.len() as u32);
        }
        network
    }

    /// The number of records.
    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The records beside one, over links that are at least this strong.
    #[inline]
    pub(super) fn beside(&self, node: u32, weakest: Strength) -> &[Hop] {
        let row = &self.hops[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize];
        if weakest == Strength::Nearby || row.last().is_none_or(|last| last.strength <= weakest) {
            return row;
        }
        &row[..row.partition_point(|hop| hop.strength <= weakest)]
    }

    /// The number of records beside one, over links of any strength: what it costs at most to go on from it, without a look at its row.
    pub(super) fn degree(&self, node: u32) -> usize {
        (self.starts[node as usize + 1] - self.starts[node as usize]) as usize
    }

    /// Whether days are looked at: where not, every record has the same span, without bounds.
    pub(super) fn is_timed(&self) -> bool {
        self.is_timed
    }

    /// The strength of the strongest link between two records; none where they are not linked.
    pub(super) fn strength(&self, a: u32, b: u32) -> Option<Strength> {
        // The two stand in each other's rows, and the row of an actor may hold a tenth of all links.
        let (a_row, b_row) = (self.beside(a, Strength::Nearby), self.beside(b, Strength::Nearby));
        let (row, other) = if a_row.len() <= b_row.len() { (a_row, b) } else { (b_row, a) };
        row.iter().find(|hop| hop.node == other).map(|hop| hop.strength)
    }

    /// When a record was said or happened.
    pub(super) fn span(&self, node: u32) -> Span {
        self.spans[node as usize]
    }
}

/// When a record was said or happened; the claims of a statement share its date. The date of a page is not that of what it reports.
pub(super) fn span(graph: &Graph<'_>, index: NodeIndex) -> Span {
    let node = graph.node(index);
    let occasion = match node {
        Node::Actor(_) | Node::Demand(_) | Node::Source(_) => return Span::TIMELESS,
        // A claim is part of one statement.
        Node::Claim(..) => graph.links_from(index).iter().find(|edge| edge.kind == LinkKind::PartOf).map_or(index, |edge| edge.node),
        Node::Event(_) | Node::Statement(_) => index,
    };
    let date = node.date();
    Span {
        earliest: date.and_then(|date| date.earliest()).map_or(i64::MIN, |day| day.number()),
        latest: date.and_then(|date| date.latest()).map_or(i64::MAX, |day| day.number()),
        occasion: Some(occasion.number() as u32),
    }
}
