//! Turns the dates along a path into an answer to whether it ever goes back in time.

use std::collections::HashMap;

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
    /// The span of actors, demands and sources, which are not on any day.
    pub(super) const TIMELESS: Span = Span { earliest: i64::MIN, latest: i64::MAX, occasion: None };
}

/// Whether the records of a path lie in the order of time, and where that hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Certain if no record lies before an earlier one of the path, whatever days the dates mean; impossible if for no choice of days.
    pub certainty: Certainty,
    /// Where that hangs: the places, in the path, of two dated records of which the one that comes later may lie before the other one
    /// (where it is possible) or does (where it is impossible). None where it is certain, or where no two alone make it impossible.
    pub doubt: Option<(usize, usize)>,
}

/// The order of records with these spans. What has no place in time is passed over; equal days are in order.
pub(super) fn order(spans: &[Span]) -> Order {
    let dated: Vec<(usize, Span)> = spans.iter().copied().enumerate().filter(|(_, span)| span.occasion.is_some()).collect();
    let may_turn = |pair: &&[(usize, Span)]| pair[0].1.occasion != pair[1].1.occasion && pair[0].1.latest > pair[1].1.earliest;
    let Some(doubt) = dated.windows(2).find(may_turn).map(|pair| (pair[0].0, pair[1].0)) else {
        return Order { certainty: Certainty::Certain, doubt: None };
    };
    let mut latest_start = dated[0];
    for (at, span) in &dated {
        if latest_start.1.earliest > span.latest {
            return Order { certainty: Certainty::Impossible, doubt: Some((latest_start.0, *at)) };
        }
        if span.earliest > latest_start.1.earliest {
            latest_start = (*at, *span);
        }
    }
    // All that lies between two records of one occasion lies on its day: such a stretch is one date.
    let last: HashMap<Option<u32>, usize> = dated.iter().enumerate().map(|(at, (_, span))| (span.occasion, at)).collect();
    let (mut now, mut at) = (i64::MIN, 0);
    while at < dated.len() {
        let (mut end, mut latest) = (at, i64::MAX);
        while at <= end {
            let span = dated[at].1;
            end = end.max(last[&span.occasion]);
            (now, latest) = (now.max(span.earliest), latest.min(span.latest));
            at += 1;
        }
        if now > latest {
            return Order { certainty: Certainty::Impossible, doubt: None };
        }
    }
    Order { certainty: Certainty::Possible, doubt: Some(doubt) }
}
