//! `demarche draw`: how the demands of an actor evolved.

use demarche::error::Error;
use demarche::export::dot;
use demarche::graph::Graph;
use demarche::proof::Proofs;
use demarche::view;

use crate::Outcome;
use crate::args::{Args, DrawOptions};
use crate::output;

/// Writes each file that was asked for, whole or not at all.
pub fn run(args: &Args, options: &DrawOptions) -> Result<Outcome, Error> {
    for path in &options.output {
        if path.extension().is_none_or(|ending| ending != "dot") {
            return Err(Error::Usage(format!("cannot draw `{}`: the ending must be .dot", path.display())));
        }
    }
    let opened = output::open(args)?;
    let graph = Graph::new(&opened.loaded.dataset);
    let proofs = Proofs::new(&opened.loaded.dataset, &opened.loaded.sources);
    output::warn_of_errors(&opened, &graph, &proofs);
    let read = opened.at.0.as_ref().map(|revision| revision.short().to_owned());
    let revision = options.revision.clone().or(read);
    let settled = view::evolution(&graph, &view::Options { title: options.title.clone(), actor: options.actor.clone(), revision })?;
    for path in &options.output {
        output::write_file(path, dot::write(&settled).as_bytes())?;
    }
    Ok(Outcome::Fine)
}
