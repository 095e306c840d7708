//! Which contradictions and which lineage the record has gained or lost: authored links, compared as edges between records.

use std::collections::BTreeMap;

use crate::model::{Claim, Link, LinkWord, RecordKind, Target};

use super::Side;
use super::compare::Renames;
use super::kinds::{ChangeKind, position::*};
use super::place::{Places, Spot};

/// A link that was opened or closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkChange {
    /// Contradiction or lineage, opened or closed.
    pub kind: &'static ChangeKind,
    /// The full id of the claim that it starts from.
    pub from: String,
    /// The word.
    pub word: LinkWord,
    /// The id of the claim or event that it leads to.
    pub to: String,
    /// The reason that the curator gives.
    pub why: Option<String>,
    /// What the claim says, in our words.
    pub says: String,
    /// What the claim or event that it leads to says or is called.
    pub about: String,
    /// The lines before, where it was closed, or after, where it was opened.
    pub spots: [Option<Spot>; 2],
}

impl LinkChange {
    /// Whether the link is there after and was not before.
    pub fn is_opened(&self) -> bool {
        self.kind == &CONTRADICTION_OPENED || self.kind == &LINEAGE_OPENED
    }

    /// Whether it is about a contradiction; else about lineage.
    pub fn is_contradiction(&self) -> bool {
        self.kind == &CONTRADICTION_OPENED || self.kind == &CONTRADICTION_CLOSED
    }
}

/// Whether a link says that something cannot stand as it is.
pub fn contradicts(word: LinkWord) -> bool {
    matches!(word, LinkWord::Contradicts | LinkWord::DisputedBy | LinkWord::BeliedBy | LinkWord::Violates)
}

/// The kinds for a link that is opened and closed; none for links that are neither contradiction nor lineage.
fn kinds(word: LinkWord) -> Option<[&'static ChangeKind; 2]> {
    if contradicts(word) {
        Some([&CONTRADICTION_OPENED, &CONTRADICTION_CLOSED])
    } else if word.family() == crate::model::LinkFamily::Lineage {
        Some([&LINEAGE_OPENED, &LINEAGE_CLOSED])
    } else {
        None
    }
}

/// Links opened and closed: contradictions first, opened before closed, then by the claims.
pub fn compare(old: &Side<'_>, new: &Side<'_>, renames: &Renames, places: [&Places<'_>; 2]) -> Vec<LinkChange> {
    let none = Renames::default();
    let (before, after) = (edges(old, renames), edges(new, &none));
    let mut changes = Vec::new();
    for (_, edge) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        changes.push(edge.change(new, edge.kinds[0], [None, Some(places[1].spot(edge.link.kind.span))]));
    }
    for (_, edge) in before.iter().filter(|(key, _)| !after.contains_key(*key)) {
        changes.push(edge.change(old, edge.kinds[1], [Some(places[0].spot(edge.link.kind.span)), None]));
    }
    changes.sort_by_key(|change| (!change.is_contradiction(), !change.is_opened()));
    changes
}

/// A link of one side.
struct Edge<'d> {
    kinds: [&'static ChangeKind; 2],
    claim: &'d Claim,
    link: &'d Link,
}

impl Edge<'_> {
    fn change(&self, side: &Side<'_>, kind: &'static ChangeKind, spots: [Option<Spot>; 2]) -> LinkChange {
        let about = match &self.link.to.value {
            Target::Claim(id) => side.dataset.claim(id.as_str()).map_or("", |(_, claim)| claim.headline()),
            Target::Event(id) => side.dataset.events.get(id).map_or("", |event| event.title.as_str()),
        };
        LinkChange {
            kind,
            from: self.claim.id.as_str().to_owned(),
            word: self.link.kind.value,
            to: self.link.to.as_ref().to_owned(),
            why: self.link.why.clone(),
            says: self.claim.headline().to_owned(),
            about: about.to_owned(),
            spots,
        }
    }
}

/// The contradictions and the lineage of one side: from, word and to, with the ids of after.
fn edges<'d>(side: &Side<'d>, renames: &'d Renames) -> BTreeMap<(&'d str, LinkWord, &'d str), Edge<'d>> {
    let mut edges = BTreeMap::new();
    for (_, claim) in side.dataset.claims() {
        for link in &claim.links {
            let Some(kinds) = kinds(link.kind.value) else { continue };
            let kind = if matches!(link.to.value, Target::Claim(_)) { RecordKind::Claim } else { RecordKind::Event };
            let (from, to) = (claim.id.as_str(), link.to.value.as_ref());
            let key = (renames.after(RecordKind::Claim, from), link.kind.value, renames.after(kind, to));
            edges.entry(key).or_insert(Edge { kinds, claim, link });
        }
    }
    edges
}
