//! `rests-on-paraphrase-only`: a claim for which none of the speaker's own words are given.

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Claim, Statement};

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("rests-on-paraphrase-only"),
    severity: Severity::Warning,
    summary: "a claim rests on the reporter's words alone",
    explain: Explain {
        finds: "A claim with evidence of which no piece is `verbatim` or `translated`: all there is are a reporter's paraphrase, a \
                headline or an analyst's inference. An outlet that speaks for itself is no reporter: what it published are its own words.",
        why: "Headlines and leads often say more than the speaker did. A demand that stands in a paraphrase alone may be the reporter's.",
        example: "The headline says that a minister `threatens to close the bridge`; nothing in quotation marks speaks of closing it.",
        mend: "Add a passage that quotes the speaker, from this source or a better one. Where there is none, check that the summary says \
               no more than the paraphrase, and acknowledge the finding on the claim with the reason.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (statement, claim) in context.dataset.claims() {
        let strongest = claim.evidence.iter().min_by_key(|evidence| (evidence.form.value, evidence.quote.passage.span));
        let Some(strongest) = strongest.filter(|evidence| !evidence.form.is_quotation()) else { continue };
        if has_own_text(context, statement, claim) {
            continue;
        }
        out.push(
            RULE.finding(format!("`{}` gives none of the speaker's own words", claim.id.value))
                .at(claim.id.span, "")
                .with(strongest.form.span, "the strongest evidence")
                .help("add a passage that quotes the speaker, or acknowledge the finding where there is none")
                .about(format!("claim:{}", claim.id.value)),
        );
    }
}

/// Whether the speaker published one of the sources.
fn has_own_text(context: &Context<'_>, statement: &Statement, claim: &Claim) -> bool {
    let mut sources = claim.evidence.iter().filter_map(|evidence| context.dataset.sources.get(&evidence.source.value));
    sources.any(|source| source.publisher == statement.speaker)
}
