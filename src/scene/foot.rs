//! The foot of a picture: the axis, the true scale, the legend of what is used, and lists in columns.

use std::collections::BTreeSet;

use crate::date::Day;
use crate::measure::{Weight, wrap};
use crate::model::Form;
use crate::view::{Card, End, Mark, Review, Tone, View, ViewLink};

use super::axis::Scale;
use super::block::SMALL;
use super::lane::Columns;
use super::marks::{self, arrowhead, capsule, haze, ink, mark, polygon};
use super::paint::Ink;
use super::{Anchor, Dash, Group, Item, Path, Role, Text, line, visible};

/// The height of the axis with its labels.
pub const AXIS: f64 = 26.0;
/// The height of the strip with the true scale and one line of words.
pub const STRIP: f64 = 62.0;
/// The height of a row of the legend.
pub const LEGEND_ROW: f64 = 20.0;
/// The height of a line of a list.
pub const LIST_LINE: f64 = 15.0;

/// The axis below the lanes.
pub fn axis(scale: &Scale, columns: &Columns, y: f64) -> Item {
    let mut items = vec![line(&[(columns.left, y), (columns.right, y)], Ink::Text, 1.4, Dash::Solid)];
    for (x, label) in scale.ticks() {
        items.push(line(&[(x, y), (x, y + 6.0)], Ink::Text, 1.0, Dash::Solid));
        items.push(Item::Text(Text::new(x + 4.0, y + 16.0, SMALL, Weight::Regular, Ink::Soft, label)));
    }
    Item::Group(Group { role: Role::Part("axis"), label: "Time".to_owned(), items })
}

/// How many times wider, in words.
fn times(times: f64) -> String {
    if times >= 9.5 { format!("{times:.0}") } else { format!("{times:.1}") }
}

/// What was stretched, and by how much, in lines of at most this width; none where nothing was.
pub fn stretched(scale: &Scale, width: f64) -> Vec<String> {
    let spans: Vec<String> = scale.stretches().iter().map(|stretch| format!("{} {} times", stretch.label, times(stretch.times))).collect();
    if spans.is_empty() {
        return Vec::new();
    }
    wrap(&format!("Drawn wider than the rest: {}.", spans.join(", ")), SMALL, Weight::Regular, width)
}

/// The same days to one scale, with what was stretched, and by how much in words.
pub fn strip(scale: &Scale, columns: &Columns, days: &[(Day, Tone)], y: f64) -> Item {
    let (left, right) = (columns.plot, columns.end);
    let truth = scale.true_scale(left, right);
    let base = y + 32.0;
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
        items.push(Item::Text(Text::new(x + 4.0, base + 14.0, SMALL, Weight::Regular, Ink::Soft, label)));
    }
    for (day, tone) in days {
        let x = truth.x(*day);
        items.push(line(&[(x, base - 8.0), (x, base)], ink(*tone), 1.6, Dash::Solid));
    }
    items.push(Item::Text(Text::new(columns.left, base + 4.0, SMALL, Weight::SemiBold, Ink::Soft, "True time scale")));
    let words = stretched(scale, columns.right - left);
    for (place, text) in words.iter().enumerate() {
        let y = base + 29.0 + place as f64 * LIST_LINE;
        items.push(Item::Text(Text::new(left, y, SMALL, Weight::Regular, Ink::Soft, text)));
    }
    Item::Group(Group { role: Role::Part("scale"), label: words.join(" "), items })
}

/// An icon of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Icon {
    Review(Review),
    AsItWas,
    Mark(Mark),
    Form(Option<Form>),
    Number,
    Haze,
    Sign(&'static str),
    Link(bool),
    Next,
    Event,
    Belied,
    Tail,
}

/// The signs beside dates that stand in a text.
fn signs(text: &str) -> impl Iterator<Item = &'static str> {
    let is_word = |sign: &str| text.split(|c: char| c.is_whitespace() || "([".contains(c)).any(|word| word == sign);
    ["†", "‡", "c."].into_iter().filter(move |sign| if *sign == "c." { is_word(sign) } else { text.contains(sign) })
}

/// What a page uses, for its legend.
#[derive(Clone, Debug)]
pub struct Used {
    icons: BTreeSet<Icon>,
    is_diff: bool,
}

impl Used {
    /// Nothing yet.
    pub fn new(is_diff: bool) -> Self {
        Used { icons: BTreeSet::new(), is_diff }
    }

    /// Notes the mark of a card.
    pub fn mark(&mut self, card: &Card) {
        // Where two revisions are compared, colour says what became of a claim, and not what sort of claim it is.
        self.icons.insert(Icon::Mark(card.mark));
        match &card.review {
            Some(review) => drop(self.icons.insert(Icon::Review(review.kind))),
            None if self.is_diff => drop(self.icons.insert(Icon::AsItWas)),
            None => {}
        }
        // The form of what nothing proves is drawn as that of an inference.
        self.icons.insert(Icon::Form(match card.form {
            Some(Form::Verbatim | Form::Translated) => Some(Form::Translated),
            other => other,
        }));
    }

    /// Notes the days over which something is uncertain.
    pub fn haze(&mut self) {
        self.icons.insert(Icon::Haze);
    }

    /// Notes the signs beside dates that stand in a text.
    pub fn signs(&mut self, text: &str) {
        self.icons.extend(signs(text).map(Icon::Sign));
    }

    /// Notes a link that is drawn.
    pub fn link(&mut self, link: &ViewLink) {
        self.icons.insert(match (&link.from, &link.to) {
            (End::Event(_), _) => Icon::Event,
            (_, End::Event(_)) if link.tone == Tone::Hard => Icon::Belied,
            (_, End::Event(_)) => Icon::Event,
            _ if !link.is_authored => Icon::Next,
            _ => Icon::Link(link.is_long()),
        });
    }

    /// Notes a mark with a number.
    pub fn number(&mut self) {
        self.icons.insert(Icon::Number);
    }

    /// Notes the tail of a lane.
    pub fn tail(&mut self) {
        self.icons.insert(Icon::Tail);
    }
}

fn meaning(icon: Icon) -> String {
    match icon {
        Icon::Review(review) => review.as_str().to_owned(),
        Icon::AsItWas => "grey: as it was".to_owned(),
        Icon::Mark(mark) => mark.as_str().to_owned(),
        Icon::Form(Some(Form::Verbatim | Form::Translated)) => "filled: the speaker’s own words".to_owned(),
        Icon::Form(Some(Form::Paraphrase)) => "hollow: a reporter’s paraphrase".to_owned(),
        Icon::Form(Some(Form::Headline)) => "broken: a headline".to_owned(),
        Icon::Form(Some(Form::Inference)) => "dots: an analyst’s inference".to_owned(),
        Icon::Form(None) => "dots: no evidence".to_owned(),
        Icon::Number => "numbered: see the list".to_owned(),
        Icon::Haze => "may have been on any of these days".to_owned(),
        Icon::Sign("†") => "date inferred by the curators".to_owned(),
        Icon::Sign("‡") => "date from general knowledge".to_owned(),
        Icon::Sign(_) => "about".to_owned(),
        Icon::Link(false) => "a curator’s link".to_owned(),
        Icon::Link(true) => "the same, after a year or more".to_owned(),
        Icon::Next => "next utterance".to_owned(),
        Icon::Event => "prompted by an event".to_owned(),
        Icon::Belied => "belied or violated by an event".to_owned(),
        Icon::Tail => "no later statement in this set".to_owned(),
    }
}

/// An icon, and its width; of a comparison in grey, where colour would say what became of a claim.
fn draw(icon: Icon, is_diff: bool, x: f64, y: f64) -> (Vec<Item>, f64) {
    let plain = if is_diff { Tone::Quiet } else { Tone::Plain };
    let (left, right) = (x, x + 30.0);
    match icon {
        Icon::Review(review) => {
            let mut items = mark(Mark::Demand, Some(Form::Verbatim), review.tone(), x + 11.0, y);
            items.extend(marks::review(review, x + 11.0, y));
            items.push(Item::Text(Text::new(x + 24.0, y + 4.0, SMALL, Weight::Bold, ink(review.tone()), review.sign())));
            (items, 32.0)
        }
        Icon::AsItWas => (mark(Mark::Demand, Some(Form::Verbatim), Tone::Quiet, x + 7.0, y), 14.0),
        Icon::Mark(kind) => {
            let tone = match kind {
                _ if is_diff => Tone::Quiet,
                Mark::Threat | Mark::Condition => Tone::Hard,
                Mark::Assurance | Mark::Remark => Tone::Quiet,
                _ => Tone::Plain,
            };
            (mark(kind, Some(Form::Verbatim), tone, x + 7.0, y), 14.0)
        }
        Icon::Form(form) => (mark(Mark::Demand, form, plain, x + 7.0, y), 14.0),
        Icon::Number => {
            let mut items = mark(Mark::Demand, Some(Form::Verbatim), plain, x + 7.0, y);
            items.push(Item::Text(Text::new(x + 16.0, y + 4.0, SMALL, Weight::Regular, Ink::Soft, "7")));
            (items, 24.0)
        }
        Icon::Haze => (vec![capsule(left, y - 5.0, 30.0, 10.0, haze(plain))], 30.0),
        Icon::Sign(sign) => {
            let text = Text::new(x, y + 4.0, SMALL, Weight::SemiBold, Ink::Soft, sign);
            let width = text.width;
            (vec![Item::Text(text)], width)
        }
        Icon::Link(is_long) => {
            let dash = if is_long { Dash::Dotted } else { Dash::Solid };
            (vec![line(&[(left, y), (right - 5.0, y)], Ink::Blue, 1.8, dash), arrowhead(right, y, 1.0, 0.0, Ink::Blue)], 30.0)
        }
        Icon::Next => (vec![line(&[(left, y), (right, y)], Ink::Grey, 1.0, Dash::Dotted)], 30.0),
        Icon::Event | Icon::Belied => {
            let color = if icon == Icon::Event { Ink::Soft } else { Ink::Red };
            (vec![line(&[(left, y), (right - 5.0, y)], color, 1.2, Dash::Dashed), arrowhead(right, y, 1.0, 0.0, color)], 30.0)
        }
        Icon::Tail => (tail(left, right, y), 30.0),
    }
}

/// The grey tail with an open end: nothing later in this set.
pub fn tail(from: f64, to: f64, y: f64) -> Vec<Item> {
    let end = super::marks::circle(to - 4.0, y, 3.2);
    vec![
        line(&[(from, y), (to - 7.5, y)], Ink::Grey, 1.0, Dash::Dotted),
        Item::Path(Path {
            segments: end,
            fill: Some(Ink::Paper),
            stroke: Some(super::Stroke { ink: Ink::Grey, width: 1.2, dash: Dash::Solid }),
        }),
    ]
}

/// The legend of what is used, in rows between these edges; also the number of its rows.
pub fn legend(used: &Used, left: f64, right: f64, y: f64) -> (Item, usize) {
    let mut items = Vec::new();
    let (mut x, mut row) = (left, 0);
    for icon in &used.icons {
        let text = meaning(*icon);
        let width = draw(*icon, used.is_diff, 0.0, 0.0).1 + 7.0 + Text::new(0.0, 0.0, SMALL, Weight::Regular, Ink::Soft, &text).width;
        if x + width > right && x > left {
            (x, row) = (left, row + 1);
        }
        let middle = y + row as f64 * LEGEND_ROW + LEGEND_ROW / 2.0;
        let (drawn, icon_width) = draw(*icon, used.is_diff, x, middle);
        items.extend(drawn);
        items.push(Item::Text(Text::new(x + icon_width + 7.0, middle + 4.0, SMALL, Weight::Regular, Ink::Soft, text)));
        x += width + 18.0;
    }
    let rows = if used.icons.is_empty() { 0 } else { row + 1 };
    (Item::Group(Group { role: Role::Part("legend"), label: "Signs".to_owned(), items }), rows)
}

/// The sources with these numbers, one after the other in rows between these edges; also the number of the rows.
pub fn source_rows(view: &View, numbers: &BTreeSet<usize>, left: f64, right: f64, y: f64) -> (Vec<Item>, usize) {
    let mut items = vec![Item::Text(Text::new(left, y + SMALL, SMALL, Weight::SemiBold, Ink::Soft, "Sources"))];
    let (mut x, mut row) = (left + 58.0, 0);
    for number in numbers {
        let source = &view.sources[number - 1];
        let entry = format!("{number}\u{2002}{}", source.text);
        for text in wrap(&visible(&entry), SMALL, Weight::Regular, right - left - 58.0) {
            let text = Text::new(0.0, 0.0, SMALL, Weight::Regular, Ink::Soft, text);
            if x + text.width > right {
                (x, row) = (left + 58.0, row + 1);
            }
            let width = text.width;
            let placed = Text { x, y: y + row as f64 * LIST_LINE + SMALL, ..text };
            let role = Role::Source(*number, source.url.clone());
            items.push(Item::Group(Group { role, label: visible(&entry), items: vec![Item::Text(placed)] }));
            x += width + 20.0;
        }
    }
    if numbers.is_empty() { (Vec::new(), 0) } else { (items, row + 1) }
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

/// The lists of a view: its sources, what has a number instead of a label, what is listed and not drawn, events without a label, and
/// what is disputed; only what belongs to the drawing itself, without the remarks of the view.
pub fn lists(view: &View, numbered: &[String], events: &[String], cut: &[String], width: f64, with_remarks: bool) -> Vec<ListLine> {
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
    lines.extend(list("Numbered marks", &plain(numbered), width));
    lines.extend(list("In full: labels that were cut", &plain(cut), width));
    lines.extend(list("Events without a label", &plain(events), width));
    if with_remarks {
        lines.extend(list("Also said, not drawn", &plain(&listed), width));
        lines.extend(list("Disputed in the record", &plain(&disputed), width));
    }
    lines
}

/// The meanings of the signs beside dates that stand in lists, as a list.
pub fn list_of_signs(lines: &[ListLine], width: f64) -> Vec<ListLine> {
    let used: BTreeSet<&str> = lines.iter().flat_map(|line| signs(&line.text)).collect();
    let entries: Vec<_> = used.into_iter().map(|sign| (format!("{sign}\u{2002}{}", meaning(Icon::Sign(sign))), None)).collect();
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
