//! Measures text with the font that it is drawn in, and breaks it into lines.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::OnceLock;

use rustybuzz::script::UNKNOWN;
use rustybuzz::{Direction, Face, Script, ShapePlan, UnicodeBuffer};

/// A weight of the bundled font, Inter (SIL Open Font License; see `fonts/LICENSE-OFL.txt`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// 400.
    Regular,
    /// 600.
    SemiBold,
    /// 700.
    Bold,
}

impl Weight {
    /// The weights.
    pub const ALL: [Weight; 3] = [Weight::Regular, Weight::SemiBold, Weight::Bold];

    /// The weight as CSS numbers it.
    pub fn number(self) -> u16 {
        match self {
            Weight::Regular => 400,
            Weight::SemiBold => 600,
            Weight::Bold => 700,
        }
    }

    /// The same font compressed for the web (WOFF2), to be carried in pages and pictures.
    pub fn web_bytes(self) -> &'static [u8] {
        match self {
            Weight::Regular => include_bytes!("fonts/Inter-Regular.woff2"),
            Weight::SemiBold => include_bytes!("fonts/Inter-SemiBold.woff2"),
            Weight::Bold => include_bytes!("fonts/Inter-Bold.woff2"),
        }
    }

    /// The font file.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Weight::Regular => include_bytes!("fonts/Inter-Regular.otf"),
            Weight::SemiBold => include_bytes!("fonts/Inter-SemiBold.otf"),
            Weight::Bold => include_bytes!("fonts/Inter-Bold.otf"),
        }
    }

    fn face(self) -> &'static Face<'static> {
        static FACES: [OnceLock<Face<'static>>; 3] = [const { OnceLock::new() }; 3];
        FACES[self as usize].get_or_init(|| Face::from_slice(self.bytes(), 0).expect("the bundled font is a font"))
    }
}

/// A glyph of a shaped text. Lengths are in parts of the font size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u32,
    /// The byte of the text at which what it stands for begins.
    pub byte: usize,
    /// How far it moves on.
    pub advance: f64,
    /// How far it is moved itself, to the right and up.
    pub offset: (f64, f64),
}

/// What shaping a text of one script in one weight needs, and how wide the texts are that were measured. Both are slow to find out,
/// and the same words come again and again while lines are tried. Asked for only, never walked.
#[derive(Default)]
struct Known {
    plans: HashMap<(Weight, Script, bool), Rc<ShapePlan>>,
    advances: HashMap<Weight, HashMap<String, i64>>,
}

/// The most texts whose widths are kept in one weight.
const MOST_KNOWN: usize = 20_000;

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

fn shaped(text: &str, weight: Weight) -> rustybuzz::GlyphBuffer {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    let (script, direction) = (buffer.script(), buffer.direction());
    let plan = KNOWN.with_borrow_mut(|known| {
        let new = || Rc::new(ShapePlan::new(weight.face(), direction, Some(script).filter(|script| *script != UNKNOWN), None, &[]));
        Rc::clone(known.plans.entry((weight, script, direction == Direction::RightToLeft)).or_insert_with(new))
    });
    rustybuzz::shape_with_plan(weight.face(), &plan, buffer)
}

/// How far a text moves on, in units of the font.
fn advance(text: &str, weight: Weight) -> i64 {
    let known = KNOWN.with_borrow(|known| known.advances.get(&weight)?.get(text).copied());
    known.unwrap_or_else(|| {
        let advance = shaped(text, weight).glyph_positions().iter().map(|position| i64::from(position.x_advance)).sum();
        KNOWN.with_borrow_mut(|known| {
            let advances = known.advances.entry(weight).or_default();
            if advances.len() >= MOST_KNOWN {
                advances.clear();
            }
            advances.insert(text.to_owned(), advance);
        });
        advance
    })
}

/// The glyphs of a text on one line, from left to right.
pub fn glyphs(text: &str, weight: Weight) -> Vec<Glyph> {
    let em = f64::from(weight.face().units_per_em());
    let shaped = shaped(text, weight);
    let pairs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
    let glyph = |(info, position): (&rustybuzz::GlyphInfo, &rustybuzz::GlyphPosition)| Glyph {
        id: info.glyph_id,
        byte: info.cluster as usize,
        advance: f64::from(position.x_advance) / em,
        offset: (f64::from(position.x_offset) / em, f64::from(position.y_offset) / em),
    };
    pairs.map(glyph).collect()
}

/// The width of a text on one line, in the unit of `size`.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    advance(text, weight) as f64 * size / f64::from(weight.face().units_per_em())
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

/// Breaks a text into at most so many lines (at least one); what does not fit is cut, with an ellipsis in its place. Tells whether it was cut.
pub fn wrap_at_most(text: &str, size: f64, weight: Weight, most: f64, lines: usize) -> (Vec<String>, bool) {
    let mut wrapped = wrap(text, size, weight, most);
    if wrapped.len() <= lines {
        return (wrapped, false);
    }
    wrapped = fill(&pieces(text, size, weight, most), most);
    wrapped.truncate(lines);
    if let Some(last) = wrapped.last_mut() {
        while width(&format!("{last}…"), size, weight) > most {
            let Some(blank) = last.rfind(' ').or_else(|| last.char_indices().next_back().map(|(at, _)| at)) else { break };
            last.truncate(blank);
        }
        last.push('…');
    }
    (wrapped, true)
}

/// Words with their widths and the width of the blank before them; none before the rest of a word that was cut.
fn pieces(text: &str, size: f64, weight: Weight, most: f64) -> Vec<(String, f64, f64)> {
    let blank = width(" ", size, weight);
    let mut words = Vec::new();
    // A blank that is not to be broken at is part of its word.
    let breaks = |sign: char| sign.is_whitespace() && !matches!(sign, '\u{a0}' | '\u{202f}');
    for word in text.split(breaks).filter(|word| !word.is_empty()) {
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
    fn a_width_is_the_same_however_often_and_after_whatever_else_it_is_measured() {
        let texts = ["Guarantees", "Гарантии", "Εγγυήσεις", "2021", "ﷺ עברית", "", "1997 — “words”"];
        let fresh = |text: &str, weight| {
            let text = text.to_owned();
            std::thread::spawn(move || width(&text, 11.5, weight)).join().unwrap()
        };
        for weight in Weight::ALL {
            for text in texts.iter().chain(texts.iter().rev()) {
                let of_glyphs: f64 = glyphs(text, weight).iter().map(|glyph| glyph.advance * 11.5).sum();
                assert_eq!(width(text, 11.5, weight), fresh(text, weight), "{text}");
                assert!((width(text, 11.5, weight) - of_glyphs).abs() < 1e-6, "{text}");
            }
        }
    }

    #[test]
    fn lines_keep_every_word() {
        let text = "Legally binding guarantees: no NATO expansion";
        assert_eq!(wrap(text, 11.5, Weight::Regular, 120.0).join(" "), text);
    }
}
