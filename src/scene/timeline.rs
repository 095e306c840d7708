//! Puts a view on pages: headline, events, lanes, axis, legend and lists.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::date::Day;
use crate::measure::{Weight, wrap_at_most};
use crate::view::{Card, End, View, ViewLink};

use super::axis::Scale;
use super::block::SMALL;
use super::events::{self, Heads};
use super::foot::{self, ListLine, Used};
use super::lane::{CHANNEL, Room, lay_out, mark_x};
use super::pages::{PAGE, Pages, Placed, page_of};
use super::paint::Ink;
use super::pile::ROW;
use super::routes::{self, Spot};
use super::sheet::{HIGHEST, HIGHEST_LANE, Sheet};
use super::{Area, Item, Options, Page, Place, Scene, Text, collect, draw, visible};

/// The most rows of sources at the foot of a page.
const MOST_SOURCE_ROWS: usize = 4;
/// The highest that the labels of events may be together where pages are as high as they need.
const HIGHEST_EVENTS: f64 = 300.0;
/// What events and lanes need at least on a page; with less the foot is made small.
const ROOMY: f64 = 330.0;

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
    let columns = sheet.columns(cards().any(|card| card.when.at.is_none()), cards().any(|card| card.words.is_some()));
    let scale = Scale::new(&days, &others, columns.plot, columns.end, columns.block);
    let mut pages = Pages { view, sheet, columns, scale, heads: Heads::default(), is_compact: false, is_in_page: options.is_in_page };
    pages.settle();
    pages.scene()
}

impl Pages<'_> {
    /// Decides how much of a page the events and the foot may take, so that there is room for lanes.
    fn settle(&mut self) {
        let most = match self.sheet.height {
            Some(height) => {
                let rest = height - self.headline().1 - 10.0 - self.sheet.margin;
                self.is_compact = rest - self.foot_height() < ROOMY;
                (rest - self.foot_height()) * 0.4
            }
            None => HIGHEST_EVENTS,
        };
        self.heads = events::heads(self.view, &self.scale, self.columns.plot - 40.0, self.columns.status - 4.0, most);
    }

    fn scene(&self) -> Scene {
        let view = self.view;
        let headline = self.headline();
        let plot_top = headline.1 + self.heads.height().max(18.0) + 10.0;
        let below = self.foot_height();
        let highest_lane = match self.sheet.height {
            Some(height) => height - plot_top - below - self.sheet.margin,
            None => HIGHEST_LANE,
        };
        let (lanes, pages) = self.paginate(plot_top, below, highest_lane.max(120.0));
        let numbered = self.numbered_entries(&lanes);
        let list = self.list(&lanes, &numbered);
        let mut scene =
            Scene { title: visible(&view.title), description: self.description(), pages: Vec::new(), places: self.places(&lanes) };
        for page in 0..pages {
            scene.pages.push(self.page(page, pages, &lanes, &headline.0, plot_top, &list));
        }
        self.notes(&mut scene, &list);
        scene
    }

    /// The most that the foot of a page may need: the axis and all below it.
    fn foot_height(&self) -> f64 {
        let mut everything = Used::new(self.view.is_diff);
        for card in cards(self.view) {
            everything.mark(card);
            if !card.when.is_exact() {
                everything.haze();
            }
        }
        self.words().for_each(|text| everything.signs(text));
        self.view.links.iter().for_each(|link| everything.link(link));
        everything.number();
        everything.tail();
        let legend = foot::legend(&everything, self.columns.left, self.columns.right, 0.0).1;
        let sources = if self.sheet.height.is_some() { self.source_rows(&(1..=self.view.sources.len()).collect(), 0.0).1 } else { 0 };
        // Of too many sources some may stand on a page that cites few.
        let sources = if self.is_compact || sources != 1 { sources } else { MOST_SOURCE_ROWS };
        let lines = sources + self.colophon().0.len();
        foot::AXIS + self.strip_height() + 8.0 + legend as f64 * foot::LEGEND_ROW + lines as f64 * foot::LIST_LINE + 14.0
    }

    /// The texts of data that may stand on a page.
    fn words(&self) -> impl Iterator<Item = &str> {
        let view = self.view;
        let of_cards = cards(view).flat_map(|card| [Some(&card.date), Some(&card.text), card.words.as_ref().map(|words| &words.passage)]);
        let of_lanes = view.lanes.iter().flat_map(|lane| [&lane.title, &lane.status.text]);
        let of_events = view.columns.iter().flat_map(|column| &column.events).flat_map(|event| [&event.date, &event.title]);
        let others = [&view.title, &view.subtitle, &view.colophon].into_iter().chain(view.sources.iter().map(|source| &source.text));
        of_cards.flatten().chain(of_lanes).chain(of_events).chain(others).map(String::as_str)
    }

    /// The headline and the line below it, and where they end.
    fn headline(&self) -> (Vec<Item>, f64) {
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
        let width = self.columns.right - self.columns.left - if self.sheet.height.is_some() { 60.0 } else { 0.0 };
        wrap_at_most(&visible(&self.view.title), self.sheet.headline, Weight::Bold, width, 3)
    }

    /// The lines of the subtitle, and whether it was cut.
    fn subtitle(&self) -> (Vec<String>, bool) {
        wrap_at_most(&visible(&self.view.subtitle), 14.0, Weight::Regular, self.columns.right - self.columns.left, 2)
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
    fn colophon(&self) -> (Vec<String>, bool) {
        let most = if self.is_compact { 1 } else { 3 };
        wrap_at_most(&visible(&self.view.colophon), SMALL, Weight::Regular, self.columns.right - self.columns.left, most)
    }

    /// The sources of a page in rows, where there are few enough; the list at the end has them all.
    fn source_rows(&self, numbers: &BTreeSet<usize>, y: f64) -> (Vec<Item>, usize) {
        let rows = foot::source_rows(self.view, numbers, self.columns.left, self.columns.right, y);
        if rows.1 == 0 || rows.1 <= MOST_SOURCE_ROWS && !self.is_compact {
            return rows;
        }
        let text = "The numbers are those of the sources, which are listed on the last pages.";
        (vec![Item::Text(Text::new(self.columns.left, y + SMALL, SMALL, Weight::Regular, Ink::Soft, text))], 1)
    }

    fn strip_height(&self) -> f64 {
        let words = foot::stretched(&self.scale, self.columns.right - self.columns.plot).len();
        if words == 0 { 0.0 } else { foot::STRIP + 4.0 + (words - 1) as f64 * foot::LIST_LINE }
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
        let room = Room {
            scale: &self.scale,
            columns: &self.columns,
            linked: &linked,
            height: highest_lane,
            has_pages: self.sheet.height.is_some(),
        };
        for (lane, record) in self.view.lanes.iter().enumerate() {
            for layout in lay_out(record, &room, number) {
                if y + layout.height > bottom + 0.5 && y > plot_top {
                    (page, y) = (page + 1, plot_top);
                }
                let (height, first_number) = (layout.height, number);
                number += layout.numbered_cards.len();
                // The page is kept in the whole part of a large number, so that one list holds all lanes.
                placed.push(Placed { lane, layout, y: y + page as f64 * PAGE, first_number });
                y += height;
            }
        }
        if self.sheet.height.is_some() {
            self.fill_pages(&mut placed, page + 1, bottom);
        }
        (placed, page + 1)
    }

    /// Gives what is left of each page to its lanes, within reason.
    fn fill_pages(&self, placed: &mut [Placed], pages: usize, bottom: f64) {
        for page in 0..pages {
            let own: Vec<&mut Placed> = placed.iter_mut().filter(|placed| page_of(placed.y).0 == page).collect();
            let end = own.iter().map(|placed| page_of(placed.y).1 + placed.layout.height).fold(0.0, f64::max);
            let each = ((bottom - end) / own.len().max(1) as f64).clamp(0.0, 70.0).floor();
            for (place, placed) in own.into_iter().enumerate() {
                placed.y += place as f64 * each;
                placed.layout.height += each;
            }
        }
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
        let view = self.view;
        let notes = [(self.title().1, &view.title), (self.subtitle().1, &view.subtitle), (self.colophon().1, &view.colophon)];
        let mut cut: Vec<String> = notes.into_iter().filter(|(is_cut, _)| *is_cut).map(|(_, text)| text.clone()).collect();
        for placed in lanes {
            let lane = &view.lanes[placed.lane];
            if placed.layout.is_cut && !placed.layout.is_continued {
                cut.push(format!("{}: {} {}", lane.title, lane.status.word, lane.status.text));
            }
            let blocks = placed.layout.blocks.iter().filter(|block| block.block.is_cut);
            cut.extend(blocks.flat_map(|block| block.block.entries.iter().map(|entry| in_words(&lane.cards[entry.card]))));
        }
        let events: Vec<String> = self.heads.listed.iter().map(|event| format!("{}: {}", event.date, event.title)).collect();
        foot::lists(view, numbered, &events, &cut, self.list_width(), !self.is_in_page)
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
        // What has a number has its shift in the list: lines would cross the numbers.
        let labelled = all_spots.iter().filter(|(_, (_, number))| number.is_none());
        let spots: BTreeMap<&str, Spot> = labelled.map(|(id, (spot, _))| (*id, spot.clone())).collect();
        let mut items = headline.to_vec();
        let mut taken: Vec<Area> = Vec::new();
        let mut used = Used::new(self.view.is_diff);

        items.extend(self.event_bands(plot_top, bottom));
        items.extend(self.frame(plot_top, page, pages));
        for placed in &own {
            items.push(self.lane_head(placed, &mut taken));
        }
        let rules = self.event_rules(plot_top, bottom, &mut items, &mut taken);
        for placed in &own {
            self.hazes(placed, &mut items, &mut used);
            draw::reserve(placed, &mut taken);
        }
        let mut tails = Vec::new();
        for placed in &own {
            tails.extend(self.tail(placed, &mut taken, &mut used));
        }
        let map = routes::Map { spots: &spots, rules: &rules, page };
        items.extend(routes::routes(&self.view.links, &map, &mut taken, &mut used));
        // Above the links, which are interrupted by words as they are by labels.
        items.extend(tails);
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
        let numbers: BTreeSet<usize> =
            own.iter().flat_map(|placed| &self.view.lanes[placed.lane].cards).flat_map(|card| &card.sources).copied().collect();
        let has_list = self.sheet.height.is_none() && pages == 1;
        self.signs(&items, if has_list { list } else { &[] }, &self.source_rows(&numbers, 0.0).0, &mut used);
        let mut legend = foot::legend(&used, self.columns.left, self.columns.right, y + 8.0);
        if let Some(height) = self.sheet.height {
            // The foot of a page stands at its lower edge.
            let rows = self.source_rows(&numbers, 0.0).1 + self.colophon().0.len();
            let below = legend.1 as f64 * foot::LEGEND_ROW + 6.0 + rows as f64 * foot::LIST_LINE + self.sheet.margin * 0.6;
            y = y.max(height - below - 8.0);
            legend = foot::legend(&used, self.columns.left, self.columns.right, y + 8.0);
        }
        items.push(legend.0);
        y += 8.0 + legend.1 as f64 * foot::LEGEND_ROW + 6.0;
        if self.sheet.height.is_some() {
            let (drawn, rows) = self.source_rows(&numbers, y);
            items.extend(drawn);
            y += rows as f64 * foot::LIST_LINE;
        } else if has_list {
            let (drawn, _, height) = self.list_block(list, usize::MAX, y + 4.0);
            items.extend(drawn);
            y += height + 8.0;
        }
        for text in self.colophon().0 {
            y += 15.0;
            items.push(Item::Text(Text::new(self.columns.left, y, SMALL, Weight::Regular, Ink::Grey, text)));
        }
        Page { width: self.sheet.width, height: self.sheet.height.unwrap_or((y + self.sheet.margin * 0.6).ceil()), items }
    }

    /// Notes the signs beside dates in the texts of a page and of what will stand at its foot.
    fn signs(&self, items: &[Item], list: &[ListLine], sources: &[Item], used: &mut Used) {
        let mut texts = Vec::new();
        collect(items, &mut texts);
        if self.sheet.height.is_some() {
            collect(sources, &mut texts);
        }
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

    /// Pages that hold the lists, where the picture has pages.
    fn notes(&self, scene: &mut Scene, list: &[ListLine]) {
        if self.sheet.height.is_none() && scene.pages.len() == 1 {
            return;
        }
        let (headline, top) = self.headline();
        let height = self.sheet.height.unwrap_or(2000.0);
        let room = ((height - top - self.sheet.margin - 20.0) / foot::LIST_LINE).floor().max(8.0) as usize;
        let signs = foot::list_of_signs(list, self.list_width());
        let all = [list, &signs].concat();
        let mut rest = all.as_slice();
        while !rest.is_empty() {
            let mut items = headline.clone();
            let (drawn, done, _) = self.list_block(rest, room, top + 6.0);
            items.extend(drawn);
            rest = &rest[done..];
            let y = height - self.sheet.margin * 0.6;
            let text = wrap_at_most(&visible(&self.view.colophon), SMALL, Weight::Regular, self.columns.right - self.columns.left, 1).0;
            items.extend(text.iter().map(|text| Item::Text(Text::new(self.columns.left, y, SMALL, Weight::Regular, Ink::Grey, text))));
            scene.pages.push(Page { width: self.sheet.width, height, items });
        }
    }
}

fn cards(view: &View) -> impl Iterator<Item = &Card> {
    view.lanes.iter().flat_map(|lane| &lane.cards)
}

/// How many links arrive at a claim from above, or leave it upwards. Asked for only, never walked.
fn linked(links: &[ViewLink]) -> HashMap<&str, usize> {
    let mut linked = HashMap::new();
    for link in links.iter().filter(|link| link.is_authored) {
        if let (_, End::Claim(id)) | (End::Claim(id), End::Event(_)) = (&link.from, &link.to) {
            *linked.entry(id.as_str()).or_default() += 1;
        }
    }
    linked
}

/// A claim in a line of a list.
fn in_words(card: &Card) -> String {
    let form = card.form_word().map(|form| format!(", {form}")).unwrap_or_default();
    let sources: Vec<String> = card.sources.iter().map(usize::to_string).collect();
    let shift = card.shift.as_ref().map(|shift| format!(" · {}", shift.text())).unwrap_or_default();
    let review = card.review.as_ref().map(|review| format!("{} · ", review.text())).unwrap_or_default();
    format!("{review}{} · {} · {}{form}{shift}: {} [{}]", card.date, card.speaker, card.mark.as_str(), card.text, sources.join(", "))
}

/// Each day once, the hardest tone of it.
fn unique(mut days: Vec<(Day, crate::view::Tone)>) -> Vec<(Day, crate::view::Tone)> {
    use crate::view::Tone;
    const TONES: [Tone; 6] = [Tone::Added, Tone::Removed, Tone::Changed, Tone::Hard, Tone::Plain, Tone::Quiet];
    days.sort_by_key(|(day, tone)| (*day, TONES.iter().position(|known| known == tone)));
    days.dedup_by_key(|(day, _)| *day);
    days
}
