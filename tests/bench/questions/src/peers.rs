//! The same questions put to petgraph's own graph and its own searches.

use petgraph::algo::{all_simple_paths, astar};
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::visit::{Bfs, VisitMap, Visitable};

use crate::export::Rows;

pub fn undirected(rows: &Rows) -> UnGraph<(), ()> {
    let mut graph = UnGraph::with_capacity(rows.len(), rows.pairs() / 2);
    for _ in 0..rows.len() {
        graph.add_node(());
    }
    for (a, b) in rows.all().filter(|(a, b)| a < b) {
        graph.add_edge(a.into(), b.into(), ());
    }
    graph
}

pub fn astar_links(graph: &UnGraph<(), ()>, from: u32, to: u32) -> i64 {
    let to = NodeIndex::from(to);
    astar(graph, from.into(), |node| node == to, |_| 1_u32, |_| 0).map_or(-1, |(links, _)| i64::from(links))
}

/// A search in breadth, by layers, that ends where the end is met.
pub fn bfs_links(graph: &UnGraph<(), ()>, from: u32, to: u32) -> i64 {
    let (from, to) = (NodeIndex::from(from), NodeIndex::from(to));
    let mut seen = graph.visit_map();
    let mut rim = vec![from];
    seen.visit(from);
    let mut links = 0;
    while !rim.is_empty() {
        if rim.contains(&to) {
            return links;
        }
        links += 1;
        let mut next = Vec::new();
        for node in rim {
            next.extend(graph.neighbors(node).filter(|end| seen.visit(*end)));
        }
        rim = next;
    }
    -1
}

pub fn simple(graph: &UnGraph<(), ()>, from: u32, to: u32, longest: usize) -> i64 {
    all_simple_paths::<Vec<_>, _, std::hash::RandomState>(graph, from.into(), to.into(), 0, Some(longest - 1)).count() as i64
}

pub fn reached(graph: &UnGraph<(), ()>, from: u32) -> i64 {
    let mut walk = Bfs::new(graph, from.into());
    let mut count = 0;
    while walk.next(graph).is_some() {
        count += 1;
    }
    count
}
