//! `demarche diff` between revisions: what it says is what it says between folders.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::driver::{Run, change, copy_of_small, run, small};

fn git(folder: &Path, args: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]).args(args);
    command.current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    assert!(command.output().expect("git runs").status.success(), "{args:?}");
}

/// A repository of two revisions, of which the second gives a demand another title, and work on top of it.
fn repository() -> TempDir {
    let folder = copy_of_small();
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "first"]);
    change(&folder.path().join("small/demands.yaml"), "Tolls halved", "Tolls cut by half");
    git(folder.path(), &["commit", "-q", "-a", "-m", "second"]);
    change(&folder.path().join("small/demands.yaml"), "Tolls cut by half", "Tolls down by half");
    folder
}

fn diff(folder: &TempDir, ends: &[&str]) -> Run {
    run(folder.path(), &[&["--data", "small", "diff"], ends].concat())
}

#[test]
fn without_names_the_last_revision_is_compared_with_the_files() {
    let folder = repository();
    let shown = diff(&folder, &[]).expect(0);
    assert!(shown.contains("title-changed") && shown.contains("down"), "{shown}");
    assert_eq!(shown, diff(&folder, &["HEAD"]).expect(0));
}

#[test]
fn revisions_and_ranges_name_the_two_ends() {
    let folder = repository();
    let shown = diff(&folder, &["HEAD~1", "HEAD"]).expect(0);
    assert!(shown.contains("cut by half") || shown.contains("cut"), "{shown}");
    assert!(!shown.contains("down"), "what is not committed is no part of it: {shown}");
    assert_eq!(
        diff(&folder, &["HEAD~1..HEAD", "--format", "json"]).json(0)["headline"],
        diff(&folder, &["HEAD~1", "HEAD", "--format", "json"]).json(0)["headline"]
    );
    assert_eq!(
        diff(&folder, &["HEAD~1...main", "--format", "json"]).json(0)["headline"],
        diff(&folder, &["HEAD~1", "main", "--format", "json"]).json(0)["headline"]
    );
    let whole = diff(&folder, &["HEAD~1"]).expect(0);
    assert!(whole.contains("down"), "from the first revision to the files: {whole}");
}

#[test]
fn a_folder_is_compared_with_a_revision() {
    let folder = repository();
    let old = small().display().to_string();
    let shown = diff(&folder, &[&old, "HEAD"]).expect(0);
    assert!(shown.contains("title-changed"), "{shown}");
}

#[test]
fn a_name_with_two_meanings_and_one_with_none_are_refused() {
    let folder = repository();
    git(folder.path(), &["branch", "small"]);
    let both = diff(&folder, &["small", "HEAD"]);
    assert_eq!(both.status, 2);
    assert!(both.stderr.contains("is a folder and a revision") && both.stderr.contains("./small"), "{}", both.stderr);
    let none = diff(&folder, &["nowhere"]);
    assert_eq!(none.status, 2);
    assert!(none.stderr.contains("no revision `nowhere`"), "{}", none.stderr);
    let dashed = diff(&folder, &["--", "--output=x"]);
    assert_ne!(dashed.status, 0, "a revision is never an option: {}", dashed.shown());
    assert!(!folder.path().join("x").exists());
}
