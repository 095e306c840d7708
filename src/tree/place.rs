//! Where a dataset is.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::folder::full_path;
use super::{Absent, Kept, Repository, Revision, RevisionTree, Tree};
use crate::error::Error;

/// Where a dataset is: the tree that it is part of, and its folder in that tree.
#[derive(Clone, Debug)]
pub struct Place {
    /// The files.
    pub tree: Tree,
    /// The folder with `demarche.yaml`, as a path within the tree; empty where that is the whole of a revision.
    pub data: String,
    /// What to write before a path of the tree so that it can be opened from where the user is, or shown by git (`HEAD~2:below/`).
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
        let shown = parent.components().filter(|part| *part != Component::CurDir).collect::<PathBuf>();
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

    /// The dataset as it was at a revision of the git repository that a folder lies in. Which folder of the revision it is, is found as in
    /// the work tree: the one that is named by its path in the work tree, or else the one that [`Place::find`] would find from `from`. Neither
    /// need be there any more.
    ///
    /// # Errors
    /// As [`Repository::find`], [`Repository::revision`] and [`Place::in_repository`].
    pub fn at_revision(from: &Path, data: Option<&Path>, name: &str) -> Result<Place, Error> {
        let repository = Place::repository(from, data)?;
        let revision = repository.revision(name)?;
        let found = Place::in_repository(&repository, from, data, &revision);
        // A folder that is named through a link of the work tree is the one that the link leads to.
        match (&found, data.and_then(|data| fs::canonicalize(data).ok())) {
            (Err(Error::NoDataset { .. }), Some(real)) => Place::in_repository(&repository, from, Some(&real), &revision).or(found),
            _ => found,
        }
    }

    /// The repository that the folder lies in. Links that stand in the work tree below `from` are not followed: a revision that was checked
    /// out must not lead to another folder or repository than the one that is named.
    ///
    /// # Errors
    /// As [`Repository::find`].
    pub fn repository(from: &Path, data: Option<&Path>) -> Result<Repository, Error> {
        let Some(data) = data else { return Repository::find(from) };
        let mut start = PathBuf::from(".");
        for part in data.components() {
            match part {
                Component::CurDir => {}
                Component::Normal(name) if fs::symlink_metadata(start.join(name)).is_ok_and(|found| found.is_dir()) => start.push(name),
                Component::Normal(_) => return Repository::find(&start).or_else(|_| Repository::find(data)),
                // What leads upwards or begins at the root is where the caller says that it is.
                _ => return Repository::find(data),
            }
        }
        Repository::find(data)
    }

    /// The same in a repository that was found before.
    ///
    /// # Errors
    /// When the folder lies outside the repository, when the revision has no dataset there, or when it cannot be read.
    pub fn in_repository(repository: &Repository, from: &Path, data: Option<&Path>, revision: &Revision) -> Result<Place, Error> {
        let tree = repository.tree(revision)?;
        let start = below(repository.root(), data.unwrap_or(from))?;
        let holds = |folder: &str| tree.has_file(&join(folder, MANIFEST));
        let candidates: Vec<String> = match data {
            Some(_) => vec![start.clone()],
            None => above(&start).flat_map(|folder| [folder.to_owned(), join(folder, "data")]).collect(),
        };
        for folder in candidates {
            if holds(&folder)? {
                return Place::in_tree(&tree, &folder);
            }
        }
        Err(Error::NoDataset { from: format!("{}{start}", tree.prefix()).into() })
    }

    /// The tree begins one folder above the dataset where there is one, because the stored texts may stand beside the dataset.
    fn in_tree(tree: &RevisionTree, folder: &str) -> Result<Place, Error> {
        let (parent, data) = folder.rsplit_once('/').unwrap_or(("", folder));
        let tree = tree.below(parent)?.ok_or_else(|| Error::NoDataset { from: folder.into() })?;
        Ok(Place { prefix: tree.prefix().to_owned(), tree: Tree::Revision(tree), data: data.to_owned() })
    }

    /// A dataset without a file where none was found, so that what is on the other side of a comparison can be told: at a revision, or, where
    /// none is given, in the files of the repository. The folder is relative to the root of the repository.
    ///
    /// # Errors
    /// When the way to the folder cannot be read.
    pub fn absent(repository: &Repository, revision: Option<&Revision>, folder: &str) -> Result<Place, Error> {
        let absent = Absent::find(repository, revision, folder)?;
        let (parent, data) = folder.rsplit_once('/').unwrap_or(("", folder));
        let name = revision.map(|revision| format!("{}:", revision.name)).unwrap_or_default();
        Ok(Place { prefix: name + &join(parent, ""), tree: Tree::Absent(absent), data: data.to_owned() })
    }

    /// The folder of the dataset, relative to the root of the repository.
    ///
    /// # Errors
    /// When it lies outside the repository.
    pub fn folder_in(&self, repository: &Repository) -> Result<String, Error> {
        match &self.tree {
            Tree::Folder(root) => below(repository.root(), &root.join(&self.data)),
            _ => Ok(format!("{}{}", self.review_prefix(), self.data)),
        }
    }

    /// What is kept of this dataset under a name from one run to the next; none for one that is in no folder.
    pub fn kept(&self, name: &str) -> Option<Kept> {
        match &self.tree {
            Tree::Folder(root) => Some(Kept::new(&root.join(&self.data), name)),
            _ => None,
        }
    }

    /// The commit that the dataset is read from; none where it is read from files.
    pub fn revision(&self) -> Option<&Revision> {
        match &self.tree {
            Tree::Revision(tree) => Some(tree.revision()),
            Tree::Absent(absent) => absent.revision.as_ref(),
            _ => None,
        }
    }

    /// What to write before a path so that a tool which shows remarks beside files finds it: relative to the root of the repository for a
    /// revision (of `HEAD~2:below/` what follows the colon), else [`Place::prefix`].
    pub fn review_prefix(&self) -> &str {
        let after_name = |revision: &Revision| self.prefix.strip_prefix(&revision.name)?.strip_prefix(':');
        self.revision().and_then(after_name).unwrap_or(&self.prefix)
    }

    /// The path within the tree of something in the dataset folder.
    pub fn within(&self, path: &str) -> String {
        join(&self.data, path)
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// A folder and those above it, the nearest first; the last is the empty path.
fn above<'f>(folder: &'f str) -> impl Iterator<Item = &'f str> {
    std::iter::successors(Some(folder), |folder: &&'f str| {
        let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
        (!folder.is_empty()).then_some(above)
    })
}

/// A path as it is written in a revision: relative to the root of the repository.
fn below(root: &Path, path: &Path) -> Result<String, Error> {
    let absolute = std::path::absolute(path).map_err(|cause| Error::io("find", path, cause))?;
    // Below the root of the repository a link is what it is in the revision, wherever it leads in the work tree.
    let named = absolute.ancestors().filter(|above| fs::canonicalize(above).is_ok_and(|real| real == root)).last();
    let rest = named.and_then(|above| absolute.strip_prefix(above).ok());
    let is_plain = |rest: &&Path| rest.components().all(|part| matches!(part, Component::Normal(_)));
    let full = rest.filter(is_plain).map_or_else(|| full_path(path), |rest| Ok(root.join(rest)))?;
    let outside = || Error::Usage(format!("`{}` lies outside the git repository `{}`", path.display(), root.display()));
    let parts: Option<Vec<&str>> = full.strip_prefix(root).map_err(|_| outside())?.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/")).ok_or_else(|| Error::Usage(format!("`{}` is no path in UTF-8", path.display())))
}
