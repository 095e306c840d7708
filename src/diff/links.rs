//! Which contradictions and which lineage the record has gained or lost: authored links, compared as edges between records.

use std::collections::BTreeMap;

use crate::model::{LinkWord, RecordKind, Target};
use crate::source::Span;

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
    let (before, after) = (edges(old, renames), edges(new, &Renames::default()));
    let mut changes = Vec::new();
    for (edge, link) in &after {
        if !before.contains_key(edge) {
            changes.push(LinkChange { kind: link.kinds[0], spots: [None, Some(places[1].spot(link.span))], ..link.change.clone() });
        }
    }
    for (edge, link) in &before {
        if !after.contains_key(edge) {
            changes.push(LinkChange { kind: link.kinds[1], spots: [Some(places[0].spot(link.span)), None], ..link.change.clone() });
        }
    }
    changes.sort_by_key(|change| (!change.is_contradiction(), !change.is_opened()));
    changes
}

/// A link of one side.
struct Edge {
    kinds: [&'static ChangeKind; 2],
    change: LinkChange,
    span: Span,
}

/// From, word and to, with the ids of after.
type Edges = BTreeMap<(String, LinkWord, String), Edge>;

/// The contradictions and the lineage of one side, with the ids of after.
fn edges(side: &Side<'_>, renames: &Renames) -> Edges {
    let mut edges = BTreeMap::new();
    for (_, claim) in side.dataset.claims() {
        for link in &claim.links {
            let Some(kinds) = kinds(link.kind.value) else { continue };
            let (kind, about) = match &link.to.value {
                Target::Claim(id) => (RecordKind::Claim, side.dataset.claim(id.as_str()).map_or("", |(_, claim)| claim.headline())),
                Target::Event(id) => (RecordKind::Event, side.dataset.events.get(id).map_or("", |event| event.title.as_str())),
            };
            let (from, to) = (claim.id.as_str(), link.to.as_ref());
            let change = LinkChange {
                kind: kinds[0],
                from: from.to_owned(),
                word: link.kind.value,
                to: to.to_owned(),
                why: link.why.clone(),
                says: claim.headline().to_owned(),
                about: about.to_owned(),
                spots: [None, None],
            };
            let key = (renames.after(RecordKind::Claim, from).to_owned(), link.kind.value, renames.after(kind, to).to_owned());
            edges.entry(key).or_insert(Edge { kinds, change, span: link.kind.span });
        }
    }
    edges
}
