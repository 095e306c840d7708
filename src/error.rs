//! What went wrong outside the data: the caller's fault or the world's.

use std::fmt;
use std::path::{Path, PathBuf};

/// A failure that is no fault of the data.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    Io {
        /// What was tried, as a verb: `read`, `write`, `list`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why it failed.
        cause: std::io::Error,
    },
    /// No dataset was found.
    NoDataset {
        /// Where the search began.
        from: PathBuf,
    },
    /// Nothing has this id.
    UnknownId {
        /// The id asked for.
        id: String,
        /// The nearest ids there are, best first.
        near: Vec<String>,
    },
    /// The caller asked for something that cannot be done.
    Usage(String),
}

impl Error {
    /// A failure to do something with a file or folder.
    pub fn io(action: &'static str, path: &Path, cause: std::io::Error) -> Self {
        Error::Io { action, path: path.to_owned(), cause }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Io { action, path, cause } => write!(f, "could not {action} `{}`: {cause}", path.display()),
            Error::NoDataset { from } => {
                write!(
                    f,
                    "no dataset in `{}` or above it: there is neither a `demarche.yaml` nor a folder `data` with one\n\
                     name its folder with `--data DIR`, or start one with `demarche init DIR`",
                    from.display()
                )
            }
            Error::UnknownId { id, near } => {
                write!(f, "nothing has the id `{}`", id.escape_debug())?;
                match near.as_slice() {
                    [] => f.write_str("\n`demarche list KIND` prints the ids of a kind"),
                    near => write!(f, "\ndid you mean {}?", near.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" or ")),
                }
            }
            Error::Usage(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { cause, .. } => Some(cause),
            _ => None,
        }
    }
}
