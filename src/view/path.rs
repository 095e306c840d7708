//! The path view: how one record led to another, step by step, with the evidence.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::Certainty;
use crate::error::Error;
use crate::graph::{Graph, LinkKind, Node, NodeIndex};
use crate::path::{Path, Step, rests_on};
use crate::position;
use crate::proof::Proofs;

use super::arrange::{Arranged, arrange};
use super::evolution::lane_word;
use super::legend::{arrow, shift_mark};
use super::links::{is_settled_by_event, silence};
use super::note::{count, when};
use super::select::{Range, Row, Shown, all_shown, is_of_subject, is_wanted, range, split};
use super::settle::{Heading, outside_in_words, settle, within_range};
use super::{End, EventSense, Options, Status, Tone, View, ViewLink};

/// Settles the path view: the claims of a path in one lane, or in those that were asked for, with the words that prove them, its
/// events, and its links alone. The records between that are neither claims nor events stand in the steps below, and so do the claims
/// that the options leave out.
///
/// # Errors
/// When no claim is on the path, when the options leave out a claim that it begins or ends with, and when they leave out all.
pub fn path(graph: &Graph<'_>, proofs: &Proofs<'_>, path: &Path<'_>, options: &Options) -> Result<View, Error> {
    let claims: BTreeSet<&str> = path.nodes.iter().filter_map(|index| claim_id(graph, *index)).collect();
    if claims.is_empty() {
        return Err(Error::Usage("no claim is on this path, so there is nothing to draw along time".to_owned()));
    }
    let dataset = graph.dataset();
    let threads = position::threads(graph);
    let mut shown = all_shown(graph, &threads);
    let record: Vec<Shown<'_>> = shown.iter().copied().filter(|one| is_of_subject(dataset, options, one.statement, one.claim)).collect();
    shown.retain(|one| claims.contains(one.claim.id.as_str()));
    let (first, last) = (path.nodes[0], *path.nodes.last().expect("a path has a record"));
    let all = shown.len();
    shown.retain(|one| is_wanted(dataset, options, one.statement, one.claim));
    let unwanted = all - shown.len();
    let ends: BTreeSet<&str> = [first, last].into_iter().filter_map(|index| claim_id(graph, index)).collect();
    let stands = |id: &str| shown.iter().any(|one| one.claim.id.as_str() == id && range(options, one.statement) == Range::Within);
    if let Some(id) = ends.iter().find(|id| !stands(id)) {
        return Err(Error::Usage(format!(
            "the path begins or ends with `{id}`, which the options leave out\n\
             leave out `--actor`, `--demand`, `--where`, `--from` or `--to`, or ask for a path between records that they leave in"
        )));
    }
    let arranged = match options.lanes {
        Some(lanes) => arrange(graph, &threads, shown, &record, lanes, true, options),
        None => in_one_lane(path, shown, options),
    };
    if arranged.rows.is_empty() {
        let cause = if options.collapse { "moved a position, so `--collapse` leaves nothing of it" } else { "is left in by the options" };
        return Err(Error::Usage(format!("no claim on this path {cause}\nleave out options until some claim is drawn")));
    }
    let mut left_out = outside_in_words(options, arranged.outside);
    if unwanted > 0 {
        left_out.push(format!("{} on this path not drawn", count(unwanted, "claim", "claims")));
    }
    let words = options.lanes.map(lane_word);
    let title = format!("From ‹{}› to ‹{}›", name(graph, first), name(graph, last));
    let heading = Heading {
        given: Some(&title),
        lane_word: words.map_or("PATH", |words| words.0),
        lanes: words.map_or(("path", "paths"), |words| words.1),
        subject: format!("{}, joined {}", count(path.steps.len(), "link", "links"), rests_on(path.strength)),
        shows_words: true,
        left_out,
        disputing: None,
        events: path
            .nodes
            .iter()
            .filter_map(|index| if let Node::Event(event) = graph.node(*index) { Some(event) } else { None })
            .collect(),
    };
    let mut view = settle(graph, proofs, arranged.rows, arranged.listed, heading, options);
    view.links = links(graph, path, &view);
    view.legend = legend(&view);
    view.steps = path.steps.iter().zip(path.nodes.windows(2)).map(|(step, ends)| in_words(graph, step, ends)).collect();
    Ok(view)
}

/// The claims of a path in one lane, which says whether they stand in the order of time.
fn in_one_lane<'d>(path: &Path<'d>, shown: Vec<Shown<'d>>, options: &Options) -> Arranged<'d> {
    let by_act = if options.collapse { split(&shown, true) } else { (shown, Vec::new()) };
    let mut outside = (0, 0);
    let drawn = within_range(options, by_act.0, &mut outside);
    let listed = within_range(options, by_act.1, &mut outside);
    let (word, text) = match path.order.certainty {
        Certainty::Certain => ("in order of time", "certainly, by the dates"),
        Certainty::Possible => ("possibly in order", "the dates leave it open"),
        Certainty::Impossible => ("not in order of time", "the path leads back in time"),
    };
    let status = Status { sign: "·", word, text: text.to_owned(), tone: Tone::Quiet, silence: None };
    let row = Row { id: "path".to_owned(), title: "The path".to_owned(), depth: 0, drawn, status };
    let rows = if row.drawn.is_empty() { Vec::new() } else { vec![row] };
    Arranged { rows, listed, outside }
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
        Node::Statement(statement) => {
            let speaker = &graph.dataset().actors[&statement.speaker.value].name.value;
            let venue = statement.venue.as_ref().map(|venue| format!(", {venue}")).unwrap_or_default();
            format!("{speaker}, {}{venue}", when(statement))
        }
        other => other.title().to_owned(),
    }
}

/// A step in words: both ends, the strongest link and its reason. A link that is drawn is told as its arrow points.
fn in_words(graph: &Graph<'_>, step: &Step<'_>, ends: &[NodeIndex]) -> String {
    let link = &step.links[0];
    let (from, to) = if link.leads_on { (ends[0], ends[1]) } else { (ends[1], ends[0]) };
    let why = link.link.and_then(|link| link.why.as_ref());
    let why = why.map(|why| format!(" — the curators’ reason: {why}")).unwrap_or_default();
    let word = super::link::in_words(link.kind.as_str());
    let is_drawn = |index: NodeIndex| matches!(graph.node(index), Node::Claim(..) | Node::Event(_));
    match link.kind {
        LinkKind::Authored(kind) if is_drawn(from) && is_drawn(to) => {
            let (from, to) = if is_settled_by_event(kind) { (from, to) } else { (to, from) };
            format!("‹{}› → ‹{}›: {word}{why}", name(graph, from), name(graph, to))
        }
        _ => format!("‹{}› {word} ‹{}›{why}", name(graph, from), name(graph, to)),
    }
}

/// The legend, with the links that a path has and not those of the threads that its claims are part of.
fn legend(view: &View) -> Vec<(&'static str, &'static str)> {
    let mut legend = view.legend.clone();
    legend.retain(|(sign, _)| !sign.ends_with(" arrow") && !sign.contains(" line"));
    let is_event = |link: &ViewLink| link.event().is_some();
    let mut note = |sign, meaning, is_it: &dyn Fn(&ViewLink) -> bool| {
        legend.extend(view.links.iter().any(is_it).then_some((sign, meaning)));
    };
    let is_curators = |link: &ViewLink| link.is_authored && !is_event(link);
    note("solid arrow", "a link that a curator made, with the reason in the record", &is_curators);
    note("dashed arrow", "the same, across a silence of a year or more", &|link| is_curators(link) && link.is_long());
    for sense in [EventSense::Prompted, EventSense::Belied, EventSense::Fulfilled, EventSense::Joined] {
        note(arrow(sense), sense.meaning(), &|link| link.event() == Some(sense));
    }
    note("dotted line", "joined by what the steps below say", &|link| !link.is_authored && !is_event(link));
    legend
}

/// The links between the claims and events of a path; over what lies between them and is not drawn there is one link, `via`.
fn links(graph: &Graph<'_>, path: &Path<'_>, view: &View) -> Vec<ViewLink> {
    let cards = view.lanes.iter().enumerate().flat_map(|(lane, row)| row.cards.iter().map(move |card| (card.id.as_str(), lane)));
    let lane_of: BTreeMap<&str, usize> = cards.collect();
    let events: BTreeSet<&str> = view.columns.iter().flat_map(|column| &column.events).map(|event| event.id.as_str()).collect();
    let lane = |end: &End| match end {
        End::Claim(id) => lane_of.get(id.as_str()).copied(),
        End::Event(_) => None,
    };
    let end = |index: NodeIndex| match graph.node(index) {
        Node::Claim(_, claim) => lane_of.contains_key(claim.id.as_str()).then(|| End::Claim(claim.id.to_string())),
        Node::Event(event) => events.contains(event.id.as_str()).then(|| End::Event(event.id.to_string())),
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
            let is_settled = matches!(strongest, LinkKind::Authored(word) if is_settled_by_event(word));
            let tone = match strongest {
                LinkKind::Authored(word) if is_authored && is_settled => EventSense::of(word.as_str()).tone(),
                LinkKind::Authored(word) if is_authored => position::Shift::of_link(word).map_or(Tone::Quiet, |shift| shift_mark(shift).1),
                _ => Tone::Quiet,
            };
            let order = crate::graph::before(graph.node(path.nodes[before]).date(), graph.node(*index).date());
            // A link points as in every view, however the path walks it: from what a claim refers to, to the claim; but from a claim to
            // the event that belies, violates or fulfils it.
            let is_written_before = step.links[0].leads_on;
            let is_turned = is_authored && is_written_before != is_settled;
            let is_in_lane = lane(&from).is_some_and(|own| lane(&here) == Some(own));
            let dates = [path.nodes[before], *index].map(|node| match graph.node(node) {
                Node::Claim(statement, _) => statement.said_on(),
                _ => None,
            });
            // A path may walk a link back in time: the silence is as long.
            let after = silence(dates[0], dates[1]).or_else(|| silence(dates[1], dates[0]));
            let (from, to) = if is_turned { (here.clone(), from) } else { (from, here.clone()) };
            let is_certain = order != Certainty::Possible;
            links.push(ViewLink { is_in_lane, from, to, kind, after, is_authored, is_certain, tone, review: None });
        }
        last = Some((place, here));
    }
    links
}
