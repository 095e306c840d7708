//! Writes annotations in the Static Analysis Results Interchange Format, SARIF 2.1.0 (OASIS).

use serde_json::{Value, json};

use crate::diff::Spot;

use super::annotation::{Annotation, Kind, Level, Report};

/// The schema that the format names for itself.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The name that the format gives to the root of the repository.
const ROOT: &str = "%SRCROOT%";

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

/// The log: one run with the codes that its results have.
pub fn write(report: &Report) -> Value {
    let notifications: Vec<Value> =
        report.cautions.iter().map(|caution| json!({"level": "warning", "message": {"text": caution}})).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "demarche",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": report.kinds.iter().map(kind).collect::<Vec<_>>(),
            }},
            "automationDetails": {"id": format!("demarche-{}/", report.command)},
            "invocations": [{"executionSuccessful": true, "toolExecutionNotifications": notifications}],
            "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
            "columnKind": "unicodeCodePoints",
            "results": report.annotations.iter().map(|annotation| result(annotation, report)).collect::<Vec<_>>(),
            "properties": {"headline": report.headline},
        }],
    })
}

fn kind(kind: &Kind) -> Value {
    let explain = kind.explain;
    let help = format!("{}\n\n{}\n\n{}\n\n{}", explain.finds, explain.why, explain.example, explain.mend);
    json!({
        "id": kind.code,
        "shortDescription": {"text": sentence(kind.summary)},
        "fullDescription": {"text": explain.finds},
        "help": {"text": help},
        "defaultConfiguration": {"level": level(kind.level)},
    })
}

/// Words that begin small and end without a full stop, as a sentence.
fn sentence(words: &str) -> String {
    let mut signs = words.chars();
    let first: String = signs.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", signs.as_str())
}

fn result(annotation: &Annotation, report: &Report) -> Value {
    let rule = report.kinds.iter().position(|kind| kind.code == annotation.code);
    let mut result = json!({
        "ruleId": annotation.code,
        "ruleIndex": rule,
        "level": level(annotation.level),
        "message": {"text": annotation.text().join("\n")},
        "locations": [location(&annotation.spot, annotation.is_exact)],
        "partialFingerprints": {"demarche/v1": annotation.fingerprint},
    });
    if !annotation.related.is_empty() {
        let related = annotation.related.iter().map(|(spot, words)| {
            let mut location = location(spot, true);
            if !words.is_empty() {
                location["message"] = json!({"text": words});
            }
            location
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(why) = &annotation.accepted {
        result["suppressions"] = json!([{"kind": "external", "status": "accepted", "justification": why}]);
    }
    result
}

fn location(spot: &Spot, is_exact: bool) -> Value {
    let file = match uri(&spot.path) {
        (path, true) => json!({"uri": path}),
        (path, false) => json!({"uri": path, "uriBaseId": ROOT}),
    };
    let region = match is_exact {
        true => json!({"startLine": spot.line, "startColumn": spot.column, "endLine": spot.end_line, "endColumn": spot.end_column}),
        false => json!({"startLine": spot.line}),
    };
    json!({"physicalLocation": {"artifactLocation": file, "region": region}})
}

/// A path as a reference of RFC 3986, and whether it is absolute.
fn uri(path: &str) -> (String, bool) {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            byte => out += &format!("%{byte:02X}"),
        }
    }
    if path.starts_with('/') { (format!("file://{out}"), true) } else { (out, false) }
}
