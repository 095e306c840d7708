//! Turns a git revision into a tree of files: read from the object database alone.
//!
//! Nothing is checked out and no process is started. No configuration, filter, hook, attribute, template, replacement object, graft or
//! environment variable is obeyed, so it does not matter who owns the repository. Objects are looked for in the repository's own folder
//! `objects` and nowhere else, each is proved to have the hash that names it, and its declared length is looked at before memory is taken.

mod files;
mod name;
mod objects;
mod open;
mod refs;
mod settings;

use std::fmt;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use gix::ObjectId;

use super::revision::{BlobId, Range, Revision, split_range};
use crate::error::Error;
use objects::Objects;
use open::Location;
use refs::References;

pub use files::RevisionTree;
pub use settings::{ATTRIBUTES, CONFIG, Settings, has_diff_driver};

/// A git repository, from which revisions are read.
#[derive(Clone)]
pub struct Repository {
    inner: Arc<Inner>,
}

struct Inner {
    location: Location,
    objects: Objects,
}

impl fmt::Debug for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Repository").field(&self.inner.location.git).finish()
    }
}

impl Repository {
    /// Finds the repository that a folder lies in: a work tree, a linked one, or a bare repository. The folder need not be there any more.
    ///
    /// # Errors
    /// When there is none, or it cannot be read without leaving it: it borrows objects from another one, its objects lie behind symbolic
    /// links, or its format is not known here (SHA-256, reftable).
    pub fn find(from: &Path) -> Result<Repository, Error> {
        let location = open::find(&super::folder::full_path(from)?)?;
        let gaps = open::examine(&location)?;
        let objects = location.common.join("objects");
        let objects = Objects::open(&objects, gaps).map_err(|cause| Error::io("open", &objects, cause))?;
        Ok(Repository { inner: Arc::new(Inner { location, objects }) })
    }

    /// The folder that its files are checked out into; of a bare repository the repository itself. A full path.
    pub fn root(&self) -> &Path {
        &self.inner.location.root
    }

    /// Finds the commit that a name stands for: a branch, a tag, a hash or the beginning of one, `HEAD`, `@`, and steps back from these
    /// (`HEAD~2`, `v1^2`). Tags stand for the commits that they point to.
    ///
    /// # Errors
    /// When the name stands for no commit, or for several, or is of a kind that is not read (`:/text`, `REV:path`, `@{1}`).
    pub fn revision(&self, name: &str) -> Result<Revision, Error> {
        let references = References::new(&self.inner.location)?;
        let id = name::resolve(&references, self.objects(), name)?;
        Ok(Revision { id: id.to_string(), name: name.to_owned() })
    }

    /// Finds the ends of `A..B`, or of `A...B`, which begins at the best common ancestor of A and B. An end that is left out is `HEAD`.
    ///
    /// # Errors
    /// When the text is no range, an end stands for no commit, or the two share no history.
    pub fn range(&self, text: &str) -> Result<Range, Error> {
        let (base, head, three_dots) = split_range(text)?;
        let (mut base, head) = (self.revision(base)?, self.revision(head)?);
        if three_dots {
            let common = self.objects().merge_base(commit_id(&base)?, commit_id(&head)?, text)?;
            let common = common.ok_or_else(|| {
                Error::Usage(format!("`{}` and `{}` share no history", base.name.escape_debug(), head.name.escape_debug()))
            })?;
            base = Revision { id: common.to_string(), name: name::short(common) };
        }
        Ok(Range { base, head })
    }

    /// The files of a commit.
    ///
    /// # Errors
    /// When the commit is not there or damaged.
    pub fn tree(&self, revision: &Revision) -> Result<RevisionTree, Error> {
        let commit = self.objects().commit(commit_id(revision)?, &revision.name)?;
        Ok(RevisionTree::new(self.clone(), revision.clone(), commit.tree))
    }

    fn objects(&self) -> &Objects {
        &self.inner.objects
    }
}

fn commit_id(revision: &Revision) -> Result<ObjectId, Error> {
    ObjectId::from_hex(revision.id.as_bytes()).map_err(|_| Error::Usage(format!("`{}` is no hash", revision.id.escape_debug())))
}

fn blob_id_of(id: ObjectId) -> BlobId {
    let mut bytes = [0; 20];
    bytes.copy_from_slice(&id.as_slice()[..20]);
    BlobId::new(bytes)
}

/// What git calls a content of this length. No more of it is held in memory than one piece.
///
/// # Errors
/// When the content cannot be read, or has another length.
pub(super) fn blob_id(content: &mut dyn Read, length: u64) -> io::Result<BlobId> {
    let mut hasher = gix::hash::hasher(objects::HASH);
    hasher.update(format!("blob {length}\0").as_bytes());
    let mut piece = vec![0; 1 << 16];
    let mut seen = 0;
    loop {
        match content.read(&mut piece)? {
            0 if seen == length => break,
            0 => return Err(io::Error::other("it became shorter while it was read")),
            read => {
                hasher.update(&piece[..read]);
                seen += read as u64;
            }
        }
        if seen > length {
            return Err(io::Error::other("it became longer while it was read"));
        }
    }
    Ok(blob_id_of(hasher.try_finalize().map_err(|_| io::Error::other("its hash is one that was forged"))?))
}
