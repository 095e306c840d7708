//! Where a dataset is.

use std::fs;
use std::path::{Path, PathBuf};

use super::Tree;
use crate::error::Error;

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
