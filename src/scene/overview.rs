//! The page before many others: each lane in one row, with its marks along time, what it came to, and the page where it stands in full.

use crate::measure::{Weight, wrap, wrap_at_most};
use crate::view::{Card, Lane, Tone};

use super::block::{LABEL, SMALL};
use super::draw::{HAZE, row_of};
use super::lane::mark_x;
use super::marks::{self, REACH, capsule, haze, ink};
use super::pages::Pages;
use super::paint::Ink;
use super::signs::{self, Used, tail};
use super::tell::unique;
use super::timeline::cards;
use super::{Anchor, Dash, Group, Item, Page, Role, Text, foot, line, visible};

/// The lowest and the highest that a row may be.
const ROWS: (f64, f64) = (17.0, 36.0);
/// What the page says of itself, below the signs.
const ABOUT: &str =
    "Where signs would touch, the weightiest claim is drawn. All claims, with words and sources, are on the pages that follow.";
/// The height from which on a row has room for a title of two lines.
const TWO_LINES: f64 = 33.0;

impl Pages<'_> {
    /// The overview; `pages` are the numbers of the pages on which the lanes begin.
    pub(super) fn overview(&self, pages: &[usize]) -> Page {
        let (view, columns) = (self.view, &self.columns);
        let top = self.plot_top();
        let height = self.sheet.height.unwrap_or(self.sheet.width);
        let mut used = Used::default();
        let about = |left_out: usize| {
            let more = if left_out == 0 { String::new() } else { format!(" {left_out} more rows of the picture stand only there.") };
            wrap(&format!("{ABOUT}{more}"), SMALL, Weight::Regular, columns.right - columns.left)
        };
        // As many as the signs and words may need at the most.
        let mut all: Vec<Item> = view.lanes.iter().flat_map(|lane| self.row(lane, 1, (top, ROWS.0), &mut used)).collect();
        self.event_rules(top, top, &mut all, &mut Vec::new());
        all.extend(self.headline().0);
        self.signs(&all, &[], &[], &mut used);
        let mut foot = self.height_of_foot(used.rows(columns.right - columns.left), about(999).len());
        used = Used::default();
        let most = ((height - top - foot) / ROWS.0).floor().max(1.0) as usize;
        let lanes = fullest(&view.lanes, most);
        let each = ((height - top - foot) / lanes.len().max(1) as f64).clamp(ROWS.0, ROWS.1);
        let bottom = top + each * lanes.len() as f64;

        let mut items = self.headline().0;
        items.extend(self.event_bands(top, bottom));
        items.extend(self.frame(top));
        items.push(Item::Text(Text::new(columns.right, top - 8.0, SMALL, Weight::SemiBold, Ink::Grey, "PAGE").anchored(Anchor::End)));
        self.event_rules(top, bottom, &mut items, &mut Vec::new());
        for (row, lane) in lanes.iter().enumerate() {
            items.extend(self.row(&view.lanes[*lane], pages[*lane], (top + row as f64 * each, each), &mut used));
        }
        let mut y = bottom;
        items.push(foot::axis(&self.scale, columns, y));
        y += foot::AXIS;
        if self.strip > 0.0 {
            let days: Vec<_> = cards(view).filter_map(|card| Some((card.when.at?, card.tone))).collect();
            items.push(self.truth.draw(&self.scale, columns, &unique(days), y));
        }
        self.signs(&items, &[], &[], &mut used);
        let rows = used.rows(columns.right - columns.left);
        let about = about(view.lanes.len() - lanes.len());
        foot = self.height_of_notes(rows, about.len());
        y = height - foot + 8.0;
        items.push(signs::legend(&used, columns.left, columns.right, y));
        y += rows as f64 * signs::ROW + 6.0;
        for text in &about {
            items.push(Item::Text(Text::new(columns.left, y + SMALL, SMALL, Weight::Regular, Ink::Soft, text)));
            y += foot::LIST_LINE;
        }
        for text in &self.colophon().0 {
            y += 15.0;
            items.push(Item::Text(Text::new(columns.left, y, SMALL, Weight::Regular, Ink::Grey, text)));
        }
        Page { width: self.sheet.width, height, items }
    }

    /// A lane in one row, between its top and height.
    fn row(&self, lane: &Lane, page: usize, (top, height): (f64, f64), used: &mut Used) -> Vec<Item> {
        let columns = &self.columns;
        let middle = top + height / 2.0;
        let baseline = middle + LABEL * 0.36;
        let mut items = vec![line(&[(columns.left, top), (columns.right, top)], Ink::Rule, 1.0, Dash::Solid)];
        let indent = lane.depth.min(4) as f64 * 10.0;
        let room = columns.title - indent - 10.0;
        let lines = if height >= TWO_LINES { 2 } else { 1 };
        let (title, _) = wrap_at_most(&visible(&lane.title), LABEL, Weight::SemiBold, room, lines);
        for (place, text) in title.iter().enumerate() {
            let y = baseline + (place as f64 - (title.len() - 1) as f64 / 2.0) * LABEL * 1.2;
            items.push(Item::Text(Text::new(columns.left + indent, y, LABEL, Weight::SemiBold, Ink::Text, text)));
        }
        let status = &lane.status;
        let words = format!("{} {}", status.sign, status.word);
        let words = wrap_at_most(&visible(&words), LABEL, Weight::SemiBold, columns.right - columns.status - 34.0, 1).0;
        let of_status = |line| Item::Text(Text::new(columns.status, baseline, LABEL, Weight::SemiBold, ink(status.tone), line));
        items.extend(words.iter().map(of_status));
        let number = Text::new(columns.right, baseline, LABEL, Weight::Regular, Ink::Soft, page.to_string());
        items.push(Item::Text(number.anchored(Anchor::End)));

        let between = if status.text.is_empty() { "" } else { ", " };
        let label = format!("{}: {}{between}{}; page {page}", lane.title, status.word, status.text);
        let mut items = vec![Item::Group(Group { role: Role::Part("row"), label: visible(&label), items })];
        let drawn = self.weightiest(lane);
        let last = drawn.iter().filter(|(card, _)| card.when.at.is_some()).map(|(_, x)| *x).fold(f64::MIN, f64::max);
        if status.silence.is_some() && columns.end - last >= 40.0 && last > f64::MIN {
            used.tail();
            let label = status.silence.clone().unwrap_or_default();
            let own = tail(last + 10.0, columns.end, middle);
            items.push(Item::Group(Group { role: Role::Part("tail"), label, items: own }));
        }
        let uncertain = drawn.iter().filter(|(card, _)| card.when.at.is_some() && !card.when.is_exact());
        let spans: Vec<(&Card, (f64, f64))> = uncertain.map(|(card, x)| (*card, self.span_at(card.when, *x))).collect();
        let all: Vec<(usize, (f64, f64))> = spans.iter().enumerate().map(|(place, (_, span))| (place, *span)).collect();
        for (place, (card, (from, to))) in spans.iter().enumerate() {
            used.haze();
            let (row, rows) = row_of(place, &all);
            let each = HAZE / rows as f64;
            let y = middle - HAZE / 2.0 + (row as f64 + 0.5) * each;
            let height = if rows > 1 { each * 0.8 } else { each };
            let own = vec![capsule(*from, y - height / 2.0, to - from, height, haze(card.tone))];
            items.push(Item::Group(Group { role: Role::Haze(card.id.clone()), label: String::new(), items: own }));
        }
        for (card, x) in &drawn {
            used.mark(card);
            let mut own = marks::mark(card.mark, card.form, card.tone, *x, middle);
            own.extend(card.differs().into_iter().flat_map(|review| marks::review(review.kind, *x, middle)));
            items.push(Item::Group(Group { role: Role::Sign(card.id.clone()), label: visible(&card.description), items: own }));
        }
        items
    }

    /// The claims of a lane whose marks do not touch, the weightiest first chosen; in the order of time.
    fn weightiest<'l>(&self, lane: &'l Lane) -> Vec<(&'l Card, f64)> {
        let mut order: Vec<&Card> = lane.cards.iter().collect();
        order.sort_by_key(|card| {
            let tone = match card.tone {
                Tone::Added | Tone::Removed | Tone::Changed | Tone::Hard => 0,
                Tone::Plain => 1,
                Tone::Quiet => 2,
            };
            (card.differs().is_none(), card.shift.is_none(), tone)
        });
        let mut drawn: Vec<(&Card, f64)> = Vec::new();
        for card in order {
            let x = mark_x(&self.scale, &self.columns, card.when.at);
            if drawn.iter().all(|(_, other)| (other - x).abs() > 2.0 * REACH) {
                drawn.push((card, x));
            }
        }
        drawn.sort_by(|a, b| a.1.total_cmp(&b.1));
        drawn
    }
}

/// The places of so many lanes: those with the most claims, in the order of the view.
fn fullest(lanes: &[Lane], most: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..lanes.len()).collect();
    places.sort_by_key(|place| std::cmp::Reverse(lanes[*place].cards.len()));
    places.truncate(most);
    places.sort_unstable();
    places
}
