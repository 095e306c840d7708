//! Finds a line of the revision after for what is gone from it: a remark of a review needs one to stand beside.

use std::collections::BTreeMap;

use crate::graph::NodeIndex;
use crate::model::RecordKind;
use crate::source::{FileId, Span};
use crate::tree::MANIFEST;

use super::compare::Renames;
use super::place::{Places, Spot};
use super::{Diff, Item, Side, record};

/// For each entry without lines after, by what it is about (`claim:S/C`, `thread:SIDE/DEMAND`): the record after, else the statement that
/// held it, else the first line of its file, else that of the manifest. A thread stands where the first cause of its change does.
pub fn nearest(diff: &Diff, old: &Side<'_>, new: &Side<'_>, renames: &Renames, places: [&Places<'_>; 2]) -> BTreeMap<String, Spot> {
    let search = Search { old, new, renames, places };
    let mut nearest = BTreeMap::new();
    for entry in diff.entries().iter().filter(|entry| entry.item.spots()[1].is_none()) {
        let about = entry.item.record();
        let cause = match entry.item {
            Item::Position(found) => found.because.first(),
            Item::Thread(found) => found.because.first(),
            _ => None,
        };
        let spot = search.of(cause.map_or(&about, |(_, record)| record));
        nearest.insert(about, spot);
    }
    nearest
}

struct Search<'s, 'd> {
    old: &'s Side<'d>,
    new: &'s Side<'d>,
    renames: &'s Renames,
    places: [&'s Places<'d>; 2],
}

impl Search<'_, '_> {
    fn of(&self, key: &str) -> Spot {
        let named = key.split_once(':').and_then(|(word, id)| {
            let kind = RecordKind::ALL.into_iter().find(|kind| kind.as_str() == word)?;
            Some((kind, id))
        });
        let found = named.and_then(|(kind, id)| self.record(kind, id));
        found.unwrap_or_else(|| match self.file(MANIFEST) {
            Some(spot) => spot,
            None => {
                let between = if self.new.data.is_empty() { "" } else { "/" };
                let path = format!("{}{}{between}{MANIFEST}", self.new.prefix, self.new.data);
                Spot { path, line: 1, column: 1, end_line: 1, end_column: 1 }
            }
        })
    }

    fn record(&self, kind: RecordKind, id: &str) -> Option<Spot> {
        if let Some(index) = self.after(kind, id) {
            return Some(self.places[1].spot(record::span(self.new.graph.node(index))));
        }
        if let (RecordKind::Claim, Some((statement, _))) = (kind, id.split_once('/'))
            && let Some(index) = self.after(RecordKind::Statement, statement)
        {
            return Some(self.places[1].spot(record::span(self.new.graph.node(index))));
        }
        let before = self.old.graph.node(self.old.graph.find(kind, id)?);
        self.file(self.places[0].below(record::span(before).file))
    }

    /// The record after with this id, or with the one that it has now.
    fn after(&self, kind: RecordKind, id: &str) -> Option<NodeIndex> {
        self.new.graph.find(kind, id).or_else(|| self.new.graph.find(kind, self.renames.after(kind, id)))
    }

    /// The first line of a file of the revision after, by its path below the folder of the dataset.
    fn file(&self, below: &str) -> Option<Spot> {
        let is_it = |file: FileId| self.places[1].below(file) == below;
        let (file, _) = self.new.sources.files().find(|(file, _)| is_it(*file))?;
        Some(self.places[1].spot(Span::new(file, 0, 0)))
    }
}
