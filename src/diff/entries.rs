//! All that a comparison found as one list, each with the code, the record and a fingerprint that does not depend on lines.

use std::collections::BTreeMap;

use super::kinds::ChangeKind;
use super::{
    Change, Diff, FindingChange, LinkChange, Move, PassageChange, PathChange, PositionChange, QuotationChange, Removal, Reordered, Spot,
    TextChange,
};
use crate::hash;

/// One thing that was found.
#[derive(Clone, Copy, Debug)]
pub enum Item<'e> {
    /// A position changed.
    Position(&'e PositionChange),
    /// A thread has another order.
    Thread(&'e Reordered),
    /// A path appeared or vanished.
    Path(&'e PathChange),
    /// A contradiction or lineage was opened or closed.
    Link(&'e LinkChange),
    /// A stored text has other bytes.
    Text(&'e TextChange),
    /// A passage lost or gained its proof.
    Proof(&'e PassageChange),
    /// A claim lost or gained the speaker's own words, or all evidence.
    Quotation(&'e QuotationChange),
    /// A finding is new or gone.
    Finding(&'e FindingChange),
    /// Records referred to a removed one.
    Removal(&'e Removal),
    /// A record changed.
    Change(&'e Change),
    /// A record has another id.
    Move(&'e Move),
}

impl Item<'_> {
    /// What kind of change it is.
    pub fn kind(&self) -> &'static ChangeKind {
        match self {
            Item::Position(found) => found.kind,
            Item::Thread(found) => found.kind,
            Item::Path(found) => found.kind,
            Item::Link(found) => found.kind,
            Item::Text(found) => found.kind,
            Item::Proof(found) => found.kind,
            Item::Quotation(found) => found.kind,
            Item::Finding(found) => found.kind,
            Item::Removal(found) => found.kind,
            Item::Change(found) => found.kind,
            Item::Move(found) => found.kind,
        }
    }

    /// What it is about: `claim:S/C`, `source:X`, `manifest`; of positions and threads `thread:SIDE/DEMAND`; of findings also
    /// `file:PATH` and `dataset`.
    pub fn record(&self) -> String {
        match self {
            Item::Position(found) => format!("thread:{}/{}", found.thread.principal, found.thread.demand),
            Item::Thread(found) => format!("thread:{}/{}", found.thread.principal, found.thread.demand),
            Item::Path(found) => found.ends[0].key(),
            Item::Link(found) => format!("claim:{}", found.from),
            Item::Text(found) => found.record.key(),
            Item::Proof(found) => found.record.key(),
            Item::Quotation(found) => found.record.key(),
            Item::Finding(found) => found.about.clone(),
            Item::Removal(found) => found.record.key(),
            Item::Change(found) => found.record.key(),
            Item::Move(found) => found.record.key(),
        }
    }

    /// The keys on the way from the record to what changed; empty for the record as a whole.
    pub fn field(&self) -> String {
        match self {
            Item::Change(found) => found.field(),
            Item::Path(found) => format!("path.{}", found.ends[1].id()),
            Item::Link(found) => format!("links.{}.{}", found.word, found.to),
            Item::Proof(found) => found.after.as_ref().or(found.before.as_ref()).map_or(String::new(), |side| side.used.to_owned()),
            Item::Text(_) => "text".to_owned(),
            Item::Finding(found) => found.rule.to_string(),
            _ => String::new(),
        }
    }

    /// The lines before and after, where there are any.
    pub fn spots(&self) -> &[Option<Spot>; 2] {
        match self {
            Item::Position(found) => &found.spots,
            Item::Thread(found) => &found.spots,
            Item::Path(found) => &found.spots,
            Item::Link(found) => &found.spots,
            Item::Text(found) => &found.spots,
            Item::Proof(found) => &found.spots,
            Item::Quotation(found) => &found.spots,
            Item::Finding(found) => &found.spots,
            Item::Removal(found) => &found.spots,
            Item::Change(found) => &found.spots,
            Item::Move(found) => &found.spots,
        }
    }
}

/// One thing that was found, with the name by which it is known from run to run.
#[derive(Clone, Debug)]
pub struct Entry<'e> {
    /// What was found.
    pub item: Item<'e>,
    /// 16 hexadecimal digits from code, record and field: the same wherever the lines stand. Where several entries would have the same,
    /// the second and later ones are numbered in their order.
    pub fingerprint: String,
}

impl Diff {
    /// All that was found, in the order in which it is reported: derived impact, changes of records, moves.
    pub fn entries(&self) -> Vec<Entry<'_>> {
        let impact = &self.impact;
        let derived = impact.positions.iter().map(Item::Position).chain(impact.threads.iter().map(Item::Thread));
        let derived = derived.chain(impact.paths.changes.iter().map(Item::Path));
        let derived = derived.chain(impact.links.iter().map(Item::Link)).chain(impact.texts.iter().map(Item::Text));
        let derived = derived.chain(impact.proofs.iter().map(Item::Proof)).chain(impact.quotations.iter().map(Item::Quotation));
        let derived = derived.chain(impact.findings.iter().map(Item::Finding)).chain(impact.removals.iter().map(Item::Removal));
        let items = derived.chain(self.changes.iter().map(Item::Change)).chain(self.moves.iter().map(Item::Move));
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let entry = |item: Item<'_>| {
            let name = format!("{}\0{}\0{}", item.kind().code, item.record(), item.field());
            let number = seen.entry(name.clone()).or_default();
            *number += 1;
            let name = if *number == 1 { name } else { format!("{name}\0{number}") };
            hash::hex(&hash::sha256(name.as_bytes()))[..16].to_owned()
        };
        let mut fingerprint = entry;
        items.map(|item| Entry { fingerprint: fingerprint(item), item }).collect()
    }

    /// Whether nothing changed in meaning.
    pub fn is_empty(&self) -> bool {
        self.entries().is_empty()
    }
}
