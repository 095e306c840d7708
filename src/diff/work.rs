//! Compares two revisions record by record, and keeps the lines in which changes stand.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Graph, Node, NodeIndex};
use crate::model::RecordKind;
use crate::model::shape::MANIFEST;

use super::compare::{self, Difference, Renames};
use super::dependents::{Dependent, References};
use super::kinds::{ChangeKind, editorial::*, integrity::*, position::*, provenance::*};
use super::layout::Covered;
use super::matching::{By, Matched, Renamed};
use super::place::{Located, Places, Spot};
use super::value::{self, Value};
use super::{Change, Move, Removal, Side, Subject, record};

/// The records of both sides by their ids, renames taken into account.
pub struct Subjects<'m> {
    /// The ids after by the ids before.
    pub renames: &'m Renames,
    back: BTreeMap<(RecordKind, &'m str), &'m str>,
    old: &'m Graph<'m>,
    new: &'m Graph<'m>,
}

impl Subjects<'_> {
    /// The record with this id after, or before where it is gone.
    pub fn of(&self, kind: RecordKind, id: &str) -> Subject {
        let new = self.new.find(kind, id).map(|_| id.to_owned());
        let before = self.back.get(&(kind, id)).copied().unwrap_or(id);
        let old = self.old.find(kind, before).map(|_| before.to_owned());
        Subject { kind: Some(kind), old, new }
    }
}

impl Subjects<'_> {
    /// What a record says or is called, after where it is there.
    pub fn says(&self, record: &Subject) -> String {
        let node = |graph: &Graph<'_>, id: &Option<String>| match graph.node(graph.find(record.kind?, id.as_ref()?)?) {
            Node::Claim(_, claim) => Some(claim.headline().to_owned()),
            node => Some(node.title().to_owned()),
        };
        node(self.new, &record.new).or_else(|| node(self.old, &record.old)).unwrap_or_default()
    }
}

/// The comparison as it goes on.
pub struct Work<'w, 'd> {
    old: &'w Side<'d>,
    new: &'w Side<'d>,
    matched: &'w Matched,
    /// The records of both sides by their ids.
    pub subjects: Subjects<'w>,
    /// The places before and after.
    pub places: [Places<'d>; 2],
    /// The lines before and after in which changes stand.
    pub covered: [Covered; 2],
    /// The changes that were found.
    pub changes: Vec<Change>,
    /// The records with other ids.
    pub moves: Vec<Move>,
    /// The number of records that stand in another file.
    pub moved: usize,
    /// How many references follow each renamed record.
    followed: BTreeMap<(RecordKind, String), usize>,
}

/// The change that adds, and the one that removes, a record of a kind.
fn of_record(kind: RecordKind) -> [&'static ChangeKind; 2] {
    match kind {
        RecordKind::Actor => [&ACTOR_ADDED, &ACTOR_REMOVED],
        RecordKind::Demand => [&DEMAND_ADDED, &DEMAND_REMOVED],
        RecordKind::Event => [&EVENT_ADDED, &EVENT_REMOVED],
        RecordKind::Source => [&SOURCE_ADDED, &SOURCE_REMOVED],
        RecordKind::Statement => [&STATEMENT_ADDED, &STATEMENT_REMOVED],
        RecordKind::Claim => [&CLAIM_ADDED, &CLAIM_REMOVED],
    }
}

impl<'w, 'd> Work<'w, 'd> {
    /// A comparison that has not begun.
    pub fn new(old: &'w Side<'d>, new: &'w Side<'d>, matched: &'w Matched) -> Self {
        let back = matched.renamed.iter().map(|renamed| ((renamed.kind, renamed.new.as_str()), renamed.old.as_str())).collect();
        Work {
            old,
            new,
            matched,
            subjects: Subjects { renames: &matched.renames, back, old: old.graph, new: new.graph },
            places: [old, new].map(|side| Places::new(side.sources, side.data, side.prefix)),
            covered: Default::default(),
            changes: Vec::new(),
            moves: Vec::new(),
            moved: 0,
            followed: Default::default(),
        }
    }

    /// Compares the manifest and all records.
    pub fn compare(&mut self) {
        self.manifest();
        for kind in RecordKind::ALL {
            self.records(kind);
        }
        self.moves();
    }

    /// The files of statements that have another id: the path before by the path after, below the folder of the dataset.
    pub fn renamed_files(&self) -> BTreeMap<&'d str, &'d str> {
        let statements = self.matched.renamed.iter().filter(|renamed| renamed.kind == RecordKind::Statement);
        let file = |number: usize, id: &str| {
            let graph = [self.old, self.new][number].graph;
            let node = graph.node(graph.find(RecordKind::Statement, id)?);
            Some(self.places[number].below(record::span(node).file))
        };
        statements.filter_map(|renamed| Some((file(1, &renamed.new)?, file(0, &renamed.old)?))).collect()
    }

    fn cover(&mut self, number: usize, located: Located) -> Spot {
        self.covered[number].add([self.old, self.new][number], located.cover);
        self.places[number].spot(located.span)
    }

    fn manifest(&mut self) {
        let (before, after) = (value::manifest(&self.old.dataset.manifest), value::manifest(&self.new.dataset.manifest));
        if self.old.absent.is_some() || self.new.absent.is_some() {
            self.whole_manifest(before, after);
            return;
        }
        let compared = compare::compare(&MANIFEST, &before, &after, &self.matched.renames);
        for found in compared.differences {
            let mut spot = |number: usize, value: &Value, is_there: bool| {
                let located = is_there.then(|| self.places[number].manifest(value, &found.path, number == 1)).flatten();
                located.map(|located| self.cover(number, located))
            };
            let spots = [spot(0, &before, found.before.is_some()), spot(1, &after, found.after.is_some())];
            let record = Subject { kind: None, old: None, new: None };
            self.add(record, found, spots);
        }
        for path in compared.followed {
            for (number, value) in [&before, &after].into_iter().enumerate() {
                if let Some(located) = self.places[number].manifest(value, &path, number == 1) {
                    self.cover(number, located);
                }
            }
        }
        self.count_followed(compared.ids);
    }

    /// The manifest of a dataset that came or went as a whole: it is no change of single settings.
    fn whole_manifest(&mut self, before: Value, after: Value) {
        let sides = [(self.old, before, &DATASET_REMOVED), (self.new, after, &DATASET_ADDED)];
        for (number, (_, value, kind)) in sides.into_iter().enumerate().filter(|(_, (side, ..))| side.absent.is_none()) {
            let mut spots = [None, None];
            let located = self.places[number].manifest(&value, &[], number == 1);
            spots[number] = located.map(|located| self.cover(number, located));
            let mut found = Difference { kind, path: Vec::new(), before: None, after: None, item: None };
            *(if number == 0 { &mut found.before } else { &mut found.after }) = Some(value);
            self.add(Subject { kind: None, old: None, new: None }, found, spots);
        }
    }

    fn add(&mut self, record: Subject, found: Difference, spots: [Option<Spot>; 2]) {
        let Difference { kind, path, before, after, item } = found;
        self.changes.push(Change { kind, record, path, before, after, item, spots });
    }

    fn count_followed(&mut self, ids: Vec<(RecordKind, String)>) {
        for id in ids {
            *self.followed.entry(id).or_default() += 1;
        }
    }

    /// Compares all records of a kind.
    fn records(&mut self, kind: RecordKind) {
        let mut matched: BTreeSet<NodeIndex> = BTreeSet::new();
        for index in self.old.graph.nodes_of(kind) {
            let before = self.old.graph.node(index);
            match self.new.graph.find(kind, self.matched.renames.after(kind, before.id())) {
                Some(found) => {
                    matched.insert(found);
                    self.pair(before, self.new.graph.node(found));
                }
                None => self.alone(before, 0),
            }
        }
        for index in self.new.graph.nodes_of(kind).filter(|index| !matched.contains(index)) {
            self.alone(self.new.graph.node(index), 1);
        }
    }

    /// A record that is there on one side only.
    fn alone(&mut self, node: Node<'d>, number: usize) {
        let located = self.places[number].record(node);
        let spot = Some(self.cover(number, located));
        let [added, removed] = of_record(node.kind());
        let (id, value) = (Some(node.id().to_owned()), Some(record::value(node)));
        let record = |old, new| Subject { kind: Some(node.kind()), old, new };
        let (path, kind) = (Vec::new(), [removed, added][number]);
        self.changes.push(match number {
            0 => Change { kind, record: record(id, None), path, before: value, after: None, item: None, spots: [spot, None] },
            _ => Change { kind, record: record(None, id), path, before: None, after: value, item: None, spots: [None, spot] },
        });
    }

    /// A record that is there on both sides.
    fn pair(&mut self, before: Node<'d>, after: Node<'d>) {
        let file = |places: &Places<'d>, node: Node<'d>| places.below(record::span(node).file);
        if node_has_own_place(before) && file(&self.places[0], before) != file(&self.places[1], after) {
            self.moved += usize::from(before.id() == after.id());
        }
        if record::is_same(before, after) {
            return;
        }
        let kind = before.kind();
        let values = [record::value(before), record::value(after)];
        let compared = compare::compare(record::shape(kind), &values[0], &values[1], &self.matched.renames);
        let nodes = [before, after];
        for found in compared.differences {
            let mut spot = |number: usize, is_there: bool| {
                let located = is_there.then(|| self.places[number].part(nodes[number], &values[number], &found.path, number == 1));
                located.map(|located| self.cover(number, located))
            };
            let spots = [spot(0, found.before.is_some()), spot(1, found.after.is_some())];
            let record = Subject { kind: Some(kind), old: Some(before.id().to_owned()), new: Some(after.id().to_owned()) };
            self.add(record, found, spots);
        }
        for path in compared.followed {
            for number in [0, 1] {
                let located = self.places[number].part(nodes[number], &values[number], &path, number == 1);
                self.cover(number, located);
            }
        }
        self.count_followed(compared.ids);
    }

    /// Records with other ids, splits and mergers.
    fn moves(&mut self) {
        let matched = self.matched;
        for renamed in &matched.renamed {
            let kind = match (renamed.by, statement_changes(renamed, &matched.renames)) {
                (By::Statement, _) => {
                    self.spots(renamed.kind, &renamed.old, &renamed.new, false);
                    continue;
                }
                (_, true) => &CLAIM_MOVED,
                (By::Formerly, _) => &RENAMED,
                (By::Words(_), _) => &RENAMED_BY_SIMILARITY,
            };
            let score = match renamed.by {
                By::Words(score) => Some(score),
                By::Formerly | By::Statement => None,
            };
            let followed = self.followed_to(renamed);
            self.add_move(kind, renamed.kind, &renamed.old, &renamed.new, score, followed);
        }
        for (kind, old, new) in &matched.split {
            self.add_move(&SPLIT, *kind, old, new, None, 0);
        }
        for (kind, old, new) in &matched.merged {
            self.add_move(&MERGED, *kind, old, new, None, 0);
        }
    }

    /// How many references follow a record; those to claims that go with their statement follow the statement.
    fn followed_to(&self, renamed: &Renamed) -> usize {
        let to = |renamed: &Renamed| self.followed.get(&(renamed.kind, renamed.old.clone())).copied().unwrap_or_default();
        let goes_with = |claim: &&Renamed| claim.by == By::Statement && claim.old.split_once('/').is_some_and(|(id, _)| id == renamed.old);
        let claims = self.matched.renamed.iter().filter(|_| renamed.kind == RecordKind::Statement).filter(goes_with);
        to(renamed) + claims.map(to).sum::<usize>()
    }

    fn add_move(&mut self, kind: &'static ChangeKind, record: RecordKind, old: &str, new: &str, score: Option<u8>, followed: usize) {
        let spots = self.spots(record, old, new, kind == &CLAIM_MOVED);
        let record = Subject { kind: Some(record), old: Some(old.to_owned()), new: Some(new.to_owned()) };
        self.moves.push(Move { kind, record, score, followed, spots });
    }

    /// The lines of the ids of a record; they count as changed, and so does the whole record where it went elsewhere.
    fn spots(&mut self, kind: RecordKind, old: &str, new: &str, is_whole: bool) -> [Option<Spot>; 2] {
        let sides = [(self.old, old), (self.new, new)];
        let mut spots = [None, None];
        for (number, (side, id)) in sides.into_iter().enumerate() {
            if let Some(index) = side.graph.find(kind, id) {
                let node = side.graph.node(index);
                let span = record::span(node);
                let cover = if is_whole { self.places[number].record(node).cover } else { span };
                spots[number] = Some(self.cover(number, Located { span, cover }));
            }
        }
        spots
    }

    /// The record after that is, or has taken in, the one with this id before.
    fn after(&self, merged: &Merged<'_>, kind: RecordKind, id: &str) -> Option<NodeIndex> {
        let now = merged.get(&(kind, id)).copied().unwrap_or_else(|| self.matched.renames.after(kind, id));
        self.new.graph.find(kind, now)
    }

    /// What referred to each removed record.
    pub fn removals(&self) -> Vec<Removal> {
        let removed: Vec<&Change> = self.changes.iter().filter(|change| change.path.is_empty() && change.after.is_none()).collect();
        if removed.is_empty() {
            return Vec::new();
        }
        let references = References::new(self.old.graph);
        let merged: Merged<'_> = self.matched.merged.iter().map(|(kind, old, new)| ((*kind, old.as_str()), new.as_str())).collect();
        let after = (!merged.is_empty()).then(|| References::new(self.new.graph));
        let mut budget = References::budget();
        let mut removals = Vec::new();
        for change in removed {
            let Some((kind, id)) = change.record.kind.zip(change.record.old.as_ref()) else { continue };
            let Some(index) = self.old.graph.find(kind, id) else { continue };
            let (found, is_whole) = references.dependents(index, &mut budget);
            let into = self.after(&merged, kind, id).filter(|_| merged.contains_key(&(kind, id.as_str())));
            if let (Some(into), Some(after)) = (into, &after)
                && is_whole
                && found.iter().filter(|dependent| dependent.distance == 1).all(|dependent| {
                    self.after(&merged, dependent.kind, &dependent.id).is_some_and(|now| now == into || after.refers(now, into))
                })
            {
                // What referred to it refers to the record that took it in.
                continue;
            }
            let mut dependents: Vec<(Dependent, bool)> = Vec::new();
            let mut seen: BTreeSet<NodeIndex> = BTreeSet::new();
            for dependent in found {
                match self.after(&merged, dependent.kind, &dependent.id) {
                    // Of records that are one now, the nearest stands for all.
                    Some(now) if !seen.insert(now) => {}
                    Some(now) => dependents.push((Dependent { id: self.new.graph.node(now).id().to_owned(), ..dependent }, true)),
                    None => dependents.push((dependent, false)),
                }
            }
            if dependents.is_empty() && is_whole {
                continue;
            }
            let spots = change.spots.clone();
            removals.push(Removal { kind: &DEPENDENTS_AFFECTED, record: change.record.clone(), dependents, is_whole, spots });
        }
        removals
    }
}

/// The id of the record that took in a vanished one, by the kind and id of that.
type Merged<'m> = BTreeMap<(RecordKind, &'m str), &'m str>;

/// Whether a record stands in a file of its own choice: claims stand where their statements do.
fn node_has_own_place(node: Node<'_>) -> bool {
    node.kind() != RecordKind::Claim
}

/// Whether a claim stands in another statement than before, and not merely in one with another id.
fn statement_changes(renamed: &Renamed, renames: &Renames) -> bool {
    match (renamed.old.split_once('/'), renamed.new.split_once('/')) {
        (Some((old, _)), Some((new, _))) => renames.after(RecordKind::Statement, old) != new,
        _ => false,
    }
}
