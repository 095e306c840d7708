//! Shelves: blocks beside one another on one line, each with its text on the side where it leaves room for the others.

use super::block::BESIDE;
use super::marks::REACH;

/// The free space between blocks.
const GAP: f64 = 12.0;

/// A block on its way to a shelf.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    /// The x of its marks.
    pub x: f64,
    /// The width of its text.
    pub width: f64,
    /// Whether its text may stand right of its marks.
    pub may_right: bool,
    /// Whether its text may stand left of its marks.
    pub may_left: bool,
}

impl Seat {
    fn may(&self, is_left: bool) -> bool {
        if is_left { self.may_left } else { self.may_right }
    }

    /// From where to where the marks and the text reach.
    fn reach(&self, is_left: bool) -> (f64, f64) {
        let far = BESIDE + self.width;
        if is_left { (self.x - far, self.x + REACH) } else { (self.x - REACH, self.x + far) }
    }
}

/// Blocks on one line, from left to right.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// The blocks by their numbers, and whether the text of each stands left of its marks.
    pub blocks: Vec<(usize, bool)>,
    seats: Vec<Seat>,
}

impl Shelf {
    /// Puts a block where its marks belong, if all find room beside one another; texts change sides for that. As few as possible stand
    /// on the left.
    pub fn take(&mut self, number: usize, seat: Seat) -> bool {
        let place = self.seats.partition_point(|other| other.x <= seat.x);
        let near = |other: Option<&Seat>| other.is_some_and(|other| (other.x - seat.x).abs() < 2.0 * REACH + GAP);
        if near(self.seats.get(place)) || near(place.checked_sub(1).and_then(|before| self.seats.get(before))) {
            return false;
        }
        self.seats.insert(place, seat);
        let Some(sides) = sides(&self.seats) else {
            self.seats.remove(place);
            return false;
        };
        self.blocks.insert(place, (number, false));
        self.blocks.iter_mut().zip(sides).for_each(|(block, side)| block.1 = side);
        true
    }
}

/// For each block whether its text stands on the left; none where they cannot stand beside one another.
fn sides(seats: &[Seat]) -> Option<Vec<bool>> {
    // For each block and side of its text: how many texts up to it stand on the left at least, and on which side the one before is then.
    let mut ways: Vec<[Option<(usize, bool)>; 2]> = Vec::with_capacity(seats.len());
    for (place, seat) in seats.iter().enumerate() {
        let way = |is_left: bool| {
            if !seat.may(is_left) {
                return None;
            }
            let Some(before) = place.checked_sub(1) else { return Some((usize::from(is_left), false)) };
            let fits = |side: &bool| seats[before].reach(*side).1 + GAP <= seat.reach(is_left).0;
            let known = |side: bool| ways[before][usize::from(side)].map(|(count, _)| (count + usize::from(is_left), side));
            [false, true].into_iter().filter(fits).filter_map(known).min()
        };
        ways.push([way(false), way(true)]);
    }
    let mut sides = vec![false; seats.len()];
    let [right, left] = *ways.last()?;
    let mut is_left = match (right, left) {
        (None, None) => return None,
        (Some(right), Some(left)) => left.0 < right.0,
        (right, _) => right.is_none(),
    };
    for place in (0..seats.len()).rev() {
        sides[place] = is_left;
        is_left = ways[place][usize::from(is_left)].expect("the way leads through it").1;
    }
    Some(sides)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(x: f64) -> Seat {
        Seat { x, width: 100.0, may_right: true, may_left: x >= 111.0 }
    }

    fn taken(xs: &[f64]) -> (Vec<(usize, bool)>, Vec<bool>) {
        let mut shelf = Shelf::default();
        let taken = xs.iter().enumerate().map(|(number, x)| shelf.take(number, seat(*x))).collect();
        (shelf.blocks, taken)
    }

    #[test]
    fn two_that_are_near_turn_their_backs_on_each_other() {
        assert_eq!(taken(&[200.0, 240.0]).0, [(0, true), (1, false)]);
        assert_eq!(taken(&[240.0, 200.0]).0, [(1, true), (0, false)], "whichever comes first");
        assert_eq!(taken(&[200.0, 400.0]).0, [(0, false), (1, false)], "where there is room none stands on the left");
    }

    #[test]
    fn what_finds_no_room_is_refused_and_changes_nothing() {
        let (blocks, taken) = taken(&[200.0, 240.0, 260.0, 200.0, 10.0]);
        assert_eq!(taken, [true, true, false, false, false]);
        assert_eq!(blocks, [(0, true), (1, false)]);
    }

    #[test]
    fn a_third_one_moves_the_two_before_it() {
        // Between 200 and 331 there is room for one text alone.
        assert_eq!(taken(&[200.0, 331.0, 360.0]).0, [(0, true), (1, true), (2, false)]);
    }
}
