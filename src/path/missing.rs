//! Turns two records between which no path was found into the reason for it: what stands nearest, and why the next step fails.

use std::collections::VecDeque;

use super::every::{Wanted, every};
use super::network::Network;
use super::scan::{Clock, Reading, scan};
use super::shortest::shortest;
use super::time::order;
use super::{Meter, Options, Path, Search, Strength};
use crate::date::Certainty;

/// Why there is no path.
#[derive(Clone, Debug)]
pub enum Missing<'d> {
    /// The shortest path has more links than were asked for.
    TooLong {
        /// That path.
        path: Path<'d>,
    },
    /// Only links that the options leave out lead on.
    LeftOut {
        /// A path over links of any kind, with as few steps that are left out as there can be.
        path: Path<'d>,
        /// The first step of it that is left out, from 0: the record before it stands nearest.
        step: usize,
        /// How many of its steps are left out.
        steps: usize,
    },
    /// The end lies certainly before the start, so that no path can respect time.
    EndsEarlier,
    /// All that leads on goes back in time.
    GoesBack {
        /// The path to the record that stands nearest, and one step on: that one goes back. Its order is impossible; where that hangs on
        /// no two records alone, it is a whole path.
        path: Path<'d>,
        /// How many more links lead from there to the end, were time not looked at.
        left: usize,
    },
    /// Nothing at all joins the two.
    Apart {
        /// How many other records are linked with the one, over any number of links of any kind.
        from: usize,
        /// And how many with the other.
        to: usize,
    },
    /// The budget was met before it was known.
    Unsettled,
}

impl<'d> Missing<'d> {
    /// Looks for the reason, with the budget of a search of its own.
    pub(super) fn find(search: &mut Search<'_, 'd>, ends: (u32, u32)) -> Self {
        let mut meter = Meter::new(search.options.budget);
        let found = Self::look(search, ends, &mut meter);
        if meter.is_met { Missing::Unsettled } else { found }
    }

    fn look(search: &mut Search<'_, 'd>, (from, to): (u32, u32), meter: &mut Meter) -> Self {
        let Search { network, scratch, options, .. } = search;
        let longest = network.len();
        if !options.respect_time {
            let found = shortest(network, scratch, (from, to), Strength::Nearby, longest, meter);
            return match found {
                Some(found) => Missing::TooLong { path: search.path(&found) },
                None => Self::left_out(search, (from, to), meter),
            };
        }
        // The strongest way is told, although time turns back on it: it says more than a short one over what all records have in common.
        let direct = Strength::ALL.into_iter().find_map(|weakest| {
            let found = shortest(network, scratch, (from, to), weakest, longest, meter)?;
            Some((Wanted { from, to, weakest, some_link: Strength::Authored, longest, most: 1 }, found))
        });
        let Some((wanted, direct)) = direct else { return Self::left_out(search, (from, to), meter) };
        if order(&[network.span(from), network.span(to)]).certainty == Certainty::Impossible {
            return Missing::EndsEarlier;
        }
        let all = Wanted { weakest: Strength::Nearby, ..wanted };
        match every(&search.network, &mut search.scratch, &all, meter).pop() {
            Some(found) => Missing::TooLong { path: search.path(&found) },
            None => Self::goes_back(search, &wanted, direct, meter),
        }
    }

    /// The record from which the fewest links lead to the end, of those that are reached in time; then the one with the lowest number.
    fn goes_back(search: &mut Search<'_, 'd>, wanted: &Wanted, direct: Vec<u32>, meter: &mut Meter) -> Self {
        let network = &search.network;
        let clock = Clock::new(network, Reading::Kind);
        let reached = scan(network, &clock, wanted.from, wanted.weakest, meter);
        let left = distances(network, wanted.to, wanted.weakest, meter);
        let nearest = (0..network.len() as u32).filter(|node| reached.day(*node).is_some()).min_by_key(|node| left[*node as usize]);
        let nearest = nearest.unwrap_or(wanted.from);
        let onward = network.beside(nearest, wanted.weakest).iter().find(|hop| left[hop.node as usize] < left[nearest as usize]);
        let way = match nearest == wanted.from {
            true => Some(vec![nearest]),
            false => every(network, &mut search.scratch, &Wanted { to: nearest, ..*wanted }, meter).pop(),
        };
        match way.zip(onward) {
            Some((mut way, onward)) => {
                way.push(onward.node);
                Missing::GoesBack { path: search.path(&way), left: left[onward.node as usize] as usize }
            }
            // The scan takes each day on its own; together they may suit nobody, or only where the direct way turns back.
            None => {
                let whole = search.path(&direct);
                let end = whole.order.doubt.map_or(direct.len(), |(_, earlier)| earlier + 1);
                Missing::GoesBack { path: search.path(&direct[..end]), left: direct.len() - end }
            }
        }
    }

    fn left_out(search: &Search<'_, 'd>, (from, to): (u32, u32), meter: &mut Meter) -> Self {
        let options = Options { through: None, time_edges: true, respect_time: false, ..search.options.clone() };
        let all = Search::new(search.graph, &options);
        let found = Strength::ALL.into_iter().find_map(|weakest| over_all(&all.network, &search.network, (from, to), weakest, meter));
        match found {
            Some(nodes) => {
                let path = all.path(&nodes);
                let is_left_out = |step: &super::Step<'_>| step.links.iter().all(|link| !search.options.permits(link.kind));
                let steps = path.steps.iter().filter(|step| is_left_out(step)).count();
                let step = path.steps.iter().position(is_left_out).unwrap_or_default();
                Missing::LeftOut { path, step, steps }
            }
            None => {
                let mut linked = |node: u32| {
                    let links = distances(&all.network, node, Strength::Nearby, meter);
                    links.iter().filter(|links| **links != u32::MAX).count() - 1
                };
                Missing::Apart { from: linked(from), to: linked(to) }
            }
        }
    }
}

/// The number of links from each record to one, without a look at time; the greatest number where none lead there.
fn distances(network: &Network, to: u32, weakest: Strength, meter: &mut Meter) -> Vec<u32> {
    let mut links = vec![u32::MAX; network.len()];
    links[to as usize] = 0;
    let mut queue = VecDeque::from([to]);
    while let Some(node) = queue.pop_front() {
        let row = network.beside(node, weakest);
        if !meter.visit_all(row.len()) {
            break;
        }
        for hop in row {
            if links[hop.node as usize] == u32::MAX {
                links[hop.node as usize] = links[node as usize] + 1;
                queue.push_back(hop.node);
            }
        }
    }
    links
}

/// A path over the permitted network, and over links of the other one that are at least this strong: as few of those as can be.
fn over_all(all: &Network, permitted: &Network, (from, to): (u32, u32), weakest: Strength, meter: &mut Meter) -> Option<Vec<u32>> {
    let mut before: Vec<Option<(u32, u32)>> = vec![None; all.len()];
    let mut is_done = vec![false; all.len()];
    before[from as usize] = Some((0, from));
    let mut queue = VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        if std::mem::replace(&mut is_done[node as usize], true) {
            continue;
        }
        let (near, far) = (permitted.beside(node, Strength::Nearby), all.beside(node, weakest));
        if node == to || !meter.visit_all(near.len() + far.len()) {
            break;
        }
        let (known, _) = before[node as usize].expect("it was reached");
        for (hop, cost) in near.iter().map(|hop| (hop, 0)).chain(far.iter().map(|hop| (hop, 1))) {
            if before[hop.node as usize].is_none_or(|(least, _)| known + cost < least) {
                before[hop.node as usize] = Some((known + cost, node));
                if cost == 0 { queue.push_front(hop.node) } else { queue.push_back(hop.node) }
            }
        }
    }
    let mut path = vec![to];
    while path.last() != Some(&from) {
        path.push(before[path[path.len() - 1] as usize]?.1);
    }
    path.reverse();
    Some(path)
}
