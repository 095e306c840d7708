//! Turns byte offsets in the texts that were read into places that a person can find.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A file of one [`SourceMap`], numbered in the order of the paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// The id of the file at this position of the map.
    ///
    /// A map holds fewer than `u32::MAX` files: the limit on the number of files of a dataset is far below.
    pub fn new(index: usize) -> Self {
        FileId(u32::try_from(index).expect("a dataset holds fewer than u32::MAX files"))
    }

    /// The position of the file in its map, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A range of bytes in one file: from `start`, inclusive, to `end`, exclusive, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The span of these bytes of the file.
    ///
    /// Files are at most [`u32::MAX`] bytes long: larger ones are refused before they are read.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let to_u32 = |offset| u32::try_from(offset).expect("a file is shorter than u32::MAX bytes");
        Span { file, start: to_u32(start), end: to_u32(end) }
    }

    /// The bytes as a range for slicing the text of the file.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and the place that it was read from. Compares and hashes by the value alone: a moved claim is no change.
#[derive(Clone, Copy)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// The value at this place.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

impl<T: PartialOrd> PartialOrd for Spanned<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord> Ord for Spanned<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value.cmp(&other.value)
    }
}

impl<T: Hash> Hash for Spanned<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

/// Where a byte stands, as people count it: line and column from 1, a column being a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character within the line, from 1.
    pub column: usize,
}

/// The offsets at which the lines of a text begin.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Reads the text once. Lines end at a line feed, as in editors; a carriage return belongs to its line.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        LineIndex { starts }
    }

    /// The place of a byte of the text that the index was made from. Past the end: the place after the last character.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let line = self.starts.partition_point(|&start| start as usize <= offset);
        let start = self.starts[line - 1] as usize;
        Position { line, column: text[start..offset].chars().count() + 1 }
    }
}

/// One text that was read: a data file or a stored source text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path below the root of the tree, with `/` between the parts.
    pub path: String,
    /// The whole text.
    pub text: Arc<str>,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    /// A file with this path and text.
    pub fn new(path: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        SourceFile { path: path.into(), text: text.into(), lines: OnceLock::new() }
    }

    /// Line and column of a byte.
    pub fn position(&self, offset: usize) -> Position {
        self.lines.get_or_init(|| LineIndex::new(&self.text)).position(&self.text, offset)
    }
}

/// The texts that spans point into, in the order of their ids.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a file and gives its id. Ids count up from 0.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId::new(self.files.len() - 1)
    }

    /// Gives a file that was added without its text the text.
    pub(crate) fn fill(&mut self, id: FileId, text: impl Into<Arc<str>>) {
        let file = &mut self.files[id.index()];
        *file = SourceFile::new(std::mem::take(&mut file.path), text);
    }

    /// The file with this id.
    ///
    /// # Panics
    /// When the id comes from another map.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.index()]
    }

    /// All files with their ids, in the order of the ids.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId::new(index), file))
    }

    /// The text that a span covers.
    pub fn text(&self, span: Span) -> &str {
        &self.file(span.file).text[span.range()]
    }

    /// The path, line and column at which a span begins.
    pub fn place(&self, span: Span) -> (&str, Position) {
        let file = self.file(span.file);
        (&file.path, file.position(span.start as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_from_one() {
        let file = SourceFile::new("a.yaml", "é: x\nя: y\n");
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(file.position(4), Position { line: 1, column: 4 });
        assert_eq!(file.position(8), Position { line: 2, column: 2 });
        assert_eq!(file.position(999), Position { line: 3, column: 1 });
    }

    #[test]
    fn a_value_is_equal_wherever_it_stands() {
        let at = |start| Spanned::new("x", Span::new(FileId::new(0), start, start + 1));
        assert_eq!(at(0), at(7));
    }
}
