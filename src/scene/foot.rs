//! The foot of a picture: the axis, the true scale, the sources, and lists in columns.

use std::collections::BTreeSet;

use crate::date::Day;
use crate::measure::{self, Weight, wrap};
use crate::view::{SourceNote, Tone, View};

use super::axis::Scale;
use super::block::SMALL;
use super::lane::Columns;
use super::marks::{ink, polygon};
use super::paint::Ink;
use super::signs::{in_words, signs};
use super::{Anchor, Dash, Group, Item, Path, Role, Text, line, visible};

/// The height of the axis with its labels.
pub const AXIS: f64 = 26.0;
/// The height of the strip with the true scale and one line of words.
const STRIP: f64 = 58.0;
/// The height of a line of a list.
pub const LIST_LINE: f64 = 15.0;

/// The axis below the lanes.
pub fn axis(scale: &Scale, columns: &Columns, y: f64) -> Item {
    let mut items = vec![line(&[(columns.left, y), (columns.right, y)], Ink::Text, 1.4, Dash::Solid)];
    for (x, label) in scale.ticks() {
        items.push(line(&[(x, y), (x, y + 6.0)], Ink::Text, 1.0, Dash::Solid));
        if !label.is_empty() {
            items.push(Item::Text(Text::new(x + 4.0, y + 16.0, SMALL, Weight::Regular, Ink::Soft, label)));
        }
    }
    Item::Group(Group { role: Role::Part("axis"), label: "Time".to_owned(), items })
}

/// How many times wider, in words: with two digits, for more of them say nothing to the eye.
fn times(times: f64) -> String {
    match times {
        ..9.95 => format!("{times:.1}"),
        ..99.5 => format!("{times:.0}"),
        _ => {
            let unit = 10_f64.powi(times.log10() as i32 - 1);
            format!("{:.0}", (times / unit).round() * unit)
        }
    }
}

/// `a, b or c`.
fn one_of(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} or {last}", others.join(", ")),
    }
}

/// What was stretched, and by how much, in a sentence; empty where nothing was.
fn stretched(scale: &Scale) -> String {
    let mut alike: Vec<(String, Vec<String>)> = Vec::new();
    for stretch in scale.stretches() {
        let times = times(stretch.times);
        match alike.iter_mut().find(|(other, _)| *other == times) {
            Some((_, labels)) => labels.push(stretch.label),
            None => alike.push((times, vec![stretch.label])),
        }
    }
    let spans = alike.iter().map(|(times, labels)| (one_of(labels), times)).collect::<Vec<_>>();
    let [(first, times), others @ ..] = spans.as_slice() else { return String::new() };
    let others: String = others.iter().map(|(months, times)| format!(", in {months} about {times} times")).collect();
    format!("Time is stretched above: a day in {first} is about {times} times as wide as one in the other months{others}.")
}

/// What tells how time was stretched: a strip with the true scale and words, or words alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// The true scale and words below it.
    Drawn,
    /// Words alone, because the overview on the first page has the true scale.
    Told,
}

impl Truth {
    /// Its height; 0 where nothing was stretched.
    pub fn height(self, scale: &Scale, columns: &Columns) -> f64 {
        match (self, self.words(scale, columns).len()) {
            (_, 0) => 0.0,
            (Truth::Drawn, lines) => STRIP + 4.0 + (lines - 1) as f64 * LIST_LINE,
            (Truth::Told, lines) => 2.0 + lines as f64 * LIST_LINE,
        }
    }

    /// Where the words begin.
    fn left(self, columns: &Columns) -> f64 {
        if self == Truth::Drawn { columns.plot } else { columns.left }
    }

    /// What was stretched, and by how much, in lines; none where nothing was.
    fn words(self, scale: &Scale, columns: &Columns) -> Vec<String> {
        let text = stretched(scale);
        let width = columns.right - self.left(columns);
        match self {
            _ if text.is_empty() => Vec::new(),
            Truth::Drawn => wrap(&text, SMALL, Weight::Regular, width),
            Truth::Told => wrap(&format!("{text} The true scale is on page 1."), SMALL, Weight::Regular, width),
        }
    }

    /// Draws it below the axis, with these days on the true scale.
    pub fn draw(self, scale: &Scale, columns: &Columns, days: &[(Day, Tone)], y: f64) -> Item {
        let (mut items, first) = match self {
            Truth::Drawn => (strip(scale, columns, days, y), y + 57.0),
            Truth::Told => (Vec::new(), y + SMALL),
        };
        let words = self.words(scale, columns);
        for (place, text) in words.iter().enumerate() {
            let y = first + place as f64 * LIST_LINE;
            items.push(Item::Text(Text::new(self.left(columns), y, SMALL, Weight::Regular, Ink::Soft, text)));
        }
        Item::Group(Group { role: Role::Part("scale"), label: words.join(" "), items })
    }
}

/// The same days to one scale, with what was stretched.
fn strip(scale: &Scale, columns: &Columns, days: &[(Day, Tone)], y: f64) -> Vec<Item> {
    let (left, right) = (columns.plot, columns.end);
    let truth = scale.true_scale(left, right);
    let base = y + 28.0;
    let mut items = Vec::new();
    for stretch in scale.stretches() {
        let wedge = [
            (scale.start(stretch.days.0), y),
            (scale.start(stretch.days.1), y),
            (truth.start(stretch.days.1), base),
            (truth.start(stretch.days.0), base),
        ];
        items.push(Item::Path(Path { segments: polygon(&wedge), fill: Some(Ink::Band), stroke: None }));
    }
    items.push(line(&[(left, base), (right, base)], Ink::Text, 1.0, Dash::Solid));
    for (x, label) in truth.ticks() {
        items.push(line(&[(x, base), (x, base + 5.0)], Ink::Text, 1.0, Dash::Solid));
        if !label.is_empty() {
            items.push(Item::Text(Text::new(x + 4.0, base + 14.0, SMALL, Weight::Regular, Ink::Soft, label)));
        }
    }
    for (day, tone) in days {
        let x = truth.x(*day);
        items.push(line(&[(x, base - 8.0), (x, base)], ink(*tone), 1.6, Dash::Solid));
    }
    items.push(Item::Text(Text::new(columns.left, base + 4.0, SMALL, Weight::SemiBold, Ink::Soft, "True time scale")));
    items
}

/// The sources of a view, each broken into lines that fit into rows.
pub struct SourceRows {
    sources: Vec<Vec<(String, f64)>>,
    width: f64,
}

/// From the left edge to the sources, beside their heading.
const HEADING: f64 = 58.0;

impl SourceRows {
    /// Breaks the sources into lines that fit into rows of this width.
    pub fn new(view: &View, width: f64) -> Self {
        let lines = |(place, source): (usize, &SourceNote)| {
            let entry = format!("{}\u{2002}{}", place + 1, source.text);
            let texts = wrap(&visible(&entry), SMALL, Weight::Regular, width - HEADING);
            texts.into_iter().map(|text| (measure::width(&text, SMALL, Weight::Regular), text)).map(|(width, text)| (text, width)).collect()
        };
        SourceRows { sources: view.sources.iter().enumerate().map(lines).collect(), width }
    }

    /// The lines of the sources with these numbers: number, line, place from the left and row.
    fn places<'s>(&'s self, numbers: &BTreeSet<usize>) -> Vec<(usize, &'s str, f64, usize)> {
        let (mut x, mut row) = (HEADING, 0);
        let mut places = Vec::new();
        for number in numbers {
            for (text, width) in &self.sources[number - 1] {
                if x + width > self.width {
                    (x, row) = (HEADING, row + 1);
                }
                places.push((*number, text.as_str(), x, row));
                x += width + 20.0;
            }
        }
        places
    }

    /// The rows that the sources with these numbers need.
    pub fn count(&self, numbers: &BTreeSet<usize>) -> usize {
        self.places(numbers).last().map_or(0, |(.., row)| row + 1)
    }

    /// Draws the sources with these numbers, one after the other.
    pub fn draw(&self, view: &View, numbers: &BTreeSet<usize>, left: f64, y: f64) -> Vec<Item> {
        let mut items = Vec::new();
        if !numbers.is_empty() {
            items.push(Item::Text(Text::new(left, y + SMALL, SMALL, Weight::SemiBold, Ink::Soft, "Sources")));
        }
        for (number, text, x, row) in self.places(numbers) {
            let source = &view.sources[number - 1];
            let text = Text::new(left + x, y + row as f64 * LIST_LINE + SMALL, SMALL, Weight::Regular, Ink::Soft, text);
            let label = visible(&format!("{number}\u{2002}{}", source.text));
            items.push(Item::Group(Group { role: Role::Source(number, source.url.clone()), label, items: vec![Item::Text(text)] }));
        }
        items
    }
}

/// A line of a list.
#[derive(Clone, Debug)]
pub struct ListLine {
    /// The words.
    pub text: String,
    is_title: bool,
    indent: f64,
    source: Option<Cited>,
}

/// A source by its number, with its address.
type Cited = (usize, Option<String>);

/// The entries of a list, broken to a width: a title, then each entry with its further lines indented.
fn list(title: &str, entries: &[(String, Option<Cited>)], width: f64) -> Vec<ListLine> {
    if entries.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![ListLine { text: title.to_owned(), is_title: true, indent: 0.0, source: None }];
    for (entry, source) in entries {
        for (place, text) in wrap(&visible(entry), SMALL, Weight::Regular, width - 16.0).into_iter().enumerate() {
            let indent = if place == 0 { 0.0 } else { 12.0 };
            lines.push(ListLine { text, is_title: false, indent, source: source.clone() });
        }
    }
    lines
}

/// What the drawing has no room for, a line for each entry.
pub struct Own<'a> {
    /// What has a number instead of a label.
    pub numbered: &'a [String],
    /// Labels that were cut.
    pub cut: &'a [String],
    /// The words that prove claims, where they do not stand beside them in full.
    pub words: &'a [String],
    /// Events without a label.
    pub events: &'a [String],
}

/// The lists of a view: its sources, what the drawing has no room for, what is listed and not drawn, and what is disputed; only what
/// belongs to the drawing itself, without the remarks of the view.
pub fn lists(view: &View, own: &Own<'_>, width: f64, with_remarks: bool) -> Vec<ListLine> {
    let plain = |entries: &[String]| entries.iter().map(|entry| (entry.clone(), None)).collect::<Vec<_>>();
    let sources: Vec<_> = view
        .sources
        .iter()
        .enumerate()
        .map(|(place, source)| (format!("{}\u{2002}{}", place + 1, source.text), Some((place + 1, source.url.clone()))))
        .collect();
    let listed: Vec<String> = view
        .listed
        .iter()
        .map(|one| {
            let form = one.form.map(|form| format!(", {form}")).unwrap_or_default();
            format!("{}, {}{form}: {}", one.date, one.speaker, one.text)
        })
        .collect();
    let disputed: Vec<String> = view.disputed.iter().map(|(said, by)| format!("{said} — disputed by: {by}")).collect();
    let steps: Vec<String> = view.steps.iter().enumerate().map(|(place, step)| format!("{}. {step}", place + 1)).collect();
    let mut lines = Vec::new();
    if with_remarks {
        lines.extend(list("Sources", &sources, width));
    }
    lines.extend(list("Step by step", &plain(&steps), width));
    lines.extend(list("Where the sides meet and where they part", &plain(&view.meeting), width));
    lines.extend(list("Numbered marks", &plain(own.numbered), width));
    lines.extend(list("In full: labels that were cut", &plain(own.cut), width));
    lines.extend(list("In full: the words that prove them", &plain(own.words), width));
    lines.extend(list("Events without a label", &plain(own.events), width));
    if with_remarks {
        lines.extend(list("Also said, not drawn", &plain(&listed), width));
        lines.extend(list("Disputed in the record", &plain(&disputed), width));
    }
    lines
}

/// The meanings of the signs beside dates that stand in lists, as a list.
pub fn list_of_signs(lines: &[ListLine], width: f64) -> Vec<ListLine> {
    let used: BTreeSet<&str> = lines.iter().flat_map(|line| signs(&line.text)).collect();
    let entries: Vec<_> = used.into_iter().map(|sign| (format!("{sign}\u{2002}{}", in_words(sign)), None)).collect();
    list("Signs", &entries, width)
}

/// Where to end a column of about so many lines, and at most so many: not below a title, and not within an entry where a few lines
/// more or less avoid it.
pub fn break_at(lines: &[ListLine], each: usize, most: usize) -> usize {
    let is_good = |at: &usize| match lines.get(*at) {
        Some(next) => next.indent == 0.0 && !lines[at - 1].is_title,
        None => true,
    };
    let each = each.min(most);
    if each == 0 || each >= lines.len() {
        return each.min(lines.len());
    }
    let later = (each..each + 4).take_while(|at| *at <= most.min(lines.len())).find(is_good);
    later.or_else(|| (each.saturating_sub(8).max(1)..each).rev().find(is_good)).unwrap_or(each)
}

/// Draws lines of a list from a point down.
pub fn column(lines: &[ListLine], x: f64, y: f64) -> Vec<Item> {
    let mut items = Vec::new();
    for (place, entry) in lines.iter().enumerate() {
        let baseline = y + place as f64 * LIST_LINE + SMALL;
        let (weight, color) = if entry.is_title { (Weight::SemiBold, Ink::Text) } else { (Weight::Regular, Ink::Soft) };
        let text = Item::Text(Text::new(x + entry.indent, baseline, SMALL, weight, color, &entry.text).anchored(Anchor::Start));
        items.push(match &entry.source {
            Some((number, url)) => {
                Item::Group(Group { role: Role::Source(*number, url.clone()), label: entry.text.clone(), items: vec![text] })
            }
            None => text,
        });
    }
    items
}
