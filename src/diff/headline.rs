//! Turns a comparison into one line: counts and fixed words, and nothing that comes from the data.

use super::kinds::{ChangeKind, Severity, editorial::WARNING_CLOSED, integrity::*, position::*, provenance::*};
use super::value::Value;
use super::{Change, Diff, PassageChange, PassageSide, Subject};
use crate::model::RecordKind;

/// The order in which kinds of record are counted.
const ORDER: [RecordKind; 6] =
    [RecordKind::Statement, RecordKind::Claim, RecordKind::Source, RecordKind::Event, RecordKind::Demand, RecordKind::Actor];

/// A number with its noun.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Whether a flag is set.
pub fn is_set(value: &Option<Value>) -> bool {
    matches!(value, Some(Value::Text(text)) if text == "true")
}

impl Diff {
    /// The whole comparison in one line: records added and removed, what became of positions, contradictions and proofs, other changes.
    pub fn headline(&self) -> String {
        let mut parts = self.records();
        parts.extend(self.positions());
        parts.extend(self.paths());
        parts.extend(self.links());
        parts.extend(self.proofs());
        parts.extend(self.findings());
        parts.extend(self.fields());
        if parts.is_empty() {
            parts.push(self.without_meaning());
        }
        if self.errors[1] > 0 && !self.impact.findings.iter().any(|finding| finding.kind == &ERROR_OPENED) {
            parts.push(format!("{} in the dataset after", counted(self.errors[1], "error", "errors")));
        }
        parts.join(", ")
    }

    fn without_meaning(&self) -> String {
        match (self.formatting.lines, self.formatting.moved) {
            (0, 0) => "no change".to_owned(),
            (lines, 0) => format!("no semantic change ({} reformatted)", counted(lines, "line", "lines")),
            (lines, moved) => format!(
                "no semantic change ({} reformatted, {} moved between files)",
                counted(lines, "line", "lines"),
                counted(moved, "record", "records")
            ),
        }
    }

    fn records(&self) -> Vec<String> {
        let mut parts = Vec::new();
        for (sign, is_added) in [("+", true), ("-", false)] {
            for kind in ORDER {
                let whole = self.changes.iter().filter(|change| change.path.is_empty() && change.record.kind == Some(kind));
                let number = whole.filter(|change| change.after.is_some() == is_added && !self.is_merged(change)).count();
                if number > 0 {
                    parts.push(format!("{sign}{}", counted(number, kind.as_str(), kind.plural())));
                }
            }
        }
        parts
    }

    /// Whether a record is gone because another one took it in: nothing was lost with it.
    fn is_merged(&self, change: &Change) -> bool {
        let id = |record: &Subject| (record.kind, record.old.clone());
        change.after.is_none() && self.moves.iter().any(|moved| moved.kind == &MERGED && id(&moved.record) == id(&change.record))
    }

    fn positions(&self) -> Vec<String> {
        let kinds: [(&ChangeKind, &str); 12] = [
            (&POSITION_UNPROVED, "no longer proved"),
            (&POSITION_HARDENED, "hardened"),
            (&POSITION_SOFTENED, "softened"),
            (&POSITION_WITHDRAWN, "withdrawn"),
            (&POSITION_REINSTATED, "reinstated"),
            (&POSITION_TAKEN, "newly taken"),
            (&POSITION_LOST, "no longer taken"),
            (&POSITION_REWORDED, "reading otherwise"),
            (&POSITION_MOVED, "moved"),
            (&POSITION_REDATED, "redated"),
            (&POSITION_RECOUNTED, "recounted"),
            (&POSITION_PROVED, "now proved"),
        ];
        // Whoever reads that a position hardened takes it that somebody said so: where the record was only corrected, that is told.
        let speaks = [&POSITION_HARDENED, &POSITION_SOFTENED, &POSITION_WITHDRAWN, &POSITION_REINSTATED];
        let mut parts = Vec::new();
        for (kind, word) in kinds {
            let of_kind = || self.impact.positions.iter().filter(|change| change.kind == kind);
            let corrected = of_kind().filter(|change| speaks.contains(&kind) && change.is_correction()).count();
            let said = of_kind().count() - corrected;
            if said > 0 {
                parts.push(format!("{} {word}", counted(said, "position", "positions")));
            }
            if corrected > 0 {
                parts.push(format!("{} {word} by a correction of the record", counted(corrected, "position", "positions")));
            }
        }
        let reordered = self.impact.threads.iter().filter(|thread| thread.kind == &THREAD_REORDERED).count();
        if reordered > 0 {
            parts.push(format!("{} re-ordered", counted(reordered, "thread", "threads")));
        }
        parts
    }

    fn paths(&self) -> Vec<String> {
        let count = |kind: &ChangeKind| self.impact.paths.changes.iter().filter(|path| path.kind == kind).count();
        let counts = [(count(&PATH_APPEARED), "appeared"), (count(&PATH_VANISHED), "vanished")];
        let counts = counts.into_iter().filter(|(number, _)| *number > 0);
        counts.map(|(number, word)| format!("{} {word}", counted(number, "path", "paths"))).collect()
    }

    fn links(&self) -> Vec<String> {
        let count = |contradicts: bool, opened: bool| {
            let links = self.impact.links.iter().filter(|link| link.is_contradiction() == contradicts);
            links.filter(|link| link.is_opened() == opened).count()
        };
        let counts = [
            (count(true, true), "contradiction", "contradictions", "opened"),
            (count(true, false), "contradiction", "contradictions", "closed"),
            (count(false, true), "link to an earlier claim", "links to earlier claims", "added"),
            (count(false, false), "link to an earlier claim", "links to earlier claims", "removed"),
        ];
        let counts = counts.into_iter().filter(|(number, ..)| *number > 0);
        counts.map(|(number, one, many, word)| format!("{} {word}", counted(number, one, many))).collect()
    }

    fn proofs(&self) -> Vec<String> {
        let mut parts = Vec::new();
        let is_quotation = |change: &PassageChange| change.before.as_ref().or(change.after.as_ref()).is_some_and(|side| side.is_quotation);
        for (kind, verb) in [(&PROOF_LOST, "lost"), (&PROOF_GAINED, "gained")] {
            for (quoted, one, many) in [(true, "quotation", "quotations"), (false, "other passage", "other passages")] {
                let all = self.impact.proofs.iter().filter(|change| change.kind == kind);
                let number = all.filter(|change| is_quotation(change) == quoted).count();
                if number > 0 {
                    parts.push(format!("{} {verb} {} proof", counted(number, one, many), if number == 1 { "its" } else { "their" }));
                }
            }
        }
        let claims: [(&ChangeKind, &str); 4] = [
            (&FOUNDATION_LOST, "without any evidence left"),
            (&FOUNDATION_GAINED, "no longer without evidence"),
            (&QUOTATION_LOST, "no longer in the speaker's own words"),
            (&QUOTATION_GAINED, "now in the speaker's own words"),
        ];
        for (kind, words) in claims {
            let number = self.impact.quotations.iter().filter(|change| change.kind == kind).count();
            if number > 0 {
                parts.push(format!("{} {words}", counted(number, "claim", "claims")));
            }
        }
        // A passage whose words changed and whose proof went or came with them is told as that, and not as one gone and one new.
        let told = |kind: &ChangeKind| {
            let words = |side: &Option<PassageSide>| side.as_ref().map(|side| side.words.clone());
            self.impact.proofs.iter().filter(|change| change.kind == kind && words(&change.before) != words(&change.after)).count()
        };
        let (lost, gained) = (told(&PROOF_LOST), told(&PROOF_GAINED));
        let (all, proved) = self.impact.turnover.added;
        let counts = [
            (proved.saturating_sub(gained), "new passage proved", "new passages proved"),
            ((all - proved).saturating_sub(lost), "new passage NOT proved", "new passages NOT proved"),
            (self.impact.turnover.gone.saturating_sub(lost), "proved passage gone", "proved passages gone"),
            (
                self.impact.forged(),
                "record proved only in a text that changed with it",
                "records proved only in texts that changed with them",
            ),
        ];
        parts.extend(counts.into_iter().filter(|(number, ..)| *number > 0).map(|(number, one, many)| counted(number, one, many)));
        if !self.impact.texts.is_empty() {
            parts.push(format!("{} changed", counted(self.impact.texts.len(), "stored text", "stored texts")));
        }
        parts
    }

    fn findings(&self) -> Vec<String> {
        let kinds: [(&ChangeKind, &str, &str); 5] = [
            (&NEW_RECORD_ACKNOWLEDGES, "finding accepted with a new record", "findings accepted with new records"),
            (&ERROR_OPENED, "new error", "new errors"),
            (&WARNING_OPENED, "new warning", "new warnings"),
            (&ERROR_CLOSED, "error gone", "errors gone"),
            (&WARNING_CLOSED, "warning gone", "warnings gone"),
        ];
        let count = |kind: &ChangeKind| self.impact.findings.iter().filter(|finding| finding.kind == kind).count();
        let counts = kinds.into_iter().map(|(kind, one, many)| (count(kind), one, many)).filter(|(number, ..)| *number > 0);
        counts.map(|(number, one, many)| counted(number, one, many)).collect()
    }

    /// Changes within records, by severity, and records with other ids.
    fn fields(&self) -> Vec<String> {
        let mut parts = Vec::new();
        for severity in Severity::ALL {
            let within = self.changes.iter().filter(|change| !change.path.is_empty() && change.kind.severity == severity);
            let number = within.count();
            if severity == Severity::Position {
                for (now, words) in [(true, "now negated"), (false, "no longer negated")] {
                    let of = self.changes.iter().filter(|change| change.kind == &NEGATION_CHANGED && is_set(&change.after) == now);
                    parts.extend(
                        Some(of.count())
                            .filter(|number| *number > 0)
                            .map(|number| format!("{} {words}", counted(number, "claim", "claims"))),
                    );
                }
            }
            if number > 0 {
                let (one, many) = match severity {
                    Severity::Integrity => ("change that touches integrity", "changes that touch integrity"),
                    Severity::Position => ("change to what a record says", "changes to what records say"),
                    Severity::Provenance => ("change of provenance", "changes of provenance"),
                    Severity::Editorial => ("editorial change", "editorial changes"),
                };
                parts.push(counted(number, one, many));
            }
        }
        let merged = self.moves.iter().filter(|moved| moved.kind == &MERGED).count();
        if merged > 0 {
            parts.push(format!("{} merged into others", counted(merged, "record", "records")));
        }
        let renamed = self.moves.len() - merged;
        if renamed > 0 {
            parts.push(counted(renamed, "record under another id", "records under other ids"));
        }
        parts
    }
}
