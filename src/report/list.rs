//! Turns the records of one kind into rows that name what is looked for first, as columns and as JSON.

use serde_json::{Map, Value, json};

use super::evidence::{self, Passage};
use super::json::VERSION;
use crate::date::Certainty;
use crate::graph::{Graph, Node, NodeIndex, time_order};
use crate::id::ActorId;
use crate::model::{Basis, RecordKind};
use crate::query::Selection;

/// What a cell of a row holds.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Cell {
    /// A text; empty where the record has none.
    Text(String),
    /// A date for people with what it rests on.
    Date(String, Option<Basis>),
    /// A number of something.
    Number(usize),
    /// Ids; none where the record has none.
    Ids(Vec<String>),
}

/// A record of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    cells: Vec<(&'static str, Cell)>,
    /// The passages of a claim, the best form first; none for other kinds.
    passages: Option<Vec<Passage>>,
    /// The date as it is written in the record.
    edtf: Option<String>,
    /// Whether it certainly or only possibly is among what was asked for.
    pub belongs: Certainty,
}

/// The records of a kind, in the order of the ids; where they have dates, in the order of time. Of a selection those that belong to it, and
/// of a partial one those that certainly do.
pub fn rows(graph: &Graph<'_>, kind: RecordKind, selection: Option<&Selection>) -> Vec<Row> {
    let least = if selection.is_some_and(Selection::is_partial) { Certainty::Certain } else { Certainty::Possible };
    let certainty = |index: NodeIndex| selection.map_or(Certainty::Certain, |selection| selection.certainty(index));
    let all = graph.nodes_of(kind).map(|index| (graph.node(index), certainty(index)));
    let mut nodes: Vec<(Node<'_>, Certainty)> = all.filter(|(_, certainty)| *certainty >= least).collect();
    if nodes.iter().any(|(node, _)| node.date().is_some()) {
        nodes.sort_by_cached_key(|(node, _)| (time_order(node.date()), node.id()));
    }
    nodes.into_iter().map(|(node, belongs)| row(graph, node, belongs)).collect()
}

fn row(graph: &Graph<'_>, node: Node<'_>, belongs: Certainty) -> Row {
    let dataset = graph.dataset();
    let name = |id: &ActorId| dataset.actors.get(id).map_or(id.to_string(), |actor| actor.name.value.clone());
    let date = || Cell::Date(node.date().map_or_else(|| "unknown".to_owned(), |date| date.display()), node.basis());
    let text = |text: &str| Cell::Text(text.to_owned());
    let mut cells = vec![("id", text(node.id()))];
    let sources = || Cell::Ids(evidence::sources(dataset, node));
    let mut passages = None;
    match node {
        Node::Actor(actor) => cells.extend([("kind", text(actor.kind.as_str())), ("name", text(&actor.name))]),
        Node::Demand(demand) => {
            let broader = demand.broader.as_ref().map_or("", |broader| broader.as_str());
            cells.extend([("broader", text(broader)), ("title", text(&demand.title))]);
        }
        Node::Event(event) => cells.extend([
            ("date", date()),
            ("basis", text(event.dating.basis.as_str())),
            ("title", text(&event.title)),
            ("sources", sources()),
        ]),
        Node::Source(source) => {
            let held = if source.stored.is_some() { "held" } else { "not held" };
            cells.extend([("published", date()), ("text", text(held)), ("title", text(&source.title)), ("relays", sources())]);
        }
        Node::Statement(statement) => cells.extend([
            ("date", date()),
            ("basis", text(statement.dating.basis.as_str())),
            ("speaker", Cell::Text(name(&statement.speaker.value))),
            ("form", text(statement.form.as_str())),
            ("claims", Cell::Number(statement.claims.len())),
            ("sources", sources()),
        ]),
        Node::Claim(statement, claim) => {
            cells.extend([
                ("date", date()),
                ("speaker", Cell::Text(name(&statement.speaker.value))),
                ("act", text(claim.act.as_str())),
                ("firmness", text(claim.firmness.as_ref().map_or("", |word| word.as_str()))),
                ("demand", text(claim.demand.as_ref().map_or("", |demand| demand.as_str()))),
                ("evidence", text(claim.best_form().map_or("none", |form| form.as_str()))),
                ("sources", sources()),
                ("summary", text(&claim.summary)),
            ]);
            passages = Some(evidence::passages(dataset, claim));
        }
    }
    Row { cells, passages, edtf: node.date().map(|date| date.as_str().to_owned()), belongs }
}

impl Row {
    /// The columns of the row, with their names.
    pub fn columns(&self) -> Vec<(&'static str, String)> {
        let text = |cell: &Cell| match cell {
            Cell::Text(text) => text.clone(),
            Cell::Date(shown, basis) => super::signed(shown, *basis),
            Cell::Number(number) => number.to_string(),
            Cell::Ids(ids) => ids.join(", "),
        };
        let words = self.passages.as_ref().map(|passages| ("words", evidence::words(passages)));
        self.cells.iter().map(|(key, cell)| (*key, text(cell))).chain(words).collect()
    }

    fn to_json(&self) -> Value {
        let value = |cell: &Cell| match cell {
            Cell::Text(text) => json!((!text.is_empty()).then_some(text)),
            Cell::Date(shown, _) => json!(shown),
            Cell::Number(number) => json!(number),
            Cell::Ids(ids) => json!(ids),
        };
        let mut object: Map<String, Value> = self.cells.iter().map(|(key, cell)| ((*key).to_owned(), value(cell))).collect();
        if let Some(basis) = self.cells.iter().find_map(|(_, cell)| if let Cell::Date(_, basis) = cell { Some(basis) } else { None }) {
            object.insert("edtf".to_owned(), json!(self.edtf));
            object.insert("basis".to_owned(), json!(basis.map(Basis::as_str)));
        }
        if let Some(passages) = &self.passages {
            object.insert("passages".to_owned(), passages.iter().map(Passage::to_json).collect());
        }
        object.insert("belongs".to_owned(), json!(self.belongs.as_str()));
        object.into()
    }
}

/// The list as JSON.
pub fn answer(kind: RecordKind, as_of: Option<&str>, rows: &[Row]) -> Value {
    json!({"version": VERSION, "kind": kind.plural(), "as_of": as_of, "records": rows.iter().map(Row::to_json).collect::<Vec<_>>()})
}
