//! Where the sides meet on a demand and where they part, in words: from what each holds, and from the answers that curators linked.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::Certainty;
use crate::graph::{Graph, before, time_order};
use crate::id::{ActorId, DemandId};
use crate::model::{Claim, LinkFamily, LinkWord, Statement, Target};
use crate::position::Thread;

use super::note::{short_name, when};
use super::{Mark, Options};

/// What a side said last to another one.
struct Answer<'d> {
    word: LinkWord,
    to: (&'d Statement, &'d Claim),
    by: (&'d Statement, &'d Claim),
}

/// A line for each two sides that answered each other on a demand or on a narrower one, then one for each demand that says what each side
/// holds that took a position on it.
pub fn meeting(graph: &Graph<'_>, threads: &[Thread<'_>], demand: &DemandId, options: &Options) -> Vec<String> {
    let dataset = graph.dataset();
    let is_on_it = |claim: &Claim| claim.demand.as_ref().is_some_and(|own| dataset.is_within(&own.value, demand));
    let is_asked = |side: &ActorId| options.actor.as_ref().is_none_or(|actor| dataset.principal(actor) == side);
    let mut answers: BTreeMap<(&ActorId, &ActorId), Vec<Answer<'_>>> = BTreeMap::new();
    for (statement, claim) in dataset.claims().filter(|(_, claim)| is_on_it(claim)) {
        let side = dataset.principal_of(statement);
        for link in claim.links.iter().filter(|link| link.kind.value.family() == LinkFamily::Answer) {
            let Target::Claim(target) = &link.to.value else { continue };
            let Some(to) = dataset.claim(target.as_str()) else { continue };
            let other = dataset.principal_of(to.0);
            if other != side && (is_asked(side) || is_asked(other)) {
                answers.entry((side, other)).or_default().push(Answer { word: link.kind.value, to, by: (statement, claim) });
            }
        }
    }
    let name = |id: &ActorId| dataset.actors[id].name.value.as_str();
    let mut lines = Vec::new();
    for ((side, other), mut of_two) in answers {
        of_two.sort_by_key(|answer| (answer.by.0.said_on().is_some(), time_order(answer.by.0.said_on()), &answer.by.1.id.value));
        let Some(last) = of_two.last() else { continue };
        let verdict = match last.word {
            LinkWord::Accepts => "they meet",
            LinkWord::PartlyAccepts => "they come nearer",
            _ => "they stand apart",
        };
        let (by, to) = (last.by.0, last.to.0);
        let order = if before(to.said_on(), by.said_on()) == Certainty::Certain { "" } else { ", the order only possible" };
        let speaker = |statement: &Statement| short_name(&dataset.actors[&statement.speaker.value]).to_owned();
        lines.push(format!(
            "{} and {}: {verdict} by the last answer: {}, {} {} ‹{}› ({}, {}){order}: {}",
            name(side),
            name(other),
            when(by),
            speaker(by),
            last.word.as_str().replace('-', " "),
            last.to.1.headline(),
            when(to),
            speaker(to),
            last.by.1.headline(),
        ));
    }
    let within = dataset.demands.keys().filter(|id| dataset.is_within(id, demand));
    for id in within {
        let own = threads.iter().filter(|thread| thread.demand == id).filter_map(|thread| Some((thread.principal, thread.position()?)));
        let held: Vec<_> = own.collect();
        let sides: BTreeSet<&ActorId> = held.iter().map(|(side, _)| *side).collect();
        if !sides.iter().any(|side| is_asked(side)) {
            continue;
        }
        let each: Vec<String> = held
            .iter()
            .map(|(side, position)| {
                let mark = Mark::of(position.last.claim).as_str();
                let shift = position.last.shift.map_or("", |shift| shift.as_str());
                format!("{}: {mark}, {shift} {}", name(side), when(position.last.statement))
            })
            .collect();
        let rest = if held.len() == 1 { "; no other side takes a position on it in this set" } else { "" };
        lines.push(format!("‹{}›: {}{rest}", dataset.demands[id].title.value, each.join("; ")));
    }
    lines
}
