//! The thread view: each utterance on one demand and the narrower ones, its words and its sources.

use crate::graph::Graph;
use crate::id::DemandId;
use crate::position;
use crate::proof::Proofs;

use super::arrange::arrange;
use super::evolution::lane_word;
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
    shown.retain(|one| on_it(one.claim) && is_of_subject(dataset, options, one.statement, one.claim));
    let record = shown.clone();
    shown.retain(|one| is_wanted(dataset, options, one.statement, one.claim));
    let lanes = options.lanes.unwrap_or(usual);
    let arranged = arrange(graph, &threads, shown, &record, lanes, true, options);
    let title = &dataset.demands[demand].title.value;
    let heading = Heading {
        given: Some(title),
        lane_word: lane_word(lanes).0,
        lanes: lane_word(lanes).1,
        subject: "All that was said on it and on what is narrower".to_owned(),
        shows_words,
        left_out: outside_in_words(options, arranged.outside),
        disputing: None,
        events: Vec::new(),
    };
    settle(graph, proofs, arranged.rows, arranged.listed, heading, options)
}
