//! Turns numbers and texts into bytes and back. Whatever bytes are read, nothing beyond them is touched and no memory is taken that they do not fill.

/// Bytes that are being written.
#[derive(Default)]
pub struct Out(pub Vec<u8>);

impl Out {
    /// Adds a number.
    pub fn number(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    /// Adds a row of numbers.
    pub fn numbers(&mut self, numbers: &[u32]) {
        self.number(numbers.len() as u64);
        numbers.iter().for_each(|number| self.0.extend_from_slice(&number.to_le_bytes()));
    }

    /// Adds bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Adds a text that need not be there.
    pub fn maybe(&mut self, text: Option<&str>) {
        self.number(text.is_some().into());
        self.text(text.unwrap_or_default());
    }

    /// Adds what there is several of, after their number.
    pub fn each<T>(&mut self, items: &[T], mut add: impl FnMut(&mut Self, &T)) {
        self.number(items.len() as u64);
        items.iter().for_each(|item| add(self, item));
    }
}

/// Bytes that are being read, from the front. What is not there in full is none.
pub struct In<'b>(pub &'b [u8]);

impl<'b> In<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// The next number.
    pub fn number(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    /// The next number, where it is a number of things in memory.
    pub fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// The next row of numbers.
    pub fn numbers(&mut self) -> Option<Vec<u32>> {
        let bytes = self.count()?.checked_mul(4)?;
        let numbers = self.take(bytes)?.chunks_exact(4);
        Some(numbers.map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect())
    }

    /// The next bytes.
    pub fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = self.count()?;
        self.take(length)
    }

    /// The next text.
    pub fn text(&mut self) -> Option<&'b str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    /// The next text that need not be there.
    pub fn maybe(&mut self) -> Option<Option<&'b str>> {
        let is_there = self.number()? == 1;
        let text = self.text()?;
        Some(is_there.then_some(text))
    }

    /// What there is several of.
    pub fn each<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        // The vector grows with what is read, whatever number stands before it.
        (0..self.number()?).map(|_| read(self)).collect()
    }
}

/// Rows of numbers, one after another: row `n` stands at `starts[n]..starts[n + 1]`.
#[derive(Debug, PartialEq, Eq)]
pub struct Rows {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Default for Rows {
    fn default() -> Self {
        Rows { starts: vec![0], items: Vec::new() }
    }
}

impl Rows {
    /// Adds a row.
    pub fn push(&mut self, row: impl IntoIterator<Item = u32>) {
        self.items.extend(row);
        self.starts.push(self.items.len() as u32);
    }

    /// One row.
    pub fn of(&self, row: usize) -> &[u32] {
        &self.items[self.starts[row] as usize..self.starts[row + 1] as usize]
    }

    /// The rows in which one of these numbers stands, in order.
    pub fn with(&self, is_wanted: impl Fn(u32) -> bool) -> Vec<usize> {
        let places = self.items.iter().enumerate().filter(|(_, item)| is_wanted(**item));
        let mut rows: Vec<usize> = places.map(|(place, _)| self.starts.partition_point(|start| *start as usize <= place) - 1).collect();
        rows.dedup();
        rows
    }

    /// Adds the rows to bytes.
    pub fn write(&self, out: &mut Out) {
        out.numbers(&self.starts);
        out.numbers(&self.items);
    }

    /// Reads so many rows back, of numbers that a test holds good.
    pub fn read(from: &mut In<'_>, rows: usize, is_good: impl Fn(u32) -> bool) -> Option<Rows> {
        let (starts, items) = (from.numbers()?, from.numbers()?);
        let is_whole = starts.len() == rows.checked_add(1)? && starts[0] == 0 && starts[rows] as usize == items.len();
        (is_whole && starts.is_sorted() && items.iter().all(|item| is_good(*item))).then_some(Rows { starts, items })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back() {
        let mut out = Out::default();
        out.number(7);
        out.numbers(&[1, 2, u32::MAX]);
        out.text("never");
        out.maybe(None);
        out.maybe(Some(""));
        out.each(&["a", "b"], |out, item| out.text(item));
        let mut from = In(&out.0);
        assert_eq!((from.number(), from.numbers()), (Some(7), Some(vec![1, 2, u32::MAX])));
        assert_eq!((from.text(), from.maybe(), from.maybe()), (Some("never"), Some(None), Some(Some(""))));
        assert_eq!(from.each(|from| from.text()), Some(vec!["a", "b"]));
        assert!(from.0.is_empty());
    }

    #[test]
    fn a_number_of_things_that_are_not_there_takes_no_memory() {
        let mut out = Out::default();
        out.number(u64::MAX);
        let from = || In(&out.0);
        assert!(from().numbers().is_none() && from().bytes().is_none() && from().each(|from| from.number()).is_none());
    }

    #[test]
    fn rows_are_read_back_and_found_by_what_stands_in_them() {
        let mut rows = Rows::default();
        rows.push([4, 5]);
        rows.push([]);
        rows.push([5]);
        let mut out = Out::default();
        rows.write(&mut out);
        assert_eq!(Rows::read(&mut In(&out.0), 3, |item| item < 6), Some(rows));
        let read = |rows, most: u32| Rows::read(&mut In(&out.0), rows, |item| item < most);
        assert_eq!((read(2, 6), read(4, 6), read(3, 5)), (None, None, None));
        let rows = read(3, 6).unwrap();
        assert_eq!((rows.of(0), rows.of(1), rows.of(2)), (&[4, 5][..], &[][..], &[5][..]));
        assert_eq!((rows.with(|item| item == 5), rows.with(|item| item == 4), rows.with(|_| false)), (vec![0, 2], vec![0], vec![]));
    }
}
