//! All that the record says of a claim, for a page that shows it on demand.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::SourceId;
use crate::model::{Basis, Claim, Confidence, Dataset, Evidence, Form, Quote, Statement, Target};
use crate::proof::Proofs;

use super::note::when;
use super::{Detail, DetailLink, Words};

/// The passages that were found, by where they stand in the dataset.
pub struct Found<'d>(BTreeSet<*const Quote>, std::marker::PhantomData<&'d Quote>);

impl<'d> Found<'d> {
    /// Those of all proofs.
    pub fn new(proofs: &Proofs<'d>) -> Self {
        let found = proofs.passages.iter().filter(|passage| passage.proof().is_some());
        Found(found.map(|passage| std::ptr::from_ref(passage.quote)).collect(), std::marker::PhantomData)
    }

    fn has(&self, quote: &'d Quote) -> bool {
        self.0.contains(&std::ptr::from_ref(quote))
    }
}

/// A passage with the number of its source.
pub fn words<'d>(evidence: &'d Evidence, numbers: &BTreeMap<&SourceId, usize>, found: &Found<'d>) -> Words {
    let mut notes = Vec::new();
    if let Some(analyst) = &evidence.analyst {
        notes.push(format!("inferred by {analyst}"));
    }
    if let Some(translator) = &evidence.translator {
        notes.push(format!("translated by {translator}"));
    }
    if let Some(original) = &evidence.original {
        notes.push(format!("in the original: {original}"));
    }
    notes.extend(evidence.note.clone());
    Words {
        passage: evidence.quote.passage.value.clone(),
        form: evidence.form.value,
        source: numbers[&evidence.source.value],
        is_proved: found.has(&evidence.quote),
        note: (!notes.is_empty()).then(|| notes.join("; ")),
    }
}

/// The act and the firmness.
pub fn act(claim: &Claim) -> String {
    match &claim.firmness {
        Some(firmness) => format!("{}, {}", claim.act.value, firmness.value),
        None => claim.act.value.to_string(),
    }
}

/// Everything about a claim in one line.
pub fn description(dataset: &Dataset, statement: &Statement, claim: &Claim) -> String {
    let who = &dataset.actors[&statement.speaker.value].name.value;
    let side = dataset.principal_of(statement);
    let side = if *side == statement.speaker.value { String::new() } else { format!(" for {}", dataset.actors[side].name.value) };
    let form = claim.best_form().map_or("no evidence", Form::as_str);
    format!("{}: {who}{side} ({}; {form}): {}", when(statement), act(claim), claim.summary.value)
}

fn dating(statement: &Statement) -> String {
    let basis = match statement.dating.basis.value {
        Basis::Stated => "the date is stated in a source",
        Basis::Inferred => "the date is inferred by the curators",
        Basis::GeneralKnowledge => "the date is general knowledge and not from a source of this set",
        Basis::Unknown => "the date is unknown",
    };
    match &statement.dating.note {
        Some(note) => format!("{basis}: {note}"),
        None => basis.to_owned(),
    }
}

/// All that the record says of a claim.
pub fn detail<'d>(
    dataset: &'d Dataset,
    statement: &'d Statement,
    claim: &'d Claim,
    numbers: &BTreeMap<&SourceId, usize>,
    found: &Found<'d>,
) -> Detail {
    let name = |id| dataset.actors[id].name.value.clone();
    let mut speaker = name(&statement.speaker.value);
    if let Some(office) = &statement.office {
        speaker += &format!(", {office}");
    }
    let side = dataset.principal_of(statement);
    if *side != statement.speaker.value {
        speaker += &format!(", for {}", name(side));
    }
    let to = if claim.addressees.is_empty() { &statement.addressees } else { &claim.addressees };
    if !to.is_empty() {
        speaker += &format!("; to {}", to.iter().map(|id| name(&id.value)).collect::<Vec<_>>().join(", "));
    }
    let link_end = |target: &Target| match target {
        Target::Claim(id) => dataset.claim(id.as_str()).map_or_else(
            || id.to_string(),
            |(statement, claim)| format!("{}, {}: {}", when(statement), name(&statement.speaker.value), claim.headline()),
        ),
        Target::Event(id) => dataset.events.get(id).map_or_else(
            || id.to_string(),
            |event| {
                let date = event.date.as_ref().map_or_else(|| "date unknown".to_owned(), |date| date.value.display());
                format!("{}, {date}", event.title.value)
            },
        ),
    };
    let mut terms = Vec::new();
    terms.extend(claim.condition.clone().map(|text| ("if", text)));
    terms.extend(claim.consequence.clone().map(|text| ("then", text)));
    Detail {
        speaker,
        act: act(claim),
        summary: claim.summary.value.clone(),
        dating: dating(statement),
        terms,
        confidence: claim.confidence.map(Confidence::as_str),
        evidence: claim.evidence.iter().map(|evidence| words(evidence, numbers, found)).collect(),
        links: claim
            .links
            .iter()
            .map(|link| DetailLink {
                word: link.kind.value.as_str(),
                to: link_end(&link.to.value),
                id: link.to.to_string(),
                why: link.why.clone(),
            })
            .collect(),
        note: claim.note.clone(),
    }
}
