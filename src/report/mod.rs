//! Writes findings and records for people and for programs: one file per format.

pub mod annotation;
pub mod answers;
pub mod check_markdown;
pub mod diff_json;
pub mod diff_markdown;
mod diff_parts;
mod diff_paths;
pub mod diff_plain;
pub mod diff_text;
mod diff_value;
pub mod diff_view;
pub mod evidence;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod list;
pub mod markdown;
pub mod nearest;
pub mod path;
pub mod positions;
pub mod query;
pub mod record;
pub mod sarif;
pub mod spoken;
pub mod table;
pub mod text;
pub mod thread;

use std::borrow::Cow;

use crate::graph::LinkKind;
use crate::model::{Basis, LinkFamily};

/// Text from data as it may stand in a terminal or in the log of a build: on one line, control and invisible characters as visible escapes.
///
/// GitHub Actions takes `##[name]` for a command wherever in a line it stands; its bracket is escaped too.
pub fn visible(text: &str) -> Cow<'_, str> {
    let mut escaped = crate::yaml::escape_visible(text);
    if escaped.contains("##[") {
        escaped = Cow::Owned(escaped.replace("##[", "##\\u{5b}"));
    }
    if escaped.chars().any(|c| c.is_control()) { Cow::Owned(escaped.chars().flat_map(visible_char).collect()) } else { escaped }
}

fn visible_char(c: char) -> Vec<char> {
    match c {
        '\n' | '\t' => vec![' '],
        c if c.is_control() => c.escape_unicode().collect(),
        c => vec![c],
    }
}

/// A date with the sign of what it rests on, where no source states it: `10 Jan 2022†`.
fn signed(shown: &str, basis: Option<Basis>) -> String {
    format!("{shown}{}", basis.and_then(Basis::sign).map_or("", |(sign, _)| sign))
}

/// What the signs behind dates in a text say, a line each; none where none is used.
pub fn signs(text: &str) -> Vec<String> {
    let used = Basis::ALL.iter().filter_map(|basis| basis.sign()).filter(|(sign, _)| text.contains(sign));
    used.map(|(sign, meaning)| format!("{sign} {meaning}")).collect()
}

/// A number with its noun: `1 claim`, `2 claims`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Who says that there is such a link.
fn says_who(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Authored(word) if word.family() == LinkFamily::Editorial => "a remark of the curators on the record",
        LinkKind::Authored(_) => "as the curators read it",
        kind if kind.is_derived() => "by the dates",
        _ => "by the record",
    }
}

/// The line of counts that ends a check.
pub fn summary(checked: &crate::check::Checked) -> String {
    use crate::diagnostic::Severity;
    let counts = &checked.counts;
    let records: Vec<String> = counts.records.iter().map(|(kind, number)| count(*number, kind.as_str(), kind.plural())).collect();
    let (all, proved) = counts.total();
    let mut forms: Vec<String> = counts
        .passages
        .iter()
        .map(|(form, (all, proved))| if all == proved { format!("{form} {all}") } else { format!("{form} {proved} of {all}") })
        .collect();
    let (others, others_proved) = counts.other_passages;
    if others > 0 {
        let number = if others == others_proved { others.to_string() } else { format!("{others_proved} of {others}") };
        forms.push(format!("dates and uncoded {number}"));
    }
    let severity = |severity| checked.diagnostics.iter().filter(|found| found.severity == severity).count();
    let mut findings = vec![
        count(severity(Severity::Error), "error", "errors"),
        count(severity(Severity::Warning), "warning", "warnings"),
        count(severity(Severity::Note), "note", "notes"),
    ];
    if !checked.acknowledged.is_empty() {
        findings.push(format!("{} acknowledged", checked.acknowledged.len()));
    }
    let forms = if forms.is_empty() { String::new() } else { format!(" ({})", forms.join(", ")) };
    format!("{}; {proved} of {} proved{forms}; {}", records.join(", "), count(all, "passage", "passages"), findings.join(", "))
}

/// The time from one date to another in words, by the least and the greatest number of days between them; none where nothing can be said.
pub(crate) fn gap_in_words(gap: (Option<i64>, Option<i64>)) -> Option<String> {
    let days = |days: i64| count(days.unsigned_abs() as usize, "day", "days");
    Some(match gap {
        (Some(0), Some(0)) => "the same day".to_owned(),
        (Some(least), Some(most)) if least == most => format!("{} {}", days(least), if least > 0 { "later" } else { "earlier" }),
        (Some(least), Some(most)) if least >= 0 => format!("{least} to {} later", days(most)),
        (Some(least), Some(most)) if most <= 0 => format!("{} to {} earlier", most.abs(), days(least)),
        (Some(least), Some(most)) => format!("order unclear: from {} earlier to {} later", days(least), days(most)),
        (Some(0), None) => "the same day or later".to_owned(),
        (None, Some(0)) => "the same day or earlier".to_owned(),
        (Some(least), None) if least > 0 => format!("at least {} later", days(least)),
        (None, Some(most)) if most < 0 => format!("at least {} earlier", days(most)),
        (Some(least), None) => format!("order unclear: at most {} earlier", days(least)),
        (None, Some(most)) => format!("order unclear: at most {} later", days(most)),
        (None, None) => return None,
    })
}
