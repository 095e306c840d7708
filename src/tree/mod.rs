//! Where bytes come from: a folder, a git revision, or memory. The only module of the library that reads and writes files.

mod absent;
mod folder;
#[cfg(feature = "git")]
mod git;
mod kept;
mod place;
mod revision;
mod whole;
#[cfg(not(feature = "git"))]
mod without_git;

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::error::Error;
#[cfg(not(feature = "git"))]
use without_git as git;

pub use absent::Absent;
pub use git::{ATTRIBUTES, CONFIG, Repository, RevisionTree, Settings, has_diff_driver};
pub use kept::{Begun, Kept};
pub use place::{MANIFEST, Place};
pub use revision::{BlobId, Range, Revision};
pub use whole::write_whole;

/// A set of files below one root. Paths are relative to it, with `/` between the parts, and never leave it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Tree {
    /// The files of a folder. Symbolic links are never followed.
    Folder(PathBuf),
    /// The files of a commit, read from the objects of a git repository.
    Revision(RevisionTree),
    /// Files held in memory, by path.
    Memory(BTreeMap<String, Vec<u8>>),
    /// No files: no dataset is where it was looked for.
    Absent(Absent),
}

/// The files below one folder of a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The regular files, in the order of their paths.
    pub files: Vec<String>,
    /// What is no regular file (symbolic link, submodule, FIFO, device, undecodable name), with what it is, in the order of the paths.
    pub refused: Vec<(String, &'static str)>,
}

/// What reading a file gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bytes {
    /// The whole content.
    Whole(Vec<u8>),
    /// The file is longer than the limit; nothing was kept.
    TooLong,
    /// There is no regular file at this path.
    Missing,
}

/// What tells without reading that a file was changed: equal stamps, equal contents, unless it was changed twice within one tick of the clock of
/// its file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Its size, in bytes.
    pub bytes: u64,
    /// The number that the file system has for it; 0 where it has none.
    pub number: u64,
    /// When it was last written, renamed or given other times or rights, in nanoseconds since the beginning of 1970.
    pub changed: u64,
}

/// The deepest nesting of folders that is listed.
pub const MAX_FOLDER_DEPTH: usize = 8;

impl Tree {
    /// Lists the files at or below a folder of the tree, entering folders and nothing else. Names that begin with a dot are passed over.
    ///
    /// # Errors
    /// When a folder cannot be read. A folder that does not exist, or lies behind a symbolic link, has no files.
    pub fn list(&self, folder: &str) -> Result<Listing, Error> {
        let mut listing = Listing::default();
        match self {
            Tree::Folder(root) => folder::list(root, folder, &mut listing)?,
            Tree::Revision(tree) => return tree.list(folder),
            Tree::Absent(_) => {}
            Tree::Memory(files) => {
                let below = |path: &str| folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
                listing.files = files.keys().filter(|path| below(path)).cloned().collect();
            }
        }
        listing.files.sort();
        listing.refused.sort();
        Ok(listing)
    }

    /// Reads a file of at most `limit` bytes. The length is looked at before any memory is taken.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn read(&self, path: &str, limit: usize) -> Result<Bytes, Error> {
        match self {
            Tree::Folder(root) => folder::read(root, path, limit),
            Tree::Revision(tree) => tree.read(path, limit),
            Tree::Absent(_) => Ok(Bytes::Missing),
            Tree::Memory(files) => Ok(match files.get(path) {
                None => Bytes::Missing,
                Some(content) if content.len() > limit => Bytes::TooLong,
                Some(content) => Bytes::Whole(content.clone()),
            }),
        }
    }

    /// The stamp of a file that was listed; none where it vanished, and for files that are in no folder.
    pub fn stamp(&self, path: &str) -> Option<Stamp> {
        match self {
            Tree::Folder(root) => folder::stamp(root, path),
            _ => None,
        }
    }

    /// What git calls the contents of the files at or below a folder, by path: equal ids, equal contents. Nothing is read from a revision for
    /// it but its folders; other files are read, and no more than a piece of each is held in memory. Filters and line ends are left as they
    /// are, so a file that git changes when it checks it out has another id here than in the revision.
    ///
    /// # Errors
    /// When a file or folder cannot be read, or the crate was built without git.
    pub fn blob_ids(&self, folder: &str) -> Result<BTreeMap<String, BlobId>, Error> {
        if let Tree::Revision(tree) = self {
            return Ok(tree.blob_ids(folder)?.into_iter().collect());
        }
        let files = self.list(folder)?.files;
        let named = files.into_par_iter().map(|path| Ok(self.blob_id(&path)?.map(|id| (path, id))));
        Ok(named.collect::<Result<Vec<_>, Error>>()?.into_iter().flatten().collect())
    }

    /// None where the file vanished since it was listed.
    #[cfg(feature = "git")]
    fn blob_id(&self, path: &str) -> Result<Option<BlobId>, Error> {
        let (mut content, length, shown): (Box<dyn std::io::Read>, u64, PathBuf) = match self {
            Tree::Folder(root) => match folder::open(root, path)? {
                Some((file, length)) => (Box::new(file), length, root.join(path)),
                None => return Ok(None),
            },
            Tree::Memory(files) => match files.get(path) {
                Some(content) => (Box::new(content.as_slice()), content.len() as u64, path.into()),
                None => return Ok(None),
            },
            Tree::Revision(_) | Tree::Absent(_) => return Ok(None),
        };
        git::blob_id(&mut content, length).map(Some).map_err(|cause| Error::io("read", &shown, cause))
    }

    #[cfg(not(feature = "git"))]
    fn blob_id(&self, _path: &str) -> Result<Option<BlobId>, Error> {
        Err(git::left_out())
    }

    /// The tree held in memory: every listed file of these folders up to `limit` bytes.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn to_memory(&self, folders: &[&str], limit: usize) -> Result<Tree, Error> {
        let mut files = BTreeMap::new();
        for folder in folders {
            for path in self.list(folder)?.files {
                if let Bytes::Whole(content) = self.read(&path, limit)? {
                    files.insert(path, content);
                }
            }
        }
        Ok(Tree::Memory(files))
    }
}
