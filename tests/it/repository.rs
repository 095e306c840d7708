//! Real git repositories in temporary folders, made by the real git. Names, dates and configuration are fixed, so hashes are stable.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::driver::{copy_of_small, temporary};

/// A repository with a work tree.
pub struct Repository {
    folder: TempDir,
}

impl Repository {
    /// An empty repository on the branch `main`.
    pub fn empty() -> Self {
        Repository::in_folder(temporary(), &[])
    }

    /// A repository with one commit: the small dataset, in the folder `small`.
    pub fn of_small() -> Self {
        let repository = Repository::in_folder(copy_of_small(), &[]);
        repository.commit("the small dataset");
        repository
    }

    /// A repository made by `git init` with these options, in a folder that is there.
    pub fn in_folder(folder: TempDir, options: &[&str]) -> Self {
        let repository = Repository { folder };
        repository.git(&[&["init", "-q", "-b", "main"], options].concat());
        repository
    }

    /// The folder of the work tree.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A file or folder of the work tree.
    pub fn join(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    /// Runs git in the work tree and gives back what it printed, without the last line feed. It must succeed.
    #[track_caller]
    pub fn git(&self, args: &[&str]) -> String {
        git(self.path(), args)
    }

    /// Runs git with something on its standard input.
    #[track_caller]
    pub fn git_with(&self, args: &[&str], input: &[u8]) -> String {
        let mut command = command(self.path(), args);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("git can be started");
        child.stdin.take().expect("it was piped").write_all(input).expect("git reads its input");
        let output = child.wait_with_output().expect("git ends");
        assert!(output.status.success(), "git {args:?}");
        String::from_utf8(output.stdout).expect("git prints UTF-8").trim_end().to_owned()
    }

    /// Commits all that stands in the work tree and gives back the hash.
    #[track_caller]
    pub fn commit(&self, message: &str) -> String {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Stores an object of any content, right or wrong, and gives back its hash.
    #[track_caller]
    pub fn object(&self, kind: &str, content: &[u8]) -> String {
        self.git_with(&["hash-object", "-t", kind, "-w", "--stdin", "--literally"], content)
    }

    /// Stores a folder with these entries (mode, name, hash), right or wrong, and gives back its hash.
    #[track_caller]
    pub fn folder_object(&self, entries: &[(&str, &[u8], &str)]) -> String {
        let mut content = Vec::new();
        for (mode, name, id) in entries {
            content.extend_from_slice(mode.as_bytes());
            content.push(b' ');
            content.extend_from_slice(name);
            content.push(0);
            content.extend(bytes_of(id));
        }
        self.object("tree", &content)
    }

    /// Makes a commit of a folder on no branch and gives back its hash.
    #[track_caller]
    pub fn commit_of(&self, tree: &str, parents: &[&str]) -> String {
        let parents: Vec<&str> = parents.iter().flat_map(|parent| ["-p", *parent]).collect();
        self.git(&[&["commit-tree", tree, "-m", "made by hand"], parents.as_slice()].concat())
    }

    /// The hash of what stands at a path of a revision.
    #[track_caller]
    pub fn id(&self, revision: &str) -> String {
        self.git(&["rev-parse", revision])
    }

    /// Where a loose object is stored.
    pub fn loose(&self, id: &str) -> PathBuf {
        self.join(".git/objects").join(&id[..2]).join(&id[2..])
    }

    /// Writes a file of the work tree, with the folders above it.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.join(path);
        fs::create_dir_all(path.parent().expect("it stands in the work tree")).expect("the folder can be made");
        fs::write(path, content).expect("the file can be written");
    }
}

/// Runs git in a folder. It must succeed.
#[track_caller]
pub fn git(folder: &Path, args: &[&str]) -> String {
    let output = command(folder, args).output().expect("git can be started");
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("git prints UTF-8").trim_end().to_owned()
}

/// Whether git succeeds.
pub fn git_succeeds(folder: &Path, args: &[&str]) -> bool {
    command(folder, args).output().expect("git can be started").status.success()
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(args).current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        command.env_remove(name);
    }
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "A. Curator").env(format!("GIT_{who}_EMAIL"), "curator@example.org");
        command.env(format!("GIT_{who}_DATE"), "2024-05-04T12:00:00Z");
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C");
    command
}

fn bytes_of(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|index| u8::from_str_radix(&hex[2 * index..2 * index + 2], 16).expect("it is a hash")).collect()
}
