//! Turns the checked document of one file into records whose references are not resolved yet.

use crate::date::ClaimDate;
use crate::diagnostic::{Diagnostic, Severity};
use crate::id::{ActorId, ClaimId, DemandId, EventId, SourceId, StatementId};
use crate::model::shape::{self, Kind, RecordKind};
use crate::model::words::*;
use crate::model::*;
use crate::source::{FileId, Span, Spanned};
use crate::yaml::Node;

use super::fields::{self, Fields};

/// What sort of file it is: told by its path alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// `demarche.yaml`.
    Manifest,
    /// `actors.yaml`, or a file in `actors/`; likewise for the others.
    Table(RecordKind),
    /// A file in `statements/`.
    Statement,
}

impl FileKind {
    /// The kind of the file at this path below the dataset folder.
    pub fn of(path: &str) -> Option<FileKind> {
        if path == crate::tree::MANIFEST {
            return Some(FileKind::Manifest);
        }
        let stem = path.strip_suffix(".yaml")?;
        match stem.split('/').next()? {
            "statements" if stem.contains('/') => Some(FileKind::Statement),
            first => [RecordKind::Actor, RecordKind::Demand, RecordKind::Event, RecordKind::Source]
                .into_iter()
                .find(|kind| kind.plural() == first)
                .map(FileKind::Table),
        }
    }
}

/// The records of some files.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// The manifest.
    pub manifest: Option<Manifest>,
    /// The actors.
    pub actors: Vec<Actor>,
    /// The demands.
    pub demands: Vec<Demand>,
    /// The events.
    pub events: Vec<Event>,
    /// The sources.
    pub sources: Vec<Source>,
    /// The statements.
    pub statements: Vec<Statement>,
    /// Every id that stands in the files, also of records that could not be used.
    pub declared: Vec<(RecordKind, Spanned<String>)>,
}

impl Records {
    /// Reads the records of one file; adds what is wrong with them to `out`.
    pub fn decode(node: &Node<'_>, kind: FileKind, file: FileId, stem: &str, out: &mut Vec<Diagnostic>) -> Records {
        let mut records = Records::default();
        let shape = match kind {
            FileKind::Manifest => &shape::MANIFEST,
            FileKind::Statement => &shape::STATEMENT,
            FileKind::Table(table) => shape::FILES.iter().find(|file| file.name == table.plural()).expect("every table has a shape").shape,
        };
        let before = out.len();
        let usable = fields::check(node, &Kind::Record(shape), shape.name, out);
        let top = Fields::new(node, shape, out.len() == before);
        match kind {
            FileKind::Manifest => records.manifest = Some(manifest(&top)),
            FileKind::Statement => records.add_statement(&top, usable, file, stem, out),
            FileKind::Table(table) => {
                for (key, record) in top.map(table.plural()) {
                    records.declared.push((table, key.map(str::to_owned)));
                    records.add(table, key, &record);
                }
            }
        }
        records
    }

    fn add(&mut self, table: RecordKind, key: Spanned<&str>, record: &Fields<'_, '_>) -> Option<()> {
        match table {
            RecordKind::Actor => self.actors.push(actor(key, record)?),
            RecordKind::Demand => self.demands.push(demand(key, record)?),
            RecordKind::Event => self.events.push(event(key, record)?),
            RecordKind::Source => self.sources.push(source(key, record)?),
            RecordKind::Statement | RecordKind::Claim => unreachable!("statements have files of their own"),
        }
        Some(())
    }

    fn add_statement(&mut self, top: &Fields<'_, '_>, usable: bool, file: FileId, stem: &str, out: &mut Vec<Diagnostic>) {
        // Where the id is missing or faulty the file name stands in, so that links to the claims are not reported on top.
        let id = top.text("id").unwrap_or_else(|| Spanned::new(stem.to_owned(), Span::new(file, 0, 0)));
        if *id != stem {
            out.push(
                Diagnostic::error(super::FILE_NAME_MISMATCH, format!("statement `{}` stands in a file named `{stem}.yaml`", id.value))
                    .at(id.span, "")
                    .help("rename the file or correct the id: they must be equal"),
            );
        }
        self.declared.push((RecordKind::Statement, id.clone()));
        let Ok(statement_id) = StatementId::parse(&id) else { return };
        for (name, _) in top.map("claims") {
            self.declared.push((RecordKind::Claim, name.map(|name| format!("{statement_id}/{name}"))));
        }
        if usable && let Some(statement) = statement(Spanned::new(statement_id, id.span), top) {
            self.statements.push(statement);
        }
    }

    /// Adds the records of another file.
    pub fn merge(&mut self, other: Records) {
        self.manifest = self.manifest.take().or(other.manifest);
        self.actors.extend(other.actors);
        self.demands.extend(other.demands);
        self.events.extend(other.events);
        self.sources.extend(other.sources);
        self.statements.extend(other.statements);
        self.declared.extend(other.declared);
    }
}

fn actor_id(text: &str) -> Option<ActorId> {
    ActorId::parse(text).ok()
}

fn source_id(text: &str) -> Option<SourceId> {
    SourceId::parse(text).ok()
}

fn date(fields: &Fields<'_, '_>, key: &str) -> Option<Spanned<ClaimDate>> {
    fields.read(key, |text| ClaimDate::parse(text).ok())
}

fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort();
    items.dedup();
    items
}

fn manifest(top: &Fields<'_, '_>) -> Manifest {
    let severities = top.values("severities").into_iter().filter_map(|(rule, word)| {
        let severity = Severity::parse(&word)?;
        Some((rule, word.map(|_| severity)))
    });
    let expect = top.record("expect").map(|expect| expect.all()).unwrap_or_default().into_iter().filter_map(|(what, count)| {
        let number = count.parse().ok()?;
        Some((what, count.map(|_| number)))
    });
    Manifest {
        title: top.plain("title").unwrap_or_default(),
        focus: top.read("focus", actor_id),
        licence: top.plain("licence"),
        texts: top.plain("texts").unwrap_or_default(),
        severities: severities.collect(),
        aliases: top.values("aliases"),
        watch: {
            let pair = |entry: Fields<'_, '_>| {
                Some(Watch { from: entry.read("from", target)?, to: entry.read("to", target)?, why: entry.plain("why") })
            };
            sorted(top.records("watch").filter_map(pair).collect())
        },
        expect: expect.collect(),
    }
}

fn acknowledgements(record: &Fields<'_, '_>) -> Vec<Acknowledgement> {
    let read = |entry: Fields<'_, '_>| Some(Acknowledgement { rule: entry.text("rule")?, why: entry.plain("why")? });
    sorted(record.records("acknowledge").filter_map(read).collect())
}

fn actor(key: Spanned<&str>, record: &Fields<'_, '_>) -> Option<Actor> {
    let mut offices: Vec<Office> = record.records("offices").filter_map(|entry| office(&entry)).collect();
    offices.sort_by(|a, b| {
        let key = |office: &Office| (office.since.as_ref().map(|date| date.as_str().to_owned()), office.title.clone());
        key(a).cmp(&key(b))
    });
    Some(Actor {
        id: Spanned::new(actor_id(key.value)?, key.span),
        kind: record.read("kind", ActorKind::parse)?.value,
        name: record.text("name")?,
        aliases: sorted(record.list("aliases", |text| Some(text.to_owned()))),
        acts_for: record.read("acts_for", actor_id),
        offices,
        identifiers: record.values("identifiers").into_iter().map(|(register, id)| (register, id.value)).collect(),
        formerly: sorted(record.list("formerly", actor_id)),
        note: record.plain("note"),
        acknowledge: acknowledgements(record),
    })
}

fn office(record: &Fields<'_, '_>) -> Option<Office> {
    Some(Office {
        title: record.plain("title")?,
        of: record.read("of", actor_id),
        since: date(record, "since"),
        until: date(record, "until"),
        basis: record.read("basis", Basis::parse).map(|basis| basis.value),
        note: record.plain("note"),
    })
}

fn demand(key: Spanned<&str>, record: &Fields<'_, '_>) -> Option<Demand> {
    Some(Demand {
        id: Spanned::new(DemandId::parse(key.value).ok()?, key.span),
        title: record.text("title")?,
        description: record.plain("description")?,
        addressees: sorted(record.list("addressees", actor_id)),
        broader: record.read("broader", |text| DemandId::parse(text).ok()),
        topic: record.plain("topic"),
        formerly: sorted(record.list("formerly", |text| DemandId::parse(text).ok())),
        note: record.plain("note"),
        acknowledge: acknowledgements(record),
    })
}

fn quote(record: &Fields<'_, '_>) -> Option<Quote> {
    Some(Quote { passage: record.text("passage")?, prefix: record.plain("prefix"), suffix: record.plain("suffix") })
}

fn dating(record: &Fields<'_, '_>) -> Option<Dating> {
    let read = |entry: &Fields<'_, '_>| Some(DateEvidence { source: entry.read("source", source_id)?, quote: quote(entry)? });
    let mut evidence: Vec<DateEvidence> = record.records("evidence").filter_map(|entry| read(&entry)).collect();
    evidence.sort_by(|a, b| (&a.source, &a.quote).cmp(&(&b.source, &b.quote)));
    Some(Dating { basis: record.read("basis", Basis::parse)?, evidence, note: record.plain("note") })
}

fn event(key: Spanned<&str>, record: &Fields<'_, '_>) -> Option<Event> {
    Some(Event {
        id: Spanned::new(EventId::parse(key.value).ok()?, key.span),
        title: record.text("title")?,
        date: date(record, "date"),
        dating: dating(&record.record("dating")?)?,
        place: record.plain("place"),
        participants: sorted(record.list("participants", actor_id)),
        sources: sorted(record.list("sources", source_id)),
        formerly: sorted(record.list("formerly", |text| EventId::parse(text).ok())),
        note: record.plain("note"),
        acknowledge: acknowledgements(record),
    })
}

/// A date of the source `own`: its evidence stands in the source itself.
fn source_date(own: &Spanned<SourceId>, record: &Fields<'_, '_>) -> Option<SourceDate> {
    let mut evidence: Vec<Quote> = record.records("evidence").filter_map(|entry| quote(&entry)).collect();
    evidence.sort();
    let evidence = evidence.into_iter().map(|quote| DateEvidence { source: own.clone(), quote }).collect();
    Some(SourceDate {
        date: date(record, "date"),
        dating: Dating { basis: record.read("basis", Basis::parse)?, evidence, note: record.plain("note") },
    })
}

fn source(key: Spanned<&str>, record: &Fields<'_, '_>) -> Option<Source> {
    let id = Spanned::new(source_id(key.value)?, key.span);
    let read = |entry: &Fields<'_, '_>| Some(Uncoded { quote: quote(entry)?, reason: entry.plain("reason")? });
    let mut uncoded: Vec<Uncoded> = record.records("uncoded").filter_map(|entry| read(&entry)).collect();
    uncoded.sort_by(|a, b| (&a.quote, &a.reason).cmp(&(&b.quote, &b.reason)));
    Some(Source {
        title: record.text("title")?,
        publisher: record.read("publisher", actor_id)?,
        kind: record.read("kind", SourceKind::parse)?.value,
        url: record.text("url"),
        language: record.plain("language")?,
        translated_from: record.plain("translated_from"),
        published: source_date(&id, &record.record("published")?)?,
        retrieved: record.record("retrieved").and_then(|date| source_date(&id, &date)),
        relays: sorted(record.list("relays", source_id)),
        reliability: record.plain("reliability"),
        credibility: record.plain("credibility"),
        text: record.text("text"),
        sha256: record.text("sha256"),
        stored: None,
        uncoded,
        formerly: sorted(record.list("formerly", source_id)),
        note: record.plain("note"),
        acknowledge: acknowledgements(record),
        id,
    })
}

fn statement(id: Spanned<StatementId>, record: &Fields<'_, '_>) -> Option<Statement> {
    let mut claims: Vec<Claim> = record.map("claims").filter_map(|(name, fields)| claim(&id, name, &fields)).collect();
    claims.sort_by(|a, b| a.id.cmp(&b.id));
    Some(Statement {
        speaker: record.read("speaker", actor_id)?,
        office: record.plain("as"),
        on_behalf_of: record.read("on_behalf_of", actor_id),
        addressees: sorted(record.list("addressees", actor_id)),
        form: record.read("form", StatementForm::parse)?.value,
        venue: record.plain("venue"),
        event: record.read("event", |text| EventId::parse(text).ok()),
        date: date(record, "date"),
        dating: dating(&record.record("dating")?)?,
        formerly: sorted(record.list("formerly", |text| StatementId::parse(text).ok())),
        note: record.plain("note"),
        acknowledge: acknowledgements(record),
        claims,
        id,
    })
}

fn claim(statement: &StatementId, name: Spanned<&str>, record: &Fields<'_, '_>) -> Option<Claim> {
    let flag = |key| record.plain(key).is_some_and(|word| word == "true");
    Some(Claim {
        id: Spanned::new(ClaimId::new(statement, name.value).ok()?, name.span),
        act: record.read("act", Act::parse)?,
        demand: record.read("demand", |text| DemandId::parse(text).ok()),
        firmness: record.read("firmness", Firmness::parse),
        label: record.text("label"),
        summary: record.text("summary")?,
        addressees: sorted(record.list("addressees", actor_id)),
        condition: record.plain("condition"),
        consequence: record.plain("consequence"),
        hypothetical: flag("hypothetical"),
        negated: flag("negated"),
        confidence: record.read("confidence", Confidence::parse).map(|word| word.value),
        evidence: {
            let mut evidence: Vec<Evidence> = record.records("evidence").filter_map(|entry| evidence(&entry)).collect();
            evidence.sort();
            evidence
        },
        links: {
            let mut links: Vec<Link> = record.records("links").filter_map(|entry| link(&entry)).collect();
            links.sort();
            links
        },
        formerly: sorted(record.list("formerly", |text| ClaimId::parse(text).ok())),
        note: record.plain("note"),
        acknowledge: acknowledgements(record),
    })
}

fn evidence(record: &Fields<'_, '_>) -> Option<Evidence> {
    Some(Evidence {
        source: record.read("source", source_id)?,
        form: record.read("form", Form::parse)?,
        quote: quote(record)?,
        via: record.read("via", source_id),
        language: record.plain("language"),
        translator: record.plain("translator"),
        original: record.plain("original"),
        analyst: record.plain("analyst"),
        note: record.plain("note"),
    })
}

fn target(text: &str) -> Option<Target> {
    match ClaimId::parse(text) {
        Ok(id) => Some(Target::Claim(id)),
        Err(_) => EventId::parse(text).ok().map(Target::Event),
    }
}

fn link(record: &Fields<'_, '_>) -> Option<Link> {
    Some(Link { kind: record.read("kind", LinkWord::parse)?, to: record.read("to", target)?, why: record.plain("why") })
}
