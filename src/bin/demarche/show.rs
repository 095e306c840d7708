//! `demarche show`: a record with everything that is linked to it.

use demarche::error::Error;
use demarche::graph::Graph;
use demarche::proof::Proofs;
use demarche::report::record;
use demarche::suggest;

use crate::Outcome;
use crate::args::{Args, Format, ShowOptions};
use crate::output;

/// Prints the record with this id; where several kinds have one, each.
pub fn run(args: &Args, options: &ShowOptions) -> Result<Outcome, Error> {
    let opened = output::open(args)?;
    let graph = Graph::new(&opened.loaded.dataset);
    let found = graph.find_all(&options.id);
    if found.is_empty() {
        let known = graph.nodes().map(|index| graph.node(index).id());
        let near = suggest::nearest_few(&options.id, known, 3).into_iter().map(str::to_owned).collect();
        return Err(Error::UnknownId { id: options.id.clone(), near });
    }
    let proofs = Proofs::new(&opened.loaded.dataset, &opened.loaded.sources);
    output::warn_of_errors(&opened, &graph, &proofs);
    let pages = found.into_iter().map(|index| record::page(&graph, &proofs, &opened.loaded.sources, index, &opened.prefix));
    match options.format {
        Format::Text => output::print(&(opened.at.heading() + &pages.map(|page| record::to_text(&page)).collect::<Vec<_>>().join("\n"))),
        Format::Json => {
            let mut values: Vec<_> = pages.map(|page| opened.at.stamped(record::to_json(&page))).collect();
            output::print_json(&if values.len() == 1 { values.remove(0) } else { values.into() })
        }
    }
}
