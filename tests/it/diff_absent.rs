//! A side of a comparison that has no dataset: the change that adopts one, and the branch that takes it away.

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::Value;

use crate::driver::{Run, copy, run, small, temporary};
use crate::repository::{Repository, git};

const FORMATS: [&str; 6] = ["text", "json", "markdown", "github", "sarif", "gitlab"];

/// A repository whose branch `base` has no dataset and whose branch `main` has the small one in `data`.
fn adopted() -> Repository {
    let repository = Repository::empty();
    repository.write("README.md", "Nothing yet.\n");
    repository.commit("nothing");
    repository.git(&["branch", "base"]);
    copy(&small(), &repository.join("data"));
    repository.commit("the dataset");
    repository
}

/// Where a stranger's branch begins: `adopted` with one more commit that does something to `data`.
fn stranger(act: impl FnOnce(&Repository)) -> Repository {
    let repository = adopted();
    act(&repository);
    repository.commit("something else");
    repository
}

fn diff(repository: &Repository, args: &[&str]) -> Run {
    run(repository.path(), &[&["diff", "--data", "data"], args].concat())
}

/// The caution in every format, as far as it has a place for one, and the entry with this code in every one.
fn told(repository: &Repository, range: &str, caution: &str, code: &str) {
    for format in FORMATS {
        let out = diff(repository, &[range, "--format", format]).expect(0);
        assert_eq!(out, diff(repository, &[range, "--format", format]).expect(0), "{format}");
        assert!(out.contains(code), "{format}: {out}");
        if format != "json" && format != "gitlab" {
            assert!(out.contains(caution), "{format}: {caution}: {out}");
        }
    }
}

#[test]
fn the_change_that_adopts_a_dataset_is_told_as_new_and_fails_nothing() {
    let repository = adopted();
    let caution = "The side before holds no dataset at `data`, there is no such folder: everything after looks new.";
    told(&repository, "base...main", caution, "dataset-added");
    let ended = diff(&repository, &["base...main", "--fail-on", "integrity", "--format", "json"]);
    let report = ended.json(0);
    assert_eq!(report["absent"], serde_json::json!({"before": {"folder": "data", "instead": null}, "after": null}));
    assert_eq!((&report["counts"]["integrity"], &report["formatting"]["lines"]), (&Value::from(0), &Value::from(0)));
    assert!(report["headline"].as_str().expect("a text").starts_with("+"), "{}", report["headline"]);
    // The settings that hold from now on are shown.
    let added = report["changes"].as_array().expect("a list").iter().find(|change| change["code"] == "dataset-added").expect("it is there");
    assert_eq!((&added["severity"], &added["record"], &added["before"]), (&"editorial".into(), &"manifest".into(), &Value::Null));
    assert!(
        added["after"]["title"].is_string()
            && added["place_after"]["path"].as_str().is_some_and(|path| path.ends_with("data/demarche.yaml"))
    );
    // From anywhere, and without naming the folder.
    let alone = run(&repository.join("data"), &["diff", "base", "main", "--format", "json"]).json(0);
    assert_eq!(alone["absent"], report["absent"]);
}

#[test]
fn the_ready_made_workflow_is_green_for_the_pull_request_that_brings_it() {
    let repository = Repository::empty();
    repository.write("README.md", "Nothing yet.\n");
    repository.commit("nothing");
    run(repository.path(), &["init", "data", "--with", "github"]).expect(0);
    let workflow = fs::read_to_string(repository.join(".github/workflows/demarche.yml")).expect("it was written");
    let command = workflow
        .lines()
        .find_map(|line| line.trim().strip_prefix("demarche diff ").filter(|line| line.contains("--fail-on")))
        .expect("it compares");
    // What nobody has committed yet, and then as the pull request.
    assert!(diff(&repository, &[]).expect(0).contains("everything after looks new"));
    repository.commit("the dataset and the workflow");
    let args: Vec<&str> = command
        .split(' ')
        .map(|word| match word {
            "\"$DATASET\"" => "data",
            "\"$BASE...$HEAD\"" => "HEAD~1...HEAD",
            word => word,
        })
        .collect();
    assert!(args.contains(&"--fail-on") && args.contains(&"HEAD~1...HEAD"), "{args:?}");
    let ended = run(repository.path(), &[&["diff"], args.as_slice()].concat());
    assert!(ended.expect(0).contains("::warning title=demarche diff::The side before holds no dataset"));
}

#[test]
fn a_branch_that_takes_the_dataset_away_fails_and_says_what_stands_there_instead() {
    let elsewhere = temporary();
    copy(&small(), &elsewhere.path().join("data"));
    let remove = |repository: &Repository| fs::remove_dir_all(repository.join("data")).expect("it can be removed");
    let cases: [(Repository, &str, &str); 6] = [
        (stranger(remove), "there is no such folder", "data/demarche.yaml"),
        (
            stranger(|repository| fs::rename(repository.join("data"), repository.join("other")).expect("it can be moved")),
            "there is no such folder",
            "data/demarche.yaml",
        ),
        (
            stranger(|repository| {
                remove(repository);
                symlink(elsewhere.path().join("data"), repository.join("data")).expect("it can be made");
            }),
            "`data` is a symbolic link",
            "data",
        ),
        // The same records elsewhere, behind a link: what is compared is what stands under the name.
        (
            stranger(|repository| {
                fs::rename(repository.join("data"), repository.join("other")).expect("it can be moved");
                symlink("other", repository.join("data")).expect("it can be made");
            }),
            "`data` is a symbolic link",
            "data",
        ),
        (
            stranger(|repository| {
                remove(repository);
                repository.write("data", "nothing");
            }),
            "`data` is a file",
            "data",
        ),
        (
            stranger(|repository| fs::remove_file(repository.join("data/demarche.yaml")).expect("it can be removed")),
            "`data` is a folder without a manifest",
            "data/demarche.yaml",
        ),
    ];
    for (repository, instead, place) in &cases {
        let caution = format!("The side after holds no dataset at `data`, {instead}: everything before looks removed.");
        told(repository, "main~1...main", &caution, "dataset-removed");
        let ended = diff(repository, &["main~1...main", "--fail-on", "integrity", "--format", "gitlab"]);
        let list = ended.json(1);
        let gone = list.as_array().expect("a list").iter().find(|found| found["check_name"] == "dataset-removed").expect("it is told");
        assert!(gone["description"].as_str().expect("a text").contains(instead), "{gone}");
        assert_eq!((&gone["location"]["path"], &gone["severity"]), (&Value::from(*place), &"critical".into()), "{instead}");
        let json = diff(repository, &["main~1...main", "--format", "json"]).json(0);
        assert_eq!(json["errors"], serde_json::json!({"before": 0, "after": 0}));
        assert_eq!(json["impact"]["findings"], serde_json::json!([]), "what is not there has no faults");
        // The way back is the way there: the same records come again.
        let back = diff(repository, &["main", "main~1", "--format", "json"]).json(0);
        let whole = |report: &Value, code: &str| {
            report["changes"].as_array().expect("a list").iter().filter(|change| change["code"] == code).count()
        };
        for (gone, come) in [("dataset-removed", "dataset-added"), ("claim-removed", "claim-added"), ("source-removed", "source-added")] {
            assert!(whole(&json, gone) > 0 && whole(&json, gone) == whole(&back, come), "{gone}");
        }
    }
    // In the work tree as in a revision; there a link that the caller names is followed, as by every command.
    let gone = adopted();
    remove(&gone);
    let caution = "The side after holds no dataset at `data`, there is no such folder";
    assert!(diff(&gone, &[]).expect(0).contains(caution));
    assert!(run(gone.path(), &["diff", "HEAD"]).expect(0).contains(caution));
    symlink("/nowhere", gone.join("data")).expect("it can be made");
    assert!(diff(&gone, &[]).expect(0).contains("holds no dataset at `data`, `data` is a symbolic link"));
}

#[test]
fn a_link_in_the_place_of_the_dataset_is_told_before_it_is_committed() {
    let repository = adopted();
    fs::rename(repository.join("data"), repository.join("other")).expect("it can be moved");
    symlink("other", repository.join("data")).expect("it can be made");
    let caution = "holds no dataset at `data`, `data` is a symbolic link";
    for args in [&[][..], &["main"]] {
        assert!(diff(&repository, args).expect(0).contains(caution), "{args:?}");
        diff(&repository, &[args, &["--fail-on", "integrity"]].concat()).expect(1);
    }
}

#[test]
fn a_submodule_in_the_place_of_the_dataset_is_named() {
    let repository = adopted();
    let commit = repository.id("base");
    let tree = repository.folder_object(&[("160000", b"data", &commit)]);
    let head = repository.commit_of(&tree, &["main"]);
    let text = diff(&repository, &["main", &head]).expect(0);
    assert!(text.contains("holds no dataset at `data`, `data` is a submodule: everything before looks removed"), "{text}");
}

#[test]
fn where_neither_side_has_a_dataset_or_a_folder_was_named_nothing_is_compared() {
    let repository = adopted();
    repository.git(&["branch", "-f", "base2", "base"]);
    fs::create_dir(repository.join("empty")).expect("it can be made");
    for args in [
        &["diff", "--data", "data", "base", "base2"][..],
        &["diff", "--data", "nowhere", "main~1...main"],
        &["diff", "--data", "nowhere"],
        &["diff", "data", "empty"],
        &["diff", "empty", "data"],
        &["diff", "./empty", "main"],
    ] {
        let ended = run(repository.path(), args);
        assert_eq!((ended.status, ended.stdout.as_str()), (2, ""), "{args:?}: {}", ended.shown());
        assert!(ended.stderr.contains("no dataset in"), "{args:?}: {}", ended.stderr);
    }
}

#[test]
fn a_picture_of_an_adoption_shows_every_claim_as_new() {
    let repository = adopted();
    let args = ["draw", "diff", "base", "main", "--data", "data", "-o", "review.mmd"];
    run(repository.path(), &args).expect(0);
    let drawn = fs::read_to_string(repository.join("review.mmd")).expect("it was drawn");
    let claims = drawn.matches("\"+ added\n").count() + drawn.matches("\"+ added\\n").count();
    assert!(claims == 11 && !drawn.contains("removed") && !drawn.contains("changed\\n"), "{claims}: {drawn}");
}

#[test]
fn the_names_of_folders_cannot_write_into_a_comment() {
    let repository = Repository::empty();
    repository.commit("nothing");
    let name = "a`**b<i>";
    copy(&small(), &repository.join(name));
    repository.commit("the dataset");
    let told = run(repository.path(), &["diff", "--data", name, "HEAD~1", "HEAD", "--format", "markdown"]).expect(0);
    assert!(
        told.contains("**The side before holds no dataset at that path, there is no such folder: everything after looks new.**"),
        "{told}"
    );
    assert_eq!(git(repository.path(), &["status", "--short"]), "");
}
