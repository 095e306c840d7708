//! Calls the readers by other people: what `tests/peers/install` installs, Graphviz and Chromium.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::driver::root;

/// The text of a file of the repository.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files at or below a folder of the repository, as paths from its root, in order.
pub fn files(folder: &str) -> Vec<String> {
    files_of(&root().join(folder)).into_iter().map(|path| format!("{folder}/{path}")).collect()
}

/// The files at or below any folder, as paths from there, in order.
pub fn files_of(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder)).unwrap_or_else(|error| panic!("{folder}: {error}")) {
            let entry = entry.expect("the entry can be read");
            let name = entry.file_name().into_string().expect("the name is UTF-8");
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if entry.path().is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// Runs a command in the root of the repository with this text on its standard input.
pub fn run(command: &mut Command, input: &str) -> Output {
    let name = command.get_program().to_owned();
    let piped = command.current_dir(root()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap_or_else(|error| panic!("{name:?} can be started: {error}"));
    let mut stdin = child.stdin.take().expect("it was piped");
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // Whoever does not read its input to the end need not fail for it.
            let _ = stdin.write_all(input.as_bytes());
        });
        child.wait_with_output().expect("its output can be read")
    })
}

/// What a command prints that must end well.
#[track_caller]
pub fn output_of(command: &mut Command, input: &str) -> String {
    let output = run(command, input);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{:?}: {}\n{errors}", command.get_program(), output.status);
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

/// Whether something that a test needs is there. Where it is missing the test is skipped, unless `DEMARCHE_PEERS=required`.
pub fn is_there(what: &str, found: bool) -> bool {
    if !found {
        let required = std::env::var("DEMARCHE_PEERS").is_ok_and(|value| value == "required");
        assert!(!required, "missing, with DEMARCHE_PEERS=required: {what}");
        eprintln!("skipped, because it is missing: {what}");
    }
    found
}

/// The folder into which `tests/peers/install` puts the readers by other people; none where they are missing or of other versions.
pub fn peers() -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it lies in the target folder");
    let peers = target.join("peers");
    let same = ["package.json", "package-lock.json", "requirements.txt"].into_iter().all(|name| {
        let installed = fs::read_to_string(peers.join("versions").join(name));
        installed.is_ok_and(|installed| installed == read(&format!("tests/peers/{name}")))
    });
    is_there("what tests/peers/install installs", same).then_some(peers)
}

/// Whether Graphviz can be called.
pub fn has_graphviz() -> bool {
    let version = Command::new("dot").arg("-V").stdin(Stdio::null()).stderr(Stdio::null()).status();
    is_there("Graphviz (dot)", version.is_ok_and(|status| status.success()))
}

/// Whether the text of a PDF can be read.
pub fn has_pdftotext() -> bool {
    let version = Command::new("pdftotext").arg("-v").stdin(Stdio::null()).stderr(Stdio::null()).status();
    is_there("pdftotext (poppler-utils)", version.is_ok())
}

/// Runs a job with threads of its own for what is parallel in it: what they say belongs to this test, and not to the first that had any.
pub fn in_parallel<T: Send>(job: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().build().expect("threads can be started").install(job)
}

/// The Chromium that is on the PATH.
pub fn chromium() -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.is_file());
    is_there("Chromium", found.is_some()).then_some(found).flatten()
}
