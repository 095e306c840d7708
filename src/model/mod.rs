//! The plain records of one revision of a dataset, every reference resolved.

pub mod shape;
pub mod words;

use std::collections::{BTreeMap, HashSet};

use crate::date::{Certainty, ClaimDate, Day};
use crate::diagnostic::Severity;
use crate::id::{ActorId, ClaimId, DemandId, EventId, SourceId, StatementId};
use crate::source::{FileId, Spanned};

pub use shape::RecordKind;
pub use words::{Act, ActorKind, Basis, Confidence, Firmness, Form, LinkFamily, LinkWord, SourceKind, StatementForm};

/// A chain of actors that act for one another is followed so far.
pub(crate) const LONGEST_CHAIN: usize = 64;

/// One revision of a dataset: the records by id, in the order of the ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dataset {
    /// The manifest.
    pub manifest: Manifest,
    /// The actors.
    pub actors: BTreeMap<ActorId, Actor>,
    /// The demands.
    pub demands: BTreeMap<DemandId, Demand>,
    /// The events.
    pub events: BTreeMap<EventId, Event>,
    /// The sources.
    pub sources: BTreeMap<SourceId, Source>,
    /// The statements.
    pub statements: BTreeMap<StatementId, Statement>,
}

impl Dataset {
    /// All claims with the statement that each is part of, in the order of their full ids.
    pub fn claims(&self) -> impl Iterator<Item = (&Statement, &Claim)> {
        self.statements.values().flat_map(|statement| statement.claims.iter().map(move |claim| (statement, claim)))
    }

    /// The claim with this full id.
    pub fn claim(&self, id: &str) -> Option<(&Statement, &Claim)> {
        let (statement, _) = id.split_once('/')?;
        let statement = self.statements.get(statement)?;
        let index = statement.claims.binary_search_by(|claim| claim.id.as_str().cmp(id)).ok()?;
        Some((statement, &statement.claims[index]))
    }

    /// What had been said by the end of a day: statements that were certainly made later and events that certainly happened later are left
    /// out, and with them the links to them. What was only possibly said or happened by then stays; so does what has no date.
    pub fn as_of(&self, day: Day) -> Dataset {
        let mut then = self.clone();
        then.statements.retain(|_, statement| statement.said_by(day) != Certainty::Impossible);
        then.events.retain(|_, event| event.date.as_ref().is_none_or(|date| date.on_or_before(day) != Certainty::Impossible));
        for statement in then.statements.values_mut() {
            statement.event.take_if(|event| !then.events.contains_key(&event.value));
        }
        then.drop_loose_links();
        then
    }

    /// Drops what leads to claims and events that are not there.
    fn drop_loose_links(&mut self) {
        let left: HashSet<ClaimId> = self.claims().map(|(_, claim)| claim.id.value.clone()).collect();
        let events = &self.events;
        let is_there = |target: &Target| match target {
            Target::Claim(id) => left.contains(id),
            Target::Event(id) => events.contains_key(id),
        };
        self.manifest.watch.retain(|pair| is_there(&pair.from.value) && is_there(&pair.to.value));
        for claim in self.statements.values_mut().flat_map(|statement| &mut statement.claims) {
            claim.links.retain(|link| is_there(&link.to.value));
        }
    }

    /// The number of records of a kind.
    pub fn count(&self, kind: RecordKind) -> usize {
        match kind {
            RecordKind::Actor => self.actors.len(),
            RecordKind::Demand => self.demands.len(),
            RecordKind::Event => self.events.len(),
            RecordKind::Source => self.sources.len(),
            RecordKind::Statement => self.statements.len(),
            RecordKind::Claim => self.statements.values().map(|statement| statement.claims.len()).sum(),
        }
    }

    /// The actor at the end of the `acts_for` chain that begins here: the side that this actor is on.
    /// A chain that runs in a circle ends where it began to repeat; one of more than 64 actors ends there.
    pub fn principal<'d>(&'d self, actor: &'d ActorId) -> &'d ActorId {
        let mut current = actor;
        for _ in 0..LONGEST_CHAIN.min(self.actors.len()) {
            match self.actors.get(current).and_then(|record| record.acts_for.as_ref()) {
                Some(next) if next.value != *actor => current = next,
                _ => break,
            }
        }
        current
    }

    /// The actor whose position a statement adds to: the principal of `on_behalf_of`, else of the speaker.
    pub fn principal_of<'d>(&'d self, statement: &'d Statement) -> &'d ActorId {
        self.principal(statement.on_behalf_of.as_ref().map_or(&statement.speaker.value, |actor| &actor.value))
    }

    /// Whether a demand is the other one or lies below it in the tree.
    pub fn is_within(&self, demand: &DemandId, ancestor: &DemandId) -> bool {
        self.demand_chain(demand).any(|id| id == ancestor)
    }

    /// A demand and the demands above it, from the narrowest to the broadest. A circle is walked once.
    pub fn demand_chain<'d>(&'d self, demand: &'d DemandId) -> impl Iterator<Item = &'d DemandId> {
        let next = move |id: &&'d DemandId| self.demands.get(*id).and_then(|record| record.broader.as_ref()).map(|broader| &broader.value);
        std::iter::successors(Some(demand), next).take(self.demands.len().max(1))
    }
}

/// The manifest of a dataset.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manifest {
    /// What the dataset is about.
    pub title: String,
    /// The actor whose positions are drawn when no other is named.
    pub focus: Option<Spanned<ActorId>>,
    /// The licence of the claims.
    pub licence: Option<String>,
    /// The folder with the stored texts.
    pub texts: String,
    /// Other severities for single rules, by code.
    pub severities: BTreeMap<String, Spanned<Severity>>,
    /// Queries by the name that stands for them in other queries.
    pub aliases: BTreeMap<String, Spanned<String>>,
    /// Pairs of records whose paths are compared between revisions, whatever changes.
    pub watch: Vec<Watch>,
    /// The least number of records, by the plural of the kind, and of `passages`.
    pub expect: BTreeMap<String, Spanned<u64>>,
}

/// A finding that is accepted where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Acknowledgement {
    /// The code of the rule.
    pub rule: Spanned<String>,
    /// The reason.
    pub why: String,
}

/// A person, state, body, organisation, alliance, outlet or unnamed voice.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// Its id.
    pub id: Spanned<ActorId>,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// The name to show.
    pub name: Spanned<String>,
    /// Other names and spellings, in the order of their code points.
    pub aliases: Vec<Spanned<String>>,
    /// The actor for whom this one speaks unless a statement says otherwise.
    pub acts_for: Option<Spanned<ActorId>>,
    /// Offices held, in the order of their beginnings.
    pub offices: Vec<Office>,
    /// Ids elsewhere, by the name of the register.
    pub identifiers: BTreeMap<String, String>,
    /// The ids that it had before, in their order.
    pub formerly: Vec<Spanned<ActorId>>,
    /// A remark for curators.
    pub note: Option<String>,
    /// Findings accepted here.
    pub acknowledge: Vec<Acknowledgement>,
}

/// An office that an actor held.
#[derive(Clone, Debug, PartialEq)]
pub struct Office {
    /// The title.
    pub title: String,
    /// The body that it belongs to.
    pub of: Option<Spanned<ActorId>>,
    /// From when.
    pub since: Option<Spanned<ClaimDate>>,
    /// Until when.
    pub until: Option<Spanned<ClaimDate>>,
    /// What this rests on.
    pub basis: Option<Basis>,
    /// A remark for curators.
    pub note: Option<String>,
}

/// What is asked for, as a reusable code.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Its id.
    pub id: Spanned<DemandId>,
    /// A short title.
    pub title: Spanned<String>,
    /// What exactly is asked for.
    pub description: String,
    /// To whom it is addressed, in the order of the ids.
    pub addressees: Vec<Spanned<ActorId>>,
    /// The demand that this one is part of.
    pub broader: Option<Spanned<DemandId>>,
    /// The topic.
    pub topic: Option<String>,
    /// The ids that it had before, in their order.
    pub formerly: Vec<Spanned<DemandId>>,
    /// A remark for curators.
    pub note: Option<String>,
    /// Findings accepted here.
    pub acknowledge: Vec<Acknowledgement>,
}

/// What a date rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Dating {
    /// In one word.
    pub basis: Spanned<Basis>,
    /// The words that it rests on.
    pub evidence: Vec<DateEvidence>,
    /// The reasoning.
    pub note: Option<String>,
}

/// Words of a source that a date rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct DateEvidence {
    /// The source.
    pub source: Spanned<SourceId>,
    /// The words.
    pub quote: Quote,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its id.
    pub id: Spanned<EventId>,
    /// A short title.
    pub title: Spanned<String>,
    /// When; none when it is unknown.
    pub date: Option<Spanned<ClaimDate>>,
    /// What the date rests on.
    pub dating: Dating,
    /// Where.
    pub place: Option<String>,
    /// Who took part, in the order of the ids.
    pub participants: Vec<Spanned<ActorId>>,
    /// The sources that mention it, in the order of the ids.
    pub sources: Vec<Spanned<SourceId>>,
    /// The ids that it had before, in their order.
    pub formerly: Vec<Spanned<EventId>>,
    /// A remark for curators.
    pub note: Option<String>,
    /// Findings accepted here.
    pub acknowledge: Vec<Acknowledgement>,
}

/// A date of a source with its basis.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceDate {
    /// The date; none when it is unknown.
    pub date: Option<Spanned<ClaimDate>>,
    /// What it rests on.
    pub dating: Dating,
}

/// A text that reports what was said.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its id.
    pub id: Spanned<SourceId>,
    /// The headline or title.
    pub title: Spanned<String>,
    /// Who published it.
    pub publisher: Spanned<ActorId>,
    /// What sort of text it is.
    pub kind: SourceKind,
    /// Where it was found.
    pub url: Option<Spanned<String>>,
    /// Its language.
    pub language: String,
    /// The language that it was translated from.
    pub translated_from: Option<String>,
    /// When it was published.
    pub published: SourceDate,
    /// When the stored text was taken.
    pub retrieved: Option<SourceDate>,
    /// The sources that it repeats, in the order of the ids.
    pub relays: Vec<Spanned<SourceId>>,
    /// Reliability, A to F.
    pub reliability: Option<String>,
    /// Credibility, 1 to 6.
    pub credibility: Option<String>,
    /// The name of the stored text; none for a source that is not held.
    pub text: Option<Spanned<String>>,
    /// The SHA-256 of the stored text as the record has it.
    pub sha256: Option<Spanned<String>>,
    /// The stored text, where it could be read.
    pub stored: Option<StoredFile>,
    /// Quotations that no claim uses.
    pub uncoded: Vec<Uncoded>,
    /// The ids that it had before, in their order.
    pub formerly: Vec<Spanned<SourceId>>,
    /// A remark for curators.
    pub note: Option<String>,
    /// Findings accepted here.
    pub acknowledge: Vec<Acknowledgement>,
}

/// A stored text that was read.
#[derive(Clone, Debug)]
pub struct StoredFile {
    /// The text, as a file of the source map.
    pub file: FileId,
    /// The SHA-256 of its bytes, in lower-case hexadecimal digits.
    pub sha256: String,
}

impl PartialEq for StoredFile {
    fn eq(&self, other: &Self) -> bool {
        self.sha256 == other.sha256
    }
}

/// A quotation that no claim uses.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncoded {
    /// The words.
    pub quote: Quote,
    /// The reason.
    pub reason: String,
}

/// A passage as a curator wrote it down, with what tells it apart from equal ones.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quote {
    /// The exact words.
    pub passage: Spanned<String>,
    /// The words directly before.
    pub prefix: Option<String>,
    /// The words directly after.
    pub suffix: Option<String>,
}

/// One occasion on which one speaker spoke.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Its id.
    pub id: Spanned<StatementId>,
    /// Who spoke.
    pub speaker: Spanned<ActorId>,
    /// The office in which he spoke.
    pub office: Option<String>,
    /// For whom he spoke.
    pub on_behalf_of: Option<Spanned<ActorId>>,
    /// To whom, in the order of the ids.
    pub addressees: Vec<Spanned<ActorId>>,
    /// What sort of occasion it was.
    pub form: StatementForm,
    /// Where, or in what.
    pub venue: Option<String>,
    /// The event at which it was made.
    pub event: Option<Spanned<EventId>>,
    /// When it was uttered; none when it is unknown.
    pub date: Option<Spanned<ClaimDate>>,
    /// What the date rests on.
    pub dating: Dating,
    /// The ids that it had before, in their order.
    pub formerly: Vec<Spanned<StatementId>>,
    /// A remark for curators.
    pub note: Option<String>,
    /// Findings accepted here.
    pub acknowledge: Vec<Acknowledgement>,
    /// What was claimed, in the order of the ids.
    pub claims: Vec<Claim>,
}

impl Statement {
    /// When it was uttered; none when it is unknown.
    pub fn said_on(&self) -> Option<&ClaimDate> {
        self.date.as_ref().map(|date| &date.value)
    }

    /// Whether it was made by the end of a day; possibly so without a date.
    pub fn said_by(&self, day: Day) -> Certainty {
        self.date.as_ref().map_or(Certainty::Possible, |date| date.on_or_before(day))
    }
}

/// One proposition in a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Its full id, at the place of its name.
    pub id: Spanned<ClaimId>,
    /// What the speaker does by saying it.
    pub act: Spanned<Act>,
    /// The demand that it is about.
    pub demand: Option<Spanned<DemandId>>,
    /// How firmly.
    pub firmness: Option<Spanned<Firmness>>,
    /// What the card in a picture says.
    pub label: Option<Spanned<String>>,
    /// What was said, in our own words.
    pub summary: Spanned<String>,
    /// To whom, where it differs from the statement; in the order of the ids.
    pub addressees: Vec<Spanned<ActorId>>,
    /// If what.
    pub condition: Option<String>,
    /// Then what.
    pub consequence: Option<String>,
    /// Whether it speaks of a case that has not arisen.
    pub hypothetical: bool,
    /// Whether it says that something is not so.
    pub negated: bool,
    /// How sure the analyst is.
    pub confidence: Option<Confidence>,
    /// The passages that it rests on: by source, form and passage.
    pub evidence: Vec<Evidence>,
    /// Its links: by kind and target.
    pub links: Vec<Link>,
    /// The ids that it had before, in their order.
    pub formerly: Vec<Spanned<ClaimId>>,
    /// A remark for curators.
    pub note: Option<String>,
    /// Findings accepted here.
    pub acknowledge: Vec<Acknowledgement>,
}

impl Claim {
    /// What a card says of it: the label, else the summary.
    pub fn headline(&self) -> &str {
        self.label.as_ref().unwrap_or(&self.summary)
    }

    /// The strongest form among its evidence; none without evidence.
    pub fn best_form(&self) -> Option<Form> {
        self.evidence.iter().map(|evidence| evidence.form.value).min()
    }
}

/// A passage of a source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// The source.
    pub source: Spanned<SourceId>,
    /// Whose words the passage is.
    pub form: Spanned<Form>,
    /// The words.
    pub quote: Quote,
    /// By which of the sources that the source relays the passage came.
    pub via: Option<Spanned<SourceId>>,
    /// The language of the passage.
    pub language: Option<String>,
    /// Who translated it.
    pub translator: Option<String>,
    /// The words in the language in which they were spoken.
    pub original: Option<String>,
    /// Who drew the inference.
    pub analyst: Option<String>,
    /// A remark for curators.
    pub note: Option<String>,
}

/// A typed edge from a claim, with the reason for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// What sort of link it is.
    pub kind: Spanned<LinkWord>,
    /// Where it leads.
    pub to: Spanned<Target>,
    /// The reason.
    pub why: Option<String>,
}

/// Two records of which a reviewer wants to know when a path between them appears or vanishes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Watch {
    /// Where the path begins.
    pub from: Spanned<Target>,
    /// Where it ends.
    pub to: Spanned<Target>,
    /// Why they are watched.
    pub why: Option<String>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// To a claim.
    Claim(ClaimId),
    /// To an event.
    Event(EventId),
}

impl AsRef<str> for Target {
    fn as_ref(&self) -> &str {
        match self {
            Target::Claim(id) => id.as_str(),
            Target::Event(id) => id.as_str(),
        }
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Target::Claim(id) => id.fmt(f),
            Target::Event(id) => id.fmt(f),
        }
    }
}
