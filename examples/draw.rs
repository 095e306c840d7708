//! Draws how the demands of a side evolved: as a picture, and as the graph that Graphviz reads.
//!
//! ```console
//! $ cargo run --example draw -- demands.svg demands.dot
//! ```

use std::path::Path;

use demarche::error::Error;
use demarche::export::{dot, svg};
use demarche::graph::Graph;
use demarche::load::{Limits, load};
use demarche::proof::Proofs;
use demarche::tree::Place;
use demarche::{scene, view};

fn main() -> Result<(), Error> {
    let mut arguments = std::env::args().skip(1);
    let (picture, graph) = drawn(Path::new("data"))?;
    for (content, name) in [(picture, "demands.svg"), (graph, "demands.dot")] {
        let path = arguments.next().unwrap_or_else(|| name.to_owned());
        std::fs::write(&path, content).map_err(|cause| Error::io("write", Path::new(&path), cause))?;
    }
    Ok(())
}

/// The demands of the dataset's focus as SVG and as DOT.
pub fn drawn(folder: &Path) -> Result<(String, String), Error> {
    let loaded = load(&Place::at(folder)?, &Limits::default())?;
    let graph = Graph::new(&loaded.dataset);
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    // Everything that is shown is settled in the view; what comes after only measures and writes.
    let settled = view::evolution(&graph, &proofs, &view::Options::default())?;
    let scene = scene::timeline(&settled, &scene::Options::default());
    Ok((svg::write(&scene, 0, &svg::Options::default()), dot::write(&settled)))
}
