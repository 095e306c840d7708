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

/// The records of a network as one reading of their dates has them; the same for all scans.
#[derive(Debug)]
pub(super) struct Clock {
    reading: Reading,
    /// For each record the last day on which one can enter it, and the first on which one can leave it.
    gates: Vec<(i64, i64)>,
    /// The records in the order of the day on which one can leave them.
    order: Vec<u32>,
}

impl Clock {
    pub(super) fn new(network: &Network, reading: Reading) -> Self {
        let gate = |node: u32| {
            let span = network.span(node);
            match (span.occasion, reading) {
                (None, _) => (i64::MAX, i64::MIN),
                (_, Reading::Kind) => (span.latest, span.earliest),
                (_, Reading::Strict) => (span.earliest, span.latest),
            }
        };
        let gates: Vec<(i64, i64)> = (0..network.len() as u32).map(gate).collect();
        let mut order: Vec<u32> = (0..network.len() as u32).collect();
        order.sort_by_key(|node| gates[*node as usize].1);
        Clock { reading, gates, order }
    }
}

/// The day on which each record is reached without going back in time; none where it is not.
///
/// One scan forward in time: the records stand in the order of the day on which they can be reached at all, and each is settled the
/// first time that it can be. The days of different records are taken as independent of each other. A met budget ends the scan early.
pub(super) fn scan(network: &Network, clock: &Clock, from: u32, weakest: Strength, meter: &mut Meter) -> Vec<Option<i64>> {
    let mut reached = vec![None; network.len()];
    // The occasion of the last dated record on the way: it lies on its own day, however strictly one reads.
    let mut occasion = vec![None; network.len()];
    let mut is_touched = vec![false; network.len()];
    let mut now = clock.gates[from as usize].1;
    let mut ready = vec![from];
    reached[from as usize] = Some(now);
    occasion[from as usize] = network.span(from).occasion;
    let mut later = clock.order.iter();
    loop {
        while let Some(node) = ready.pop() {
            let row = network.beside(node, weakest);
            if !meter.visit_all(row.len()) {
                return reached;
            }
            for hop in row {
                let place = hop.node as usize;
                let (gate, day) = clock.gates[place];
                if reached[place].is_some() {
                    continue;
                }
                let of = if clock.reading == Reading::Strict { network.span(hop.node).occasion } else { None };
                if now > gate && (of.is_none() || of != occasion[node as usize]) {
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
        let next = later.find(|node| is_touched[**node as usize] && reached[**node as usize].is_none());
        let Some(next) = next.copied() else { return reached };
        now = clock.gates[next as usize].1;
        reached[next as usize] = Some(now);
        occasion[next as usize] = network.span(next).occasion;
        ready.push(next);
    }
}
