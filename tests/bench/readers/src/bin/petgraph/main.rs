//! Turns a dataset into a `petgraph::Graph` in the way that lies nearest: serde-saphyr into structs, file by file in parallel, then a node for each
//! record and an edge for each reference, found through a map by id.
//!
//!     cargo run --release --manifest-path tests/bench/readers/Cargo.toml --bin petgraph -- DIR
//!
//! It checks nothing but what the structs ask for and that each reference leads somewhere, reads no stored text and no date, and prints how many
//! nodes and edges there are. `RAYON_NUM_THREADS` says how many threads read.

mod records;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use petgraph::graph::{Graph, NodeIndex};
use rayon::prelude::*;
use serde::de::DeserializeOwned;

use records::{Actor, Actors, Claim, Demand, Demands, Event, Events, Link, Manifest, Source, Sources, Statement};

#[derive(Default)]
struct Dataset {
    manifest: Option<Manifest>,
    actors: BTreeMap<String, Actor>,
    demands: BTreeMap<String, Demand>,
    events: BTreeMap<String, Event>,
    sources: BTreeMap<String, Source>,
    statements: Vec<Statement>,
}

enum File {
    Manifest(Manifest),
    Actors(Actors),
    Demands(Demands),
    Events(Events),
    Sources(Sources),
    Statement(Box<Statement>),
}

#[allow(dead_code, reason = "as in any graph, the nodes lend what they stand for")]
enum Node<'d> {
    Actor(&'d Actor),
    Demand(&'d Demand),
    Event(&'d Event),
    Source(&'d Source),
    Statement(&'d Statement),
    Claim(&'d Claim),
}

#[allow(dead_code, reason = "as in any graph, the edges say what they are")]
enum Edge<'d> {
    ActsFor,
    Office,
    Addresses,
    Broader,
    Participant,
    MentionedBy,
    PublishedBy,
    Relays,
    SpokenBy,
    SpokenFor,
    At,
    PartOf,
    About,
    Cites,
    Authored(&'d Link),
}

fn main() {
    let folder = PathBuf::from(std::env::args_os().nth(1).expect("the folder is named"));
    let dataset = load(&folder);
    let (graph, loose) = graph(&dataset);
    assert!(dataset.manifest.is_some(), "there is a manifest");
    println!("{{\"nodes\": {}, \"edges\": {}, \"loose\": {loose}}}", graph.node_count(), graph.edge_count());
    // The memory goes with the process, as that of demarche does.
    std::process::exit(0);
}

fn load(folder: &Path) -> Dataset {
    let mut paths = Vec::new();
    collect(folder, &mut paths);
    paths.sort();
    let files: Vec<File> = paths.par_iter().map(|path| read(folder, path)).collect();
    let mut dataset = Dataset::default();
    for file in files {
        match file {
            File::Manifest(manifest) => dataset.manifest = Some(manifest),
            File::Actors(file) => dataset.actors.extend(file.actors),
            File::Demands(file) => dataset.demands.extend(file.demands),
            File::Events(file) => dataset.events.extend(file.events),
            File::Sources(file) => dataset.sources.extend(file.sources),
            File::Statement(statement) => dataset.statements.push(*statement),
        }
    }
    dataset
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            paths.push(path);
        }
    }
}

fn read(folder: &Path, path: &Path) -> File {
    let below = path.strip_prefix(folder).expect("it was found there");
    let first = below.components().next().expect("it has a name").as_os_str();
    match Path::new(first).file_stem().and_then(|stem| stem.to_str()) {
        Some("demarche") => File::Manifest(parse(path)),
        Some("actors") => File::Actors(parse(path)),
        Some("demands") => File::Demands(parse(path)),
        Some("events") => File::Events(parse(path)),
        Some("sources") => File::Sources(parse(path)),
        Some("statements") => File::Statement(Box::new(parse(path))),
        _ => panic!("{}: no file of a dataset", path.display()),
    }
}

fn parse<T: DeserializeOwned>(path: &Path) -> T {
    let text = fs::read_to_string(path).expect("the file is UTF-8");
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The nodes of all records by id. Records of different kinds may have the same id.
#[derive(Default)]
struct Ids<'d> {
    actors: HashMap<&'d str, NodeIndex>,
    demands: HashMap<&'d str, NodeIndex>,
    events: HashMap<&'d str, NodeIndex>,
    sources: HashMap<&'d str, NodeIndex>,
    claims: HashMap<String, NodeIndex>,
}

/// The graph, and how many references lead nowhere.
fn graph(dataset: &Dataset) -> (Graph<Node<'_>, Edge<'_>>, usize) {
    let mut graph = Graph::new();
    let mut ids = Ids::default();
    ids.actors.extend(dataset.actors.iter().map(|(id, record)| (id.as_str(), graph.add_node(Node::Actor(record)))));
    ids.demands.extend(dataset.demands.iter().map(|(id, record)| (id.as_str(), graph.add_node(Node::Demand(record)))));
    ids.events.extend(dataset.events.iter().map(|(id, record)| (id.as_str(), graph.add_node(Node::Event(record)))));
    ids.sources.extend(dataset.sources.iter().map(|(id, record)| (id.as_str(), graph.add_node(Node::Source(record)))));
    let mut edges: Vec<(NodeIndex, Option<NodeIndex>, Edge<'_>)> = Vec::new();
    let mut claims = Vec::new();
    for statement in &dataset.statements {
        let from = graph.add_node(Node::Statement(statement));
        let mut add = |to: Option<&NodeIndex>, edge| edges.push((from, to.copied(), edge));
        add(ids.actors.get(statement.speaker.as_str()), Edge::SpokenBy);
        statement.on_behalf_of.iter().for_each(|id| add(ids.actors.get(id.as_str()), Edge::SpokenFor));
        statement.addressees.iter().for_each(|id| add(ids.actors.get(id.as_str()), Edge::Addresses));
        statement.event.iter().for_each(|id| add(ids.events.get(id.as_str()), Edge::At));
        for (short, claim) in &statement.claims {
            let node = graph.add_node(Node::Claim(claim));
            ids.claims.insert(format!("{}/{short}", statement.id), node);
            claims.push((claim, node));
            edges.push((node, Some(from), Edge::PartOf));
        }
    }
    for (claim, from) in claims {
        let mut add = |to: Option<&NodeIndex>, edge| edges.push((from, to.copied(), edge));
        claim.demand.iter().for_each(|id| add(ids.demands.get(id.as_str()), Edge::About));
        claim.addressees.iter().for_each(|id| add(ids.actors.get(id.as_str()), Edge::Addresses));
        for item in &claim.evidence {
            add(ids.sources.get(item.source.as_str()), Edge::Cites);
            item.via.iter().for_each(|id| add(ids.sources.get(id.as_str()), Edge::Cites));
        }
        for link in &claim.links {
            let to = if link.to.contains('/') { ids.claims.get(&link.to) } else { ids.events.get(link.to.as_str()) };
            add(to, Edge::Authored(link));
        }
    }
    for (id, actor) in &dataset.actors {
        let mut add = |to: &str, edge| edges.push((ids.actors[id.as_str()], ids.actors.get(to).copied(), edge));
        actor.acts_for.iter().for_each(|to| add(to, Edge::ActsFor));
        actor.offices.iter().filter_map(|office| office.of.as_ref()).for_each(|to| add(to, Edge::Office));
    }
    for (id, demand) in &dataset.demands {
        let mut add = |to: Option<&NodeIndex>, edge| edges.push((ids.demands[id.as_str()], to.copied(), edge));
        demand.broader.iter().for_each(|to| add(ids.demands.get(to.as_str()), Edge::Broader));
        demand.addressees.iter().for_each(|to| add(ids.actors.get(to.as_str()), Edge::Addresses));
    }
    for (id, event) in &dataset.events {
        let mut add = |to: Option<&NodeIndex>, edge| edges.push((ids.events[id.as_str()], to.copied(), edge));
        event.participants.iter().for_each(|to| add(ids.actors.get(to.as_str()), Edge::Participant));
        event.sources.iter().for_each(|to| add(ids.sources.get(to.as_str()), Edge::MentionedBy));
    }
    for (id, source) in &dataset.sources {
        let mut add = |to: Option<&NodeIndex>, edge| edges.push((ids.sources[id.as_str()], to.copied(), edge));
        add(ids.actors.get(source.publisher.as_str()), Edge::PublishedBy);
        source.relays.iter().for_each(|to| add(ids.sources.get(to.as_str()), Edge::Relays));
    }
    let mut loose = 0;
    for (from, to, edge) in edges {
        match to {
            Some(to) => _ = graph.add_edge(from, to, edge),
            None => loose += 1,
        }
    }
    (graph, loose)
}
