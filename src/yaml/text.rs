//! Turns bytes into text that YAML may be read from, and text into a form in which nothing is hidden.

use std::borrow::Cow;
use std::fmt::Write;

use super::{CONTROL_CHARACTER, Findings, LIMIT_EXCEEDED, Limits, NOT_UTF8, Stop};
use crate::diagnostic::Diagnostic;

/// Reads the bytes of a file as UTF-8.
///
/// A byte order mark at the start stays in the text, so that offsets count from the first byte of the file; [`parse`](super::parse) passes
/// over it.
///
/// # Errors
/// When there are more bytes than the limit allows, or when they are not UTF-8; UTF-16 and UTF-32 are told by their byte order mark or by
/// the zero bytes of their first character.
pub fn decode<'b>(path: &str, bytes: &'b [u8], limits: &Limits) -> Result<&'b str, Box<Diagnostic>> {
    check_size(path, bytes.len(), limits)?;
    let not_utf8 = |headline: String| Box::new(Diagnostic::error(NOT_UTF8, headline).in_file(path).help("save the file as UTF-8"));
    let encoding = match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, _, ..] | [_, 0, 0, 0, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..] => Some("UTF-16"),
        _ => None,
    };
    if let Some(encoding) = encoding {
        return Err(not_utf8(format!("the file is encoded as {encoding}, not as UTF-8")));
    }
    str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let line = memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1;
        let what = match error.error_len() {
            Some(_) => format!("the byte 0x{:02x}", bytes[at]),
            None => "the cut-off character at the end of the file".to_owned(),
        };
        not_utf8(format!("{what} is not UTF-8 (line {line}, byte offset {at})"))
    })
}

pub(super) fn check_size(path: &str, size: usize, limits: &Limits) -> Result<(), Box<Diagnostic>> {
    let limit = limits.max_file_bytes.min(u32::MAX as usize);
    if size <= limit {
        return Ok(());
    }
    let headline = format!("the file has {size} bytes; the limit is {limit}");
    Err(Box::new(Diagnostic::error(LIMIT_EXCEEDED, headline).in_file(path).help("split it into several files")))
}

/// Reports every character that may not stand in a file as itself, wherever it stands.
pub(super) fn check_characters(text: &str, findings: &mut Findings) -> Result<(), Stop> {
    const CHUNK: usize = 64;
    for (chunk, bytes) in text.as_bytes().chunks(CHUNK).enumerate() {
        // No early exit: this form compiles to vector instructions.
        if bytes.iter().fold(false, |found, &byte| found | is_suspect(byte)) {
            for (place, _) in bytes.iter().enumerate().filter(|&(_, &byte)| is_suspect(byte)) {
                check_character(text, chunk * CHUNK + place, findings)?;
            }
        }
    }
    Ok(())
}

/// Whether a character that is refused can begin with this byte.
fn is_suspect(byte: u8) -> bool {
    (byte < 0x20) & (byte != b'\n') | matches!(byte, 0x7f | 0xc2 | 0xe2 | 0xef)
}

fn check_character(text: &str, offset: usize, findings: &mut Findings) -> Result<(), Stop> {
    let Some(character) = text.get(offset..).and_then(|rest| rest.chars().next()) else { return Ok(()) };
    let (what, help) = match character {
        '\r' if text[offset + 1..].starts_with('\n') => return Ok(()),
        '\r' => ("carriage return without a line feed".to_owned(), "end lines with LF or CRLF"),
        '\u{feff}' if offset == 0 => return Ok(()),
        '\u{feff}' => ("byte order mark past the start of the file".to_owned(), "remove it"),
        '\u{2028}' | '\u{2029}' => {
            (format!("line separator {}", escape_visible(character.encode_utf8(&mut [0; 4]))), "break the line instead")
        }
        _ if is_refused(character) => (format!("control character {}", escape_visible(character.encode_utf8(&mut [0; 4]))), "remove it"),
        _ => return Ok(()),
    };
    let span = findings.span(offset..offset + character.len_utf8());
    findings.add(Diagnostic::error(CONTROL_CHARACTER, what).at(span, "").help(help))
}

/// Whether a decoded text may not hold this character: C0 but for tab and line feed, DEL, C1, and what else XML 1.0 cannot carry.
pub(super) fn is_refused(character: char) -> bool {
    match character {
        '\t' | '\n' => false,
        '\u{fffe}' | '\u{ffff}' => true,
        _ => character.is_control(),
    }
}

/// Whether a character leaves no mark of its own or changes the order in which others are shown.
///
/// These are the default-ignorable code points of Unicode 16 (with the bidirectional controls, soft hyphen, variation selectors and tag
/// characters), the line and paragraph separators, the interlinear annotation marks and the noncharacters. White space is not among them,
/// and neither are control characters.
pub fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fdd0}'..='\u{fdef}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || character as u32 & 0xfffe == 0xfffe
}

/// Writes invisible and control characters, line ends and tabs included, as `\u{202e}`: the result is one line on which nothing hides.
pub fn escape_visible(text: &str) -> Cow<'_, str> {
    let hidden = |character: char| character.is_control() || is_invisible(character);
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if hidden(character) {
            write!(escaped, "\\u{{{:x}}}", character as u32).expect("writing to a string cannot fail");
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}
