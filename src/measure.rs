//! Measures text with the font that it is drawn in, and breaks it into lines.

use std::sync::OnceLock;

use rustybuzz::{Face, UnicodeBuffer};

/// A weight of the bundled font, Inter (SIL Open Font License; see `fonts/LICENSE-OFL.txt`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// 400.
    Regular,
    /// 700.
    Bold,
}

impl Weight {
    /// The font file.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Weight::Regular => include_bytes!("fonts/Inter-Regular.otf"),
            Weight::Bold => include_bytes!("fonts/Inter-Bold.otf"),
        }
    }

    fn face(self) -> &'static Face<'static> {
        static FACES: [OnceLock<Face<'static>>; 2] = [const { OnceLock::new() }; 2];
        FACES[self as usize].get_or_init(|| Face::from_slice(self.bytes(), 0).expect("the bundled font is a font"))
    }
}

/// The width of a text on one line, in the unit of `size`.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let face = weight.face();
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    let glyphs = rustybuzz::shape(face, &[], buffer);
    let advance: i64 = glyphs.glyph_positions().iter().map(|position| i64::from(position.x_advance)).sum();
    advance as f64 * size / f64::from(face.units_per_em())
}

/// Breaks a text into lines of at most `most` units, at blanks, and inside a word that alone is too long.
/// Lines are evened out: the narrowest width that does not need more lines is used. An empty text has no lines.
pub fn wrap(text: &str, size: f64, weight: Weight, most: f64) -> Vec<String> {
    let words = pieces(text, size, weight, most);
    let greedy = fill(&words, most);
    let (mut low, mut high) = (words.iter().map(|(_, width, _)| *width).fold(0.0, f64::max), most);
    while high - low > 1.0 {
        let middle = (low + high) / 2.0;
        if fill(&words, middle).len() > greedy.len() { low = middle } else { high = middle }
    }
    fill(&words, high)
}

/// Words with their widths and the width of the blank before them; none before the rest of a word that was cut.
fn pieces(text: &str, size: f64, weight: Weight, most: f64) -> Vec<(String, f64, f64)> {
    let blank = width(" ", size, weight);
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let mut rest = word;
        let mut before = blank;
        while width(rest, size, weight) > most && rest.chars().count() > 1 {
            let ends: Vec<usize> = rest.char_indices().map(|(at, _)| at).skip(1).collect();
            let fit = ends.partition_point(|end| width(&rest[..*end], size, weight) <= most).max(1);
            let (head, tail) = rest.split_at(ends[fit - 1]);
            words.push((head.to_owned(), width(head, size, weight), before));
            before = 0.0;
            rest = tail;
        }
        words.push((rest.to_owned(), width(rest, size, weight), before));
    }
    words
}

fn fill(words: &[(String, f64, f64)], most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = f64::INFINITY;
    for (word, width, before) in words {
        if used + before + width <= most + 1e-6 {
            let line = lines.last_mut().expect("a line was begun, or nothing would be used");
            if *before > 0.0 {
                line.push(' ');
            }
            line.push_str(word);
            used += before + width;
        } else {
            lines.push(word.clone());
            used = *width;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_asked_for() {
        for text in ["Ukraine and Georgia never members", "Недопущение размещения наступательных вооружений", "x".repeat(90).as_str()]
        {
            for most in [40.0, 90.0, 150.0] {
                for line in wrap(text, 11.5, Weight::Regular, most) {
                    assert!(width(&line, 11.5, Weight::Regular) <= most + 1.0, "{line}");
                }
            }
        }
        assert!(wrap("", 11.5, Weight::Regular, 90.0).is_empty());
    }

    #[test]
    fn lines_keep_every_word() {
        let text = "Legally binding guarantees: no NATO expansion";
        assert_eq!(wrap(text, 11.5, Weight::Regular, 120.0).join(" "), text);
    }
}
