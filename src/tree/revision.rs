//! Commits, ranges and contents by name, as plain data.

use std::fmt;

#[cfg(any(feature = "git", test))]
use crate::error::Error;

/// A commit, and how it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its full hash, in hexadecimal digits.
    pub id: String,
    /// The name that it was asked for by: `HEAD~2`, `v1`, a short hash.
    pub name: String,
}

impl Revision {
    /// The first ten digits of the hash.
    pub fn short(&self) -> &str {
        self.id.get(..10).unwrap_or(&self.id)
    }
}

/// The two ends of what is to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The older end: A in `A..B`, the best common ancestor of A and B in `A...B`.
    pub base: Revision,
    /// The newer end: B.
    pub head: Revision,
}

/// The two names in `A..B` or `A...B`, and whether there are three dots. A name that is left out is `HEAD`.
///
/// # Errors
/// When the text holds no dots between names, or more than once.
#[cfg(any(feature = "git", test))]
pub(super) fn split_range(text: &str) -> Result<(&str, &str, bool), Error> {
    let (separator, three) = if text.contains("...") { ("...", true) } else { ("..", false) };
    fn named(name: &str) -> &str {
        if name.is_empty() { "HEAD" } else { name }
    }
    match text.split_once(separator) {
        Some((base, head)) if !base.contains("..") && !head.contains("..") && !head.starts_with('.') => {
            Ok((named(base), named(head), three))
        }
        Some(_) => Err(Error::Usage(format!("`{}` has more than two ends: a range is `A..B` or `A...B`", text.escape_debug()))),
        None => Err(Error::Usage(format!("`{}` is no range: write `A..B`, or `A...B` to begin where A and B part", text.escape_debug()))),
    }
}

/// What a content is called by git: a SHA-1 hash. Equal contents have equal ids, in a revision as in a work tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId([u8; 20]);

impl BlobId {
    /// The id of a content; none where the crate was built without git.
    pub fn of(content: &[u8]) -> Option<Self> {
        #[cfg(feature = "git")]
        return Some(BlobId(crate::hash::git_blob(content)));
        #[cfg(not(feature = "git"))]
        return {
            let _ = content;
            None
        };
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    #[cfg(feature = "git")]
    pub(super) fn new(bytes: [u8; 20]) -> Self {
        BlobId(bytes)
    }
}

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_has_two_ends_and_an_end_left_out_is_head() {
        assert_eq!(split_range("a..b").unwrap(), ("a", "b", false));
        assert_eq!(split_range("a...b").unwrap(), ("a", "b", true));
        assert_eq!(split_range("v1..").unwrap(), ("v1", "HEAD", false));
        assert_eq!(split_range("...topic").unwrap(), ("HEAD", "topic", true));
        for text in ["a", "", "a....b", "a..b..c", "a...b..c", "a..b...c", "a.b"] {
            assert!(matches!(split_range(text), Err(Error::Usage(_))), "{text}");
        }
    }
}
