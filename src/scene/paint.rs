//! The colours of a picture, by what they are for, in three themes.
//!
//! Blue and red differ in lightness too, so that they hold in grey print and for readers who do not tell red from green; and no
//! colour says anything that a shape, a sign or a word does not say as well.

/// A colour, by what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ink {
    /// The ground.
    Paper,
    /// Headlines and labels.
    Text,
    /// Dates, sources and other small print.
    Soft,
    /// Lines between lanes, ticks.
    Rule,
    /// Bands of intervals, the wedges of the scale.
    Band,
    /// A position.
    Blue,
    /// A threat, a condition, a hardened position, a turning point.
    Red,
    /// What takes no position, and silence.
    Grey,
    /// What is not as it was.
    Amber,
    /// The days over which a position is uncertain.
    BlueHaze,
    /// The same for what is red.
    RedHaze,
    /// The same for what is grey.
    GreyHaze,
}

impl Ink {
    /// The colours.
    pub const ALL: [Ink; 12] = [
        Ink::Paper,
        Ink::Text,
        Ink::Soft,
        Ink::Rule,
        Ink::Band,
        Ink::Blue,
        Ink::Red,
        Ink::Grey,
        Ink::Amber,
        Ink::BlueHaze,
        Ink::RedHaze,
        Ink::GreyHaze,
    ];

    /// Its name in a style sheet.
    pub fn name(self) -> &'static str {
        match self {
            Ink::Paper => "paper",
            Ink::Text => "text",
            Ink::Soft => "soft",
            Ink::Rule => "rule",
            Ink::Band => "band",
            Ink::Blue => "blue",
            Ink::Red => "red",
            Ink::Grey => "grey",
            Ink::Amber => "amber",
            Ink::BlueHaze => "blue-haze",
            Ink::RedHaze => "red-haze",
            Ink::GreyHaze => "grey-haze",
        }
    }

    /// Whether text is written in it, and so must be read easily on the paper.
    pub fn is_for_text(self) -> bool {
        matches!(self, Ink::Text | Ink::Soft | Ink::Blue | Ink::Red | Ink::Grey | Ink::Amber)
    }
}

/// A set of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Theme {
    /// Dark on white.
    #[default]
    Light,
    /// Light on a dark ground.
    Dark,
    /// Black and greys for a printer without colour.
    Print,
}

impl Theme {
    /// The themes.
    pub const ALL: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::Print];

    /// The colour, as `#rrggbb`.
    pub fn color(self, ink: Ink) -> &'static str {
        let [light, dark, print] = match ink {
            Ink::Paper => ["#ffffff", "#12181f", "#ffffff"],
            Ink::Text => ["#16202c", "#eef2f6", "#000000"],
            Ink::Soft => ["#566270", "#a9b5c1", "#3d3d3d"],
            Ink::Rule => ["#d5dbe2", "#36414d", "#b9b9b9"],
            Ink::Band => ["#eaeef3", "#1e2833", "#e6e6e6"],
            Ink::Blue => ["#0b5d94", "#6cb6ee", "#1f1f1f"],
            Ink::Red => ["#b8321f", "#ff9b85", "#000000"],
            Ink::Grey => ["#606a75", "#97a3af", "#5a5a5a"],
            Ink::Amber => ["#5e4100", "#f0bf5c", "#2a2a2a"],
            Ink::BlueHaze => ["#c9dff0", "#1f4059", "#d4d4d4"],
            Ink::RedHaze => ["#f3cfc8", "#5a2c24", "#c4c4c4"],
            Ink::GreyHaze => ["#dfe4e9", "#2b3641", "#e2e2e2"],
        };
        match self {
            Theme::Light => light,
            Theme::Dark => dark,
            Theme::Print => print,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of WCAG 2, from 0 to 1.
    fn luminance(color: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_is_read_easily_on_paper_and_on_a_band_in_every_theme() {
        for theme in Theme::ALL {
            for ink in Ink::ALL.into_iter().filter(|ink| ink.is_for_text()) {
                for ground in [Ink::Paper, Ink::Band] {
                    let on_it = contrast(theme.color(ink), theme.color(ground));
                    assert!(on_it >= 4.5, "{theme:?} {ink:?} on {ground:?}: {on_it:.2}");
                }
                // On a haze stand marks and lines; words that cross one have paper behind them.
                for haze in [Ink::BlueHaze, Ink::RedHaze, Ink::GreyHaze] {
                    let on_it = contrast(theme.color(ink), theme.color(haze));
                    assert!(on_it >= 3.0, "{theme:?} {ink:?} on {haze:?}: {on_it:.2}");
                }
            }
        }
    }

    /// What a reader without one kind of cone sees of a colour, as red, green and blue from 0 to 1, linear.
    /// The matrices are those of Viénot, Brettel and Mollon (1999) for the two red-green kinds.
    fn seen(color: &str, matrix: [[f64; 3]; 3]) -> [f64; 3] {
        let part = |at: usize| (f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0).powf(2.2);
        let rgb = [part(1), part(3), part(5)];
        matrix.map(|row| row.iter().zip(rgb).map(|(a, b)| a * b).sum())
    }

    /// Lightness of CIE 1976, from 0 to 100.
    fn lightness(luminance: f64) -> f64 {
        if luminance > 0.008_856 { 116.0 * luminance.cbrt() - 16.0 } else { 903.3 * luminance }
    }

    /// A linear colour as lightness and two opponent axes of CIE 1976, so that distances are about as large as they look.
    fn lab(rgb: [f64; 3]) -> [f64; 3] {
        const XYZ: [[f64; 3]; 3] = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]];
        let white = [0.9505, 1.0, 1.089];
        let part = |at: usize| XYZ[at].iter().zip(rgb).map(|(a, b)| a * b.max(0.0)).sum::<f64>() / white[at];
        let f = |at: usize| (lightness(part(at)) + 16.0) / 116.0;
        [116.0 * f(1) - 16.0, 500.0 * (f(0) - f(1)), 200.0 * (f(1) - f(2))]
    }

    #[test]
    fn no_two_colours_that_say_something_look_alike_to_readers_who_do_not_tell_red_from_green() {
        const PROTAN: [[f64; 3]; 3] = [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]];
        const DEUTAN: [[f64; 3]; 3] = [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]];
        let inks = [Ink::Blue, Ink::Red, Ink::Grey, Ink::Amber];
        for theme in [Theme::Light, Theme::Dark] {
            for matrix in [PROTAN, DEUTAN] {
                for (place, one) in inks.iter().enumerate() {
                    for other in &inks[place + 1..] {
                        let (a, b) = (lab(seen(theme.color(*one), matrix)), lab(seen(theme.color(*other), matrix)));
                        let distance = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
                        // About two is what an eye just tells apart.
                        assert!(distance > 7.5, "{theme:?} {one:?} {other:?}: {distance:.1}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_grey_in_print_is_lighter_than_what_is_not_and_hazes_are_much_lighter() {
        let of = |ink| lightness(luminance(Theme::Print.color(ink)));
        for strong in [Ink::Blue, Ink::Red, Ink::Amber] {
            assert!(of(Ink::Grey) - of(strong) > 15.0, "{strong:?} {:.1}", of(strong));
            for haze in [Ink::BlueHaze, Ink::RedHaze, Ink::GreyHaze] {
                assert!(of(haze) - of(strong) > 50.0 && of(Ink::Paper) - of(haze) > 8.0, "{haze:?} {:.1}", of(haze));
            }
        }
        // Red and blue, and red and amber, are told by shape; their greys still differ.
        assert!(of(Ink::Blue) - of(Ink::Red) > 10.0 && of(Ink::Amber) - of(Ink::Red) > 10.0);
    }

    #[test]
    fn blue_and_red_differ_for_readers_who_do_not_tell_red_from_green() {
        const PROTAN: [[f64; 3]; 3] = [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]];
        const DEUTAN: [[f64; 3]; 3] = [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]];
        for theme in [Theme::Light, Theme::Dark] {
            for matrix in [PROTAN, DEUTAN] {
                let (blue, red) = (seen(theme.color(Ink::Blue), matrix), seen(theme.color(Ink::Red), matrix));
                let distance = blue.iter().zip(red).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
                assert!(distance > 0.2, "{theme:?}: {distance:.3}");
            }
        }
    }
}
