//! Turns two records of a network into the paths between them, one length after the other, without walking where none can end well.

use super::near::{Distances, OnPath, measure};
use super::network::{Hop, Network};
use super::shortest::Scratch;
use super::time::{Span, order};
use super::{Meter, Strength};
use crate::date::Certainty;

/// For each record, with how many links left the target can still be reached, and on what day one must have come in at the latest.
///
/// An entry `(links, day)` holds from that many links on; entries are in the order of the links, each with a later day than the last.
#[derive(Debug)]
struct Timed {
    entries: Vec<Vec<(u32, i64)>>,
}

impl Timed {
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
        Some(Timed { entries })
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

/// Where the walk may go on so that it can still end well.
enum Horizon<'s> {
    /// Time is looked at.
    Timed(Timed),
    /// It is not: only the number of links counts.
    Timeless(Distances<'s>),
}

impl Horizon<'_> {
    fn is_open(&self, node: u32, day: i64, links: usize) -> bool {
        match self {
            Horizon::Timed(timed) => timed.is_open(node, day, links),
            Horizon::Timeless(distances) => distances.to_end(node).is_some_and(|least| least <= links),
        }
    }

    fn least(&self, node: u32, day: i64) -> Option<usize> {
        match self {
            Horizon::Timed(timed) => timed.least(node, day),
            Horizon::Timeless(distances) => distances.to_end(node),
        }
    }

    /// The number of records from which the end may be reached, or more.
    fn connected(&self) -> usize {
        match self {
            Horizon::Timed(timed) => timed.entries.iter().filter(|entries| !entries.is_empty()).count(),
            Horizon::Timeless(distances) => distances.connected,
        }
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
pub(super) fn every(network: &Network, scratch: &mut Scratch, wanted: &Wanted, meter: &mut Meter) -> Vec<Vec<u32>> {
    let mut found = Vec::new();
    if wanted.from != wanted.to {
        // None where the budget is met before anything was found.
        let _ = walk(network, scratch, wanted, &mut found, meter);
        scratch.renew(network.len() as u32);
    }
    found
}

fn walk(network: &Network, scratch: &mut Scratch, wanted: &Wanted, found: &mut Vec<Vec<u32>>, meter: &mut Meter) -> Option<()> {
    let (horizon, on_path) = match network.is_timed() {
        true => {
            let timed = Timed::new(network, wanted.to, wanted.weakest, wanted.longest, meter)?;
            (Horizon::Timed(timed), OnPath::new(&mut scratch.is_on_one, scratch.base))
        }
        false => {
            let (distances, on_path) = measure(network, scratch, (wanted.from, wanted.to), wanted.weakest, wanted.longest, meter)?;
            (Horizon::Timeless(distances), on_path)
        }
    };
    let start = network.span(wanted.from).earliest;
    let least = horizon.least(wanted.from, start)?;
    // No path is longer than the part of the network that leads to the end.
    let longest = wanted.longest.min(horizon.connected().saturating_sub(1));
    let mut walk = Walk { network, wanted, horizon, path: Vec::new(), on_path, found };
    for links in least..=longest {
        if !walk.of_length(links, start, meter) {
            break;
        }
    }
    Some(())
}

struct Walk<'w> {
    network: &'w Network,
    wanted: &'w Wanted,
    horizon: Horizon<'w>,
    path: Vec<u32>,
    on_path: OnPath<'w>,
    found: &'w mut Vec<Vec<u32>>,
}

/// A record on the path that is being walked, with what is left of its row.
struct Frame<'w> {
    node: u32,
    rest: std::slice::Iter<'w, Hop>,
    day: i64,
    /// The weakest link so far.
    weakest: Strength,
}

impl<'w> Walk<'w> {
    fn frame(&self, node: u32, day: i64, weakest: Strength) -> Frame<'w> {
        Frame { node, rest: self.network.beside(node, self.wanted.weakest).iter(), day, weakest }
    }

    /// Walks all paths of exactly this many links. False when the walk is over: enough was found, or the budget is met.
    fn of_length(&mut self, length: usize, start: i64, meter: &mut Meter) -> bool {
        let mut frames: Vec<Frame<'w>> = Vec::new();
        let is_timed = self.network.is_timed();
        let mut goes_on = self.step_to(self.frame(self.wanted.from, start, Strength::Authored), length, &mut frames);
        while goes_on && let Some(frame) = frames.last_mut() {
            let Some(hop) = frame.rest.next() else {
                self.on_path.set(frame.node, false);
                self.path.pop();
                frames.pop();
                continue;
            };
            if !meter.visit() {
                goes_on = false;
                break;
            }
            let left = length - self.path.len();
            // Where time is not looked at, neither are the spans: most records of a row lead nowhere.
            let span = if is_timed { self.network.span(hop.node) } else { Span::TIMELESS };
            let day = frame.day.max(span.earliest);
            // The end is reached by the last link alone.
            if hop.node != self.wanted.to && day <= span.latest && self.horizon.is_open(hop.node, day, left) && !self.on_path.has(hop.node)
            {
                let weakest = frame.weakest.max(hop.strength);
                goes_on = self.step_to(self.frame(hop.node, day, weakest), left, &mut frames);
            }
        }
        for node in self.path.drain(..) {
            self.on_path.set(node, false);
        }
        goes_on
    }

    /// Takes a record into the path; with one link left the path ends, and the record is taken out again. False when enough was found.
    fn step_to(&mut self, frame: Frame<'w>, left: usize, frames: &mut Vec<Frame<'w>>) -> bool {
        if left > 1 {
            self.path.push(frame.node);
            self.on_path.set(frame.node, true);
            frames.push(frame);
            return true;
        }
        // With one link left, what is open is beside the end.
        let last = self.network.strength(frame.node, self.wanted.to).filter(|last| *last <= self.wanted.weakest);
        if last.is_none_or(|last| frame.weakest.max(last) < self.wanted.some_link) {
            return true;
        }
        self.path.extend([frame.node, self.wanted.to]);
        if !self.network.is_timed() || self.is_in_order() {
            self.found.push(self.path.clone());
        }
        self.path.truncate(self.path.len() - 2);
        self.found.len() < self.wanted.most
    }

    /// Records of one occasion share their day, which the days of the frames do not know.
    fn is_in_order(&self) -> bool {
        let spans: Vec<Span> = self.path.iter().map(|node| self.network.span(*node)).collect();
        order(&spans).certainty != Certainty::Impossible
    }
}
