//! Turns a folder into the repository that it belongs to, and refuses repositories that lead elsewhere.
//!
//! Of the repository's configuration only `core.repositoryFormatVersion` and `extensions.*` are looked at: they say how its files are to be
//! read, and no other key has any effect. No include is followed, no environment variable and no file outside the repository is looked at.

use std::fs;
use std::path::{Path, PathBuf};

use gix::config::File;
use gix::config::file::Metadata;

use crate::error::Error;
use crate::tree::folder;
use crate::tree::{Bytes, Listing};

/// Where the parts of a repository are. All paths are absolute.
#[derive(Clone, Debug)]
pub struct Location {
    /// The folder that its files are checked out into; of a bare repository the repository itself.
    pub root: PathBuf,
    /// The folder with `HEAD`.
    pub git: PathBuf,
    /// The folder with objects and references; that of the main work tree where several share one repository.
    pub common: PathBuf,
}

/// What must be known of a repository to explain why an object is not there.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gaps {
    /// Its history was cut off when it was cloned.
    pub is_shallow: bool,
    /// Its objects are fetched one by one when git needs them.
    pub is_partial: bool,
}

/// The longest of the small files of a repository (`HEAD`, `config`, a reference), in bytes.
pub const MAX_SMALL_FILE: usize = 1 << 20;

/// The extensions of the repository format that change nothing in what is read here.
const HARMLESS: [&str; 8] =
    ["compatobjectformat", "noop", "noop-v1", "objectformat", "partialclone", "preciousobjects", "refstorage", "relativeworktrees"];

/// Finds the repository that a folder, given by its full path, lies in.
///
/// # Errors
/// When there is none up to the root of the file system, or a `.git` file leads nowhere.
pub fn find(from: &Path) -> Result<Location, Error> {
    for folder in from.ancestors() {
        let inner = folder.join(".git");
        let git = match fs::symlink_metadata(&inner) {
            Ok(found) if found.is_file() => Some(linked(folder)?),
            Ok(_) if is_repository(&inner) => Some(inner),
            _ if is_repository(folder) => Some(folder.to_owned()),
            _ => None,
        };
        if let Some(git) = git {
            let git = fs::canonicalize(&git).map_err(|cause| Error::io("open", &git, cause))?;
            let common = match small_file(&git, "commondir")? {
                Some(text) => git.join(trimmed(&git, "commondir", &text)?),
                None => git.clone(),
            };
            let common = fs::canonicalize(&common).map_err(|cause| Error::io("open", &common, cause))?;
            let shares = git.parent().and_then(Path::parent) == Some(&common);
            if common != git && !shares {
                return Err(refused(&git, "its `commondir` names a repository that it is no work tree of"));
            }
            return Ok(Location { root: folder.to_owned(), git, common });
        }
    }
    Err(Error::Usage(format!("no git repository in `{}` or above it, so there is no revision to read", from.display())))
}

fn is_repository(folder: &Path) -> bool {
    let has_store = folder.join("objects").is_dir() && folder.join("refs").is_dir();
    folder.join("HEAD").is_file() && (has_store || folder.join("commondir").is_file())
}

/// The repository that the `.git` file of a linked work tree or submodule names.
fn linked(folder: &Path) -> Result<PathBuf, Error> {
    let text = small_file(folder, ".git")?.unwrap_or_default();
    let text = trimmed(folder, ".git", &text)?;
    let git = text.strip_prefix("gitdir:").map(|path| folder.join(path.trim_start()));
    git.filter(|git| is_repository(git)).ok_or_else(|| refused(&folder.join(".git"), "it names no git repository"))
}

fn trimmed<'t>(folder: &Path, name: &str, text: &'t [u8]) -> Result<&'t str, Error> {
    let text = std::str::from_utf8(text).map_err(|_| refused(&folder.join(name), "it holds a path that is not UTF-8"))?;
    Ok(text.trim_end_matches(['\r', '\n']))
}

/// Reads a regular file of a repository; none where there is none, or only a symbolic link.
///
/// # Errors
/// When it cannot be read, or is longer than [`MAX_SMALL_FILE`].
pub fn small_file(folder: &Path, path: &str) -> Result<Option<Vec<u8>>, Error> {
    match folder::read(folder, path, MAX_SMALL_FILE)? {
        Bytes::Whole(bytes) => Ok(Some(bytes)),
        Bytes::Missing => Ok(None),
        Bytes::TooLong => Err(refused(&folder.join(path), "it is too long for a file of its kind")),
    }
}

/// Looks whether a repository can be read, and without leaving it.
///
/// # Errors
/// When its format is not known here, it borrows objects from another repository, or its objects are no plain files and folders.
pub fn examine(location: &Location) -> Result<Gaps, Error> {
    examine_format(&location.common)?;
    let alternates = small_file(&location.common, "objects/info/alternates")?.unwrap_or_default();
    let borrowed = alternates.split(|byte| *byte == b'\n').find(|line| !line.is_empty() && !line.starts_with(b"#"));
    if let Some(path) = borrowed {
        let why = format!(
            "it borrows objects from `{}` (`objects/info/alternates`), and nothing outside the repository is read\n\
             `git repack -a -d` followed by the removal of that file makes the repository whole",
            String::from_utf8_lossy(path).escape_debug()
        );
        return Err(refused(&location.git, &why));
    }
    let objects = location.common.join("objects");
    let mut listing = Listing::default();
    match fs::symlink_metadata(&objects) {
        Ok(found) if found.is_dir() => folder::list(&location.common, "objects", &mut listing)?,
        _ => listing.refused.push(("objects".to_owned(), "no folder")),
    }
    if let Some((path, what)) = listing.refused.iter().min() {
        return Err(refused(&location.git, &format!("`{path}` is {what}, and nothing outside the repository is read")));
    }
    Ok(Gaps {
        is_shallow: location.common.join("shallow").is_file(),
        is_partial: listing.files.iter().any(|path| path.ends_with(".promisor")),
    })
}

/// Looks whether the files of a repository are of the known kinds.
fn examine_format(common: &Path) -> Result<(), Error> {
    let path = common.join("config");
    let text = small_file(common, "config")?.unwrap_or_default();
    let config = File::from_bytes_no_includes(&text, Metadata::api(), Default::default())
        .map_err(|_| refused(&path, "it is no configuration of git, so the format of the repository is not known"))?;
    for version in config.strings("core.repositoryFormatVersion").unwrap_or_default() {
        if !matches!(version.as_slice(), b"0" | b"1") {
            return Err(refused(&path, &format!("the repository has the format {}, and 0 and 1 are known", version.escape_ascii())));
        }
    }
    for section in config.sections_by_name("extensions").into_iter().flatten() {
        for name in section.value_names() {
            let known = name.to_lowercase();
            for value in section.values(&name) {
                let fault = match (known.as_str(), value.to_ascii_lowercase().as_slice()) {
                    ("objectformat", b"sha1") | ("refstorage", b"files") => continue,
                    ("objectformat", _) => "names its objects with",
                    ("refstorage", _) => "keeps its references in the format",
                    _ => continue,
                };
                let why = format!("the repository {fault} `{}`, which cannot be read yet", value.escape_ascii());
                return Err(refused(&path, &why));
            }
            // Worktree configuration is one more file that is not looked at.
            if !HARMLESS.contains(&known.as_str()) && known != "worktreeconfig" {
                return Err(refused(
                    &path,
                    &format!("the repository uses the extension `{}`, which is not known here", name.escape_debug()),
                ));
            }
        }
    }
    Ok(())
}

/// A repository, or a file of one, that is there and is not read, with the reason.
pub fn refused(path: &Path, why: &str) -> Error {
    Error::io("open", path, std::io::Error::other(why))
}
