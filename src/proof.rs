//! Looks up every passage of a dataset in the stored text of its source.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::id::SourceId;
use crate::model::{Claim, Dataset, Event, Evidence, Form, Quote, Source, Statement, Uncoded};
use crate::quote::{Proof, Quotation, Selector, StoredText, Unproved};
use crate::source::{FileId, SourceMap, Spanned};

/// What a passage is there for.
#[derive(Clone, Copy, Debug)]
pub enum Use<'d> {
    /// A claim rests on it.
    Evidence(&'d Claim, &'d Evidence),
    /// The date of a statement rests on it.
    StatementDate(&'d Statement),
    /// The date of an event rests on it.
    EventDate(&'d Event),
    /// A date of the source itself rests on it.
    SourceDate(&'d Source),
    /// It is left uncoded, with a reason.
    Uncoded(&'d Source, &'d Uncoded),
}

impl<'d> Use<'d> {
    /// The form of a passage that a claim rests on.
    pub fn form(self) -> Option<Form> {
        match self {
            Use::Evidence(_, evidence) => Some(evidence.form.value),
            _ => None,
        }
    }

    /// The full id of the record that holds the passage, as acknowledgements are matched.
    pub fn subject(self) -> String {
        match self {
            Use::Evidence(claim, _) => format!("claim:{}", claim.id.value),
            Use::StatementDate(statement) => format!("statement:{}", statement.id.value),
            Use::EventDate(event) => format!("event:{}", event.id.value),
            Use::SourceDate(source) | Use::Uncoded(source, _) => format!("source:{}", source.id.value),
        }
    }
}

/// A passage of a dataset and what became of looking it up.
#[derive(Clone, Debug)]
pub struct Passage<'d> {
    /// What it is there for.
    pub used: Use<'d>,
    /// The source that it is said to stand in.
    pub source: &'d Spanned<SourceId>,
    /// The words.
    pub quote: &'d Quote,
    /// Where it stands, or why it is not proved; none where the source has no stored text that could be read.
    pub result: Option<Result<Proof, Unproved>>,
}

impl Passage<'_> {
    /// The proof, where there is one.
    pub fn proof(&self) -> Option<&Proof> {
        self.result.as_ref()?.as_ref().ok()
    }

    /// Where it stands, or may stand.
    fn places(&self) -> &[Range<usize>] {
        match &self.result {
            Some(Ok(proof)) => &proof.parts,
            Some(Err(Unproved::Ambiguous { places, .. })) => places,
            _ => &[],
        }
    }
}

/// The passages of a dataset with their proofs, and the stored texts that they were looked up in.
#[derive(Debug)]
pub struct Proofs<'d> {
    /// The passages: of claims, statements, events and sources, each in the order of the ids.
    pub passages: Vec<Passage<'d>>,
    /// The stored texts, by the source.
    pub texts: BTreeMap<&'d SourceId, (FileId, Arc<StoredText>)>,
}

impl<'d> Proofs<'d> {
    /// Looks up every passage, in parallel.
    pub fn new(dataset: &'d Dataset, sources: &SourceMap) -> Self {
        Proofs::after(dataset, sources, None)
    }

    /// The same for another revision of a dataset that was proved: what is looked up in the same bytes as there is not looked up again.
    pub fn again(dataset: &'d Dataset, sources: &SourceMap, other: &Proofs<'_>) -> Self {
        Proofs::after(dataset, sources, Some(other))
    }

    fn after(dataset: &'d Dataset, sources: &SourceMap, other: Option<&Proofs<'_>>) -> Self {
        let stored: Vec<(&SourceId, FileId)> =
            dataset.sources.iter().filter_map(|(id, source)| Some((id, source.stored.as_ref()?.file))).collect();
        let read = |id: &SourceId, file: FileId| {
            let text = &sources.file(file).text;
            let same = other.and_then(|other| other.texts.get(id)).filter(|(_, stored)| stored.is_of(text));
            same.map_or_else(|| Arc::new(StoredText::new(text.clone())), |(_, stored)| stored.clone())
        };
        let texts: BTreeMap<&SourceId, (FileId, Arc<StoredText>)> =
            stored.par_iter().map(|(id, file)| (*id, (*file, read(id, *file)))).collect();
        let mut passages = collect(dataset);
        if let Some(other) = other {
            take_over(&mut passages, &texts, other);
        }
        passages.par_iter_mut().filter(|passage| passage.result.is_none()).for_each(|passage| {
            let quote = passage.quote;
            let selector = Selector { passage: &quote.passage, prefix: quote.prefix.as_deref(), suffix: quote.suffix.as_deref() };
            passage.result = texts.get(&passage.source.value).map(|(_, text)| text.find(&selector));
        });
        Proofs { passages, texts }
    }

    /// The number of proved passages.
    pub fn proved(&self) -> usize {
        self.passages.iter().filter(|passage| passage.proof().is_some()).count()
    }

    /// The ranges of each stored text that are used, with what each is there for, in the order of the text.
    pub fn ranges(&self) -> BTreeMap<&'d SourceId, Vec<(Range<usize>, Use<'d>)>> {
        let mut ranges: BTreeMap<&SourceId, Vec<(Range<usize>, Use<'d>)>> = BTreeMap::new();
        for passage in &self.passages {
            for part in passage.proof().into_iter().flat_map(|proof| &proof.parts) {
                ranges.entry(&passage.source.value).or_default().push((part.clone(), passage.used));
            }
        }
        for list in ranges.values_mut() {
            list.sort_by_key(|(range, _)| (range.start, range.end));
        }
        ranges
    }
}

impl<'d> Proofs<'d> {
    /// The quotations of each stored text that no claim uses and that are not left uncoded on purpose, in the order of the text.
    /// Those without a letter or digit do not count. A passage that may stand in several places covers them all.
    pub fn uncoded(&self) -> BTreeMap<&'d SourceId, Vec<&Quotation>> {
        let mut covered: BTreeMap<&SourceId, Vec<Range<usize>>> = BTreeMap::new();
        for passage in &self.passages {
            if matches!(passage.used, Use::Evidence(..) | Use::Uncoded(..)) {
                covered.entry(&passage.source.value).or_default().extend(passage.places().iter().cloned());
            }
        }
        let mut uncoded = BTreeMap::new();
        for (id, (_, text)) in &self.texts {
            let mut ranges = covered.remove(id).unwrap_or_default();
            ranges.sort_by_key(|range| (range.start, range.end));
            let mut ranges = ranges.into_iter().peekable();
            let mut reach = 0;
            let mut open: Vec<&Quotation> = Vec::new();
            for quotation in text.quotations() {
                // Ranges come in the order of their beginnings: those that begin before this quotation ends are taken in once.
                while let Some(range) = ranges.next_if(|range| range.start < quotation.range.end) {
                    reach = reach.max(range.end);
                }
                if reach <= quotation.range.start && text.raw()[quotation.range.clone()].contains(char::is_alphanumeric) {
                    open.push(quotation);
                }
            }
            if !open.is_empty() {
                uncoded.insert(*id, open);
            }
        }
        uncoded
    }
}

/// The kind and the id of the record that holds a passage, in the order of [`collect`].
fn holder(used: Use<'_>) -> (u8, &str, &str) {
    match used {
        Use::Evidence(claim, _) => (0, claim.id.statement().as_str(), claim.id.claim()),
        Use::StatementDate(statement) => (1, statement.id.as_str(), ""),
        Use::EventDate(event) => (2, event.id.as_str(), ""),
        Use::SourceDate(source) | Use::Uncoded(source, _) => (3, source.id.as_str(), ""),
    }
}

/// Takes over what became of passages that another revision has too, in the same record and of the same text.
fn take_over(passages: &mut [Passage<'_>], texts: &BTreeMap<&SourceId, (FileId, Arc<StoredText>)>, other: &Proofs<'_>) {
    let mut known = other.passages.as_slice();
    let mut rest = passages;
    while let Some(first) = rest.first() {
        let record = holder(first.used);
        let (mine, later) = rest.split_at_mut(rest.iter().take_while(|passage| holder(passage.used) == record).count());
        rest = later;
        let before = known.iter().take_while(|passage| holder(passage.used) < record).count();
        let (theirs, behind) =
            known[before..].split_at(known[before..].iter().take_while(|passage| holder(passage.used) == record).count());
        known = behind;
        for passage in mine {
            let is_same =
                |other_text: &Arc<StoredText>| texts.get(&passage.source.value).is_some_and(|(_, text)| Arc::ptr_eq(text, other_text));
            let same = theirs.iter().find(|found| {
                found.source.value == passage.source.value
                    && found.quote == passage.quote
                    && other.texts.get(&found.source.value).is_some_and(|(_, text)| is_same(text))
            });
            passage.result = same.and_then(|found| found.result.clone());
        }
    }
}

fn collect(dataset: &Dataset) -> Vec<Passage<'_>> {
    let mut passages = Vec::new();
    let mut add = |used, source, quote| passages.push(Passage { used, source, quote, result: None });
    for (_, claim) in dataset.claims() {
        for evidence in &claim.evidence {
            // An inference may quote nothing word for word; what it does quote is looked up like everything else.
            add(Use::Evidence(claim, evidence), &evidence.source, &evidence.quote);
        }
    }
    for statement in dataset.statements.values() {
        for evidence in &statement.dating.evidence {
            add(Use::StatementDate(statement), &evidence.source, &evidence.quote);
        }
    }
    for event in dataset.events.values() {
        for evidence in &event.dating.evidence {
            add(Use::EventDate(event), &evidence.source, &evidence.quote);
        }
    }
    for source in dataset.sources.values() {
        for date in std::iter::once(&source.published).chain(&source.retrieved) {
            for evidence in &date.dating.evidence {
                add(Use::SourceDate(source), &source.id, &evidence.quote);
            }
        }
        for uncoded in &source.uncoded {
            add(Use::Uncoded(source, uncoded), &source.id, &uncoded.quote);
        }
    }
    passages
}
