//! Counts what changed without meaning: lines of data files that differ and in which no change stands.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::source::Span;

use super::words;
use super::{Side, place};

/// What changed without meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formatting {
    /// Lines that differ in order, layout, line ends or comments alone; of a changed line the line before and after count as one.
    pub lines: usize,
    /// Records that stand in another file.
    pub moved: usize,
}

/// The lines of one revision in which changes stand, by the path below the folder of the dataset; from 0, the last one inclusive.
#[derive(Debug, Default)]
pub struct Covered(BTreeMap<String, Vec<(usize, usize)>>);

impl Covered {
    /// Says that a change stands here.
    pub fn add(&mut self, side: &Side<'_>, span: Span) {
        let file = side.sources.file(span.file);
        let lines =
            (file.position(span.start as usize).line - 1, file.position((span.end as usize).max(span.start as usize + 1) - 1).line - 1);
        self.0.entry(place::below(&file.path, side.data).to_owned()).or_default().push(lines);
    }

    /// The lines of a file in which changes stand, as marks.
    fn marks(&self, path: &str, count: usize) -> Vec<bool> {
        let mut marks = vec![false; count];
        for (first, last) in self.0.get(path).into_iter().flatten() {
            marks[(*first).min(count)..(*last + 1).min(count)].fill(true);
        }
        marks
    }
}

/// Counts the lines that differ and are not covered, over all data files of both revisions. A file that has another name is compared
/// with what it was: `renamed` has the path before by the path after.
pub fn count(old: &Side<'_>, new: &Side<'_>, covered: [&Covered; 2], renamed: &BTreeMap<&str, &str>) -> usize {
    let (mut old, new) = (files(old), files(new));
    let mut pairs: Vec<[(&str, &str); 2]> = Vec::new();
    for (path, text) in &new {
        let before = renamed.get(path).copied().filter(|_| !old.contains_key(path)).unwrap_or(path);
        let text_before = old.remove(before).unwrap_or_default();
        pairs.push([(before, text_before), (path, text)]);
    }
    pairs.extend(old.into_iter().map(|(path, text)| [(path, text), (path, "")]));
    let differing = pairs.into_iter().filter(|[(_, old), (_, new)]| old != new);
    differing.map(|files| uncovered(files, covered)).sum()
}

/// The data files by their paths below the folder of the dataset.
fn files<'d>(side: &Side<'d>) -> BTreeMap<&'d str, &'d str> {
    let (data, sources) = (side.data, side.sources);
    let files = sources.files().map(|(_, file)| (place::below(&file.path, data), &*file.text));
    files.filter(|(path, _)| path.ends_with(".yaml")).collect()
}

fn uncovered([(path_before, old), (path_after, new)]: [(&str, &str); 2], [before, after]: [&Covered; 2]) -> usize {
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let (before, after) = (before.marks(path_before, old_lines.len()), after.marks(path_after, new_lines.len()));
    let open = |lines: &[&str], marks: &[bool], range: Range<usize>| {
        let has_change = marks[range.clone()].contains(&true);
        // A blank line around what changed belongs to it.
        range.filter(|line| !(marks[*line] || has_change && lines[*line].trim().is_empty())).count()
    };
    let uncovered = |(removed, added): (Range<usize>, Range<usize>)| {
        if removed.len() == added.len() {
            // Line for line: what changed in the one changed in the other.
            removed.zip(added).filter(|(old, new)| !before[*old] && !after[*new]).count()
        } else {
            open(&old_lines, &before, removed).max(open(&new_lines, &after, added))
        }
    };
    words::lines_with_ends(old, new).into_iter().map(uncovered).sum()
}
