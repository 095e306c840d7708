//! `duplicate-id`: two records with one id.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::load;

/// The rule.
pub static RULE: Rule = Rule {
    code: load::DUPLICATE_ID,
    severity: Severity::Error,
    summary: "two records of one kind have the same id",
    explain: Explain {
        finds: "Two actors, demands, events, sources or statements with the same id in different files. The first one is used.",
        why: "Whatever refers to that id could mean either record; which of the two a reader sees would depend on the order of the files.",
        example: "`aland` stands in actors/states.yaml and again in actors/islands.yaml.",
        mend: "If both are the same thing, merge them into one record. If not, give the newer one another id: ids are for ever and are \
               never used twice.",
    },
    stage: Stage::Loading,
};
