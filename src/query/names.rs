//! Turns what people call a record into the ids of the records that are called so.

use std::collections::BTreeMap;

use super::text::fold;
use crate::graph::{Graph, NodeIndex};
use crate::model::{Dataset, RecordKind};
use crate::suggest;

/// The record of a kind with this id, else the only one with this name.
pub(super) fn named(graph: &Graph<'_>, kind: RecordKind, text: &str) -> Option<NodeIndex> {
    graph.find(kind, text).or_else(|| match called(graph.dataset(), kind, text).as_slice() {
        [only] => graph.find(kind, only),
        _ => None,
    })
}

/// The ids of the records of a kind with this name, in their order: of actors the name or another spelling, of demands, events and sources
/// the title. Case, diacritics and the shape of signs do not count; every word does. Statements and claims have no name.
pub fn called<'d>(dataset: &'d Dataset, kind: RecordKind, name: &str) -> Vec<&'d str> {
    let sought = fold(name);
    let sought = sought.trim();
    if sought.is_empty() {
        return Vec::new();
    }
    let mut ids: Vec<&str> = Vec::new();
    for (id, name) in names(dataset, kind) {
        if ids.last() != Some(&id) && fold(name).trim() == sought {
            ids.push(id);
        }
    }
    ids
}

/// The ids of a kind that were probably meant, best first, at most `most`: by the id, or by a name that is near.
pub fn nearest_few<'d>(dataset: &'d Dataset, kind: RecordKind, text: &str, most: usize) -> Vec<&'d str> {
    let ids: Vec<&str> = ids(dataset, kind);
    let mut near = suggest::nearest_few(text, ids.iter().copied(), most);
    let folded: BTreeMap<String, &str> = names(dataset, kind).into_iter().map(|(id, name)| (fold(name), id)).collect();
    for name in suggest::nearest_few(&fold(text), folded.keys().map(String::as_str), most) {
        if near.len() < most && !near.contains(&folded[name]) {
            near.push(folded[name]);
        }
    }
    if near.is_empty() { mentioning(dataset, kind, text, most) } else { near }
}

/// The least length of a word that is looked for inside a name.
const LEAST_WORD: usize = 4;

/// The ids of a kind in whose name, or description, words of a text stand: the most of them first, then by id.
fn mentioning<'d>(dataset: &'d Dataset, kind: RecordKind, text: &str, most: usize) -> Vec<&'d str> {
    let folded = fold(text);
    let words = || folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| word.chars().count() >= LEAST_WORD);
    if folded.len() > 200 || words().next().is_none() {
        return Vec::new();
    }
    let descriptions = dataset.demands.iter().filter(|_| kind == RecordKind::Demand);
    let descriptions = descriptions.map(|(id, demand)| (id.as_str(), demand.description.as_str()));
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, name) in names(dataset, kind).into_iter().chain(descriptions) {
        let name = fold(name);
        *found.entry(id).or_default() += words().filter(|word| name.contains(word)).count();
    }
    let mut found: Vec<(usize, &str)> = found.into_iter().filter(|(_, number)| *number > 0).map(|(id, number)| (number, id)).collect();
    found.sort_by_key(|(number, id)| (std::cmp::Reverse(*number), *id));
    found.into_iter().take(most).map(|(_, id)| id).collect()
}

/// The ids of a kind, in their order.
fn ids(dataset: &Dataset, kind: RecordKind) -> Vec<&str> {
    match kind {
        RecordKind::Actor => dataset.actors.keys().map(|id| id.as_str()).collect(),
        RecordKind::Demand => dataset.demands.keys().map(|id| id.as_str()).collect(),
        RecordKind::Event => dataset.events.keys().map(|id| id.as_str()).collect(),
        RecordKind::Source => dataset.sources.keys().map(|id| id.as_str()).collect(),
        RecordKind::Statement => dataset.statements.keys().map(|id| id.as_str()).collect(),
        RecordKind::Claim => dataset.claims().map(|(_, claim)| claim.id.as_str()).collect(),
    }
}

/// The names of the records of a kind with their ids, in the order of the ids.
fn names(dataset: &Dataset, kind: RecordKind) -> Vec<(&str, &str)> {
    match kind {
        RecordKind::Actor => {
            let names = dataset.actors.iter().flat_map(|(id, actor)| {
                let others = actor.aliases.iter().map(|alias| alias.value.as_str());
                std::iter::once(actor.name.value.as_str()).chain(others).map(move |name| (id.as_str(), name))
            });
            names.collect()
        }
        RecordKind::Demand => dataset.demands.iter().map(|(id, demand)| (id.as_str(), demand.title.value.as_str())).collect(),
        RecordKind::Event => dataset.events.iter().map(|(id, event)| (id.as_str(), event.title.value.as_str())).collect(),
        RecordKind::Source => dataset.sources.iter().map(|(id, source)| (id.as_str(), source.title.value.as_str())).collect(),
        RecordKind::Statement | RecordKind::Claim => Vec::new(),
    }
}
