//! Turns what a check found into what it found on that which had been said by a day.

use std::collections::BTreeMap;

use super::{Checked, Counts, check};
use crate::date::{Certainty, Day};
use crate::diagnostic::Diagnostic;
use crate::load::Loaded;
use crate::model::Dataset;
use crate::proof::Proofs;
use crate::source::FileId;

/// Runs all rules on the whole record, and leaves out what is found in statements that were certainly made later than a day and in events
/// that certainly happened later. What is found where that is only possible is marked. The counts are those of what had been said by then.
///
/// The rules look at the whole record: a demand that was voiced later is no orphan, and a quotation that a later claim uses is coded.
pub fn check_as_of(loaded: &Loaded, day: Day) -> Checked {
    let mut checked = check(loaded);
    let said = Said::new(&loaded.dataset, day);
    let mark = |found: &mut Diagnostic| {
        if said.certainty(found) == Certainty::Possible {
            found.help.push(format!("it is only possible that this had been said, or had happened, by {day}"));
        }
    };
    checked.diagnostics.retain(|found| said.certainty(found) != Certainty::Impossible);
    checked.acknowledged.retain(|(found, _)| said.certainty(found) != Certainty::Impossible);
    checked.diagnostics.iter_mut().for_each(mark);
    checked.acknowledged.iter_mut().for_each(|(found, _)| mark(found));
    let then = loaded.dataset.as_of(day);
    checked.counts = Counts::new(&then, &Proofs::new(&then, &loaded.sources));
    checked
}

/// Whether the records of a dataset were there by a day, by what findings name them with.
struct Said<'d> {
    /// By the id of the statement.
    statements: BTreeMap<&'d str, Certainty>,
    /// By the file: it holds one statement.
    files: BTreeMap<FileId, Certainty>,
    /// By the id of the event.
    events: BTreeMap<&'d str, Certainty>,
}

impl<'d> Said<'d> {
    fn new(dataset: &'d Dataset, day: Day) -> Self {
        let statements = || dataset.statements.values().map(|statement| (statement, statement.said_by(day)));
        let happened = |date: Option<&crate::date::ClaimDate>| date.map_or(Certainty::Possible, |date| date.on_or_before(day));
        Said {
            statements: statements().map(|(statement, said)| (statement.id.as_str(), said)).collect(),
            files: statements().map(|(statement, said)| (statement.id.span.file, said)).collect(),
            events: dataset.events.values().map(|event| (event.id.as_str(), happened(event.date.as_deref()))).collect(),
        }
    }

    /// Whether what a finding is about was there by then; what is about no statement and no event is there at all times.
    fn certainty(&self, found: &Diagnostic) -> Certainty {
        let about = match found.subject.as_deref().and_then(|subject| subject.split_once(':')) {
            Some(("claim" | "statement", id)) => self.statements.get(id.split('/').next().unwrap_or_default()),
            Some(("event", id)) => self.events.get(id),
            _ => None,
        };
        let place = || found.primary.as_ref().and_then(|label| self.files.get(&label.span.file));
        about.or_else(place).copied().unwrap_or(Certainty::Certain)
    }
}
