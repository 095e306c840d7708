//! Deals lanes to pages: as few pages as can be, all filled about alike.

/// A page on its way: its lanes from the first to before the last.
type Span = (usize, usize);

/// Divides lanes of these heights, in their order, between pages. `room` says how high the lanes from the first to before the last may
/// be together on one page; it never grows with the number of lanes. A lane that alone is too high has a page of its own.
pub fn deal(heights: &[f64], room: impl Fn(usize, usize) -> f64) -> Vec<Span> {
    // For each number of lanes the fewest pages that hold them, how uneven they are at least, and where the last page begins.
    let mut best: Vec<(usize, f64, usize)> = vec![(0, 0.0, 0)];
    for end in 1..=heights.len() {
        let mut found: Option<(usize, f64, usize)> = None;
        let mut height = 0.0;
        for begin in (0..end).rev() {
            height += heights[begin];
            let spare = room(begin, end) - height;
            if spare < -0.5 && begin + 1 < end {
                break;
            }
            let (pages, uneven, _) = best[begin];
            let this = (pages + 1, uneven + spare.max(0.0).powi(2), begin);
            if found.is_none_or(|other| (this.0, this.1) < (other.0, other.1)) {
                found = Some(this);
            }
        }
        best.push(found.expect("a lane alone is always dealt"));
    }
    let mut spans = Vec::new();
    let mut end = heights.len();
    while end > 0 {
        spans.push((best[end].2, end));
        end = best[end].2;
    }
    spans.reverse();
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_as_few_as_can_be_and_filled_alike() {
        assert_eq!(deal(&[100.0; 6], |_, _| 250.0), [(0, 2), (2, 4), (4, 6)]);
        assert_eq!(deal(&[100.0; 4], |_, _| 350.0), [(0, 2), (2, 4)], "and not three and one");
        assert_eq!(deal(&[], |_, _| 350.0), []);
    }

    #[test]
    fn what_is_too_high_has_a_page_of_its_own() {
        assert_eq!(deal(&[100.0, 900.0, 100.0], |_, _| 350.0), [(0, 1), (1, 2), (2, 3)]);
    }

    #[test]
    fn the_room_may_shrink_with_what_stands_on_the_page() {
        assert_eq!(deal(&[100.0, 100.0, 100.0], |begin, end| 320.0 - 30.0 * (end - begin) as f64), [(0, 2), (2, 3)]);
    }
}
