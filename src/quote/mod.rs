//! Turns a passage and a stored text into a proof that the passage stands there, or into the nearest place.
//!
//! Both are folded first: Unicode NFC, runs of white space to one space, variants of quote marks and dashes to one sign, soft hyphens
//! dropped. Case, every word and every other sign are kept, and a passage cuts no word at its ends. It stands there exactly or not at all;
//! what comes near is only suggested.
//!
//! `[…]`, `[...]`, `…` and `...` in a passage stand for words left out, unless the passage stands in the text with just these signs; beside
//! a round bracket, as in `(…)`, they are always signs of the text.

mod fold;
mod index;
mod nearest;
mod quotation;
mod word;

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use memchr::memchr2_iter;

pub use self::nearest::{Difference, Nearest};
pub use self::quotation::Quotation;
pub use self::word::{HiddenWord, Turn};

use self::fold::{Folded, fold, is_double_mark, is_single_mark};
use self::index::{MOST_PLACES, WordIndex};
use self::nearest::NearestIndex;
use self::word::{is_word_char, leading_words, turning_words};

/// The most characters of the folded text that one omission of a passage may stand for.
pub const LONGEST_GAP: usize = 300;
/// The most parts that omissions may divide a passage into.
pub const MOST_PARTS: usize = 16;
/// The most places that are listed where a passage stands in several.
pub const LISTED_PLACES: usize = 8;

/// A text in the form in which passages are compared, without white space at its ends.
pub fn folded(text: &str) -> String {
    fold(text).into_owned()
}

/// A source text as it is stored, made ready for looking up many passages.
///
/// Indexes and quotations are made once, when they are first used. Takes about twice the bytes of the text, and five times more once a
/// passage was not found. May be shared between threads.
#[derive(Debug)]
pub struct StoredText {
    raw: Arc<str>,
    folded: Folded,
    words: WordIndex,
    nearest: OnceLock<NearestIndex>,
    quotations: OnceLock<Vec<Quotation>>,
}

/// What is looked up: a passage and, to tell equal ones apart, the words beside it (after the W3C Web Annotation `TextQuoteSelector`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Selector<'p> {
    /// The words as they stand in the text, without the quote marks round them.
    pub passage: &'p str,
    /// The words directly before; white space and quote marks between do not count.
    pub prefix: Option<&'p str>,
    /// The words directly after, likewise.
    pub suffix: Option<&'p str>,
}

/// That a passage stands in a text, and how. All ranges are bytes of the raw text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Where the parts of the passage stand, in order; one part where nothing is left out.
    pub parts: Vec<Range<usize>>,
    /// What is left out between the parts: one fewer than parts.
    pub gaps: Vec<Gap>,
    /// For each part the quotation that it lies within, as a position in [`StoredText::quotations`].
    pub quotations: Vec<Option<usize>>,
    /// Negation and condition words among the three words before the passage, in the same sentence, in order: the passage may have cut them
    /// off. What follows a passage is not looked at.
    pub leading: Vec<HiddenWord>,
    /// In how many places the passage stands, this one included, prefix and suffix left aside. Counted up to 20,000.
    pub places: usize,
}

/// What an omission of a passage leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The bytes between the two parts.
    pub range: Range<usize>,
    /// The negation and condition words in there, in order.
    pub hidden: Vec<HiddenWord>,
}

/// Why a passage is not proved. All ranges are bytes of the raw text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unproved {
    /// The passage, or a part of it, holds no letter and no digit.
    Empty,
    /// The passage has more than [`MOST_PARTS`] parts.
    TooManyParts {
        /// How many it has.
        parts: usize,
    },
    /// A part of the passage stands nowhere.
    NotFound {
        /// The first such part, from 0.
        part: usize,
        /// How many parts there are.
        parts: usize,
        /// The place that comes nearest to that part.
        nearest: Option<Box<Nearest>>,
    },
    /// The passage stands in several places, and the words beside it do not tell which is meant.
    Ambiguous {
        /// The first ones, at most [`LISTED_PLACES`], in order.
        places: Vec<Range<usize>>,
        /// How many there are, counted up to 20,000; with 20,000 or more of one part, how many of that part.
        count: usize,
    },
    /// The passage stands there, but not beside the words given.
    OtherContext {
        /// The first places, at most [`LISTED_PLACES`], in order.
        places: Vec<Range<usize>>,
    },
    /// The parts stand there in this order, but farther apart than an omission may be.
    GapTooLong {
        /// The first gap that is too long.
        gap: Range<usize>,
        /// Its length in characters of the folded text; more than [`LONGEST_GAP`].
        characters: usize,
    },
    /// Each part stands there, but not in this order.
    PartsOutOfOrder {
        /// The first place of each part, in the order of the passage.
        places: Vec<Range<usize>>,
    },
}

impl StoredText {
    /// Whether it was made of these bytes, and not merely of equal ones.
    pub fn is_of(&self, text: &Arc<str>) -> bool {
        Arc::ptr_eq(&self.raw, text)
    }

    /// Folds the text. About 1 ms for 100 KB.
    ///
    /// # Panics
    /// When the folded text is 4 GiB or longer: such files are refused before they are read.
    pub fn new(raw: impl Into<Arc<str>>) -> Self {
        let raw = raw.into();
        let folded = Folded::new(&raw);
        StoredText { raw, folded, words: WordIndex::default(), nearest: OnceLock::new(), quotations: OnceLock::new() }
    }

    /// The text as it is stored.
    pub fn raw(&self) -> &Arc<str> {
        &self.raw
    }

    /// The stretches between quote marks, in order; they do not overlap.
    pub fn quotations(&self) -> &[Quotation] {
        self.quotations.get_or_init(|| quotation::quotations(&self.raw))
    }

    /// The quotation that a stretch of the raw text lies within, as a position in [`StoredText::quotations`]. Quote marks, white space,
    /// points and commas at the ends of the stretch may lie outside.
    ///
    /// # Panics
    /// When the range is not one of the raw text.
    pub fn quotation_round(&self, range: Range<usize>) -> Option<usize> {
        let is_edge = |sign: char| is_double_mark(sign) || is_single_mark(sign) || sign.is_whitespace() || ".,".contains(sign);
        let stretch = &self.raw[range.clone()];
        let inner = stretch.trim_start_matches(is_edge);
        let start = range.end - inner.len();
        let end = start + inner.trim_end_matches(is_edge).len();
        let index = self.quotations().partition_point(|quotation| quotation.range.end < end);
        let quotation = &self.quotations().get(index)?.range;
        (start < end && quotation.start <= start).then_some(index)
    }

    /// Looks a passage up. Takes a few microseconds, also in a large text but for the index that is made once. A failure takes some hundred
    /// microseconds, most of them for the suggestion: one plain search of the text, and a comparison with three places, of the first 128
    /// words.
    ///
    /// A passage with signs of omission is looked up as it stands, then divided at the bracketed ones, then at all.
    ///
    /// # Errors
    /// When the passage does not stand in the text, or not in one place alone.
    pub fn find(&self, selector: &Selector) -> Result<Proof, Unproved> {
        let passage = fold(selector.passage);
        let [prefix, suffix] = [selector.prefix, selector.suffix].map(|context| context.map(fold).filter(|context| !context.is_empty()));
        let readings = readings(&passage);
        let mut unproved = Unproved::Empty;
        for parts in &readings {
            match self.prove(parts, prefix.as_deref(), suffix.as_deref()) {
                Err(failure @ (Unproved::Ambiguous { .. } | Unproved::OtherContext { .. })) => return Err(failure),
                Err(failure) => unproved = failure,
                Ok(proof) => return Ok(proof),
            }
        }
        if let Unproved::NotFound { part, nearest, .. } = &mut unproved {
            let part = readings[readings.len() - 1][*part];
            let index = self.nearest.get_or_init(|| NearestIndex::new(self.folded.as_str()));
            *nearest = index.nearest(&self.folded, &self.raw, part).map(Box::new);
        }
        Err(unproved)
    }

    /// Proves that the parts stand in this order, or says why not, without a suggestion.
    fn prove(&self, parts: &[&str], prefix: Option<&str>, suffix: Option<&str>) -> Result<Proof, Unproved> {
        if parts.is_empty() || parts.iter().any(|part| !part.contains(is_word_char)) {
            return Err(Unproved::Empty);
        }
        if parts.len() > MOST_PARTS {
            return Err(Unproved::TooManyParts { parts: parts.len() });
        }
        let mut places: Vec<_> = parts.iter().map(|part| self.words.places(&self.folded, &self.raw, part)).collect();
        if let Some(part) = places.iter().position(Vec::is_empty) {
            return Err(Unproved::NotFound { part, parts: parts.len(), nearest: None });
        }
        if let Some(common) = places.iter().find(|places| places.len() >= MOST_PLACES) {
            return Err(Unproved::Ambiguous { places: self.listed(common), count: common.len() });
        }
        let whole = |chain: &Vec<Range<usize>>| chain[0].start..chain[chain.len() - 1].end;
        let text = self.folded.as_str();
        let all = chains(text, &places);
        if all.is_empty() {
            return Err(self.not_joined(&places));
        }
        places[0].retain(|place| prefix.is_none_or(|prefix| ends_with(&text[..place.start], prefix)));
        places[parts.len() - 1].retain(|place| suffix.is_none_or(|suffix| starts_with(&text[place.end..], suffix)));
        let mut meant = chains(text, &places);
        match meant.len() {
            0 => Err(Unproved::OtherContext { places: self.listed(&all.iter().map(whole).collect::<Vec<_>>()) }),
            1 => Ok(self.proof(meant.remove(0), all.len())),
            count => Err(Unproved::Ambiguous { places: self.listed(&meant.iter().map(whole).collect::<Vec<_>>()), count }),
        }
    }

    fn proof(&self, chain: Vec<Range<usize>>, places: usize) -> Proof {
        let gap = |pair: &[Range<usize>]| {
            let folded = pair[0].end..pair[1].start;
            let raw = self.folded.raw_range(pair[0].clone()).end..self.folded.raw_range(pair[1].clone()).start;
            Gap { range: raw.start..raw.end.max(raw.start), hidden: turning_words(&self.folded, folded) }
        };
        let gaps = chain.windows(2).map(gap).collect();
        let leading = turning_words(&self.folded, leading_words(&self.folded, &self.raw, chain[0].start));
        let parts: Vec<_> = chain.into_iter().map(|part| self.folded.raw_range(part)).collect();
        let quotations = parts.iter().map(|part| self.quotation_round(part.clone())).collect();
        Proof { parts, gaps, quotations, leading, places }
    }

    /// Why parts that all stand in the text do not make one passage.
    fn not_joined(&self, places: &[Vec<Range<usize>>]) -> Unproved {
        // The earliest place of each part after the one before, then back from the last one the latest: the tightest way to end there.
        let mut chain: Vec<Range<usize>> = Vec::new();
        for part in places {
            let from = chain.last().map_or(0, |last| last.end);
            match part.get(part.partition_point(|place| place.start < from)) {
                Some(place) => chain.push(place.clone()),
                None => {
                    let places = places.iter().map(|part| self.folded.raw_range(part[0].clone())).collect();
                    return Unproved::PartsOutOfOrder { places };
                }
            }
        }
        for number in (1..chain.len()).rev() {
            let latest = places[number - 1].partition_point(|place| place.end <= chain[number].start) - 1;
            chain[number - 1] = places[number - 1][latest].clone();
        }
        let lengths = chain.windows(2).map(|pair| (pair, self.folded.as_str()[pair[0].end..pair[1].start].chars().count()));
        let (pair, characters) =
            lengths.into_iter().find(|&(_, length)| length > LONGEST_GAP).expect("parts in order and close together are proved");
        let [before, after] = [0, 1].map(|side| self.folded.raw_range(pair[side].clone()));
        Unproved::GapTooLong { gap: before.end..after.start, characters }
    }

    fn listed(&self, places: &[Range<usize>]) -> Vec<Range<usize>> {
        places.iter().take(LISTED_PLACES).map(|place| self.folded.raw_range(place.clone())).collect()
    }
}

impl<'p> Selector<'p> {
    /// Looks for a passage that stands in one place alone.
    pub fn new(passage: &'p str) -> Self {
        Selector { passage, prefix: None, suffix: None }
    }
}

impl Proof {
    /// From the first byte of the first part to the last one of the last.
    pub fn range(&self) -> Range<usize> {
        self.parts[0].start..self.parts[self.parts.len() - 1].end
    }

    /// Whether each part lies within a quotation, not always the same one.
    pub fn is_inside_quotation(&self) -> bool {
        self.quotations.iter().all(Option::is_some)
    }

    /// The negation word nearest to the passage among the three words before it, in the same sentence.
    pub fn leading_negation(&self) -> Option<&HiddenWord> {
        self.leading.iter().rev().find(|word| word.turn == Turn::Negation)
    }
}

impl fmt::Display for Unproved {
    /// One line without places and suggestions: lower case, no full stop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unproved::Empty => write!(f, "passage without words"),
            Unproved::TooManyParts { parts } => write!(f, "passage of {parts} parts; at most {MOST_PARTS} are looked up"),
            Unproved::NotFound { parts: 1, .. } => write!(f, "passage not found"),
            Unproved::NotFound { part, parts, .. } => write!(f, "part {} of {parts} of the passage not found", part + 1),
            Unproved::Ambiguous { count, .. } => {
                write!(f, "passage found in {count}{} places", if *count < MOST_PLACES { "" } else { " or more" })
            }
            Unproved::OtherContext { .. } => write!(f, "passage found, but not beside the given prefix and suffix"),
            Unproved::GapTooLong { characters, .. } => {
                write!(f, "parts of the passage stand {characters} characters apart; an omission may be at most {LONGEST_GAP}")
            }
            Unproved::PartsOutOfOrder { .. } => write!(f, "parts of the passage stand in another order"),
        }
    }
}

impl std::error::Error for Unproved {}

/// The ways to read the signs of omission in a folded passage, the most literal first: none, the bracketed ones, all. Never empty; equal
/// ones once.
fn readings(passage: &str) -> Vec<Vec<&str>> {
    let signs = omissions(passage);
    if signs.is_empty() {
        return vec![vec![passage]];
    }
    let bracketed: Vec<_> = signs.iter().filter(|sign| passage[sign.start..].starts_with('[')).cloned().collect();
    let mut readings = vec![vec![passage]];
    for signs in [bracketed, signs] {
        let starts = std::iter::once(0).chain(signs.iter().map(|sign| sign.end));
        let ends = signs.iter().map(|sign| sign.start).chain([passage.len()]);
        let parts: Vec<_> = starts.zip(ends).map(|(start, end)| passage[start..end].trim()).filter(|part| !part.is_empty()).collect();
        if readings.last() != Some(&parts) {
            readings.push(parts);
        }
    }
    readings
}

/// The signs of omission in a folded passage: `[…]`, `[...]`, and three points by themselves, but not beside a round bracket. Of more than
/// three points the last three count. A bare `…` is none: one sign in the place of another must never leave a passage that is proved.
fn omissions(passage: &str) -> Vec<Range<usize>> {
    let mut signs: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let point = |text: &str| memchr2_iter(b'.', "…".as_bytes()[0], text.as_bytes()).find(|&at| text[at..].starts_with(['…', '.']));
    while let Some(offset) = point(&passage[at..]) {
        let run = at + offset;
        let points = passage[run..].len() - passage[run..].trim_start_matches('.').len();
        at = run + if points == 0 { '…'.len_utf8() } else { points };
        if matches!(points, 1 | 2) {
            continue;
        }
        let start = run + points.saturating_sub(3);
        let (before, after) = (passage[..start].trim_end(), passage[at..].trim_start());
        if before.ends_with('(') || after.starts_with(')') {
            continue;
        }
        if before.ends_with('[') && after.starts_with(']') {
            at = passage.len() - after.len() + 1;
            signs.push(before.len() - 1..at);
        } else if points > 0 {
            signs.push(start..at);
        }
    }
    signs
}

/// The ways in which the parts stand one after the other, [`LONGEST_GAP`] apart at most, in order: from each place of the first part the
/// next possible ones. Of those that end in the same place only the shortest is kept.
fn chains(text: &str, places: &[Vec<Range<usize>>]) -> Vec<Vec<Range<usize>>> {
    let is_close = |gap: Range<usize>| gap.len() <= LONGEST_GAP * 4 && text[gap].chars().count() <= LONGEST_GAP;
    // For each place of a part the place of the next part that it goes on with; from the last part to the first.
    let mut onward: Vec<Vec<Option<usize>>> = Vec::new();
    for (number, part) in places.iter().enumerate().rev() {
        let Some(next) = places.get(number + 1) else {
            onward.push(vec![Some(0); part.len()]);
            continue;
        };
        let possible: Vec<_> = (0..next.len()).filter(|&place| onward.last().is_some_and(|onward| onward[place].is_some())).collect();
        let go_on = |place: &Range<usize>| {
            let first = possible.partition_point(|&other| next[other].start < place.end);
            possible.get(first).copied().filter(|&other| is_close(place.end..next[other].start))
        };
        onward.push(part.iter().map(go_on).collect());
    }
    onward.reverse();
    let mut chains: Vec<Vec<Range<usize>>> = Vec::new();
    for first in 0..places[0].len() {
        let mut chain = Vec::with_capacity(places.len());
        let mut place = first;
        for (part, onward) in places.iter().zip(&onward) {
            let Some(next) = onward[place] else { break };
            chain.push(part[place].clone());
            place = next;
        }
        if chain.len() == places.len() {
            if chains.last().is_some_and(|last| last.last() == chain.last()) {
                chains.pop();
            }
            chains.push(chain);
        }
    }
    chains
}

fn is_beside(sign: char) -> bool {
    matches!(sign, ' ' | '"' | '\'')
}

/// Whether the text ends with these words, white space aside, or quote marks too.
fn ends_with(text: &str, prefix: &str) -> bool {
    let bare = prefix.trim_end_matches(is_beside);
    text.trim_end().ends_with(prefix) || !bare.is_empty() && text.trim_end_matches(is_beside).ends_with(bare)
}

/// Whether the text starts with these words, white space aside, or quote marks too.
fn starts_with(text: &str, suffix: &str) -> bool {
    let bare = suffix.trim_start_matches(is_beside);
    text.trim_start().starts_with(suffix) || !bare.is_empty() && text.trim_start_matches(is_beside).starts_with(bare)
}

#[cfg(test)]
#[cfg(test)]
mod tests;
