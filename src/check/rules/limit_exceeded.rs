//! `limit-exceeded`: a file beyond the limits.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::yaml;

/// The rule.
pub static RULE: Rule = Rule {
    code: yaml::LIMIT_EXCEEDED,
    severity: Severity::Error,
    summary: "a file is larger, deeper or fuller than the limits allow",
    explain: Explain {
        finds: "A file that is too long, has too many values, nests lists and mappings too deep, has an overlong key or value, or has so \
                many faults that not all of them are shown. The finding names the limit.",
        why: "Data comes from many hands. The limits make sure that no single file can stop the check for everybody.",
        example: "Forty brackets within each other in a note.",
        mend: "Split the file or the value. Real records stay far below every limit, so first look whether something was pasted by \
               mistake.",
    },
    stage: Stage::Loading,
};
