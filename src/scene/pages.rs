//! A view on its way to pages: what every step of drawing it needs to know.

use std::collections::BTreeSet;

use crate::view::View;

use super::axis::Scale;
use super::events::Heads;
use super::foot::{SourceRows, Truth};
use super::lane::{Columns, LaneLayout};
use super::sheet::Sheet;
use super::signs::Used;

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
    /// The sources, broken into rows.
    pub sources: SourceRows,
    /// The lines of the last line, and whether it was cut: in a foot with room, and in a small one.
    pub colophons: [(Vec<String>, bool); 2],
    /// What tells how time was stretched.
    pub truth: Truth,
    /// The height of that; 0 where nothing was.
    pub strip: f64,
    /// What stands at the foot of every page.
    pub everywhere: Use,
    /// What each lane brings to the foot of its page.
    pub uses: Vec<Use>,
    /// The same view in the columns of an overview, which comes first.
    pub overview: Option<Box<Self>>,
}

/// What something brings to the foot of its page, at the most.
#[derive(Clone, Debug, Default)]
pub struct Use {
    /// The signs in the legend.
    pub signs: Used,
    /// The numbers of the sources.
    pub sources: BTreeSet<usize>,
}

/// A lane on its page.
#[derive(Clone)]
pub struct Placed {
    /// Its place in the view.
    pub lane: usize,
    /// How it is laid out.
    pub layout: LaneLayout,
    /// Its page, from 0.
    pub page: usize,
    /// Its top on that page.
    pub y: f64,
    /// The number of its first numbered mark.
    pub first_number: usize,
}
