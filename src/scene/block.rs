//! Utterance blocks: what one statement says in one lane, as lines of measured text beside its marks.

use crate::measure::{Weight, width, wrap, wrap_at_most};
use crate::view::{Card, Tone, When};

use super::marks;
use super::paint::Ink;
use super::visible;

/// The size of labels.
pub const LABEL: f64 = 12.5;
/// The size of dates, sources and other small print.
pub const SMALL: f64 = 11.0;
/// The most lines of a claim below its date: what became of it, its shift, its label and its words together.
pub const MOST_LINES: usize = 4;
/// The most lines of what became of a claim from one revision to the other.
const MOST_REVIEW: usize = 2;
/// From the middle of a mark to the text beside it.
pub const BESIDE: f64 = 11.0;
/// From the line of the marks to the top of the text below it.
const BELOW: f64 = 9.0;

/// A run of text within a line.
#[derive(Clone, Debug)]
pub struct Run {
    /// The words.
    pub text: String,
    /// The size of the font.
    pub size: f64,
    /// The weight of the font.
    pub weight: Weight,
    /// The colour.
    pub ink: Ink,
}

impl Run {
    /// A run of text.
    pub fn new(text: impl AsRef<str>, size: f64, weight: Weight, ink: Ink) -> Self {
        Run { text: visible(text.as_ref()), size, weight, ink }
    }

    /// Its measured width.
    pub fn width(&self) -> f64 {
        width(&self.text, self.size, self.weight)
    }
}

/// A line of a block.
#[derive(Clone, Debug)]
pub struct Line {
    /// The runs, from left to right.
    pub runs: Vec<Run>,
    /// The baseline, below the line of the marks.
    pub y: f64,
    /// The room left and right of its runs for another line at the same height.
    pub beside: (f64, f64),
}

impl Line {
    fn new(runs: Vec<Run>) -> Self {
        Line { runs, y: 0.0, beside: (0.0, 0.0) }
    }

    /// The width of its runs, with the room beside them.
    pub fn width(&self) -> f64 {
        self.beside.0 + self.runs.iter().map(Run::width).sum::<f64>() + self.beside.1
    }
}

/// A claim in a block.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its place among the cards of the lane.
    pub card: usize,
    /// Its mark, below the line of the marks.
    pub y: f64,
    /// The lines that belong to it.
    pub lines: Vec<Line>,
    /// Whether its label, its shift or what became of it was cut to fit.
    pub is_cut: bool,
    /// Whether the words that prove it do not stand here in full.
    pub is_cut_short: bool,
}

/// What one statement says in one lane.
#[derive(Clone, Debug)]
pub struct Block {
    /// When it was said.
    pub when: When,
    /// Date and speaker: above the claims.
    pub head: Vec<Line>,
    /// The claims.
    pub entries: Vec<Entry>,
    /// The widest line.
    pub width: f64,
    /// From the line of the marks to below the last line.
    pub height: f64,
    /// How it is coloured: as the hardest of its claims.
    pub tone: Tone,
    /// Whether it moved the position.
    pub is_shift: bool,
    /// Whether date and speaker were cut to fit.
    pub is_cut: bool,
}

/// Numbers as raised digits, after a thin blank: `¹ ³`.
pub fn raised(numbers: &[usize]) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits = |number: &usize| number.to_string().chars().map(|digit| DIGITS[digit as usize - '0' as usize]).collect::<String>();
    numbers.iter().map(digits).collect::<Vec<_>>().join("\u{a0}")
}

/// The blocks of a lane, in the order of its cards. `most` is the widest that a line may be; a statement whose claims together are
/// higher than `highest` has several.
pub fn blocks(cards: &[Card], most: f64, highest: f64) -> Vec<Block> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (place, card) in cards.iter().enumerate() {
        match groups.last_mut() {
            Some(group) if cards[group[0]].statement == card.statement => group.push(place),
            _ => groups.push(vec![place]),
        }
    }
    let mut all = Vec::with_capacity(groups.len());
    for group in groups {
        let mut rest = group.as_slice();
        while !rest.is_empty() {
            let is_continued = rest.len() < group.len();
            let mut whole = block(cards, rest, most, is_continued);
            let end = |entry: &Entry| entry.lines.last().map_or(0.0, |line| line.y) + LABEL;
            let fitting = whole.entries.iter().take_while(|entry| end(entry) <= highest).count().max(1);
            if fitting < rest.len() {
                whole = block(cards, &rest[..fitting], most, is_continued);
            }
            all.push(whole);
            rest = &rest[fitting..];
        }
    }
    all
}

fn block(cards: &[Card], group: &[usize], most: f64, is_continued: bool) -> Block {
    let first = &cards[group[0]];
    let shared = first.form_word().filter(|form| group.iter().all(|place| cards[*place].form_word() == Some(*form)));
    let mut y = BELOW;
    let mut next = |size: f64| {
        y += size * 1.28;
        y - size * 0.3
    };
    let mut head = Vec::new();
    let mut about = format!("{}\u{a0}· {}", first.date, first.speaker);
    for further in shared.into_iter().chain(is_continued.then_some("continued")) {
        about += &format!("\u{a0}· {further}");
    }
    let (lines, is_cut) = wrap_at_most(&visible(&about), SMALL, Weight::Regular, most, 3);
    head.extend(lines.iter().map(|line| Line { y: next(SMALL), ..Line::new(vec![Run::new(line, SMALL, Weight::Regular, Ink::Soft)]) }));
    let mut entries = Vec::new();
    for (order, place) in group.iter().enumerate() {
        let card = &cards[*place];
        let mut entry = Entry { card: *place, y: 0.0, lines: Vec::new(), is_cut: false, is_cut_short: false };
        review_lines(card, most, &mut entry);
        let shift = if order == 0 { shift_behind(card, most, &mut head) } else { None };
        if shift.is_none() {
            shift_lines(card, most, &mut entry);
        }
        label(card, most, shared.is_some(), &mut entry);
        words(card, most, &mut entry);
        let lines = &mut entry.lines;
        for line in lines.iter_mut() {
            line.y = next(line.runs.first().map_or(LABEL, |run| run.size));
        }
        // The first mark stands on the line; each other one beside the first line of its text.
        entry.y = if order == 0 { 0.0 } else { lines.first().map_or(0.0, |line| line.y - LABEL * 0.34) };
        shift.into_iter().for_each(|shift| lines.insert(0, shift));
        entries.push(entry);
        next(3.0);
    }
    let widest = head.iter().chain(entries.iter().flat_map(|entry| &entry.lines)).map(Line::width).fold(0.0, f64::max);
    let tone = group.iter().map(|place| cards[*place].tone).max_by_key(|tone| match tone {
        Tone::Hard | Tone::Added | Tone::Removed | Tone::Changed => 2,
        Tone::Plain => 1,
        Tone::Quiet => 0,
    });
    Block {
        when: first.when,
        head,
        entries,
        width: widest,
        height: y,
        tone: tone.expect("a group is not empty"),
        is_shift: group.iter().any(|place| cards[*place].shift.is_some()),
        is_cut,
    }
}

/// What became of a card from one revision to the other, in words.
fn review_lines(card: &Card, most: f64, entry: &mut Entry) {
    let Some(review) = card.differs() else { return };
    small_lines(&review.text(), Weight::Bold, marks::ink(review.kind.tone()), most, MOST_REVIEW, entry);
}

/// How the first card of a block moved the position, behind its date and speaker, if there is room; the line of these makes some.
fn shift_behind(card: &Card, most: f64, head: &mut [Line]) -> Option<Line> {
    const GAP: f64 = 9.0;
    let shift = card.shift.as_ref().filter(|shift| shift.word != "introduced" && card.differs().is_none())?;
    let run = Run::new(shift.text(), SMALL, Weight::SemiBold, marks::ink(shift.tone));
    let about = head.last_mut()?;
    let before = about.width() + GAP;
    if before + run.width() > most {
        return None;
    }
    about.beside.1 = GAP + run.width();
    Some(Line { y: about.y, beside: (before, 0.0), ..Line::new(vec![run]) })
}

/// How a card moved the position, in words, but for the first one of a thread.
fn shift_lines(card: &Card, most: f64, entry: &mut Entry) {
    let Some(shift) = card.shift.as_ref().filter(|shift| shift.word != "introduced") else { return };
    let is_long = width(&visible(&shift.text()), SMALL, Weight::SemiBold) > most;
    let lines = if is_long { wrap(&visible(&shift.text()), SMALL, Weight::SemiBold, most).len() } else { 1 };
    // The length of the silence gives way to the label: the list has it.
    let below = || wrap(&visible(&card.text), LABEL, Weight::SemiBold, most).len().max(1);
    let is_short = is_long && entry.lines.len() + lines + below() > MOST_LINES;
    let text = if is_short { format!("{} {}", shift.sign, shift.word) } else { shift.text() };
    let room = if is_short { 1 } else { lines };
    small_lines(&text, Weight::SemiBold, marks::ink(shift.tone), most, room, entry);
    entry.is_cut |= is_short;
}

fn small_lines(text: &str, weight: Weight, ink: Ink, most: f64, most_lines: usize, entry: &mut Entry) {
    let (texts, cut) = wrap_at_most(&visible(text), SMALL, weight, most, most_lines);
    entry.is_cut |= cut;
    entry.lines.extend(texts.iter().map(|text| Line::new(vec![Run::new(text, SMALL, weight, ink)])));
}

/// The label of a card, in the lines that are left: its text with the numbers of its sources and, where it differs within the block, its
/// form.
fn label(card: &Card, most: f64, form_is_shared: bool, entry: &mut Entry) {
    let (weight, ink) = match card.tone {
        Tone::Hard | Tone::Added | Tone::Changed => (Weight::SemiBold, Ink::Text),
        Tone::Plain | Tone::Removed => (Weight::Regular, Ink::Text),
        Tone::Quiet => (Weight::Regular, Ink::Soft),
    };
    let room = MOST_LINES - entry.lines.len();
    // Words that stand below say themselves whose they are.
    let form = card.form_word().filter(|_| !form_is_shared && card.words.is_none());
    let form = form.map(|form| Run::new(format!("  {form}"), SMALL, Weight::Regular, Ink::Soft));
    // Long lists of sources are cut: the record has them all.
    let numbers = |most: usize| match card.sources.split_at(card.sources.len().min(most)) {
        ([], _) => String::new(),
        (few, []) => format!("\u{a0}{}", raised(few)),
        (few, _) => format!("\u{a0}{}\u{a0}…", raised(few)),
    };
    let mut cited = numbers(6);
    // The numbers stay with the last word.
    let (mut texts, mut cut) = wrap_at_most(&format!("{}{cited}", visible(&card.text)), LABEL, weight, most, room);
    let beside = |text: &str| form.as_ref().is_none_or(|form| width(text, LABEL, weight) + form.width() <= most + 1.0);
    if cut || texts.len() == room && !texts.last().is_none_or(|last| beside(last)) {
        // Nothing but the text gives way: the numbers, of which a few are enough, and the form stand behind it.
        let behind = |cited: &str| width(cited, LABEL, weight) + form.as_ref().map_or(0.0, Run::width);
        cited = (1..=6).rev().map(numbers).find(|cited| behind(cited) <= most * 0.6).unwrap_or_else(|| numbers(1));
        (texts, cut) = wrap_at_most(&visible(&card.text), LABEL, weight, (most - behind(&cited)).max(24.0), room);
        if let Some(last) = texts.last_mut() {
            *last += &cited;
        }
    }
    entry.is_cut |= cut;
    let begin = entry.lines.len();
    entry.lines.extend(texts.iter().map(|text| Line::new(vec![Run::new(text, LABEL, weight, ink)])));
    if entry.lines.len() == begin {
        entry.lines.push(Line::new(Vec::new()));
    }
    if let Some(run) = entry.lines.last_mut().and_then(|line| line.runs.pop()) {
        let text = run.text.strip_suffix(&cited).unwrap_or(&run.text).to_owned();
        let own = Run { text: cited.clone(), size: LABEL, weight: Weight::Regular, ink: Ink::Blue };
        let is_split = text.len() < run.text.len() && !cited.is_empty();
        let runs = if is_split { vec![Run { text, ..run }, own] } else { vec![run] };
        entry.lines.last_mut().expect("there is a line").runs.extend(runs);
    }
    let Some(form) = form else { return };
    let last = entry.lines.last_mut().expect("there is a line");
    if last.width() + form.width() <= most + 1.0 || last.runs.is_empty() || entry.lines.len() == MOST_LINES {
        entry.lines.last_mut().expect("there is a line").runs.push(form);
    } else {
        entry.lines.push(Line::new(vec![Run { text: form.text.trim_start().to_owned(), ..form }]));
    }
}

/// The words that prove a card, in the lines that are left.
fn words(card: &Card, most: f64, entry: &mut Entry) {
    let Some(words) = &card.words else { return };
    let room = MOST_LINES - entry.lines.len();
    let told = visible(&words.told(usize::MAX));
    let (texts, cut) = wrap_at_most(&told, SMALL, Weight::Regular, most, room.max(1));
    entry.is_cut_short = cut || room == 0;
    if room == 0 {
        return;
    }
    let texts = if cut && words.form.is_quotation() { close(texts, most) } else { texts };
    entry.lines.extend(texts.iter().map(|text| Line::new(vec![Run::new(text, SMALL, Weight::Regular, Ink::Soft)])));
}

/// A quotation that was cut ends with an omission mark inside its quotation marks.
fn close(mut lines: Vec<String>, most: f64) -> Vec<String> {
    const END: &str = " […]”";
    if let Some(last) = lines.last_mut() {
        last.pop();
        while width(&format!("{}{END}", last.trim_end()), SMALL, Weight::Regular) > most {
            // A word without end gives way sign by sign.
            let Some(end) = last.trim_end().rfind(' ').or_else(|| last.char_indices().next_back().map(|(at, _)| at)) else { break };
            last.truncate(end);
        }
        *last = format!("{}{END}", last.trim_end());
    }
    // Evening out again could only need fewer lines.
    let text = lines.join(" ");
    let again = wrap(&text, SMALL, Weight::Regular, most);
    if again.len() <= lines.len() { again } else { lines }
}
