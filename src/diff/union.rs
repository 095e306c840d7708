//! Joins two revisions into one dataset: the records of after, and with them those of before that are gone.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{ActorId, ClaimId, DemandId, EventId, SourceId, StatementId};
use crate::model::{Actor, Claim, Dataset, Dating, Demand, Event, Link, RecordKind, Source, SourceDate, Statement, Target};
use crate::source::Spanned;

use super::compare::Renames;

/// Both revisions as one dataset.
#[derive(Clone, Debug, Default)]
pub struct Union {
    /// The records, with the ids of after. What stands in both is as it is after. The places of what is gone are those of before.
    pub dataset: Dataset,
    /// The claims that are gone: the full id in the dataset by the one before, which differ where the statement has another id.
    pub removed: BTreeMap<String, String>,
    /// The links that came, and those that are gone and stand in the dataset all the same, each between records that are there before and
    /// after.
    pub links: [BTreeSet<UnionLink>; 2],
}

/// A link by the full id of the claim that it starts from, its word and the id of where it leads, all of the union.
pub type UnionLink = (String, &'static str, String);

impl Union {
    /// The full id in the dataset of the claim with this id before.
    pub fn claim<'a>(&'a self, id: &'a str, renames: &'a Renames) -> &'a str {
        self.removed.get(id).map_or_else(|| renames.after(RecordKind::Claim, id), String::as_str)
    }
}

/// Joins the records of before and after.
pub fn union(old: &Dataset, new: &Dataset, renames: &Renames) -> Union {
    let mut union = Union { dataset: new.clone(), ..Union::default() };
    let follow = Follow(renames);
    let all = &mut union.dataset;
    for record in old.actors.values() {
        let id = follow.renamed(RecordKind::Actor, &record.id, ActorId::parse);
        all.actors.entry(id.value.clone()).or_insert_with(|| follow.actor(record, id));
    }
    for record in old.demands.values() {
        let id = follow.renamed(RecordKind::Demand, &record.id, DemandId::parse);
        all.demands.entry(id.value.clone()).or_insert_with(|| follow.demand(record, id));
    }
    for record in old.events.values() {
        let id = follow.renamed(RecordKind::Event, &record.id, EventId::parse);
        all.events.entry(id.value.clone()).or_insert_with(|| follow.event(record, id));
    }
    for record in old.sources.values() {
        let id = follow.renamed(RecordKind::Source, &record.id, SourceId::parse);
        all.sources.entry(id.value.clone()).or_insert_with(|| follow.source(record, id));
    }
    for statement in old.statements.values() {
        let id = follow.renamed(RecordKind::Statement, &statement.id, StatementId::parse);
        let is_gone = |claim: &&Claim| new.claim(renames.after(RecordKind::Claim, claim.id.as_str())).is_none();
        let mut gone = Vec::new();
        for claim in statement.claims.iter().filter(is_gone) {
            let kept = follow.claim(claim, &id.value);
            union.removed.insert(claim.id.to_string(), kept.id.to_string());
            gone.push(kept);
        }
        if gone.is_empty() {
            continue;
        }
        let kept = union.dataset.statements.entry(id.value.clone()).or_insert_with(|| follow.statement(statement, id));
        kept.claims.extend(gone);
        kept.claims.sort_by(|a, b| a.id.value.cmp(&b.id.value));
    }
    for (_, claim) in old.claims() {
        let after = renames.after(RecordKind::Claim, claim.id.as_str());
        if new.claim(after).is_some() {
            continue_links(&mut union, after, claim.links.iter().map(|link| follow.link(link)).collect());
        }
    }
    union
}

/// Notes which links of a claim came and went; what went, to a record that is still there, stands beside the others.
fn continue_links(union: &mut Union, claim: &str, before: Vec<Link>) {
    let Some((statement, _)) = claim.split_once('/') else { return };
    let is_there = |target: &Target| match target {
        Target::Claim(id) => union.dataset.claim(id.as_str()).is_some(),
        Target::Event(id) => union.dataset.events.contains_key(id),
    };
    let name = |link: &Link| (claim.to_owned(), link.kind.value.as_str(), link.to.value.to_string());
    let (before, gone): (Vec<Link>, Vec<Link>) = {
        let Some((_, now)) = union.dataset.claim(claim) else { return };
        let is_kept = |link: &Link| now.links.iter().any(|other| (other.kind.value, &other.to.value) == (link.kind.value, &link.to.value));
        before.into_iter().filter(|link| is_there(&link.to.value)).partition(is_kept)
    };
    let Some(statement) = union.dataset.statements.get_mut(statement) else { return };
    let Some(now) = statement.claims.iter_mut().find(|other| other.id.as_str() == claim) else { return };
    let is_new = |link: &&Link| !before.iter().any(|other| (other.kind.value, &other.to.value) == (link.kind.value, &link.to.value));
    union.links[0].extend(now.links.iter().filter(is_new).map(name));
    union.links[1].extend(gone.iter().map(name));
    now.links.extend(gone);
    now.links.sort();
}

/// Gives references from before the ids of after.
struct Follow<'r>(&'r Renames);

impl Follow<'_> {
    fn renamed<I: AsRef<str> + Clone, E>(&self, kind: RecordKind, id: &Spanned<I>, parse: impl Fn(&str) -> Result<I, E>) -> Spanned<I> {
        let after = self.0.after(kind, id.value.as_ref());
        let value = if after == id.value.as_ref() { id.value.clone() } else { parse(after).unwrap_or_else(|_| id.value.clone()) };
        Spanned::new(value, id.span)
    }

    fn actor_id(&self, id: &mut Spanned<ActorId>) {
        *id = self.renamed(RecordKind::Actor, id, ActorId::parse);
    }

    fn demand_id(&self, id: &mut Spanned<DemandId>) {
        *id = self.renamed(RecordKind::Demand, id, DemandId::parse);
    }

    fn event_id(&self, id: &mut Spanned<EventId>) {
        *id = self.renamed(RecordKind::Event, id, EventId::parse);
    }

    fn source_id(&self, id: &mut Spanned<SourceId>) {
        *id = self.renamed(RecordKind::Source, id, SourceId::parse);
    }

    fn dating(&self, dating: &mut Dating) {
        dating.evidence.iter_mut().for_each(|evidence| self.source_id(&mut evidence.source));
    }

    fn actor(&self, actor: &Actor, id: Spanned<ActorId>) -> Actor {
        let mut actor = Actor { id, ..actor.clone() };
        actor.acts_for.iter_mut().for_each(|id| self.actor_id(id));
        actor.offices.iter_mut().filter_map(|office| office.of.as_mut()).for_each(|id| self.actor_id(id));
        actor
    }

    fn demand(&self, demand: &Demand, id: Spanned<DemandId>) -> Demand {
        let mut demand = Demand { id, ..demand.clone() };
        demand.addressees.iter_mut().for_each(|id| self.actor_id(id));
        demand.broader.iter_mut().for_each(|id| self.demand_id(id));
        demand
    }

    fn event(&self, event: &Event, id: Spanned<EventId>) -> Event {
        let mut event = Event { id, ..event.clone() };
        event.participants.iter_mut().for_each(|id| self.actor_id(id));
        event.sources.iter_mut().for_each(|id| self.source_id(id));
        self.dating(&mut event.dating);
        event
    }

    fn source(&self, source: &Source, id: Spanned<SourceId>) -> Source {
        let mut source = Source { id, ..source.clone() };
        self.actor_id(&mut source.publisher);
        source.relays.iter_mut().for_each(|id| self.source_id(id));
        let dates = std::iter::once(&mut source.published).chain(&mut source.retrieved);
        dates.for_each(|date: &mut SourceDate| self.dating(&mut date.dating));
        source
    }

    fn statement(&self, statement: &Statement, id: Spanned<StatementId>) -> Statement {
        let mut statement = Statement { id, claims: Vec::new(), ..statement.clone() };
        self.actor_id(&mut statement.speaker);
        statement.on_behalf_of.iter_mut().chain(&mut statement.addressees).for_each(|id| self.actor_id(id));
        statement.event.iter_mut().for_each(|id| self.event_id(id));
        self.dating(&mut statement.dating);
        statement
    }

    /// A claim that is gone, in the statement that continues its own.
    fn claim(&self, claim: &Claim, statement: &StatementId) -> Claim {
        let mut claim = claim.clone();
        if let Ok(id) = ClaimId::new(statement, claim.id.claim()) {
            claim.id.value = id;
        }
        claim.demand.iter_mut().for_each(|id| self.demand_id(id));
        claim.addressees.iter_mut().for_each(|id| self.actor_id(id));
        for evidence in &mut claim.evidence {
            std::iter::once(&mut evidence.source).chain(&mut evidence.via).for_each(|id| self.source_id(id));
        }
        claim.links = claim.links.iter().map(|link| self.link(link)).collect();
        claim
    }

    fn link(&self, link: &Link) -> Link {
        let mut link = link.clone();
        match &mut link.to.value {
            Target::Claim(to) => {
                if let Ok(after) = ClaimId::parse(self.0.after(RecordKind::Claim, to.as_str())) {
                    *to = after;
                }
            }
            Target::Event(to) => {
                if let Ok(after) = EventId::parse(self.0.after(RecordKind::Event, to.as_str())) {
                    *to = after;
                }
            }
        }
        link
    }
}
