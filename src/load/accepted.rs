//! Reads the file of changes that are accepted when two revisions are compared.

use crate::diagnostic::{Diagnosed, Diagnostic};
use crate::model::shape::{ACCEPTED, Kind};
use crate::source::{SourceFile, SourceMap, Spanned};
use crate::yaml;

use super::fields::{self, Fields};

/// A change that was looked at and is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The code of the change.
    pub code: Spanned<String>,
    /// The record, with its kind: `claim:S/C`.
    pub record: Spanned<String>,
    /// The reason.
    pub why: String,
}

/// Reads the bytes of a file of accepted changes, under the same rules as the files of a dataset. What is wrong with it points into the
/// map; acceptances that are faulty are left out.
pub fn accepted(path: &str, bytes: &[u8], sources: &mut SourceMap) -> Diagnosed<Vec<Acceptance>> {
    let limits = yaml::Limits::default();
    let text = match yaml::decode(path, bytes, &limits) {
        Ok(text) => text,
        Err(diagnostic) => return Diagnosed { value: Vec::new(), diagnostics: vec![diagnostic.in_file(path)] },
    };
    let file = sources.add(SourceFile::new(path, text));
    let parsed = yaml::parse(file, path, text, &limits);
    let mut diagnostics = parsed.diagnostics;
    let root = parsed.value.and_then(|document| document.root);
    let mut value = Vec::new();
    if root.is_none() && diagnostics.is_empty() {
        diagnostics.push(
            Diagnostic::error(super::MISSING_KEY, "the file is empty")
                .in_file(path)
                .help("list the changes under `accepted`, or leave `--accept` out"),
        );
    }
    if let Some(root) = &root {
        fields::check(root, &Kind::Record(ACCEPTED.shape), ACCEPTED.shape.name, &mut diagnostics);
        let read = |entry: &Fields<'_, '_>| {
            Some(Acceptance { code: entry.text("code")?, record: entry.text("record")?, why: entry.plain("why")? })
        };
        value = Fields::new(root, ACCEPTED.shape, false).records("accepted").filter_map(|entry| read(&entry)).collect();
    }
    diagnostics.sort();
    Diagnosed { value, diagnostics }
}
