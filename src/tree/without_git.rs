//! Stands in for git where it was left out: nothing can be found, so nothing can be asked of it.

use std::path::Path;

use super::revision::{Range, Revision};
use super::{BlobId, Bytes, Listing};
use crate::error::Error;

/// A git repository, of which there is none in this build.
#[derive(Clone, Debug)]
pub struct Repository(Never);

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
