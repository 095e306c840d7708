//! Settles findings and changes as annotations: remarks that a tool for reviews shows beside the lines of a file.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{self, Checked};
use crate::diagnostic::{self, Diagnostic, Explain, Label};
use crate::diff::accept::Accepted;
use crate::diff::{Diff, Severity, Spot, kinds};
use crate::hash;
use crate::source::SourceMap;
use crate::tree::{MANIFEST, Place};

use super::diff_plain::{plain, plain_line};
use super::diff_view::blocks;
use super::markdown::{MOST_IN_HEAD, MOST_IN_LINE, shortened};
use super::visible;

/// How much an annotation weighs, as the tools count it. Ordered from the lightest to the heaviest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// To be looked at.
    Warning,
    /// The record cannot be trusted as it stands.
    Error,
}

/// What there is to know about a code.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The code.
    pub code: &'static str,
    /// What it is, in one line: lower case, no full stop.
    pub summary: &'static str,
    /// What there is to know about it.
    pub explain: &'static Explain,
    /// How much it weighs, unless an annotation says otherwise.
    pub level: Level,
}

/// A remark beside some lines. No text in it holds a control or invisible character, and none a line feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// The code.
    pub code: &'static str,
    /// How much it weighs.
    pub level: Level,
    /// What it is, in one line.
    pub headline: String,
    /// What there is to know about it, line by line.
    pub lines: Vec<String>,
    /// Where it stands.
    pub spot: Spot,
    /// Whether it is about these lines; else something is gone, or wrong with the whole file, and no line is at fault.
    pub is_exact: bool,
    /// Other places that explain it, each with a few words, which may be empty.
    pub related: Vec<(Spot, String)>,
    /// 16 hexadecimal digits by which it is known from run to run, wherever the lines stand. No other annotation of the report has them.
    pub fingerprint: String,
    /// The reason for which it is accepted, where it is.
    pub accepted: Option<String>,
}

impl Annotation {
    /// All that it says, line by line: the headline, what there is to know, and the reason for which it is accepted.
    pub fn text(&self) -> Vec<String> {
        let accepted = self.accepted.as_ref().map(|why| format!("accepted: {why}"));
        std::iter::once(self.headline.clone()).chain(self.lines.iter().cloned()).chain(accepted).collect()
    }
}

/// What a tool for reviews is told.
#[derive(Clone, Debug)]
pub struct Report {
    /// The command that made it.
    pub command: &'static str,
    /// All in one line.
    pub headline: String,
    /// What could not be seen, in whole sentences.
    pub cautions: Vec<String>,
    /// The annotations: the heaviest first, else in the order of the report.
    pub annotations: Vec<Annotation>,
    /// The codes that they have, in the order of the codes.
    pub kinds: Vec<Kind>,
}

impl Report {
    fn new(command: &'static str, headline: String, cautions: Vec<String>, mut annotations: Vec<Annotation>) -> Self {
        annotations.sort_by_key(|annotation| std::cmp::Reverse(annotation.level));
        let codes: BTreeSet<&'static str> = annotations.iter().map(|annotation| annotation.code).collect();
        let kinds = codes.into_iter().filter_map(kind).collect();
        Report { command, headline, cautions, annotations, kinds }
    }
}

/// What there is to know about the code of a rule or of a kind of change.
fn kind(code: &str) -> Option<Kind> {
    let rule = check::rule(code).map(|rule| Kind {
        code: rule.code.0,
        summary: rule.summary,
        explain: &rule.explain,
        level: level_of_finding(rule.severity),
    });
    rule.or_else(|| {
        let kind = kinds::kind(code)?;
        Some(Kind { code: kind.code.0, summary: kind.summary, explain: &kind.explain, level: level_of_change(kind.severity) })
    })
}

fn level_of_finding(severity: diagnostic::Severity) -> Level {
    match severity {
        diagnostic::Severity::Error => Level::Error,
        diagnostic::Severity::Warning => Level::Warning,
        diagnostic::Severity::Note => Level::Note,
    }
}

fn level_of_change(severity: Severity) -> Level {
    match severity {
        Severity::Integrity => Level::Error,
        Severity::Position => Level::Warning,
        Severity::Provenance | Severity::Editorial => Level::Note,
    }
}

/// What changed, beside the lines of the revision after; its paths begin as [`Place::review_prefix`] says. What is gone stands beside the
/// nearest line that is still there. Accepted changes weigh as notes.
pub fn of_diff(diff: &Diff, accepted: &Accepted<'_>, new: &Place) -> Report {
    let entries = diff.entries();
    let annotations = entries.iter().zip(blocks(diff, &entries, accepted)).map(|(entry, block)| {
        let after = entry.item.spots()[1].as_ref();
        let spot = after.or_else(|| diff.nearest.get(&entry.item.record()).filter(|_| diff.absent[1].is_none())).cloned();
        let mut lines: Vec<String> = block.lines.iter().map(plain_line).collect();
        if let ([Some(before), None], true) = (entry.item.spots(), after.is_none()) {
            lines.push(format!("  was at {}:{}", visible(&before.path), before.line));
        }
        Annotation {
            code: block.code,
            level: if block.accepted.is_some() { Level::Note } else { level_of_change(block.severity) },
            headline: format!("{} {}", block.sign.as_str(), plain(&block.head)),
            lines,
            spot: match (spot, diff.absent[1].as_ref().and_then(|absent| absent.instead.as_ref())) {
                (Some(spot), _) => from_root(spot, new),
                // A file or link that stands in the way is the nearest thing that the head has.
                (None, Some((path, what))) if *what != "a folder without a manifest" => first_of(path.clone()),
                (None, _) => first_of(format!("{}{}", new.review_prefix(), new.within(MANIFEST))),
            },
            is_exact: after.is_some(),
            related: Vec::new(),
            fingerprint: entry.fingerprint.clone(),
            accepted: block.accepted.as_deref().map(|why| shortened(&visible(why), MOST_IN_LINE)),
        }
    });
    Report::new("diff", diff.headline(), diff.cautions(), annotations.collect())
}

/// A place as a tool for reviews finds it.
fn from_root(spot: Spot, place: &Place) -> Spot {
    let path = spot.path.strip_prefix(&place.prefix).map(|rest| format!("{}{rest}", place.review_prefix()));
    Spot { path: path.unwrap_or(spot.path), ..spot }
}

/// The first place of a file.
fn whole(place: &Place, path: &str) -> Spot {
    first_of(format!("{}{path}", place.review_prefix()))
}

fn first_of(path: String) -> Spot {
    Spot { path, line: 1, column: 1, end_line: 1, end_column: 1 }
}

/// What a check found; acknowledged findings too, where they are wanted. Paths begin as [`Place::review_prefix`] says.
pub fn of_check(checked: &Checked, sources: &SourceMap, place: &Place, with_acknowledged: bool) -> Report {
    let mut prints = Fingerprints::default();
    let mut annotation = |found: &Diagnostic, accepted: Option<&str>| {
        let spot = |label: &Label| {
            let file = sources.file(label.span.file);
            let (start, end) = (file.position(label.span.start as usize), file.position(label.span.end as usize));
            Spot {
                path: format!("{}{}", place.review_prefix(), file.path),
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
            }
        };
        let words = |text: &str| shortened(&visible(text), MOST_IN_LINE);
        let said = found.primary.as_ref().filter(|label| !label.text.is_empty()).map(|label| words(&label.text));
        let path = found.path.clone().unwrap_or_else(|| place.within(MANIFEST));
        Annotation {
            code: found.code.0,
            level: if accepted.is_some() { Level::Note } else { level_of_finding(found.severity) },
            headline: shortened(&visible(&found.headline), MOST_IN_HEAD * 2),
            lines: said.into_iter().chain(found.help.iter().map(|help| format!("help: {}", words(help)))).collect(),
            spot: found.primary.as_ref().map_or_else(|| whole(place, &path), spot),
            is_exact: found.primary.is_some(),
            related: found.secondary.iter().map(|label| (spot(label), words(&label.text))).collect(),
            fingerprint: prints.of(found, sources),
            accepted: accepted.map(words),
        }
    };
    let mut annotations: Vec<Annotation> = checked.diagnostics.iter().map(|found| annotation(found, None)).collect();
    if with_acknowledged {
        annotations.extend(checked.acknowledged.iter().map(|(found, why)| annotation(found, Some(why))));
    }
    Report::new("check", super::summary(checked), Vec::new(), annotations)
}

/// Names findings by their code, record or file, headline and the words at fault, and numbers those that have all in common.
#[derive(Default)]
struct Fingerprints {
    seen: BTreeMap<String, usize>,
}

impl Fingerprints {
    fn of(&mut self, found: &Diagnostic, sources: &SourceMap) -> String {
        let primary = found.primary.as_ref();
        let file = primary.map(|label| sources.file(label.span.file).path.as_str()).or(found.path.as_deref());
        let about = found.subject.as_deref().or(file).unwrap_or_default();
        let words = primary.map(|label| sources.text(label.span)).unwrap_or_default();
        let name = format!("{}\0{about}\0{}\0{words}", found.code, found.headline);
        let number = self.seen.entry(name.clone()).or_default();
        *number += 1;
        let name = if *number == 1 { name } else { format!("{name}\0{number}") };
        hash::hex(&hash::sha256(name.as_bytes()))[..16].to_owned()
    }
}
