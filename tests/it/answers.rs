//! Answers in JSON against their published schemas: what the commands print on real data is taken, and what is not the like is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use demarche::graph::Graph;
use demarche::load::{Limits, load};
use demarche::model::RecordKind;
use demarche::position;
use demarche::report::answers::SCHEMAS;
use demarche::report::{list, positions, query};
use serde_json::{Value, json};

use crate::driver::{Run, change, copy_of_small, in_memory, on_data, on_small, root, run, small, temporary};
use crate::peers::{peers, run as run_peer};

/// Ways of asking each command, so that each part of its answer is there at least once.
fn asked() -> Vec<(&'static str, Run)> {
    let data = |args: &[&str]| on_data(&[args, &["--format", "json"]].concat());
    let mut all = Vec::new();
    let mut ask = |name, args: &[&str]| all.push((name, data(args)));
    ask("check", &["check"]);
    ask("check", &["check", "--acknowledged"]);
    for id in ["ryabkov-2021-12-13/legal-guarantees", "ryabkov-2025-06", "nato-rollback-1997", "sergei-ryabkov", "report-003-sputnik"] {
        ask("show", &["show", id]);
    }
    ask("show", &["show", "events() | claims(during:2021-12-07)"]);
    ask("show", &["show", "claims(actor:russia)", "--as-of", "2021-12-10"]);
    ask("show", &["show", "none()"]);
    for kind in ["actors", "demands", "events", "sources", "statements", "claims"] {
        ask("list", &["list", kind]);
        ask("list", &["list", kind, "--as-of", "2021-12-10"]);
    }
    ask("list", &["list", "claims", "--where", "during(2021-12-07)"]);
    ask("positions", &["positions"]);
    ask("positions", &["positions", "russia", "--as-of", "2021-12-10"]);
    ask("positions", &["positions", "--where", "during(2021-12-07)"]);
    ask("thread", &["thread", "security-guarantees"]);
    ask("thread", &["thread", "security-guarantees", "--as-of", "2021-12-10"]);
    ask("thread", &["thread", "security-guarantees", "--where", "during(2021-12-07)"]);
    ask("thread", &["positions", "russia", "--history"]);
    ask("path", &["path", "ryabkov-2021-12-13/guarantees-on-expansion", "ryabkov-2025-06/baltics-withdrawal", "--max", "9"]);
    ask("query", &["query", "all()", "--as-of", "2021-12-10"]);
    ask("coverage", &["coverage"]);
    ask("coverage", &["coverage", "report-001-tass"]);
    ask("rules", &["rules"]);
    ask("rules", &["rules", "--changes"]);
    all.extend([
        ("thread", on_small(&["thread", "toll-cut", "--format", "json"])),
        ("show", on_small(&["show", "all()", "--format", "json"])),
    ]);
    all.extend([
        ("list", on_small(&["list", "statements", "--format", "json"])),
        ("positions", on_small(&["positions", "--format", "json"])),
    ]);
    // Findings, of a file and of the dataset, and a quotation that is not coded.
    let folder = copy_of_small();
    let texts = fs::read_dir(folder.path().join("small/texts")).expect("it has texts").map(|entry| entry.expect("it can be read").path());
    let text = texts.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).min().expect("there is one");
    fs::write(&text, fs::read_to_string(&text).expect("it is UTF-8") + "\n“We never said so, and we never shall.”\n")
        .expect("it can be written");
    change(&folder.path().join("small/demarche.yaml"), "format: 1", "format: 1\nexpect: {actors: 999}");
    fs::write(folder.path().join("small/statements/empty.yaml"), "").expect("it can be written");
    let was = small().display().to_string();
    all.push(("diff", run(folder.path(), &["diff", &was, "small", "--format", "json"])));
    let ask = |name| run(folder.path(), &["--data", "small", name, "--format", "json"]);
    all.extend([("check", ask("check")), ("coverage", ask("coverage"))]);
    all
}

fn schema(name: &str) -> Value {
    on_data(&["schema", name]).json(0)
}

fn value((name, run): &(&'static str, Run)) -> Value {
    assert!(run.status <= 1, "{name}: {}", run.shown());
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{name}: {error} in {}", run.stdout))
}

#[test]
fn every_command_that_answers_in_json_has_a_schema_and_a_version() {
    let help = on_data(&["help"]).expect(0);
    let commands = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("the commands are listed");
    let mut with_json = BTreeSet::new();
    for command in commands.lines().filter_map(|line| line.split_whitespace().next()) {
        let help = on_data(&[command, "--help"]);
        if help.status == 0 && help.stdout.contains("--format <FORMAT>") && help.stdout.contains("- json:") {
            with_json.insert(command.to_owned());
        }
    }
    assert_eq!(with_json, SCHEMAS.iter().map(|(name, _)| (*name).to_owned()).collect());
    for (name, text) in SCHEMAS {
        assert_eq!(on_data(&["schema", name]).expect(0), text);
        assert_eq!(schema(name)["title"], format!("demarche {name}"));
    }
    for answer in asked() {
        assert_eq!(value(&answer)["version"], 1, "{}", answer.0);
    }
}

#[test]
fn the_help_names_the_columns_of_a_pipe() {
    let dataset = load(&in_memory(&root().join("data")), &Limits::default()).expect("memory can be read").dataset;
    let graph = Graph::new(&dataset);
    let names = |columns: Vec<(&'static str, String)>| columns.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(", ");
    let one_line = |command: &str| on_data(&[command, "--help"]).expect(0).split_whitespace().collect::<Vec<_>>().join(" ");
    let rows = positions::rows(&graph, &position::threads(&graph), &positions::Options::default());
    assert!(one_line("positions").contains(&format!("Columns: {}.", names(rows[0].columns()))));
    let all = demarche::query::Selection::all(&graph);
    let rows = query::rows(&graph, &all);
    assert!(one_line("query").contains(&format!("Columns: {}.", names(rows[0].columns()))));
    for kind in RecordKind::ALL {
        let rows = list::rows(&graph, kind, None);
        assert!(one_line("list").contains(&format!("{} {}", kind.plural(), names(rows[0].columns()))), "{kind:?}");
    }
}

#[test]
fn the_words_of_closed_lists_in_the_schemas_are_those_of_the_library() {
    use demarche::model::words::{ACT, BASIS, FIRMNESS, FORM};
    let lists = [ACT, FIRMNESS, FORM, BASIS];
    let mut seen = 0;
    fn enums<'v>(value: &'v Value, out: &mut Vec<Vec<&'v str>>) {
        if let Some(list) = value["enum"].as_array() {
            out.push(list.iter().filter_map(Value::as_str).filter(|word| !["none", "left uncoded", "dated by"].contains(word)).collect());
        }
        let below: Vec<&Value> = match value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(entries) => entries.values().collect(),
            _ => Vec::new(),
        };
        below.into_iter().for_each(|value| enums(value, out));
    }
    for (name, _) in SCHEMAS.iter().filter(|(name, _)| *name != "diff") {
        let schema = schema(name);
        let mut found = Vec::new();
        enums(&schema, &mut found);
        for words in found {
            // A list that begins like one of ours is one of ours.
            if let Some(list) = lists.iter().find(|list| words.len() > 1 && list.iter().take(2).eq(words.iter().take(2))) {
                assert_eq!(words, **list, "{name}");
                seen += 1;
            }
        }
    }
    assert!(seen > 10, "{seen}");
}

/// The places of all objects in a value, one for each sort of place: of a list only the first item that has its like.
fn objects(value: &Value, pointer: &str, sort: &str, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(entries) => {
            // Two objects are alike when they stand in like places and hold the same keys.
            let keys: Vec<&str> = entries.keys().map(String::as_str).collect();
            found.entry(format!("{sort} {keys:?}")).or_insert_with(|| pointer.to_owned());
            for (key, value) in entries {
                objects(value, &format!("{pointer}/{key}"), &format!("{sort}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                objects(item, &format!("{pointer}/{at}"), &format!("{sort}/*"), found);
            }
        }
        _ => {}
    }
}

/// The answer with one key too many, or one too few, in each sort of object that it holds; with what was done to it.
fn spoilt(answer: &Value) -> Vec<(String, Value)> {
    let mut places = BTreeMap::new();
    objects(answer, "", "", &mut places);
    let mut all = Vec::new();
    for pointer in places.values() {
        let with = |change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
            let mut other = answer.clone();
            change(other.pointer_mut(pointer).and_then(Value::as_object_mut).expect("it was found there"));
            other
        };
        all.push((format!("{pointer}: a key too many"), with(&|object| drop(object.insert("weight".to_owned(), json!(1))))));
        let keys = answer.pointer(pointer).and_then(Value::as_object).expect("it was found there").keys();
        // Left out at times: forms of evidence of which there is none, the revision where files were read, the records where they are counted.
        let is_needed = |key: &&String| *key != "revision" && !pointer.ends_with("/passages/evidence");
        for key in keys.filter(is_needed).filter(|key| !(answer.get("counts").is_some() && pointer.is_empty() && *key == "records")) {
            all.push((format!("{pointer}: no {key}"), with(&|object| drop(object.shift_remove(key)))));
            let wrong = if answer.pointer(&format!("{pointer}/{key}")).is_some_and(Value::is_array) { json!({}) } else { json!([[]]) };
            all.push((format!("{pointer}: {key} of another type"), with(&|object| drop(object.insert(key.clone(), wrong.clone())))));
        }
    }
    all
}

#[test]
fn check_jsonschema_takes_every_answer_and_refuses_each_key_too_many_too_few_or_of_another_type() {
    let Some(peers) = peers() else { return };
    let answers = asked();
    let mut tried = 0;
    for (name, text) in SCHEMAS {
        let folder = temporary();
        let schema = folder.path().join("schema.json");
        fs::write(&schema, text).expect("the file can be written");
        let (mut good, mut bad) = (Vec::new(), BTreeMap::new());
        let mut sorts = BTreeSet::new();
        for answer in answers.iter().filter(|(command, _)| *command == name) {
            let file = folder.path().join(format!("good-{}.json", good.len()));
            fs::write(&file, &answer.1.stdout).expect("the file can be written");
            good.push(file);
            // `diff` has tests of its own for what its schema refuses, and its rows hold what they like.
            for (what, value) in if name == "diff" { Vec::new() } else { spoilt(&value(answer)) } {
                let sort: String = what.chars().filter(|sign| !sign.is_ascii_digit()).collect();
                if sorts.insert(sort) {
                    let file = folder.path().join(format!("bad-{}.json", bad.len()));
                    fs::write(&file, value.to_string()).expect("the file can be written");
                    bad.insert(file.display().to_string(), what);
                }
            }
        }
        assert!(!good.is_empty(), "{name} is asked");
        tried += bad.len();
        let mut python = Command::new(peers.join("venv/bin/check-jsonschema"));
        python.args(["--output-format", "json", "--schemafile"]).arg(&schema).args(&good).args(bad.keys());
        let output = run_peer(&mut python, "");
        let found: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{name}: {error}: {output:?}"));
        let mut refused: BTreeMap<&str, &Value> = BTreeMap::new();
        for error in found["errors"].as_array().into_iter().flatten().chain(found["parse_errors"].as_array().into_iter().flatten()) {
            refused.entry(error["filename"].as_str().expect("a name")).or_insert(error);
        }
        for file in &good {
            let fault = refused.get(&*file.display().to_string()).map(|error| error.to_string().chars().take(1500).collect::<String>());
            assert_eq!(fault, None, "{name}");
        }
        let taken: Vec<&String> = bad.iter().filter(|(file, _)| !refused.contains_key(file.as_str())).map(|(_, what)| what).collect();
        assert!(taken.is_empty(), "{name}: {taken:#?}");
    }
    assert!(tried > 300, "{tried}");
}
