//! `lineage-to-other-side`: a lineage link to a claim of another side.

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::graph::Authored;
use crate::model::LinkFamily;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("lineage-to-other-side"),
    severity: Severity::Error,
    summary: "a claim is said to continue a claim of another side",
    explain: Explain {
        finds: "A lineage link (`reiterates`, `hardens`, `withdraws`, `justifies` and so on) to a claim of another side. The side of a statement \
                is the actor for whom it was spoken (`on_behalf_of`, else the speaker), followed along `acts_for` to its end.",
        why: "Lineage tells how one side's position moved. A link across sides puts the words of one side into the history of the other.",
        example: "A claim of Aland `reiterates` a claim of Borduria.",
        mend: "Use an answer link (`accepts`, `partly-accepts`, `rejects`, `counters`). If both speak for one side, say so: `on_behalf_of` in the \
               statement or `acts_for` of the actor.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for Authored { link, from: (statement, claim, own), to: (other, _, its) } in context.graph.authored() {
        if link.kind.value.family() != LinkFamily::Lineage || own == its {
            continue;
        }
        out.push(
            RULE.finding(format!("`{}` leads from a claim of `{own}` to one of `{its}`", link.kind.value))
                .at(link.kind.span, "")
                .with(statement.on_behalf_of.as_ref().unwrap_or(&statement.speaker).span, format!("this claim is made for `{own}`"))
                .with(other.on_behalf_of.as_ref().unwrap_or(&other.speaker).span, format!("that claim is made for `{its}`"))
                .help(
                    "use an answer link (`accepts`, `partly-accepts`, `rejects`, `counters`); \
                     if both speak for one side, say so with `on_behalf_of` or `acts_for`",
                )
                .about(format!("claim:{}", claim.id.value)),
        );
    }
}
