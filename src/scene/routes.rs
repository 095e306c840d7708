//! Draws the links of a page along the ways that were found for them, with words where they find room.

use std::collections::{BTreeMap, BTreeSet};

use crate::measure::Weight;
use crate::view::{End, ViewLink};

use super::block::SMALL;
use super::marks::{REACH, arrowhead, ink};
use super::paint::Ink;
use super::signs::{Used, head};
use super::ways::{Corners, Map, Spot, Way, Ways, look};
use super::{Anchor, Area, Group, Item, Path, Role, Segment, Stroke, Text, line_crosses};

/// From the middle of a mark to what stands on its free side, behind the arrowhead.
const BESIDE: f64 = REACH + 15.0;

/// The links of a page, and the words beside them, which touch none of these areas; the areas grow by the words. What is drawn is noted.
/// Gives the corners of the lines too.
pub fn routes(links: &[ViewLink], map: &Map<'_>, taken: &mut Vec<Area>, used: &mut Used) -> (Vec<Item>, Vec<Corners>) {
    let mut ways = Ways::new(map);
    // What curators wrote lies above what follows from the order of time.
    let mut ordered: Vec<&ViewLink> = links.iter().collect();
    ordered.sort_by_key(|link| link.is_authored);
    let found: Vec<(&ViewLink, Way)> = ordered.into_iter().filter_map(|link| Some((link, ways.find(link)?))).collect();
    let mut lines = Vec::new();
    let mut words = Vec::new();
    for (place, (link, way)) in found.iter().enumerate() {
        let mut items = stroke(link, &way.points, way.reaches_end);
        let (from, to) = ids(link);
        // A word interrupts its own line and no other, but for those of its kind that share the track: it is said of them all.
        let is_alike = |(other, by): &(&ViewLink, Way)| other.kind == link.kind && look(other) == look(link) && by.shares_track(way);
        let is_other = |(other, one): &(usize, &(&ViewLink, Way))| *other != place && !is_alike(one);
        let others = || found.iter().enumerate().filter(is_other).map(|(_, (_, way))| way.points.as_slice());
        if let Some(items) = way.label.and_then(|label| word(link, label, others, taken)) {
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
    let cut: Vec<&ViewLink> = found.iter().filter(|(_, way)| way.is_cut).map(|(link, _)| *link).collect();
    let corners: Vec<Corners> = found.iter().map(|(_, way)| way.points.clone()).collect();
    lines.extend(elsewhere(&cut, map, &corners, taken));
    (lines, corners)
}

/// The ids of the ends of a link.
fn ids(link: &ViewLink) -> (String, String) {
    let id = |end: &End| match end {
        End::Claim(id) | End::Event(id) => id.clone(),
    };
    (id(&link.from), id(&link.to))
}

/// Beside the marks whose links are not drawn in whole: where they lead, to another page or to what no way was found to.
fn elsewhere(cut: &[&ViewLink], map: &Map<'_>, lines: &[Corners], taken: &mut Vec<Area>) -> Vec<Item> {
    // By mark, then what comes from elsewhere before what leads there: other pages, names, and the ends of the first link.
    let mut ends: BTreeMap<(&str, bool), Ends<'_>> = BTreeMap::new();
    for link in cut {
        let own = |end: &End| if let End::Claim(id) = end { map.spots.get_key_value(id.as_str()) } else { None };
        let (from, to) = (own(&link.from), own(&link.to));
        let known = from.map(|one| (one, true, to, &link.to)).into_iter().chain(to.map(|one| (one, false, from, &link.from)));
        for ((id, spot), leads, other, end) in known.filter(|((_, spot), ..)| spot.page == map.page) {
            let other_page = other.map(|(_, other)| other.page).filter(|page| *page != map.page);
            if other_page.is_none() && leads && matches!(end, End::Claim(_)) {
                // The mark that it arrives at says where it comes from.
                continue;
            }
            let entry = ends.entry((id, leads)).or_insert_with(|| Ends { spot, pages: BTreeSet::new(), names: BTreeSet::new(), link });
            match (other_page, end) {
                (Some(page), _) => _ = entry.pages.insert(page + 1),
                (None, End::Claim(id) | End::Event(id)) => entry.names.extend(map.names.get(id.as_str()).map(String::as_str)),
            }
        }
    }
    ends.into_iter().filter_map(|((_, leads), ends)| ends.told(leads, map, lines, taken)).collect()
}

/// Where links lead from a mark, or come from, that are not drawn in whole.
struct Ends<'m> {
    spot: &'m Spot,
    pages: BTreeSet<usize>,
    names: BTreeSet<&'m str>,
    link: &'m ViewLink,
}

impl Ends<'_> {
    /// Says so beside the mark, where there is room.
    fn told(&self, leads: bool, map: &Map<'_>, lines: &[Corners], taken: &mut Vec<Area>) -> Option<Item> {
        let word = if leads { "to" } else { "from" };
        let pages: Vec<String> = self.pages.iter().map(usize::to_string).collect();
        let noun = if pages.len() == 1 { "page" } else { "pages" };
        let places = (!pages.is_empty()).then(|| format!("{noun} {}", pages.join(", ")));
        let all: Vec<&str> = places.as_deref().into_iter().chain(self.names.iter().copied()).collect();
        let spot = self.spot;
        let side = |is_left: bool| if is_left { (spot.x + BESIDE, Anchor::Start) } else { (spot.x - BESIDE, Anchor::End) };
        let free = [4.0, -8.0, 17.0, -20.0, 30.0].map(|lower| (side(spot.is_left), lower));
        // Above the text of the mark, where its free side has no room.
        let other = [-8.0, -20.0].map(|lower| (side(!spot.is_left), lower));
        for ((x, anchor), lower) in free.into_iter().chain(other) {
            let text =
                Text::new(x, spot.y + lower, SMALL, Weight::Regular, Ink::Soft, format!("{word} {}", all.join(", "))).anchored(anchor);
            let area = text.area();
            let room = Area { x: area.x - 1.0, width: area.width + 2.0, ..area };
            let is_outside = room.x < map.reach.0 || room.x + room.width > map.reach.1 || room.y + room.height > map.bottom;
            if is_outside || taken.iter().any(|other| other.overlaps(&room)) || lines.iter().any(|line| line_crosses(line, &room)) {
                continue;
            }
            taken.push(room);
            let (from, to) = ids(self.link);
            let own = vec![Item::Box(room, Ink::Paper), Item::Text(text)];
            return Some(Item::Group(Group { role: Role::Word(from, to), label: String::new(), items: own }));
        }
        None
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

/// The word of a link, where it finds a place that is free, beside all other lines.
fn word<'w, Lines: Iterator<Item = &'w [(f64, f64)]>>(
    link: &ViewLink,
    (from, to, y, is_on_line): (f64, f64, f64, bool),
    others: impl Fn() -> Lines,
    taken: &mut Vec<Area>,
) -> Option<Vec<Item>> {
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
        for part in [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9] {
            let x = from + (to - from) * part;
            let baseline = if is_on_line { y + SMALL * 0.35 } else { y - 5.0 };
            let text = Text::new(x, baseline, SMALL, weight, color, &text).anchored(Anchor::Middle);
            let area = text.area();
            let room = Area { x: area.x - 5.0, width: area.width + 10.0, ..area };
            let is_outside = room.x < from + 2.0 || room.x + room.width > to - 10.0;
            if is_outside || taken.iter().any(|other| other.overlaps(&room)) || others().any(|line| line_crosses(line, &room)) {
                continue;
            }
            taken.push(room);
            return Some(vec![Item::Box(room, Ink::Paper), Item::Text(text)]);
        }
    }
    None
}
