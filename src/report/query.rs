//! Turns a selection into rows that say of each record when, who and on what evidence, and the rows into JSON.

use serde_json::{Value, json};

use super::evidence::{self, Passage};
use super::json::VERSION;
use crate::date::Certainty;
use crate::graph::{Graph, Node, NodeIndex, time_order};
use crate::id::ActorId;
use crate::model::{Basis, RecordKind};
use crate::query::Selection;

/// The JSON Schema of [`answer`].
pub const SCHEMA: &str = include_str!("schemas/query.json");

/// A record that a query selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The kind of the record.
    pub kind: RecordKind,
    /// Its id.
    pub id: String,
    /// When it was said, happened or was published, for people, or `unknown`; empty for what has no time.
    pub date: String,
    /// The same as it is written in the record.
    pub edtf: Option<String>,
    /// What it rests on; none for what has no time.
    pub basis: Option<Basis>,
    /// The name of who spoke it or published it; empty for other kinds.
    pub who: String,
    /// The act of a claim; empty for other kinds.
    pub act: &'static str,
    /// The firmness of a claim; empty where it has none.
    pub firmness: &'static str,
    /// The demand that a claim is about; empty where it is about none.
    pub demand: String,
    /// The best form of evidence of a claim, `none` without evidence; empty for other kinds.
    pub evidence: &'static str,
    /// The ids of the sources that it rests on ([`evidence::sources`]).
    pub sources: Vec<String>,
    /// What a card would say of it: the label, name or title; of a statement its form and venue.
    pub label: String,
    /// What a claim says, in the words of the curators; empty for other kinds.
    pub summary: String,
    /// The passages of a claim, the best form first; none for other kinds.
    pub passages: Vec<Passage>,
    /// The links that curators gave a claim: kind and target, in the order of the record; none for other kinds.
    pub links: Vec<(&'static str, String)>,
    /// Whether it certainly or only possibly belongs.
    pub certainty: Certainty,
}

/// The records of a selection: by kind, then in the order of time, then by id. Of a partial one those that certainly belong.
pub fn rows(graph: &Graph<'_>, selection: &Selection) -> Vec<Row> {
    let least = if selection.is_partial() { Certainty::Certain } else { Certainty::Possible };
    let mut nodes: Vec<(NodeIndex, Certainty)> = selection.nodes(graph).filter(|(_, certainty)| *certainty >= least).collect();
    nodes.sort_by_cached_key(|(index, _)| {
        let node = graph.node(*index);
        (node.kind(), time_order(node.date()), node.id())
    });
    nodes.into_iter().map(|(index, certainty)| row(graph, graph.node(index), certainty)).collect()
}

fn row(graph: &Graph<'_>, node: Node<'_>, certainty: Certainty) -> Row {
    let name = |id: &ActorId| graph.dataset().actors.get(id).map_or_else(|| id.to_string(), |actor| actor.name.value.clone());
    let has_time = !matches!(node, Node::Actor(_) | Node::Demand(_));
    let mut row = Row {
        kind: node.kind(),
        id: node.id().to_owned(),
        date: node.date().map_or(if has_time { "unknown" } else { "" }.to_owned(), |date| date.display()),
        edtf: node.date().map(|date| date.as_str().to_owned()),
        basis: node.basis(),
        who: String::new(),
        act: "",
        firmness: "",
        demand: String::new(),
        evidence: "",
        sources: evidence::sources(graph.dataset(), node),
        label: node.title().to_owned(),
        summary: String::new(),
        passages: Vec::new(),
        links: Vec::new(),
        certainty,
    };
    match node {
        Node::Source(source) => row.who = name(&source.publisher.value),
        Node::Statement(statement) => {
            row.who = name(&statement.speaker.value);
            let venue = statement.venue.as_ref().map(|venue| format!(", {venue}")).unwrap_or_default();
            row.label = format!("{}{venue}", statement.form);
        }
        Node::Claim(statement, claim) => {
            row.who = name(&statement.speaker.value);
            row.act = claim.act.as_str();
            row.firmness = claim.firmness.as_ref().map_or("", |word| word.as_str());
            row.demand = claim.demand.as_ref().map_or_else(String::new, |demand| demand.to_string());
            row.evidence = claim.best_form().map_or("none", |form| form.as_str());
            row.label = claim.headline().to_owned();
            row.summary = claim.summary.value.clone();
            row.passages = evidence::passages(graph.dataset(), claim);
            row.links = claim.links.iter().map(|link| (link.kind.as_str(), link.to.to_string())).collect();
        }
        Node::Actor(_) | Node::Demand(_) | Node::Event(_) => {}
    }
    row
}

impl Row {
    /// The columns of the row, with their names.
    pub fn columns(&self) -> Vec<(&'static str, String)> {
        vec![
            ("kind", self.kind.as_str().to_owned()),
            ("id", self.id.clone()),
            ("date", super::signed(&self.date, self.basis)),
            ("who", self.who.clone()),
            ("act", self.act.to_owned()),
            ("firmness", self.firmness.to_owned()),
            ("demand", self.demand.clone()),
            ("evidence", self.evidence.to_owned()),
            ("sources", self.sources.join(", ")),
            ("label", self.label.clone()),
            ("words", evidence::words(&self.passages)),
            ("belongs", self.certainty.as_str().to_owned()),
            ("links", self.links.iter().map(|(kind, to)| format!("{kind} {to}")).collect::<Vec<_>>().join(", ")),
        ]
    }

    fn to_json(&self) -> Value {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        json!({
            "kind": self.kind.as_str(),
            "id": self.id,
            "date": some(&self.date),
            "edtf": self.edtf,
            "basis": self.basis.map(Basis::as_str),
            "who": some(&self.who),
            "act": some(self.act),
            "firmness": some(self.firmness),
            "demand": some(&self.demand),
            "evidence": some(self.evidence),
            "sources": self.sources,
            "label": self.label,
            "summary": some(&self.summary),
            "passages": self.passages.iter().map(Passage::to_json).collect::<Vec<_>>(),
            "belongs": self.certainty.as_str(),
            "links": self.links.iter().map(|(kind, to)| json!({"kind": kind, "to": to})).collect::<Vec<_>>(),
        })
    }
}

/// The answer to a query as JSON: the query in its plainest form, the counts, and the records where they are wanted.
pub fn answer(query: &str, as_of: Option<&str>, selection: &Selection, rows: Option<&[Row]>) -> Value {
    let (certain, possible) = selection.counts();
    let (possible, undecided) = if selection.is_partial() { (0, possible) } else { (possible, 0) };
    let mut answer = json!({
        "version": VERSION,
        "query": query,
        "as_of": as_of,
        "is_partial": selection.is_partial(),
        "counts": {"certain": certain, "possible": possible, "undecided": undecided},
    });
    if let Some(rows) = rows {
        answer["records"] = rows.iter().map(Row::to_json).collect();
    }
    answer
}
