//! Where bytes come from: a folder, or memory. The only module of the library that reads files.

mod folder;
mod place;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::error::Error;

pub use place::{MANIFEST, Place};

/// A set of files below one root. Paths are relative to it, with `/` between the parts, and never leave it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Tree {
    /// The files of a folder. Symbolic links are never followed.
    Folder(PathBuf),
    /// Files held in memory, by path.
    Memory(BTreeMap<String, Vec<u8>>),
}

/// The files below one folder of a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The regular files, in the order of their paths.
    pub files: Vec<String>,
    /// What is no regular file (symbolic link, FIFO, device, undecodable name), with what it is, in the order of the paths.
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
            Tree::Memory(files) => Ok(match files.get(path) {
                None => Bytes::Missing,
                Some(content) if content.len() > limit => Bytes::TooLong,
                Some(content) => Bytes::Whole(content.clone()),
            }),
        }
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
