//! Finds the lines of a change: the files of changed records are read once more, with the place of every key.

use std::collections::BTreeMap;

use crate::graph::Node;
use crate::model::RecordKind;
use crate::source::{FileId, SourceMap, Span};
use crate::tree::MANIFEST;
use crate::yaml::{self, Document, Value as Yaml};

use super::compare::Step;
use super::record;
use super::value::Value;

/// Lines of a data file. Lines and columns count from 1, a column is a character; the end is the place after the last character.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The path, as the reader can open it.
    pub path: String,
    /// The first line.
    pub line: usize,
    /// The first character in it.
    pub column: usize,
    /// The last line.
    pub end_line: usize,
    /// The character after the last one in it.
    pub end_column: usize,
}

/// Where something stands, and what vanishes or appears with it.
#[derive(Clone, Copy, Debug)]
pub struct Located {
    /// Where it stands.
    pub span: Span,
    /// The same with a key that is there for it alone: `links:` above the only link.
    pub cover: Span,
}

/// A way from a mapping or list of the file to what is looked for.
struct Found<'n, 't> {
    node: &'n yaml::Node<'t>,
    span: Span,
}

/// The places of one revision.
pub struct Places<'d> {
    sources: &'d SourceMap,
    data: &'d str,
    prefix: &'d str,
    documents: BTreeMap<FileId, Option<Document<'d>>>,
}

impl<'d> Places<'d> {
    /// The places in these texts. `data` is the folder of the dataset, `prefix` what is written before each path.
    pub fn new(sources: &'d SourceMap, data: &'d str, prefix: &'d str) -> Self {
        Places { sources, data, prefix, documents: BTreeMap::new() }
    }

    /// The lines of a span, as people count them.
    pub fn spot(&self, span: Span) -> Spot {
        let file = self.sources.file(span.file);
        let (start, end) = (file.position(span.start as usize), file.position(span.end as usize));
        Spot {
            path: format!("{}{}", self.prefix, file.path),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }

    /// The path of a file below the folder of the dataset.
    pub fn below(&self, file: FileId) -> &'d str {
        below(&self.sources.file(file).path, self.data)
    }

    /// The whole of a record: its key and all below it; of a statement the whole file.
    pub fn record(&mut self, node: Node<'_>) -> Located {
        let span = self.entry(node).map_or(record::span(node), |found| found.span);
        let cover = match node {
            Node::Statement(_) => Span::new(span.file, 0, self.sources.file(span.file).text.len()),
            _ => span,
        };
        Located { span, cover }
    }

    /// A part of a record, given its keys and values. `new` says which side of list items to go by. Where the part cannot be found, the id.
    pub fn part(&mut self, node: Node<'_>, value: &Value, path: &[Step], new: bool) -> Located {
        let fallback = record::span(node);
        let found = self.entry(node).and_then(|found| walk(found, value, path, new));
        found.unwrap_or(Located { span: fallback, cover: fallback })
    }

    /// A part of the manifest; none where there is no manifest.
    pub fn manifest(&mut self, value: &Value, path: &[Step], new: bool) -> Option<Located> {
        let (file, _) = self.sources.files().find(|(_, file)| below(&file.path, self.data) == MANIFEST)?;
        let root = self.document(file)?;
        let span = root.span;
        walk(Found { node: root, span }, value, path, new).or(Some(Located { span, cover: span }))
    }

    fn document(&mut self, file: FileId) -> Option<&yaml::Node<'d>> {
        let sources = self.sources;
        let parse = || {
            let source = sources.file(file);
            // The limits were met when the file was loaded.
            yaml::parse(file, &source.path, &source.text, &yaml::Limits::default()).value
        };
        self.documents.entry(file).or_insert_with(parse).as_ref()?.root.as_ref()
    }

    fn entry(&mut self, node: Node<'_>) -> Option<Found<'_, 'd>> {
        let id = record::span(node);
        let root = self.document(id.file)?;
        let table = match node.kind() {
            RecordKind::Statement => return Some(Found { span: root.span, node: root }),
            RecordKind::Claim => "claims",
            kind => kind.plural(),
        };
        let records = key(root, table)?;
        let Yaml::Mapping(entries) = &records.node.value else { return None };
        let entry = entries.iter().find(|entry| entry.key.span == id)?;
        Some(Found { node: &entry.value, span: join(entry.key.span, entry.value.span) })
    }
}

/// The path of a file below a folder.
pub fn below<'p>(path: &'p str, folder: &str) -> &'p str {
    path.strip_prefix(folder).map_or(path, |rest| rest.trim_start_matches('/'))
}

fn join(key: Span, value: Span) -> Span {
    Span { end: value.end.max(key.end), ..key }
}

fn key<'n, 't>(node: &'n yaml::Node<'t>, name: &str) -> Option<Found<'n, 't>> {
    let Yaml::Mapping(entries) = &node.value else { return None };
    let entry = entries.iter().find(|entry| *entry.key == *name)?;
    Some(Found { node: &entry.value, span: join(entry.key.span, entry.value.span) })
}

fn walk(start: Found<'_, '_>, value: &Value, path: &[Step], new: bool) -> Option<Located> {
    let (mut found, mut value) = (start, Some(value));
    let mut cover = found.span;
    for step in path {
        let (next, below) = match step {
            Step::Key(name) => (key(found.node, name)?, value.and_then(|value| value.get(name))),
            Step::Name(name) => (key(found.node, name)?, None),
            Step::Item { old, new: after } => {
                let (Some(Value::List(values)), Yaml::Sequence(nodes)) = (value, &found.node.value) else { return None };
                let wanted = values.get((if new { *after } else { *old })?)?;
                let node = nodes.iter().find(|node| is(node, wanted))?;
                let is_only = nodes.len() == 1;
                cover = if is_only { cover } else { node.span };
                (found, value) = (Found { span: node.span, node }, Some(wanted));
                continue;
            }
        };
        cover = next.span;
        (found, value) = (next, below);
    }
    Some(Located { span: found.span, cover })
}

/// Whether a node of the file is this value: it has all that the value has.
fn is(node: &yaml::Node<'_>, value: &Value) -> bool {
    match (&node.value, value) {
        (Yaml::Scalar(scalar), Value::Text(text)) => scalar.text == *text,
        (Yaml::Sequence(nodes), Value::List(values)) => values.iter().all(|value| nodes.iter().any(|node| is(node, value))),
        (Yaml::Mapping(_), Value::Record(fields)) => {
            fields.iter().all(|(name, value)| key(node, name).is_some_and(|found| is(found.node, value)))
        }
        (Yaml::Mapping(_), Value::Map(entries)) => {
            entries.iter().all(|(name, value)| key(node, name).is_some_and(|found| is(found.node, value)))
        }
        _ => false,
    }
}
