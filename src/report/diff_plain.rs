//! Turns the settled parts of a report of changes into plain text, every word of the data on one line and with its hidden characters shown.

use crate::diff::words::Piece;

use super::diff_parts::{Line, Part};
use super::markdown::{MOST_IN_LINE, shortened};
use super::visible;

/// A line: a difference begins with its sign, all else with two blanks and words of our own. So no line begins with words of the data,
/// which the log of a build could take for a command.
pub fn plain_line(line: &Line) -> String {
    let (sign, text) = match line {
        Line::Before(parts) => ("- ", plain(parts)),
        Line::After(parts) => ("+ ", plain(parts)),
        Line::About(parts) => ("  ", plain(parts)),
        Line::Words([open, close], pieces) => ("~ ", format!("{open}{}{close}", plain_pieces(pieces))),
    };
    format!("{sign}{text}")
}

/// The parts of a line, long words of the data cut.
pub fn plain(parts: &[Part]) -> String {
    let part = |part: &Part| match part {
        Part::Fixed(text) => text.clone(),
        Part::Data(text) => shortened(&visible(text), MOST_IN_LINE),
    };
    parts.iter().map(part).collect()
}

fn plain_pieces(pieces: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Same(text) => shortened(&visible(text), MOST_IN_LINE),
        Piece::Removed(text) => format!("[-{}-]", shortened(&visible(text), MOST_IN_LINE)),
        Piece::Added(text) => format!("{{+{}+}}", shortened(&visible(text), MOST_IN_LINE)),
    };
    pieces.iter().map(piece).collect::<Vec<_>>().join(" ")
}
