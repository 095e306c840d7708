//! A dataset is read from any revision as if that revision had been checked out.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use demarche::error::Error;
use demarche::load::{Loaded, load};
use demarche::tree::{Place, Repository as Reader, Tree};
use proptest::prelude::*;

use crate::driver::{Run, change, copy_of_data, run, small, temporary};
use crate::repository::{Repository, git};

fn loaded(place: &Place) -> Loaded {
    load(place, &Default::default()).expect("the dataset can be read")
}

/// The place of a revision; the folder that the search begins at is given by its path.
fn at(folder: &Path, data: Option<&Path>, revision: &str) -> Place {
    Place::at_revision(folder, data, revision).unwrap_or_else(|error| panic!("{revision}: {error}"))
}

fn hash(repository: &Repository, name: &str) -> String {
    Reader::find(repository.path()).and_then(|found| found.revision(name)).unwrap_or_else(|error| panic!("{name}: {error}")).id
}

fn refusal(repository: &Repository, name: &str) -> String {
    let found = Reader::find(repository.path()).and_then(|found| found.revision(name));
    match found {
        Err(Error::Usage(text)) => text,
        other => panic!("{name:?}: {other:?}"),
    }
}

// Equality with a copy that was checked out

/// What happens to the work tree between two commits.
#[derive(Clone, Debug)]
enum Step {
    Write(usize, usize),
    Delete(usize),
    Link(usize),
    Execute(usize),
    Return(usize),
    Merge(usize),
    Pack,
}

const PATHS: [&str; 9] = [
    "small/demarche.yaml",
    "small/actors.yaml",
    "small/demands.yaml",
    "small/sources.yaml",
    "small/statements/maron-1999-05.yaml",
    "small/statements/brandek-1998-03-03.yaml",
    "small/statements/below/deeper/new.yaml",
    "small/texts/herald.txt",
    "beside.yaml",
];

fn step() -> impl Strategy<Value = Step> {
    let path = 0..PATHS.len();
    prop_oneof![
        6 => (path.clone(), 0..6usize).prop_map(|(path, content)| Step::Write(path, content)),
        1 => path.clone().prop_map(Step::Delete),
        1 => path.clone().prop_map(Step::Link),
        1 => path.prop_map(Step::Execute),
        1 => (0..8usize).prop_map(Step::Return),
        1 => (0..8usize).prop_map(Step::Merge),
        1 => Just(Step::Pack),
    ]
}

fn content(path: &str, which: usize) -> Vec<u8> {
    let original = fs::read_to_string(small().join(path.trim_start_matches("small/"))).unwrap_or("id: new\n".to_owned());
    match which {
        0 => original.into(),
        1 => original.replace("the", "thy").into(),
        2 => format!("{original}unknown: 1\n").into(),
        3 => original.lines().rev().collect::<Vec<_>>().join("\r\n").into(),
        4 => Vec::new(),
        _ => [original.as_bytes(), b"\xff\xfe"].concat(),
    }
}

fn take(repository: &Repository, step: &Step, commits: &[String]) -> String {
    let make_room = |path: &str| {
        let full = repository.join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        let _ = fs::remove_file(&full);
        full
    };
    match step {
        Step::Write(path, which) => {
            make_room(PATHS[*path]);
            repository.write(PATHS[*path], content(PATHS[*path], *which));
        }
        Step::Delete(path) => drop(fs::remove_file(repository.join(PATHS[*path]))),
        Step::Link(path) => symlink("actors.yaml", make_room(PATHS[*path])).unwrap(),
        Step::Execute(path) => {
            use std::os::unix::fs::PermissionsExt;
            make_room(PATHS[*path]);
            repository.write(PATHS[*path], content(PATHS[*path], 0));
            fs::set_permissions(repository.join(PATHS[*path]), fs::Permissions::from_mode(0o755)).unwrap();
        }
        Step::Return(index) => drop(repository.git(&["checkout", "-q", "--detach", &commits[index % commits.len()]])),
        Step::Merge(index) => drop(repository.git(&[
            "merge",
            "-q",
            "-s",
            "ours",
            "--no-edit",
            "--allow-unrelated-histories",
            &commits[index % commits.len()],
        ])),
        Step::Pack => drop(repository.git(&["gc", "-q"])),
    }
    repository.commit("a step")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn a_revision_loads_as_its_checked_out_copy_does(steps in prop::collection::vec(step(), 1..7)) {
        let repository = Repository::of_small();
        let mut commits = vec![repository.id("HEAD")];
        for step in &steps {
            let commit = take(&repository, step, &commits);
            commits.push(commit);
        }
        repository.git(&["checkout", "-q", "--orphan", "elsewhere"]);
        let copies = temporary();
        for (index, commit) in commits.iter().enumerate() {
            let copy = copies.path().join(format!("copy{index}"));
            repository.git(&["worktree", "add", "-q", "--detach", &copy.display().to_string(), commit]);
            let there = Place::at_revision(repository.path(), Some(&repository.join("small")), commit);
            match Place::at(&copy.join("small")) {
                Ok(checked_out) => {
                    let there = there.unwrap();
                    prop_assert_eq!(format!("{:#?}", loaded(&there)), format!("{:#?}", loaded(&checked_out)));
                    prop_assert_eq!(there.tree.blob_ids("small").unwrap(), checked_out.tree.blob_ids("small").unwrap());
                }
                // Without a manifest there is no dataset; where a link in its place leads is not looked at.
                Err(_) => prop_assert!(there.is_err() || fs::symlink_metadata(copy.join("small/demarche.yaml")).unwrap().is_symlink()),
            }
            let in_copy = Place::at_revision(&copy, Some(&copy.join("small")), "HEAD");
            prop_assert_eq!(in_copy.is_ok(), Place::at_revision(repository.path(), Some(&repository.join("small")), commit).is_ok());
        }
    }
}

#[test]
fn the_real_dataset_reads_the_same_with_its_texts_beside_it() {
    let repository = Repository::in_folder(copy_of_data(), &[]);
    repository.commit("data and texts");
    let files = Place::find(repository.path()).unwrap();
    let revision = at(repository.path(), None, "HEAD");
    assert_eq!(revision.data, "data");
    assert_eq!(format!("{:#?}", loaded(&revision)), format!("{:#?}", loaded(&files)));
    assert!(loaded(&revision).dataset.sources.values().any(|source| source.stored.is_some()), "the texts were found");
    fs::remove_dir_all(repository.join("data")).unwrap();
    fs::remove_dir_all(repository.join("seeds")).unwrap();
    assert_eq!(format!("{:#?}", loaded(&at(repository.path(), None, "main"))), format!("{:#?}", loaded(&revision)));
}

// Where the dataset is

#[test]
fn the_dataset_is_found_from_below_above_and_beside() {
    let repository = Repository::of_small();
    repository.git(&["mv", "small", "data"]);
    repository.write("other/place/note.txt", "");
    repository.commit("moved");
    let here = |folder: &str| at(&repository.join(folder), None, "HEAD");
    for folder in ["", "data", "data/statements", "other/place"] {
        let place = here(folder);
        assert_eq!((place.data.as_str(), place.prefix.as_str()), ("data", "HEAD:"), "{folder}");
    }
    let named = |data: &str, revision: &str| Place::at_revision(&repository.join("other"), Some(&repository.join(data)), revision);
    assert_eq!(named("data", "HEAD").unwrap().data, "data");
    // The folder is no longer there, and is where it was.
    assert_eq!(named("small", "HEAD~1").unwrap().data, "small");
    assert!(matches!(named("small", "HEAD"), Err(Error::NoDataset { .. })));
    assert!(matches!(named("data", "HEAD~1"), Err(Error::NoDataset { .. })));
    assert!(matches!(named("data/actors.yaml", "HEAD"), Err(Error::NoDataset { .. })));
    symlink("data", repository.join("link")).unwrap();
    assert_eq!(named("link", "HEAD").unwrap().data, "data", "a folder that the user names may be a link in the work tree");
    let run = run(&repository.join("other/place"), &["list", "actors", "--at", "HEAD~1", "--data", "../../small"]);
    assert!(run.expect(0).contains("maron"));
}

#[test]
fn a_dataset_may_be_the_whole_of_a_repository_or_lie_deep_in_it() {
    let whole = Repository::in_folder(crate::driver::copy_of_small(), &[]);
    for name in ["actors.yaml", "demands.yaml", "demarche.yaml", "events.yaml", "sources.yaml", "statements", "texts"] {
        fs::rename(whole.join(&format!("small/{name}")), whole.join(name)).unwrap();
    }
    whole.commit("at the root");
    let place = at(&whole.join("statements"), None, "main");
    assert_eq!((place.data.as_str(), place.prefix.as_str()), ("", "main:"));
    assert_eq!(loaded(&place).dataset, loaded(&Place::at(whole.path()).unwrap()).dataset);
    assert_eq!(loaded(&place).diagnostics, []);
    fs::remove_file(whole.join("texts/herald.txt")).unwrap();
    fs::create_dir_all(whole.join("a/b")).unwrap();
    fs::rename(whole.join("texts"), whole.join("a/b/texts")).unwrap();
    whole.commit("texts elsewhere");
    assert_eq!(loaded(&at(whole.path(), None, "HEAD")).diagnostics.len(), 4, "each text is missing and says so");

    let deep = Repository::of_small();
    fs::create_dir_all(deep.join("a/b/c")).unwrap();
    deep.git(&["mv", "small", "a/b/c/data"]);
    deep.git(&["mv", "a/b/c/data/texts", "a/b/c/texts"]);
    deep.commit("deep");
    let place = at(&deep.join("a/b/c"), None, "HEAD");
    assert_eq!((place.data.as_str(), place.prefix.as_str()), ("data", "HEAD:a/b/c/"));
    assert_eq!(loaded(&place).diagnostics, []);
    assert!(matches!(Place::at_revision(deep.path(), None, "HEAD"), Err(Error::NoDataset { .. })));
}

#[test]
fn every_shape_of_repository_can_be_read() {
    let repository = Repository::of_small();
    change(&repository.join("small/actors.yaml"), "Brandek", "Brandeck");
    repository.commit("a name");
    repository.git(&["tag", "-a", "v1", "-m", "one"]);
    repository.git(&["tag", "-a", "v1-again", "v1", "-m", "a tag of a tag"]);
    let wanted = loaded(&at(repository.path(), Some(&repository.join("small")), "HEAD")).dataset;
    let outside = temporary();
    let beside = |name: &str| outside.path().join(name);
    let shown = |name: &str| beside(name).display().to_string();
    let source = format!("file://{}", repository.path().display());

    repository.git(&["worktree", "add", "-q", "--detach", &shown("linked"), "HEAD~1"]);
    assert_eq!(loaded(&at(&beside("linked"), Some(&beside("linked/small")), "main")).dataset, wanted);
    assert_ne!(loaded(&at(&beside("linked"), Some(&beside("linked/small")), "HEAD")).dataset, wanted, "its HEAD is its own");

    git(outside.path(), &["clone", "-q", "--bare", &source, "bare"]);
    assert_eq!(loaded(&at(&beside("bare"), Some(&beside("bare/small")), "v1")).dataset, wanted);

    git(outside.path(), &["clone", "-q", "--separate-git-dir", &shown("kept-apart"), &source, "apart"]);
    assert_eq!(loaded(&at(&beside("apart"), Some(&beside("apart/small")), "origin/main")).dataset, wanted);
    assert_eq!(loaded(&at(&beside("apart"), Some(&beside("apart/small")), "origin")).dataset, wanted);

    git(outside.path(), &["clone", "-q", "--depth", "1", &source, "shallow"]);
    assert_eq!(loaded(&at(&beside("shallow"), Some(&beside("shallow/small")), "main")).dataset, wanted);
    let cut = run(&beside("shallow"), &["check", "--data", "small", "--at", "HEAD~1"]);
    assert_eq!(cut.status, 3);
    assert!(cut.stderr.contains("shallow clone") && cut.stderr.contains("--unshallow"), "{}", cut.stderr);

    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    git(outside.path(), &["clone", "-q", "--no-checkout", "--filter=blob:none", &source, "partial"]);
    let lacking = run(&beside("partial"), &["check", "--data", "small", "--at", "HEAD"]);
    assert_eq!(lacking.status, 3);
    assert!(lacking.stderr.contains("partial clone"), "{}", lacking.stderr);

    for pack in [&["gc", "-q"][..], &["pack-refs", "--all"], &["repack", "-a", "-d", "-q", "--write-midx"], &["commit-graph", "write"]] {
        repository.git(pack);
        for name in
            ["HEAD", "main", "v1", "v1-again", "heads/main", "tags/v1", "refs/heads/main", "@", "v1~0", "v1^0", "v1^{}", "v1^{commit}"]
        {
            assert_eq!(hash(&repository, name), repository.id("HEAD"), "{name} after {pack:?}");
        }
        assert_eq!(loaded(&at(repository.path(), Some(&repository.join("small")), "main")).dataset, wanted);
    }
}

// Names of revisions

#[test]
fn names_mean_what_they_mean_to_git() {
    let repository = Repository::empty();
    for index in 0..4 {
        repository.write("file", format!("{index}"));
        repository.commit(&format!("main {index}"));
    }
    repository.git(&["checkout", "-q", "-b", "topic/one", "HEAD~2"]);
    repository.write("other", "1");
    repository.commit("topic");
    repository.git(&["checkout", "-q", "main"]);
    repository.git(&["merge", "-q", "--no-edit", "topic/one"]);
    repository.git(&["tag", "-a", "v1.0", "-m", "annotated", "HEAD~1"]);
    repository.git(&["tag", "light", "topic/one"]);
    repository.git(&["update-ref", "refs/remotes/origin/main", "HEAD^2"]);
    repository.git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main"]);
    repository.git(&["update-ref", "ORIG_HEAD", "HEAD~3"]);
    let head = repository.id("HEAD");
    let tag = repository.id("v1.0");
    let bases = [
        "HEAD",
        "@",
        "main",
        "topic/one",
        "heads/topic/one",
        "v1.0",
        "tags/v1.0",
        "refs/tags/v1.0",
        "light",
        "origin/main",
        "origin",
        "ORIG_HEAD",
        &head,
        &head[..7],
        &head[..4],
        &tag,
        &tag[..8],
        &head.to_uppercase()[..12],
    ];
    let steps = [
        "",
        "~",
        "^",
        "~0",
        "^0",
        "^1",
        "^2",
        "~1",
        "~2",
        "~1~1",
        "^2~1",
        "^1^1",
        "~~",
        "^^",
        "^{}",
        "^{commit}",
        "~1^{}",
        "^2^{commit}~1",
    ];
    let mut known = 0;
    for name in bases.iter().flat_map(|base| steps.map(|step| format!("{base}{step}"))) {
        let found = Reader::find(repository.path()).unwrap().revision(&name);
        let wanted = format!("{name}^{{commit}}");
        if crate::repository::git_succeeds(repository.path(), &["rev-parse", "--verify", "-q", &wanted]) {
            assert_eq!(found.unwrap().id, repository.id(&wanted), "{name}");
            known += 1;
        } else {
            assert!(matches!(found, Err(Error::Usage(_))), "{name}: {found:?}");
        }
    }
    assert!(known > 250, "{known}");
}

#[test]
fn what_names_no_single_commit_is_refused_with_the_reason() {
    let repository = Repository::of_small();
    for (name, why) in [
        ("", "the name is empty"),
        ("-x", "no revision begins with a dash"),
        ("--all", "no revision begins with a dash"),
        (":/small", "not searched by their messages"),
        ("HEAD^{/small}", "not searched by their messages"),
        (":small/actors.yaml", "it names a file"),
        ("HEAD:small", "it names a file"),
        ("HEAD..main", "a range of commits"),
        ("HEAD...main", "a range of commits"),
        ("^HEAD", "a range of commits"),
        ("HEAD^!", "a range of commits"),
        ("HEAD^@", "a range of commits"),
        ("HEAD^-1", "a range of commits"),
        ("main@{1}", "not looked up"),
        ("@{upstream}", "not looked up"),
        ("main\0", "a control character"),
        ("main\u{1b}[31m", "a control character"),
        ("HEAD~x", "a number may stand"),
        ("HEAD^{tree}", "a number may stand"),
        ("HEAD~99999999999999999999999", "too large"),
        ("HEAD~4000000000", "has no parent"),
        ("HEAD^2", "has no parent"),
        ("~1", "no such branch"),
        ("mian", "did you mean `main`?"),
        ("HEDA", "did you mean `HEAD`?"),
        ("../config", "a range of commits"),
        ("config", "no such branch"),
        ("refs/../config", "a range of commits"),
        ("refs/heads", "no such branch"),
        ("index", "no such branch"),
        ("main.lock", "no such branch"),
        ("main ", "no such branch"),
        ("ma*", "no such branch"),
        ("0000000000000000000000000000000000000001~é", "a number may stand"),
    ] {
        let text = refusal(&repository, name);
        assert!(text.contains(why), "{name:?}: {text}");
        assert!(!text.contains(char::is_control) || text.contains('\n') && !text.contains('\u{1b}'), "{text:?}");
    }
    let missing = Reader::find(repository.path()).unwrap().revision("0000000000000000000000000000000000000001");
    assert!(matches!(missing, Err(Error::Io { .. })), "{missing:?}");
}

#[test]
fn a_name_with_several_meanings_is_refused_and_the_meanings_are_named() {
    let repository = Repository::of_small();
    let first = repository.id("HEAD");
    let mut seen = BTreeMap::new();
    let mut twins = None;
    let tree = repository.id("HEAD^{tree}");
    let mut stream = String::new();
    for index in 0..800 {
        stream += &format!("commit refs/heads/many\nmark :{index}1\ncommitter A <a@b> {index} +0000\ndata 0\n\n");
    }
    repository.git_with(&["fast-import", "--quiet", "--force"], stream.as_bytes());
    for id in repository.git(&["rev-list", "many"]).lines() {
        if let Some(other) = seen.insert(id[..4].to_owned(), id.to_owned()) {
            twins.get_or_insert((id[..4].to_owned(), other, id.to_owned()));
        }
    }
    let (digits, one, other) = twins.expect("of 800 hashes two begin with the same four digits");
    let text = refusal(&repository, &digits);
    assert!(text.contains(&one) && text.contains(&other) && text.contains("2 objects begin with it"), "{text}");
    let longer = (5..40).map(|length| &one[..length]).find(|longer| !other.starts_with(*longer)).unwrap();
    assert_eq!(hash(&repository, longer), one);

    let blobs: String = (0..800).map(|index| format!("blob\ndata <<END\n{index}\nEND\n")).collect();
    repository.git_with(&["fast-import", "--quiet"], blobs.as_bytes());
    let all = repository.git(&["cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)"]);
    let begins = |digits: &str, kind: &str| all.lines().filter(|line| line.starts_with(digits) && line.ends_with(kind)).count();
    let alone = seen.iter().find(|(digits, _)| begins(digits, "commit") == 1 && begins(digits, "blob") > 0);
    let (digits, commit) = alone.expect("some commit shares its beginning with a blob alone");
    assert_eq!(hash(&repository, digits), *commit);

    // What is no commit does not make the beginning of a commit's hash ambiguous, and alone it is refused.
    assert!(refusal(&repository, &tree[..12]).contains("names a tree, and a commit is needed"));
    let blob = repository.id("HEAD:small/actors.yaml");
    assert!(refusal(&repository, &blob).contains("names a blob"));

    // A tag like a branch, and a tag like the beginning of a hash.
    repository.git(&["tag", "twice", &one]);
    repository.git(&["branch", "twice", &other]);
    let text = refusal(&repository, "twice");
    assert!(text.contains("refs/tags/twice") && text.contains("refs/heads/twice"), "{text}");
    assert_eq!(hash(&repository, "heads/twice"), other);
    repository.git(&["tag", &first[..9], &other]);
    assert!(refusal(&repository, &first[..9]).contains("several meanings"));
    assert_eq!(hash(&repository, &first[..10]), first);
    repository.git(&["tag", "same", &one]);
    repository.git(&["branch", "same", &one]);
    assert_eq!(hash(&repository, "same"), one, "two names for one commit are no ambiguity");
    // A full hash is a hash, whatever a branch is called.
    repository.git(&["update-ref", &format!("refs/heads/{first}"), &other]);
    assert_eq!(hash(&repository, &first), first);
}

#[test]
fn a_remark_after_a_hash_is_left_alone_and_a_hash_that_is_too_long_is_none() {
    let repository = Repository::of_small();
    let head = repository.id("HEAD");
    repository.write(".git/FETCH_HEAD", format!("{head}\t\tbranch 'main' of elsewhere\n"));
    assert_eq!(hash(&repository, "FETCH_HEAD"), head);
    repository.write(".git/refs/heads/long", format!("{head}0\n"));
    assert!(matches!(Reader::find(repository.path()).unwrap().revision("long"), Err(Error::Io { .. })));
}

#[test]
fn a_branch_without_a_commit_says_so() {
    let repository = Repository::empty();
    assert!(refusal(&repository, "HEAD").contains("`refs/heads/main` has no commit yet"));
}

#[test]
fn a_range_begins_at_its_left_end_or_where_the_two_part() {
    let repository = Repository::of_small();
    let fork = repository.commit("fork");
    let left = repository.commit("left");
    repository.git(&["checkout", "-q", "-b", "topic", &fork]);
    let right = repository.commit("right");
    let reader = Reader::find(repository.path()).unwrap();
    let ends = |text: &str| reader.range(text).map(|range| (range.base.id, range.head.id));
    assert_eq!(ends("main..topic").unwrap(), (left.clone(), right.clone()));
    assert_eq!(ends("main...topic").unwrap(), (fork.clone(), right.clone()));
    assert_eq!(ends("main..").unwrap(), (left.clone(), right.clone()));
    assert_eq!(ends("...main").unwrap(), (fork.clone(), left.clone()));
    assert_eq!(reader.range("main...topic").unwrap().base.name, fork[..10], "it can be handed to git again");
    repository.git(&["checkout", "-q", "--orphan", "alone"]);
    repository.commit("another beginning");
    assert!(matches!(ends("main...alone"), Err(Error::Usage(text)) if text.contains("share no history")));
    assert!(matches!(ends("main...-x"), Err(Error::Usage(text)) if text.contains("begins with a dash")));
    assert!(matches!(ends("main"), Err(Error::Usage(text)) if text.contains("is no range")));
    // Both sides were merged into each other: git names one of the two best ancestors, and so is one named here.
    let cross = |one: &str, other: &str| {
        let tree = repository.id("main^{tree}");
        repository.commit_of(&tree, &[one, other])
    };
    repository.git(&["branch", "one", &cross(&left, &right)]);
    repository.git(&["branch", "other", &cross(&right, &left)]);
    let base = ends("one...other").unwrap().0;
    assert!([left, right].contains(&base) && repository.git(&["merge-base", "-a", "one", "other"]).contains(&base));
}

// Contents by hash

#[test]
fn contents_are_called_what_git_calls_them_in_a_revision_on_disk_and_in_memory() {
    let repository = Repository::of_small();
    let revision = at(repository.path(), Some(&repository.join("small")), "HEAD");
    let files = Place::at(&repository.join("small")).unwrap();
    let ids = revision.tree.blob_ids("small").unwrap();
    assert_eq!(ids.len(), 15);
    for (path, id) in &ids {
        assert_eq!(id.to_string(), repository.git(&["hash-object", path]), "{path}");
    }
    assert_eq!(files.tree.blob_ids("small").unwrap(), ids);
    assert_eq!(files.tree.to_memory(&["small"], 1 << 20).unwrap().blob_ids("small").unwrap(), ids);
    change(&repository.join("small/actors.yaml"), "Brandek", "Brandeck");
    let changed = files.tree.blob_ids("small").unwrap();
    let differing: Vec<&String> = ids.keys().filter(|path| ids[*path] != changed[*path]).collect();
    assert_eq!(differing, ["small/actors.yaml"]);
    assert_eq!(Tree::Memory(BTreeMap::new()).blob_ids("").unwrap(), BTreeMap::new());
}

// What is printed

fn repository_with_a_fault() -> Repository {
    let repository = Repository::of_small();
    change(&repository.join("small/statements/brandek-1999-11.yaml"), "act:", "akt:");
    repository.commit("a fault");
    change(&repository.join("small/statements/brandek-1999-11.yaml"), "akt:", "act:");
    repository.commit("mended");
    repository
}

fn with_revision(repository: &Repository, args: &[&str]) -> Run {
    run(repository.path(), &[&["--data", "small", "--at", "HEAD~1"], args].concat())
}

#[test]
fn a_finding_names_the_revision_the_path_and_the_line() {
    let repository = repository_with_a_fault();
    let text = with_revision(&repository, &["check"]).expect(1);
    let short = &repository.id("HEAD~1")[..10];
    assert!(text.starts_with(&format!("revision HEAD~1, commit {short}\n\n")), "{text}");
    let line = repository.git(&["show", "HEAD~1:small/statements/brandek-1999-11.yaml"]);
    let line = line.lines().position(|line| line.contains("akt:")).unwrap() + 1;
    assert!(text.contains(&format!("--> HEAD~1:small/statements/brandek-1999-11.yaml:{line}:")), "{text}");
    let json = with_revision(&repository, &["check", "--format", "json"]).json(1);
    assert_eq!(json["revision"]["id"], repository.id("HEAD~1"));
    assert_eq!(json["revision"]["name"], "HEAD~1");
    let paths: Vec<&str> = json["findings"].as_array().unwrap().iter().filter_map(|found| found["place"]["path"].as_str()).collect();
    assert!(paths.contains(&"HEAD~1:small/statements/brandek-1999-11.yaml"), "{paths:?}");
    assert!(paths.iter().all(|path| path.starts_with("HEAD~1:small/")), "{paths:?}");
    assert!(run(repository.path(), &["check", "--data", "small"]).expect(0).lines().all(|line| !line.contains("revision")));
    assert!(run(repository.path(), &["check", "--data", "small", "--format", "json"]).json(0).get("revision").is_none());
}

#[test]
fn every_command_that_loads_says_which_revision_it_read() {
    let repository = repository_with_a_fault();
    repository.git(&["checkout", "-q", "--orphan", "empty"]);
    repository.git(&["rm", "-rfq", "."]);
    let picture = repository.join("out.dot");
    let heading = format!("revision main, commit {}", &repository.id("main")[..10]);
    let picture = picture.display().to_string();
    for (command, is_table) in [
        (&["check"][..], false),
        (&["show", "harbour-union"], false),
        (&["list", "claims"], true),
        (&["positions"], true),
        (&["positions", "--history"], false),
        (&["thread", "toll-cut"], false),
        (&["coverage"], false),
        (&["draw", "-o", &picture], true),
    ] {
        let run = |more: &[&str]| run(repository.path(), &[&["--data", "small", "--at", "main"], command, more].concat());
        let text = run(&[]);
        assert_eq!(text.status, 0, "{command:?} {}", text.shown());
        if command[0] == "draw" {
            let dot = fs::read_to_string(&picture).unwrap();
            assert!(dot.contains(&format!("data revision {}", &repository.id("main")[..10])), "{dot}");
            assert!(run(&["--revision", "mine"]).status == 0 && fs::read_to_string(&picture).unwrap().contains("data revision mine"));
            continue;
        }
        let place = if is_table { &text.stderr } else { &text.stdout };
        assert!(place.starts_with(&heading), "{command:?} {}", text.shown());
        assert_eq!(run(&["--format", "json"]).json(0)["revision"]["id"], repository.id("main"), "{command:?}");
    }
}

#[test]
fn what_cannot_be_read_ends_with_the_status_for_it() {
    let outside = temporary();
    let none = run(outside.path(), &["check", "--at", "HEAD"]);
    assert_eq!(
        (none.status, none.stderr.as_str()),
        (2, "error: no git repository in `[FOLDER]` or above it, so there is no revision to read\n")
    );
    let repository = Repository::of_small();
    let dash = run(repository.path(), &["check", "--at=-x"]);
    assert_eq!((dash.status, dash.stderr.as_str()), (2, "error: no revision `-x`: no revision begins with a dash\n"));
    assert_eq!(run(repository.path(), &["check", "--at", "-x"]).status, 2);
    let nowhere = run(repository.path(), &["check", "--at", "HEAD"]);
    assert_eq!(nowhere.status, 2);
    assert!(nowhere.stderr.contains("no dataset in `HEAD:` or above it"), "{}", nowhere.stderr);
    let beyond = run(repository.path(), &["check", "--at", "HEAD", "--data", "gone/../../x"]);
    assert_eq!(beyond.status, 2, "{}", beyond.shown());
}
