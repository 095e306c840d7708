//! `invisible-in-key`: a key with a character that nobody can see.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::yaml;

/// The rule.
pub static RULE: Rule = Rule {
    code: yaml::INVISIBLE_IN_KEY,
    severity: Severity::Error,
    summary: "a key holds a character that nobody can see",
    explain: Explain {
        finds: "A key or id that holds a zero-width space, a direction mark or another character without a glyph.",
        why: "Two keys that look the same would be different ones: a reviewer sees one record, and the tool another.",
        example: "`note` with a zero-width space between `no` and `te`.",
        mend: "Type the key anew.",
    },
    stage: Stage::Loading,
};
