//! The scale of time: spans in which much was said are stretched, and what was stretched is said in words.

use crate::date::Day;
use crate::measure::{Weight, width};

/// The size of the labels of ticks.
const TICK: f64 = 11.0;
/// The least between two ticks of years.
const YEARS_APART: f64 = 4.0;
/// The most spans that are stretched.
const MOST_SPANS: usize = 8;
/// A span counts as stretched when it is drawn at least this many times wider than the rest.
const LEAST_STRETCH: f64 = 1.3;

/// Where days lie on the x axis: a line of pieces, each to a scale of its own.
#[derive(Clone, Debug)]
pub struct Scale {
    /// The left end of the axis.
    pub left: f64,
    /// The right end of the axis.
    pub right: f64,
    pieces: Vec<Piece>,
}

/// A part of the axis with one scale: days from the first to before the last.
#[derive(Clone, Debug)]
struct Piece {
    first: i64,
    end: i64,
    left: f64,
    right: f64,
    is_dense: bool,
}

/// A span that is drawn wider than the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// Its months: `Dec 2021 – Jan 2022`.
    pub label: String,
    /// How many times wider.
    pub times: f64,
    /// Its first day, and the day after its last.
    pub days: (i64, i64),
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Months since the year 0.
fn month_of(day: i64) -> i64 {
    let day = Day::from_number(day);
    day.year() * 12 + i64::from(day.month()) - 1
}

/// The first day of a month.
fn start_of(month: i64) -> i64 {
    let month_number = u32::try_from(month.rem_euclid(12)).expect("it is less than twelve") + 1;
    Day::new(month.div_euclid(12), month_number, 1).map_or(Day::MAX.number(), Day::number)
}

fn month_label(month: i64) -> String {
    format!("{} {}", MONTHS[usize::try_from(month.rem_euclid(12)).expect("it is less than twelve")], month.div_euclid(12))
}

impl Scale {
    /// A scale on which these claims and these other days (events, the cut-off) lie, from `left` to `right`; `block` is the width of a
    /// label, and `spread` how much of it each further day of a span with claims gets. Without any day it is empty, and every day lies
    /// at its left end.
    pub fn new(claims: &[Day], others: &[Day], (left, right): (f64, f64), block: f64, spread: f64) -> Self {
        let claims: Vec<i64> = claims.iter().map(|day| day.number()).collect();
        let all = || claims.iter().copied().chain(others.iter().map(|day| day.number()));
        let (Some(first), Some(last)) = (all().min(), all().max()) else { return Scale { left, right, pieces: Vec::new() } };
        if last - first < 100 {
            // Within a season nothing needs stretching.
            let margin = ((last - first) / 20).max(1);
            return Scale {
                left,
                right,
                pieces: vec![Piece { first: first - margin, end: last + margin + 1, left, right, is_dense: false }],
            };
        }
        let spans = spans(&claims);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut weights = Vec::new();
        let mut day = start_of(month_of(first));
        let end = start_of(month_of(last) + 1);
        let mut push = |from: i64, to: i64, is_dense: bool| {
            if from < to {
                pieces.push(Piece { first: from, end: to, left: 0.0, right: 0.0, is_dense });
                weights.push(if is_dense { dense_weight(&claims, from, to, block, spread) } else { sparse_weight(others, from, to) });
            }
        };
        for (from, to) in spans {
            let (from, to) = (start_of(from), start_of(to + 1));
            push(day, from, false);
            push(from, to, true);
            day = to;
        }
        push(day, end, false);
        let mut scale = Scale { left, right, pieces };
        scale.spread(&weights);
        if scale.stretches().is_empty() {
            scale.pieces = vec![Piece { first: start_of(month_of(first)), end, left, right, is_dense: false }];
        }
        scale
    }

    fn spread(&mut self, weights: &[f64]) {
        let total: f64 = weights.iter().sum();
        let mut x = self.left;
        for (piece, weight) in self.pieces.iter_mut().zip(weights) {
            piece.left = x;
            x += weight / total * (self.right - self.left);
            piece.right = x;
        }
    }

    /// Where the middle of a day lies; a day beyond the ends lies at the end.
    pub fn x(&self, day: Day) -> f64 {
        self.at(day.number() as f64 + 0.5)
    }

    /// Where the days from the first to the last, inclusive, begin and end; an open side lies at the end of the axis.
    pub fn span(&self, first: Option<Day>, last: Option<Day>) -> (f64, f64) {
        let from = first.map_or(self.left, |day| self.at(day.number() as f64));
        let to = last.map_or(self.right, |day| self.at(day.number() as f64 + 1.0));
        (from, to)
    }

    fn at(&self, day: f64) -> f64 {
        let place = self.pieces.partition_point(|piece| (piece.end as f64) < day);
        let Some(piece) = self.pieces.get(place) else { return if self.pieces.is_empty() { self.left } else { self.right } };
        let part = (day - piece.first as f64) / (piece.end - piece.first) as f64;
        piece.left + part.clamp(0.0, 1.0) * (piece.right - piece.left)
    }

    /// Whether there are no days on it.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The same days to one scale.
    pub fn true_scale(&self, left: f64, right: f64) -> Scale {
        let pieces = match (self.pieces.first(), self.pieces.last()) {
            (Some(first), Some(last)) => vec![Piece { first: first.first, end: last.end, left, right, is_dense: false }],
            _ => Vec::new(),
        };
        Scale { left, right, pieces }
    }

    /// The spans that are drawn wider than the rest, in the order of time.
    pub fn stretches(&self) -> Vec<Stretch> {
        let rest = |of: fn(&Piece) -> f64| self.pieces.iter().filter(|piece| !piece.is_dense).map(of).sum::<f64>();
        let base = rest(|piece| piece.right - piece.left) / rest(|piece| (piece.end - piece.first) as f64);
        let stretch = |piece: &Piece| {
            let times = (piece.right - piece.left) / (piece.end - piece.first) as f64 / base;
            let (from, to) = (month_of(piece.first), month_of(piece.end - 1));
            let label = if from == to { month_label(from) } else { format!("{} – {}", month_label(from), month_label(to)) };
            (times.is_finite() && times >= LEAST_STRETCH).then_some(Stretch { label, times, days: (piece.first, piece.end) })
        };
        self.pieces.iter().filter(|piece| piece.is_dense).filter_map(stretch).collect()
    }

    /// Where a number of days since 1970 begins on the axis.
    pub fn start(&self, day: i64) -> f64 {
        self.at(day as f64)
    }

    /// The ticks, from left to right, with labels that do not touch. Where each year has room for a tick, it has one, though perhaps
    /// without a label.
    pub fn ticks(&self) -> Vec<(f64, String)> {
        let mut ticks = self.labelled();
        let years = self.pieces.first().zip(self.pieces.last()).map(|(first, last)| month_of(first.first)..=month_of(last.end - 1));
        let starts = years.into_iter().flatten().filter(|month| month.rem_euclid(12) == 0).take(1000);
        for x in starts.map(|month| self.at(start_of(month) as f64)) {
            if ticks.iter().all(|(other, _)| (other - x).abs() >= YEARS_APART) {
                ticks.push((x, String::new()));
            }
        }
        ticks.sort_by(|a, b| a.0.total_cmp(&b.0));
        ticks
    }

    fn labelled(&self) -> Vec<(f64, String)> {
        let mut placed: Vec<(f64, f64, String)> = Vec::new();
        // Stretched spans first: theirs are the labels that matter most.
        let mut pieces: Vec<&Piece> = self.pieces.iter().collect();
        pieces.sort_by_key(|piece| !piece.is_dense);
        for piece in pieces {
            for (day, label) in candidates(piece) {
                let x = self.at(day as f64);
                let (from, to) = (x - 2.0, x + 6.0 + width(&label, TICK, Weight::Regular) + 6.0);
                if to <= self.right + 40.0 && placed.iter().all(|(a, b, _)| to <= *a || from >= *b) {
                    placed.push((from, to, label));
                }
            }
        }
        placed.sort_by(|a, b| a.0.total_cmp(&b.0));
        placed.into_iter().map(|(from, _, label)| (from + 2.0, label)).collect()
    }
}

/// The spans of months in which claims were made: each month alone; where they are too many, months apart by no more than one without
/// any belong together.
fn spans(claims: &[i64]) -> Vec<(i64, i64)> {
    let mut months: Vec<i64> = claims.iter().map(|day| month_of(*day)).collect();
    months.sort_unstable();
    months.dedup();
    if months.len() <= MOST_SPANS {
        return months.into_iter().map(|month| (month, month)).collect();
    }
    let mut spans: Vec<(i64, i64)> = Vec::new();
    for month in months {
        match spans.last_mut() {
            Some((_, end)) if month - *end <= 2 => *end = month,
            _ => spans.push((month, month)),
        }
    }
    while spans.len() > MOST_SPANS {
        let gap = |place: &usize| spans[place + 1].0 - spans[*place].1;
        let place = (0..spans.len() - 1).min_by_key(gap).expect("there are more than one");
        spans[place].1 = spans[place + 1].1;
        spans.remove(place + 1);
    }
    spans
}

/// How much room a span with claims wants: half a label, and some of one for each further day, up to six days.
fn dense_weight(claims: &[i64], from: i64, to: i64, block: f64, spread: f64) -> f64 {
    let mut days: Vec<i64> = claims.iter().copied().filter(|day| (from..to).contains(day)).collect();
    days.sort_unstable();
    days.dedup();
    block * (0.5 + spread * (days.len().min(6) - 1) as f64)
}

/// How much room a span without claims wants: some for its length, at least enough for the names of a few years, and some for each event.
fn sparse_weight(others: &[Day], from: i64, to: i64) -> f64 {
    let mut months: Vec<i64> = others.iter().map(|day| day.number()).filter(|day| (from..to).contains(day)).map(month_of).collect();
    months.sort_unstable();
    months.dedup();
    let years = (to - from) as f64 / 365.25;
    16.0 + 13.0 * (1.0 + years).log2() + 18.0 * years.min(6.0) + 48.0 * months.len().min(3) as f64
}

/// The ticks that a piece of the axis may carry, those that matter most first.
fn candidates(piece: &Piece) -> Vec<(i64, String)> {
    let days = piece.end - piece.first;
    let per_day = (piece.right - piece.left) / days as f64;
    if days <= 100 && !piece.is_dense && per_day * 7.0 >= 30.0 {
        let label = |day: i64| {
            let day = Day::from_number(day);
            format!("{} {}", day.day(), MONTHS[day.month() as usize - 1])
        };
        let months = (month_of(piece.first)..=month_of(piece.end)).map(|month| (start_of(month), month_label(month)));
        let weeks = (piece.first..piece.end).filter(|day| (day + 3).rem_euclid(7) == 0).map(|day| (day, label(day)));
        return months.chain(weeks).filter(|(day, _)| (piece.first..piece.end).contains(day)).collect();
    }
    let (first, last) = (month_of(piece.first), month_of(piece.end - 1));
    let step = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12_000, 60_000, 120_000]
        .into_iter()
        .find(|step| per_day * 30.44 * *step as f64 >= if *step < 12 { 56.0 } else { 40.0 })
        .unwrap_or(1_200_000);
    let step = if piece.is_dense { step } else { step.max(12) };
    let from = first.div_euclid(step) * step;
    let every = (0..).map(|count| from + count * step).take_while(|month| *month <= last);
    let label = |month: i64| if step >= 12 { month.div_euclid(12).to_string() } else { month_label(month) };
    every.filter(|month| start_of(*month) >= piece.first).map(|month| (start_of(month), label(month))).collect()
}
