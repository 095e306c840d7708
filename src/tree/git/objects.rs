//! Reads objects by their hashes, each proved to have the hash that it was asked for by.

use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::sync::Arc;

use gix::ObjectId;
use gix::objs::{CommitRefIter, Data, Find, FindHeader, Kind, TagRefIter};
use gix::odb::Store;
use gix::odb::store::{Handle, init};

use super::open::Gaps;
use crate::error::Error;

/// The kind of hash that objects are named by.
pub const HASH: gix::hash::Kind = gix::hash::Kind::Sha1;

/// The most memory that decoding one object may take, in bytes: the object, what it is stored as a difference to, and the difference.
const MAX_MEMORY: usize = 256 << 20;

/// The largest commit or tag, in bytes.
const MAX_COMMIT: usize = 16 << 20;

/// How many tags may point to each other before a commit comes.
const MAX_TAGS: usize = 32;

/// The objects of one repository, read from any number of threads.
pub struct Objects {
    store: Arc<Store>,
    gaps: Gaps,
}

/// What a commit says of itself.
#[derive(Clone, Debug)]
pub struct Commit {
    /// The folder of its files.
    pub tree: ObjectId,
    /// The commits before it.
    pub parents: Vec<ObjectId>,
}

impl Objects {
    /// Opens the folder `objects` of a repository. Replacement objects are never looked for.
    pub fn open(folder: &Path, gaps: Gaps) -> io::Result<Self> {
        let options = init::Options { use_multi_pack_index: false, alloc_limit_bytes: Some(MAX_MEMORY), ..Default::default() };
        let store = Store::at_opts(folder.to_owned(), HASH, &mut std::iter::empty(), options)?;
        Ok(Objects { store: Arc::new(store), gaps })
    }

    fn handle(&self) -> Handle<Arc<Store>> {
        self.store.to_handle_arc()
    }

    /// The kind of an object; none where it is not there.
    pub fn kind(&self, id: ObjectId) -> Option<Kind> {
        self.handle().try_header(&id).ok().flatten().map(|header| header.kind)
    }

    /// Reads an object of at most `limit` bytes; none where it is longer. The declared length is looked at before any memory is taken.
    ///
    /// # Errors
    /// When the object is not there, is of another kind, or is damaged. `shown` is what it was read for.
    pub fn read(&self, id: ObjectId, kind: Kind, limit: usize, shown: &str) -> Result<Option<Vec<u8>>, Error> {
        let handle = self.handle();
        let damaged = |error: gix::Error| fault(shown, format!("the object {id} is damaged: {}", error.probable_cause()));
        let header = handle.try_header(&id).map_err(damaged)?.ok_or_else(|| self.missing(id, shown))?;
        if header.kind != kind {
            return Err(fault(shown, format!("the object {id} should be a {kind} and is a {}", header.kind)));
        }
        if header.size > limit as u64 {
            return Ok(None);
        }
        let mut content = Vec::new();
        let found = handle.try_find(&id, &mut content).map_err(damaged)?.ok_or_else(|| self.missing(id, shown))?;
        Data::new(found.data, kind, HASH).verify_checksum(&id).map_err(damaged)?;
        let length = found.data.len();
        content.truncate(length);
        Ok(Some(content))
    }

    fn missing(&self, id: ObjectId, shown: &str) -> Error {
        let why = match self.gaps {
            Gaps { is_partial: true, .. } => "\nthis is a partial clone: `git fetch --refetch` without a filter fetches what it lacks",
            Gaps { is_shallow: true, .. } => "\nthis is a shallow clone: `git fetch --unshallow` fetches the rest of its history",
            _ => "\n`git fsck` says more",
        };
        fault(shown, format!("the object {id} is not in the repository, or its pack cannot be read{why}"))
    }

    /// The commit that an object is, or that a tag stands for.
    ///
    /// # Errors
    /// When it is not there or damaged, or is neither a commit nor a tag of one.
    pub fn peel(&self, mut id: ObjectId, shown: &str) -> Result<ObjectId, Error> {
        for _ in 0..MAX_TAGS {
            match self.kind(id) {
                Some(Kind::Commit) => return Ok(id),
                Some(Kind::Tag) => {
                    let content = self.short(id, Kind::Tag, shown)?;
                    let target = TagRefIter::from_bytes(&content, HASH).target_id();
                    id = target.map_err(|_| fault(shown, format!("the tag {id} names no object")))?;
                }
                Some(other) => return Err(Error::Usage(format!("`{}` names a {other}, and a commit is needed", shown.escape_debug()))),
                // Reading it says what is wrong.
                None => return self.read(id, Kind::Commit, 0, shown).map(|_| id),
            }
        }
        Err(fault(shown, format!("more than {MAX_TAGS} tags point to each other")))
    }

    /// What a commit says of itself.
    ///
    /// # Errors
    /// When it is not there or damaged.
    pub fn commit(&self, id: ObjectId, shown: &str) -> Result<Commit, Error> {
        let content = self.short(id, Kind::Commit, shown)?;
        let tree = CommitRefIter::from_bytes(&content, HASH).tree_id();
        let tree = tree.map_err(|_| fault(shown, format!("the commit {id} names no folder of files")))?;
        Ok(Commit { tree, parents: CommitRefIter::from_bytes(&content, HASH).parent_ids().collect() })
    }

    fn short(&self, id: ObjectId, kind: Kind, shown: &str) -> Result<Vec<u8>, Error> {
        let content = self.read(id, kind, MAX_COMMIT, shown)?;
        content.ok_or_else(|| fault(shown, format!("the {kind} {id} is longer than {MAX_COMMIT} bytes")))
    }

    /// The objects whose hashes begin with these digits, in the order of their hashes.
    ///
    /// # Errors
    /// When the objects cannot be listed.
    pub fn beginning(&self, digits: &str) -> Result<Vec<ObjectId>, Error> {
        let Ok(prefix) = gix::hash::Prefix::from_hex(&digits.to_ascii_lowercase()) else { return Ok(Vec::new()) };
        let mut found = HashSet::new();
        let looked = self.handle().lookup_prefix(prefix, Some(&mut found));
        looked.map_err(|error| fault(digits, format!("the objects cannot be listed: {}", error.probable_cause())))?;
        let mut found: Vec<ObjectId> = found.into_iter().collect();
        found.sort();
        Ok(found)
    }

    /// The best common ancestor of two commits; none where they share no history.
    ///
    /// # Errors
    /// When a commit on the way is damaged.
    pub fn merge_base(&self, one: ObjectId, other: ObjectId, shown: &str) -> Result<Option<ObjectId>, Error> {
        let handle = self.handle();
        let mut graph = gix::revwalk::Graph::new(&handle, None);
        let found = gix::revision::plumbing::merge_base(one, &[other], &mut graph);
        let bases = found.map_err(|error| fault(shown, format!("the history cannot be walked: {}", error.probable_cause())))?;
        Ok(bases.map(|bases| *bases.first()))
    }
}

/// What is wrong with an object, and what it was read for.
pub fn fault(shown: &str, why: String) -> Error {
    Error::io("read", Path::new(shown), io::Error::other(why))
}
