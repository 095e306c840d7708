//! What a removal drags along, against networkx: on random references, and on the real dataset as Python reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use demarche::diff::dependents::References;
use demarche::diff::value::Value;
use demarche::graph::Graph;
use demarche::load::load;
use demarche::model::shape::RecordKind;
use demarche::tree::{Place, Tree};

use crate::datasets::{Random, Records};
use crate::diff_laws::between;
use crate::driver::{in_memory, root, with_file};
use crate::peers::{output_of, peers};

/// The dependents of each record with their distances, by `kind:id`.
type Dependents = BTreeMap<String, BTreeMap<String, usize>>;

fn ours(place: &Place) -> Dependents {
    let loaded = load(place, &Default::default()).expect("the dataset can be read");
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics.first());
    let graph = Graph::new(&loaded.dataset);
    let references = References::new(&graph);
    let name = |kind: RecordKind, id: &str| format!("{}:{id}", kind.as_str());
    let of = |index| {
        let (dependents, is_whole) = references.dependents(index, &mut References::budget());
        assert!(is_whole);
        let node = graph.node(index);
        let named = dependents.iter().map(|dependent| (name(dependent.kind, &dependent.id), dependent.distance));
        (name(node.kind(), node.id()), named.collect())
    };
    graph.nodes().map(of).collect()
}

/// What networkx says; records without references in either direction are not in it.
fn theirs(tasks: &[serde_json::Value]) -> Option<Vec<Dependents>> {
    let python = peers()?.join("venv/bin/python");
    let input: String = tasks.iter().map(|task| format!("{task}\n")).collect();
    let output = output_of(Command::new(python).arg("tests/peers/dependents.py"), &input);
    Some(output.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect())
}

fn without_lonely(all: Dependents) -> Dependents {
    let referring: BTreeSet<String> = all.values().flat_map(|dependents| dependents.keys().cloned()).collect();
    all.into_iter().filter(|(record, dependents)| !dependents.is_empty() || referring.contains(record)).collect()
}

/// Sources that repeat each other at random, circles included, and the references that this makes.
fn random_relays(seed: u64) -> (Place, Vec<[String; 2]>) {
    let mut random = Random(seed);
    let count = 2 + random.below(30);
    let text = |text: &str| Value::Text(text.to_owned());
    let mut edges: BTreeSet<[String; 2]> = BTreeSet::new();
    let mut records = BTreeMap::from([(
        (RecordKind::Actor, "outlet".to_owned()),
        Value::Record(vec![("kind", text("media")), ("name", text("The Outlet"))]),
    )]);
    let sparse = 1 + random.below(4);
    for number in 0..count {
        let id = format!("source-{number}");
        let relays: BTreeSet<String> = (0..random.below(count / sparse + 1)).map(|_| format!("source-{}", random.below(count))).collect();
        edges.insert([format!("source:{id}"), "actor:outlet".to_owned()]);
        edges.extend(relays.iter().map(|other| [format!("source:{id}"), format!("source:{other}")]));
        let mut fields = vec![
            ("title", text(&id)),
            ("publisher", text("outlet")),
            ("kind", text("blog")),
            ("language", text("en")),
            ("published", Value::Record(vec![("basis", text("unknown"))])),
        ];
        if !relays.is_empty() {
            fields.push(("relays", Value::List(relays.iter().map(|id| text(id)).collect())));
        }
        records.insert((RecordKind::Source, id), Value::Record(fields));
    }
    let manifest = Value::Record(vec![("title", text("Relays")), ("texts", text("texts"))]);
    let records = Records { manifest, records, texts: BTreeMap::new(), folder: "texts".to_owned() };
    (records.place(), edges.into_iter().collect())
}

#[test]
fn dependents_are_those_of_networkx_on_random_references() {
    let pairs: Vec<(Place, Vec<[String; 2]>)> = (0..200).map(random_relays).collect();
    let tasks: Vec<serde_json::Value> = pairs.iter().map(|(_, edges)| serde_json::json!({"edges": edges})).collect();
    let Some(theirs) = theirs(&tasks) else { return };
    assert_eq!(theirs.len(), pairs.len());
    let mut longest = 0;
    for ((place, edges), theirs) in pairs.iter().zip(theirs) {
        let ours = ours(place);
        longest = longest.max(ours.values().flat_map(BTreeMap::values).copied().max().unwrap_or_default());
        assert_eq!(ours, theirs, "{edges:?}");
    }
    assert!(longest > 5, "chains of {longest}");
}

#[test]
fn dependents_are_those_of_networkx_on_the_real_dataset() {
    let Some(theirs) = theirs(&[serde_json::json!({"dataset": root().join("data")})]) else { return };
    assert_eq!(without_lonely(ours(&in_memory(&root().join("data")))), theirs[0]);
}

#[test]
fn a_record_is_no_dependent_of_itself_and_a_used_up_budget_is_told() {
    let (place, _) = random_relays(7);
    for (record, dependents) in ours(&place) {
        assert!(!dependents.contains_key(&record), "{record}");
    }
    let loaded = load(&place, &Default::default()).expect("memory can be read");
    let graph = Graph::new(&loaded.dataset);
    let references = References::new(&graph);
    let outlet = graph.find(RecordKind::Actor, "outlet").expect("it is there");
    let (all, is_whole) = references.dependents(outlet, &mut References::budget());
    assert!(is_whole && all.len() > 3);
    let mut budget = 2;
    let (some, is_whole) = references.dependents(outlet, &mut budget);
    assert!(!is_whole && budget == 0 && some.len() == 2);
}

#[test]
fn a_removal_names_what_is_left_behind_and_what_went_too() {
    let place = in_memory(&root().join("data"));
    let diff = between(&place, &with_file(&place, "data/statements/ryabkov-2023-11.yaml", None));
    let removal = diff.impact.removals.iter().find(|removal| removal.record.key() == "statement:ryabkov-2023-11").expect("it is told");
    let (left, gone): (Vec<_>, Vec<_>) = removal.dependents.iter().partition(|(_, is_there)| *is_there);
    assert!(gone.iter().all(|(dependent, _)| dependent.id.starts_with("ryabkov-2023-11/")));
    let claims = load(&place, &Default::default()).expect("memory can be read").dataset.statements["ryabkov-2023-11"].claims.len();
    assert_eq!(gone.len(), claims);
    assert!(left.iter().all(|(dependent, _)| dependent.distance > 1), "what is left refers to its claims and not to itself");
}

/// The pair in which a demand is merged into another one, with other words in files of either side.
fn merged(edits: &[(&str, &str, &str)]) -> demarche::diff::Diff {
    let [old, new] = ["old", "new"].map(|name| {
        let own = edits.iter().filter(|(path, ..)| path.starts_with(name));
        own.fold(crate::diff::side("merged", name), |side, (path, from, to)| {
            let Tree::Memory(files) = &side.tree else { panic!("it is held in memory") };
            let text = String::from_utf8(files[*path].clone()).expect("it is UTF-8");
            assert!(text.contains(from), "{path} has no `{from}`: {text}");
            with_file(&side, path, Some(&text.replace(from, to)))
        })
    });
    between(&old, &new)
}

fn removals(diff: &demarche::diff::Diff) -> Vec<(String, Vec<(&str, bool)>)> {
    diff.impact
        .removals
        .iter()
        .map(|removal| (removal.record.key(), removal.dependents.iter().map(|(one, is_there)| (one.id.as_str(), *is_there)).collect()))
        .collect()
}

const CLAIMS: &str = "new/statements/kolar-2024-06-01.yaml";

#[test]
fn a_record_that_was_merged_is_no_removal_unless_a_reference_was_lost_with_it() {
    let followed = merged(&[]);
    assert!(followed.moves.iter().any(|moved| moved.kind.code.0 == "merged"));
    assert_eq!(removals(&followed), [], "the claim refers to the demand that took it in");
    let renamed = merged(&[(CLAIMS, "  no-talks:\n", "  no-threat:\n    formerly: [kolar-2024-06-01/no-talks]\n")]);
    assert_eq!(removals(&renamed), [], "so does a claim under another id");
    let lost = merged(&[(CLAIMS, "    demand: tolls-lowered\n", "")]);
    assert_eq!(removals(&lost), [("demand:tolls-others".to_owned(), vec![("kolar-2024-06-01/no-talks", true)])]);
}

#[test]
fn what_is_still_there_is_named_as_it_is_called_now() {
    let diff = merged(&[
        ("old/demands.yaml", "all other goods.\n    addressees: [syldavia]\n    topic: tolls\n    formerly: [tolls-lowered]\n", "all.\n"),
        (CLAIMS, "  no-talks:\n", "  no-threat:\n    formerly: [kolar-2024-06-01/no-talks]\n"),
    ]);
    assert_eq!(removals(&diff), [("demand:tolls-others".to_owned(), vec![("kolar-2024-06-01/no-threat", true)])]);
}
