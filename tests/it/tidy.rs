//! The order of the house: layers, what may name which crate, the length of files, and what is generated or pointed to.

use std::collections::{BTreeMap, BTreeSet};

use demarche::export::schema;
use demarche::model::shape::FILES;

use crate::driver::root;
use crate::peers::{files, read};

/// The layers of the library, from the lowest. A module uses modules of strictly lower layers only.
const LAYERS: &[&[&str]] = &[
    &["hash", "id", "date", "source", "suggest"],
    &["error", "diagnostic"],
    &["tree", "yaml"],
    &["model"],
    &["load", "quote"],
    &["graph", "proof"],
    &["position", "path", "cite", "visit"],
    &["query"],
    &["check", "diff", "measure"],
    &["cache"],
    &["view"],
    &["scene"],
    &["export", "report"],
];

/// Crates that are named in one place alone: the crate as code writes it, and where its files begin.
const CRATES: &[(&str, &str)] = &[
    ("annotate_snippets", "src/report/text.rs"),
    ("anstream", "src/bin/"),
    ("base64", "src/export/"),
    ("chrono", "src/date"),
    ("clap", "src/bin/"),
    ("clap_complete", "src/bin/"),
    ("clap_mangen", "src/bin/"),
    ("comfy_table", "src/bin/"),
    ("edtf_core", "src/date"),
    ("gix", "src/tree/git/"),
    ("granit_parser", "src/yaml/"),
    ("graphviz_rust", "src/export/dot.rs"),
    ("imara_diff", "src/diff/words.rs"),
    ("indicatif", "src/bin/"),
    ("krilla", "src/export/pdf.rs"),
    ("resvg", "src/export/png.rs"),
    ("petgraph", "src/visit.rs"),
    ("rustybuzz", "src/measure.rs"),
    ("sha1", "src/hash.rs"),
    ("sha2", "src/hash.rs"),
    ("strsim", "src/"),
    ("tempfile", "src/tree/"),
    ("unicode_security", "src/check/rules/look_alike_names.rs"),
    ("url", "src/load/fields.rs"),
];

/// The most lines of a file in `src`.
const MOST_LINES: usize = 600;

fn sources() -> Vec<String> {
    files("src").into_iter().filter(|path| path.ends_with(".rs")).collect()
}

/// The code of a file: without comments, and without the unit tests at its end.
fn code(path: &str) -> String {
    if path.ends_with("/tests.rs") {
        return String::new();
    }
    let text = read(path);
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

/// The path of a module in its crate: `src/yaml/build.rs` is `[yaml, build]`, `src/yaml/mod.rs` is `[yaml]`.
fn module(path: &str) -> Vec<String> {
    let path = path.strip_prefix("src/bin/demarche/").or(path.strip_prefix("src/")).expect("it stands in src");
    let mut parts: Vec<String> = path.strip_suffix(".rs").expect("it is Rust").split('/').map(str::to_owned).collect();
    parts.pop_if(|last| matches!(last.as_str(), "mod" | "lib" | "main"));
    parts
}

fn is_part_of_a_name(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// The places after `word` where it stands as a whole word.
fn after<'t>(code: &'t str, word: &str) -> Vec<&'t str> {
    let at = code.match_indices(word).filter(|(at, _)| !code[..*at].ends_with(is_part_of_a_name));
    at.map(|(at, _)| &code[at + word.len()..]).filter(|rest| !rest.starts_with(is_part_of_a_name)).collect()
}

fn name(text: &str) -> String {
    text.chars().take_while(|sign| is_part_of_a_name(*sign)).collect()
}

/// The names directly below a path that ends in `::`: one, or those in braces.
fn names(rest: &str) -> Vec<String> {
    let Some(group) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut depth = 0;
    let mut names = vec![String::new()];
    for sign in group.chars() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(String::new()),
            sign if depth == 0 && !sign.is_whitespace() => names.last_mut().expect("there is a first").push(sign),
            _ => {}
        }
    }
    names.iter().map(|text| name(text)).collect()
}

fn layer(module: &str) -> usize {
    LAYERS.iter().position(|layer| layer.contains(&module)).unwrap_or_else(|| panic!("`{module}` stands in no layer"))
}

#[test]
fn every_module_of_the_library_stands_in_one_layer() {
    let declared: BTreeSet<String> = after(&code("src/lib.rs"), "mod").into_iter().map(|rest| name(rest.trim_start())).collect();
    let mut layered = BTreeSet::new();
    for module in LAYERS.concat() {
        assert!(layered.insert(module.to_owned()), "`{module}` stands in two layers");
    }
    assert_eq!(declared, layered);
    for line in code("src/lib.rs").lines().filter(|line| !line.is_empty()) {
        assert!(line.starts_with("pub mod "), "the root holds modules and no re-exports: {line}");
    }
}

#[test]
fn a_module_uses_lower_layers_only() {
    let mut faults = Vec::new();
    for path in sources().into_iter().filter(|path| !path.starts_with("src/bin/") && path != "src/lib.rs") {
        let own = module(&path)[0].clone();
        for rest in after(&code(&path), "crate") {
            let Some(rest) = rest.strip_prefix("::") else { continue };
            for used in names(rest) {
                if !used.starts_with(char::is_lowercase) {
                    faults.push(format!("{path}: crate::{used} is a re-export at the root: name the module"));
                } else if used != own && layer(&used) >= layer(&own) {
                    faults.push(format!("{path}: `{own}` (layer {}) uses `{used}` (layer {})", layer(&own), layer(&used)));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_of_one_folder_use_each_other_one_way_only() {
    let modules: BTreeMap<Vec<String>, String> = sources()
        .into_iter()
        .filter(|path| !path.ends_with("/tests.rs"))
        .map(|path| {
            ([if path.starts_with("src/bin/") { "bin" } else { "lib" }.to_owned()].into_iter().chain(module(&path)).collect(), path)
        })
        .collect();
    // For each file the siblings that it uses.
    let mut uses: BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> = BTreeMap::new();
    for (own, path) in &modules {
        let code = code(path);
        let mut named: Vec<Vec<String>> = Vec::new();
        for rest in after(&code, "crate") {
            let mut at = vec![own[0].clone()];
            let mut rest = rest;
            // As far down as the folder of this file, then what is named there.
            while let Some(below) = rest.strip_prefix("::") {
                if at.len() + 1 < own.len() && names(below) == [own[at.len()].clone()] {
                    at.push(own[at.len()].clone());
                    rest = &below[own[at.len() - 1].len()..];
                } else {
                    named.extend(names(below).into_iter().map(|name| [at.clone(), vec![name]].concat()));
                    break;
                }
            }
        }
        for rest in after(&code, "super") {
            let Some(below) = rest.strip_prefix("::") else { continue };
            named.extend(names(below).into_iter().map(|name| [own[..own.len() - 1].to_vec(), vec![name]].concat()));
        }
        for sibling in named {
            let known = modules.get_key_value(&sibling).map(|(module, _)| module);
            if let Some(sibling) = known.filter(|sibling| *sibling != own && sibling.len() == own.len() && own.len() > 1) {
                uses.entry(own).or_default().insert(sibling);
            }
        }
    }
    assert!(uses.values().map(BTreeSet::len).sum::<usize>() > 10, "the uses are found");
    // What remains when files that use no remaining file are taken away again and again uses itself in a circle.
    let mut left: BTreeSet<&Vec<String>> = uses.keys().copied().collect();
    while let Some(free) = left.iter().copied().find(|module| uses[module].iter().all(|used| !left.contains(used))) {
        left.remove(free);
    }
    assert!(left.is_empty(), "these use each other in a circle: {:?}", left.iter().map(|module| &modules[*module]).collect::<Vec<_>>());
}

#[test]
fn the_binary_uses_the_public_interface_only() {
    for path in sources() {
        let code = code(&path);
        for way_round in ["#[path", "include!(", "#[doc(hidden)]", "extern crate"] {
            assert!(!code.contains(way_round), "{path}: {way_round}");
        }
        if !path.starts_with("src/bin/") {
            assert!(after(&code, "demarche").iter().all(|rest| !rest.starts_with("::")), "{path} names its own crate");
            assert!(!code.contains("println!"), "{path}: only the binary prints");
        }
    }
}

#[test]
fn a_crate_with_one_job_is_named_in_one_place() {
    let mut faults = Vec::new();
    for path in sources() {
        let code = code(&path);
        for (name, place) in CRATES {
            let is_used = after(&code, name).iter().any(|rest| rest.starts_with("::"));
            if is_used && !path.starts_with(place) {
                faults.push(format!("{path}: {name} belongs into {place}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_dependency_has_its_reason_above_it_and_is_used() {
    let manifest = read("Cargo.toml");
    let mut section = "";
    let mut above = "";
    let mut count = 0;
    let all: String = sources()
        .iter()
        .map(|path| read(path))
        .chain(files("tests/it").iter().filter(|path| path.ends_with(".rs")).map(|path| read(path)))
        .collect();
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]")
            && let Some((name, _)) = line.split_once(" = ")
        {
            count += 1;
            assert!(above.starts_with("# ") && above.ends_with('.'), "{name} has no reason above it");
            let named = name.replace('-', "_");
            assert!(after(&all, &named).iter().any(|rest| rest.starts_with("::")), "{name} is not used");
        }
        above = line;
    }
    assert!(count > 10);
    let lock = read("Cargo.lock");
    assert!(lock.contains("name = \"demarche\""), "the lock file is that of this package");
    assert!(!read(".gitignore").lines().any(|line| line.contains("Cargo.lock")), "the lock file is committed");
}

#[test]
fn every_source_file_says_what_it_does_and_is_not_too_long() {
    let mut faults = Vec::new();
    for path in sources() {
        let text = read(&path);
        // Unit tests in a file of their own are told by its name.
        if !text.starts_with("//! ") && !path.ends_with("/tests.rs") {
            faults.push(format!("{path} does not begin with //!"));
        }
        let lines = text.lines().count();
        if lines > MOST_LINES {
            faults.push(format!("{path} has {lines} lines, more than {MOST_LINES}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_source_file_is_unsafe_or_knows_this_machine() {
    for path in sources() {
        let code = code(&path);
        assert!(after(&code, "unsafe").is_empty(), "{path} is unsafe");
        for folder in ["home", "root", "tmp", "usr", "etc", "var", "work", "opt", "mnt"] {
            assert!(!code.contains(&format!("\"/{folder}/")), "{path}: a path below /{folder}");
        }
    }
    for path in ["tests/it", "tests/peers", "tests/bench", ".ci"].into_iter().flat_map(files) {
        if path.ends_with(".snap") || path == "tests/it/tidy.rs" {
            continue;
        }
        let text = read(&path);
        for folder in ["/home/", "/root/", "/work/", "/tmp/"] {
            assert!(!text.contains(folder), "{path}: a path below {folder}");
        }
    }
}

#[test]
fn stored_schemas_are_those_that_the_command_writes() {
    let stored: BTreeMap<String, String> = files("data/schemas").into_iter().map(|path| (path.clone(), read(&path))).collect();
    let written: BTreeMap<String, String> =
        FILES.iter().map(|file| (format!("data/schemas/{}.json", file.name), schema::to_text(file))).collect();
    for (path, text) in &written {
        assert_eq!(stored.get(path), Some(text), "{path} is stale: `cargo run -- schema -o data/schemas`");
        let name = path.rsplit('/').next().and_then(|name| name.strip_suffix(".json")).expect("it was made above");
        assert_eq!(crate::driver::run(root(), &["schema", name]).expect(0), *text);
    }
    assert_eq!(stored.len(), written.len(), "a schema for each kind of file and nothing else");
}

#[test]
fn every_data_file_tells_an_editor_its_schema() {
    let data: Vec<String> = files("data").into_iter().filter(|path| !path.starts_with("data/schemas/")).collect();
    assert!(data.len() > 6);
    for path in data {
        let below = path.strip_prefix("data/").expect("it stands there");
        let (above, kind) = match below {
            "demarche.yaml" => ("schemas/", "manifest"),
            _ => match below.split_once('/') {
                Some(("statements", _)) => ("../schemas/", "statement"),
                Some((table, _)) => ("../schemas/", table),
                None => ("schemas/", below.strip_suffix(".yaml").unwrap_or(below)),
            },
        };
        let file = FILES.iter().find(|file| file.name == kind).unwrap_or_else(|| panic!("{path} is none of the files of a dataset"));
        assert_eq!(read(&path).lines().next(), Some(schema::modeline(above, file).as_str()), "{path}");
    }
}

#[test]
fn every_path_that_a_page_names_is_there() {
    let pages = ["README.md", "CHANGELOG.md", "LICENSE-DATA.md", "tests/bench/README.md"];
    let mut missing = Vec::new();
    let mut seen = 0;
    for page in pages.into_iter().filter(|page| root().join(page).is_file()) {
        let text = read(page);
        // Odd pieces between backticks are code; fenced blocks give pieces that hold line feeds.
        for word in text.split('`').skip(1).step_by(2).flat_map(str::split_whitespace) {
            let top = word.split('/').next().unwrap_or_default();
            let is_path = word.contains('/') && ["src", "data", "seeds", "tests", ".ci"].contains(&top);
            if is_path && !word.contains(['*', '<', '{', '…']) {
                seen += 1;
                if !root().join(word).exists() {
                    missing.push(format!("{page}: {word}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(seen > 0 || !root().join("README.md").is_file());
}

#[test]
fn lock_files_name_no_place_to_download_from() {
    let lock = read("tests/peers/package-lock.json");
    assert!(!lock.contains("\"resolved\""), "write it with `npm install --omit-lockfile-registry-resolved`");
    let requirements = read("tests/peers/requirements.txt");
    for line in requirements.lines().filter(|line| !line.starts_with('#')) {
        let (name, version) = line.split_once("==").unwrap_or_else(|| panic!("{line} is not pinned"));
        assert!(!name.is_empty() && version.starts_with(|first: char| first.is_ascii_digit()), "{line}");
    }
    let package: serde_json::Value = serde_json::from_str(&read("tests/peers/package.json")).expect("it is JSON");
    for (name, version) in package["dependencies"].as_object().expect("an object") {
        let version = version.as_str().expect("a text");
        assert!(version.starts_with(|first: char| first.is_ascii_digit()), "{name} {version} is not pinned");
    }
}

#[test]
fn no_snapshot_waits_for_review() {
    let waiting: Vec<String> = files("tests").into_iter().filter(|path| path.ends_with(".snap.new")).collect();
    assert!(waiting.is_empty(), "{waiting:?}");
}
