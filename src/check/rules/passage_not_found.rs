//! `passage-not-found`: a passage that does not stand in the stored text.

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::quote::Unproved;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("passage-not-found"),
    severity: Severity::Error,
    summary: "a passage does not stand in the stored text",
    explain: Explain {
        finds: "A passage that cannot be found, word for word, in the stored text of the source that it names. White space, the glyphs of \
                quotation marks and dashes, and soft hyphens are passed over; every word, every negation and the case of every letter count.",
        why: "A quotation that is not in its source is no evidence. A single word that is dropped or changed can turn a refusal into an offer.",
        example: "The source has \u{201c}We have no plan, no intention to attack\u{201d} and the passage reads `We have plan, no intention to attack`.",
        mend: "Copy the words from the stored text. Where words in between are left out on purpose, write `[…]` in their place. \
               Where the source was corrected, store the new text and its SHA-256.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for passage in &context.proofs.passages {
        let place = passage.quote.passage.span;
        let source = &passage.source.value;
        let finding = match &passage.result {
            Some(Ok(_) | Err(Unproved::Ambiguous { .. })) => continue,
            None => RULE.finding(format!("nothing can be proved from `{source}`: it has no stored text")).at(place, "").help(
                "store its text in the texts folder and name it with `text:` and `sha256:`, or take the passage from a source that is held",
            ),
            Some(Err(fault)) => {
                let path = &context.sources.file(context.proofs.texts[source].0).path;
                let mut finding = RULE.finding(format!("passage not found in `{path}`")).at(place, fault.to_string());
                if let Unproved::NotFound { nearest: Some(nearest), .. } = fault {
                    let text = context.sources.file(context.proofs.texts[source].0);
                    let line = text.position(nearest.range.start).line;
                    finding = finding.help(format!("the nearest passage is, on line {line}: {}", nearest.text));
                }
                finding
            }
        };
        out.push(finding.about(passage.used.subject()));
    }
}
