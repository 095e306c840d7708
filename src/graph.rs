//! Turns a dataset into an immutable graph: every record a node, every reference a link, and time links between claims.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::date::{Certainty, ClaimDate, Day};
use crate::id::{ActorId, DemandId};
use crate::model::{Actor, Basis, Claim, Dataset, Demand, Event, Link, LinkWord, RecordKind, Source, Statement, Target};

/// A record as a node of the graph.
#[derive(Clone, Copy, Debug)]
pub enum Node<'d> {
    /// An actor.
    Actor(&'d Actor),
    /// A demand.
    Demand(&'d Demand),
    /// An event.
    Event(&'d Event),
    /// A source.
    Source(&'d Source),
    /// A statement.
    Statement(&'d Statement),
    /// A claim with the statement that it is part of.
    Claim(&'d Statement, &'d Claim),
}

impl<'d> Node<'d> {
    /// The kind of the record.
    pub fn kind(self) -> RecordKind {
        match self {
            Node::Actor(_) => RecordKind::Actor,
            Node::Demand(_) => RecordKind::Demand,
            Node::Event(_) => RecordKind::Event,
            Node::Source(_) => RecordKind::Source,
            Node::Statement(_) => RecordKind::Statement,
            Node::Claim(..) => RecordKind::Claim,
        }
    }

    /// The id of the record; of a claim the full id.
    pub fn id(self) -> &'d str {
        match self {
            Node::Actor(record) => record.id.as_str(),
            Node::Demand(record) => record.id.as_str(),
            Node::Event(record) => record.id.as_str(),
            Node::Source(record) => record.id.as_str(),
            Node::Statement(record) => record.id.as_str(),
            Node::Claim(_, record) => record.id.as_str(),
        }
    }

    /// What people call it: the name, title or summary.
    pub fn title(self) -> &'d str {
        match self {
            Node::Actor(record) => &record.name,
            Node::Demand(record) => &record.title,
            Node::Event(record) => &record.title,
            Node::Source(record) => &record.title,
            Node::Statement(record) => record.venue.as_deref().unwrap_or(record.id.as_str()),
            Node::Claim(_, record) => &record.summary,
        }
    }

    /// When it happened or was said; none for what has no date, or an unknown one.
    pub fn date(self) -> Option<&'d ClaimDate> {
        match self {
            Node::Event(record) => record.date.as_ref().map(|date| &date.value),
            Node::Statement(record) | Node::Claim(record, _) => record.date.as_ref().map(|date| &date.value),
            Node::Source(record) => record.published.date.as_ref().map(|date| &date.value),
            Node::Actor(_) | Node::Demand(_) => None,
        }
    }

    /// What that date rests on, or why there is none; none for what lies on no day.
    pub fn basis(self) -> Option<Basis> {
        Some(match self {
            Node::Event(record) => record.dating.basis.value,
            Node::Statement(record) | Node::Claim(record, _) => record.dating.basis.value,
            Node::Source(record) => record.published.dating.basis.value,
            Node::Actor(_) | Node::Demand(_) => return None,
        })
    }
}

/// What joins two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// A link that a curator wrote, with its reason.
    Authored(LinkWord),
    /// A claim is part of a statement.
    PartOf,
    /// A claim is about a demand.
    About,
    /// A claim rests on a source.
    Cites,
    /// A claim or statement is addressed to an actor.
    Addresses,
    /// A statement was spoken by an actor.
    SpokenBy,
    /// A statement was spoken for an actor.
    SpokenFor,
    /// A statement was made at an event.
    At,
    /// An actor acts for another one, or holds an office of it.
    ActsFor,
    /// A demand is part of a broader one.
    Broader,
    /// An actor took part in an event.
    Participant,
    /// A source mentions an event.
    MentionedBy,
    /// A source was published by an actor.
    PublishedBy,
    /// A source repeats another one.
    Relays,
    /// The next claim of the same thread; derived.
    Next,
    /// The nearest event that is certainly before the claim; derived.
    After,
    /// The nearest event that is certainly after the claim; derived.
    Before,
}

impl LinkKind {
    /// The word for it, from the record that it starts from.
    pub fn as_str(self) -> &'static str {
        match self {
            LinkKind::Authored(word) => word.as_str(),
            LinkKind::PartOf => "part-of",
            LinkKind::About => "about",
            LinkKind::Cites => "cites",
            LinkKind::Addresses => "addresses",
            LinkKind::SpokenBy => "spoken-by",
            LinkKind::SpokenFor => "spoken-for",
            LinkKind::At => "at",
            LinkKind::ActsFor => "acts-for",
            LinkKind::Broader => "broader",
            LinkKind::Participant => "participant",
            LinkKind::MentionedBy => "mentioned-by",
            LinkKind::PublishedBy => "published-by",
            LinkKind::Relays => "relays",
            LinkKind::Next => "next",
            LinkKind::After => "after",
            LinkKind::Before => "before",
        }
    }

    /// Whether it was worked out from dates and not written by a curator.
    pub fn is_derived(self) -> bool {
        matches!(self, LinkKind::Next | LinkKind::After | LinkKind::Before)
    }
}

/// One end of a link, seen from the other.
#[derive(Clone, Copy, Debug)]
pub struct Edge<'g> {
    /// What sort of link it is.
    pub kind: LinkKind,
    /// The record at the other end.
    pub node: NodeIndex,
    /// The link as the curator wrote it, where he did.
    pub link: Option<&'g Link>,
}

/// A node of one graph. Nodes are numbered by kind and then by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeIndex(u32);

impl NodeIndex {
    /// The place among all nodes, from 0.
    pub fn number(self) -> usize {
        self.0 as usize
    }

    /// The node with this number, which must be one of the graph's.
    pub(crate) fn from_number(number: u32) -> Self {
        NodeIndex(number)
    }
}

/// Links in compressed sparse rows: the links of node `n` stand at `starts[n]..starts[n + 1]`.
#[derive(Debug, Default)]
struct Rows<'d> {
    starts: Vec<u32>,
    edges: Vec<Edge<'d>>,
}

impl<'d> Rows<'d> {
    /// Puts links in the order of the nodes at their near ends, and those of one node in the order of the ranks of the nodes at their far
    /// ends, then of the kinds, then of those nodes. `seen` gives the near end of a link and the link as it is seen from there.
    fn new(links: &[(u32, Edge<'d>)], ranks: &[u32], seen: impl Fn(&(u32, Edge<'d>)) -> (u32, Edge<'d>)) -> Self {
        let mut starts = vec![0; ranks.len() + 1];
        for link in links {
            starts[seen(link).0 as usize + 1] += 1;
        }
        for node in 0..ranks.len() {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut edges: Vec<Edge<'d>> = links.iter().map(|(_, edge)| *edge).collect();
        for (node, edge) in links.iter().map(seen) {
            let place = &mut next[node as usize];
            edges[*place as usize] = edge;
            *place += 1;
        }
        for row in starts.windows(2) {
            edges[row[0] as usize..row[1] as usize].sort_by_key(|edge| (ranks[edge.node.0 as usize], edge.kind, edge.node));
        }
        Rows { starts, edges }
    }

    fn of(&self, node: NodeIndex) -> &[Edge<'d>] {
        let node = node.0 as usize;
        &self.edges[self.starts[node] as usize..self.starts[node + 1] as usize]
    }
}

/// Earliest day, then latest, of the date as written; what has no date comes last. An order that is certain is never turned round.
pub type TimeKey = (bool, i64, i64);

fn time_key(date: Option<&ClaimDate>) -> TimeKey {
    match date {
        Some(date) => {
            let (earliest, latest) = date.core();
            (false, earliest.map_or(i64::MIN, |day| day.number()), latest.map_or(i64::MAX, |day| day.number()))
        }
        None => (true, 0, 0),
    }
}

/// The order of time of a record: by earliest day, then latest; what has no date comes last.
pub fn time_order(date: Option<&ClaimDate>) -> TimeKey {
    time_key(date)
}

/// All claims of one principal on one demand, in time order: by date, then by the full id.
#[derive(Clone, Debug)]
pub struct ThreadClaims<'d> {
    /// Whose claims.
    pub principal: &'d ActorId,
    /// On what.
    pub demand: &'d DemandId,
    /// The claims with their statements.
    pub claims: Vec<(&'d Statement, &'d Claim)>,
    /// The nodes of the claims, in the same order; none of them where the claims were put together outside the graph.
    pub nodes: Vec<NodeIndex>,
}

/// A link that a curator wrote from one claim to another.
#[derive(Clone, Copy, Debug)]
pub struct Authored<'d> {
    /// The link.
    pub link: &'d Link,
    /// Where it starts: the statement, the claim, and the actor whose position the claim adds to.
    pub from: (&'d Statement, &'d Claim, &'d ActorId),
    /// Where it leads, likewise.
    pub to: (&'d Statement, &'d Claim, &'d ActorId),
}

/// The graph of one dataset.
#[derive(Debug)]
pub struct Graph<'d> {
    dataset: &'d Dataset,
    nodes: Vec<Node<'d>>,
    kinds: [usize; 7],
    out: Rows<'d>,
    into: Rows<'d>,
    threads: Vec<ThreadClaims<'d>>,
    /// The principals of the claims, in the order of their nodes.
    principals: Vec<&'d ActorId>,
}

impl<'d> Graph<'d> {
    /// Builds the graph. Cannot fail: the references of a dataset are resolved.
    pub fn new(dataset: &'d Dataset) -> Self {
        let mut nodes: Vec<Node<'d>> = Vec::new();
        let mut kinds = [0; 7];
        nodes.extend(dataset.actors.values().map(Node::Actor));
        kinds[1] = nodes.len();
        nodes.extend(dataset.demands.values().map(Node::Demand));
        kinds[2] = nodes.len();
        nodes.extend(dataset.events.values().map(Node::Event));
        kinds[3] = nodes.len();
        nodes.extend(dataset.sources.values().map(Node::Source));
        kinds[4] = nodes.len();
        nodes.extend(dataset.statements.values().map(Node::Statement));
        kinds[5] = nodes.len();
        let mut claims: Vec<(Node<'d>, &ActorId)> = Vec::with_capacity(dataset.count(RecordKind::Claim));
        for statement in dataset.statements.values() {
            let principal = dataset.principal_of(statement);
            claims.extend(statement.claims.iter().map(|claim| (Node::Claim(statement, claim), principal)));
        }
        claims.sort_by_key(|(node, _)| node.id());
        let principals = claims.iter().map(|(_, principal)| *principal).collect();
        nodes.extend(claims.into_iter().map(|(node, _)| node));
        kinds[6] = nodes.len();
        let mut graph = Graph { dataset, nodes, kinds, out: Rows::default(), into: Rows::default(), threads: Vec::new(), principals };
        let (index, ranks) = (Index::new(&graph.nodes), time_ranks(&graph.nodes));
        graph.threads = threads(&graph, &index, &ranks);
        let links = Links::collect(&graph, &index);
        let from = |(from, edge): &(u32, Edge<'d>)| (*from, *edge);
        let to = |(from, edge): &(u32, Edge<'d>)| (edge.node.0, Edge { node: NodeIndex(*from), ..*edge });
        let (out, into) = rayon::join(|| Rows::new(&links, &ranks, from), || Rows::new(&links, &ranks, to));
        graph.out = out;
        graph.into = into;
        graph
    }

    /// The dataset that the graph was built from.
    pub fn dataset(&self) -> &'d Dataset {
        self.dataset
    }

    /// The number of nodes.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// The number of links.
    pub fn link_count(&self) -> usize {
        self.out.edges.len()
    }

    /// All nodes, by kind and then by id.
    pub fn nodes(&self) -> impl Iterator<Item = NodeIndex> + use<> {
        (0..self.nodes.len() as u32).map(NodeIndex)
    }

    /// The nodes of a kind, in the order of the ids.
    pub fn nodes_of(&self, kind: RecordKind) -> impl Iterator<Item = NodeIndex> + use<> {
        (self.kinds[kind as usize] as u32..self.kinds[kind as usize + 1] as u32).map(NodeIndex)
    }

    /// The record at a node.
    pub fn node(&self, index: NodeIndex) -> Node<'d> {
        self.nodes[index.0 as usize]
    }

    /// The node of the record with this kind and id.
    pub fn find(&self, kind: RecordKind, id: &str) -> Option<NodeIndex> {
        let range = self.kinds[kind as usize]..self.kinds[kind as usize + 1];
        let found = self.nodes[range.clone()].binary_search_by(|node| node.id().cmp(id)).ok()?;
        Some(NodeIndex((range.start + found) as u32))
    }

    /// The nodes with this id, of whatever kind, in the order of the kinds.
    pub fn find_all(&self, id: &str) -> Vec<NodeIndex> {
        RecordKind::ALL.into_iter().filter_map(|kind| self.find(kind, id)).collect()
    }

    /// The links that start at a node, by the date of the record at the other end, then by kind, then by id.
    pub fn links_from(&self, index: NodeIndex) -> &[Edge<'d>] {
        self.out.of(index)
    }

    /// The links that lead to a node, in the same order.
    pub fn links_to(&self, index: NodeIndex) -> &[Edge<'d>] {
        self.into.of(index)
    }

    /// The links that curators wrote from claim to claim, in the order of the claims that they start from.
    pub fn authored(&self) -> impl Iterator<Item = Authored<'d>> {
        let claims = self.kinds[RecordKind::Claim as usize];
        let end = move |node: NodeIndex| match self.node(node) {
            Node::Claim(statement, claim) => Some((statement, claim, self.principals[node.0 as usize - claims])),
            _ => None,
        };
        let links = self.nodes_of(RecordKind::Claim).flat_map(|from| self.links_from(from).iter().map(move |edge| (from, edge)));
        links.filter_map(move |(from, edge)| Some(Authored { link: edge.link?, from: end(from)?, to: end(edge.node)? }))
    }

    /// All threads, by principal and then by demand.
    pub fn threads(&self) -> &[ThreadClaims<'d>] {
        &self.threads
    }

    /// The events with a date, in time order.
    pub fn events(&self) -> Vec<&'d Event> {
        let mut events: Vec<&Event> = self.dataset.events.values().filter(|event| event.date.is_some()).collect();
        events.sort_by_key(|event| (time_key(event.date.as_ref().map(|date| &date.value)), &event.id));
        events
    }
}

/// For each node its place in the order of time; nodes of one time have one rank.
fn time_ranks(nodes: &[Node<'_>]) -> Vec<u32> {
    let keys: Vec<TimeKey> = nodes.iter().map(|node| time_key(node.date())).collect();
    let mut times = keys.clone();
    times.sort_unstable();
    times.dedup();
    keys.iter().map(|key| times.partition_point(|time| time < key) as u32).collect()
}

fn threads<'d>(graph: &Graph<'d>, index: &Index<'d>, ranks: &[u32]) -> Vec<ThreadClaims<'d>> {
    let mut lookup = Lookup::new(index);
    let mut steps = Vec::new();
    for (node, principal) in graph.nodes_of(RecordKind::Claim).zip(&graph.principals) {
        let Node::Claim(statement, claim) = graph.node(node) else { continue };
        if let Some(demand) = &claim.demand {
            let thread = (lookup.find(RecordKind::Actor, principal.as_str()), lookup.find(RecordKind::Demand, demand.as_str()));
            steps.push((thread, ranks[node.0 as usize], node, (*principal, &demand.value, statement, claim)));
        }
    }
    // Claims are numbered in the order of the full id.
    steps.sort_unstable_by_key(|step| (step.0, step.1, step.2));
    let threads = steps.chunk_by(|a, b| a.0 == b.0).map(|steps| {
        let (principal, demand, ..) = steps[0].3;
        let claims = steps.iter().map(|(.., (_, _, statement, claim))| (*statement, *claim)).collect();
        ThreadClaims { principal, demand, claims, nodes: steps.iter().map(|step| step.2).collect() }
    });
    threads.collect()
}

/// The nodes by kind and id. Looked up only, never walked.
struct Index<'d>(HashMap<(RecordKind, &'d str), NodeIndex>);

impl<'d> Index<'d> {
    fn new(nodes: &[Node<'d>]) -> Self {
        Index(nodes.iter().enumerate().map(|(index, node)| ((node.kind(), node.id()), NodeIndex(index as u32))).collect())
    }
}

/// Looks nodes up, and remembers the last one of each kind: neighbours mostly refer to the same records.
struct Lookup<'i, 'd> {
    index: &'i Index<'d>,
    last: [Option<(&'d str, NodeIndex)>; RecordKind::ALL.len()],
}

impl<'i, 'd> Lookup<'i, 'd> {
    fn new(index: &'i Index<'d>) -> Self {
        Lookup { index, last: [None; RecordKind::ALL.len()] }
    }

    fn find(&mut self, kind: RecordKind, id: &'d str) -> NodeIndex {
        match self.last[kind as usize] {
            Some((last, node)) if last == id => node,
            _ => {
                let node = *self.index.0.get(&(kind, id)).expect("the references of a dataset are resolved");
                self.last[kind as usize] = Some((id, node));
                node
            }
        }
    }
}

/// Collects the links of some records.
struct Links<'i, 'd> {
    lookup: Lookup<'i, 'd>,
    links: Vec<(u32, Edge<'d>)>,
}

impl<'i, 'd> Links<'i, 'd> {
    /// The links of all records, in the order of the nodes that they start from, then those that follow from dates.
    fn collect(graph: &Graph<'d>, index: &'i Index<'d>) -> Vec<(u32, Edge<'d>)> {
        const NODES_AT_ONCE: usize = 1024;
        let new = || Links { lookup: Lookup::new(index), links: Vec::new() };
        let of_records = |(part, nodes): (usize, &[Node<'d>])| {
            let mut links = new();
            for (number, node) in nodes.iter().enumerate() {
                links.add_record(NodeIndex((part * NODES_AT_ONCE + number) as u32), *node);
            }
            links.links
        };
        let mut parts: Vec<Vec<_>> = graph.nodes.par_chunks(NODES_AT_ONCE).enumerate().map(of_records).collect();
        let mut derived = new();
        derived.add_next(graph);
        derived.add_events(graph);
        parts.push(derived.links);
        parts.concat()
    }

    fn add(&mut self, from: NodeIndex, kind: LinkKind, to: RecordKind, id: &'d str, link: Option<&'d Link>) {
        let node = self.lookup.find(to, id);
        self.links.push((from.0, Edge { kind, node, link }));
    }

    fn add_record(&mut self, from: NodeIndex, node: Node<'d>) {
        use RecordKind as Kind;
        match node {
            Node::Actor(actor) => {
                if let Some(principal) = &actor.acts_for {
                    self.add(from, LinkKind::ActsFor, Kind::Actor, principal.as_str(), None);
                }
                for body in actor.offices.iter().filter_map(|office| office.of.as_ref()) {
                    if actor.acts_for.as_ref() != Some(body) {
                        self.add(from, LinkKind::ActsFor, Kind::Actor, body.as_str(), None);
                    }
                }
            }
            Node::Demand(demand) => {
                if let Some(broader) = &demand.broader {
                    self.add(from, LinkKind::Broader, Kind::Demand, broader.as_str(), None);
                }
                for actor in &demand.addressees {
                    self.add(from, LinkKind::Addresses, Kind::Actor, actor.as_str(), None);
                }
            }
            Node::Event(event) => {
                for actor in &event.participants {
                    self.add(from, LinkKind::Participant, Kind::Actor, actor.as_str(), None);
                }
                for source in &event.sources {
                    self.add(from, LinkKind::MentionedBy, Kind::Source, source.as_str(), None);
                }
            }
            Node::Source(source) => {
                self.add(from, LinkKind::PublishedBy, Kind::Actor, source.publisher.as_str(), None);
                for upstream in &source.relays {
                    self.add(from, LinkKind::Relays, Kind::Source, upstream.as_str(), None);
                }
            }
            Node::Statement(statement) => {
                self.add(from, LinkKind::SpokenBy, Kind::Actor, statement.speaker.as_str(), None);
                if let Some(actor) = &statement.on_behalf_of {
                    self.add(from, LinkKind::SpokenFor, Kind::Actor, actor.as_str(), None);
                }
                for actor in &statement.addressees {
                    self.add(from, LinkKind::Addresses, Kind::Actor, actor.as_str(), None);
                }
                if let Some(event) = &statement.event {
                    self.add(from, LinkKind::At, Kind::Event, event.as_str(), None);
                }
            }
            Node::Claim(statement, claim) => self.add_claim(from, statement, claim),
        }
    }

    fn add_claim(&mut self, from: NodeIndex, statement: &'d Statement, claim: &'d Claim) {
        use RecordKind as Kind;
        self.add(from, LinkKind::PartOf, Kind::Statement, statement.id.as_str(), None);
        if let Some(demand) = &claim.demand {
            self.add(from, LinkKind::About, Kind::Demand, demand.as_str(), None);
        }
        for actor in &claim.addressees {
            self.add(from, LinkKind::Addresses, Kind::Actor, actor.as_str(), None);
        }
        let mut cited: Vec<&str> = claim.evidence.iter().map(|evidence| evidence.source.as_str()).collect();
        cited.dedup();
        for source in cited {
            self.add(from, LinkKind::Cites, Kind::Source, source, None);
        }
        for link in &claim.links {
            let (kind, id) = match &link.to.value {
                Target::Claim(id) => (Kind::Claim, id.as_str()),
                Target::Event(id) => (Kind::Event, id.as_str()),
            };
            self.add(from, LinkKind::Authored(link.kind.value), kind, id, Some(link));
        }
    }

    fn add_next(&mut self, graph: &Graph<'d>) {
        for thread in &graph.threads {
            for pair in thread.claims.windows(2) {
                // Claims without a date have no place in time: none is the next one.
                if pair.iter().all(|(statement, _)| statement.date.is_some()) {
                    let from = self.lookup.find(RecordKind::Claim, pair[0].1.id.as_str());
                    self.add(from, LinkKind::Next, RecordKind::Claim, pair[1].1.id.as_str(), None);
                }
            }
        }
    }

    /// Joins each dated claim to the nearest events that are certainly before and certainly after it.
    fn add_events(&mut self, graph: &Graph<'d>) {
        let by_day = |day: fn(&ClaimDate) -> Option<Day>| {
            let dated = graph.nodes_of(RecordKind::Event).filter_map(|event| Some((graph.node(event).date().and_then(day)?, event)));
            let mut days: Vec<(Day, NodeIndex)> = dated.collect();
            days.sort();
            days
        };
        let (by_start, by_end) = (by_day(ClaimDate::earliest), by_day(ClaimDate::latest));
        for index in graph.nodes_of(RecordKind::Claim) {
            let Some(when) = graph.node(index).date() else { continue };
            let position = when.earliest().map_or(0, |start| by_end.partition_point(|(end, _)| *end < start));
            if let Some((_, node)) = position.checked_sub(1).and_then(|last| by_end.get(last)) {
                self.links.push((index.0, Edge { kind: LinkKind::After, node: *node, link: None }));
            }
            let position = when.latest().map_or(by_start.len(), |end| by_start.partition_point(|(start, _)| *start <= end));
            if let Some((_, node)) = by_start.get(position) {
                self.links.push((index.0, Edge { kind: LinkKind::Before, node: *node, link: None }));
            }
        }
    }
}

/// Whether the first of two dates lies before the second; a date that is unknown may lie anywhere.
pub fn before(a: Option<&ClaimDate>, b: Option<&ClaimDate>) -> Certainty {
    match (a, b) {
        (Some(a), Some(b)) => a.before(b),
        _ => Certainty::Possible,
    }
}
