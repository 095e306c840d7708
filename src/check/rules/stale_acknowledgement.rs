//! `stale-acknowledgement`: an accepted finding that is not there.

use std::collections::BTreeSet;

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Acknowledgement;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("stale-acknowledgement"),
    severity: Severity::Warning,
    summary: "a record accepts a finding that is not there",
    explain: Explain {
        finds: "An entry under `acknowledge:` for a rule that finds nothing in that record, or whose findings cannot be accepted at all.",
        why: "An acknowledgement that outlives its reason waits for the next fault of the same kind and hides it from everybody. \
              And a fault that breaks the record, such as a stored text that was changed, has to be mended whatever the reason.",
        example: "A claim accepts `rests-on-paraphrase-only`; since then a quotation was added to it.",
        mend: "Remove the entry. If it belongs to another record, a claim instead of its statement for example, move it there.",
    },
    stage: Stage::Settling,
};

/// Reports the acknowledgements of known rules that are not among the used ones.
pub(super) fn settle(acknowledgements: &[(String, &Acknowledgement)], used: &BTreeSet<(String, &str)>, out: &mut Vec<Diagnostic>) {
    for (subject, entry) in acknowledgements {
        let Some(rule) = crate::check::rule(&entry.rule) else { continue };
        let code = rule.code;
        let finding = if !super::can_be_acknowledged(code) {
            RULE.finding(format!("findings of `{code}` cannot be accepted")).help("mend what it finds and remove the entry")
        } else if !used.contains(&(subject.clone(), code.0)) {
            let record = subject.replacen(':', " `", 1);
            RULE.finding(format!("`{code}` finds nothing in the {record}`"))
                .help("remove the entry, or move it to the record that it belongs to")
        } else {
            continue;
        };
        out.push(finding.at(entry.rule.span, "").about(subject.clone()));
    }
}
