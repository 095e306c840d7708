//! Turns a mistyped word into the word that was probably meant.

use std::borrow::Cow;

/// The nearest of the known words, where one is near enough: a Damerau-Levenshtein distance of at most a third of its length.
/// Between equally near words the first in alphabetical order.
pub fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    nearest_few(word, known, 1).into_iter().next()
}

/// The nearest of the known words, best first, at most `most` of them.
pub fn nearest_few<'w>(word: &str, known: impl IntoIterator<Item = &'w str>, most: usize) -> Vec<&'w str> {
    if word.len() > 200 {
        return Vec::new();
    }
    let folded = word.to_lowercase().replace('_', "-");
    let letters = Letters::new(&folded);
    // By the least distance that the letters allow: the few that may be nearest come first, and few of the rest need be compared.
    let mut candidates: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|candidate| {
            let least = if is_part(&folded, candidate) { 1 } else { letters.least_distance(candidate) };
            (least <= most_distance(candidate)).then_some((least, candidate))
        })
        .collect();
    candidates.sort_unstable();
    candidates.dedup();
    let mut near: Vec<(usize, &str)> = Vec::new();
    for (least, candidate) in candidates {
        if near.len() >= most && near[most - 1].0 < least {
            break;
        }
        let distance = match is_part(&folded, candidate) {
            true => 1,
            false => strsim::damerau_levenshtein(&folded, &with_hyphens(candidate)),
        };
        if distance <= most_distance(candidate) {
            let place = near.partition_point(|other| *other < (distance, candidate));
            near.insert(place, (distance, candidate));
        }
    }
    near.into_iter().take(most).map(|(_, candidate)| candidate).collect()
}

fn most_distance(candidate: &str) -> usize {
    (candidate.chars().count().max(3) / 3).max(1)
}

/// Whether a word is a part of a candidate, and long enough for that to mean something.
fn is_part(word: &str, candidate: &str) -> bool {
    word.len() >= 4 && word.len() <= candidate.len() && with_hyphens(candidate).contains(word)
}

fn with_hyphens(candidate: &str) -> Cow<'_, str> {
    if candidate.contains('_') { Cow::Owned(candidate.replace('_', "-")) } else { Cow::Borrowed(candidate) }
}

/// How often each letter stands in a word.
struct Letters {
    length: usize,
    /// By the code of the letter; none where there are others than those of ASCII.
    counts: Option<[i16; 128]>,
}

impl Letters {
    fn new(word: &str) -> Self {
        let counts = word.is_ascii().then(|| {
            let mut counts = [0; 128];
            for byte in word.bytes() {
                counts[usize::from(if byte == b'_' { b'-' } else { byte })] += 1;
            }
            counts
        });
        Letters { length: word.chars().count(), counts }
    }

    /// No distance to another word is smaller: each step changes the length, or the number of two letters, by one at most.
    fn least_distance(&self, other: &str) -> usize {
        let other = Letters::new(other);
        let (Some(own), Some(its)) = (&self.counts, &other.counts) else { return self.length.abs_diff(other.length) };
        let (more, fewer) =
            own.iter().zip(its).fold((0, 0), |(more, fewer), (own, its)| (more + (own - its).max(0), fewer + (its - own).max(0)));
        more.max(fewer) as usize
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn near_words_are_suggested_and_far_ones_are_not() {
        let known = ["summary", "speaker", "on_behalf_of"];
        assert_eq!(nearest("sumary", known), Some("summary"));
        assert_eq!(nearest("on-behalf-of", known), Some("on_behalf_of"));
        assert_eq!(nearest("quarterly", known), None);
    }

    proptest! {
        #[test]
        fn only_what_cannot_be_nearest_is_passed_over(word in "[a-cA_é-]{0,9}", known in prop::collection::vec("[a-c_é-]{1,9}", 0..12), most in 1..4_usize) {
            let folded = word.to_lowercase().replace('_', "-");
            let distance = |candidate: &&String| {
                let other = candidate.replace('_', "-");
                if folded.len() >= 4 && other.contains(&folded) { 1 } else { strsim::damerau_levenshtein(&folded, &other) }
            };
            let near = known.iter().map(|candidate| (distance(&candidate), candidate.as_str()));
            let mut near: Vec<_> = near.filter(|(distance, candidate)| *distance <= (candidate.chars().count().max(3) / 3).max(1)).collect();
            near.sort();
            near.dedup();
            let near: Vec<&str> = near.into_iter().take(most).map(|(_, candidate)| candidate).collect();
            prop_assert_eq!(nearest_few(&word, known.iter().map(String::as_str), most), near);
        }
    }
}
