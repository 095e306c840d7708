//! The shapes of marks: the shape says what kind of claim it is, the filling how it is proved.

use std::f64::consts::PI;

use crate::model::Form;
use crate::view::{Mark, Review, Tone};

use super::paint::Ink;
use super::{Dash, Item, Path, Segment, Stroke};

/// The most that a mark reaches from its middle.
pub const REACH: f64 = 7.5;
/// The most that a mark reaches with what says what became of the claim.
pub const FRAME: f64 = 11.0;

/// The colour of a tone.
pub fn ink(tone: Tone) -> Ink {
    match tone {
        Tone::Plain | Tone::Added => Ink::Blue,
        Tone::Hard | Tone::Removed => Ink::Red,
        Tone::Quiet => Ink::Grey,
        Tone::Changed => Ink::Amber,
    }
}

/// The colour of the days over which something of a tone is uncertain.
pub fn haze(tone: Tone) -> Ink {
    match tone {
        Tone::Plain | Tone::Added => Ink::BlueHaze,
        Tone::Hard | Tone::Removed => Ink::RedHaze,
        Tone::Quiet | Tone::Changed => Ink::GreyHaze,
    }
}

/// The mark of a claim: filled for the speaker's own words, hollow for a reporter's, hollow and broken for a headline, and with
/// nothing but dots for what an analyst infers or nothing proves.
pub fn mark(mark: Mark, form: Option<Form>, tone: Tone, x: f64, y: f64) -> Vec<Item> {
    let ink = ink(tone);
    let segments = shape(mark, x, y);
    let (fill, dash) = match form {
        Some(Form::Verbatim | Form::Translated) => (ink, Dash::Solid),
        Some(Form::Paraphrase) => (Ink::Paper, Dash::Solid),
        Some(Form::Headline) => (Ink::Paper, Dash::Dashed),
        Some(Form::Inference) | None => (Ink::Paper, Dash::Dotted),
    };
    vec![Item::Path(Path { segments, fill: Some(fill), stroke: Some(Stroke { ink, width: 1.6, dash }) })]
}

fn shape(mark: Mark, x: f64, y: f64) -> Vec<Segment> {
    match mark {
        Mark::Demand => circle(x, y, 5.6),
        Mark::Appeal => circle(x, y, 4.0),
        Mark::Remark => circle(x, y, 2.6),
        Mark::Condition => polygon(&[(x, y - 7.0), (x + 7.0, y), (x, y + 7.0), (x - 7.0, y)]),
        Mark::Threat => polygon(&[(x - 5.2, y - 5.2), (x + 5.2, y - 5.2), (x + 5.2, y + 5.2), (x - 5.2, y + 5.2)]),
        Mark::Offer => polygon(&[(x - 4.6, y - 5.8), (x + 6.6, y), (x - 4.6, y + 5.8)]),
        Mark::Concession => polygon(&[(x - 6.0, y - 4.4), (x + 6.0, y - 4.4), (x, y + 6.4)]),
        Mark::Assurance => {
            let corner = |place: usize| {
                let angle = PI / 3.0 * place as f64;
                (x + 5.8 * angle.cos(), y + 5.8 * angle.sin())
            };
            polygon(&[corner(0), corner(1), corner(2), corner(3), corner(4), corner(5)])
        }
        Mark::Refusal => {
            // An x of two bars.
            let (a, b) = (6.0, 2.2);
            let points = [
                (0.0, -b),
                (a - b, -a),
                (a, -a + b),
                (b, 0.0),
                (a, a - b),
                (a - b, a),
                (0.0, b),
                (b - a, a),
                (-a, a - b),
                (-b, 0.0),
                (-a, b - a),
                (b - a, -a),
            ];
            polygon(&points.map(|(dx, dy)| (x + dx, y + dy)))
        }
    }
}

/// What is drawn around or over a mark to say what became of the claim: a frame, a cross, a broken ring, or a frame on its point.
pub fn review(review: Review, x: f64, y: f64) -> Vec<Item> {
    let ink = ink(review.tone());
    let outline = |segments: Vec<Segment>, width: f64, dash: Dash| {
        vec![Item::Path(Path { segments, fill: None, stroke: Some(Stroke { ink, width, dash }) })]
    };
    let (a, b) = (8.2, 10.6);
    match review {
        Review::Added => outline(polygon(&[(x - a, y - a), (x + a, y - a), (x + a, y + a), (x - a, y + a)]), 1.6, Dash::Solid),
        Review::Removed => [(a, -a), (-a, a)]
            .into_iter()
            .flat_map(|(from, to)| outline(vec![Segment::Move(x - a, y + from), Segment::Line(x + a, y + to)], 2.0, Dash::Solid))
            .collect(),
        Review::Changed => outline(circle(x, y, 9.4), 1.6, Dash::Dashed),
        Review::Unproved => outline(polygon(&[(x, y - b), (x + b, y + a), (x - b, y + a)]), 1.8, Dash::Solid),
        Review::Same => Vec::new(),
        Review::Shifted => outline(polygon(&[(x, y - b), (x + b, y), (x, y + b), (x - b, y)]), 1.6, Dash::Solid),
    }
}

/// A circle of four curves.
pub fn circle(x: f64, y: f64, radius: f64) -> Vec<Segment> {
    let handle = radius * 0.552_284_75;
    vec![
        Segment::Move(x + radius, y),
        Segment::Curve(x + radius, y + handle, x + handle, y + radius, x, y + radius),
        Segment::Curve(x - handle, y + radius, x - radius, y + handle, x - radius, y),
        Segment::Curve(x - radius, y - handle, x - handle, y - radius, x, y - radius),
        Segment::Curve(x + handle, y - radius, x + radius, y - handle, x + radius, y),
        Segment::Close,
    ]
}

/// A polygon of these points.
pub fn polygon(points: &[(f64, f64)]) -> Vec<Segment> {
    let mut segments: Vec<Segment> =
        points.iter().enumerate().map(|(place, (x, y))| if place == 0 { Segment::Move(*x, *y) } else { Segment::Line(*x, *y) }).collect();
    segments.push(Segment::Close);
    segments
}

/// An arrowhead whose point is here, after a line that came from the direction (dx, dy) of length 1.
pub fn arrowhead(x: f64, y: f64, dx: f64, dy: f64, ink: Ink) -> Item {
    const LENGTH: f64 = 8.0;
    const HALF: f64 = 3.6;
    let (back_x, back_y) = (x - dx * LENGTH, y - dy * LENGTH);
    let points = [(x, y), (back_x - dy * HALF, back_y + dx * HALF), (back_x + dy * HALF, back_y - dx * HALF)];
    Item::Path(Path { segments: polygon(&points), fill: Some(ink), stroke: None })
}

/// A band with round ends.
pub fn capsule(x: f64, y: f64, width: f64, height: f64, ink: Ink) -> Item {
    let radius = (height / 2.0).min(width / 2.0);
    let handle = radius * (1.0 - 0.552_284_75);
    let (right, bottom) = (x + width, y + height);
    let segments = vec![
        Segment::Move(x + radius, y),
        Segment::Line(right - radius, y),
        Segment::Curve(right - handle, y, right, y + handle, right, y + radius),
        Segment::Line(right, bottom - radius),
        Segment::Curve(right, bottom - handle, right - handle, bottom, right - radius, bottom),
        Segment::Line(x + radius, bottom),
        Segment::Curve(x + handle, bottom, x, bottom - handle, x, bottom - radius),
        Segment::Line(x, y + radius),
        Segment::Curve(x, y + handle, x + handle, y, x + radius, y),
        Segment::Close,
    ];
    Item::Path(Path { segments, fill: Some(ink), stroke: None })
}
