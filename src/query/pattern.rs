//! Turns an id or a glob into a test of ids.

use std::fmt;

/// An id, or a glob: `*` stands for any run of characters other than `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    /// The id or glob.
    pub(super) text: String,
    /// It stood between quote marks: every character means itself, and it names no alias.
    pub(super) is_quoted: bool,
}

impl Pattern {
    /// Whether it may match several ids.
    pub(super) fn is_glob(&self) -> bool {
        !self.is_quoted && self.text.contains('*')
    }

    /// Whether it matches this id.
    pub(super) fn matches(&self, id: &str) -> bool {
        if !self.is_glob() {
            return self.text == id;
        }
        let (mut globs, mut parts) = (self.text.split('/'), id.split('/'));
        loop {
            match (globs.next(), parts.next()) {
                (Some(glob), Some(part)) if matches_part(glob.as_bytes(), part.as_bytes()) => {}
                (None, None) => return true,
                _ => return false,
            }
        }
    }
}

/// Whether a part of an id matches: where it stops matching, the last star takes one byte more.
fn matches_part(glob: &[u8], part: &[u8]) -> bool {
    let (mut at, mut byte) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while byte < part.len() {
        if glob.get(at) == Some(&b'*') {
            at += 1;
            star = Some((at, byte));
        } else if glob.get(at) == Some(&part[byte]) {
            (at, byte) = (at + 1, byte + 1);
        } else if let Some((after, taken)) = star {
            (at, byte) = (after, taken + 1);
            star = Some((after, taken + 1));
        } else {
            return false;
        }
    }
    glob[at..].iter().all(|sign| *sign == b'*')
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_quoted { write_quoted(f, &self.text) } else { f.write_str(&self.text) }
    }
}

/// Whether it may stand in a value without quote marks: in an id, a glob, a date or a revision.
pub(super) fn is_value_sign(sign: char) -> bool {
    sign.is_alphanumeric() || "-_.*/:~?%[]{}+<>=!^@".contains(sign)
}

/// Writes a value: between quote marks where it holds a sign that needs them.
pub(super) fn write_value(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if !text.is_empty() && text.chars().all(is_value_sign) { f.write_str(text) } else { write_quoted(f, text) }
}

/// Writes a text between quote marks, so that it reads back as it is.
pub(super) fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn matches(glob: &str, id: &str) -> bool {
        Pattern { text: glob.to_owned(), is_quoted: false }.matches(id)
    }

    #[test]
    fn a_star_stands_for_any_run_within_one_part() {
        for (glob, id) in [
            ("nato", "nato"),
            ("*", "nato"),
            ("nato-*", "nato-rollback-1997"),
            ("*-1997", "nato-rollback-1997"),
            ("n*o*k-*7", "nato-rollback-1997"),
            ("**", "a"),
            ("a*", "a"),
            ("*/*", "geneva/never"),
            ("geneva/*", "geneva/never"),
            ("*/never", "geneva/never"),
            ("ab*ab*ab", "ababab"),
            ("*aab", "aaaaab"),
        ] {
            assert!(matches(glob, id), "{glob} {id}");
        }
        for (glob, id) in [
            ("nato", "natos"),
            ("nato-*", "nato"),
            ("*", "geneva/never"),
            ("geneva*", "geneva/never"),
            ("*/*/*", "geneva/never"),
            ("ab*ab*ab", "abab"),
            ("", "a"),
        ] {
            assert!(!matches(glob, id), "{glob} {id}");
        }
    }

    #[test]
    fn between_quote_marks_a_star_is_a_star() {
        let pattern = Pattern { text: "nato-*".to_owned(), is_quoted: true };
        assert!(!pattern.is_glob() && !pattern.matches("nato-x") && pattern.matches("nato-*"));
    }

    /// The definition, without regard for time.
    fn slowly(glob: &[u8], id: &[u8]) -> bool {
        match glob.split_first() {
            None => id.is_empty(),
            Some((b'*', rest)) => (0..=id.len()).any(|taken| !id[..taken].contains(&b'/') && slowly(rest, &id[taken..])),
            Some((sign, rest)) => id.split_first().is_some_and(|(first, others)| first == sign && slowly(rest, others)),
        }
    }

    proptest! {
        #[test]
        fn matching_is_what_its_definition_says(glob in "[ab/*]{0,8}", id in "[ab/]{0,8}") {
            prop_assert_eq!(matches(&glob, &id), slowly(glob.as_bytes(), id.as_bytes()));
        }
    }
}
