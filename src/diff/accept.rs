//! Sets the changes that a file accepts, with a reason, apart from the others.

use super::{Diff, kinds};
use crate::load::Acceptance;
use crate::suggest;

/// What a file of accepted changes does to a comparison.
#[derive(Clone, Debug, Default)]
pub struct Accepted<'a> {
    /// For each entry of the comparison, in its order, the reason for which it is accepted.
    pub reasons: Vec<Option<&'a str>>,
    /// Acceptances that no change needs, in the order of the file.
    pub stale: Vec<&'a Acceptance>,
}

/// Finds the entries that are accepted: those with the code and the record of an acceptance.
pub fn accept<'a>(diff: &Diff, acceptances: &'a [Acceptance]) -> Accepted<'a> {
    let mut used = vec![false; acceptances.len()];
    let entries = diff.entries();
    let reasons = entries.iter().map(|entry| {
        let (code, record) = (entry.item.kind().code, entry.item.record());
        let mut reason = None;
        for (index, acceptance) in acceptances.iter().enumerate() {
            if *acceptance.code == *code.0 && *acceptance.record == record {
                used[index] = true;
                reason = reason.or(Some(acceptance.why.as_str()));
            }
        }
        reason
    });
    let reasons = reasons.collect();
    let stale = acceptances.iter().zip(&used).filter(|(_, used)| !**used).map(|(acceptance, _)| acceptance).collect();
    Accepted { reasons, stale }
}

/// The codes nearest to one that does not exist, best first; none where it does.
pub fn unknown_code(code: &str) -> Option<Vec<&'static str>> {
    kinds::kind(code).is_none().then(|| suggest::nearest_few(code, kinds::all().map(|kind| kind.code.0), 3))
}
