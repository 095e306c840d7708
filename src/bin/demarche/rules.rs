//! `demarche rules` and `demarche explain`: what is checked, what `diff` reports, and why.

use demarche::check::{self, RULES};
use demarche::diagnostic::Explain;
use demarche::diff::kinds::{self, ChangeKind};
use demarche::error::Error;
use demarche::report::json;
use demarche::suggest;
use serde_json::json;

use crate::Outcome;
use crate::args::Format;
use crate::output;

/// Prints the rules in the order of their codes.
pub fn list(format: Format) -> Result<Outcome, Error> {
    if format == Format::Json {
        let rules: Vec<_> =
            RULES.iter().map(|rule| json!({"code": rule.code.0, "severity": rule.severity.as_str(), "summary": rule.summary})).collect();
        return output::print_json(&json!({"version": json::VERSION, "rules": rules}));
    }
    let width = RULES.iter().map(|rule| rule.code.0.len()).max().unwrap_or_default();
    let line = |rule: &&check::Rule| format!("{:width$}  {:7}  {}\n", rule.code.0, rule.severity.as_str(), rule.summary);
    output::print(&RULES.iter().map(line).collect::<String>())
}

/// Prints the kinds of change that `diff` reports, the heaviest first.
pub fn list_changes(format: Format) -> Result<Outcome, Error> {
    if format == Format::Json {
        let json = |kind: &ChangeKind| json!({"code": kind.code.0, "severity": kind.severity.as_str(), "summary": kind.summary});
        return output::print_json(&json!({"version": json::VERSION, "changes": kinds::all().map(json).collect::<Vec<_>>()}));
    }
    let width = kinds::all().map(|kind| kind.code.0.len()).max().unwrap_or_default();
    let line = |kind: &ChangeKind| format!("{:width$}  {:10}  {}\n", kind.code.0, kind.severity.as_str(), kind.summary);
    output::print(&kinds::all().map(line).collect::<String>())
}

/// Prints what there is to know about a rule or a kind of change, or the page on the query language.
pub fn explain(code: &str) -> Result<Outcome, Error> {
    if code == "query" {
        return output::print(demarche::query::LANGUAGE);
    }
    if let Some(rule) = check::rule(code) {
        return print_explained(code, rule.severity.as_str(), rule.summary, &rule.explain, "How to mend it");
    }
    if let Some(kind) = kinds::kind(code) {
        return print_explained(code, kind.severity.as_str(), kind.summary, &kind.explain, "What to look at");
    }
    let known = RULES.iter().map(|rule| rule.code.0).chain(kinds::all().map(|kind| kind.code.0));
    let near = match suggest::nearest_few(code, known, 3).as_slice() {
        [] => "`demarche rules` lists them".to_owned(),
        near => format!("did you mean {}?", near.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(" or ")),
    };
    Err(Error::Usage(format!("there is no rule `{}`\n{near}", code.escape_debug())))
}

fn print_explained(code: &str, severity: &str, summary: &str, explain: &Explain, last: &str) -> Result<Outcome, Error> {
    output::print(&format!(
        "{code} ({severity})\n{summary}\n\nWhat it finds\n  {}\n\nWhy it matters\n  {}\n\nExample\n  {}\n\n{last}\n  {}\n",
        explain.finds, explain.why, explain.example, explain.mend
    ))
}
