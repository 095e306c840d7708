//! `quotation-form-mismatch`: a passage that is filed as the speaker's words and is not quoted in the stored text, or the other way round.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::id::{ActorId, SourceId};
use crate::model::{Form, Source, SourceKind, Statement};
use crate::proof::Use;
use crate::quote::Proof;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("quotation-form-mismatch"),
    severity: Severity::Error,
    summary: "the form of a passage does not agree with the quotation marks in the stored text",
    explain: Explain {
        finds: "A `verbatim` or `translated` passage that stands outside quotation marks in the stored text, and a `paraphrase` or \
                `headline` that lies wholly inside one quotation. Not looked at are texts that are the speaker's own throughout (official \
                documents, records of interviews and press conferences, texts that the speaker published), quotations of which a mark is \
                missing in the text, headlines that are the title of a source (a title may be cited in quotation marks), and quotations \
                that another speaker's claim uses as that speaker's words.",
        why: "Only `verbatim` and `translated` say: these are the speaker's words. If the reporter's wording is filed as a quotation, the \
              speaker is made to say what somebody else wrote.",
        example: "The text reads: Berg said that the bridge would stay open. The evidence has `form: translated` and the passage `the \
                  bridge would stay open`.",
        mend: "Outside quotation marks, write `form: paraphrase` (or `headline`), or choose words that are quoted. Inside them, write \
               `form: verbatim` or `form: translated`. Where the words are those of somebody else whom the text quotes, record that \
               speaker's statement as well.",
    },
    stage: Stage::Checking(run),
};

/// The speakers whose words a quotation is filed as, by source and the position of the quotation in its text.
type Quoted<'d> = BTreeMap<(&'d SourceId, usize), BTreeSet<&'d ActorId>>;

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    // Seldom needed: most of what is not quoted lies outside quotations.
    let quoted = LazyCell::new(|| quoted(context));
    let titles = LazyCell::new(|| context.dataset.sources.values().map(|source| words(&source.title)).collect::<BTreeSet<String>>());
    for passage in &context.proofs.passages {
        let (Use::Evidence(claim, evidence), Some(proof)) = (passage.used, passage.proof()) else { continue };
        let form = evidence.form.value;
        let outside = proof.quotations.iter().position(Option::is_none).filter(|_| form.is_quotation());
        let inside = only_quotation(proof).filter(|_| matches!(form, Form::Paraphrase | Form::Headline));
        if outside.is_none() && inside.is_none() {
            continue;
        }
        let Some(statement) = context.dataset.statements.get(claim.id.statement()) else { continue };
        let source = &context.dataset.sources[&evidence.source.value];
        let (file, text) = &context.proofs.texts[&evidence.source.value];
        let span = |range: &std::ops::Range<usize>| Span::new(*file, range.start, range.end);
        let finding = if let Some(part) = outside {
            if is_own_text(source, statement) {
                continue;
            }
            RULE.finding(format!("a `{form}` passage stands outside quotation marks"))
                .at(evidence.form.span, "says that these are the speaker's words")
                .with(evidence.quote.passage.span, "the passage")
                .with(span(&proof.parts[part]), "not inside quotation marks")
                .help("write `form: paraphrase` where these are the reporter's words, or choose words that are quoted")
        } else if let Some(index) = inside {
            let quotation = &text.quotations()[index];
            let speakers = quoted.get(&(&evidence.source.value, index));
            let is_title = form == Form::Headline && titles.contains(&words(&evidence.quote.passage));
            if is_title
                || quotation.sloppy
                || speakers.is_some_and(|speakers| speakers.iter().any(|speaker| **speaker != statement.speaker.value))
            {
                continue;
            }
            RULE.finding(format!("these are quoted words, filed as `{form}`"))
                .at(evidence.form.span, "says that these are the reporter's words")
                .with(evidence.quote.passage.span, "the passage")
                .with(span(&quotation.range), "lies inside this quotation")
                .help("write `form: verbatim`, or `form: translated` where they were spoken in another language")
                .help("where somebody else is quoted here, record that speaker's statement with these words as well")
        } else {
            continue;
        };
        out.push(finding.about(format!("claim:{}", claim.id.value)));
    }
}

fn quoted<'d>(context: &Context<'d>) -> Quoted<'d> {
    let mut quoted = Quoted::new();
    for passage in &context.proofs.passages {
        let (Use::Evidence(claim, evidence), Some(proof)) = (passage.used, passage.proof()) else { continue };
        let Some(statement) = context.dataset.statements.get(claim.id.statement()).filter(|_| evidence.form.is_quotation()) else {
            continue;
        };
        for index in proof.quotations.iter().flatten() {
            quoted.entry((&evidence.source.value, *index)).or_default().insert(&statement.speaker.value);
        }
    }
    quoted
}

/// The one quotation that every part of the passage lies in.
fn only_quotation(proof: &Proof) -> Option<usize> {
    let first = (*proof.quotations.first()?)?;
    proof.quotations.iter().all(|quotation| *quotation == Some(first)).then_some(first)
}

/// Whether the text has no need of quotation marks, because all of it, or every answer in it, is the speaker's.
fn is_own_text(source: &Source, statement: &Statement) -> bool {
    matches!(source.kind, SourceKind::OfficialDocument | SourceKind::Interview | SourceKind::PressConference)
        || source.publisher == statement.speaker
        || statement.on_behalf_of.as_ref() == Some(&source.publisher)
}

/// The words of a title, so that titles compare equal in spite of their signs.
fn words(title: &str) -> String {
    title.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase()
}
