//! The events at the head of a page: labels in tiers, rules and bands through all lanes.

use crate::measure::{Weight, width, wrap};
use crate::view::{EventMark, View};

use super::axis::Scale;
use super::block::SMALL;
use super::visible;

/// The size of the titles of events.
pub const TITLE: f64 = 11.5;
/// The widest that a label may be.
const MOST: f64 = 118.0;
/// The free space above a tier.
const BETWEEN: f64 = 6.0;
/// The most tiers of labels.
const TIERS: usize = 3;
/// Events within so many days share a label.
const WEEK: i64 = 7;

/// An event, or several of one week, with its label.
#[derive(Clone, Debug)]
pub struct Head {
    /// The events, in the order of time.
    pub events: Vec<EventMark>,
    /// The x of the rule of each, or the two ends of its band.
    pub reaches: Vec<(f64, f64)>,
    /// The lines of the label: text and whether it is a title. Empty where the label did not fit.
    pub lines: Vec<(String, bool)>,
    /// The middle of the label.
    pub x: f64,
    /// The tier, from 0, the lowest.
    pub tier: usize,
}

impl Head {
    /// Whether it belies or violates what is drawn.
    pub fn is_turning_point(&self) -> bool {
        self.events.iter().any(|event| event.is_turning_point)
    }

    fn width(&self) -> f64 {
        self.lines.iter().map(|(line, is_title)| line_width(line, *is_title)).fold(0.0, f64::max)
    }

    /// The height of the label.
    pub fn height(&self) -> f64 {
        self.lines.len() as f64 * 14.0
    }
}

fn line_width(line: &str, is_title: bool) -> f64 {
    if is_title { width(line, TITLE, Weight::SemiBold) } else { width(line, SMALL, Weight::Regular) }
}

/// The heads of a page.
#[derive(Clone, Debug, Default)]
pub struct Heads {
    /// The events with a rule, in the order of time.
    pub heads: Vec<Head>,
    /// The height of each tier, the lowest first.
    pub tiers: Vec<f64>,
    /// Events without a date, or whose label did not fit.
    pub listed: Vec<EventMark>,
}

impl Heads {
    /// The height of all tiers.
    pub fn height(&self) -> f64 {
        self.tiers.iter().sum::<f64>()
    }
}

/// Places the events of a view on the scale, between these edges; their labels are at most so high together.
pub fn heads(view: &View, scale: &Scale, left: f64, right: f64, most_height: f64) -> Heads {
    let mut heads = Heads::default();
    for event in view.columns.iter().flat_map(|column| &column.events) {
        let Some(at) = event.when.at else {
            heads.listed.push(event.clone());
            continue;
        };
        let reach = if event.is_interval { scale.span(event.when.first, event.when.last) } else { (scale.x(at), scale.x(at)) };
        match heads.heads.last_mut() {
            Some(head) if joins(head, event) => {
                head.events.push(event.clone());
                head.reaches.push(reach);
            }
            _ => heads.heads.push(Head { events: vec![event.clone()], reaches: vec![reach], lines: Vec::new(), x: 0.0, tier: 0 }),
        }
    }
    let mut order: Vec<usize> = (0..heads.heads.len()).collect();
    order.sort_by_key(|place| !heads.heads[*place].is_turning_point());
    let mut taken: Vec<Vec<(f64, f64)>> = vec![Vec::new(); TIERS];
    let mut rules: Vec<(f64, usize)> = Vec::new();
    let mut highest = [0.0_f64; TIERS];
    for place in order {
        let head = &mut heads.heads[place];
        head.lines = label(head);
        let half = head.width() / 2.0 + 7.0;
        let (from, to) = (head.reaches[0].0, head.reaches.last().expect("a head has an event").1);
        head.x = f64::midpoint(from, to.min(from + 60.0)).clamp(left + half, (right - half).max(left + half));
        let free = |tier: &Vec<(f64, f64)>| tier.iter().all(|(a, b)| head.x + half <= *a || head.x - half >= *b);
        // No rule may run through the label of a lower tier.
        let own: Vec<f64> = head.reaches.iter().map(|(from, _)| *from).collect();
        let above = |tier: usize| taken[..tier].iter().flatten().all(|(a, b)| own.iter().all(|x| x <= a || x >= b));
        let below = |tier: usize| rules.iter().all(|(x, of)| *of <= tier || *x <= head.x - half || *x >= head.x + half);
        let height = head.height() + BETWEEN;
        let is_low = |tier: usize| highest.iter().sum::<f64>() - highest[tier] + highest[tier].max(height) <= most_height;
        match (0..TIERS).find(|tier| free(&taken[*tier]) && above(*tier) && below(*tier) && is_low(*tier)) {
            Some(tier) => {
                highest[tier] = highest[tier].max(height);
                rules.extend(own.iter().map(|x| (*x, tier)));
                head.tier = tier;
                taken[tier].push((head.x - half, head.x + half));
            }
            None => {
                head.lines.clear();
                heads.listed.extend(head.events.iter().cloned());
            }
        }
    }
    heads.tiers = highest.to_vec();
    heads
}

fn joins(head: &Head, event: &EventMark) -> bool {
    let first = head.events[0].when.at.expect("events without a date have no head");
    let is_near = event.when.at.is_some_and(|at| first.days_until(at) < WEEK);
    let is_alike = event.is_turning_point == head.is_turning_point();
    is_near && is_alike && head.events.len() < 3 && !event.is_interval && head.events.iter().all(|event| !event.is_interval)
}

fn label(head: &Head) -> Vec<(String, bool)> {
    let mut lines = Vec::new();
    for event in &head.events {
        lines.extend(wrap(&visible(&event.date), SMALL, Weight::Regular, MOST).into_iter().map(|line| (line, false)));
        let titles = crate::measure::wrap_at_most(&visible(&event.title), TITLE, Weight::SemiBold, MOST, 3).0;
        lines.extend(titles.into_iter().map(|line| (line, true)));
    }
    lines
}
