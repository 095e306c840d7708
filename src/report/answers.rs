//! Turns the name of a command into the JSON Schema of what it prints with `--format json`.

use super::{diff_json, path, query};

/// The JSON Schemas (draft 2020-12) of the answers, by the name of the command.
pub const SCHEMAS: [(&str, &str); 10] = [
    ("check", include_str!("schemas/check.json")),
    ("show", include_str!("schemas/show.json")),
    ("list", include_str!("schemas/list.json")),
    ("positions", include_str!("schemas/positions.json")),
    ("thread", include_str!("schemas/thread.json")),
    ("path", path::SCHEMA),
    ("query", query::SCHEMA),
    ("coverage", include_str!("schemas/coverage.json")),
    ("diff", diff_json::SCHEMA),
    ("rules", include_str!("schemas/rules.json")),
];

/// The schema of the answer of a command.
pub fn schema(command: &str) -> Option<&'static str> {
    SCHEMAS.iter().find(|(name, _)| *name == command).map(|(_, schema)| *schema)
}
