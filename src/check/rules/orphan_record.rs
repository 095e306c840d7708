//! `orphan-record`: a record that nothing refers to.

use std::collections::BTreeSet;

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::graph::{Edge, Node};
use crate::id::SourceId;
use crate::model::Dataset;

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
    let dating = dating(dataset);
    let focus = dataset.manifest.focus.as_ref();
    for index in context.graph.nodes() {
        // Events that are near in time are no reason to keep a record.
        let is_use = |edge: &Edge<'_>| edge.node != index && !edge.kind.is_derived();
        let (span, is_used, help) = match context.graph.node(index) {
            Node::Actor(actor) => {
                (actor.id.span, focus == Some(&actor.id), "name it where it speaks, is addressed or takes part, or remove it")
            }
            Node::Demand(demand) => (demand.id.span, false, "code the claims that are about it, or remove it"),
            Node::Event(event) => {
                let help = "link the claims that have to do with it, list the `sources` that mention it, or remove it";
                (event.id.span, !event.sources.is_empty(), help)
            }
            Node::Source(source) => {
                let help = "cite it as evidence, name it where it is relayed, or remove it";
                (source.id.span, dating.contains(&source.id.value), help)
            }
            Node::Statement(_) | Node::Claim(..) => break,
        };
        if !is_used && !context.graph.links_to(index).iter().any(is_use) {
            let (what, id) = (context.graph.node(index).kind().as_str(), context.graph.node(index).id());
            out.push(RULE.finding(format!("nothing refers to the {what} `{id}`")).at(span, "").help(help).about(format!("{what}:{id}")));
        }
    }
}

/// The sources that the dates of events and statements rest on.
fn dating(dataset: &Dataset) -> BTreeSet<&SourceId> {
    let events = dataset.events.values().map(|event| &event.dating);
    let statements = dataset.statements.values().map(|statement| &statement.dating);
    events.chain(statements).flat_map(|dating| &dating.evidence).map(|evidence| &evidence.source.value).collect()
}
