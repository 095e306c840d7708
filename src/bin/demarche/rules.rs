//! `demarche rules` and `demarche explain`: what is checked, and why.

use demarche::check::{self, RULES};
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

/// Prints what there is to know about a rule, or the page on the query language.
pub fn explain(code: &str) -> Result<Outcome, Error> {
    if code == "query" {
        return output::print(demarche::query::LANGUAGE);
    }
    let Some(rule) = check::rule(code) else {
        let near = suggest::nearest_few(code, RULES.iter().map(|rule| rule.code.0), 3);
        let near = match near.as_slice() {
            [] => "`demarche rules` lists them".to_owned(),
            near => format!("did you mean {}?", near.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(" or ")),
        };
        return Err(Error::Usage(format!("there is no rule `{}`\n{near}", code.escape_debug())));
    };
    let explain = &rule.explain;
    output::print(&format!(
        "{} ({})\n{}\n\nWhat it finds\n  {}\n\nWhy it matters\n  {}\n\nExample\n  {}\n\nHow to mend it\n  {}\n",
        rule.code,
        rule.severity.as_str(),
        rule.summary,
        explain.finds,
        explain.why,
        explain.example,
        explain.mend
    ))
}
