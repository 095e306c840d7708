//! `date-order`: a source that was published before the words that it reports were spoken, or retrieved before it was published.

use std::collections::BTreeSet;

use crate::check::{Context, Explain, Rule, Stage};
use crate::date::{Certainty, ClaimDate};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Form, Source, SourceDate, Statement};
use crate::source::Spanned;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("date-order"),
    severity: Severity::Error,
    summary: "a text is dated before what it reports, or retrieved before it was published",
    explain: Explain {
        finds: "A statement that is dated after the day on which a source that its claims cite was published or retrieved, and a source \
                that was retrieved before it was published. Only what is certain counts: where the dates are open enough for the right \
                order, nothing is reported.",
        why: "Nobody can report words that have not been spoken yet. One of the two dates is wrong, and with it the order in which the \
              demands of a side are shown.",
        example: "The statement has `date: 2024-03-09`, and the report that it is quoted from has `published: {date: 2024-03-05, ...}`.",
        mend: "Look both dates up again in the sources, and correct the one that is wrong or widen it to what is really known. A \
               difference of one day may come from time zones: acknowledge it then.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for source in context.dataset.sources.values() {
        let (published, retrieved) = (source.published.date.as_ref(), source.retrieved.as_ref().and_then(|date| date.date.as_ref()));
        let (Some(published), Some(retrieved)) = (published, retrieved) else { continue };
        if is_certainly_before(retrieved, published) {
            out.push(
                RULE.finding(format!("`{}` was retrieved before it was published", source.id.value))
                    .at(retrieved.span, format!("retrieved: {}", retrieved.display()))
                    .with(published.span, format!("published: {}", published.display()))
                    .help("look both dates up again, and correct the wrong one or widen it to what is known")
                    .about(format!("source:{}", source.id.value)),
            );
        }
    }
    for statement in context.dataset.statements.values() {
        let Some(uttered) = &statement.date else { continue };
        for source in cited(context, statement) {
            let Some((what, date)) = earlier_date(source, uttered) else { continue };
            out.push(
                RULE.finding(format!("`{}` was {what} before the statement was made", source.id.value))
                    .at(uttered.span, format!("said: {}", uttered.display()))
                    .with(date.span, format!("{what}: {}", date.display()))
                    .help("look both dates up again, and correct the wrong one or widen it to what is known")
                    .about(format!("statement:{}", statement.id.value)),
            );
        }
    }
}

/// The sources that report what was said, in the order of the ids. An inference may come from an older text.
fn cited<'d>(context: &Context<'d>, statement: &'d Statement) -> Vec<&'d Source> {
    let reports = statement.claims.iter().flat_map(|claim| &claim.evidence).filter(|evidence| evidence.form.value != Form::Inference);
    let ids: BTreeSet<_> = reports.map(|evidence| &evidence.source.value).collect();
    ids.into_iter().filter_map(|id| context.dataset.sources.get(id)).collect()
}

/// The date of the source that lies certainly before the words were spoken.
fn earlier_date<'d>(source: &'d Source, uttered: &Spanned<ClaimDate>) -> Option<(&'static str, &'d Spanned<ClaimDate>)> {
    let dates: [(&str, Option<&SourceDate>); 2] = [("published", Some(&source.published)), ("retrieved", source.retrieved.as_ref())];
    dates.into_iter().filter_map(|(what, date)| Some((what, date?.date.as_ref()?))).find(|(_, date)| is_certainly_before(date, uttered))
}

fn is_certainly_before(earlier: &ClaimDate, later: &ClaimDate) -> bool {
    earlier.before(later) == Certainty::Certain
}
