//! Says that no dataset is where one was looked for, and what stands there instead.

use std::fs;
use std::io;
use std::path::Path;

use super::{MANIFEST, Repository, Revision};
use crate::error::Error;

/// A place without a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Absent {
    /// The folder in which the dataset was looked for, relative to the root of the repository; empty for the root.
    pub folder: String,
    /// The first part of the way to it that is no folder, and what it is; none where there is nothing at all.
    pub instead: Option<(String, &'static str)>,
    /// The commit that was looked through; none for files.
    pub revision: Option<Revision>,
}

impl Absent {
    /// Looks for what stands in the place of a dataset. The folder is relative to the root of the repository.
    ///
    /// # Errors
    /// When the way to the folder cannot be read.
    pub(super) fn find(repository: &Repository, revision: Option<&Revision>, folder: &str) -> Result<Absent, Error> {
        let tree = revision.map(|revision| repository.tree(revision)).transpose()?;
        let what = |path: &str| match &tree {
            Some(tree) => tree.what(path),
            None => of_file(&repository.root().join(path)),
        };
        let mut absent = Absent { folder: folder.to_owned(), instead: None, revision: revision.cloned() };
        let ends = folder.match_indices('/').map(|(at, _)| at).chain((!folder.is_empty()).then_some(folder.len()));
        for part in ends.map(|end| &folder[..end]) {
            match what(part)? {
                Some(FOLDER) => {}
                found => {
                    absent.instead = found.map(|what| (part.to_owned(), what));
                    return Ok(absent);
                }
            }
        }
        absent.instead = Some((folder.to_owned(), "a folder without a manifest"));
        Ok(absent)
    }

    /// What is wrong, as the end of a sentence that begins with the side: our own words and the name of the folder.
    pub fn says(&self) -> String {
        let shown = |path: &str| match path {
            "" => "the root of the repository".to_owned(),
            // The name is the caller's, but it may be written where signs have a meaning.
            path if path.chars().all(|sign| sign.is_ascii_alphanumeric() || "-_./".contains(sign)) => format!("`{path}`"),
            _ => "that path".to_owned(),
        };
        let end = match &self.instead {
            None => "there is no such folder".to_owned(),
            Some((part, what)) => format!("{} is {what}", shown(part)),
        };
        let place = if self.folder.is_empty() {
            format!("no `{MANIFEST}` at {}", shown(""))
        } else {
            format!("no dataset at {}", shown(&self.folder))
        };
        format!("holds {place}, {end}")
    }
}

/// The word for a folder, where a way leads on.
pub(super) const FOLDER: &str = "a folder";

fn of_file(path: &Path) -> Result<Option<&'static str>, Error> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => Ok(Some("a symbolic link")),
        Ok(found) if found.is_dir() => Ok(Some(FOLDER)),
        Ok(_) => Ok(Some("a file")),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Error::io("find", path, cause)),
    }
}
