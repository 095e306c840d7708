//! `unknown-rule`: a code that no rule has.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Acknowledgement, Dataset};
use crate::suggest;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("unknown-rule"),
    severity: Severity::Warning,
    summary: "the manifest or an acknowledgement names a rule that does not exist",
    explain: Explain {
        finds: "A code under `severities:` in the manifest, or after `rule:` in an acknowledgement, that no rule has.",
        why: "It does nothing: whoever wrote it believes that a rule was made stricter or a finding was dealt with, and neither is so.",
        example: "`severities: {orphan-records: error}`; the rule is called `orphan-record`.",
        mend: "Correct the code. `demarche rules` lists all of them.",
    },
    stage: Stage::Settling,
};

/// Reports the codes that no rule has.
pub(super) fn settle(dataset: &Dataset, acknowledgements: &[(String, &Acknowledgement)], out: &mut Vec<Diagnostic>) {
    for (code, severity) in dataset.manifest.severities.iter().filter(|(code, _)| !exists(code)) {
        out.push(help(RULE.finding(format!("there is no rule `{code}`")).at(severity.span, "this changes nothing"), code));
    }
    for (subject, entry) in acknowledgements.iter().filter(|(_, entry)| !exists(&entry.rule)) {
        let finding = RULE.finding(format!("there is no rule `{}`", entry.rule.value)).at(entry.rule.span, "").about(subject.clone());
        out.push(help(finding, &entry.rule));
    }
}

/// Whether there is a rule with this code.
pub(super) fn exists(code: &str) -> bool {
    crate::check::rule(code).is_some()
}

fn help(finding: Diagnostic, code: &str) -> Diagnostic {
    match suggest::nearest(code, super::RULES.iter().map(|rule| rule.code.0)) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("`demarche rules` lists the rules that there are"),
    }
}
