//! Turns the statements of a dataset into numbers that say what refers to what, and these back into statements without words.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::flat::{In, Out};
use super::outline::{NONE, Numbers, Outline};
use crate::date::ClaimDate;
use crate::id::{ActorId, ClaimId, DemandId, EventId, SourceId, StatementId};
use crate::model::words::{Act, Basis, Form, LinkWord, StatementForm};
use crate::model::{Claim, Dataset, Dating, Evidence, Link, LinkFamily, Quote, RecordKind, Statement, Target};
use crate::source::{FileId, Span, Spanned};

/// Of each statement where it stands among the numbers.
type Starts = Vec<u32>;

/// Writes what the statements of a dataset refer to, in the order of the outline.
pub fn write(dataset: &Dataset, outline: &Outline) -> Vec<u8> {
    let of_records = Numbers::new(&outline.records);
    let mut starts: Starts = Vec::with_capacity(outline.statements.len() + 1);
    let mut numbers: Vec<u32> = Vec::new();
    let actor = |actor: &Spanned<ActorId>| of_records.one(RecordKind::Actor, actor.as_str());
    for statement in dataset.statements.values() {
        starts.push(numbers.len() as u32);
        numbers.push(actor(&statement.speaker));
        numbers.push(statement.on_behalf_of.as_ref().map_or(NONE, actor));
        numbers.push(statement.event.as_ref().map_or(NONE, |event| of_records.one(RecordKind::Event, event.as_str())));
        add(&mut numbers, statement.addressees.iter().map(actor));
        for claim in &statement.claims {
            numbers.push(claim.demand.as_ref().map_or(NONE, |demand| of_records.one(RecordKind::Demand, demand.as_str())));
            add(&mut numbers, claim.addressees.iter().map(actor));
            let mut sources: Vec<u32> =
                claim.evidence.iter().map(|evidence| of_records.one(RecordKind::Source, evidence.source.as_str())).collect();
            sources.dedup();
            add(&mut numbers, sources.into_iter());
            let links = claim.links.iter().flat_map(|link| {
                let to = match &link.to.value {
                    Target::Event(event) => of_records.one(RecordKind::Event, event.as_str()),
                    Target::Claim(id) => outline.claim_by_id(id.as_str()).unwrap_or(NONE),
                };
                [link.kind.value as u32, to]
            });
            add(&mut numbers, links);
        }
    }
    starts.push(numbers.len() as u32);
    let mut out = Out::default();
    out.numbers(&starts);
    out.numbers(&numbers);
    out.0
}

/// Adds a row of numbers after its length.
fn add(numbers: &mut Vec<u32>, row: impl Iterator<Item = u32>) {
    let at = numbers.len();
    numbers.push(0);
    numbers.extend(row);
    numbers[at] = (numbers.len() - at - 1) as u32;
}

/// The statements without their words, but for those that are `left_out`: who spoke when and to whom, what each claim is about, rests on and
/// links to. None where the numbers do not fit the outline.
pub fn read(bytes: &[u8], outline: &Outline, left_out: impl Fn(usize) -> bool + Sync) -> Option<BTreeMap<StatementId, Statement>> {
    let mut from = In(bytes);
    let (starts, numbers) = (from.numbers()?, from.numbers()?);
    if !from.0.is_empty() || starts.len() != outline.statements.len() + 1 || !starts.is_sorted() {
        return None;
    }
    let ids = Ids::new(outline)?;
    let one = |number: usize| {
        let row = numbers.get(starts[number] as usize..starts[number + 1] as usize)?;
        Skeleton { ids: &ids, outline, row }.statement(number)
    };
    let wanted: Vec<usize> = (0..outline.statements.len()).filter(|number| !left_out(*number)).collect();
    let statements: Vec<Statement> = wanted.into_par_iter().map(one).collect::<Option<_>>()?;
    Some(statements.into_iter().map(|statement| (statement.id.value.clone(), statement)).collect())
}

/// An id that a record has.
#[derive(Clone)]
enum Id {
    Actor(ActorId),
    Demand(DemandId),
    Event(EventId),
    Source(SourceId),
}

/// The ids of an outline, by the numbers of what has them.
struct Ids {
    records: Vec<Id>,
    statements: Vec<StatementId>,
    claims: Vec<ClaimId>,
}

impl Ids {
    fn new(outline: &Outline) -> Option<Ids> {
        let record = |name: &String| {
            let (kind, id) = name.split_once(':')?;
            Some(match kind {
                "actor" => Id::Actor(ActorId::parse(id).ok()?),
                "demand" => Id::Demand(DemandId::parse(id).ok()?),
                "event" => Id::Event(EventId::parse(id).ok()?),
                _ => Id::Source(SourceId::parse(id).ok()?),
            })
        };
        let statements: Vec<StatementId> =
            outline.statements.iter().map(|entry| StatementId::parse(&entry.id).ok()).collect::<Option<_>>()?;
        let claims = (0..statements.len()).into_par_iter().map(|number| {
            let names = outline.claims(number).map(|claim| &outline.names[claim as usize]);
            names.map(|name| ClaimId::new(&statements[number], name).ok()).collect::<Option<Vec<ClaimId>>>()
        });
        let claims = claims.collect::<Option<Vec<_>>>()?.concat();
        Some(Ids { records: outline.records.iter().map(record).collect::<Option<_>>()?, statements, claims })
    }
}

/// One statement among the numbers: those that were not read yet.
struct Skeleton<'s> {
    ids: &'s Ids,
    outline: &'s Outline,
    row: &'s [u32],
}

impl<'s> Skeleton<'s> {
    fn next(&mut self) -> Option<u32> {
        let (next, rest) = self.row.split_first()?;
        self.row = rest;
        Some(*next)
    }

    /// A row after its length.
    fn several(&mut self) -> Option<&'s [u32]> {
        let length = self.next()? as usize;
        let (several, rest) = self.row.split_at_checked(length)?;
        self.row = rest;
        Some(several)
    }

    fn record(&self, number: u32) -> Option<&'s Id> {
        self.ids.records.get(number as usize)
    }

    fn actors(&mut self, span: Span) -> Option<Vec<Spanned<ActorId>>> {
        let actor = |number: &u32| match self.ids.records.get(*number as usize)? {
            Id::Actor(id) => Some(Spanned::new(id.clone(), span)),
            _ => None,
        };
        let several = self.several()?;
        several.iter().map(actor).collect()
    }

    fn statement(mut self, number: usize) -> Option<Statement> {
        let entry = &self.outline.statements[number];
        let span = Span::new(FileId::new(entry.file as usize), 0, 0);
        let actor = |id: Option<&Id>| match id? {
            Id::Actor(id) => Some(Spanned::new(id.clone(), span)),
            _ => None,
        };
        let (speaker, side, event) = (self.next()?, self.next()?, self.next()?);
        let date = match &entry.date {
            Some(text) => Some(Spanned::new(ClaimDate::parse(text).ok()?, span)),
            None => None,
        };
        let event = match (event, self.record(event)) {
            (NONE, _) => None,
            (_, Some(Id::Event(id))) => Some(Spanned::new(id.clone(), span)),
            _ => return None,
        };
        let mut statement = Statement {
            id: Spanned::new(self.ids.statements[number].clone(), span),
            speaker: actor(self.record(speaker))?,
            office: None,
            on_behalf_of: if side == NONE { None } else { Some(actor(self.record(side))?) },
            addressees: self.actors(span)?,
            form: StatementForm::Unknown,
            venue: None,
            event,
            date,
            dating: Dating { basis: Spanned::new(Basis::Unknown, span), evidence: Vec::new(), note: None },
            formerly: Vec::new(),
            note: None,
            acknowledge: Vec::new(),
            claims: Vec::new(),
        };
        statement.claims = self.outline.claims(number).map(|claim| self.claim(claim as usize, span)).collect::<Option<_>>()?;
        self.row.is_empty().then_some(statement)
    }

    fn claim(&mut self, number: usize, span: Span) -> Option<Claim> {
        let demand = self.next()?;
        let demand = match (demand, self.record(demand)) {
            (NONE, _) => None,
            (_, Some(Id::Demand(id))) => Some(Spanned::new(id.clone(), span)),
            _ => return None,
        };
        let addressees = self.actors(span)?;
        let evidence = |number: &u32| {
            let Id::Source(source) = self.ids.records.get(*number as usize)? else { return None };
            Some(Evidence {
                source: Spanned::new(source.clone(), span),
                form: Spanned::new(Form::Paraphrase, span),
                quote: Quote { passage: Spanned::new(String::new(), span), prefix: None, suffix: None },
                via: None,
                language: None,
                translator: None,
                original: None,
                analyst: None,
                note: None,
            })
        };
        let sources = self.several()?;
        let evidence = sources.iter().map(evidence).collect::<Option<_>>()?;
        let link = |pair: &[u32; 2]| {
            let word = *LinkWord::ALL.get(pair[0] as usize)?;
            let to = match (word.family() == LinkFamily::Event, self.ids.records.get(pair[1] as usize)) {
                (true, Some(Id::Event(id))) => Target::Event(id.clone()),
                (true, _) => return None,
                (false, _) => Target::Claim(self.ids.claims.get(pair[1] as usize)?.clone()),
            };
            Some(Link { kind: Spanned::new(word, span), to: Spanned::new(to, span), why: None })
        };
        let links = self.several()?;
        let (pairs, rest) = links.as_chunks::<2>();
        let links = pairs.iter().map(link).collect::<Option<_>>()?;
        rest.is_empty().then_some(())?;
        Some(Claim {
            id: Spanned::new(self.ids.claims[number].clone(), span),
            act: Spanned::new(Act::Inform, span),
            demand,
            firmness: None,
            label: None,
            summary: Spanned::new(String::new(), span),
            addressees,
            condition: None,
            consequence: None,
            hypothetical: false,
            negated: false,
            confidence: None,
            evidence,
            links,
            formerly: Vec::new(),
            note: None,
            acknowledge: Vec::new(),
        })
    }
}
