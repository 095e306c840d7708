//! Finds the records that an argument names: by an id, a name, or a query.

use demarche::date::{Certainty, Day};
use demarche::error::Error;
use demarche::graph::{Graph, Node, NodeIndex};
use demarche::id::{ClaimId, is_id};
use demarche::model::Dataset;
use demarche::path;

use crate::args::Args;
use crate::output::Opened;
use crate::{find, query};

/// The record that an argument names: an id, a name, or a query that selects it and nothing else.
pub fn end(args: &Args, opened: &Opened, graph: &Graph<'_>, asked: &path::Options, text: &str) -> Result<NodeIndex, Error> {
    if !is_query(graph, text)? {
        return record(graph, &opened.loaded.dataset, asked, text);
    }
    let selection = query::select(args, graph, &opened.loaded.sources, text, asked.as_of)?;
    let found: Vec<NodeIndex> = selection.nodes(graph).map(|(index, _)| index).filter(|index| asked.keeps(graph.node(*index))).collect();
    match found.as_slice() {
        [one] if !selection.is_partial() => Ok(*one),
        [] => Err(Error::Usage(format!("a path needs one record at each end, and `{text}` selects none"))),
        _ => {
            let some: Vec<String> = found.iter().take(3).map(|index| format!("`{}`", graph.node(*index).id())).collect();
            let more = if found.len() > some.len() { " ..." } else { "" };
            Err(Error::Usage(format!(
                "a path needs one record at each end, and `{text}` selects {}: {}{more}\n\
                 narrow it, or ask `demarche query 'paths(SET, SET)'` for the records between two sets",
                found.len(),
                some.join(", ")
            )))
        }
    }
}

/// Whether a text is to be read as a query: it is neither shaped like an id nor the name of a record, or it is an alias.
///
/// # Errors
/// When it is the name of several records.
pub fn is_query(graph: &Graph<'_>, text: &str) -> Result<bool, Error> {
    let id = text.split_once(':').filter(|(kind, _)| is_id(kind)).map_or(text, |(_, id)| id);
    let is_alias = graph.dataset().manifest.aliases.contains_key(text) && graph.find_all(text).is_empty();
    let is_shaped_like_one = is_id(id) || ClaimId::parse(id).is_ok();
    Ok(is_alias || (!is_shaped_like_one && find::named(graph.dataset(), text)?.is_none()))
}

/// The record with this id or name; where it was not there yet by the day asked for, or the condition leaves it out, that is the error.
pub fn record(graph: &Graph<'_>, now: &Dataset, asked: &path::Options, text: &str) -> Result<NodeIndex, Error> {
    let not_yet = |day: Day, date: String| Error::Usage(format!("`{text}` was not there by {day}: it is of {date}"));
    let found = find::record(graph, text);
    if let (Ok(index), Some(day)) = (&found, asked.as_of)
        && asked.has_happened(graph.node(*index)) == Certainty::Impossible
    {
        return Err(not_yet(day, graph.node(*index).date().map(|date| date.display()).unwrap_or_default()));
    }
    if found.as_ref().is_ok_and(|index| !asked.keeps(graph.node(*index))) {
        return Err(Error::Usage(format!("`{text}` is left out by `--where`")));
    }
    if !matches!(found, Err(Error::UnknownId { .. })) {
        return found;
    }
    let all = Graph::new(now);
    let Ok(index) = find::record(&all, text) else { return found };
    let node = all.node(index);
    let was_said = |day: Day| match node {
        Node::Statement(statement) | Node::Claim(statement, _) => statement.said_by(day),
        _ => asked.has_happened(node),
    };
    match asked.as_of.filter(|day| was_said(*day) == Certainty::Impossible) {
        Some(day) => Err(not_yet(day, node.date().map(|date| date.display()).unwrap_or_default())),
        None => found,
    }
}
