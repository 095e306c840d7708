//! `lineage-disagrees-with-firmness`: a link that says another thing about a position than the coded firmness.

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::graph::Authored;
use crate::model::{Act, LinkWord};
use crate::position::{self, Shift};

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("lineage-disagrees-with-firmness"),
    severity: Severity::Warning,
    summary: "a link says that a position hardened, softened or stayed, and the coded firmness says otherwise",
    explain: Explain {
        finds: "A link `hardens`, `softens` or `reiterates` between two claims whose coded `firmness` moved another way. It is looked at only \
                where both claims take a position and both have a firmness; to concede counts as softening whatever the firmness.",
        why: "The shift of a position is read from the link where there is one and from the firmness otherwise. Where the two disagree, \
              one of them was coded wrongly, and the picture shows a change that did not happen or hides one that did.",
        example: "A claim with `firmness: demands` is linked with `softens` to an earlier claim with `firmness: appeals`.",
        mend: "Read both passages again and correct the link or the firmness. Where a position hardened in another way than by its firmness \
               (a nearer deadline, say), keep the link and accept the finding with `acknowledge`.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for Authored { link, from: (statement, claim, _), to: (other, earlier, _) } in context.graph.authored() {
        let kind = link.kind.value;
        let Some(authored) = change(kind).filter(|_| other.id != statement.id) else { continue };
        if !position::takes_position(claim.act.value) || !position::takes_position(earlier.act.value) {
            continue;
        }
        let comparable = claim.firmness.is_some() && earlier.firmness.is_some();
        if !comparable && claim.act.value != Act::Concede {
            continue;
        }
        let gap = other.date.as_ref().zip(statement.date.as_ref()).map(|(before, after)| before.gap_days(after));
        let derived = match position::derived(earlier, claim, gap) {
            // A silence in between makes no difference to what was said.
            Shift::Revived => Shift::Reiterated,
            shift => shift,
        };
        if derived == authored {
            continue;
        }
        let mut finding = RULE.finding(match derived {
            Shift::Hardened => format!("`{kind}` links to a claim that is less firm"),
            Shift::Softened if claim.act.value == Act::Concede => format!("`{kind}` starts from a claim that concedes"),
            Shift::Softened => format!("`{kind}` links to a claim that is firmer"),
            _ => format!("`{kind}` links to a claim that is just as firm"),
        });
        finding = finding.at(link.kind.span, "");
        finding = match &claim.firmness {
            Some(word) if claim.act.value != Act::Concede => finding.with(word.span, format!("this claim: `{}`", word.value)),
            _ => finding.with(claim.act.span, format!("this claim: `{}`", claim.act.value)),
        };
        finding = match &earlier.firmness {
            Some(word) => finding.with(word.span, format!("the earlier claim: `{}`", word.value)),
            None => finding.with(earlier.id.span, "the earlier claim"),
        };
        let expected = match derived {
            Shift::Hardened => LinkWord::Hardens,
            Shift::Softened => LinkWord::Softens,
            _ => LinkWord::Reiterates,
        };
        out.push(
            finding
                .help(format!("if the coding of both claims is right, the link is `{expected}`; if the link is right, correct the coding"))
                .about(format!("claim:{}", claim.id.value)),
        );
    }
}

/// The change of firmness that a link names.
fn change(kind: LinkWord) -> Option<Shift> {
    match kind {
        LinkWord::Hardens | LinkWord::Softens | LinkWord::Reiterates => Shift::of_link(kind),
        _ => None,
    }
}
