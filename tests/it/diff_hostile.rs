//! `demarche diff` on names of revisions and on revisions that a stranger made: a clear finding or error, and never an option, a command
//! or a file outside the objects.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};

use crate::diff::write_side;
use crate::dot::payloads;
use crate::driver::{Run, change, run, temporary};
use crate::history::repository as history;
use crate::repository::{Repository, git};

/// A repository of two revisions, of which the second gives an actor another name.
fn pair() -> Repository {
    let repository = Repository::of_small();
    change(&repository.join("small/actors.yaml"), "Brandek", "Impostor");
    repository.commit("another name");
    repository
}

fn diff(repository: &Repository, ends: &[&str]) -> Run {
    run(repository.path(), &[&["--data", "small", "diff", "--format", "json", "--"], ends].concat())
}

#[test]
fn a_hostile_name_is_refused_for_what_it_is_and_never_an_option() {
    let repository = pair();
    let marker = repository.join("marker");
    let touch = format!("--upload-pack=touch {}", marker.display());
    for (name, why) in [
        ("-", "no revision begins with a dash"),
        ("--output=marker", "no revision begins with a dash"),
        (touch.as_str(), "no revision begins with a dash"),
        ("-c", "no revision begins with a dash"),
        (":/another", "commits are not searched by their messages"),
        ("HEAD^{/another}", "commits are not searched by their messages"),
        ("HEAD:small", "with a colon it names a file"),
        ("HEAD@{1}", "is not looked up"),
        ("@{u}", "is not looked up"),
        ("HEAD^!", "a range of commits"),
        ("a\nb", "it holds a control character"),
        ("\u{1b}[31m", "it holds a control character"),
        ("$(touch marker)", "there is no such branch, tag or hash"),
        (";touch marker", "there is no such branch, tag or hash"),
        ("../../etc/passwd", "it names a range of commits"),
        ("refs/heads/../../config", "it names a range of commits"),
        ("HEAD~99999999999999999999", "the number is too large"),
        ("\u{202e}niam", "there is no such branch, tag or hash"),
        ("0000000000000000000000000000000000000000", "is not in the repository"),
        ("", "a value is required"),
    ] {
        for ends in [[name, "HEAD"], ["HEAD", name]] {
            let refused = diff(&repository, &ends);
            assert!(matches!(refused.status, 2 | 3), "{name:?}: {}", refused.shown());
            assert!(refused.stderr.contains(why), "{name:?}: {}", refused.stderr);
            assert!(refused.stdout.is_empty() && !refused.stderr.contains('\u{1b}') && !refused.stderr.contains('\u{202e}'), "{name:?}");
        }
        // In a range too, unless it has another meaning there.
        let range = diff(&repository, &[&format!("HEAD...{name}")]);
        assert!(range.status != 0 || name.is_empty(), "{name:?}: {}", range.shown());
    }
    assert!(!marker.exists(), "nothing is executed");
}

#[test]
fn a_name_with_a_zero_byte_or_broken_utf_8_is_refused() {
    let repository = pair();
    let broken = std::ffi::OsStr::from_bytes(b"ma\xffin");
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    let done = command.args(["--data", "small", "diff", "--"]).arg(broken).arg("HEAD").current_dir(repository.path()).stdin(Stdio::null());
    let done = done.output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8(done.stderr).unwrap().contains("it is not UTF-8"));
    // A zero byte ends an argument before a program sees it: only the library can be handed one.
    let reader = demarche::tree::Repository::find(repository.path()).unwrap();
    for name in ["main\0", "\0", "HEAD\0~1"] {
        assert!(reader.revision(name).unwrap_err().to_string().contains("control character"));
        assert!(reader.range(&format!("{name}..HEAD")).is_err() && reader.range(&format!("HEAD...{name}")).is_err());
    }
}

#[test]
fn a_name_with_several_meanings_is_told_with_all_of_them() {
    let repository = pair();
    repository.git(&["branch", "twice", "HEAD~1"]);
    repository.git(&["tag", "twice", "HEAD"]);
    let both = diff(&repository, &["twice", "HEAD"]);
    assert_eq!(both.status, 2);
    for words in ["it has several meanings", "refs/heads/twice", "refs/tags/twice"] {
        assert!(both.stderr.contains(words), "{}", both.stderr);
    }
    let meant = diff(&repository, &["refs/heads/twice", "refs/tags/twice"]).json(0);
    assert_eq!(meant["headline"], diff(&repository, &["HEAD~1", "HEAD"]).json(0)["headline"]);
    // A branch that is called like the beginning of the hash of another commit.
    let hash = repository.id("HEAD~1");
    repository.git(&["update-ref", &format!("refs/heads/{}", &hash[..8]), "HEAD"]);
    let both = diff(&repository, &[&hash[..8], "HEAD"]);
    assert!(both.status == 2 && both.stderr.contains("it has several meanings"), "{}", both.shown());
    // References with names that look like options are read where they are written in full.
    repository.git(&["update-ref", "refs/heads/--output=x", "HEAD~1"]);
    assert_eq!(diff(&repository, &["refs/heads/--output=x", "HEAD"]).json(0)["headline"], meant["headline"]);
    assert_eq!(diff(&repository, &["--output=x", "HEAD"]).status, 2);
    assert!(!repository.join("x").exists());
}

#[test]
fn what_is_no_file_is_an_error_that_is_new_and_fails_the_review() {
    let report = run(history(), &["diff", "main...stranger", "--format", "json"]).json(0);
    let found = report["impact"]["findings"].as_array().unwrap();
    let told = |rule: &str, words: &str| {
        found
            .iter()
            .any(|found| found["rule"] == rule && found["code"] == "error-opened" && found["says"].as_str().unwrap().contains(words))
    };
    for (rule, words) in [
        ("not-a-file", "link.yaml` is a symbolic link"),
        ("not-a-file", "module` is a submodule"),
        ("not-a-file", "is a name that is not UTF-8"),
        ("limit-exceeded", "longer than 2097152 bytes"),
    ] {
        assert!(told(rule, words), "{words}: {found:?}");
    }
    assert_eq!(report["errors"], serde_json::json!({"before": 0, "after": 4}));
    // The way back says that they are gone.
    let back = run(history(), &["diff", "stranger", "main", "--format", "json"]).json(0);
    let gone = back["impact"]["findings"].as_array().unwrap().iter().filter(|found| found["code"] == "error-closed").count();
    assert_eq!(gone, found.iter().filter(|found| found["code"] == "error-opened").count());
    // Nothing of the stranger's stands in the work tree, or anywhere but in objects.
    assert_eq!(git(history(), &["status", "--short", "--ignored"]), "");
    assert!(!history().join("executed").exists() && !history().join(".gitattributes").exists());
}

#[test]
fn replacements_grafts_and_shallow_marks_do_not_change_what_is_compared() {
    let repository = pair();
    let expected = diff(&repository, &["HEAD~1", "HEAD"]).json(0);
    let (first, second) = (repository.id("HEAD~1"), repository.id("HEAD"));
    repository.git(&["replace", &first, &second]);
    assert_eq!(repository.git(&["diff", "--name-only", "HEAD~1", "HEAD"]), "", "git obeys");
    assert_eq!(diff(&repository, &["HEAD~1", "HEAD"]).json(0), expected);
    assert_eq!(diff(&repository, &["HEAD~1...HEAD"]).json(0)["headline"], expected["headline"]);
    repository.git(&["replace", "-d", &first]);
    repository.git(&["replace", &repository.id("HEAD~1:small/actors.yaml"), &repository.id("HEAD:small/actors.yaml")]);
    assert_eq!(diff(&repository, &["HEAD~1", "HEAD"]).json(0), expected);
    repository.write(".git/info/grafts", format!("{second}\n"));
    assert_eq!(diff(&repository, &["HEAD~1", "HEAD"]).json(0), expected);
}

#[test]
fn a_repository_that_borrows_objects_is_refused_by_its_name() {
    let source = pair();
    let outside = temporary();
    git(outside.path(), &["clone", "-q", "--shared", &source.path().display().to_string(), "shared"]);
    let refused = run(&outside.path().join("shared"), &["--data", "small", "diff", "HEAD~1", "HEAD"]);
    assert_eq!(refused.status, 3);
    assert!(refused.stderr.contains("it borrows objects from `"), "{}", refused.stderr);
    // Handed on by the environment as git would take it, it is not looked at.
    let repository = pair();
    let elsewhere = source.join(".git/objects").display().to_string();
    let run = |environment: &[(&str, &str)]| {
        crate::driver::run_with(repository.path(), &["--data", "small", "diff", "HEAD~1", "HEAD"], environment).expect(0)
    };
    assert_eq!(run(&[("GIT_ALTERNATE_OBJECT_DIRECTORIES", &elsewhere), ("GIT_OBJECT_DIRECTORY", &elsewhere)]), run(&[]));
}

#[test]
fn a_gigantic_or_damaged_object_ends_quickly_and_says_what_it_is() {
    let repository = pair();
    // A pack that declares little is one thing; here a file of 64 MB that the dataset would read.
    let long = repository.object("blob", &vec![b'#'; 64 << 20]);
    repository.git(&["update-index", "--add", "--cacheinfo", &format!("100644,{long},small/statements/long.yaml")]);
    let tree = repository.git(&["write-tree"]);
    let commit = repository.commit_of(&tree, &["HEAD"]);
    let told = run(repository.path(), &["--data", "small", "diff", "HEAD", &commit, "--fail-on", "integrity"]);
    assert_eq!(told.status, 1);
    assert!(told.stdout.contains("the file is longer than 2097152 bytes and was not read"), "{}", told.shown());
    let damaged = repository.loose(&repository.id("HEAD:small/actors.yaml"));
    fs::remove_file(&damaged).unwrap();
    let missing = diff(&repository, &["HEAD~1", "HEAD"]);
    assert_eq!(missing.status, 3);
    assert!(missing.stderr.contains("is not in the repository") && missing.stdout.is_empty(), "{}", missing.shown());
}

/// What a command shows on a real terminal.
fn on_a_terminal(folder: &std::path::Path, arguments: &str) -> String {
    let program = env!("CARGO_BIN_EXE_demarche");
    let mut script = Command::new("script");
    script.args(["-qec", &format!("'{program}' {arguments}"), "/dev/null"]).current_dir(folder).env("TERM", "xterm").env_remove("NO_COLOR");
    let shown = script.stdin(Stdio::null()).output().expect("`script` is part of every Debian");
    String::from_utf8(shown.stdout).expect("it is UTF-8")
}

/// A text without the sequences that set colours, and those with which the line of progress takes itself away.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == ';');
        plain.push_str(rest.strip_prefix(['m', 'K']).unwrap_or("\u{1b}["));
    }
    plain
}

#[test]
fn on_a_real_terminal_words_of_the_data_are_words() {
    for payload in payloads("terminal").into_iter().chain(["\u{1b}]0;title\u{7}".to_owned(), "a\u{9b}31mb".to_owned()]) {
        let folder = temporary();
        for name in ["old", "new"] {
            write_side("base", name, folder.path());
        }
        let file = folder.path().join("new/statements/kolar-2024-05-04.yaml");
        let quoted = serde_json::to_string(&payload).expect("it is a text");
        change(&file, "label: Strait closed by treaty", &format!("label: {quoted}"));
        let shown = on_a_terminal(folder.path(), "diff old new");
        assert!(shown.contains("\u{1b}["), "a terminal gets colours: {shown}");
        let plain = without_colours(&shown);
        let bare = plain.chars().find(|sign| (sign.is_control() && !matches!(sign, '\r' | '\n')) || demarche::yaml::is_invisible(*sign));
        assert_eq!(bare, None, "{payload:?}: {plain:?}");
    }
}
