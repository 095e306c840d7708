//! A view on its way to pages: what every step of drawing it needs to know.

use crate::view::View;

use super::axis::Scale;
use super::events::Heads;
use super::lane::{Columns, LaneLayout};
use super::sheet::Sheet;

/// A view on its way to pages.
pub struct Pages<'v> {
    /// What is drawn.
    pub view: &'v View,
    /// The paper.
    pub sheet: Sheet,
    /// Its columns.
    pub columns: Columns,
    /// Where days lie.
    pub scale: Scale,
    /// The events.
    pub heads: Heads,
    /// Whether the foot is as small as it can be, to leave room for lanes.
    pub is_compact: bool,
    /// Whether a page around the picture has the sources and remarks.
    pub is_in_page: bool,
}

/// A lane on its page.
pub struct Placed {
    /// Its place in the view.
    pub lane: usize,
    /// How it is laid out.
    pub layout: LaneLayout,
    /// Its page and its top; see [`page_of`].
    pub y: f64,
    /// The number of its first numbered mark.
    pub first_number: usize,
}

/// More than the height of any page: the y of a lane holds its page and its place on it.
pub const PAGE: f64 = 100_000.0;

/// The page of a lane, from 0, and its top on that page.
pub fn page_of(y: f64) -> (usize, f64) {
    let page = (y / PAGE).floor();
    (page as usize, y - page * PAGE)
}
