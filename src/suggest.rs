//! Turns a mistyped word into the word that was probably meant.

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
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|candidate| {
            let other = candidate.replace('_', "-");
            let contained = folded.len() >= 4 && other.contains(&folded);
            let distance = if contained { 1 } else { strsim::damerau_levenshtein(&folded, &other) };
            let most = (other.chars().count().max(3) / 3).max(1);
            (distance <= most).then_some((distance, candidate))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(most).map(|(_, candidate)| candidate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_suggested_and_far_ones_are_not() {
        let known = ["summary", "speaker", "on_behalf_of"];
        assert_eq!(nearest("sumary", known), Some("summary"));
        assert_eq!(nearest("on-behalf-of", known), Some("on_behalf_of"));
        assert_eq!(nearest("quarterly", known), None);
    }
}
