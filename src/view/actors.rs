//! The actors view: who said what on one demand.

use crate::graph::Graph;
use crate::id::DemandId;
use crate::position;
use crate::proof::Proofs;

use super::meeting::meeting;
use super::{Lanes, Options, View};

/// Settles the actors view of a demand, which must be one of the dataset: a lane for each speaker, by side, and in words where
/// the sides meet and where they part.
pub fn actors(graph: &Graph<'_>, proofs: &Proofs<'_>, demand: &DemandId, options: &Options) -> View {
    let mut view = super::thread::on_demand(graph, proofs, demand, options, Lanes::Actors, false);
    view.meeting = meeting(graph, &position::threads(graph), demand, options);
    view
}
