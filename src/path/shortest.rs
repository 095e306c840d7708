//! Turns two records of a network into the shortest path between them, searched from both ends at once.

use super::network::Network;
use super::{Meter, Strength};

/// What a search has written down about each record; kept from one search to the next, so that none has to wipe it.
#[derive(Debug)]
pub(super) struct Scratch {
    /// A mark at or above `base` was made by the search that is running: the number of links from the end it was reached from.
    pub(super) base: u32,
    pub(super) ahead: Vec<u32>,
    pub(super) back: Vec<u32>,
    /// Whether a record of the forward half lies on a shortest path, or on the path that is being walked.
    pub(super) is_on_one: Vec<u32>,
}

impl Scratch {
    pub(super) fn new(records: usize) -> Self {
        Scratch { base: 1, ahead: vec![0; records], back: vec![0; records], is_on_one: vec![0; records] }
    }

    /// A scratch after so many searches that so few numbers are left for marks.
    #[cfg(test)]
    pub(super) fn near_the_end(records: usize, left: u32) -> Self {
        let most = records as u32 + 2;
        Scratch { base: u32::MAX - most - left, ..Scratch::new(records) }
    }

    /// Makes all marks old. A search marks at most as many links as there are records.
    pub(super) fn renew(&mut self, used: u32) {
        let most = self.ahead.len() as u32 + 2;
        match self.base.checked_add(used + 2).filter(|base| base.checked_add(most).is_some()) {
            Some(base) => self.base = base,
            None => *self = Scratch::new(self.ahead.len()),
        }
    }
}

/// One of the two searches: the records at its rim, in the order in which they were reached.
struct Rim {
    nodes: Vec<u32>,
    links: u32,
    /// How many records lie beside those of the rim, at most.
    cost: usize,
}

/// The first of the shortest paths over links that are at least this strong, of at most `longest` links; none where there is none, or
/// where the budget is met. Does not look at time.
///
/// Of equally short paths the first: where two part, the one that goes on to the record that comes earlier in the row.
pub(super) fn shortest(
    network: &Network,
    scratch: &mut Scratch,
    ends: (u32, u32),
    weakest: Strength,
    longest: usize,
    meter: &mut Meter,
) -> Option<Vec<u32>> {
    let (met, used) = meet(network, scratch, ends, weakest, (longest, Stop::WithAllMeetings), meter);
    let path = met.map(|met| match met.links {
        0 => vec![ends.0],
        _ => first(network, scratch, ends, weakest, (met.middle, met.ahead)),
    });
    scratch.renew(used);
    path
}

/// The number of links of the shortest paths, under the same conditions.
pub(super) fn distance(
    network: &Network,
    scratch: &mut Scratch,
    ends: (u32, u32),
    weakest: Strength,
    longest: usize,
    meter: &mut Meter,
) -> Option<usize> {
    let (met, used) = meet(network, scratch, ends, weakest, (longest, Stop::AtFirstMeeting), meter);
    scratch.renew(used);
    met.map(|met| met.links as usize)
}

/// When a search from both ends is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// When it is known how long the path is.
    AtFirstMeeting,
    /// When all records in the middle of a shortest path are known.
    WithAllMeetings,
}

/// Where the two searches met.
struct Met {
    /// The number of links of the shortest paths.
    links: u32,
    /// How many of them the search from the start has gone.
    ahead: u32,
    /// Records that both reached.
    middle: Vec<u32>,
}

/// Searches from both ends at once, always from the one whose rim costs less. Also says up to which number marks were made.
fn meet(
    network: &Network,
    scratch: &mut Scratch,
    (from, to): (u32, u32),
    weakest: Strength,
    (longest, stop): (usize, Stop),
    meter: &mut Meter,
) -> (Option<Met>, u32) {
    if from == to {
        return (Some(Met { links: 0, ahead: 0, middle: Vec::new() }), 0);
    }
    let base = scratch.base;
    let rim = |node: u32| Rim { nodes: vec![node], links: 0, cost: network.degree(node) };
    let (mut ahead, mut back) = (rim(from), rim(to));
    scratch.ahead[from as usize] = base;
    scratch.back[to as usize] = base;
    let mut middle = Vec::new();
    while middle.is_empty() && !ahead.nodes.is_empty() && !back.nodes.is_empty() && ((ahead.links + back.links) as usize) < longest {
        let is_ahead = ahead.cost <= back.cost;
        let (side, own, other) = match is_ahead {
            true => (&mut ahead, &mut scratch.ahead, &scratch.back),
            false => (&mut back, &mut scratch.back, &scratch.ahead),
        };
        let rim = std::mem::take(&mut side.nodes);
        (side.links, side.cost) = (side.links + 1, 0);
        'rim: for node in rim {
            let row = network.beside(node, weakest);
            if !meter.visit_all(row.len()) {
                return (None, ahead.links.max(back.links));
            }
            for hop in row {
                if own[hop.node as usize] < base {
                    own[hop.node as usize] = base + side.links;
                    side.cost += network.degree(hop.node);
                    side.nodes.push(hop.node);
                    // All meetings on the rim of the first one lie on shortest paths: before it the two halves had no record in common.
                    if other[hop.node as usize] >= base {
                        middle.push(hop.node);
                        if stop == Stop::AtFirstMeeting {
                            break 'rim;
                        }
                    }
                }
            }
        }
    }
    let met = (!middle.is_empty()).then_some(Met { links: ahead.links + back.links, ahead: ahead.links, middle });
    (met, ahead.links.max(back.links))
}

/// All records that are reached over links that are at least this strong, those over fewer links first; the one that one starts from is
/// the first. A met budget ends the list early. Does not look at time.
pub(super) fn reached(network: &Network, scratch: &mut Scratch, from: u32, weakest: Strength, meter: &mut Meter) -> Vec<u32> {
    let base = scratch.base;
    let mut found = vec![from];
    scratch.ahead[from as usize] = base;
    let mut at = 0;
    while let Some(node) = found.get(at) {
        let row = network.beside(*node, weakest);
        if !meter.visit_all(row.len()) {
            break;
        }
        for hop in row {
            if std::mem::replace(&mut scratch.ahead[hop.node as usize], base) != base {
                found.push(hop.node);
            }
        }
        at += 1;
    }
    scratch.renew(0);
    found
}

/// Walks from one end to the other over records that lie on shortest paths, always to the first in the row.
fn first(network: &Network, scratch: &mut Scratch, ends: (u32, u32), weakest: Strength, middle: (Vec<u32>, u32)) -> Vec<u32> {
    let base = scratch.base;
    let (mut layer, mut links) = middle;
    layer.iter().for_each(|node| scratch.is_on_one[*node as usize] = base);
    while links > 1 {
        links -= 1;
        let mut nearer = Vec::new();
        for node in layer {
            for hop in network.beside(node, weakest) {
                let place = hop.node as usize;
                if scratch.ahead[place] == base + links && scratch.is_on_one[place] != base {
                    scratch.is_on_one[place] = base;
                    nearer.push(hop.node);
                }
            }
        }
        layer = nearer;
    }
    let mut path = vec![ends.0];
    let mut at = ends.0;
    while at != ends.1 {
        let (ahead, back) = (scratch.ahead[at as usize], scratch.back[at as usize]);
        let goes_on = |node: usize| match back >= base {
            true => scratch.back[node] >= base && scratch.back[node] + 1 == back,
            false => scratch.ahead[node] == ahead + 1 && scratch.is_on_one[node] == base,
        };
        let next = network.beside(at, weakest).iter().find(|hop| goes_on(hop.node as usize));
        at = next.expect("a record on a shortest path has one after it").node;
        path.push(at);
    }
    path
}
