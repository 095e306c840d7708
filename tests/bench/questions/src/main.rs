//! Asks a dataset the questions of the table in `../README.md`, and writes the graph down for other programs to be asked the same.
//!
//!     cargo run --release --manifest-path tests/bench/questions/Cargo.toml -- DIR OUT
//!
//! Prints one line of JSON for each question and way of answering it: how many, how long, and a few sums over the answers. The same
//! question has the same sums, whoever answers; `questions.py` sees to that.

mod bare;
mod export;
mod peers;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use demarche::graph::{Graph, NodeIndex};
use demarche::load::{Limits, load};
use demarche::model::RecordKind;
use demarche::path::{Options, Search, Strength};
use demarche::proof::Proofs;
use demarche::tree::Place;
use demarche::{position, query};
use serde_json::json;

use export::Plain;

/// How many of each question are asked; the slow ways get the first few of them.
pub const ASKED: usize = 1000;
const FEW: usize = 50;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (folder, out) = arguments.next().zip(arguments.next()).expect("a dataset and a folder are named");
    let loaded = load(&Place::at(Path::new(&folder)).expect("it is a dataset"), &Limits::default()).expect("it can be read");
    let start = Instant::now();
    let graph = Graph::new(&loaded.dataset);
    let plain = Plain::new(&graph);
    eprintln!(
        "{} records, {} links, {} of them walked; graph built in {:?}",
        graph.node_count(),
        graph.link_count(),
        plain.walked.pairs(),
        start.elapsed()
    );
    let claims: Vec<NodeIndex> = graph.nodes_of(RecordKind::Claim).collect();
    // The same claims on every run, far apart in the row.
    let mut random = 7_u64;
    let mut any = || {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        claims[(random >> 33) as usize % claims.len()]
    };
    let pairs: Vec<(NodeIndex, NodeIndex)> = (0..ASKED).map(|_| (any(), any())).collect();
    let starts: Vec<NodeIndex> = pairs.iter().map(|(from, _)| *from).collect();
    plain.write(Path::new(&out), &graph, &pairs);

    // A third argument asks one of them alone, for a profile.
    let only = arguments.next();
    let is_asked = |name: &str| only.as_deref().is_none_or(|only| only == name);
    if is_asked("shortest") {
        shortest(&graph, &plain, &pairs);
    }
    if is_asked("simple") {
        simple(&graph, &plain, &pairs);
    }
    if is_asked("reached") {
        reached(&graph, &plain, &starts);
    }
    if is_asked("arrivals") {
        arrivals(&graph, &plain, &starts);
    }
    if is_asked("positions") {
        positions(&graph, &plain);
    }
    if is_asked("queries") {
        queries(&graph, &plain, Path::new(&out));
    }
}

/// Prints how long one way of answering took, with sums over its answers. Of three runs the fastest counts.
pub fn measure(question: &str, way: &str, asked: usize, mut answer: impl FnMut() -> Vec<i64>) {
    let mut best = Duration::MAX;
    let mut sums = Vec::new();
    for _ in 0..if asked <= FEW { 1 } else { 3 } {
        let start = Instant::now();
        sums = answer();
        best = best.min(start.elapsed());
    }
    println!("{}", json!({"question": question, "way": way, "asked": asked, "seconds": best.as_secs_f64(), "sums": sums}));
}

fn walked() -> Options {
    Options { time_edges: false, longest: usize::MAX >> 1, budget: u64::MAX, ..Options::default() }
}

fn number(node: NodeIndex) -> u32 {
    node.number() as u32
}

fn shortest(graph: &Graph<'_>, plain: &Plain, pairs: &[(NodeIndex, NodeIndex)]) {
    let mut search = Search::new(graph, &walked());
    for (way, asked) in [("demarche", ASKED), ("demarche, few", FEW)] {
        measure("shortest path", way, asked, || {
            let links = pairs[..asked]
                .iter()
                .map(|(from, to)| search.shortest(*from, *to, Strength::Nearby).map_or(-1, |path| path.steps.len() as i64));
            vec![links.sum()]
        });
    }
    for (way, asked) in [("demarche", ASKED), ("demarche, few", FEW)] {
        measure("length of the shortest path", way, asked, || {
            let links =
                pairs[..asked].iter().map(|(from, to)| search.distance(*from, *to, Strength::Nearby).map_or(-1, |links| links as i64));
            vec![links.sum()]
        });
    }
    let mut bare = bare::Path::new(&plain.walked);
    measure("shortest path", "bare loop", ASKED, || {
        vec![pairs.iter().map(|(from, to)| bare.nodes(number(*from), number(*to)).len() as i64 - 1).sum()]
    });
    let mut bare = bare::Shortest::new(&plain.walked);
    measure("length of the shortest path", "bare loop", ASKED, || {
        vec![pairs.iter().map(|(from, to)| bare.links(number(*from), number(*to))).sum()]
    });
    let peer = peers::undirected(&plain.walked);
    measure("shortest path", "petgraph astar", FEW, || {
        vec![pairs[..FEW].iter().map(|(from, to)| peers::astar_links(&peer, number(*from), number(*to))).sum()]
    });
    measure("length of the shortest path", "petgraph bfs", FEW, || {
        vec![pairs[..FEW].iter().map(|(from, to)| peers::bfs_links(&peer, number(*from), number(*to))).sum()]
    });
}

/// Every path of at most four links without a repeated record, between claims and records that stand near each other.
fn simple(graph: &Graph<'_>, plain: &Plain, pairs: &[(NodeIndex, NodeIndex)]) {
    let options = Options { most: Some(usize::MAX >> 1), longest: 4, ..walked() };
    let mut search = Search::new(graph, &options);
    let near: Vec<(NodeIndex, NodeIndex)> =
        pairs.iter().filter(|(from, to)| search.shortest(*from, *to, Strength::Nearby).is_some()).copied().collect();
    let asked = near.len().min(FEW);
    // The few alone are over before a cache has what it needs.
    for (way, asked) in [("demarche", near.len()), ("demarche, few", asked)] {
        measure("simple paths of at most 4 links", way, asked, || {
            vec![near[..asked].iter().map(|(from, to)| search.paths(*from, *to).paths.len() as i64).sum()]
        });
    }
    let mut bare = bare::Simple::new(&plain.walked);
    for (way, asked) in [("bare loop", near.len()), ("bare loop, few", asked)] {
        measure("simple paths of at most 4 links", way, asked, || {
            vec![near[..asked].iter().map(|(from, to)| bare.count(number(*from), number(*to))).sum()]
        });
    }
    let peer = peers::undirected(&plain.walked);
    measure("simple paths of at most 4 links", "petgraph all_simple_paths", asked, || {
        vec![near[..asked].iter().map(|(from, to)| peers::simple(&peer, number(*from), number(*to), 4)).sum()]
    });
}

fn reached(graph: &Graph<'_>, plain: &Plain, starts: &[NodeIndex]) {
    let mut search = Search::new(graph, &walked());
    for (way, asked) in [("demarche", ASKED), ("demarche, few", FEW)] {
        measure("reachability set", way, asked, || {
            vec![starts[..asked].iter().map(|start| search.reached(*start, Strength::Nearby).len() as i64).sum()]
        });
    }
    let mut bare = bare::Reached::new(&plain.walked);
    measure("reachability set", "bare loop", ASKED, || vec![starts.iter().map(|start| bare.count(number(*start))).sum()]);
    let peer = peers::undirected(&plain.walked);
    measure("reachability set", "petgraph bfs", FEW, || {
        vec![starts[..FEW].iter().map(|start| peers::reached(&peer, number(*start))).sum()]
    });
}

fn arrivals(graph: &Graph<'_>, plain: &Plain, starts: &[NodeIndex]) {
    let options = Options { respect_time: true, ..walked() };
    let search = Search::new(graph, &options);
    for (way, asked) in [("demarche", ASKED), ("demarche, few", FEW)] {
        measure("earliest arrivals", way, asked, || {
            let mut sums = vec![0, 0];
            for start in &starts[..asked] {
                for arrival in search.arrivals(*start) {
                    sums[0] += 1;
                    sums[1] += arrival.earliest.map_or(0, |day| day.number());
                }
            }
            sums
        });
    }
    for (way, asked) in [("demarche", ASKED), ("demarche, few", FEW)] {
        measure("earliest arrivals, all starts at once", way, asked, || {
            let mut sums = vec![0, 0];
            search.arrivals_of(&starts[..asked], |_, arrivals| {
                sums[0] += arrivals.len() as i64;
                sums[1] += arrivals.iter().map(|arrival| arrival.earliest.map_or(0, |day| day.number())).sum::<i64>();
            });
            sums
        });
    }
    // The library reads the dates twice, kindly and strictly; so does the loop, which knows nothing of records that share a day.
    let [mut kind, mut strict] = [false, true].map(|is_strict| bare::Arrivals::new(&plain.walked, &plain.spans, is_strict));
    let numbers: Vec<u32> = starts.iter().map(|start| number(*start)).collect();
    measure("earliest arrivals, all starts at once", "bare loop", ASKED, || {
        let mut sums = vec![0, 0];
        for batch in numbers.chunks(64) {
            let [count, days] = kind.together(batch);
            sums = vec![sums[0] + count, sums[1] + days];
            std::hint::black_box(strict.together(batch));
        }
        sums
    });
    measure("earliest arrivals", "bare loop", ASKED, || {
        let mut sums = vec![0, 0];
        for start in starts {
            for day in kind.scan(number(*start)) {
                sums[0] += 1;
                sums[1] += if day == i32::MIN { 0 } else { i64::from(day) };
            }
            std::hint::black_box(strict.scan(number(*start)).count());
        }
        sums
    });
}

fn positions(graph: &Graph<'_>, plain: &Plain) {
    measure("positions of all actors", "demarche", ASKED, || {
        let threads = position::threads(graph);
        let held = threads.iter().filter_map(|thread| thread.position());
        vec![threads.len() as i64, held.count() as i64, threads.iter().map(|thread| thread.utterances() as i64).sum()]
    });
    measure("positions of all actors", "bare loop", ASKED, || bare::positions(&plain.claims));
}

fn queries(graph: &Graph<'_>, plain: &Plain, out: &Path) {
    let none = Proofs { passages: Vec::new(), texts: BTreeMap::new() };
    let options = query::Options::default();
    let texts = plain.queries();
    let parsed: Vec<query::Query> = texts.iter().map(|text| query::parse(text).expect("it is a query")).collect();
    std::fs::write(out.join("queries.json"), json!(texts).to_string()).expect("it can be written");
    let counts = |query: &query::Query| {
        let (certain, possible) = query::select(graph, &none, query, &options).expect("its names lead somewhere").counts();
        [certain as i64, possible as i64]
    };
    measure("ten queries", "demarche", ASKED, || parsed.iter().flat_map(counts).collect());
    for (at, query) in parsed.iter().enumerate() {
        measure(&format!("query {}", at + 1), "demarche", ASKED, || counts(query).to_vec());
    }
}
