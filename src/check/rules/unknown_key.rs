//! `unknown-key`: a key that the format does not know.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::load;

/// The rule.
pub static RULE: Rule = Rule {
    code: load::UNKNOWN_KEY,
    severity: Severity::Error,
    summary: "a record has a key that the format does not know",
    explain: Explain {
        finds: "A key that the format does not have at that place. Keys are compared letter by letter.",
        why: "What stands under a mistyped key is not read: a condition or an addressee would be missing from the record, and nobody \
              would notice.",
        example: "`adressees: [aland]` in a statement; the key is `addressees`.",
        mend: "Correct the key as the help of the finding suggests. A remark that has no key of its own belongs under `note:` or in a \
               comment.",
    },
    stage: Stage::Loading,
};
