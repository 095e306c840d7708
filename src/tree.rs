//! Where bytes come from: a folder, or memory. The only module of the library that reads files.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::error::Error;

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
            Tree::Folder(root) => {
                let start = within(root, folder).map_err(|cause| Error::io("list", &root.join(folder), cause))?;
                if let Some((start, metadata)) = start
                    && metadata.is_dir()
                {
                    list_folder(&start, folder, 0, &mut listing)?;
                }
            }
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
            Tree::Folder(root) => read_regular(root, path, limit).map_err(|cause| Error::io("read", &root.join(path), cause)),
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

fn list_folder(folder: &Path, shown: &str, depth: usize, listing: &mut Listing) -> Result<(), Error> {
    let fail = |cause| Error::io("list", folder, cause);
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let kind = entry.file_type().map_err(fail)?;
        let name = entry.file_name();
        let join = |name: &str| if shown.is_empty() { name.to_owned() } else { format!("{shown}/{name}") };
        let Some(name) = name.to_str() else {
            listing.refused.push((join(&name.to_string_lossy()), "a name that is not UTF-8"));
            continue;
        };
        if name.starts_with('.') {
            continue;
        }
        let path = join(name);
        if kind.is_dir() {
            if depth == MAX_FOLDER_DEPTH {
                listing.refused.push((path, "nested deeper than 8 folders"));
            } else {
                list_folder(&entry.path(), &path, depth + 1, listing)?;
            }
        } else if kind.is_file() {
            listing.files.push(path);
        } else {
            let what = if kind.is_symlink() { "a symbolic link" } else { "no regular file" };
            listing.refused.push((path, what));
        }
    }
    Ok(())
}

/// What stands at a path below a folder; none where there is nothing, or where a part of the path is a symbolic link or leads upwards.
fn within(root: &Path, path: &str) -> io::Result<Option<(PathBuf, fs::Metadata)>> {
    let mut full = root.to_owned();
    let mut found = None;
    for part in path.split('/') {
        let leads_on = found.as_ref().is_none_or(fs::Metadata::is_dir);
        if !leads_on || matches!(part, "" | "." | "..") {
            return Ok(None);
        }
        full.push(part);
        found = match fs::symlink_metadata(&full) {
            Ok(metadata) => Some(metadata),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(cause),
        };
    }
    Ok(found.map(|metadata| (full, metadata)))
}

fn read_regular(root: &Path, path: &str, limit: usize) -> io::Result<Bytes> {
    let Some((path, metadata)) = within(root, path)?.filter(|(_, metadata)| metadata.is_file()) else { return Ok(Bytes::Missing) };
    if metadata.len() > limit as u64 {
        return Ok(Bytes::TooLong);
    }
    let mut content = Vec::with_capacity(metadata.len() as usize);
    fs::File::open(path)?.take(limit as u64 + 1).read_to_end(&mut content)?;
    if content.len() > limit { Ok(Bytes::TooLong) } else { Ok(Bytes::Whole(content)) }
}

/// Where a dataset is: the tree that it is part of, and its folder in that tree.
#[derive(Clone, Debug)]
pub struct Place {
    /// The files.
    pub tree: Tree,
    /// The folder with `demarche.yaml`, as a path within the tree.
    pub data: String,
    /// What to write before a path of the tree so that it can be opened from where the user is.
    pub prefix: String,
}

/// The name of the file that makes a folder a dataset.
pub const MANIFEST: &str = "demarche.yaml";

impl Place {
    /// The dataset in this folder. The tree begins one folder above, because the stored texts may stand beside the dataset.
    ///
    /// # Errors
    /// When the folder holds no `demarche.yaml`, or has no name.
    pub fn at(folder: &Path) -> Result<Place, Error> {
        if !folder.join(MANIFEST).is_file() {
            return Err(Error::NoDataset { from: folder.to_owned() });
        }
        // Below the root no link is followed; the folder itself was named by the user and may be one.
        let real =
            if folder.is_symlink() { Some(fs::canonicalize(folder).map_err(|cause| Error::io("find", folder, cause))?) } else { None };
        let folder = real.as_deref().unwrap_or(folder);
        let named = folder.file_name().map(|name| (name.to_owned(), folder.parent().unwrap_or(Path::new("")).to_owned()));
        let (name, parent) = match named {
            Some(found) => found,
            None => {
                let full = fs::canonicalize(folder).map_err(|cause| Error::io("find", folder, cause))?;
                let name = full.file_name().ok_or_else(|| Error::NoDataset { from: folder.to_owned() })?;
                (name.to_owned(), folder.join(".."))
            }
        };
        let data = name.into_string().map_err(|_| Error::Usage("the dataset folder needs a name in UTF-8".into()))?;
        let root = if parent.as_os_str().is_empty() { PathBuf::from(".") } else { parent.clone() };
        let shown = parent.components().filter(|part| *part != std::path::Component::CurDir).collect::<PathBuf>();
        let prefix = match shown.to_string_lossy().replace('\\', "/") {
            shown if shown.is_empty() || shown.ends_with('/') => shown,
            shown => shown + "/",
        };
        Ok(Place { tree: Tree::Folder(root), data, prefix })
    }

    /// Finds the dataset that belongs to a folder: `demarche.yaml` there or in the nearest folder above, else `data/demarche.yaml` likewise.
    ///
    /// # Errors
    /// When there is neither up to the root of the file system.
    pub fn find(from: &Path) -> Result<Place, Error> {
        let full = fs::canonicalize(from).map_err(|cause| Error::io("find", from, cause))?;
        let mut shown = if from.as_os_str().is_empty() { PathBuf::from(".") } else { from.to_owned() };
        for folder in full.ancestors() {
            for candidate in [shown.clone(), shown.join("data")] {
                if candidate.join(MANIFEST).is_file() {
                    let candidate = candidate.strip_prefix(".").map(Path::to_owned).unwrap_or(candidate);
                    let candidate = if candidate.as_os_str().is_empty() { PathBuf::from(".") } else { candidate };
                    return Place::at(&candidate);
                }
            }
            if folder.parent().is_some() {
                shown = if shown == Path::new(".") { PathBuf::from("..") } else { shown.join("..") };
            }
        }
        Err(Error::NoDataset { from: from.to_owned() })
    }
}
