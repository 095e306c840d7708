//! Times drawing alone: from the view of a dataset, settled in memory, to SVG and to DOT. Prints one JSON object.
//!
//! Usage: bench-draw FOLDER OUT, where OUT is the DOT file that is written for Graphviz.

use std::path::Path;
use std::time::Instant;

use demarche::export::{dot, svg};
use demarche::graph::Graph;
use demarche::load::load;
use demarche::proof::Proofs;
use demarche::scene::{self, timeline};
use demarche::tree::Place;
use demarche::view;

/// The least of several times in seconds, and what was made.
fn least<T>(mut make: impl FnMut() -> T) -> (f64, T) {
    let begin = Instant::now();
    let mut made = make();
    let first = begin.elapsed().as_secs_f64();
    let mut best = first;
    let rounds = (0.5 / first).clamp(2.0, 20.0) as usize;
    for _ in 0..rounds {
        let begin = Instant::now();
        made = make();
        best = best.min(begin.elapsed().as_secs_f64());
    }
    (best, made)
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, out] = arguments.as_slice() else {
        eprintln!("usage: bench-draw FOLDER OUT");
        std::process::exit(2);
    };
    let loaded = load(&Place::at(Path::new(folder)).expect("it is a dataset"), &Default::default()).expect("it can be read");
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    let settled = view::evolution(&Graph::new(&loaded.dataset), &proofs, &Default::default()).expect("it has a focus");
    let drawn: usize = settled.lanes.iter().map(|lane| lane.cards.len()).sum();
    let begin = Instant::now();
    let first = timeline(&settled, &scene::Options::default());
    let pages: usize = (0..first.pages.len()).map(|page| svg::write(&first, page, &svg::Options::default()).len()).sum();
    let cold = begin.elapsed().as_secs_f64();
    let (warm, _) = least(|| {
        let drawn = timeline(&settled, &scene::Options::default());
        (0..drawn.pages.len()).map(|page| svg::write(&drawn, page, &svg::Options::default())).collect::<Vec<_>>()
    });
    let (to_dot, text) = least(|| dot::write(&settled));
    std::fs::write(out, &text).expect("it can be written");
    println!(
        "{{\"claims\": {drawn}, \"pages\": {}, \"svg_bytes\": {pages}, \"first\": {cold}, \"later\": {warm}, \"dot\": {to_dot}}}",
        first.pages.len()
    );
}
