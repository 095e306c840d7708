//! Puts a view on pages: headline, events, lanes, axis, legend and lists.

use std::collections::{BTreeMap, HashSet};

use crate::date::Day;
use crate::measure::{Weight, wrap, wrap_at_most};
use crate::view::{Card, End, View, ViewLink};

use super::axis::Scale;
use super::block::{BESIDE, LABEL, Line, SMALL};
use super::events::{self, Heads};
use super::foot::{self, ListLine, Used};
use super::lane::{CHANNEL, Columns, LaneLayout, PlacedBlock, TITLE, indent, lay_out};
use super::marks::{self, capsule, haze, ink};
use super::paint::Ink;
use super::pile::{self, ROW};
use super::routes::{self, Spot};
use super::{Anchor, Area, Dash, Group, Item, Options, Page, Place, Profile, Role, Scene, Text, line, visible};

/// The paper of a profile.
struct Sheet {
    width: f64,
    /// The height of a page; none where a page is as high as it needs, up to [`HIGHEST`].
    height: Option<f64>,
    margin: f64,
    headline: f64,
    title: f64,
    status: f64,
    block: f64,
    list_columns: usize,
}

/// The highest that a picture without pages may be.
const HIGHEST: f64 = 9000.0;
/// The highest that a lane may be on such a picture.
const HIGHEST_LANE: f64 = 1400.0;

impl Sheet {
    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Slide => Sheet {
                width: 1280.0,
                height: Some(720.0),
                margin: 28.0,
                headline: 23.0,
                title: 150.0,
                status: 142.0,
                block: 178.0,
                list_columns: 3,
            },
            Profile::Report => Sheet {
                width: 794.0,
                height: Some(1123.0),
                margin: 36.0,
                headline: 20.0,
                title: 116.0,
                status: 104.0,
                block: 150.0,
                list_columns: 2,
            },
            Profile::Poster => Sheet {
                width: 1600.0,
                height: None,
                margin: 40.0,
                headline: 27.0,
                title: 188.0,
                status: 176.0,
                block: 196.0,
                list_columns: 3,
            },
        }
    }

    fn columns(&self, has_undated: bool) -> Columns {
        let left = self.margin;
        let right = self.width - self.margin;
        let begin = left + self.title + 8.0;
        let undated = has_undated.then(|| (begin, begin + self.block.min(134.0)));
        let status = right - self.status;
        let end = status - 18.0;
        Columns { left, title: self.title, undated, plot: undated.map_or(begin, |(_, end)| end + 8.0), end, status, right, block: self.block }
    }
}

/// Lays a view out on pages.
pub fn timeline(view: &View, options: &Options) -> Scene {
    let mut sheet = Sheet::of(options.profile);
    if options.is_in_page && sheet.height.is_none() {
        // The page has its own.
        sheet.margin = 3.0;
    }
    let cards = || view.lanes.iter().flat_map(|lane| &lane.cards);
    let days: Vec<Day> = cards().filter_map(|card| card.when.at).collect();
    let events = view.columns.iter().flat_map(|column| &column.events).filter_map(|event| event.when.at);
    let others: Vec<Day> = events.chain(view.cut_off.filter(|_| !days.is_empty())).collect();
    let columns = sheet.columns(cards().any(|card| card.when.at.is_none()));
    let scale = Scale::new(&days, &others, columns.plot, columns.end, columns.block);
    let heads = events::heads(view, &scale, columns.plot - 40.0, columns.status - 4.0);
    Pages { view, sheet, columns, scale, heads, is_in_page: options.is_in_page }.scene()
}

struct Pages<'v> {
    view: &'v View,
    sheet: Sheet,
    columns: Columns,
    scale: Scale,
    heads: Heads,
    is_in_page: bool,
}

/// A lane on its page.
struct Placed {
    lane: usize,
    layout: LaneLayout,
    y: f64,
    first_number: usize,
}

impl Pages<'_> {
    fn scene(&self) -> Scene {
        let view = self.view;
        let headline = self.headline();
        let top = headline.1;
        let plot_top = top + self.heads.height().max(18.0) + 10.0;
        let mut everything = Used::default();
        cards(view).for_each(|card| everything.card(card));
        view.links.iter().for_each(|link| everything.link(link));
        everything.number();
        everything.tail();
        let legend_rows = foot::legend(&everything, self.columns.left, self.columns.right, 0.0).1;
        let below = foot::AXIS + self.strip_height() + 8.0 + legend_rows as f64 * foot::LEGEND_ROW + self.colophon().len() as f64 * 15.0 + 14.0;
        let highest_lane = match self.sheet.height {
            Some(height) => height - plot_top - below - self.sheet.margin,
            None => HIGHEST_LANE,
        };
        let (lanes, pages) = self.paginate(plot_top, below, highest_lane.max(120.0));
        let numbered = self.numbered_entries(&lanes);
        let list = self.list(&lanes, &numbered);
        let mut scene = Scene { title: visible(&view.title), description: self.description(), pages: Vec::new(), places: self.places(&lanes) };
        for page in 0..pages {
            scene.pages.push(self.page(page, pages, &lanes, &headline.0, plot_top, &list));
        }
        self.notes(&mut scene, &list);
        scene
    }

    /// The headline and the line below it, and where they end.
    fn headline(&self) -> (Vec<Item>, f64) {
        let (left, right) = (self.columns.left, self.columns.right);
        let size = self.sheet.headline;
        let mut y = self.sheet.margin * 0.7;
        let mut items = Vec::new();
        if self.is_in_page && self.sheet.height.is_none() {
            return (items, y);
        }
        for text in wrap_at_most(&visible(&self.view.title), size, Weight::Bold, right - left, 3).0 {
            y += size * 1.2;
            items.push(Item::Text(Text::new(left, y, size, Weight::Bold, Ink::Text, text)));
        }
        y += 5.0;
        for text in wrap(&visible(&self.view.subtitle), 14.0, Weight::Regular, right - left) {
            y += 18.0;
            items.push(Item::Text(Text::new(left, y, 14.0, Weight::Regular, Ink::Soft, text)));
        }
        (items, y + 12.0)
    }

    fn description(&self) -> String {
        let view = self.view;
        let lanes: Vec<String> = view
            .lanes
            .iter()
            .map(|lane| {
                let between = if lane.status.text.is_empty() { "" } else { ", " };
                format!("{}: {}{between}{}", lane.title, lane.status.word, lane.status.text)
            })
            .collect();
        visible(&format!("{}. At the cut-off: {}. {}", view.subtitle, lanes.join("; "), view.colophon))
    }

    fn colophon(&self) -> Vec<String> {
        wrap(&visible(&self.view.colophon), SMALL, Weight::Regular, self.columns.right - self.columns.left)
    }

    fn strip_height(&self) -> f64 {
        if self.scale.stretches().is_empty() { 0.0 } else { foot::STRIP + 4.0 }
    }

    /// Lays the lanes out and deals them to pages.
    fn paginate(&self, plot_top: f64, below: f64, highest_lane: f64) -> (Vec<Placed>, usize) {
        let bottom = match self.sheet.height {
            Some(height) => (height - below - self.sheet.margin).max(plot_top + highest_lane),
            None => HIGHEST,
        };
        let linked = linked(&self.view.links);
        let mut placed: Vec<Placed> = Vec::new();
        let (mut page, mut y, mut number) = (0, plot_top, 1);
        for (lane, record) in self.view.lanes.iter().enumerate() {
            let layout = lay_out(record, &self.scale, &self.columns, &linked, highest_lane, number);
            if y + layout.height > bottom + 0.5 && y > plot_top {
                (page, y) = (page + 1, plot_top);
            }
            let (height, first_number) = (layout.height, number);
            number += layout.numbered_cards.len();
            // The page is kept in the whole part of a large number, so that one list holds all lanes.
            placed.push(Placed { lane, layout, y: y + page as f64 * PAGE, first_number });
            y += height;
        }
        (placed, page + 1)
    }

    /// What has a number instead of a label, in words.
    fn numbered_entries(&self, lanes: &[Placed]) -> Vec<String> {
        let mut entries = Vec::new();
        for placed in lanes {
            let lane = &self.view.lanes[placed.lane];
            for (place, card) in placed.layout.numbered_cards.iter().enumerate() {
                let card = &lane.cards[*card];
                entries.push(format!("{}\u{2002}{}", placed.first_number + place, in_words(card)));
            }
        }
        entries
    }

    fn list(&self, lanes: &[Placed], numbered: &[String]) -> Vec<ListLine> {
        let cut: Vec<String> = lanes
            .iter()
            .flat_map(|placed| {
                let lane = &self.view.lanes[placed.lane];
                let blocks = placed.layout.blocks.iter().filter(|block| block.block.is_cut);
                blocks.flat_map(move |block| block.block.entries.iter().map(move |entry| in_words(&lane.cards[entry.card])))
            })
            .collect();
        let events: Vec<String> = self.heads.listed.iter().map(|event| format!("{}: {}", event.date, event.title)).collect();
        foot::lists(self.view, numbered, &events, &cut, self.list_width(), !self.is_in_page)
    }

    fn list_width(&self) -> f64 {
        let count = self.sheet.list_columns as f64;
        (self.columns.right - self.columns.left - (count - 1.0) * 24.0) / count
    }

    /// The spot of every card, drawn or numbered.
    fn spots(&self, lanes: &[Placed]) -> BTreeMap<&str, (Spot, Option<usize>)> {
        let mut spots = BTreeMap::new();
        for placed in lanes {
            let (page, top) = page_of(placed.y);
            let lane = &self.view.lanes[placed.lane];
            for block in &placed.layout.blocks {
                for entry in &block.block.entries {
                    let line = top + block.y;
                    let spot = Spot {
                        page,
                        lane: placed.lane,
                        shelf: block.shelf,
                        x: block.x,
                        y: line + entry.y,
                        line,
                        channel: line - CHANNEL,
                        is_left: block.is_left,
                    };
                    spots.insert(lane.cards[entry.card].id.as_str(), (spot, None));
                }
            }
            for mark in &placed.layout.numbered {
                let y = top + placed.layout.numbered_top + mark.row as f64 * ROW + ROW / 2.0;
                for member in &mark.members {
                    let card = &lane.cards[placed.layout.numbered_cards[*member]];
                    let shelf = 1000 + mark.row;
                    let spot = Spot { page, lane: placed.lane, shelf, x: mark.x, y, line: y, channel: y - ROW / 2.0, is_left: mark.is_left };
                    spots.insert(card.id.as_str(), (spot, Some(placed.first_number + member)));
                }
            }
        }
        spots
    }

    fn places(&self, lanes: &[Placed]) -> Vec<Place> {
        let spots = self.spots(lanes);
        let place = |card: &Card| {
            let (spot, number) = &spots[card.id.as_str()];
            Place { id: card.id.clone(), page: spot.page, x: spot.x, y: spot.y, at: card.when.at, number: *number }
        };
        cards(self.view).map(place).collect()
    }

    fn page(&self, page: usize, pages: usize, lanes: &[Placed], headline: &[Item], plot_top: f64, list: &[ListLine]) -> Page {
        let own: Vec<&Placed> = lanes.iter().filter(|placed| page_of(placed.y).0 == page).collect();
        let bottom = own.iter().map(|placed| page_of(placed.y).1 + placed.layout.height).fold(plot_top, f64::max);
        let all_spots = self.spots(lanes);
        let spots: BTreeMap<&str, Spot> = all_spots.iter().map(|(id, (spot, _))| (*id, spot.clone())).collect();
        let mut items = headline.to_vec();
        let mut taken: Vec<Area> = Vec::new();
        let mut used = Used::default();

        items.extend(self.event_bands(plot_top, bottom));
        items.extend(self.frame(plot_top, page, pages));
        for placed in &own {
            items.push(self.lane_head(placed, &mut taken));
        }
        let rules = self.event_rules(plot_top, bottom, &mut items, &mut taken);
        for placed in &own {
            self.hazes(placed, &mut items);
            reserve(placed, &mut taken);
        }
        let mut tails = Vec::new();
        for placed in &own {
            tails.extend(self.tail(placed, &mut taken, &mut used));
        }
        items.extend(tails);
        let map = routes::Map { spots: &spots, rules: &rules, page };
        items.extend(routes::routes(&self.view.links, &map, &mut taken));
        let on_page = |id: &str| spots.get(id).is_some_and(|spot| spot.page == page);
        for link in &self.view.links {
            let is_here = |end: &End| matches!(end, End::Claim(id) if on_page(id));
            if is_here(&link.from) || is_here(&link.to) {
                used.link(link);
            }
        }
        for placed in &own {
            self.claims(placed, &mut items, &mut used);
        }

        let mut y = bottom;
        items.push(foot::axis(&self.scale, &self.columns, y));
        y += foot::AXIS;
        if self.strip_height() > 0.0 {
            let days: Vec<_> = cards(self.view).filter_map(|card| Some((card.when.at?, card.tone))).collect();
            items.push(foot::strip(&self.scale, &self.columns, &unique(days), y));
            y += self.strip_height();
        }
        y += 8.0;
        let (legend, rows) = foot::legend(&used, self.columns.left, self.columns.right, y);
        items.push(legend);
        y += rows as f64 * foot::LEGEND_ROW + 6.0;
        if self.sheet.height.is_none() && pages == 1 {
            let (drawn, height) = self.list_block(list, y + 4.0);
            items.extend(drawn);
            y += height + 8.0;
        }
        for text in self.colophon() {
            y += 15.0;
            items.push(Item::Text(Text::new(self.columns.left, y, SMALL, Weight::Regular, Ink::Grey, text)));
        }
        Page { width: self.sheet.width, height: self.sheet.height.unwrap_or((y + self.sheet.margin * 0.6).ceil()), items }
    }

    /// The heads of the columns beside the plot, and where claims without a date stand.
    fn frame(&self, plot_top: f64, page: usize, pages: usize) -> Vec<Item> {
        let y = plot_top - 8.0;
        let head = |x: f64, text: &str| Item::Text(Text::new(x, y, SMALL, Weight::SemiBold, Ink::Grey, text));
        let mut items = vec![head(self.columns.left, self.view.lane_word), head(self.columns.status, "AT CUT-OFF")];
        if let Some((left, _)) = self.columns.undated {
            items.push(Item::Text(Text::new(left + 4.0, y, SMALL, Weight::SemiBold, Ink::Grey, "DATE UNKNOWN")));
        }
        if pages > 1 {
            let text = format!("{} of {pages}", page + 1);
            let y = self.sheet.margin * 0.7 + 10.0;
            items.push(Item::Text(Text::new(self.columns.right, y, SMALL, Weight::Regular, Ink::Grey, text).anchored(Anchor::End)));
        }
        items
    }

    fn event_bands(&self, top: f64, bottom: f64) -> Vec<Item> {
        let mut items = Vec::new();
        for (from, to) in self.heads.heads.iter().flat_map(|head| &head.reaches) {
            if to - from > 3.0 {
                items.push(Item::Box(Area { x: *from, y: top, width: to - from, height: bottom - top }, Ink::Band));
            }
        }
        items
    }

    /// Draws the rules of events with their labels; gives the x of each rule by the id of the event.
    fn event_rules(&self, top: f64, bottom: f64, items: &mut Vec<Item>, taken: &mut Vec<Area>) -> BTreeMap<&str, f64> {
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
    fn lane_head(&self, placed: &Placed, taken: &mut Vec<Area>) -> Item {
        let lane = &self.view.lanes[placed.lane];
        let (_, top) = page_of(placed.y);
        let columns = &self.columns;
        let mut items = vec![line(&[(columns.left, top), (columns.right, top)], Ink::Rule, 1.0, Dash::Solid)];
        for (place, text) in placed.layout.title.iter().enumerate() {
            let y = top + 8.0 + (place + 1) as f64 * TITLE * 1.25 - 3.0;
            items.push(Item::Text(Text::new(columns.left + indent(lane), y, TITLE, Weight::SemiBold, Ink::Text, text)));
        }
        let status = &lane.status;
        let mut own = Vec::new();
        let color = ink(status.tone);
        let y = top + 8.0 + LABEL * 1.25;
        own.push(Item::Text(Text::new(columns.status, y, 13.0, Weight::SemiBold, color, format!("{} {}", status.sign, status.word))));
        for (place, text) in placed.layout.status.iter().enumerate() {
            let y = y + (place + 1) as f64 * SMALL * 1.3 + 1.0;
            own.push(Item::Text(Text::new(columns.status, y, SMALL, Weight::Regular, Ink::Soft, text)));
        }
        taken.extend(items.iter().chain(&own).filter_map(|item| if let Item::Text(text) = item { Some(text.area()) } else { None }));
        let between = if status.text.is_empty() { "" } else { ", " };
        let label = visible(&format!("At the cut-off: {}{between}{}", status.word, status.text));
        items.push(Item::Group(Group { role: Role::Part("status"), label, items: own }));
        Item::Group(Group { role: Role::Lane(lane.id.clone()), label: visible(&lane.title), items })
    }

    /// The days over which what is drawn is uncertain.
    fn hazes(&self, placed: &Placed, items: &mut Vec<Item>) {
        let (_, top) = page_of(placed.y);
        for block in &placed.layout.blocks {
            let when = block.block.when;
            if when.at.is_none() || when.is_exact() {
                continue;
            }
            let (from, to) = self.scale.span(when.first, when.last);
            // An open side fades out a little beside the mark and does not claim the whole axis.
            let from = if when.first.is_none() { (block.x - 46.0).max(self.columns.plot) } else { from };
            let to = if when.last.is_none() { (block.x + 46.0).min(self.columns.end) } else { to };
            let (from, to) = (from.min(block.x - 3.0), to.max(block.x + 3.0));
            let y = top + block.y;
            let color = haze(block.block.tone);
            let mut own = vec![capsule(from, y - 5.0, to - from, 10.0, color)];
            for (is_open, edge, outwards) in [(when.first.is_none(), from, -1.0), (when.last.is_none(), to, 1.0)] {
                if is_open {
                    own.push(line(&[(edge, y), (edge + outwards * 12.0, y)], color, 3.0, Dash::Dotted));
                }
            }
            let claims: Vec<&str> = block.block.entries.iter().map(|entry| self.view.lanes[placed.lane].cards[entry.card].id.as_str()).collect();
            items.push(Item::Group(Group { role: Role::Haze(claims.join(" ")), label: String::new(), items: own }));
        }
    }

    /// The tail of a lane in which nothing was said for long.
    fn tail(&self, placed: &Placed, taken: &mut Vec<Area>, used: &mut Used) -> Vec<Item> {
        let lane = &self.view.lanes[placed.lane];
        let (_, top) = page_of(placed.y);
        let Some(last) = placed.layout.blocks.iter().filter(|block| block.block.when.at.is_some()).max_by(|a, b| a.x.total_cmp(&b.x)) else {
            return Vec::new();
        };
        let y = top + last.y;
        let from = last.x + 10.0;
        if !lane.status.is_silent || lane.status.text.is_empty() || self.columns.end - from < 30.0 {
            return Vec::new();
        }
        used.tail();
        let mut items = foot::tail(from, self.columns.end, y);
        let text = Text::new(self.columns.end - 14.0, y - 5.0, SMALL, Weight::Regular, Ink::Grey, "no later statement in this set");
        let text = text.anchored(Anchor::End);
        let area = text.area();
        if area.x > from + 10.0 && !taken.iter().any(|other| other.overlaps(&area)) {
            taken.push(area);
            items.push(Item::Box(Area { x: area.x - 3.0, width: area.width + 6.0, ..area }, Ink::Paper));
            items.push(Item::Text(text));
        }
        vec![Item::Group(Group { role: Role::Part("tail"), label: "no later statement in this set".to_owned(), items })]
    }

    /// The claims of a lane, each a group of its own.
    fn claims(&self, placed: &Placed, items: &mut Vec<Item>, used: &mut Used) {
        let lane = &self.view.lanes[placed.lane];
        let (_, top) = page_of(placed.y);
        for block in &placed.layout.blocks {
            items.push(Item::Box(knock_out(block, top), Ink::Paper));
        }
        for block in &placed.layout.blocks {
            for (order, entry) in block.block.entries.iter().enumerate() {
                let card = &lane.cards[entry.card];
                used.card(card);
                let y = top + block.y;
                let mut own = marks::mark(card.mark, card.form, card.tone, block.x, y + entry.y);
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
            for (order, member) in mark.members.iter().enumerate() {
                let card = &lane.cards[placed.layout.numbered_cards[*member]];
                used.card(card);
                // Of a pile the first one is drawn; the others are there for those who look for them.
                let mut own = if order == 0 { marks::mark(card.mark, card.form, card.tone, mark.x, y) } else { Vec::new() };
                if order == 0 {
                    let (x, anchor) = if mark.is_left { (mark.x - pile::BESIDE, Anchor::End) } else { (mark.x + pile::BESIDE, Anchor::Start) };
                    own.push(Item::Text(Text::new(x, y + 4.0, SMALL, Weight::Regular, Ink::Soft, &mark.label).anchored(anchor)));
                }
                items.push(claim(card, &lane.id, own));
            }
        }
    }

    /// The lists below the picture, in columns; and their height.
    fn list_block(&self, list: &[ListLine], y: f64) -> (Vec<Item>, f64) {
        let count = self.sheet.list_columns;
        let mut items = Vec::new();
        let mut highest = 0;
        let mut rest = list;
        for place in 0..count {
            let each = rest.len().div_ceil(count - place);
            let (lines, others) = rest.split_at(foot::break_at(rest, each));
            rest = others;
            highest = highest.max(lines.len());
            items.extend(foot::column(lines, self.columns.left + place as f64 * (self.list_width() + 24.0), y));
        }
        (items, highest as f64 * foot::LIST_LINE)
    }

    /// Pages that hold the lists, where the picture has pages.
    fn notes(&self, scene: &mut Scene, list: &[ListLine]) {
        if (self.sheet.height.is_none() && scene.pages.len() == 1) || list.is_empty() {
            return;
        }
        let (headline, top) = self.headline();
        let height = self.sheet.height.unwrap_or(2000.0);
        let room = ((height - top - self.sheet.margin - 20.0) / foot::LIST_LINE).floor().max(8.0) as usize;
        for lines in list.chunks(room * self.sheet.list_columns) {
            let mut items = headline.clone();
            items.extend(self.list_block(lines, top + 6.0).0);
            let y = height - self.sheet.margin * 0.6;
            let text = wrap_at_most(&visible(&self.view.colophon), SMALL, Weight::Regular, self.columns.right - self.columns.left, 1).0;
            items.extend(text.iter().map(|text| Item::Text(Text::new(self.columns.left, y, SMALL, Weight::Regular, Ink::Grey, text))));
            scene.pages.push(Page { width: self.sheet.width, height, items });
        }
    }
}

/// More than the height of any page: the y of a lane holds its page and its place on it.
const PAGE: f64 = 100_000.0;

fn page_of(y: f64) -> (usize, f64) {
    let page = (y / PAGE).floor();
    (page as usize, y - page * PAGE)
}

fn cards(view: &View) -> impl Iterator<Item = &Card> {
    view.lanes.iter().flat_map(|lane| &lane.cards)
}

/// The claims at which links arrive from above, or leave upwards. Asked for only, never walked.
fn linked(links: &[ViewLink]) -> HashSet<&str> {
    let mut linked = HashSet::new();
    for link in links.iter().filter(|link| link.is_authored) {
        match (&link.from, &link.to) {
            (_, End::Claim(id)) | (End::Claim(id), End::Event(_)) => linked.insert(id.as_str()),
            (End::Event(_), End::Event(_)) => false,
        };
    }
    linked
}

/// A claim in a line of a list.
fn in_words(card: &Card) -> String {
    let form = card.form_word().map(|form| format!(", {form}")).unwrap_or_default();
    let sources: Vec<String> = card.sources.iter().map(usize::to_string).collect();
    format!("{} · {} · {}{form}: {} [{}]", card.date, card.speaker, card.mark.as_str(), card.text, sources.join(", "))
}

/// Each day once, the hardest tone of it.
fn unique(mut days: Vec<(Day, crate::view::Tone)>) -> Vec<(Day, crate::view::Tone)> {
    use crate::view::Tone;
    days.sort_by_key(|(day, tone)| (*day, [Tone::Hard, Tone::Plain, Tone::Quiet].iter().position(|known| known == tone)));
    days.dedup_by_key(|(day, _)| *day);
    days
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
    let mut x = if block.is_left { block.x - BESIDE - one.width() } else { block.x + BESIDE };
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

/// Keeps words of links off the text and the marks of a lane.
fn reserve(placed: &Placed, taken: &mut Vec<Area>) {
    let (_, top) = page_of(placed.y);
    for block in &placed.layout.blocks {
        taken.push(knock_out(block, top));
        let reach = marks::REACH;
        taken.push(Area { x: block.x - reach, y: top + block.y - reach, width: 2.0 * reach, height: 2.0 * reach });
    }
    if !placed.layout.numbered.is_empty() {
        let y = top + placed.layout.numbered_top;
        taken.push(Area { x: 0.0, y, width: 10_000.0, height: placed.layout.height - placed.layout.numbered_top });
    }
}
