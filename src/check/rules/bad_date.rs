//! `bad-date`: a date that is not written in EDTF.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::load;

/// The rule.
pub static RULE: Rule = Rule {
    code: load::BAD_DATE,
    severity: Severity::Error,
    summary: "a date is not written as EDTF, the extended date-time format",
    explain: Explain {
        finds: "A date that is not an expression of the Extended Date/Time Format (ISO 8601-2), or that is no day of the calendar.",
        why: "Dates put all claims in order. `03/04/1999` is a day in March to one reader and in April to another.",
        example: "`since: spring 1999`; in EDTF spring 1999 is `1999-21`.",
        mend: "Write year, month and day as `1999-03-12`, leaving out what is not known: `1999-03`, `1999`. Mark doubt with `~` \
               (approximate) or `?` (uncertain), and write a span as `1999-03-10/1999-03-12`.",
    },
    stage: Stage::Loading,
};
