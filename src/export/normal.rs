//! Turns a YAML file into one text for every way to write it: keys in the order of the format, records by their ids, a line for each value.
//!
//! It is for reading, in `git diff` for example, and is no YAML: values stand without quotation marks, comments are left out, and what
//! nobody can see is shown as an escape.

use std::borrow::Cow;

use crate::model::shape::{FILES, Kind, Shape};
use crate::source::FileId;
use crate::yaml::{self, Document, Entry, Limits, Node, Value};

/// The normal form of a file; none where it cannot be read without a finding, for then something of it would be missing.
pub fn normal(bytes: &[u8]) -> Option<String> {
    let limits = Limits::default();
    let file = FileId::new(0);
    let text = yaml::decode("", bytes, &limits).ok()?;
    let read = yaml::parse(file, "", text, &limits);
    let root = read.value.filter(|_| read.diagnostics.is_empty()).and_then(|Document { root, .. }| root)?;
    let Value::Mapping(entries) = &root.value else { return None };
    let mut out = String::new();
    mapping(entries, shape(entries), 0, &mut out);
    Some(out)
}

/// The kind of file that has these keys: the first whose required ones are all there.
fn shape(entries: &[Entry<'_>]) -> Option<Kind> {
    let has = |key: &str| entries.iter().any(|entry| entry.key.value == key);
    let fits = |shape: &Shape| {
        shape.fields.iter().any(|field| field.required) && shape.fields.iter().all(|field| !field.required || has(field.key))
    };
    FILES.iter().find(|file| fits(file.shape)).map(|file| Kind::Record(file.shape))
}

fn mapping(entries: &[Entry<'_>], kind: Option<Kind>, depth: usize, out: &mut String) {
    let mut sorted: Vec<&Entry<'_>> = entries.iter().collect();
    let place = |entry: &Entry<'_>| match kind {
        Some(Kind::Record(shape)) => shape.fields.iter().position(|field| field.key == entry.key.value).unwrap_or(usize::MAX),
        _ => usize::MAX,
    };
    sorted.sort_by(|one, other| (place(one), &one.key.value).cmp(&(place(other), &other.key.value)));
    for entry in sorted {
        let inner = match kind {
            Some(Kind::Record(shape)) => shape.field(&entry.key.value).map(|field| field.kind),
            Some(Kind::Map(_, value)) => Some(*value),
            _ => None,
        };
        *out += &format!("{:1$}{2}:", "", 2 * depth, visible(&entry.key.value));
        value(&entry.value, inner, depth + 1, out);
    }
}

/// What stands behind a key or a dash: on its line where it is a text or a list of texts, else below it.
fn value(node: &Node<'_>, kind: Option<Kind>, depth: usize, out: &mut String) {
    match &node.value {
        Value::Scalar(scalar) => *out += &format!(" {}\n", visible(&scalar.text)),
        Value::Mapping(entries) => {
            out.push('\n');
            mapping(entries, kind, depth, out);
        }
        Value::Sequence(items) => {
            let inner = match kind {
                Some(Kind::List(inner)) => Some(*inner),
                _ => None,
            };
            out.push('\n');
            for item in items {
                *out += &format!("{:1$}-", "", 2 * depth);
                match &item.value {
                    // The first key of an item stands beside the dash.
                    Value::Mapping(entries) => {
                        let mut text = String::new();
                        mapping(entries, inner, depth + 1, &mut text);
                        *out += &format!(" {}", text.trim_start());
                    }
                    _ => value(item, inner, depth + 1, out),
                }
            }
        }
    }
}

/// A text on one line, hidden characters as escapes.
fn visible(text: &str) -> Cow<'_, str> {
    let escaped = yaml::escape_visible(text);
    if !escaped.chars().any(char::is_control) {
        return escaped;
    }
    let one = |sign: char| if sign.is_control() { sign.escape_unicode().to_string() } else { sign.to_string() };
    Cow::Owned(escaped.chars().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_file_gives_one_text() {
        let one = "# A remark.\ndemands:\n  tolls: {title: Tolls cut, addressees: [a, b], description: >-\n      That tolls\n      be cut.}\n  arms:\n    title: 'Arms'\n    description: x\n";
        let other = "demands:\n  arms: {description: x, title: Arms}\n\n  tolls:\n    addressees:\n      - a\n      - \"b\"\n    description: That tolls be cut.\n    title: Tolls cut\n";
        let block = one.replace(", description: >-\n      That tolls\n      be cut.}", ", description: That tolls be cut.}");
        let expected = "demands:\n  arms:\n    title: Arms\n    description: x\n  tolls:\n    title: Tolls cut\n    description: That tolls be cut.\n    addressees:\n      - a\n      - b\n";
        assert_eq!(normal(block.as_bytes()).as_deref(), Some(expected));
        assert_eq!(normal(other.as_bytes()).as_deref(), Some(expected));
    }

    #[test]
    fn items_that_are_records_stand_beside_their_dash() {
        let text = "id: s\nspeaker: a\nform: note\ndating: {basis: unknown}\nclaims:\n  c:\n    evidence: [{passage: w, source: x}]\n    act: demand\n";
        let expected = "    act: demand\n    evidence:\n      - source: x\n        passage: w\n";
        assert!(normal(text.as_bytes()).is_some_and(|form| form.ends_with(expected)), "{:?}", normal(text.as_bytes()));
    }

    #[test]
    fn hidden_characters_are_shown_and_what_cannot_be_read_whole_has_no_form() {
        assert_eq!(normal("note: \"a\u{202e}b\\nc\"\n".as_bytes()).as_deref(), Some("note: a\\u{202e}b\\u{a}c\n"));
        for broken in ["a: 1\na: 2\n", "a: &x 1\nb: *x\n", "a: [", "- a\n", "", "# nothing\n", "a\0: b\n"] {
            assert_eq!(normal(broken.as_bytes()), None, "{broken:?}");
        }
        assert_eq!(normal(&[b'a', 0xff]), None);
        assert_eq!(normal(&vec![b'#'; 3 << 20]), None);
    }
}
