//! `demarche show`: a record with everything that is linked to it.

use demarche::date::Certainty;
use demarche::error::Error;
use demarche::graph::{Graph, NodeIndex, time_order};
use demarche::id::{ClaimId, is_id};
use demarche::proof::Proofs;
use demarche::report::record;

use crate::Outcome;
use crate::args::{Args, Format, ShowOptions};
use crate::{find, output, query};

/// Prints the record with this id, where several kinds have one each; or the records that a query selects.
pub fn run(args: &Args, options: &ShowOptions) -> Result<Outcome, Error> {
    let opened = output::open(args)?;
    let now = &opened.loaded.dataset;
    let day = options.as_of.as_deref().map(|date| find::last_day("--as-of", date)).transpose()?;
    let then = day.map(|day| now.as_of(day));
    let graph = Graph::new(then.as_ref().unwrap_or(now));
    let is_alias = now.manifest.aliases.contains_key(&options.id);
    let name = if is_alias || !graph.find_all(&options.id).is_empty() { None } else { find::named(graph.dataset(), &options.id)? };
    let is_known = name.is_some() || !graph.find_all(&options.id).is_empty();
    let is_id = is_id(&options.id) || ClaimId::parse(&options.id).is_ok();
    if is_id && !is_alias && !is_known {
        return Err(find::unknown_or_not_yet(now, &graph, &options.id, day));
    }
    // Quote marks make an id of what an alias has as its name.
    let text = match name {
        Some((kind, id)) => format!("{}(\"{id}\")", kind.plural()),
        None if is_known => format!("\"{}\"", options.id),
        None => options.id.clone(),
    };
    let selection = query::select(args, &graph, &opened.loaded.sources, &text, day)?;
    let least = if selection.is_partial() { Certainty::Certain } else { Certainty::Possible };
    let mut found: Vec<(NodeIndex, Certainty)> = selection.nodes(&graph).filter(|(_, certainty)| *certainty >= least).collect();
    if is_known && found.is_empty() {
        return Err(find::unknown_or_not_yet(now, &graph, &options.id, day));
    }
    found.sort_by_cached_key(|(index, _)| (graph.node(*index).kind(), time_order(graph.node(*index).date()), *index));
    let proofs = Proofs::new(graph.dataset(), &opened.loaded.sources);
    output::warn_of_errors(args, &opened, day.is_none().then_some((&graph, &proofs)))?;
    let pages = found.into_iter().map(|(index, certainty)| {
        let mut page = record::page(&graph, &proofs, &opened.loaded.sources, index, &opened.prefix, day);
        page.belongs = certainty;
        page
    });
    let pages: Vec<record::Page> = pages.collect();
    match options.format {
        Format::Text if pages.is_empty() => output::print(&(opened.at.heading() + "no records\n")),
        Format::Text => output::print(&(opened.at.heading() + &pages.iter().map(record::to_text).collect::<Vec<_>>().join("\n"))),
        Format::Json => output::print_json(&opened.at.stamped(record::to_json(&pages))),
    }?;
    Ok(query::ended(Outcome::Fine, &selection))
}
