//! The evolution view: the demands of one principal as lanes.

use crate::error::Error;
use crate::graph::Graph;
use crate::position;
use crate::proof::Proofs;

use super::arrange::arrange;
use super::note::count;
use super::select::{Shown, all_shown, is_of_subject, is_wanted, of_thread};
use super::settle::{Heading, outside_in_words, settle};
use super::{Lanes, Options, View};

/// Settles the evolution view: the demands of one principal as lanes.
///
/// A claim is drawn when it takes a position or assures. A remark (`assess`, `accuse`, `inform`) is drawn where its
/// utterance takes no position on the demand, and listed below otherwise.
///
/// # Errors
/// When no actor is named, and the manifest has no `focus`.
pub fn evolution(graph: &Graph<'_>, proofs: &Proofs<'_>, options: &Options) -> Result<View, Error> {
    let dataset = graph.dataset();
    let focus = dataset.manifest.focus.as_ref().map(|focus| focus.value.clone());
    let Some(actor) = options.actor.clone().or(focus) else {
        let text = "the manifest names no `focus`, so there is no actor to draw\nname one with `--actor ID`";
        return Err(Error::Usage(text.to_owned()));
    };
    let side = dataset.principal(&actor);
    let of_side = Options { actor: Some(side.clone()), ..options.clone() };
    let threads = position::threads(graph);
    let own = threads.iter().filter(|thread| thread.principal == side).flat_map(of_thread);
    let shown: Vec<Shown<'_>> = own.filter(|one| is_wanted(dataset, &of_side, one.statement, one.claim)).collect();
    let on_demands = shown.len();
    let mut record = all_shown(graph, &threads);
    record.retain(|one| is_of_subject(dataset, &of_side, one.statement, one.claim));
    let lanes = options.lanes.unwrap_or(Lanes::Demands);
    let arranged = arrange(graph, &threads, shown, &record, lanes, false, options);
    let mut left_out = outside_in_words(options, arranged.outside);
    let all = dataset.claims().filter(|(statement, claim)| is_wanted(dataset, &of_side, statement, claim)).count();
    if all > on_demands {
        left_out.push(format!("{} on no demand are not in this picture", count(all - on_demands, "more claim", "more claims")));
    }
    let is_whole =
        options.actor.is_none() && options.demand.is_none() && options.only.is_none() && options.from.is_none() && options.to.is_none();
    let title = &dataset.manifest.title;
    let heading = Heading {
        // It may speak of what came later than the day as of which the dataset was cut.
        given: Some(title.as_str()).filter(|title| is_whole && options.as_of.is_none() && !title.is_empty()),
        lane_word: lane_word(lanes).0,
        lanes: lane_word(lanes).1,
        subject: format!("What {} asked for, refused and promised", dataset.actors[side].name.value),
        shows_words: false,
        left_out,
        disputing: is_whole.then_some(side),
        events: Vec::new(),
    };
    Ok(settle(graph, proofs, arranged.rows, arranged.listed, heading, options))
}

/// What the lanes are, in capitals and in words.
pub fn lane_word(lanes: Lanes) -> (&'static str, (&'static str, &'static str)) {
    match lanes {
        Lanes::Demands => ("DEMAND", ("demand", "demands")),
        Lanes::Actors => ("SPEAKER", ("speaker", "speakers")),
    }
}
