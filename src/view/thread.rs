//! The thread view: each utterance on one demand and the narrower ones, its words and its sources.

use crate::graph::Graph;
use crate::id::DemandId;
use crate::position;
use crate::proof::Proofs;

use super::arrange::arrange;
use super::evolution::lane_word;
use super::note::count;
use super::select::{all_shown, is_of_subject, is_wanted};
use super::settle::{Heading, outside_in_words, settle};
use super::{Lanes, Options, View};

/// Settles the thread view of a demand, which must be one of the dataset. Every claim on it and on the narrower ones is drawn,
/// whoever made it.
pub fn thread(graph: &Graph<'_>, proofs: &Proofs<'_>, demand: &DemandId, options: &Options) -> View {
    on_demand(graph, proofs, demand, options, Lanes::Demands, true)
}

/// A view of what was said on one demand and the narrower ones.
pub fn on_demand(graph: &Graph<'_>, proofs: &Proofs<'_>, demand: &DemandId, options: &Options, usual: Lanes, shows_words: bool) -> View {
    let dataset = graph.dataset();
    let threads = position::threads(graph);
    let on_it = |claim: &crate::model::Claim| claim.demand.as_ref().is_some_and(|own| dataset.is_within(&own.value, demand));
    let mut shown = all_shown(graph, &threads);
    shown.retain(|one| on_it(one.claim));
    let all = shown.len();
    shown.retain(|one| is_of_subject(dataset, options, one.statement, one.claim));
    let hidden = all - shown.len();
    let record = shown.clone();
    shown.retain(|one| is_wanted(dataset, options, one.statement, one.claim));
    let lanes = options.lanes.unwrap_or(usual);
    let arranged = arrange(graph, &threads, shown, &record, lanes, true, options);
    let title = &dataset.demands[demand].title.value;
    let mut left_out = outside_in_words(options, arranged.outside);
    if hidden > 0 {
        left_out.push(format!("{} on it are not in this picture", count(hidden, "more claim", "more claims")));
    }
    let subject = match &options.actor {
        Some(actor) => format!("What {} said on it and on what is narrower", dataset.actors[dataset.principal(actor)].name.value),
        None => "All that was said on it and on what is narrower".to_owned(),
    };
    let heading = Heading {
        given: Some(title),
        lane_word: lane_word(lanes).0,
        lanes: lane_word(lanes).1,
        subject,
        shows_words,
        left_out,
        disputing: None,
        events: Vec::new(),
    };
    settle(graph, proofs, arranged.rows, arranged.listed, heading, options)
}
