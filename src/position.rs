//! Turns the claims of a thread into shifts, and the shifts into a position.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::date::Certainty;
use crate::graph::{Graph, ThreadClaims};
use crate::id::{ActorId, ClaimId, DemandId};
use crate::model::{Act, Claim, Dataset, Firmness, Form, LinkWord, Statement, Target};

/// The silence, in days, after which a demand that is voiced again counts as revived: a year.
pub const DORMANT_DAYS: i64 = 365;

/// How a claim moved the position of its principal on a demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shift {
    /// The first claim of the thread.
    Introduced,
    /// Said again, as firmly.
    Reiterated,
    /// Said more narrowly.
    Specified,
    /// More was asked for.
    Broadened,
    /// Said more firmly.
    Hardened,
    /// Said less firmly.
    Softened,
    /// Put in the place of the earlier one.
    Replaced,
    /// Taken back.
    Withdrawn,
    /// Said again after a silence of at least [`DORMANT_DAYS`].
    Revived,
}

impl Shift {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Shift::Introduced => "introduced",
            Shift::Reiterated => "reiterated",
            Shift::Specified => "specified",
            Shift::Broadened => "broadened",
            Shift::Hardened => "hardened",
            Shift::Softened => "softened",
            Shift::Replaced => "replaced",
            Shift::Withdrawn => "withdrawn",
            Shift::Revived => "revived",
        }
    }

    /// The shift that an authored link names.
    pub fn of_link(word: LinkWord) -> Option<Shift> {
        Some(match word {
            LinkWord::Reiterates => Shift::Reiterated,
            LinkWord::Specifies => Shift::Specified,
            LinkWord::Broadens => Shift::Broadened,
            LinkWord::Hardens => Shift::Hardened,
            LinkWord::Softens => Shift::Softened,
            LinkWord::Replaces => Shift::Replaced,
            LinkWord::Withdraws => Shift::Withdrawn,
            _ => return None,
        })
    }
}

/// Why a step is the shift that it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason<'d> {
    /// A curator linked it to this claim.
    Authored(&'d ClaimId),
    /// It follows from act and firmness, compared with this claim.
    Derived(&'d ClaimId),
    /// Nothing came before it.
    First,
}

/// The acts that take a position on a demand; the others only speak about it.
pub fn takes_position(act: Act) -> bool {
    matches!(act, Act::Appeal | Act::Demand | Act::Offer | Act::Threaten | Act::Reject | Act::Concede)
}

/// One claim of a thread.
#[derive(Clone, Debug)]
pub struct Step<'d> {
    /// The statement that the claim is part of.
    pub statement: &'d Statement,
    /// The claim.
    pub claim: &'d Claim,
    /// How it moved the position; none where it only speaks about the demand, or where the same utterance has moved it already.
    pub shift: Option<Shift>,
    /// Why.
    pub reason: Reason<'d>,
    /// Whether it certainly comes after the utterance before it.
    pub order: Certainty,
    /// The least and the greatest number of days since the utterance before it.
    pub gap: Option<(Option<i64>, Option<i64>)>,
}

/// The claims of one principal on one demand as steps.
#[derive(Clone, Debug)]
pub struct Thread<'d> {
    /// Whose claims.
    pub principal: &'d ActorId,
    /// On what.
    pub demand: &'d DemandId,
    /// The steps, in time order; within an utterance quotations come first, then the firmer claim, then the id.
    pub steps: Vec<Step<'d>>,
}

impl<'d> Thread<'d> {
    /// Works out the steps of a thread.
    pub fn new(dataset: &'d Dataset, thread: &ThreadClaims<'d>) -> Self {
        let mut claims = thread.claims.clone();
        let rank = |&(statement, claim): &(&'d Statement, &'d Claim)| {
            (
                crate::graph::time_order(statement.said_on()),
                &statement.id.value,
                !takes_position(claim.act.value),
                claim.best_form().is_none_or(|form| !form.is_quotation()),
                std::cmp::Reverse(claim.firmness.as_ref().map(|firmness| firmness.value)),
                &claim.id.value,
            )
        };
        claims.sort_by_cached_key(rank);
        let mut steps: Vec<Step<'d>> = Vec::new();
        // The last claim that took the position before the present utterance, and whether the present one has moved it already.
        let mut position: Option<(&Statement, &Claim)> = None;
        let mut moved: Option<(&Statement, &Claim)> = None;
        for (statement, claim) in claims {
            if let Some((earlier, _)) = moved
                && earlier.id != statement.id
            {
                position = moved.take();
            }
            let mut step = Step { statement, claim, shift: None, reason: Reason::First, order: Certainty::Certain, gap: None };
            if let Some((earlier, before)) = position {
                step.order = crate::graph::before(earlier.said_on(), statement.said_on());
                step.gap = earlier.said_on().zip(statement.said_on()).map(|(a, b)| a.gap_days(b));
                step.reason = Reason::Derived(&before.id.value);
            }
            let takes = takes_position(claim.act.value);
            let authored = if takes { authored(dataset, statement, claim) } else { None };
            if takes && (moved.is_none() || authored.is_some()) {
                (step.shift, step.reason) = match (authored, position) {
                    (Some((shift, target)), _) => (Some(shift), Reason::Authored(target)),
                    (None, None) => (Some(Shift::Introduced), Reason::First),
                    (None, Some((_, before))) => (Some(derived(before, claim, step.gap)), Reason::Derived(&before.id.value)),
                };
                moved = moved.or(Some((statement, claim)));
            }
            steps.push(step);
        }
        Thread { principal: thread.principal, demand: thread.demand, steps }
    }

    /// The number of utterances in which the position was taken: two claims of one statement count once, two reports of it too.
    pub fn utterances(&self) -> usize {
        let taking = self.steps.iter().filter(|step| takes_position(step.claim.act.value));
        taking.map(|step| &step.statement.id).collect::<BTreeSet<_>>().len()
    }

    /// The position at the end of the thread; none where nobody took one.
    pub fn position(&self) -> Option<Position<'_, 'd>> {
        let taking = |step: &&Step<'d>| takes_position(step.claim.act.value);
        // Of one utterance the first step stands for it: the speaker's own words before what is only reported.
        // What has no date has no place at the end: it counts only where nothing else does.
        let dated = |step: &&Step<'d>| step.statement.said_on().is_some();
        let moving = |step: &&Step<'d>| step.shift.is_some();
        let mut moves = self.steps.iter().filter(moving);
        let latest = moves.clone().rfind(dated).or_else(|| moves.next_back())?;
        let last = self.steps.iter().find(|step| step.shift.is_some() && step.statement.id == latest.statement.id)?;
        let introduced = self.steps.iter().find(taking)?;
        let mut takes = self.steps.iter().filter(taking);
        let asserted = takes.clone().rfind(dated).or_else(|| takes.next_back())?;
        let firmest = |quoted: bool| {
            let of = move |step: &&Step<'d>| !quoted || step.claim.best_form().is_some_and(Form::is_quotation);
            self.steps.iter().filter(taking).filter(of).filter_map(|step| step.claim.firmness.as_ref().map(|word| word.value)).max()
        };
        Some(Position { last, introduced, asserted, firmest_quoted: firmest(true), firmest: firmest(false) })
    }
}

/// What a principal holds on a demand at the end of a thread.
#[derive(Clone, Debug)]
pub struct Position<'t, 'd> {
    /// The step that last moved the position; of several in one utterance the first.
    pub last: &'t Step<'d>,
    /// The first step that took it.
    pub introduced: &'t Step<'d>,
    /// The last step that took it.
    pub asserted: &'t Step<'d>,
    /// The firmest word that the principal is quoted with in the thread.
    pub firmest_quoted: Option<Firmness>,
    /// The firmest word that anybody reports; where it is firmer than the quoted one, only a reporter says so.
    pub firmest: Option<Firmness>,
}

/// The shift that a curator's link names: of several the one to the latest claim, then in the order of the list.
fn authored<'d>(dataset: &'d Dataset, statement: &'d Statement, claim: &'d Claim) -> Option<(Shift, &'d ClaimId)> {
    claim
        .links
        .iter()
        .filter_map(|link| {
            let shift = Shift::of_link(link.kind.value)?;
            let Target::Claim(target) = &link.to.value else { return None };
            let (earlier, _) = dataset.claim(target.as_str())?;
            (earlier.id != statement.id).then_some((
                crate::graph::time_order(earlier.said_on()),
                std::cmp::Reverse(link.kind.value),
                target,
                shift,
            ))
        })
        .max_by(|a, b| (&a.0, &a.1, &a.2).cmp(&(&b.0, &b.1, &b.2)))
        .map(|(_, _, target, shift)| (shift, target))
}

/// The shift that follows from act, firmness and the length of the silence.
///
/// To concede is to soften. A firmer word hardens, a looser one softens; a missing firmness says nothing. Equal firmness
/// reiterates, or revives when the silence was certainly at least [`DORMANT_DAYS`].
pub fn derived(before: &Claim, after: &Claim, gap: Option<(Option<i64>, Option<i64>)>) -> Shift {
    if after.act.value == Act::Concede {
        return Shift::Softened;
    }
    if let (Some(before), Some(after)) = (&before.firmness, &after.firmness) {
        match after.value.cmp(&before.value) {
            std::cmp::Ordering::Greater => return Shift::Hardened,
            std::cmp::Ordering::Less => return Shift::Softened,
            std::cmp::Ordering::Equal => {}
        }
    }
    match gap {
        Some((Some(least), _)) if least >= DORMANT_DAYS => Shift::Revived,
        _ => Shift::Reiterated,
    }
}

/// All threads of a graph with their steps, by principal and then by demand.
pub fn threads<'d>(graph: &Graph<'d>) -> Vec<Thread<'d>> {
    graph.threads().par_iter().map(|thread| Thread::new(graph.dataset(), thread)).collect()
}
