//! The paper of each profile, and how its columns are divided.

use crate::measure::{Weight, width};
use crate::view::Lane;

use super::Profile;
use super::block::{BESIDE, LABEL};
use super::lane::{Columns, beside_needs};

/// The paper of a profile.
#[derive(Clone, Copy)]
pub struct Sheet {
    /// The width of a page.
    pub width: f64,
    /// The height of a page; none where a page is as high as it needs, up to [`HIGHEST`].
    pub height: Option<f64>,
    /// The free space around a page.
    pub margin: f64,
    /// The size of the headline.
    pub headline: f64,
    /// The columns of the lists.
    pub list_columns: usize,
    title: f64,
    status: f64,
    block: f64,
}

/// The widths of posters, in the order in which they are tried.
pub const POSTERS: [f64; 9] = [1600.0, 1750.0, 1900.0, 2050.0, 2200.0, 2350.0, 2500.0, 2750.0, 3000.0];
/// The height of a poster beside its width, at the most.
pub const LANDSCAPE: f64 = 0.98;

/// The highest that a picture without pages may be.
pub const HIGHEST: f64 = 9000.0;
/// The highest that a lane may be on such a picture.
pub const HIGHEST_LANE: f64 = 1400.0;

impl Sheet {
    /// The paper of a profile.
    pub fn of(profile: Profile) -> Self {
        match profile {
            Profile::Slide => Sheet {
                width: 1280.0,
                height: Some(720.0),
                margin: 28.0,
                headline: 23.0,
                title: 150.0,
                status: 142.0,
                block: 178.0,
                list_columns: 3,
            },
            Profile::Report => Sheet {
                width: 794.0,
                height: Some(1123.0),
                margin: 36.0,
                headline: 20.0,
                title: 116.0,
                status: 104.0,
                block: 150.0,
                list_columns: 2,
            },
            Profile::Poster => Sheet::poster(POSTERS[0]),
        }
    }

    /// A poster of this width, as high as it needs.
    pub fn poster(width: f64) -> Self {
        // What is wider is lower, because longer lines are fewer.
        let wider = width / POSTERS[0];
        Sheet {
            width,
            height: None,
            margin: 40.0,
            headline: 27.0 * wider.sqrt(),
            title: 188.0 * wider.sqrt(),
            status: 176.0 * wider.sqrt(),
            block: 196.0 * wider,
            list_columns: (width / 520.0) as usize,
        }
    }

    /// The same paper in pages of one height.
    pub fn of_pages(self) -> Self {
        Sheet { height: Some(self.width * 0.9), ..self }
    }

    /// The same paper, so much smaller that it is the usual one when it is drawn so many times larger. The headline stays as it is.
    pub fn enlarged(self, times: f64) -> Self {
        Sheet {
            width: self.width / times,
            height: self.height.map(|height| height / times),
            margin: self.margin / times,
            headline: (self.headline / times).max(17.0),
            ..self
        }
    }

    /// The columns of an overview of these lanes, with or without claims that have no date.
    pub fn columns_of_overview(&self, lanes: &[Lane], has_undated: bool) -> Columns {
        let (title, _) = beside_needs(lanes);
        let words = lanes.iter().map(|lane| width(&format!("{} {}", lane.status.sign, lane.status.word), LABEL, Weight::SemiBold));
        let status = words.fold(80.0, f64::max) + 40.0;
        let wide = Sheet { title: self.width * 0.27, status: self.width * 0.2, ..*self };
        wide.columns((title, status), has_undated, false, 1.0)
    }

    /// The columns of a page whose titles and statuses are so wide, with or without claims that have no date, and with or without
    /// passages beside their claims; labels may be so many times wider than usual.
    pub fn columns(&self, (title, status): (f64, f64), has_undated: bool, has_words: bool, widening: f64) -> Columns {
        let (title, status) = (self.title.min(title), self.status.min(status));
        // Passages need longer lines than labels.
        let block = if has_words { self.block * 1.5 } else { self.block } * widening;
        let left = self.margin;
        let right = self.width - self.margin;
        let begin = left + title + 8.0;
        let undated = has_undated.then_some((begin, begin + 34.0));
        let status = right - status;
        let (plot, end) = (undated.map_or(begin, |(_, end)| end + 8.0), status - 18.0);
        // Beside any mark there is room for a label on one side at least.
        let block = block.min((end - plot) / 2.0 - BESIDE);
        Columns { left, title, undated, plot, end, status, right, block }
    }
}
