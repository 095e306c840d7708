//! The parts that a line of a report of changes is made of: our own words, words from the data, and words that differ.

use crate::diff::words::{self, Piece};

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

/// Our own words.
pub fn fixed(text: impl Into<String>) -> Part {
    Part::Fixed(text.into())
}

/// Words from the data.
pub fn data(text: impl Into<String>) -> Part {
    Part::Data(text.into())
}

/// The words of a passage with the marks of its form: only the speaker's own words stand between quotation marks.
pub fn marked(words: &str, is_quotation: bool) -> String {
    let [open, close] = marks(is_quotation);
    format!("{open}{words}{close}")
}

/// The marks before and after a passage.
pub fn marks(is_quotation: bool) -> [&'static str; 2] {
    if is_quotation { ["“", "”"] } else { ["‹", "›"] }
}

/// The differing words of two texts; none where they have no word in common, or only blanks differ.
pub fn word_by_word(before: &str, after: &str, marks: [&'static str; 2]) -> Option<Line> {
    let pieces = words::words(before, after);
    let has = |wanted: fn(&Piece) -> bool| pieces.iter().any(wanted);
    let worth = has(|piece| matches!(piece, Piece::Same(_))) && has(|piece| !matches!(piece, Piece::Same(_)));
    worth.then_some(Line::Words(marks, pieces))
}

/// How many words are kept on each side of a difference.
const WORDS_AROUND: usize = 8;

/// The differing words of a long text with those next to them; what lies farther off is left out.
pub fn around(pieces: Vec<Piece>) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    let shorten = |(index, piece): (usize, Piece)| match piece {
        Piece::Same(text) => {
            let words: Vec<&str> = text.split(' ').collect();
            let (head, tail) = (if index == 0 { 0 } else { WORDS_AROUND }, if index == last { 0 } else { WORDS_AROUND });
            if words.len() <= head + tail + 1 {
                return Piece::Same(text);
            }
            let parts = [&words[..head], &["…"], &words[words.len() - tail..]];
            Piece::Same(parts.concat().join(" "))
        }
        piece => piece,
    };
    pieces.into_iter().enumerate().map(shorten).collect()
}

/// A text without line feeds.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
