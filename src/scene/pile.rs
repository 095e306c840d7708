//! Marks with a number instead of a label, where labels do not fit: small boxes in rows, and piles of several where even those do not.

use crate::measure::{Weight, width};

use super::block::SMALL;

/// The height of a row of numbered marks.
pub const ROW: f64 = 17.0;
/// From the middle of a mark to its number.
pub const BESIDE: f64 = 9.0;

/// A numbered mark, or a pile of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbered {
    /// The places of its claims among what was given, in order.
    pub members: Vec<usize>,
    /// The x of its mark, that of the first member.
    pub x: f64,
    /// The x of the last member.
    pub end: f64,
    /// Its row, from 0.
    pub row: usize,
    /// The number or the range of numbers: `12`, `12–48`.
    pub label: String,
    /// Whether the number stands left of the mark.
    pub is_left: bool,
}

/// Places marks at these x, in non-decreasing order, in at most so many rows between `left` and `right`; the first has this number.
/// Those that would need more rows are piled up with their neighbours.
pub fn numbered(xs: &[f64], first_number: usize, left: f64, right: f64, most_rows: usize) -> Vec<Numbered> {
    let single: Vec<(usize, usize)> = (0..xs.len()).map(|place| (place, place + 1)).collect();
    if let Some(placed) = place(xs, &single, first_number, left, right, most_rows) {
        return placed;
    }
    let mut cell = 8.0;
    loop {
        let mut piles: Vec<(usize, usize)> = Vec::new();
        for (place, x) in xs.iter().enumerate() {
            match piles.last_mut() {
                Some((start, end)) if x - xs[*start] < cell => *end = place + 1,
                _ => piles.push((place, place + 1)),
            }
        }
        if piles.len() == 1 || cell > right - left {
            return place(xs, &[(0, xs.len())], first_number, left, right, 1).expect("one pile fits anywhere");
        }
        if let Some(placed) = place(xs, &piles, first_number, left, right, most_rows) {
            return placed;
        }
        cell *= 1.5;
    }
}

fn place(xs: &[f64], piles: &[(usize, usize)], first_number: usize, left: f64, right: f64, most_rows: usize) -> Option<Vec<Numbered>> {
    let mut rows: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut placed = Vec::new();
    for (start, end) in piles {
        let label = match end - start {
            1 => (first_number + start).to_string(),
            _ => format!("{}–{}", first_number + start, first_number + end - 1),
        };
        let (x, last) = (xs[*start], xs[end - 1]);
        let reach = BESIDE + width(&label, SMALL, Weight::Regular) + 5.0;
        let is_left = last + reach > right && x - reach >= left;
        // Where the number fits on neither side the pile gives it room.
        let last = if is_left || last + reach <= right { last } else { (right - reach).max(x) };
        let (from, to) = if is_left { (x - reach, last + 8.0) } else { (x - 8.0, last + reach) };
        let free = |row: &Vec<(f64, f64)>| row.iter().all(|(a, b)| to <= *a || from >= *b);
        let row = rows.iter().position(free).unwrap_or(rows.len());
        if row == most_rows {
            return None;
        }
        if row == rows.len() {
            rows.push(Vec::new());
        }
        rows[row].push((from, to));
        placed.push(Numbered { members: (*start..*end).collect(), x, end: last, row, label, is_left });
    }
    Some(placed)
}
