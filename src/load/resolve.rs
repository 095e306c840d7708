//! Turns the records of all files into a dataset: each id once, every reference leading somewhere.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::shape::RecordKind;
use crate::model::*;
use crate::source::{Span, Spanned};
use crate::suggest;

use super::fields::record_word;
use super::records::Records;

/// A reference to a record that is not there.
pub const DANGLING_REFERENCE: Code = Code("dangling-reference");
/// Two records of one kind with the same id.
pub const DUPLICATE_ID: Code = Code("duplicate-id");

/// Every id that the files declare, by kind: references are reported against these, so that a record
/// that was dropped for another fault is not reported a second time by each reference to it.
///
/// Nothing is read from it in the order of the hashes: it is only asked whether it has an id, and [`suggest`] sorts.
struct Declared<'r> {
    /// The first place of each.
    places: HashMap<(RecordKind, &'r str), Span>,
}

impl Declared<'_> {
    fn has(&self, kind: RecordKind, id: &str) -> bool {
        self.places.contains_key(&(kind, id))
    }

    /// Reports a reference that leads nowhere.
    fn expect(&self, kind: RecordKind, reference: &Spanned<impl AsRef<str>>, out: &mut Vec<Diagnostic>) {
        let id = reference.value.as_ref();
        if self.has(kind, id) {
            return;
        }
        let known = self.places.keys().filter(|(other, _)| *other == kind).map(|(_, id)| *id);
        let other = RecordKind::ALL.into_iter().find(|other| self.has(*other, id));
        let help = match (suggest::nearest(id, known), other) {
            (_, Some(other)) => format!("`{id}` is {}, and {} is needed here", record_word(other), record_word(kind)),
            (Some(near), None) => format!("did you mean `{near}`?"),
            (None, None) => format!("add the {}, or name one that `demarche list {}` prints", kind.as_str(), kind.plural()),
        };
        out.push(Diagnostic::error(DANGLING_REFERENCE, format!("there is no {} `{id}`", kind.as_str())).at(reference.span, "").help(help));
    }
}

/// Makes the dataset; adds duplicate ids and dangling references to `out`.
pub fn resolve(records: Records, out: &mut Vec<Diagnostic>) -> Dataset {
    let declared = declare(&records.declared, out);
    let mut dataset = Dataset { manifest: records.manifest.unwrap_or_default(), ..Dataset::default() };
    dataset.actors = by_id(records.actors, |actor| actor.id.value.clone());
    dataset.demands = by_id(records.demands, |demand| demand.id.value.clone());
    dataset.events = by_id(records.events, |event| event.id.value.clone());
    dataset.sources = by_id(records.sources, |source| source.id.value.clone());
    dataset.statements = by_id(records.statements, |statement| statement.id.value.clone());
    let dangling = report(&dataset, &declared);
    // Where every record is there and every reference leads to one, nothing is to be dropped.
    let records: usize = RecordKind::ALL.into_iter().map(|kind| dataset.count(kind)).sum();
    if !dangling.is_empty() || records != declared.places.len() {
        prune(&mut dataset);
    }
    out.extend(dangling);
    dataset
}

fn declare<'r>(all: &'r [(RecordKind, Spanned<String>)], out: &mut Vec<Diagnostic>) -> Declared<'r> {
    let mut places: HashMap<(RecordKind, &str), Span> = HashMap::with_capacity(all.len());
    let mut ordered: Vec<&(RecordKind, Spanned<String>)> = all.iter().collect();
    ordered.sort_by_key(|(kind, id)| (*kind, id.span));
    for (kind, id) in ordered {
        match places.entry((*kind, id.as_str())) {
            Entry::Vacant(entry) => {
                entry.insert(id.span);
            }
            // A claim is declared twice only where its statement is: that is reported once, at the statement,
            // or within one mapping, where the duplicate key was reported already.
            Entry::Occupied(entry) if *kind != RecordKind::Claim && entry.get().file != id.span.file => out.push(
                Diagnostic::error(DUPLICATE_ID, format!("there are two {} with the id `{}`", kind.plural(), id.value))
                    .at(id.span, "the second")
                    .with(*entry.get(), "the first")
                    .help("ids are for ever and never used twice: give the newer record another id"),
            ),
            Entry::Occupied(_) => {}
        }
    }
    Declared { places }
}

/// The first record of each id, in the order of the files.
fn by_id<K: Ord, T>(records: Vec<T>, key: impl Fn(&T) -> K) -> BTreeMap<K, T> {
    let mut map = BTreeMap::new();
    for record in records {
        map.entry(key(&record)).or_insert(record);
    }
    map
}

/// The references that lead nowhere.
fn report(dataset: &Dataset, declared: &Declared<'_>) -> Vec<Diagnostic> {
    use RecordKind::{Actor, Demand, Source};
    let mut found = Vec::new();
    let out = &mut found;
    if let Some(focus) = &dataset.manifest.focus {
        declared.expect(Actor, focus, out);
    }
    for target in dataset.manifest.watch.iter().flat_map(|pair| [&pair.from, &pair.to]) {
        let kind = if matches!(target.value, Target::Claim(_)) { RecordKind::Claim } else { RecordKind::Event };
        declared.expect(kind, target, out);
    }
    for actor in dataset.actors.values() {
        for reference in actor.acts_for.iter().chain(actor.offices.iter().filter_map(|office| office.of.as_ref())) {
            declared.expect(Actor, reference, out);
        }
    }
    for demand in dataset.demands.values() {
        demand.addressees.iter().for_each(|reference| declared.expect(Actor, reference, out));
        demand.broader.iter().for_each(|reference| declared.expect(Demand, reference, out));
    }
    for event in dataset.events.values() {
        event.participants.iter().for_each(|reference| declared.expect(Actor, reference, out));
        event.sources.iter().for_each(|reference| declared.expect(Source, reference, out));
        event.dating.evidence.iter().for_each(|evidence| declared.expect(Source, &evidence.source, out));
    }
    for source in dataset.sources.values() {
        declared.expect(Actor, &source.publisher, out);
        source.relays.iter().for_each(|reference| declared.expect(Source, reference, out));
    }
    let statements: Vec<&Statement> = dataset.statements.values().collect();
    found.par_extend(statements.par_iter().flat_map_iter(|statement| report_statement(statement, declared)));
    found
}

fn report_statement(statement: &Statement, declared: &Declared<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for_each_reference(statement, &mut |kind, reference| declared.expect(kind, &reference, &mut found));
    found
}

/// Hands on every reference of a statement and its claims, with the kind of the record that it must lead to.
pub(crate) fn for_each_reference<'s>(statement: &'s Statement, each: &mut dyn FnMut(RecordKind, Spanned<&'s str>)) {
    use RecordKind::{Actor, Claim, Demand, Event, Source};
    fn lent<T: AsRef<str>>(reference: &Spanned<T>) -> Spanned<&str> {
        Spanned::new(reference.value.as_ref(), reference.span)
    }
    each(Actor, lent(&statement.speaker));
    statement.on_behalf_of.iter().chain(&statement.addressees).for_each(|actor| each(Actor, lent(actor)));
    statement.event.iter().for_each(|event| each(Event, lent(event)));
    statement.dating.evidence.iter().for_each(|evidence| each(Source, lent(&evidence.source)));
    for claim in &statement.claims {
        claim.demand.iter().for_each(|demand| each(Demand, lent(demand)));
        claim.addressees.iter().for_each(|actor| each(Actor, lent(actor)));
        for evidence in &claim.evidence {
            [Some(&evidence.source), evidence.via.as_ref()].into_iter().flatten().for_each(|source| each(Source, lent(source)));
        }
        for link in &claim.links {
            each(if link.kind.family() == LinkFamily::Event { Event } else { Claim }, lent(&link.to));
        }
    }
}

/// Drops every reference to a record that is not there, and every record that cannot be without it.
fn prune(dataset: &mut Dataset) {
    let Dataset { manifest, actors, demands, events, sources, statements } = dataset;
    sources.retain(|_, source| actors.contains_key(&source.publisher.value));
    statements.retain(|_, statement| actors.contains_key(&statement.speaker.value));
    let actor_ids: HashSet<_> = actors.keys().cloned().collect();
    let source_ids: HashSet<_> = sources.keys().cloned().collect();
    let demand_ids: HashSet<_> = demands.keys().cloned().collect();
    let has_actor = |id: &Spanned<crate::id::ActorId>| actor_ids.contains(&id.value);
    let has_source = |id: &Spanned<crate::id::SourceId>| source_ids.contains(&id.value);
    manifest.focus.take_if(|id| !has_actor(id));
    for actor in actors.values_mut() {
        actor.acts_for.take_if(|id| !has_actor(id));
        for office in &mut actor.offices {
            office.of.take_if(|id| !has_actor(id));
        }
    }
    for demand in demands.values_mut() {
        demand.addressees.retain(has_actor);
        demand.broader.take_if(|id| !demand_ids.contains(&id.value));
    }
    for event in events.values_mut() {
        event.participants.retain(has_actor);
        event.sources.retain(has_source);
        event.dating.evidence.retain(|evidence| has_source(&evidence.source));
    }
    for source in sources.values_mut() {
        source.relays.retain(has_source);
    }
    let claim_ids: HashSet<_> = statements.values().flat_map(|statement| &statement.claims).map(|claim| claim.id.value.clone()).collect();
    let is_there = |target: &Target| match target {
        Target::Claim(id) => claim_ids.contains(id),
        Target::Event(id) => events.contains_key(id),
    };
    manifest.watch.retain(|pair| is_there(&pair.from.value) && is_there(&pair.to.value));
    for statement in statements.values_mut() {
        statement.on_behalf_of.take_if(|id| !has_actor(id));
        statement.addressees.retain(has_actor);
        statement.event.take_if(|id| !events.contains_key(&id.value));
        statement.dating.evidence.retain(|evidence| has_source(&evidence.source));
        for claim in &mut statement.claims {
            claim.demand.take_if(|id| !demand_ids.contains(&id.value));
            claim.addressees.retain(has_actor);
            claim.evidence.retain(|evidence| has_source(&evidence.source));
            for evidence in &mut claim.evidence {
                evidence.via.take_if(|id| !has_source(id));
            }
            claim.links.retain(|link| match &link.to.value {
                Target::Claim(id) => link.kind.family() != LinkFamily::Event && claim_ids.contains(id),
                Target::Event(id) => link.kind.family() == LinkFamily::Event && events.contains_key(id),
            });
        }
    }
}
