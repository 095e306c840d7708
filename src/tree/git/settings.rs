//! Finds the two files in which a repository keeps what its user set for this clone alone: `config` and `info/attributes`.

use std::path::{Path, PathBuf};

use gix::config::File;
use gix::config::file::Metadata;

use super::open::{self, refused, small_file};
use crate::error::Error;

/// The settings of one repository that are no part of any commit.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder that its files are checked out into. A full path.
    pub root: PathBuf,
    /// The folder that both files stand in, shared by all linked work trees.
    common: PathBuf,
}

/// The configuration of a repository, below [`Settings::folder`].
pub const CONFIG: &str = "config";
/// The attributes of files that belong to this clone alone, below [`Settings::folder`].
pub const ATTRIBUTES: &str = "info/attributes";

impl Settings {
    /// Finds the repository that a folder lies in.
    ///
    /// # Errors
    /// When there is none.
    pub fn find(from: &Path) -> Result<Settings, Error> {
        let location = open::find(&crate::tree::folder::full_path(from)?)?;
        Ok(Settings { root: location.root, common: location.common })
    }

    /// The folder that both files stand in.
    pub fn folder(&self) -> &Path {
        &self.common
    }

    /// Reads [`CONFIG`] or [`ATTRIBUTES`]; none where there is no such file.
    ///
    /// # Errors
    /// When it is no regular file, is too long, or cannot be read.
    pub fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let path = self.common.join(name);
        match std::fs::symlink_metadata(&path) {
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(Error::io("read", &path, cause)),
            Ok(found) if found.is_file() => small_file(&self.common, name),
            Ok(_) => Err(refused(&path, "it is no regular file, and is left as it is")),
        }
    }
}

/// Whether a configuration has a section for a driver of diffs of this name.
///
/// # Errors
/// When the text is no configuration of git. `path` names the file.
pub fn has_diff_driver(config: &[u8], name: &str, path: &Path) -> Result<bool, Error> {
    let config = File::from_bytes_no_includes(config, Metadata::api(), Default::default())
        .map_err(|_| refused(path, "it is no configuration of git, and is left as it is"))?;
    let mut sections = config.sections_by_name("diff").into_iter().flatten();
    Ok(sections.any(|section| section.header().subsection_name().is_some_and(|own| own == name)))
}
