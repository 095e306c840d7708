//! Runs the binary in a folder and shows what it printed, with the paths of temporary folders taken out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use demarche::tree::{Place, Tree};
use tempfile::TempDir;

/// The folder of the package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the small dataset: every kind of record, form of evidence, sort of date and family of links, and no finding.
pub fn small() -> PathBuf {
    root().join("tests/fixtures/small")
}

/// What a run of the binary left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The exit status.
    pub status: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Run {
    /// Status, output and errors as one text for a snapshot.
    pub fn shown(&self) -> String {
        let mut shown = format!("status {}\n", self.status);
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                shown += &format!("--- {name}\n{text}");
            }
        }
        shown
    }

    /// Standard output, after an exit with this status.
    #[track_caller]
    pub fn expect(self, status: i32) -> String {
        assert_eq!(self.status, status, "{}", self.shown());
        self.stdout
    }

    /// Standard output as JSON, after an exit with this status.
    #[track_caller]
    pub fn json(self, status: i32) -> serde_json::Value {
        let stdout = self.expect(status);
        serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error} in {stdout}"))
    }
}

/// Runs the binary in a folder.
pub fn run(folder: &Path, args: &[&str]) -> Run {
    run_with(folder, args, &[])
}

/// Runs the binary in a folder, with some variables of the environment set.
pub fn run_with(folder: &Path, args: &[&str], environment: &[(&str, &str)]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.args(args).current_dir(folder).stdin(Stdio::null());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "RAYON_NUM_THREADS"] {
        command.env_remove(name);
    }
    command.envs(environment.iter().copied());
    let output = command.output().expect("the binary can be started");
    let text = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).expect("the binary prints UTF-8");
        let real = fs::canonicalize(folder).expect("the folder is there");
        text.replace(&*real.to_string_lossy(), "[FOLDER]").replace(&*folder.to_string_lossy(), "[FOLDER]")
    };
    Run { status: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Runs the binary in the folder of the package, on the real data.
pub fn on_data(args: &[&str]) -> Run {
    run(root(), args)
}

/// Runs the binary on the small dataset.
pub fn on_small(args: &[&str]) -> Run {
    run(&small().join(".."), &[&["--data", "small"], args].concat())
}

/// A temporary folder that holds a copy of `data/` and `seeds/`.
pub fn copy_of_data() -> TempDir {
    let folder = temporary();
    for name in ["data", "seeds"] {
        copy(&root().join(name), &folder.path().join(name));
    }
    folder
}

/// A temporary folder that holds a copy of the small dataset, as `small`.
pub fn copy_of_small() -> TempDir {
    let folder = temporary();
    copy(&small(), &folder.path().join("small"));
    folder
}

/// An empty temporary folder.
pub fn temporary() -> TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let entry = entry.expect("the entry can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
}

/// Writes a file with other words in it. The words must be there.
#[track_caller]
pub fn change(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).expect("the file can be read");
    assert!(text.contains(from), "{} has no `{from}`", file.display());
    fs::write(file, text.replacen(from, to, 1)).expect("the file can be written");
}

/// A dataset in memory: the folder below the package, and the folder with its texts where that stands beside it.
pub fn in_memory(data: &Path) -> Place {
    let place = Place::at(data).expect("the folder is a dataset");
    let tree = place.tree.to_memory(&[&place.data, "seeds"], 1 << 24).expect("the files can be read");
    Place { tree, ..place }
}

/// The same dataset with another content in one file; without the file where there is none.
pub fn with_file(place: &Place, path: &str, content: Option<&str>) -> Place {
    let Tree::Memory(mut files) = place.tree.clone() else { panic!("the dataset is held in memory") };
    match content {
        Some(content) => files.insert(path.to_owned(), content.as_bytes().to_vec()),
        None => files.remove(path),
    };
    Place { tree: Tree::Memory(files), ..place.clone() }
}
