//! The words, or the lines, in which two texts differ.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

/// A run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both texts.
    Same(String),
    /// In the text before only.
    Removed(String),
    /// In the text after only.
    Added(String),
}

/// The words of two texts, in order, with what was removed before what was added. Blanks only separate words.
pub fn words(before: &str, after: &str) -> Vec<Piece> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split_whitespace().collect(), after.split_whitespace().collect());
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut add = |piece: fn(String) -> Piece, words: &[&str]| {
        if !words.is_empty() {
            pieces.push(piece(words.join(" ")));
        }
    };
    for (removed, added) in hunks(&old, &new) {
        add(Piece::Same, &old[at..removed.start]);
        add(Piece::Removed, &old[removed.clone()]);
        add(Piece::Added, &new[added]);
        at = removed.end;
    }
    add(Piece::Same, &old[at..]);
    pieces
}

/// The lines in which two texts differ: ranges of lines of both, counted from 0, in order.
pub fn lines(before: &str, after: &str) -> Vec<(Range<usize>, Range<usize>)> {
    hunks(&before.lines().collect::<Vec<_>>(), &after.lines().collect::<Vec<_>>())
}

/// The same for lines with their ends, so that lines differ which end in another way.
pub fn lines_with_ends(before: &str, after: &str) -> Vec<(Range<usize>, Range<usize>)> {
    hunks(&before.split_inclusive('\n').collect::<Vec<_>>(), &after.split_inclusive('\n').collect::<Vec<_>>())
}

/// The same from either side: of two texts the lesser one always stands first when they are compared.
fn hunks(old: &[&str], new: &[&str]) -> Vec<(Range<usize>, Range<usize>)> {
    let turned = new < old;
    let (first, second) = if turned { (new, old) } else { (old, new) };
    let mut input: InternedInput<&str> = InternedInput::default();
    input.update_before(first.iter().copied());
    input.update_after(second.iter().copied());
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_no_heuristic(&input);
    let range = |range: Range<u32>| range.start as usize..range.end as usize;
    let hunks = diff.hunks().map(|hunk| (range(hunk.before), range(hunk.after)));
    hunks.map(|(first, second)| if turned { (second, first) } else { (first, second) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> String {
        let pieces = words(before, after).into_iter().map(|piece| match piece {
            Piece::Same(text) => text,
            Piece::Removed(text) => format!("[-{text}-]"),
            Piece::Added(text) => format!("{{+{text}+}}"),
        });
        pieces.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_told_apart_and_blanks_are_not() {
        for (before, after, expected) in [
            ("We have no plan to attack", "We have a plan to attack", "We have [-no-] {+a+} plan to attack"),
            ("a b", "a  b\n", "a b"),
            ("", "new words", "{+new words+}"),
            ("old words", "", "[-old words-]"),
            ("the war ends", "the war never ends", "the war {+never+} ends"),
            ("", "", ""),
        ] {
            assert_eq!(shown(before, after), expected);
        }
    }

    #[test]
    fn the_way_back_has_the_same_hunks() {
        let (a, b) = ("a b c a b b a c", "c b a b a c a a");
        let back: Vec<_> = hunks(&b.split(' ').collect::<Vec<_>>(), &a.split(' ').collect::<Vec<_>>());
        let there: Vec<_> = hunks(&a.split(' ').collect::<Vec<_>>(), &b.split(' ').collect::<Vec<_>>());
        assert_eq!(there, back.into_iter().map(|(old, new)| (new, old)).collect::<Vec<_>>());
    }

    #[test]
    fn long_texts_without_a_common_word_cost_little() {
        let text = |letter: &str| (0..50_000).map(|number| format!("{letter}{number} ")).collect::<String>();
        assert_eq!(words(&text("a"), &text("b")).len(), 2);
        let repeated = |first: &str, second: &str| format!("{first} {second} ").repeat(25_000);
        assert!(words(&repeated("a", "b"), &repeated("b", "c")).len() > 1);
    }

    #[test]
    fn changed_lines_are_ranges_of_both_texts() {
        assert_eq!(lines("a\nb\nc\n", "a\nx\ny\nc\n"), [(1..2, 1..3)]);
        assert_eq!(lines("a\n", "a\n"), []);
        for (before, after) in [("a\nb\n", "a\nb\r\n"), ("a\nb\n", "a\nb")] {
            assert_eq!((lines(before, after), lines_with_ends(before, after)), (vec![], vec![(1..2, 1..2)]));
        }
    }
}
