//! Reads the plain block YAML that curators write straight into a document, many times faster than the full parser.
//!
//! What it knows: block mappings and sequences, plain and quoted scalars on one line, `|` and `>` blocks, flow collections on one line, and
//! comments. Anything else - an anchor, a tab, a text of several lines without a `|` or `>`, an escape other than `\"` and `\\`, a fault - makes
//! it give the whole file up, never a part of it. So each finding comes from the full parser, and what this reader does return must be what
//! the full parser would, spans included: `tests/it/readers.rs` holds them equal.
//!
//! Each line is read once, from left to right. What may stand where is decided by columns, as in YAML: a value belongs to the innermost
//! collection that begins to its left.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3};

use super::{Document, Entry, Limits, Node, Scalar, Style, Value};
use crate::source::{FileId, Span, Spanned};

/// Collections stand inside each other at most so deep, whatever the limits say: each level takes a little of the stack.
const MOST_DEPTH: usize = 64;
/// The longest key, in bytes: YAML knows no key of more than 1024 characters.
const MOST_KEY_BYTES: usize = 1000;
/// In a mapping with more entries than this, equal keys are found by sorting.
const LINEAR_KEYS: usize = 16;

/// What a byte may be. A byte of a character beyond ASCII is text: the characters that may not stand in a file were looked for before.
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => BEGINS_PLAIN | IN_KEY,
            b'-' => IN_KEY,
            b'$' | b'(' | b'+' | b'.' | b'/' | b';' | b'<' | b'=' | b'^' | b'~' | 0x80.. => BEGINS_PLAIN,
            b',' | b'[' | b']' | b'{' | b'}' | b':' | b'#' | b'\n' => ENDS_FLOW,
            _ => 0,
        };
        byte += 1;
    }
    class
};
/// A plain scalar can begin with it and not be taken for anything else.
const BEGINS_PLAIN: u8 = 1;
/// It can stand in a key. Such keys are equal only if their bytes are: none has two Unicode normal forms.
const IN_KEY: u8 = 2;
/// A plain scalar within brackets may end before it.
const ENDS_FLOW: u8 = 4;

fn is(byte: u8, class: u8) -> bool {
    CLASS[usize::from(byte)] & class != 0
}

/// Reads a text without findings about its characters. None where it holds anything that only the full parser can judge, faults included.
pub(super) fn document<'t>(file: FileId, text: &'t str, limits: &Limits) -> Option<Document<'t>> {
    let bytes = text.as_bytes();
    // With a line feed at its end each line has one, and no search for it can fail.
    let is_plain = bytes.last() == Some(&b'\n') && !text.starts_with('\u{feff}') && memchr2(b'\t', b'\r', bytes).is_none();
    if !is_plain || bytes.len() > limits.max_file_bytes.min(u32::MAX as usize) {
        return None;
    }
    let mut reader =
        Reader { file, text, bytes, limits, at: 0, column: None, nodes: 0, comments: Vec::new(), items: Vec::new(), entries: Vec::new() };
    reader.next_line();
    let root = match reader.column {
        Some(_) => Some(reader.block(0)?),
        None => None,
    };
    (reader.column.is_none() && reader.nodes <= limits.max_nodes).then_some(Document { root, comments: reader.comments })
}

struct Reader<'t, 'l> {
    file: FileId,
    text: &'t str,
    bytes: &'t [u8],
    limits: &'l Limits,
    /// The next byte.
    at: usize,
    /// The column, from 0, of the first byte of the line that was moved to; none at the end of the text.
    column: Option<usize>,
    /// Keys, values and comments so far.
    nodes: usize,
    comments: Vec<Span>,
    /// The items of all sequences that are still open, one sequence behind the other: so each gets a list of just its length.
    items: Vec<Node<'t>>,
    /// The entries of all mappings that are still open, likewise.
    entries: Vec<Entry<'t>>,
}

impl<'t> Reader<'t, '_> {
    fn byte(&self) -> u8 {
        // Past the end stands nothing: no rule begins with this byte.
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    fn skip_spaces(&mut self) {
        while self.byte() == b' ' {
            self.at += 1;
        }
    }

    /// The end of the line that holds the next byte.
    fn line_end(&self) -> usize {
        memchr(b'\n', &self.bytes[self.at..]).map_or(self.bytes.len(), |length| self.at + length)
    }

    /// Moves from the begin of a line to the first line that holds more than white space and comments.
    fn next_line(&mut self) {
        loop {
            let start = self.at;
            self.skip_spaces();
            match self.byte() {
                b'\n' => self.at += 1,
                b'#' => self.comment(),
                _ => {
                    self.column = (self.at < self.bytes.len()).then_some(self.at - start);
                    return;
                }
            }
        }
    }

    /// Reads a comment with its line feed.
    fn comment(&mut self) {
        let end = self.line_end();
        self.nodes += 1;
        self.comments.push(self.span(self.at, end));
        self.at = end + 1;
    }

    /// Moves to the next line from behind a value, where only a comment may stand.
    fn end_line(&mut self) -> Option<()> {
        let end = self.at;
        self.skip_spaces();
        match self.byte() {
            b'\n' => self.at += 1,
            b'#' if self.at > end => self.comment(),
            _ => return None,
        }
        self.next_line();
        Some(())
    }

    /// Counts a collection that is `depth` levels below the outermost one.
    fn open(&mut self, depth: usize) -> Option<usize> {
        self.nodes += 1;
        (depth < self.limits.max_depth.min(MOST_DEPTH)).then_some(self.at)
    }

    /// Reads the mapping or sequence that begins here.
    fn block(&mut self, depth: usize) -> Option<Node<'t>> {
        let column = self.column?;
        if self.is_item() { self.sequence(column, depth) } else { self.mapping(column, depth) }
    }

    fn is_item(&self) -> bool {
        self.byte() == b'-' && self.bytes.get(self.at + 1) == Some(&b' ')
    }

    fn sequence(&mut self, column: usize, depth: usize) -> Option<Node<'t>> {
        let start = self.open(depth)?;
        let first = self.items.len();
        while self.column == Some(column) && self.is_item() {
            let dash = self.at;
            self.at += 1;
            self.skip_spaces();
            let item = if self.is_item() || self.key_length().is_some() {
                self.column = Some(column + self.at - dash);
                self.block(depth + 1)?
            } else {
                self.value(column, depth + 1)?
            };
            self.items.push(item);
        }
        let end = self.items.last()?.span.end as usize;
        let value = Value::Sequence(self.items.split_off(first));
        // A line further to the right belongs to nothing.
        (self.column <= Some(column)).then_some(Node { span: self.span(start, end), value })
    }

    fn mapping(&mut self, column: usize, depth: usize) -> Option<Node<'t>> {
        let start = self.open(depth)?;
        let first = self.entries.len();
        while self.column == Some(column) {
            let key = self.key(first)?;
            let colon = self.at;
            self.skip_spaces();
            let value = match self.byte() {
                b'\n' | b'#' => {
                    self.at = colon;
                    self.end_line()?;
                    // The dashes of a list may stand below the first letter of its key.
                    let is_value = self.column > Some(column) || (self.column == Some(column) && self.is_item());
                    is_value.then(|| self.block(depth + 1))??
                }
                _ => self.value(column, depth + 1)?,
            };
            self.entries.push(Entry { key, value });
        }
        let node = self.close_mapping(start, first)?;
        (self.column <= Some(column)).then_some(node)
    }

    /// Makes the entries from the `first` one on a mapping.
    fn close_mapping(&mut self, start: usize, first: usize) -> Option<Node<'t>> {
        let end = self.entries.last()?.value.span.end as usize;
        let entries = self.entries.split_off(first);
        if entries.len() > LINEAR_KEYS {
            let mut keys: Vec<&str> = entries.iter().map(|entry| &*entry.key.value).collect();
            keys.sort_unstable();
            if keys.windows(2).any(|pair| pair[0] == pair[1]) {
                return None;
            }
        }
        Some(Node { span: self.span(start, end), value: Value::Mapping(entries) })
    }

    /// The length of the key that stands here, with a colon and a blank or line end behind it.
    fn key_length(&self) -> Option<usize> {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|&byte| !is(byte, IN_KEY))?;
        let is_key = is(rest[0], BEGINS_PLAIN) && rest[length] == b':' && matches!(rest.get(length + 1), Some(b' ' | b'\n'));
        (is_key && length <= self.limits.max_key_bytes.min(MOST_KEY_BYTES)).then_some(length)
    }

    /// Reads a key and its colon. It may not be among the open entries from the `first` one on.
    fn key(&mut self, first: usize) -> Option<Spanned<Cow<'t, str>>> {
        let (start, end) = (self.at, self.at + self.key_length()?);
        let name = &self.text[start..end];
        let before = &self.entries[first..];
        if before.len() < LINEAR_KEYS + 1 && before.iter().any(|entry| entry.key.value == name) {
            return None;
        }
        self.nodes += 1;
        self.at = end + 1;
        Some(Spanned::new(Cow::Borrowed(name), self.span(start, end)))
    }

    /// Reads the value that begins here, behind a key or dash at `column`, and moves to the next line.
    fn value(&mut self, column: usize, depth: usize) -> Option<Node<'t>> {
        let value = match self.byte() {
            b'|' | b'>' => return self.block_scalar(column),
            b'[' | b'{' => self.flow(depth)?,
            b'\'' | b'"' => self.quoted()?,
            byte if is(byte, BEGINS_PLAIN) => self.plain()?,
            _ => return None,
        };
        self.end_line()?;
        // A line further to the right would go on with the text: that is for the full parser.
        (self.column <= Some(column)).then_some(value)
    }

    fn scalar(&mut self, span: Span, text: Cow<'t, str>, style: Style) -> Option<Node<'t>> {
        self.nodes += 1;
        (text.len() <= self.limits.max_scalar_bytes).then_some(Node { span, value: Value::Scalar(Scalar { text, style }) })
    }

    /// Reads a plain scalar up to a comment or the end of the line.
    fn plain(&mut self) -> Option<Node<'t>> {
        let start = self.at;
        loop {
            self.at += memchr3(b'\n', b':', b'#', &self.bytes[self.at..])?;
            match self.byte() {
                b':' if matches!(self.bytes.get(self.at + 1), Some(b' ' | b'\n')) => return None,
                b'#' if self.bytes[self.at - 1] != b' ' => self.at += 1,
                b':' => self.at += 1,
                _ => return self.plain_from(start),
            }
        }
    }

    /// Reads a plain scalar up to a comma or bracket.
    fn flow_plain(&mut self) -> Option<Node<'t>> {
        let start = self.at;
        loop {
            self.at += self.bytes[self.at..].iter().position(|&byte| is(byte, ENDS_FLOW))?;
            match self.byte() {
                b':' if self.bytes.get(self.at + 1).is_some_and(|&next| next != b' ' && !is(next, ENDS_FLOW)) => self.at += 1,
                b'#' if self.bytes[self.at - 1] != b' ' => self.at += 1,
                b',' | b']' | b'}' => return self.plain_from(start),
                _ => return None,
            }
        }
    }

    /// The plain scalar that ends here, the spaces before this place left aside.
    fn plain_from(&mut self, start: usize) -> Option<Node<'t>> {
        let text = self.text[start..self.at].trim_end_matches(' ');
        self.at = start + text.len();
        self.scalar(self.span(start, self.at), Cow::Borrowed(text), Style::Plain)
    }

    /// Reads a quoted scalar on one line.
    fn quoted(&mut self) -> Option<Node<'t>> {
        let start = self.at;
        let mark = self.byte();
        let is_double = mark == b'"';
        let mut has_escapes = false;
        self.at += 1;
        loop {
            let escape = if is_double { b'\\' } else { mark };
            self.at += memchr3(mark, escape, b'\n', &self.bytes[self.at..])?;
            let next = self.bytes.get(self.at + 1).copied();
            match self.byte() {
                b'\\' if is_double && !matches!(next, Some(b'"' | b'\\')) => return None,
                b'\n' => return None,
                byte if byte == escape && (is_double || next == Some(mark)) => {
                    has_escapes = true;
                    self.at += 2;
                }
                _ => break,
            }
        }
        let written = &self.text[start + 1..self.at];
        self.at += 1;
        let text = match (has_escapes, is_double) {
            (false, _) => Cow::Borrowed(written),
            (true, false) => Cow::Owned(written.replace("''", "'")),
            (true, true) => Cow::Owned(without_backslashes(written)),
        };
        let style = if is_double { Style::DoubleQuoted } else { Style::SingleQuoted };
        self.scalar(self.span(start, self.at), text, style)
    }

    /// Reads a scalar after `|` or `>`, and moves to the line after it. The first line of its text may be neither empty nor indented more
    /// than the others; in a folded text no line may.
    fn block_scalar(&mut self, column: usize) -> Option<Node<'t>> {
        let style = if self.byte() == b'|' { Style::Literal } else { Style::Folded };
        self.at += 1;
        let is_stripped = self.byte() == b'-';
        self.at += usize::from(is_stripped);
        let line = self.at + 1;
        if self.byte() != b'\n' {
            return None;
        }
        self.at = line;
        self.skip_spaces();
        let (start, indent) = (self.at, self.at - line);
        if self.byte() == b'\n' || indent <= column {
            return None;
        }
        let mut end = self.line_end();
        let mut lines = 1;
        self.at = end + 1;
        loop {
            let line = self.at;
            self.skip_spaces();
            let depth = self.at - line;
            match self.byte() {
                b'\n' if depth == 0 => self.at += 1,
                b'\n' => return None,
                _ if depth > indent && style == Style::Folded => return None,
                _ if depth >= indent && self.at < self.bytes.len() => {
                    end = self.line_end();
                    lines += 1;
                    self.at = end + 1;
                }
                _ => {
                    self.at = line;
                    break;
                }
            }
        }
        let last = end + usize::from(!is_stripped);
        let text = match lines {
            1 => Cow::Borrowed(&self.text[start..last]),
            _ => Cow::Owned(joined(&self.text[start..last], indent, style)),
        };
        let span = self.span(start, start + self.text[start..end].trim_end_matches(' ').len());
        self.next_line();
        if self.column > Some(column) {
            return None;
        }
        self.scalar(span, text, style)
    }

    /// Reads a collection in brackets, on one line.
    fn flow(&mut self, depth: usize) -> Option<Node<'t>> {
        let start = self.open(depth)?;
        let is_mapping = self.byte() == b'{';
        let close = if is_mapping { b'}' } else { b']' };
        let (first_item, first_entry) = (self.items.len(), self.entries.len());
        while self.byte() != close {
            // Past the bracket or comma.
            self.at += 1;
            self.skip_spaces();
            let key = if is_mapping { Some(self.key(first_entry)?) } else { None };
            self.skip_spaces();
            let value = match self.byte() {
                b'[' | b'{' => self.flow(depth + 1)?,
                b'\'' | b'"' => self.quoted()?,
                byte if is(byte, BEGINS_PLAIN) => self.flow_plain()?,
                _ => return None,
            };
            match key {
                Some(key) => self.entries.push(Entry { key, value }),
                None => self.items.push(value),
            }
            self.skip_spaces();
            if self.byte() != b',' && self.byte() != close {
                return None;
            }
        }
        self.at += 1;
        if is_mapping {
            let end = self.at;
            return self.close_mapping(start, first_entry).map(|node| Node { span: self.span(start, end), ..node });
        }
        Some(Node { span: self.span(start, self.at), value: Value::Sequence(self.items.split_off(first_item)) })
    }
}

/// The text of `"…"`, whose only escapes are `\"` and `\\`.
fn without_backslashes(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = memchr(b'\\', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        text.push_str(&rest[at + 1..at + 2]);
        rest = &rest[at + 2..];
    }
    text + rest
}

/// The text of the lines of a block. Each but the first begins with the indentation or is empty.
fn joined(lines: &str, indent: usize, style: Style) -> String {
    let mut text = String::with_capacity(lines.len());
    let (written, end) = lines.strip_suffix('\n').map_or((lines, ""), |written| (written, "\n"));
    let mut breaks = 0;
    for (number, line) in written.split('\n').enumerate() {
        let line = if number == 0 { line } else { line.get(indent..).unwrap_or_default() };
        if line.is_empty() {
            breaks += 1;
            continue;
        }
        match (number, style, breaks) {
            (0, ..) => {}
            (_, Style::Folded, 0) => text.push(' '),
            (_, Style::Folded, _) => text.extend(std::iter::repeat_n('\n', breaks)),
            _ => text.extend(std::iter::repeat_n('\n', breaks + 1)),
        }
        breaks = 0;
        text.push_str(line);
    }
    text + end
}
