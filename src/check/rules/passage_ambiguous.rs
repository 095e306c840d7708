//! `passage-ambiguous`: a passage that stands in several places of the stored text.

use std::ops::Range;

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Quote;
use crate::proof::Use;
use crate::quote::{LISTED_PLACES, Selector, StoredText, Unproved};
use crate::source::Span;
use crate::yaml::escape_visible;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("passage-ambiguous"),
    severity: Severity::Error,
    summary: "a passage stands in several places of the stored text",
    explain: Explain {
        finds: "A passage that stands more than once in the stored text of its source, so that nobody can tell which place is meant. A \
                quotation that is left uncoded may stand in up to eight places: its reason then holds for all of them.",
        why: "The same words can be the speaker's in one place and the reporter's, or another speaker's, in the next. As long as the place \
              is open, nobody can check whose words they are and what stands round them.",
        example: "The passage reads `the bridge stays open`; the text has it in the headline and once more in the minister's answer.",
        mend: "Make the passage longer until it stands there once, or add `prefix:` (the words directly before it) or `suffix:` (the words \
               directly after it).",
    },
    stage: Stage::Checking(run),
};

/// The most places that a finding points to.
const SHOWN_PLACES: usize = 3;
/// The most words of context that are tried for a suggestion.
const MOST_WORDS: usize = 8;

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for passage in &context.proofs.passages {
        let Some(Err(Unproved::Ambiguous { places, count })) = &passage.result else { continue };
        if matches!(passage.used, Use::Uncoded(..)) && *count <= LISTED_PLACES {
            continue;
        }
        let (file, text) = &context.proofs.texts[&passage.source.value];
        let mut finding = RULE
            .finding(format!("passage stands in {count} places of `{}`", context.sources.file(*file).path))
            .at(passage.quote.passage.span, "which of them is meant?");
        for (number, place) in places.iter().take(SHOWN_PLACES).enumerate() {
            finding = finding.with(Span::new(*file, place.start, place.end), format!("place {}", number + 1));
        }
        finding =
            finding.help("make the passage longer, or add `prefix:` or `suffix:` with the words directly beside the place that is meant");
        if let Some(help) = places.first().filter(|_| *count <= LISTED_PLACES).and_then(|place| suggestion(text, passage.quote, place)) {
            finding = finding.help(help);
        }
        out.push(finding.about(passage.used.subject()));
    }
}

/// The shortest words beside this place that tell it apart from the others, tried out on the text.
fn suggestion(text: &StoredText, quote: &Quote, place: &Range<usize>) -> Option<String> {
    let before: Vec<&str> = text.raw()[..place.start].split_whitespace().rev().take(MOST_WORDS).collect();
    let after: Vec<&str> = text.raw()[place.end..].split_whitespace().take(MOST_WORDS).collect();
    let tells = |selector: Selector<'_>| text.find(&selector).is_ok_and(|proof| proof.range() == *place);
    let plain = Selector::new(&quote.passage);
    let prefix = (1..=before.len())
        .map(|count| trimmed(before[..count].iter().rev().copied()))
        .find(|words| !words.is_empty() && tells(Selector { prefix: Some(words), ..plain }))
        .map(|words| ("prefix", words));
    let suffix = || {
        (1..=after.len())
            .map(|count| trimmed(after[..count].iter().copied()))
            .find(|words| !words.is_empty() && tells(Selector { suffix: Some(words), ..plain }))
            .map(|words| ("suffix", words))
    };
    let (key, words) = prefix.or_else(suffix)?;
    Some(format!("place 1 is told apart by `{key}: '{}'`", escape_visible(&words).replace('\'', "''")))
}

/// The words, without the quotation marks at their ends, which do not count.
fn trimmed<'t>(words: impl Iterator<Item = &'t str>) -> String {
    let words = words.collect::<Vec<_>>().join(" ");
    words.trim_matches(|sign: char| sign.is_whitespace() || "\"'“”„«»‘’".contains(sign)).to_owned()
}
