//! Finds out which record of before is which record of after, where the id is another: by `formerly`, else by words that are alike.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Graph, Node};
use crate::model::RecordKind;

use super::alike::{self, Words};
use super::compare::Renames;
use super::record;

/// Records are taken for the same under another id where their words are at least so alike, in per cent.
pub const LEAST_ALIKE_RECORDS: u8 = 60;

/// A record that has another id after than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The kind of the record.
    pub kind: RecordKind,
    /// Its id before.
    pub old: String,
    /// Its id after.
    pub new: String,
    /// How we know.
    pub by: By,
}

/// How it is known that two records are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// One of them names the other under `formerly`.
    Formerly,
    /// A claim keeps its name in a statement that has another id.
    Statement,
    /// Their words are so alike, in per cent.
    Words(u8),
}

/// What became of records whose ids are on one side only.
#[derive(Clone, Debug, Default)]
pub struct Matched {
    /// The records with another id, by kind and then by the id before.
    pub renamed: Vec<Renamed>,
    /// New records that name a former id which another record continues: kind, the id before, the new id.
    pub split: Vec<(RecordKind, String, String)>,
    /// Vanished records that a record names which continues another one: kind, the vanished id, the id after.
    pub merged: Vec<(RecordKind, String, String)>,
    /// The ids after by the ids before.
    pub renames: Renames,
    /// Kinds of which so many records vanished and appeared that nobody compared their words.
    pub not_compared: Vec<RecordKind>,
}

/// The records of one kind that are there on one side only.
struct Open<'d> {
    nodes: Vec<Node<'d>>,
    words: Vec<Words>,
}

impl<'d> Open<'d> {
    fn new(kind: RecordKind, graph: &Graph<'d>, other: &Graph<'_>) -> Self {
        let nodes: Vec<Node<'d>> =
            graph.nodes_of(kind).map(|index| graph.node(index)).filter(|node| other.find(kind, node.id()).is_none()).collect();
        Open { words: nodes.iter().map(|node| words(*node)).collect(), nodes }
    }

    fn find(&self, id: &str) -> Option<usize> {
        self.nodes.binary_search_by(|node| node.id().cmp(id)).ok()
    }
}

/// The words by which a record is recognised; of a statement also those of its claims.
fn words(node: Node<'_>) -> Words {
    let mut words = record::words(node);
    if let Node::Statement(statement) = node {
        statement.claims.iter().for_each(|claim| words.extend(record::words(Node::Claim(statement, claim))));
    }
    words
}

/// Whether two records may be the same at all: actors must have a name or spelling in common.
fn may_be_same(old: Node<'_>, new: Node<'_>) -> bool {
    match (old, new) {
        (Node::Actor(old), Node::Actor(new)) => {
            let names: BTreeSet<&str> = old.aliases.iter().chain([&old.name]).map(|name| name.as_str()).collect();
            new.aliases.iter().chain([&new.name]).any(|name| names.contains(name.as_str()))
        }
        _ => true,
    }
}

/// Matches the records of two revisions whose ids differ. The same from either side, with old and new exchanged.
pub fn matching(old: &Graph<'_>, new: &Graph<'_>) -> Matched {
    let mut matched = Matched::default();
    for kind in RecordKind::ALL {
        let (removed, added) = (Open::new(kind, old, new), Open::new(kind, new, old));
        let (mut left, mut right) = (vec![false; removed.nodes.len()], vec![false; added.nodes.len()]);
        let mut take = |matched: &mut Matched, pairs: Vec<(usize, usize, By)>| {
            for (i, j, by) in pairs {
                (left[i], right[j]) = (true, true);
                let (old, new) = (removed.nodes[i].id(), added.nodes[j].id());
                matched.renames.add(kind, old, new);
                matched.renamed.push(Renamed { kind, old: old.to_owned(), new: new.to_owned(), by });
            }
        };
        let relations = relations(kind, old, new);
        let explicit = relations
            .iter()
            .filter_map(|(before, after)| Some((shared(kind, [old, new], before, after), removed.find(before)?, added.find(after)?)));
        let explicit = alike::pairs_of(explicit, &removed.words, &added.words, 0);
        take(&mut matched, explicit.into_iter().map(|(i, j, _)| (i, j, By::Formerly)).collect());
        if kind == RecordKind::Claim {
            let kept = with_statements(&removed, &added, &matched.renames);
            take(&mut matched, kept);
        }
        let related: BTreeSet<&str> = relations.iter().flat_map(|(old, new)| [*old, *new]).collect();
        let open = |nodes: &[Node<'_>], taken: &[bool]| -> Vec<usize> {
            (0..nodes.len()).filter(|index| !taken[*index] && !related.contains(nodes[*index].id())).collect()
        };
        let (lefts, rights) = (open(&removed.nodes, &left), open(&added.nodes, &right));
        let some = |words: &[Words], open: &[usize]| open.iter().map(|index| words[*index].clone()).collect::<Vec<_>>();
        let (old_words, new_words) = (some(&removed.words, &lefts), some(&added.words, &rights));
        if !alike::is_affordable(&old_words, &new_words) {
            matched.not_compared.push(kind);
        }
        let may = |i: usize, j: usize| may_be_same(removed.nodes[lefts[i]], added.nodes[rights[j]]);
        let guessed = alike::pairs(&old_words, &new_words, LEAST_ALIKE_RECORDS, may);
        let mut take = |i: usize, j: usize, score: u8| {
            let (old, new) = (removed.nodes[lefts[i]].id(), added.nodes[rights[j]].id());
            matched.renames.add(kind, old, new);
            matched.renamed.push(Renamed { kind, old: old.to_owned(), new: new.to_owned(), by: By::Words(score) });
        };
        guessed.into_iter().for_each(|(i, j, score)| take(i, j, score));
        rest(kind, &relations, old, new, &mut matched);
    }
    matched.renamed.sort_by(|a, b| (a.kind, &a.old).cmp(&(b.kind, &b.old)));
    matched
}

/// What `formerly` says on either side about the records of a kind: the id before and the id after, each pair once, sorted.
fn relations<'d>(kind: RecordKind, old: &Graph<'d>, new: &Graph<'d>) -> Vec<(&'d str, &'d str)> {
    let of = |graph: &Graph<'d>| -> Vec<(&'d str, &'d str)> {
        let nodes = graph.nodes_of(kind).map(|index| graph.node(index));
        nodes.flat_map(|node| record::formerly(node).into_iter().map(move |former| (former, node.id()))).collect()
    };
    // What the older side says holds for the way back: there the record that has a former id is the one that vanishes. A record that is on
    // both sides takes in one that vanishes, or on the way back gives one off.
    let one_side = |graph: &Graph<'d>, id: &str| graph.find(kind, id).is_none();
    let forward = of(new).into_iter().filter(|(former, id)| one_side(old, id) || one_side(new, former));
    let backward = of(old).into_iter().filter(|(former, id)| one_side(new, id) || one_side(old, former)).map(|(former, id)| (id, former));
    let all: BTreeSet<(&str, &str)> =
        forward.chain(backward).filter(|(before, after)| old.find(kind, before).is_some() && new.find(kind, after).is_some()).collect();
    all.into_iter().collect()
}

/// How many records referred to one record before and refer to another one after: of a demand that was split, the part to which most of
/// its claims went continues it.
fn shared(kind: RecordKind, graphs: [&Graph<'_>; 2], before: &str, after: &str) -> usize {
    let referring = |graph: &Graph<'_>, id: &str| -> BTreeSet<(RecordKind, String)> {
        let edges = graph.find(kind, id).map(|index| graph.links_to(index)).unwrap_or_default();
        let nodes = edges.iter().filter(|edge| !edge.kind.is_derived()).map(|edge| graph.node(edge.node));
        nodes.map(|node| (node.kind(), node.id().to_owned())).collect()
    };
    referring(graphs[0], before).intersection(&referring(graphs[1], after)).count()
}

/// Claims that keep their names in statements that have another id.
fn with_statements(removed: &Open<'_>, added: &Open<'_>, renames: &Renames) -> Vec<(usize, usize, By)> {
    let pairs = removed.nodes.iter().enumerate().filter_map(|(index, node)| {
        let (statement, claim) = node.id().split_once('/')?;
        let after = renames.after(RecordKind::Statement, statement);
        let found = added.find(&format!("{after}/{claim}"))?;
        // What `formerly` says goes before.
        let is_free = renames.after(RecordKind::Claim, node.id()) == node.id();
        (after != statement && is_free).then_some((index, found, By::Statement))
    });
    pairs.collect()
}

/// What `formerly` says about records that were matched otherwise: splits and mergers.
fn rest(kind: RecordKind, relations: &[(&str, &str)], old: &Graph<'_>, new: &Graph<'_>, matched: &mut Matched) {
    let after: BTreeMap<&str, &str> =
        matched.renamed.iter().filter(|renamed| renamed.kind == kind).map(|renamed| (renamed.old.as_str(), renamed.new.as_str())).collect();
    let continued: BTreeSet<&str> = after.values().copied().collect();
    let (mut split, mut merged) = (Vec::new(), Vec::new());
    for (before, id) in relations {
        if after.get(before) == Some(id) {
            continue;
        }
        if old.find(kind, id).is_none() && !continued.contains(id) {
            split.push((kind, (*before).to_owned(), (*id).to_owned()));
        } else if new.find(kind, before).is_none() && !after.contains_key(before) {
            merged.push((kind, (*before).to_owned(), (*id).to_owned()));
        }
    }
    matched.split.extend(split);
    matched.merged.extend(merged);
}
