//! `text-missing`: a stored text that cannot be read.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::load;

/// The rule.
pub static RULE: Rule = Rule {
    code: load::TEXT_MISSING,
    severity: Severity::Error,
    summary: "the stored text of a source is not there or cannot be read",
    explain: Explain {
        finds: "A source whose `text:` names a file that is not in the texts folder, is no regular file, is too long or is not UTF-8.",
        why: "Every quotation is proved against the stored text. Without it, the passages of that source are mere assertions.",
        example: "`text: wire.txt`, and the folder holds only `wire-1999.txt`.",
        mend: "Add the file to the folder that `texts:` in the manifest names, or correct the name. For a source that is only relayed and \
               not held, leave `text:` out.",
    },
    stage: Stage::Loading,
};
