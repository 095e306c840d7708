//! Turns the folders and files of a commit into the files of a tree. What is no regular file is named and never followed.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use gix::ObjectId;
use gix::objs::tree::{EntryKind, EntryMode};
use gix::objs::{Kind, TreeRefIter};

use super::Repository;
use super::objects::{HASH, fault};
use crate::error::Error;
use crate::tree::absent::FOLDER;
use crate::tree::{BlobId, Bytes, Listing, MAX_FOLDER_DEPTH, Revision};

/// The files of one commit, at or below one of its folders.
#[derive(Clone)]
pub struct RevisionTree {
    repository: Repository,
    revision: Revision,
    /// The folder that paths begin at.
    root: ObjectId,
    /// What to write before a path: `HEAD~2:below/`.
    prefix: String,
    /// Folders that were read: each stands on the way to many files.
    folders: Arc<Mutex<HashMap<ObjectId, Arc<Folder>>>>,
}

type Folder = Vec<Entry>;

/// What stands in a folder under a name.
#[derive(Clone, Debug)]
struct Entry {
    name: Vec<u8>,
    kind: EntryKind,
    id: ObjectId,
    /// Why it cannot be read, where it cannot.
    refused: Option<&'static str>,
}

/// The largest folder, in bytes of its object: some 400,000 names.
const MAX_FOLDER: usize = 16 << 20;

/// The longest name of a file, in bytes: that of file systems.
const MAX_NAME: usize = 255;

/// The most that one listing may hold, in bytes of paths. Folders that hold each other many times over cost nothing to store.
const MAX_LISTING: usize = 64 << 20;

/// What each path of a listing counts besides its bytes.
const PATH_COST: usize = 64;

impl fmt::Debug for RevisionTree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RevisionTree").field("revision", &self.revision).field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

impl RevisionTree {
    pub(super) fn new(repository: Repository, revision: Revision, root: ObjectId) -> Self {
        let prefix = format!("{}:", revision.name);
        RevisionTree { repository, revision, root, prefix, folders: Arc::default() }
    }

    /// The commit.
    pub fn revision(&self) -> &Revision {
        &self.revision
    }

    /// What to write before a path of the tree so that git understands it: `HEAD~2:below/`.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The tree that begins at a folder of this one; none where there is no such folder.
    pub(in crate::tree) fn below(&self, folder: &str) -> Result<Option<RevisionTree>, Error> {
        let Some(root) = self.folder_id(folder)? else { return Ok(None) };
        let prefix = if folder.is_empty() { self.prefix.clone() } else { format!("{}{folder}/", self.prefix) };
        Ok(Some(RevisionTree { root, prefix, ..self.clone() }))
    }

    /// Whether a file stands at a path, or a link: that it is one is then found when it is read.
    pub(in crate::tree) fn has_file(&self, path: &str) -> Result<bool, Error> {
        Ok(self.entry(path)?.is_some_and(|entry| is_file(entry.kind) || entry.kind == EntryKind::Link))
    }

    /// What stands at a path; none where there is nothing.
    pub(in crate::tree) fn what(&self, path: &str) -> Result<Option<&'static str>, Error> {
        Ok(self.entry(path)?.map(|entry| match entry.kind {
            EntryKind::Tree => FOLDER,
            EntryKind::Blob | EntryKind::BlobExecutable => "a file",
            EntryKind::Link => "a symbolic link",
            EntryKind::Commit => "a submodule",
        }))
    }

    pub(in crate::tree) fn list(&self, folder: &str) -> Result<Listing, Error> {
        let Walk { files, refused, .. } = self.walk(folder)?;
        Ok(Listing { files: files.into_iter().map(|(path, _)| path).collect(), refused })
    }

    pub(in crate::tree) fn read(&self, path: &str, limit: usize) -> Result<Bytes, Error> {
        let Some(entry) = self.entry(path)?.filter(|entry| is_file(entry.kind)) else { return Ok(Bytes::Missing) };
        let content = self.repository.objects().read(entry.id, Kind::Blob, limit, &self.shown(path))?;
        Ok(content.map_or(Bytes::TooLong, Bytes::Whole))
    }

    pub(in crate::tree) fn blob_ids(&self, folder: &str) -> Result<Vec<(String, BlobId)>, Error> {
        Ok(self.walk(folder)?.files.into_iter().map(|(path, id)| (path, super::blob_id_of(id))).collect())
    }

    fn shown(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// What stands at a path below the root; none where there is nothing, or a part on the way is no folder.
    fn entry(&self, path: &str) -> Result<Option<Entry>, Error> {
        let mut found: Option<Entry> = None;
        let mut at = 0;
        for part in path.split('/') {
            let id = match &found {
                None => self.root,
                Some(entry) if entry.kind == EntryKind::Tree => entry.id,
                Some(_) => return Ok(None),
            };
            if matches!(part, "" | "." | "..") {
                return Ok(None);
            }
            let folder = self.folder(id, path[..at].trim_end_matches('/'))?;
            let index = folder.partition_point(|entry| entry.name.as_slice() < part.as_bytes());
            found = folder.get(index).filter(|entry| entry.name == part.as_bytes() && entry.refused.is_none()).cloned();
            if found.is_none() {
                return Ok(None);
            }
            at += part.len() + 1;
        }
        Ok(found)
    }

    fn folder_id(&self, folder: &str) -> Result<Option<ObjectId>, Error> {
        if folder.is_empty() {
            return Ok(Some(self.root));
        }
        Ok(self.entry(folder)?.filter(|entry| entry.kind == EntryKind::Tree).map(|entry| entry.id))
    }

    /// The entries of a folder, in the order of their names.
    fn folder(&self, id: ObjectId, path: &str) -> Result<Arc<Folder>, Error> {
        let lock = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = lock().get(&id) {
            return Ok(folder.clone());
        }
        let shown = self.shown(path);
        let content = self.repository.objects().read(id, Kind::Tree, MAX_FOLDER, &shown)?;
        let content = content.ok_or_else(|| fault(&shown, format!("the folder {id} is longer than {MAX_FOLDER} bytes")))?;
        let mut folder: Folder = Vec::new();
        for entry in TreeRefIter::from_bytes(&content, HASH) {
            let entry = entry.map_err(|_| fault(&shown, format!("the folder {id} is damaged")))?;
            folder.push(Entry {
                name: entry.filename.to_vec(),
                kind: entry.mode.kind(),
                id: entry.oid.to_owned(),
                refused: unreadable(entry.filename, entry.mode),
            });
        }
        // A sort that keeps the order of equal names: the first of them is the one that is read.
        folder.sort_by(|one, other| one.name.cmp(&other.name));
        for index in 1..folder.len() {
            if folder[index - 1].name == folder[index].name {
                folder[index].refused = Some("a second entry of the same name");
            }
        }
        let folder = Arc::new(folder);
        lock().insert(id, folder.clone());
        Ok(folder)
    }

    /// Everything at or below a folder, in the order of the paths.
    fn walk(&self, folder: &str) -> Result<Walk<'_>, Error> {
        let mut walk = Walk { tree: self, files: Vec::new(), refused: Vec::new(), left: MAX_LISTING };
        if let Some(id) = self.folder_id(folder)? {
            walk.enter(id, folder, 0)?;
        }
        walk.files.sort();
        walk.refused.sort();
        Ok(walk)
    }
}

struct Walk<'t> {
    tree: &'t RevisionTree,
    /// The regular files, with the ids of their contents.
    files: Vec<(String, ObjectId)>,
    /// What is none, with what it is.
    refused: Vec<(String, &'static str)>,
    /// How much more the listing may hold.
    left: usize,
}

impl Walk<'_> {
    fn enter(&mut self, id: ObjectId, folder: &str, depth: usize) -> Result<(), Error> {
        for entry in self.tree.folder(id, folder)?.iter() {
            if entry.name.starts_with(b".") && std::str::from_utf8(&entry.name).is_ok() {
                continue;
            }
            let shown = String::from_utf8_lossy(&entry.name[..entry.name.len().min(MAX_NAME)]);
            let path = if folder.is_empty() { shown.into_owned() } else { format!("{folder}/{shown}") };
            let cost = path.len() + PATH_COST;
            self.left = self.left.checked_sub(cost).ok_or_else(|| {
                let shown = self.tree.shown(folder);
                Error::Usage(format!("`{}` and what lies beside it hold more names than a dataset may have", shown.escape_debug()))
            })?;
            match (entry.refused, entry.kind) {
                (Some(why), _) => self.refused.push((path, why)),
                (None, EntryKind::Tree) if depth == MAX_FOLDER_DEPTH => self.refused.push((path, "nested deeper than 8 folders")),
                (None, EntryKind::Tree) => self.enter(entry.id, &path, depth + 1)?,
                (None, EntryKind::Blob | EntryKind::BlobExecutable) => self.files.push((path, entry.id)),
                (None, EntryKind::Link) => self.refused.push((path, "a symbolic link")),
                (None, EntryKind::Commit) => self.refused.push((path, "a submodule")),
            }
        }
        Ok(())
    }
}

fn is_file(kind: EntryKind) -> bool {
    matches!(kind, EntryKind::Blob | EntryKind::BlobExecutable)
}

/// Why an entry can be no file or folder on any disk, where it cannot.
fn unreadable(name: &[u8], mode: EntryMode) -> Option<&'static str> {
    // Every number that git does not know reads as a submodule.
    let is_known = mode.kind() != EntryKind::Commit || mode.value() == EntryKind::Commit as u16;
    if std::str::from_utf8(name).is_err() {
        Some("a name that is not UTF-8")
    } else if name.is_empty() || name.contains(&b'/') {
        Some("no possible name of a file")
    } else if name.len() > MAX_NAME {
        Some("a name longer than 255 bytes")
    } else if !is_known {
        Some("no regular file")
    } else {
        None
    }
}
