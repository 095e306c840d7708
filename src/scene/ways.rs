//! Finds the ways of links from mark to mark: along the line of the marks, or through the gutters beside marks, the channels above shelves
//! and uprights where nothing stands. No way crosses a mark that it does not join, or a label.

use std::collections::BTreeMap;

use crate::view::{End, Review, ViewLink};

use super::lane::TRACK;
use super::marks::ink;
use super::paint::Ink;
use super::signs::of_event;
use super::{Area, Dash, line_crosses};

/// A mark on a page, as links see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// The page.
    pub page: usize,
    /// Its lane.
    pub lane: usize,
    /// Its shelf within the lane.
    pub shelf: usize,
    /// Its middle.
    pub x: f64,
    /// Its middle.
    pub y: f64,
    /// The line of the marks of its block.
    pub line: f64,
    /// The y of the lowest track of the channel above its shelf.
    pub channel: f64,
    /// The number of tracks of that channel.
    pub tracks: usize,
    /// Whether its text stands left of it.
    pub is_left: bool,
}

impl Spot {
    /// Whether it stands on the line of its block, and not beside a further claim of it.
    fn is_first(&self) -> bool {
        (self.y - self.line).abs() < 0.1
    }

    /// Which way its free side lies.
    fn sign(&self) -> f64 {
        if self.is_left { 1.0 } else { -1.0 }
    }

    /// The end of its mark on its free side.
    fn side(&self) -> (f64, f64) {
        (self.x + 8.0 * self.sign(), self.y)
    }

    /// The x of the gutters on its free side, the nearest first. Whatever stands on the shelf beside it is further away.
    fn gutters(&self) -> [f64; 3] {
        [12.0, 15.0, 18.0].map(|beside| self.x + beside * self.sign())
    }

    /// The shelf whose channel it is reached from.
    fn shelf(&self) -> (usize, usize) {
        (self.lane, self.shelf)
    }

    /// The y of the highest track of its channel.
    fn highest(&self) -> f64 {
        self.channel - (self.tracks.max(1) - 1) as f64 * TRACK
    }
}

/// The colour of a line, its width and how it is broken.
pub type Look = (Ink, f64, Dash);

pub fn look(link: &ViewLink) -> Look {
    match link.event() {
        _ if link.review == Some(Review::Removed) => (ink(link.tone), 1.8, Dash::Dashed),
        Some(_) if link.review.is_some() => (ink(link.tone), 1.2, Dash::Dashed),
        Some(sense) => (of_event(sense), 1.2, Dash::Dashed),
        None if !link.is_authored => (Ink::Grey, 1.0, Dash::Dotted),
        None if link.is_long() => (ink(link.tone), 1.8, Dash::Dotted),
        None => (ink(link.tone), 1.8, Dash::Solid),
    }
}

/// How far the ends of lines that share a track may lie apart.
const BUNDLE: f64 = 16.0;
/// The least between two uprights.
const APART: f64 = 3.0;
/// What a way costs, in px, that changes its channel once more.
const TURN: f64 = 24.0;

/// Part of a track that is taken: from where to where, how the line looks, and from which mark it comes.
struct Taken<'v> {
    from: f64,
    to: f64,
    look: Look,
    origin: Option<&'v str>,
}

/// A line that runs up or down, likewise.
struct Upright<'v> {
    x: f64,
    top: f64,
    bottom: f64,
    look: Look,
    origin: &'v str,
}

/// The corners of a line, from its first end to its last.
pub type Corners = Vec<(f64, f64)>;

/// The way of a link.
pub struct Way {
    /// Its corners.
    pub points: Corners,
    /// Where a word may stand: from and to on x, the y of the line, and whether it stands on the line or above it.
    pub label: Option<(f64, f64, f64, bool)>,
    /// Whether it ends at its target, and does not only leave for it.
    pub reaches_end: bool,
    /// Whether it is not drawn in whole.
    pub is_cut: bool,
}

impl Way {
    /// Whether its word would stand on the track of another one.
    pub fn shares_track(&self, other: &Way) -> bool {
        self.label.zip(other.label).is_some_and(|(own, other)| (own.2 - other.2).abs() < 0.1 && own.3 && other.3)
    }
}

/// Where everything is that links lead to, and what they lead around.
pub struct Map<'a> {
    /// The marks, by the id of the claim.
    pub spots: &'a BTreeMap<&'a str, Spot>,
    /// The x of the rules of events, by the id.
    pub rules: &'a BTreeMap<&'a str, f64>,
    /// The labels and marks of the page, and whatever else no line may cross.
    pub obstacles: &'a [Area],
    /// The number of the page that is drawn.
    pub page: usize,
    /// Between which x words may stand; a little beyond there is room for uprights.
    pub reach: (f64, f64),
    /// The end of the lanes, below which no word may stand.
    pub bottom: f64,
    /// What claims and events are called, in short, by their ids.
    pub names: &'a BTreeMap<&'a str, String>,
}

/// The ways that were found, and what they take.
pub struct Ways<'v, 'a> {
    map: &'a Map<'a>,
    channels: BTreeMap<(usize, usize), Vec<Vec<Taken<'v>>>>,
    uprights: Vec<Upright<'v>>,
}

impl<'v, 'a> Ways<'v, 'a> {
    /// No ways yet.
    pub fn new(map: &'a Map<'a>) -> Self {
        Ways { map, channels: BTreeMap::new(), uprights: Vec::new() }
    }

    /// The way of a link on this page, as far as there is one.
    pub fn find(&mut self, link: &'v ViewLink) -> Option<Way> {
        let map = self.map;
        match (&link.from, &link.to) {
            (End::Event(event), End::Claim(claim)) => {
                let (x, to) = (*map.rules.get(event.as_str())?, map.spots.get(claim.as_str())?);
                if to.page != map.page {
                    return None;
                }
                let Some(track) = self.track(to, (x, to.x), look(link), None) else { return Some(arrives(to)) };
                Some(enter(vec![(x, self.take(to, track, (x, to.x), look(link), None))], to))
            }
            (End::Claim(claim), End::Event(event)) => {
                let (from, x) = (map.spots.get(claim.as_str())?, *map.rules.get(event.as_str())?);
                if from.page != map.page {
                    return None;
                }
                let (origin, gutter) = (Some(claim.as_str()), from.gutters()[0]);
                let Some(track) = self.track(from, (gutter, x), look(link), origin) else { return Some(leaves(from)) };
                let channel = self.take(from, track, (gutter, x), look(link), origin);
                self.uprights.push(Upright { x: gutter, top: from.highest(), bottom: from.y, look: look(link), origin: claim.as_str() });
                let points = vec![from.side(), (gutter, from.y), (gutter, channel), (x, channel)];
                Some(Way { points, label: Some((gutter.min(x), gutter.max(x), channel, true)), reaches_end: true, is_cut: false })
            }
            (End::Claim(a), End::Claim(b)) => self.between(link, a, map.spots.get(a.as_str())?, map.spots.get(b.as_str())?),
            (End::Event(_), End::Event(_)) => None,
        }
    }

    fn between(&mut self, link: &'v ViewLink, origin: &'v str, from: &Spot, to: &Spot) -> Option<Way> {
        let page = self.map.page;
        if from.page != to.page {
            // Each page shows its own end.
            return match link.is_authored {
                true if from.page == page => Some(leaves(from)),
                true if to.page == page => Some(arrives(to)),
                _ => None,
            };
        }
        if from.page != page {
            return None;
        }
        let is_beside = from.shelf() == to.shelf() && from.is_first() && to.is_first() && to.x - from.x > 24.0;
        if is_beside && self.is_free_between(from, to) {
            let points = vec![(from.x + 9.0, from.y), (to.x - 9.0, to.y)];
            return Some(Way { points, label: Some((from.x + 9.0, to.x - 9.0, from.y, false)), reaches_end: true, is_cut: false });
        }
        if !link.is_authored {
            // That one utterance came after another is seen from where they stand.
            return None;
        }
        let of = (look(link), origin);
        let way = match from.shelf() == to.shelf() {
            true => self.along(from, to, of),
            false => self.beside(from, to, of).or_else(|| self.around(from, to, of)),
        };
        Some(way.unwrap_or_else(|| arrives(to)))
    }

    /// Whether no mark stands between two marks on the line of their shelf.
    fn is_free_between(&self, from: &Spot, to: &Spot) -> bool {
        let points = [(from.x + 9.0, from.y), (to.x - 9.0, to.y)];
        !self.map.obstacles.iter().any(|area| line_crosses(&points, area))
    }

    /// Through the channel above the shelf of both.
    fn along(&mut self, from: &Spot, to: &Spot, (look, origin): (Look, &'v str)) -> Option<Way> {
        let (top, bottom) = (from.highest(), from.y);
        let gutter = from.gutters().into_iter().find(|x| self.is_clear(*x, top, bottom, (look, origin)))?;
        let track = self.track(to, (gutter, to.x), look, Some(origin))?;
        let channel = self.take(to, track, (gutter, to.x), look, Some(origin));
        self.uprights.push(Upright { x: gutter, top, bottom, look, origin });
        Some(enter(vec![from.side(), (gutter, from.y), (gutter, channel)], to))
    }

    /// Down or up beside both marks, where they stand almost above each other.
    fn beside(&mut self, from: &Spot, to: &Spot, of: (Look, &'v str)) -> Option<Way> {
        let (top, bottom) = (from.y.min(to.y), from.y.max(to.y));
        let is_near = |spot: &Spot, x: f64| (11.5..18.5).contains(&((x - spot.x) * spot.sign()));
        let mut own = from.gutters().into_iter().chain(to.gutters()).filter(|x| is_near(from, *x) && is_near(to, *x));
        let x = own.find(|x| self.is_clear(*x, top, bottom, of))?;
        self.uprights.push(Upright { x, top, bottom, look: of.0, origin: of.1 });
        let points = vec![from.side(), (x, from.y), (x, to.y), to.side()];
        Some(Way { points, label: None, reaches_end: true, is_cut: false })
    }

    /// From the gutter of the one mark, through its own channel where that is needed, along an upright to the channel of the other.
    fn around(&mut self, from: &Spot, to: &Spot, of: (Look, &'v str)) -> Option<Way> {
        let (look, origin) = of;
        // Higher than the tracks that will be taken, so that it does not matter which.
        let straight = (from.y.min(to.highest()), from.y.max(to.channel));
        for x in from.gutters() {
            if !self.is_clear(x, straight.0, straight.1, of) {
                continue;
            }
            let Some(track) = self.track(to, (x, to.x), look, None) else { continue };
            let channel = self.take(to, track, (x, to.x), look, None);
            self.uprights.push(Upright { x, top: straight.0, bottom: straight.1, look, origin });
            return Some(enter(vec![from.side(), (x, from.y), (x, channel)], to));
        }
        let (top, bottom) = (from.highest().min(to.highest()), from.channel.max(to.channel));
        let gutter = from.gutters().into_iter().find(|x| self.is_clear(*x, from.highest(), from.y, of))?;
        let mut columns = self.free_columns((gutter, to.x), top, bottom, of);
        let cost = |x: f64| (x - gutter).abs() + (to.x - x).abs() + TURN;
        columns.sort_by(|a, b| cost(*a).total_cmp(&cost(*b)).then(a.total_cmp(b)));
        for x in columns {
            let Some(own) = self.track(from, (gutter, x), look, Some(origin)) else { continue };
            let Some(other) = self.track(to, (x, to.x), look, None) else { continue };
            let own = self.take(from, own, (gutter, x), look, Some(origin));
            let other = self.take(to, other, (x, to.x), look, None);
            self.uprights.push(Upright { x: gutter, top: from.highest(), bottom: from.y, look, origin });
            self.uprights.push(Upright { x, top, bottom, look, origin });
            let mut way = enter(vec![from.side(), (gutter, from.y), (gutter, own), (x, own), (x, other)], to);
            if (x - gutter).abs() > (to.x - x).abs() {
                way.label = Some((x.min(gutter), x.max(gutter), own, true));
            }
            return Some(way);
        }
        None
    }

    /// Whether an upright may stand there: beside all obstacles, and beside every other upright that does not come from the same mark.
    fn is_clear(&self, x: f64, top: f64, bottom: f64, of: (Look, &str)) -> bool {
        let is_in = |area: &Area| area.x < x && x < area.x + area.width && area.y < bottom && top < area.y + area.height;
        !self.map.obstacles.iter().any(is_in) && !self.foreign(top, bottom, of).any(|other| (other.x - x).abs() < APART)
    }

    /// The uprights at these heights that a line of this look from this mark must not touch.
    fn foreign<'s>(&'s self, top: f64, bottom: f64, (look, origin): (Look, &'s str)) -> impl Iterator<Item = &'s Upright<'v>> {
        let is_own = move |one: &Upright<'_>| one.look == look && one.origin == origin;
        self.uprights.iter().filter(move |one| one.top < bottom && top < one.bottom && !is_own(one))
    }

    /// Where an upright may stand near these x, between these heights.
    fn free_columns(&self, (from, to): (f64, f64), top: f64, bottom: f64, of: (Look, &str)) -> Vec<f64> {
        let here = self.map.obstacles.iter().filter(|area| area.y < bottom && top < area.y + area.height);
        let mut blocked: Vec<(f64, f64)> = here.map(|area| (area.x - 1.0, area.x + area.width + 1.0)).collect();
        blocked.extend(self.foreign(top, bottom, of).map(|other| (other.x - APART, other.x + APART)));
        blocked.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut merged: Vec<(f64, f64)> = Vec::new();
        for (a, b) in blocked {
            match merged.last_mut() {
                Some(last) if a < last.1 => last.1 = last.1.max(b),
                _ => merged.push((a, b)),
            }
        }
        let (low, high) = (self.map.reach.0 - 13.0, self.map.reach.1 - 2.0);
        let middle = f64::midpoint(from, to);
        let mut columns = Vec::new();
        for base in [from, to - 14.0, to + 14.0, middle] {
            match merged.iter().find(|(a, b)| *a < base && base < *b) {
                Some((a, b)) => columns.extend([*a, *b]),
                None => columns.push(base),
            }
        }
        columns.retain(|x| (low..=high).contains(x));
        columns
    }

    /// A track of the channel above a mark that is free between two x; or one on which a line of the same look runs from the same mark or
    /// about as far.
    fn track(&self, spot: &Spot, (a, b): (f64, f64), look: Look, origin: Option<&str>) -> Option<usize> {
        let (from, to) = reach(a, b);
        let Some(tracks) = self.channels.get(&spot.shelf()) else { return Some(0) };
        let apart = |one: &Taken<'_>| to <= one.from || from >= one.to;
        let alike = |one: &Taken<'_>| {
            one.look == look
                && (origin.is_some() && one.origin == origin || (from - one.from).abs() < BUNDLE && (to - one.to).abs() < BUNDLE)
        };
        let number = spot.tracks.max(1);
        let free = |track: &usize| tracks.get(*track).is_none_or(|taken| taken.iter().all(apart));
        let shared = |track: &usize| tracks.get(*track).is_none_or(|taken| taken.iter().all(|one| apart(one) || alike(one)));
        let own = |track: &usize| shared(track) && tracks.get(*track).is_some_and(|taken| taken.iter().any(|one| !apart(one)));
        let of_origin = origin.and_then(|_| (0..number).find(own));
        of_origin.or_else(|| (0..number).find(free)).or_else(|| (0..number).find(shared))
    }

    /// Takes a track between two x; gives its y.
    fn take(&mut self, spot: &Spot, track: usize, (a, b): (f64, f64), look: Look, origin: Option<&'v str>) -> f64 {
        let (from, to) = reach(a, b);
        let tracks = self.channels.entry(spot.shelf()).or_default();
        while tracks.len() <= track {
            tracks.push(Vec::new());
        }
        tracks[track].push(Taken { from, to, look, origin });
        spot.channel - track as f64 * TRACK
    }
}

/// What a line between two x takes of a track.
fn reach(a: f64, b: f64) -> (f64, f64) {
    (a.min(b) - 6.0, a.max(b) + 6.0)
}

/// From the last of these points along the channel of the target, and down to its mark.
fn enter(mut points: Corners, to: &Spot) -> Way {
    let (begin, channel) = *points.last().expect("a way begins somewhere");
    if to.is_first() {
        points.push((to.x, channel));
        points.push((to.x, to.y - 8.0));
    } else {
        let beside = to.gutters()[0];
        points.extend([(beside, channel), (beside, to.y), to.side()]);
    }
    Way { points, label: Some((begin.min(to.x), begin.max(to.x), channel, true)), reaches_end: true, is_cut: false }
}

/// The beginning of a link that is not drawn in whole.
fn leaves(from: &Spot) -> Way {
    let (x, y) = from.side();
    Way { points: vec![(x, y), (x + from.sign() * 8.0, y)], label: None, reaches_end: false, is_cut: true }
}

/// The end of a link that is not drawn in whole.
fn arrives(to: &Spot) -> Way {
    let (x, y) = to.side();
    Way { points: vec![(x + to.sign() * 10.0, y), (x, y)], label: None, reaches_end: true, is_cut: true }
}
