//! `undated-without-basis`: a date whose basis does not carry it, or a date that is missing without a reason.

use crate::check::{Context, Explain, Rule, Stage};
use crate::date::ClaimDate;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Basis, Dating};
use crate::source::Spanned;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("undated-without-basis"),
    severity: Severity::Error,
    summary: "a date and its basis do not go together",
    explain: Explain {
        finds: "For statements, events, and the dates of sources: a date that is left out although its basis is not `unknown`; `unknown` \
                without a note that says so; a date that stands there although its basis is `unknown`; `stated` or `inferred` without the \
                words that it rests on; `general-knowledge` without a note.",
        why: "The whole record is an order in time. A date that nobody can trace back to words of a source is a guess that looks like a \
              fact.",
        example: "A statement has `date: 2024-03-04` and `dating: {basis: inferred}` without `evidence:`.",
        mend: "Quote the words that the date rests on under `evidence:`. Where there are none, write `basis: general-knowledge` and say in \
               a `note:` what is known from where; or leave the date out, write `basis: unknown` and say in a `note:` what was looked for.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for source in context.dataset.sources.values() {
        let subject = format!("source:{}", source.id.value);
        check("publication", source.published.date.as_ref(), &source.published.dating, &subject, out);
        if let Some(retrieved) = &source.retrieved {
            check("retrieval", retrieved.date.as_ref(), &retrieved.dating, &subject, out);
        }
    }
    for event in context.dataset.events.values() {
        check("event", event.date.as_ref(), &event.dating, &format!("event:{}", event.id.value), out);
    }
    for statement in context.dataset.statements.values() {
        check("statement", statement.date.as_ref(), &statement.dating, &format!("statement:{}", statement.id.value), out);
    }
}

fn check(what: &str, date: Option<&Spanned<ClaimDate>>, dating: &Dating, subject: &str, out: &mut Vec<Diagnostic>) {
    let basis = &dating.basis;
    let (headline, label, help) = match (basis.value, date) {
        (Basis::Unknown, Some(date)) => {
            out.push(
                RULE.finding(format!("the date of the {what} stands there although its basis is `unknown`"))
                    .at(date.span, "a date")
                    .with(basis.span, "nothing is known of it")
                    .help("leave the date out, or say what it rests on")
                    .about(subject),
            );
            return;
        }
        (Basis::Unknown, None) if dating.note.is_none() => {
            ("is unknown, and no note says so", "without a note", "say in a `note:` what was looked for and why nothing is known")
        }
        (Basis::Unknown, None) => return,
        (_, None) => (
            "is missing",
            "the basis of a date that is not there",
            "add the `date:`, or write `basis: unknown` and say in a `note:` why nothing is known",
        ),
        (Basis::Stated | Basis::Inferred, Some(_)) if dating.evidence.is_empty() => {
            ("rests on no words", "without `evidence:`", "quote the words that it rests on under `evidence:`")
        }
        (Basis::GeneralKnowledge, Some(_)) if dating.note.is_none() => {
            ("is general knowledge, and no note says whence", "without a note", "say in a `note:` what is known, and from where")
        }
        _ => return,
    };
    out.push(RULE.finding(format!("the date of the {what} {headline}")).at(basis.span, label).help(help).about(subject));
}
