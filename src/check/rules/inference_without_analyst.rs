//! `inference-without-analyst`: an inference that nobody answers for.

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Form;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("inference-without-analyst"),
    severity: Severity::Error,
    summary: "an inference does not say who drew it",
    explain: Explain {
        finds: "Evidence with `form: inference` and without `analyst:`.",
        why: "An inference is neither the speaker's words nor a reporter's: it is a conclusion of the person who coded the claim. A reader \
              must be able to ask that person.",
        example: "`form: inference` stands beside a passage that does not name the demand, and nobody is named who reads the demand into \
                  it.",
        mend: "Add `analyst:` with the name of the person who drew the inference, and say in a `note:` how. Where the passage does say it, \
               use `verbatim`, `translated` or `paraphrase` instead.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (_, claim) in context.dataset.claims() {
        for evidence in &claim.evidence {
            if evidence.form.value == Form::Inference && evidence.analyst.is_none() {
                out.push(
                    RULE.finding("an inference without the name of the analyst")
                        .at(evidence.form.span, "drawn by whom?")
                        .with(claim.id.span, "the claim that rests on it")
                        .help("add `analyst:` with the name of the person who drew it")
                        .about(format!("claim:{}", claim.id.value)),
                );
            }
        }
    }
}
