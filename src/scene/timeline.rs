//! Puts a view on pages: headline, events, lanes, axis, legend and lists.

use std::collections::{BTreeMap, BTreeSet};

use crate::measure::{Weight, wrap_at_most};
use crate::view::{Card, View};

use super::block::SMALL;
use super::deal::deal;
use super::events;
use super::foot::{self, ListLine};
use super::lane::{CHANNEL, Room, lay_out, mark_x};
use super::pages::{Pages, Placed};
use super::paint::Ink;
use super::pile::ROW;
use super::routes;
use super::sheet::{HIGHEST, HIGHEST_LANE};
use super::signs::{self, Used};
use super::tell::{in_full, in_words, linked, unique};
use super::ways::{Map, Spot};
use super::{Anchor, Area, Item, Page, Place, Scene, Text, collect, draw, visible};

/// The most rows of sources at the foot of a page.
const MOST_SOURCE_ROWS: usize = 4;
/// The highest that the labels of events may be together where pages are as high as they need.
const HIGHEST_EVENTS: f64 = 300.0;
/// The most pages that are filled to the edge; of more the foot may stand a little apart.
const MOST_FILLED: usize = 24;
/// What of a page is worth giving to its lanes.
const SPARE: f64 = 4.0;
/// The most that a lane is given of what is left of a page that is the only one.
const MOST_SPARE: f64 = 90.0;
/// The free space around the lists below a picture.
const LIST_GAP: f64 = 12.0;
/// What events and lanes need at least on a page; with less the foot is made small.
const ROOMY: f64 = 330.0;

impl Pages<'_> {
    /// Decides how much of a page the events and the foot may take, so that there is room for lanes.
    pub(super) fn settle(&mut self) {
        let most = match self.sheet.height {
            Some(height) => {
                let rest = height - self.headline().1 - 10.0;
                let least =
                    |plan: &Self| (0..plan.uses.len()).map(|lane| rest - plan.foot_height(lane, lane + 1, true)).fold(rest, f64::min);
                self.is_compact = least(self) < ROOMY;
                least(self) * 0.4
            }
            None => HIGHEST_EVENTS,
        };
        // Left of the plot stands the word above the claims without a date.
        let left = if self.columns.undated.is_some() { self.columns.plot - 2.0 } else { self.columns.plot - 40.0 };
        self.heads = events::heads(self.view, &self.scale, left, self.columns.status - 4.0, most);
    }

    /// Where the lanes begin.
    pub(super) fn plot_top(&self) -> f64 {
        self.headline().1 + self.heads.height().max(18.0) + 10.0
    }

    /// Draws the lanes on so many pages, the overview before them and lists behind.
    pub(super) fn scene(&self, lanes: &mut [Placed], pages: usize) -> Scene {
        let view = self.view;
        let front = usize::from(self.overview.is_some());
        lanes.iter_mut().for_each(|placed| placed.page += front);
        let pages = pages + front;
        let list = self.list(lanes, &self.numbered_entries(lanes));
        let has_list = self.has_list(lanes, pages, &list);
        self.fill(lanes, pages, has_list.then_some(&list));
        let notes = if has_list { Vec::new() } else { self.notes(&list) };
        let all = pages + notes.len();
        let draw = |lanes: &[Placed]| -> (Vec<(Page, f64)>, Vec<Place>) {
            let spots = self.spots(lanes);
            let list_of = |page| if has_list && page + 1 == pages { list.as_slice() } else { &[] };
            ((front..pages).map(|page| self.page(page, lanes, &spots, list_of(page))).collect(), self.places(&spots))
        };
        let (mut drawn, mut places) = draw(lanes);
        // What the foot was expected to need at the most and does not is for the lanes.
        let is_free = |drawn: &[(Page, f64)]| drawn.iter().all(|(_, spare)| *spare >= 0.0);
        if (2..=MOST_FILLED).contains(&pages) && is_free(&drawn) && drawn.iter().any(|(_, spare)| *spare >= SPARE) {
            let fuller = self.fuller(lanes, front, &drawn);
            let (other, other_places) = draw(&fuller);
            if is_free(&other) {
                (drawn, places) = (other, other_places);
            }
        }
        let mut scene = Scene { title: visible(&view.title), description: self.description(), pages: Vec::new(), places, enlarged: 1.0 };
        if let Some(overview) = &self.overview {
            let page = |lane| lanes.iter().find(|placed| placed.lane == lane).map_or(0, |placed| placed.page + 1);
            scene.pages.push(overview.overview(&(0..view.lanes.len()).map(page).collect::<Vec<_>>()));
        }
        scene.pages.extend(drawn.into_iter().map(|(page, _)| page));
        for (place, page) in scene.pages.iter_mut().enumerate() {
            page.items.extend(self.number(place, all));
        }
        for (place, mut page) in notes.into_iter().enumerate() {
            page.items.extend(self.number(pages + place, all));
            scene.pages.push(page);
        }
        scene
    }

    /// The number of a page, if there are several.
    fn number(&self, page: usize, pages: usize) -> Option<Item> {
        let text = format!("{} of {pages}", page + 1);
        let y = self.sheet.margin * 0.7 + 10.0;
        let text = Text::new(self.columns.right, y, SMALL, Weight::Regular, Ink::Grey, text).anchored(Anchor::End);
        (pages > 1).then_some(Item::Text(text))
    }

    /// The most that the foot of a page with the lanes from the first to before the last, with or without numbered marks, may need: the axis
    /// and all below it.
    fn foot_height(&self, first: usize, end: usize, has_numbers: bool) -> f64 {
        let mut all = self.everywhere.clone();
        if has_numbers {
            all.signs.number();
        }
        for lane in &self.uses[first..end] {
            all.signs.all(&lane.signs);
            all.sources.extend(&lane.sources);
        }
        let sources = if self.sheet.height.is_some() { self.source_rows(&all.sources) } else { 0 };
        self.height_of_foot(all.signs.rows(self.columns.right - self.columns.left), sources)
    }

    /// The height of the axis and all below it, with so many rows of the legend and of sources.
    pub(super) fn height_of_foot(&self, legend: usize, sources: usize) -> f64 {
        foot::AXIS + self.strip + self.height_of_notes(legend, sources)
    }

    /// The height of all below the axis and the true scale.
    pub(super) fn height_of_notes(&self, legend: usize, sources: usize) -> f64 {
        let lines = (sources + self.colophon().0.len()) as f64;
        8.0 + legend as f64 * signs::ROW + 6.0 + lines * foot::LIST_LINE + self.sheet.margin * 0.6
    }

    /// The headline and the line below it, and where they end.
    pub(super) fn headline(&self) -> (Vec<Item>, f64) {
        let left = self.columns.left;
        let size = self.sheet.headline;
        let mut y = self.sheet.margin * 0.7;
        let mut items = Vec::new();
        if self.is_in_page && self.sheet.height.is_none() {
            return (items, y);
        }
        let title = self.title().0;
        for (place, text) in title.iter().enumerate() {
            items.push(Item::Text(Text::new(left, y + (place + 1) as f64 * size * 1.2, size, Weight::Bold, Ink::Text, text)));
        }
        // Without a title its line is free for the number of the page.
        y += title.len().max(1) as f64 * size * 1.2 + 5.0;
        for text in self.subtitle().0 {
            y += 18.0;
            items.push(Item::Text(Text::new(left, y, 14.0, Weight::Regular, Ink::Soft, text)));
        }
        (items, y + 12.0)
    }

    /// The lines of the title, and whether it was cut.
    fn title(&self) -> (Vec<String>, bool) {
        // The number of the page stands at the right of the first line.
        let width = self.columns.right - self.columns.left - 60.0;
        wrap_at_most(&visible(&self.view.title), self.sheet.headline, Weight::Bold, width, 3)
    }

    /// The lines of the subtitle, and whether it was cut.
    fn subtitle(&self) -> (Vec<String>, bool) {
        wrap_at_most(
            &visible(&self.view.subtitle),
            14.0,
            Weight::Regular,
            self.columns.right - self.columns.left,
            if self.view.is_diff { 4 } else { 2 },
        )
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
        visible(&format!("{}. {}: {}. {}", view.subtitle, view.status_words().1, lanes.join("; "), view.colophon))
    }

    /// The lines of the colophon, and whether it was cut.
    pub(super) fn colophon(&self) -> &(Vec<String>, bool) {
        &self.colophons[usize::from(self.is_compact)]
    }

    /// The rows that the sources of a page need.
    fn source_rows(&self, numbers: &BTreeSet<usize>) -> usize {
        match self.sources.count(numbers) {
            rows if self.lists_sources_apart(rows) => 1,
            rows => rows,
        }
    }

    /// Whether so many rows of sources are too many for the foot; the list at the end has them all.
    fn lists_sources_apart(&self, rows: usize) -> bool {
        rows > if self.is_compact { 0 } else { MOST_SOURCE_ROWS }
    }

    /// The sources of a page, or where they are.
    fn draw_sources(&self, numbers: &BTreeSet<usize>, y: f64) -> Vec<Item> {
        if self.lists_sources_apart(self.sources.count(numbers)) {
            let text = "The numbers are those of the sources, which are listed at the end.";
            return vec![Item::Text(Text::new(self.columns.left, y + SMALL, SMALL, Weight::Regular, Ink::Soft, text))];
        }
        self.sources.draw(self.view, numbers, self.columns.left, y)
    }

    /// Lays the lanes out and deals them to pages.
    pub(super) fn paginate(&self) -> (Vec<Placed>, usize) {
        let top = self.plot_top();
        let room_of = |first: usize, end: usize, has_numbers: bool| match self.sheet.height {
            Some(height) => height - top - self.foot_height(first, end, has_numbers),
            None => HIGHEST - top,
        };
        let linked = linked(&self.view.links);
        let mut placed: Vec<Placed> = Vec::new();
        let mut number = 1;
        for (lane, record) in self.view.lanes.iter().enumerate() {
            let room = Room {
                scale: &self.scale,
                columns: &self.columns,
                linked: &linked,
                height: if self.sheet.height.is_some() { room_of(lane, lane + 1, true).max(120.0) } else { HIGHEST_LANE },
                has_pages: self.sheet.height.is_some(),
                lanes: self.view.lanes.len(),
            };
            for layout in lay_out(record, &room, number) {
                let first_number = number;
                number += layout.numbered_cards.len();
                placed.push(Placed { lane, layout, page: 0, y: top, first_number });
            }
        }
        let heights: Vec<f64> = placed.iter().map(|placed| placed.layout.height).collect();
        let spans = deal(&heights, |begin, end| {
            let has_numbers = placed[begin..end].iter().any(|placed| !placed.layout.numbered.is_empty());
            room_of(placed[begin].lane, placed[end - 1].lane + 1, has_numbers)
        });
        for (page, (begin, end)) in spans.iter().enumerate() {
            let mut y = top;
            for placed in &mut placed[*begin..*end] {
                (placed.page, placed.y) = (page, y);
                y += placed.layout.height;
            }
        }
        (placed, spans.len().max(1))
    }

    /// Gives what is left of each page to its lanes, so that the axis stands in one place on all; the lists stand on the last page or not.
    fn fill(&self, lanes: &mut [Placed], pages: usize, list: Option<&[ListLine]>) {
        let Some(height) = self.sheet.height else { return };
        for page in 0..pages {
            let list = list.filter(|_| page + 1 == pages);
            let room = height - self.foot_of(lanes, page, list.unwrap_or_default());
            let own: Vec<&mut Placed> = lanes.iter_mut().filter(|placed| placed.page == page).collect();
            let end = own.iter().map(|placed| placed.y + placed.layout.height).fold(0.0, f64::max);
            let most = if pages > 1 { f64::INFINITY } else { MOST_SPARE };
            let each = ((room - end) / own.len().max(1) as f64).clamp(0.0, most).floor();
            for (place, placed) in own.into_iter().enumerate() {
                placed.y += place as f64 * each;
                placed.layout.height += each;
            }
        }
    }

    /// The same lanes with what these pages have to spare, the first of which has this number.
    fn fuller(&self, lanes: &[Placed], front: usize, pages: &[(Page, f64)]) -> Vec<Placed> {
        let mut fuller = lanes.to_vec();
        for (page, (_, spare)) in pages.iter().enumerate() {
            let own: Vec<&mut Placed> = fuller.iter_mut().filter(|placed| placed.page == page + front).collect();
            let each = (spare / own.len().max(1) as f64).floor();
            for (place, placed) in own.into_iter().enumerate() {
                placed.y += place as f64 * each;
                placed.layout.height += each;
            }
        }
        fuller
    }

    /// The most that the foot of a page needs, with these lists.
    pub(super) fn foot_of(&self, lanes: &[Placed], page: usize, list: &[ListLine]) -> f64 {
        let mut all = self.everywhere.clone();
        for placed in lanes.iter().filter(|placed| placed.page == page) {
            all.signs.all(&self.uses[placed.lane].signs);
            all.sources.extend(&self.uses[placed.lane].sources);
            if !placed.layout.numbered.is_empty() {
                all.signs.number();
            }
        }
        list.iter().for_each(|line| all.signs.signs(&line.text));
        let rows = if self.has_source_rows(list) { self.source_rows(&all.sources) } else { 0 };
        self.height_of_foot(all.signs.rows(self.columns.right - self.columns.left), rows) + self.list_height(list)
    }

    /// The height of lists below a picture.
    fn list_height(&self, list: &[ListLine]) -> f64 {
        if list.is_empty() { 0.0 } else { self.list_block(list, usize::MAX, 0.0).2 + LIST_GAP }
    }

    /// What has a number instead of a label, in words.
    pub(super) fn numbered_entries(&self, lanes: &[Placed]) -> Vec<String> {
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

    pub(super) fn list(&self, lanes: &[Placed], numbered: &[String]) -> Vec<ListLine> {
        let view = self.view;
        let notes = [(self.title().1, &view.title), (self.subtitle().1, &view.subtitle), (self.colophon().1, &view.colophon)];
        let mut cut: Vec<String> = notes.into_iter().filter(|(is_cut, _)| *is_cut).map(|(_, text)| text.clone()).collect();
        let mut quoted = Vec::new();
        for placed in lanes {
            let lane = &view.lanes[placed.lane];
            if placed.layout.is_cut && !placed.layout.is_continued {
                cut.push(format!("{}: {} {}", lane.title, lane.status.word, lane.status.text));
            }
            for block in &placed.layout.blocks {
                let of_block = block.block.entries.iter().map(|entry| (entry, &lane.cards[entry.card]));
                cut.extend(of_block.clone().filter(|(entry, _)| entry.is_cut || block.block.is_cut).map(|(_, card)| in_words(card)));
                quoted.extend(of_block.filter(|(entry, _)| entry.is_cut_short).filter_map(|(_, card)| in_full(card)));
            }
            quoted.extend(placed.layout.numbered_cards.iter().filter_map(|card| in_full(&lane.cards[*card])));
        }
        let events: Vec<String> = self.heads.listed.iter().map(|event| format!("{}: {}", event.date, event.title)).collect();
        let own = foot::Own { numbered, cut: &cut, words: &quoted, events: &events };
        foot::lists(view, &own, self.list_width(), !self.is_in_page)
    }

    fn list_width(&self) -> f64 {
        let count = self.sheet.list_columns as f64;
        (self.columns.right - self.columns.left - (count - 1.0) * 24.0) / count
    }

    /// The spot of every card, drawn or numbered.
    fn spots(&self, lanes: &[Placed]) -> Spots<'_> {
        let mut spots = BTreeMap::new();
        for placed in lanes {
            let (page, top) = (placed.page, placed.y);
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
                        tracks: block.tracks,
                        is_left: block.is_left,
                    };
                    spots.insert(lane.cards[entry.card].id.as_str(), (spot, None));
                }
            }
            for mark in &placed.layout.numbered {
                let y = top + placed.layout.numbered_top + mark.row as f64 * ROW + ROW / 2.0;
                for member in &mark.members {
                    let card = &lane.cards[placed.layout.numbered_cards[*member]];
                    let x = mark_x(&self.scale, &self.columns, card.when.at);
                    let shelf = 1000 + mark.row;
                    let spot =
                        Spot { page, lane: placed.lane, shelf, x, y, line: y, channel: y - ROW / 2.0, tracks: 1, is_left: mark.is_left };
                    spots.insert(card.id.as_str(), (spot, Some(placed.first_number + member)));
                }
            }
        }
        spots
    }

    /// What claims and events are called beside links that are not drawn in whole: by their dates.
    fn names(&self) -> BTreeMap<&str, String> {
        let claims = self.view.lanes.iter().flat_map(|lane| lane.cards.iter().map(move |card| (lane, card)));
        let claims = claims.map(|(lane, card)| (card.id.as_str(), format!("{}, ‹{}›", card.date, lane.title)));
        let events = self.view.columns.iter().flat_map(|column| &column.events);
        claims.chain(events.map(|event| (event.id.as_str(), event.title.clone()))).collect()
    }

    fn places(&self, spots: &Spots<'_>) -> Vec<Place> {
        let place = |card: &Card| {
            let (spot, number) = &spots[card.id.as_str()];
            Place { id: card.id.clone(), page: spot.page, x: spot.x, y: spot.y, at: card.when.at, number: *number }
        };
        cards(self.view).map(place).collect()
    }

    /// Whether the lists fit below the picture on its last page.
    fn has_list(&self, lanes: &[Placed], pages: usize, list: &[ListLine]) -> bool {
        let Some(height) = self.sheet.height else { return pages == 1 };
        let own = lanes.iter().filter(|placed| placed.page + 1 == pages);
        let bottom = own.map(|placed| placed.y + placed.layout.height).fold(self.plot_top(), f64::max);
        bottom + self.foot_of(lanes, pages - 1, list) <= height
    }

    /// Whether a page with these lists has its sources in rows: where they do not stand in the lists.
    fn has_source_rows(&self, list: &[ListLine]) -> bool {
        self.sheet.height.is_some() && (list.is_empty() || self.is_in_page)
    }

    /// Draws a page, with these lists at its foot; also how much higher its lanes might be.
    fn page(&self, page: usize, lanes: &[Placed], all_spots: &Spots<'_>, list: &[ListLine]) -> (Page, f64) {
        let plot_top = self.plot_top();
        let own: Vec<&Placed> = lanes.iter().filter(|placed| placed.page == page).collect();
        let bottom = own.iter().map(|placed| placed.y + placed.layout.height).fold(plot_top, f64::max);
        // What has a number has its shift in the list: lines would cross the numbers.
        let labelled = all_spots.iter().filter(|(_, (_, number))| number.is_none());
        let spots: BTreeMap<&str, Spot> = labelled.map(|(id, (spot, _))| (*id, spot.clone())).collect();
        let mut items = self.headline().0;
        let mut taken: Vec<Area> = Vec::new();
        let mut used = Used::default();

        items.extend(self.event_bands(plot_top, bottom));
        items.extend(self.frame(plot_top));
        for placed in &own {
            items.push(self.lane_head(placed, &mut taken));
        }
        let rules = self.event_rules(plot_top, bottom, &mut items, &mut taken);
        for placed in &own {
            self.hazes(placed, &mut items, &mut used);
            draw::reserve(placed, &mut taken);
            self.reserve_tail(placed, &mut taken);
        }
        let obstacles: Vec<Area> = own.iter().flat_map(|placed| self.obstacles(placed)).collect();
        let left = self.columns.undated.map_or(self.columns.plot, |(left, _)| left);
        let names = self.names();
        let reach = (left, self.columns.status - 4.0);
        let map = Map { spots: &spots, rules: &rules, obstacles: &obstacles, page, reach, bottom, names: &names };
        let (routes, lines) = routes::routes(&self.view.links, &map, &mut taken, &mut used);
        items.extend(routes);
        for placed in &own {
            items.extend(self.tail(placed, &lines, &mut taken, &mut used));
        }
        for placed in &own {
            self.claims(placed, &mut items, &mut used);
        }

        let mut y = bottom;
        items.push(foot::axis(&self.scale, &self.columns, y));
        y += foot::AXIS;
        if self.strip > 0.0 {
            let days: Vec<_> = cards(self.view).filter_map(|card| Some((card.when.at?, card.tone))).collect();
            items.push(self.truth.draw(&self.scale, &self.columns, &unique(days), y));
            y += self.strip;
        }
        let numbers: BTreeSet<usize> =
            own.iter().flat_map(|placed| &self.view.lanes[placed.lane].cards).flat_map(|card| &card.sources).copied().collect();
        let has_rows = self.has_source_rows(list);
        let rows = if has_rows { self.source_rows(&numbers) } else { 0 };
        let sources = if has_rows { self.draw_sources(&numbers, 0.0) } else { Vec::new() };
        self.signs(&items, list, &sources, &mut used);
        let legend = used.rows(self.columns.right - self.columns.left);
        let list_height = self.list_height(list);
        let mut spare = 0.0;
        if let Some(height) = self.sheet.height {
            // The foot of a page stands at its lower edge.
            let foot = height - self.height_of_notes(legend, rows) - list_height;
            spare = foot - y;
            y = y.max(foot);
        }
        y += 8.0;
        items.push(signs::legend(&used, self.columns.left, self.columns.right, y));
        y += legend as f64 * signs::ROW + 6.0;
        if has_rows {
            items.extend(self.draw_sources(&numbers, y));
            y += rows as f64 * foot::LIST_LINE;
        }
        items.extend(self.list_block(list, usize::MAX, y + 4.0).0);
        y += list_height;
        for text in &self.colophon().0 {
            y += 15.0;
            items.push(Item::Text(Text::new(self.columns.left, y, SMALL, Weight::Regular, Ink::Grey, text)));
        }
        (Page { width: self.sheet.width, height: self.sheet.height.unwrap_or((y + self.sheet.margin * 0.6).ceil()), items }, spare)
    }

    /// Notes the signs beside dates in the texts of a page and of what will stand at its foot.
    pub(super) fn signs(&self, items: &[Item], list: &[ListLine], sources: &[Item], used: &mut Used) {
        let mut texts = Vec::new();
        collect(items, &mut texts);
        collect(sources, &mut texts);
        let lines = list.iter().map(|line| line.text.as_str());
        texts.into_iter().map(|text| text.text.as_str()).chain(lines).for_each(|text| used.signs(text));
        self.colophon().0.iter().for_each(|text| used.signs(text));
    }

    /// The lists in columns of at most so many lines; how many lines stand in them, and their height.
    fn list_block(&self, list: &[ListLine], most: usize, y: f64) -> (Vec<Item>, usize, f64) {
        let count = self.sheet.list_columns;
        let mut items = Vec::new();
        let (mut highest, mut done) = (0, 0);
        for place in 0..count {
            let rest = &list[done..];
            let lines = &rest[..foot::break_at(rest, rest.len().div_ceil(count - place), most)];
            done += lines.len();
            highest = highest.max(lines.len());
            items.extend(foot::column(lines, self.columns.left + place as f64 * (self.list_width() + 24.0), y));
        }
        (items, done, highest as f64 * foot::LIST_LINE)
    }

    /// Pages that hold the lists.
    fn notes(&self, list: &[ListLine]) -> Vec<Page> {
        let (headline, top) = self.headline();
        let height = self.sheet.height.unwrap_or(2000.0);
        let room = ((height - top - self.sheet.margin - 20.0) / foot::LIST_LINE).floor().max(8.0) as usize;
        let signs = foot::list_of_signs(list, self.list_width());
        let all = [list, &signs].concat();
        let mut rest = all.as_slice();
        let mut pages = Vec::new();
        while !rest.is_empty() {
            let mut items = headline.clone();
            let (drawn, done, _) = self.list_block(rest, room, top + 6.0);
            items.extend(drawn);
            rest = &rest[done..];
            let y = height - self.sheet.margin * 0.6;
            let text = wrap_at_most(&visible(&self.view.colophon), SMALL, Weight::Regular, self.columns.right - self.columns.left, 1).0;
            items.extend(text.iter().map(|text| Item::Text(Text::new(self.columns.left, y, SMALL, Weight::Regular, Ink::Grey, text))));
            pages.push(Page { width: self.sheet.width, height, items });
        }
        pages
    }
}

/// Where each claim stands, by its id; and its number, if it has one instead of a label.
type Spots<'v> = BTreeMap<&'v str, (Spot, Option<usize>)>;

/// The claims of a view, in the order of its lanes.
pub fn cards(view: &View) -> impl Iterator<Item = &Card> {
    view.lanes.iter().flat_map(|lane| &lane.cards)
}
