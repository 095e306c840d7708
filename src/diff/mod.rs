//! Turns two revisions of a dataset into what changed in meaning, and what that does to positions, proofs and links.

pub mod accept;
mod alike;
mod cautions;
pub mod compare;
pub mod dependents;
mod entries;
mod findings;
pub mod headline;
pub mod keys;
pub mod kinds;
mod layout;
mod links;
mod matching;
mod nearest;
mod passages;
mod paths;
mod place;
mod positions;
mod record;
pub mod union;
pub mod value;
pub mod words;
mod work;

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::graph::Graph;
use crate::load::Loaded;
use crate::model::shape::{Kind, MANIFEST};
use crate::model::{Dataset, RecordKind};
use crate::proof::Proofs;
use crate::source::SourceMap;
use crate::tree::{Absent, Place, Tree};

use compare::{Renames, Step};
use dependents::Dependent;
use kinds::ChangeKind;
use value::Value;
use work::Work;

pub use entries::{Entry, Item};
pub use findings::{EVIDENCE_RULES, FindingChange};
pub use kinds::Severity;
pub use layout::Formatting;
pub use links::LinkChange;
pub use passages::{PassageChange, PassageSide, QuotationChange, Status, TextChange, Turnover};
pub use paths::{PathChange, Paths, Way, WayStep};
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
    /// The findings that are compared: those of loading, unless a check brings all.
    pub findings: &'d [Diagnostic],
    /// Where no dataset was found, and what stands there instead; none where there is one. Nothing of it is found wrong besides.
    pub absent: Option<&'d Absent>,
    /// The number of passages, and of those that are proved.
    pub passages: (usize, usize),
}

impl<'d> Side<'d> {
    /// A revision that was loaded from a place.
    pub fn new(place: &'d Place, loaded: &'d Loaded, graph: &'d Graph<'d>, proofs: &'d Proofs<'d>) -> Self {
        let absent = match &place.tree {
            Tree::Absent(absent) => Some(absent),
            _ => None,
        };
        // Of a dataset that is not there nothing can be wrong.
        let findings = if absent.is_some() { &[] } else { loaded.diagnostics.as_slice() };
        let errors = findings.iter().filter(|found| found.severity == crate::diagnostic::Severity::Error).count();
        Side {
            dataset: &loaded.dataset,
            sources: &loaded.sources,
            graph,
            proofs,
            data: &place.data,
            prefix: &place.prefix,
            errors,
            findings,
            absent,
            passages: (proofs.passages.len(), proofs.proved()),
        }
    }

    /// The same with the findings of a check, which also holds those of loading.
    pub fn with_findings(self, findings: &'d [Diagnostic]) -> Self {
        if self.absent.is_some() { self } else { Side { findings, ..self } }
    }

    /// The same with the number of passages, and of those that are proved, in a whole of which this is a part.
    pub fn with_passages(self, passages: (usize, usize)) -> Self {
        Side { passages, ..self }
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
    /// All records that referred to it, directly or through others: the nearest first, and whether each is still there, then with its id
    /// after.
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
    /// Paths that appeared or vanished.
    pub paths: Paths,
    /// Contradictions and lineage that were opened or closed: contradictions first, opened before closed, then by the claims.
    pub links: Vec<LinkChange>,
    /// Stored texts with other bytes, by the source.
    pub texts: Vec<TextChange>,
    /// Passages that lost or gained their proof: losses first, then by the record.
    pub proofs: Vec<PassageChange>,
    /// Claims that lost or gained the speaker's own words, or all evidence: losses first, then by the claim.
    pub quotations: Vec<QuotationChange>,
    /// Words of sources that came and went.
    pub turnover: Turnover,
    /// Findings about evidence that new records accept from the start; then findings that are new or gone: new ones first, errors before
    /// warnings, then by rule and record.
    pub findings: Vec<FindingChange>,
    /// What referred to removed records, in the order of the changes.
    pub removals: Vec<Removal>,
}

impl Impact {
    /// The number of records with a passage that is proved as before, in a stored text that was changed together with its words.
    pub fn forged(&self) -> usize {
        self.texts.iter().map(|text| text.quoted.len()).sum()
    }
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
    /// On which sides there is no dataset, and what stands there instead.
    pub absent: [Option<Absent>; 2],
    /// The passages on both sides, and how many of them are proved.
    pub passages: [(usize, usize); 2],
    /// Where after, nearest to what is gone, a remark about it can stand: for each entry without lines after, by [`Item::record`].
    pub nearest: BTreeMap<String, Spot>,
    /// The records with other ids.
    pub renames: Renames,
}

/// Compares two revisions.
pub fn between(old: &Side<'_>, new: &Side<'_>) -> Diff {
    let matched = matching::matching(old.graph, new.graph);
    let mut work = Work::new(old, new, &matched);
    work.compare();
    work.changes.sort_by(|a, b| {
        (b.kind.severity, a.record.rank(), a.record.kind, &a.path).cmp(&(a.kind.severity, b.record.rank(), b.record.kind, &b.path))
    });
    work.moves.sort_by(|a, b| (b.kind.severity, a.record.rank(), a.kind.code).cmp(&(a.kind.severity, b.record.rank(), b.kind.code)));
    let passages = passages::compare(old, new, &work.subjects, work.places.each_ref());
    let causes = positions::Causes::new(&work.changes, &work.moves, &passages.proofs);
    let positions = positions::compare(old, new, &matched.renames, &causes, &work.moves, work.places.each_ref());
    let impact = Impact {
        positions: positions.changed,
        threads: positions.reordered,
        paths: paths::compare(old, new, &work.subjects, &work.changes, &work.moves, work.places.each_ref()),
        links: links::compare(old, new, &matched.renames, work.places.each_ref()),
        texts: passages.texts,
        proofs: passages.proofs,
        quotations: passages.quotations,
        turnover: passages::turnover(old, new, &matched.renames),
        findings: {
            let mut findings = findings::accepted_unseen(old, new, &work.subjects, work.places.each_ref());
            findings.extend(findings::compare(old, new, &matched.renames, work.places.each_ref()));
            findings
        },
        removals: work.removals(),
    };
    // What came or went as a whole has no layout to compare.
    let is_whole = old.absent.is_some() || new.absent.is_some();
    let lines = if is_whole { 0 } else { layout::count(old, new, [&work.covered[0], &work.covered[1]], &work.renamed_files()) };
    let mut diff = Diff {
        impact,
        formatting: Formatting { lines, moved: work.moved },
        changes: std::mem::take(&mut work.changes),
        moves: std::mem::take(&mut work.moves),
        not_compared: matched.not_compared.clone(),
        errors: [old.errors, new.errors],
        absent: [old.absent.cloned(), new.absent.cloned()],
        passages: [old.passages, new.passages],
        nearest: BTreeMap::new(),
        renames: matched.renames.clone(),
    };
    diff.nearest = nearest::nearest(&diff, old, new, &matched.renames, work.places.each_ref());
    diff
}
