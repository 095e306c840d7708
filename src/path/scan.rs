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

/// When one can come into a record and go on from it, as places in the row of all records by the day on which one can leave them: small
/// numbers, of which many fit into the cache.
#[derive(Clone, Copy, Debug)]
struct Gate {
    /// The first place that is too late to come in.
    closes: u32,
    /// Its own place.
    opens: u32,
}

/// The records of a network as one reading of their dates has them; the same for all scans.
#[derive(Debug)]
pub(super) struct Clock {
    gates: Vec<Gate>,
    /// The records in the order of the day on which one can leave them.
    order: Vec<u32>,
    /// That day, by the place in the order.
    days: Vec<i64>,
    /// For each record what its date is the date of, where that counts.
    occasions: Vec<u32>,
}

/// Neither a place nor an occasion.
const NONE: u32 = u32::MAX;

impl Clock {
    pub(super) fn new(network: &Network, reading: Reading) -> Self {
        let bounds = |node: u32| {
            let span = network.span(node);
            match (span.occasion, reading) {
                (None, _) => (i64::MAX, i64::MIN),
                (_, Reading::Kind) => (span.latest, span.earliest),
                (_, Reading::Strict) => (span.earliest, span.latest),
            }
        };
        let bounds: Vec<(i64, i64)> = (0..network.len() as u32).map(bounds).collect();
        let mut order: Vec<u32> = (0..network.len() as u32).collect();
        order.sort_by_key(|node| bounds[*node as usize].1);
        let days: Vec<i64> = order.iter().map(|node| bounds[*node as usize].1).collect();
        let closes = |(last, _): &(i64, i64)| Gate { closes: days.partition_point(|day| day <= last) as u32, opens: 0 };
        let mut gates: Vec<Gate> = bounds.iter().map(closes).collect();
        for (place, node) in order.iter().enumerate() {
            gates[*node as usize].opens = place as u32;
        }
        let occasion = |node: u32| if reading == Reading::Strict { network.span(node).occasion.unwrap_or(NONE) } else { NONE };
        Clock { gates, order, days, occasions: (0..network.len() as u32).map(occasion).collect() }
    }
}

/// What a scan reached.
#[derive(Debug)]
pub(super) struct Reached<'c> {
    clock: &'c Clock,
    /// For each record the place of the record on whose day it is reached.
    places: Vec<u32>,
}

impl Reached<'_> {
    /// The day on which a record is reached, the least number where that has no bound; none where it is not reached.
    pub(super) fn day(&self, node: u32) -> Option<i64> {
        self.clock.days.get(self.places[node as usize] as usize).copied()
    }
}

/// Reaches what can be reached without going back in time.
///
/// One scan forward in time: the records stand in the order of the day on which they can be reached at all, and each is settled the
/// first time that it can be. The days of different records are taken as independent of each other. A met budget ends the scan early.
///
/// What shares the date of the record whose day has come lies on its own day, however strictly one reads: it is looked at first, and over
/// what has no date, so that the answer hangs on no order of links.
pub(super) fn scan<'c>(network: &Network, clock: &'c Clock, from: u32, weakest: Strength, meter: &mut Meter) -> Reached<'c> {
    let mut places = vec![NONE; network.len()];
    // By place: what was come by before one could go on from it.
    let mut is_waiting = vec![0_u64; network.len().div_ceil(BITS)];
    let mut now = clock.gates[from as usize].opens;
    let mut home = clock.occasions[from as usize];
    let (mut at_home, mut elsewhere) = (vec![from], Vec::new());
    places[from as usize] = now;
    loop {
        while let Some((node, is_home)) = at_home.pop().map(|node| (node, true)).or_else(|| Some((elsewhere.pop()?, false))) {
            let row = network.beside(node, weakest);
            if !meter.visit_all(row.len()) {
                return Reached { clock, places };
            }
            for hop in row {
                let at = hop.node as usize;
                if places[at] != NONE {
                    continue;
                }
                let gate = clock.gates[at];
                let own = clock.occasions[at];
                if now >= gate.closes && !(is_home && own != NONE && own == home) {
                    continue;
                }
                if gate.opens > now {
                    is_waiting[gate.opens as usize / BITS] |= 1 << (gate.opens as usize % BITS);
                } else {
                    places[at] = now;
                    if is_home && (own == NONE || own == home) { at_home.push(hop.node) } else { elsewhere.push(hop.node) }
                }
            }
        }
        let Some(place) = next(&mut is_waiting, now as usize) else { return Reached { clock, places } };
        let node = clock.order[place];
        now = place as u32;
        if places[node as usize] == NONE {
            places[node as usize] = now;
            home = clock.occasions[node as usize];
            at_home.push(node);
        }
    }
}

/// So many records are scanned from at once.
pub(super) const TOGETHER: usize = BITS;

/// What scans from several records reached.
#[derive(Debug)]
pub(super) struct ReachedTogether<'c> {
    clock: &'c Clock,
    /// For each record the places of the records on whose days it is reached, one for each start.
    places: Vec<[u32; TOGETHER]>,
}

impl ReachedTogether<'_> {
    /// The same as [`Reached::day`], for the scan from this start.
    pub(super) fn day(&self, node: u32, start: usize) -> Option<i64> {
        self.clock.days.get(self.places[node as usize][start] as usize).copied()
    }
}

impl Clock {
    /// Where a record stands in the order of the days on which one can leave them.
    pub(super) fn place(&self, node: u32) -> u32 {
        self.gates[node as usize].opens
    }
}

/// The scans from at most [`TOGETHER`] records at once: time goes on for all of them together, and a record has a bit for each. What
/// several reach on the same day, they go on from together. Each answer is that of [`scan`], unless the budget, which is that of all
/// together, is met.
pub(super) fn scan_together<'c>(
    network: &Network,
    clock: &'c Clock,
    starts: &[u32],
    weakest: Strength,
    meter: &mut Meter,
) -> ReachedTogether<'c> {
    let mut found = ReachedTogether { clock, places: vec![[NONE; TOGETHER]; network.len()] };
    let mut is_there = vec![0_u64; network.len()];
    // By place: whose scan came by before one could go on from the record there, and the places where any did.
    let mut waiting = vec![0_u64; network.len()];
    let mut is_waiting = vec![0_u64; network.len().div_ceil(BITS)];
    for (bit, start) in starts.iter().enumerate() {
        let opens = clock.gates[*start as usize].opens as usize;
        waiting[opens] |= 1 << bit;
        is_waiting[opens / BITS] |= 1 << (opens % BITS);
    }
    // Whose scans have come to a record and not gone on from it yet.
    let mut arrived = vec![0_u64; network.len()];
    let (mut at_home, mut elsewhere) = (Vec::new(), Vec::new());
    let mut from = 0;
    while let Some(place) = next(&mut is_waiting, from) {
        from = place;
        let (now, first) = (place as u32, clock.order[place]);
        let home = clock.occasions[first as usize];
        let mut reach = |node: u32, bits: u64, into: &mut Vec<u32>, arrived: &mut [u64], is_there: &mut [u64]| {
            is_there[node as usize] |= bits;
            if arrived[node as usize] == 0 {
                into.push(node);
            }
            arrived[node as usize] |= bits;
            let places = &mut found.places[node as usize];
            let mut left = bits;
            while left != 0 {
                places[left.trailing_zeros() as usize] = now;
                left &= left - 1;
            }
        };
        let bits = waiting[place] & !is_there[first as usize];
        if bits != 0 {
            reach(first, bits, &mut at_home, &mut arrived, &mut is_there);
        }
        while let Some((node, is_home)) = at_home.pop().map(|node| (node, true)).or_else(|| Some((elsewhere.pop()?, false))) {
            let bits = std::mem::take(&mut arrived[node as usize]);
            let row = network.beside(node, weakest);
            if !meter.visit_all(row.len()) {
                return found;
            }
            for hop in row {
                let at = hop.node as usize;
                let bits = bits & !is_there[at];
                if bits == 0 {
                    continue;
                }
                let gate = clock.gates[at];
                let own = clock.occasions[at];
                if now >= gate.closes && !(is_home && own != NONE && own == home) {
                    continue;
                }
                if gate.opens > now {
                    waiting[gate.opens as usize] |= bits;
                    is_waiting[gate.opens as usize / BITS] |= 1 << (gate.opens as usize % BITS);
                } else {
                    let into = if is_home && (own == NONE || own == home) { &mut at_home } else { &mut elsewhere };
                    reach(hop.node, bits, into, &mut arrived, &mut is_there);
                }
            }
        }
    }
    found
}

const BITS: usize = u64::BITS as usize;

/// Takes out the first bit from a place on; none lies before it.
fn next(bits: &mut [u64], from: usize) -> Option<usize> {
    let word = (from / BITS..bits.len()).find(|word| bits[*word] != 0)?;
    let bit = bits[word].trailing_zeros() as usize;
    bits[word] &= bits[word] - 1;
    Some(word * BITS + bit)
}
