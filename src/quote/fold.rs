//! Turns a text into its folded form, in which passages are looked up, and keeps the way back to the bytes of the text.
//!
//! Folding drops soft hyphens, composes (Unicode NFC), and makes one sign of the variants of white space, quote marks and dashes. Folding a
//! folded text changes nothing.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, decompose_canonical};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

const SOFT_HYPHEN: char = '\u{ad}';

/// A folded text and where each byte of it comes from.
#[derive(Clone, Debug, Default)]
pub(super) struct Folded {
    text: String,
    /// In the order of the text, without holes. The last one is empty and marks the end.
    pieces: Vec<Piece>,
}

/// Where a stretch of the folded text begins, here and in the raw text; it ends where the next one begins.
#[derive(Clone, Copy, Debug)]
struct Piece {
    folded: u32,
    raw: u32,
    /// The stretch stands in both texts byte by byte; else it stands for the raw stretch as a whole.
    same: bool,
}

impl Folded {
    /// Folds a text. White space at its ends is kept as one space.
    ///
    /// # Panics
    /// When the folded text is 4 GiB or longer.
    pub(super) fn new(raw: &str) -> Self {
        let mut folded = Folded { text: String::with_capacity(raw.len()), pieces: Vec::new() };
        let mut at = 0;
        while let Some(first) = raw[at..].chars().next() {
            let same = same_length(&raw.as_bytes()[at..]);
            if same > 0 {
                let begin = folded.text.len();
                folded.text.push_str(&raw[at..at + same]);
                folded.add_piece(begin, at, true);
                at += same;
                continue;
            }
            let rest = &raw[at..];
            let end = if first == SOFT_HYPHEN {
                at + first.len_utf8()
            } else if first.is_whitespace() {
                at + rest.find(|sign: char| !sign.is_whitespace() && sign != SOFT_HYPHEN).unwrap_or(rest.len())
            } else {
                at + cluster_length(rest)
            };
            let begin = folded.text.len();
            if first.is_whitespace() {
                folded.text.push(' ');
            } else if end - at == first.len_utf8() && composes_alone(first) {
                if first != SOFT_HYPHEN {
                    folded.text.push(fold_sign(first));
                }
            } else {
                folded.text.extend(raw[at..end].chars().filter(|&sign| sign != SOFT_HYPHEN).nfc().map(fold_sign));
            }
            let same = folded.text[begin..] == raw[at..end];
            folded.add_piece(begin, at, same);
            at = end;
        }
        folded.add_piece(folded.text.len(), raw.len(), false);
        folded
    }

    fn add_piece(&mut self, folded: usize, raw: usize, same: bool) {
        if !(same && self.pieces.last().is_some_and(|piece| piece.same)) {
            let to_u32 = |offset| u32::try_from(offset).expect("a source text is shorter than 4 GiB");
            self.pieces.push(Piece { folded: to_u32(folded), raw: to_u32(raw), same });
        }
    }

    /// The folded text.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The raw bytes that a stretch of the folded text stands for. A sign that was composed from several is never split.
    pub(super) fn raw_range(&self, folded: Range<usize>) -> Range<usize> {
        let index = self.piece_at(folded.start);
        let piece = self.pieces[index];
        let start = piece.raw as usize + if piece.same { folded.start - piece.folded as usize } else { 0 };
        if folded.is_empty() {
            return start..start;
        }
        let index = self.piece_at(folded.end - 1);
        let piece = self.pieces[index];
        let end = if piece.same { piece.raw as usize + folded.end - piece.folded as usize } else { self.pieces[index + 1].raw as usize };
        start..end
    }

    /// The number of the piece that holds this byte.
    fn piece_at(&self, folded: usize) -> usize {
        self.pieces.partition_point(|piece| piece.folded as usize <= folded) - 1
    }
}

/// The text folded, without white space at its ends.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    // White space at the very end is left to the slow way, which is no matter: it is cut off.
    if same_length(text.as_bytes()) == text.trim_end_matches(' ').len() {
        return Cow::Borrowed(text.trim());
    }
    Cow::Owned(Folded::new(text).text.trim().to_owned())
}

/// How many bytes at the start of a text are folded to themselves whatever follows: ASCII words with single spaces between them.
fn same_length(bytes: &[u8]) -> usize {
    let is_sign = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_graphic);
    let mut end = 0;
    while is_sign(end) || (bytes.get(end) == Some(&b' ') && is_sign(end + 1)) {
        end += 1;
    }
    // A mark that is no ASCII may belong to the last character.
    match bytes.get(end) {
        Some(next) if !next.is_ascii() => end.saturating_sub(1),
        _ => end,
    }
}

/// Whether it is a double quote mark of any shape.
pub(super) fn is_double_mark(sign: char) -> bool {
    matches!(sign, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// Whether it is a single quote mark or apostrophe of any shape.
pub(super) fn is_single_mark(sign: char) -> bool {
    matches!(sign, '\'' | '‘' | '’' | 'ʼ' | '‚' | '‛' | '‹' | '›' | '＇')
}

/// Whether it is a dash or hyphen of any shape.
pub(super) fn is_dash(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn fold_sign(sign: char) -> char {
    match sign {
        _ if sign.is_ascii_alphanumeric() => sign,
        _ if is_double_mark(sign) => '"',
        _ if is_single_mark(sign) => '\'',
        _ if is_dash(sign) => '-',
        _ => sign,
    }
}

/// The length of the shortest beginning of the text after which composing may start anew. At least one character.
fn cluster_length(text: &str) -> usize {
    let mut length = 0;
    for (at, sign) in text.char_indices() {
        if sign == SOFT_HYPHEN {
            continue;
        }
        if at > 0 && (sign.is_whitespace() || starts_cluster(sign)) {
            break;
        }
        length = at + sign.len_utf8();
    }
    length
}

/// Whether composing leaves everything before this character alone: it is, or decomposes to, a starter that never joins the one before.
fn starts_cluster(sign: char) -> bool {
    if composes_alone(sign) {
        return true;
    }
    let mut first = None;
    decompose_canonical(sign, |part| {
        first.get_or_insert(part);
    });
    let first = first.unwrap_or(sign);
    canonical_combining_class(first) == 0 && is_nfc_quick(std::iter::once(first)) == IsNormalized::Yes
}

/// A quick yes for the scripts and signs that are met most: composing leaves the character itself and everything before it alone.
fn composes_alone(sign: char) -> bool {
    matches!(sign, '\0'..='\u{2ff}' | '\u{400}'..='\u{482}' | '\u{48a}'..='\u{52f}' | '\u{2010}'..='\u{203a}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn variants_fold_to_one_sign() {
        for (text, folded) in [
            ("a \t\r\n b\u{a0}\u{2003}c\u{3000}d", "a b c d"),
            ("“a” „b‟ «c» \"d\"", "\"a\" \"b\" \"c\" \"d\""),
            ("‘a’ ʼb' ‹c› ‚d‛", "'a' 'b' 'c' 'd'"),
            ("a-b–c—d‑e−f", "a-b-c-d-e-f"),
            ("mora\u{ad}torium \u{ad} x", "moratorium x"),
            ("cafe\u{301} cafe\u{ad}\u{301}", "café café"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("и\u{306} \u{212b}", "й Å"),
            ("No … [...] 5% §", "No … [...] 5% §"),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn folded_bytes_lead_back_to_raw_bytes() {
        let raw = "Il e\u{301}tait\r\n\r\n“l’ac\u{ad}cord” – 한";
        let folded = Folded::new(raw);
        for (part, expected) in [
            ("était", "e\u{301}tait"),
            ("accord", "ac\u{ad}cord"),
            ("\"l'ac", "“l’ac"),
            ("t \"", "t\r\n\r\n“"),
            ("- 한", "– 한"),
            ("한", "한"),
        ] {
            let at = folded.as_str().find(part).unwrap();
            assert_eq!(&raw[folded.raw_range(at..at + part.len())], expected);
        }
        assert_eq!(folded.raw_range(0..folded.as_str().len()), 0..raw.len());
    }

    proptest! {
        #[test]
        fn folding_is_composing_and_settles_at_once(text in concat!(
            "([a-e \u{300}-\u{345}\u{ad}\"“’–\u{1100}-\u{1112}\u{1161}-\u{1175}\u{11a8}-\u{11c2}",
            "\u{9c7}\u{9be}\u{958}\u{1fef}\u{37e}\u{2000}]|\\PC){0,24}",
        )) {
            let folded = Folded::new(&text);
            let again = Folded::new(folded.as_str());
            prop_assert_eq!(again.as_str(), folded.as_str());
            let mut whole = String::new();
            for sign in text.chars().filter(|&sign| sign != SOFT_HYPHEN).nfc().map(fold_sign) {
                match sign.is_whitespace() {
                    true if whole.ends_with(' ') => {}
                    true => whole.push(' '),
                    false => whole.push(sign),
                }
            }
            prop_assert_eq!(folded.as_str(), &whole);
            let mut end = 0;
            for (at, sign) in folded.as_str().char_indices() {
                let range = folded.raw_range(at..at + sign.len_utf8());
                prop_assert!(fold(&text[range.clone()]).contains(sign) || sign == ' ');
                prop_assert!(range.start <= range.end && end <= range.end);
                end = range.end;
            }
        }
    }
}
