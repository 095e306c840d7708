//! Turns two revisions of a dataset into what changed in meaning, and what that does to positions, proofs and links.
//!
//! Paths that appeared or vanished are not compared here yet: they will be one more part of [`Impact`].

pub mod accept;
mod alike;
pub mod compare;
pub mod dependents;
mod entries;
mod headline;
pub mod keys;
pub mod kinds;
mod layout;
mod links;
mod matching;
mod passages;
mod place;
mod positions;
mod record;
pub mod value;
pub mod words;

use std::collections::BTreeSet;

use crate::graph::{Graph, Node, NodeIndex};
use crate::load::Loaded;
use crate::model::shape::{Kind, MANIFEST};
use crate::model::{Dataset, RecordKind};
use crate::proof::Proofs;
use crate::source::SourceMap;
use crate::tree::Place;

use compare::{Difference, Renames, Step};
use dependents::{Dependent, References};
use kinds::{ChangeKind, editorial::*, integrity::*, position::*, provenance::*};
use layout::Covered;
use matching::{By, Matched};
use place::{Located, Places};
use value::Value;

pub use entries::{Entry, Item};
pub use kinds::Severity;
pub use layout::Formatting;
pub use links::LinkChange;
pub use passages::{PassageChange, PassageSide, QuotationChange, Status, TextChange};
pub use place::Spot;
pub use positions::{Placed, PositionChange, Reordered, Standing, ThreadName};

/// One of the two revisions.
#[derive(Clone, Copy, Debug)]
pub struct Side<'d> {
    /// The records.
    pub dataset: &'d Dataset,
    /// The texts that they were read from.
    pub sources: &'d SourceMap,
    /// The records as a graph.
    pub graph: &'d Graph<'d>,
    /// The passages with their proofs.
    pub proofs: &'d Proofs<'d>,
    /// The folder of the dataset within its tree.
    pub data: &'d str,
    /// What to write before a path so that the reader can open it.
    pub prefix: &'d str,
    /// The number of errors that loading found: what has one is not among the records.
    pub errors: usize,
}

impl<'d> Side<'d> {
    /// A revision that was loaded from a place.
    pub fn new(place: &'d Place, loaded: &'d Loaded, graph: &'d Graph<'d>, proofs: &'d Proofs<'d>) -> Self {
        let errors = loaded.diagnostics.iter().filter(|found| found.severity == crate::diagnostic::Severity::Error).count();
        Side { dataset: &loaded.dataset, sources: &loaded.sources, graph, proofs, data: &place.data, prefix: &place.prefix, errors }
    }
}

/// The record that a change is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// The kind of the record; none for the manifest.
    pub kind: Option<RecordKind>,
    /// Its id before; none where it was not there.
    pub old: Option<String>,
    /// Its id after; none where it is not there.
    pub new: Option<String>,
}

impl Subject {
    /// The id after, else the id before; empty for the manifest.
    pub fn id(&self) -> &str {
        self.new.as_deref().or(self.old.as_deref()).unwrap_or_default()
    }

    /// Kind and id: `claim:S/C`, `source:X`; of the manifest `manifest`.
    pub fn key(&self) -> String {
        self.kind.map_or_else(|| "manifest".to_owned(), |kind| format!("{}:{}", kind.as_str(), self.id()))
    }

    /// The order in which records are reported: statements with their claims first, then demands, events, sources, actors, the manifest.
    fn rank(&self) -> (u8, &str) {
        let rank = match self.kind {
            Some(RecordKind::Statement | RecordKind::Claim) => 0,
            Some(RecordKind::Demand) => 1,
            Some(RecordKind::Event) => 2,
            Some(RecordKind::Source) => 3,
            Some(RecordKind::Actor) => 4,
            None => 5,
        };
        (rank, self.id())
    }
}

/// One change to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub kind: &'static ChangeKind,
    /// The record.
    pub record: Subject,
    /// Where in the record; empty where the whole record was added or removed.
    pub path: Vec<Step>,
    /// What stood there before; none where nothing did.
    pub before: Option<Value>,
    /// What stands there after; none where nothing does.
    pub after: Option<Value>,
    /// The item of a list that it is a part of, before and after; none where it is no part of one.
    pub item: Option<[Value; 2]>,
    /// The lines before and after.
    pub spots: [Option<Spot>; 2],
}

impl Change {
    /// What the value must be, by the format.
    pub fn value_kind(&self) -> Kind {
        let mut kind = Kind::Record(self.record.kind.map_or(&MANIFEST, record::shape));
        for step in &self.path {
            kind = match (step, kind) {
                (Step::Key(key), Kind::Record(shape)) => shape.field(key).expect("a path follows the shapes").kind,
                (Step::Item { .. }, Kind::List(item)) => *item,
                (Step::Name(_), Kind::Map(_, value)) => *value,
                _ => unreachable!("a path follows the shapes"),
            };
        }
        kind
    }

    /// The keys on the way to it: `evidence.passage`; empty for a whole record.
    pub fn field(&self) -> String {
        let keys = self.path.iter().filter_map(|step| match step {
            Step::Key(key) => Some(*key),
            Step::Name(name) => Some(name.as_str()),
            Step::Item { .. } => None,
        });
        keys.collect::<Vec<_>>().join(".")
    }
}

/// A record that has another id, was split or merged, or a claim that stands in another statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Which of these.
    pub kind: &'static ChangeKind,
    /// The record, with its ids before and after.
    pub record: Subject,
    /// How alike the words are, in per cent, where that is all that we know; none where `formerly` says it.
    pub score: Option<u8>,
    /// The references that follow it to its other id and are no changes of their own.
    pub followed: usize,
    /// The lines before and after.
    pub spots: [Option<Spot>; 2],
}

/// A removed record and what referred to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// Always `dependents-affected`.
    pub kind: &'static ChangeKind,
    /// The removed record.
    pub record: Subject,
    /// All records that referred to it, directly or through others: the nearest first, and whether each is still there.
    pub dependents: Vec<(Dependent, bool)>,
    /// Whether these are all; otherwise there were too many to follow.
    pub is_whole: bool,
    /// The lines before.
    pub spots: [Option<Spot>; 2],
}

/// What the changes do to what is derived from the records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Impact {
    /// Positions that changed: those of the focus first, then those that are another position, then by side and demand.
    pub positions: Vec<PositionChange>,
    /// Threads in another order: those of the focus first, then by side and demand.
    pub threads: Vec<Reordered>,
    /// Contradictions and lineage that were opened or closed: contradictions first, opened before closed, then by the claims.
    pub links: Vec<LinkChange>,
    /// Stored texts with other bytes, by the source.
    pub texts: Vec<TextChange>,
    /// Passages that lost or gained their proof: losses first, then by the record.
    pub proofs: Vec<PassageChange>,
    /// Claims that lost or gained the speaker's own words, or all evidence: losses first, then by the claim.
    pub quotations: Vec<QuotationChange>,
    /// Passages that were not there before, and how many of them are proved.
    pub new_passages: (usize, usize),
    /// What referred to removed records, in the order of the changes.
    pub removals: Vec<Removal>,
}

/// What changed between two revisions, in the order in which it is reported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diff {
    /// What the changes do to what is derived.
    pub impact: Impact,
    /// The changes of records: the heaviest first, then by record and key.
    pub changes: Vec<Change>,
    /// Records with other ids, in the same order.
    pub moves: Vec<Move>,
    /// Kinds of record of which so many vanished and appeared that nobody compared their words.
    pub not_compared: Vec<RecordKind>,
    /// What changed without meaning.
    pub formatting: Formatting,
    /// The errors of loading on both sides: what has one is not among the records.
    pub errors: [usize; 2],
}

/// Compares two revisions.
pub fn between(old: &Side<'_>, new: &Side<'_>) -> Diff {
    let matched = matching::matching(old.graph, new.graph);
    let mut work = Work::new(old, new, &matched);
    work.manifest();
    for kind in RecordKind::ALL {
        work.records(kind);
    }
    work.moves();
    work.changes.sort_by(|a, b| {
        (b.kind.severity, a.record.rank(), a.record.kind, &a.path).cmp(&(a.kind.severity, b.record.rank(), b.record.kind, &b.path))
    });
    work.moves.sort_by(|a, b| (b.kind.severity, a.record.rank(), a.kind.code).cmp(&(a.kind.severity, b.record.rank(), b.kind.code)));
    let positions = positions::compare(old, new, &matched.renames, &work.changes, &work.moves, work.places.each_ref());
    let passages = passages::compare(old, new, &work.subjects, work.places.each_ref());
    let impact = Impact {
        positions: positions.changed,
        threads: positions.reordered,
        links: links::compare(old, new, &matched.renames, work.places.each_ref()),
        texts: passages.texts,
        proofs: passages.proofs,
        quotations: passages.quotations,
        new_passages: passages.added,
        removals: work.removals(),
    };
    let lines = layout::count(old, new, [&work.covered[0], &work.covered[1]]);
    Diff {
        impact,
        formatting: Formatting { lines, moved: work.moved },
        changes: work.changes,
        moves: work.moves,
        not_compared: matched.not_compared.clone(),
        errors: [old.errors, new.errors],
    }
}

/// The records of both sides by their ids, renames taken into account.
pub(crate) struct Subjects<'m> {
    renames: &'m Renames,
    back: std::collections::BTreeMap<(RecordKind, &'m str), &'m str>,
    old: &'m Graph<'m>,
    new: &'m Graph<'m>,
}

impl Subjects<'_> {
    /// The record with this id after, or before where it is gone.
    fn of(&self, kind: RecordKind, id: &str) -> Subject {
        let new = self.new.find(kind, id).map(|_| id.to_owned());
        let before = self.back.get(&(kind, id)).copied().unwrap_or(id);
        let old = self.old.find(kind, before).map(|_| before.to_owned());
        Subject { kind: Some(kind), old, new }
    }
}

/// The comparison as it goes on.
struct Work<'w, 'd> {
    old: &'w Side<'d>,
    new: &'w Side<'d>,
    matched: &'w Matched,
    subjects: Subjects<'w>,
    places: [Places<'d>; 2],
    covered: [Covered; 2],
    changes: Vec<Change>,
    moves: Vec<Move>,
    moved: usize,
    /// How many references follow each renamed record.
    followed: std::collections::BTreeMap<(RecordKind, String), usize>,
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
    fn new(old: &'w Side<'d>, new: &'w Side<'d>, matched: &'w Matched) -> Self {
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

    fn cover(&mut self, number: usize, located: Located) -> Spot {
        self.covered[number].add([self.old, self.new][number], located.cover);
        self.places[number].spot(located.span)
    }

    fn manifest(&mut self) {
        let (before, after) = (value::manifest(&self.old.dataset.manifest), value::manifest(&self.new.dataset.manifest));
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
            let followed = self.followed.get(&(renamed.kind, renamed.old.clone())).copied().unwrap_or_default();
            self.add_move(kind, renamed.kind, &renamed.old, &renamed.new, score, followed);
        }
        for (kind, old, new) in &matched.split {
            self.add_move(&SPLIT, *kind, old, new, None, 0);
        }
        for (kind, old, new) in &matched.merged {
            self.add_move(&MERGED, *kind, old, new, None, 0);
        }
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

    /// What referred to each removed record.
    fn removals(&self) -> Vec<Removal> {
        let removed: Vec<&Change> = self.changes.iter().filter(|change| change.path.is_empty() && change.after.is_none()).collect();
        if removed.is_empty() {
            return Vec::new();
        }
        let references = References::new(self.old.graph);
        let mut budget = References::budget();
        let mut removals = Vec::new();
        for change in removed {
            let Some((kind, id)) = change.record.kind.zip(change.record.old.as_ref()) else { continue };
            let Some(index) = self.old.graph.find(kind, id) else { continue };
            let (dependents, is_whole) = references.dependents(index, &mut budget);
            if dependents.is_empty() && is_whole {
                continue;
            }
            let is_there = |dependent: &Dependent| {
                let id = self.matched.renames.after(dependent.kind, &dependent.id);
                self.new.graph.find(dependent.kind, id).is_some()
            };
            let dependents = dependents
                .into_iter()
                .map(|dependent| {
                    let there = is_there(&dependent);
                    (dependent, there)
                })
                .collect();
            let spots = change.spots.clone();
            removals.push(Removal { kind: &DEPENDENTS_AFFECTED, record: change.record.clone(), dependents, is_whole, spots });
        }
        removals
    }
}

/// Whether a record stands in a file of its own choice: claims stand where their statements do.
fn node_has_own_place(node: Node<'_>) -> bool {
    node.kind() != RecordKind::Claim
}

/// Whether a claim stands in another statement than before, and not merely in one with another id.
fn statement_changes(renamed: &matching::Renamed, renames: &Renames) -> bool {
    match (renamed.old.split_once('/'), renamed.new.split_once('/')) {
        (Some((old, _)), Some((new, _))) => renames.after(RecordKind::Statement, old) != new,
        _ => false,
    }
}
