//! Turns an expression whose names lead somewhere into the selection of a graph.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::error::Problem;
use super::names::named;
use super::options::{Options, Paths};
use super::pattern::Pattern;
use super::selection::Selection;
use super::syntax::{Argument, At, Call, Expression, Function, Meaning, Step, Value};
use super::walk::{Budget, Way, reach, undecided};
use crate::date::Certainty;
use crate::graph::{Edge, Graph, LinkKind, Node, NodeIndex, before};
use crate::model::{LinkFamily, RecordKind};
use crate::proof::{Proofs, Use};

/// Evaluates expressions over one graph.
pub(super) struct Evaluator<'e, 'd> {
    pub(super) graph: &'e Graph<'d>,
    pub(super) proofs: &'e Proofs<'d>,
    pub(super) options: &'e Options<'e>,
    /// The records that were there by the day asked for; all where none is named.
    pub(super) there: Option<Selection>,
    pub(super) budget: Budget,
    /// What the aliases that were evaluated so far select.
    pub(super) aliases: BTreeMap<String, Selection>,
    /// What could not be answered.
    pub(super) problems: Vec<Problem>,
    /// The words of the records, by the number of the node; folded when they are first searched.
    pub(super) words: OnceCell<Vec<String>>,
}

impl<'d> Evaluator<'_, 'd> {
    /// The records in a set. What was only possibly there by the day asked for is in no set for certain, however that is put together.
    pub(super) fn select(&mut self, expression: &Expression) -> Selection {
        let selection = self.select_any(expression);
        match &self.there {
            Some(there) => selection.intersection(there),
            None => selection,
        }
    }

    fn select_any(&mut self, expression: &Expression) -> Selection {
        match expression {
            Expression::Name(name) => self.name(&name.part),
            Expression::Call(call) => self.call(call),
            Expression::Not(inner) => self.select(inner).complement(),
            Expression::Union(sets) => sets.iter().fold(Selection::none(self.graph), |all, set| {
                let next = self.select(set);
                all.union(&next)
            }),
            Expression::Chain(first, steps) => {
                let first = self.select(first);
                steps.iter().fold(first, |all, (step, set)| {
                    let next = self.select(set);
                    match step {
                        Step::And => all.intersection(&next),
                        Step::Minus => all.difference(&next),
                    }
                })
            }
        }
    }

    fn name(&mut self, pattern: &Pattern) -> Selection {
        if !pattern.is_quoted
            && let Some(alias) = self.aliases.get(&pattern.text)
        {
            return alias.clone();
        }
        let mut found = Selection::none(self.graph);
        if pattern.is_glob() {
            return self.filter(&RecordKind::ALL, |node| is(pattern.matches(node.id())));
        }
        let mut nodes = self.graph.find_all(&pattern.text);
        if nodes.is_empty() {
            nodes.extend(RecordKind::ALL.into_iter().filter_map(|kind| named(self.graph, kind, &pattern.text)));
        }
        nodes.into_iter().for_each(|node| found.add(node, Certainty::Certain));
        found
    }

    /// The records of some kinds that pass a test; those for which the budget does not last are only possibly in.
    pub(super) fn filter(&mut self, kinds: &[RecordKind], test: impl Fn(Node<'d>) -> Certainty) -> Selection {
        let mut found = Selection::none(self.graph);
        for kind in kinds {
            for index in self.graph.nodes_of(*kind) {
                if !self.budget.take(1) {
                    return undecided(self.graph, found);
                }
                found.add(index, test(self.graph.node(index)));
            }
        }
        found
    }

    fn call<'a>(&mut self, call: &'a Call) -> Selection {
        let function = call.function.part;
        let mut sets = Vec::new();
        let mut most = 1;
        for argument in &call.arguments {
            match argument {
                Argument::Set(set) => sets.push(self.select(set)),
                Argument::Number(number) => most = *number,
                Argument::Value(_) | Argument::Filter(..) => {}
            }
        }
        let mut sets = sets.into_iter();
        let mut next = || sets.next().expect("the parser counts the sets");
        match function.meaning {
            Meaning::All => Selection::all(self.graph),
            Meaning::None => Selection::none(self.graph),
            Meaning::Unproved => self.unproved(),
            Meaning::Thread => {
                let of = next();
                self.thread(&of)
            }
            Meaning::Ancestors => self.lineage(&next(), Way::Out),
            Meaning::Descendants => self.lineage(&next(), Way::Into),
            Meaning::Around => {
                reach(self.graph, &next(), Way::Either, most, |edge| !edge.kind.is_derived(), (self.there.as_ref(), &mut self.budget))
            }
            Meaning::Answers => {
                let to = next();
                self.answers(&to)
            }
            Meaning::Paths => {
                let (from, to) = (next(), next());
                self.paths(&call.function, &from, &to)
            }
            Meaning::Kind(kind) => self.narrowed(kind, &call.arguments),
            _ => {
                let value = |argument: &'a Argument| if let Argument::Value(value) = argument { Some(value) } else { None };
                let values: Vec<&At<Value>> = call.arguments.iter().filter_map(value).collect();
                self.matching(&call.function, &values)
            }
        }
    }

    /// The records of a kind with one of these ids, where there are any, and all these properties.
    fn narrowed(&mut self, kind: RecordKind, arguments: &[Argument]) -> Selection {
        let patterns: Vec<&At<Value>> = arguments.iter().filter_map(pattern_of).collect();
        let ids = self.ids(kind, &patterns);
        let mut found = self.filter(&[kind], |node| is(patterns.is_empty() || ids.contains(node.id())));
        for argument in arguments {
            if let Argument::Filter(filter, value) = argument {
                let next = self.matching(filter, &[value]);
                found = found.intersection(&next);
            }
        }
        found
    }

    fn unproved(&mut self) -> Selection {
        let mut found = Selection::none(self.graph);
        for passage in self.proofs.passages.iter().filter(|passage| passage.proof().is_none()) {
            let (kind, id) = match passage.used {
                Use::Evidence(claim, _) => (RecordKind::Claim, claim.id.as_str()),
                Use::StatementDate(statement) => (RecordKind::Statement, statement.id.as_str()),
                Use::EventDate(event) => (RecordKind::Event, event.id.as_str()),
                Use::SourceDate(source) | Use::Uncoded(source, _) => (RecordKind::Source, source.id.as_str()),
            };
            // Proofs of other records than those of the graph say nothing here.
            if let Some(node) = self.graph.find(kind, id) {
                found.add(node, Certainty::Certain);
            }
        }
        found
    }

    /// The claims of the threads on the demands in a set and the narrower ones, and of the threads that the claims in it are part of.
    fn thread(&mut self, of: &Selection) -> Selection {
        let graph = self.graph;
        let certainty = |kind, id: &str| graph.find(kind, id).map_or(Certainty::Impossible, |node| of.certainty(node));
        let mut found = Selection::none(graph);
        for thread in graph.threads() {
            if !self.budget.take(thread.claims.len()) {
                return undecided(graph, found);
            }
            let demands = graph.dataset().demand_chain(thread.demand).map(|demand| certainty(RecordKind::Demand, demand.as_str()));
            let claims = thread.claims.iter().map(|(_, claim)| certainty(RecordKind::Claim, claim.id.as_str()));
            let certain = demands.chain(claims).max().unwrap_or(Certainty::Impossible);
            for (_, claim) in &thread.claims {
                if let Some(node) = graph.find(RecordKind::Claim, claim.id.as_str()) {
                    found.add(node, certain);
                }
            }
        }
        found
    }

    /// A walk along the lineage links that curators wrote: they lead from a claim to earlier ones.
    fn lineage(&mut self, from: &Selection, way: Way) -> Selection {
        let is_lineage = |edge: &Edge<'_>| matches!(edge.kind, LinkKind::Authored(word) if word.family() == LinkFamily::Lineage);
        reach(self.graph, from, way, u32::MAX, is_lineage, (self.there.as_ref(), &mut self.budget))
    }

    /// The claims that accept, reject or counter a claim in a set: only possibly where their dates let them have come before it.
    fn answers(&mut self, to: &Selection) -> Selection {
        let mut found = Selection::none(self.graph);
        for (node, certainty) in to.nodes(self.graph) {
            let links = self.graph.links_to(node);
            if !self.budget.take(links.len() + 1) {
                return undecided(self.graph, found);
            }
            let is_answer = |edge: &&Edge<'_>| matches!(edge.kind, LinkKind::Authored(word) if word.family() == LinkFamily::Answer);
            let asked = self.graph.node(node).date();
            for edge in links.iter().filter(is_answer) {
                // A link that certainly leads backwards is a fault of the record, which `check` reports: its claim is not left out here.
                let is_earlier = before(self.graph.node(edge.node).date(), asked);
                let order = if is_earlier == Certainty::Impossible { Certainty::Certain } else { Certainty::Possible };
                found.add(edge.node, certainty.min(order));
            }
        }
        found
    }

    fn paths(&mut self, function: &At<&'static Function>, from: &Selection, to: &Selection) -> Selection {
        let Some(paths) = self.options.paths else { return self.missing(function, "nothing here looks for paths") };
        let mut found = Selection::none(self.graph);
        for wanted in [Certainty::Certain, Certainty::Possible] {
            let ends = [from, to].map(|set| {
                let nodes = set.nodes(self.graph).filter(|(_, certainty)| *certainty >= wanted);
                nodes.map(|(node, _)| node).collect::<Vec<NodeIndex>>()
            });
            match paths(self.graph, &ends[0], &ends[1], self.budget.left()) {
                Ok(Paths { nodes, visited, is_complete }) => {
                    nodes.into_iter().for_each(|node| found.add(node, wanted));
                    if !self.budget.take(usize::try_from(visited).unwrap_or(usize::MAX)) || !is_complete {
                        return undecided(self.graph, found);
                    }
                }
                Err(message) => return self.fault(function, message, None),
            }
        }
        found
    }

    /// A function that whoever asks has to answer, and does not.
    pub(super) fn missing(&mut self, function: &At<&'static Function>, why: &str) -> Selection {
        let message = format!("`{}` cannot be answered: {why}", function.part.name);
        self.fault(function, message, Some("leave it out, or ask where it can be answered".to_owned()))
    }

    /// Notes why a function cannot be answered.
    pub(super) fn fault(&mut self, function: &At<&'static Function>, message: String, help: Option<String>) -> Selection {
        self.problems.push(Problem { range: function.range.clone(), message, help });
        Selection::none(self.graph)
    }
}

fn pattern_of(argument: &Argument) -> Option<&At<Value>> {
    match argument {
        Argument::Value(value @ At { part: Value::Pattern(_), .. }) => Some(value),
        _ => None,
    }
}

/// Certain or impossible.
pub(super) fn is(holds: bool) -> Certainty {
    if holds { Certainty::Certain } else { Certainty::Impossible }
}
