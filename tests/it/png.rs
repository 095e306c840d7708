//! The PNG of pictures that were looked at: their size, and how much ink lies where, within a tolerance that other machines need.
#![cfg(feature = "render")]

use demarche::export::png;
use demarche::scene::{Theme, timeline};
use resvg::tiny_skia::Pixmap;

use crate::driver::root;

/// The columns and rows in which the ink of a picture is counted.
const CELLS: (usize, usize) = (32, 20);
/// By how many percent of a cell the ink may differ: the edges of letters differ by a shade between machines.
const TOLERANCE: i32 = 2;

/// How much of each cell is not as the ground, in percent, row by row.
fn ink(bytes: &[u8]) -> String {
    let picture = Pixmap::decode_png(bytes).expect("it is a PNG");
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let ground = picture.pixels()[0];
    let differs = |pixel: &resvg::tiny_skia::PremultipliedColorU8| {
        let far = |a: u8, b: u8| a.abs_diff(b) > 40;
        far(pixel.red(), ground.red()) || far(pixel.green(), ground.green()) || far(pixel.blue(), ground.blue())
    };
    let mut counts = vec![0_usize; CELLS.0 * CELLS.1];
    for (place, pixel) in picture.pixels().iter().enumerate() {
        let (x, y) = (place % width, place / width);
        counts[y * CELLS.1 / height * CELLS.0 + x * CELLS.0 / width] += usize::from(differs(pixel));
    }
    let each = (width * height) as f64 / counts.len() as f64;
    let mut told = format!("{width} {height}\n");
    for row in counts.chunks(CELLS.0) {
        let cells: Vec<String> = row.iter().map(|count| format!("{:.0}", *count as f64 / each * 100.0)).collect();
        told += &(cells.join(" ") + "\n");
    }
    told
}

/// The cells whose ink is not as it was; all where the size is not.
fn differing(now: &str, kept: &str) -> Vec<String> {
    if now.lines().next() != kept.lines().next() {
        return vec![format!("the size is {:?} and was {:?}", now.lines().next(), kept.lines().next())];
    }
    let numbers = |line: &str| line.split(' ').map(|number| number.parse::<i32>().expect("a number")).collect::<Vec<_>>();
    let mut differing = Vec::new();
    for (row, (now, kept)) in now.lines().zip(kept.lines()).enumerate().skip(1) {
        for (column, (now, kept)) in numbers(now).iter().zip(numbers(kept)).enumerate() {
            if (now - kept).abs() > TOLERANCE {
                differing.push(format!("row {row}, column {column}: {now} percent, was {kept}"));
            }
        }
    }
    differing
}

fn drawn(name: &str, theme: Theme, change: impl Fn(&mut demarche::view::View)) -> Vec<u8> {
    let (_, view) = crate::draw_views::views().iter().find(|(other, _)| other == name).expect("there is such a view");
    let mut view = view.clone();
    change(&mut view);
    png::write(&timeline(&view, &Default::default()), 0, theme, 1.0).expect("it can be drawn")
}

#[test]
fn the_png_of_the_small_views_has_its_ink_where_it_was_looked_at() {
    for (name, theme) in [("small: evolution", Theme::Light), ("small: thread", Theme::Dark), ("small: path", Theme::Print)] {
        let now = ink(&drawn(name, theme, |_| {}));
        let cells: Vec<i32> = now.split_whitespace().skip(2).map(|number| number.parse().unwrap()).collect();
        let blank = cells.iter().filter(|cell| **cell == 0).count();
        assert!((cells.len() / 10..cells.len() * 8 / 10).contains(&blank), "{name}: {blank} of {} cells are blank", cells.len());
        let path = root().join(format!("tests/fixtures/ink/{}.txt", name.replace(": ", "-")));
        let Ok(kept) = std::fs::read_to_string(&path) else { panic!("look at the picture and keep this as {}:\n{now}", path.display()) };
        let faults = differing(&now, &kept);
        assert!(faults.is_empty(), "{name}: look at the picture, and keep this where it is right:\n{now}\n{}", faults.join("\n"));
    }
}

#[test]
fn a_label_that_is_gone_or_elsewhere_is_seen_in_the_ink() {
    let whole = ink(&drawn("small: evolution", Theme::Light, |_| {}));
    let gone = ink(&drawn("small: evolution", Theme::Light, |view| view.lanes[0].cards[0].text.clear()));
    let without_link = ink(&drawn("small: evolution", Theme::Light, |view| view.links.clear()));
    let untold = ink(&drawn("small: evolution", Theme::Light, |view| view.sources.clear()));
    for (what, other) in [("label", gone), ("links", without_link), ("sources", untold)] {
        assert!(!differing(&other, &whole).is_empty(), "{what}");
    }
    assert!(differing(&whole, &whole).is_empty());
}
