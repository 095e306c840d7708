//! `page-date-used-as-utterance-date`: a statement that is dated by the date of the page that reports it, and by nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::check::{Context, Explain, Rule, Stage};
use crate::date::ClaimDate;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::id::{SourceId, StatementId};
use crate::model::{Basis, Source, Statement};
use crate::proof::{Passage, Use};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("page-date-used-as-utterance-date"),
    severity: Severity::Error,
    summary: "a statement is dated by the date of the page alone",
    explain: Explain {
        finds: "A statement that has the same date as the publication of a source that its claims cite, where this date is stated on the \
                page and the words that the statement's date rests on are just those that the page's date rests on. Not looked at are \
                statements of the outlet itself: it speaks on the day on which it publishes.",
        why: "The date of a page says when the page was made or shown, not when somebody spoke. Reports are written days later, and old \
              reports are shown again under a new date: a demand of 2021 would become one of 2023.",
        example: "A page is headed `22 September 2023` and says that the minister spoke `this Monday`. The statement has `date: \
                  2023-09-22` with the heading as its evidence.",
        mend: "Look in the text for words that place the speaking itself (`on Monday`, `today`, `after the summit`) and quote them as \
               evidence. Where there are none, say no more than is known: spoken on or before the day of the page is written \
               `[..2023-09-22]`.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let (page_dates, statement_dates) = collect(context);
    for statement in context.dataset.statements.values() {
        let (Some(date), Some(evidence)) = (&statement.date, statement_dates.get(&statement.id.value)) else { continue };
        let pages = pages(context, statement, date);
        let mut used = None;
        let rests_on_pages = evidence.iter().all(|passage| {
            let page = pages.get(&passage.source.value);
            let ranges = page.and_then(|page| page_dates.get(&page.id.value));
            let is_page_date = ranges.is_some_and(|ranges| overlap(passage, ranges));
            used = used.or(page.filter(|_| is_page_date));
            is_page_date
        });
        let (true, Some(page)) = (rests_on_pages, used) else { continue };
        let published = page.published.date.as_ref().expect("a page of `pages` has a date");
        let mut finding = RULE
            .finding(format!("the date of the page is given as the date on which `{}` spoke", statement.speaker.value))
            .at(date.span, "said on this day")
            .with(published.span, format!("`{}` was published on this day", page.id.value));
        for passage in evidence {
            finding = finding.with(passage.quote.passage.span, "these words date the page");
        }
        out.push(
            finding
                .help("quote words that place the speaking itself, such as `on Monday` or `today`")
                .help(match published.latest() {
                    Some(day) => format!("where there are none, `[..{day}]` says that it was said on that day or before"),
                    None => "where there are none, say no more than is known".to_owned(),
                })
                .about(format!("statement:{}", statement.id.value)),
        );
    }
}

type PageDates<'d> = BTreeMap<&'d SourceId, Vec<Range<usize>>>;
type StatementDates<'c, 'd> = BTreeMap<&'d StatementId, Vec<&'c Passage<'d>>>;

/// The places of the words that pages are dated by, and the passages that statements are dated by.
fn collect<'c, 'd>(context: &'c Context<'d>) -> (PageDates<'d>, StatementDates<'c, 'd>) {
    let (mut pages, mut statements) = (PageDates::new(), StatementDates::new());
    let published = context.dataset.sources.values().flat_map(|source| &source.published.dating.evidence);
    let published: BTreeSet<Span> = published.map(|evidence| evidence.quote.passage.span).collect();
    for passage in &context.proofs.passages {
        match passage.used {
            Use::StatementDate(statement) => statements.entry(&statement.id.value).or_default().push(passage),
            Use::SourceDate(_) if published.contains(&passage.quote.passage.span) => {
                let parts = passage.proof().into_iter().flat_map(|proof| proof.parts.iter().cloned());
                pages.entry(&passage.source.value).or_default().extend(parts);
            }
            _ => {}
        }
    }
    (pages, statements)
}

/// The cited sources of other publishers that state, as the day of their publication, the day of the statement.
fn pages<'d>(context: &Context<'d>, statement: &'d Statement, date: &ClaimDate) -> BTreeMap<&'d SourceId, &'d Source> {
    let cited: BTreeSet<_> = statement.claims.iter().flat_map(|claim| &claim.evidence).map(|evidence| &evidence.source.value).collect();
    let is_page = |source: &&Source| {
        source.publisher != statement.speaker
            && source.published.dating.basis.value == Basis::Stated
            && source.published.date.as_ref().is_some_and(|published| are_same_days(published, date))
    };
    cited.into_iter().filter_map(|id| context.dataset.sources.get(id)).filter(is_page).map(|page| (&page.id.value, page)).collect()
}

fn are_same_days(left: &ClaimDate, right: &ClaimDate) -> bool {
    left.as_str() == right.as_str() || !left.is_open() && (left.earliest(), left.latest()) == (right.earliest(), right.latest())
}

/// Whether every part of the passage stands at one of these places at least in part.
fn overlap(passage: &Passage<'_>, ranges: &[Range<usize>]) -> bool {
    let is_dating = |part: &Range<usize>| ranges.iter().any(|range| part.start < range.end && range.start < part.end);
    passage.proof().is_some_and(|proof| proof.parts.iter().all(is_dating))
}
