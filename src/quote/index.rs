//! Turns a folded text into an index of its words, which finds all places of a passage without reading the text again.

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;

use crate::quote::fold::Folded;
use crate::quote::word::{is_word_boundary, is_word_char, words};

/// A shorter folded text, in bytes, is searched from its begin for each passage: that takes no longer than making the index for a few
/// hundred.
const SMALL: usize = 64 * 1024;
/// How many bytes of the text after each word begin the index is sorted by. Bounds the cost of sorting a text that repeats itself.
const DEPTH: usize = 32;
/// The longest text, in bytes, that is searched for without preparation.
const LONGEST_HEAD: usize = 32;
/// With more words than this to compare with, a plain search of the text is faster and its cost is bounded.
const MANY: usize = 4096;
/// At most this many places of one passage are looked at: one that stands more often proves nothing.
pub(super) const MOST_PLACES: usize = 20_000;

/// The begins of all words of one folded text, sorted by the next [`DEPTH`] bytes, then by place. Made when it is first needed.
#[derive(Debug, Default)]
pub(super) struct WordIndex {
    begins: OnceLock<Vec<u32>>,
}

impl WordIndex {
    /// The places of a folded passage at which it cuts no word: byte ranges of the folded text, in order, at most [`MOST_PLACES`].
    ///
    /// A passage without a word stands nowhere. Each text needs an index of its own.
    pub(super) fn places(&self, folded: &Folded, raw: &str, passage: &str) -> Vec<Range<usize>> {
        let is_small = folded.as_str().len() < SMALL;
        if is_small { searched_places(folded, raw, passage) } else { self.indexed_places(folded, raw, passage) }
    }

    /// The same, by looking the first word up.
    pub(super) fn indexed_places(&self, folded: &Folded, raw: &str, passage: &str) -> Vec<Range<usize>> {
        let text = folded.as_str();
        let Some(lead) = passage.find(is_word_char) else { return Vec::new() };
        let begins = self.begins.get_or_init(|| sorted_begins(text));
        let sought = &passage.as_bytes()[lead..passage.len().min(lead + DEPTH)];
        let cut = |begin: u32| &key(text, begin)[..sought.len().min(key(text, begin).len())];
        let from = begins.partition_point(|&begin| cut(begin) < sought);
        let count = begins[from..].partition_point(|&begin| cut(begin) == sought);
        if count > MANY {
            return searched_places(folded, raw, passage);
        }
        let stands_at = |&begin: &u32| {
            let start = (begin as usize).checked_sub(lead)?;
            text.as_bytes()[start..].starts_with(passage.as_bytes()).then(|| start..start + passage.len())
        };
        let is_whole = |place: &Range<usize>| cuts_no_word(folded, raw, place);
        let mut places: Vec<_> = begins[from..from + count].iter().filter_map(stands_at).filter(is_whole).collect();
        places.sort_unstable_by_key(|place| place.start);
        places
    }
}

/// The same as [`WordIndex::places`], by reading the whole text.
pub(super) fn searched_places(folded: &Folded, raw: &str, passage: &str) -> Vec<Range<usize>> {
    if !passage.contains(is_word_char) {
        return Vec::new();
    }
    every_place(folded.as_str(), passage).filter(|place| cuts_no_word(folded, raw, place)).take(MOST_PLACES).collect()
}

fn cuts_no_word(folded: &Folded, raw: &str, place: &Range<usize>) -> bool {
    is_word_boundary(folded, raw, place.start) && is_word_boundary(folded, raw, place.end)
}

/// About 1.5 ms for 100 KB.
fn sorted_begins(text: &str) -> Vec<u32> {
    let mut keyed: Vec<_> = words(text).map(|word| (head(text, word.start), word.start as u32)).collect();
    keyed.sort_unstable_by(|&(left, left_at), &(right, right_at)| {
        left.cmp(&right).then_with(|| key(text, left_at).cmp(key(text, right_at))).then(left_at.cmp(&right_at))
    });
    keyed.into_iter().map(|(_, at)| at).collect()
}

/// Every place of a text in another, overlapping ones too, in order.
pub(super) fn every_place<'t>(text: &'t str, sought: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let (text, sought) = (text.as_bytes(), sought.as_bytes());
    // A search for a short beginning needs no preparation. Where it is met too often for that to pay, the whole is searched for.
    let mut finder = memmem::Finder::new(&sought[..sought.len().min(LONGEST_HEAD)]);
    let mut compared = 0;
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + finder.find(text.get(from..)?)?;
            from = start + 1;
            if text[start..].starts_with(sought) {
                return Some(start..start + sought.len());
            }
            compared += sought.len();
            if compared > text.len() && finder.needle().len() < sought.len() {
                finder = memmem::Finder::new(sought);
            }
        }
    })
}

/// The bytes that a word begin is sorted by.
fn key(text: &str, begin: u32) -> &[u8] {
    let begin = begin as usize;
    &text.as_bytes()[begin..text.len().min(begin + DEPTH)]
}

/// The first eight bytes as a number that sorts like them.
fn head(text: &str, begin: usize) -> u64 {
    let mut bytes = [0; 8];
    let head = &text.as_bytes()[begin..text.len().min(begin + 8)];
    bytes[..head.len()].copy_from_slice(head);
    u64::from_be_bytes(bytes)
}
