//! `former-id-in-use`: a record names a former id that a record still has.

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Dataset, RecordKind};
use crate::source::{Span, Spanned};

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("former-id-in-use"),
    severity: Severity::Error,
    summary: "a record names a former id that a record still has",
    explain: Explain {
        finds: "An id under `formerly` that a record of the same kind has, the record itself included.",
        why: "`formerly` says that nothing has the id any more, and that what referred to it once now means this record. While another record \
              has it, a reader of two revisions cannot tell which of them is meant.",
        example: "`customs-post` says `formerly: [border-post]`, and `border-post` is still among the demands.",
        mend: "Remove the id from `formerly`, or the record that still has it. For a part of what is still there use `broader`.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (kind, own, former, span) in formerly(context.dataset) {
        if let Some(index) = context.graph.find(kind, former) {
            let what = kind.as_str();
            let finding =
                RULE.finding(format!("there is still {} {what} `{former}`", if what.starts_with(['a', 'e']) { "an" } else { "a" }));
            let finding = if own == former { finding.at(span, "its own id") } else { finding.at(span, "") };
            let id = context.graph.node(index).id();
            out.push(finding.help(format!("remove `{id}` here, or the {what} that has it")).about(format!("{what}:{own}")));
        }
    }
}

/// All former ids: the kind, the record that names one, the id and its place.
fn formerly(dataset: &Dataset) -> Vec<(RecordKind, &str, &str, Span)> {
    fn of<'d, T: AsRef<str>>(
        kind: RecordKind,
        own: &'d str,
        ids: &'d [Spanned<T>],
    ) -> impl Iterator<Item = (RecordKind, &'d str, &'d str, Span)> {
        ids.iter().map(move |id| (kind, own, id.value.as_ref(), id.span))
    }
    let mut all = Vec::new();
    dataset.actors.values().for_each(|record| all.extend(of(RecordKind::Actor, record.id.as_str(), &record.formerly)));
    dataset.demands.values().for_each(|record| all.extend(of(RecordKind::Demand, record.id.as_str(), &record.formerly)));
    dataset.events.values().for_each(|record| all.extend(of(RecordKind::Event, record.id.as_str(), &record.formerly)));
    dataset.sources.values().for_each(|record| all.extend(of(RecordKind::Source, record.id.as_str(), &record.formerly)));
    for statement in dataset.statements.values() {
        all.extend(of(RecordKind::Statement, statement.id.as_str(), &statement.formerly));
        statement.claims.iter().for_each(|claim| all.extend(of(RecordKind::Claim, claim.id.as_str(), &claim.formerly)));
    }
    all
}
