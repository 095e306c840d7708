//! `not-a-file`: something in the dataset folder that is no regular file.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::load;

/// The rule.
pub static RULE: Rule = Rule {
    code: load::NOT_A_FILE,
    severity: Severity::Error,
    summary: "something in the dataset folder is no regular file and was not read",
    explain: Explain {
        finds: "A symbolic link, device, pipe or undecodable name in the dataset folder, folders nested too deep, and a file that \
                vanished while it was read.",
        why: "A link can lead out of the dataset, to a file that no reviewer has seen and that differs from one computer to the next.",
        example: "statements/geneva.yaml is a symbolic link to a file in somebody's home folder.",
        mend: "Put the file itself in the place of the link. What does not belong to the dataset goes elsewhere.",
    },
    stage: Stage::Loading,
};
