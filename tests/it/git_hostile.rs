//! A revision that a stranger made, and a repository that he left, are read without being obeyed: what is no file is named, what is damaged
//! ends with an error, nothing is executed and nothing outside is read.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use demarche::error::Error;
use demarche::load::{Loaded, load};
use demarche::tree::{Bytes, Place, Repository as Reader};

use crate::driver::{change, run, run_with, small, temporary};
use crate::repository::{Repository, git, git_succeeds};

fn read(repository: &Repository, revision: &str) -> Result<Loaded, Error> {
    let place = Place::at_revision(repository.path(), Some(&repository.join("small")), revision)?;
    load(&place, &Default::default())
}

/// The codes and headlines of what is wrong with a revision.
fn findings(repository: &Repository, revision: &str) -> Vec<String> {
    let loaded = read(repository, revision).unwrap_or_else(|error| panic!("{revision}: {error}"));
    loaded.diagnostics.iter().map(|found| format!("{}: {}", found.code, found.headline)).collect()
}

/// A commit in which the folder `small` has these entries besides its own.
fn with_entries(repository: &Repository, entries: &[(&str, &[u8], &str)]) -> String {
    let own = repository.git(&["ls-tree", "HEAD:small"]);
    let mut all: Vec<(&str, &[u8], &str)> = own
        .lines()
        .map(|line| {
            let (left, name) = line.split_once('\t').unwrap();
            let mut parts = left.split(' ');
            (parts.next().unwrap(), name.as_bytes(), parts.nth(1).unwrap())
        })
        .collect();
    all.extend_from_slice(entries);
    let folder = repository.folder_object(&all);
    commit_of_small(repository, &folder)
}

fn commit_of_small(repository: &Repository, folder: &str) -> String {
    let root = repository.folder_object(&[("40000", b"small", folder)]);
    repository.commit_of(&root, &[])
}

// What a folder may hold

#[test]
fn what_is_no_regular_file_is_skipped_with_a_finding() {
    let repository = Repository::of_small();
    let blob = repository.id("HEAD:small/actors.yaml");
    let path = repository.object("blob", b"../../../etc/passwd");
    let folder = repository.id("HEAD:small/texts");
    let long = "n".repeat(300) + ".yaml";
    let commit = with_entries(
        &repository,
        &[
            ("120000", b"link.yaml", &path),
            ("120000", b"statements-link", &path),
            ("160000", b"module", &repository.id("HEAD")),
            ("100644", b"broken-\xff.yaml", &blob),
            ("100644", b"up/../x.yaml", &blob),
            ("100644", b"", &blob),
            ("100644", long.as_bytes(), &blob),
            ("100644", b"actors.yaml", &path),
            ("40000", b"demands.yaml", &folder),
            ("170000", b"unknown-kind", &blob),
            ("100644", b"..", &blob),
            ("40000", b".git", &folder),
            ("100644", b".hidden.yaml", &blob),
        ],
    );
    let mut found = findings(&repository, &commit);
    found.sort();
    let skipped = [
        ("", "no possible name of a file"),
        ("actors.yaml", "a second entry of the same name"),
        ("broken-\u{fffd}.yaml", "a name that is not UTF-8"),
        ("demands.yaml", "a second entry of the same name"),
        ("link.yaml", "a symbolic link"),
        ("module", "a submodule"),
        ("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…", "a name longer than 255 bytes"),
        ("statements-link", "a symbolic link"),
        ("unknown-kind", "no regular file"),
        ("up/../x.yaml", "no possible name of a file"),
    ];
    let skipped = skipped.map(|(name, what)| format!("not-a-file: `small/{name}` is {what} and was not read"));
    assert_eq!(found, skipped);
    // They are found as on a disk where one can put them there: the dataset is the same without them.
    assert_eq!(read(&repository, &commit).unwrap().dataset, read(&repository, "HEAD").unwrap().dataset);
    let tree = Place::at_revision(repository.path(), Some(&repository.join("small")), &commit).unwrap().tree;
    for path in [
        "small/..",
        "small/",
        "small",
        "",
        "small/link.yaml",
        "small/link.yaml/x",
        "small/module",
        "small/up/../x.yaml",
        "../small/actors.yaml",
    ] {
        assert_eq!(tree.read(path, 1 << 20).unwrap(), Bytes::Missing, "{path:?}");
    }
    assert!(matches!(tree.read("small/actors.yaml", 1 << 20).unwrap(), Bytes::Whole(_)));
    let text = run(repository.path(), &["check", "--data", "small", "--at", &commit]).expect(1);
    assert!(text.contains(&format!("{commit}:small/module")), "{text}");
}

#[test]
fn a_dataset_that_is_a_link_or_a_module_is_none_and_a_linked_manifest_is_a_finding() {
    let repository = Repository::of_small();
    let target = repository.object("blob", b"actors.yaml");
    let module = repository.folder_object(&[("160000", b"small", &repository.id("HEAD"))]);
    let link = repository.folder_object(&[("120000", b"small", &target)]);
    for commit in [repository.commit_of(&module, &[]), repository.commit_of(&link, &[])] {
        assert!(matches!(read(&repository, &commit), Err(Error::NoDataset { .. })), "{commit}");
    }
    let folder = repository.folder_object(&[("120000", b"demarche.yaml", &target)]);
    assert_eq!(
        findings(&repository, &commit_of_small(&repository, &folder)),
        ["not-a-file: `small/demarche.yaml` is a symbolic link and was not read", "unknown-file: there is no `demarche.yaml`"]
    );
}

#[test]
fn a_gigantic_file_is_refused_by_its_declared_length() {
    let repository = Repository::of_small();
    let long = repository.object("blob", &vec![b'#'; (2 << 20) + 1]);
    let allowed = repository.object("blob", &vec![b'\n'; 2 << 20]);
    let commit = with_entries(&repository, &[("100644", b"actors.yaml", &long)]);
    let found = |name: &str, id: &str| {
        let statements = repository.git(&["ls-tree", "HEAD:small/statements"]).replace('\n', "\0");
        let tree = repository.git_with(&["mktree", "-z"], format!("{statements}\0100644 blob {id}\t{name}\0").as_bytes());
        let rest: Vec<String> =
            repository.git(&["ls-tree", "HEAD:small"]).lines().filter(|line| !line.contains("\tstatements")).map(str::to_owned).collect();
        let small = repository.git_with(&["mktree"], format!("{}\n040000 tree {tree}\tstatements\n", rest.join("\n")).as_bytes());
        findings(&repository, &commit_of_small(&repository, &small))
    };
    assert_eq!(found("new.yaml", &long), ["limit-exceeded: the file is longer than 2097152 bytes and was not read"]);
    assert_eq!(found("new.yaml", &allowed), ["missing-key: the file is empty"]);
    // As a second entry it is not read at all.
    assert!(findings(&repository, &commit)[0].contains("a second entry of the same name"));

    // A loose object that declares a petabyte, and has a few bytes.
    let bomb = "1234567890123456789012345678901234567890";
    fs::create_dir_all(repository.loose(bomb).parent().unwrap()).unwrap();
    fs::write(repository.loose(bomb), stored(b"blob 1000000000000000\0small")).unwrap();
    assert_eq!(found("bomb.yaml", bomb), ["limit-exceeded: the file is longer than 2097152 bytes and was not read"]);
    // One that declares little and has much.
    fs::write(repository.loose(bomb), stored(&[b"blob 5\0".as_slice(), &[b'x'; 60_000]].concat())).unwrap();
    let folder = repository.folder_object(&[("100644", b"demarche.yaml", bomb)]);
    let error = read(&repository, &commit_of_small(&repository, &folder)).unwrap_err();
    assert!(error.to_string().contains("is damaged"), "{error}");
}

/// A zlib stream of stored blocks.
fn stored(content: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut pieces = content.chunks(0xffff).peekable();
    while let Some(piece) = pieces.next() {
        out.push(u8::from(pieces.peek().is_none()));
        let length = piece.len() as u16;
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(piece);
    }
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in content {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    out.extend((high << 16 | low).to_be_bytes());
    out
}

#[test]
fn folders_that_hold_each_other_many_times_over_end_with_an_error() {
    let repository = Repository::of_small();
    let blob = repository.object("blob", b"x");
    let names: Vec<String> = (0..100).map(|index| format!("n{index:03}")).collect();
    let mut inner = repository.folder_object(&names.iter().map(|name| ("100644", name.as_bytes(), blob.as_str())).collect::<Vec<_>>());
    for _ in 0..7 {
        inner = repository.folder_object(&names.iter().map(|name| ("40000", name.as_bytes(), inner.as_str())).collect::<Vec<_>>());
    }
    let commit = with_entries(&repository, &[("40000", b"actors", &inner)]);
    let error = read(&repository, &commit).unwrap_err();
    assert!(matches!(&error, Error::Usage(text) if text.contains("more names than a dataset may have")), "{error}");
    // Deep is a finding, as on a disk.
    let mut deep = repository.folder_object(&[("100644", b"x.yaml", &blob)]);
    for _ in 0..40 {
        deep = repository.folder_object(&[("40000", b"d", &deep)]);
    }
    let found = findings(&repository, &with_entries(&repository, &[("40000", b"actors", &deep)]));
    assert!(found.iter().any(|found| found.contains("nested deeper than 8 folders")), "{found:?}");
}

// What a repository may say

#[test]
fn replacements_and_grafts_are_not_obeyed() {
    let repository = Repository::of_small();
    let first = repository.id("HEAD");
    let before = read(&repository, "HEAD").unwrap().dataset;
    change(&repository.join("small/actors.yaml"), "Brandek", "Impostor");
    let second = repository.commit("another name");
    let (old, new) = (repository.id(&format!("{first}:small/actors.yaml")), repository.id("HEAD:small/actors.yaml"));
    repository.git(&["replace", &old, &new]);
    assert!(repository.git(&["show", &format!("{first}:small/actors.yaml")]).contains("Impostor"), "git obeys");
    assert_eq!(read(&repository, &first).unwrap().dataset, before);
    repository.git(&["replace", &first, &second]);
    assert_eq!(read(&repository, &first).unwrap().dataset, before);
    assert_eq!(Reader::find(repository.path()).unwrap().revision("main~1").unwrap().id, first);
    repository.git(&["replace", "-d", &first]);
    repository.write(".git/info/grafts", format!("{second}\n"));
    assert!(!git_succeeds(repository.path(), &["rev-parse", "-q", "--verify", "HEAD~1^{commit}"]), "git obeys");
    assert_eq!(Reader::find(repository.path()).unwrap().revision("HEAD~1").unwrap().id, first);
}

#[test]
fn filters_and_line_ends_are_not_applied() {
    let repository = Repository::of_small();
    let before = read(&repository, "HEAD").unwrap();
    repository.write(".gitattributes", "*.yaml text eol=crlf filter=shout ident\n*.txt text eol=crlf\n");
    repository.commit("attributes");
    let after = read(&repository, "HEAD").unwrap();
    assert_eq!((after.diagnostics, after.dataset), (before.diagnostics, before.dataset));
}

#[test]
fn objects_of_another_repository_are_not_borrowed() {
    let source = Repository::of_small();
    let outside = temporary();
    let shared = outside.path().join("shared");
    git(outside.path(), &["clone", "-q", "--shared", &source.path().display().to_string(), "shared"]);
    let check = || run(&shared, &["check", "--data", "small", "--at", "HEAD"]);
    let refused = check();
    assert_eq!(refused.status, 3);
    assert!(refused.stderr.contains("it borrows objects from `") && refused.stderr.contains("git repack -a -d"), "{}", refused.stderr);
    // As the message says, it can be made whole.
    git(&shared, &["repack", "-a", "-d", "-q"]);
    fs::remove_file(shared.join(".git/objects/info/alternates")).unwrap();
    assert_eq!(check().status, 0, "{}", check().shown());
    fs::write(shared.join(".git/objects/info/alternates"), "# nothing\n\n").unwrap();
    assert_eq!(check().status, 0);
    fs::write(shared.join(".git/objects/info/alternates"), "../objects\n").unwrap();
    assert_eq!(check().status, 3, "even one that leads back is not followed");
}

#[test]
fn links_and_pipes_in_the_place_of_objects_and_references_are_not_followed() {
    let repository = Repository::of_small();
    let other = Repository::of_small();
    change(&other.join("small/actors.yaml"), "Brandek", "Impostor");
    let impostor = other.commit("an impostor");
    let check = |revision: &str| run(repository.path(), &["check", "--data", "small", "--at", revision]);
    assert_eq!(check("HEAD").status, 0);

    let borrowed = repository.loose(&impostor);
    fs::create_dir_all(borrowed.parent().unwrap()).unwrap();
    symlink(other.loose(&impostor), &borrowed).unwrap();
    let refused = check("HEAD");
    assert_eq!(refused.status, 3);
    assert!(refused.stderr.contains("is a symbolic link, and nothing outside the repository is read"), "{}", refused.stderr);
    fs::remove_file(&borrowed).unwrap();

    let pack = repository.join(".git/objects/pack");
    assert!(Command::new("mkfifo").arg(pack.join("pack-1.idx")).status().unwrap().success());
    assert!(check("HEAD").stderr.contains("is no regular file"));
    fs::remove_file(pack.join("pack-1.idx")).unwrap();
    fs::remove_dir(&pack).unwrap();
    symlink(other.join(".git/objects/pack"), &pack).unwrap();
    assert_eq!(check("HEAD").status, 3);
    fs::remove_file(&pack).unwrap();

    symlink(other.join(".git/refs/heads/main"), repository.join(".git/refs/heads/borrowed")).unwrap();
    assert!(check("borrowed").stderr.contains("no such branch"));
    assert!(Command::new("mkfifo").arg(repository.join(".git/refs/heads/pipe")).status().unwrap().success());
    assert!(check("pipe").stderr.contains("no such branch"));
    repository.write(".git/refs/heads/loop", "ref: refs/heads/loop\n");
    assert!(check("loop").stderr.contains("again and again"));
    repository.write(".git/refs/heads/out", "ref: ../../../etc/passwd\n");
    repository.write(".git/refs/heads/junk", "root:x:0:0\n");
    for broken in ["out", "junk"] {
        let refused = check(broken);
        assert_eq!(refused.status, 3);
        assert!(!refused.stderr.contains("root:") && refused.stderr.contains("holds neither a hash nor"), "{}", refused.stderr);
    }
    fs::rename(repository.join(".git/objects"), repository.join(".git/away")).unwrap();
    symlink("away", repository.join(".git/objects")).unwrap();
    assert!(check("HEAD").stderr.contains("`objects` is no folder"));
}

#[test]
fn a_format_that_is_not_known_is_named() {
    let sha256 = Repository::in_folder(crate::driver::copy_of_small(), &["--object-format=sha256"]);
    sha256.commit("long hashes");
    let refused = run(sha256.path(), &["check", "--data", "small", "--at", "HEAD"]);
    assert_eq!(refused.status, 3);
    assert!(refused.stderr.contains("names its objects with `sha256`, which cannot be read yet"), "{}", refused.stderr);
    if git_succeeds(temporary().path(), &["init", "-q", "--ref-format=reftable"]) {
        let tables = Repository::in_folder(crate::driver::copy_of_small(), &["--ref-format=reftable"]);
        let refused = run(tables.path(), &["check", "--data", "small", "--at", "HEAD"]);
        assert!(refused.stderr.contains("keeps its references in the format `reftable`"), "{}", refused.stderr);
    }
    let repository = Repository::of_small();
    let own = fs::read_to_string(repository.join(".git/config")).unwrap();
    for (more, why) in [
        ("[extensions]\n\tnewFangled = 1\n", "uses the extension `newFangled`"),
        ("[core]\n\trepositoryFormatVersion = 7\n", "has the format 7"),
        ("[core\n", "it is no configuration of git"),
    ] {
        repository.write(".git/config", format!("{own}{more}"));
        let refused = run(repository.path(), &["check", "--data", "small", "--at", "HEAD"]);
        assert_eq!(refused.status, 3, "{more}");
        assert!(refused.stderr.contains(why), "{}", refused.stderr);
    }
}

#[test]
fn a_git_file_that_leads_nowhere_is_an_error() {
    let folder = temporary();
    for content in ["gitdir: nowhere\n", "nonsense", "gitdir: .\n", ""] {
        fs::write(folder.path().join(".git"), content).unwrap();
        let refused = run(folder.path(), &["check", "--at", "HEAD"]);
        assert_eq!(refused.status, 3, "{content}");
        assert!(refused.stderr.contains("names no git repository"), "{}", refused.stderr);
    }
}

#[test]
fn a_repository_that_claims_to_share_the_objects_of_another_one_is_refused() {
    let repository = Repository::of_small();
    let other = Repository::of_small();
    repository.write(".git/commondir", other.join(".git").display().to_string());
    let refused = run(repository.path(), &["check", "--data", "small", "--at", "HEAD"]);
    assert_eq!(refused.status, 3);
    assert!(refused.stderr.contains("names a repository that it is no work tree of"), "{}", refused.stderr);
}

#[test]
fn the_repository_of_somebody_else_is_read_because_nothing_of_it_is_obeyed() {
    let repository = Repository::of_small();
    let paths = format!("{} {}", repository.path().display(), repository.join(".git").display());
    let given = Command::new("sh").args(["-c", &format!("chown 12345 {paths}")]).stderr(Stdio::null()).status().unwrap();
    if !given.success() || git_succeeds(repository.path(), &["rev-parse", "HEAD"]) {
        eprintln!("skipped: only root can give files away, and git did not mind");
        return;
    }
    assert_eq!(run(repository.path(), &["check", "--data", "small", "--at", "HEAD"]).status, 0);
}

/// Makes everything in a repository, its revision and the environment that could start a process or lead elsewhere do so, if it is obeyed.
fn booby_trap(repository: &Repository, elsewhere: &Path) -> Vec<(&'static str, String)> {
    let marker = elsewhere.join("marker");
    let script = elsewhere.join("script");
    fs::write(&script, format!("#!/bin/sh\ntouch {}\n", marker.display())).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let hooks = elsewhere.join("hooks");
    fs::create_dir_all(&hooks).unwrap();
    for hook in ["post-checkout", "reference-transaction", "post-index-change", "fsmonitor-watchman", "pre-auto-gc"] {
        fs::copy(&script, hooks.join(hook)).unwrap();
        fs::create_dir_all(repository.join(".git/hooks")).unwrap();
        fs::copy(&script, repository.join(".git/hooks").join(hook)).unwrap();
    }
    let included = elsewhere.join("included");
    fs::write(&included, format!("[core]\n\tfsmonitor = {}\n", script.display())).unwrap();
    repository.write(".gitattributes", "*.yaml filter=trap diff=trap merge=trap\n");
    repository.write(
        ".gitmodules",
        format!("[submodule \"x\"]\n\tpath = x\n\turl = ext::{}\n\tupdate = !{}\n", script.display(), script.display()),
    );
    repository.git(&["add", "-A"]);
    repository.git(&["commit", "-q", "-m", "traps"]);
    let _ = fs::remove_file(&marker);
    let script = script.display();
    let config = format!(
        "[core]\n\tfsmonitor = {script}\n\thooksPath = {hooks}\n\tworktree = {elsewhere}\n\tpager = {script}\n\teditor = {script}\n\
         \tsshCommand = {script}\n\taskPass = {script}\n\tgitProxy = {script}\n\talternateRefsCommand = {script}\n\tuseReplaceRefs = true\n\
         \tattributesFile = {elsewhere}/attributes\n\texcludesFile = {elsewhere}/excludes\n\
         [filter \"trap\"]\n\tclean = {script}\n\tsmudge = {script}\n\tprocess = {script}\n\trequired = true\n\
         [diff]\n\texternal = {script}\n[diff \"trap\"]\n\tcommand = {script}\n\ttextconv = {script}\n[merge \"trap\"]\n\tdriver = {script}\n\
         [include]\n\tpath = {included}\n[includeIf \"gitdir:/**\"]\n\tpath = {included}\n[alias]\n\trev-parse = !{script}\n\
         [credential]\n\thelper = !{script}\n[gpg]\n\tprogram = {script}\n[uploadpack]\n\tpackObjectsHook = {script}\n\
         [init]\n\ttemplateDir = {elsewhere}\n[remote \"origin\"]\n\turl = ext::{script}\n\tpromisor = true\n\tvcs = {script}\n\
         [extensions]\n\tworktreeConfig = true\n\tpartialClone = origin\n[gitoxide \"objects\"]\n\treplaceRefBase = refs/heads\n\
         [gitoxide \"core\"]\n\trefsNamespace = trap\n",
        hooks = hooks.display(),
        elsewhere = elsewhere.display(),
        included = included.display(),
    );
    let own = fs::read_to_string(repository.join(".git/config")).unwrap();
    fs::write(repository.join(".git/config"), own + &config).unwrap();
    repository.write(".git/config.worktree", format!("[core]\n\tfsmonitor = {script}\n"));
    let elsewhere = elsewhere.display().to_string();
    vec![
        ("GIT_DIR", elsewhere.clone()),
        ("GIT_WORK_TREE", elsewhere.clone()),
        ("GIT_COMMON_DIR", elsewhere.clone()),
        ("GIT_OBJECT_DIRECTORY", elsewhere.clone()),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", elsewhere.clone()),
        ("GIT_INDEX_FILE", format!("{elsewhere}/index")),
        ("GIT_NAMESPACE", "trap".to_owned()),
        ("GIT_REPLACE_REF_BASE", "refs/heads".to_owned()),
        ("GIT_CONFIG_GLOBAL", included.display().to_string()),
        ("GIT_CONFIG_SYSTEM", included.display().to_string()),
        ("GIT_CONFIG_COUNT", "1".to_owned()),
        ("GIT_CONFIG_KEY_0", "core.fsmonitor".to_owned()),
        ("GIT_CONFIG_VALUE_0", script.to_string()),
        ("GIT_SSH_COMMAND", script.to_string()),
        ("GIT_EXTERNAL_DIFF", script.to_string()),
        ("GIT_TEMPLATE_DIR", elsewhere.clone()),
        ("GIT_EXEC_PATH", elsewhere.clone()),
        ("HOME", elsewhere.clone()),
        ("XDG_CONFIG_HOME", elsewhere),
    ]
}

/// Whether system calls can be watched.
fn has_strace() -> bool {
    let watched = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).stdin(Stdio::null()).stderr(Stdio::null()).status();
    let found = watched.is_ok_and(|status| status.success());
    crate::peers::is_there("strace, and leave to use it", found)
}

#[test]
fn nothing_is_executed_and_nothing_outside_the_repository_is_read() {
    let repository = Repository::of_small();
    let traps = temporary();
    let environment = booby_trap(&repository, traps.path());
    let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert!(!traps.path().join("marker").exists());
    git_succeeds(repository.path(), &["status"]);
    assert!(traps.path().join("marker").exists(), "the traps work: git steps into them");
    fs::remove_file(traps.path().join("marker")).unwrap();

    for revision in ["HEAD", "main~1", &repository.id("HEAD")[..8]] {
        for command in [&["check"][..], &["positions"], &["coverage"], &["thread", "toll-cut"]] {
            let run = run_with(repository.path(), &[&["--data", "small", "--at", revision], command].concat(), &environment);
            assert_eq!(run.status, 0, "{}", run.shown());
        }
    }
    run_with(repository.path(), &["--data", "small", "check", "--at=--upload-pack=script"], &environment);
    assert!(!traps.path().join("marker").exists(), "something was executed");

    if !has_strace() {
        return;
    }
    let revisions = ["HEAD", "HEAD~1", "--exec=x", "nothing"];
    let check = |revision: &str| ["check", "--data", "small", &format!("--at={revision}")].map(str::to_owned).to_vec();
    let diff = |revision: &str| ["diff", "--data", "small", "--format", "markdown", "--", "HEAD~1", revision].map(str::to_owned).to_vec();
    for (revision, args) in revisions.iter().flat_map(|revision| [(*revision, check(revision)), (*revision, diff(revision))]) {
        let log = traps.path().join("log");
        let mut strace = Command::new("strace");
        strace.args(["-f", "-y", "-e", "trace=execve,execveat,open,openat,openat2,connect,fork,vfork", "-o"]).arg(&log);
        strace.arg(env!("CARGO_BIN_EXE_demarche")).args(&args);
        strace.current_dir(repository.path()).envs(environment.iter().copied()).env_remove("LD_LIBRARY_PATH");
        strace.output().expect("strace can be started");
        let log = fs::read_to_string(&log).unwrap();
        let calls = |name: &str| log.lines().filter(|line| line.contains(&format!("{name}("))).count();
        assert_eq!((calls("execve"), calls("execveat"), calls("connect"), calls("fork")), (1, 0, 0, 0), "{log}");
        let inside = fs::canonicalize(repository.path()).unwrap();
        // A call that another thread interrupted is told in two lines, and the first names the path.
        for line in log.lines().filter(|line| line.contains("open") && line.contains('"')) {
            let path = line.split('"').nth(1).expect("it holds a quotation mark");
            // What the dynamic linker and the runtime need, and the repository itself.
            let is_system = ["/etc/ld.so", "/lib", "/usr/lib", "/proc/", "/sys/", "/dev/null"].iter().any(|start| path.starts_with(start));
            let is_here = !path.starts_with('/') && !path.contains("..") || Path::new(path).starts_with(&inside);
            assert!(is_system || is_here, "{line}");
            assert!(!path.contains("hooks") && !path.ends_with("config.worktree") && !path.ends_with("/index"), "{line}");
            if revision == "HEAD" {
                assert!(!is_here || path.contains(".git"), "a file of the work tree was read: {line}");
            }
        }
        assert!(log.contains(".git/objects"), "the calls were seen");
    }
    assert!(!traps.path().join("marker").exists(), "something was executed");
}

// What may be damaged

#[test]
fn a_missing_or_truncated_object_ends_with_an_error_that_names_it() {
    let repository = Repository::of_small();
    for what in ["HEAD", "HEAD^{tree}", "HEAD:small", "HEAD:small/statements", "HEAD:small/actors.yaml", "HEAD:small/texts/herald.txt"] {
        let id = repository.id(what);
        let path = repository.loose(&id);
        let whole = fs::read(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let check = || run(repository.path(), &["check", "--data", "small", "--at", "HEAD"]);
        let other = stored(b"blob 5\0other");
        for (content, why) in [
            (None, "is not in the repository"),
            (Some(&whole[..0]), "is damaged"),
            (Some(&whole[..whole.len() / 2]), "is damaged"),
            (Some(&whole[..12]), "is damaged"),
            (Some(b"not zlib at all".as_slice()), "is damaged"),
            (Some(other.as_slice()), if what.contains("yaml") || what.contains("txt") { "is damaged" } else { "is a blob" }),
        ] {
            match content {
                Some(content) => fs::write(&path, content).unwrap(),
                None => fs::remove_file(&path).unwrap(),
            }
            let run = check();
            let is_tip = what == "HEAD" && why == "is a blob";
            assert_eq!(run.status, if is_tip { 2 } else { 3 }, "{what} {why} {}", run.shown());
            assert!(is_tip || run.stderr.contains(&id) && run.stderr.contains(why), "{what} {why} {}", run.shown());
        }
        fs::write(&path, &whole).unwrap();
        assert_eq!(check().status, 0);
    }
}

#[test]
fn a_pack_with_any_byte_changed_or_cut_off_is_read_right_or_refused() {
    let repository = Repository::of_small();
    for round in 0..6 {
        change(&repository.join("small/actors.yaml"), "name: ", &format!("name: N{round} "));
        change(&repository.join("small/texts/courier.txt"), "the", &format!("the{round} the"));
        repository.commit("a change that is stored as a difference");
    }
    repository.git(&["gc", "-q", "--aggressive", "--prune=now"]);
    let right = format!("{:?}", read(&repository, "HEAD~2").unwrap().dataset);
    let pack = repository.join(".git/objects/pack");
    let mut seen = (0, 0);
    for ending in ["pack", "idx"] {
        let path = fs::read_dir(&pack)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.extension().is_some_and(|found| found == ending));
        let path = path.expect("there is one");
        let whole = fs::read(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        // The fan-out of an index is a kilobyte of almost the same numbers.
        for at in (0..whole.len()).step_by(if ending == "pack" { 7 } else { 13 }) {
            for content in [
                whole.iter().enumerate().map(|(index, byte)| if index == at { byte ^ 0x55 } else { *byte }).collect::<Vec<u8>>(),
                whole[..at].to_vec(),
            ] {
                // A new file: what is mapped into memory must not change under its reader.
                fs::remove_file(&path).unwrap();
                fs::write(&path, content).unwrap();
                match read(&repository, "HEAD~2") {
                    Ok(loaded) => {
                        assert_eq!(format!("{:?}", loaded.dataset), right, "{ending} {at}");
                        seen.0 += 1;
                    }
                    Err(_) => seen.1 += 1,
                }
            }
        }
        fs::remove_file(&path).unwrap();
        fs::write(&path, whole).unwrap();
    }
    assert!(seen.0 > 100 && seen.1 > 100, "{seen:?}");
    assert_eq!(format!("{:?}", read(&repository, "HEAD~2").unwrap().dataset), right);
}

#[test]
fn commits_and_tags_of_any_content_are_read_or_refused() {
    let repository = Repository::of_small();
    let (tree, head) = (repository.id("HEAD^{tree}"), repository.id("HEAD"));
    let who = "A <a@b> 0 +0000";
    for (kind, content) in [
        ("commit", String::new()),
        ("commit", "tree x\n".to_owned()),
        ("commit", format!("tree {tree}")),
        ("commit", format!("tree {head}\nauthor {who}\ncommitter {who}\n\nnot a folder\n")),
        ("commit", format!("tree {}\nauthor {who}\ncommitter {who}\n\nmissing\n", "1".repeat(40))),
        ("tag", String::new()),
        ("tag", format!("object {}\ntype commit\ntag x\ntagger {who}\n\n", "1".repeat(40))),
        ("tag", format!("object {tree}\ntype tree\ntag x\ntagger {who}\n\n")),
    ] {
        let id = repository.object(kind, content.as_bytes());
        assert!(read(&repository, &id).is_err(), "{kind} {content:?}");
        let with_parent = format!("tree {tree}\nparent {id}\nauthor {who}\ncommitter {who}\n\nabove it\n");
        let above = repository.object("commit", with_parent.as_bytes());
        assert!(read(&repository, &above).is_ok());
        assert!(read(&repository, &format!("{above}~2")).is_err());
    }
    // Tags of tags of tags.
    let mut tag = head.clone();
    for index in 0..40 {
        let kind = if index == 0 { "commit" } else { "tag" };
        tag = repository.object("tag", format!("object {tag}\ntype {kind}\ntag t{index}\ntagger {who}\n\n").as_bytes());
    }
    assert!(read(&repository, &tag).is_err());
    assert!(small().is_dir());
}
