//! `orphan-record`: a record that nothing refers to.

use std::collections::BTreeSet;

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Dataset, RecordKind, Target};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("orphan-record"),
    severity: Severity::Warning,
    summary: "nothing refers to a record",
    explain: Explain {
        finds: "An actor, demand, event or source that no other record refers to. A demand is used where a claim is about it or another demand \
                names it as `broader`. An event is used where a statement was made at it, a claim links to it, or its own entry lists \
                `sources` that mention it. A source is used where a claim or a date rests on it, or an event or another source names it. \
                The focus of the manifest is used.",
        why: "A record without use is what a deletion or a mistyped id leaves behind: the claim that should refer to it may be gone, or refer \
              to another record.",
        example: "`customs-union` stands in demands.yaml, and every claim is about `customs-post`.",
        mend: "Refer to it where it belongs, or remove it. To keep it for claims that are still to come, accept the finding with `acknowledge` \
               and say so.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let dataset = context.dataset;
    let used = used(dataset);
    let mut report = |kind: RecordKind, id: &str, span: Span, help: &str| {
        if !used.contains(&(kind, id)) {
            let what = kind.as_str();
            let finding = RULE.finding(format!("nothing refers to the {what} `{id}`")).at(span, "");
            out.push(finding.help(help).about(format!("{what}:{id}")));
        }
    };
    for actor in dataset.actors.values() {
        report(RecordKind::Actor, actor.id.as_str(), actor.id.span, "name it where it speaks, is addressed or takes part, or remove it");
    }
    for demand in dataset.demands.values() {
        report(RecordKind::Demand, demand.id.as_str(), demand.id.span, "code the claims that are about it, or remove it");
    }
    for event in dataset.events.values() {
        let help = "link the claims that have to do with it, list the `sources` that mention it, or remove it";
        report(RecordKind::Event, event.id.as_str(), event.id.span, help);
    }
    for source in dataset.sources.values() {
        let help = "cite it as evidence, name it where it is relayed, or remove it";
        report(RecordKind::Source, source.id.as_str(), source.id.span, help);
    }
}

/// The records that something other than themselves refers to.
fn used(dataset: &Dataset) -> BTreeSet<(RecordKind, &str)> {
    use RecordKind::{Actor, Demand, Event, Source};
    let mut used = BTreeSet::new();
    used.extend(dataset.manifest.focus.iter().map(|id| (Actor, id.as_str())));
    for actor in dataset.actors.values() {
        let named = actor.acts_for.iter().chain(actor.offices.iter().filter_map(|office| office.of.as_ref()));
        used.extend(named.filter(|id| **id != actor.id).map(|id| (Actor, id.as_str())));
    }
    for demand in dataset.demands.values() {
        used.extend(demand.addressees.iter().map(|id| (Actor, id.as_str())));
        used.extend(demand.broader.iter().filter(|id| **id != demand.id).map(|id| (Demand, id.as_str())));
    }
    for event in dataset.events.values() {
        used.extend(event.participants.iter().map(|id| (Actor, id.as_str())));
        used.extend(event.sources.iter().map(|id| (Source, id.as_str())));
        used.extend(event.dating.evidence.iter().map(|evidence| (Source, evidence.source.as_str())));
        if !event.sources.is_empty() {
            used.insert((Event, event.id.as_str()));
        }
    }
    for source in dataset.sources.values() {
        used.insert((Actor, source.publisher.as_str()));
        used.extend(source.relays.iter().filter(|id| **id != source.id).map(|id| (Source, id.as_str())));
    }
    for statement in dataset.statements.values() {
        let actors = std::iter::once(&statement.speaker).chain(&statement.on_behalf_of).chain(&statement.addressees);
        used.extend(actors.map(|id| (Actor, id.as_str())));
        used.extend(statement.event.iter().map(|id| (Event, id.as_str())));
        used.extend(statement.dating.evidence.iter().map(|evidence| (Source, evidence.source.as_str())));
        for claim in &statement.claims {
            used.extend(claim.demand.iter().map(|id| (Demand, id.as_str())));
            used.extend(claim.addressees.iter().map(|id| (Actor, id.as_str())));
            used.extend(claim.evidence.iter().map(|evidence| (Source, evidence.source.as_str())));
            used.extend(claim.links.iter().filter_map(|link| match &link.to.value {
                Target::Event(id) => Some((Event, id.as_str())),
                Target::Claim(_) => None,
            }));
        }
    }
    used
}
