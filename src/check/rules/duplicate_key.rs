//! `duplicate-key`: a key that stands twice in one mapping.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::yaml;

/// The rule.
pub static RULE: Rule = Rule {
    code: yaml::DUPLICATE_KEY,
    severity: Severity::Error,
    summary: "a mapping has the same key twice",
    explain: Explain {
        finds: "A key that stands twice in the same record or table, also where the two look the same but are encoded differently \
                (Unicode normal forms). The first one is used.",
        why: "YAML readers disagree on which of the two counts. One reviewer may have approved the one, and the tool may have used the \
              other.",
        example: "A claim with `firmness: appeals` and, four lines on, `firmness: demands`.",
        mend: "Keep the one that is right and remove the other. Where both are right, the key takes a list, or the second is a record of \
               its own.",
    },
    stage: Stage::Loading,
};
