//! Lays out a lane: blocks on shelves, one below the other; what does not fit becomes numbered marks.

use std::collections::HashMap;

use crate::measure::{Weight, width, wrap_at_most};
use crate::view::Lane;

use super::axis::Scale;
use super::block::{BESIDE, Block, LABEL, SMALL, blocks};
use super::pile::{Numbered, ROW, numbered};
use super::shelf::{Seat, Shelf};
use super::visible;

/// The size of the titles of lanes.
pub const TITLE: f64 = 14.0;
/// The size of the word of a status.
pub const STATUS: f64 = 13.0;
/// From the line of the marks of a shelf up to the channel in which links of other lanes run.
pub const CHANNEL: f64 = 14.0;
/// From one track of a channel to the next.
pub const TRACK: f64 = 10.0;
/// The most tracks of a channel.
pub const MOST_TRACKS: usize = 5;

/// From the top of a shelf to the line of its marks, by the number of links that arrive from above.
fn headroom(links: usize) -> f64 {
    match links.min(MOST_TRACKS) {
        0 => 12.0,
        tracks => 20.0 + (tracks - 1) as f64 * TRACK,
    }
}

/// The most lines of a title, and of a status.
const MOST_LINES: usize = 8;
/// The free space above and below the shelves of a lane.
const PADDING: f64 = 5.0;
/// The most pages that a lane goes on over at least, where there are several.
const MOST_PARTS: usize = 2;
/// The most blocks for which it is tried whether they stay beside those that do.
const MOST_TRIED: usize = 24;
/// The most pages that all lanes together may go on over, where that is more.
const MOST_PAGES: usize = 24;

/// The columns of a page.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    /// The left edge of the titles.
    pub left: f64,
    /// The width of the titles.
    pub title: f64,
    /// Where the marks of claims without a date stand, if there are any: left and right. Their texts reach into the plot.
    pub undated: Option<(f64, f64)>,
    /// Where the plot begins.
    pub plot: f64,
    /// Where it ends.
    pub end: f64,
    /// The left edge of the statuses.
    pub status: f64,
    /// The right edge of the page's content.
    pub right: f64,
    /// The widest that a label may be.
    pub block: f64,
}

/// A block in its place.
#[derive(Clone, Debug)]
pub struct PlacedBlock {
    /// The block.
    pub block: Block,
    /// The x of its marks.
    pub x: f64,
    /// The line of its marks, below the top of the lane.
    pub y: f64,
    /// Its shelf, from 0.
    pub shelf: usize,
    /// The tracks in the channel above its shelf.
    pub tracks: usize,
    /// Whether its text stands left of its marks.
    pub is_left: bool,
}

/// A lane, laid out.
#[derive(Clone, Debug)]
pub struct LaneLayout {
    /// Its height.
    pub height: f64,
    /// The lines of its title.
    pub title: Vec<String>,
    /// The lines of its status, below the word.
    pub status: Vec<String>,
    /// Whether the title or the status was cut to fit.
    pub is_cut: bool,
    /// The blocks whose text is drawn, in the order of time.
    pub blocks: Vec<PlacedBlock>,
    /// The cards with a number instead, in the order of time.
    pub numbered_cards: Vec<usize>,
    /// Their marks; `members` count among `numbered_cards`.
    pub numbered: Vec<Numbered>,
    /// The top of the rows of numbered marks, below the top of the lane.
    pub numbered_top: f64,
    /// The top of each shelf below the top of the lane, and the end of the last one.
    shelves: Vec<f64>,
    /// Whether the last that was said stands in this part of the lane.
    pub has_end: bool,
    /// Whether the lane began on an earlier page.
    pub is_continued: bool,
}

/// The least room for a title.
const WORD: f64 = 80.0;

/// How far a title is indented: for each demand above, as long as there is room for a word.
pub fn indent(lane: &Lane, columns: &Columns) -> f64 {
    wanted_indent(lane).min(columns.title - 10.0 - WORD)
}

fn wanted_indent(lane: &Lane) -> f64 {
    lane.depth.min(4) as f64 * 12.0
}

/// The widths in which no title and no status of these lanes is broken.
pub fn beside_needs(lanes: &[Lane]) -> (f64, f64) {
    let title = |lane: &Lane| wanted_indent(lane) + width(&visible(&lane.title), TITLE, Weight::SemiBold).max(WORD) + 12.0;
    let status = |lane: &Lane| {
        let word = width(&visible(&format!("{} {}", lane.status.sign, lane.status.word)), STATUS, Weight::SemiBold);
        word.max(width(&visible(&lane.status.text), SMALL, Weight::Regular)).max(WORD) + 2.0
    };
    (lanes.iter().map(title).fold(WORD, f64::max), lanes.iter().map(status).fold(WORD, f64::max))
}

/// The x of a mark.
pub fn mark_x(scale: &Scale, columns: &Columns, at: Option<crate::date::Day>) -> f64 {
    match (at, columns.undated) {
        (Some(day), _) => scale.x(day),
        (None, Some((left, _))) => left + 12.0,
        (None, None) => columns.plot,
    }
}

/// How a lane is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Room<'a> {
    /// Where days lie.
    pub scale: &'a Scale,
    /// The columns of the page.
    pub columns: &'a Columns,
    /// How many links arrive from above at a claim.
    pub linked: &'a HashMap<&'a str, usize>,
    /// The highest that a lane may be.
    pub height: f64,
    /// Whether a lane that is higher goes on on further pages.
    pub has_pages: bool,
    /// The number of lanes.
    pub lanes: usize,
}

impl Room<'_> {
    /// The most pages that a lane may go on over.
    fn most_parts(&self) -> usize {
        if self.has_pages { MOST_PARTS.max(MOST_PAGES / self.lanes.max(1)) } else { 1 }
    }
}

/// Lays out a lane; its first numbered mark has this number. There is one part of it for each page that it needs.
pub fn lay_out(lane: &Lane, room: &Room<'_>, first_number: usize) -> Vec<LaneLayout> {
    let Room { columns, linked, height: most_height, .. } = *room;
    let (title, status, is_cut) = beside(lane, columns, most_height);
    let title_height = 12.0 + title.len() as f64 * TITLE * 1.25;
    let status_height = 12.0 + LABEL * 1.4 + status.len() as f64 * SMALL * 1.3;
    let least = title_height.max(status_height).max(44.0);
    // A shelf alone fits into the lane.
    let all = blocks(&lane.cards, columns.block, most_height - 2.0 * PADDING - headroom(MOST_TRACKS));
    let arriving =
        |block: &Block| -> usize { block.entries.iter().filter_map(|entry| linked.get(lane.cards[entry.card].id.as_str())).sum() };
    let arriving: Vec<usize> = all.iter().map(arriving).collect();
    // Blocks that moved the position come first when not all can stay; then those with a date, for they stand side by side; then the
    // earlier ones.
    let mut by_weight: Vec<usize> = (0..all.len()).collect();
    by_weight.sort_by_key(|place| (!all[*place].is_shift, all[*place].when.at.is_none()));
    let highest = most_height * room.most_parts() as f64;
    let staying = |kept: usize| {
        let mut stays = vec![false; all.len()];
        by_weight.iter().take(kept).for_each(|place| stays[*place] = true);
        stays
    };
    let try_with = |stays: &[bool]| place(&all, &arriving, stays, room, first_number, highest);
    let fits = |layout: &Option<LaneLayout>| layout.as_ref().is_some_and(|layout| layout.height <= most_height);
    let whole = try_with(&staying(all.len()));
    if room.has_pages
        && !fits(&whole)
        && let Some(parts) = whole.as_ref().and_then(|whole| split(whole, most_height, room.most_parts()))
    {
        return parts.into_iter().map(|part| titled(part, &title, &status, least, is_cut)).collect();
    }
    let mut layout = whole.clone();
    if !fits(&whole) {
        // A label is no reason to pile up marks that had a number each.
        let piled = |layout: &LaneLayout| layout.numbered.iter().map(|mark| mark.members.len() - 1).sum::<usize>();
        let none = try_with(&staying(0));
        let least = none.as_ref().map_or(0, piled);
        let fits = |layout: &Option<LaneLayout>| fits(layout) && layout.as_ref().is_some_and(|layout| piled(layout) <= least);
        let (mut low, mut high) = (0, all.len());
        while low + 1 < high {
            let middle = usize::midpoint(low, high);
            if fits(&try_with(&staying(middle))) { low = middle } else { high = middle }
        }
        let mut stays = staying(low);
        layout = try_with(&stays).or(none);
        // Of the others those stay that find room beside these.
        for place in by_weight.iter().skip(low + 1).take(if fits(&layout) { MOST_TRIED } else { 0 }) {
            stays[*place] = true;
            let other = try_with(&stays);
            if fits(&other) {
                layout = other;
            } else {
                stays[*place] = false;
            }
        }
    }
    vec![titled(layout.expect("a lane without labels can always be placed"), &title, &status, least, is_cut)]
}

/// The lines of the title and of the status that stand beside a lane, and whether some of them was cut.
fn beside(lane: &Lane, columns: &Columns, most_height: f64) -> (Vec<String>, Vec<String>, bool) {
    // A lane that goes on on another page has one line more.
    let lines = |height: f64, each: f64| ((height / each).floor().max(1.0) as usize).min(MOST_LINES);
    let most = lines(most_height - 12.0 - TITLE * 1.25, TITLE * 1.25);
    let (title, cut) = wrap_at_most(&visible(&lane.title), TITLE, Weight::SemiBold, columns.title - indent(lane, columns) - 10.0, most);
    let most = lines(most_height - 12.0 - LABEL * 1.4, SMALL * 1.3);
    let (status, is_status_cut) = wrap_at_most(&visible(&lane.status.text), SMALL, Weight::Regular, columns.right - columns.status, most);
    (title, status, cut || is_status_cut)
}

fn titled(layout: LaneLayout, title: &[String], status: &[String], least: f64, is_cut: bool) -> LaneLayout {
    let mut title = title.to_vec();
    if layout.is_continued {
        title.push("(continued)".to_owned());
    }
    LaneLayout {
        height: layout.height.max(least + if layout.is_continued { TITLE * 1.25 } else { 0.0 }),
        title,
        status: status.to_vec(),
        is_cut,
        ..layout
    }
}

/// Divides a lane between its shelves into parts of at most this height; none where a shelf alone is higher, or too many pages would be needed.
fn split(whole: &LaneLayout, most_height: f64, most_parts: usize) -> Option<Vec<LaneLayout>> {
    let tops = &whole.shelves;
    let mut cuts = vec![0];
    for shelf in 0..tops.len() - 1 {
        let begin = tops[*cuts.last().expect("there is one")];
        if tops[shelf + 1] - tops[shelf] + 2.0 * PADDING > most_height {
            return None;
        }
        if tops[shelf + 1] - begin + 2.0 * PADDING > most_height {
            cuts.push(shelf);
        }
    }
    cuts.push(tops.len() - 1);
    if cuts.len() > most_parts + 1 || !whole.numbered.is_empty() {
        return None;
    }
    let last = whole.blocks.iter().enumerate().filter(|(_, block)| block.block.when.at.is_some()).max_by(|a, b| a.1.x.total_cmp(&b.1.x));
    let last = last.map(|(_, block)| block.shelf);
    let part = |pair: &[usize]| {
        let (from, to) = (pair[0], pair[1]);
        let lift = tops[from] - PADDING;
        let own = whole.blocks.iter().filter(|block| (from..to).contains(&block.shelf));
        LaneLayout {
            height: tops[to] - lift + PADDING,
            blocks: own.map(|block| PlacedBlock { y: block.y - lift, ..block.clone() }).collect(),
            has_end: last.is_some_and(|last| (from..to).contains(&last)),
            is_continued: from > 0,
            ..whole.clone()
        }
    };
    Some(cuts.windows(2).map(part).collect())
}

/// Places the blocks that stay on shelves, and the others as numbered marks below them; none where that is higher than it may be.
fn place(all: &[Block], arriving: &[usize], stays: &[bool], room: &Room<'_>, first_number: usize, highest: f64) -> Option<LaneLayout> {
    let Room { scale, columns, height: most_height, .. } = *room;
    let mut shelves: Vec<Shelf> = Vec::new();
    let mut rest: Vec<(f64, usize)> = Vec::new();
    for (number, block) in all.iter().enumerate() {
        let x = mark_x(scale, columns, block.when.at);
        if !stays[number] {
            rest.extend(block.entries.iter().map(|entry| (x, entry.card)));
            continue;
        }
        let may_left = block.when.at.is_some() && x - BESIDE - block.width >= columns.plot;
        let may_right = x + BESIDE + block.width <= columns.end || !may_left;
        let seat = Seat { x, width: block.width, may_right, may_left };
        if !shelves.iter_mut().any(|shelf| shelf.take(number, seat)) {
            // Each shelf is at least as high as a date and a line.
            if shelves.len() as f64 * 30.0 > highest {
                return None;
            }
            let mut shelf = Shelf::default();
            shelf.take(number, seat);
            shelves.push(shelf);
        }
    }
    let mut tops = vec![PADDING];
    let mut placed: Vec<(usize, PlacedBlock)> = Vec::new();
    for (shelf, record) in shelves.iter().enumerate() {
        let links: usize = record.blocks.iter().map(|(number, _)| arriving[*number]).sum();
        let top = tops[shelf];
        let height = record.blocks.iter().map(|(number, _)| all[*number].height).fold(0.0, f64::max);
        for (number, is_left) in &record.blocks {
            let block = all[*number].clone();
            let x = mark_x(scale, columns, block.when.at);
            let y = top + headroom(links);
            placed.push((*number, PlacedBlock { block, x, y, shelf, tracks: links.clamp(1, MOST_TRACKS), is_left: *is_left }));
        }
        tops.push(top + headroom(links) + height);
    }
    placed.sort_by_key(|(number, _)| *number);
    let numbered_top = tops.last().expect("there is one") + if rest.is_empty() { 0.0 } else { 6.0 };
    rest.sort_by(|a, b| a.0.total_cmp(&b.0));
    let rows = ((most_height - numbered_top - PADDING) / ROW).floor();
    if !rest.is_empty() && rows < 1.0 && !placed.is_empty() || numbered_top > highest {
        return None;
    }
    let xs: Vec<f64> = rest.iter().map(|(x, _)| *x).collect();
    let left = columns.undated.map_or(columns.plot, |(left, _)| left);
    let marks = numbered(&xs, first_number, left, columns.end, (rows.max(1.0) as usize).min(40));
    let used_rows = marks.iter().map(|mark| mark.row + 1).max().unwrap_or(0);
    let height = numbered_top + used_rows as f64 * ROW + PADDING;
    Some(LaneLayout {
        height,
        title: Vec::new(),
        status: Vec::new(),
        is_cut: false,
        blocks: placed.into_iter().map(|(_, block)| block).collect(),
        numbered_cards: rest.into_iter().map(|(_, card)| card).collect(),
        numbered: marks,
        numbered_top,
        shelves: tops,
        has_end: true,
        is_continued: false,
    })
}
