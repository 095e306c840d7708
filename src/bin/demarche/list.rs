//! `demarche list`: the records of a kind, one a line.

use demarche::date::Certainty;
use demarche::error::Error;
use demarche::graph::{Graph, Node};
use demarche::report::json;
use serde_json::{Value, json};

use crate::Outcome;
use crate::args::{Args, Format, ListOptions};
use crate::{output, query};

/// Prints the records in the order of the ids; claims and statements in the order of time.
pub fn run(args: &Args, options: &ListOptions) -> Result<Outcome, Error> {
    let opened = output::open(args)?;
    let graph = Graph::new(&opened.loaded.dataset);
    let kind = options.kind.record();
    let condition = options.condition.as_deref();
    let selection = condition.map(|text| query::select(args, &graph, &opened.loaded.sources, text, None)).transpose()?;
    let least = if selection.as_ref().is_some_and(|selection| selection.is_partial()) { Certainty::Certain } else { Certainty::Possible };
    let certainty = |index| selection.as_ref().map_or(Certainty::Certain, |selection| selection.certainty(index));
    let chosen = graph.nodes_of(kind).map(|index| (graph.node(index), certainty(index))).filter(|(_, certainty)| *certainty >= least);
    let mut nodes: Vec<(Node<'_>, Certainty)> = chosen.collect();
    if nodes.iter().any(|(node, _)| node.date().is_some()) {
        nodes.sort_by_cached_key(|(node, _)| (demarche::graph::time_order(node.date()), node.id()));
    }
    let rows = nodes.into_iter().map(|(node, certainty)| {
        let mut row = row(&graph, node);
        row.extend(selection.is_some().then(|| ("belongs", certainty.as_str().to_owned())));
        row
    });
    let rows: Vec<Vec<(&str, String)>> = rows.collect();
    match options.format {
        Format::Json => {
            let records: Vec<Value> = rows
                .iter()
                .map(|row| row.iter().map(|(key, text)| ((*key).to_owned(), json!(text))).collect::<serde_json::Map<_, _>>().into())
                .collect();
            output::print_json(&opened.at.stamped(json!({"version": json::VERSION, "kind": kind.plural(), "records": records})))?
        }
        Format::Text => {
            opened.at.announce();
            output::print_table(&rows, kind.as_str(), kind.plural())?
        }
    };
    Ok(selection.map_or(Outcome::Fine, |selection| query::ended(Outcome::Fine, &selection)))
}

fn row<'k>(graph: &Graph<'_>, node: Node<'_>) -> Vec<(&'k str, String)> {
    let dataset = graph.dataset();
    let name = |id: &demarche::id::ActorId| dataset.actors.get(id).map_or(id.to_string(), |actor| actor.name.value.clone());
    let date = || node.date().map_or_else(|| "unknown".to_owned(), |date| date.display());
    let mut row = vec![("id", node.id().to_owned())];
    match node {
        Node::Actor(actor) => row.extend([("kind", actor.kind.to_string()), ("name", actor.name.value.clone())]),
        Node::Demand(demand) => {
            let broader = demand.broader.as_ref().map_or_else(String::new, |broader| broader.value.to_string());
            row.extend([("broader", broader), ("title", demand.title.value.clone())]);
        }
        Node::Event(event) => {
            row.extend([("date", date()), ("basis", event.dating.basis.value.to_string()), ("title", event.title.value.clone())])
        }
        Node::Source(source) => {
            let held = if source.stored.is_some() { "held" } else { "not held" };
            row.extend([("published", date()), ("text", held.to_owned()), ("title", source.title.value.clone())]);
        }
        Node::Statement(statement) => row.extend([
            ("date", date()),
            ("basis", statement.dating.basis.value.to_string()),
            ("speaker", name(&statement.speaker.value)),
            ("form", statement.form.to_string()),
            ("claims", statement.claims.len().to_string()),
        ]),
        Node::Claim(statement, claim) => row.extend([
            ("date", date()),
            ("speaker", name(&statement.speaker.value)),
            ("act", claim.act.value.to_string()),
            ("firmness", claim.firmness.as_ref().map_or_else(String::new, |word| word.value.to_string())),
            ("demand", claim.demand.as_ref().map_or_else(String::new, |demand| demand.value.to_string())),
            ("evidence", claim.best_form().map_or("none", |form| form.as_str()).to_owned()),
            ("summary", claim.summary.value.clone()),
        ]),
    }
    row
}
