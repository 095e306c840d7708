//! Takes the text of a query apart: blanks, words, values and quoted texts.

use std::ops::Range;

use super::error::Problem;
use super::pattern::is_value_sign;
use super::syntax::At;
use crate::date::MAX_LENGTH;

/// A place in the text of a query.
#[derive(Debug)]
pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    /// The byte that is read next.
    pub(super) at: usize,
    /// What is wrong so far.
    pub(super) problems: Vec<Problem>,
    /// Reading was given up before the end: what is missing there is no problem of its own.
    pub(super) has_stopped: bool,
}

/// Whether it may stand in a word of a set: an id, a glob or a name of a function. A `-` does so between two of these only.
fn is_word_sign(sign: char) -> bool {
    sign.is_alphanumeric() || "_.*/".contains(sign)
}

impl<'t> Scanner<'t> {
    /// The beginning of a text.
    pub(super) fn new(text: &'t str) -> Self {
        Scanner { text, at: 0, problems: Vec::new(), has_stopped: false }
    }

    /// A second reader at the same place, to look ahead with.
    pub(super) fn ahead(&self) -> Scanner<'t> {
        Scanner { at: self.at, ..Scanner::new(self.text) }
    }

    /// Gives up.
    pub(super) fn stop(&mut self) {
        self.at = self.text.len();
        self.has_stopped = true;
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Passes blanks, and gives the next sign without taking it.
    pub(super) fn peek(&mut self) -> Option<char> {
        self.at = self.text.len() - self.rest().trim_start().len();
        self.rest().chars().next()
    }

    /// Takes this sign if it comes next, after blanks.
    pub(super) fn take(&mut self, sign: char) -> bool {
        let comes = self.peek() == Some(sign);
        if comes {
            self.at += sign.len_utf8();
        }
        comes
    }

    /// The word that comes next, after blanks; empty where none does.
    pub(super) fn word(&mut self) -> At<&'t str> {
        self.peek();
        let rest = self.rest();
        if !rest.starts_with(is_word_sign) {
            return self.cut(0);
        }
        let run = rest.find(|sign| !is_word_sign(sign) && sign != '-').unwrap_or(rest.len());
        self.cut(rest[..run].trim_end_matches('-').len())
    }

    /// The value without quote marks that comes next, after blanks; empty where none does. A set of dates is one value, so that it can be
    /// refused as a whole.
    pub(super) fn value(&mut self) -> At<&'t str> {
        let first = self.peek();
        let rest = self.rest();
        let close = match first {
            Some('[') => Some(']'),
            Some('{') => Some('}'),
            _ => None,
        };
        let set = close.and_then(|close| {
            let near = &rest[..rest.floor_char_boundary(MAX_LENGTH)];
            near.find([close, ')', '"']).filter(|end| near[*end..].starts_with(close))
        });
        let begin = set.unwrap_or_default();
        let end = rest[begin..].find(|sign| !is_value_sign(sign)).map_or(rest.len(), |end| begin + end);
        self.cut(end)
    }

    fn cut(&mut self, length: usize) -> At<&'t str> {
        let start = self.at;
        self.at += length;
        At { part: &self.text[start..self.at], range: start..self.at }
    }

    /// The text between quote marks that comes next. `\"` and `\\` stand for the marks themselves.
    pub(super) fn quoted(&mut self) -> Option<At<String>> {
        if self.peek() != Some('"') {
            return None;
        }
        let start = self.at;
        let mut text = String::new();
        let mut signs = self.text[start + 1..].char_indices().map(|(at, sign)| (start + 1 + at, sign));
        while let Some((at, sign)) = signs.next() {
            match sign {
                '"' => {
                    self.at = at + 1;
                    return Some(At { part: text, range: start..self.at });
                }
                '\\' => match signs.next() {
                    Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
                    next => {
                        let end = next.map_or(self.text.len(), |(at, sign)| at + sign.len_utf8());
                        self.fault(at..end, "after `\\` stands neither a quote mark nor a `\\`").help =
                            Some("write `\\\\` for one".to_owned());
                    }
                },
                sign => text.push(sign),
            }
        }
        self.fault(start..start + 1, "this quote mark is never closed");
        self.stop();
        Some(At { part: text, range: start..self.at })
    }

    /// Notes a problem.
    pub(super) fn fault(&mut self, range: Range<usize>, message: impl Into<String>) -> &mut Problem {
        self.problems.push(Problem { range, message: message.into(), help: None });
        self.problems.last_mut().expect("one was pushed")
    }

    /// The sign that comes next, or the end.
    pub(super) fn here(&mut self) -> Range<usize> {
        let length = self.peek().map_or(0, char::len_utf8);
        self.at..self.at + length
    }

    /// Passes everything up to the comma or bracket that ends this argument.
    pub(super) fn skip_argument(&mut self) {
        let mut depth = 0_usize;
        while let Some(sign) = self.peek() {
            match sign {
                ',' | ')' if depth == 0 => return,
                '(' => depth += 1,
                ')' => depth -= 1,
                '"' => {
                    self.quoted();
                    continue;
                }
                _ => {}
            }
            self.at += sign.len_utf8();
        }
    }
}
