//! Which positions changed, which threads have another order, and which changes of records may be the cause.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::date::Certainty;
use crate::graph::before;
use crate::model::{Act, Dataset, Firmness, Form, RecordKind, Statement};
use crate::position::{self, Shift, Step, Thread};

use super::compare::Renames;
use super::kinds::{ChangeKind, position::*, provenance::*};
use super::passages::{self, ByClaim, PassageSide};
use super::place::{Places, Spot};
use super::{Change, Move, Side, record};

/// What a side holds on a demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The act of the claim that last moved the position.
    pub act: Act,
    /// Its firmness.
    pub firmness: Option<Firmness>,
    /// How it moved the position.
    pub shift: Option<Shift>,
    /// Its full id.
    pub claim: String,
    /// What it says, in our words.
    pub says: String,
    /// When it was said, in words with all that is uncertain about it.
    pub said: String,
    /// Who said it: the name.
    pub by: String,
    /// The strongest form of the evidence that the claim rests on; none without evidence.
    pub best_form: Option<Form>,
    /// The first passage of that form, and whether it is proved; none without evidence.
    pub evidence: Option<PassageSide>,
    /// Whether it certainly comes after the utterance before it.
    pub order: Certainty,
    /// When the position was first taken.
    pub introduced: String,
    /// When it was last taken.
    pub asserted: String,
    /// Who took it last: the name.
    pub asserted_by: String,
    /// In how many utterances it was taken.
    pub utterances: usize,
}

impl Standing {
    /// Whose words the claim that last moved the position rests on.
    pub fn foundation(&self) -> &'static str {
        match self.best_form {
            Some(form) if form.is_quotation() => "in quotation",
            Some(Form::Inference) => "by inference, not in quotation",
            Some(_) => "by report, not in quotation",
            None => "without evidence",
        }
    }
}

/// A thread: whose, and on what, with the names of after where there are any.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ThreadName {
    /// The id of the side.
    pub principal: String,
    /// Its name.
    pub name: String,
    /// The id of the demand.
    pub demand: String,
    /// Its title.
    pub title: String,
}

/// A position that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionChange {
    /// What became of it.
    pub kind: &'static ChangeKind,
    /// Whose position on what.
    pub thread: ThreadName,
    /// What it was; none where no position was taken.
    pub before: Option<Standing>,
    /// What it is; none where no position is taken.
    pub after: Option<Standing>,
    /// The changes that may be the cause: their codes and records, each once, in the order of the changes.
    pub because: Vec<(&'static ChangeKind, String)>,
    /// The lines before and after: of the claim that last moved the position, or of the first statement in another place.
    pub spots: [Option<Spot>; 2],
}

impl PositionChange {
    /// Whether nobody is recorded as having said more or less than before: the record of what was said is another.
    pub fn is_correction(&self) -> bool {
        let said = [&STATEMENT_ADDED, &STATEMENT_REMOVED, &CLAIM_ADDED, &CLAIM_REMOVED];
        !self.because.is_empty() && self.because.iter().all(|(kind, _)| !said.contains(kind))
    }
}

/// A thread whose statements stand in another order, or in an order that is more or less certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reordered {
    /// Which of the two.
    pub kind: &'static ChangeKind,
    /// Whose thread on what.
    pub thread: ThreadName,
    /// The statements that are on both sides in their order before.
    pub before: Vec<Placed>,
    /// The same in their order after.
    pub after: Vec<Placed>,
    /// The changes that may be the cause.
    pub because: Vec<(&'static ChangeKind, String)>,
    /// The lines before and after: of the claim that last moved the position, or of the first statement in another place.
    pub spots: [Option<Spot>; 2],
}

/// A statement in the order of a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The id of the statement.
    pub statement: String,
    /// When it was made, in words with all that is uncertain about it.
    pub date: String,
    /// Whether it certainly comes after the one before it; of the first, certain.
    pub order: Certainty,
}

/// The position at the end of a thread.
fn standing(dataset: &Dataset, thread: &Thread<'_>) -> Option<Standing> {
    let position = thread.position()?;
    let name = |statement: &Statement| dataset.actors.get(&statement.speaker.value).map_or(String::new(), |actor| actor.name.value.clone());
    let last = position.last;
    Some(Standing {
        act: last.claim.act.value,
        firmness: last.claim.firmness.as_ref().map(|word| word.value),
        shift: last.shift,
        claim: last.claim.id.to_string(),
        says: last.claim.headline().to_owned(),
        said: when(last.statement),
        by: name(last.statement),
        best_form: last.claim.best_form(),
        evidence: None,
        order: last.order,
        introduced: when(position.introduced.statement),
        asserted: when(position.asserted.statement),
        asserted_by: name(position.asserted.statement),
        utterances: thread.utterances(),
    })
}

fn when(statement: &Statement) -> String {
    statement.date.as_ref().map_or_else(|| "date unknown".to_owned(), |date| date.display())
}

/// What became of a position; none where it is the same. `same_claim` says whether the two rest on the same claim.
fn kind(before: Option<&Standing>, after: Option<&Standing>, same_claim: bool) -> Option<&'static ChangeKind> {
    let (before, after) = match (before, after) {
        (None, None) => return None,
        (None, Some(_)) => return Some(&POSITION_TAKEN),
        (Some(_), None) => return Some(&POSITION_LOST),
        (Some(before), Some(after)) => (before, after),
    };
    let is_withdrawn = |standing: &Standing| standing.shift == Some(Shift::Withdrawn);
    match (is_withdrawn(before), is_withdrawn(after)) {
        (false, true) => return Some(&POSITION_WITHDRAWN),
        (true, false) => return Some(&POSITION_REINSTATED),
        _ => {}
    }
    if let (Some(old), Some(new)) = (before.firmness, after.firmness)
        && old != new
    {
        return Some(if new > old { &POSITION_HARDENED } else { &POSITION_SOFTENED });
    }
    let core = |standing: &Standing| (standing.act, standing.firmness, standing.shift, standing.foundation());
    if !same_claim || core(before) != core(after) {
        return Some(&POSITION_MOVED);
    }
    let rest = |standing: &Standing| {
        let Standing { said, introduced, asserted, utterances, order, .. } = standing;
        (said.clone(), introduced.clone(), asserted.clone(), *utterances, *order)
    };
    (rest(before) != rest(after)).then_some(&POSITION_REDATED)
}

/// What the changes of records did to positions and threads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Positions {
    /// Positions that changed: those of the focus first, then those that are another position, then by side and demand.
    pub changed: Vec<PositionChange>,
    /// Threads in another order, likewise.
    pub reordered: Vec<Reordered>,
}

/// Compares the threads of two revisions.
pub fn compare<'d>(
    old: &Side<'d>,
    new: &Side<'d>,
    renames: &Renames,
    changes: &[Change],
    moves: &[Move],
    places: [&Places<'d>; 2],
) -> Positions {
    let (old_threads, new_threads) = (position::threads(old.graph), position::threads(new.graph));
    let mut threads: BTreeMap<(String, String), [Option<&Thread<'_>>; 2]> = BTreeMap::new();
    for thread in &old_threads {
        let principal = renames.after(RecordKind::Actor, thread.principal.as_str()).to_owned();
        let demand = renames.after(RecordKind::Demand, thread.demand.as_str()).to_owned();
        threads.entry((principal, demand)).or_default()[0] = Some(thread);
    }
    for thread in &new_threads {
        threads.entry((thread.principal.to_string(), thread.demand.to_string())).or_default()[1] = Some(thread);
    }
    let causes = Causes::new(changes, moves);
    let divided = divided(moves, renames);
    let mut positions = Positions::default();
    let evidence = [const { OnceCell::new() }; 2];
    for ((principal, demand), [before, after]) in &threads {
        let standing = |side: &Side<'_>, thread: Option<&Thread<'_>>| thread.and_then(|thread| standing(side.dataset, thread));
        let (mut then, mut now) = (standing(old, *before), standing(new, *after));
        let same_claim = match (&then, &now) {
            (Some(then), Some(now)) => renames.after(RecordKind::Claim, &then.claim) == now.claim,
            _ => false,
        };
        let name = || ThreadName {
            principal: principal.clone(),
            name: actor_name(principal, new, old),
            demand: demand.clone(),
            title: demand_title(demand, new, old),
        };
        let parts = divided.get(demand.as_str()).map(Vec::as_slice).unwrap_or_default();
        let because = || causes.of(&[(old, *before), (new, *after)], renames, parts);
        let spot = |number: usize, kind: RecordKind, id: &str| {
            let graph = [old, new][number].graph;
            Some(places[number].spot(record::span(graph.node(graph.find(kind, id)?))))
        };
        if let Some(kind) = kind(then.as_ref(), now.as_ref(), same_claim) {
            // What counted for one demand counts for several, or the other way: that is no firmer and no looser word.
            let is_divided = divided.contains_key(demand.as_str()) && [&POSITION_HARDENED, &POSITION_SOFTENED].contains(&kind);
            let kind = if is_divided { &POSITION_MOVED } else { kind };
            let claim = |number: usize, standing: &Option<Standing>| spot(number, RecordKind::Claim, &standing.as_ref()?.claim);
            let spots = [claim(0, &then), claim(1, &now)];
            // Looked up for positions that changed alone: they are few.
            for (number, standing) in [&mut then, &mut now].into_iter().enumerate() {
                let Some(standing) = standing else { continue };
                let side = [old, new][number];
                let all: &ByClaim<'_, '_> = evidence[number].get_or_init(|| passages::by_claim(side.proofs));
                standing.evidence = side.dataset.claim(&standing.claim).and_then(|(_, claim)| passages::best(all, claim));
            }
            positions.changed.push(PositionChange { kind, thread: name(), before: then, after: now, because: because(), spots });
        }
        if let (Some(before), Some(after)) = (before, after)
            && let Some((kind, before, after)) = order(before, after, renames)
        {
            let first = before.iter().zip(&after).position(|(before, after)| before != after).unwrap_or_default();
            let statement = |number: usize, all: &[Placed]| spot(number, RecordKind::Statement, &all.get(first)?.statement);
            let spots = [statement(0, &before), statement(1, &after)];
            positions.reordered.push(Reordered { kind, thread: name(), before, after, because: because(), spots });
        }
    }
    // What the position is comes before when and how often it was taken.
    let weight =
        |kind: &ChangeKind| [&POSITION_MOVED, &POSITION_REDATED].iter().position(|light| *light == kind).map_or(0, |light| light + 1);
    let focus = new.dataset.manifest.focus.as_ref().or(old.dataset.manifest.focus.as_ref()).map(|focus| focus.as_str());
    positions.changed.sort_by_key(|change| (focus != Some(change.thread.principal.as_str()), weight(change.kind)));
    positions.reordered.sort_by_key(|change| focus != Some(change.thread.principal.as_str()));
    positions
}

/// The demands that were split or that others were merged into, by their ids after, with the other parts.
fn divided<'m>(moves: &'m [Move], renames: &'m Renames) -> BTreeMap<&'m str, Vec<String>> {
    let mut divided: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for moved in moves.iter().filter(|moved| moved.record.kind == Some(RecordKind::Demand)) {
        let (Some(old), Some(new)) = (&moved.record.old, &moved.record.new) else { continue };
        if moved.kind == &SPLIT {
            divided.entry(renames.after(RecordKind::Demand, old)).or_default().push(new.clone());
        } else if moved.kind == &MERGED {
            divided.entry(new).or_default().extend([old.clone(), new.clone()]);
        }
    }
    divided
}

fn actor_name(id: &str, new: &Side<'_>, old: &Side<'_>) -> String {
    let name = |side: &Side<'_>| side.dataset.actors.get(id).map(|actor| actor.name.value.clone());
    name(new).or_else(|| name(old)).unwrap_or_else(|| id.to_owned())
}

fn demand_title(id: &str, new: &Side<'_>, old: &Side<'_>) -> String {
    let title = |side: &Side<'_>| side.dataset.demands.get(id).map(|demand| demand.title.value.clone());
    title(new).or_else(|| title(old)).unwrap_or_else(|| id.to_owned())
}

/// The statements of a thread in its order, each once.
fn statements<'d>(thread: &Thread<'d>) -> Vec<&'d Statement> {
    let mut statements: Vec<&Statement> = thread.steps.iter().map(|step: &Step<'d>| step.statement).collect();
    statements.dedup_by_key(|statement| &statement.id);
    statements
}

/// Compares the order of the statements that a thread has on both sides; none where it is the same, and as certain.
fn order(before: &Thread<'_>, after: &Thread<'_>, renames: &Renames) -> Option<(&'static ChangeKind, Vec<Placed>, Vec<Placed>)> {
    let (old, new) = (statements(before), statements(after));
    let name = |statement: &Statement| renames.after(RecordKind::Statement, statement.id.as_str()).to_owned();
    let there: BTreeSet<&str> = new.iter().map(|statement| statement.id.as_str()).collect();
    let old: Vec<&Statement> = old.into_iter().filter(|statement| there.contains(name(statement).as_str())).collect();
    let here: BTreeSet<String> = old.iter().map(|statement| name(statement)).collect();
    let new: Vec<&Statement> = new.into_iter().filter(|statement| here.contains(statement.id.as_str())).collect();
    let is_reordered = old.iter().map(|statement| name(statement)).ne(new.iter().map(|statement| statement.id.to_string()));
    let (old, new) = (placed(&old), placed(&new));
    if is_reordered {
        return Some((&THREAD_REORDERED, old, new));
    }
    let is_as_certain = old.iter().map(|placed| placed.order).eq(new.iter().map(|placed| placed.order));
    (!is_as_certain).then_some((&ORDER_CERTAINTY_CHANGED, old, new))
}

fn placed(statements: &[&Statement]) -> Vec<Placed> {
    let earlier = std::iter::once(None).chain(statements.iter().map(Some));
    let placed = statements.iter().zip(earlier).map(|(statement, earlier)| Placed {
        statement: statement.id.to_string(),
        date: when(statement),
        order: earlier.map_or(Certainty::Certain, |earlier| before(earlier.said_on(), statement.said_on())),
    });
    placed.collect()
}

/// The changes that can move positions, by the record.
struct Causes<'c> {
    by_record: BTreeMap<String, Vec<(usize, &'static ChangeKind, &'c str)>>,
}

impl<'c> Causes<'c> {
    fn new(changes: &'c [Change], moves: &'c [Move]) -> Self {
        let mut by_record: BTreeMap<String, Vec<(usize, &'static ChangeKind, &'c str)>> = BTreeMap::new();
        let all = changes.iter().map(|change| (change.kind, &change.record)).chain(moves.iter().map(|moved| (moved.kind, &moved.record)));
        for (index, (kind, record)) in all.enumerate().filter(|(_, (kind, _))| kind.moves_positions) {
            by_record.entry(record.key()).or_default().push((index, kind, record.id()));
        }
        Causes { by_record }
    }

    /// The changes of the records that a thread is made of: its claims, their statements and speakers, the demand, and these demands.
    fn of(
        &self,
        threads: &[(&Side<'_>, Option<&Thread<'_>>)],
        renames: &Renames,
        demands: &[String],
    ) -> Vec<(&'static ChangeKind, String)> {
        let mut records: BTreeSet<(RecordKind, String)> = demands.iter().map(|id| (RecordKind::Demand, id.clone())).collect();
        for (number, (side, thread)) in threads.iter().enumerate() {
            let Some(thread) = thread else { continue };
            let mut add = |kind: RecordKind, id: &str| {
                let id = if number == 0 { renames.after(kind, id) } else { id };
                records.insert((kind, id.to_owned()));
            };
            add(RecordKind::Demand, thread.demand.as_str());
            for step in &thread.steps {
                add(RecordKind::Claim, step.claim.id.as_str());
                add(RecordKind::Statement, step.statement.id.as_str());
                let speaker = step.statement.on_behalf_of.as_ref().unwrap_or(&step.statement.speaker);
                let mut actor = &speaker.value;
                for _ in 0..8 {
                    add(RecordKind::Actor, actor.as_str());
                    match side.dataset.actors.get(actor).and_then(|actor| actor.acts_for.as_ref()) {
                        Some(next) => actor = &next.value,
                        None => break,
                    }
                }
            }
        }
        let keys = records.iter().map(|(kind, id)| format!("{}:{id}", kind.as_str()));
        let mut found: Vec<(usize, &'static ChangeKind, String)> = keys
            .filter_map(|key| Some((self.by_record.get(&key)?, key)))
            .flat_map(|(causes, key)| causes.iter().map(move |(index, kind, _)| (*index, *kind, key.clone())))
            .collect();
        found.sort_by_key(|(index, ..)| *index);
        let mut because: Vec<(&'static ChangeKind, String)> = found.into_iter().map(|(_, kind, key)| (kind, key)).collect();
        let mut seen = BTreeSet::new();
        because.retain(|(kind, key)| seen.insert((kind.code, key.clone())));
        because
    }
}
