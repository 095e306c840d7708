//! Loads the parts of two revisions that a comparison rests on, with what is known of a dataset that both are near to.

use std::collections::BTreeSet;

use super::again::{are_acknowledged, changed, changed_files, counts, load, singles};
use super::reach::{Purpose, Reach};
use super::{CHECKED, Settings, Snapshot};
use crate::check::{self, Checked};
use crate::error::Error;
use crate::graph::Graph;
use crate::id::ClaimId;
use crate::load::{Limits, Loaded};
use crate::model::{Link, Statement};
use crate::proof::Proofs;
use crate::tree::Place;

/// Two revisions, as far as a comparison of them looks at them.
#[derive(Debug)]
pub struct Both {
    /// The revision before and the one after. What is not loaded of them is the same in both.
    pub loaded: [Loaded; 2],
    kept: Snapshot,
    reach: Reach,
    statements: BTreeSet<usize>,
}

/// Loads what differs between two revisions and what a comparison of them rests on, where that can be told from what was kept of one of them
/// or of the dataset at `home`; none where everything must be looked at.
///
/// # Errors
/// When a file that is there cannot be read.
pub fn both(places: [&Place; 2], home: Option<&Place>, limits: &Limits, settings: &Settings) -> Result<Option<Both>, Error> {
    let homes = [Some(places[1]), Some(places[0]), home];
    let known = homes.into_iter().flatten().find_map(|home| Some((home, Snapshot::read(&home.kept(CHECKED)?.read()?)?)));
    let Some((home, kept)) = known.filter(|(home, _)| places.iter().all(|place| place.data == home.data)) else { return Ok(None) };
    let mut files = BTreeSet::new();
    for place in places {
        let Some(changed) = changed_files(place, limits, &kept, std::ptr::eq(place, home))? else { return Ok(None) };
        files.extend(changed);
    }
    if files.len() > settings.most_changed {
        return Ok(None);
    }
    let files: Vec<usize> = files.into_iter().collect();
    let (Some(old), Some(new)) = (singles(places[0], limits, &kept, &files)?, singles(places[1], limits, &kept, &files)?) else {
        return Ok(None);
    };
    let (reach, statements) = {
        let (Some(mut all), Some(after)) = (changed(&kept.outline, &old), changed(&kept.outline, &new)) else { return Ok(None) };
        // Without another link there is no other path.
        let paths = all.iter().zip(&after).any(|(old, new)| links(old.statement) != links(new.statement));
        all.extend(after);
        let Some(reach) = Reach::new(&kept, &all, Purpose::Comparison { paths }) else { return Ok(None) };
        (reach, all.iter().map(|one| one.number).collect())
    };
    let one = |place, singles| load(place, limits, &kept, &reach, singles);
    let (old, new) = rayon::join(|| one(places[0], old), || one(places[1], new));
    let (Some(old), Some(new)) = (old?, new?) else { return Ok(None) };
    // Paths between watched pairs run anywhere.
    if !old.dataset.manifest.watch.is_empty() || are_acknowledged(&old.dataset, &reach.records(&kept.outline)) {
        return Ok(None);
    }
    Ok(Some(Both { loaded: [old, new], kept, reach, statements }))
}

/// The claims of a statement with what each links to.
fn links(statement: &Statement) -> Vec<(&ClaimId, &[Link])> {
    statement.claims.iter().map(|claim| (&claim.id.value, claim.links.as_slice())).collect()
}

impl Both {
    /// What a check finds on one side, 0 before and 1 after, as far as it may be new or gone, with the counts of the whole.
    pub fn check<'d>(&'d self, side: usize, graph: &Graph<'d>, proofs: &Proofs<'d>) -> Checked {
        let loaded = &self.loaded[side];
        let counts = counts(&self.kept, &self.statements, &loaded.dataset, proofs);
        let mut checked = check::check_counted(loaded, graph, proofs, counts);
        checked.diagnostics.retain(|found| self.reach.is_of(&self.kept.outline, found));
        checked.acknowledged.retain(|(found, _)| self.reach.is_of(&self.kept.outline, found));
        checked
    }
}
