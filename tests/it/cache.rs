//! The cache changes nothing but the time that a check takes: with it and without it the same is found, whatever was edited, renamed or spoilt.

use std::fs;
use std::path::{Path, PathBuf};

use demarche::cache::{self, Settings, Used};
use demarche::check::{self, Checked};
use demarche::diff::{self, Side, accept};
use demarche::graph::Graph;
use demarche::load::{self, Limits};
use demarche::proof::Proofs;
use demarche::report::{diff_json, diff_text, text};
use demarche::source::SourceMap;
use demarche::tree::Place;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::datasets::Random;
use crate::driver::{self, root};

pub const KEEP_ALL: Settings = Settings { least_bytes: 0, most_changed: 32, most_loaded: 100 };

/// The datasets that edits begin from: real ones, and for each rule one with a finding and one without.
pub fn datasets() -> Vec<PathBuf> {
    let mut found = vec![root().join("data"), driver::small(), root().join("tests/fixtures/forty")];
    let rules = root().join("tests/fixtures/rules");
    let mut cases: Vec<PathBuf> = fs::read_dir(rules).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    for case in cases {
        found.extend([case.join("bad"), case.join("ok")].into_iter().filter(|folder| folder.join("demarche.yaml").is_file()));
    }
    assert!(found.len() > 60);
    found
}

/// A copy of a dataset with what stands beside it.
pub fn copy(of: &Path) -> (TempDir, PathBuf) {
    let folder = driver::temporary();
    let inner = folder.path().join("data");
    driver::copy(of, &inner);
    if of == root().join("data") {
        driver::copy(&root().join("seeds"), &folder.path().join("seeds"));
    }
    (folder, inner)
}

fn shown(checked: &Checked, sources: &SourceMap) -> String {
    let options = text::Options { prefix: String::new(), styled: false };
    let found = checked.diagnostics.iter().chain(checked.acknowledged.iter().map(|(found, _)| found));
    found.map(|found| text::finding(found, sources, &options)).collect()
}

/// Checks with what is kept and without, and compares; says what was used.
pub fn compare(data: &Path, settings: &Settings) -> Result<Used, TestCaseError> {
    let (place, limits) = (Place::at(data).unwrap(), Limits::default());
    let (cached, texts, used) = cache::check(&place, &limits, settings).unwrap();
    let loaded = load::load(&place, &limits).unwrap();
    let plain = check::check(&loaded);
    prop_assert_eq!(shown(&cached, &texts), shown(&plain, &loaded.sources));
    prop_assert_eq!(cached, plain);
    Ok(used)
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries.into_iter().filter(|path| !path.file_name().unwrap().to_string_lossy().starts_with('.')) {
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}

/// The files of a folder with their contents.
pub fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    files(folder, &mut all);
    all.into_iter().map(|path| (path.clone(), fs::read(&path).unwrap())).collect()
}

/// Makes the folder what it was.
pub fn restore(folder: &Path, before: &[(PathBuf, Vec<u8>)]) {
    contents(folder).iter().for_each(|(path, _)| fs::remove_file(path).unwrap());
    before.iter().for_each(|(path, content)| fs::write(path, content).unwrap());
}

/// The part of a line before its value: its indentation and key.
fn key(line: &str) -> Option<&str> {
    line.split_once(": ").map(|(key, _)| key)
}

/// The values of keys within braces, `{source: a, form: b}`, as ranges with the key before.
fn inner(line: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices(": ") {
        let key: String = line[..at]
            .chars()
            .rev()
            .take_while(|sign| sign.is_alphanumeric() || *sign == '_')
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let start = at + 2;
        let end = line[start..].find([',', '}', '\n']).map_or(line.len(), |length| start + length);
        found.push((key, start..end));
    }
    found
}

/// Changes one thing in the folder at random; mostly in a statement.
pub fn edit(folder: &Path, dice: &mut Random) -> String {
    let mut all = Vec::new();
    files(folder, &mut all);
    let statements: Vec<PathBuf> = all.iter().filter(|path| path.parent().unwrap().ends_with("statements")).cloned().collect();
    let path = match dice.below(8) {
        0 => all[dice.below(all.len())].clone(),
        _ if statements.is_empty() => all[dice.below(all.len())].clone(),
        _ => statements[dice.below(statements.len())].clone(),
    };
    let Ok(before) = fs::read_to_string(&path) else { return "nothing".into() };
    let mut lines: Vec<String> = before.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        lines.push(String::new());
    }
    let at = dice.below(lines.len());
    let what = match dice.below(24) {
        0 => {
            lines.insert(0, "# a remark".to_owned());
            "a remark at the top"
        }
        1 => {
            lines.remove(at);
            "a line less"
        }
        2 => {
            lines.insert(at, lines[at].clone());
            "a line twice"
        }
        3 => {
            lines[at] = lines[at].chars().rev().collect();
            "a line backwards"
        }
        4 => {
            lines[at] += " more";
            "a line longer"
        }
        5 => {
            fs::remove_file(&path).unwrap();
            return format!("without {path:?}");
        }
        6 => {
            let to = path.with_file_name(format!("renamed-{}.yaml", dice.below(3)));
            fs::rename(&path, &to).unwrap();
            return format!("{path:?} is {to:?}");
        }
        7 => {
            // A claim once more, under another name.
            let Some(start) = lines.iter().position(|line| line == "claims:") else { return "nothing".into() };
            let is_head = |line: &String| line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':');
            let heads: Vec<usize> = (start..lines.len()).filter(|line| is_head(&lines[*line])).collect();
            if heads.is_empty() {
                return "nothing".into();
            }
            let head = heads[dice.below(heads.len())];
            let end = heads.iter().copied().find(|next| *next > head).unwrap_or(lines.len());
            let mut block = lines[head..end].to_vec();
            block[0] = format!("  copied-{}:", dice.below(4));
            let place = heads[dice.below(heads.len())];
            lines.splice(place..place, block);
            "a claim once more"
        }
        8..=15 => {
            // The value that the same key has elsewhere in the dataset.
            let others: Vec<String> = statements
                .iter()
                .flat_map(|path| fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned).collect::<Vec<_>>())
                .collect();
            let same: Vec<&String> = others.iter().filter(|other| key(other).is_some() && key(other) == key(&lines[at])).collect();
            if !same.is_empty() {
                lines[at] = same[dice.below(same.len())].clone();
            }
            "a value from elsewhere"
        }
        16..=20 => {
            let others: Vec<String> = statements
                .iter()
                .flat_map(|path| fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned).collect::<Vec<_>>())
                .collect();
            let values: Vec<(String, String)> =
                others.iter().flat_map(|line| inner(line).into_iter().map(|(key, range)| (key, line[range].to_owned()))).collect();
            let own = inner(&lines[at]);
            if !own.is_empty() {
                let (key, range) = own[dice.below(own.len())].clone();
                let same: Vec<&String> = values.iter().filter(|(other, _)| *other == key).map(|(_, value)| value).collect();
                if !same.is_empty() {
                    let value = same[dice.below(same.len())].clone();
                    lines[at].replace_range(range, &value);
                }
            }
            "a value within a line from elsewhere"
        }
        21 => {
            let other = dice.below(lines.len());
            lines.swap(at, other);
            "two lines changed places"
        }
        22 => {
            lines[at] = lines[at].replacen("19", "20", 1);
            "another year"
        }
        _ => {
            lines.truncate(at.max(1));
            "the end is gone"
        }
    };
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    format!("{what}: {path:?} line {}", at + 1)
}

/// Spoils what is kept under a name.
pub fn spoil(data: &Path, name: &str, dice: &mut Random) {
    let path = data.join(".demarche").join(name);
    let Some(mut bytes) = fs::read(&path).ok().filter(|bytes| !bytes.is_empty()) else { return };
    match dice.below(5) {
        0 => bytes.truncate(dice.below(bytes.len() + 1)),
        1 => {
            let at = dice.below(bytes.len());
            bytes[at] ^= 1 << dice.below(8);
        }
        2 => bytes.extend([0; 9]),
        3 => bytes.clear(),
        _ => {
            fs::remove_dir_all(data.join(".demarche")).unwrap();
            return;
        }
    }
    // In place, so that the file keeps its number; and its time, so that only the content is in doubt.
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, bytes).unwrap();
    fs::File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
}

/// One dataset, edited again and again; after each edit it is checked with the cache and without. Returns how often what was known was of use.
fn walk(seed: u64, steps: usize) -> Result<usize, TestCaseError> {
    let mut dice = Random(seed);
    let datasets = datasets();
    // The real ones are larger, and more in them hangs together.
    let base = if dice.below(2) == 0 { &datasets[dice.below(3)] } else { &datasets[dice.below(datasets.len())] };
    let (_folder, data) = copy(base);
    compare(&data, &KEEP_ALL)?;
    let mut used = 0;
    let mut done = Vec::new();
    for _ in 0..steps {
        let before = contents(&data);
        for _ in 0..=dice.below(2) {
            done.push(edit(&data, &mut dice));
        }
        if !data.join("demarche.yaml").is_file() {
            break;
        }
        if dice.below(8) == 0 {
            spoil(&data, "cache", &mut dice);
        }
        let one = compare(&data, &KEEP_ALL).map_err(|cause| TestCaseError::fail(format!("{base:?} after {done:#?}: {cause}")))?;
        used += usize::from(matches!(one, Used::AllBut(1..)));
        // What cannot be read any more is mended, so that the walk goes on.
        let place = Place::at(&data).unwrap();
        if !load::load(&place, &Limits::default()).unwrap().diagnostics.is_empty() {
            restore(&data, &before);
            done.push("as before".into());
            compare(&data, &KEEP_ALL)?;
        }
    }
    Ok(used)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn the_same_is_found_with_the_cache_and_without_it_after_any_edits(seed in any::<u64>()) {
        walk(seed, 12)?;
    }
}

#[test]
fn what_is_known_is_of_use_in_many_of_these_walks() {
    let used: usize = (0..8).map(|seed| walk(seed, 10).unwrap()).sum();
    assert!(used > 8, "{used}");
}

/// What a comparison says, in words and as data, with what is kept of the second folder; none where it is of no use.
fn parts(old: &Place, new: &Place) -> Option<[String; 2]> {
    let both = cache::both([old, new], None, &Limits::default(), &KEEP_ALL).unwrap()?;
    let [before, after] = &both.loaded;
    let graphs = [Graph::new(&before.dataset), Graph::new(&after.dataset)];
    let proofs = [Proofs::new(&before.dataset, &before.sources), Proofs::new(&after.dataset, &after.sources)];
    let checked = [both.check(0, &graphs[0], &proofs[0]), both.check(1, &graphs[1], &proofs[1])];
    let side = |place, loaded, number: usize| {
        let Checked { diagnostics, counts, .. } = &checked[number];
        Side::new(place, loaded, &graphs[number], &proofs[number]).with_findings(diagnostics).with_passages(counts.total())
    };
    Some(said(&side(old, before, 0), &side(new, after, 1)))
}

fn wholes(old: &Place, new: &Place) -> [String; 2] {
    let loaded = [old, new].map(|place| load::load(place, &Limits::default()).unwrap());
    let graphs = loaded.each_ref().map(|loaded| Graph::new(&loaded.dataset));
    let proofs = loaded.each_ref().map(|loaded| Proofs::new(&loaded.dataset, &loaded.sources));
    let checked = [0, 1].map(|side| check::check_with(&loaded[side], &graphs[side], &proofs[side]));
    let side = |place, number: usize| {
        Side::new(place, &loaded[number], &graphs[number], &proofs[number]).with_findings(&checked[number].diagnostics)
    };
    said(&side(old, 0), &side(new, 1))
}

fn said(old: &Side<'_>, new: &Side<'_>) -> [String; 2] {
    let diff = diff::between(old, new);
    let accepted = accept::accept(&diff, &[]);
    [diff_text::write(&diff, &accepted), serde_json::to_string_pretty(&diff_json::write(&diff, &accepted)).unwrap()]
}

/// One dataset, edited on; after each edit it is compared with what it was some edits before. Returns how often the parts told it.
fn compare_walk(seed: u64, steps: usize) -> Result<usize, TestCaseError> {
    let mut dice = Random(seed);
    let datasets = datasets();
    let base = if dice.below(4) > 0 { &datasets[dice.below(3)] } else { &datasets[dice.below(datasets.len())] };
    let (folder, data) = copy(base);
    compare(&data, &KEEP_ALL)?;
    let snapshot = driver::temporary();
    driver::copy(folder.path(), snapshot.path());
    fs::remove_dir_all(snapshot.path().join("data/.demarche")).unwrap_or_default();
    let old_data = snapshot.path().join("data");
    let (mut used, mut done) = (0, Vec::new());
    for _ in 0..steps {
        let which = if dice.below(4) == 0 { &old_data } else { &data };
        let before = contents(which);
        done.push(edit(which, &mut dice));
        let is_there = which.join("demarche.yaml").is_file();
        if !is_there || !load::load(&Place::at(which).unwrap(), &Limits::default()).unwrap().diagnostics.is_empty() {
            restore(which, &before);
            done.push("as before".into());
            continue;
        }
        let places = [Place::at(&old_data).unwrap(), Place::at(&data).unwrap()];
        // What is kept is of the folder that is edited, and may be a little behind it.
        if dice.below(6) == 0 {
            compare(&data, &KEEP_ALL)?;
        }
        for [old, new] in [[&places[0], &places[1]], [&places[1], &places[0]]] {
            if let Some(parts) = parts(old, new) {
                used += 1;
                let wholes = wholes(old, new);
                prop_assert_eq!(&parts[0], &wholes[0], "{:?} after {:#?}", base, done);
                prop_assert_eq!(&parts[1], &wholes[1], "{:?} after {:#?}", base, done);
            }
        }
    }
    Ok(used)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) })]

    #[test]
    fn a_comparison_of_parts_says_what_one_of_the_whole_says(seed in any::<u64>()) {
        compare_walk(seed, 8)?;
    }
}

/// A record that one side refers to from where the other does not may be referred to from elsewhere.
#[test]
fn a_record_that_is_referred_to_elsewhere_is_no_orphan_on_either_side() {
    compare_walk(4725602251172609603, 8).unwrap();
}

#[test]
fn many_comparisons_need_parts_alone() {
    let used: usize = (0..6).map(|seed| compare_walk(seed, 8).unwrap()).sum();
    assert!(used > 12, "{used}");
}

/// A dataset that is large enough to be remembered without being told so.
pub fn large() -> (TempDir, PathBuf) {
    let (folder, data) = copy(&root().join("tests/fixtures/forty"));
    let mut text = fs::read_to_string(data.join("demands.yaml")).unwrap();
    (0..20_000).for_each(|line| text += &format!("# remark {line}: nothing of it is a record, and all of it is read\n"));
    fs::write(data.join("demands.yaml"), text).unwrap();
    (folder, data)
}

/// Writes in place and sets the time back: the stamp of the file stays, and so does its number.
fn write_unseen(path: &Path, content: &[u8]) {
    let time = fs::metadata(path).unwrap().modified().unwrap();
    fs::write(path, content).unwrap();
    fs::File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
}

fn first_statement(data: &Path) -> PathBuf {
    let mut all = Vec::new();
    files(&data.join("statements"), &mut all);
    all[0].clone()
}

/// The file with its first claim made one without evidence of a form that there is; as many bytes as before.
fn broken(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let broken = text.replacen("claims:", "claimz:", 1);
    assert_ne!(text, broken);
    broken
}

#[test]
fn the_cache_stands_beside_the_data_where_git_does_not_see_it_and_can_be_deleted() {
    let (folder, data) = large();
    let git = |args: &[&str]| {
        let run = std::process::Command::new("git").args(args).current_dir(folder.path()).output().unwrap();
        assert!(run.status.success(), "{run:?}");
        String::from_utf8(run.stdout).unwrap()
    };
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "-A"]);
    let plain = driver::run(folder.path(), &["check", "--no-cache"]);
    assert!(!data.join(".demarche").exists());
    let first = driver::run(folder.path(), &["check"]);
    let kept = data.join(".demarche/cache");
    assert!(kept.is_file());
    assert_eq!(git(&["status", "--porcelain", "--untracked-files=all"]).lines().filter(|line| !line.starts_with("A ")).count(), 0);
    let second = driver::run(folder.path(), &["check"]);
    fs::remove_dir_all(data.join(".demarche")).unwrap();
    let third = driver::run(folder.path(), &["check"]);
    for run in [&first, &second, &third] {
        assert_eq!((run.shown(), run.status), (plain.shown(), plain.status));
    }
    assert!(kept.is_file());
    let left: Vec<_> = fs::read_dir(data.join(".demarche")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "{left:?}");
}

#[test]
fn nothing_is_kept_of_a_small_dataset() {
    let folder = driver::copy_of_small();
    driver::run(folder.path(), &["check", "--data", "small"]);
    assert!(!folder.path().join("small/.demarche").exists());
}

#[test]
fn a_cache_that_was_brought_along_is_not_believed() {
    let (folder, data) = large();
    driver::run(folder.path(), &["check"]).expect(0);
    // A copy with its times: like an archive that somebody unpacks.
    let other = driver::temporary();
    let run = std::process::Command::new("cp").arg("-a").arg(&data).arg(other.path()).output().unwrap();
    assert!(run.status.success());
    let copied = other.path().join("data");
    let path = first_statement(&copied);
    write_unseen(&path, broken(&path).as_bytes());
    assert!(driver::run(other.path(), &["check"]).expect(1).contains("claimz"));
}

#[test]
fn a_file_whose_time_was_set_back_is_read_again() {
    let (folder, data) = large();
    driver::run(folder.path(), &["check"]).expect(0);
    let path = first_statement(&data);
    write_unseen(&path, broken(&path).as_bytes());
    assert!(driver::run(folder.path(), &["check"]).expect(1).contains("claimz"));
}

#[test]
fn files_that_changed_places_are_read_again() {
    let (folder, data) = large();
    let all: Vec<PathBuf> = fs::read_dir(data.join("statements")).unwrap().map(|entry| entry.unwrap().path()).collect();
    // Of one size and one time.
    let [one, other] = [&all[0], &all[1]];
    let size = fs::read_to_string(one).unwrap().len().max(fs::read_to_string(other).unwrap().len()) + 2;
    let time = fs::metadata(one).unwrap().modified().unwrap();
    for path in [one, other] {
        let text = fs::read_to_string(path).unwrap();
        fs::write(path, format!("{text}#{}\n", "-".repeat(size - text.len() - 2))).unwrap();
        fs::File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
    }
    driver::run(folder.path(), &["check"]).expect(0);
    let away = data.join("statements/away");
    for (from, to) in [(one, &away), (&away, other)] {
        if to == other {
            fs::rename(other, one).unwrap();
        }
        fs::rename(from, to).unwrap();
    }
    let plain = driver::run(folder.path(), &["check", "--no-cache"]).expect(1);
    assert!(plain.contains("file-name-mismatch"));
    assert_eq!(driver::run(folder.path(), &["check"]).expect(1), plain);
}

#[test]
fn git_sees_nothing_of_a_folder_that_was_there_without_its_sign() {
    let (folder, data) = large();
    fs::create_dir(data.join(".demarche")).unwrap();
    driver::run(folder.path(), &["check"]).expect(0);
    assert_eq!(fs::read_to_string(data.join(".demarche/.gitignore")).unwrap(), "*\n");
}

#[test]
fn a_file_as_young_as_the_cache_is_read_again() {
    let (folder, data) = large();
    let path = first_statement(&data);
    let later = fs::metadata(&path).unwrap().modified().unwrap() + std::time::Duration::from_secs(3600);
    fs::File::options().append(true).open(&path).unwrap().set_modified(later).unwrap();
    driver::run(folder.path(), &["check"]).expect(0);
    driver::run(folder.path(), &["check"]).expect(0);
    write_unseen(&path, broken(&path).as_bytes());
    assert!(driver::run(folder.path(), &["check"]).expect(1).contains("claimz"));
}

#[test]
fn a_cache_of_another_version_is_not_believed() {
    use sha2::{Digest, Sha256};
    let (folder, data) = large();
    driver::run(folder.path(), &["check"]).expect(0);
    let (place, limits) = (Place::at(&data).unwrap(), Limits::default());
    let used = || cache::check(&place, &limits, &KEEP_ALL).unwrap().2;
    assert_eq!(used(), Used::AllBut(0));
    let kept = data.join(".demarche/cache");
    let bytes = fs::read(&kept).unwrap();
    let (head, body) = bytes[..bytes.len() - 32].split_at(32);
    let version = env!("CARGO_PKG_VERSION").as_bytes();
    let at = body.windows(version.len()).position(|window| window == version).unwrap();
    let mut other = body.to_vec();
    other[at] += 1;
    let whole = |body: &[u8]| [head, body, &Sha256::digest(body)].concat();
    write_unseen(&kept, &whole(&other));
    assert_eq!(used(), Used::Nothing);
    // The same with the right version is believed: it was the version that was not.
    let bytes = fs::read(&kept).unwrap();
    write_unseen(&kept, &bytes);
    assert_eq!(used(), Used::AllBut(0));
}

#[test]
fn where_nothing_can_be_kept_nothing_is_said() {
    for make in [
        |at: &Path| fs::write(at, "a file").unwrap(),
        |at: &Path| std::os::unix::fs::symlink("elsewhere", at).unwrap(),
        |at: &Path| {
            fs::create_dir(at).unwrap();
            fs::create_dir(at.join("cache")).unwrap();
        },
    ] {
        let (folder, data) = large();
        fs::create_dir(data.join("elsewhere")).unwrap();
        make(&data.join(".demarche"));
        let run = driver::run(folder.path(), &["check"]);
        assert_eq!(run.shown(), driver::run(folder.path(), &["check", "--no-cache"]).shown());
        assert_eq!(fs::read_dir(data.join("elsewhere")).unwrap().count(), 0, "no link is followed");
        driver::run(folder.path(), &["check"]).expect(0);
    }
}

#[test]
fn a_command_that_goes_on_in_spite_of_errors_names_as_many_with_the_cache() {
    let (folder, data) = large();
    let path = first_statement(&data);
    let text = fs::read_to_string(&path).unwrap();
    let at = text.find("passage: ").unwrap() + "passage: ".len();
    let end = at + text[at..].find(['\n', '}']).unwrap();
    fs::write(&path, format!("{}\"nobody ever wrote these words\"{}", &text[..at], &text[end..])).unwrap();
    driver::run(folder.path(), &["check"]).expect(1);
    let claim = driver::run(folder.path(), &["query", "claims()", "--format", "json"]).json(0);
    let claim = claim["records"][0]["id"].as_str().expect("an id").to_owned();
    for command in [&["draw", "-o", "x.svg"][..], &["show", &claim]] {
        let plain = driver::run(folder.path(), &[command, &["--no-cache"]].concat());
        assert!(plain.stderr.contains("the dataset has 1 error"), "{}", plain.stderr);
        assert_eq!(driver::run(folder.path(), command).stderr, plain.stderr);
    }
}

#[test]
fn processes_at_once_do_not_disturb_each_other() {
    let (folder, data) = large();
    let plain = driver::run(folder.path(), &["check", "--no-cache"]).shown();
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..6).map(|_| scope.spawn(|| driver::run(folder.path(), &["check"]).shown())).collect();
        runs.into_iter().for_each(|run| assert_eq!(run.join().unwrap(), plain));
    });
    let (place, limits) = (Place::at(&data).unwrap(), Limits::default());
    assert_eq!(cache::check(&place, &limits, &KEEP_ALL).unwrap().2, Used::AllBut(0));
    let left: Vec<_> = fs::read_dir(data.join(".demarche")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "no temporary file is left: {left:?}");
}

/// The same edit made in every place where it can be made: what it does elsewhere is found, and places elsewhere are those of now.
fn sweep(base: &Path, edits: impl Fn(&str) -> Vec<String>, stride: usize) -> usize {
    let (_folder, data) = copy(base);
    let place = Place::at(&data).unwrap();
    if !load::load(&place, &Limits::default()).unwrap().diagnostics.is_empty() {
        return 0;
    }
    compare(&data, &KEEP_ALL).unwrap();
    let mut all = Vec::new();
    files(&data.join("statements"), &mut all);
    let mut used = 0;
    for (number, path) in all.iter().enumerate() {
        let text = fs::read_to_string(path).unwrap();
        for (which, edited) in edits(&text).into_iter().enumerate().filter(|(which, _)| (which + number) % stride == 0) {
            fs::write(path, &edited).unwrap();
            let one = compare(&data, &KEEP_ALL).unwrap_or_else(|cause| panic!("{} edit {which}: {cause}", path.display()));
            used += usize::from(one == Used::AllBut(1));
            // What is kept is that of the first check again: the file is what it was, and a whole check may have kept another state.
            fs::write(path, &text).unwrap();
            if one == Used::Nothing {
                compare(&data, &KEEP_ALL).unwrap();
            }
        }
    }
    used
}

/// The text with the value of each of these keys in turn replaced by each of these values.
pub fn with_values(text: &str, key: &str, values: &[&str]) -> Vec<String> {
    let mut edited = Vec::new();
    let wanted = format!("{key}: ");
    for (at, _) in text.match_indices(&wanted) {
        if text[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_') {
            continue;
        }
        let start = at + wanted.len();
        let is_flow = text[..at].ends_with(['{', ' ']) && text[..at].rfind('{') > text[..at].rfind('\n');
        let end = start + text[start..].find(|sign| sign == '\n' || (is_flow && (sign == ',' || sign == '}'))).unwrap();
        edited.extend(
            values.iter().filter(|value| **value != &text[start..end]).map(|value| format!("{}{value}{}", &text[..start], &text[end..])),
        );
    }
    edited
}

#[test]
fn what_an_edit_does_to_other_statements_is_found() {
    let real = root().join("data");
    let dates = |text: &str| with_values(text, "date", &["2035-01-01", "1990-01-01"]);
    assert!(sweep(&real, dates, 1) > 10, "dates");
    let firmness = |text: &str| with_values(text, "firmness", &["floats", "ultimatum"]);
    assert!(sweep(&real, firmness, 3) > 10, "firmness");
    let forms = |text: &str| with_values(text, "form", &["paraphrase", "headline", "translated"]);
    assert!(sweep(&real, forms, 9) > 10, "forms");
    let speakers = |text: &str| with_values(text, "speaker", &["vladimir-putin", "kremlin", "nato"]);
    assert!(sweep(&real, speakers, 1) > 10, "speakers");
    let sources = |text: &str| with_values(text, "source", &["text-000", "text-002", "text-004"]);
    sweep(&real, sources, 9);
}

#[test]
fn places_in_a_file_that_moved_are_told_where_they_are_now() {
    let moved = |text: &str| vec![format!("# a remark that moves everything\n{text}")];
    let used: usize = datasets().iter().map(|base| sweep(base, moved, 1)).sum();
    assert!(used > 60, "{used}");
}

/// A statement that was made in a year of its own, with one claim and its links.
fn statement(folder: &Path, number: usize, links: &[&str]) {
    let links: Vec<String> = links.iter().map(|to| format!("{{kind: reiterates, to: {to}, why: He says the same.}}")).collect();
    let links = if links.is_empty() { String::new() } else { format!("    links: [{}]\n", links.join(", ")) };
    // What lies between the ends is about nothing that the ends are about, and from another source.
    let (about, source) = match number {
        1..=4 => ("act: inform", "courier, form: paraphrase, passage: patience is running out"),
        _ => ("act: reject\n    demand: toll-cut\n    firmness: demands", "herald, form: verbatim, passage: The tolls stay as they are"),
    };
    let text = format!(
        "id: chain-{number}\nspeaker: otto-brandek\naddressees: [merania]\nform: speech\ndate: {}\ndating: {{basis: unknown, note: invented}}\n\
         claims:\n  stays:\n    {about}\n    summary: He said that the tolls stay {number}.\n    \
         evidence: [{{source: {source}, language: en}}]\n{links}",
        2000 + number,
    );
    fs::write(folder.join(format!("statements/chain-{number}.yaml")), text).unwrap();
}

#[test]
fn a_path_over_claims_that_did_not_change_is_told() {
    let (_old_folder, old) = copy(&driver::small());
    let chain = |data: &Path, ends: bool| {
        statement(data, 0, &[]);
        (1..6).for_each(|number| statement(data, number, &[&format!("chain-{}/stays", number - 1)]));
        statement(data, 6, if ends { &["chain-0/stays"] } else { &[] });
        statement(data, 7, if ends { &["chain-5/stays"] } else { &[] });
    };
    chain(&old, false);
    let (_new_folder, new) = copy(&old);
    let found = load::load(&Place::at(&new).unwrap(), &Limits::default()).unwrap().diagnostics;
    assert!(found.is_empty(), "{found:?}");
    compare(&new, &KEEP_ALL).unwrap();
    chain(&new, true);
    let places = [Place::at(&old).unwrap(), Place::at(&new).unwrap()];
    let parts = parts(&places[0], &places[1]).expect("parts are enough");
    assert!(parts[0].contains("chain-6/stays") && parts[0].contains("7 links"), "{}", parts[0]);
    assert_eq!(parts, wholes(&places[0], &places[1]));
}

#[test]
fn an_acknowledgement_that_becomes_stale_elsewhere_is_told() {
    let (_folder, data) = copy(&driver::small());
    // A demand of its own, accepted as one that nothing refers to, which one claim is about.
    let demands = fs::read_to_string(data.join("demands.yaml")).unwrap();
    let own = "  own-demand:\n    title: A demand of its own\n    description: That this stays.\n    acknowledge: [{rule: orphan-record, why: kept for later}]\n";
    fs::write(data.join("demands.yaml"), format!("{}\n{own}", demands.trim_end())).unwrap();
    statement(&data, 0, &[]);
    let path = data.join("statements/chain-0.yaml");
    let about = |demand: &str| fs::read_to_string(&path).unwrap().replace("demand: toll-cut", &format!("demand: {demand}"));
    let (with, without) = (about("own-demand"), about("toll-cut"));
    for (before, after) in [(&with, &without), (&without, &with)] {
        fs::remove_dir_all(data.join(".demarche")).unwrap_or_default();
        fs::write(&path, before).unwrap();
        let found = load::load(&Place::at(&data).unwrap(), &Limits::default()).unwrap().diagnostics;
        assert!(found.is_empty(), "{found:?}");
        compare(&data, &KEEP_ALL).unwrap();
        fs::write(&path, after).unwrap();
        compare(&data, &KEEP_ALL).unwrap();
    }
}
