//! Turns what sources relay, and what the evidence says of it, into how certainly a passage goes back to a source.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::Certainty;
use crate::id::SourceId;
use crate::model::{Dataset, Evidence, Source, Statement};

/// The sources that a passage is to go back to, and those that relay them at whatever remove.
pub(super) struct Origins<'d> {
    /// Those that are asked for.
    asked: BTreeSet<&'d str>,
    /// Those that relay one of them, by id.
    relaying: BTreeMap<&'d SourceId, &'d Source>,
}

/// How certainly the words that came by a source go back to one that is asked for.
pub(super) struct Settled<'d> {
    asked: BTreeSet<&'d str>,
    known: BTreeMap<&'d str, Certainty>,
}

impl<'d> Origins<'d> {
    pub(super) fn new(asked: &BTreeSet<&'d str>) -> Self {
        Origins { asked: asked.clone(), relaying: BTreeMap::new() }
    }

    /// Adds a source that relays one that is asked for, at whatever remove.
    pub(super) fn relay(&mut self, source: &'d Source) {
        self.relaying.insert(&source.id.value, source);
    }

    /// Certain of a source all of whose upstream sources are; sources that relay each other in a circle are no more than possible.
    pub(super) fn settled(self, dataset: &'d Dataset) -> Settled<'d> {
        let mut known: BTreeMap<&str, Certainty> = self.relaying.keys().map(|id| (id.as_str(), Certainty::Possible)).collect();
        known.extend(self.asked.iter().map(|id| (*id, Certainty::Certain)));
        // How many upstream sources of each are not certain yet, and which sources wait for each.
        let mut open: BTreeMap<&str, usize> = BTreeMap::new();
        let mut waiting: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (id, source) in &self.relaying {
            let upstream: BTreeSet<&str> = source.relays.iter().map(|id| id.as_str()).collect();
            open.insert(id.as_str(), upstream.len());
            upstream.into_iter().for_each(|upstream| waiting.entry(upstream).or_default().push(id.as_str()));
        }
        let mut certain: Vec<&str> = self.asked.iter().copied().filter(|id| dataset.sources.contains_key(*id)).collect();
        while let Some(id) = certain.pop() {
            for below in waiting.remove(id).unwrap_or_default() {
                let Some(left) = open.get_mut(below) else { continue };
                *left -= 1;
                if *left == 0 && known.insert(below, Certainty::Certain) != Some(Certainty::Certain) {
                    certain.push(below);
                }
            }
        }
        Settled { asked: self.asked, known }
    }
}

impl Settled<'_> {
    /// How certainly a passage goes back to one of the sources: it stands there, or it came by one that goes back to it.
    ///
    /// Where the evidence does not say by which of several sources a passage came, any of them is possible. What an outlet says on a page of
    /// its own came by nobody else.
    pub(super) fn of_passage(&self, dataset: &Dataset, statement: &Statement, evidence: &Evidence) -> Certainty {
        let of = |id: &SourceId| self.known.get(id.as_str()).copied().unwrap_or(Certainty::Impossible);
        let Some(source) = dataset.sources.get(&evidence.source.value) else { return Certainty::Impossible };
        match &evidence.via {
            _ if self.asked.contains(source.id.as_str()) => Certainty::Certain,
            Some(via) => of(&via.value),
            None if source.publisher.value == statement.speaker.value => Certainty::Impossible,
            None => of(&source.id.value),
        }
    }
}
