//! Tells how one claim led to another: the claims on the way with their dates, and each link with the curators' reason.
//!
//! ```console
//! $ cargo run --example path -- ryabkov-2021-12-13/guarantees-on-expansion ryabkov-2025-06/baltics-withdrawal
//! ```

use std::fmt::Write;
use std::path::Path;

use demarche::error::Error;
use demarche::graph::Graph;
use demarche::load::{Limits, load};
use demarche::path::{self, Options};
use demarche::tree::Place;

fn main() -> Result<(), Error> {
    let mut arguments = std::env::args().skip(1);
    let from = arguments.next().unwrap_or_else(|| "ryabkov-2021-12-13/guarantees-on-expansion".to_owned());
    let to = arguments.next().unwrap_or_else(|| "ryabkov-2025-06/baltics-withdrawal".to_owned());
    print!("{}", story(Path::new("data"), &from, &to)?);
    Ok(())
}

/// The strongest of the shortest paths that never go certainly back in time.
pub fn story(folder: &Path, from: &str, to: &str) -> Result<String, Error> {
    let loaded = load(&Place::at(folder)?, &Limits::default())?;
    let graph = Graph::new(&loaded.dataset);
    let options = Options { respect_time: true, ..Options::default() };
    let answer = path::find(&graph, path::record(&graph, from)?, path::record(&graph, to)?, &options);
    let Some(found) = answer.paths.first() else { return Ok(format!("nothing leads from {from} to {to} without going back in time\n")) };
    let mut out = String::new();
    for (at, index) in found.nodes.iter().enumerate() {
        let node = graph.node(*index);
        let date = node.date().map_or_else(|| "no date".to_owned(), |date| date.display());
        let _ = writeln!(out, "{} ({date}): {}", node.id(), node.title());
        for link in found.steps.get(at).into_iter().flat_map(|step| &step.links) {
            let arrow = if link.leads_on { "→" } else { "←" };
            let why = link.link.and_then(|link| link.why.as_deref()).unwrap_or("worked out from the record");
            let _ = writeln!(out, "  {arrow} {}: {why}", link.kind.as_str());
        }
    }
    Ok(out)
}
