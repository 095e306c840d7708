//! `missing-key`: a record without a field that it must have.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::load;

/// The rule.
pub static RULE: Rule = Rule {
    code: load::MISSING_KEY,
    severity: Severity::Error,
    summary: "a record lacks a field that it must have, or a file is empty",
    explain: Explain {
        finds: "A record without one of the fields that it must have, and a file with nothing in it. The record is not used.",
        why: "A source without a publisher or a claim without a summary leaves open the very question that a reader will ask first.",
        example: "An office with a beginning but no `title`.",
        mend: "Add the field. Where the fact is not known, the format has a word for that, such as `basis: unknown`.",
    },
    stage: Stage::Loading,
};
