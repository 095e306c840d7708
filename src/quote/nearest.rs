//! Turns a passage that stands nowhere into the place of the text that comes nearest to it, as a suggestion.

use std::fmt;
use std::ops::Range;

use crate::quote::fold::Folded;
use crate::quote::index::every_place;
use crate::quote::word::{is_word_boundary, is_word_char, words};

/// Words of a passage that are compared; what follows them is not looked at.
const MOST_WORDS: usize = 128;
/// Words and pairs of words that are more frequent than this in the text do not help to find the place.
const MOST_HITS: usize = 64;
/// Places that are compared in full.
const MOST_CANDIDATES: usize = 3;
/// Different words of the text that a misspelt word is compared with.
const MOST_SPELLINGS: usize = 20_000;
/// Below this likeness nothing is suggested.
const LEAST_LIKENESS: u8 = 40;

/// The place of a text that comes nearest to a passage which stands nowhere. It proves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// Where it stands: bytes of the raw text.
    pub range: Range<usize>,
    /// The raw text there.
    pub text: String,
    /// How much of the passage stands there, in percent, from 40; a misspelt word counts in part. At most 99.
    pub likeness: u8,
    /// Where the two part.
    pub difference: Difference,
}

/// Where a passage and a text part for the first time. All texts are folded.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Difference {
    /// The last words that both have before it; empty at the start.
    pub after: String,
    /// What only the passage has there; may be empty.
    pub passage: String,
    /// What only the text has there; may be empty.
    pub text: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&*self.passage, &*self.text) {
            ("", "") => write!(f, "the two differ further on")?,
            ("", text) => write!(f, "the passage leaves out `{text}`")?,
            (passage, "") => write!(f, "the passage adds `{passage}`")?,
            (passage, text) => write!(f, "the passage has `{passage}`, the text `{text}`")?,
        }
        if self.after.is_empty() { Ok(()) } else { write!(f, " after `{}`", self.after) }
    }
}

/// The words of one folded text, indexed by what they are in lower case.
#[derive(Debug)]
pub(super) struct NearestIndex {
    words: Vec<Word>,
    /// Hash of a word and its number, sorted.
    singles: Vec<(u32, u32)>,
    /// Hash of a word and the next one and its number, sorted.
    pairs: Vec<(u32, u32)>,
}

#[derive(Clone, Debug)]
struct Word {
    start: u32,
    end: u32,
    hash: u32,
}

impl Word {
    fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start as usize..self.end as usize]
    }
}

impl NearestIndex {
    /// Reads the text once: about 3 ms for 100 KB.
    pub(super) fn new(text: &str) -> Self {
        let words = hashed_words(text, usize::MAX);
        let mut singles: Vec<_> = words.iter().zip(0..).map(|(word, number)| (word.hash, number)).collect();
        let mut pairs: Vec<_> = words.windows(2).zip(0..).map(|(pair, number)| (pair_hash(pair), number)).collect();
        singles.sort_unstable();
        pairs.sort_unstable();
        NearestIndex { words, singles, pairs }
    }

    /// The place nearest to a folded passage that does not stand in the text, unless nothing is like it.
    ///
    /// The cost is that of one plain search of the text, and of comparing [`MOST_CANDIDATES`] places word by word with the first
    /// [`MOST_WORDS`] words of the passage; a single misspelt word is compared with at most [`MOST_SPELLINGS`] others.
    pub(super) fn nearest(&self, folded: &Folded, raw: &str, passage: &str) -> Option<Nearest> {
        let text = folded.as_str();
        let (place, likeness) = cut_words(folded, raw, passage).or_else(|| self.aligned(text, passage))?;
        let place = with_edges(text, place, passage);
        let range = folded.raw_range(place.clone());
        let difference = Difference::between(passage, &text[place]);
        (likeness >= LEAST_LIKENESS).then(|| Nearest { text: raw[range.clone()].to_owned(), range, likeness: likeness.min(99), difference })
    }

    /// The best of the places that share most words with the passage, in their order.
    fn aligned(&self, text: &str, passage: &str) -> Option<(Range<usize>, u8)> {
        let sought = hashed_words(passage, MOST_WORDS);
        let from_pairs = hits(&self.pairs, sought.windows(2).map(pair_hash));
        let from_singles = || hits(&self.singles, sought.iter().map(|word| word.hash));
        let shifts = [from_pairs].into_iter().chain(std::iter::once_with(from_singles)).find(|shifts| !shifts.is_empty());
        let shifts = shifts.or_else(|| self.misspelt(text, passage, &sought))?;
        let best = densest(&shifts)
            .into_iter()
            .map(|shift| self.align(text, passage, &sought, shift))
            .min_by_key(|&(cost, start, _)| (cost, start));
        let (cost, start, end) = best?;
        let likeness = 100_u32.saturating_sub(100 * cost / (DIFFERENT * sought.len() as u32));
        (start < end).then(|| (self.words[start].start as usize..self.words[end - 1].end as usize, likeness as u8))
    }

    /// Where the longest word of the passage may stand in another spelling.
    fn misspelt(&self, text: &str, passage: &str, sought: &[Word]) -> Option<Vec<i64>> {
        let (at, longest) = sought.iter().enumerate().rev().max_by_key(|(_, word)| word.end - word.start)?;
        let longest = longest.of(passage).to_lowercase();
        let length = longest.chars().count();
        let (_, number) = self
            .singles
            .chunk_by(|left, right| left.0 == right.0)
            .take(MOST_SPELLINGS)
            .filter_map(|same| {
                let number = same[0].1;
                let word = self.words[number as usize].of(text);
                let is_close = word.len().abs_diff(longest.len()) <= 4 && word.len() < 64;
                let distance = is_close.then(|| strsim::osa_distance(&word.to_lowercase(), &longest))?;
                (distance * 3 <= length).then_some((distance, number))
            })
            .min()?;
        Some(vec![i64::from(number) - at as i64])
    }

    /// The cheapest way to make the passage of words of the text near this shift: its cost, first word and the word after the last.
    fn align(&self, text: &str, passage: &str, sought: &[Word], shift: i64) -> (u32, usize, usize) {
        let slack = 6 + sought.len() / 8;
        let first = usize::try_from(shift - slack as i64).unwrap_or(0).min(self.words.len());
        let last = usize::try_from(shift + (sought.len() + slack) as i64).unwrap_or(0).min(self.words.len()).max(first);
        let window = &self.words[first..last];
        // One row per word of the passage: the least cost of a path that ends before each word of the window, and where it began.
        let mut row: Vec<(u32, usize)> = (0..=window.len()).map(|start| (0, start)).collect();
        for word in sought {
            let mut corner = row[0];
            row[0].0 += DIFFERENT;
            for (column, other) in window.iter().enumerate() {
                let replaced = (corner.0 + replacement_cost(word, passage, other, text), corner.1);
                let added = (row[column + 1].0 + DIFFERENT, row[column + 1].1);
                let skipped = (row[column].0 + SKIPPED, row[column].1);
                corner = row[column + 1];
                // Of equal paths the one that puts a word for a word.
                row[column + 1] = [replaced, added, skipped].into_iter().min_by_key(|&(cost, _)| cost).expect("three paths");
            }
        }
        let (end, &(cost, start)) =
            row.iter().enumerate().rev().min_by_key(|&(_, &(cost, _))| cost).expect("a row has at least one column");
        (cost, first + start, first + end)
    }
}

/// What it costs that the text has a word more.
const SKIPPED: u32 = 3;
/// What it costs that a word of the passage is another one or none in the text.
const DIFFERENT: u32 = 4;

fn replacement_cost(left: &Word, left_text: &str, right: &Word, right_text: &str) -> u32 {
    let (left_word, right_word) = (left.of(left_text), right.of(right_text));
    if left.hash == right.hash {
        return u32::from(left_word != right_word);
    }
    let longer = left_word.len().max(right_word.len());
    let (left_bytes, right_bytes) = (left_word.as_bytes(), right_word.as_bytes());
    let may_be_like = (3..=48).contains(&longer)
        && left_bytes.len().abs_diff(right_bytes.len()) * 2 <= longer
        && (left_bytes[0] == right_bytes[0] || left_bytes.last() == right_bytes.last());
    if may_be_like && strsim::levenshtein(left_word, right_word) * 5 <= longer * 2 { 2 } else { DIFFERENT }
}

fn hashed_words(text: &str, most: usize) -> Vec<Word> {
    let hash = |range: Range<usize>| Word { start: range.start as u32, end: range.end as u32, hash: hash(&text[range]) };
    words(text).take(most).map(hash).collect()
}

/// FNV-1a of the word in lower case: equal from run to run. A clash of two words makes a suggestion worse, nothing else.
fn hash(word: &str) -> u32 {
    let add = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    if word.is_ascii() {
        return word.bytes().map(|byte| byte.to_ascii_lowercase()).fold(0x811c_9dc5, add);
    }
    word.to_lowercase().bytes().fold(0x811c_9dc5, add)
}

fn pair_hash(pair: &[Word]) -> u32 {
    pair[0].hash.rotate_left(5).wrapping_mul(0x9e37_79b1) ^ pair[1].hash
}

/// By how many words the text and the passage are shifted at each hit that is not too frequent, sorted.
fn hits(index: &[(u32, u32)], sought: impl Iterator<Item = u32>) -> Vec<i64> {
    let mut shifts = Vec::new();
    for (hash, at) in sought.zip(0_i64..) {
        let from = index.partition_point(|entry| entry.0 < hash);
        let found = index[from..].iter().take(MOST_HITS + 1).take_while(|entry| entry.0 == hash);
        if found.clone().count() <= MOST_HITS {
            shifts.extend(found.map(|entry| i64::from(entry.1) - at));
        }
    }
    shifts.sort_unstable();
    shifts
}

/// The shifts round which most hits gather, the densest first, the earliest of equals first.
fn densest(shifts: &[i64]) -> Vec<i64> {
    const NEAR: i64 = 6;
    let mut groups: Vec<(usize, i64)> = Vec::new();
    let mut end = 0;
    for (start, &shift) in shifts.iter().enumerate() {
        while shifts.get(end).is_some_and(|&other| other - shift <= NEAR) {
            end += 1;
        }
        let count = end - start;
        match groups.last_mut() {
            Some(group) if shift - group.1 <= NEAR => {
                if count > group.0 {
                    *group = (count, shift);
                }
            }
            _ => groups.push((count, shift)),
        }
    }
    groups.sort_by_key(|&(count, shift)| (usize::MAX - count, shift));
    groups.into_iter().take(MOST_CANDIDATES).map(|(_, shift)| shift).collect()
}

/// Where the passage stands as a whole but cuts a word at its end or start, with those words whole.
fn cut_words(folded: &Folded, raw: &str, passage: &str) -> Option<(Range<usize>, u8)> {
    const MOST_BYTES: usize = 64;
    // Less than this stands in too many words to mean one.
    const LEAST_BYTES: usize = 3;
    let text = folded.as_str();
    let place = every_place(text, passage).next().filter(|place| place.len() >= LEAST_BYTES)?;
    let is_end = |&at: &usize| text.is_char_boundary(at) && is_word_boundary(folded, raw, at);
    let start = (place.start.saturating_sub(MOST_BYTES)..=place.start).rev().find(is_end).unwrap_or(place.start);
    let end = (place.end..=text.len().min(place.end + MOST_BYTES)).find(is_end).unwrap_or(place.end);
    Some((start..end, (100 * passage.len() / (end - start)).max(LEAST_LIKENESS.into()) as u8))
}

/// The place with the punctuation that stands round it, where the passage has some there too.
fn with_edges(text: &str, place: Range<usize>, passage: &str) -> Range<usize> {
    let is_edge = |&sign: &char| !is_word_char(sign) && !sign.is_whitespace();
    let leading = passage.chars().take_while(is_edge).count();
    let trailing = passage.chars().rev().take_while(is_edge).count();
    let before: usize = text[..place.start].chars().rev().take(leading).take_while(is_edge).map(char::len_utf8).sum();
    let after: usize = text[place.end..].chars().take(trailing).take_while(is_edge).map(char::len_utf8).sum();
    place.start - before..place.end + after
}

impl Difference {
    /// Compares the beginnings of two folded texts, up to a few hundred words.
    fn between(passage: &str, text: &str) -> Self {
        /// How far apart the two may be before they meet again.
        const FARTHEST: usize = 16;
        const AFTER: usize = 3;
        let (ours, theirs) = (tokens(passage), tokens(text));
        let same = ours.iter().zip(&theirs).take_while(|(our, their)| our.as_str(passage) == their.as_str(text)).count();
        let (our_rest, their_rest) = (&ours[same..], &theirs[same..]);
        let meets = |&(our, their): &(usize, usize)| {
            let (our, their) = (our_rest.get(our..), their_rest.get(their..));
            our.zip(their).is_some_and(|(our, their)| {
                let mut pairs = our.iter().map(|token| token.as_str(passage)).zip(their.iter().map(|token| token.as_str(text))).take(2);
                if our.is_empty() || their.is_empty() { our.len() == their.len() } else { pairs.all(|(our, their)| our == their) }
            })
        };
        let steps = (1..=FARTHEST).flat_map(|total| (0..=total).map(move |our| (our, total - our)));
        let (our, their) = steps.clone().find(meets).unwrap_or((our_rest.len().min(4), their_rest.len().min(4)));
        let slice = |whole: &str, tokens: &[Token]| match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => whole[first.start..last.end].trim().to_owned(),
            _ => String::new(),
        };
        Difference {
            after: slice(passage, &ours[same.saturating_sub(AFTER)..same]),
            passage: slice(passage, &our_rest[..our]),
            text: slice(text, &their_rest[..their]),
        }
    }
}

/// A word or another sign, with the space before it.
struct Token {
    start: usize,
    end: usize,
}

impl Token {
    fn as_str<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

fn tokens(text: &str) -> Vec<Token> {
    const MOST: usize = 400;
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].trim_start().chars().next()
        && tokens.len() < MOST
    {
        let space = text[at..].len() - text[at..].trim_start().len();
        let start = at + space;
        let word = is_word_char(first).then(|| words(&text[start..]).next()).flatten();
        let length = word.map_or(first.len_utf8(), |word| word.end);
        tokens.push(Token { start: at, end: start + length });
        at = start + length;
    }
    tokens
}
