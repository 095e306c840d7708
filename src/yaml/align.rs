//! Turns a range of a scalar's decoded text into the range of the source that it came from.

use std::ops::Range;

use super::Style;

/// The bytes of `source`, the scalar as written, from which the bytes `range` of `decoded` came.
///
/// Folding, indentation and line continuation change nothing but white space, so the two texts can be walked side by side in every style.
pub(super) fn source_range(source: &str, decoded: &str, style: Style, range: Range<usize>) -> Range<usize> {
    let mut walk = Walk { source, style, at: usize::from(matches!(style, Style::SingleQuoted | Style::DoubleQuoted)) };
    let mut found: Option<Range<usize>> = None;
    for (offset, character) in decoded.char_indices() {
        if offset >= range.end && found.is_some() {
            break;
        }
        let written = walk.step(character);
        if offset >= range.end {
            return written.start..written.start;
        }
        if offset + character.len_utf8() > range.start {
            found = Some(found.map_or(written.start, |found| found.start)..written.end);
        }
    }
    found.unwrap_or(walk.at..walk.at)
}

/// All double-quoted escapes of a scalar: where each stands and which character it means.
///
/// The halves of a surrogate pair come one by one, as U+FFFD.
pub(super) fn escapes(source: &str) -> impl Iterator<Item = (Range<usize>, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += source.get(at..)?.find('\\')?;
            let start = at;
            let (length, meaning) = escape(&source[start..]);
            at = (at + length).min(source.len());
            if let Some(character) = meaning {
                return Some((start..at, character));
            }
        }
    })
}

struct Walk<'s> {
    source: &'s str,
    style: Style,
    at: usize,
}

impl Walk<'_> {
    /// Moves past the source of the next decoded character and gives its range.
    fn step(&mut self, decoded: char) -> Range<usize> {
        while let Some(written) = self.source[self.at..].chars().next() {
            let rest = &self.source[self.at..];
            let mut length = written.len_utf8();
            if self.style == Style::DoubleQuoted && written == '\\' {
                let (escaped, meaning) = escape(rest);
                length = escaped.min(rest.len());
                // A surrogate pair is two escapes for one character beyond the basic plane.
                if meaning == Some('\u{fffd}') && decoded > '\u{ffff}' {
                    length = (2 * length).min(rest.len());
                } else if is_white(decoded) && meaning.is_some_and(|meaning| !is_white(meaning)) {
                    return self.at..self.at;
                } else if meaning.is_none_or(|meaning| is_white(meaning) && meaning != decoded) {
                    self.at += length;
                    continue;
                }
            } else if self.style == Style::SingleQuoted && rest.starts_with("''") {
                length = 2;
            } else if is_white(decoded) {
                if !is_white(written) {
                    return self.at..self.at;
                }
                length += usize::from(decoded == '\n' && rest.starts_with("\r\n"));
            } else if is_white(written) {
                self.at += length;
                continue;
            }
            let start = self.at;
            self.at += length;
            return start..self.at;
        }
        self.at..self.at
    }
}

fn is_white(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// The length of the escape at the start of the text and the character that it means: none for a line continuation.
fn escape(rest: &str) -> (usize, Option<char>) {
    let Some(letter) = rest[1..].chars().next() else { return (1, None) };
    let digits = match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        '\n' => return (2, None),
        '\r' => return (2 + usize::from(rest.starts_with("\\\r\n")), None),
        _ => {
            let meaning = match letter {
                '0' => '\0',
                'a' => '\u{7}',
                'b' => '\u{8}',
                't' => '\t',
                'n' => '\n',
                'v' => '\u{b}',
                'f' => '\u{c}',
                'r' => '\r',
                'e' => '\u{1b}',
                'N' => '\u{85}',
                '_' => '\u{a0}',
                'L' => '\u{2028}',
                'P' => '\u{2029}',
                other => other,
            };
            return (1 + letter.len_utf8(), Some(meaning));
        }
    };
    let number = rest.get(2..2 + digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    (2 + digits, Some(number.and_then(char::from_u32).unwrap_or('\u{fffd}')))
}
