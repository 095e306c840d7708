//! `demarche show`: a record with everything that is linked to it.

use demarche::date::Certainty;
use demarche::error::Error;
use demarche::graph::{Graph, NodeIndex, time_order};
use demarche::id::{ClaimId, is_id};
use demarche::proof::Proofs;
use demarche::report::record;
use demarche::suggest;

use crate::Outcome;
use crate::args::{Args, Format, ShowOptions};
use crate::{output, query};

/// Prints the record with this id, where several kinds have one each; or the records that a query selects.
pub fn run(args: &Args, options: &ShowOptions) -> Result<Outcome, Error> {
    let opened = output::open(args)?;
    let graph = Graph::new(&opened.loaded.dataset);
    let mut found: Vec<(NodeIndex, Certainty)> = graph.find_all(&options.id).into_iter().map(|index| (index, Certainty::Certain)).collect();
    let mut outcome = Outcome::Fine;
    let is_alias = opened.loaded.dataset.manifest.aliases.contains_key(&options.id);
    if found.is_empty() && (is_alias || !(is_id(&options.id) || ClaimId::parse(&options.id).is_ok())) {
        let selection = query::select(args, &graph, &opened.loaded.sources, &options.id, None)?;
        let least = if selection.is_partial() { Certainty::Certain } else { Certainty::Possible };
        found = selection.nodes(&graph).filter(|(_, certainty)| *certainty >= least).collect();
        found.sort_by_cached_key(|(index, _)| (graph.node(*index).kind(), time_order(graph.node(*index).date()), *index));
        outcome = query::ended(outcome, &selection);
    } else if found.is_empty() {
        let known = graph.nodes().map(|index| graph.node(index).id());
        let near = suggest::nearest_few(&options.id, known, 3).into_iter().map(str::to_owned).collect();
        return Err(Error::UnknownId { id: options.id.clone(), near });
    }
    let proofs = Proofs::new(&opened.loaded.dataset, &opened.loaded.sources);
    output::warn_of_errors(&opened, &graph, &proofs);
    let pages = found.into_iter().map(|(index, certainty)| {
        let mut page = record::page(&graph, &proofs, &opened.loaded.sources, index, &opened.prefix);
        if certainty == Certainty::Possible {
            page.facts.push(("query", "only possibly selected".to_owned()));
        }
        page
    });
    match options.format {
        Format::Text if pages.len() == 0 => output::print(&(opened.at.heading() + "no records\n")),
        Format::Text => output::print(&(opened.at.heading() + &pages.map(|page| record::to_text(&page)).collect::<Vec<_>>().join("\n"))),
        Format::Json => {
            let mut values: Vec<_> = pages.map(|page| opened.at.stamped(record::to_json(&page))).collect();
            output::print_json(&if values.len() == 1 { values.remove(0) } else { values.into() })
        }
    }?;
    Ok(outcome)
}
