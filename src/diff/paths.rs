//! Which paths appeared or vanished: between the claims that changed, over links that curators wrote from claim to claim, and on the pairs
//! that a manifest watches. An event joins all that was said of it, so that paths over events are told of watched pairs alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Graph, LinkKind, NodeIndex};
use crate::model::{LinkFamily, RecordKind, Target, Watch};
use crate::path::{self, Path, Search, Strength};

use super::compare::Renames;
use super::kinds::{ChangeKind, position::*};
use super::place::{Places, Spot};
use super::work::Subjects;
use super::{Change, Move, Side, Subject, record};

/// A path that appeared or vanished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathChange {
    /// Appeared or vanished.
    pub kind: &'static ChangeKind,
    /// The records that it joins.
    pub ends: [Subject; 2],
    /// The best way before; none where there was none.
    pub before: Option<Way>,
    /// The best way after; none where there is none.
    pub after: Option<Way>,
    /// Whether a manifest watches the pair; else both records changed, or stand beside a link that did.
    pub is_watched: bool,
    /// The reason for which it is watched.
    pub why: Option<String>,
    /// The lines of the first end before and after.
    pub spots: [Option<Spot>; 2],
}

/// A way from one record to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The strength of its weakest step.
    pub strength: Strength,
    /// Its steps.
    pub steps: Vec<WayStep>,
}

/// A step of a way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayStep {
    /// The word of the link.
    pub word: &'static str,
    /// Whether the link leads the way that is walked; else it leads back.
    pub leads_on: bool,
    /// The record at its end, `claim:S/C`.
    pub to: String,
}

/// What was found about paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    /// The paths: those that are watched first, then the shorter, then by their ends.
    pub changes: Vec<PathChange>,
    /// Changed records between which no paths were looked for, because there were too many.
    pub left_out: usize,
    /// Paths between changed records that are not among them, because there were too many.
    pub untold: usize,
}

/// The most records that changed between which paths are looked for.
const MOST_ENDS: usize = 40;
/// The most links that are looked at from one of them.
const MOST_LINKS: usize = 50_000;
/// Longer paths are not looked for.
const LONGEST: usize = 8;
/// The most paths between changed records that are told.
const MOST_TOLD: usize = 20;

/// Compares the paths of two revisions.
pub fn compare(
    old: &Side<'_>,
    new: &Side<'_>,
    subjects: &Subjects<'_>,
    changes: &[Change],
    moves: &[Move],
    places: [&Places<'_>; 2],
) -> Paths {
    let sides = [old.graph, new.graph];
    let spot = |end: &Subject| {
        let one = |number: usize, id: &Option<String>| {
            let index = sides[number].find(end.kind?, id.as_ref()?)?;
            Some(places[number].spot(record::span(sides[number].node(index))))
        };
        [one(0, &end.old), one(1, &end.new)]
    };
    let mut found: Vec<PathChange> = Vec::new();
    for (ends, why, ways) in watched(old, new, subjects) {
        found.extend(changed(ends, ways, true, why, &spot));
    }
    // A path between changed records has no direction.
    let told: BTreeSet<[Subject; 2]> = found
        .iter()
        .flat_map(|change| {
            let [from, to] = change.ends.clone();
            [[from.clone(), to.clone()], [to, from]]
        })
        .collect();
    let (ends, left_out) = ends(sides, subjects, changes, moves);
    let mut between: Vec<PathChange> = Vec::new();
    for (pair, ways) in authored(sides, &ends) {
        let is_link = |way: &Option<Way>| way.as_ref().is_none_or(|way| way.steps.len() == 1);
        // A single link that came or went is told as that.
        if told.contains(&pair) || ways.iter().all(is_link) {
            continue;
        }
        between.extend(changed(pair, ways, false, None, &spot));
    }
    between.sort_by_key(|change| change.before.as_ref().or(change.after.as_ref()).map_or(0, |way| way.steps.len()));
    let untold = between.len().saturating_sub(MOST_TOLD);
    between.truncate(MOST_TOLD);
    found.extend(between);
    Paths { changes: found, left_out, untold }
}

/// Two records, and the best way between them before and after.
type Pair = [Subject; 2];
type Ways = [Option<Way>; 2];

/// What became of the best way between two records; none where it is as strong as before.
fn changed(
    ends: [Subject; 2],
    [before, after]: [Option<Way>; 2],
    is_watched: bool,
    why: Option<String>,
    spot: &dyn Fn(&Subject) -> [Option<Spot>; 2],
) -> Option<PathChange> {
    let strength = |way: &Option<Way>| way.as_ref().map(|way| way.strength);
    let kind = match (strength(&before), strength(&after)) {
        (None, Some(_)) => &PATH_APPEARED,
        (Some(_), None) => &PATH_VANISHED,
        // The stronger one is the lesser.
        (Some(before), Some(after)) if after < before => &PATH_APPEARED,
        (Some(before), Some(after)) if after > before => &PATH_VANISHED,
        _ => return None,
    };
    let spots = spot(&ends[0]);
    Some(PathChange { kind, ends, before, after, is_watched, why, spots })
}

/// The pairs that the manifest of either side watches, so that taking one out hides nothing, with the best way on both sides.
fn watched(old: &Side<'_>, new: &Side<'_>, subjects: &Subjects<'_>) -> Vec<(Pair, Option<String>, Ways)> {
    let mut pairs: BTreeMap<[Subject; 2], Option<String>> = BTreeMap::new();
    let none = Renames::default();
    for (side, renames) in [(new, &none), (old, subjects.renames)] {
        for Watch { from, to, why } in &side.dataset.manifest.watch {
            let end = |target: &Target| {
                let kind = if matches!(target, Target::Claim(_)) { RecordKind::Claim } else { RecordKind::Event };
                subjects.of(kind, renames.after(kind, target.as_ref()))
            };
            pairs.entry([end(&from.value), end(&to.value)]).or_insert_with(|| why.clone());
        }
    }
    if pairs.is_empty() {
        return Vec::new();
    }
    let mut searches = [old.graph, new.graph].map(|graph| (graph, Search::new(graph, &path::Options::default())));
    let way = |(graph, search): &mut (&Graph<'_>, Search<'_, '_>), ids: [&Option<String>; 2], kinds: [Option<RecordKind>; 2]| {
        let node = |number: usize| graph.find(kinds[number]?, ids[number].as_ref()?);
        let answer = search.paths(node(0)?, node(1)?);
        answer.paths.first().map(|path| way_of(graph, path))
    };
    let ways = pairs.into_iter().map(|(ends, why)| {
        let kinds = [ends[0].kind, ends[1].kind];
        let before = way(&mut searches[0], [&ends[0].old, &ends[1].old], kinds);
        let after = way(&mut searches[1], [&ends[0].new, &ends[1].new], kinds);
        (ends, why, [before, after])
    });
    ways.collect()
}

fn key(graph: &Graph<'_>, index: NodeIndex) -> String {
    let node = graph.node(index);
    format!("{}:{}", node.kind().as_str(), node.id())
}

fn way_of(graph: &Graph<'_>, path: &Path<'_>) -> Way {
    let step = |(step, to): (&path::Step<'_>, &NodeIndex)| {
        let link = step.links.first().expect("a step has a link");
        WayStep { word: link.kind.as_str(), leads_on: link.leads_on, to: key(graph, *to) }
    };
    Way { strength: path.strength, steps: path.steps.iter().zip(&path.nodes[1..]).map(step).collect() }
}

/// Claims on both sides that changed, and those beside links that came or went; how many more there are.
fn ends(sides: [&Graph<'_>; 2], subjects: &Subjects<'_>, changes: &[Change], moves: &[Move]) -> (Vec<Subject>, usize) {
    let mut ends: BTreeSet<Subject> = BTreeSet::new();
    let mut links_changed = false;
    for change in changes {
        let Some(kind @ RecordKind::Claim) = change.record.kind else { continue };
        ends.insert(change.record.clone());
        let touches_links = change.path.is_empty() || [&LINK_ADDED, &LINK_REMOVED].contains(&change.kind);
        if !touches_links {
            continue;
        }
        links_changed = true;
        for (number, id) in [&change.record.old, &change.record.new].into_iter().enumerate() {
            let Some(index) = id.as_ref().and_then(|id| sides[number].find(kind, id)) else { continue };
            for near in neighbours(sides[number], index) {
                let node = sides[number].node(near);
                let id = if number == 0 { subjects.renames.after(node.kind(), node.id()) } else { node.id() };
                ends.insert(subjects.of(node.kind(), id));
            }
        }
    }
    if !links_changed {
        return (Vec::new(), 0);
    }
    ends.extend(moves.iter().map(|moved| moved.record.clone()));
    ends.retain(|end| end.kind == Some(RecordKind::Claim) && end.old.is_some() && end.new.is_some());
    let left_out = ends.len().saturating_sub(MOST_ENDS);
    (ends.into_iter().take(MOST_ENDS).collect(), left_out)
}

/// The claims beside one over links that curators wrote, in the order of the graph.
fn neighbours(graph: &Graph<'_>, index: NodeIndex) -> BTreeSet<NodeIndex> {
    let edges = graph.links_from(index).iter().chain(graph.links_to(index));
    edges.filter(|edge| joins_claims(edge.kind)).map(|edge| edge.node).collect()
}

/// Whether a curator wrote the link, from a claim to a claim.
fn joins_claims(kind: LinkKind) -> bool {
    matches!(kind, LinkKind::Authored(word) if word.family() != LinkFamily::Event)
}

/// The shortest way before and after, over links from claim to claim, for every two of these records where it was possible to look.
fn authored(sides: [&Graph<'_>; 2], ends: &[Subject]) -> Vec<(Pair, Ways)> {
    let mut found = Vec::new();
    for (number, from) in ends.iter().enumerate() {
        let reached = [(0, &from.old), (1, &from.new)].map(|(side, id)| {
            let graph: &Graph<'_> = sides[side];
            Some((graph, Reached::from(graph, graph.find(from.kind?, id.as_ref()?)?)?))
        });
        let [Some(before), Some(after)] = reached else { continue };
        // Records that were merged or split are one on one side.
        let is_other = |to: &&Subject| to.kind != from.kind || (to.old != from.old && to.new != from.new);
        for to in ends[number + 1..].iter().filter(is_other) {
            let way =
                |(graph, reached): &(&Graph<'_>, Reached), id: &Option<String>| reached.way(graph, graph.find(to.kind?, id.as_ref()?)?);
            found.push(([from.clone(), to.clone()], [way(&before, &to.old), way(&after, &to.new)]));
        }
    }
    found
}

/// What is reached from one record: each with the record before it on a shortest way, and the step from there.
struct Reached {
    before: BTreeMap<NodeIndex, (NodeIndex, &'static str, bool)>,
}

impl Reached {
    /// None where there were too many links to look at.
    fn from(graph: &Graph<'_>, start: NodeIndex) -> Option<Self> {
        let mut before = BTreeMap::new();
        let (mut edge, mut looked) = (vec![start], 0);
        for _ in 0..LONGEST {
            let mut next = Vec::new();
            for at in std::mem::take(&mut edge) {
                let on = graph.links_from(at).iter().map(|link| (link, true));
                let mut links: Vec<(NodeIndex, &'static str, bool)> = on
                    .chain(graph.links_to(at).iter().map(|link| (link, false)))
                    .filter(|(link, _)| joins_claims(link.kind))
                    .map(|(link, leads_on)| (link.node, link.kind.as_str(), leads_on))
                    .collect();
                looked += links.len();
                if looked > MOST_LINKS {
                    return None;
                }
                links.sort_unstable();
                for (to, word, leads_on) in links {
                    if to != start && !before.contains_key(&to) {
                        before.insert(to, (at, word, leads_on));
                        next.push(to);
                    }
                }
            }
            edge = next;
        }
        Some(Reached { before })
    }

    fn way(&self, graph: &Graph<'_>, to: NodeIndex) -> Option<Way> {
        let mut steps = Vec::new();
        let mut at = to;
        while let Some((from, word, leads_on)) = self.before.get(&at) {
            steps.push(WayStep { word, leads_on: *leads_on, to: key(graph, at) });
            at = *from;
        }
        steps.reverse();
        (!steps.is_empty()).then_some(Way { strength: Strength::Authored, steps })
    }
}
