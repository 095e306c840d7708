//! Draws what stands in the lanes of a page: events, titles, uncertain days, tails and claims.

use std::collections::BTreeMap;

use crate::measure::{Weight, width};
use crate::view::{Card, When};

use super::block::{BESIDE, LABEL, Line, SMALL};
use super::lane::{PlacedBlock, STATUS, TITLE, indent};
use super::marks::{self, capsule, haze, ink};
use super::pages::{Pages, Placed};
use super::paint::Ink;
use super::pile::{self, ROW};
use super::signs::{Used, tail};
use super::ways::Corners;
use super::{Anchor, Area, Dash, Group, Item, Role, Text, events, line, line_crosses, visible};

/// The height of what shows over which days something is uncertain, on one shelf together.
pub const HAZE: f64 = 10.0;
/// The length of an arrowhead that points at a mark.
const ARROW: f64 = 9.0;

impl Pages<'_> {
    /// The heads of the columns beside the plot, and where claims without a date stand.
    pub(super) fn frame(&self, plot_top: f64) -> Vec<Item> {
        let y = plot_top - 8.0;
        let head = |x: f64, text: &str| Item::Text(Text::new(x, y, SMALL, Weight::SemiBold, Ink::Grey, text));
        let mut items = vec![head(self.columns.left, self.view.lane_word), head(self.columns.status, self.view.status_words().0)];
        if let Some((left, _)) = self.columns.undated {
            items.push(head(left - 18.0, "UNDATED"));
        }
        items
    }

    pub(super) fn event_bands(&self, top: f64, bottom: f64) -> Vec<Item> {
        let mut items = Vec::new();
        for (from, to) in self.heads.heads.iter().flat_map(|head| &head.reaches) {
            if to - from > 3.0 {
                items.push(Item::Box(Area { x: *from, y: top, width: to - from, height: bottom - top }, Ink::Band));
            }
        }
        items
    }

    /// Draws the rules of events with their labels; gives the x of each rule by the id of the event.
    pub(super) fn event_rules(&self, top: f64, bottom: f64, items: &mut Vec<Item>, taken: &mut Vec<Area>) -> BTreeMap<&str, f64> {
        let mut rules = BTreeMap::new();
        for head in &self.heads.heads {
            let is_turning = head.is_turning_point();
            let tier_bottom = top - 10.0 - self.heads.tiers.iter().take(head.tier).sum::<f64>();
            let label_top = tier_bottom - head.height();
            let mut own = Vec::new();
            for ((from, to), event) in head.reaches.iter().zip(&head.events) {
                rules.insert(event.id.as_str(), *from);
                let begin = if head.lines.is_empty() { top - 8.0 } else { tier_bottom + 2.0 };
                let (color, width, dash) = if is_turning { (Ink::Red, 1.8, Dash::Solid) } else { (Ink::Grey, 1.0, Dash::Dotted) };
                let x = if to - from > 3.0 && !is_turning { f64::midpoint(*from, *to) } else { *from };
                let end = if to - from > 3.0 && !is_turning { top } else { bottom };
                own.push(line(&[(x, begin.min(end)), (x, end)], color, width, dash));
            }
            let title_ink = if is_turning { Ink::Red } else { Ink::Text };
            for (place, (text, is_title)) in head.lines.iter().enumerate() {
                let baseline = label_top + place as f64 * 14.0 + 11.0;
                let (size, weight, color) =
                    if *is_title { (events::TITLE, Weight::SemiBold, title_ink) } else { (SMALL, Weight::Regular, Ink::Soft) };
                let text = Text::new(head.x, baseline, size, weight, color, text).anchored(Anchor::Middle);
                taken.push(text.area());
                own.push(Item::Text(text));
            }
            let label: Vec<String> = head.events.iter().map(|event| format!("{}: {}", event.date, event.title)).collect();
            items.push(Item::Group(Group { role: Role::Event(head.events[0].id.clone()), label: visible(&label.join("; ")), items: own }));
        }
        rules
    }

    /// The title of a lane, its status, and the line above it.
    pub(super) fn lane_head(&self, placed: &Placed, taken: &mut Vec<Area>) -> Item {
        let lane = &self.view.lanes[placed.lane];
        let top = placed.y;
        let columns = &self.columns;
        let mut items = vec![line(&[(columns.left, top), (columns.right, top)], Ink::Rule, 1.0, Dash::Solid)];
        for (place, text) in placed.layout.title.iter().enumerate() {
            let y = top + 8.0 + (place + 1) as f64 * TITLE * 1.25 - 3.0;
            items.push(Item::Text(Text::new(columns.left + indent(lane, columns), y, TITLE, Weight::SemiBold, Ink::Text, text)));
        }
        let status = &lane.status;
        let mut own = Vec::new();
        let color = ink(status.tone);
        let y = top + 8.0 + LABEL * 1.25;
        own.push(Item::Text(Text::new(columns.status, y, STATUS, Weight::SemiBold, color, format!("{} {}", status.sign, status.word))));
        for (place, text) in placed.layout.status.iter().enumerate() {
            let y = y + (place + 1) as f64 * SMALL * 1.3 + 1.0;
            own.push(Item::Text(Text::new(columns.status, y, SMALL, Weight::Regular, Ink::Soft, text)));
        }
        taken.extend(items.iter().chain(&own).filter_map(|item| if let Item::Text(text) = item { Some(text.area()) } else { None }));
        let between = if status.text.is_empty() { "" } else { ", " };
        let label = visible(&format!("{}: {}{between}{}", self.view.status_words().1, status.word, status.text));
        items.push(Item::Group(Group { role: Role::Part("status"), label, items: own }));
        Item::Group(Group { role: Role::Lane(lane.id.clone()), label: visible(&lane.title), items })
    }

    /// The days over which what is drawn is uncertain.
    pub(super) fn hazes(&self, placed: &Placed, items: &mut Vec<Item>, used: &mut Used) {
        let top = placed.y;
        let uncertain = placed.layout.blocks.iter().filter(|block| block.block.when.at.is_some() && !block.block.when.is_exact());
        let spans: Vec<(&PlacedBlock, (f64, f64))> = uncertain.map(|block| (block, self.span_of(block))).collect();
        for (place, (block, (from, to))) in spans.iter().enumerate() {
            let (when, from, to) = (block.block.when, *from, *to);
            let of_shelf = || spans.iter().enumerate().filter(|(_, (other, _))| other.shelf == block.shelf);
            let (row, rows) = row_of(place, &of_shelf().map(|(place, (_, span))| (place, *span)).collect::<Vec<_>>());
            let height = HAZE / rows as f64;
            let y = top + block.y - HAZE / 2.0 + (row as f64 + 0.5) * height;
            let height = if rows > 1 { height * 0.8 } else { height };
            let color = haze(block.block.tone);
            used.haze();
            let mut own = vec![capsule(from, y - height / 2.0, to - from, height, color)];
            for (is_open, edge, outwards) in [(when.first.is_none(), from, -1.0), (when.last.is_none(), to, 1.0)] {
                if is_open {
                    own.push(line(&[(edge, y), (edge + outwards * 12.0, y)], color, height.min(3.0), Dash::Dotted));
                }
            }
            let cards = &self.view.lanes[placed.lane].cards;
            let claims: Vec<&str> = block.block.entries.iter().map(|entry| cards[entry.card].id.as_str()).collect();
            items.push(Item::Group(Group { role: Role::Haze(claims.join(" ")), label: String::new(), items: own }));
        }
    }

    /// From where to where the days of a block are uncertain, with the dots of an open side.
    fn span_of(&self, block: &PlacedBlock) -> (f64, f64) {
        self.span_at(block.block.when, block.x)
    }

    /// From where to where days are uncertain of which the mark stands there, with the dots of an open side.
    pub(super) fn span_at(&self, when: When, x: f64) -> (f64, f64) {
        let (from, to) = self.scale.span(when.first, when.last);
        // An open side fades out a little beside the mark and does not claim the whole axis.
        let from = if when.first.is_none() { (x - 46.0).max(self.columns.plot) } else { from };
        let to = if when.last.is_none() { (x + 46.0).min(self.columns.end) } else { to };
        (from.min(x - 3.0), to.max(x + 3.0))
    }

    /// Where the tail of a lane begins in which nothing was said for long, and what it says.
    fn place_of_tail<'s>(&'s self, placed: &Placed) -> Option<(f64, f64, &'s str)> {
        let words = self.view.lanes[placed.lane].status.silence.as_ref().filter(|_| placed.layout.has_end)?;
        let last = placed.layout.blocks.iter().filter(|block| block.block.when.at.is_some()).max_by(|a, b| a.x.total_cmp(&b.x))?;
        let from = last.x + 10.0;
        // Where what was said last has a number below, it has no line of its own.
        let is_last = placed.layout.numbered.iter().all(|mark| mark.end <= last.x);
        (is_last && self.columns.end - from >= 30.0).then_some((from, placed.y + last.y, words))
    }

    /// Keeps words off the end of a tail.
    pub(super) fn reserve_tail(&self, placed: &Placed, taken: &mut Vec<Area>) {
        if let Some((_, y, _)) = self.place_of_tail(placed) {
            taken.push(Area { x: self.columns.end - 9.0, y: y - 5.0, width: 10.0, height: 10.0 });
        }
    }

    /// The tail of a lane in which nothing was said for long, with its words where they find room beside these lines.
    pub(super) fn tail(&self, placed: &Placed, lines: &[Corners], taken: &mut Vec<Area>, used: &mut Used) -> Option<Item> {
        let (from, y, words) = self.place_of_tail(placed)?;
        used.tail();
        let mut items = tail(from, self.columns.end, y);
        let text = Text::new(self.columns.end - 14.0, y - 5.0, SMALL, Weight::Regular, Ink::Grey, words).anchored(Anchor::End);
        let spare = text.x - text.width - from - 10.0;
        for part in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let text = Text { x: text.x - spare * part, ..text.clone() };
            let area = text.area();
            let room = Area { x: area.x - 3.0, width: area.width + 6.0, ..area };
            let is_free = |line: &Corners| !line_crosses(line, &room);
            if spare >= 0.0 && !taken.iter().any(|other| other.overlaps(&room)) && lines.iter().all(is_free) {
                taken.push(room);
                items.push(Item::Box(room, Ink::Paper));
                items.push(Item::Text(text));
                break;
            }
        }
        Some(Item::Group(Group { role: Role::Part("tail"), label: words.to_owned(), items }))
    }

    /// What no line of a link may cross in a lane: its marks, and the texts beside them.
    pub(super) fn obstacles(&self, placed: &Placed) -> Vec<Area> {
        let top = placed.y;
        let around = |x: f64, y: f64, reach: f64| Area { x: x - reach, y: y - reach, width: 2.0 * reach, height: 2.0 * reach };
        let cards = &self.view.lanes[placed.lane].cards;
        let reach = |card: usize| if cards[card].differs().is_some() { marks::FRAME } else { marks::REACH + 0.5 };
        let mut areas = Vec::new();
        for block in &placed.layout.blocks {
            areas.push(knock_out(block, top));
            areas.extend(block.block.entries.iter().map(|entry| around(block.x, top + block.y + entry.y, reach(entry.card))));
        }
        for mark in &placed.layout.numbered {
            let y = top + placed.layout.numbered_top + mark.row as f64 * ROW + ROW / 2.0;
            let far = pile::BESIDE + width(&mark.label, SMALL, Weight::Regular) + 2.0;
            let (left, right) = if mark.is_left { (mark.x - far, mark.end) } else { (mark.x, mark.end + far) };
            areas.push(Area { x: left.min(mark.x - marks::FRAME), y: y - marks::FRAME, height: 2.0 * marks::FRAME, width: 0.0 });
            let area = areas.last_mut().expect("it was put there");
            area.width = right.max(mark.end + marks::FRAME) - area.x;
        }
        areas
    }

    /// The claims of a lane, each a group of its own.
    pub(super) fn claims(&self, placed: &Placed, items: &mut Vec<Item>, used: &mut Used) {
        let lane = &self.view.lanes[placed.lane];
        let top = placed.y;
        for block in &placed.layout.blocks {
            items.push(Item::Box(knock_out(block, top), Ink::Paper));
        }
        for block in &placed.layout.blocks {
            for (order, entry) in block.block.entries.iter().enumerate() {
                let card = &lane.cards[entry.card];
                used.mark(card);
                let y = top + block.y;
                let mut own = marks::mark(card.mark, card.form, card.tone, block.x, y + entry.y);
                own.extend(card.differs().into_iter().flat_map(|review| marks::review(review.kind, block.x, y + entry.y)));
                if order == 0 {
                    // Apart, because it stands above the other claims of the block too.
                    let head = block.block.head.iter().flat_map(|one| texts(one, block, y)).collect();
                    own.push(Item::Group(Group { role: Role::Part("head"), label: String::new(), items: head }));
                }
                own.extend(entry.lines.iter().flat_map(|one| texts(one, block, y)));
                items.push(claim(card, &lane.id, own));
            }
        }
        for mark in &placed.layout.numbered {
            used.number();
            let y = top + placed.layout.numbered_top + mark.row as f64 * ROW + ROW / 2.0;
            if mark.end > mark.x {
                // A pile lies over the days of its claims.
                items.push(capsule(mark.x, y - 2.5, mark.end - mark.x, 5.0, Ink::GreyHaze));
            }
            for (order, member) in mark.members.iter().enumerate() {
                let card = &lane.cards[placed.layout.numbered_cards[*member]];
                // Of a pile the first one is drawn; the others are there for those who look for them.
                let mut own = Vec::new();
                if order == 0 {
                    used.mark(card);
                    own.extend(marks::mark(card.mark, card.form, card.tone, mark.x, y));
                    own.extend(card.differs().into_iter().flat_map(|review| marks::review(review.kind, mark.x, y)));
                    let (x, anchor) =
                        if mark.is_left { (mark.x - pile::BESIDE, Anchor::End) } else { (mark.end + pile::BESIDE, Anchor::Start) };
                    own.push(Item::Text(Text::new(x, y + 4.0, SMALL, Weight::Regular, Ink::Soft, &mark.label).anchored(anchor)));
                }
                items.push(claim(card, &lane.id, own));
            }
        }
    }
}

/// The row of a span of days among those of its shelf, and how many rows they need so that none hides another. Spans have numbers.
pub fn row_of(number: usize, spans: &[(usize, (f64, f64))]) -> (usize, usize) {
    // Beyond an open side there are dots.
    const DOTS: f64 = 14.0;
    let mut ordered: Vec<&(usize, (f64, f64))> = spans.iter().collect();
    ordered.sort_by(|a, b| a.1.0.total_cmp(&b.1.0).then(a.0.cmp(&b.0)));
    let mut ends: Vec<f64> = Vec::new();
    let mut own = 0;
    for (other, (from, to)) in ordered {
        let row = ends.iter().position(|end| *end <= from - DOTS).unwrap_or(ends.len());
        match ends.get_mut(row) {
            Some(end) => *end = to + DOTS,
            None => ends.push(to + DOTS),
        }
        if *other == number {
            own = row;
        }
    }
    (own, ends.len().max(1))
}

fn claim(card: &Card, lane: &str, items: Vec<Item>) -> Item {
    let role = Role::Claim {
        id: card.id.clone(),
        mark: card.mark.as_str(),
        actor: card.actor.clone(),
        lane: lane.to_owned(),
        days: (card.when.first, card.when.last),
    };
    Item::Group(Group { role, label: visible(&card.description), items })
}

/// The texts of a line beside the marks of its block.
fn texts(one: &Line, block: &PlacedBlock, y: f64) -> Vec<Item> {
    let mut x = one.beside.0 + if block.is_left { block.x - BESIDE - one.width() } else { block.x + BESIDE };
    let mut items = Vec::new();
    for run in &one.runs {
        // A blank at the beginning of a text is dropped by whatever draws it.
        let words = run.text.trim_start();
        let before = run.width();
        let text = Text::new(x, y + one.y, run.size, run.weight, run.ink, words);
        let text = Text { x: x + before - text.width, ..text };
        x += before;
        items.push(Item::Text(text));
    }
    items
}

/// What lies behind the text of a block is interrupted there.
fn knock_out(block: &PlacedBlock, top: f64) -> Area {
    let x = if block.is_left { block.x - BESIDE - block.block.width } else { block.x + BESIDE };
    let y = top + block.y + 9.0;
    Area { x: x - 3.0, y, width: block.block.width + 6.0, height: block.block.height - 10.0 }
}

/// Keeps words of links off the text of a lane, and off its marks with the arrowheads beside them.
pub fn reserve(placed: &Placed, taken: &mut Vec<Area>) {
    let top = placed.y;
    for block in &placed.layout.blocks {
        taken.push(knock_out(block, top));
        for entry in &block.block.entries {
            let reach = marks::REACH + ARROW;
            taken.push(Area { x: block.x - reach, y: top + block.y + entry.y - reach, width: 2.0 * reach, height: reach + marks::REACH });
        }
    }
    if !placed.layout.numbered.is_empty() {
        let y = top + placed.layout.numbered_top;
        taken.push(Area { x: 0.0, y, width: 10_000.0, height: placed.layout.height - placed.layout.numbered_top });
    }
}
