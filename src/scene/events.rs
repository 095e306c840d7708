//! The events at the head of a page: labels in tiers, rules and bands through all lanes.

use crate::measure::{Weight, width, wrap, wrap_at_most};
use crate::view::{EventMark, View};

use super::axis::Scale;
use super::block::SMALL;
use super::visible;

/// The size of the titles of events.
pub const TITLE: f64 = 11.5;
/// The widest that a label may be.
const MOST: f64 = 118.0;
/// How wide labels may be when they are to stand side by side, in the order in which that is tried.
const NARROWER: [f64; 3] = [MOST, 96.0, 80.0];
/// The free space above a tier.
const BETWEEN: f64 = 6.0;
/// The most tiers of labels.
const TIERS: usize = 3;
/// By how much of its half width a label may be shifted, in the order in which that is tried.
const SHIFTS: [f64; 9] = [0.0, -0.25, 0.25, -0.5, 0.5, -0.75, 0.75, -1.0, 1.0];
/// How far a label reaches beyond its rule at least.
const RULE: f64 = 4.0;
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

    /// Half the width that the label needs.
    fn half(&self) -> f64 {
        self.width() / 2.0 + 7.0
    }

    /// Where the middle of the label may lie between these edges: above its rule, or else beside it, but not away from it.
    fn places(&self, left: f64, right: f64) -> impl Iterator<Item = f64> {
        let half = self.half();
        let (from, to) = (self.reaches[0].0, self.reaches.last().expect("a head has an event").1);
        let middle = f64::midpoint(from, to.min(from + 60.0));
        let shifted = SHIFTS.iter().map(move |shift| middle + shift * (half - RULE).max(0.0));
        shifted.map(move |x| x.clamp(left + half, (right - half).max(left + half)))
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
    for most in NARROWER {
        let labels: Vec<(Vec<(String, bool)>, bool)> = heads.heads.iter().map(|head| label(head, most)).collect();
        let is_cut = labels.iter().any(|(_, is_cut)| *is_cut);
        heads.heads.iter_mut().zip(labels).for_each(|(head, (lines, _))| head.lines = lines);
        let height = heads.heads.iter().map(Head::height).fold(0.0, f64::max) + BETWEEN;
        if height <= most_height
            && (!is_cut || most == MOST)
            && let Some(places) = in_one_tier(&heads.heads, left, right)
        {
            heads.heads.iter_mut().zip(places).for_each(|(head, x)| head.x = x);
            heads.tiers = vec![height];
            return heads;
        }
    }
    heads.heads.iter_mut().for_each(|head| head.lines = label(head, MOST).0);
    let mut order: Vec<usize> = (0..heads.heads.len()).collect();
    order.sort_by_key(|place| !heads.heads[*place].is_turning_point());
    let mut taken: Vec<Vec<(f64, f64)>> = vec![Vec::new(); TIERS];
    let mut rules: Vec<(f64, usize)> = Vec::new();
    let mut highest = [0.0_f64; TIERS];
    for (done, place) in order.iter().enumerate() {
        // A label above the rule of another one would leave that one without a label.
        let others: Vec<f64> = order[done + 1..].iter().flat_map(|other| &heads.heads[*other].reaches).map(|(from, _)| *from).collect();
        let head = &mut heads.heads[*place];
        let half = head.half();
        // No rule may run through the label of a lower tier.
        let own: Vec<f64> = head.reaches.iter().map(|(from, _)| *from).collect();
        let height = head.height() + BETWEEN;
        let is_low = |tier: usize| highest.iter().sum::<f64>() - highest[tier] + highest[tier].max(height) <= most_height;
        let fits = |tier: usize, x: f64| {
            let free = taken[tier].iter().all(|(a, b)| x + half <= *a || x - half >= *b);
            let above = taken[..tier].iter().flatten().all(|(a, b)| own.iter().all(|x| x <= a || x >= b));
            let below = rules.iter().all(|(rule, of)| *of <= tier || *rule <= x - half || *rule >= x + half);
            free && above && below
        };
        let place = |tier: usize, is_strict: bool| {
            let mut places = head.places(left, right);
            let covers_none = |x: f64| !is_strict || others.iter().all(|rule| *rule <= x - half || *rule >= x + half);
            places.find(|x| fits(tier, *x) && covers_none(*x)).map(|x| (tier, x))
        };
        // A higher label leaves room below for the others.
        let tiers = (0..TIERS).map(|tier| (tier, true)).chain((1..TIERS).chain([0]).map(|tier| (tier, false)));
        match { tiers }.filter(|(tier, _)| is_low(*tier)).find_map(|(tier, is_strict)| place(tier, is_strict)) {
            Some((tier, x)) => {
                highest[tier] = highest[tier].max(height);
                rules.extend(own.iter().map(|x| (*x, tier)));
                (head.tier, head.x) = (tier, x);
                taken[tier].push((x - half, x + half));
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

/// Where the labels lie side by side, shifted as little as can be; none where they do not fit.
fn in_one_tier(heads: &[Head], left: f64, right: f64) -> Option<Vec<f64>> {
    let mut order: Vec<usize> = (0..heads.len()).collect();
    order.sort_by(|a, b| heads[*a].reaches[0].0.total_cmp(&heads[*b].reaches[0].0));
    // For each label and place: how far the labels up to it are shifted at least, and which place the one before has then.
    let mut ways: Vec<Vec<Option<(f64, usize)>>> = Vec::new();
    let places: Vec<Vec<f64>> = order.iter().map(|head| heads[*head].places(left, right).collect()).collect();
    for (rank, head) in order.iter().enumerate() {
        let way = |x: &f64| {
            let shift = (x - places[rank][0]).abs();
            let Some(before) = rank.checked_sub(1) else { return Some((shift, 0)) };
            let free = |place: &usize| places[before][*place] + heads[order[before]].half() <= x - heads[*head].half();
            let known = |place: usize| ways[before][place].map(|(shifts, _)| (shifts + shift, place));
            (0..SHIFTS.len()).filter(free).filter_map(known).min_by(|a, b| a.0.total_cmp(&b.0))
        };
        ways.push(places[rank].iter().map(way).collect());
    }
    let mut xs = vec![0.0; heads.len()];
    let last = ways.last().map_or(Some(0), |last| {
        let known = last.iter().enumerate().filter_map(|(place, way)| Some((way.as_ref()?.0, place)));
        known.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, place)| place)
    });
    let mut place = last?;
    for rank in (0..order.len()).rev() {
        xs[order[rank]] = places[rank][place];
        place = ways[rank][place].expect("the way leads through it").1;
    }
    Some(xs)
}

fn joins(head: &Head, event: &EventMark) -> bool {
    let first = head.events[0].when.at.expect("events without a date have no head");
    let is_near = event.when.at.is_some_and(|at| first.days_until(at) < WEEK);
    let is_alike = event.is_turning_point == head.is_turning_point();
    is_near && is_alike && head.events.len() < 3 && !event.is_interval && head.events.iter().all(|event| !event.is_interval)
}

/// The lines of a label of at most this width: text and whether it is a title. Also whether some text was cut.
fn label(head: &Head, most: f64) -> (Vec<(String, bool)>, bool) {
    let mut lines = Vec::new();
    let mut is_cut = false;
    for event in &head.events {
        lines.extend(wrap(&visible(&event.date), SMALL, Weight::Regular, most).into_iter().map(|line| (line, false)));
        let (titles, cut) = wrap_at_most(&visible(&event.title), TITLE, Weight::SemiBold, most, 3);
        is_cut |= cut;
        lines.extend(titles.into_iter().map(|line| (line, true)));
    }
    (lines, is_cut)
}
