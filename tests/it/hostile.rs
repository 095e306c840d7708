//! Hostile files and strings: each ends with a finding or a clean load, and nothing outside the dataset is read.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use demarche::check::check;
use demarche::diagnostic::Diagnostic;
use demarche::load::load;
use demarche::tree::Place;
use rayon::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::driver::{change, copy_of_small, in_memory, run, small, temporary, with_file};
use crate::peers::{in_parallel, output_of, read};

/// The hostile files, written once: they are kept in the target folder, under a name that changes with their generator.
pub fn hostile_files() -> &'static [PathBuf] {
    static FILES: OnceLock<Vec<PathBuf>> = OnceLock::new();
    FILES.get_or_init(|| {
        let hash: String = Sha256::digest(read("tests/fixtures/hostile/gen.py")).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let store = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let folder = store.join(format!("hostile-{hash}"));
        if !folder.is_dir() {
            let unfinished = tempfile::tempdir_in(store).expect("a temporary folder can be made");
            output_of(Command::new("python3").arg("tests/fixtures/hostile/gen.py").arg(unfinished.path()), "");
            // Where another run was faster its files are as good.
            if fs::rename(unfinished.path(), &folder).is_ok() {
                let _ = unfinished.keep();
            }
        }
        let mut files: Vec<PathBuf> =
            fs::read_dir(&folder).expect("the files are there").map(|entry| entry.expect("the entry can be read").path()).collect();
        files.sort();
        assert_eq!(files.len(), 92, "all hostile files were written");
        files
    })
}

/// A dataset whose only statement file is this one.
fn dataset_with(hostile: &Path) -> tempfile::TempDir {
    let folder = temporary();
    let data = folder.path().join("data");
    fs::create_dir_all(data.join("statements")).expect("the folders can be made");
    fs::write(data.join("demarche.yaml"), "format: 1\ntitle: A hostile file\ntexts: texts\n").expect("the manifest can be written");
    let stem = hostile.file_stem().and_then(|stem| stem.to_str()).expect("the names are plain");
    let target = data.join("statements").join(format!("{}.yaml", stem.to_lowercase().replace('_', "-")));
    if fs::hard_link(hostile, &target).is_err() {
        fs::copy(hostile, &target).expect("the file can be copied");
    }
    folder
}

/// The findings of load and check together.
fn findings(place: &Place) -> Vec<Diagnostic> {
    check(&load(place, &Default::default()).expect("the dataset can be read")).diagnostics
}

/// The strings to inject, of one kind.
fn payloads(kind: &str) -> Vec<String> {
    let all: Value = serde_json::from_str(&read("tests/fixtures/hostile/payloads.json")).expect("the file is JSON");
    let list = all[kind].as_array().unwrap_or_else(|| panic!("no payloads of the kind {kind}"));
    list.iter().map(|text| text.as_str().expect("a text").to_owned()).collect()
}

/// Any text as a YAML scalar: JSON's quoted strings are YAML's.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text can be written")
}

/// Tries each in parallel, with the list of what is wrong with it, and fails with the whole list.
fn none_fails<T: Sync>(cases: &[T], faults: impl Fn(&T) -> Vec<String> + Send + Sync) {
    let faults: Vec<String> = in_parallel(|| cases.par_iter().flat_map_iter(faults).collect());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_hostile_file_ends_with_a_finding_in_it() {
    none_fails(hostile_files(), |file| {
        let folder = dataset_with(file);
        let findings = findings(&Place::at(&folder.path().join("data")).expect("it is a dataset"));
        // None of them is a statement: at the least its keys are missing.
        let mut faults = if findings.is_empty() { vec![format!("{}: no finding", file.display())] } else { Vec::new() };
        let long = findings.iter().filter(|finding| finding.headline.len() > 1000);
        faults.extend(long.map(|finding| format!("{}: a headline of {} bytes", file.display(), finding.headline.len())));
        faults
    });
}

#[test]
fn every_hostile_file_ends_the_binary_with_a_documented_status() {
    none_fails(hostile_files(), |file| {
        let folder = dataset_with(file);
        let mut faults = Vec::new();
        for format in ["text", "json"] {
            let ended = run(folder.path(), &["check", "--format", format]);
            if ended.status != 1 || !ended.stderr.is_empty() {
                faults.push(format!("{}: status {}\n{}", file.display(), ended.status, ended.stderr));
            }
            if ended.stdout.contains(|sign: char| sign.is_control() && sign != '\n') {
                faults.push(format!("{}: a control character is printed", file.display()));
            }
            if ended.stdout.len() > 1 << 22 {
                faults.push(format!("{}: {} bytes are printed", file.display(), ended.stdout.len()));
            }
        }
        faults
    });
}

#[test]
fn no_path_in_a_record_leads_out_of_the_folder_of_the_texts() {
    // What a path might reach stands where the first of them lead.
    let secret = "SECRETWORDS";
    for payload in payloads("path").into_iter().filter(|payload| !matches!(payload.as_str(), "CON" | "aux.yaml")) {
        for (file, from, key) in [
            ("demarche.yaml", "texts: texts", "texts"),
            ("sources.yaml", "text: herald.txt", "text"),
            ("actors.yaml", "acts_for: solvia", "acts_for"),
        ] {
            let folder = copy_of_small();
            for place in ["etc/passwd", "passwd", "b", "small/b", "small/texts/b"] {
                let place = folder.path().join(place);
                fs::create_dir_all(place.parent().expect("it has a folder")).expect("the folder can be made");
                fs::write(place, secret).expect("the file can be written");
            }
            change(&folder.path().join("small").join(file), from, &format!("{key}: {}", quoted(&payload)));
            let place = Place::at(&folder.path().join("small")).expect("it is a dataset");
            let loaded = load(&place, &Default::default()).expect("the dataset can be read");
            let of_the_value = |finding: &&Diagnostic| {
                let path = finding.primary.as_ref().map(|label| &loaded.sources.file(label.span.file).path).or(finding.path.as_ref());
                path.is_some_and(|path| path == &format!("small/{file}"))
                    && matches!(finding.code.0, "bad-value" | "control-character" | "invisible-in-key" | "yaml-refused" | "yaml-syntax")
            };
            assert!(loaded.diagnostics.iter().any(|finding| of_the_value(&finding)), "{key}: {payload:?} is taken");
            for (_, read) in loaded.sources.files() {
                assert!(read.path.starts_with("small/") && !read.path.contains(".."), "{key}: {payload:?}: {} was read", read.path);
                assert!(!read.text.contains(secret), "{key}: {payload:?}: {} was read", read.path);
            }
        }
    }
}

#[test]
fn no_path_is_an_id_or_the_name_of_a_claim() {
    let place = in_memory(&small());
    let manifest = "small/actors.yaml";
    for payload in payloads("path").into_iter().filter(|payload| !demarche::id::is_id(payload)) {
        let key = quoted(&payload);
        let statement = format!(
            "id: {key}\nspeaker: merania\nform: speech\ndating: {{basis: unknown}}\nclaims:\n  {key}: {{act: demand, summary: He asks.}}\n"
        );
        for (path, content) in
            [("small/statements/hostile.yaml", statement), (manifest, format!("actors:\n  {key}: {{kind: state, name: Merania}}\n"))]
        {
            let loaded = load(&with_file(&place, path, Some(&content)), &Default::default()).expect("memory can be read");
            let at = |finding: &&Diagnostic| {
                finding.primary.as_ref().map(|label| loaded.sources.file(label.span.file).path.as_str()).or(finding.path.as_deref())
                    == Some(path)
            };
            assert!(loaded.diagnostics.iter().any(|finding| at(&finding)), "{path}: {payload:?} is taken");
            assert!(loaded.dataset.actors.keys().all(|id| id.as_str() != payload), "{payload:?}");
            assert!(loaded.dataset.statements.keys().all(|id| id.as_str() != payload), "{payload:?}");
            assert!(loaded.dataset.claims().all(|(_, claim)| claim.id.claim() != payload), "{payload:?}");
        }
    }
}

#[test]
fn every_payload_as_the_words_of_a_record_is_printed_without_control_characters() {
    let kinds = ["dot", "html_svg", "mermaid", "markdown", "gha", "csv", "terminal", "path", "edtf"];
    let all: Vec<String> = kinds.into_iter().flat_map(payloads).collect();
    none_fails(&all, |payload| {
        let folder = copy_of_small();
        let statements = folder.path().join("small/statements");
        let statement = format!(
            "id: hostile\nspeaker: merania\nform: speech\nvenue: {0}\ndate: {0}\ndating: {{basis: unknown, note: {0}}}\nclaims:\n  \
             words:\n    act: demand\n    demand: toll-cut\n    label: {0}\n    summary: {0}\n    evidence:\n      \
             - {{source: {0}, form: verbatim, passage: {0}}}\n      - {{source: herald, form: verbatim, passage: {0}}}\n  \
             {0}: {{act: inform, summary: x}}\n",
            quoted(payload)
        );
        fs::write(statements.join("hostile.yaml"), statement).expect("the file can be written");
        let mut faults = Vec::new();
        for (command, status) in [
            (&["check"][..], 1..=1),
            (&["check", "--format", "json"], 1..=1),
            (&["list", "claims"], 0..=0),
            (&["show", "hostile"], 0..=2),
            (&["path", "hostile/words", "toll-cut"], 0..=2),
            (&["path", "hostile/words", "toll-cut", "--explain"], 0..=2),
            (&["coverage"], 0..=1),
        ] {
            let ended = run(&folder.path().join("small"), command);
            if !status.contains(&ended.status) || ended.stderr.contains("panicked") {
                faults.push(format!("{command:?} {payload:?}: status {}\n{}", ended.status, ended.stderr));
            }
            // In a pipe a list has tabs between its columns, and as many in each line.
            let is_list = command[0] == "list";
            let tabs: BTreeSet<usize> = ended.stdout.lines().map(|line| line.matches('\t').count()).collect();
            if is_list && tabs.len() != 1 {
                faults.push(format!("{command:?} {payload:?}: lines of {tabs:?} tabs"));
            }
            let is_plain = |sign: char| sign == '\n' || (sign == '\t' && is_list);
            let bare =
                |sign: &char| (sign.is_control() && !is_plain(*sign)) || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            let found = ended.stdout.chars().chain(ended.stderr.chars()).find(bare);
            if let Some(sign) = found {
                faults.push(format!("{command:?} {payload:?}: {sign:?} is printed bare"));
            }
        }
        faults
    });
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_found_and_not_read() {
    let folder = copy_of_small();
    let data = folder.path().join("small");
    let outside = folder.path().join("outside.yaml");
    fs::write(&outside, "id: SECRETWORDS\n").expect("the file can be written");
    let link = |target: &Path, name: &str| std::os::unix::fs::symlink(target, data.join(name)).expect("a link can be made");
    link(&outside, "statements/outside.yaml");
    link(Path::new("../../outside.yaml"), "statements/relative.yaml");
    link(Path::new("/dev/zero"), "statements/device.yaml");
    link(Path::new("nowhere"), "statements/dangling.yaml");
    link(folder.path(), "statements/folder");
    link(Path::new("."), "statements/circle");
    let fifo = data.join("statements/fifo.yaml");
    output_of(Command::new("mkfifo").arg(&fifo), "");
    let loaded = load(&Place::at(&data).expect("it is a dataset"), &Default::default()).expect("the dataset can be read");
    let found: Vec<&str> = loaded
        .diagnostics
        .iter()
        .filter(|finding| finding.code.0 == "not-a-file")
        .map(|finding| finding.path.as_deref().expect("it names the path"))
        .collect();
    let names = ["circle", "dangling.yaml", "device.yaml", "fifo.yaml", "folder", "outside.yaml", "relative.yaml"];
    assert_eq!(found, names.map(|name| format!("small/statements/{name}")));
    assert!(loaded.sources.files().all(|(_, file)| !file.text.contains("SECRETWORDS")));
}

#[cfg(unix)]
#[test]
fn a_stored_text_that_is_a_link_or_lies_behind_one_is_not_read() {
    let check_text = |prepare: &dyn Fn(&Path)| {
        let folder = copy_of_small();
        fs::write(folder.path().join("outside.txt"), "SECRETWORDS").expect("the file can be written");
        prepare(folder.path());
        let loaded = load(&Place::at(&folder.path().join("small")).expect("it is a dataset"), &Default::default()).expect("it can be read");
        assert!(loaded.sources.files().all(|(_, file)| !file.text.contains("SECRETWORDS")), "a link was followed");
        loaded.diagnostics.iter().map(|finding| finding.code.0).collect::<Vec<_>>()
    };
    let link = |target: &Path, at: &Path| std::os::unix::fs::symlink(target, at).expect("a link can be made");
    let found = check_text(&|folder| {
        let text = folder.join("small/texts/herald.txt");
        fs::remove_file(&text).expect("the text is there");
        link(&folder.join("outside.txt"), &text);
    });
    assert!(found.contains(&"text-missing"), "{found:?}");
    let found = check_text(&|folder| {
        let texts = folder.join("small/texts");
        let elsewhere = folder.join("elsewhere");
        fs::rename(&texts, &elsewhere).expect("the folder can be moved");
        fs::write(elsewhere.join("herald.txt"), "SECRETWORDS").expect("the file can be written");
        link(&elsewhere, &texts);
    });
    assert!(found.contains(&"text-missing"), "{found:?}");
    let found = check_text(&|folder| {
        let (texts, elsewhere) = (folder.join("small/texts"), folder.join("elsewhere"));
        fs::rename(&texts, &elsewhere).expect("the folder can be moved");
        fs::write(elsewhere.join("herald.txt"), "SECRETWORDS").expect("the file can be written");
        link(&elsewhere, &folder.join("texts"));
    });
    assert!(found.contains(&"text-missing"), "{found:?}");
}
