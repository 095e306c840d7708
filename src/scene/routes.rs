//! Leads links from mark to mark, around what stands between: along the line of the marks, or through the gutters beside marks and
//! the channels above shelves. A link that passes behind a label is interrupted by it.

use std::collections::{BTreeMap, BTreeSet};

use crate::measure::Weight;
use crate::view::{End, Review, ViewLink};

use super::block::SMALL;
use super::lane::TRACK;
use super::marks::{REACH, arrowhead, ink};
use super::paint::Ink;
use super::signs::{Used, head, of_event};
use super::{Anchor, Area, Dash, Group, Item, Path, Role, Segment, Stroke, Text};

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
}

/// What is taken of a track: from where to where, and how the line looks.
type Track = Vec<(f64, f64, Look)>;

/// From the middle of a mark to what stands on its free side, behind the arrowhead.
const BESIDE: f64 = REACH + 15.0;

/// How far the ends of lines that share a track may lie apart.
const BUNDLE: f64 = 16.0;

/// What is taken of gutters and channels.
#[derive(Default)]
struct Lanes {
    gutters: BTreeMap<i64, usize>,
    channels: BTreeMap<(usize, usize), Vec<Track>>,
}

impl Lanes {
    /// A track in the gutter on the free side of a mark; each use gets one of its own.
    fn gutter(&mut self, spot: &Spot) -> f64 {
        let sign = if spot.is_left { 1.0 } else { -1.0 };
        let used = self.gutters.entry((spot.x * sign).round() as i64).or_default();
        let offset = (*used % 4) as f64 * 3.5;
        *used += 1;
        spot.x + sign * (12.0 + offset)
    }

    /// The y of a track above the shelf of a mark that is free between two x, or on which a line of the same look already runs that way.
    fn channel(&mut self, spot: &Spot, from: f64, to: f64, look: Look) -> Option<f64> {
        let (from, to) = (from.min(to) - 6.0, from.max(to) + 6.0);
        let tracks = self.channels.entry((spot.lane, spot.shelf)).or_insert_with(|| vec![Vec::new(); spot.tracks.max(1)]);
        let free = |taken: &Track| taken.iter().all(|(a, b, _)| to <= *a || from >= *b);
        let shared = |taken: &Track| {
            let is_alike = |(a, b, other): &(f64, f64, Look)| *other == look && (from - a).abs() < BUNDLE && (to - b).abs() < BUNDLE;
            taken.iter().all(|one| to <= one.0 || from >= one.1 || is_alike(one))
        };
        let track = tracks.iter().position(free).or_else(|| tracks.iter().position(shared))?;
        tracks[track].push((from, to, look));
        Some(spot.channel - track as f64 * TRACK)
    }
}

/// The way of a link.
struct Way {
    points: Vec<(f64, f64)>,
    /// Where a word may stand: from and to on x, the y of the line, and whether it stands on the line or above it.
    label: Option<(f64, f64, f64, bool)>,
}

/// Where everything is that links lead to.
pub struct Map<'a> {
    /// The marks, by the id of the claim.
    pub spots: &'a BTreeMap<&'a str, Spot>,
    /// The x of the rules of events, by the id.
    pub rules: &'a BTreeMap<&'a str, f64>,
    /// The number of the page that is drawn.
    pub page: usize,
    /// Between which x words may stand.
    pub reach: (f64, f64),
}

/// The links of a page, and the words beside them, which touch none of these areas; the areas grow by the words. What is drawn is noted.
pub fn routes(links: &[ViewLink], map: &Map<'_>, taken: &mut Vec<Area>, used: &mut Used) -> Vec<Item> {
    let mut lanes = Lanes::default();
    let mut lines = Vec::new();
    let mut words = Vec::new();
    // What curators wrote lies above what follows from the order of time.
    let mut ordered: Vec<&ViewLink> = links.iter().collect();
    ordered.sort_by_key(|link| link.is_authored);
    for link in ordered {
        let Some((way, reaches_end)) = way(link, map, &mut lanes) else { continue };
        let mut items = stroke(link, &way.points, reaches_end);
        let id = |end: &End| match end {
            End::Claim(id) | End::Event(id) => id.clone(),
        };
        let (from, to) = (id(&link.from), id(&link.to));
        if let Some(items) = way.label.and_then(|place| word(link, place, taken)) {
            words.push(Item::Group(Group { role: Role::Word(from.clone(), to.clone()), label: String::new(), items }));
        }
        let label = match link.kind {
            "next" => format!("next utterance: {from}, then {to}"),
            kind => format!("{kind}: {from}, then {to}"),
        };
        if !items.is_empty() {
            items.shrink_to_fit();
            used.link(link);
            lines.push(Item::Group(Group { role: Role::Link(link.kind, from, to), label, items }));
        }
    }
    lines.extend(words);
    lines.extend(elsewhere(links, map, taken));
    lines
}

/// Beside the marks whose links go on on other pages: on which.
fn elsewhere(links: &[ViewLink], map: &Map<'_>, taken: &mut Vec<Area>) -> Vec<Item> {
    // By mark, then what comes from elsewhere before what leads there: the other pages, and the ends of the first link.
    let mut cut: BTreeMap<(&str, bool), (BTreeSet<usize>, &ViewLink)> = BTreeMap::new();
    for link in links.iter().filter(|link| link.is_authored) {
        let (End::Claim(a), End::Claim(b)) = (&link.from, &link.to) else { continue };
        let Some((from, to)) = map.spots.get(a.as_str()).zip(map.spots.get(b.as_str())) else { continue };
        for (id, own, other, leads) in [(a, from, to, true), (b, to, from, false)] {
            if own.page == map.page && other.page != map.page {
                cut.entry((id.as_str(), leads)).or_insert_with(|| (BTreeSet::new(), link)).0.insert(other.page + 1);
            }
        }
    }
    let mut items = Vec::new();
    for ((id, leads), (pages, link)) in cut {
        let pages: Vec<String> = pages.iter().map(usize::to_string).collect();
        let (word, noun) = (if leads { "to" } else { "from" }, if pages.len() == 1 { "page" } else { "pages" });
        let spot = &map.spots[id];
        let (x, anchor) = if spot.is_left { (spot.x + BESIDE, Anchor::Start) } else { (spot.x - BESIDE, Anchor::End) };
        for lower in [4.0, -8.0, 17.0, -20.0, 30.0] {
            let text = Text::new(x, spot.y + lower, SMALL, Weight::Regular, Ink::Soft, format!("{word} {noun} {}", pages.join(", ")));
            let area = text.clone().anchored(anchor).area();
            let room = Area { x: area.x - 1.0, width: area.width + 2.0, ..area };
            if room.x < map.reach.0 || room.x + room.width > map.reach.1 || taken.iter().any(|other| other.overlaps(&room)) {
                continue;
            }
            taken.push(room);
            let id = |end: &End| match end {
                End::Claim(id) | End::Event(id) => id.clone(),
            };
            let own = vec![Item::Box(room, Ink::Paper), Item::Text(text.anchored(anchor))];
            items.push(Item::Group(Group { role: Role::Word(id(&link.from), id(&link.to)), label: String::new(), items: own }));
            break;
        }
    }
    items
}

/// The way of a link on this page, and whether it ends at its target there.
fn way(link: &ViewLink, map: &Map<'_>, lanes: &mut Lanes) -> Option<(Way, bool)> {
    match (&link.from, &link.to) {
        (End::Event(event), End::Claim(claim)) => {
            let (x, to) = (*map.rules.get(event.as_str())?, map.spots.get(claim.as_str())?);
            if to.page != map.page {
                return None;
            }
            Some(match lanes.channel(to, x, to.x, look(link)) {
                Some(channel) => (enter_from_above(vec![(x, channel)], to), true),
                None => arrives(to),
            })
        }
        (End::Claim(claim), End::Event(event)) => {
            let (from, x) = (map.spots.get(claim.as_str())?, *map.rules.get(event.as_str())?);
            if from.page != map.page {
                return None;
            }
            let start = if from.is_first() { (from.x, from.y - 8.0) } else { side(from) };
            let gutter = lanes.gutter(from);
            let Some(channel) = lanes.channel(from, from.x, x, look(link)) else { return Some(leaves(from)) };
            let mut points = vec![start];
            if from.is_first() {
                points.push((from.x, channel));
            } else {
                points.extend([(gutter, from.y), (gutter, channel)]);
            }
            let begin = points.last().expect("there are points").0;
            points.push((x, channel));
            Some((Way { points, label: Some((begin.min(x), begin.max(x), channel, true)) }, true))
        }
        (End::Claim(a), End::Claim(b)) => between(link, map.spots.get(a.as_str())?, map.spots.get(b.as_str())?, map.page, lanes),
        (End::Event(_), End::Event(_)) => None,
    }
}

/// From a point in the channel of the target along it, and down to its mark.
fn enter_from_above(mut points: Vec<(f64, f64)>, to: &Spot) -> Way {
    let (begin, channel) = *points.last().expect("a way begins somewhere");
    if to.is_first() {
        points.push((to.x, channel));
        points.push((to.x, to.y - 8.0));
    } else {
        let beside = if to.is_left { to.x + 12.0 } else { to.x - 12.0 };
        points.extend([(beside, channel), (beside, to.y), side(to)]);
    }
    Way { points, label: Some((begin.min(to.x), begin.max(to.x), channel, true)) }
}

/// The beginning of a link that is not drawn in whole.
fn leaves(from: &Spot) -> (Way, bool) {
    let (x, y) = side(from);
    (Way { points: vec![(x, y), (x + if from.is_left { 12.0 } else { -8.0 }, y)], label: None }, false)
}

/// The end of a link that is not drawn in whole.
fn arrives(to: &Spot) -> (Way, bool) {
    let (x, y) = side(to);
    (Way { points: vec![(x + if to.is_left { 14.0 } else { -10.0 }, y), (x, y)], label: None }, true)
}

/// The free side of a mark.
fn side(spot: &Spot) -> (f64, f64) {
    (if spot.is_left { spot.x + 8.0 } else { spot.x - 8.0 }, spot.y)
}

fn between(link: &ViewLink, from: &Spot, to: &Spot, page: usize, lanes: &mut Lanes) -> Option<(Way, bool)> {
    if from.page != to.page {
        // Each page shows its own end.
        if from.page == page && link.is_authored {
            return Some(leaves(from));
        }
        if to.page == page && link.is_authored {
            return Some(arrives(to));
        }
        return None;
    }
    if from.page != page {
        return None;
    }
    let same_shelf = (from.lane, from.shelf) == (to.lane, to.shelf);
    if same_shelf && from.is_first() && to.is_first() && to.x - from.x > 24.0 {
        let points = vec![(from.x + 9.0, from.y), (to.x - 9.0, to.y)];
        return Some((Way { points, label: Some((from.x + 9.0, to.x - 9.0, from.y, false)) }, true));
    }
    if !link.is_authored {
        // That one utterance came after another is seen from where they stand.
        return None;
    }
    let gutter = lanes.gutter(from);
    let start = side(from);
    let far = (to.x - from.x).abs() >= 40.0;
    if far {
        let Some(channel) = lanes.channel(to, gutter, to.x, look(link)) else { return Some(arrives(to)) };
        return Some((enter_from_above(vec![start, (gutter, from.y), (gutter, channel)], to), true));
    }
    let end = side(to);
    let turn = match to.is_left {
        true => gutter.max(to.x + 14.0),
        false => gutter.min(to.x - 14.0),
    };
    let points = if (from.y - to.y).abs() < 0.5 { vec![start, end] } else { vec![start, (turn, from.y), (turn, to.y), end] };
    Some((Way { points, label: None }, true))
}

/// The colour of a line, its width and how it is broken.
type Look = (Ink, f64, Dash);

fn look(link: &ViewLink) -> Look {
    match link.event() {
        _ if link.review == Some(Review::Removed) => (ink(link.tone), 1.8, Dash::Dashed),
        Some(_) if link.review.is_some() => (ink(link.tone), 1.2, Dash::Dashed),
        Some(sense) => (of_event(sense), 1.2, Dash::Dashed),
        None if !link.is_authored => (Ink::Grey, 1.0, Dash::Dotted),
        None if link.is_long() => (ink(link.tone), 1.8, Dash::Dotted),
        None => (ink(link.tone), 1.8, Dash::Solid),
    }
}

/// The line of a link with round corners, and its arrowhead.
fn stroke(link: &ViewLink, points: &[(f64, f64)], reaches_end: bool) -> Vec<Item> {
    let (color, width, dash) = look(link);
    let mut points: Vec<(f64, f64)> = points.to_vec();
    points.dedup_by(|a, b| (a.0 - b.0).abs() < 0.05 && (a.1 - b.1).abs() < 0.05);
    let [.., before, end] = points[..] else { return Vec::new() };
    let length = (end.0 - before.0).hypot(end.1 - before.1);
    let mut items = Vec::new();
    let has_head = reaches_end && link.is_authored && length > 1.0;
    if has_head {
        let (dx, dy) = ((end.0 - before.0) / length, (end.1 - before.1) / length);
        items.push(match link.event() {
            Some(sense) => head(sense, end.0, end.1, (dx, dy), color),
            None => arrowhead(end.0, end.1, dx, dy, color),
        });
        // The line ends inside the head, so that its end does not show beside the point.
        let back = 5.0_f64.min(length * 0.8);
        *points.last_mut().expect("there are points") = (end.0 - dx * back, end.1 - dy * back);
    }
    let path = Path { segments: rounded(&points, 6.0), fill: None, stroke: Some(Stroke { ink: color, width, dash }) };
    items.insert(0, Item::Path(path));
    items
}

/// A line through points, with corners of at most this radius.
fn rounded(points: &[(f64, f64)], radius: f64) -> Vec<Segment> {
    let mut segments = vec![Segment::Move(points[0].0, points[0].1)];
    for place in 1..points.len() {
        let here = points[place];
        let Some(next) = points.get(place + 1) else {
            segments.push(Segment::Line(here.0, here.1));
            break;
        };
        let before = points[place - 1];
        let towards = |other: (f64, f64)| {
            let length = (other.0 - here.0).hypot(other.1 - here.1);
            let reach = radius.min(length / 2.0);
            if length == 0.0 { here } else { (here.0 + (other.0 - here.0) / length * reach, here.1 + (other.1 - here.1) / length * reach) }
        };
        let (a, b) = (towards(before), towards(*next));
        segments.push(Segment::Line(a.0, a.1));
        let handle = |point: (f64, f64)| (point.0 + (here.0 - point.0) * 0.552_284_75, point.1 + (here.1 - point.1) * 0.552_284_75);
        let (ha, hb) = (handle(a), handle(b));
        segments.push(Segment::Curve(ha.0, ha.1, hb.0, hb.1, b.0, b.1));
    }
    segments
}

/// The word of a link, where it finds a place that is free.
fn word(link: &ViewLink, (from, to, y, is_on_line): (f64, f64, f64, bool), taken: &mut Vec<Area>) -> Option<Vec<Item>> {
    if !link.is_authored {
        return None;
    }
    let kind = link.words();
    let possibly = if link.is_certain { "" } else { " (order only possible)" };
    let mut texts = vec![format!("{kind}{possibly}")];
    if let Some(after) = &link.after {
        texts.insert(0, format!("{kind} {after}{possibly}"));
    }
    let is_lineage = matches!((&link.from, &link.to), (End::Claim(_), End::Claim(_)));
    let (weight, color) = if is_lineage { (Weight::SemiBold, ink(link.tone)) } else { (Weight::Regular, Ink::Soft) };
    for text in texts {
        for part in [0.5, 0.3, 0.7, 0.15, 0.85] {
            let x = from + (to - from) * part;
            let baseline = if is_on_line { y + SMALL * 0.35 } else { y - 5.0 };
            let text = Text::new(x, baseline, SMALL, weight, color, &text).anchored(Anchor::Middle);
            let area = text.area();
            let room = Area { x: area.x - 5.0, width: area.width + 10.0, ..area };
            if room.x < from + 2.0 || room.x + room.width > to - 10.0 || taken.iter().any(|other| other.overlaps(&room)) {
                continue;
            }
            taken.push(room);
            return Some(vec![Item::Box(room, Ink::Paper), Item::Text(text)]);
        }
    }
    None
}
