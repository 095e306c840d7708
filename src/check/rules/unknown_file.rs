//! `unknown-file`: a YAML file that is no part of a dataset.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::load;

/// The rule.
pub static RULE: Rule = Rule {
    code: load::UNKNOWN_FILE,
    severity: Severity::Error,
    summary: "a YAML file in the dataset folder is none of its files, or the manifest is missing",
    explain: Explain {
        finds: "A file ending in `.yaml` or `.yml` in the dataset folder that is none of the files of a dataset and was not read; also a \
                dataset without `demarche.yaml`.",
        why: "Records in a file that is not read are not in the picture, not counted and not checked.",
        example: "Sources in `source.yaml`; the file is called `sources.yaml`.",
        mend: "Rename the file, or move it out of the dataset folder. Records stand in actors.yaml, demands.yaml, events.yaml and \
               sources.yaml, or in folders of these names, and each statement in statements/ID.yaml.",
    },
    stage: Stage::Loading,
};
