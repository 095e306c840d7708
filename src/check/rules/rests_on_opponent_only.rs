//! `rests-on-opponent-only`: a claim for which only the other side vouches.

use std::collections::BTreeSet;

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::id::ActorId;
use crate::model::{ActorKind, Claim, Dataset, Statement};
use crate::source::Spanned;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("rests-on-opponent-only"),
    severity: Severity::Warning,
    summary: "a claim rests on sources of the side that it is addressed to alone",
    explain: Explain {
        finds: "A claim whose sources were all published by a side that the claim is addressed to, and that is not the speaker's own. The \
                side of a publisher is the actor at the end of its `acts_for` chain. An outlet that acts for nobody is no side.",
        why: "What one party says that the other demanded is itself a move in the dispute: it may sharpen, shorten or invent.",
        example: "Borduria's ministry reports what Aland demands of Borduria, and no other source is given.",
        mend: "Add a source of the speaker's own side or of a third party. Where there is none, acknowledge the finding on the claim, and \
               see that its `confidence:` shows it.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let dataset = context.dataset;
    for statement in dataset.statements.values() {
        let usual = opponents(dataset, statement, &statement.addressees);
        for claim in &statement.claims {
            let opponents = if claim.addressees.is_empty() { &usual } else { &opponents(dataset, statement, &claim.addressees) };
            if !opponents.is_empty() {
                check_claim(dataset, (statement, claim), opponents, out);
            }
        }
    }
}

fn check_claim(dataset: &Dataset, (statement, claim): (&Statement, &Claim), opponents: &BTreeSet<&ActorId>, out: &mut Vec<Diagnostic>) {
    let publishers: Vec<_> =
        claim.evidence.iter().filter_map(|evidence| Some((evidence, &dataset.sources.get(&evidence.source.value)?.publisher))).collect();
    let Some((first, publisher)) = publishers.first() else { return };
    if !publishers.iter().all(|(_, publisher)| opponents.contains(dataset.principal(&publisher.value))) {
        return;
    }
    out.push(
        RULE.finding(format!("only the other side reports `{}`", claim.id.value))
            .at(claim.id.span, format!("said for `{}`", dataset.principal_of(statement)))
            .with(first.source.span, format!("published for `{}`", dataset.principal(&publisher.value)))
            .with(publisher.span, "the publisher")
            .help("add a source of the speaker's own side or of a third party, or acknowledge the finding where there is none")
            .about(format!("claim:{}", claim.id.value)),
    );
}

/// The sides of these addressees, without the speaker's own.
fn opponents<'d>(dataset: &'d Dataset, statement: &'d Statement, addressees: &'d [Spanned<ActorId>]) -> BTreeSet<&'d ActorId> {
    let own = dataset.principal_of(statement);
    let is_side = |actor: &ActorId| dataset.actors.get(actor).is_some_and(|actor| actor.kind != ActorKind::Media);
    addressees.iter().map(|actor| dataset.principal(&actor.value)).filter(|side| *side != own && is_side(side)).collect()
}
