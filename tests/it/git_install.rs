//! `demarche git install`: the real git shows the normal form, and `uninstall` leaves every file as it was.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::driver::{Run, change, copy_of_small, run, temporary};
use crate::peers::files_of;
use crate::repository::{Repository, git};

fn demarche(folder: &Path, args: &[&str]) -> Run {
    run(folder, &[&["--data", "small", "git"], args].concat())
}

/// All files of a repository that are no objects, with their bytes.
fn kept(repository: &Repository) -> BTreeMap<String, Vec<u8>> {
    let files = files_of(&repository.join(".git")).into_iter().filter(|path| !path.starts_with("objects/") && path != "index");
    files.map(|path| (path.clone(), fs::read(repository.join(".git").join(path)).expect("it can be read"))).collect()
}

#[test]
fn git_shows_the_normal_form_and_after_uninstall_the_lines_and_every_byte_is_as_it_was() {
    let repository = Repository::of_small();
    let before = kept(&repository);
    demarche(repository.path(), &["install"]).expect(0);
    let installed = kept(&repository);
    assert_eq!(
        installed.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)).map(|(path, _)| path.as_str()).collect::<Vec<_>>(),
        ["config", "info/attributes"]
    );
    // A change of layout shows no line, and a change of a value shows the value.
    let actors = repository.join("small/actors.yaml");
    let text = fs::read_to_string(&actors).unwrap();
    fs::write(&actors, format!("# A remark.\n{}", text.replace("\n  ", "\n\n  "))).unwrap();
    assert!(!repository.git(&["diff"]).contains("@@"), "{}", repository.git(&["diff"]));
    assert!(repository.git(&["diff", "--no-textconv"]).contains("+# A remark."));
    fs::write(&actors, &text).unwrap();
    change(&repository.join("small/demands.yaml"), "Tolls halved", "Tolls cut by half");
    let shown = repository.git(&["diff"]);
    assert!(shown.contains("\n-    title: Tolls halved\n+    title: Tolls cut by half\n"), "{shown}");
    let textconv = repository.git(&["show", "--textconv", "HEAD:small/demands.yaml"]);
    assert!(textconv.starts_with("demands:\n") && !textconv.contains('#'), "{textconv}");
    assert!(repository.git(&["log", "-p", "--", "small"]).contains("+    title: Tolls halved"));

    // Twice is once.
    demarche(repository.path(), &["install"]).expect(0);
    assert_eq!(kept(&repository), installed);
    demarche(repository.path(), &["uninstall"]).expect(0);
    assert_eq!(kept(&repository), before);
    let undone = demarche(repository.path(), &["uninstall"]).expect(0);
    assert!(undone.starts_with("nothing to undo"), "{undone}");
    assert!(repository.git(&["diff"]).contains(" halved"), "the lines again");
}

#[test]
fn what_the_user_wrote_stays_to_the_byte_whatever_it_ends_with() {
    for (config, attributes) in
        [("", "*.txt text\n"), ("[user]\n\tname = \"x", "*.txt text"), ("# end", "\n\n"), ("[a \"b\\\"c\"]\r\n\tx = y\r\n", "")]
    {
        let repository = Repository::of_small();
        let path = repository.join(".git/config");
        let config = match config.ends_with("\"x") {
            true => format!("{}{config}\"", fs::read_to_string(&path).unwrap()),
            false => format!("{}{config}", fs::read_to_string(&path).unwrap()),
        };
        fs::write(&path, config).unwrap();
        repository.write(".git/info/attributes", attributes);
        let before = kept(&repository);
        demarche(repository.path(), &["install"]).expect(0);
        assert!(repository.git(&["check-attr", "diff", "small/actors.yaml"]).ends_with("diff: demarche"), "{before:?}");
        let installed = kept(&repository);
        demarche(repository.path(), &["install"]).expect(0);
        assert_eq!(kept(&repository), installed);
        // What is written meanwhile stays too.
        repository.git(&["config", "alias.st", "status"]);
        demarche(repository.path(), &["uninstall"]).expect(0);
        repository.git(&["config", "--unset", "alias.st"]);
        let text = fs::read_to_string(repository.join(".git/config")).unwrap();
        assert!(!text.contains("demarche"), "{text}");
        assert_eq!(kept(&repository)["info/attributes"], before["info/attributes"]);
        // Without that, to the byte.
        fs::write(&path, &before["config"]).unwrap();
        demarche(repository.path(), &["install"]).expect(0);
        demarche(repository.path(), &["uninstall"]).expect(0);
        assert_eq!(kept(&repository), before);
    }
}

#[test]
fn only_the_files_of_the_dataset_are_meant_whatever_its_path_holds() {
    for name in ["small", "a b", "a*[x]", "q\"u'o\\te", "#x", "!x", "ü"] {
        let folder = temporary();
        let small = copy_of_small();
        fs::rename(small.path().join("small"), folder.path().join(name)).unwrap();
        let repository = Repository::in_folder(folder, &[]);
        repository.write("other/actors.yaml", "x\n");
        repository.write("axx/actors.yaml", "x\n");
        repository.commit("first");
        run(repository.path(), &["--data", name, "git", "install"]).expect(0);
        let attribute = |path: &str| repository.git(&["check-attr", "-z", "diff", path]).split('\0').nth(2).map(str::to_owned);
        for path in ["actors.yaml", "demarche.yaml", "statements/a.yaml", "statements/deep/er/a.yaml", "events/2024/a.yaml"] {
            assert_eq!(attribute(&format!("{name}/{path}")).as_deref(), Some("demarche"), "{name}/{path}");
        }
        for path in ["notes.yaml", "schemas/actors.json", "texts/gazette.txt"].map(|path| format!("{name}/{path}")) {
            assert_eq!(attribute(&path).as_deref(), Some("unspecified"), "{path}");
        }
        for path in ["other/actors.yaml", "axx/actors.yaml", "actors.yaml"] {
            assert_eq!(attribute(path).as_deref(), Some("unspecified"), "{path}");
        }
        let actors = repository.join(name).join("actors.yaml");
        fs::write(&actors, format!("# x\n{}", fs::read_to_string(&actors).unwrap())).unwrap();
        assert!(!repository.git(&["diff"]).contains("@@"), "{name}");
    }
}

#[test]
fn a_dataset_that_is_the_whole_repository_and_a_linked_work_tree_share_what_is_set() {
    let small = copy_of_small();
    let folder = temporary();
    fs::rename(small.path().join("small"), folder.path().join("repository")).unwrap();
    let path = folder.path().join("repository");
    git(&path, &["init", "-q", "-b", "main"]);
    git(&path, &["add", "."]);
    git(&path, &["commit", "-q", "-m", "first"]);
    git(&path, &["worktree", "add", "-q", "../linked"]);
    let linked = folder.path().join("linked");
    run(&linked, &["git", "install"]).expect(0);
    for tree in [&path, &linked] {
        assert!(git(tree, &["check-attr", "diff", "actors.yaml"]).ends_with("diff: demarche"));
        assert!(git(tree, &["check-attr", "diff", "other.yaml"]).ends_with("diff: unspecified"));
        change(&tree.join("actors.yaml"), "actors:\n", "# x\nactors:\n");
        assert!(!git(tree, &["diff"]).contains("@@"));
    }
    run(&path, &["git", "uninstall"]).expect(0);
    assert!(git(&linked, &["diff"]).contains("+# x"));
}

#[test]
fn what_cannot_be_done_is_refused_and_nothing_is_changed() {
    let nowhere = copy_of_small();
    for command in ["install", "uninstall"] {
        let refused = demarche(nowhere.path(), &[command]);
        assert_eq!(refused.status, 2);
        assert!(refused.stderr.contains("no git repository in "), "{}", refused.stderr);
    }
    let empty = Repository::empty();
    let refused = run(empty.path(), &["git", "install"]);
    assert!(refused.status != 0 && refused.stderr.contains("demarche.yaml"), "{}", refused.shown());

    let repository = Repository::of_small();
    let refuses = |why: &str| {
        let before = kept(&repository);
        let refused = demarche(repository.path(), &["install"]);
        assert_ne!(refused.status, 0, "{why}");
        assert!(refused.stderr.contains(why), "{}", refused.stderr);
        assert_eq!(kept(&repository), before);
    };
    repository.git(&["config", "diff.demarche.textconv", "cat"]);
    refuses("a section `diff \"demarche\"` that `demarche git install` did not write");
    repository.git(&["config", "--remove-section", "diff.demarche"]);
    let config = fs::read(repository.join(".git/config")).unwrap();
    repository.write(".git/config", [config.as_slice(), b"[broken"].concat());
    refuses("it is no configuration of git");
    repository.write(".git/config", [config.as_slice(), b"# demarche git install: begin\n"].concat());
    refuses("remove them by hand");
    repository.write(".git/config", &config);
    repository.write(".git/config.lock", "");
    refuses("is being changed by another program");
    fs::remove_file(repository.join(".git/config.lock")).unwrap();
    fs::rename(repository.join(".git/config"), repository.join(".git/elsewhere")).unwrap();
    std::os::unix::fs::symlink("elsewhere", repository.join(".git/config")).unwrap();
    refuses("it is no regular file, and is left as it is");
}

#[test]
fn what_has_no_normal_form_is_shown_as_it_is() {
    let folder = temporary();
    let long = [b"# ".as_slice(), &vec![b'x'; 3 << 20]].concat();
    let hostile: [&[u8]; 7] =
        [b"a: 1\na: 2\n", b"", b"\xff\xfe\x00", b"a: &x [*x, *x]\n", b"a: [", &long, "\u{1b}]0;title\u{7}: x\n".as_bytes()];
    for bytes in hostile {
        fs::write(folder.path().join("blob.yaml"), bytes).unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_demarche"));
        let shown = command.args(["git", "textconv", "blob.yaml"]).current_dir(folder.path()).output().unwrap();
        assert!(shown.status.success());
        assert!(shown.stdout == bytes, "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]));
    }
    assert_eq!(run(folder.path(), &["git", "textconv", "missing"]).status, 3);
}
