//! What the lines of a report of changes are made of: our own words and words of the data, kept apart until a format writes them.

use crate::diff::words::Piece;

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Our own words.
    Fixed(String),
    /// Words from the data, never to be believed.
    Data(String),
}

/// A line of a detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// What was.
    Before(Vec<Part>),
    /// What is.
    After(Vec<Part>),
    /// What was and what is, word by word, between these marks.
    Words([&'static str; 2], Vec<Piece>),
    /// Something else that is to be said.
    About(Vec<Part>),
}

/// Whether something came, went, or is another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It is new.
    Plus,
    /// It is gone.
    Minus,
    /// It is another.
    Tilde,
}

impl Sign {
    /// The sign.
    pub fn as_str(self) -> &'static str {
        match self {
            Sign::Plus => "+",
            Sign::Minus => "-",
            Sign::Tilde => "~",
        }
    }
}
