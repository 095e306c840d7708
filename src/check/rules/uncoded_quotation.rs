//! `uncoded-quotation`: a quotation of a stored text that neither a claim nor a reason accounts for.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::id::SourceId;
use crate::proof::{Passage, Use};
use crate::quote::Unproved;
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
    let covered = covered(context);
    for (id, (file, text)) in &context.proofs.texts {
        let Some(source) = context.dataset.sources.get(*id) else { continue };
        let mut ranges = covered.get(id).into_iter().flatten().peekable();
        let mut reach = 0;
        for quotation in text.quotations() {
            // Ranges come in the order of their beginnings: those that begin before this quotation ends are taken in once.
            while let Some(range) = ranges.next_if(|range| range.start < quotation.range.end) {
                reach = reach.max(range.end);
            }
            let has_words = text.raw()[quotation.range.clone()].contains(char::is_alphanumeric);
            if reach > quotation.range.start || !has_words {
                continue;
            }
            let label = if quotation.sloppy { "this quotation (a quotation mark is missing or out of place)" } else { "this quotation" };
            let mut finding = RULE
                .finding(format!("no claim uses a quotation of `{id}`"))
                .at(Span::new(*file, quotation.range.start, quotation.range.end), label);
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

/// The places that claims use or that are left uncoded on purpose, by source, in the order of their beginnings.
fn covered<'d>(context: &Context<'d>) -> BTreeMap<&'d SourceId, Vec<Range<usize>>> {
    let mut covered: BTreeMap<&SourceId, Vec<Range<usize>>> = BTreeMap::new();
    for passage in &context.proofs.passages {
        if matches!(passage.used, Use::Evidence(..) | Use::Uncoded(..)) {
            covered.entry(&passage.source.value).or_default().extend(places(passage));
        }
    }
    for ranges in covered.values_mut() {
        ranges.sort_by_key(|range| (range.start, range.end));
    }
    covered
}

/// Where a passage stands, or may stand: that it stands in several places is reported by another rule, or is meant of words left uncoded.
fn places(passage: &Passage<'_>) -> Vec<Range<usize>> {
    match &passage.result {
        Some(Ok(proof)) => proof.parts.clone(),
        Some(Err(Unproved::Ambiguous { places, .. })) => places.clone(),
        _ => Vec::new(),
    }
}
