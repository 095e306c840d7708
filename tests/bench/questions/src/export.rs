//! The graph and the claims as plain numbers, for loops and programs that know nothing of records.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use demarche::graph::{Graph, Node, NodeIndex};
use demarche::model::RecordKind;
use demarche::position::takes_position;
use serde_json::json;

/// Compressed sparse rows: the neighbours of node `n` stand at `starts[n]..starts[n + 1]`.
pub struct Rows {
    pub starts: Vec<u32>,
    pub ends: Vec<u32>,
}

impl Rows {
    fn new(mut pairs: Vec<(u32, u32)>, nodes: usize) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = vec![0; nodes + 1];
        pairs.iter().for_each(|(from, _)| starts[*from as usize + 1] += 1);
        (0..nodes).for_each(|node| starts[node + 1] += starts[node]);
        Rows { starts, ends: pairs.into_iter().map(|(_, to)| to).collect() }
    }

    pub fn of(&self, node: u32) -> &[u32] {
        &self.ends[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }

    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The number of entries; of an undirected graph twice that of its edges.
    pub fn pairs(&self) -> usize {
        self.ends.len()
    }

    pub fn all(&self) -> impl Iterator<Item = (u32, u32)> {
        (0..self.len() as u32).flat_map(|from| self.of(from).iter().map(move |to| (from, *to)))
    }
}

/// A claim as numbers: places in the lists of names, days, ranks.
pub struct Row {
    pub index: NodeIndex,
    pub principal: u32,
    pub demand: Option<u32>,
    pub statement: u32,
    pub takes_position: bool,
    pub days: Option<(i64, i64)>,
}

/// Everything that the questions are asked of.
pub struct Plain {
    /// Records that are linked in either direction, links from dates left aside.
    pub walked: Rows,
    /// The first and the last day of each record; none for what lies on no day.
    pub spans: Vec<Option<(i64, i64)>>,
    pub claims: Vec<Row>,
    names: BTreeMap<&'static str, String>,
}

impl Plain {
    pub fn new(graph: &Graph<'_>) -> Self {
        let mut walked = Vec::new();
        for from in graph.nodes() {
            for edge in graph.links_from(from) {
                let pair = (from.number() as u32, edge.node.number() as u32);
                if !edge.kind.is_derived() && pair.0 != pair.1 {
                    walked.extend([pair, (pair.1, pair.0)]);
                }
            }
        }
        let nodes = graph.node_count();
        let span = |index: NodeIndex| match graph.node(index) {
            Node::Actor(_) | Node::Demand(_) | Node::Source(_) => None,
            node => {
                let date = node.date();
                let day = |day: Option<demarche::date::Day>, none| day.map_or(none, |day: demarche::date::Day| day.number());
                Some((day(date.and_then(|date| date.earliest()), i64::MIN), day(date.and_then(|date| date.latest()), i64::MAX)))
            }
        };
        let dataset = graph.dataset();
        let find = |kind, id: &str| graph.find(kind, id).expect("references are resolved").number() as u32;
        let claims = graph.nodes_of(RecordKind::Claim).filter_map(|index| {
            let Node::Claim(statement, claim) = graph.node(index) else { return None };
            Some(Row {
                index,
                principal: find(RecordKind::Actor, dataset.principal_of(statement).as_str()),
                demand: claim.demand.as_ref().map(|demand| find(RecordKind::Demand, demand.as_str())),
                statement: find(RecordKind::Statement, statement.id.as_str()),
                takes_position: takes_position(claim.act.value),
                days: statement.said_on().map(|date| {
                    let (first, last) = date.core();
                    (first.map_or(i64::MIN, |day| day.number()), last.map_or(i64::MAX, |day| day.number()))
                }),
            })
        });
        let claims: Vec<Row> = claims.collect();
        Plain { walked: Rows::new(walked, nodes), spans: graph.nodes().map(span).collect(), claims, names: names(graph) }
    }

    /// Ten questions that an analyst would ask.
    pub fn queries(&self) -> Vec<String> {
        let name = |key| self.names[key].as_str();
        vec![
            format!("speaker({})", name("speaker")),
            format!("actor({}) & act(threaten)", name("principal")),
            format!("within({})", name("demand")),
            "firmness(>=precondition) & form(>=translated)".to_owned(),
            format!("claims(during:{})", name("year")),
            format!("claims(act:assure) & before({})", name("event")),
            format!("ancestors({})", name("claim")),
            format!("around({}, 2)", name("claim")),
            format!("answers(actor({}))", name("principal")),
            format!("claims(addressee:{}) - form(paraphrase)", name("addressee")),
        ]
    }

    /// Writes numbers as they stand in memory, little end first, and the claims as JSON.
    pub fn write(&self, out: &Path, graph: &Graph<'_>, pairs: &[(NodeIndex, NodeIndex)]) {
        std::fs::create_dir_all(out).expect("it can be made");
        let write = |name: &str, bytes: Vec<u8>| {
            std::fs::File::create(out.join(name)).and_then(|mut file| file.write_all(&bytes)).expect("it can be written")
        };
        let flat =
            |rows: &Rows| -> Vec<u8> { rows.all().filter(|(a, b)| a < b).flat_map(|(a, b)| [a, b]).flat_map(u32::to_le_bytes).collect() };
        write("walked.u32", flat(&self.walked));
        write("pairs.u32", pairs.iter().flat_map(|(a, b)| [a.number() as u32, b.number() as u32]).flat_map(u32::to_le_bytes).collect());
        let dataset = graph.dataset();
        let claims: Vec<_> = self
            .claims
            .iter()
            .filter_map(|row| {
                let Node::Claim(statement, claim) = graph.node(row.index) else { return None };
                let addressees = if claim.addressees.is_empty() { &statement.addressees } else { &claim.addressees };
                Some(json!({
                    "node": row.index.number(), "id": claim.id.as_str(), "speaker": statement.speaker.as_str(), "principal": dataset.principal_of(statement).as_str(),
                    "act": claim.act.as_str(), "demand": claim.demand.as_ref().map(|id| id.as_str()), "statement": row.statement,
                    "firmness": claim.firmness.as_ref().map(|word| word.value as u8), "form": claim.best_form().map(|form| form as u8),
                    "addressees": addressees.iter().map(|id| id.as_str()).collect::<Vec<_>>(),
                    "takes_position": row.takes_position, "days": row.days, "span": self.spans[row.index.number()],
                    "links": claim.links.iter().map(|link| (link.kind.as_str(), link.to.as_ref())).collect::<Vec<_>>(),
                }))
            })
            .collect();
        let spans: Vec<_> = self
            .spans
            .iter()
            .map(|span| span.map(|(first, last)| ((first != i64::MIN).then_some(first), (last != i64::MAX).then_some(last))))
            .collect();
        let broader: BTreeMap<&str, &str> =
            dataset.demands.values().filter_map(|demand| Some((demand.id.as_str(), demand.broader.as_ref()?.as_str()))).collect();
        let events: BTreeMap<&str, _> = dataset
            .events
            .values()
            .filter_map(|event| {
                Some((
                    event.id.as_str(),
                    event.date.as_ref().map(|date| date.earliest().map(|day| day.number()).zip(date.latest().map(|day| day.number())))?,
                ))
            })
            .collect();
        write("records.json", json!({"nodes": graph.node_count(), "claims": claims, "spans": spans, "broader": broader, "events": events, "names": self.names}).to_string().into_bytes());
    }
}

/// What the queries ask for: in each case the name that is met most often, so that there is something to find.
fn names(graph: &Graph<'_>) -> BTreeMap<&'static str, String> {
    let mut counts: BTreeMap<(&'static str, &str), usize> = BTreeMap::new();
    let dataset = graph.dataset();
    for (statement, claim) in dataset.claims() {
        *counts.entry(("speaker", statement.speaker.as_str())).or_default() += 1;
        *counts.entry(("principal", dataset.principal_of(statement).as_str())).or_default() += 1;
        for demand in claim.demand.iter().flat_map(|demand| dataset.demand_chain(&demand.value)) {
            *counts.entry(("demand", demand.as_str())).or_default() += 1;
        }
        statement.addressees.iter().for_each(|actor| *counts.entry(("addressee", actor.as_str())).or_default() += 1);
        if claim.links.len() > 2 {
            *counts.entry(("claim", claim.id.as_str())).or_default() += claim.links.len();
        }
    }
    let mut names: BTreeMap<&'static str, (usize, &str)> = BTreeMap::new();
    for ((key, id), count) in &counts {
        let best = names.entry(key).or_default();
        if *count > best.0 {
            *best = (*count, id);
        }
    }
    let mut names: BTreeMap<&'static str, String> = names.into_iter().map(|(key, (_, id))| (key, id.to_owned())).collect();
    let dated: Vec<_> = graph.events();
    names.insert("event", dated[dated.len() / 2].id.to_string());
    let middle = dated[dated.len() / 2].date.as_ref().and_then(|date| date.earliest()).expect("it has a date");
    names.insert("year", middle.to_string()[..4].to_owned());
    names
}
