//! Laws of comparing two revisions, tried on random pairs of datasets and on the real one.

use std::collections::{BTreeMap, BTreeSet};

use demarche::check;
use demarche::diff::compare::{Renames, Step};
use demarche::diff::kinds::{self, ChangeKind};
use demarche::diff::{self, Change, Diff, Move, PassageSide, Side, Spot};
use demarche::graph::Graph;
use demarche::load::{Loaded, load};
use demarche::model::shape::{self, FILES, Kind, RecordKind, Shape};
use demarche::proof::Proofs;
use demarche::tree::{Place, Tree};
use proptest::prelude::*;
use rayon::prelude::*;

use crate::datasets::{Records, changed, random};
use crate::driver::{in_memory, root, small};
use crate::laws::{Way, shuffled, without};

/// A dataset that was loaded, with what a comparison needs of it.
pub fn with_side<T>(place: &Place, loaded: &Loaded, job: impl FnOnce(&Side<'_>) -> T) -> T {
    let graph = Graph::new(&loaded.dataset);
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    let checked = check::check_with(loaded, &graph, &proofs);
    job(&Side::new(place, loaded, &graph, &proofs).with_findings(&checked.diagnostics))
}

/// Compares the datasets at two places.
pub fn between(old: &Place, new: &Place) -> Diff {
    let (before, after) = (loaded(old), loaded(new));
    with_side(old, &before, |old| with_side(new, &after, |new| diff::between(old, new)))
}

pub fn loaded(place: &Place) -> Loaded {
    load(place, &Default::default()).expect("memory can be read")
}

/// The stored texts of a dataset in memory, by their names.
fn texts(place: &Place) -> BTreeMap<String, String> {
    let Tree::Memory(files) = &place.tree else { panic!("the dataset is held in memory") };
    let texts = files.iter().filter(|(path, _)| path.ends_with(".txt"));
    let name = |path: &str| path.rsplit('/').next().expect("a path has a name").to_owned();
    texts.map(|(path, text)| (name(path), String::from_utf8(text.clone()).expect("it is UTF-8"))).collect()
}

/// What loading makes of records: without references to what is not there.
fn settled(records: &Records) -> Records {
    Records::of(&loaded(&records.place()).dataset, records.texts.clone())
}

fn real() -> Place {
    in_memory(&root().join("data"))
}

/// Two random datasets: mostly one and what became of it, sometimes two that have nothing to do with each other.
pub fn pair(seed: u64) -> (Records, Records) {
    let old = settled(&random(seed));
    let new = if seed.is_multiple_of(7) { random(seed ^ 0xffff) } else { changed(&old, seed.rotate_left(17)) };
    (old, settled(&new))
}

/// How many random pairs are compared to see that every kind of change turns up.
const MANY_PAIRS: u64 = 500;

/// A pair on which a law failed once: a watched path was told a second time, the other way round.
const FAILED_ONCE: u64 = 16_089_765_300_783_582_310;

#[test]
fn what_is_watched_is_told_once() {
    let (old, new) = pair(FAILED_ONCE);
    for (old, new) in [(&old, &new), (&new, &old)] {
        let paths = between(&old.place(), &new.place()).impact.paths.changes;
        let ends: BTreeSet<BTreeSet<String>> = paths.iter().map(|path| path.ends.iter().map(|end| end.key()).collect()).collect();
        assert_eq!(ends.len(), paths.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_dataset_written_from_its_values_is_the_same_dataset(seed in any::<u64>()) {
        let dataset = loaded(&random(seed).place()).dataset;
        let again = loaded(&Records::of(&dataset, random(seed).texts).place());
        prop_assert!(again.diagnostics.iter().all(|found| found.code.0 == "dangling-reference"), "{:?}", again.diagnostics);
        prop_assert_eq!(dataset, again.dataset);
    }

    #[test]
    fn a_dataset_does_not_differ_from_itself(seed in any::<u64>()) {
        let place = random(seed).place();
        let diff = between(&place, &place);
        prop_assert!(diff.is_empty(), "{diff:?}");
        prop_assert_eq!(diff.headline(), "no change");
    }

    #[test]
    fn the_changes_of_records_turn_the_old_dataset_into_the_new(seed in any::<u64>()) {
        let (old, new) = pair(seed);
        let diff = between(&old.place(), &new.place());
        let patched = old.patched(&diff);
        for (key, value) in &new.records {
            prop_assert_eq!(patched.records.get(key), Some(value), "{:?}", key);
        }
        prop_assert_eq!(&patched, &new);
        prop_assert_eq!(diff.changes.is_empty() && diff.moves.is_empty(), old == new);
    }

    #[test]
    fn the_places_of_a_change_hold_its_values(seed in any::<u64>()) {
        let (old, new) = pair(seed);
        let places = [old.place(), new.place()];
        for change in between(&places[0], &places[1]).changes {
            for ((value, spot), place) in [&change.before, &change.after].into_iter().zip(&change.spots).zip(&places) {
                prop_assert_eq!(value.is_some(), spot.is_some());
                let (Some(value), Some(spot)) = (value, spot) else { continue };
                let text = at(place, spot);
                for single in value.texts() {
                    // Flags and counts stand there as they are, texts between quotation marks.
                    let is_there = text.contains(&serde_json::to_string(single).expect("a text")) || text.contains(single);
                    prop_assert!(is_there, "{}: {single:?} is not in {text:?}", change.kind.code);
                }
                // Nothing else stands there: a single value has one place.
                prop_assert!(value.texts().len() > 1 || change.path.is_empty() || !text.contains('\n'), "{text}");
            }
        }
    }

    #[test]
    fn the_way_back_mirrors_the_way_there(seed in any::<u64>()) {
        let (old, new) = pair(seed);
        let (there, back) = (between(&old.place(), &new.place()), between(&new.place(), &old.place()));
        let ((changes, moves, derived), (changes_back, moves_back, derived_back)) = (mirrored(&there, &back.renames), shown(&back));
        prop_assert_eq!(changes, changes_back);
        prop_assert_eq!(moves, moves_back);
        let only = |these: &[String], those: &[String]| these.iter().filter(|one| !those.contains(one)).cloned().collect::<Vec<_>>();
        prop_assert_eq!(only(&derived, &derived_back), only(&derived_back, &derived));
        prop_assert_eq!(derived, derived_back);
        // A mirror shows no change that is none.
        for change in &there.impact.positions {
            prop_assert_ne!(&change.before, &change.after, "{} of {:?}", change.kind.code, change.thread);
        }
        prop_assert_eq!(there.formatting, back.formatting);
    }
}

/// The text at some lines of a dataset in memory.
fn at(place: &Place, spot: &Spot) -> String {
    let Tree::Memory(files) = &place.tree else { panic!("the dataset is held in memory") };
    let text = std::str::from_utf8(&files[&spot.path]).expect("it is UTF-8");
    let start: usize = text.split_inclusive('\n').take(spot.line - 1).map(|line| line.chars().count()).sum();
    let end: usize = text.split_inclusive('\n').take(spot.end_line - 1).map(|line| line.chars().count()).sum();
    text.chars().skip(start + spot.column - 1).take(end + spot.end_column - start - spot.column).collect()
}

/// What a comparison found, in an order that does not depend on the side: of threads and removals only what has a mirror.
type Shown = (Vec<Change>, Vec<Move>, Vec<String>);

fn shown(diff: &Diff) -> Shown {
    let (mut changes, mut moves) = (diff.changes.clone(), diff.moves.clone());
    changes.sort_by_key(|change| format!("{change:?}"));
    moves.sort_by_key(|moved| format!("{moved:?}"));
    (changes, moves, derived(diff, |kind| kind, [0, 1], &Renames::default()))
}

fn mirrored(diff: &Diff, back_again: &Renames) -> Shown {
    let back = |kind: &'static ChangeKind| kinds::kind(kind.mirror).unwrap_or_else(|| panic!("{} has no mirror", kind.code));
    let mirror_step = |step: &Step| match step {
        Step::Item { old, new } => Step::Item { old: *new, new: *old },
        step => step.clone(),
    };
    let change = |change: &Change| {
        let mut record = change.record.clone();
        std::mem::swap(&mut record.old, &mut record.new);
        let [before, after] = change.spots.clone();
        Change {
            kind: back(change.kind),
            record,
            path: change.path.iter().map(mirror_step).collect(),
            before: change.after.clone(),
            after: change.before.clone(),
            item: change.item.clone().map(|[before, after]| [after, before]),
            spots: [after, before],
        }
    };
    let moved = |moved: &Move| {
        let mut moved = Move { kind: back(moved.kind), ..moved.clone() };
        std::mem::swap(&mut moved.record.old, &mut moved.record.new);
        moved.spots.reverse();
        moved
    };
    let (mut changes, mut moves): (Vec<Change>, Vec<Move>) =
        (diff.changes.iter().map(change).collect(), diff.moves.iter().map(moved).collect());
    changes.sort_by_key(|change| format!("{change:?}"));
    moves.sort_by_key(|moved| format!("{moved:?}"));
    (changes, moves, derived(diff, back, [1, 0], back_again))
}

/// The derived changes as texts, before and after in the order of `sides`. Ids of threads are those of after and differ with the side.
fn derived(diff: &Diff, kind: impl Fn(&'static ChangeKind) -> &'static ChangeKind, sides: [usize; 2], renames: &Renames) -> Vec<String> {
    let mut found = Vec::new();
    // Causes have the ids of after, which on the way back are those of before. A split names the parts and a merger the
    // whole: these have no mirror.
    let because = |causes: &[(&'static ChangeKind, String)]| {
        let one = |(cause, record): &(&'static ChangeKind, String)| {
            let (word, id) = record.split_once(':').expect("kind and id");
            let known = RecordKind::ALL.into_iter().find(|known| known.as_str() == word).expect("a kind of record");
            let is_whole = ["split", "merged"].contains(&cause.code.0);
            (!is_whole).then(|| format!("{} {word}:{}", kind(cause).code, renames.after(known, id)))
        };
        let mut causes: Vec<String> = causes.iter().filter_map(one).collect();
        causes.sort();
        format!("because of {causes:?}")
    };
    let two = |values: [String; 2]| format!("{} | {}", values[sides[0]], values[sides[1]]);
    let impact = &diff.impact;
    for change in &impact.positions {
        let sides = two([format!("{:?}", change.before), format!("{:?}", change.after)]);
        found.push(format!("{} {sides} {}", kind(change.kind).code, because(&change.because)));
    }
    for change in &impact.threads {
        let sides = two([format!("{:?}", change.before), format!("{:?}", change.after)]);
        found.push(format!("{} {sides} {}", kind(change.kind).code, because(&change.because)));
    }
    let way = |way: &Option<diff::Way>| {
        way.as_ref().map_or("none".to_owned(), |way| format!("{} in {} steps", way.strength.as_str(), way.steps.len()))
    };
    for change in &impact.paths.changes {
        // Between changed records a path has no direction: it is told from the one whose id comes first.
        let ids = |number: usize| change.ends.iter().map(|end| [&end.old, &end.new][number].clone()).collect::<BTreeSet<_>>();
        let ids = two([format!("{:?}", ids(0)), format!("{:?}", ids(1))]);
        found.push(format!("{} {ids} {}", kind(change.kind).code, two([way(&change.before), way(&change.after)])));
    }
    for change in &impact.links {
        found.push(format!("{} {} {} {} {:?}", kind(change.kind).code, change.from, change.word, change.to, change.why));
    }
    for change in &impact.texts {
        found.push(format!("{} {}", kind(change.kind).code, two([format!("{:?}", change.before), format!("{:?}", change.after)])));
    }
    let side = |side: &Option<PassageSide>| format!("{:?}", side.as_ref().map(|side| (&side.words, side.used, side.status)));
    for change in &impact.proofs {
        found.push(format!("{} {}", kind(change.kind).code, two([side(&change.before), side(&change.after)])));
    }
    for change in &impact.findings {
        found.push(format!("{} {} {}", kind(change.kind).code, change.rule, change.says));
    }
    for change in &impact.quotations {
        let id = |id: &Option<String>| format!("{id:?}");
        found.push(format!("{} {}", kind(change.kind).code, two([id(&change.record.old), id(&change.record.new)])));
    }
    found.sort();
    found
}

#[test]
fn the_real_and_the_small_dataset_are_the_same_when_written_from_their_values() {
    for place in [real(), in_memory(&small())] {
        let dataset = loaded(&place).dataset;
        let mut records = Records::of(&dataset, texts(&place));
        records.folder = dataset.manifest.texts.clone();
        let again = loaded(&records.place());
        assert!(again.diagnostics.is_empty(), "{:?}", again.diagnostics.first());
        assert!(dataset == again.dataset);
    }
}

// Order and layout

#[test]
fn order_of_files_keys_and_records_is_no_change() {
    for place in [real(), in_memory(&small())] {
        for seed in [1, 2, 3] {
            let diff = between(&place, &shuffled(&place, seed));
            assert!(diff.is_empty(), "{:?}", diff.entries().first());
            assert!(diff.formatting.lines > 0 && diff.formatting.moved > 0);
            assert!(diff.headline().starts_with("no semantic change ("), "{}", diff.headline());
        }
    }
}

// Renaming

/// The small dataset with another id in the place of this one wherever an id can stand; its statement file follows.
fn renamed(id: &str, after: &str) -> Place {
    let place = in_memory(&small());
    let Tree::Memory(files) = &place.tree else { panic!("the dataset is held in memory") };
    let mut tree = BTreeMap::new();
    for (path, content) in files {
        let path = path.replace(&format!("statements/{id}.yaml"), &format!("statements/{after}.yaml"));
        let mut text = String::from_utf8(content.clone()).expect("it is UTF-8");
        if path.ends_with(".yaml") {
            for (before, behind) in [": ", "[", ", ", "\n  ", "\n    "]
                .into_iter()
                .flat_map(|before| [",", "}", "]", "\n", ":\n", "/"].map(|behind| (before, behind)))
            {
                text = text.replace(&format!("{before}{id}{behind}"), &format!("{before}{after}{behind}"));
            }
        }
        tree.insert(path, text.into_bytes());
    }
    Place { tree: Tree::Memory(tree), ..place.clone() }
}

#[test]
fn a_record_under_another_id_whose_references_follow_is_one_move_and_no_change() {
    for (kind, id, after, followed) in [
        ("actor", "solvia", "solvian-republic", 9),
        ("demand", "toll-cut", "tolls-halved", 5),
        ("event", "convoy", "first-convoy", 2),
        ("source", "herald", "herald-of-1998", 9),
        ("statement", "maron-1998-03-03", "maron-speech", 3),
    ] {
        let (old, new) = (in_memory(&small()), renamed(id, after));
        let found = loaded(&new).diagnostics;
        assert!(found.is_empty(), "{id}: {found:?}");
        let diff = between(&old, &new);
        assert_eq!(diff.entries().len(), 1, "{id}: {}", diff.headline());
        let moved = &diff.moves[0];
        assert_eq!((moved.record.key(), moved.record.old.as_deref()), (format!("{kind}:{after}"), Some(id)));
        assert_eq!((moved.kind.code.0, moved.score, moved.followed), ("renamed-by-similarity", Some(100), followed), "{id}");
        assert_eq!(diff.formatting.lines, 0, "{id}: every line that differs holds the id");
    }
}

#[test]
fn what_formerly_says_goes_before_the_name_that_a_claim_keeps() {
    // The statement has another id; its claim `tolls` is now `lower-tolls`, and a new claim took the name `tolls`.
    let side = |case, name| crate::diff::side(case, name);
    let (old, new) = (side("claim-moved", "old"), side("claim-moved", "old"));
    let Tree::Memory(mut tree) = new.tree.clone() else { panic!("it was made in memory") };
    let text = String::from_utf8(tree.remove("old/statements/kolar-2024-05-04.yaml").expect("it is there")).expect("it is UTF-8");
    let (before, claim) = text.split_once("  tolls:\n").expect("it has the claim");
    let another = "  tolls:\n    act: inform\n    summary: Somebody else had spoken of timber and coal.\n";
    let text = format!("{before}  lower-tolls:\n{claim}    formerly: [kolar-2024-05-04/tolls]\n{another}")
        .replace("id: kolar-2024-05-04", "id: kolar-may");
    tree.insert("old/statements/kolar-may.yaml".to_owned(), text.into_bytes());
    let path = "old/statements/kolar-2024-06-01.yaml";
    let text = String::from_utf8(tree[path].clone()).expect("it is UTF-8").replace("kolar-2024-05-04/tolls", "kolar-may/lower-tolls");
    tree.insert(path.to_owned(), text.into_bytes());
    let diff = between(&old, &Place { tree: Tree::Memory(tree), ..new });
    let moves: Vec<(&str, &str, Option<&str>)> =
        diff.moves.iter().map(|moved| (moved.kind.code.0, moved.record.id(), moved.record.old.as_deref())).collect();
    assert_eq!(
        moves,
        [
            ("renamed-by-similarity", "kolar-may", Some("kolar-2024-05-04")),
            ("renamed", "kolar-may/lower-tolls", Some("kolar-2024-05-04/tolls"))
        ]
    );
    let changes: Vec<(&str, String)> = diff.changes.iter().map(|change| (change.kind.code.0, change.record.key())).collect();
    let expected = [("claim-added", "claim:kolar-may/tolls"), ("formerly-changed", "claim:kolar-may/lower-tolls")];
    assert_eq!(changes, expected.map(|(code, record)| (code, record.to_owned())));
}

// Deletion

/// What a deletion must show as, besides what else it does.
fn must_show(place: &Place, loaded: &Loaded, without: &Place, code: &str, record: &str) -> Option<String> {
    let after = self::loaded(without);
    let diff = with_side(place, loaded, |old| with_side(without, &after, |new| diff::between(old, new)));
    let found = diff.entries().iter().any(|entry| entry.item.kind().code.0 == code && entry.item.record() == record);
    (!found).then(|| format!("{code} {record}: {}", diff.headline()))
}

#[test]
fn deleting_any_claim_source_evidence_or_link_of_the_real_dataset_shows() {
    let place = real();
    let before = loaded(&place);
    let mut cases: Vec<(String, Vec<Way<'_>>, &str, String)> = Vec::new();
    for id in before.dataset.sources.keys() {
        let way = vec![Way::Key("sources"), Way::Key(id.as_str())];
        cases.push(("data/sources.yaml".to_owned(), way, "source-removed", format!("source:{id}")));
    }
    for (statement, claim) in before.dataset.claims() {
        let path = format!("data/statements/{}.yaml", statement.id.value);
        let way = vec![Way::Key("claims"), Way::Key(claim.id.claim())];
        let record = format!("claim:{}", claim.id.value);
        cases.push((path.clone(), way.clone(), "claim-removed", record.clone()));
        for (key, count, code) in [("evidence", claim.evidence.len(), "evidence-removed"), ("links", claim.links.len(), "link-removed")] {
            for index in 0..count {
                let way = [way.as_slice(), &[Way::Key(key), Way::Item(index)]].concat();
                cases.push((path.clone(), way, code, record.clone()));
            }
        }
    }
    assert!(cases.len() > 200, "{}", cases.len());
    let unseen: Vec<String> = cases
        .par_iter()
        .filter_map(|(path, way, code, record)| must_show(&place, &before, &without(&place, path, way), code, record))
        .collect();
    assert!(unseen.is_empty(), "{}", unseen.join("\n"));
}

// The tables

/// All shapes of the format, with what lies below them.
fn shapes() -> Vec<&'static Shape> {
    fn add(kind: &Kind, all: &mut Vec<&'static Shape>) {
        match kind {
            Kind::Record(shape) if all.iter().all(|known| known.name != shape.name) => {
                all.push(shape);
                shape.fields.iter().for_each(|field| add(&field.kind, all));
            }
            Kind::List(item) => add(item, all),
            Kind::Map(_, value) => add(value, all),
            _ => {}
        }
    }
    let mut all = Vec::new();
    FILES.iter().for_each(|file| add(&Kind::Record(file.shape), &mut all));
    all
}

#[test]
fn every_key_of_the_format_has_a_meaning_in_a_comparison() {
    let keys: BTreeSet<(&str, &str)> =
        shapes().into_iter().flat_map(|shape| shape.fields.iter().map(move |field| (shape.name, field.key))).collect();
    assert!(keys.len() > 100 && keys.contains(&("claim", "firmness")));
    let rows: Vec<(&str, &str)> = diff::keys::rows().collect();
    assert_eq!(rows.iter().copied().collect::<BTreeSet<_>>(), keys);
    assert_eq!(rows.len(), keys.len(), "no key has two rows");
}

#[test]
fn random_pairs_meet_every_key_and_every_kind_of_change() {
    let one = |seed: u64| {
        let (old, new) = pair(seed);
        let diff = between(&old.place(), &new.place());
        let fields = diff.changes.iter().map(|change| (change.record.kind.map_or("manifest", |kind| kind.as_str()), change.field()));
        (fields.collect::<BTreeSet<_>>(), codes(&diff))
    };
    let (fields, codes): (Vec<_>, Vec<_>) = (0..MANY_PAIRS).into_par_iter().map(one).unzip();
    let fields: BTreeSet<(&str, String)> = fields.into_iter().flatten().collect();
    let codes: BTreeSet<&str> = codes.into_iter().flatten().collect();
    // What the records are made of: every key but the ids and what a random dataset must have as it is.
    let shapes = [&shape::ACTOR, &shape::DEMAND, &shape::EVENT, &shape::SOURCE, &shape::STATEMENT, &shape::CLAIM, &shape::MANIFEST];
    let keys = shapes.into_iter().flat_map(|shape| shape.fields.iter().map(move |field| (shape.name, field.key)));
    let fixed = [("manifest", "format"), ("manifest", "texts"), ("statement", "id"), ("statement", "claims")];
    let met = |(shape, key): &(&str, &str)| fields.iter().any(|(record, field)| record == shape && field.split('.').next() == Some(key));
    let missing: Vec<(&str, &str)> = keys.filter(|key| !fixed.contains(key) && !met(key)).collect();
    assert!(missing.is_empty(), "keys that no pair differs in: {missing:?}");
    // So few pairs show these that it is chance whether any does.
    let seldom = ["position-unproved", "order-certainty-changed"];
    let missing = kinds::all().map(|kind| kind.code.0).filter(|code| !codes.contains(code) && !seldom.contains(code));
    let missing: Vec<&str> = missing.collect();
    // All have a dataset on both sides, and one folder of texts, and whoever loses a proof loses more; pairs of their own show these.
    let never = [
        "new-record-acknowledges",
        "texts-folder-changed",
        "dataset-removed",
        "position-withdrawn",
        "position-proved",
        "dataset-added",
        "acknowledging-record-removed",
    ];
    assert_eq!(missing, never, "kinds that no random pair shows");
}

#[test]
fn every_kind_of_change_is_itself_found_by_some_pair_on_the_way_there_or_back() {
    let side = crate::diff::side;
    let both = |case: &String| {
        let (old, new) = (side(case, "old"), side(case, "new"));
        [between(&old, &new), between(&new, &old)].iter().flat_map(|diff| codes(diff)).collect::<BTreeSet<_>>()
    };
    let found: BTreeSet<&str> = crate::diff::cases().par_iter().flat_map_iter(both).collect();
    let missing: Vec<&str> = kinds::all().map(|kind| kind.code.0).filter(|code| !found.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn codes(diff: &Diff) -> BTreeSet<&'static str> {
    diff.entries().iter().map(|entry| entry.item.kind().code.0).collect()
}

#[test]
fn kinds_of_change_have_codes_of_their_own_and_mirrors() {
    let mut codes = BTreeSet::new();
    for kind in kinds::all() {
        let code = kind.code.0;
        assert!(demarche::id::is_id(code) && codes.insert(code), "{code}");
        assert!(demarche::check::rule(code).is_none(), "{code} is a rule too");
        for text in [kind.explain.finds, kind.explain.why, kind.explain.example, kind.explain.mend] {
            assert!(text.len() > 4 && text.ends_with(['.', '?', '…', '`', '%']), "{code}: {text}");
        }
        assert!(!kind.summary.ends_with('.') && kind.summary.starts_with(char::is_lowercase), "{code}: {}", kind.summary);
        if code == "dependents-affected" {
            continue;
        }
        let mirror = kinds::kind(kind.mirror).unwrap_or_else(|| panic!("{code} has no mirror"));
        assert_eq!(mirror.mirror, code, "the mirror of {code}");
    }
    assert!(codes.len() > 80);
}
