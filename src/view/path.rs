//! The path view: how one record led to another, step by step, with the evidence.

use std::collections::BTreeSet;

use crate::date::Certainty;
use crate::error::Error;
use crate::graph::{Graph, LinkKind, Node, NodeIndex};
use crate::path::{Path, Step, rests_on};
use crate::position;
use crate::proof::Proofs;

use super::legend::shift_mark;
use super::note::count;
use super::select::{Row, all_shown};
use super::settle::{Heading, settle};
use super::{End, Options, Status, Tone, View, ViewLink};

/// Settles the path view: the claims of a path in one lane with the words that prove them, its events, and its links alone. The
/// records between that are neither claims nor events stand in the steps below.
///
/// # Errors
/// When no claim is on the path: then there is nothing to draw along time.
pub fn path(graph: &Graph<'_>, proofs: &Proofs<'_>, path: &Path<'_>, options: &Options) -> Result<View, Error> {
    let claims: BTreeSet<&str> = path.nodes.iter().filter_map(|index| claim_id(graph, *index)).collect();
    if claims.is_empty() {
        return Err(Error::Usage("no claim is on this path, so there is nothing to draw along time".to_owned()));
    }
    let threads = position::threads(graph);
    let mut drawn = all_shown(graph, &threads);
    drawn.retain(|one| claims.contains(one.claim.id.as_str()));
    let (first, last) = (path.nodes[0], *path.nodes.last().expect("a path has a record"));
    let word = match path.order.certainty {
        Certainty::Certain => "in order of time",
        Certainty::Possible => "possibly in order",
        Certainty::Impossible => "not in order of time",
    };
    let text = match path.order.certainty {
        Certainty::Certain => "certainly, by the dates",
        Certainty::Possible => "the dates leave it open",
        Certainty::Impossible => "the path leads back in time",
    };
    let status = Status { sign: "·", word, text: text.to_owned(), tone: Tone::Quiet, is_silent: false };
    let row = Row { id: "path".to_owned(), title: "The path".to_owned(), depth: 0, drawn, status };
    let title = format!("From ‹{}› to ‹{}›", name(graph, first), name(graph, last));
    let heading = Heading {
        given: Some(&title),
        lane_word: "PATH",
        lanes: ("path", "paths"),
        subject: format!("{}, joined {}", count(path.steps.len(), "link", "links"), rests_on(path.strength)),
        shows_words: true,
        left_out: Vec::new(),
        disputing: None,
        events: path
            .nodes
            .iter()
            .filter_map(|index| if let Node::Event(event) = graph.node(*index) { Some(event) } else { None })
            .collect(),
    };
    let mut view = settle(graph, proofs, vec![row], Vec::new(), heading, options);
    view.links = links(graph, path);
    view.steps = path.steps.iter().zip(path.nodes.windows(2)).map(|(step, ends)| in_words(graph, step, ends)).collect();
    Ok(view)
}

fn claim_id<'d>(graph: &Graph<'d>, index: NodeIndex) -> Option<&'d str> {
    match graph.node(index) {
        Node::Claim(_, claim) => Some(claim.id.as_str()),
        _ => None,
    }
}

fn name(graph: &Graph<'_>, index: NodeIndex) -> String {
    match graph.node(index) {
        Node::Claim(_, claim) => claim.headline().to_owned(),
        other => other.title().to_owned(),
    }
}

/// A step in words: both ends, the strongest link and its reason.
fn in_words(graph: &Graph<'_>, step: &Step<'_>, ends: &[NodeIndex]) -> String {
    let link = &step.links[0];
    let (from, to) = if link.leads_on { (ends[0], ends[1]) } else { (ends[1], ends[0]) };
    let why = link.link.and_then(|link| link.why.as_ref());
    let why = why.map(|why| format!(" — the curators’ reason: {why}")).unwrap_or_default();
    format!("‹{}› {} ‹{}›{why}", name(graph, from), link.kind.as_str().replace('-', " "), name(graph, to))
}

/// The links between the claims and events of a path; over what lies between them and is not drawn there is one link, `via`.
fn links(graph: &Graph<'_>, path: &Path<'_>) -> Vec<ViewLink> {
    let end = |index: NodeIndex| match graph.node(index) {
        Node::Claim(_, claim) => Some(End::Claim(claim.id.to_string())),
        Node::Event(event) => Some(End::Event(event.id.to_string())),
        _ => None,
    };
    let mut links: Vec<ViewLink> = Vec::new();
    let mut last: Option<(usize, End)> = None;
    for (place, index) in path.nodes.iter().enumerate() {
        let Some(here) = end(*index) else { continue };
        if let Some((before, from)) = last.take() {
            let step = &path.steps[before];
            let strongest = step.links[0].kind;
            let (kind, is_authored) = match strongest {
                _ if place - before > 1 => ("via", false),
                LinkKind::Authored(word) => (word.as_str(), true),
                other => (other.as_str(), false),
            };
            let tone = match strongest {
                LinkKind::Authored(word) if is_authored => position::Shift::of_link(word).map_or(Tone::Quiet, |shift| shift_mark(shift).1),
                _ => Tone::Quiet,
            };
            let order = crate::graph::before(graph.node(path.nodes[before]).date(), graph.node(*index).date());
            links.push(ViewLink {
                from,
                to: here.clone(),
                kind,
                after: None,
                is_authored,
                is_in_lane: true,
                is_certain: order != Certainty::Possible,
                tone,
            });
        }
        last = Some((place, here));
    }
    links
}
