//! Writes findings as JSON.

use serde_json::{Value, json};

use crate::check::Checked;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::SourceMap;

/// The version of the JSON outputs. It changes when a key is removed or changes its meaning.
pub const VERSION: u32 = 1;

/// Findings and counts.
pub fn checked(checked: &Checked, sources: &SourceMap, prefix: &str) -> Value {
    let counts = &checked.counts;
    let records: serde_json::Map<String, Value> =
        counts.records.iter().map(|(kind, number)| (kind.plural().to_owned(), json!(number))).collect();
    let forms: serde_json::Map<String, Value> =
        counts.passages.iter().map(|(form, (all, proved))| (form.as_str().to_owned(), json!({"all": all, "proved": proved}))).collect();
    let (others, others_proved) = counts.other_passages;
    let severity = |severity: Severity| checked.diagnostics.iter().filter(|found| found.severity == severity).count();
    json!({
        "version": VERSION,
        "findings": checked.diagnostics.iter().map(|found| finding(found, sources, prefix)).collect::<Vec<_>>(),
        "acknowledged": checked.acknowledged.iter().map(|(found, why)| {
            let mut value = finding(found, sources, prefix);
            value["why"] = json!(why);
            value
        }).collect::<Vec<_>>(),
        "counts": {
            "records": records,
            "passages": {"evidence": forms, "dates_and_uncoded": {"all": others, "proved": others_proved}},
            "findings": {
                "error": severity(Severity::Error),
                "warning": severity(Severity::Warning),
                "note": severity(Severity::Note),
            },
        },
    })
}

fn finding(found: &Diagnostic, sources: &SourceMap, prefix: &str) -> Value {
    json!({
        "code": found.code.0,
        "severity": found.severity.as_str(),
        "headline": found.headline,
        "record": found.subject,
        "place": found.primary.as_ref().map(|label| place(label, sources, prefix))
            .or_else(|| found.path.as_ref().map(|path| json!({"path": format!("{prefix}{path}")}))),
        "related": found.secondary.iter().map(|label| place(label, sources, prefix)).collect::<Vec<_>>(),
        "help": found.help,
    })
}

fn place(label: &Label, sources: &SourceMap, prefix: &str) -> Value {
    let file = sources.file(label.span.file);
    let (start, end) = (file.position(label.span.start as usize), file.position(label.span.end as usize));
    json!({
        "path": format!("{prefix}{}", file.path),
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "text": label.text,
    })
}
