//! `yaml-refused`: a part of YAML that the format does without.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::yaml;

/// The rule.
pub static RULE: Rule = Rule {
    code: yaml::YAML_REFUSED,
    severity: Severity::Error,
    summary: "a file uses a part of YAML that the format does without",
    explain: Explain {
        finds: "Anchors (`&x`), aliases (`*x`), tags (`!x`), merge keys (`<<`), directives, complex keys and several documents in one \
                file.",
        why: "With these, a line can take its meaning from another place, and a short file can unfold to gigabytes. A reviewer must be \
              able to read a record where it stands.",
        example: "`addressees: &both [aland, borduria]`, to be repeated later as `*both`.",
        mend: "Write the values out. If the sign belongs to the text, put the text in quotation marks.",
    },
    stage: Stage::Loading,
};
