//! `demarche git`: lets `git diff` show the files of a dataset in their normal form, in this clone alone, and undoes it.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use demarche::error::Error;
use demarche::export::normal::normal;
use demarche::model::shape::FILES;
use demarche::report::visible;
use demarche::tree::{ATTRIBUTES, CONFIG, MANIFEST, Place, Settings, Tree, has_diff_driver, write_whole};
use demarche::yaml::Limits;

use crate::Outcome;
use crate::args::{Args, GitCommand};
use crate::output;

/// The name of the driver in the configuration of git.
const DRIVER: &str = "demarche";

/// The lines around what is ours in a file. The first may end with a remark on how the file was before.
const BEGIN: &str = "# demarche git install: begin";
const END: &str = "# demarche git install: end";
/// There was no file.
const NEW_FILE: &str = " (a new file)";
/// The last line before had no line feed.
const OPEN_LINE: &str = " (after a line without an end)";

/// Runs the command.
pub fn run(args: &Args, command: &GitCommand) -> Result<Outcome, Error> {
    match command {
        GitCommand::Install => install(args),
        GitCommand::Uninstall => uninstall(args),
        GitCommand::Textconv { file } => textconv(file),
    }
}

fn install(args: &Args) -> Result<Outcome, Error> {
    let (settings, folder) = (settings(args)?, dataset(args)?);
    let below = below(&settings, &folder)?;
    let config = Mine::read(&settings, CONFIG)?;
    if has_diff_driver(&config.without, DRIVER, &config.path)? {
        return Err(Error::Usage(format!(
            "`{}` has a section `diff \"{DRIVER}\"` that `demarche git install` did not write, and nothing was changed\n\
             remove it with `git config --local --remove-section diff.{DRIVER}`, then run this again",
            config.path.display()
        )));
    }
    let attributes = Mine::read(&settings, ATTRIBUTES)?;
    config.write(&settings, &[format!("[diff \"{DRIVER}\"]"), format!("\ttextconv = {}", quoted(&command()?))])?;
    attributes.write(&settings, &patterns(&below).iter().map(|pattern| format!("{pattern} diff={DRIVER}")).collect::<Vec<_>>())?;
    output::print(&format!(
        "`git diff`, `git log -p` and `git show` now show the files of the dataset in their normal form, in this clone alone\n\
         written: {}, {}\n\
         `git diff --no-textconv` shows the lines as they are; `demarche git uninstall` undoes it\n",
        visible(&config.path.to_string_lossy()),
        visible(&attributes.path.to_string_lossy())
    ))
}

fn uninstall(args: &Args) -> Result<Outcome, Error> {
    let settings = settings(args)?;
    let files = [Mine::read(&settings, ATTRIBUTES)?, Mine::read(&settings, CONFIG)?];
    let mut undone = Vec::new();
    for mine in files.iter().filter(|mine| mine.is_there) {
        mine.remove(&settings)?;
        undone.push(visible(&mine.path.to_string_lossy()).into_owned());
    }
    output::print(&match undone.as_slice() {
        [] => "nothing to undo: `demarche git install` has written nothing here\n".to_owned(),
        paths => format!("undone in: {}\n", paths.join(", ")),
    })
}

/// Prints the normal form of a file, or the file as it is where it has none.
fn textconv(file: &Path) -> Result<Outcome, Error> {
    let fail = |cause| Error::io("read", file, cause);
    let mut input = fs::File::open(file).map_err(fail)?;
    let mut bytes = Vec::new();
    // What is longer has no normal form, and is passed on without being held in memory.
    let most = Limits::default().max_file_bytes as u64 + 1;
    Read::by_ref(&mut input).take(most).read_to_end(&mut bytes).map_err(fail)?;
    if let Some(form) = normal(&bytes) {
        return output::print_bytes(form.as_bytes());
    }
    output::print_bytes(&bytes)?;
    let write = |cause| Error::Io { action: "write", path: "standard output".into(), cause };
    let mut out = std::io::stdout().lock();
    std::io::copy(&mut input, &mut out).map_err(write)?;
    out.flush().map_err(write)?;
    Ok(Outcome::Fine)
}

fn settings(args: &Args) -> Result<Settings, Error> {
    if args.at.is_some() {
        return Err(Error::Usage("`git` sets up the clone as it is: `--at` has no place here".to_owned()));
    }
    Settings::find(args.data.as_deref().unwrap_or(Path::new(".")))
}

/// The folder of the dataset, as a full path.
fn dataset(args: &Args) -> Result<PathBuf, Error> {
    let place = args.data.as_deref().map_or_else(|| Place::find(Path::new(".")), Place::at)?;
    let Tree::Folder(root) = &place.tree else { unreachable!("it was found in a folder") };
    let folder = root.join(&place.data);
    fs::canonicalize(&folder).map_err(|cause| Error::io("find", &folder, cause))
}

/// The path of the dataset from the root of the repository, with `/` at its end unless it is the root.
fn below(settings: &Settings, folder: &Path) -> Result<String, Error> {
    let root = fs::canonicalize(&settings.root).map_err(|cause| Error::io("find", &settings.root, cause))?;
    let outside = || Error::Usage(format!("the dataset `{}` lies outside the repository `{}`", folder.display(), root.display()));
    let below = folder.strip_prefix(&root).map_err(|_| outside())?;
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    let below = parts.ok_or_else(|| Error::Usage("the path of the dataset is not UTF-8".to_owned()))?.join("/");
    if below.contains(char::is_control) {
        return Err(Error::Usage("the path of the dataset holds a control character".to_owned()));
    }
    Ok(if below.is_empty() { String::new() } else { below + "/" })
}

/// The patterns of the files that a dataset reads, and of no others.
fn patterns(below: &str) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    for file in &FILES {
        match file.name {
            "manifest" => paths.push(MANIFEST.to_owned()),
            "statement" => paths.push("statements/**/*.yaml".to_owned()),
            table => paths.extend([format!("{table}.yaml"), format!("{table}/**/*.yaml")]),
        }
    }
    // The path itself means what it says, whatever stands in it.
    let literal: String = below.chars().map(|sign| if "*?[]\\".contains(sign) { format!("\\{sign}") } else { sign.to_string() }).collect();
    let plain = literal.chars().all(|sign| sign.is_ascii_alphanumeric() || "-_./".contains(sign));
    let pattern = |path: &String| match plain {
        true => format!("/{literal}{path}"),
        false => format!("\"/{}{path}\"", literal.replace('\\', "\\\\").replace('"', "\\\"")),
    };
    paths.iter().map(pattern).collect()
}

/// The command that git hands to a shell, with the file behind it.
fn command() -> Result<String, Error> {
    let program = std::env::current_exe().map_err(|cause| Error::Io { action: "find", path: "this program".into(), cause })?;
    let program = program.to_str().filter(|path| !path.contains(char::is_control));
    let program = program.ok_or_else(|| Error::Usage("the path of this program cannot be written into a configuration".to_owned()))?;
    Ok(format!("'{}' git textconv", program.replace('\'', "'\\''")))
}

/// A value of the configuration of git.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A file of the repository with what is ours in it.
struct Mine {
    name: &'static str,
    path: PathBuf,
    /// The file without what is ours.
    without: Vec<u8>,
    /// Whether something in it is ours.
    is_there: bool,
    /// Whether there would be no file without it.
    is_new: bool,
    /// The file as it is.
    now: Option<Vec<u8>>,
}

impl Mine {
    fn read(settings: &Settings, name: &'static str) -> Result<Mine, Error> {
        let path = settings.folder().join(name);
        let now = settings.read(name)?;
        let text = now.clone().unwrap_or_default();
        let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
        let is = |line: &[u8], mark: &str| line.trim_ascii_end().starts_with(mark.as_bytes());
        let begins: Vec<usize> = (0..lines.len()).filter(|index| is(lines[*index], BEGIN)).collect();
        let ends: Vec<usize> = (0..lines.len()).filter(|index| is(lines[*index], END)).collect();
        let (begin, end) = match (begins.as_slice(), ends.as_slice()) {
            ([], []) => return Ok(Mine { name, path, without: text, is_there: false, is_new: now.is_none(), now }),
            ([begin], [end]) if begin < end => (*begin, *end),
            _ => {
                return Err(Error::Usage(format!(
                    "`{}` holds the lines `{BEGIN}` and `{END}` otherwise than `demarche git install` writes them, and nothing was changed\n\
                     remove them by hand, with what stands between them",
                    path.display()
                )));
            }
        };
        let (mut before, after) = (lines[..begin].concat(), lines[end + 1..].concat());
        let remark = lines[begin].trim_ascii_end();
        if remark.ends_with(OPEN_LINE.as_bytes()) && after.is_empty() {
            before.pop();
        }
        let is_new = remark.ends_with(NEW_FILE.as_bytes()) && before.is_empty() && after.is_empty();
        Ok(Mine { name, path, without: [before, after].concat(), is_there: true, is_new, now })
    }

    /// Writes these lines at the end of the file.
    fn write(&self, settings: &Settings, lines: &[String]) -> Result<(), Error> {
        let is_open = self.without.last().is_some_and(|byte| *byte != b'\n');
        let remark = match (self.is_new, is_open) {
            (true, _) => NEW_FILE,
            (_, true) => OPEN_LINE,
            _ => "",
        };
        let mut text = self.without.clone();
        text.extend(is_open.then_some(b'\n'));
        text.extend(format!("{BEGIN}{remark}\n{}\n{END}\n", lines.join("\n")).bytes());
        if self.now.as_ref() == Some(&text) {
            return Ok(());
        }
        self.unchanged(settings)?;
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder).map_err(|cause| Error::io("make", folder, cause))?;
        }
        write_whole(&self.path, &text)
    }

    fn remove(&self, settings: &Settings) -> Result<(), Error> {
        self.unchanged(settings)?;
        if self.is_new {
            return fs::remove_file(&self.path).map_err(|cause| Error::io("remove", &self.path, cause));
        }
        write_whole(&self.path, &self.without)
    }

    /// Looks whether the file is still as it was read, and whether git writes it just now.
    fn unchanged(&self, settings: &Settings) -> Result<(), Error> {
        let lock = settings.folder().join(format!("{}.lock", self.name));
        if lock.exists() || settings.read(self.name)? != self.now {
            return Err(Error::Usage(format!("`{}` is being changed by another program; run this again", self.path.display())));
        }
        Ok(())
    }
}
