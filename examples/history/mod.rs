//! Turns `data/` and `seeds/` into a git repository with a history, as curators and a stranger would have made it.

mod hostile;
mod outline;
pub mod revisions;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// The branch of the stranger, in two commits after the last one of `main`.
pub const HOSTILE: &str = "stranger";

/// Makes the repository in a folder that is new or empty: `main` with a tag for each revision, and the branch of the stranger, which is
/// never checked out. The same from the same data, down to the hashes.
pub fn build(package: &Path, folder: &Path) {
    let git = Git { folder };
    fs::create_dir_all(folder).expect("the folder can be made");
    git.run(&["init", "-q", "-b", "main", "--object-format=sha1", "--template="], None, b"");
    for (revision, tag, date, message) in revisions::REVISIONS {
        for old in ["data", "seeds"].map(|name| folder.join(name)).into_iter().filter(|path| path.exists()) {
            fs::remove_dir_all(old).expect("the folder can be removed");
        }
        for (path, content) in revisions::files(package, revision) {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("the folder can be made");
            fs::write(path, content).expect("the file can be written");
        }
        git.run(&["add", "-A"], None, b"");
        git.run(&["commit", "-q", "-m", message], Some((CURATOR, date)), b"");
        git.run(&["tag", tag], None, b"");
    }
    hostile::commit(&git, &revisions::files(package, revisions::Revision::Layout));
}

const CURATOR: &str = "A. Curator";

/// Git in the folder of the repository, with no configuration but its own.
struct Git<'f> {
    folder: &'f Path,
}

impl Git<'_> {
    /// Runs git, which must succeed, and gives back what it printed. A commit has an author and a date.
    fn run(&self, args: &[&str], signed: Option<(&str, &str)>, input: &[u8]) -> String {
        let mut command = Command::new("git");
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            command.env_remove(name);
        }
        // Line ends stay as they are, whatever the machine is set to.
        command.args(["-c", "core.autocrlf=false"]).args(args).current_dir(self.folder).env("LC_ALL", "C");
        command.env("GIT_CONFIG_GLOBAL", if cfg!(windows) { "NUL" } else { "/dev/null" }).env("GIT_CONFIG_NOSYSTEM", "1");
        for (who, (name, date)) in ["AUTHOR", "COMMITTER"].into_iter().zip([signed; 2]).filter_map(|(who, signed)| Some((who, signed?))) {
            let address = format!("{}@example.org", name.to_lowercase().replace([' ', '.'], ""));
            command.env(format!("GIT_{who}_NAME"), name).env(format!("GIT_{who}_EMAIL"), address).env(format!("GIT_{who}_DATE"), date);
        }
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("git can be started");
        child.stdin.take().expect("it was piped").write_all(input).expect("git reads its input");
        let output = child.wait_with_output().expect("git ends");
        assert!(output.status.success(), "git {args:?}");
        String::from_utf8(output.stdout).expect("git prints UTF-8").trim_end().to_owned()
    }
}
