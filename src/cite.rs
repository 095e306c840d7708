//! Turns a source into the line with which it is cited, and sources into the number of those that are independent.

use std::collections::BTreeSet;

use crate::id::SourceId;
use crate::model::{Dataset, RecordKind, Source};

/// The publisher of a source, its date and what it relays, as it stands at the foot of a picture or page.
pub fn line(dataset: &Dataset, source: &Source) -> String {
    let publisher = |source: &Source| dataset.actors[&source.publisher.value].name.value.clone();
    // The date that the page carries: when something was said stands with the statement.
    let published = match &source.published.date {
        Some(date) => format!("dated {}", date.display()),
        None => "undated".to_owned(),
    };
    let mut line = format!("{}, {published}", publisher(source));
    let mut relayed: Vec<String> = source.relays.iter().filter_map(|id| dataset.sources.get(&id.value)).map(publisher).collect();
    relayed.sort();
    relayed.dedup();
    match relayed.split_last() {
        None => {}
        Some((only, [])) => line += &format!(", relaying {only}"),
        Some((last, others)) => line += &format!(", relaying {} and {last}", others.join(", ")),
    }
    line
}

/// The number of different sources among these, and the number of those that are independent of each other.
///
/// Two sources depend on each other where the two, or what they relay at whatever remove, have a source or the side of a publisher in
/// common; and so do two that both depend on a third. A dependence that is not on record is not seen.
pub fn count<'d>(dataset: &'d Dataset, sources: impl Iterator<Item = &'d SourceId>) -> (usize, usize) {
    let sources: BTreeSet<&SourceId> = sources.collect();
    let mut groups: Vec<BTreeSet<(RecordKind, &str)>> = Vec::new();
    for source in &sources {
        let mut own = origins(dataset, source);
        let (joined, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| !group.is_disjoint(&own));
        joined.into_iter().for_each(|group| own.extend(group));
        groups = apart;
        groups.push(own);
    }
    (sources.len(), groups.len())
}

/// A source and all that it relays, at whatever remove, with the sides of their publishers.
fn origins<'d>(dataset: &'d Dataset, source: &'d SourceId) -> BTreeSet<(RecordKind, &'d str)> {
    let mut found = BTreeSet::new();
    let mut left = vec![source];
    while let Some(id) = left.pop() {
        if found.insert((RecordKind::Source, id.as_str()))
            && let Some(source) = dataset.sources.get(id)
        {
            found.insert((RecordKind::Actor, dataset.principal(&source.publisher.value).as_str()));
            left.extend(source.relays.iter().map(|relayed| &relayed.value));
        }
    }
    found
}
