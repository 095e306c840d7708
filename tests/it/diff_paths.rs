//! Paths that `diff` says appeared or vanished, held against a search of its own on both sides.

use std::collections::BTreeMap;

use demarche::diff::kinds::position::{PATH_APPEARED, PATH_VANISHED};
use demarche::diff::{self, PathChange, Way};
use demarche::graph::{Graph, LinkKind};
use demarche::load::load;
use demarche::model::{LinkFamily, LinkWord, RecordKind};
use demarche::path::{self, Options, Search, Strength};
use demarche::report::diff_view::sections;
use demarche::tree::Place;
use proptest::prelude::*;

use crate::datasets::{changed, random};
use crate::diff::side;
use crate::diff_laws::{between, with_side};
use crate::driver::with_file;

/// The length of the best path of each side, and its strength.
fn best(graph: &Graph<'_>, ends: [&Option<String>; 2], kinds: [RecordKind; 2], weakest: Strength) -> Option<(Strength, usize)> {
    let node = |number: usize| graph.find(kinds[number], ends[number].as_ref()?);
    let (from, to) = (node(0)?, node(1)?);
    // Between records that changed only links from claim to claim are walked.
    let between_claims =
        LinkWord::ALL.iter().filter(|word| word.family() != LinkFamily::Event).map(|word| LinkKind::Authored(*word)).collect();
    let through = (weakest == Strength::Authored).then_some(between_claims);
    let mut search = Search::new(graph, &Options { through, ..Options::default() });
    let path =
        Strength::ALL.into_iter().filter(|strength| *strength <= weakest).find_map(|strength| search.shortest(from, to, strength))?;
    Some((path.strength, path.steps.len()))
}

fn told(way: &Option<Way>) -> Option<(Strength, usize)> {
    way.as_ref().map(|way| (way.strength, way.steps.len()))
}

/// Whether each step of a way is a link of the graph.
fn is_there(graph: &Graph<'_>, from: &str, way: &Way) -> bool {
    let mut at = path::record(graph, from).expect("the path begins at a record");
    way.steps.iter().all(|step| {
        let to = path::record(graph, &step.to).expect("a step leads to a record");
        let links = if step.leads_on { graph.links_from(at) } else { graph.links_to(at) };
        let found = links.iter().any(|link| link.node == to && link.kind.as_str() == step.word);
        at = to;
        found
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_path_that_is_told_is_what_a_search_finds_on_both_sides(seed in any::<u64>()) {
        let before = random(seed);
        let (old, new) = (before.place(), changed(&before, seed.rotate_left(9)).place());
        let loaded = [&old, &new].map(|place| load(place, &Default::default()).expect("memory can be read"));
        let fault = with_side(&old, &loaded[0], |before| with_side(&new, &loaded[1], |after| {
            for found in &diff::between(before, after).impact.paths.changes {
                if let Err(fault) = holds(found, [before.graph, after.graph]) {
                    return Some(fault);
                }
            }
            None
        }));
        prop_assert_eq!(fault, None);
    }
}

fn holds(found: &PathChange, graphs: [&Graph<'_>; 2]) -> Result<(), String> {
    let kinds = [0, 1].map(|number: usize| found.ends[number].kind.expect("a claim or an event"));
    let weakest = if found.is_watched { Strength::Nearby } else { Strength::Authored };
    let ids = [[&found.ends[0].old, &found.ends[1].old], [&found.ends[0].new, &found.ends[1].new]];
    for (number, way) in [&found.before, &found.after].into_iter().enumerate() {
        let expected = best(graphs[number], ids[number], kinds, weakest);
        if told(way) != expected {
            return Err(format!("{:?} {way:?}: {expected:?} on side {number}", found.ends));
        }
        let from = ids[number][0].as_ref().map(|id| format!("{}:{id}", kinds[0].as_str()));
        if let (Some(way), Some(from)) = (way, from)
            && !is_there(graphs[number], &from, way)
        {
            return Err(format!("{found:?}: a step is no link on side {number}"));
        }
    }
    let strength = |way: &Option<Way>| way.as_ref().map_or(usize::MAX, |way| way.strength as usize);
    let better = strength(&found.after) < strength(&found.before);
    let expected = if better { &PATH_APPEARED } else { &PATH_VANISHED };
    if found.kind != expected || strength(&found.after) == strength(&found.before) {
        return Err(format!("{found:?} is of the wrong kind"));
    }
    Ok(())
}

/// A dataset of so many appeals in a chain of links, each with a label of its own; one link is missing where `gap` says so.
fn chain(number: usize, label: &str, gap: Option<usize>) -> Place {
    let base = side("label-changed", "old");
    let mut text =
        "id: kolar-2024-05-04\nspeaker: ana-kolar\nform: interview\ndate: 2024-05-04\ndating: {basis: stated, evidence: [{source: \
                    gazette, passage: on Saturday}]}\nclaims:\n"
            .to_owned();
    for index in 0..number {
        text += &format!(
            "  c-{index:03}:\n    act: appeal\n    demand: tolls-lowered\n    label: {label} {index}\n    summary: A sentence.\n    evidence: [{{source: \
             gazette, form: paraphrase, passage: She asked for lower tolls.}}]\n"
        );
        if index > 0 && gap != Some(index) {
            let before = index - 1;
            text += &format!("    links: [{{kind: justifies, to: kolar-2024-05-04/c-{before:03}, why: It does.}}]\n");
        }
    }
    let place = with_file(&base, "old/statements/kolar-2024-05-04.yaml", Some(&text));
    with_file(&place, "old/statements/kolar-2024-06-01.yaml", None)
}

#[test]
fn a_broken_chain_is_told_between_the_records_that_changed_and_no_more_than_a_reader_can_take() {
    // Of the records beside the link that is gone, only those on either side of its claim had a path that is more than the link itself.
    let diff = between(&chain(9, "Same", None), &chain(9, "Same", Some(5)));
    assert_eq!(diff.impact.paths.changes.len(), 1, "{:?}", diff.impact.paths);
    // All changed: every path over the gap of at most eight links vanished, the shortest are told and the others counted.
    let diff = between(&chain(9, "Before", None), &chain(9, "After", Some(5)));
    let paths = &diff.impact.paths;
    assert_eq!((paths.changes.len(), paths.untold, paths.left_out), (19, 0, 0), "4 x 5 pairs less the link itself");
    assert!(paths.changes.iter().all(|path| path.kind == &PATH_VANISHED && path.after.is_none()));
    let diff = between(&chain(39, "Before", None), &chain(39, "After", Some(20)));
    assert_eq!((diff.impact.paths.changes.len(), diff.impact.paths.untold), (20, 15), "8 + 7 + … + 2 paths of two to eight links: 35");
    // With more records than are looked at, that is said.
    let diff = between(&chain(60, "Before", None), &chain(60, "After", Some(20)));
    assert_eq!(diff.impact.paths.left_out, 20);
    assert!(diff.cautions().iter().any(|caution| caution.contains("paths to and from 20 of them were not looked for")));
}

#[test]
fn a_watched_pair_is_told_whatever_changed_and_taking_it_out_hides_nothing() {
    let watched = |gap, watch: &str| {
        let place = chain(6, "Same", gap);
        let manifest = format!("format: 1\ntitle: Tolls\nfocus: borduria\ntexts: texts\n{watch}");
        with_file(&place, "old/demarche.yaml", Some(&manifest))
    };
    let watch = "watch:\n  - {from: kolar-2024-05-04/c-000, to: kolar-2024-05-04/c-005}\n";
    for (before, after) in [(watch, watch), (watch, ""), ("", watch)] {
        let diff = between(&watched(None, before), &watched(Some(3), after));
        let told: Vec<&PathChange> = diff.impact.paths.changes.iter().filter(|path| path.is_watched).collect();
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].kind, told[0].before.as_ref().map(|way| way.steps.len())), (&PATH_VANISHED, Some(5)));
        assert_eq!(told[0].after.as_ref().map(|way| way.strength), Some(Strength::Thread), "they still stand in one thread");
    }
}

#[test]
fn a_watched_record_that_is_not_there_is_a_dangling_reference() {
    let manifest = "format: 1\ntitle: Tolls\ntexts: texts\nwatch:\n  - {from: kolar-2024-05-04/c-000, to: kolar-2024-05-04/c-00}\n";
    let place = with_file(&chain(3, "Same", None), "old/demarche.yaml", Some(manifest));
    let loaded = load(&place, &Default::default()).expect("memory can be read");
    let found: Vec<_> = loaded.diagnostics.iter().filter(|found| found.code.0 == "dangling-reference").collect();
    assert_eq!(found.len(), 1, "{:?}", loaded.diagnostics);
    assert!(found[0].help[0].contains("did you mean `kolar-2024-05-04/c-00"), "{:?}", found[0].help);
    assert!(loaded.dataset.manifest.watch.is_empty());
}

#[test]
fn a_report_keeps_its_order_whatever_changed() {
    const ORDER: [&str; 13] = [
        "Positions",
        "Order of statements",
        "Paths",
        "Contradictions",
        "Lineage",
        "Proofs and stored texts",
        "Findings of the checks",
        "Removed, and what referred to it",
        "Changes that touch integrity",
        "Changes of what the record says",
        "Changes of provenance",
        "Editorial changes",
        "Records under other ids",
    ];
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..60 {
        let before = random(seed);
        let diff = between(&before.place(), &changed(&before, seed + 1).place());
        let titles: Vec<&str> = sections(&diff, &Default::default()).iter().map(|section| section.title).collect();
        let places: Vec<usize> = titles.iter().map(|title| ORDER.iter().position(|known| known == title).expect("known")).collect();
        assert!(places.is_sorted(), "{titles:?}");
        titles.iter().for_each(|title| *met.entry(ORDER.iter().find(|known| *known == title).expect("known")).or_default() += 1);
    }
    assert!(met.len() >= ORDER.len() - 1, "random dates seldom put a thread into another order: {met:?}");
}
