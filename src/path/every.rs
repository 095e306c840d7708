//! Turns two records of a network into the paths between them, one length after the other, without walking where none can end well.

use super::network::Network;
use super::time::{Span, order};
use super::{Meter, Strength};
use crate::date::Certainty;

/// For each record, with how many links left the target can still be reached, and on what day one must have come in at the latest.
///
/// An entry `(links, day)` holds from that many links on; entries are in the order of the links, each with a later day than the last.
#[derive(Debug)]
struct Horizon {
    entries: Vec<Vec<(u32, i64)>>,
}

impl Horizon {
    /// Walks back from the target, one link at a time, as long as that gives anybody more time. None where the budget is met.
    fn new(network: &Network, to: u32, weakest: Strength, longest: usize, meter: &mut Meter) -> Option<Self> {
        let mut entries: Vec<Vec<(u32, i64)>> = vec![Vec::new(); network.len()];
        entries[to as usize].push((0, network.span(to).latest));
        let mut rim = vec![to];
        for links in 1..=u32::try_from(longest).unwrap_or(u32::MAX) {
            let mut next = Vec::new();
            // Days as they were with one link less: what changes in this round counts in the next one.
            let days: Vec<i64> = rim.iter().map(|node| entries[*node as usize].last().expect("it is on the rim").1).collect();
            for (node, day) in rim.into_iter().zip(days) {
                let row = network.beside(node, weakest);
                if !meter.visit_all(row.len()) {
                    return None;
                }
                for hop in row {
                    let Span { earliest, latest, .. } = network.span(hop.node);
                    let day = day.min(latest);
                    let own = &mut entries[hop.node as usize];
                    if day < earliest || own.last().is_some_and(|(_, known)| *known >= day) {
                        continue;
                    }
                    match own.last_mut() {
                        Some(entry) if entry.0 == links => entry.1 = day,
                        _ => {
                            own.push((links, day));
                            next.push(hop.node);
                        }
                    }
                }
            }
            if next.is_empty() {
                break;
            }
            rim = next;
        }
        Some(Horizon { entries })
    }

    /// Whether the target may be reached from a record that one is at on this day, with at most so many links.
    fn is_open(&self, node: u32, day: i64, links: usize) -> bool {
        self.entries[node as usize]
            .iter()
            .take_while(|(least, _)| *least as usize <= links)
            .last()
            .is_some_and(|(_, latest)| day <= *latest)
    }

    /// The least number of links with which the target may be reached.
    fn least(&self, node: u32, day: i64) -> Option<usize> {
        self.entries[node as usize].iter().find(|(_, latest)| day <= *latest).map(|(links, _)| *links as usize)
    }
}

/// What the walk is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) from: u32,
    pub(super) to: u32,
    /// The links that are walked are at least this strong.
    pub(super) weakest: Strength,
    /// Only paths with at least one link that is no stronger than this are given.
    pub(super) some_link: Strength,
    /// Longer paths are left out.
    pub(super) longest: usize,
    /// After so many the walk ends.
    pub(super) most: usize,
}

/// The paths without a repeated record, the shorter before the longer; of equal length, where two part, the one that goes on to the
/// record that comes earlier in the row. None goes certainly back in time. A met budget ends the list early.
pub(super) fn every(network: &Network, wanted: &Wanted, meter: &mut Meter) -> Vec<Vec<u32>> {
    let mut found = Vec::new();
    let start = network.span(wanted.from).earliest;
    if wanted.from == wanted.to {
        return found;
    }
    let Some(horizon) = Horizon::new(network, wanted.to, wanted.weakest, wanted.longest, meter) else { return found };
    let Some(least) = horizon.least(wanted.from, start) else { return found };
    // No path is longer than the part of the network that leads to the target.
    let connected = horizon.entries.iter().filter(|entries| !entries.is_empty()).count();
    let mut walk = Walk { network, wanted, horizon, path: Vec::new(), is_on_path: vec![false; network.len()], found: &mut found };
    for links in least..=wanted.longest.min(connected.saturating_sub(1)) {
        if !walk.of_length(links, start, meter) {
            break;
        }
    }
    found
}

struct Walk<'n> {
    network: &'n Network,
    wanted: &'n Wanted,
    horizon: Horizon,
    path: Vec<u32>,
    is_on_path: Vec<bool>,
    found: &'n mut Vec<Vec<u32>>,
}

/// A record on the path that is being walked, with the place in its row of what comes next.
struct Frame {
    node: u32,
    next: usize,
    day: i64,
    /// The weakest link so far.
    weakest: Strength,
}

impl Walk<'_> {
    /// Walks all paths of exactly this many links. False when the walk is over: enough was found, or the budget is met.
    fn of_length(&mut self, length: usize, start: i64, meter: &mut Meter) -> bool {
        let mut frames = vec![Frame { node: self.wanted.from, next: 0, day: start, weakest: Strength::Authored }];
        self.path.push(self.wanted.from);
        self.is_on_path[self.wanted.from as usize] = true;
        let mut goes_on = true;
        while goes_on && let Some(frame) = frames.last_mut() {
            let Some(hop) = self.network.beside(frame.node, self.wanted.weakest).get(frame.next).copied() else {
                self.is_on_path[frame.node as usize] = false;
                self.path.pop();
                frames.pop();
                continue;
            };
            frame.next += 1;
            if !meter.visit() {
                goes_on = false;
                break;
            }
            let left = length - self.path.len();
            let Span { earliest, latest, .. } = self.network.span(hop.node);
            let day = frame.day.max(earliest);
            let is_last = hop.node == self.wanted.to;
            if self.is_on_path[hop.node as usize] || is_last != (left == 0) || day > latest || !self.horizon.is_open(hop.node, day, left) {
                continue;
            }
            let weakest = frame.weakest.max(hop.strength);
            self.path.push(hop.node);
            if !is_last {
                self.is_on_path[hop.node as usize] = true;
                frames.push(Frame { node: hop.node, next: 0, day, weakest });
                continue;
            }
            if weakest >= self.wanted.some_link && self.is_in_order() {
                self.found.push(self.path.clone());
                goes_on = self.found.len() < self.wanted.most;
            }
            self.path.pop();
        }
        for node in self.path.drain(..) {
            self.is_on_path[node as usize] = false;
        }
        goes_on
    }

    /// Records of one occasion share their day, which the days of the frames do not know.
    fn is_in_order(&self) -> bool {
        let spans: Vec<Span> = self.path.iter().map(|node| self.network.span(*node)).collect();
        order(&spans).certainty != Certainty::Impossible
    }
}
