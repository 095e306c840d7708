//! The published schemas against our own check: two validators by other people and we agree on which files are well-formed.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use demarche::load::{Loaded, load};
use demarche::tree::{Place, Tree};
use serde_json::Value;

use crate::peers::{files, output_of, peers, read, run};

/// Findings about a record's place among others, which the form of one file cannot settle.
const BEYOND_THE_FILE: [&str; 2] = ["dangling-reference", "file-name-mismatch"];

/// The files of one folder of the fixtures.
fn fixtures(folder: &str) -> Vec<String> {
    files(&format!("tests/fixtures/schema/{folder}"))
}

/// The YAML files of the real dataset.
fn data() -> Vec<String> {
    files("data").into_iter().filter(|path| path.ends_with(".yaml")).collect()
}

/// The kind of file, as its modeline names it.
fn kind(path: &str) -> String {
    let text = read(path);
    let line = text.lines().next().unwrap_or_default();
    let schema = line.strip_prefix("# yaml-language-server: $schema=").unwrap_or_else(|| panic!("{path} has no modeline"));
    schema.rsplit('/').next().and_then(|name| name.strip_suffix(".json")).unwrap_or_else(|| panic!("{path}: {schema}")).to_owned()
}

/// What our own check finds in the form of one file: a dataset with nothing else in it.
fn our_findings(path: &str) -> BTreeSet<&'static str> {
    let text = read(path).into_bytes();
    let stem = path.rsplit('/').next().and_then(|name| name.strip_suffix(".yaml")).expect("it is a YAML file");
    let place = match kind(path).as_str() {
        "manifest" => "data/demarche.yaml".to_owned(),
        "statement" => format!("data/statements/{stem}.yaml"),
        table => format!("data/{table}.yaml"),
    };
    let manifest = b"format: 1\ntitle: One file\ntexts: texts\n".to_vec();
    let mut tree = BTreeMap::from([("data/demarche.yaml".to_owned(), manifest)]);
    tree.insert(place, text);
    let place = Place { tree: Tree::Memory(tree), data: "data".to_owned(), prefix: String::new() };
    let Loaded { diagnostics, .. } = load(&place, &Default::default()).expect("memory can be read");
    diagnostics.iter().map(|finding| finding.code.0).filter(|code| !BEYOND_THE_FILE.contains(code)).collect()
}

/// What yaml-language-server finds in each file.
fn server_findings(paths: &[String]) -> BTreeMap<String, Vec<String>> {
    let peers = peers().expect("the caller has looked");
    let mut node = Command::new("node");
    node.arg("tests/peers/yls.mjs").arg(&peers);
    let output = output_of(&mut node, &paths.join("\n"));
    let read = |line: &str| {
        let answer: Value = serde_json::from_str(line).expect("each line is JSON");
        let messages = answer["messages"].as_array().expect("a list").iter().map(|text| text.as_str().expect("a text").to_owned());
        (answer["file"].as_str().expect("a text").to_owned(), messages.collect())
    };
    output.lines().map(read).collect()
}

/// The files in which check-jsonschema finds something.
fn refused_by_check_jsonschema(paths: &[String]) -> BTreeSet<String> {
    let peers = peers().expect("the caller has looked");
    let mut by_kind: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for path in paths {
        by_kind.entry(kind(path)).or_default().push(path);
    }
    let mut refused = BTreeSet::new();
    for (kind, paths) in by_kind {
        let mut python = Command::new(peers.join("venv/bin/check-jsonschema"));
        python.args(["--output-format", "json", "--schemafile", &format!("data/schemas/{kind}.json")]).args(&paths);
        let output = run(&mut python, "");
        let text = String::from_utf8_lossy(&output.stdout);
        let answer: Value = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("check-jsonschema: {error}\n{text}\n{}", String::from_utf8_lossy(&output.stderr)));
        for key in ["errors", "parse_errors"] {
            for error in answer[key].as_array().into_iter().flatten() {
                refused.insert(error["filename"].as_str().expect("a text").to_owned());
            }
        }
        assert_eq!(output.status.success(), paths.iter().all(|path| !refused.contains(*path)), "{text}");
    }
    refused
}

/// The code that an invalid fixture is there for: its second line.
fn expected(path: &str) -> String {
    read(path).lines().nth(1).and_then(|line| line.strip_prefix("# ")).unwrap_or_else(|| panic!("{path} names no code")).to_owned()
}

#[test]
fn our_check_takes_every_valid_fixture_and_file_of_the_dataset() {
    let faults: Vec<_> = fixtures("valid")
        .into_iter()
        .chain(data())
        .map(|path| (our_findings(&path), path))
        .filter(|(findings, _)| !findings.is_empty())
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn our_check_refuses_every_invalid_fixture_for_what_is_wrong_with_it() {
    for path in fixtures("invalid").into_iter().chain(fixtures("finer")) {
        let findings = our_findings(&path);
        assert_eq!(findings.into_iter().collect::<Vec<_>>(), [expected(&path)], "{path}");
    }
}

#[test]
fn every_fixture_is_named_after_its_kind_and_every_kind_has_some() {
    for (folder, least) in [("valid", 6), ("invalid", 20)] {
        let paths = fixtures(folder);
        assert!(paths.len() >= least, "{folder} has {}", paths.len());
        let kinds: BTreeSet<String> = paths.iter().map(|path| kind(path)).collect();
        assert_eq!(kinds.len(), demarche::model::shape::FILES.len(), "{folder}: {kinds:?}");
        for path in paths {
            let name = path.rsplit('/').next().expect("a path has a name");
            assert!(name.starts_with(&format!("{}-", kind(&path))), "{path}");
        }
    }
}

#[test]
fn yaml_language_server_agrees_with_our_check() {
    if peers().is_none() {
        return;
    }
    let paths: Vec<String> = [fixtures("valid"), fixtures("invalid"), fixtures("finer"), data()].concat();
    let found = server_findings(&paths);
    assert_eq!(found.len(), paths.len());
    for (path, messages) in &found {
        let is_invalid = path.contains("/invalid/");
        assert_eq!(!messages.is_empty(), is_invalid, "{path}: {messages:?}");
    }
}

#[test]
fn check_jsonschema_agrees_with_our_check() {
    if peers().is_none() {
        return;
    }
    let paths: Vec<String> = [fixtures("valid"), fixtures("invalid"), fixtures("finer"), data()].concat();
    let refused: Vec<String> = refused_by_check_jsonschema(&paths).into_iter().collect();
    assert_eq!(refused, fixtures("invalid"));
}
