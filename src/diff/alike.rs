//! How alike two records are: by the words that they share, in per cent.

use std::cmp::Reverse;

use crate::model::shape::Kind;

use super::value::Value;

/// The words of a record, each as often as it stands there, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Words(Vec<String>);

impl Words {
    /// All words of a value.
    pub fn of(value: &Value) -> Words {
        let mut words = Words::default();
        value.texts().into_iter().for_each(|text| words.add(text));
        words.0.sort();
        words
    }

    /// The words of the free texts of a value: names, titles, summaries, passages. What stands on closed lists, dates and references say
    /// little about what a record is.
    pub fn of_texts(kind: &Kind, value: &Value) -> Words {
        let mut words = Words::default();
        words.collect(kind, value);
        words.0.sort();
        words
    }

    /// Adds the words of another record.
    pub fn extend(&mut self, other: Words) {
        self.0.extend(other.0);
        self.0.sort();
    }

    fn collect(&mut self, kind: &Kind, value: &Value) {
        match (kind, value) {
            (Kind::Text | Kind::Passage | Kind::Url | Kind::Sha256 | Kind::FileName, Value::Text(text)) => self.add(text),
            (Kind::List(item), Value::List(items)) => items.iter().for_each(|value| self.collect(item, value)),
            (Kind::Map(_, kind), Value::Map(entries)) => entries.values().for_each(|value| self.collect(kind, value)),
            (Kind::Record(shape), Value::Record(fields)) => {
                for (key, value) in fields {
                    if let Some(field) = shape.field(key) {
                        self.collect(&field.kind, value);
                    }
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        let words = text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).filter(|word| !word.is_empty());
        self.0.extend(words.map(str::to_lowercase));
    }

    /// How alike the two are, from 0 (no word in common) to 100 (the same words): twice the words in common among all words of both.
    /// The same from either side. Two without words are not alike.
    pub fn alike(&self, other: &Words) -> u8 {
        let (mut left, mut right, mut common) = (0, 0, 0usize);
        while let (Some(a), Some(b)) = (self.0.get(left), other.0.get(right)) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => left += 1,
                std::cmp::Ordering::Greater => right += 1,
                std::cmp::Ordering::Equal => (left, right, common) = (left + 1, right + 1, common + 1),
            }
        }
        let all = self.0.len() + other.0.len();
        (200 * common).checked_div(all).unwrap_or(0) as u8
    }
}

/// The most words that are compared to find out which records are alike: 600 removed records of usual size against 600 added ones.
const MOST_WORDS: usize = 50_000_000;

/// Whether so many words may be compared.
pub fn is_affordable(old: &[Words], new: &[Words]) -> bool {
    let sum = |all: &[Words]| all.iter().map(|words| words.0.len() + 1).sum::<usize>();
    sum(old).saturating_mul(new.len()).saturating_add(sum(new).saturating_mul(old.len())) <= MOST_WORDS
}

/// Pairs of the most alike first: each item of either side in at most one pair, each pair at least `least` alike. Gives the positions
/// and the score; none where [`is_affordable`] says that there are too many.
pub fn pairs(old: &[Words], new: &[Words], least: u8, may: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize, u8)> {
    if !is_affordable(old, new) {
        return Vec::new();
    }
    let all = (0..old.len()).flat_map(|i| (0..new.len()).map(move |j| (0, i, j))).filter(|(_, i, j)| may(*i, *j));
    pairs_of(all, old, new, least)
}

/// The same among these candidates only, each with a weight that counts before the words. Of equal ones the first records go first: the
/// same pairs from either side.
pub fn pairs_of(
    candidates: impl Iterator<Item = (usize, usize, usize)>,
    old: &[Words],
    new: &[Words],
    least: u8,
) -> Vec<(usize, usize, u8)> {
    let scored = candidates.map(|(weight, i, j)| (Reverse(weight), Reverse(old[i].alike(&new[j])), i, j));
    let mut scored: Vec<_> = scored.filter(|(_, score, ..)| score.0 >= least).collect();
    scored.sort_unstable();
    let (mut left, mut right) = (vec![false; old.len()], vec![false; new.len()]);
    let mut pairs = Vec::new();
    for (_, score, i, j) in scored {
        if !left[i] && !right[j] {
            (left[i], right[j]) = (true, true);
            pairs.push((i, j, score.0));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        Words::of(&Value::Text(text.to_owned()))
    }

    #[test]
    fn the_score_is_the_share_of_common_words_and_the_same_from_either_side() {
        for (a, b, score) in [
            ("a b c d", "d c b a", 100),
            ("a b", "c d", 0),
            ("a b c", "a b d", 66),
            ("a a b", "a b b", 66),
            ("", "", 0),
            ("A-b", "b, a", 100),
        ] {
            assert_eq!((words(a).alike(&words(b)), words(b).alike(&words(a))), (score, score), "{a:?} {b:?}");
        }
    }

    #[test]
    fn the_most_alike_are_paired_first() {
        let (old, new) = ([words("a b c"), words("a b")], [words("a b c d"), words("a b c")]);
        assert_eq!(pairs(&old, &new, 50, |_, _| true), [(0, 1, 100), (1, 0, 66)]);
        assert_eq!(pairs(&old, &new, 50, |i, j| i != j), [(0, 1, 100), (1, 0, 66)]);
        assert_eq!(pairs(&old, &new, 70, |_, _| true), [(0, 1, 100)]);
    }
}
