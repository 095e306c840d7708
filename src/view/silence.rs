//! Turns what the whole record says in a lane into the words of the tail behind its last mark, or into none.

use std::collections::BTreeSet;

use crate::date::{ClaimDate, Day};
use crate::position::DORMANT_DAYS;

use super::note::day_in_words;
use super::select::Shown;

/// Whether the last day of a date lies so long before the cut-off that its lane counts as silent. What has no date is not silent.
pub fn is_silent(last: Option<&ClaimDate>, cut_off: Option<Day>) -> bool {
    last.and_then(|date| Some(date.core().1?.days_until(cut_off?))).is_some_and(|days| days >= DORMANT_DAYS)
}

/// What the tail behind the last of these marks says, where nothing was said for long; none where something was, or may have been.
///
/// `record` is all that was said in the lane, whatever the options leave out of the picture: a claim that is not drawn is said all the
/// same. What has no date may be later than anything, so that the words speak of what has one.
pub fn silence(drawn: &[Shown<'_>], record: &[&Shown<'_>], cut_off: Option<Day>, as_of: Option<Day>) -> Option<String> {
    let dates = drawn.iter().filter_map(|one| one.statement.said_on());
    let last = dates.clone().map(|date| date.core().1).reduce(|a, b| a.zip(b).map(|(a, b)| a.max(b)))??;
    if !dates.clone().all(|date| is_silent(Some(date), cut_off)) {
        return None;
    }
    let with_mark: BTreeSet<_> = drawn.iter().map(|one| &one.statement.id.value).collect();
    let hidden = record.iter().filter(|one| !with_mark.contains(&one.statement.id.value)).filter_map(|one| one.statement.said_on());
    if !hidden.clone().all(|date| date.latest().is_some_and(|latest| latest <= last)) {
        return None;
    }
    let has_undated = record.iter().any(|one| one.statement.said_on().is_none());
    let what = if has_undated { "dated statement" } else { "statement" };
    Some(match as_of {
        Some(day) => format!("no later {what} as of {}", day_in_words(day)),
        None => format!("no later {what} in this set"),
    })
}
