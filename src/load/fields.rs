//! Checks a node of a document against its shape, and lends the fields of a record that passed.

use std::collections::BTreeMap;

use crate::date::ClaimDate;
use crate::diagnostic::{Code, Diagnostic};
use crate::id::{ClaimId, is_id};
use crate::model::shape::{Kind, RecordKind, Shape};
use crate::source::{Span, Spanned};
use crate::suggest;
use crate::yaml::{Entry, Node, Style, Value};

use super::{BAD_DATE, FORMAT_VERSION};

/// A value of the wrong sort, or a word that is not on its list.
pub const BAD_VALUE: Code = Code("bad-value");
/// A field that the record is incomplete without.
pub const MISSING_KEY: Code = Code("missing-key");
/// A key that the format does not know.
pub const UNKNOWN_KEY: Code = Code("unknown-key");

/// Checks a node and everything below it; reports every fault.
///
/// Gives back whether the node itself can be used: a fault in an optional field of a record does not spoil the record.
pub fn check(node: &Node<'_>, kind: &Kind, what: &str, out: &mut Vec<Diagnostic>) -> bool {
    let bad = |headline: String, help: &str, out: &mut Vec<Diagnostic>| {
        let diagnostic = Diagnostic::error(BAD_VALUE, headline).at(node.span, "");
        out.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
        false
    };
    match kind {
        Kind::Record(shape) => check_record(node, shape, out),
        Kind::List(item) => match &node.value {
            Value::Sequence(items) if items.is_empty() => {
                bad(format!("`{what}` is an empty list"), "leave the key out where there is nothing to list", out)
            }
            Value::Sequence(items) => {
                for entry in items {
                    check(entry, item, what, out);
                }
                true
            }
            _ => bad(format!("`{what}` must be a list, and this is {}", sort(node)), "write `- item` lines or `[item, item]`", out),
        },
        Kind::Map(key_kind, value_kind) => match &node.value {
            Value::Mapping(entries) => {
                for entry in entries {
                    check_key(entry, key_kind, out);
                    check(&entry.value, value_kind, &entry.key, out);
                }
                true
            }
            _ => bad(format!("`{what}` must be a mapping, and this is {}", sort(node)), "write `key: value` lines", out),
        },
        _ => match &node.value {
            Value::Scalar(scalar) => match check_scalar(&scalar.text, scalar.style, kind) {
                Ok(()) => true,
                Err(fault) => {
                    out.push(fault.into_diagnostic(what, node.span));
                    false
                }
            },
            _ => bad(format!("`{what}` must be one value, and this is {}", sort(node)), "", out),
        },
    }
}

fn sort(node: &Node<'_>) -> &'static str {
    match &node.value {
        Value::Scalar(scalar) if scalar.text.is_empty() => "empty",
        Value::Scalar(_) => "a single value",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a mapping",
    }
}

fn check_key(entry: &Entry<'_>, kind: &Kind, out: &mut Vec<Diagnostic>) {
    if !is_id(&entry.key) {
        let what = match kind {
            Kind::Id(record) => format!("the id of {} {}", article(record.as_str()), record.as_str()),
            _ => "a name".to_owned(),
        };
        out.push(
            Diagnostic::error(BAD_VALUE, format!("`{}` is not {what}", shown(&entry.key)))
                .at(entry.key.span, "")
                .help(suggest_id(&entry.key)),
        );
    }
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// Text from data, cut and escaped so that it can stand inside a message.
pub fn shown(text: &str) -> String {
    let escaped = crate::yaml::escape_visible(text);
    match escaped.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &escaped[..end]),
        None => escaped.into_owned(),
    }
}

fn suggest_id(text: &str) -> String {
    let words: Vec<String> =
        text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    let slug = words.join("-");
    if is_id(&slug) {
        format!("an id is lower-case words joined by hyphens, for example `{slug}`")
    } else {
        "an id is lower-case ASCII words joined by single hyphens, beginning with a letter".to_owned()
    }
}

struct Fault {
    code: Code,
    headline: String,
    help: Option<String>,
}

impl Fault {
    fn value(headline: impl Into<String>, help: impl Into<String>) -> Self {
        let help: String = help.into();
        Fault { code: BAD_VALUE, headline: headline.into(), help: (!help.is_empty()).then_some(help) }
    }

    fn into_diagnostic(self, what: &str, span: Span) -> Diagnostic {
        let diagnostic = Diagnostic::error(self.code, format!("`{what}`: {}", self.headline)).at(span, "");
        match self.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

fn check_scalar(text: &str, style: Style, kind: &Kind) -> Result<(), Fault> {
    if text.trim().is_empty() {
        return Err(Fault::value("empty value", "write a value or leave the key out"));
    }
    let require = |holds: bool, headline: &str, help: &str| {
        if holds { Ok(()) } else { Err(Fault::value(headline.replace("{}", &format!("`{}`", shown(text))), help)) }
    };
    match kind {
        Kind::Text | Kind::Passage => Ok(()),
        Kind::Id(_) | Kind::Name => {
            if is_id(text) {
                Ok(())
            } else {
                Err(Fault::value(format!("`{}` is not an id", shown(text)), suggest_id(text)))
            }
        }
        Kind::Target => {
            if is_id(text) || ClaimId::parse(text).is_ok() {
                Ok(())
            } else {
                Err(Fault::value(
                    format!("`{}` is neither an event id nor a claim id", shown(text)),
                    "a claim is written `STATEMENT/CLAIM`",
                ))
            }
        }
        Kind::Claim => require(ClaimId::parse(text).is_ok(), "{} is not the full id of a claim", "a claim is written `STATEMENT/CLAIM`"),
        Kind::Date => match ClaimDate::parse(text) {
            Ok(_) => Ok(()),
            Err(error) => Err(Fault {
                code: BAD_DATE,
                headline: format!("`{}`: {}", shown(text), error.message()),
                help: error.help().map(str::to_owned),
            }),
        },
        Kind::Word(words) => {
            if words.contains(&text) {
                return Ok(());
            }
            let help = match suggest::nearest(text, words.iter().copied()) {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("one of: {}", words.join(", ")),
            };
            Err(Fault::value(format!("`{}` is not on the list", shown(text)), help))
        }
        Kind::Flag => require(style == Style::Plain && matches!(text, "true" | "false"), "{} is neither `true` nor `false`", ""),
        Kind::Count => require(
            style == Style::Plain
                && text.len() <= 9
                && text.bytes().all(|byte| byte.is_ascii_digit())
                && (text == "0" || !text.starts_with('0')),
            "{} is not a whole number",
            "write digits only, without quotes",
        ),
        Kind::Format => require(
            style == Style::Plain && text == FORMAT_VERSION,
            "{} is not a format version that this tool reads",
            "this version of demarche reads format 1",
        ),
        Kind::Url => {
            let good = url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
                && text.bytes().all(|byte| byte.is_ascii_graphic())
                && (text.starts_with("http://") || text.starts_with("https://"));
            require(good, "{} is no web address", "it must begin with http:// or https:// and hold no blanks or unescaped letters")
        }
        Kind::Sha256 => require(
            text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)),
            "{} is no SHA-256",
            "64 lower-case hexadecimal digits, as `sha256sum FILE` prints them",
        ),
        Kind::FileName => {
            require(is_file_name(text), "{} is not the plain name of a file", "letters, digits, `-`, `_` and `.`, without a path")
        }
        Kind::Record(_) | Kind::List(_) | Kind::Map(..) => unreachable!("handled before scalars"),
    }
}

/// Whether the text is a plain file name: ASCII letters, digits, `-`, `_`, `.`, not beginning with a dot, at most 120 bytes.
pub fn is_file_name(text: &str) -> bool {
    text.len() <= 120
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

fn check_record(node: &Node<'_>, shape: &Shape, out: &mut Vec<Diagnostic>) -> bool {
    let Value::Mapping(entries) = &node.value else {
        out.push(
            Diagnostic::error(BAD_VALUE, format!("{} {} must be a mapping, and this is {}", article(shape.name), shape.name, sort(node)))
                .at(node.span, "")
                .help(format!("it has the keys {}", keys(shape))),
        );
        return false;
    };
    let mut usable = true;
    // The place of the last field, and the places of all fields that are there, as bits.
    let (mut last, mut present) = (0, 0_u64);
    for entry in entries {
        match shape.place(&entry.key, last) {
            Some(place) => {
                let field = &shape.fields[place];
                (last, present) = (place, present | 1 << place);
                if !check(&entry.value, &field.kind, field.key, out) && field.required {
                    usable = false;
                }
            }
            None => {
                let help = match suggest::nearest(&entry.key, shape.fields.iter().map(|field| field.key)) {
                    Some(key) => format!("did you mean `{key}`?"),
                    None => format!("it has the keys {}", keys(shape)),
                };
                out.push(
                    Diagnostic::error(UNKNOWN_KEY, format!("{} {} has no key `{}`", article(shape.name), shape.name, shown(&entry.key)))
                        .at(entry.key.span, "")
                        .help(help),
                );
            }
        }
    }
    for (place, field) in shape.fields.iter().enumerate().filter(|(_, field)| field.required) {
        if present & 1 << place == 0 {
            let diagnostic = Diagnostic::error(MISSING_KEY, format!("this {} has no `{}`", shape.name, field.key)).help(field.doc);
            out.push(diagnostic.at(first_line(node, entries), ""));
            usable = false;
        }
    }
    usable
}

fn first_line(node: &Node<'_>, entries: &[Entry<'_>]) -> Span {
    entries.first().map_or(node.span, |entry| entry.key.span)
}

fn keys(shape: &Shape) -> String {
    shape.fields.iter().map(|field| format!("`{}`", field.key)).collect::<Vec<_>>().join(", ")
}

/// The fields of a record that was checked. A field whose value is faulty counts as absent: it was reported.
pub struct Fields<'n, 't> {
    shape: &'static Shape,
    entries: &'n [Entry<'t>],
    sound: bool,
}

impl<'n, 't> Fields<'n, 't> {
    /// The fields of a mapping; of anything else none. `sound` is whether nothing was found at fault, here or below.
    pub fn new(node: &'n Node<'t>, shape: &'static Shape, sound: bool) -> Self {
        let entries = match &node.value {
            Value::Mapping(entries) => entries.as_slice(),
            _ => &[],
        };
        Fields { shape, entries, sound }
    }

    // Inlined, so that a known key is compared without a call.
    #[inline]
    fn node(&self, key: &str) -> Option<&'n Node<'t>> {
        debug_assert!(self.shape.field(key).is_some(), "`{key}` stands in the shape");
        self.entries.iter().find(|entry| *entry.key == key).map(|entry| &entry.value)
    }

    fn kind(&self, key: &str) -> &'static Kind {
        &self.shape.field(key).expect("the shape has every key that is read").kind
    }

    /// The text of a field, where it stands in the document.
    #[inline]
    fn lent(&self, key: &str) -> Option<Spanned<&'n str>> {
        let node = self.node(key)?;
        if self.sound { sound_scalar(node) } else { scalar(node, self.kind(key)) }
    }

    /// The text of a field.
    #[inline]
    pub fn text(&self, key: &str) -> Option<Spanned<String>> {
        self.lent(key).map(|text| text.map(str::to_owned))
    }

    /// The text of a field, without its place.
    #[inline]
    pub fn plain(&self, key: &str) -> Option<String> {
        self.lent(key).map(|text| text.value.to_owned())
    }

    /// The field, read from its text.
    #[inline]
    pub fn read<T>(&self, key: &str, read: impl Fn(&str) -> Option<T>) -> Option<Spanned<T>> {
        let text = self.lent(key)?;
        read(text.value).map(|value| Spanned::new(value, text.span))
    }

    /// The items of a list, read from their texts.
    pub fn list<T>(&self, key: &str, read: impl Fn(&str) -> Option<T>) -> Vec<Spanned<T>> {
        let Some(Value::Sequence(items)) = self.node(key).map(|node| &node.value) else { return Vec::new() };
        let Kind::List(kind) = self.kind(key) else { return Vec::new() };
        let texts = items.iter().filter_map(|node| if self.sound { sound_scalar(node) } else { scalar(node, kind) });
        texts.filter_map(|text| read(text.value).map(|value| Spanned::new(value, text.span))).collect()
    }

    /// The record in a field.
    pub fn record(&self, key: &str) -> Option<Fields<'n, 't>> {
        match self.kind(key) {
            Kind::Record(shape) => Some(Fields::new(self.node(key)?, shape, self.sound)),
            _ => None,
        }
    }

    /// The records in a list.
    pub fn records(&self, key: &str) -> impl Iterator<Item = Fields<'n, 't>> + use<'n, 't> {
        let (items, shape) = match (self.node(key).map(|node| &node.value), self.kind(key)) {
            (Some(Value::Sequence(items)), Kind::List(Kind::Record(shape))) => (items.as_slice(), *shape),
            _ => (&[][..], self.shape),
        };
        let sound = self.sound;
        items.iter().map(move |node| Fields::new(node, shape, sound))
    }

    /// The records of a mapping, with their keys.
    pub fn map(&self, key: &str) -> impl Iterator<Item = (Spanned<&'n str>, Fields<'n, 't>)> + use<'n, 't> {
        let (entries, shape) = match (self.node(key).map(|node| &node.value), self.kind(key)) {
            (Some(Value::Mapping(entries)), Kind::Map(_, Kind::Record(shape))) => (entries.as_slice(), *shape),
            _ => (&[][..], self.shape),
        };
        let sound = self.sound;
        entries.iter().map(move |entry| (Spanned::new(&*entry.key.value, entry.key.span), Fields::new(&entry.value, shape, sound)))
    }

    /// The values of a mapping from names to single values.
    pub fn values(&self, key: &str) -> BTreeMap<String, Spanned<String>> {
        match (self.node(key).map(|node| &node.value), self.kind(key)) {
            (Some(Value::Mapping(entries)), Kind::Map(_, kind)) => {
                let value = |entry: &Entry<'_>| Some((entry.key.to_string(), scalar(&entry.value, kind)?.map(str::to_owned)));
                entries.iter().filter_map(value).collect()
            }
            _ => BTreeMap::new(),
        }
    }

    /// All single values of a record, by key.
    pub fn all(&self) -> BTreeMap<String, Spanned<String>> {
        self.shape.fields.iter().filter_map(|field| Some((field.key.to_owned(), self.text(field.key)?))).collect()
    }
}

fn scalar<'n>(node: &'n Node<'_>, kind: &Kind) -> Option<Spanned<&'n str>> {
    match &node.value {
        Value::Scalar(scalar) if check_scalar(&scalar.text, scalar.style, kind).is_ok() => Some(Spanned::new(&scalar.text, node.span)),
        _ => None,
    }
}

/// The text of a scalar in a file in which nothing was found at fault.
fn sound_scalar<'n>(node: &'n Node<'_>) -> Option<Spanned<&'n str>> {
    match &node.value {
        Value::Scalar(scalar) => Some(Spanned::new(&scalar.text, node.span)),
        _ => None,
    }
}

/// What a reference must lead to, in words.
pub fn record_word(kind: RecordKind) -> String {
    format!("{} {}", article(kind.as_str()), kind.as_str())
}
