//! `yaml-syntax`: a file that is not YAML.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::yaml;

/// The rule.
pub static RULE: Rule = Rule {
    code: yaml::YAML_SYNTAX,
    severity: Severity::Error,
    summary: "a file cannot be read as YAML",
    explain: Explain {
        finds: "A place at which the text stops being YAML: a bracket or quotation mark that is not closed, a wrong indentation, a second \
                colon in one line. Nothing in that file is used.",
        why: "From that place on nobody can say what belongs to what.",
        example: "`venue: Geneva: press room`, where the second colon begins a mapping in the middle of a text.",
        mend: "Look at the place shown and the line before it. Most often it helps to put the text in quotation marks or to indent with \
               the same number of spaces as the neighbours.",
    },
    stage: Stage::Loading,
};
