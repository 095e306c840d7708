//! The algorithms of petgraph on the graph as it is, beside our own.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

use demarche::graph::{Graph, NodeIndex};
use demarche::load::load;
use demarche::model::{Dataset, RecordKind};
use demarche::path::{Options, Search, Strength};
use demarche::tree::Place;
use petgraph::algo::{connected_components, dijkstra, kosaraju_scc};
use petgraph::visit::{Bfs, EdgeCount, EdgeRef, IntoEdgeReferences, IntoEdges, NodeIndexable, Reversed, VisitMap, Visitable};

fn real() -> Dataset {
    load(&Place::at(Path::new("data")).unwrap(), &Default::default()).unwrap().dataset
}

/// The number of links to each record that is reached, counted one link after the other.
fn distances(start: NodeIndex, next: impl Fn(NodeIndex) -> Vec<NodeIndex>) -> BTreeMap<NodeIndex, usize> {
    let mut links = BTreeMap::from([(start, 0)]);
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for other in next(node) {
            if !links.contains_key(&other) {
                links.insert(other, links[&node] + 1);
                queue.push_back(other);
            }
        }
    }
    links
}

#[test]
fn petgraph_walks_the_links_from_and_to_each_record() {
    let dataset = real();
    let graph = Graph::new(&dataset);
    for start in graph.nodes_of(RecordKind::Claim).step_by(5) {
        let ours = distances(start, |node| graph.links_from(node).iter().map(|edge| edge.node).collect());
        let theirs: BTreeMap<NodeIndex, usize> = dijkstra(&graph, start, None, |_| 1).into_iter().collect();
        assert_eq!(theirs, ours);
        let mut walk = Bfs::new(Reversed(&graph), start);
        let mut back = BTreeSet::new();
        while let Some(node) = walk.next(Reversed(&graph)) {
            assert!(back.insert(node), "no record is visited twice");
        }
        let ours = distances(start, |node| graph.links_to(node).iter().map(|edge| edge.node).collect());
        assert_eq!(back, ours.into_keys().collect());
    }
}

#[test]
fn petgraph_sees_every_link_once_and_every_record_under_its_number() {
    let dataset = real();
    let graph = Graph::new(&dataset);
    let edges: Vec<_> = (&graph).edge_references().collect();
    assert_eq!((edges.len(), EdgeCount::edge_count(&graph)), (graph.link_count(), graph.link_count()));
    assert_eq!(edges.iter().map(|edge| edge.id()).collect::<BTreeSet<_>>().len(), edges.len(), "ids tell links apart");
    for edge in &edges {
        assert_eq!(edge.weight().node, edge.target());
        assert!((&graph).edges(edge.source()).any(|same| same.id() == edge.id()));
    }
    let mut map = graph.visit_map();
    for (number, node) in graph.nodes().enumerate() {
        assert_eq!((graph.to_index(node), graph.from_index(number)), (number, node));
        assert!(map.visit(node) && !map.visit(node) && map.is_visited(&node) && map.unvisit(node) && !map.unvisit(node));
    }
}

#[test]
fn components_agree_with_what_paths_reach() {
    let dataset = real();
    let graph = Graph::new(&dataset);
    let mut search = Search::new(&graph, &Options { longest: 1000, ..Options::default() });
    let mut left: BTreeSet<NodeIndex> = graph.nodes().collect();
    let mut components = 0;
    while let Some(first) = left.pop_first() {
        components += 1;
        left.retain(|node| search.shortest(first, *node, Strength::Nearby).is_none());
    }
    assert_eq!(connected_components(&graph), components);
    let strong: usize = kosaraju_scc(&graph).iter().map(Vec::len).sum();
    assert_eq!(strong, graph.node_count());
}
