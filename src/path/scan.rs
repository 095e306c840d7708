//! Turns a network and a record into the records that are reached from it without going back in time.

use super::network::Network;
use super::{Meter, Strength};

/// Which bound of the dates a scan goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Every date is as kind as it can be: finds all that can possibly be reached, and the earliest day of being there.
    Kind,
    /// Every date is as unkind as it can be: finds what is certainly reached, and the day by which one is there at the latest.
    Strict,
}

/// The day on which each record is reached without going back in time; none where it is not.
///
/// One scan forward in time: the records stand in the order of the day on which they can be reached at all, and each is settled the
/// first time that it can be. The days of different records are taken as independent of each other.
pub(super) fn scan(network: &Network, from: u32, reading: Reading, weakest: Strength, meter: &mut Meter) -> Vec<Option<i64>> {
    // One enters a record on days up to its gate, and leaves it no earlier than its day.
    let gate_and_day = |node: u32| {
        let span = network.span(node);
        match (span.occasion, reading) {
            (None, _) => (i64::MAX, i64::MIN),
            (_, Reading::Kind) => (span.latest, span.earliest),
            (_, Reading::Strict) => (span.earliest, span.latest),
        }
    };
    let mut order: Vec<u32> = (0..network.len() as u32).collect();
    order.sort_by_key(|node| gate_and_day(*node).1);
    let mut reached = vec![None; network.len()];
    // The occasion of the last dated record on the way, where the scan is strict.
    let mut occasion = vec![None; network.len()];
    let mut is_touched = vec![false; network.len()];
    let mut ready = Vec::new();
    reached[from as usize] = Some(gate_and_day(from).1);
    occasion[from as usize] = network.span(from).occasion;
    ready.push(from);
    let mut later = order.into_iter();
    let mut now = gate_and_day(from).1;
    loop {
        while let Some(node) = ready.pop() {
            for hop in network.beside(node, weakest) {
                if !meter.visit() {
                    return reached;
                }
                let (gate, day) = gate_and_day(hop.node);
                let place = hop.node as usize;
                let of = network.span(hop.node).occasion;
                let same = of.is_some() && of == occasion[node as usize];
                if reached[place].is_some() || now > gate && !same {
                    continue;
                }
                if day > now {
                    is_touched[place] = true;
                } else {
                    reached[place] = Some(now);
                    occasion[place] = of.or(occasion[node as usize]);
                    ready.push(hop.node);
                }
            }
        }
        let Some(next) = later.find(|node| is_touched[*node as usize] && reached[*node as usize].is_none()) else { return reached };
        now = gate_and_day(next).1;
        reached[next as usize] = Some(now);
        occasion[next as usize] = network.span(next).occasion;
        ready.push(next);
    }
}
