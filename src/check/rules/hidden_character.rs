//! `hidden-character`: a character in our own words that nobody can see, or that changes the order in which others are shown.

use std::ops::Range;

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Acknowledgement, Actor, Claim, Demand, Event, Source, Statement};
use crate::source::{SourceMap, Span, Spanned};
use crate::tree::MANIFEST;
use crate::yaml::{escape_visible, is_invisible};

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("hidden-character"),
    severity: Severity::Warning,
    summary: "a text of a record holds an invisible character",
    explain: Explain {
        finds: "A character that leaves no mark, or that turns the direction of the text round it, in any text of a record but passages: \
                zero-width spaces, soft hyphens, direction marks and the like. Passages may hold what their source holds. Joiners inside \
                words of scripts that need them, such as Persian or Hindi, are passed over.",
        why: "What a reviewer sees is then not what the file says. Two names that look the same can differ, a search misses one of them, \
              and a direction mark can make a sentence read backwards.",
        example: "The name reads `Anna Berg` and is written `Anna\\u{200b} Berg`: a search for it finds nothing.",
        mend: "Delete the character: copying from a web page often brings it along. Where it belongs there, acknowledge the finding with \
               the reason.",
    },
    stage: Stage::Checking(run),
};

/// The bytes after the beginning of a record in which a text without a place of its own is looked for.
const RECORD_BYTES: usize = 16 << 10;

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let dataset = context.dataset;
    check_manifest(context, out);
    let mut texts = Texts { sources: context.sources, kind: "", id: "", record: None, out };
    for actor in dataset.actors.values() {
        texts.begin("actor", actor.id.as_str(), actor.id.span);
        texts.actor(actor);
    }
    for demand in dataset.demands.values() {
        texts.begin("demand", demand.id.as_str(), demand.id.span);
        texts.demand(demand);
    }
    for event in dataset.events.values() {
        texts.begin("event", event.id.as_str(), event.id.span);
        texts.event(event);
    }
    for source in dataset.sources.values() {
        texts.begin("source", source.id.as_str(), source.id.span);
        texts.source(source);
    }
    for statement in dataset.statements.values() {
        texts.begin("statement", statement.id.as_str(), statement.id.span);
        texts.statement(statement);
        for claim in &statement.claims {
            texts.begin("claim", claim.id.as_str(), claim.id.span);
            texts.claim(claim);
        }
    }
}

fn check_manifest(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let manifest = &context.dataset.manifest;
    let file = context.sources.files().find(|(_, file)| file.path.rsplit('/').next() == Some(MANIFEST));
    for (field, text) in [("title", Some(&manifest.title)), ("licence", manifest.licence.as_ref())] {
        let Some((text, hidden)) = text.and_then(|text| Some((text, first_hidden(text)?))) else { continue };
        let mut finding = finding(field, text, hidden.clone());
        if let Some((id, file)) = &file {
            let place = locate(&file.text[..file.text.floor_char_boundary(RECORD_BYTES)], text, hidden);
            finding = match place {
                Some(place) => finding.at(Span::new(*id, place.start, place.end), shown(text)),
                None => finding.in_file(file.path.clone()),
            };
        }
        out.push(finding);
    }
}

/// Takes the texts of one record after another and reports those that hide something.
struct Texts<'c, 'o> {
    sources: &'c SourceMap,
    kind: &'static str,
    id: &'c str,
    record: Option<Span>,
    out: &'o mut Vec<Diagnostic>,
}

impl<'c> Texts<'c, '_> {
    fn begin(&mut self, kind: &'static str, id: &'c str, place: Span) {
        (self.kind, self.id, self.record) = (kind, id, Some(place));
    }

    /// A text whose place is known.
    fn spanned(&mut self, field: &str, text: &Spanned<String>) {
        self.add(field, text, Some(text.span));
    }

    /// Texts whose place is not known.
    fn plain<'t>(&mut self, field: &str, texts: impl IntoIterator<Item = &'t String>) {
        for text in texts {
            self.add(field, text, None);
        }
    }

    fn add(&mut self, field: &str, text: &str, span: Option<Span>) {
        let (Some(hidden), Some(record)) = (first_hidden(text), self.record) else { return };
        let region = span.unwrap_or_else(|| self.region(record));
        let place = locate(self.sources.text(region), text, hidden.clone())
            .map(|found| Span::new(region.file, region.start as usize + found.start, region.start as usize + found.end));
        self.out.push(
            finding(field, text, hidden).at(place.or(span).unwrap_or(record), shown(text)).about(format!("{}:{}", self.kind, self.id)),
        );
    }

    /// The bytes of the file in which the record stands, or begins. A statement's id need not be its first key.
    fn region(&self, record: Span) -> Span {
        let text = &self.sources.file(record.file).text;
        let start = if self.kind == "statement" { 0 } else { record.start as usize };
        Span::new(record.file, start, text.floor_char_boundary((start + RECORD_BYTES).min(text.len())))
    }

    fn acknowledgements(&mut self, all: &[Acknowledgement]) {
        self.plain("why", all.iter().map(|entry| &entry.why));
    }

    fn actor(&mut self, actor: &Actor) {
        self.spanned("name", &actor.name);
        actor.aliases.iter().for_each(|alias| self.spanned("aliases", alias));
        for office in &actor.offices {
            self.plain("title", [&office.title]);
            self.plain("note", &office.note);
        }
        self.plain("identifiers", actor.identifiers.values());
        self.plain("note", &actor.note);
        self.acknowledgements(&actor.acknowledge);
    }

    fn demand(&mut self, demand: &Demand) {
        self.spanned("title", &demand.title);
        self.plain("description", [&demand.description]);
        self.plain("note", &demand.note);
        self.acknowledgements(&demand.acknowledge);
    }

    fn event(&mut self, event: &Event) {
        self.spanned("title", &event.title);
        self.plain("place", &event.place);
        self.plain("note", event.dating.note.iter().chain(&event.note));
        self.acknowledgements(&event.acknowledge);
    }

    fn source(&mut self, source: &Source) {
        self.spanned("title", &source.title);
        self.plain("language", [&source.language]);
        self.plain("translated_from", &source.translated_from);
        let dates = std::iter::once(&source.published).chain(&source.retrieved);
        self.plain("note", dates.filter_map(|date| date.dating.note.as_ref()).chain(&source.note));
        self.plain("reason", source.uncoded.iter().map(|uncoded| &uncoded.reason));
        self.acknowledgements(&source.acknowledge);
    }

    fn statement(&mut self, statement: &Statement) {
        self.plain("as", &statement.office);
        self.plain("venue", &statement.venue);
        self.plain("note", statement.dating.note.iter().chain(&statement.note));
        self.acknowledgements(&statement.acknowledge);
    }

    fn claim(&mut self, claim: &Claim) {
        claim.label.iter().for_each(|label| self.spanned("label", label));
        self.spanned("summary", &claim.summary);
        self.plain("condition", &claim.condition);
        self.plain("consequence", &claim.consequence);
        for evidence in &claim.evidence {
            self.plain("language", &evidence.language);
            self.plain("translator", &evidence.translator);
            self.plain("original", &evidence.original);
            self.plain("analyst", &evidence.analyst);
            self.plain("note", &evidence.note);
        }
        self.plain("why", claim.links.iter().filter_map(|link| link.why.as_ref()));
        self.plain("note", &claim.note);
        self.acknowledgements(&claim.acknowledge);
    }
}

fn finding(field: &str, text: &str, hidden: Range<usize>) -> Diagnostic {
    let name = escape_visible(&text[hidden.clone()]);
    let what = if text[hidden].contains(turns_direction) {
        "a character that changes the direction of the text"
    } else {
        "an invisible character"
    };
    RULE.finding(format!("`{field}` holds {what}: `{name}`")).help("delete it, or acknowledge the finding where it belongs there")
}

/// The text round its first hidden character, with everything hidden written out.
fn shown(text: &str) -> String {
    const AROUND: usize = 20;
    let Some(hidden) = first_hidden(text) else { return String::new() };
    let start = text[..hidden.start].char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let end = text[hidden.end..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| hidden.end + at);
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    format!("it reads `{before}{}{after}`", escape_visible(&text[start..end]))
}

/// The first run of hidden characters.
fn first_hidden(text: &str) -> Option<Range<usize>> {
    if text.is_ascii() {
        return None;
    }
    let mut before = None;
    for (start, sign) in text.char_indices() {
        if is_invisible(sign) && !is_joiner(before, sign) {
            let end = text[start..].find(|sign| !is_invisible(sign)).map_or(text.len(), |length| start + length);
            return Some(start..end);
        }
        before = Some(sign);
    }
    None
}

/// Whether it is a joiner after a letter or sign of a script that needs joiners: Arabic to Sinhala, Myanmar, Khmer, Mongolian.
fn is_joiner(before: Option<char>, sign: char) -> bool {
    matches!(sign, '\u{200c}' | '\u{200d}')
        && matches!(before, Some('\u{620}'..='\u{dff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{18aa}'))
}

fn turns_direction(sign: char) -> bool {
    matches!(sign, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Where the hidden characters of a text stand in the file, told by the signs beside them; none where they are written as escapes.
fn locate(file: &str, text: &str, hidden: Range<usize>) -> Option<Range<usize>> {
    const AROUND: usize = 8;
    let is_edge = |sign: char| sign.is_whitespace() || matches!(sign, '\'' | '"' | '\\');
    let left = text[..hidden.start].chars().rev().take(AROUND).take_while(|sign| !is_edge(*sign)).map(char::len_utf8).sum::<usize>();
    let right = text[hidden.end..].chars().take(AROUND).take_while(|sign| !is_edge(*sign)).map(char::len_utf8).sum::<usize>();
    let start = file.find(&text[hidden.start - left..hidden.end + right])? + left;
    Some(start..start + hidden.len())
}
