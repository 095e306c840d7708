//! Turns the findings of both revisions into those that are new and those that are gone.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::RecordKind;

use super::Side;
use super::compare::Renames;
use super::kinds::{ChangeKind, editorial::*, integrity::*, provenance::*};
use super::place::{Places, Spot, below};
use super::work::Subjects;

/// A finding that was not there before, or is not there any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingChange {
    /// Whether it is new or gone, an error or a warning.
    pub kind: &'static ChangeKind,
    /// The code of the rule.
    pub rule: Code,
    /// What was found, in one short line; holds words of the data.
    pub says: String,
    /// The next steps; hold words of the data.
    pub help: Vec<String>,
    /// What it is about: a record (`claim:S/C`), a file (`file:PATH`), or the `dataset`.
    pub about: String,
    /// The lines before and after; of a file that could not be read its first.
    pub spots: [Option<Spot>; 2],
}

/// Findings of one rule about one thing, by the rule and what it is after; those that are about no record also by what they say.
type Found<'d> = BTreeMap<(Code, Severity, String, Option<&'d str>), Vec<&'d Diagnostic>>;

/// The rules whose findings say that words do not carry what they are there for.
pub const EVIDENCE_RULES: [&str; 9] = [
    "claim-without-evidence",
    "hash-mismatch",
    "hidden-character",
    "inference-without-analyst",
    "negation-in-gap",
    "passage-ambiguous",
    "passage-not-found",
    "quotation-form-mismatch",
    "text-missing",
];

/// Findings about evidence that records accept which stand on one side alone, in the order of the records.
pub fn accepted_unseen(old: &Side<'_>, new: &Side<'_>, subjects: &Subjects<'_>, places: [&Places<'_>; 2]) -> Vec<FindingChange> {
    let mut changes = Vec::new();
    // Where a dataset begins or ends, the whole of it is what there is to read.
    if old.absent.is_some() || new.absent.is_some() {
        return changes;
    }
    for (number, side, kind) in [(1, new, &NEW_RECORD_ACKNOWLEDGES), (0, old, &ACKNOWLEDGING_RECORD_REMOVED)] {
        let dataset = side.dataset;
        let sources = dataset.sources.values().map(|record| (RecordKind::Source, record.id.as_str(), &record.acknowledge));
        let statements = dataset.statements.values().map(|record| (RecordKind::Statement, record.id.as_str(), &record.acknowledge));
        let claims = dataset.claims().map(|(_, record)| (RecordKind::Claim, record.id.as_str(), &record.acknowledge));
        for (record, id, accepted) in sources.chain(statements).chain(claims).filter(|(.., accepted)| !accepted.is_empty()) {
            let id = if number == 0 { subjects.renames.after(record, id) } else { id };
            let subject = subjects.of(record, id);
            if [&subject.old, &subject.new][1 - number].is_some() {
                continue;
            }
            for one in accepted {
                let Some(rule) = EVIDENCE_RULES.into_iter().find(|rule| *rule == one.rule.value) else { continue };
                let mut spots = [None, None];
                spots[number] = Some(places[number].spot(one.rule.span));
                let about = subject.key();
                changes.push(FindingChange { kind, rule: Code(rule), says: one.why.clone(), help: Vec::new(), about, spots });
            }
        }
    }
    changes
}

/// Compares the findings: errors and warnings that are new first, then those that are gone; by rule and record.
///
/// A rule that still finds as much about a record as before found nothing new, whatever the words.
pub fn compare(old: &Side<'_>, new: &Side<'_>, renames: &Renames, places: [&Places<'_>; 2]) -> Vec<FindingChange> {
    let sides = [found(old, |kind, id| renames.after(kind, id).to_owned()), found(new, |_, id| id.to_owned())];
    let mut changes = Vec::new();
    for (number, side) in sides.iter().enumerate() {
        for (key, here) in side {
            let there = sides[1 - number].get(key).map(Vec::as_slice).unwrap_or_default();
            let mut left: Vec<&Diagnostic> = there.to_vec();
            let (_, mut more): (Vec<&Diagnostic>, Vec<&Diagnostic>) = here.iter().copied().partition(|finding| {
                let same = left.iter().position(|other| other.headline == finding.headline);
                same.map(|index| left.remove(index)).is_some()
            });
            more.truncate(here.len().saturating_sub(there.len()));
            changes.extend(more.into_iter().map(|finding| change(finding, &key.2, number, [old, new][number], places[number])));
        }
    }
    let weight = |kind: &'static ChangeKind| {
        [&ERROR_OPENED, &WARNING_OPENED, &ERROR_CLOSED, &WARNING_CLOSED].iter().position(|other| **other == *kind)
    };
    changes.sort_by_key(|change| weight(change.kind));
    changes
}

fn found<'d>(side: &Side<'d>, id: impl Fn(RecordKind, &str) -> String) -> Found<'d> {
    let mut found = Found::new();
    for finding in side.findings.iter().filter(|finding| finding.severity >= Severity::Warning) {
        let mut says = None;
        let about = match finding.subject.as_deref().and_then(|subject| subject.split_once(':')) {
            Some((kind, name)) => {
                let after = RecordKind::ALL.into_iter().find(|known| known.as_str() == kind).map(|kind| id(kind, name));
                format!("{kind}:{}", after.unwrap_or_else(|| name.to_owned()))
            }
            None => {
                says = Some(finding.headline.as_str());
                finding.path.as_deref().map_or_else(|| "dataset".to_owned(), |path| format!("file:{}", below(path, side.data)))
            }
        };
        found.entry((finding.code, finding.severity, about, says)).or_default().push(finding);
    }
    found
}

fn change(finding: &Diagnostic, about: &str, number: usize, side: &Side<'_>, places: &Places<'_>) -> FindingChange {
    let kinds = match finding.severity {
        Severity::Error => [&ERROR_CLOSED, &ERROR_OPENED],
        _ => [&WARNING_CLOSED, &WARNING_OPENED],
    };
    let first = |path: &String| Spot { path: format!("{}{path}", side.prefix), line: 1, column: 1, end_line: 1, end_column: 1 };
    let spot = finding.primary.as_ref().map(|label| places.spot(label.span)).or_else(|| finding.path.as_ref().map(first));
    let mut spots = [None, None];
    spots[number] = spot;
    FindingChange {
        kind: kinds[number],
        rule: finding.code,
        says: finding.headline.clone(),
        help: finding.help.clone(),
        about: about.to_owned(),
        spots,
    }
}
