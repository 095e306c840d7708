//! Stands in for git where it was left out: nothing can be found, so nothing can be asked of it.

use std::path::{Path, PathBuf};

use super::revision::{Range, Revision};
use super::{BlobId, Bytes, Listing};
use crate::error::Error;

/// A git repository, of which there is none in this build.
#[derive(Clone, Debug)]
pub struct Repository(Never);

/// The settings of a repository, of which there are none in this build.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder that its files are checked out into.
    pub root: PathBuf,
    never: Never,
}

/// The configuration of a repository.
pub const CONFIG: &str = "config";
/// The attributes of files that belong to this clone alone.
pub const ATTRIBUTES: &str = "info/attributes";

impl Settings {
    /// Finds nothing.
    ///
    /// # Errors
    /// Always: git was left out of this build.
    pub fn find(_from: &Path) -> Result<Settings, Error> {
        Err(left_out())
    }

    /// The folder that both files stand in.
    pub fn folder(&self) -> &Path {
        match self.never {}
    }

    /// Reads one of them.
    ///
    /// # Errors
    /// Never.
    pub fn read(&self, _name: &str) -> Result<Option<Vec<u8>>, Error> {
        match self.never {}
    }
}

/// Whether a configuration has a section for a driver of diffs of this name.
///
/// # Errors
/// Always: git was left out of this build.
pub fn has_diff_driver(_config: &[u8], _name: &str, _path: &Path) -> Result<bool, Error> {
    Err(left_out())
}

/// The files of a commit, of which there is none in this build.
#[derive(Clone, Debug)]
pub struct RevisionTree(Never);

#[derive(Clone, Copy, Debug)]
enum Never {}

/// Why nothing is found.
pub(super) fn left_out() -> Error {
    Error::Usage("this `demarche` was built without the feature `git`, so it reads no revisions".to_owned())
}

impl Repository {
    /// Finds nothing.
    ///
    /// # Errors
    /// Always: git was left out of this build.
    pub fn find(_from: &Path) -> Result<Repository, Error> {
        Err(left_out())
    }

    /// The folder that its files are checked out into.
    pub fn root(&self) -> &Path {
        match self.0 {}
    }

    /// The commit that a name stands for.
    ///
    /// # Errors
    /// Never.
    pub fn revision(&self, _name: &str) -> Result<Revision, Error> {
        match self.0 {}
    }

    /// The ends of a range.
    ///
    /// # Errors
    /// Never.
    pub fn range(&self, _text: &str) -> Result<Range, Error> {
        match self.0 {}
    }

    /// The files of a commit.
    ///
    /// # Errors
    /// Never.
    pub fn tree(&self, _revision: &Revision) -> Result<RevisionTree, Error> {
        match self.0 {}
    }
}

impl RevisionTree {
    /// The commit.
    pub fn revision(&self) -> &Revision {
        match self.0 {}
    }

    /// What to write before a path of the tree.
    pub fn prefix(&self) -> &str {
        match self.0 {}
    }

    pub(super) fn below(&self, _folder: &str) -> Result<Option<RevisionTree>, Error> {
        match self.0 {}
    }

    pub(super) fn has_file(&self, _path: &str) -> Result<bool, Error> {
        match self.0 {}
    }

    pub(super) fn what(&self, _path: &str) -> Result<Option<&'static str>, Error> {
        match self.0 {}
    }

    pub(super) fn list(&self, _folder: &str) -> Result<Listing, Error> {
        match self.0 {}
    }

    pub(super) fn read(&self, _path: &str, _limit: usize) -> Result<Bytes, Error> {
        match self.0 {}
    }

    pub(super) fn blob_ids(&self, _folder: &str) -> Result<Vec<(String, BlobId)>, Error> {
        match self.0 {}
    }
}
