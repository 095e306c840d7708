//! Turns a question for a demand that nothing answers into where to look: broader demands that were voiced, and when it was voiced first.

use super::{count, signed};
use crate::date::{Certainty, Day};
use crate::graph::{Graph, Node, NodeIndex, ThreadClaims, time_order};
use crate::id::{ActorId, DemandId};
use crate::model::{Dataset, RecordKind};
use crate::position::takes_position;

/// What stands nearest to a question for an actor, a demand or both that nothing answers. Of a demand: each broader demand on which something had been said by the day, the nearest
/// first, and the first claim on it, or on a narrower one, in the whole record; of one side alone where an actor is named. Without a demand:
/// the sides that had taken a position on anything. Empty where there is none of these.
pub fn nearest(now: &Dataset, then: &Graph<'_>, actor: Option<&ActorId>, demand: Option<&DemandId>, day: Option<Day>) -> Vec<String> {
    let side = actor.map(|actor| now.principal(actor));
    let Some(demand) = demand else { return others(then, side) };
    let claims = |graph: &Graph<'_>, is_about: &dyn Fn(&DemandId) -> bool| {
        let is_wanted = |index: &NodeIndex| match graph.node(*index) {
            Node::Claim(statement, claim) => {
                let counts = side.is_none_or(|side| graph.dataset().principal_of(statement) == side);
                counts && claim.demand.as_ref().is_some_and(|own| is_about(&own.value))
            }
            _ => false,
        };
        let mut found: Vec<NodeIndex> = graph.nodes_of(RecordKind::Claim).filter(is_wanted).collect();
        found.sort_by_key(|index| (time_order(graph.node(*index).date()), *index));
        found
    };
    let dated = |node: Node<'_>| signed(&node.date().map_or_else(|| "date unknown".to_owned(), |date| date.display()), node.basis());
    let mut lines = Vec::new();
    for broader in now.demand_chain(demand).skip(1).take_while(|broader| *broader != demand) {
        if let Some(last) = claims(then, &|own| own == broader).last() {
            let number = claims(then, &|own| own == broader).len();
            let doubt = match (then.node(*last), day) {
                (Node::Claim(statement, _), Some(day)) if statement.said_by(day) != Certainty::Certain => ", possibly not yet said by then",
                _ => "",
            };
            let last = then.node(*last);
            lines.push(format!(
                "the broader demand `{broader}`: {}, last {}{doubt}, {}",
                count(number, "claim", "claims"),
                dated(last),
                last.id()
            ));
        }
    }
    let whole = Graph::new(now);
    if let Some(first) = claims(&whole, &|own| now.is_within(own, demand)).first() {
        let first = whole.node(*first);
        lines.push(format!("`{demand}` itself, first in this set: {}, {}", dated(first), first.id()));
    }
    lines
}

/// That other sides than one had taken a position, and how to ask what was asked of that one.
fn others(then: &Graph<'_>, side: Option<&ActorId>) -> Vec<String> {
    let holds = |thread: &&ThreadClaims<'_>| thread.claims.iter().any(|(_, claim)| takes_position(claim.act.value));
    let mut holding: Vec<String> = then.threads().iter().filter(holds).map(|thread| format!("`{}`", thread.principal)).collect();
    holding.dedup();
    let mut lines = Vec::new();
    if !holding.is_empty() {
        lines.push(format!("sides with a position: {}", holding.join(", ")));
    }
    lines.extend(side.map(|side| format!("what was addressed to it: `demarche query 'addressee({side})'`")));
    lines
}
