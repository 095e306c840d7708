//! Selects records by what they say: who spoke, on what, how firmly, when, in which words.

use std::collections::BTreeSet;

use super::evaluate::{Evaluator, is};
use super::options::Changed;
use super::selection::Selection;
use super::syntax::{At, Function, Meaning, Strength, Takes, Value};
use super::text;
use super::walk::undecided;
use crate::date::{Certainty, ClaimDate};
use crate::graph::{Graph, Node, NodeIndex};
use crate::id::{ActorId, DemandId};
use crate::model::{Claim, RecordKind, Statement};

/// What is spoken by somebody.
const SPOKEN: [RecordKind; 2] = [RecordKind::Statement, RecordKind::Claim];
/// What has a date, or could have one.
const DATED: [RecordKind; 4] = [RecordKind::Event, RecordKind::Source, RecordKind::Statement, RecordKind::Claim];
/// So many bytes of text are searched for the cost of one record.
const BYTES_PER_LOOK: usize = 64;

impl<'d> Evaluator<'_, 'd> {
    /// The records that match one of these values.
    pub(super) fn matching(&mut self, function: &At<&'static Function>, values: &[&At<Value>]) -> Selection {
        let dataset = self.graph.dataset();
        match function.part.meaning {
            Meaning::Speaker => {
                let actors = self.ids(RecordKind::Actor, values);
                self.spoken(|statement, _| actors.contains(statement.speaker.as_str()))
            }
            Meaning::Actor => {
                let actors = self.ids(RecordKind::Actor, values);
                let known = dataset.actors.keys().filter(|id| actors.contains(id.as_str()));
                let sides: BTreeSet<&ActorId> = known.map(|id| dataset.principal(id)).collect();
                self.spoken(|statement, _| sides.contains(dataset.principal_of(statement)))
            }
            Meaning::Addressee => {
                let actors = self.ids(RecordKind::Actor, values);
                self.spoken(|statement, claim| {
                    let own = claim.map_or(&statement.addressees, |claim| &claim.addressees);
                    let all = if own.is_empty() { &statement.addressees } else { own };
                    all.iter().any(|actor| actors.contains(actor.as_str()))
                })
            }
            Meaning::Demand => {
                let demands = self.ids(RecordKind::Demand, values);
                self.claims(|claim| claim.demand.as_ref().is_some_and(|demand| demands.contains(demand.as_str())))
            }
            Meaning::Within => {
                let demands = self.ids(RecordKind::Demand, values);
                let is_within = |id: &&DemandId| dataset.demand_chain(id).any(|above| demands.contains(above.as_str()));
                let all: BTreeSet<&DemandId> = dataset.demands.keys().filter(is_within).collect();
                self.claims(|claim| claim.demand.as_ref().is_some_and(|demand| all.contains(&demand.value)))
            }
            Meaning::Cites => {
                let sources = self.ids(RecordKind::Source, values);
                self.claims(|claim| claim.evidence.iter().any(|evidence| sources.contains(evidence.source.as_str())))
            }
            Meaning::Act => self.words(function, values, |claim| vec![claim.act.value as usize]),
            Meaning::Firmness => self.words(function, values, |claim| claim.firmness.iter().map(|word| word.value as usize).collect()),
            Meaning::Form => self.words(function, values, |claim| claim.best_form().map(|form| form as usize).into_iter().collect()),
            Meaning::Evidence => {
                self.words(function, values, |claim| claim.evidence.iter().map(|evidence| evidence.form.value as usize).collect())
            }
            Meaning::Confidence => self.words(function, values, |claim| claim.confidence.map(|word| word as usize).into_iter().collect()),
            Meaning::Linked => self.words(function, values, |claim| claim.links.iter().map(|link| link.kind.value as usize).collect()),
            Meaning::During | Meaning::Before | Meaning::After => {
                let graph = self.graph;
                self.filter(&DATED, |node| {
                    let Some(date) = node.date() else { return Certainty::Possible };
                    let lies = values.iter().map(|value| lies(graph, function.part.meaning, date, &value.part));
                    lies.max().unwrap_or(Certainty::Impossible)
                })
            }
            Meaning::Text => self.text(values),
            Meaning::Changed => self.changed(function, values),
            _ => unreachable!("what takes sets is evaluated with them"),
        }
    }

    /// The ids of a kind that a value matches.
    fn ids(&mut self, kind: RecordKind, values: &[&At<Value>]) -> BTreeSet<&'d str> {
        let mut ids = BTreeSet::new();
        for value in values {
            let Value::Pattern(pattern) = &value.part else { continue };
            match pattern.is_glob() {
                true => ids.extend(self.graph.nodes_of(kind).map(|node| self.graph.node(node).id()).filter(|id| pattern.matches(id))),
                false => ids.extend(self.graph.find(kind, &pattern.text).map(|node| self.graph.node(node).id())),
            }
        }
        ids
    }

    /// The statements and claims of which something holds.
    fn spoken(&mut self, test: impl Fn(&'d Statement, Option<&'d Claim>) -> bool) -> Selection {
        self.filter(&SPOKEN, |node| match node {
            Node::Statement(statement) => is(test(statement, None)),
            Node::Claim(statement, claim) => is(test(statement, Some(claim))),
            _ => Certainty::Impossible,
        })
    }

    /// The claims of which something holds.
    fn claims(&mut self, test: impl Fn(&'d Claim) -> bool) -> Selection {
        self.filter(&[RecordKind::Claim], |node| is(matches!(node, Node::Claim(_, claim) if test(claim))))
    }

    /// The claims one of whose words of a list compares with a value as it asks.
    fn words(&mut self, function: &At<&'static Function>, values: &[&At<Value>], words: impl Fn(&'d Claim) -> Vec<usize>) -> Selection {
        let strength = if let Takes::Words(_, strength) = function.part.takes { strength } else { Strength::None };
        self.claims(|claim| {
            words(claim).into_iter().any(|word| {
                values.iter().any(|value| {
                    matches!(value.part, Value::Word(comparison, _, asked) if comparison.holds(strength.of(word), strength.of(asked)))
                })
            })
        })
    }

    /// The records in whose words one of the texts stands.
    fn text(&mut self, values: &[&At<Value>]) -> Selection {
        let graph = self.graph;
        let words = self.words.get_or_init(|| graph.nodes().map(|node| text::searched(graph.node(node))).collect());
        let sought = values.iter().filter_map(|value| if let Value::Text(text) = &value.part { Some(text::fold(text)) } else { None });
        let sought: Vec<String> = sought.map(|text| text.trim().to_owned()).collect();
        let finders: Vec<memchr::memmem::Finder<'_>> = sought.iter().map(memchr::memmem::Finder::new).collect();
        let mut found = Selection::none(graph);
        for node in graph.nodes() {
            let words = words[node.number()].as_bytes();
            if !self.budget.take((1 + words.len() / BYTES_PER_LOOK) * finders.len()) {
                return undecided(graph, found);
            }
            found.add(node, is(finders.iter().any(|finder| finder.find(words).is_some())));
        }
        found
    }

    fn changed(&mut self, function: &At<&'static Function>, values: &[&At<Value>]) -> Selection {
        let Some(changed) = self.options.changed else { return self.missing(function, "nothing here compares with a revision") };
        let changed: Changed<'_> = changed;
        let mut found = Selection::none(self.graph);
        for value in values {
            let Value::Revision(revision) = &value.part else { continue };
            match changed(self.graph, revision) {
                Ok(nodes) => nodes.into_iter().for_each(|node: NodeIndex| found.add(node, Certainty::Certain)),
                Err(message) => return self.fault(&At { part: function.part, range: value.range.clone() }, message, None),
            }
        }
        found
    }
}

/// Whether a date lies where a function and its value say.
fn lies(graph: &Graph<'_>, meaning: Meaning, date: &ClaimDate, value: &Value) -> Certainty {
    let event = |id: &str| graph.find(RecordKind::Event, id).and_then(|node| graph.node(node).date());
    match (meaning, value) {
        (Meaning::During, Value::Period(period)) => period.contains(date),
        (Meaning::Before, Value::Period(period)) => period.begins_after(date),
        (Meaning::After, Value::Period(period)) => period.ends_before(date),
        // What is compared with an event whose day is not known is only possible.
        (Meaning::Before, Value::Event(id)) => crate::graph::before(Some(date), event(id)),
        (Meaning::After, Value::Event(id)) => crate::graph::before(event(id), Some(date)),
        _ => Certainty::Impossible,
    }
}
