//! Turns the text of one YAML file into a spanned document of strings, sequences and mappings, refusing what the format does not need.
//!
//! A scalar is its text: nothing is ever read as a number, date, truth value or null. An empty value (`key:` with nothing behind it) is a
//! plain scalar with an empty text and a zero-width span.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::ErrorKind;

use crate::diagnostic::{Code, Diagnosed, Diagnostic};
use crate::source::{FileId, Span, Spanned};

mod align;
mod build;
mod fast;
mod gap;
mod syntax;
mod text;

pub use text::{decode, escape_visible, is_invisible};

/// The text is not YAML.
pub const YAML_SYNTAX: Code = Code("yaml-syntax");
/// A part of YAML that the format does not need: anchor, alias, tag, merge key, directive, second document, complex key.
pub const YAML_REFUSED: Code = Code("yaml-refused");
/// A mapping has one key twice, in the same or in another Unicode normal form.
pub const DUPLICATE_KEY: Code = Code("duplicate-key");
/// A control character, a line end other than LF and CRLF, or a byte order mark past the start.
pub const CONTROL_CHARACTER: Code = Code("control-character");
/// A key holds a character that nobody can see.
pub const INVISIBLE_IN_KEY: Code = Code("invisible-in-key");
/// The bytes of a file are not UTF-8.
pub const NOT_UTF8: Code = Code("not-utf8");
/// A file is larger, deeper or fuller than the limits allow.
pub const LIMIT_EXCEEDED: Code = Code("limit-exceeded");

/// What one file may cost. Each limit is the largest value that is still accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of the file. Whoever reads a file compares this with its size before reading it.
    pub max_file_bytes: usize,
    /// Mappings and sequences that stand inside each other, the outermost one included.
    pub max_depth: usize,
    /// Keys, scalars, sequences, mappings and comments, counted together.
    pub max_nodes: usize,
    /// Bytes of one value after decoding. Not met before the value is decoded, but no value is larger than the file.
    pub max_scalar_bytes: usize,
    /// Bytes of one key after decoding.
    pub max_key_bytes: usize,
    /// Findings of this module about one file; the rest of the file is not read once they are used up.
    pub max_findings: usize,
    /// Which reader reads a file. The result is the same; this is for finding out whether that is so.
    pub reader: Reader,
}

/// Who reads a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reader {
    /// The fast reader, and the full parser where that one gives the file up.
    #[default]
    Fast,
    /// The full parser alone.
    Full,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            max_file_bytes: 2 << 20,
            max_depth: 32,
            max_nodes: 100_000,
            max_scalar_bytes: 256 << 10,
            max_key_bytes: 256,
            max_findings: 100,
            reader: Reader::Fast,
        }
    }
}

/// The content of one file. Text is borrowed from the file (`'t`) wherever it stands there in one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document<'t> {
    /// The outermost node; none when there is nothing but comments.
    pub root: Option<Node<'t>>,
    /// The comments in file order, each from its `#` to the end of the line, exclusive.
    pub comments: Vec<Span>,
}

/// A value and its place.
///
/// The span of a plain or quoted scalar covers it as written, quotation marks included; that of a block scalar runs from the first to the
/// last character of its content, without the header line. A flow collection spans its brackets; a block collection runs from its first
/// dash or key to the end of its last value. Anchors, tags and comments around a node are not part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node<'t> {
    /// Where it stands.
    pub span: Span,
    /// What stands there.
    pub value: Value<'t>,
}

impl Node<'_> {
    /// The place in the file from which a range of bytes of the decoded text came: exact for all but white space at folded line breaks,
    /// which comes out as the place of the break. `file` is the text that the document was parsed from. The span of the whole node when
    /// it is no scalar.
    pub fn place(&self, file: &str, range: Range<usize>) -> Span {
        let Value::Scalar(scalar) = &self.value else { return self.span };
        let found = align::source_range(&file[self.span.range()], &scalar.text, scalar.style, range);
        let start = self.span.start as usize;
        Span::new(self.span.file, start + found.start, start + found.end)
    }
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'t> {
    /// A text.
    Scalar(Scalar<'t>),
    /// Values in file order.
    Sequence(Vec<Node<'t>>),
    /// Entries in file order, each key once.
    Mapping(Vec<Entry<'t>>),
}

/// A text, after quotation marks, escapes and folding are undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar<'t> {
    /// The text.
    pub text: Cow<'t, str>,
    /// How it is written.
    pub style: Style,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotation marks.
    Plain,
    /// Between `'` and `'`.
    SingleQuoted,
    /// Between `"` and `"`.
    DoubleQuoted,
    /// A block after `|`, its line breaks kept.
    Literal,
    /// A block after `>`, its line breaks folded.
    Folded,
}

/// A key of a mapping and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'t> {
    /// The key, with the place of the whole key as written.
    pub key: Spanned<Cow<'t, str>>,
    /// The value.
    pub value: Node<'t>,
}

/// Reads a text that [`decode`] has accepted. `path` names the file in findings that have no place in it.
///
/// Gives no document when the text is no YAML or a limit on depth, nodes, findings or the size of the file is met: findings that rest on
/// half a file would mislead. Every other fault
/// leaves the rest of the document readable: anchors, tags and directives are passed over, an alias stands as a scalar of its own source
/// (`*name`), entries with a merge key, a complex, overlong or repeated key are left out, and what follows the first document is not read.
pub fn parse<'t>(file: FileId, path: &str, text: &'t str, limits: &Limits) -> Diagnosed<Option<Document<'t>>> {
    if let Err(too_large) = text::check_size(path, text.len(), limits) {
        return Diagnosed { value: None, diagnostics: vec![*too_large] };
    }
    let mut findings = Findings { file, limit: limits.max_findings, list: Vec::new() };
    let document = text::check_characters(text, &mut findings).and_then(|()| {
        let is_fast = limits.reader == Reader::Fast && findings.list.is_empty();
        match is_fast.then(|| fast::document(file, text, limits)).flatten() {
            Some(document) => Ok(document),
            None => build::document(text, limits, &mut findings),
        }
    });
    let mut diagnostics = findings.list;
    diagnostics.sort();
    if let Err(Stop::TooManyFindings) = document {
        let headline = format!("the file has more than {} faults; the others are not shown", limits.max_findings);
        diagnostics.push(Diagnostic::error(LIMIT_EXCEEDED, headline).in_file(path).help("mend these first, then check again"));
    }
    Diagnosed { value: document.ok(), diagnostics }
}

/// Whether the fast reader reads this text to its end: whether it is written in the plain way that needs no full parser, and has no fault.
pub fn is_plain(text: &str, limits: &Limits) -> bool {
    let mut findings = Findings { file: FileId::new(0), limit: 0, list: Vec::new() };
    text::check_characters(text, &mut findings).is_ok() && fast::document(findings.file, text, limits).is_some()
}

/// Why reading ended before the end of the text.
enum Stop {
    /// The finding that says why is in the list.
    Reported,
    /// The list of findings is full.
    TooManyFindings,
}

/// The findings about one text.
struct Findings {
    file: FileId,
    limit: usize,
    list: Vec<Diagnostic>,
}

impl Findings {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    fn add(&mut self, finding: Diagnostic) -> Result<(), Stop> {
        if self.list.len() == self.limit {
            return Err(Stop::TooManyFindings);
        }
        self.list.push(finding);
        Ok(())
    }

    fn refuse(&mut self, range: Range<usize>, what: &str, help: &str) -> Result<(), Stop> {
        let finding = Diagnostic::error(YAML_REFUSED, format!("{what} has no place in this format"));
        self.add(finding.at(self.span(range), "").help(help))
    }

    /// Whether a finding names the cause of this error of the parser already.
    fn explains(&self, error: &ErrorKind, offset: usize) -> bool {
        let bad_character = match error {
            ErrorKind::BomInsideDocument => true,
            ErrorKind::UnexpectedCharacter { character } => text::is_refused(*character),
            _ => false,
        };
        bad_character
            || self.list.iter().any(|finding| {
                let end = usize::from(finding.code == LIMIT_EXCEEDED);
                finding.primary.as_ref().is_some_and(|label| (label.span.start as usize..label.span.end as usize + end).contains(&offset))
            })
    }
}

#[cfg(test)]
mod tests;
