//! `file-name-mismatch`: a statement in a file of another name.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::load;

/// The rule.
pub static RULE: Rule = Rule {
    code: load::FILE_NAME_MISMATCH,
    severity: Severity::Error,
    summary: "the id of a statement is not the name of its file",
    explain: Explain {
        finds: "A statement whose `id` differs from the name of the file that it stands in.",
        why: "Links and reviews name a statement by its id, and people look for the file of that name. Two names for one statement soon \
              become two statements.",
        example: "`id: geneva-1999` in the file statements/geneva.yaml.",
        mend: "Rename the file. Change the id only if nobody can have used it yet.",
    },
    stage: Stage::Loading,
};
