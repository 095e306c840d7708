//! `not-utf8`: a data file in another encoding than UTF-8.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::yaml;

/// The rule.
pub static RULE: Rule = Rule {
    code: yaml::NOT_UTF8,
    severity: Severity::Error,
    summary: "a data file is not encoded as UTF-8",
    explain: Explain {
        finds: "A data file whose bytes are not UTF-8. Nothing in it is used.",
        why: "In another encoding every letter beyond English could be read as something else; names and quotations would come out \
              changed.",
        example: "actors.yaml was saved as Windows-1252, and the `ö` in a name is the single byte F6.",
        mend: "Save the file as UTF-8; editors call it “UTF-8” or “UTF-8 without BOM”.",
    },
    stage: Stage::Loading,
};
