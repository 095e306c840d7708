//! `bad-value`: a value that cannot stand where it stands.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::load;

/// The rule.
pub static RULE: Rule = Rule {
    code: load::BAD_VALUE,
    severity: Severity::Error,
    summary: "a value is of the wrong sort, or a word is not on its list",
    explain: Explain {
        finds: "A value that its field does not allow: a word that is not on the list of that field, a list where one value belongs, an \
                id with capital letters, an empty value, a web address or hash of the wrong form.",
        why: "Every value is taken by its letters and never guessed at. A word that is nearly right would otherwise be counted as a kind \
              of its own.",
        example: "`confidence: sure`; the words are `high`, `moderate` and `low`.",
        mend: "Write one of the words or forms that the help of the finding names. A field with nothing to say is left out and never left \
               empty.",
    },
    stage: Stage::Loading,
};
