//! Which positions changed, which threads have another order, and which changes of records may be the cause.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::date::Certainty;
use crate::graph::before;
use crate::model::{Act, Dataset, Firmness, Form, RecordKind, Statement};
use crate::position::{self, Shift, Step, Thread};

use super::compare::Renames;
use super::kinds::{ChangeKind, Severity, integrity::POSITION_UNPROVED, position::*, provenance::*};
use super::passages::{self, ByClaim, PassageChange, PassageSide, Status};
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
    /// Whether it says that something is not so.
    pub negated: bool,
    /// Whether it speaks of a case that has not arisen.
    pub hypothetical: bool,
    /// If what.
    pub condition: Option<String>,
    /// Then what.
    pub consequence: Option<String>,
    /// To whom: the names, in the order of the ids.
    pub addressees: Vec<String>,
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
    /// What it says beside act, firmness and addressees.
    fn sense(&self) -> (bool, bool, Option<&str>, Option<&str>) {
        (self.negated, self.hypothetical, self.condition.as_deref(), self.consequence.as_deref())
    }

    /// Whether a passage of the strongest form is proved. Known only where the evidence was looked up.
    pub fn is_proved(&self) -> bool {
        self.evidence.as_ref().is_some_and(|side| side.status == Status::Proved)
    }

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
        negated: last.claim.negated,
        hypothetical: last.claim.hypothetical,
        condition: last.claim.condition.clone(),
        consequence: last.claim.consequence.clone(),
        addressees: {
            let own = if last.claim.addressees.is_empty() { &last.statement.addressees } else { &last.claim.addressees };
            let names = own.iter().filter_map(|id| dataset.actors.get(&id.value)).map(|actor| actor.name.value.clone());
            names.collect()
        },
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

/// Whether the two rest on the same claim, whether that claim rests on other words, and whether somebody changed to whom it is addressed.
#[derive(Clone, Copy)]
struct Basis {
    same_claim: bool,
    other_words: bool,
    other_addressees: bool,
}

/// What became of a position; none where it is the same.
fn kind(before: Option<&Standing>, after: Option<&Standing>, basis: Basis) -> Option<&'static ChangeKind> {
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
    if basis.same_claim {
        match (before.is_proved(), after.is_proved()) {
            (true, false) => return Some(&POSITION_UNPROVED),
            (false, true) => return Some(&POSITION_PROVED),
            _ => {}
        }
    }
    let core = |standing: &Standing| (standing.act, standing.firmness, standing.shift, standing.foundation());
    if !basis.same_claim || core(before) != core(after) {
        return Some(&POSITION_MOVED);
    }
    if basis.other_words || before.sense() != after.sense() || (basis.other_addressees && before.addressees != after.addressees) {
        return Some(&POSITION_REWORDED);
    }
    let dates = |standing: &Standing| {
        let Standing { said, introduced, asserted, order, .. } = standing;
        (said.clone(), introduced.clone(), asserted.clone(), *order)
    };
    if dates(before) != dates(after) {
        return Some(&POSITION_REDATED);
    }
    (before.utterances != after.utterances).then_some(&POSITION_RECOUNTED)
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
    causes: &Causes<'_>,
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
    let divided = divided(moves, renames);
    let mut positions = Positions::default();
    let evidence = [const { OnceCell::new() }; 2];
    for ((principal, demand), [before, after]) in &threads {
        let standing = |side: &Side<'_>, thread: Option<&Thread<'_>>| thread.and_then(|thread| standing(side.dataset, thread));
        let (mut then, mut now) = (standing(old, *before), standing(new, *after));
        let all = |number: usize| -> &ByClaim<'_, '_> { evidence[number].get_or_init(|| passages::by_claim([old, new][number].proofs)) };
        // Looked up for positions that may have changed alone: they are few.
        let look_up = |then: &mut Option<Standing>, now: &mut Option<Standing>| {
            for (number, standing) in [then, now].into_iter().enumerate() {
                let Some(standing) = standing else { continue };
                let claim = [old, new][number].dataset.claim(&standing.claim);
                standing.evidence = claim.and_then(|(_, claim)| passages::best(all(number), claim));
            }
        };
        let mut basis = Basis { same_claim: false, other_words: false, other_addressees: false };
        if let (Some(one), Some(other)) = (&then, &now) {
            basis.same_claim = renames.after(RecordKind::Claim, &one.claim) == other.claim;
            if basis.same_claim && causes.touches(&other.claim) {
                let claims = (one.claim.clone(), other.claim.clone());
                look_up(&mut then, &mut now);
                basis.other_addressees = causes.of_claim(&claims.1).iter().any(|(kind, _)| *kind == &ADDRESSEES_CHANGED);
                basis.other_words = rests_on_other_words(&then, &now, [(all(0), &claims.0), (all(1), &claims.1)]);
            }
        }
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
        if let Some(kind) = kind(then.as_ref(), now.as_ref(), basis) {
            // What counted for one demand counts for several, or the other way: that is no firmer and no looser word.
            let is_divided = divided.contains_key(demand.as_str()) && [&POSITION_HARDENED, &POSITION_SOFTENED].contains(&kind);
            let kind = if is_divided { &POSITION_MOVED } else { kind };
            let claim = |number: usize, standing: &Option<Standing>| spot(number, RecordKind::Claim, &standing.as_ref()?.claim);
            let spots = [claim(0, &then), claim(1, &now)];
            look_up(&mut then, &mut now);
            let because = match &now {
                Some(now) if [&POSITION_REWORDED, &POSITION_UNPROVED, &POSITION_PROVED].contains(&kind) => causes.of_claim(&now.claim),
                _ => because(),
            };
            positions.changed.push(PositionChange { kind, thread: name(), before: then, after: now, because, spots });
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
    let weight = |kind: &ChangeKind| {
        [&POSITION_MOVED, &POSITION_REDATED, &POSITION_RECOUNTED].iter().position(|light| *light == kind).map_or(0, |light| light + 1)
    };
    let focus = new.dataset.manifest.focus.as_ref().or(old.dataset.manifest.focus.as_ref()).map(|focus| focus.as_str());
    positions.changed.sort_by_key(|change| (focus != Some(change.thread.principal.as_str()), weight(change.kind)));
    positions.reordered.sort_by_key(|change| focus != Some(change.thread.principal.as_str()));
    positions
}

/// Whether the first words of a claim's strongest evidence are among its words no more, and those of after were not before: beside them others
/// may have come and gone.
fn rests_on_other_words(then: &Option<Standing>, now: &Option<Standing>, all: [(&ByClaim<'_, '_>, &str); 2]) -> bool {
    let words = |standing: &Option<Standing>| standing.as_ref().and_then(|standing| Some(standing.evidence.as_ref()?.words.clone()));
    let has = |(all, claim): (&ByClaim<'_, '_>, &str), words: &Option<String>| {
        let passages = all.get(claim).map(Vec::as_slice).unwrap_or_default();
        words.as_ref().is_none_or(|words| passages.iter().any(|passage| passage.quote.passage.value == *words))
    };
    !has(all[1], &words(then)) && !has(all[0], &words(now))
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

/// The changes that can move positions or turn their sense, by the record.
pub struct Causes<'c> {
    by_record: BTreeMap<String, Vec<(usize, &'static ChangeKind, &'c str)>>,
}

impl<'c> Causes<'c> {
    /// Records that were merged, split or renamed come first, then what changed in records, then what became of proofs.
    pub fn new(changes: &'c [Change], moves: &'c [Move], proofs: &'c [PassageChange]) -> Self {
        let mut by_record: BTreeMap<String, Vec<(usize, &'static ChangeKind, &'c str)>> = BTreeMap::new();
        let moves = moves.iter().map(|moved| (moved.kind, &moved.record));
        let all = moves.chain(changes.iter().map(|change| (change.kind, &change.record)));
        let all = all.chain(proofs.iter().map(|change| (change.kind, &change.record)));
        for (index, (kind, record)) in all.enumerate() {
            by_record.entry(record.key()).or_default().push((index, kind, record.id()));
        }
        Causes { by_record }
    }

    /// The records that a claim is read from: itself and its statement.
    fn records(claim: &str) -> [String; 2] {
        [format!("claim:{claim}"), format!("statement:{}", claim.split('/').next().unwrap_or_default())]
    }

    /// Whether anything changed in a claim, by its full id after, or in its statement.
    fn touches(&self, claim: &str) -> bool {
        Causes::records(claim).iter().any(|key| self.by_record.contains_key(key))
    }

    /// What changed in a claim, by its full id after, and in its statement, but for what is editorial.
    fn of_claim(&self, claim: &str) -> Vec<(&'static ChangeKind, String)> {
        let found = |key: &String| self.by_record.get(key).cloned().unwrap_or_default();
        let all = Causes::records(claim).into_iter().flat_map(|key| found(&key).into_iter().map(move |(_, kind, _)| (kind, key.clone())));
        let mut because: Vec<(&'static ChangeKind, String)> = all.filter(|(kind, _)| kind.severity > Severity::Editorial).collect();
        because.sort_by_key(|(kind, _)| std::cmp::Reverse(kind.severity));
        because.dedup();
        because
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
            .filter(|(_, kind, _)| kind.moves_positions)
            .collect();
        found.sort_by_key(|(index, ..)| *index);
        let mut because: Vec<(&'static ChangeKind, String)> = found.into_iter().map(|(_, kind, key)| (kind, key)).collect();
        let mut seen = BTreeSet::new();
        because.retain(|(kind, key)| seen.insert((kind.code, key.clone())));
        because
    }
}
