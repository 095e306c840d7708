//! Turns a view into measured primitives: texts, lines, boxes and marks in px, on one or more pages.
//!
//! Lengths are px; y grows downward; a text stands on its baseline. What is drawn later lies on top.

mod axis;
mod block;
mod choose;
mod deal;
mod draw;
mod enlarge;
mod events;
mod foot;
mod lane;
mod marks;
mod overview;
mod pages;
mod paint;
mod pile;
mod routes;
mod sheet;
mod shelf;
mod signs;
mod tell;
mod timeline;
mod uses;
mod ways;

pub use axis::Scale;
pub use choose::timeline;
pub use marks::{mark, review as review_mark};
pub use paint::{Ink, Theme};

use crate::date::Day;
use crate::measure::{Weight, width};

/// How large a picture is, and for what it is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Profile {
    /// Pages of 1280 by 720, for a screen; before many of them an overview.
    Slide,
    /// Pages of A4 upright, 794 by 1123, for print; before many of them an overview.
    Report,
    /// One picture that is wider than high: as wide as it needs, from 1600 to 3000; where the widest does not hold it, several. Within a page it is 1600 wide and as high as it needs.
    #[default]
    Poster,
}

/// How a view becomes a scene.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The size of the pages.
    pub profile: Profile,
    /// Whether sources and remarks are left to a page around the picture; of a picture without pages the headline and the margin too.
    pub is_in_page: bool,
}

/// A picture of one or more pages.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The title.
    pub title: String,
    /// What it shows, in a few sentences, for readers who do not see it.
    pub description: String,
    /// The pages, in order; at least one.
    pub pages: Vec<Page>,
    /// Where each claim of the view went, in the order of its lanes.
    pub places: Vec<Place>,
    /// How many times larger than usual everything is, because the pages have the room.
    pub enlarged: f64,
}

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// What stands on it, in the order of drawing.
    pub items: Vec<Item>,
}

/// Where a claim went.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its full id.
    pub id: String,
    /// The page, from 0.
    pub page: usize,
    /// The x of its mark.
    pub x: f64,
    /// The y of its mark.
    pub y: f64,
    /// The day of its mark.
    pub at: Option<Day>,
    /// The number under which it is listed; none where its label stands beside its mark.
    pub number: Option<usize>,
}

/// A primitive or a group of them.
#[derive(Clone, Debug)]
pub enum Item {
    /// A box without an outline.
    Box(Area, Ink),
    /// A line or a shape.
    Path(Path),
    /// A text on one line.
    Text(Text),
    /// Items that belong together.
    Group(Group),
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// The left side.
    pub x: f64,
    /// The upper side.
    pub y: f64,
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
}

impl Area {
    /// Whether two rectangles share more than an edge.
    pub fn overlaps(&self, other: &Area) -> bool {
        self.x < other.x + other.width && other.x < self.x + self.width && self.y < other.y + other.height && other.y < self.y + self.height
    }
}

/// A line or a shape.
#[derive(Clone, Debug)]
pub struct Path {
    /// Its parts.
    pub segments: Vec<Segment>,
    /// The colour inside; none for a line.
    pub fill: Option<Ink>,
    /// The line, if it has one.
    pub stroke: Option<Stroke>,
}

/// A part of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    /// Begins at a point.
    Move(f64, f64),
    /// Goes straight to a point.
    Line(f64, f64),
    /// Curves to the last point, drawn by the first two.
    Curve(f64, f64, f64, f64, f64, f64),
    /// Returns to where the part began.
    Close,
}

/// A line.
#[derive(Clone, Copy, Debug)]
pub struct Stroke {
    /// Its colour.
    pub ink: Ink,
    /// Its width.
    pub width: f64,
    /// How it is broken.
    pub dash: Dash,
}

/// How a line is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// Not at all.
    Solid,
    /// In dashes.
    Dashed,
    /// In dots.
    Dotted,
}

/// A text on one line.
#[derive(Clone, Debug)]
pub struct Text {
    /// Where it begins, is centred, or ends.
    pub x: f64,
    /// Its baseline.
    pub y: f64,
    /// The size of its font.
    pub size: f64,
    /// The weight of its font.
    pub weight: Weight,
    /// Its colour.
    pub ink: Ink,
    /// What `x` is.
    pub anchor: Anchor,
    /// The words.
    pub text: String,
    /// Its measured width.
    pub width: f64,
}

/// What the `x` of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

impl Text {
    /// A text that begins at a point. Characters that do not show are written out.
    pub fn new(x: f64, y: f64, size: f64, weight: Weight, ink: Ink, text: impl AsRef<str>) -> Self {
        let text = visible(text.as_ref());
        let width = width(&text, size, weight);
        Text { x, y, size, weight, ink, anchor: Anchor::Start, text, width }
    }

    /// The same text, anchored otherwise at the same `x`.
    pub fn anchored(self, anchor: Anchor) -> Self {
        Text { anchor, ..self }
    }

    /// The rectangle that its letters fill.
    pub fn area(&self) -> Area {
        let x = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - self.width / 2.0,
            Anchor::End => self.x - self.width,
        };
        Area { x, y: self.y - self.size * 0.76, width: self.width, height: self.size * 0.98 }
    }
}

/// Text as it is shown: line feeds and tabs are blanks, all else that does not show is escaped.
pub fn visible(text: &str) -> String {
    crate::yaml::escape_visible(&text.replace(['\n', '\t', '\r'], " ")).into_owned()
}

/// Items that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    /// What it stands for.
    pub role: Role,
    /// What it says, in one line.
    pub label: String,
    /// What it is made of.
    pub items: Vec<Item>,
}

/// What a group stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// A claim, by its full id, with what a page needs to filter it by.
    Claim {
        /// The full id.
        id: String,
        /// The word of its mark.
        mark: &'static str,
        /// The id of the speaker.
        actor: String,
        /// The id of its lane.
        lane: String,
        /// The first and the last day on which it may have been said, inclusive.
        days: (Option<Day>, Option<Day>),
    },
    /// An event, by its id.
    Event(String),
    /// A link: its word and the ids of its ends.
    Link(&'static str, String, String),
    /// A lane: its title and status, by its id.
    Lane(String),
    /// A source, by its number, with its address.
    Source(usize, Option<String>),
    /// The word on a link: the ids of its ends.
    Word(String, String),
    /// The days over which claims of one statement are uncertain: their full ids, in the order of drawing, with blanks between.
    Haze(String),
    /// A claim in an overview, by its full id.
    Sign(String),
    /// Anything else that has a name: the axis, the legend.
    Part(&'static str),
}

impl Scene {
    /// All texts of a page, with those in groups.
    pub fn texts(&self, page: usize) -> Vec<&Text> {
        let mut texts = Vec::new();
        collect(&self.pages[page].items, &mut texts);
        texts
    }
}

fn collect<'s>(items: &'s [Item], texts: &mut Vec<&'s Text>) {
    for item in items {
        match item {
            Item::Text(text) => texts.push(text),
            Item::Group(group) => collect(&group.items, texts),
            Item::Box(..) | Item::Path(_) => {}
        }
    }
}

/// Whether a line through these points runs through the inside of a rectangle.
fn line_crosses(points: &[(f64, f64)], area: &Area) -> bool {
    points.windows(2).any(|pair| {
        let ((x, y), (dx, dy)) = (pair[0], (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1));
        // The part of the line, from 0 to 1, that lies between the sides, and between top and bottom.
        let (mut begin, mut end) = (0.0_f64, 1.0_f64);
        for (at, by, low, high) in [(x, dx, area.x, area.x + area.width), (y, dy, area.y, area.y + area.height)] {
            if by == 0.0 {
                if at <= low || at >= high {
                    return false;
                }
            } else {
                let (a, b) = ((low - at) / by, (high - at) / by);
                (begin, end) = (begin.max(a.min(b)), end.min(a.max(b)));
            }
        }
        begin < end
    })
}

/// A line between points.
fn line(points: &[(f64, f64)], ink: Ink, width: f64, dash: Dash) -> Item {
    let mut segments = Vec::with_capacity(points.len());
    for (place, (x, y)) in points.iter().enumerate() {
        segments.push(if place == 0 { Segment::Move(*x, *y) } else { Segment::Line(*x, *y) });
    }
    Item::Path(Path { segments, fill: None, stroke: Some(Stroke { ink, width, dash }) })
}
