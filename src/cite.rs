//! Turns a source into the line with which it is cited, and sources into the number of those that are independent.

use std::collections::BTreeSet;

use crate::id::SourceId;
use crate::model::{Basis, Claim, Dataset, Evidence, RecordKind, Source, Statement, StatementForm};

/// The most sources that are told of what one relays.
const MOST_RELAYED: usize = 16;

/// The publisher of a source, its date and what it relays at whatever remove, as it stands at the foot of a picture or page:
/// `Blog, dated 3 May 2020, relaying Site, relaying Agency`. Where it relays several, what each of them relays stands in brackets.
pub fn line(dataset: &Dataset, source: &Source) -> String {
    let relayed = relayed(dataset, &mut vec![source], &mut { MOST_RELAYED });
    page(dataset, source) + &relayed.map(|relayed| format!(", {relayed}")).unwrap_or_default()
}

/// The same of the source of a passage. Where the record says by which of the sources that it relays the passage came, that one alone is
/// told: `Blog, dated 3 May 2020, by way of Site, relaying Agency`.
pub fn passage(dataset: &Dataset, evidence: &Evidence) -> String {
    let source = &dataset.sources[&evidence.source.value];
    let Some(via) = evidence.via.as_ref().and_then(|via| dataset.sources.get(&via.value)) else { return line(dataset, source) };
    let relayed = relayed(dataset, &mut vec![source, via], &mut { MOST_RELAYED });
    let relayed = relayed.map(|relayed| format!(", {relayed}")).unwrap_or_default();
    format!("{}, by way of {}{relayed}", page(dataset, source), publisher(dataset, via))
}

/// The publisher and the date that the page carries, or when it was published where it carries none: when something was said stands with
/// the statement.
fn page(dataset: &Dataset, source: &Source) -> String {
    let published = match (&source.published.date, source.published.dating.basis.value) {
        (Some(date), Basis::Stated) => format!("dated {}", date.display()),
        (Some(date), Basis::GeneralKnowledge) => format!("published {} (general knowledge)", date.display()),
        (Some(date), Basis::Inferred | Basis::Unknown) => format!("published {} (inferred)", date.display()),
        (None, _) => "undated".to_owned(),
    };
    format!("{}, {published}", publisher(dataset, source))
}

/// How a source is graded on the Admiralty scale: its reliability, then its credibility, `–` for one that the record does not give. None
/// where it gives neither.
pub fn grade(source: &Source) -> Option<String> {
    let grade = |grade: &Option<String>| grade.clone().unwrap_or_else(|| "–".to_owned());
    (source.reliability.is_some() || source.credibility.is_some())
        .then(|| format!("{}{}", grade(&source.reliability), grade(&source.credibility)))
}

fn publisher<'d>(dataset: &'d Dataset, source: &Source) -> &'d str {
    &dataset.actors[&source.publisher.value].name.value
}

/// What the last source of a chain relays, in words; none where it relays nothing but what stands in the chain already.
fn relayed<'d>(dataset: &'d Dataset, chain: &mut Vec<&'d Source>, room: &mut usize) -> Option<String> {
    let mut upstream: Vec<&Source> = chain
        .last()?
        .relays
        .iter()
        .filter_map(|id| dataset.sources.get(&id.value))
        .filter(|one| !chain.iter().any(|other| other.id == one.id))
        .collect();
    upstream.sort_by_key(|one| (publisher(dataset, one), &one.id.value));
    let is_only = upstream.len() == 1;
    let mut told: Vec<String> = Vec::new();
    let mut is_whole = true;
    for one in upstream {
        if *room == 0 {
            is_whole = false;
            break;
        }
        *room -= 1;
        chain.push(one);
        let name = publisher(dataset, one);
        told.push(match relayed(dataset, chain, room) {
            Some(further) if is_only => format!("{name}, {further}"),
            Some(further) => format!("{name} ({further})"),
            None => name.to_owned(),
        });
        chain.pop();
    }
    told.dedup();
    if !is_whole {
        told.push("others".to_owned());
    }
    match told.as_slice() {
        [] => None,
        [only] => Some(format!("relaying {only}")),
        [others @ .., last] => Some(format!("relaying {} and {last}", others.join(", "))),
    }
}

/// The number of different sources that a claim rests on, and the number of those that are independent of each other, as [`count`] has it:
/// at most one where they report one interview, which is the origin of them all.
pub fn of_claim(dataset: &Dataset, statement: &Statement, claim: &Claim) -> (usize, usize) {
    let (all, independent) = count(dataset, claim.evidence.iter().map(|evidence| &evidence.source.value));
    (all, if statement.form == StatementForm::Interview { independent.min(1) } else { independent })
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
