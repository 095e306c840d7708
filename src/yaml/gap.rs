//! Turns what stands between two scalars or brackets into comments and into marks that the format refuses.

use std::ops::Range;

/// What a gap can hold besides white space and the indicators `-` `:` `,` and brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// `# …` up to the end of the line.
    Comment,
    /// `&name`.
    Anchor,
    /// `!name`, `!!name` or `!<name>`.
    Tag,
    /// `%NAME …` up to the end of the line.
    Directive,
    /// `?` before a key.
    ExplicitKey,
    /// `...` at the start of a line.
    DocumentEnd,
    /// `-` before an item.
    Dash,
}

/// The marks of a gap in order.
///
/// Ends early, with `at` before `end`, at the first character that belongs into no gap: the start of a scalar that could not be read.
pub(super) struct Gap<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) end: usize,
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

impl Iterator for Gap<'_> {
    type Item = (Mark, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = &self.text.as_bytes()[..self.end];
        while self.at < bytes.len() {
            let start = self.at;
            let rest = &bytes[start..];
            let line_start = start == 0 || matches!(bytes[start - 1], b'\r' | b'\n') || bytes[..start].ends_with(BYTE_ORDER_MARK);
            let (mark, length) = match rest[0] {
                b'#' => (Mark::Comment, line_length(rest)),
                b'%' if line_start => (Mark::Directive, line_length(rest)),
                b'.' if line_start && rest.starts_with(b"...") => (Mark::DocumentEnd, 3),
                b'-' if line_start && rest.starts_with(b"---") => {
                    self.at += 3;
                    continue;
                }
                b'&' => (Mark::Anchor, property_length(rest)),
                b'!' if rest.starts_with(b"!<") => {
                    (Mark::Tag, rest.iter().position(|&byte| byte == b'>').map_or(rest.len(), |last| last + 1))
                }
                b'!' => (Mark::Tag, property_length(rest)),
                b'?' => (Mark::ExplicitKey, 1),
                b'-' => (Mark::Dash, 1),
                // The header of a block scalar, up to its comment.
                b'|' | b'>' => {
                    self.at += rest.iter().position(|byte| matches!(byte, b'#' | b'\r' | b'\n')).unwrap_or(rest.len());
                    continue;
                }
                b' ' | b'\t' | b'\r' | b'\n' | b':' | b',' | b'[' | b']' | b'{' | b'}' => {
                    self.at += 1;
                    continue;
                }
                _ if rest.starts_with(BYTE_ORDER_MARK) => {
                    self.at += BYTE_ORDER_MARK.len();
                    continue;
                }
                _ => return None,
            };
            self.at += length;
            return Some((mark, start..start + length));
        }
        None
    }
}

fn line_length(rest: &[u8]) -> usize {
    rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len())
}

fn property_length(rest: &[u8]) -> usize {
    let ends = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']' | b'{' | b'}');
    rest.iter().position(ends).unwrap_or(rest.len())
}
