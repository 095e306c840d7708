//! The binary as its users meet it: output, exit status, and what it leaves on disk.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::driver::{Run, change, copy_of_data, copy_of_small, on_data, on_small, root, run, run_with, temporary};

const KINDS: [&str; 6] = ["actors", "demands", "events", "sources", "statements", "claims"];

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("cli-{name}"), text));
}

/// Everything that is printed on the small dataset, by the words of the command.
fn every_output() -> Vec<(String, Run)> {
    let mut commands: Vec<Vec<&str>> =
        vec![vec!["check"], vec!["check", "--acknowledged"], vec!["coverage"], vec!["rules"], vec!["explain", "date-order"]];
    commands.extend(KINDS.map(|kind| vec!["list", kind]));
    commands.extend(SHOWN.map(|(_, id)| vec!["show", id]));
    commands.extend([vec!["query", "all()"], vec!["show", "claims()"], vec!["list", "claims", "--where", "during(1999)"]]);
    commands.extend([vec!["show", "nobody"], vec!["--help"], vec!["check", "--help"], vec!["--version"]]);
    commands.into_iter().map(|args| (args.join(" "), on_small(&args))).collect()
}

/// A record of every kind.
const SHOWN: [(&str, &str); 10] = [
    ("actor", "ilse-maron"),
    ("demand", "toll-cut"),
    ("event", "convoy"),
    ("source", "herald"),
    ("statement", "maron-1999-05"),
    ("undated-statement", "merania-note"),
    ("claim", "maron-1999-05/halve-tolls-now"),
    ("headline-claim", "maron-1999-05/ready-for-blockade"),
    ("inferred-claim", "maron-1999-05/treaty-given-up"),
    ("mixed-claim", "brandek-1998-03-03/tolls-stay"),
];

// check

#[test]
fn a_clean_dataset_prints_one_line_of_counts() {
    snapshot("check-small", &on_small(&["check"]).shown());
    snapshot("check-small-acknowledged", &on_small(&["check", "--acknowledged"]).shown());
}

#[test]
fn check_as_json_holds_findings_and_counts() {
    let checked = on_small(&["check", "--format", "json"]).json(0);
    assert_eq!(checked["findings"], serde_json::json!([]));
    assert_eq!(checked["acknowledged"].as_array().map(Vec::len), Some(4));
    let counts = serde_json::to_string_pretty(&checked["counts"]).expect("a JSON value can be written");
    snapshot("check-small-json-counts", &counts);
}

#[test]
fn the_real_data_check_clean_even_with_warnings_denied() {
    let text = on_data(&["check", "--deny", "warnings"]).expect(0);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 1, "nothing but the line of counts: {text}");
    assert!(lines[0].contains(" claims; ") && lines[0].contains("; 0 errors, 0 warnings, 0 notes"), "{text}");
    let json = on_data(&["check", "--deny", "notes", "--format", "json"]).json(0);
    assert_eq!(json["findings"], serde_json::json!([]));
    for (form, counts) in json["counts"]["passages"]["evidence"].as_object().expect("the forms are an object") {
        assert_eq!(counts["all"], counts["proved"], "{form}");
    }
}

#[test]
fn an_error_in_the_data_exits_with_1_and_shows_the_place() {
    let folder = copy_of_small();
    change(&folder.path().join("small/statements/maron-1998-03-03.yaml"), "halve the tolls on all", "halve the taxes on all");
    change(&folder.path().join("small/statements/maron-1998-03-03.yaml"), "halve the tolls on all", "halve the tolls on most");
    let text = run(folder.path(), &["--data", "small", "check"]);
    assert_eq!(text.status, 1);
    snapshot("check-error", &text.shown());
    let json = run(folder.path(), &["--data", "small", "check", "--format", "json"]).json(1);
    let finding = &json["findings"].as_array().expect("findings are a list").iter().find(|found| found["code"] == "passage-not-found");
    let place = &finding.expect("the changed passage is found out")["place"];
    assert_eq!((place["path"].as_str(), place["line"].as_u64()), (Some("small/statements/maron-1998-03-03.yaml"), Some(24)));
}

#[test]
fn a_warning_fails_only_where_warnings_are_denied() {
    let folder = copy_of_small();
    let actors = folder.path().join("small/actors.yaml");
    let more = std::fs::read_to_string(&actors).expect("it can be read") + "  nobodys-friend: {kind: state, name: Nobody's Friend}\n";
    std::fs::write(&actors, more).expect("it can be written");
    let status = |args: &[&str]| run(folder.path(), &[&["--data", "small", "check"], args].concat()).status;
    let found = run(folder.path(), &["--data", "small", "check"]).stdout;
    assert!(found.contains("warning[orphan-record]") && found.contains("0 errors, 1 warning"), "{found}");
    assert_eq!(status(&[]), 0);
    assert_eq!(status(&["--deny", "warnings"]), 1);
    assert_eq!(status(&["--deny", "notes"]), 1);
}

// show and list

#[test]
fn a_record_of_every_kind_is_shown_with_what_is_linked_to_it() {
    for (name, id) in SHOWN {
        snapshot(&format!("show-{name}"), &on_small(&["show", id]).expect(0));
    }
    let claim = on_small(&["show", "maron-1998-03-03/halve-tolls", "--format", "json"]).json(0);
    snapshot("show-claim-json", &serde_json::to_string_pretty(&claim).expect("a JSON value can be written"));
}

/// The words between `“` and `”` of the lines that show passages.
fn quotation_lines(text: &str) -> Vec<(&str, bool)> {
    let forms = ["verbatim", "translated", "paraphrase", "headline", "inference", "dated by", "left uncoded"];
    let form = |line: &str| forms.into_iter().find(|form| line.starts_with(&format!("  {form}: ")));
    text.lines().filter_map(|line| Some((form(line)?, line.contains(": “") && line.ends_with('”')))).collect()
}

#[test]
fn only_the_speakers_own_words_stand_between_quotation_marks() {
    for (folder, ids) in
        [(crate::driver::small(), ids(&on_small(&["list", "claims"]))), (root().join("data"), ids(&on_data(&["list", "claims"])))]
    {
        let mut seen = 0;
        let folder = folder.to_str().expect("the path is UTF-8");
        for id in ids {
            let text = run(root(), &["--data", folder, "show", &id]).expect(0);
            for (form, quoted) in quotation_lines(&text) {
                assert_eq!(quoted, matches!(form, "verbatim" | "translated"), "{id}: {form}\n{text}");
                seen += 1;
            }
            let json = run(root(), &["--data", folder, "show", &id, "--format", "json"]).json(0);
            for passage in json["records"][0]["passages"].as_array().expect("passages are a list") {
                assert_eq!(passage["is_quotation"] == true, matches!(passage["form"].as_str(), Some("verbatim" | "translated")), "{id}");
            }
        }
        assert!(seen > 10);
    }
}

fn ids(list: &Run) -> Vec<String> {
    assert_eq!(list.status, 0, "{}", list.shown());
    list.stdout.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_kind_is_listed() {
    for kind in KINDS {
        snapshot(&format!("list-{kind}"), &on_small(&["list", kind]).expect(0));
        let json = on_small(&["list", kind, "--format", "json"]).json(0);
        assert_eq!(json["kind"], kind);
        let text = ids(&on_small(&["list", kind]));
        let records = json["records"].as_array().expect("records are a list");
        assert_eq!(records.iter().map(|record| record["id"].as_str().unwrap_or_default()).collect::<Vec<_>>(), text);
        let real = on_data(&["list", kind, "--format", "json"]).json(0);
        let counts = on_data(&["check", "--format", "json"]).json(0);
        assert_eq!(real["records"].as_array().map(|records| records.len() as u64), counts["counts"]["records"][kind].as_u64(), "{kind}");
    }
}

#[test]
fn every_listed_id_can_be_shown() {
    for kind in KINDS {
        for id in ids(&on_small(&["list", kind])) {
            let shown = on_small(&["show", &id]).expect(0);
            assert!(shown.contains(&format!("{} {id}\n", kind.trim_end_matches('s'))), "{shown}");
        }
    }
}

// rules

#[test]
fn every_rule_is_listed_and_explained() {
    let rules = on_small(&["rules", "--format", "json"]).json(0);
    let rules = rules["rules"].as_array().expect("the rules are a list");
    let text = on_small(&["rules"]).expect(0);
    assert_eq!(text.lines().count(), rules.len());
    for rule in rules {
        let code = rule["code"].as_str().expect("a code is a text");
        assert!(text.lines().any(|line| line.split_whitespace().next() == Some(code)), "{code}");
        let explained = run(root(), &["explain", code]).expect(0);
        for heading in ["What it finds", "Why it matters", "Example", "How to mend it"] {
            assert!(explained.contains(heading), "{explained}");
        }
        assert!(explained.starts_with(&format!("{code} (")), "{explained}");
    }
    snapshot("explain", &run(root(), &["explain", "page-date-used-as-utterance-date"]).expect(0));
}

// coverage

#[test]
fn nothing_of_the_real_texts_is_left_uncoded_without_a_reason() {
    let json = on_data(&["coverage", "--format", "json"]).json(0);
    let sources = json["sources"].as_array().expect("sources are a list");
    assert_eq!(sources.len(), 5);
    for source in sources {
        assert_eq!(source["quotations_not_coded"], serde_json::json!([]), "{}", source["source"]);
        assert!(!source["coded"].as_array().expect("coded is a list").is_empty());
        let alone = on_data(&["coverage", source["source"].as_str().expect("an id is a text")]).expect(0);
        assert!(alone.ends_with("0 quotations left uncoded without a reason\n"), "{alone}");
    }
}

#[test]
fn a_quotation_whose_claim_is_removed_is_reported() {
    let folder = copy_of_small();
    let file = folder.path().join("small/statements/maron-1998-03-03.yaml");
    let text = fs::read_to_string(&file).expect("the file can be read");
    let cut = text.find("  no-escort:").expect("the claim is there");
    fs::write(&file, &text[..cut]).expect("the file can be written");
    let coverage = run(folder.path(), &["--data", "small", "coverage", "herald"]);
    assert_eq!(coverage.status, 1);
    snapshot("coverage-uncoded", &coverage.shown());
    let json = run(folder.path(), &["--data", "small", "coverage", "herald", "--format", "json"]).json(1);
    let open = json["sources"][0]["quotations_not_coded"].as_array().expect("a list");
    assert_eq!(open.len(), 1);
    assert_eq!(open[0]["line"], 7);
    let codes = run(folder.path(), &["--data", "small", "check"]).stdout;
    assert!(codes.contains("[uncoded-quotation]"), "{codes}");
}

#[test]
fn a_covered_text_is_printed_with_its_marks() {
    snapshot("coverage-small", &on_small(&["coverage"]).expect(0));
}

// wrong use, and a world that does not play along

#[test]
fn wrong_use_exits_with_2_and_names_a_next_step() {
    let mut shown = String::new();
    let small: [&[&str]; 9] = [
        &["show", "ilse-moron"],
        &["show", "maron-1998-03-03/halve-toll"],
        &["show", "nothing-like-it-at-all"],
        &["show", "a\u{1b}[31mb"],
        &["explain", "date-ordre"],
        &["explain", "\u{1b}[2J"],
        &["coverage", "harold"],
        &["coverage", "wire"],
        &["draw", "--actor", "meranja", "-o", "x.dot"],
    ];
    for args in small {
        let ran = on_small(args);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{args:?}: {}", ran.shown());
        shown += &format!("$ {}\n{}\n", args.join(" ").escape_debug(), ran.stderr);
    }
    snapshot("wrong-use", &shown);
    let others: [&[&str]; 7] =
        [&[], &["shwo"], &["list", "claim"], &["check", "--format", "xml"], &["draw"], &["schema"], &["draw", "-o", "x.exe"]];
    for args in others {
        let ran = on_small(args);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{args:?}: {}", ran.shown());
        assert!(!ran.stderr.is_empty());
    }
}

#[test]
fn where_there_is_no_dataset_the_exit_status_is_2() {
    let folder = temporary();
    let ran = run(folder.path(), &["check"]);
    assert_eq!(ran.status, 2);
    snapshot("no-dataset", &ran.shown());
    assert_eq!(run(folder.path(), &["check", "--data", "nowhere"]).status, 2);
}

#[test]
fn what_cannot_be_written_exits_with_3() {
    let folder = copy_of_small();
    let at = |args: &[&str]| run(folder.path(), &[&["--data", "small"], args].concat());
    let draw = at(&["draw", "-o", "missing/x.dot"]);
    assert_eq!((draw.status, draw.stdout.as_str()), (3, ""), "{}", draw.shown());
    snapshot("unwritable", &draw.stderr);
    fs::write(folder.path().join("file"), "a file").expect("the file can be written");
    for args in [["schema", "-o", "file"], ["schema", "-o", "file/below"], ["draw", "-o", "file/x.dot"]] {
        let ran = at(&args);
        assert_eq!((ran.status, ran.stdout.as_str()), (3, ""), "{args:?}: {}", ran.shown());
    }
    assert_eq!(run(folder.path(), &["init", "file"]).status, 3);
    assert_eq!(fs::read_to_string(folder.path().join("file")).expect("the file is there"), "a file");
}

/// Whether permissions bind the user of the tests: they do not bind root.
#[cfg(unix)]
fn permissions_bind(folder: &Path) -> bool {
    let probe = folder.join("probe");
    fs::write(&probe, "x").expect("the file can be written");
    permit(&probe, 0o000);
    let bound = fs::read(&probe).is_err();
    permit(&probe, 0o600);
    fs::remove_file(&probe).expect("the file can be removed");
    bound
}

#[cfg(unix)]
fn permit(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions can be set");
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_exits_with_3() {
    let folder = copy_of_small();
    if !permissions_bind(folder.path()) {
        return;
    }
    let file = folder.path().join("small/events.yaml");
    permit(&file, 0o000);
    let ran = run(folder.path(), &["--data", "small", "check"]);
    permit(&file, 0o600);
    assert_eq!((ran.status, ran.stdout.as_str()), (3, ""), "{}", ran.shown());
    assert!(ran.stderr.contains("could not read") && ran.stderr.contains("small/events.yaml"), "{}", ran.stderr);
}

// draw

#[test]
fn draw_writes_the_whole_file_and_nothing_else() {
    let folder = copy_of_small();
    let ran = run(folder.path(), &["--data", "small", "draw", "-o", "tolls.dot", "-o", "again.dot"]);
    assert_eq!((ran.status, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""), "{}", ran.shown());
    let dot = fs::read_to_string(folder.path().join("tolls.dot")).expect("the file is there");
    assert!(dot.starts_with("digraph") || dot.starts_with("strict digraph"), "{dot}");
    assert!(dot.trim_end().ends_with('}'));
    assert_eq!(dot, fs::read_to_string(folder.path().join("again.dot")).expect("the file is there"));
    let mut names: Vec<_> = fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    names.sort();
    assert_eq!(names, ["again.dot", "small", "tolls.dot"]);
}

#[test]
fn draw_replaces_a_file_and_keeps_its_permissions() {
    let folder = copy_of_small();
    let file = folder.path().join("tolls.dot");
    fs::write(&file, "x".repeat(1 << 20)).expect("the file can be written");
    #[cfg(unix)]
    permit(&file, 0o640);
    run(folder.path(), &["--data", "small", "draw", "-o", "tolls.dot"]).expect(0);
    let dot = fs::read_to_string(&file).expect("the file is there");
    assert!(!dot.contains("xxxx") && dot.trim_end().ends_with('}'));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).expect("the file is there").permissions().mode() & 0o777, 0o640);
    }
}

#[test]
fn a_drawing_that_fails_leaves_the_old_file_as_it_was() {
    let folder = copy_of_small();
    fs::create_dir(folder.path().join("out")).expect("the folder can be made");
    let file = folder.path().join("out/tolls.dot");
    fs::write(&file, "the old drawing").expect("the file can be written");
    let old = || fs::read_to_string(&file).expect("the file is there");
    // An actor that is not there, an ending that is not known: nothing is begun.
    assert_eq!(run(folder.path(), &["--data", "small", "draw", "--actor", "nobody", "-o", "out/tolls.dot"]).status, 2);
    assert_eq!(old(), "the old drawing");
    assert_eq!(run(folder.path(), &["--data", "small", "draw", "-o", "out/tolls.dot", "-o", "out/tolls.exe"]).status, 2);
    assert_eq!(old(), "the old drawing");
    // A folder in the place of the file.
    fs::create_dir(folder.path().join("out/folder.dot")).expect("the folder can be made");
    assert_eq!(run(folder.path(), &["--data", "small", "draw", "-o", "out/folder.dot"]).status, 3);
    assert_eq!(fs::read_dir(folder.path().join("out")).expect("a folder").count(), 2, "no temporary file is left behind");
    // A folder that cannot be written.
    #[cfg(unix)]
    if permissions_bind(folder.path()) {
        permit(&folder.path().join("out"), 0o500);
        let ran = run(folder.path(), &["--data", "small", "draw", "-o", "out/tolls.dot"]);
        permit(&folder.path().join("out"), 0o700);
        assert_eq!(ran.status, 3, "{}", ran.shown());
        assert_eq!(old(), "the old drawing");
    }
}

// schema, init, discovery

#[test]
fn schemas_are_printed_and_written() {
    let folder = temporary();
    run(folder.path(), &["schema", "-o", "a/schemas"]).expect(0);
    for name in ["manifest", "actors", "demands", "events", "sources", "statement"] {
        let printed = run(folder.path(), &["schema", name]);
        let written = fs::read_to_string(folder.path().join(format!("a/schemas/{name}.json"))).expect("the schema was written");
        assert_eq!(printed.stdout, written);
        let schema: Value = printed.json(0);
        assert!(schema["$schema"].as_str().is_some_and(|address| address.contains("json-schema.org")), "{name}");
    }
    assert_eq!(fs::read_dir(folder.path().join("a/schemas")).expect("a folder").count(), 6);
}

#[test]
fn a_new_dataset_checks_clean_and_is_never_started_twice() {
    let folder = temporary();
    let ran = run(folder.path(), &["init", "mine"]);
    assert_eq!(ran.status, 0, "{}", ran.shown());
    snapshot("init", &ran.stdout);
    let checked = run(folder.path(), &["--data", "mine", "check", "--deny", "notes"]);
    assert_eq!(checked.status, 0, "{}", checked.shown());
    snapshot("init-check", &checked.stdout);
    change(&folder.path().join("mine/demarche.yaml"), "What this dataset is about", "Mine");
    let before = files(&folder.path().join("mine"));
    let again = run(folder.path(), &["init", "mine"]);
    assert_eq!((again.status, again.stdout.as_str()), (2, ""), "{}", again.shown());
    assert_eq!(files(&folder.path().join("mine")), before);
    // One file of a dataset is enough to refuse.
    fs::create_dir(folder.path().join("half")).expect("the folder can be made");
    fs::write(folder.path().join("half/actors.yaml"), "actors: {}\n").expect("the file can be written");
    assert_eq!(run(folder.path(), &["init", "half"]).status, 2);
    assert_eq!(files(&folder.path().join("half")), [("actors.yaml".to_owned(), "actors: {}\n".to_owned())]);
}

/// The files below a folder with their contents, in the order of the paths.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        let name = path.file_name().expect("an entry has a name").to_string_lossy().into_owned();
        if path.is_dir() {
            all.push((format!("{name}/"), String::new()));
            all.extend(files(&path).into_iter().map(|(below, text)| (format!("{name}/{below}"), text)));
        } else {
            all.push((name, fs::read_to_string(&path).expect("the file can be read")));
        }
    }
    all.sort();
    all
}

#[test]
fn the_dataset_is_found_from_the_current_folder_upwards() {
    let folder = copy_of_data();
    fs::create_dir_all(folder.path().join("notes/2025")).expect("the folder can be made");
    let at = |below: &str, args: &[&str]| run(&folder.path().join(below), args);
    let summary = at("", &["check"]).expect(0);
    assert_eq!(at("data", &["check"]).expect(0), summary, "in the dataset");
    assert_eq!(at("data/statements", &["check"]).expect(0), summary, "inside it");
    assert_eq!(at("seeds", &["check"]).expect(0), summary, "beside it");
    assert_eq!(at("notes/2025", &["check"]).expect(0), summary, "below its parent");
    assert_eq!(at("notes/2025", &["check", "--data", "../../data"]).expect(0), summary, "named");
    // Paths are printed so that they can be opened from where the user is.
    let id = "ryabkov-2021-12-13/legal-guarantees";
    for below in ["", "data", "data/statements", "notes/2025"] {
        let json = at(below, &["show", id, "--format", "json"]).json(0);
        let place = json["records"][0]["passages"][0]["proved_at"].as_str().expect("the passage is proved").to_owned();
        let (path, _) = place.rsplit_once(':').expect("a place has a line");
        assert!(folder.path().join(below).join(path).is_file(), "{below}: {place}");
    }
}

#[test]
fn a_nearer_dataset_comes_before_a_farther_one() {
    let folder = copy_of_data();
    run(folder.path(), &["init", "data/statements/../../inner"]).expect(0);
    let inner = run(&folder.path().join("inner/statements"), &["check"]).expect(0);
    assert!(inner.contains("0 claims"), "{inner}");
    let named = run(&folder.path().join("inner"), &["check", "--data", "../data"]).expect(0);
    assert!(!named.contains(" 0 claims"), "{named}");
}

// completions and the man page

#[test]
fn completions_know_the_commands_of_every_shell() {
    for shell in ["bash", "zsh", "fish"] {
        let script = run(root(), &["completions", shell]).expect(0);
        for word in ["coverage", "explain", "acknowledged"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        // clap_complete writes no values of arguments without a flag for fish.
        assert_eq!(script.contains("statements"), shell != "fish", "{shell}");
    }
    assert_eq!(run(root(), &["completions", "edlin"]).status, 2);
}

#[test]
fn the_man_page_is_one_and_names_every_command() {
    let page = run(root(), &["man"]).expect(0);
    assert!(page.contains(".TH demarche 1") && page.contains("Exit status"), "{page}");
    for command in [
        "check",
        "show",
        "list",
        "positions",
        "thread",
        "path",
        "query",
        "coverage",
        "draw",
        "rules",
        "explain",
        "schema",
        "init",
        "completions",
        "man",
    ] {
        assert!(page.contains(&format!("demarche\\-{command}(1)")), "{command}");
    }
}

// what reaches a terminal

#[test]
fn nothing_that_is_piped_holds_an_escape_sequence() {
    for (command, ran) in every_output() {
        assert!(!ran.shown().contains('\u{1b}'), "{command}: {:?}", ran.shown());
    }
    let folder = copy_of_small();
    change(&folder.path().join("small/demarche.yaml"), "claims: 11", "claims: 12");
    let at =
        |args: &[&str], environment: &[(&str, &str)]| run_with(folder.path(), &[&["--data", "small", "check"], args].concat(), environment);
    assert!(!at(&[], &[]).stdout.contains('\u{1b}'));
    assert!(!at(&["--color", "always"], &[("NO_COLOR", "")]).stdout.is_empty());
    assert!(at(&["--color", "always"], &[]).stdout.contains('\u{1b}'), "colour can be asked for");
    assert!(!at(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]).stdout.contains('\u{1b}'));
    assert!(!at(&[], &[("NO_COLOR", "1")]).stdout.contains('\u{1b}'));
}

/// Whether the character may move the cursor, hide text or turn its direction.
fn is_hostile(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[test]
fn hostile_text_never_reaches_the_terminal() {
    let payloads = fs::read_to_string(root().join("tests/fixtures/hostile/payloads.json")).expect("the payloads are there");
    let payloads: Value = serde_json::from_str(&payloads).expect("the payloads are JSON");
    let payloads: Vec<&str> = payloads["terminal"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert!(payloads.len() > 10);
    let fields = [
        ("statements/maron-1998-03-03.yaml", "summary: She asked Solvia to halve the tolls on all ships before the spring."),
        ("statements/maron-1998-03-03.yaml", "label: Asks for half the tolls"),
        ("statements/maron-1998-03-03.yaml", "passage: We ask Solvia to halve the tolls on all ships before the spring,"),
        ("statements/maron-1998-03-03.yaml", "venue: harbour conference"),
        ("sources.yaml", "title: Note on the lights in the strait"),
        ("demands.yaml", "title: Tolls halved"),
        ("actors.yaml", "name: Ilse Maron"),
        ("demarche.yaml", "title: What Merania asks for in the strait of Karn"),
    ];
    for payload in payloads {
        // Raw, and as an escape of a double-quoted scalar.
        let escaped: String = payload.chars().map(|c| format!("\\U{:08x}", c as u32)).collect();
        for written in [payload, &escaped] {
            let folder = copy_of_small();
            for (file, field) in fields {
                let (key, _) = field.split_once(": ").expect("a field has a key");
                change(&folder.path().join("small").join(file), field, &format!("{key}: \"a {written} b\""));
            }
            let commands: [&[&str]; 12] = [
                &["check"],
                &["check", "--acknowledged"],
                &["show", "maron-1998-03-03/halve-tolls"],
                &["show", "maron-1998-03-03"],
                &["show", "note"],
                &["show", "toll-cut"],
                &["list", "claims"],
                &["list", "actors"],
                &["coverage"],
                &["check", "--format", "json"],
                &["show", "maron-1998-03-03/halve-tolls", "--format", "json"],
                &["list", "sources", "--format", "json"],
            ];
            for args in commands {
                let ran = run(folder.path(), &[&["--data", "small"], args].concat());
                let tabs = args[0] == "list";
                let shown = ran.stdout + &ran.stderr;
                let found: Vec<char> = shown.chars().filter(|&c| is_hostile(c) && !(tabs && c == '\t')).collect();
                assert!(found.is_empty(), "{payload:?} with {args:?}: {found:?} in {shown}");
                assert!(
                    ran.status == 0 || ran.status == 1 || (ran.status == 2 && shown.contains("nothing has the id")),
                    "{payload:?}: {shown}"
                );
            }
        }
    }
}

#[test]
fn hostile_text_in_a_stored_source_is_shown_as_visible_escapes() {
    let folder = copy_of_small();
    let text = folder.path().join("small/texts/herald.txt");
    change(&text, "Karn Herald, 4 March 1998\n", "Karn Herald, 4 March 1998\n\u{1b}[31m\u{202e}\u{7}\n");
    for args in [&["check"][..], &["coverage"], &["show", "herald"], &["list", "sources"]] {
        let ran = run(folder.path(), &[&["--data", "small"], args].concat());
        let shown = ran.stdout + &ran.stderr;
        let found: Vec<char> = shown.chars().filter(|&c| is_hostile(c) && c != '\t').collect();
        assert!(found.is_empty(), "{args:?}: {found:?} in {shown}");
    }
}

#[cfg(not(feature = "git"))]
#[test]
fn a_build_without_git_says_so_when_a_revision_is_asked_for() {
    let refused = on_small(&["check", "--at", "HEAD"]);
    assert_eq!(
        (refused.status, refused.stderr.as_str()),
        (2, "error: this `demarche` was built without the feature `git`, so it reads no revisions\n")
    );
}

#[test]
fn show_says_who_reads_a_link_so() {
    let shown = on_data(&["show", "ryabkov-2022-01-10/no-intention-to-attack"]).expect(0);
    for line in ["belied-by (as the curators read it) event full-scale-invasion", "rejects (as the curators read it, order unclear) claim "]
    {
        assert!(shown.contains(line), "{shown}");
    }
    assert!(shown.contains("  about demand ") && shown.contains("  next (from the dates) claim "), "{shown}");
    let event = on_data(&["show", "full-scale-invasion"]).expect(0);
    assert!(event.contains("belied-by (as the curators read it) claim "), "{event}");
}
