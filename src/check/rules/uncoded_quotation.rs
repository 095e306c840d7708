//! `uncoded-quotation`: a quotation of a stored text that neither a claim nor a reason accounts for.

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("uncoded-quotation"),
    severity: Severity::Warning,
    summary: "a quotation of a stored text is used by no claim",
    explain: Explain {
        finds: "Words between quotation marks in a stored text that no claim's passage touches and that the source does not list under \
                `uncoded:`.",
        why: "What is left out of the record unnoticed distorts it: the one sentence that softens a demand may be the one that nobody \
              coded. Leaving a quotation out is a decision, and decisions are written down.",
        example: "A text quotes three sentences of a minister; the record has claims for two of them.",
        mend: "Code a claim with a passage from the quotation. Where it holds no claim (scare quotes, a title, words said twice), list it \
               under `uncoded:` of the source with a reason.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (id, quotations) in context.proofs.uncoded() {
        let Some(source) = context.dataset.sources.get(id) else { continue };
        let (file, _) = context.proofs.texts[id];
        for quotation in quotations {
            let label = if quotation.sloppy { "this quotation (a quotation mark is missing or out of place)" } else { "this quotation" };
            let mut finding = RULE
                .finding(format!("no claim uses a quotation of `{id}`"))
                .at(Span::new(file, quotation.range.start, quotation.range.end), label);
            if let Some(entry) = &source.text {
                finding = finding.with(entry.span, "the source entry");
            }
            out.push(
                finding
                    .help(format!("code a claim with a passage from it, or list it under `uncoded:` of `{id}` with a reason"))
                    .about(format!("source:{id}")),
            );
        }
    }
}
