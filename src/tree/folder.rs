//! Turns a folder on disk into the files of a tree. No symbolic link is followed.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{Bytes, Listing, MAX_FOLDER_DEPTH, Stamp};
use crate::error::Error;

/// Adds the files at or below a folder of the tree to a listing.
pub fn list(root: &Path, folder: &str, listing: &mut Listing) -> Result<(), Error> {
    let start = within(root, folder).map_err(|cause| Error::io("list", &root.join(folder), cause))?;
    match start {
        Some((start, metadata)) if metadata.is_dir() => list_folder(&start, folder, 0, listing),
        _ => Ok(()),
    }
}

/// Reads a regular file of at most `limit` bytes.
pub fn read(root: &Path, path: &str, limit: usize) -> Result<Bytes, Error> {
    read_regular(root, path, limit).map_err(|cause| Error::io("read", &root.join(path), cause))
}

/// The stamp of a regular file that was listed; none where there is none any more, or the file system keeps no such times.
pub fn stamp(root: &Path, path: &str) -> Option<Stamp> {
    stamp_of(&fs::symlink_metadata(root.join(path)).ok().filter(fs::Metadata::is_file)?)
}

/// The stamp in what a file system says of a file.
pub fn stamp_of(metadata: &fs::Metadata) -> Option<Stamp> {
    let since = metadata.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    let modified = u64::try_from(since.as_nanos()).ok()?;
    let (number, changed) = inode(metadata)?;
    Some(Stamp { bytes: metadata.len(), number, changed: changed.max(modified) })
}

/// The number of a file, and when what the file system says of it last changed: that cannot be set back, as the time of its content can.
#[cfg(unix)]
fn inode(metadata: &fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    Some((metadata.ino(), seconds.checked_mul(1_000_000_000)?.checked_add(u64::try_from(metadata.ctime_nsec()).ok()?)?))
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> Option<(u64, u64)> {
    Some((0, 0))
}

/// Opens a regular file, with its length; none where there is none.
#[cfg(feature = "git")]
pub fn open(root: &Path, path: &str) -> Result<Option<(fs::File, u64)>, Error> {
    let opened = within(root, path).and_then(|found| match found.filter(|(_, metadata)| metadata.is_file()) {
        Some((path, metadata)) => Ok(Some((fs::File::open(path)?, metadata.len()))),
        None => Ok(None),
    });
    opened.map_err(|cause| Error::io("read", &root.join(path), cause))
}

/// The full path of something that need not be there: the links of what is there are followed, the rest is taken as it is written.
///
/// # Errors
/// When the rest leads upwards.
pub fn full_path(path: &Path) -> Result<PathBuf, Error> {
    let absolute = std::path::absolute(path).map_err(|cause| Error::io("find", path, cause))?;
    for above in absolute.ancestors() {
        if let Ok(real) = fs::canonicalize(above) {
            let rest = absolute.strip_prefix(above).unwrap_or(Path::new(""));
            let is_plain = rest.components().all(|part| matches!(part, std::path::Component::Normal(_)));
            return if rest.as_os_str().is_empty() {
                Ok(real)
            } else if is_plain {
                Ok(real.join(rest))
            } else {
                Err(Error::Usage(format!("`{}` leads through a folder that is not there", path.display())))
            };
        }
    }
    Err(Error::Usage(format!("`{}` is below no folder", path.display())))
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
