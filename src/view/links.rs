//! The links of a picture: what curators wrote, and the order of utterances.

use crate::date::{Certainty, ClaimDate};
use crate::graph::{Graph, before};
use crate::id::EventId;
use crate::model::{Claim, Event, LinkFamily, LinkWord, Target};
use crate::position::{DORMANT_DAYS, Shift};
use std::collections::{BTreeMap, BTreeSet};

use super::legend::{Used, shift_mark};
use super::note::months;
use super::select::{Row, Shown};
use super::*;

/// The links between the drawn claims, and from and to the events, in the order of the lanes.
pub fn links(graph: &Graph<'_>, rows: &[Row<'_>], events: &[(&Event, bool)], used: &mut Used) -> Vec<ViewLink> {
    let dataset = graph.dataset();
    let lane_of: BTreeMap<&str, usize> =
        rows.iter().enumerate().flat_map(|(lane, row)| row.drawn.iter().map(move |one| (one.claim.id.as_str(), lane))).collect();
    let shown: BTreeSet<&EventId> = events.iter().map(|(event, _)| &event.id.value).collect();
    let mut links = Vec::new();
    let mut joined: BTreeSet<(String, String)> = BTreeSet::new();
    for (lane, row) in rows.iter().enumerate() {
        for step in &row.drawn {
            let claim: &Claim = step.claim;
            for link in &claim.links {
                match &link.to.value {
                    Target::Claim(target) if matches!(link.kind.family(), LinkFamily::Lineage | LinkFamily::Answer) => {
                        let Some(other) = lane_of.get(target.as_str()) else { continue };
                        let Some((earlier, _)) = dataset.claim(target.as_str()) else { continue };
                        if earlier.id == step.statement.id {
                            continue;
                        }
                        let is_certain = before(earlier.said_on(), step.statement.said_on()) == Certainty::Certain;
                        let tone = match Shift::of_link(link.kind.value) {
                            Some(shift) => shift_mark(shift).1,
                            None => Tone::Quiet,
                        };
                        let after = silence(earlier.said_on(), step.statement.said_on());
                        used.note("solid arrow", "a link that a curator made, with the reason in the record");
                        if after.is_some() {
                            used.note("dashed arrow", "the same, across a silence of a year or more");
                        }
                        joined.insert((target.to_string(), claim.id.to_string()));
                        links.push(ViewLink {
                            from: End::Claim(target.to_string()),
                            to: End::Claim(claim.id.to_string()),
                            kind: link.kind.value.as_str(),
                            is_authored: true,
                            after,
                            is_in_lane: *other == lane,
                            is_certain,
                            tone,
                            review: None,
                        });
                    }
                    Target::Event(event) if shown.contains(event) && link.kind.value != LinkWord::MadeAt => {
                        let (event, claim) = (End::Event(event.to_string()), End::Claim(claim.id.to_string()));
                        let after = is_settled_by_event(link.kind.value);
                        let sense = EventSense::of(link.kind.value.as_str());
                        used.note(legend::arrow(sense), sense.meaning());
                        let (from, to) = if after { (claim, event) } else { (event, claim) };
                        links.push(ViewLink {
                            from,
                            to,
                            kind: link.kind.value.as_str(),
                            is_authored: true,
                            after: None,
                            is_in_lane: false,
                            is_certain: true,
                            tone: sense.tone(),
                            review: None,
                        });
                    }
                    _ => {}
                }
            }
        }
        for (from, to) in consecutive(&row.drawn) {
            let ends = (from.claim.id.to_string(), to.claim.id.to_string());
            if joined.contains(&ends) {
                continue;
            }
            used.note("dotted line", "the next utterance on the same demand");
            links.push(ViewLink {
                from: End::Claim(ends.0),
                to: End::Claim(ends.1),
                kind: "next",
                is_authored: false,
                after: silence(from.statement.said_on(), to.statement.said_on()),
                is_in_lane: true,
                is_certain: true,
                tone: Tone::Quiet,
                review: None,
            });
        }
    }
    links
}

/// Whether a link leads on to an event that belies, violates or fulfils the claim; every other one comes from what the claim refers to.
pub fn is_settled_by_event(word: LinkWord) -> bool {
    matches!(word, LinkWord::BeliedBy | LinkWord::Violates | LinkWord::Fulfils)
}

/// The silence between what was said on two dates, where it was certainly long.
pub fn silence(earlier: Option<&ClaimDate>, later: Option<&ClaimDate>) -> Option<String> {
    let (least, most) = earlier.zip(later).map(|(a, b)| a.gap_days(b))?;
    let least = least.filter(|days| *days >= DORMANT_DAYS)?;
    let exact = most.is_some_and(|most| months(most) == months(least));
    Some(if exact { format!("after {}", months(least)) } else { format!("after over {}", months(least)) })
}

/// The first drawn claims of consecutive utterances, where the order is certain.
fn consecutive<'t, 'd>(steps: &'t [Shown<'d>]) -> Vec<(&'t Shown<'d>, &'t Shown<'d>)> {
    let mut heads: Vec<&Shown<'_>> = Vec::new();
    for step in steps {
        if heads.last().is_none_or(|last| last.statement.id != step.statement.id) && step.statement.said_on().is_some() {
            heads.push(step);
        }
    }
    heads
        .windows(2)
        .filter(|pair| before(pair[0].statement.said_on(), pair[1].statement.said_on()) == Certainty::Certain)
        .map(|pair| (pair[0], pair[1]))
        .collect()
}
