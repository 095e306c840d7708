//! Settles what a report of changes says of the values of a record: a line for each key, an item of a list in one line.

use crate::date::ClaimDate;
use crate::diff::Change;
use crate::diff::compare::Step;
use crate::diff::value::Value;
use crate::model::Form;
use crate::model::shape::Kind;

use super::diff_parts::{Part, data, fixed, marked};

/// A single value; a date also in words, with all that is uncertain about it.
pub fn single(text: &str, dated: bool) -> Vec<Part> {
    let words = dated.then(|| ClaimDate::parse(text).ok()).flatten().map(|date| date.display()).filter(|words| words != text);
    let mut parts = vec![data(text)];
    parts.extend(words.map(|words| fixed(format!(" ({words})"))));
    parts
}

/// A value, one line for each key.
pub fn value_lines(kind: &Kind, value: &Value) -> Vec<Vec<Part>> {
    let mut lines = Vec::new();
    add_lines(kind, value, "", &mut lines);
    lines
}

fn add_lines(kind: &Kind, value: &Value, name: &str, out: &mut Vec<Vec<Part>>) {
    let labelled = |parts: Vec<Part>| match name {
        "" => parts,
        name => [vec![fixed(format!("{name}: "))], parts].concat(),
    };
    match (kind, value) {
        (kind, Value::Text(text)) => out.push(labelled(single(text, matches!(kind, Kind::Date)))),
        (Kind::List(Kind::Record(_)), Value::List(items)) => {
            out.extend(items.iter().map(|item| labelled(vec![data(item_line(item))])));
        }
        (_, Value::List(_) | Value::Map(_)) => out.push(labelled(vec![data(plain(value))])),
        (Kind::Record(shape), Value::Record(fields)) => {
            // A record that stands by itself is taken apart; an item of a list is one line.
            if name.is_empty() && value.get("passage").is_some() || shape.name == "link" || shape.name == "acknowledgement" {
                out.push(vec![data(item_line(value))]);
                return;
            }
            for (key, value) in fields {
                let Some(field) = shape.field(key) else { continue };
                let name = if name.is_empty() { (*key).to_owned() } else { format!("{name}.{key}") };
                add_lines(&field.kind, value, &name, out);
            }
        }
        (_, value) => out.push(labelled(vec![data(plain(value))])),
    }
}

/// An item of a list in one line: evidence with its form, source and words, a link with its reason; else its values.
fn item_line(item: &Value) -> String {
    let text = |key: &str| item.text(key).unwrap_or_default();
    if let Some(words) = item.text("passage") {
        let origin: Vec<&str> = ["form", "source"].into_iter().filter_map(|key| item.text(key)).collect();
        let rest = ["via", "reason", "prefix", "suffix", "language", "translator", "original", "analyst", "note"];
        let rest: String = rest.into_iter().filter_map(|key| Some(format!("; {key}: {}", item.text(key)?))).collect();
        let origin = if origin.is_empty() { String::new() } else { format!("{} ", origin.join(" ")) };
        return format!("{origin}{}{rest}", marked(words, is_quotation(item)));
    }
    if item.get("to").is_some() {
        let why = item.text("why").map(|why| format!(": {why}")).unwrap_or_default();
        return format!("{} {}{why}", text("kind"), text("to"));
    }
    if item.get("rule").is_some() {
        return format!("{}: {}", text("rule"), text("why"));
    }
    plain(item)
}

/// Whether the words of an item are said to be the speaker's own.
pub fn is_quotation(item: &Value) -> bool {
    item.text("form").and_then(Form::parse).is_some_and(Form::is_quotation)
}

/// What an item is called whose key has changed: without that key.
pub fn item_name(item: &Value, change: &Change) -> String {
    let Some(Step::Key(changed)) = change.path.last() else { return item_line(item) };
    let is_named = |key: &str| key != *changed && !matches!(key, "why" | "note" | "reason");
    let origin: Vec<&str> =
        ["form", "source", "kind", "to", "rule"].into_iter().filter_map(|key| item.text(key).filter(|_| is_named(key))).collect();
    if let Some(words) = item.text("passage").filter(|_| is_named("passage")) {
        return [origin.as_slice(), &[&*marked(words, is_quotation(item))]].concat().join(" ");
    }
    match (origin.is_empty(), item) {
        (true, Value::Record(fields)) => plain(&Value::Record(fields.iter().filter(|(key, _)| is_named(key)).cloned().collect())),
        _ => origin.join(" "),
    }
}

/// A value in one line.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::List(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Map(entries) => entries.iter().map(|(name, value)| format!("{name}: {}", plain(value))).collect::<Vec<_>>().join(", "),
        Value::Record(fields) => fields.iter().map(|(key, value)| format!("{key}: {}", plain(value))).collect::<Vec<_>>().join(", "),
    }
}
