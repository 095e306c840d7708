//! Keeps bytes from one run to the next in a file that is believed only where it was written. Whatever fails, fails in silence.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::folder;

/// The folder in the folder of a dataset in which it stands.
const FOLDER: &str = ".demarche";
/// What tells backup tools to leave the folder out.
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n# Written by demarche; safe to delete.\n";
/// The bytes before the content: the device, the number and the time of the file itself.
const HEAD: usize = 32;
/// The largest content that is read or written, in bytes.
const MOST_BYTES: u64 = 1 << 30;

/// A file in `.demarche` in the folder of a dataset. It may be deleted at any time.
///
/// A stranger's pull request may bring such a file along. So it names the device and the number that the file system gave it, and the instant
/// at which it was begun, to the nanosecond: a copy, a checkout or an unpacked archive has others and is not believed. Symbolic links in its
/// place are not followed.
#[derive(Clone, Debug)]
pub struct Kept {
    folder: PathBuf,
    name: String,
}

impl Kept {
    /// The file with this name for the dataset in this folder.
    pub fn new(dataset: &Path, name: &str) -> Self {
        Kept { folder: dataset.join(FOLDER), name: name.to_owned() }
    }

    /// What was kept here, where it can be read and was written here.
    pub fn read(&self) -> Option<Vec<u8>> {
        let path = self.folder.join(&self.name);
        if !fs::symlink_metadata(&self.folder).ok()?.is_dir() || !fs::symlink_metadata(&path).ok()?.is_file() {
            return None;
        }
        let file = fs::File::open(path).ok()?;
        let metadata = file.metadata().ok()?;
        if metadata.len() > MOST_BYTES {
            return None;
        }
        let mut content = Vec::with_capacity(metadata.len() as usize);
        file.take(MOST_BYTES).read_to_end(&mut content).ok()?;
        (content.get(..HEAD)? == head(&metadata)?).then(|| content.split_off(HEAD))
    }

    /// Begins a new file beside the one that is there; none where nothing can be written.
    pub fn begin(&self) -> Option<Begun> {
        match fs::symlink_metadata(&self.folder) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return None,
            Err(_) => fs::create_dir(&self.folder).ok()?,
        }
        // Git passes over the folder, wherever the dataset stands.
        for (name, content) in [(".gitignore", "*\n"), ("CACHEDIR.TAG", TAG)] {
            let path = self.folder.join(name);
            if fs::symlink_metadata(&path).is_err() {
                fs::write(path, content).ok()?;
            }
        }
        let file = tempfile::Builder::new().prefix(".new-").tempfile_in(&self.folder).ok()?;
        let metadata = file.as_file().metadata().ok()?;
        Some(Begun { since: folder::stamp_of(&metadata)?.changed, file, to: self.folder.join(&self.name) })
    }
}

/// A file that is being written.
pub struct Begun {
    file: tempfile::NamedTempFile,
    to: PathBuf,
    /// When it was begun, as the file system tells time, in nanoseconds: a file that is changed from now on has this time or a later one.
    pub since: u64,
}

impl Begun {
    /// Puts the content in the place of what was kept before, whole or not at all.
    pub fn finish(mut self, content: &[u8]) {
        let _ = self.write(content).and_then(|()| self.file.persist(&self.to).ok());
    }

    fn write(&mut self, content: &[u8]) -> Option<()> {
        let file = self.file.as_file_mut();
        // The time goes back to that of the beginning, which is in the head.
        let metadata = file.metadata().ok()?;
        file.write_all(&head(&metadata)?).ok()?;
        file.write_all(content).ok()?;
        file.set_modified(metadata.modified().ok()?).ok()
    }
}

#[cfg(unix)]
fn head(metadata: &fs::Metadata) -> Option<[u8; HEAD]> {
    use std::os::unix::fs::MetadataExt;
    let numbers = [metadata.dev(), metadata.ino(), metadata.mtime() as u64, metadata.mtime_nsec() as u64];
    let mut head = [0; HEAD];
    for (place, number) in head.chunks_exact_mut(8).zip(numbers) {
        place.copy_from_slice(&number.to_le_bytes());
    }
    Some(head)
}

/// Where files have no numbers nothing is kept.
#[cfg(not(unix))]
fn head(_: &fs::Metadata) -> Option<[u8; HEAD]> {
    None
}
