//! The legend of a page: the signs that are used on it, each drawn beside what it means.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::measure::{Weight, width};
use crate::model::Form;
use crate::view::{Card, EventSense, Mark, Review, Tone, ViewLink};

use super::block::SMALL;
use super::marks::{arrowhead, capsule, circle, haze, ink, mark, polygon, review};
use super::paint::Ink;
use super::{Dash, Group, Item, Path, Role, Stroke, Text, line};

/// The height of a row of the legend.
pub const ROW: f64 = 20.0;
/// The radius of the dot at the end of some lines.
const DOT: f64 = 3.8;
/// From an icon to what it means.
const BESIDE: f64 = 7.0;

/// An icon of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Icon {
    Review(Review),
    Mark(Mark),
    Form(Option<Form>),
    Number,
    Haze,
    Sign(&'static str),
    Link(bool),
    Next,
    Event(EventSense),
    Tail,
}

/// The signs beside dates that stand in a text.
pub fn signs(text: &str) -> impl Iterator<Item = &'static str> {
    let is_word = |sign: &str| text.split(|c: char| c.is_whitespace() || "([".contains(c)).any(|word| word == sign);
    ["†", "‡", "c."].into_iter().filter(move |sign| if *sign == "c." { is_word(sign) } else { text.contains(sign) })
}

/// What a page uses, for its legend.
#[derive(Clone, Debug, Default)]
pub struct Used {
    icons: BTreeSet<Icon>,
}

impl Used {
    /// Notes all that another page uses.
    pub fn all(&mut self, other: &Used) {
        self.icons.extend(&other.icons);
    }

    /// Whether two revisions are compared: colours say what became of a claim, and not what sort of claim it is.
    fn is_diff(&self) -> bool {
        self.icons.iter().any(|icon| matches!(icon, Icon::Review(_)))
    }

    /// The rows that the legend needs in this width.
    pub fn rows(&self, width: f64) -> usize {
        places(self, width).last().map_or(0, |(_, _, row)| row + 1)
    }

    /// Notes the mark of a card.
    pub fn mark(&mut self, card: &Card) {
        self.icons.extend(card.review.as_ref().map(|review| Icon::Review(review.kind)));
        self.icons.insert(Icon::Mark(card.mark));
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
        self.icons.extend(link.review.map(Icon::Review));
        if link.review == Some(Review::Removed) {
            return;
        }
        self.icons.insert(match link.event() {
            Some(sense) => Icon::Event(sense),
            None if !link.is_authored => Icon::Next,
            None => Icon::Link(link.is_long()),
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
        Icon::Review(Review::Same) => "grey: as it was".to_owned(),
        Icon::Review(review) => review.as_str().to_owned(),
        Icon::Mark(mark) => mark.as_str().to_owned(),
        Icon::Form(Some(Form::Verbatim | Form::Translated)) => "filled: own words".to_owned(),
        Icon::Form(Some(Form::Paraphrase)) => "hollow: paraphrase".to_owned(),
        Icon::Form(Some(Form::Headline)) => "broken: headline".to_owned(),
        Icon::Form(Some(Form::Inference)) => "dotted: inference".to_owned(),
        Icon::Form(None) => "dotted: no evidence".to_owned(),
        Icon::Number => "numbered: see the list".to_owned(),
        Icon::Haze => "possible days".to_owned(),
        Icon::Sign("†") => "date inferred by curators".to_owned(),
        Icon::Sign("‡") => "date from general knowledge".to_owned(),
        Icon::Sign(_) => "about".to_owned(),
        Icon::Link(false) => "curator’s link".to_owned(),
        Icon::Link(true) => "link after a year or more".to_owned(),
        Icon::Next => "next utterance".to_owned(),
        Icon::Event(sense) => sense.meaning().to_owned(),
        Icon::Tail => "no later statement".to_owned(),
    }
}

/// An icon, and its width; of a comparison in grey, but for what says what became of a claim.
fn draw(icon: Icon, is_diff: bool, x: f64, y: f64) -> (Vec<Item>, f64) {
    let (left, right) = (x, x + 30.0);
    let plain = if is_diff { Tone::Quiet } else { Tone::Plain };
    match icon {
        Icon::Review(Review::Same) => (mark(Mark::Demand, Some(Form::Verbatim), Tone::Quiet, x + 7.0, y), 14.0),
        Icon::Review(kind) => {
            let mut items = mark(Mark::Demand, Some(Form::Verbatim), kind.tone(), x + 11.0, y);
            items.extend(review(kind, x + 11.0, y));
            items.push(Item::Text(Text::new(x + 25.0, y + 4.0, SMALL, Weight::Bold, ink(kind.tone()), kind.sign())));
            (items, 33.0)
        }
        Icon::Mark(kind) => {
            let tone = match kind {
                _ if is_diff => Tone::Quiet,
                Mark::Threat | Mark::Condition => Tone::Hard,
                Mark::Assurance | Mark::Remark => Tone::Quiet,
                _ => Tone::Plain,
            };
            (mark(kind, Some(Form::Verbatim), tone, x + 7.0, y), 14.0)
        }
        // Two shapes in grey: whichever it is, its filling says this.
        Icon::Form(form) => {
            let mut items = mark(Mark::Demand, form, Tone::Quiet, x + 7.0, y);
            items.extend(mark(Mark::Condition, form, Tone::Quiet, x + 23.0, y));
            (items, 30.0)
        }
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
            (vec![line(&[(left, y), (right - 5.0, y)], ink(plain), 1.8, dash), arrowhead(right, y, 1.0, 0.0, ink(plain))], 30.0)
        }
        Icon::Next => (vec![line(&[(left, y), (right, y)], Ink::Grey, 1.0, Dash::Dotted)], 30.0),
        Icon::Event(sense) => {
            let color = of_event(sense);
            (vec![line(&[(left, y), (right - 5.0, y)], color, 1.2, Dash::Dashed), head(sense, right, y, (1.0, 0.0), color)], 30.0)
        }
        Icon::Tail => (tail(left, right, y), 30.0),
    }
}

/// The colour of a line between a claim and an event.
pub fn of_event(sense: EventSense) -> Ink {
    match sense.tone() {
        Tone::Quiet => Ink::Soft,
        tone => ink(tone),
    }
}

/// The end of a line between a claim and an event that comes from this direction: a dot where the event fulfilled the claim, a bar where it
/// belied or violated it, else a point; so that they are told apart in grey too.
pub fn head(sense: EventSense, x: f64, y: f64, (dx, dy): (f64, f64), ink: Ink) -> Item {
    match sense {
        EventSense::Fulfilled => Item::Path(Path { segments: circle(x - dx * DOT, y - dy * DOT, DOT), fill: Some(ink), stroke: None }),
        EventSense::Belied => {
            // Across the line, which ends inside it.
            const LONG: f64 = 5.5;
            const THICK: (f64, f64) = (2.6, 5.6);
            let corner = |along: f64, across: f64| (x - dx * along - dy * across, y - dy * along + dx * across);
            let segments = polygon(&[corner(THICK.0, LONG), corner(THICK.0, -LONG), corner(THICK.1, -LONG), corner(THICK.1, LONG)]);
            Item::Path(Path { segments, fill: Some(ink), stroke: None })
        }
        EventSense::Prompted | EventSense::Joined => arrowhead(x, y, dx, dy, ink),
    }
}

/// The grey tail with an open end: nothing later in this set.
pub fn tail(from: f64, to: f64, y: f64) -> Vec<Item> {
    let end = circle(to - 4.0, y, 3.2);
    vec![
        line(&[(from, y), (to - 7.5, y)], Ink::Grey, 1.0, Dash::Dotted),
        Item::Path(Path { segments: end, fill: Some(Ink::Paper), stroke: Some(Stroke { ink: Ink::Grey, width: 1.2, dash: Dash::Solid }) }),
    ]
}

/// The width of an icon with what it means.
fn width_of(icon: Icon) -> f64 {
    static WIDTHS: OnceLock<Mutex<BTreeMap<Icon, f64>>> = OnceLock::new();
    let mut widths = WIDTHS.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    *widths.entry(icon).or_insert_with(|| draw(icon, false, 0.0, 0.0).1 + BESIDE + width(&meaning(icon), SMALL, Weight::Regular))
}

/// Each icon with its place from the left and its row.
fn places(used: &Used, most: f64) -> Vec<(Icon, f64, usize)> {
    let (mut x, mut row) = (0.0, 0);
    let place = |icon: &Icon| {
        let width = width_of(*icon);
        if x + width > most && x > 0.0 {
            (x, row) = (0.0, row + 1);
        }
        let place = (*icon, x, row);
        x += width + 18.0;
        place
    };
    used.icons.iter().map(place).collect()
}

/// The legend of what is used, in rows between these edges.
pub fn legend(used: &Used, left: f64, right: f64, y: f64) -> Item {
    let mut items = Vec::new();
    for (icon, x, row) in places(used, right - left) {
        let middle = y + row as f64 * ROW + ROW / 2.0;
        let (drawn, icon_width) = draw(icon, used.is_diff(), left + x, middle);
        items.extend(drawn);
        let text = meaning(icon);
        items.push(Item::Text(Text::new(left + x + icon_width + BESIDE, middle + 4.0, SMALL, Weight::Regular, Ink::Soft, text)));
    }
    Item::Group(Group { role: Role::Part("legend"), label: "Signs".to_owned(), items })
}

/// What a sign beside a date means.
pub fn in_words(sign: &'static str) -> String {
    meaning(Icon::Sign(sign))
}
