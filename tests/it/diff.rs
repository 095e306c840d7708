//! What `diff` prints on one small pair of datasets for each kind of change, and what the command does with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use demarche::diff::{accept::Accepted, kinds};
use demarche::report::{diff_json, diff_text};
use demarche::tree::{Absent, Place, Tree};
use serde_json::Value;

use crate::diff_laws::between;
use crate::driver::{Run, change, copy_of_small, root, run, temporary};
use crate::peers::{files, output_of, peers, read};

const FIXTURES: &str = "tests/fixtures/diff";

/// The pairs: each stands in a folder of its name, as the files in which the two sides differ from the dataset in `base`.
pub fn cases() -> BTreeSet<String> {
    let folders = fs::read_dir(root().join(FIXTURES)).expect("the fixtures are there");
    let names = folders.map(|entry| entry.expect("it can be read").file_name().into_string().expect("the name is plain"));
    names.filter(|name| name != "base").collect()
}

/// The file that says that a side of a pair has no dataset.
const ABSENT: &str = "no-dataset";

/// One side of a pair in memory, in a folder of its name.
pub fn side(case: &str, name: &str) -> Place {
    if root().join(FIXTURES).join(case).join(name).join(ABSENT).is_file() {
        let absent = Absent { folder: name.to_owned(), ..Absent::default() };
        return Place { tree: Tree::Absent(absent), data: name.to_owned(), prefix: String::new() };
    }
    let mut tree: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for folder in [format!("{FIXTURES}/base"), format!("{FIXTURES}/{case}/{name}")] {
        for path in if root().join(&folder).is_dir() { files(&folder) } else { Vec::new() } {
            let content = fs::read(root().join(&path)).expect("the file can be read");
            tree.insert(format!("{name}/{}", &path[folder.len() + 1..]), content);
        }
    }
    Place { tree: Tree::Memory(tree), data: name.to_owned(), prefix: String::new() }
}

/// The same side in a folder.
pub fn write_side(case: &str, name: &str, folder: &Path) {
    let Tree::Memory(tree) = side(case, name).tree else { unreachable!("it was made in memory") };
    for (path, content) in tree {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder can be made");
        fs::write(path, content).expect("the file can be written");
    }
}

/// Runs `diff` on a pair.
pub fn diff(case: &str, options: &[&str]) -> Run {
    let folder = temporary();
    for name in ["old", "new"] {
        write_side(case, name, folder.path());
    }
    run(folder.path(), &[&["diff", "old", "new"], options].concat())
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("diff-{name}"), text));
}

#[test]
fn every_kind_of_change_has_a_pair_that_shows_it() {
    let cases = cases();
    let mut faults = Vec::new();
    for kind in kinds::all() {
        let code = kind.code.0;
        if !cases.contains(code) {
            faults.push(format!("{code} has no pair"));
            continue;
        }
        let found = between(&side(code, "old"), &side(code, "new"));
        let codes: Vec<&str> = found.entries().iter().map(|entry| entry.item.kind().code.0).collect();
        if !codes.contains(&code) {
            faults.push(format!("{code} shows {codes:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_pair_is_told_as_its_snapshot_says() {
    for case in cases() {
        let found = between(&side(&case, "old"), &side(&case, "new"));
        let text = diff_text::write(&found, &Accepted::default());
        snapshot(&case, &anstream::adapter::strip_str(&text).to_string());
    }
}

// JSON

/// Whether a value is what its schema says: the part of JSON Schema that our schema uses.
fn faults(schema: &Value, root: &Value, value: &Value, at: &str, out: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let schema = root.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{reference}"));
        return faults(schema, root, value, at, out);
    }
    if let Some(any) = schema["oneOf"].as_array() {
        let fits = |schema: &Value| {
            let mut found = Vec::new();
            faults(schema, root, value, at, &mut found);
            found.is_empty()
        };
        if any.iter().filter(|schema| fits(schema)).count() != 1 {
            out.push(format!("{at}: {value} fits none or several of {any:?}"));
        }
        return;
    }
    let known = ["type", "properties", "required", "additionalProperties", "items", "enum", "const", "pattern", "minimum", "maximum"];
    let described = ["$schema", "$defs", "title", "description"];
    for key in schema.as_object().expect("a schema is an object").keys() {
        assert!(known.contains(&key.as_str()) || described.contains(&key.as_str()), "{key} is not checked here");
    }
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_u64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other}"),
    };
    let fits = match &schema["type"] {
        Value::Null => true,
        Value::String(name) => is(name),
        names => names.as_array().expect("a list of types").iter().any(|name| is(name.as_str().expect("a name"))),
    };
    if !fits {
        out.push(format!("{at}: {value} is not of type {}", schema["type"]));
    }
    if schema["enum"].as_array().is_some_and(|list| !list.contains(value)) || schema.get("const").is_some_and(|only| only != value) {
        out.push(format!("{at}: {value} is not on the list"));
    }
    if let (Some(object), Some(properties)) = (value.as_object(), schema["properties"].as_object()) {
        for (key, value) in object {
            match properties.get(key) {
                Some(schema) => faults(schema, root, value, &format!("{at}.{key}"), out),
                None => out.push(format!("{at}: {key} is not in the schema")),
            }
        }
        let required = schema["required"].as_array().expect("every object says what it must have");
        out.extend(required.iter().filter(|key| !object.contains_key(key.as_str().expect("a key"))).map(|key| format!("{at}: no {key}")));
    }
    for (index, item) in value.as_array().filter(|_| schema["items"].is_object()).into_iter().flatten().enumerate() {
        faults(&schema["items"], root, item, &format!("{at}[{index}]"), out);
    }
}

fn json(case: &str) -> Value {
    diff_json::write(&between(&side(case, "old"), &side(case, "new")), &Accepted::default())
}

/// All entries of a report, wherever they stand in it.
pub fn entries(report: &Value) -> Vec<&Value> {
    let lists = report["impact"].as_object().expect("an object").values().chain([&report["changes"], &report["moves"]]);
    lists.filter_map(Value::as_array).flatten().collect()
}

#[test]
fn the_json_of_every_pair_is_what_its_schema_says() {
    let schema: Value = serde_json::from_str(&run(root(), &["schema", "diff"]).expect(0)).expect("the schema is JSON");
    let mut out = Vec::new();
    for case in cases() {
        faults(&schema, &schema, &json(&case), &case, &mut out);
    }
    assert!(out.is_empty(), "{}", out.join("\n"));
}

#[test]
fn check_jsonschema_accepts_the_json_of_every_pair() {
    let Some(peers) = peers() else { return };
    let folder = temporary();
    let schema = folder.path().join("schema.json");
    fs::write(&schema, diff_json::SCHEMA).expect("the file can be written");
    let mut python = Command::new(peers.join("venv/bin/check-jsonschema"));
    python.arg("--schemafile").arg(&schema);
    for case in cases() {
        let path = folder.path().join(format!("{case}.json"));
        fs::write(&path, json(&case).to_string()).expect("the file can be written");
        python.arg(path);
    }
    output_of(&mut python, "");
}

#[test]
fn entries_have_fingerprints_of_their_own_which_do_not_depend_on_lines() {
    for case in cases() {
        let report = json(&case);
        let prints: Vec<&str> = entries(&report).iter().map(|entry| entry["fingerprint"].as_str().expect("a text")).collect();
        assert_eq!(prints.iter().collect::<BTreeSet<_>>().len(), prints.len(), "{case}");
        // Comment lines above everything move all lines.
        let moved = |name: &str| {
            let place = side(&case, name);
            let Tree::Memory(mut tree) = place.tree.clone() else { return place };
            for (_, content) in tree.iter_mut().filter(|(path, _)| path.ends_with(".yaml")) {
                content.splice(0..0, b"# One line more.\n".iter().copied());
            }
            Place { tree: Tree::Memory(tree), ..place }
        };
        let later = diff_json::write(&between(&moved("old"), &moved("new")), &Accepted::default());
        // The stored texts have no line more.
        let is_yaml = |entry: &&&Value| entry["place_after"]["path"].as_str().is_none_or(|path| path.ends_with(".yaml"));
        let lines =
            |report: &Value| entries(report).iter().filter(is_yaml).map(|entry| entry["place_after"]["line"].as_u64()).collect::<Vec<_>>();
        assert_eq!(
            entries(&later).iter().map(|entry| entry["fingerprint"].as_str().expect("a text")).collect::<Vec<_>>(),
            prints,
            "{case}"
        );
        let expected: Vec<Option<u64>> = lines(&report).into_iter().map(|line| Some(line? + 1)).collect();
        assert_eq!(lines(&later), expected, "{case}");
    }
}

#[test]
fn the_places_of_a_change_lead_to_what_changed_on_both_sides() {
    let report = json("firmness-changed");
    let change = &report["changes"][0];
    assert_eq!((change["before"].as_str(), change["after"].as_str()), (Some("appeals"), Some("demands")));
    for (name, word) in [("place_before", "appeals"), ("place_after", "demands")] {
        let place = &change[name];
        let folder = if name == "place_before" { "old" } else { "new" };
        assert_eq!(place["path"], format!("{folder}/statements/kolar-2024-05-04.yaml"));
        let Tree::Memory(tree) = side("firmness-changed", folder).tree else { unreachable!("it was made in memory") };
        let text = String::from_utf8(tree[place["path"].as_str().expect("a path")].clone()).expect("it is UTF-8");
        let line = text.lines().nth(place["line"].as_u64().expect("a line") as usize - 1).expect("the line is there");
        assert_eq!(line.trim(), format!("firmness: {word}"));
        assert_eq!((place["column"].as_u64(), place["end_column"].as_u64()), (Some(5), Some(5 + 10 + word.len() as u64)));
    }
    let added = &json("evidence-added")["changes"][0];
    assert_eq!(added["place_before"], Value::Null);
    assert_eq!(added["place_after"]["line"], 36, "the new item, and not the list");
}

// The command

#[test]
fn changes_fail_only_where_that_is_asked_for_and_from_the_severity_asked_for_on() {
    for (case, heaviest) in [
        ("label-changed", 0),
        ("confidence-changed", 1),
        ("summary-changed", 2),
        ("floor-lowered", 3),
        ("floor-raised", 0),
        ("proof-lost", 3),
        ("layout", -1),
    ] {
        assert_eq!(diff(case, &[]).status, 0, "{case}");
        for (weight, severity) in ["editorial", "provenance", "position", "integrity"].into_iter().enumerate() {
            let ended = diff(case, &["--fail-on", severity]);
            assert_eq!(ended.status, i32::from(weight as i32 <= heaviest), "{case} --fail-on {severity}: {}", ended.shown());
        }
    }
}

const ACCEPTED: &str = "accepted:\n  \
    - {code: summary-changed, record: claim:kolar-2024-05-04/tolls, why: The new words are nearer to the report.}\n  \
    - {code: claim-removed, record: claim:kolar-2024-05-04/gone, why: It was a duplicate.}\n";

fn with_acceptances(text: &str, options: &[&str]) -> Run {
    let folder = temporary();
    for name in ["old", "new"] {
        write_side("summary-changed", name, folder.path());
    }
    fs::write(folder.path().join("accept.yaml"), text).expect("the file can be written");
    run(folder.path(), &[&["diff", "old", "new", "--accept", "accept.yaml"], options].concat())
}

#[test]
fn an_accepted_change_is_told_with_its_reason_and_does_not_fail_and_a_stale_acceptance_is_told() {
    snapshot("accepted", &with_acceptances(ACCEPTED, &["--fail-on", "editorial"]).shown());
    let report = with_acceptances(ACCEPTED, &["--fail-on", "editorial", "--format", "json"]).json(0);
    assert_eq!(report["changes"][0]["accepted"], "The new words are nearer to the report.");
    assert_eq!(report["stale_acceptances"][0]["code"], "claim-removed");
    let markdown = with_acceptances(ACCEPTED, &["--format", "markdown"]).expect(0);
    assert!(markdown.contains("accepted: `The new words are nearer to the report.`"), "{markdown}");
    assert!(markdown.contains("- `claim-removed` `claim:kolar-2024-05-04/gone`"), "{markdown}");
    // An acceptance of one change accepts no other.
    let other = ACCEPTED.replace("claim:kolar-2024-05-04/tolls", "claim:kolar-2024-05-04/no-escort");
    assert_eq!(with_acceptances(&other, &["--fail-on", "editorial"]).status, 1);
}

#[test]
fn a_faulty_file_of_acceptances_is_told_with_its_lines_and_nothing_is_compared() {
    for (text, expected) in [
        (ACCEPTED.replace(", why: It was a duplicate.", ""), "this acceptance has no `why`"),
        (ACCEPTED.replace("claim-removed", "claim-remove"), "did you mean `claim-removed`"),
        (ACCEPTED.replace("accepted:", "accept:"), "has no key `accept`"),
        ("accepted: &x [{code: a, record: b, why: c}]\n".to_owned(), "anchor"),
        ("# nothing\n".to_owned(), "the file is empty"),
    ] {
        let ended = with_acceptances(&text, &[]);
        assert_eq!((ended.status, ended.stdout.as_str()), (2, ""), "{}", ended.shown());
        assert!(ended.stderr.contains(expected), "{expected}: {}", ended.stderr);
    }
}

#[test]
fn the_acceptances_of_the_readme_are_well_formed() {
    let readme = read("README.md");
    let block = readme.split("```yaml\naccepted:").nth(1).and_then(|rest| rest.split("```").next()).expect("the README shows a file");
    let ended = with_acceptances(&format!("accepted:{block}"), &[]);
    assert!(ended.expect(0).contains("Accepted, and no longer there\n  source-removed source:report-002-ria: "));
}

#[test]
fn what_cannot_be_compared_ends_with_two_or_more() {
    let folder = copy_of_small();
    for (args, status) in [
        (&["diff", "small", "nowhere"][..], 2),
        (&["diff", "small"], 2),
        (&["diff", "small", "small", "--fail-on", "everything"], 2),
        (&["diff", "small", "small", "--accept", "nowhere.yaml"], 3),
        (&["diff", "small", "small"], 0),
    ] {
        let ended = run(folder.path(), args);
        assert_eq!(ended.status, status, "{args:?}: {}", ended.shown());
    }
}

#[test]
fn other_line_ends_and_a_missing_last_one_are_lines_reformatted_and_no_change_of_meaning() {
    let file = "kolar-2024-05-04.yaml";
    let lines = read(&format!("{FIXTURES}/base/statements/{file}")).lines().count();
    type Rewrite = fn(&str) -> String;
    let cases: [(Rewrite, usize); 2] = [(|text| text.replace('\n', "\r\n"), lines), (|text| text.trim_end().to_owned(), 1)];
    for (rewrite, lines) in cases {
        let folder = temporary();
        for name in ["old", "new"] {
            write_side("base", name, folder.path());
        }
        let path = folder.path().join("new/statements").join(file);
        fs::write(&path, rewrite(&fs::read_to_string(&path).expect("the file can be read"))).expect("the file can be written");
        for (from, to) in [("old", "new"), ("new", "old")] {
            let told = format!("no semantic change ({lines} line{} reformatted)", if lines == 1 { "" } else { "s" });
            for format in ["text", "json", "markdown", "github", "sarif"] {
                let report = run(folder.path(), &["diff", from, to, "--format", format, "--fail-on", "editorial"]).expect(0);
                assert!(report.contains(&told), "{format}: {report}");
            }
            let json = run(folder.path(), &["diff", from, to, "--format", "json"]).json(0);
            assert_eq!((&json["formatting"]["lines"], &json["is_empty"]), (&Value::from(lines), &Value::from(true)));
        }
    }
}

#[test]
fn kinds_of_change_are_listed_and_explained() {
    snapshot("kinds", &run(root(), &["rules", "--changes"]).expect(0));
    snapshot("explain", &run(root(), &["explain", "proof-lost"]).expect(0));
    let listed = run(root(), &["rules", "--changes", "--format", "json"]).json(0);
    assert_eq!(listed["changes"].as_array().map(Vec::len), Some(kinds::all().count()));
    for kind in kinds::all() {
        run(root(), &["explain", kind.code.0]).expect(0);
    }
    assert!(run(root(), &["explain", "proof-lots"]).stderr.contains("did you mean `proof-lost`"));
}

#[test]
fn a_record_that_cannot_be_read_after_is_told_before_all_else() {
    let folder = copy_of_small();
    fs::rename(folder.path().join("small"), folder.path().join("old")).expect("the folder can be renamed");
    let other = copy_of_small();
    fs::rename(other.path().join("small"), folder.path().join("new")).expect("the folder can be moved");
    change(&folder.path().join("new/statements/brandek-1999-11.yaml"), "speaker: otto-brandek", "speaker: otto-brandek\nspeeker: x");
    change(&folder.path().join("new/statements/maron-1999-05.yaml"), "speaker: ilse-maron", "speaker: nobody");
    let text = run(folder.path(), &["diff", "old", "new"]).expect(0);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("-1 statement, -5 claims,") && lines[0].contains(" new errors"), "{}", lines[0]);
    assert!(lines[1].contains(" in reading the files of the dataset after: "), "{}", lines[1]);
}

#[test]
fn every_report_is_the_same_from_run_to_run() {
    let folder = temporary();
    for name in ["old", "new"] {
        write_side("split", name, folder.path());
    }
    for format in ["text", "json", "markdown", "github", "sarif", "gitlab"] {
        let args = ["diff", "old", "new", "--format", format];
        let first = run(folder.path(), &args);
        assert_eq!(first.status, 0);
        for world in [&[("RAYON_NUM_THREADS", "1")][..], &[("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Pacific/Kiritimati")], &[("COLUMNS", "20")]] {
            assert_eq!(crate::driver::run_with(folder.path(), &args, world), first, "{format} in {world:?}");
        }
    }
    let coloured = run(folder.path(), &["--color", "always", "diff", "old", "new"]).expect(0);
    assert!(coloured.contains("\u{1b}[31m"));
    let plain = run(folder.path(), &["diff", "old", "new"]).expect(0);
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
}
