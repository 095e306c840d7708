//! `negation-in-gap`: an omission that hides a negation or a condition.

use std::ops::Range;

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::quote::Turn;
use crate::source::{SourceMap, Span};
use crate::yaml::escape_visible;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("negation-in-gap"),
    severity: Severity::Error,
    summary: "an omission in a passage hides a negation or a condition",
    explain: Explain {
        finds: "A passage with an omission (`[…]`) where the words left out hold a negation or a condition: not, no, never, without, \
                unless, if, until, only and their like, in the languages that the tool knows.",
        why: "A few words left out can turn a refusal into consent, or a conditional offer into a promise. A reader of the passage cannot \
              see that.",
        example: "The source has “We will sign, but not before the talks, the treaty” and the passage reads `We will sign […] the treaty`.",
        mend: "Write the left-out words out, or choose two shorter passages. Where the hidden word does not touch the sense of what is \
               quoted, acknowledge the finding on the record and say why.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for passage in &context.proofs.passages {
        let Some(proof) = passage.proof().filter(|proof| proof.gaps.iter().any(|gap| !gap.hidden.is_empty())) else { continue };
        let place = passage.quote.passage.span;
        let signs = omissions(context.sources, place, proof.gaps.len());
        for (number, gap) in proof.gaps.iter().enumerate().filter(|(_, gap)| !gap.hidden.is_empty()) {
            let (file, text) = &context.proofs.texts[&passage.source.value];
            let mut words: Vec<String> = gap.hidden.iter().map(|hidden| format!("`{}`", escape_visible(&hidden.word))).collect();
            words.dedup();
            let what = match gap.hidden.iter().any(|hidden| hidden.turn == Turn::Negation) {
                true => "negation",
                false => "condition",
            };
            let mut finding = RULE
                .finding(format!("the omission hides a {what}: {}", words.join(", ")))
                .at(signs.get(number).copied().unwrap_or(place), "words are left out here");
            for hidden in &gap.hidden {
                finding = finding.with(Span::new(*file, hidden.range.start, hidden.range.end), "left out");
            }
            let left_out = text.raw()[gap.range.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
            out.push(
                finding
                    .help(format!("left out is: {}", escape_visible(&left_out)))
                    .help("write them out, or acknowledge the finding where they do not touch the sense of what is quoted")
                    .about(passage.used.subject()),
            );
        }
    }
}

/// The places of the signs of omission in a passage as it is written; none where they cannot be told one from another.
fn omissions(sources: &SourceMap, place: Span, count: usize) -> Vec<Span> {
    let written = sources.text(place);
    [&["[…]", "[...]"][..], &["[…]", "[...]", "…", "..."][..]]
        .into_iter()
        .map(|signs| find_all(written, signs))
        .find(|found| found.len() == count)
        .unwrap_or_default()
        .into_iter()
        .map(|range| Span::new(place.file, place.start as usize + range.start, place.start as usize + range.end))
        .collect()
}

/// All places of the signs, from left to right, none within another; of two signs at one place the first of the list.
fn find_all(text: &str, signs: &[&str]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match signs.iter().find(|sign| text[at..].starts_with(**sign)) {
            Some(sign) => {
                found.push(at..at + sign.len());
                at += sign.len();
            }
            None => at = text.ceil_char_boundary(at + 1),
        }
    }
    found
}
