//! `link-without-why`: a link without a reason.

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("link-without-why"),
    severity: Severity::Error,
    summary: "a link gives no reason",
    explain: Explain {
        finds: "A link from a claim, to another claim or to an event, that has no `why`.",
        why: "A link is an interpretation: no source says that one claim hardens another. A reader can agree or disagree only with a reason \
              that is written down.",
        example: "`- {kind: hardens, to: geneva-1999/open-post}` and nothing more.",
        mend: "Add `why:` with one sentence that says what in the two passages makes the link. If no such sentence can be written, \
               remove the link.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (_, claim) in context.dataset.claims() {
        for link in claim.links.iter().filter(|link| link.why.is_none()) {
            out.push(
                RULE.finding(format!("`{}` to `{}` has no reason", link.kind.value, link.to.value))
                    .at(link.kind.span, "")
                    .help("add `why:` with one sentence that says what in the passages makes this link")
                    .about(format!("claim:{}", claim.id.value)),
            );
        }
    }
}
