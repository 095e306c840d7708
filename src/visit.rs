//! Lends the graph to the algorithms of petgraph: every link is an edge, from the record that it starts from to the one it leads to.
//!
//! Nothing is copied. What only walks from record to record (searches, orders, components) and what weighs links (shortest paths) runs
//! on a `&Graph`; a record is a node of the same number, and the weight of an edge is the [`Edge`].

use petgraph::visit::{
    Data, EdgeCount, EdgeRef, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges, IntoNeighbors, IntoNeighborsDirected,
    IntoNodeIdentifiers, NodeCompactIndexable, NodeCount, NodeIndexable, VisitMap, Visitable,
};
use petgraph::{Directed, Direction};

use crate::graph::{Edge, Graph, Node, NodeIndex};

/// A link as an edge: where it starts, and its place among the links that start there.
#[derive(Clone, Copy, Debug)]
pub struct LinkRef<'g, 'd> {
    source: NodeIndex,
    place: usize,
    edge: &'g Edge<'d>,
}

impl<'d> EdgeRef for LinkRef<'_, 'd> {
    type NodeId = NodeIndex;
    type EdgeId = (NodeIndex, usize);
    type Weight = Edge<'d>;

    fn source(&self) -> NodeIndex {
        self.source
    }

    fn target(&self) -> NodeIndex {
        self.edge.node
    }

    fn weight(&self) -> &Edge<'d> {
        self.edge
    }

    fn id(&self) -> (NodeIndex, usize) {
        (self.source, self.place)
    }
}

/// The records that were visited, by number.
#[derive(Clone, Debug, Default)]
pub struct Visited(Vec<bool>);

impl VisitMap<NodeIndex> for Visited {
    fn visit(&mut self, node: NodeIndex) -> bool {
        !std::mem::replace(&mut self.0[node.number()], true)
    }

    fn is_visited(&self, node: &NodeIndex) -> bool {
        self.0[node.number()]
    }

    fn unvisit(&mut self, node: NodeIndex) -> bool {
        std::mem::replace(&mut self.0[node.number()], false)
    }
}

impl GraphBase for Graph<'_> {
    type NodeId = NodeIndex;
    type EdgeId = (NodeIndex, usize);
}

impl<'d> Data for Graph<'d> {
    type NodeWeight = Node<'d>;
    type EdgeWeight = Edge<'d>;
}

impl GraphProp for Graph<'_> {
    type EdgeType = Directed;
}

impl NodeCount for Graph<'_> {
    fn node_count(&self) -> usize {
        Graph::node_count(self)
    }
}

impl EdgeCount for Graph<'_> {
    fn edge_count(&self) -> usize {
        self.link_count()
    }
}

impl NodeIndexable for Graph<'_> {
    fn node_bound(&self) -> usize {
        Graph::node_count(self)
    }

    fn to_index(&self, node: NodeIndex) -> usize {
        node.number()
    }

    fn from_index(&self, number: usize) -> NodeIndex {
        NodeIndex::from_number(number as u32)
    }
}

impl NodeCompactIndexable for Graph<'_> {}

impl Visitable for Graph<'_> {
    type Map = Visited;

    fn visit_map(&self) -> Visited {
        Visited(vec![false; Graph::node_count(self)])
    }

    fn reset_map(&self, map: &mut Visited) {
        *map = self.visit_map();
    }
}

/// The links of one record, or of all, one after the other.
type Links<'g, 'd> = Box<dyn Iterator<Item = LinkRef<'g, 'd>> + 'g>;
/// The records at the other ends of the links of one record.
type Ends<'g, 'd> = std::iter::Map<std::slice::Iter<'g, Edge<'d>>, fn(&Edge<'d>) -> NodeIndex>;

impl<'g, 'd> IntoNeighbors for &'g Graph<'d> {
    type Neighbors = Ends<'g, 'd>;

    fn neighbors(self, node: NodeIndex) -> Ends<'g, 'd> {
        self.neighbors_directed(node, Direction::Outgoing)
    }
}

impl<'g, 'd> IntoNeighborsDirected for &'g Graph<'d> {
    type NeighborsDirected = Ends<'g, 'd>;

    fn neighbors_directed(self, node: NodeIndex, direction: Direction) -> Ends<'g, 'd> {
        let links = if direction == Direction::Outgoing { self.links_from(node) } else { self.links_to(node) };
        links.iter().map(|edge| edge.node)
    }
}

impl<'g, 'd> IntoEdgeReferences for &'g Graph<'d> {
    type EdgeRef = LinkRef<'g, 'd>;
    type EdgeReferences = Links<'g, 'd>;

    fn edge_references(self) -> Links<'g, 'd> {
        Box::new(self.nodes().flat_map(|node| self.edges(node)))
    }
}

impl<'g, 'd> IntoEdges for &'g Graph<'d> {
    type Edges = Links<'g, 'd>;

    fn edges(self, source: NodeIndex) -> Links<'g, 'd> {
        Box::new(self.links_from(source).iter().enumerate().map(move |(place, edge)| LinkRef { source, place, edge }))
    }
}

impl<'g> IntoNodeIdentifiers for &'g Graph<'_> {
    type NodeIdentifiers = Box<dyn Iterator<Item = NodeIndex> + 'g>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        Box::new(self.nodes())
    }
}
