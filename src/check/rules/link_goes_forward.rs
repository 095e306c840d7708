//! `link-goes-forward`: a link to an earlier claim that leads to a later one.

use crate::check::{Context, Explain, Rule, Stage};
use crate::date::{Certainty, ClaimDate};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::graph::{self, Authored};
use crate::model::{LinkFamily, Statement};

/// The rule. Where the order is only possible the finding is a warning.
pub static RULE: Rule = Rule {
    code: Code("link-goes-forward"),
    severity: Severity::Error,
    summary: "a claim is said to follow or answer a claim that was made later",
    explain: Explain {
        finds: "A lineage link (`reiterates`, `hardens` and so on) or an answer link (`accepts`, `rejects` and so on) from a claim to one \
                that was made on a later day. Where the dates leave it open which of the two came first, or one of them is unknown, \
                the finding is a warning. Two claims of one statement count as made at the same time.",
        why: "Nobody repeats or answers what has not been said yet. Such a link turns the story of a position round: what reads as \
              hardening may have been softening.",
        example: "A claim of 12 March 1999 `reiterates` a claim of 20 March 1999.",
        mend: "Look at both dates first. If they are right, put the link on the later claim and let it lead to the earlier one. If a date is \
               too wide to tell the order, narrow it as far as the sources allow, or accept the warning with `acknowledge` and say why the \
               order is believed.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for Authored { link, from: (statement, claim, _), to: (other, earlier, _) } in context.graph.authored() {
        let kind = link.kind.value;
        if !matches!(kind.family(), LinkFamily::Lineage | LinkFamily::Answer) || other.id == statement.id {
            continue;
        }
        let (own, its) = (date(statement), date(other));
        let mut finding = match graph::before(own, its) {
            Certainty::Impossible => continue,
            Certainty::Certain => RULE.finding(format!("`{kind}` leads to a later claim")),
            Certainty::Possible => {
                let mut finding = RULE.finding(format!("`{kind}` may lead to a later claim"));
                finding.severity = Severity::Warning;
                finding
            }
        };
        finding = finding.at(link.to.span, format!("that claim is of {}", words(its)));
        finding = match &statement.date {
            Some(date) => finding.with(date.span, format!("this claim is of {}", words(own))),
            None => finding.with(statement.id.span, "this claim has no date"),
        };
        finding = match &other.date {
            Some(date) => finding.with(date.span, "the date of the other claim"),
            None => finding.with(earlier.id.span, "the other claim has no date"),
        };
        let help = if finding.severity == Severity::Error {
            "correct the date that is wrong, or put the link on the later claim"
        } else {
            "narrow the dates as far as the sources allow, or acknowledge the finding and say why this order is believed"
        };
        out.push(finding.help(help).about(format!("claim:{}", claim.id.value)));
    }
}

fn date(statement: &Statement) -> Option<&ClaimDate> {
    statement.date.as_ref().map(|date| &date.value)
}

fn words(date: Option<&ClaimDate>) -> String {
    date.map_or_else(|| "an unknown date".to_owned(), ClaimDate::display)
}
