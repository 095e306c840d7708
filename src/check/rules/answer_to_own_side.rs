//! `answer-to-own-side`: an answer to a claim of the same side.

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::graph::Authored;
use crate::model::{LinkFamily, Statement};

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("answer-to-own-side"),
    severity: Severity::Error,
    summary: "a claim accepts, rejects or counters a claim of its own side",
    explain: Explain {
        finds: "A link `accepts`, `partly-accepts`, `rejects` or `counters` to a claim of the same side. The side of a statement is the actor \
                for whom it was spoken (`on_behalf_of`, else the speaker), followed along `acts_for` to its end.",
        why: "An answer joins two sides. A side that takes up its own words goes on with its own position, and that is what the lineage \
              links are for; mixed up, an exchange appears in the record that never took place.",
        example: "A spokesman of Borduria `rejects` what the minister of Borduria asked for.",
        mend: "Use a lineage link (`withdraws`, `softens`, `contradicts` …). If the two do not speak for the same side, correct `on_behalf_of` \
               in the statement or `acts_for` of the actor.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for Authored { link, from: (statement, claim, side), to: (other, _, other_side) } in context.graph.authored() {
        if link.kind.value.family() != LinkFamily::Answer || side != other_side {
            continue;
        }
        let mut finding = RULE.finding(format!("`{}` answers a claim of the same side, `{side}`", link.kind.value)).at(link.kind.span, "");
        let speaks = |statement: &Statement| statement.on_behalf_of.as_ref().unwrap_or(&statement.speaker).span;
        finding = finding.with(speaks(statement), format!("this claim is made for `{side}`"));
        if other.id != statement.id {
            finding = finding.with(speaks(other), format!("that claim is made for `{side}`"));
        }
        out.push(
            finding
                .help("use a lineage link such as `withdraws`, `softens` or `contradicts`, or correct for whom the statements were made")
                .about(format!("claim:{}", claim.id.value)),
        );
    }
}
