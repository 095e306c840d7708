//! Turns the dates along a path into an answer to whether it ever goes back in time, and a network into what can be reached in time.

use std::collections::HashMap;

use super::network::Network;
use super::{Meter, Strength};
use crate::date::Certainty;

/// The days on which a record may lie, as numbers; without a bound the least or greatest number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) earliest: i64,
    pub(super) latest: i64,
    /// What the date is the date of: records with the same occasion lie on the same day. None for what has no place in time.
    pub(super) occasion: Option<u32>,
}

impl Span {
    /// The span of actors and demands, which are not on any day.
    pub(super) const TIMELESS: Span = Span { earliest: i64::MIN, latest: i64::MAX, occasion: None };
}

/// Whether the records of a path lie in the order of time, and where that hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Certain if no record lies before an earlier one of the path, whatever days the dates mean; impossible if for no choice of days.
    pub certainty: Certainty,
    /// Where it is not certain: the places, in the path, of two records that may lie the other way round; where it is impossible, of
    /// two that do, or that do by all that lies between them.
    pub doubt: Option<(usize, usize)>,
}

/// The order of records with these spans. What has no place in time is passed over; equal days are in order.
pub(super) fn order(spans: &[Span]) -> Order {
    let dated: Vec<(usize, Span)> = spans.iter().copied().enumerate().filter(|(_, span)| span.occasion.is_some()).collect();
    let doubt = dated.windows(2).find(|pair| pair[0].1.occasion != pair[1].1.occasion && pair[0].1.latest > pair[1].1.earliest);
    let Some(doubt) = doubt.map(|pair| (pair[0].0, pair[1].0)) else {
        return Order { certainty: Certainty::Certain, doubt: None };
    };
    // All that lies between two records of one occasion lies on its day: such stretches are one date.
    let last: HashMap<Option<u32>, usize> = dated.iter().enumerate().map(|(at, (_, span))| (span.occasion, at)).collect();
    let (mut now, mut since) = (i64::MIN, dated[0].0);
    let mut at = 0;
    while at < dated.len() {
        let mut end = last[&dated[at].1.occasion];
        let mut stretch = at..at;
        while stretch.end <= end {
            end = end.max(last[&dated[stretch.end].1.occasion]);
            stretch.end += 1;
        }
        let inside = &dated[stretch.clone()];
        let start = inside.iter().max_by_key(|(at, span)| (span.earliest, std::cmp::Reverse(*at))).expect("a stretch has a record");
        if start.1.earliest > now {
            (now, since) = (start.1.earliest, start.0);
        }
        let stop = inside.iter().min_by_key(|(at, span)| (span.latest, *at)).expect("a stretch has a record");
        if now > stop.1.latest {
            let doubt = (since.min(stop.0), since.max(stop.0));
            return Order { certainty: Certainty::Impossible, doubt: Some(doubt) };
        }
        at = stretch.end;
    }
    Order { certainty: Certainty::Possible, doubt: Some(doubt) }
}

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
