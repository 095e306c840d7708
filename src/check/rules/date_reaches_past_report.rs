//! `date-reaches-past-report`: a statement whose date leaves open that it was made after a report of it.

use crate::check::{Context, Explain, Rule, Stage};
use crate::date::{Certainty, ClaimDate, Day};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Form, Source, Statement};
use crate::source::Spanned;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("date-reaches-past-report"),
    severity: Severity::Warning,
    summary: "a statement may be dated later than a report of it",
    explain: Explain {
        finds: "A statement whose date has no last day, or one after the last day on which a source that its claims cite may have been \
                published or retrieved. The source with the earliest such day counts. A statement without a date is a note, and only \
                where a source bounds it. Not looked at are statements that are certainly later than the source, which `date-order` \
                reports, and inferences, which may rest on an older text.",
        why: "Nobody reports words before they are spoken. Where the date says less than the report proves, the words count as only \
              possibly said for days on which they certainly were, and the position as of such a day is that of an older statement.",
        example: "A report of 29 November 2023 quotes the minister and does not say when he spoke. The statement has `date: 2023-11~`, \
                  which leaves December open.",
        mend: "Let the date end with the report: `[2023-10-01..2023-11-29]`, which keeps the first day that it may mean, or `[..2023-11-29]` where nothing bounds it from below. Quote \
               the words that date the report under `evidence:`. Where the date of the report is wrong, correct that.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for statement in context.dataset.statements.values() {
        let Some((source, what, date, bound)) = first_report(context, statement) else { continue };
        let reported = format!("{what}: {}", date.display());
        let finding = match &statement.date {
            None => Diagnostic::new(RULE.code, Severity::Note, format!("`{}` has no date, but was made by {bound}", statement.id.value))
                .at(statement.dating.basis.span, "nothing is said of the day")
                .with(date.span, format!("`{}` reports it, {reported}", source.id.value))
                .help(format!("`date: \"[..{bound}]\"` says as much as the report proves, with the words that date it as `evidence:`")),
            Some(said) if said.latest().is_none_or(|last| last > bound) && date.before(said) != Certainty::Certain => RULE
                .finding(format!("the date of `{}` reaches past {bound}, by which it had been reported", statement.id.value))
                .at(said.span, format!("said: {}", said.display()))
                .with(date.span, format!("`{}` reports it, {reported}", source.id.value))
                .help(format!("`date: \"{}\"` ends with the report", ending(said, bound))),
            Some(_) => continue,
        };
        out.push(finding.about(format!("statement:{}", statement.id.value)));
    }
}

/// The report of a statement that is the first to be certainly there: its source, what was done to it then, when, and the last day of that.
/// Of several of one day the first id.
fn first_report<'d>(context: &Context<'d>, statement: &'d Statement) -> Option<(&'d Source, &'static str, &'d Spanned<ClaimDate>, Day)> {
    let reports = statement.claims.iter().flat_map(|claim| &claim.evidence).filter(|evidence| evidence.form.value != Form::Inference);
    let sources = reports.filter_map(|evidence| context.dataset.sources.get(&evidence.source.value));
    let dates = sources.flat_map(|source| {
        let published = source.published.date.as_ref().map(|date| (source, "published", date));
        let retrieved = source.retrieved.as_ref().and_then(|retrieved| retrieved.date.as_ref());
        published.into_iter().chain(retrieved.map(|date| (source, "retrieved", date)))
    });
    let bounds = dates.filter_map(|(source, what, date)| Some((source, what, date, date.latest()?)));
    bounds.min_by_key(|(source, _, _, bound)| (*bound, &source.id.value))
}

/// The date with this day as its end: what is written for it stays as far as it can.
fn ending(date: &ClaimDate, bound: Day) -> String {
    let text = date.as_str();
    let start = text.split_once('/').map(|(start, _)| format!("{start}/{bound}"));
    let one_of = match date.earliest() {
        Some(first) => format!("[{first}..{bound}]"),
        None => format!("[..{bound}]"),
    };
    let keeps = |written: &String| {
        ClaimDate::parse(written).is_ok_and(|written| (written.earliest(), written.latest()) == (date.earliest(), Some(bound)))
    };
    start.filter(keeps).unwrap_or(one_of)
}
