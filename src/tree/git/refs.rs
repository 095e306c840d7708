//! Turns the names of branches and tags into the objects that they point to. Loose and packed references, no symbolic links of the system.

use gix::ObjectId;
use gix::bstr::ByteSlice;

use super::open::{Location, MAX_SMALL_FILE, refused};
use crate::error::Error;
use crate::tree::{Bytes, Listing, folder};

/// The references of a repository.
pub struct References<'l> {
    location: &'l Location,
    packed: Vec<u8>,
}

/// What following a reference came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Followed {
    /// An object.
    Object(ObjectId),
    /// A name that has nothing yet: a branch without a commit.
    Unborn(String),
    /// There is no such reference.
    Missing,
}

/// The largest file of packed references, in bytes: about a million of them.
const MAX_PACKED: usize = 64 << 20;

/// How often a reference may point to another one, as in git.
const MAX_HOPS: usize = 5;

impl<'l> References<'l> {
    /// The references of a repository.
    ///
    /// # Errors
    /// When the packed references cannot be read.
    pub fn new(location: &'l Location) -> Result<Self, Error> {
        let packed = match folder::read(&location.common, "packed-refs", MAX_PACKED)? {
            Bytes::Whole(bytes) => bytes,
            Bytes::Missing => Vec::new(),
            Bytes::TooLong => return Err(refused(&location.common.join("packed-refs"), "it is too long")),
        };
        Ok(References { location, packed })
    }

    /// Follows a reference, given by its full name (`HEAD`, `refs/heads/main`), to an object.
    ///
    /// # Errors
    /// When a file of a reference holds none, or references point to each other.
    pub fn follow(&self, full: &str) -> Result<Followed, Error> {
        let mut name = full.to_owned();
        for _ in 0..=MAX_HOPS {
            match self.read(&name)? {
                None if name == full => return Ok(Followed::Missing),
                None => return Ok(Followed::Unborn(name)),
                Some(Target::Object(id)) => return Ok(Followed::Object(id)),
                Some(Target::Reference(next)) => name = next,
            }
        }
        Err(refused(&self.location.git.join(full), "it points to a reference that points to another one, again and again"))
    }

    fn read(&self, full: &str) -> Result<Option<Target>, Error> {
        if gix::validate::reference::name(full.into()).is_err() {
            return Ok(None);
        }
        // A linked work tree has a HEAD of its own; branches and tags are shared.
        let folder = if full.starts_with("refs/") { &self.location.common } else { &self.location.git };
        let fault = |why| refused(&folder.join(full), why);
        match folder::read(folder, full, MAX_SMALL_FILE)? {
            Bytes::Whole(text) => Target::read(&text).map(Some).ok_or_else(|| fault("it holds neither a hash nor the name of a reference")),
            Bytes::TooLong => Err(fault("it is too long for a reference")),
            Bytes::Missing => Ok(self.packed().find(|(name, _)| *name == full.as_bytes()).map(|(_, id)| Target::Object(id))),
        }
    }

    fn packed(&self) -> impl Iterator<Item = (&[u8], ObjectId)> {
        // Lines with `#` are comments, with `^` what the tag of the line before peels to: neither begins with a hash.
        self.packed.lines().filter_map(|line| {
            let (hash, name) = line.split_once_str(" ")?;
            Some((name, ObjectId::from_hex(hash).ok()?))
        })
    }

    /// The full names of all branches and tags, in alphabetical order.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn names(&self) -> Result<Vec<String>, Error> {
        let mut listing = Listing::default();
        folder::list(&self.location.common, "refs", &mut listing)?;
        let mut names = listing.files;
        names.extend(self.packed().filter_map(|(name, _)| String::from_utf8(name.to_vec()).ok()));
        names.retain(|name| gix::validate::reference::name(name.as_str().into()).is_ok());
        names.sort();
        names.dedup();
        Ok(names)
    }
}

enum Target {
    Object(ObjectId),
    Reference(String),
}

impl Target {
    fn read(text: &[u8]) -> Option<Self> {
        if let Some(name) = text.strip_prefix(b"ref:") {
            let name = name.trim().to_str().ok()?;
            return name.starts_with("refs/").then(|| Target::Reference(name.to_owned()));
        }
        // What follows a hash is a remark, in FETCH_HEAD for example.
        let (hash, rest) = text.split_at_checked(40)?;
        let ends = rest.first().is_none_or(u8::is_ascii_whitespace);
        ObjectId::from_hex(hash).ok().filter(|_| ends).map(Target::Object)
    }
}
