//! Turns typed records back into the keys and values of the format, so that they can be compared key by key.
//!
//! Each record is taken apart by name, without `..`: a field that is added to the model does not compile until it is compared too.

use std::collections::BTreeMap;

use crate::date::ClaimDate;
use crate::model::*;
use crate::source::Spanned;

/// A value of the format without its place. Lists are sorted: their order means nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// A single value, as it is written.
    Text(String),
    /// A list, sorted; never empty.
    List(Vec<Value>),
    /// A mapping from names; never empty.
    Map(BTreeMap<String, Value>),
    /// A record: the keys that it has, in the order of its shape.
    Record(Vec<(&'static str, Value)>),
}

impl Value {
    /// The value under a key of a record.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Record(fields) => fields.iter().find(|(name, _)| *name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The single value under a key of a record.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// All single values in it, in order.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Value::Text(text) => vec![text],
            Value::List(items) => items.iter().flat_map(Value::texts).collect(),
            Value::Map(entries) => entries.values().flat_map(Value::texts).collect(),
            Value::Record(fields) => fields.iter().flat_map(|(_, value)| value.texts()).collect(),
        }
    }
}

/// The keys of one record, as they are collected.
#[derive(Default)]
struct Keys(Vec<(&'static str, Value)>);

impl Keys {
    fn text(self, key: &'static str, text: impl AsRef<str>) -> Self {
        self.value(key, Some(Value::Text(text.as_ref().to_owned())))
    }

    fn option<T: AsRef<str>>(self, key: &'static str, text: Option<T>) -> Self {
        self.value(key, text.map(|text| Value::Text(text.as_ref().to_owned())))
    }

    fn date(self, key: &'static str, date: &Option<Spanned<ClaimDate>>) -> Self {
        self.option(key, date.as_ref().map(|date| date.as_str()))
    }

    fn flag(self, key: &'static str, holds: bool) -> Self {
        self.option(key, holds.then_some("true"))
    }

    fn texts<T: AsRef<str>>(self, key: &'static str, items: &[Spanned<T>]) -> Self {
        self.list(key, items.iter().map(|item| Value::Text(item.value.as_ref().to_owned())))
    }

    fn list(self, key: &'static str, items: impl Iterator<Item = Value>) -> Self {
        let mut items: Vec<Value> = items.collect();
        items.sort();
        self.value(key, (!items.is_empty()).then_some(Value::List(items)))
    }

    fn map(self, key: &'static str, entries: impl Iterator<Item = (String, String)>) -> Self {
        let entries: BTreeMap<String, Value> = entries.map(|(name, text)| (name, Value::Text(text))).collect();
        self.value(key, (!entries.is_empty()).then_some(Value::Map(entries)))
    }

    fn value(mut self, key: &'static str, value: Option<Value>) -> Self {
        self.0.extend(value.map(|value| (key, value)));
        self
    }

    fn done(self) -> Value {
        Value::Record(self.0)
    }
}

/// The keys of a manifest.
pub fn manifest(manifest: &Manifest) -> Value {
    let Manifest { title, focus, licence, texts, severities, expect, aliases, watch } = manifest;
    // The floor is a record in the format and a map in the model: its keys come from the shape.
    let floor = shape::EXPECT.fields.iter().filter_map(|field| {
        let count = expect.get(field.key)?;
        Some((field.key, Value::Text(count.value.to_string())))
    });
    let floor: Vec<(&'static str, Value)> = floor.collect();
    Keys::default()
        .text("title", title)
        .option("focus", focus.as_deref())
        .option("licence", licence.as_deref())
        .text("texts", texts)
        .map("severities", severities.iter().map(|(rule, severity)| (rule.clone(), severity.value.as_str().to_owned())))
        .map("aliases", aliases.iter().map(|(name, query)| (name.clone(), query.value.clone())))
        .list("watch", watch.iter().map(watched))
        .value("expect", (!floor.is_empty()).then_some(Value::Record(floor)))
        .done()
}

/// The keys of an actor.
pub fn actor(actor: &Actor) -> Value {
    let Actor { id: _, kind, name, aliases, acts_for, offices, identifiers, formerly, note, acknowledge } = actor;
    Keys::default()
        .text("kind", kind.as_str())
        .text("name", &name.value)
        .texts("aliases", aliases)
        .option("acts_for", acts_for.as_deref())
        .list("offices", offices.iter().map(office))
        .map("identifiers", identifiers.iter().map(|(register, id)| (register.clone(), id.clone())))
        .texts("formerly", formerly)
        .option("note", note.as_deref())
        .list("acknowledge", acknowledge.iter().map(acknowledgement))
        .done()
}

fn office(office: &Office) -> Value {
    let Office { title, of, since, until, basis, note } = office;
    Keys::default()
        .text("title", title)
        .option("of", of.as_deref())
        .date("since", since)
        .date("until", until)
        .option("basis", basis.map(Basis::as_str))
        .option("note", note.as_deref())
        .done()
}

fn acknowledgement(acknowledgement: &Acknowledgement) -> Value {
    let Acknowledgement { rule, why } = acknowledgement;
    Keys::default().text("rule", &rule.value).text("why", why).done()
}

/// The keys of a demand.
pub fn demand(demand: &Demand) -> Value {
    let Demand { id: _, title, description, addressees, broader, topic, formerly, note, acknowledge } = demand;
    Keys::default()
        .text("title", &title.value)
        .text("description", description)
        .texts("addressees", addressees)
        .option("broader", broader.as_deref())
        .option("topic", topic.as_deref())
        .texts("formerly", formerly)
        .option("note", note.as_deref())
        .list("acknowledge", acknowledge.iter().map(acknowledgement))
        .done()
}

/// The keys of an event.
pub fn event(event: &Event) -> Value {
    let Event { id: _, title, date, dating, place, participants, sources, formerly, note, acknowledge } = event;
    Keys::default()
        .text("title", &title.value)
        .date("date", date)
        .value("dating", Some(self::dating(dating)))
        .option("place", place.as_deref())
        .texts("participants", participants)
        .texts("sources", sources)
        .texts("formerly", formerly)
        .option("note", note.as_deref())
        .list("acknowledge", acknowledge.iter().map(acknowledgement))
        .done()
}

fn dating(dating: &Dating) -> Value {
    let Dating { basis, evidence, note } = dating;
    let evidence = evidence.iter().map(|evidence| {
        let DateEvidence { source, quote } = evidence;
        self::quote(Keys::default().text("source", &source.value), quote).done()
    });
    Keys::default().text("basis", basis.as_str()).list("evidence", evidence).option("note", note.as_deref()).done()
}

/// The date of a source: its evidence stands in the source itself, which is not named again.
fn source_date(dated: &SourceDate) -> Value {
    let SourceDate { date, dating: Dating { basis, evidence, note } } = dated;
    let evidence = evidence.iter().map(|evidence| {
        let DateEvidence { source: _, quote } = evidence;
        self::quote(Keys::default(), quote).done()
    });
    Keys::default().date("date", date).text("basis", basis.as_str()).list("evidence", evidence).option("note", note.as_deref()).done()
}

fn quote(keys: Keys, quote: &Quote) -> Keys {
    let Quote { passage, prefix, suffix } = quote;
    keys.text("passage", &passage.value).option("prefix", prefix.as_deref()).option("suffix", suffix.as_deref())
}

/// The keys of a source. The stored text is no key: it is compared by its hash.
pub fn source(source: &Source) -> Value {
    let Source {
        id: _,
        title,
        publisher,
        kind,
        url,
        language,
        translated_from,
        published,
        retrieved,
        relays,
        reliability,
        credibility,
        text,
        sha256,
        stored: _,
        uncoded,
        formerly,
        note,
        acknowledge,
    } = source;
    let uncoded = uncoded.iter().map(|uncoded| {
        let Uncoded { quote, reason } = uncoded;
        self::quote(Keys::default(), quote).text("reason", reason).done()
    });
    Keys::default()
        .text("title", &title.value)
        .text("publisher", &publisher.value)
        .text("kind", kind.as_str())
        .option("url", url.as_deref())
        .text("language", language)
        .option("translated_from", translated_from.as_deref())
        .value("published", Some(source_date(published)))
        .value("retrieved", retrieved.as_ref().map(source_date))
        .texts("relays", relays)
        .option("reliability", reliability.as_deref())
        .option("credibility", credibility.as_deref())
        .option("text", text.as_deref())
        .option("sha256", sha256.as_deref())
        .list("uncoded", uncoded)
        .texts("formerly", formerly)
        .option("note", note.as_deref())
        .list("acknowledge", acknowledge.iter().map(acknowledgement))
        .done()
}

/// The keys of a statement, without its claims: those are records of their own.
pub fn statement(statement: &Statement) -> Value {
    let Statement {
        id: _,
        speaker,
        office,
        on_behalf_of,
        addressees,
        form,
        venue,
        event,
        date,
        dating,
        formerly,
        note,
        acknowledge,
        claims: _,
    } = statement;
    Keys::default()
        .text("speaker", &speaker.value)
        .option("as", office.as_deref())
        .option("on_behalf_of", on_behalf_of.as_deref())
        .texts("addressees", addressees)
        .text("form", form.as_str())
        .option("venue", venue.as_deref())
        .option("event", event.as_deref())
        .date("date", date)
        .value("dating", Some(self::dating(dating)))
        .texts("formerly", formerly)
        .option("note", note.as_deref())
        .list("acknowledge", acknowledge.iter().map(acknowledgement))
        .done()
}

/// The keys of a claim.
pub fn claim(claim: &Claim) -> Value {
    let Claim {
        id: _,
        act,
        demand,
        firmness,
        label,
        summary,
        addressees,
        condition,
        consequence,
        hypothetical,
        negated,
        confidence,
        evidence,
        links,
        formerly,
        note,
        acknowledge,
    } = claim;
    Keys::default()
        .text("act", act.as_str())
        .option("demand", demand.as_deref())
        .option("firmness", firmness.as_ref().map(|firmness| firmness.as_str()))
        .option("label", label.as_deref())
        .text("summary", &summary.value)
        .texts("addressees", addressees)
        .option("condition", condition.as_deref())
        .option("consequence", consequence.as_deref())
        .flag("hypothetical", *hypothetical)
        .flag("negated", *negated)
        .option("confidence", confidence.map(Confidence::as_str))
        .list("evidence", evidence.iter().map(self::evidence))
        .list("links", links.iter().map(link))
        .texts("formerly", formerly)
        .option("note", note.as_deref())
        .list("acknowledge", acknowledge.iter().map(acknowledgement))
        .done()
}

/// The keys of a piece of evidence.
pub fn evidence(evidence: &Evidence) -> Value {
    let Evidence { source, form, quote, via, language, translator, original, analyst, note } = evidence;
    self::quote(Keys::default().text("source", &source.value).text("form", form.as_str()), quote)
        .option("via", via.as_ref().map(|id| id.as_str()))
        .option("language", language.as_deref())
        .option("translator", translator.as_deref())
        .option("original", original.as_deref())
        .option("analyst", analyst.as_deref())
        .option("note", note.as_deref())
        .done()
}

fn watched(pair: &Watch) -> Value {
    let Watch { from, to, why } = pair;
    Keys::default().text("from", &from.value).text("to", &to.value).option("why", why.as_deref()).done()
}

fn link(link: &Link) -> Value {
    let Link { kind, to, why } = link;
    Keys::default().text("kind", kind.as_str()).text("to", &to.value).option("why", why.as_deref()).done()
}
