//! `via-not-relayed`: a passage that is said to have come by a source which its own source does not relay.

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::suggest;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("via-not-relayed"),
    severity: Severity::Error,
    summary: "a passage came by a source that its own source does not relay",
    explain: Explain {
        finds: "A piece of evidence whose `via` names a source that is not under `relays` of the evidence's `source`.",
        why: "`via` tells which of several sources answers for the words. One that the page does not relay cannot, and whoever asks what goes \
              back to an agency gets a wrong answer.",
        example: "The blog has `relays: [agency-interview]`, and a passage of it has `via: agency-article`.",
        mend: "Name one of the sources that the page relays, or add the source to `relays` where the text names it. Where the text does not \
               say by which source the words came, leave `via` out.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (_, claim) in context.dataset.claims() {
        for evidence in &claim.evidence {
            let (Some(via), Some(source)) = (&evidence.via, context.dataset.sources.get(&evidence.source.value)) else { continue };
            if source.relays.iter().any(|relayed| relayed.value == via.value) {
                continue;
            }
            let relayed = || source.relays.iter().map(|relayed| relayed.as_str());
            let help = match (suggest::nearest(via.as_str(), relayed()), source.relays.as_slice()) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, []) => format!("add `relays: [{}]` to the source, or take `via` out", via.value),
                (None, _) => format!("it relays {}", relayed().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")),
            };
            out.push(
                RULE.finding(format!("`{}` does not relay `{}`", source.id.value, via.value))
                    .at(via.span, "by way of this source")
                    .with(source.id.span, "the source of the passage")
                    .help(help)
                    .about(format!("claim:{}", claim.id.value)),
            );
        }
    }
}
