//! Chooses paper, size of text, width of labels and scale of time with which a view needs the least, and puts it on pages.

use crate::date::Day;
use crate::measure::{Weight, wrap_at_most};
use crate::view::View;

use super::axis::Scale;
use super::block::SMALL;
use super::events::Heads;
use super::foot::{SourceRows, Truth};
use super::lane::{Columns, beside_needs};
use super::pages::{Pages, Placed};
use super::sheet::{LANDSCAPE, POSTERS, Sheet};
use super::timeline::cards;
use super::{Options, Profile, Scene, enlarge, uses, visible};

/// How many times wider than usual labels may be, and how much of a label each further day of a span with claims gets: little, for months
/// are not to be stretched more than they must, or enough for labels beside one another. What comes first is preferred.
const WAYS: [(f64, f64); 4] = [(1.0, 0.15), (1.5, 0.15), (0.8, 0.15), (0.8, 0.62)];
/// What is lower is better only if it is lower by this: the least stretch and the usual labels are preferred.
const WORTH: f64 = 0.97;
/// The height that a label left of its mark costs, because links must lead around it.
const LEFT: f64 = 9.0;
/// The most claims for which other widths are tried: more need numbers or many pages in any of them.
const MOST_TRIED: usize = 120;
/// How many times larger than usual a slide may be drawn where it has the room.
const ENLARGED: [f64; 3] = [1.4, 1.2, 1.1];
/// From so many pages on an overview comes before them.
const MANY_PAGES: usize = 3;

/// The margin of a picture within a page, which has its own.
const IN_PAGE: f64 = 3.0;

/// Lays a view out on pages.
pub fn timeline(view: &View, options: &Options) -> Scene {
    let is_in_page = options.is_in_page;
    let mut sheet = Sheet::of(options.profile);
    match options.profile {
        Profile::Slide => on_pages(sheet, view, is_in_page, &ENLARGED),
        Profile::Report => on_pages(sheet, view, is_in_page, &[]),
        Profile::Poster if is_in_page => {
            sheet.margin = IN_PAGE;
            lay_best(sheet, view, true, Truth::Drawn).scene()
        }
        Profile::Poster => poster(view),
    }
}

/// Lays a view out on a poster that is wider than high, as narrow as can be; where there is none, on several of the widest.
fn poster(view: &View) -> Scene {
    let laid = |width: f64| lay_best(Sheet::poster(width), view, false, Truth::Drawn);
    let is_wide = |laid: &Laid<'_>| laid.numbered() == 0 && laid.pages == 1 && laid.height() <= laid.plan.sheet.width * LANDSCAPE;
    let pages = || lay_best(Sheet::poster(POSTERS[POSTERS.len() - 1]).of_pages(), view, false, Truth::Drawn).scene();
    if cards(view).count() > MOST_TRIED {
        return pages();
    }
    let mut found = laid(POSTERS[0]);
    if !is_wide(&found) {
        // What is wider is lower, so that the first that is wide enough is found in a few steps.
        let (mut low, mut high) = (0, POSTERS.len());
        while low + 1 < high {
            let middle = usize::midpoint(low, high);
            let other = laid(POSTERS[middle]);
            if is_wide(&other) {
                (found, high) = (other, middle);
            } else {
                low = middle;
            }
        }
        if high == POSTERS.len() {
            return pages();
        }
    }
    found.scene()
}

/// Lays a view out on pages, so many times larger as needs no more of them; an overview comes before many.
fn on_pages(sheet: Sheet, view: &View, is_in_page: bool, enlarged: &[f64]) -> Scene {
    let mut usual = lay_best(sheet, view, is_in_page, Truth::Drawn);
    let has_overview = usual.pages >= MANY_PAGES;
    let truth = if has_overview { Truth::Told } else { Truth::Drawn };
    if has_overview {
        usual = lay(sheet, view, is_in_page, truth, usual.way);
    }
    // Where there are many pages larger ones need more.
    let is_tried = cards(view).count() <= MOST_TRIED && !has_overview;
    let larger = enlarged.iter().filter(|_| is_tried).find_map(|&times| {
        let larger = lay(sheet.enlarged(times), view, is_in_page, truth, usual.way);
        let is_as_good = |larger: &Laid<'_>, usual: &Laid<'_>| {
            (larger.numbered(), larger.pages, larger.plan.is_compact) <= (usual.numbered(), usual.pages, usual.plan.is_compact)
        };
        is_as_good(&larger, &usual).then_some((larger, times))
    });
    let (mut laid, times) = larger.unwrap_or((usual, 1.0));
    if has_overview {
        let sheet = laid.plan.sheet;
        let columns = sheet.columns_of_overview(&view.lanes, cards(view).any(|card| card.when.at.is_none()));
        let mut overview = plan(sheet, view, is_in_page, Truth::Drawn, columns, (columns.block, WAYS[0].1));
        overview.settle();
        laid.plan.overview = Some(Box::new(overview));
    }
    enlarge::scene(laid.scene(), times)
}

/// Lays a view out with labels of the width, and with days so far apart, that need the fewest numbers and pages and the least height.
fn lay_best(sheet: Sheet, view: &View, is_in_page: bool, truth: Truth) -> Laid<'_> {
    let mut best = lay(sheet, view, is_in_page, truth, WAYS[0]);
    if cards(view).count() > MOST_TRIED {
        return best;
    }
    // Wider labels are lower, and narrower ones stand side by side, as do those of days further apart.
    for way in WAYS.into_iter().skip(1) {
        if sheet.height.is_some() && best.pages == 1 && best.numbered() == 0 {
            break;
        }
        let other = lay(sheet, view, is_in_page, truth, way);
        let of = |laid: &Laid<'_>| (laid.numbered(), laid.pages);
        if of(&other) < of(&best) || of(&other) == of(&best) && other.cost() < best.cost() * WORTH {
            best = other;
        }
    }
    best
}

/// A view whose lanes have their places.
struct Laid<'v> {
    plan: Pages<'v>,
    lanes: Vec<Placed>,
    pages: usize,
    /// The width of its labels and how far apart days are, as in [`WAYS`].
    way: (f64, f64),
}

impl Laid<'_> {
    fn scene(mut self) -> Scene {
        self.plan.scene(&mut self.lanes, self.pages)
    }

    /// The height of the picture, where it stands on one page: of its lanes, with all that stands above and below them.
    fn height(&self) -> f64 {
        let (plan, lanes) = (&self.plan, &self.lanes);
        let bottom = lanes.iter().map(|placed| placed.y + placed.layout.height).fold(plan.plot_top(), f64::max);
        bottom + plan.foot_of(lanes, 0, &plan.list(lanes, &plan.numbered_entries(lanes)))
    }

    /// The height of all lanes, and of what links must lead around.
    fn cost(&self) -> f64 {
        let left = self.lanes.iter().flat_map(|placed| &placed.layout.blocks).filter(|block| block.is_left).count();
        self.lanes.iter().map(|placed| placed.layout.height).sum::<f64>() + left as f64 * LEFT
    }

    /// The claims with a number instead of a label.
    fn numbered(&self) -> usize {
        self.lanes.iter().map(|placed| placed.layout.numbered_cards.len()).sum()
    }
}

/// Gives the lanes of a view their places; labels may be so many times wider than usual, and days so far apart.
fn lay(sheet: Sheet, view: &View, is_in_page: bool, truth: Truth, (widening, spread): (f64, f64)) -> Laid<'_> {
    let has_undated = cards(view).any(|card| card.when.at.is_none());
    let has_words = cards(view).any(|card| card.words.is_some());
    let columns = sheet.columns(beside_needs(&view.lanes), has_undated, has_words, widening);
    let mut plan = plan(sheet, view, is_in_page, truth, columns, (columns.block / widening, spread));
    plan.settle();
    let (lanes, pages) = plan.paginate();
    Laid { plan, lanes, pages, way: (widening, spread) }
}

/// A view on this paper, in these columns; with the usual width of a label and how far days are apart.
fn plan(sheet: Sheet, view: &View, is_in_page: bool, truth: Truth, columns: Columns, (block, spread): (f64, f64)) -> Pages<'_> {
    let days: Vec<Day> = cards(view).filter_map(|card| card.when.at).collect();
    let events = view.columns.iter().flat_map(|column| &column.events).filter_map(|event| event.when.at);
    let others: Vec<Day> = events.chain(view.end.filter(|_| !days.is_empty())).collect();
    let mut plan = Pages {
        view,
        columns,
        scale: Scale::new(&days, &others, (columns.plot, columns.end), block, spread),
        heads: Heads::default(),
        is_compact: false,
        is_in_page,
        sources: SourceRows::new(view, columns.right - columns.left),
        colophons: [3, 1].map(|most| wrap_at_most(&visible(&view.colophon), SMALL, Weight::Regular, columns.right - columns.left, most)),
        truth,
        strip: 0.0,
        everywhere: uses::of_every_page(view),
        uses: uses::of_lanes(view),
        overview: None,
        sheet,
    };
    plan.strip = truth.height(&plan.scale, &columns);
    plan
}
