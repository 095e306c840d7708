//! Arranges claims in lanes, and the lanes in their order.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::Day;
use crate::graph::{Graph, TimeKey, time_order};
use crate::id::{ActorId, DemandId};
use crate::model::{Act, Dataset};
use crate::position::Thread;

use super::select::{LaneKey, Row, Shown, split};
use super::settle::{cut_off, within_range};
use super::silence::silence;
use super::status::{self, Held};
use super::{Lanes, Options, Status};

/// What is arranged: the rows, what is listed below them, and how many claims lie before and after the range.
pub struct Arranged<'d> {
    /// The lanes with what is drawn in them.
    pub rows: Vec<Row<'d>>,
    /// What is listed and not drawn.
    pub listed: Vec<Shown<'d>>,
    /// Claims that certainly lie before `from`, and after `to`.
    pub outside: (usize, usize),
}

/// Arranges claims. With `draw_all`, or when they are collapsed, no remark is moved to the list by its act alone. What each lane came to
/// is judged by `record`: all that was said on what the view is about, whether it is shown or not.
pub fn arrange<'d>(
    graph: &Graph<'d>,
    threads: &[Thread<'d>],
    shown: Vec<Shown<'d>>,
    record: &[Shown<'d>],
    lanes: Lanes,
    draw_all: bool,
    options: &Options,
) -> Arranged<'d> {
    let dataset = graph.dataset();
    let mut groups: BTreeMap<LaneKey<'d>, Vec<Shown<'d>>> = BTreeMap::new();
    for one in shown {
        groups.entry(LaneKey::of(dataset, lanes, options.collapse, &one)).or_default().push(one);
    }
    let mut records: BTreeMap<LaneKey<'d>, Vec<&Shown<'d>>> = BTreeMap::new();
    for one in record {
        records.entry(LaneKey::of(dataset, lanes, options.collapse, one)).or_default().push(one);
    }
    let order = order(dataset, &groups);
    let day = cut_off(dataset, options);
    let mut arranged = Arranged { rows: Vec::new(), listed: Vec::new(), outside: (0, 0) };
    let with_lane: Vec<&DemandId> =
        groups.keys().filter_map(|key| if let LaneKey::Demand(demand) = key { Some(*demand) } else { None }).collect();
    for key in order {
        let group = &groups[&key];
        let record = records.get(&key).map_or(&[][..], Vec::as_slice);
        let mut status = lane_status(dataset, threads, key, group, record, options, day);
        let by_act = if draw_all && !options.collapse { (group.clone(), Vec::new()) } else { split(group, options.collapse) };
        let drawn = within_range(options, by_act.0, &mut arranged.outside);
        arranged.listed.extend(within_range(options, by_act.1, &mut arranged.outside));
        status.silence = silence(&drawn, record, day, options.as_of);
        let (id, title, depth) = match key {
            LaneKey::Demand(demand) => {
                let above = dataset.demand_chain(demand).skip(1).filter(|above| with_lane.contains(above)).count();
                (demand.to_string(), dataset.demands[demand].title.value.clone(), above)
            }
            LaneKey::Actor(side, speaker) => (speaker.to_string(), actor_title(dataset, side, speaker), 0),
            LaneKey::None => ("none".to_owned(), "On no demand".to_owned(), 0),
        };
        if !drawn.is_empty() {
            arranged.rows.push(Row { id, title, depth, drawn, status });
        }
    }
    arranged
}

fn actor_title(dataset: &Dataset, side: &ActorId, speaker: &ActorId) -> String {
    let name = |id: &ActorId| dataset.actors[id].name.value.clone();
    if side == speaker { name(speaker) } else { format!("{} ({})", name(speaker), name(side)) }
}

/// The lanes in order. Demands: by their tree, and on each level by the first date, then by the id; trees in which nobody asks for
/// anything, and only answers are given to what others ask, come last. Speakers: by side, each by the first date.
fn order<'d>(dataset: &'d Dataset, groups: &BTreeMap<LaneKey<'d>, Vec<Shown<'d>>>) -> Vec<LaneKey<'d>> {
    let key_of = |group: &[Shown<'_>]| group.iter().map(|one| time_order(one.statement.said_on())).min().expect("a group is not empty");
    let mut first: BTreeMap<&DemandId, (bool, TimeKey, &DemandId)> = BTreeMap::new();
    let mut sides: BTreeMap<&ActorId, TimeKey> = BTreeMap::new();
    for (key, group) in groups {
        match key {
            LaneKey::Demand(lane) => {
                let asks = group.iter().any(|one| matches!(one.claim.act.value, Act::Appeal | Act::Demand | Act::Offer | Act::Threaten));
                for demand in dataset.demand_chain(lane) {
                    let of = (!asks && dataset.demands[demand].broader.is_none(), key_of(group), demand);
                    let entry = first.entry(demand).or_insert(of);
                    *entry = (entry.0 && of.0, entry.1.min(of.1), demand);
                }
            }
            LaneKey::Actor(side, _) => {
                let entry = sides.entry(side).or_insert(key_of(group));
                *entry = (*entry).min(key_of(group));
            }
            LaneKey::None => {}
        }
    }
    let rank = |key: &LaneKey<'d>| match key {
        LaneKey::Demand(lane) => {
            let mut path: Vec<_> = dataset.demand_chain(lane).map(|demand| first[demand]).collect();
            path.reverse();
            (0, path, None)
        }
        LaneKey::Actor(side, speaker) => (0, Vec::new(), Some((sides[side], *side, key_of(&groups[key]), *speaker))),
        LaneKey::None => (1, Vec::new(), None),
    };
    let mut order: Vec<LaneKey<'d>> = groups.keys().copied().collect();
    order.sort_by_cached_key(rank);
    order
}

/// What became of a lane: of a demand, what each side that speaks in it holds, that of the principal first; of a speaker, what he last
/// moved.
fn lane_status<'d>(
    dataset: &'d Dataset,
    threads: &[Thread<'d>],
    key: LaneKey<'d>,
    group: &[Shown<'d>],
    record: &[&Shown<'d>],
    options: &Options,
    cut_off: Option<Day>,
) -> Status {
    let held = match key {
        LaneKey::Demand(lane) => {
            let sides: BTreeSet<&ActorId> = group.iter().map(|one| dataset.principal_of(one.statement)).collect();
            let is_of_lane = |demand: &DemandId| if options.collapse { dataset.is_within(demand, lane) } else { demand == lane };
            let held = sides.into_iter().map(|side| {
                let own = threads.iter().filter(|thread| thread.principal == side && is_of_lane(thread.demand));
                (dataset.actors[side].name.value.as_str(), Held::of_latest(own), side)
            });
            let mut held: Vec<_> = held.collect();
            let principal = options.actor.as_ref().or(dataset.manifest.focus.as_ref().map(|focus| &focus.value));
            let principal = principal.map(|actor| dataset.principal(actor));
            held.sort_by_cached_key(|(_, held, side)| {
                (Some(*side) != principal, held.is_none(), held.as_ref().map(|held| time_order(held.introduced.said_on())), *side)
            });
            held.into_iter().map(|(name, held, _)| (name, held)).collect()
        }
        LaneKey::Actor(side, speaker) => {
            vec![(dataset.actors[speaker].name.value.as_str(), Held::of_speaker(dataset, threads, side, record))]
        }
        LaneKey::None => Vec::new(),
    };
    status::of_lane(held, record, cut_off)
}
