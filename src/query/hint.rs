//! Turns a query that was answered into what its author may have overlooked: globs that match nothing, sources that are only relayed.

use std::collections::BTreeSet;

use super::error::{did_you_mean, named};
use super::pattern::Pattern;
use super::syntax::{Argument, At, Call, Expression, Function, Meaning, Takes, Value};
use crate::graph::{Graph, LinkKind};
use crate::model::RecordKind;

/// What the author of an expression may have overlooked, in the order of its text; aliases are not looked into.
pub(super) fn hints(graph: &Graph<'_>, expression: &Expression) -> Vec<String> {
    let mut hints = Vec::new();
    visit(graph, expression, &mut hints);
    hints
}

fn visit(graph: &Graph<'_>, expression: &Expression, hints: &mut Vec<String>) {
    match expression {
        Expression::Name(name) => hints.extend(glob(graph, &RecordKind::ALL, &name.part)),
        Expression::Call(call) => visit_call(graph, call, hints),
        Expression::Not(inner) => visit(graph, inner, hints),
        Expression::Union(sets) => sets.iter().for_each(|set| visit(graph, set, hints)),
        Expression::Chain(first, steps) => {
            visit(graph, first, hints);
            steps.iter().for_each(|(_, set)| visit(graph, set, hints));
        }
    }
}

fn visit_call(graph: &Graph<'_>, call: &Call, hints: &mut Vec<String>) {
    for argument in &call.arguments {
        match argument {
            Argument::Set(set) => visit(graph, set, hints),
            Argument::Number(_) => {}
            Argument::Value(At { part: Value::Pattern(pattern), .. }) => hints.extend(value(graph, call.function.part, pattern)),
            Argument::Filter(filter, At { part: Value::Pattern(pattern), .. }) => hints.extend(value(graph, filter.part, pattern)),
            Argument::Value(_) | Argument::Filter(..) => {}
        }
    }
}

fn value(graph: &Graph<'_>, function: &Function, pattern: &Pattern) -> Option<String> {
    let (Takes::Ids(kind) | Takes::Filters(kind)) = function.takes else { return None };
    glob(graph, &[kind], pattern).or_else(|| (function.meaning == Meaning::Cites).then(|| only_relayed(graph, pattern)).flatten())
}

/// What is said of a glob that matches no id of these kinds.
fn glob(graph: &Graph<'_>, kinds: &[RecordKind], pattern: &Pattern) -> Option<String> {
    let matched = |kind: &RecordKind| graph.nodes_of(*kind).any(|node| pattern.matches(graph.node(node).id()));
    if !pattern.is_glob() || kinds.iter().any(matched) {
        return None;
    }
    let what = if let [kind] = kinds { kind.as_str() } else { "record's" };
    let other = RecordKind::ALL.iter().find(|kind| matched(kind));
    let ids = || kinds.iter().flat_map(|kind| graph.nodes_of(*kind)).map(|node| graph.node(node).id());
    let stem = pattern.text.split('*').max_by_key(|part| part.len()).unwrap_or_default().trim_matches(['-', '/']);
    let help = match other {
        Some(kind) => format!("{} ids do", kind.as_str()),
        None => {
            // The beginnings of ids that are as many words long, so that `natto-*` leads to `nato-*`.
            let words = stem.split('-').count();
            let begin = |id: &str| id.split('-').take(words).collect::<Vec<_>>().join("-") + "-*";
            let globs: BTreeSet<String> = ids().filter(|id| id.split('-').count() > words).map(begin).collect();
            let near = did_you_mean(stem, ids()).or_else(|| did_you_mean(&format!("{stem}-*"), globs.iter().map(String::as_str)));
            near.unwrap_or_else(|| "`demarche list KIND` prints the ids of a kind".to_owned())
        }
    };
    Some(format!("no {what} id matches {}; {help}", named(&pattern.text)))
}

/// What is said of sources that no claim rests on themselves, where there are claims that go back to them.
fn only_relayed(graph: &Graph<'_>, pattern: &Pattern) -> Option<String> {
    let matched = graph.nodes_of(RecordKind::Source).filter(|node| pattern.matches(graph.node(*node).id()));
    let links: Vec<LinkKind> = matched.flat_map(|node| graph.links_to(node)).map(|edge| edge.kind).collect();
    let is_only_relayed = links.contains(&LinkKind::Relays) && !links.contains(&LinkKind::Cites);
    let (named, text) = (named(&pattern.text), pattern);
    is_only_relayed.then(|| format!("no claim rests on a passage of {named} itself; `relays({text})` finds what goes back to it"))
}
