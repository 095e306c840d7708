//! What tools for reviews are told by `check` and `diff`: workflow commands, SARIF and Code Quality, read back as those tools read them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use demarche::check::{Checked, check};
use demarche::diff::Item;
use demarche::diff::accept::Accepted;
use demarche::load::{Loaded, load};
use demarche::report::annotation::{Annotation, Level, Report, of_check, of_diff};
use demarche::report::{check_markdown, diff_json, github, gitlab, markdown, sarif, text};
use demarche::tree::{Place, Tree};
use rayon::prelude::*;
use serde_json::Value;

use crate::datasets::random;
use crate::diff::{cases, side};
use crate::diff_laws::between;
use crate::diff_markdown::{fill_all, filled, inject, is_harmless, payloads, shape};
use crate::driver::{change, on_small, root, run, temporary};
use crate::peers::{in_parallel, output_of, peers};
#[cfg(feature = "git")]
use crate::repository::Repository;

// The command grammar, as the runner of GitHub Actions reads a line: `::name key=value,key=value::message`.

#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    name: String,
    properties: BTreeMap<String, String>,
    message: String,
}

/// The names of commands that a runner obeys.
const OBEYED: [&str; 12] = [
    "error",
    "warning",
    "notice",
    "debug",
    "group",
    "endgroup",
    "add-mask",
    "add-matcher",
    "remove-matcher",
    "stop-commands",
    "echo",
    "set-output",
];

fn read_message(text: &str) -> String {
    text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
}

fn read_value(text: &str) -> String {
    read_message(&text.replace("%3A", ":").replace("%2C", ","))
}

/// The command of a line of a log; none where it is only text.
fn told(line: &str) -> Option<Told> {
    let rest = line.trim_start().strip_prefix("::")?;
    let (head, message) = rest.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    if !OBEYED.contains(&name) {
        return None;
    }
    let pairs = properties.split(',').filter_map(|pair| pair.split_once('='));
    let properties = pairs.map(|(key, value)| (key.trim().to_owned(), read_value(value))).collect();
    Some(Told { name: name.to_owned(), properties, message: read_message(message) })
}

/// The command of the older grammar, `##[name key=value;]message`, which a runner looks for wherever in a line it stands.
fn told_within(line: &str) -> bool {
    line.contains("##[")
}

#[track_caller]
fn all_told(log: &str) -> Vec<Told> {
    log.split_inclusive(['\n', '\r'])
        .map(|line| told(line.trim_end_matches('\n')).unwrap_or_else(|| panic!("no command: {line:?}")))
        .collect()
}

fn diff_report(case: &str) -> Report {
    let (old, new) = (side(case, "old"), side(case, "new"));
    of_diff(&between(&old, &new), &Accepted::default(), &new)
}

fn checked(place: &Place) -> (Loaded, Checked) {
    let loaded = load(place, &Default::default()).expect("the dataset can be read");
    let checked = check(&loaded);
    (loaded, checked)
}

/// The reports of check on the faulty dataset of every rule, by its code.
fn check_reports() -> Vec<(String, Place, Report)> {
    let folders = fs::read_dir(root().join("tests/fixtures/rules")).expect("the fixtures are there");
    let mut codes: Vec<String> = folders.map(|entry| entry.expect("it can be read").file_name().into_string().expect("plain")).collect();
    codes.sort();
    let report = |code: String| {
        let place = Place::at(&root().join("tests/fixtures/rules").join(&code).join("bad")).expect("it is a dataset");
        // From the root of the repository.
        let place = Place { prefix: format!("tests/fixtures/rules/{code}/"), ..place };
        let (loaded, checked) = checked(&place);
        let report = of_check(&checked, &loaded.sources, &place, true);
        (code, place, report)
    };
    codes.into_iter().map(report).collect()
}

// Workflow commands

#[test]
fn every_line_is_a_command_on_the_lines_of_the_annotation() {
    for case in cases() {
        let report = diff_report(&case);
        let mut told = all_told(&github::write(&report));
        told.retain(|told| !told.message.ends_with("more of this kind stand in the log: GitHub shows 10"));
        assert_eq!(told.len(), report.annotations.len() + 1 + report.cautions.len(), "{case}");
        assert_eq!((told[0].name.as_str(), told[0].message.as_str()), ("notice", report.headline.as_str()), "{case}");
        for (told, annotation) in told[1 + report.cautions.len()..].iter().zip(&report.annotations) {
            assert_eq!(told.properties["file"], annotation.spot.path);
            assert_eq!(told.properties["line"], annotation.spot.line.to_string());
            assert_eq!(told.properties["title"], format!("demarche: {}", annotation.code));
            assert_eq!(told.message, annotation.text().join("\n"));
            let (columns, one_line) = (told.properties.contains_key("col"), annotation.spot.line == annotation.spot.end_line);
            assert_eq!(columns, annotation.is_exact && one_line, "GitHub refuses columns over several lines");
        }
    }
}

#[test]
fn annotations_stand_on_the_right_lines_of_the_head_and_what_is_gone_beside_what_is_left() {
    let (mut exact, mut beside) = (0, 0);
    for case in cases() {
        let (old, new) = (side(&case, "old"), side(&case, "new"));
        let diff = between(&old, &new);
        // Where the head has no dataset, no line of it can be right.
        let Tree::Memory(files) = &new.tree else { continue };
        for annotation in of_diff(&diff, &Accepted::default(), &new).annotations {
            let spot = &annotation.spot;
            let text = std::str::from_utf8(&files[&spot.path]).expect("it is UTF-8");
            let line = text.lines().nth(spot.line - 1).unwrap_or_else(|| panic!("{case}: {} has no line {}", spot.path, spot.line));
            assert!(line.chars().count() + 1 >= spot.column, "{case}: {line}");
            if annotation.is_exact { exact += 1 } else { beside += 1 }
        }
        // The same lines as the JSON says.
        let json = diff_json::write(&diff, &Accepted::default());
        let report = of_diff(&diff, &Accepted::default(), &new);
        let of = |print: &str| report.annotations.iter().find(|annotation| annotation.fingerprint == print).expect("it is told");
        for entry in crate::diff::entries(&json) {
            let annotation = of(entry["fingerprint"].as_str().expect("a text"));
            assert_eq!(annotation.is_exact, !entry["place_after"].is_null(), "{case}");
            if annotation.is_exact {
                assert_eq!(annotation.spot.line as u64, entry["place_after"]["line"].as_u64().expect("a number"), "{case}");
            }
        }
    }
    assert!(exact > 150 && beside > 20, "{exact} {beside}");
    let held = held();
    for sort in ["position", "proof", "finding", "quotation", "link", "change", "whole", "move"] {
        assert!(held.get(sort).is_some_and(|number| *number > 1), "{sort}: {held:?}");
    }
    // A claim that is gone stands beside its statement, a file that is gone beside the manifest, a value that is gone beside its claim.
    let at = |case: &str, code: &str| {
        let found = diff_report(case).annotations.into_iter().find(|annotation| annotation.code == code).expect("it is told");
        assert!(!found.is_exact && found.lines.last().is_some_and(|line| line.contains("was at old/")), "{case}: {:?}", found.lines);
        (found.spot.path, found.spot.line)
    };
    assert_eq!(at("claim-removed", "claim-removed").0, "new/statements/kolar-2024-05-04.yaml");
    assert_eq!(at("statement-removed", "statement-removed"), ("new/demarche.yaml".to_owned(), 1));
    assert_eq!(at("event-removed", "event-removed"), ("new/events.yaml".to_owned(), 1));
    assert_eq!(at("evidence-removed", "evidence-removed").0, "new/statements/kolar-2024-05-04.yaml");
}

/// How many annotations of each sort stand on a line of the head that holds what they are about; panics where one does not.
fn held() -> BTreeMap<&'static str, usize> {
    let mut held: BTreeMap<&str, usize> = BTreeMap::new();
    for case in cases() {
        let (old, new) = (side(&case, "old"), side(&case, "new"));
        let diff = between(&old, &new);
        let Tree::Memory(files) = &new.tree else { continue };
        let report = of_diff(&diff, &Accepted::default(), &new);
        for entry in diff.entries() {
            let annotation = report.annotations.iter().find(|annotation| annotation.fingerprint == entry.fingerprint).expect("it is told");
            if !annotation.is_exact {
                continue;
            }
            let text = std::str::from_utf8(&files[&annotation.spot.path]).expect("it is UTF-8");
            let lines: Vec<&str> =
                text.lines().skip(annotation.spot.line - 1).take(annotation.spot.end_line + 1 - annotation.spot.line).collect();
            let name = |id: &str| id.rsplit('/').next().unwrap_or(id).to_owned();
            let (sort, wanted) = match entry.item {
                Item::Position(found) => ("position", name(&found.after.as_ref().or(found.before.as_ref()).expect("a standing").claim)),
                Item::Proof(found) => {
                    let words = &found.after.as_ref().expect("it stands after").words;
                    ("proof", words.split(' ').next().expect("a word").to_owned())
                }
                Item::Finding(found) if found.about.contains(':') && !found.about.starts_with("file:") => {
                    let (kind, id) = found.about.split_once(':').expect("kind and id");
                    // The record that the line is in: a file of its own, or the key above that stands two blanks in.
                    let above = text.lines().take(annotation.spot.line).filter(|line| line.starts_with("  ") && !line.starts_with("   "));
                    let within = above.last().and_then(|line| line.trim().split(':').next()).unwrap_or_default();
                    let is_there = match kind {
                        // What is left uncoded stands in the stored text, which its source names.
                        "source" if annotation.spot.path.ends_with(".txt") => text.contains(lines[0]) && !lines[0].is_empty(),
                        "statement" => annotation.spot.path.ends_with(&format!("/{id}.yaml")),
                        _ => within == name(id),
                    };
                    assert!(is_there, "{case}: {} of {id} stands in {within}: {lines:?}", annotation.code);
                    *held.entry("finding").or_default() += 1;
                    continue;
                }
                Item::Quotation(found) => ("quotation", name(found.record.id())),
                Item::Link(found) => ("link", name(&found.to)),
                Item::Move(found) => ("move", name(found.record.id())),
                Item::Change(found) if found.path.is_empty() && found.record.kind.is_some() => ("whole", name(found.record.id())),
                Item::Change(found) => {
                    let Some(text) = found.after.iter().flat_map(|value| value.texts()).next().map(str::to_owned) else { continue };
                    ("change", text)
                }
                _ => continue,
            };
            let is_there = lines.iter().any(|line| line.contains(&wanted) || line.contains(&wanted.replace('"', "\\\"")));
            assert!(is_there, "{case}: {} wants `{wanted}` in {lines:?}", annotation.code);
            *held.entry(sort).or_default() += 1;
        }
    }
    held
}

#[test]
fn github_is_told_how_many_more_there_are_than_it_shows() {
    let report = diff_report("label-changed");
    let one = Annotation { level: Level::Warning, ..report.annotations[0].clone() };
    for (number, cautions) in [(10, 0), (11, 0), (9, 1), (10, 1), (40, 0), (40, 12)] {
        let cautions: Vec<String> = (0..cautions).map(|number| format!("Caution {number}.")).collect();
        let before = cautions.len();
        let report = Report { annotations: vec![one.clone(); number], cautions, ..report.clone() };
        let told = all_told(&github::write(&report));
        let warnings: Vec<&Told> = told.iter().filter(|told| told.name == "warning").collect();
        if number + before <= 10 {
            assert_eq!(warnings.len(), number + before);
            continue;
        }
        assert_eq!(warnings.len(), number + before + 1, "nothing is lost from the log");
        let shown = 9usize.saturating_sub(before);
        let more = &warnings[before + shown].message;
        assert_eq!(*more, format!("{} more of this kind stand in the log: GitHub shows 10", number - shown));
    }
}

#[test]
fn no_text_of_the_data_becomes_a_command() {
    const PLACE: &str = "PLACEHOLDER";
    let (place, diff) = (side("split", "new"), filled(3, "before and after", PLACE));
    let report = |text: &str| {
        let mut diff = diff.clone();
        inject(&mut diff, PLACE, text);
        diff.nearest.values_mut().for_each(|spot| spot.path = spot.path.replace("statements", text));
        let reasons = vec![Some(text); diff.entries().len()];
        of_diff(&diff, &Accepted { reasons, stale: Vec::new() }, &place)
    };
    let skeleton = |log: &str| -> Vec<(String, Vec<String>)> {
        all_told(log).into_iter().map(|told| (told.name, told.properties.into_keys().collect())).collect()
    };
    let expected = skeleton(&github::write(&report("word")));
    let fault = |payload: &String| {
        let report = report(payload);
        let commands = github::write(&report);
        if skeleton(&commands) != expected || commands.chars().any(|sign| sign != '\n' && sign.is_control()) {
            return Some(format!("{payload:?} changes the commands"));
        }
        // What is read back is what was written, or its beginning where it is cut.
        let beginning: String = demarche::report::visible(payload).chars().take(100).collect();
        if !all_told(&commands).iter().any(|told| told.message.contains(beginning.trim())) {
            return Some(format!("{payload:?} cannot be read back"));
        }
        let sarif = sarif::write(&report);
        for result in sarif["runs"][0]["results"].as_array().expect("a list") {
            let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("a text");
            if !uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte)) {
                return Some(format!("{uri} is no reference"));
            }
        }
        None
    };
    let faults: Vec<String> = in_parallel(|| payloads().par_iter().filter_map(fault).collect());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_report_for_people_or_reviews_holds_a_line_that_a_runner_obeys() {
    for payload in ["::add-mask::x", "::stop-commands::y", "##[add-mask]x", "x ##[error]y", "a\n::error::b", "\r::warning::c"] {
        let diff = filled(3, "::error::before and after", payload);
        let reasons = vec![Some(payload); diff.entries().len()];
        let accepted = Accepted { reasons, stale: Vec::new() };
        let text = anstream::adapter::strip_str(&demarche::report::diff_text::write(&diff, &accepted)).to_string();
        let comment = demarche::report::diff_markdown::write(&diff, &accepted, &Default::default());
        for line in text.lines().chain(comment.lines()) {
            assert!(told(line).is_none() && !told_within(line), "{line:?}");
        }
        let (loaded, checked) = checked(&fill_all(&random(3), payload).place());
        assert!(checked.diagnostics.len() > 5);
        let comment = check_markdown::write(&checked, &loaded.sources, "", true, usize::MAX);
        let findings: Vec<String> =
            checked.diagnostics.iter().map(|found| text::finding(found, &loaded.sources, &text::Options::default())).collect();
        for line in findings.iter().flat_map(|text| text.lines()).chain(comment.lines()) {
            assert!(told(line).is_none(), "{line:?}");
        }
    }
}

// What check says

#[test]
fn check_tells_reviews_all_that_it_tells_people() {
    let mut seen = BTreeSet::new();
    for (code, place, report) in check_reports() {
        let (loaded, checked) = checked(&place);
        assert_eq!(report.annotations.len(), checked.diagnostics.len() + checked.acknowledged.len(), "{code}");
        all_told(&github::write(&report));
        for annotation in &report.annotations {
            seen.insert(annotation.code);
            let text = fs::read(root().join(&annotation.spot.path));
            let exists = text.is_ok() || ["not-a-file", "unknown-file"].contains(&annotation.code);
            assert!(exists, "{code}: {} is no path from the root", annotation.spot.path);
            assert!(!annotation.is_exact || annotation.spot.line <= text.map_or(0, |text| text.split(|byte| *byte == b'\n').count()));
        }
        let comment = check_markdown::write(&checked, &loaded.sources, &place.prefix, true, markdown::MOST_CHARACTERS);
        is_harmless(&comment).unwrap_or_else(|fault| panic!("{code}: {fault}"));
        assert!(comment.chars().count() <= markdown::MOST_CHARACTERS);
        for found in &checked.diagnostics {
            assert!(comment.contains(&format!("(`{}`)", found.code)), "{code}");
        }
    }
    assert!(seen.len() > 40, "{}", seen.len());
}

#[test]
fn no_text_of_the_data_changes_the_shape_of_what_check_says() {
    const PLACE: &str = "PLACEHOLDER";
    let place = fill_all(&random(21), PLACE).place();
    let (loaded, mut before) = checked(&place);
    // Two findings of each kind say what twenty would.
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    before.diagnostics.retain(|found| {
        let number = seen.entry(found.code.0).or_default();
        *number += 1;
        *number <= 2
    });
    assert!(before.diagnostics.len() > 8, "{seen:?}");
    let with = |text: &str| {
        let mut checked = before.clone();
        let put = |words: &mut String| *words = words.replace(PLACE, text);
        let accepted = checked.diagnostics.first().cloned().expect("there is one");
        checked.acknowledged.push((accepted, text.to_owned()));
        for found in checked.diagnostics.iter_mut().chain(checked.acknowledged.iter_mut().map(|(found, _)| found)) {
            // Some findings quote no words of the data: they get some.
            found.headline.push_str(PLACE);
            found.help.push(PLACE.to_owned());
            put(&mut found.headline);
            found.help.iter_mut().for_each(put);
            let labels = found.primary.iter_mut().chain(&mut found.secondary);
            labels.for_each(|label| label.text = format!("{} {text}", label.text.replace(PLACE, text)));
            found.path.iter_mut().for_each(put);
        }
        let report = of_check(&checked, &loaded.sources, &place, true);
        let comment = check_markdown::write(&checked, &loaded.sources, "", true, usize::MAX);
        let commands =
            all_told(&github::write(&report)).into_iter().map(|told| (told.name, told.properties.into_keys().collect::<Vec<_>>()));
        (shape(&comment).0, commands.collect::<Vec<_>>(), comment)
    };
    let expected = with("word");
    let faults = |payload: &String| {
        let (shape, commands, comment) = with(payload);
        let mut faults: Vec<String> = is_harmless(&comment).err().into_iter().collect();
        if shape != expected.0 {
            faults.push(format!("{payload:?} changes the shape of the comment: {:?}", shape.iter().zip(&expected.0).find(|(a, b)| a != b)));
        }
        if commands != expected.1 {
            faults.push(format!("{payload:?} changes the commands"));
        }
        faults
    };
    let faults: Vec<String> = in_parallel(|| payloads().par_iter().flat_map_iter(faults).collect());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_finding_keeps_its_fingerprint_where_its_lines_move_and_no_two_have_the_same() {
    for (code, place, report) in check_reports() {
        let prints = |report: &Report| report.annotations.iter().map(|annotation| annotation.fingerprint.clone()).collect::<BTreeSet<_>>();
        assert_eq!(prints(&report).len(), report.annotations.len(), "{code}");
        if ["not-a-file", "not-utf8", "yaml-syntax", "yaml-refused", "hash-mismatch"].contains(&code.as_str()) {
            continue;
        }
        let Tree::Memory(mut files) = place.tree.to_memory(&[&place.data], 1 << 24).expect("it can be read") else {
            unreachable!("memory")
        };
        for (_, content) in files.iter_mut().filter(|(path, _)| path.ends_with(".yaml")) {
            content.splice(0..0, b"# One line more.\n".iter().copied());
        }
        let moved = Place { tree: Tree::Memory(files), ..place.clone() };
        let (loaded, checked) = checked(&moved);
        let later = of_check(&checked, &loaded.sources, &moved, true);
        assert_eq!(prints(&later), prints(&report), "{code}");
    }
}

// SARIF

#[test]
fn sarif_is_what_its_schema_and_the_multitool_say() {
    let Some(peers) = peers() else { return };
    let folder = temporary();
    // One log of all that is said of the pairs, and one of all that is said of the faulty datasets.
    let together = |reports: Vec<Report>| {
        let first = reports[0].clone();
        let kinds: BTreeMap<&str, _> = reports.iter().flat_map(|report| &report.kinds).map(|kind| (kind.code, *kind)).collect();
        let cautions = reports.iter().flat_map(|report| report.cautions.clone()).collect();
        let annotations = reports.into_iter().flat_map(|report| report.annotations).collect();
        Report { annotations, cautions, kinds: kinds.into_values().collect(), ..first }
    };
    let diffs = together(cases().iter().map(|case| diff_report(case)).collect());
    let checks = together(check_reports().into_iter().map(|(_, _, report)| report).collect());
    assert!(diffs.annotations.len() > 200 && checks.annotations.len() > 60);
    for report in [&diffs, &checks] {
        fs::write(folder.path().join(format!("{}.sarif", report.command)), sarif::write(report).to_string()).expect("it can be written");
    }
    let tool = fs::read_dir(peers.join("node_modules/@microsoft")).expect("it is installed");
    let tool = tool.map(|entry| entry.expect("it can be read").path()).find(|path| path.join("Sarif.Multitool").is_file());
    let tool = tool.expect("the multitool is installed for this system");
    let said = |path: &std::path::Path| {
        let mut command = Command::new(tool.join("Sarif.Multitool"));
        command.arg("validate").arg(path).args(["--rule-kind", "Sarif;Gh", "--output"]).arg(folder.path().join("said.json"));
        command.args(["--log", "ForceOverwrite"]);
        let said = output_of(&mut command, "");
        assert!(said.contains("files scanned"), "{said}");
        said
    };
    let shown = said(&folder.path().join("*.sarif"));
    assert!(shown.contains("2 files scanned"), "{shown}");
    // There is no page about the tool that it could name.
    let faults: Vec<&str> = shown.lines().filter(|line| line.contains(": error ") || line.contains(": warning ")).collect();
    let faults: Vec<&&str> = faults.iter().filter(|line| !line.contains("informationUri")).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    // The tool does find faults.
    let mut wrong = sarif::write(&diff_report("label-changed"));
    wrong["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["endLine"] = 1.into();
    let path = folder.path().join("wrong.sarif");
    fs::write(&path, wrong.to_string()).expect("the file can be written");
    assert!(said(&path).contains("error SARIF1007"));
    fs::remove_file(path).expect("it was written");

    let mut python = Command::new(peers.join("venv/bin/check-jsonschema"));
    python.arg("--schemafile").arg(tool.join("sarif-2.1.0.json"));
    for entry in fs::read_dir(folder.path()).expect("it is there") {
        let path = entry.expect("it can be read").path();
        if path.extension().is_some_and(|ending| ending == "sarif") {
            python.arg(path);
        }
    }
    output_of(&mut python, "");
}

#[test]
fn sarif_has_a_rule_for_each_result_and_says_what_is_accepted() {
    let (old, new) = (side("split", "old"), side("split", "new"));
    let diff = between(&old, &new);
    let reasons: Vec<Option<&str>> = (0..diff.entries().len()).map(|number| (number % 2 == 0).then_some("looked at")).collect();
    let log = sarif::write(&of_diff(&diff, &Accepted { reasons: reasons.clone(), stale: Vec::new() }, &new));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list");
    let mut accepted = 0;
    for result in run["results"].as_array().expect("a list") {
        let rule = &rules[result["ruleIndex"].as_u64().expect("a number") as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        accepted += usize::from(result["suppressions"][0]["justification"] == "looked at");
    }
    assert_eq!(accepted, reasons.iter().flatten().count());
    assert!(accepted > 2);
}

// Code Quality

#[test]
fn code_quality_has_the_documented_shape() {
    let reports = cases().into_iter().map(|case| diff_report(&case)).chain(check_reports().into_iter().map(|(_, _, report)| report));
    for report in reports {
        let list = gitlab::write(&report);
        let mut prints = BTreeSet::new();
        for finding in list.as_array().expect("a list") {
            let text = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
            assert!(text(&finding["description"]) && text(&finding["check_name"]), "{finding}");
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&finding["severity"].as_str().expect("a text")));
            assert!(prints.insert(finding["fingerprint"].as_str().expect("a text").to_owned()), "twice: {finding}");
            let path = finding["location"]["path"].as_str().expect("a text");
            assert!(!path.starts_with("./") && !path.starts_with('/'), "GitLab wants paths from the root: {path}");
            assert!(finding["location"]["lines"]["begin"].as_u64() >= Some(1));
        }
        assert_eq!(prints.len(), report.annotations.len());
    }
}

// The commands

#[test]
fn every_format_is_printed_with_the_same_exit_status() {
    let folder = crate::driver::copy_of_small();
    fs::create_dir(folder.path().join("old")).expect("the folder can be made");
    let other = crate::driver::copy_of_small();
    fs::remove_dir(folder.path().join("old")).expect("it was made");
    fs::rename(other.path().join("small"), folder.path().join("old")).expect("the folder can be moved");
    change(&folder.path().join("small/demands.yaml"), "Tolls halved", "Tolls cut by half");
    change(&folder.path().join("small/statements/maron-1999-05.yaml"), "passage: ", "passage: Never said. ");
    for format in ["text", "json", "markdown", "github", "sarif", "gitlab"] {
        let differs = run(folder.path(), &["diff", "old", "small", "--format", format]).expect(0);
        assert!(differs.contains("title-changed") && differs.contains("small/demands.yaml"), "{format}: {differs}");
        run(folder.path(), &["diff", "old", "small", "--format", format, "--fail-on", "editorial"]).expect(1);
        let found = run(folder.path(), &["--data", "small", "check", "--format", format]).expect(1);
        assert!(found.contains("passage-not-found") && found.contains("small/statements/maron-1999-05.yaml"), "{format}: {found}");
        on_small(&["check", "--format", format]).expect(0);
    }
}

#[cfg(feature = "git")]
#[test]
fn paths_of_a_revision_begin_at_the_root_of_the_repository() {
    let repository = Repository::of_small();
    change(&repository.join("small/demands.yaml"), "Tolls halved", "Tolls cut by half");
    change(&repository.join("small/statements/maron-1999-05.yaml"), "passage: ", "passage: Never said. ");
    repository.commit("another title");
    for format in ["github", "sarif", "gitlab"] {
        let text = run(repository.path(), &["--data", "small", "diff", "HEAD~1", "HEAD", "--format", format]).expect(0);
        assert!(text.contains("small/demands.yaml") && !text.contains("HEAD:small"), "{format}: {text}");
        let text = run(repository.path(), &["--data", "small", "--at", "HEAD", "check", "--format", format]).expect(1);
        assert!(text.contains("small/statements/maron") && !text.contains("HEAD:small"), "{format}: {text}");
    }
}
