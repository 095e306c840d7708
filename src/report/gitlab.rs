//! Writes annotations as a Code Quality report of GitLab: a list of findings, each on a line of a file.

use serde_json::{Value, json};

use super::annotation::{Annotation, Level, Report};

fn severity(annotation: &Annotation) -> &'static str {
    match annotation.level {
        _ if annotation.accepted.is_some() => "info",
        Level::Error => "critical",
        Level::Warning => "major",
        Level::Note => "minor",
    }
}

/// The report. What could not be seen and the headline have no place in it: it knows only findings.
pub fn write(report: &Report) -> Value {
    let one = |annotation: &Annotation| {
        json!({
            "description": annotation.text().join("; "),
            "check_name": annotation.code,
            "fingerprint": annotation.fingerprint,
            "severity": severity(annotation),
            "location": {
                "path": annotation.spot.path,
                "lines": {"begin": annotation.spot.line, "end": annotation.spot.end_line},
            },
        })
    };
    report.annotations.iter().map(one).collect()
}
