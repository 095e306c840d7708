//! Which passages lost or gained their proof, which claims the speaker's own words, and which stored texts changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::graph::Node;
use crate::model::{Claim, Form, RecordKind};
use crate::proof::{Passage, Proofs, Use};
use crate::quote::Unproved;
use crate::source::Span;

use super::alike::{self, Words};
use super::compare::Renames;
use super::kinds::{ChangeKind, integrity::*, position::*, provenance::*};
use super::place::{Places, Spot};
use super::value::Value;
use super::work::Subjects;
use super::{Side, Subject, words};

/// Passages of one record are taken for the same where their words are at least so alike, in per cent.
const LEAST_ALIKE: u8 = 50;

/// Whether a passage is proved, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It stands in the stored text.
    Proved,
    /// The stored text does not have it.
    NotFound,
    /// The stored text has it in several places.
    Ambiguous,
    /// The source has no stored text that could be read.
    NoText,
}

impl Status {
    fn of(passage: &Passage<'_>) -> Self {
        match &passage.result {
            None => Status::NoText,
            Some(Ok(_)) => Status::Proved,
            Some(Err(Unproved::Ambiguous { .. })) => Status::Ambiguous,
            Some(Err(_)) => Status::NotFound,
        }
    }

    /// What is to be said about it.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Proved => "proved",
            Status::NotFound => "not found in the stored text",
            Status::Ambiguous => "in several places of the stored text",
            Status::NoText => "the source has no stored text",
        }
    }
}

/// One side of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassageSide {
    /// The words.
    pub words: String,
    /// Whether the words are said to be the speaker's own.
    pub is_quotation: bool,
    /// What they are there for: the form of the evidence, or `date`, or `uncoded`.
    pub used: &'static str,
    /// The id of the source.
    pub source: String,
    /// Whether they are proved.
    pub status: Status,
}

/// Whether the passages of a record are the same one by one, and as well proved. Most are, and need no copies to be compared.
fn are_same(then: &[&Passage<'_>], now: &[&Passage<'_>], renames: &Renames) -> bool {
    let is_same = |(before, after): (&&Passage<'_>, &&Passage<'_>)| {
        before.quote.passage == after.quote.passage
            && used(before.used) == used(after.used)
            && renames.after(RecordKind::Source, before.source.as_str()) == after.source.as_str()
            && before.proof().is_some() == after.proof().is_some()
    };
    then.len() == now.len() && then.iter().zip(now).all(is_same)
}

/// A passage whose proof is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassageChange {
    /// What became of the proof.
    pub kind: &'static ChangeKind,
    /// The record that has the passage.
    pub record: Subject,
    /// What that record says or is called.
    pub says: String,
    /// The passage before; none where it is new.
    pub before: Option<PassageSide>,
    /// The passage after; none where it is gone.
    pub after: Option<PassageSide>,
    /// The lines before and after.
    pub spots: [Option<Spot>; 2],
}

/// A claim that lost or gained the speaker's own words, or all that it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotationChange {
    /// Lost or gained.
    pub kind: &'static ChangeKind,
    /// The claim.
    pub record: Subject,
    /// What it says, in our words.
    pub says: String,
    /// The lines before and after.
    pub spots: [Option<Spot>; 2],
}

/// A stored text with other bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextChange {
    /// Always `text-changed`.
    pub kind: &'static ChangeKind,
    /// The source.
    pub record: Subject,
    /// The SHA-256 before; none where the text could not be read.
    pub before: Option<String>,
    /// The SHA-256 after; none where the text cannot be read.
    pub after: Option<String>,
    /// The lines of it that differ, before and after; the first eight places. Empty where one of the texts cannot be read.
    pub lines: Vec<[String; 2]>,
    /// How many more places differ.
    pub more: usize,
    /// The records whose passages from it have other words than before, and are proved as they were: text and passage changed together.
    pub quoted: Vec<String>,
    /// The lines before and after.
    pub spots: [Option<Spot>; 2],
}

/// The most places of a stored text whose differing lines are told.
pub const MOST_LINES: usize = 8;

/// What changed about the proofs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passages {
    /// Stored texts with other bytes, by the source.
    pub texts: Vec<TextChange>,
    /// Passages whose proof was lost or gained, losses first, then by the record.
    pub proofs: Vec<PassageChange>,
    /// Claims that lost or gained the speaker's own words or all evidence, losses first, then by the claim.
    pub quotations: Vec<QuotationChange>,
}

/// Which words came and went, wherever in the record they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turnover {
    /// Uses of words of a source that were not there before, and how many of them are proved.
    pub added: (usize, usize),
    /// Uses of words of a source that were proved before and are not there any more.
    pub gone: usize,
}

/// Compares the words of two revisions: what only moved from record to record is no change.
pub fn turnover(old: &Side<'_>, new: &Side<'_>, renames: &Renames) -> Turnover {
    fn key<'p>(passage: &'p Passage<'_>, renames: &'p Renames) -> (&'p str, &'p str) {
        (renames.after(RecordKind::Source, passage.source.as_str()), passage.quote.passage.as_str())
    }
    fn counts<'p>(proofs: &'p Proofs<'_>, renames: &'p Renames) -> HashMap<(&'p str, &'p str), usize> {
        let mut counts = HashMap::with_capacity(proofs.passages.len());
        proofs.passages.iter().for_each(|passage| *counts.entry(key(passage, renames)).or_default() += 1);
        counts
    }
    // Counted down and never walked.
    fn left<'p>(passages: &'p [Passage<'_>], renames: &'p Renames, mut others: HashMap<(&'p str, &'p str), usize>) -> (usize, usize) {
        let (mut all, mut proved) = (0, 0);
        for passage in passages {
            match others.get_mut(&key(passage, renames)) {
                Some(number) if *number > 0 => *number -= 1,
                _ => {
                    all += 1;
                    proved += usize::from(passage.proof().is_some());
                }
            }
        }
        (all, proved)
    }
    let none = Renames::default();
    let added = left(&new.proofs.passages, &none, counts(old.proofs, renames));
    let (_, gone) = left(&old.proofs.passages, renames, counts(new.proofs, &none));
    Turnover { added, gone }
}

/// Passages by the record that has them: kind and id after.
type ByRecord<'p, 'd> = BTreeMap<(RecordKind, String), Vec<&'p Passage<'d>>>;

fn by_record<'p, 'd>(proofs: &'p Proofs<'d>, renames: &Renames) -> ByRecord<'p, 'd> {
    let mut all: ByRecord<'p, 'd> = BTreeMap::new();
    for passage in &proofs.passages {
        let (kind, id) = holder(passage.used);
        all.entry((kind, renames.after(kind, id).to_owned())).or_default().push(passage);
    }
    all
}

fn holder(used: Use<'_>) -> (RecordKind, &str) {
    match used {
        Use::Evidence(claim, _) => (RecordKind::Claim, claim.id.as_str()),
        Use::StatementDate(statement) => (RecordKind::Statement, statement.id.as_str()),
        Use::EventDate(event) => (RecordKind::Event, event.id.as_str()),
        Use::SourceDate(source) | Use::Uncoded(source, _) => (RecordKind::Source, source.id.as_str()),
    }
}

fn used(used: Use<'_>) -> &'static str {
    match used {
        Use::Evidence(_, evidence) => evidence.form.as_str(),
        Use::Uncoded(..) => "uncoded",
        Use::StatementDate(_) | Use::EventDate(_) | Use::SourceDate(_) => "date",
    }
}

/// A passage with the id that its source has after.
#[derive(Clone)]
struct Held {
    side: PassageSide,
    span: Span,
}

impl Held {
    fn new(passage: &Passage<'_>, renames: &Renames) -> Self {
        let side = PassageSide {
            words: passage.quote.passage.value.clone(),
            is_quotation: passage.used.form().is_some_and(Form::is_quotation),
            used: used(passage.used),
            source: renames.after(RecordKind::Source, passage.source.as_str()).to_owned(),
            status: Status::of(passage),
        };
        Held { side, span: passage.quote.passage.span }
    }

    fn is_proved(&self) -> bool {
        self.side.status == Status::Proved
    }

    fn is_same(&self, other: &Held) -> bool {
        (&self.side.words, &self.side.source, self.side.used) == (&other.side.words, &other.side.source, other.side.used)
    }

    /// Whether the two do the same: carry a claim, date something, or are left uncoded.
    fn has_same_use(&self, other: &Held) -> bool {
        let plain = |held: &Held| ["date", "uncoded"].into_iter().find(|word| *word == held.side.used);
        plain(self) == plain(other)
    }
}

/// Compares the passages of two revisions.
pub fn compare(old: &Side<'_>, new: &Side<'_>, subjects: &Subjects<'_>, places: [&Places<'_>; 2]) -> Passages {
    let renames = subjects.renames;
    let mut passages = Passages { texts: texts(old, new, subjects, places), ..Passages::default() };
    let (none, mut before, mut after) = (Renames::default(), by_record(old.proofs, renames), by_record(new.proofs, &Renames::default()));
    let records: BTreeSet<(RecordKind, String)> = before.keys().chain(after.keys()).cloned().collect();
    for key in records {
        let (then, now) = (before.remove(&key).unwrap_or_default(), after.remove(&key).unwrap_or_default());
        if passages.texts.is_empty() && are_same(&then, &now, renames) {
            continue;
        }
        let of = |passages: Vec<&Passage<'_>>, renames: &Renames| -> Vec<Held> {
            passages.into_iter().map(|passage| Held::new(passage, renames)).collect()
        };
        let (then, now) = (of(then, renames), of(now, &none));
        let found = compare_record(then, now);
        for source in found.reworded {
            let text = passages.texts.iter_mut().find(|text| text.record.new.as_deref() == Some(source.as_str()));
            let record = format!("{}:{}", key.0.as_str(), key.1);
            if let Some(text) = text.filter(|text| !text.quoted.contains(&record)) {
                text.quoted.push(record);
            }
        }
        for Found { kind, before, after } in found.changes {
            let spot = |number: usize, held: &Option<Held>| held.as_ref().map(|held| places[number].spot(held.span));
            let spots = [spot(0, &before), spot(1, &after)];
            let (before, after) = (before.map(|held| held.side), after.map(|held| held.side));
            let record = subjects.of(key.0, &key.1);
            passages.proofs.push(PassageChange { kind, says: subjects.says(&record), record, before, after, spots });
        }
    }
    let losses = [&PROOF_LOST, &UNPROVED_PASSAGE_ADDED, &FOUNDATION_LOST, &QUOTATION_LOST];
    let is_gain = |kind: &'static ChangeKind| !losses.contains(&kind);
    passages.proofs.sort_by_key(|change| is_gain(change.kind));
    passages.quotations = quotations(old, new, subjects, places);
    passages.quotations.sort_by_key(|change| is_gain(change.kind));
    passages
}

/// A passage whose proof is not what it was.
struct Found {
    kind: &'static ChangeKind,
    before: Option<Held>,
    after: Option<Held>,
}

/// What was found about the passages of one record.
#[derive(Default)]
struct OfRecord {
    changes: Vec<Found>,
    /// The sources of passages that were proved before and are now, with other words.
    reworded: Vec<String>,
}

/// Compares the passages of one record: those with the same words first, then those that are alike, then what is left.
fn compare_record(then: Vec<Held>, mut now: Vec<Held>) -> OfRecord {
    let (mut pairs, mut left): (Vec<(Held, Held)>, Vec<Held>) = (Vec::new(), Vec::new());
    for before in then {
        // The same words may stand there twice: each is taken once.
        match now.iter().position(|after| after.is_same(&before)) {
            Some(index) => pairs.push((before, now.remove(index))),
            None => left.push(before),
        }
    }
    let words = |all: &[Held]| all.iter().map(|held| Words::of(&Value::Text(held.side.words.clone()))).collect::<Vec<_>>();
    let alike = alike::pairs(&words(&left), &words(&now), LEAST_ALIKE, |i, j| left[i].has_same_use(&now[j]));
    pairs.extend(alike.iter().map(|(i, j, _)| (left[*i].clone(), now[*j].clone())));
    let mut found = OfRecord::default();
    for (before, after) in pairs {
        let kind = match (before.is_proved(), after.is_proved()) {
            (true, false) => &PROOF_LOST,
            (false, true) => &PROOF_GAINED,
            (true, true) if before.side.words != after.side.words => {
                found.reworded.push(after.side.source);
                continue;
            }
            _ => continue,
        };
        found.changes.push(Found { kind, before: Some(before), after: Some(after) });
    }
    let gone = left.into_iter().enumerate().filter(|(index, _)| alike.iter().all(|(i, ..)| i != index)).map(|(_, held)| held);
    for held in gone.filter(|held| !held.is_proved()) {
        found.changes.push(Found { kind: &UNPROVED_PASSAGE_REMOVED, before: Some(held), after: None });
    }
    for (_, held) in now.into_iter().enumerate().filter(|(index, _)| alike.iter().all(|(_, j, _)| j != index)) {
        if !held.is_proved() {
            found.changes.push(Found { kind: &UNPROVED_PASSAGE_ADDED, before: None, after: Some(held) });
        }
    }
    found
}

/// Claims on both sides that rest on the speaker's own words, or on anything at all, on one side only.
fn quotations(old: &Side<'_>, new: &Side<'_>, subjects: &Subjects<'_>, places: [&Places<'_>; 2]) -> Vec<QuotationChange> {
    let mut changes = Vec::new();
    for (_, before) in old.dataset.claims() {
        let id = subjects.renames.after(RecordKind::Claim, before.id.as_str());
        let Some((_, after)) = new.dataset.claim(id) else { continue };
        // Nothing, a report, or the speaker's own words.
        let foundation = |form: Option<Form>| form.map_or(0, |form| if form.is_quotation() { 2 } else { 1 });
        let kind = match (foundation(before.best_form()), foundation(after.best_form())) {
            (1.., 0) => &FOUNDATION_LOST,
            (0, 1..) => &FOUNDATION_GAINED,
            (2, 1) => &QUOTATION_LOST,
            (1, 2) => &QUOTATION_GAINED,
            _ => continue,
        };
        let (record, says) = (subjects.of(RecordKind::Claim, id), after.headline().to_owned());
        let spots = [Some(places[0].spot(before.id.span)), Some(places[1].spot(after.id.span))];
        changes.push(QuotationChange { kind, record, says, spots });
    }
    changes.sort_by(|a, b| a.record.cmp(&b.record));
    changes
}

/// Sources on both sides whose stored texts differ.
fn texts(old: &Side<'_>, new: &Side<'_>, subjects: &Subjects<'_>, places: [&Places<'_>; 2]) -> Vec<TextChange> {
    let mut changes = Vec::new();
    for before in old.dataset.sources.values() {
        let id = subjects.renames.after(RecordKind::Source, before.id.as_str());
        let Some(Node::Source(after)) = new.graph.find(RecordKind::Source, id).map(|index| new.graph.node(index)) else { continue };
        if before.stored == after.stored {
            continue;
        }
        let hash = |stored: &Option<crate::model::StoredFile>| stored.as_ref().map(|stored| stored.sha256.clone());
        let text = |side: &Side<'_>, id: &crate::id::SourceId| side.proofs.texts.get(id).map(|(_, text)| text.raw().to_owned());
        let (lines, more) = match (text(old, &before.id.value), text(new, &after.id.value)) {
            (Some(before), Some(after)) => differing(&before, &after),
            _ => (Vec::new(), 0),
        };
        changes.push(TextChange {
            lines,
            more,
            quoted: Vec::new(),
            kind: &TEXT_CHANGED,
            record: subjects.of(RecordKind::Source, id),
            before: hash(&before.stored),
            after: hash(&after.stored),
            spots: [Some(places[0].spot(before.id.span)), Some(places[1].spot(after.id.span))],
        });
    }
    changes.sort_by(|a, b| a.record.cmp(&b.record));
    changes
}

/// The lines in which two stored texts differ, and in how many more places they do.
fn differing(before: &str, after: &str) -> (Vec<[String; 2]>, usize) {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let all = words::lines(before, after);
    let lines =
        all.iter().take(MOST_LINES).map(|(removed, added)| [old[removed.clone()].join("\n"), new[added.clone()].join("\n")]).collect();
    (lines, all.len().saturating_sub(MOST_LINES))
}

/// Passages by the claim that rests on them.
pub type ByClaim<'p, 'd> = BTreeMap<&'d str, Vec<&'p Passage<'d>>>;

/// The passages that claims rest on.
pub fn by_claim<'p, 'd>(proofs: &'p Proofs<'d>) -> ByClaim<'p, 'd> {
    let mut all = ByClaim::new();
    for passage in &proofs.passages {
        if let Use::Evidence(claim, _) = passage.used {
            all.entry(claim.id.as_str()).or_default().push(passage);
        }
    }
    all
}

/// The first of the strongest passages of a claim; one that is proved before one that is not.
pub fn best(passages: &ByClaim<'_, '_>, claim: &Claim) -> Option<PassageSide> {
    let best = claim.best_form();
    let all = passages.get(claim.id.as_str()).map(Vec::as_slice).unwrap_or_default();
    let sides = all.iter().filter(|passage| passage.used.form() == best).map(|passage| Held::new(passage, &Renames::default()));
    sides.min_by_key(|held| !held.is_proved()).map(|held| held.side)
}
