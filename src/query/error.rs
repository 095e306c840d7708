//! What is wrong with a query, and where: lines with a mark below the words at fault.

use std::fmt;
use std::ops::Range;

/// One thing that is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The bytes of the text at fault; empty at the end of the text where something is missing.
    pub range: Range<usize>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// The next step.
    pub help: Option<String>,
}

/// A query that cannot be answered, with all that is wrong with it and with the aliases that it uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    pub(super) parts: Vec<Part>,
}

/// The text of a query or of an alias with its problems; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The name of the alias; none for the query itself.
    pub(super) alias: Option<String>,
    pub(super) text: String,
    /// In the order of the text.
    pub(super) problems: Vec<Problem>,
}

/// The most problems of one text that are shown.
pub(super) const MOST_SHOWN: usize = 10;
/// How many characters of a line are shown before and after the words at fault.
const CONTEXT: usize = 60;
/// How many characters of a word are named in a message.
const MOST_NAMED: usize = 60;

impl QueryError {
    /// An error with these problems of one text.
    pub(super) fn new(text: &str, mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|problem| (problem.range.start, problem.range.end));
        QueryError { parts: vec![Part { alias: None, text: text.to_owned(), problems }] }
    }

    /// An error with a problem of an alias.
    pub(super) fn in_alias(alias: &str, text: &str, problem: Problem) -> Self {
        QueryError { parts: vec![Part { alias: Some(alias.to_owned()), text: text.to_owned(), problems: vec![problem] }] }
    }

    /// The problems of the query itself, in the order of its text; those of aliases are not among them.
    pub fn problems(&self) -> &[Problem] {
        self.parts.iter().find(|part| part.alias.is_none()).map_or(&[], |part| &part.problems)
    }
}

/// Each problem on a line of its own, below it the line of the query with a mark, then the next step. All text is made visible.
impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for part in &self.parts {
            for problem in part.problems.iter().take(MOST_SHOWN) {
                let between = if first { "" } else { "\n\n" };
                let place = part.alias.as_ref().map(|alias| format!(" (in the alias `{alias}`)")).unwrap_or_default();
                write!(f, "{between}{}{place}\n{}", visible(&problem.message), snippet(&part.text, &problem.range))?;
                if let Some(help) = &problem.help {
                    write!(f, "\n  = {}", visible(help))?;
                }
                first = false;
            }
            if let Some(more) = part.problems.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
                write!(f, "\n\nand {more} more")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for QueryError {}

/// The text on one line, with control and invisible characters as escapes.
fn visible(text: &str) -> String {
    crate::yaml::escape_visible(text).chars().flat_map(shown).collect()
}

fn shown(sign: char) -> Vec<char> {
    match sign {
        sign if sign.is_whitespace() => vec![' '],
        sign if sign.is_control() => sign.escape_unicode().collect(),
        sign => vec![sign],
    }
}

/// The line of a text on which a range begins, and below it a mark. Long lines are cut round the words at fault.
fn snippet(text: &str, range: &Range<usize>) -> String {
    let begin = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.start..].find('\n').map_or(text.len(), |at| range.start + at);
    let fault_end = range.end.clamp(range.start, end);
    let signs = |range: Range<usize>| visible(&text[range]).chars().collect::<Vec<char>>();
    let (lead, fault, tail) = (signs(begin..range.start), signs(range.start..fault_end), signs(fault_end..end));
    let from = lead.len().saturating_sub(CONTEXT);
    let fault_length = fault.len().min(2 * CONTEXT);
    let tail_length = if fault_length < fault.len() { 0 } else { tail.len().min(CONTEXT) };
    let front = if from > 0 { "…" } else { "" };
    let back = if fault_length < fault.len() || tail_length < tail.len() { "…" } else { "" };
    let lead: String = front.chars().chain(lead[from..].iter().copied()).collect();
    let line: String = lead.chars().chain(fault[..fault_length].iter().chain(&tail[..tail_length]).copied()).collect();
    let number = if text.contains('\n') { (text[..begin].matches('\n').count() + 1).to_string() } else { String::new() };
    let (margin, indent, mark) = (" ".repeat(number.len()), " ".repeat(lead.chars().count()), "^".repeat(fault_length.max(1)));
    format!("  {number}| {line}{back}\n  {margin}| {indent}{mark}")
}

/// A word of a query between backticks, cut where it is long.
pub(super) fn named(word: &str) -> String {
    match word.char_indices().nth(MOST_NAMED) {
        Some((end, _)) => format!("`{}…`", &word[..end]),
        None => format!("`{word}`"),
    }
}

/// A question after a mistyped word: `did you mean ...?`.
pub(super) fn did_you_mean<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    in_question(&crate::suggest::nearest_few(word, known, 3))
}

/// The question whether one of these words was meant; none where there are none.
pub(super) fn in_question(near: &[&str]) -> Option<String> {
    let near: Vec<String> = near.iter().map(|word| format!("`{word}`")).collect();
    (!near.is_empty()).then(|| format!("did you mean {}?", near.join(" or ")))
}
