//! Turns the text of an identifier into a typed id.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Why a text is no identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdError;

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id is lower-case ASCII words joined by single hyphens, beginning with a letter, of at most 80 characters")
    }
}

impl std::error::Error for IdError {}

/// The longest id, in bytes.
pub const MAX_ID_BYTES: usize = 80;

/// Whether the text is an id: `[a-z][a-z0-9]*(-[a-z0-9]+)*`, at most [`MAX_ID_BYTES`] long.
pub fn is_id(text: &str) -> bool {
    // One pass: a hyphen needs a letter or digit before it and after it.
    let mut before = b'-';
    let is_known = |byte: u8| {
        let fits = byte.is_ascii_lowercase() || byte.is_ascii_digit() || (byte == b'-' && before != b'-');
        before = byte;
        fits
    };
    text.len() <= MAX_ID_BYTES && text.starts_with(|first: char| first.is_ascii_lowercase()) && text.bytes().all(is_known) && before != b'-'
}

/// The first eight bytes as a number that sorts like the text: no id holds a zero byte, so that the end of a short one comes first.
fn head(text: &str) -> u64 {
    let mut bytes = [0; 8];
    let length = text.len().min(8);
    bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
    u64::from_be_bytes(bytes)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => { $(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name {
            // First, because most comparisons are settled by it, without a look at the text elsewhere.
            head: u64,
            text: Arc<str>,
        }

        // Like the text alone, by which it can be looked up.
        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.text.hash(state);
            }
        }

        impl $name {
            /// Reads an id.
            ///
            /// # Errors
            /// When the text does not have the form of an id.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                if is_id(text) { Ok($name { head: head(text), text: text.into() }) } else { Err(IdError) }
            }

            /// The id as it stands in the files.
            pub fn as_str(&self) -> &str {
                &self.text
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.text)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.text
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.text
            }
        }
    )* };
}

ids! {
    /// The id of an actor.
    ActorId
    /// The id of a demand.
    DemandId
    /// The id of an event.
    EventId
    /// The id of a source.
    SourceId
    /// The id of a statement.
    StatementId
}

/// The full id of a claim, `STATEMENT/CLAIM`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimId {
    statement: StatementId,
    full: Arc<str>,
}

impl ClaimId {
    /// Reads a full id.
    ///
    /// # Errors
    /// When the text is not two ids joined by one `/`.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let (statement, claim) = text.split_once('/').ok_or(IdError)?;
        if !is_id(claim) {
            return Err(IdError);
        }
        Ok(ClaimId { statement: StatementId::parse(statement)?, full: text.into() })
    }

    /// The claim of this name in a statement.
    ///
    /// # Errors
    /// When `claim` does not have the form of an id.
    pub fn new(statement: &StatementId, claim: &str) -> Result<Self, IdError> {
        if !is_id(claim) {
            return Err(IdError);
        }
        Ok(ClaimId { statement: statement.clone(), full: format!("{statement}/{claim}").into() })
    }

    /// The statement that the claim is part of.
    pub fn statement(&self) -> &StatementId {
        &self.statement
    }

    /// The name of the claim within its statement.
    pub fn claim(&self) -> &str {
        &self.full[self.statement.as_str().len() + 1..]
    }

    /// The full id.
    pub fn as_str(&self) -> &str {
        &self.full
    }
}

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.full)
    }
}

impl AsRef<str> for ClaimId {
    fn as_ref(&self) -> &str {
        &self.full
    }
}

impl fmt::Debug for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.full)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_kebab_case_ascii_is_an_id() {
        for good in ["a", "nato", "sergei-ryabkov", "text-000", "r2-d2"] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", "-", "a-", "-a", "a--b", "A", "a_b", "é", "nаto", "2022", "a/b", "a b", &"x".repeat(81)] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn ids_sort_and_hash_like_their_texts() {
        let texts = ["a", "a-b", "aa", "abcdefgh", "abcdefgh-1", "abcdefgi", "b", "report-000", "report-001", "report-01"];
        let ids: Vec<SourceId> = texts.iter().map(|text| SourceId::parse(text).unwrap()).collect();
        for (one, text) in ids.iter().zip(texts) {
            for (other, other_text) in ids.iter().zip(texts) {
                assert_eq!(one.cmp(other), text.cmp(other_text), "{text} {other_text}");
                assert_eq!(one == other, text == other_text, "{text} {other_text}");
            }
        }
        let set: std::collections::HashSet<SourceId> = ids.into_iter().collect();
        assert!(texts.iter().all(|text| set.contains(*text)) && !set.contains("c"));
    }

    #[test]
    fn a_claim_id_has_two_parts() {
        let id = ClaimId::parse("geneva/never").unwrap();
        assert_eq!((id.statement().as_str(), id.claim(), id.as_str()), ("geneva", "never", "geneva/never"));
        for bad in ["geneva", "geneva/", "/never", "a/b/c", "a/B"] {
            assert!(ClaimId::parse(bad).is_err(), "{bad}");
        }
    }
}
