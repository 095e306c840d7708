//! Which claims a view shows, and how each moved its position.

use crate::date::Day;
use crate::graph::Graph;
use crate::id::{ActorId, DemandId};
use crate::model::{Act, Claim, Dataset, Statement};
use crate::position::{Shift, Step, Thread, takes_position};

use super::{Lanes, Options, Status};

/// A claim that is shown, and how it moved the position.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'d> {
    /// The statement that it is part of.
    pub statement: &'d Statement,
    /// The claim.
    pub claim: &'d Claim,
    /// How it moved the position of its side.
    pub shift: Option<Shift>,
    /// The least and the greatest number of days since the utterance before it.
    pub gap: Option<(Option<i64>, Option<i64>)>,
    /// Its place in its thread, from 0.
    pub place: usize,
}

/// A lane before it is settled.
pub struct Row<'d> {
    /// The id of the demand or actor.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many of the demands above it have a lane too.
    pub depth: usize,
    /// What is drawn in it, in the order of the thread.
    pub drawn: Vec<Shown<'d>>,
    /// What became of it.
    pub status: Status,
}

/// The claims of a thread, in its order.
pub fn of_thread<'t, 'd>(thread: &'t Thread<'d>) -> impl Iterator<Item = Shown<'d>> + use<'t, 'd> {
    let of_step =
        |(place, step): (usize, &Step<'d>)| Shown { statement: step.statement, claim: step.claim, shift: step.shift, gap: step.gap, place };
    thread.steps.iter().enumerate().map(of_step)
}

/// Every claim of the dataset with what its thread says of it: in the order of time, within a statement in that of the threads.
/// Of a claim on no demand it is not known how it moved a position.
pub fn all_shown<'d>(graph: &Graph<'d>, threads: &[Thread<'d>]) -> Vec<Shown<'d>> {
    let own = threads.iter().flat_map(of_thread);
    let others = graph.dataset().claims().filter(|(_, claim)| claim.demand.is_none());
    let mut all: Vec<Shown<'d>> =
        own.chain(others.map(|(statement, claim)| Shown { statement, claim, shift: None, gap: None, place: usize::MAX })).collect();
    all.sort_by_cached_key(|one| {
        let statement = one.statement;
        (crate::graph::time_order(statement.said_on()), statement.id.value.clone(), one.place, one.claim.id.value.clone())
    });
    all
}

/// Whether the options leave a claim in, but for its date.
pub fn is_wanted(dataset: &Dataset, options: &Options, statement: &Statement, claim: &Claim) -> bool {
    is_of_subject(dataset, options, statement, claim) && options.only.as_ref().is_none_or(|only| only.contains(claim.id.as_str()))
}

/// Whether a claim is of the side and on the demand that were asked for. What a lane came to is judged by all of these, whichever of
/// them are drawn.
pub fn is_of_subject(dataset: &Dataset, options: &Options, statement: &Statement, claim: &Claim) -> bool {
    let side = |actor: &ActorId| dataset.principal_of(statement) == dataset.principal(actor);
    let within = |demand: &DemandId| claim.demand.as_ref().is_some_and(|own| dataset.is_within(&own.value, demand));
    options.actor.as_ref().is_none_or(side) && options.demand.as_ref().is_none_or(within)
}

/// Where a claim lies, measured by `from` and `to`: before them for certain, after them for certain, or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Certainly before `from`.
    Before,
    /// Not certainly outside.
    Within,
    /// Certainly after `to`.
    After,
}

/// Where a statement lies in the range of the options. What has no date may lie anywhere.
pub fn range(options: &Options, statement: &Statement) -> Range {
    let date = statement.said_on();
    let (first, last) = date.map_or((None, None), |date| (date.earliest(), date.latest()));
    let beyond =
        |bound: Option<Day>, day: Option<Day>, is_outside: fn(Day, Day) -> bool| bound.zip(day).is_some_and(|(b, d)| is_outside(d, b));
    if beyond(options.from, last, |day, from| day < from) {
        Range::Before
    } else if beyond(options.to, first, |day, to| day > to) {
        Range::After
    } else {
        Range::Within
    }
}

/// Divides the claims of a thread into those that are drawn and those that are listed.
///
/// A claim is drawn when it takes a position or assures. A remark (`assess`, `accuse`, `inform`) is drawn where its
/// utterance takes no position on the demand, and listed otherwise. With `collapse` only what moved a position is drawn.
pub fn split<'d>(shown: &[Shown<'d>], collapse: bool) -> (Vec<Shown<'d>>, Vec<Shown<'d>>) {
    let leading = |one: &Shown<'_>| takes_position(one.claim.act.value) || matches!(one.claim.act.value, Act::Assure | Act::Accept);
    let led: std::collections::BTreeSet<_> = shown.iter().filter(|one| leading(one)).map(|one| &one.statement.id).collect();
    let is_drawn = |one: &Shown<'_>| match collapse {
        true => one.shift.is_some(),
        false => leading(one) || !led.contains(&one.statement.id),
    };
    shown.iter().partition(|one| is_drawn(one))
}

/// What a claim is sorted under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaneKey<'d> {
    /// The lane of a demand.
    Demand(&'d DemandId),
    /// The lane of a speaker, within the one of the side.
    Actor(&'d ActorId, &'d ActorId),
    /// The lane of what is on no demand.
    None,
}

impl<'d> LaneKey<'d> {
    /// The lane of a claim.
    pub fn of(dataset: &'d Dataset, lanes: Lanes, collapse: bool, one: &Shown<'d>) -> Self {
        match (lanes, &one.claim.demand) {
            (Lanes::Actors, _) => LaneKey::Actor(dataset.principal_of(one.statement), &one.statement.speaker.value),
            (Lanes::Demands, None) => LaneKey::None,
            (Lanes::Demands, Some(demand)) if collapse => {
                LaneKey::Demand(dataset.demand_chain(&demand.value).last().expect("a chain begins with the demand itself"))
            }
            (Lanes::Demands, Some(demand)) => LaneKey::Demand(&demand.value),
        }
    }
}
