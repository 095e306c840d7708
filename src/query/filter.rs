//! Selects records by what they say: who spoke, on what, how firmly, when, in which words.

use std::collections::BTreeSet;

use super::evaluate::{Evaluator, is};
use super::names::named;
use super::options::Changed;
use super::origin::Origins;
use super::period::Period;
use super::selection::Selection;
use super::syntax::{At, Function, Meaning, Takes, Value};
use super::text;
use super::walk::undecided;
use crate::date::{Certainty, ClaimDate};
use crate::graph::{LinkKind, Node, NodeIndex};
use crate::id::ActorId;
use crate::model::{Claim, Link, RecordKind, Statement, Target};
use crate::source::Spanned;

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
                self.spoken(|statement| actors.contains(statement.speaker.as_str()))
            }
            Meaning::Actor => {
                let actors = self.ids(RecordKind::Actor, values);
                let known = dataset.actors.keys().filter(|id| actors.contains(id.as_str()));
                let sides: BTreeSet<&ActorId> = known.map(|id| dataset.principal(id)).collect();
                self.spoken(|statement| sides.contains(dataset.principal_of(statement)))
            }
            Meaning::Addressee => {
                let actors = self.ids(RecordKind::Actor, values);
                let is_addressed = |all: &[Spanned<ActorId>]| all.iter().any(|actor| actors.contains(actor.as_str()));
                self.filter(&SPOKEN, |node| match node {
                    Node::Claim(_, claim) if !claim.addressees.is_empty() => is(is_addressed(&claim.addressees)),
                    Node::Statement(statement) | Node::Claim(statement, _) => is(is_addressed(&statement.addressees)),
                    _ => Certainty::Impossible,
                })
            }
            Meaning::About => self.linked_to(RecordKind::Demand, LinkKind::About, values, |_| false),
            Meaning::Demand => {
                let demands = self.ids(RecordKind::Demand, values);
                self.linked_to(RecordKind::Demand, LinkKind::About, values, |id| {
                    let below = dataset.demands.get_key_value(id).map(|(id, _)| id);
                    below.into_iter().flat_map(|id| dataset.demand_chain(id)).any(|above| demands.contains(above.as_str()))
                })
            }
            Meaning::Cites => self.linked_to(RecordKind::Source, LinkKind::Cites, values, |_| false),
            Meaning::Relays => self.relays(values),
            Meaning::Act => self.words(function, values, |claim| 1 << claim.act.value as u32),
            Meaning::Firmness => self.words(function, values, |claim| claim.firmness.as_ref().map_or(0, |word| 1 << word.value as u32)),
            Meaning::Form => self.words(function, values, |claim| claim.best_form().map_or(0, |form| 1 << form as u32)),
            Meaning::Evidence => {
                self.words(function, values, |claim| claim.evidence.iter().fold(0, |all, evidence| all | 1 << evidence.form.value as u32))
            }
            Meaning::Confidence => self.words(function, values, |claim| claim.confidence.map_or(0, |word| 1 << word as u32)),
            Meaning::Linked => self.linked(function, values),
            Meaning::During | Meaning::Before | Meaning::After => {
                let graph = self.graph;
                let event = |id: &str| named(graph, RecordKind::Event, id).and_then(|node| graph.node(node).date());
                let moments: Vec<Moment<'_>> = values
                    .iter()
                    .filter_map(|value| match &value.part {
                        Value::Period(period) => Some(Moment::Period(period)),
                        Value::Event(id) => Some(Moment::Event(event(id))),
                        _ => None,
                    })
                    .collect();
                self.filter(&DATED, |node| {
                    let Some(date) = node.date() else { return Certainty::Possible };
                    let lies = moments.iter().map(|moment| lies(function.part.meaning, date, moment));
                    lies.max().unwrap_or(Certainty::Impossible)
                })
            }
            Meaning::Text => self.text(values),
            Meaning::Changed => self.changed(function, values),
            _ => unreachable!("what takes sets is evaluated with them"),
        }
    }

    /// The ids of a kind that a value matches.
    pub(super) fn ids(&mut self, kind: RecordKind, values: &[&At<Value>]) -> BTreeSet<&'d str> {
        let mut ids = BTreeSet::new();
        for value in values {
            let Value::Pattern(pattern) = &value.part else { continue };
            match pattern.is_glob() {
                true => ids.extend(self.graph.nodes_of(kind).map(|node| self.graph.node(node).id()).filter(|id| pattern.matches(id))),
                false => ids.extend(named(self.graph, kind, &pattern.text).map(|node| self.graph.node(node).id())),
            }
        }
        ids
    }

    /// The statements of which something holds, and their claims.
    fn spoken(&mut self, test: impl Fn(&'d Statement) -> bool) -> Selection {
        let graph = self.graph;
        let mut found = Selection::none(graph);
        for index in graph.nodes_of(RecordKind::Statement) {
            let Node::Statement(statement) = graph.node(index) else { continue };
            let holds = test(statement);
            let claims = if holds { graph.links_to(index) } else { &[] };
            if !self.budget.take(1 + claims.len()) {
                return undecided(graph, found);
            }
            found.add(index, is(holds));
            claims.iter().filter(|edge| edge.kind == LinkKind::PartOf).for_each(|edge| found.add(edge.node, Certainty::Certain));
        }
        found
    }

    /// The records that a link of this kind leads from, to a record of a kind that a value matches or that is wanted besides.
    fn linked_to(&mut self, kind: RecordKind, link: LinkKind, values: &[&At<Value>], is_wanted: impl Fn(&str) -> bool) -> Selection {
        let graph = self.graph;
        let ids = self.ids(kind, values);
        let mut found = Selection::none(graph);
        for index in graph.nodes_of(kind) {
            let id = graph.node(index).id();
            let links = if ids.contains(id) || is_wanted(id) { graph.links_to(index) } else { &[] };
            if !self.budget.take(1 + links.len()) {
                return undecided(graph, found);
            }
            links.iter().filter(|edge| edge.kind == link).for_each(|edge| found.add(edge.node, Certainty::Certain));
        }
        found
    }

    /// The sources that relay one that a value matches, at whatever remove, and the claims that rest on it or on them: possibly where a
    /// passage may as well have come by another source.
    fn relays(&mut self, values: &[&At<Value>]) -> Selection {
        let graph = self.graph;
        let ids = self.ids(RecordKind::Source, values);
        let mut found = Selection::none(graph);
        let mut waiting: Vec<NodeIndex> = graph.nodes_of(RecordKind::Source).filter(|node| ids.contains(graph.node(*node).id())).collect();
        let mut origins = Origins::new(&ids);
        let mut seen: BTreeSet<NodeIndex> = waiting.iter().copied().collect();
        let mut citing: BTreeSet<NodeIndex> = BTreeSet::new();
        while let Some(node) = waiting.pop() {
            let links = graph.links_to(node);
            if !self.budget.take(1 + links.len()) {
                return undecided(graph, found);
            }
            citing.extend(links.iter().filter(|edge| edge.kind == LinkKind::Cites).map(|edge| edge.node));
            for edge in links.iter().filter(|edge| edge.kind == LinkKind::Relays) {
                found.add(edge.node, Certainty::Certain);
                if let Node::Source(source) = graph.node(edge.node) {
                    origins.relay(source);
                }
                if seen.insert(edge.node) {
                    waiting.push(edge.node);
                }
            }
        }
        let origins = origins.settled(graph.dataset());
        for node in citing {
            let Node::Claim(statement, claim) = graph.node(node) else { continue };
            if !self.budget.take(1 + claim.evidence.len()) {
                return undecided(graph, found);
            }
            let rests = claim.evidence.iter().map(|evidence| origins.of_passage(graph.dataset(), statement, evidence));
            found.add(node, rests.max().unwrap_or(Certainty::Impossible));
        }
        found
    }

    /// The claims of which something holds.
    fn claims(&mut self, test: impl Fn(&'d Claim) -> bool) -> Selection {
        self.filter(&[RecordKind::Claim], |node| is(matches!(node, Node::Claim(_, claim) if test(claim))))
    }

    /// The claims one of whose words of a list compares with a value as it asks. Words are told by their places in the list, as bits.
    fn words(&mut self, function: &At<&'static Function>, values: &[&At<Value>], words: impl Fn(&'d Claim) -> u32) -> Selection {
        let Takes::Words(list, strength) = function.part.takes else { unreachable!("it takes words of a list") };
        let is_asked = |place: &usize| {
            let asks = |value: &&At<Value>| matches!(value.part, Value::Word(comparison, _, asked) if comparison.holds(strength.of(*place), strength.of(asked)));
            values.iter().any(asks)
        };
        let asked = (0..list.len()).filter(is_asked).fold(0, |all, place| all | 1 << place);
        self.claims(|claim| words(claim) & asked != 0)
    }

    /// The claims with a link of one of these kinds: possibly where what they are linked to was only possibly there.
    fn linked(&mut self, function: &At<&'static Function>, values: &[&At<Value>]) -> Selection {
        let kinds = |claim: &Claim, counts: &dyn Fn(&Link) -> bool| {
            claim.links.iter().filter(|link| counts(link)).fold(0, |all, link| all | 1 << link.kind.value as u32)
        };
        let linked = self.words(function, values, |claim| kinds(claim, &|_| true));
        let (graph, Some(there)) = (self.graph, self.there.clone()) else { return linked };
        let is_there = |link: &Link| {
            let end = match &link.to.value {
                Target::Claim(id) => graph.find(RecordKind::Claim, id.as_str()),
                Target::Event(id) => graph.find(RecordKind::Event, id.as_str()),
            };
            end.is_some_and(|end| there.certainty(end) == Certainty::Certain)
        };
        let certain = self.words(function, values, |claim| kinds(claim, &is_there));
        let mut found = certain;
        linked.nodes(graph).for_each(|(node, _)| found.add(node, Certainty::Possible));
        if linked.is_partial() {
            found.set_partial();
        }
        found
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

/// What a date is compared with.
enum Moment<'m> {
    /// A stretch of days.
    Period(&'m Period),
    /// The date of an event, where it has one.
    Event(Option<&'m ClaimDate>),
}

/// Whether a date lies where a function and its value say.
fn lies(meaning: Meaning, date: &ClaimDate, moment: &Moment<'_>) -> Certainty {
    match (meaning, moment) {
        (Meaning::During, Moment::Period(period)) => period.contains(date),
        (Meaning::Before, Moment::Period(period)) => period.begins_after(date),
        (Meaning::After, Moment::Period(period)) => period.ends_before(date),
        // What is compared with an event whose day is not known is only possible.
        (Meaning::Before, Moment::Event(event)) => crate::graph::before(Some(date), *event),
        (Meaning::After, Moment::Event(event)) => crate::graph::before(*event, Some(date)),
        _ => Certainty::Impossible,
    }
}
