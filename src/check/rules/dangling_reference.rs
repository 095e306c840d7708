//! `dangling-reference`: a reference to a record that is not there.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::load;

/// The rule.
pub static RULE: Rule = Rule {
    code: load::DANGLING_REFERENCE,
    severity: Severity::Error,
    summary: "a reference leads to a record that is not there",
    explain: Explain {
        finds: "The id of an actor, demand, event, source or claim that no file declares, or that belongs to a record of another kind. \
                The reference is dropped.",
        why: "A claim whose source is not there has no evidence, and a link that leads nowhere tells no story. Mostly it is a slip of the \
              pen or a record that was renamed.",
        example: "`addressees: [alnad]`; the actor is `aland`.",
        mend: "Correct the id as the help of the finding suggests, or add the record. The full id of a claim is `STATEMENT/CLAIM`, also \
               within one statement.",
    },
    stage: Stage::Loading,
};
