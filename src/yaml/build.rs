//! Turns the events of the YAML parser into a document, with an explicit stack instead of recursion.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry::{Occupied, Vacant};
use std::hash::{BuildHasher, RandomState};
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, ScanError};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::align;
use super::gap::{Gap, Mark};
use super::{
    CONTROL_CHARACTER, DUPLICATE_KEY, Document, Entry, Findings, INVISIBLE_IN_KEY, LIMIT_EXCEEDED, Limits, Node, Scalar, Stop, Style,
    Value, escape_visible, is_invisible, syntax, text::is_refused,
};
use crate::diagnostic::Diagnostic;
use crate::source::{Span, Spanned};

/// A mapping with more entries than this looks its keys up in a hash map.
const LINEAR_KEYS: usize = 16;

pub(super) fn document<'t>(text: &'t str, limits: &Limits, findings: &mut Findings) -> Result<Document<'t>, Stop> {
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_comments: false,
        flow_nesting_limit: limits.max_depth,
        block_nesting_limit: limits.max_depth,
    };
    let mut builder = Builder {
        text,
        limits,
        findings,
        cursor: 0,
        nodes: 0,
        frames: Vec::new(),
        root: None,
        comments: Vec::new(),
        hasher: RandomState::new(),
    };
    let mut begun = false;
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => return builder.syntax_error(&error),
        };
        let range = span.byte_range().expect("events of a string have byte offsets");
        match event {
            Event::DocumentStart(..) if begun => {
                builder.gap(range.start)?;
                let marker = if text[range.start..].starts_with("---") { 3 } else { 1 };
                builder.findings.refuse(range.start..range.start + marker, "a second document", "move it into a file of its own")?;
                return Ok(builder.finish());
            }
            Event::DocumentStart(..) => begun = true,
            Event::Scalar(content, style, ..) => builder.scalar(content, style, range)?,
            Event::Alias(_) | Event::UnresolvedAlias(_) => builder.alias(range)?,
            Event::SequenceStart(..) => builder.open(true, range)?,
            Event::MappingStart(..) => builder.open(false, range)?,
            Event::SequenceEnd | Event::MappingEnd => builder.close(range)?,
            Event::StreamEnd => builder.gap(text.len()).map(drop)?,
            _ => {}
        }
    }
    Ok(builder.finish())
}

struct Builder<'t, 'f> {
    text: &'t str,
    limits: &'f Limits,
    findings: &'f mut Findings,
    /// The end of the last scalar, alias or bracket. What lies between it and the next one is a gap.
    cursor: usize,
    nodes: usize,
    frames: Vec<Frame<'t>>,
    root: Option<Node<'t>>,
    comments: Vec<Span>,
    /// Keyed at random, so that nobody can write keys that collide.
    hasher: RandomState,
}

/// A collection that is still open.
struct Frame<'t> {
    start: usize,
    /// The end of the last child.
    end: usize,
    content: Content<'t>,
}

enum Content<'t> {
    Sequence(Vec<Node<'t>>),
    Mapping {
        entries: Vec<Entry<'t>>,
        key: Key<'t>,
        /// Where among the entries a key of this hash stands; used from [`LINEAR_KEYS`] on.
        places: HashMap<u64, usize>,
    },
}

enum Key<'t> {
    /// The next node is a key.
    Awaited,
    /// The next node is the value of this key.
    Read(Spanned<Cow<'t, str>>),
    /// The next node is the value of a key that was refused.
    Refused,
}

impl<'t> Builder<'t, '_> {
    /// Reads what stands between the cursor and the next token; gives the place of the first dash in it.
    fn gap(&mut self, end: usize) -> Result<Option<usize>, Stop> {
        let mut dash = None;
        let marks = Gap { text: self.text, at: self.cursor, end };
        self.cursor = self.cursor.max(end);
        for (mark, range) in marks {
            match mark {
                Mark::Dash => dash = dash.or(Some(range.start)),
                Mark::Comment => {
                    self.count(range.start)?;
                    self.comments.push(self.findings.span(range));
                }
                Mark::Anchor => {
                    self.findings.refuse(range, "an anchor", "remove it, or put the text in quotes if the `&` belongs to it")?
                }
                Mark::Tag => self.findings.refuse(range, "a tag", "remove it, or put the text in quotes if the `!` belongs to it")?,
                Mark::Directive => self.findings.refuse(range, "a directive", "remove the line")?,
                Mark::ExplicitKey => self.findings.refuse(range, "a complex key", "write the entry as `key: value`")?,
                Mark::DocumentEnd => self.findings.refuse(range, "a document end marker", "remove the line")?,
            }
        }
        Ok(dash)
    }

    fn count(&mut self, offset: usize) -> Result<(), Stop> {
        self.nodes += 1;
        let limit = self.limits.max_nodes;
        if self.nodes <= limit {
            return Ok(());
        }
        let headline = format!("the file has more than {limit} keys, values and comments");
        self.stop(offset, headline, "split it into several files")
    }

    fn stop(&mut self, offset: usize, headline: String, help: &str) -> Result<(), Stop> {
        let span = self.findings.span(offset..offset);
        self.findings.add(Diagnostic::error(LIMIT_EXCEEDED, headline).at(span, "the limit is met here").help(help))?;
        Err(Stop::Reported)
    }

    fn syntax_error<T>(&mut self, error: &ScanError) -> Result<T, Stop> {
        let offset = error.marker().byte_offset().expect("errors in a string have byte offsets").min(self.text.len());
        let token = self.cursor;
        self.gap(offset)?;
        if !self.findings.explains(error.kind(), offset) {
            let finding = syntax::explain(error.kind(), offset, self.text, token, self.limits, self.findings);
            self.findings.add(finding)?;
        }
        Err(Stop::Reported)
    }

    fn scalar(&mut self, content: Cow<'t, str>, style: ScalarStyle, mut range: Range<usize>) -> Result<(), Stop> {
        let style = match style {
            ScalarStyle::SingleQuoted => Style::SingleQuoted,
            ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
            _ => Style::Plain,
        };
        if matches!(style, Style::Literal | Style::Folded) {
            // The parser's span runs on over the blank lines behind the block, and over its header when the block is empty.
            let white = [' ', '\t', '\r', '\n'];
            let source = if content.trim_matches(white).is_empty() { "" } else { self.text[range.clone()].trim_end_matches(white) };
            range.end = range.start + source.len();
        }
        self.gap(range.start)?;
        self.cursor = range.end;
        // The parser gives an absent value the text `~`.
        let absent = style == Style::Plain && range.is_empty();
        let content = if absent { Cow::Borrowed("") } else { content };
        if absent {
            range = self.absent_value(range.start);
        }
        let node = Node { span: self.findings.span(range), value: Value::Scalar(Scalar { text: content, style }) };
        self.check_scalar(&node)?;
        self.push(node, absent)
    }

    /// The place of an absent value: behind the colon, where it would be written.
    fn absent_value(&self, start: usize) -> Range<usize> {
        let mut at = start;
        if let Some(Frame { end, content: Content::Mapping { key: Key::Read(_), .. }, .. }) = self.frames.last() {
            let rest = &self.text[*end..];
            let white = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            if rest[white..].starts_with(':') {
                at = at.max(end + white + 1);
            }
        }
        at..at
    }

    fn check_scalar(&mut self, node: &Node<'t>) -> Result<(), Stop> {
        let Value::Scalar(Scalar { text, style }) = &node.value else { return Ok(()) };
        self.count(node.span.start as usize)?;
        let limit = self.limits.max_scalar_bytes;
        if text.len() > limit && !self.awaits_key() {
            let headline = format!("the text has {} bytes; the limit is {limit}", text.len());
            self.findings.add(Diagnostic::error(LIMIT_EXCEEDED, headline).at(node.span, "").help("shorten it"))?;
        }
        if *style == Style::Plain && matches!(text, Cow::Owned(_)) {
            self.check_swallowed_comment(node.span)?;
        }
        // Characters that stand in the file as themselves have been looked at: only escapes can bring in others.
        if *style != Style::DoubleQuoted || matches!(text, Cow::Borrowed(_)) || !text.contains(is_refused) {
            return Ok(());
        }
        for (range, character) in align::escapes(&self.text[node.span.range()]) {
            if is_refused(character) {
                let start = node.span.start as usize;
                let span = self.findings.span(start + range.start..start + range.end);
                let headline = format!("escaped control character {}", escape_visible(character.encode_utf8(&mut [0; 4])));
                self.findings.add(Diagnostic::error(CONTROL_CHARACTER, headline).at(span, "").help("remove it"))?;
            }
        }
        Ok(())
    }

    /// The parser takes a comment behind a tab inside a plain text of several lines for white space. YAML has no such texts.
    fn check_swallowed_comment(&mut self, span: Span) -> Result<(), Stop> {
        let bytes = &self.text.as_bytes()[span.range()];
        match memchr::memchr_iter(b'#', bytes).find(|&at| at > 0 && bytes[at - 1].is_ascii_whitespace()) {
            Some(at) => {
                self.findings.add(syntax::comment_in_text(self.findings.span(span.start as usize + at..span.start as usize + at + 1)))
            }
            None => Ok(()),
        }
    }

    fn alias(&mut self, range: Range<usize>) -> Result<(), Stop> {
        self.gap(range.start)?;
        self.cursor = range.end;
        self.count(range.start)?;
        self.findings.refuse(range.clone(), "an alias", "write the value out, or put it in quotes if the `*` belongs to it")?;
        let name = Cow::Borrowed(&self.text[range.clone()]);
        if self.awaits_key() {
            self.read_key(range.end, None);
            return Ok(());
        }
        self.push(Node { span: self.findings.span(range), value: Value::Scalar(Scalar { text: name, style: Style::Plain }) }, false)
    }

    fn open(&mut self, sequence: bool, range: Range<usize>) -> Result<(), Stop> {
        self.count(range.start)?;
        if self.frames.len() >= self.limits.max_depth {
            return self.stop(range.start, syntax::too_deep(self.limits), "put the inner values on a level of their own");
        }
        let dash = self.gap(range.start)?;
        self.cursor = range.end;
        // The parser's event for a sequence that is not indented below its key stands behind the dash.
        let below_key = sequence && range.is_empty() && matches!(self.frames.last(), Some(Frame { content: Content::Mapping { .. }, .. }));
        let start = dash.filter(|_| below_key).unwrap_or(range.start);
        let content = match sequence {
            true => Content::Sequence(Vec::new()),
            false => Content::Mapping { entries: Vec::new(), key: Key::Awaited, places: HashMap::new() },
        };
        self.frames.push(Frame { start, end: range.end, content });
        Ok(())
    }

    fn close(&mut self, range: Range<usize>) -> Result<(), Stop> {
        let frame = self.frames.pop().expect("the parser balances its events");
        let mut end = frame.end;
        if !range.is_empty() {
            self.gap(range.start)?;
            self.cursor = range.end;
            end = range.end;
        }
        let value = match frame.content {
            Content::Sequence(items) => Value::Sequence(items),
            Content::Mapping { entries, .. } => Value::Mapping(entries),
        };
        self.push(Node { span: self.findings.span(frame.start..end), value }, false)
    }

    fn awaits_key(&self) -> bool {
        matches!(self.frames.last(), Some(Frame { content: Content::Mapping { key: Key::Awaited, .. }, .. }))
    }

    /// Puts a finished node where it belongs.
    fn push(&mut self, node: Node<'t>, absent: bool) -> Result<(), Stop> {
        if self.awaits_key() {
            let end = node.span.end as usize;
            let key = self.accept_key(node, absent)?;
            self.read_key(end, key);
            return Ok(());
        }
        let Some(frame) = self.frames.last_mut() else {
            self.root = (!absent).then_some(node);
            return Ok(());
        };
        frame.end = frame.end.max(node.span.end as usize);
        match &mut frame.content {
            Content::Sequence(items) => items.push(node),
            Content::Mapping { entries, key, .. } => {
                if let Key::Read(key) = std::mem::replace(key, Key::Awaited) {
                    entries.push(Entry { key, value: node });
                }
            }
        }
        Ok(())
    }

    fn read_key(&mut self, key_end: usize, accepted: Option<Spanned<Cow<'t, str>>>) {
        if let Some(Frame { end, content: Content::Mapping { key, .. }, .. }) = self.frames.last_mut() {
            *end = (*end).max(key_end);
            *key = accepted.map_or(Key::Refused, Key::Read);
        }
    }

    /// The key, unless its entry has to be left out.
    fn accept_key(&mut self, node: Node<'t>, absent: bool) -> Result<Option<Spanned<Cow<'t, str>>>, Stop> {
        let span = node.span;
        let Value::Scalar(Scalar { text: name, style }) = &node.value else {
            if !self.text[..span.start as usize].trim_end().ends_with('?') {
                self.findings.refuse(span.range(), "a complex key", "write the entry as `key: value`")?;
            }
            return Ok(None);
        };
        if absent {
            self.findings.refuse(span.range(), "an entry without a key", "write the key before the colon")?;
            return Ok(None);
        }
        if *style == Style::Plain && name == "<<" {
            self.findings.refuse(span.range(), "a merge key", "write the entries out")?;
            return Ok(None);
        }
        if name.len() > self.limits.max_key_bytes {
            self.findings.add(syntax::long_key(span, self.limits))?;
            return Ok(None);
        }
        if let Some((at, character)) = name.char_indices().find(|&(_, character)| is_invisible(character)) {
            let place = node.place(self.text, at..at + character.len_utf8());
            let headline = format!("the key `{}` holds an invisible character", escape_visible(name));
            self.findings.add(Diagnostic::error(INVISIBLE_IN_KEY, headline).at(place, "").help("remove it"))?;
        }
        let first = self.first_place(name);
        let Value::Scalar(Scalar { text: name, .. }) = node.value else { unreachable!("the key was a scalar above") };
        let Some(first) = first else { return Ok(Some(Spanned::new(name, span))) };
        let twin = if self.text[first.range()] == self.text[span.range()] { "" } else { ", written in two ways" };
        let headline = format!("the key `{}` stands twice in one mapping{twin}", escape_visible(&name));
        let finding = Diagnostic::error(DUPLICATE_KEY, headline).at(span, "this entry is left out").with(first, "first here");
        self.findings.add(finding.help("rename or remove one of them"))?;
        Ok(None)
    }

    /// Where the innermost open mapping has this key already.
    fn first_place(&mut self, name: &str) -> Option<Span> {
        let Some(Frame { content: Content::Mapping { entries, places, .. }, .. }) = self.frames.last_mut() else { return None };
        let find = |entries: &[Entry<'t>]| entries.iter().find(|entry| is_same(&entry.key, name)).map(|entry| entry.key.span);
        if entries.len() < LINEAR_KEYS {
            return find(entries);
        }
        if places.is_empty() {
            places.extend(entries.iter().enumerate().map(|(place, entry)| (self.hasher.hash_one(normal(&entry.key)), place)));
        }
        match places.entry(self.hasher.hash_one(normal(name))) {
            Vacant(vacant) => {
                vacant.insert(entries.len());
                None
            }
            // Another key with the same hash is next to impossible, and then the slow way is right.
            Occupied(occupied) => find(entries.get(*occupied.get()..)?).or_else(|| find(entries)),
        }
    }

    fn finish(self) -> Document<'t> {
        Document { root: self.root, comments: self.comments }
    }
}

/// Whether two keys are equal in Unicode normal form C.
fn is_same(one: &str, other: &str) -> bool {
    one == other || (!(one.is_ascii() && other.is_ascii()) && one.nfc().eq(other.nfc()))
}

fn normal(key: &str) -> Cow<'_, str> {
    if key.is_ascii() || is_nfc(key) { Cow::Borrowed(key) } else { Cow::Owned(key.nfc().collect()) }
}
