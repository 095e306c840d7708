//! `claim-without-evidence`: a claim that rests on no passage.

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("claim-without-evidence"),
    severity: Severity::Error,
    summary: "a claim rests on no passage",
    explain: Explain {
        finds: "A claim without any evidence: no passage of any source is given for it.",
        why: "Everything that the record says of somebody must be traceable to words that anybody can look up. A claim without a passage \
              is a rumour.",
        example: "A claim has an act and a summary, and no `evidence:`.",
        mend: "Add `evidence:` with a source, a form and the exact passage. Where the claim is drawn from words that do not say it \
               outright, write `form: inference` and name the `analyst:`. Where there is nothing, delete the claim.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (_, claim) in context.dataset.claims().filter(|(_, claim)| claim.evidence.is_empty()) {
        out.push(
            RULE.finding(format!("`{}` rests on no passage", claim.id.value))
                .at(claim.id.span, "without `evidence:`")
                .help("add `evidence:` with a source, a form and the exact passage, or delete the claim")
                .about(format!("claim:{}", claim.id.value)),
        );
    }
}
