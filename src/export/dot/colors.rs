//! The colours of a picture in DOT, for each theme.

use crate::scene::{Ink, Theme};
use crate::view::Tone;

/// The colours, as `#rrggbb`, by what they are for.
#[derive(Clone, Copy, Debug)]
pub struct Colors {
    /// The ground.
    pub paper: &'static str,
    /// Headlines and labels.
    pub ink: &'static str,
    /// Dates, sources and other small print.
    pub soft: &'static str,
    /// A position.
    pub blue: &'static str,
    /// A threat, a condition, a hardened position, a turning point.
    pub red: &'static str,
    /// What is not as it was.
    pub amber: &'static str,
    /// What takes no position.
    pub grey: &'static str,
    /// The band of a lane.
    pub band: &'static str,
    /// The line of time.
    pub rule: &'static str,
    /// The title of an event.
    pub event: &'static str,
    /// Lines that no curator drew.
    pub faint: &'static str,
    /// The ground of a card.
    pub card: &'static str,
    /// The ground of a threat or a condition.
    pub hard_card: &'static str,
    /// The ground of what takes no position.
    pub quiet_card: &'static str,
    /// The border of what takes no position.
    pub faint_card: &'static str,
}

impl Colors {
    /// The colours of a theme.
    pub fn of(theme: Theme) -> Self {
        match theme {
            Theme::Light => Colors {
                paper: "white",
                ink: "#16202c",
                soft: "#5b6672",
                blue: "#0b5d94",
                red: "#b8321f",
                amber: theme.color(Ink::Amber),
                grey: "#6b7580",
                band: "#f3f5f8",
                rule: "#c3cad2",
                event: "#3f4f63",
                faint: "#aab3bd",
                card: "#ffffff",
                hard_card: "#fdf0ec",
                quiet_card: "#fafbfc",
                faint_card: "#98a2ad",
            },
            Theme::Dark => Colors {
                event: "#c3cfdb",
                faint: "#5f6d7b",
                card: "#12181f",
                hard_card: "#33201d",
                quiet_card: "#18202a",
                faint_card: "#6b7986",
                ..Colors::of_inks(theme)
            },
            Theme::Print => Colors {
                band: "#f2f2f2",
                event: "#1f1f1f",
                faint: "#9a9a9a",
                card: "#ffffff",
                hard_card: "#e2e2e2",
                quiet_card: "#fafafa",
                faint_card: "#9a9a9a",
                ..Colors::of_inks(theme)
            },
        }
    }

    /// What the other pictures have too; a card is as the ground.
    fn of_inks(theme: Theme) -> Self {
        let [paper, ink, soft, grey] = [Ink::Paper, Ink::Text, Ink::Soft, Ink::Grey].map(|ink| theme.color(ink));
        Colors {
            paper,
            ink,
            soft,
            blue: theme.color(Ink::Blue),
            red: theme.color(Ink::Red),
            amber: theme.color(Ink::Amber),
            grey,
            band: theme.color(Ink::Band),
            rule: theme.color(Ink::Rule),
            event: soft,
            faint: grey,
            card: paper,
            hard_card: paper,
            quiet_card: paper,
            faint_card: grey,
        }
    }

    /// What the legend calls a sign: without colours a card is known by its ground.
    pub fn name(&self, sign: &'static str) -> &'static str {
        let is_grey = self.red == Theme::Print.color(Ink::Red);
        match sign {
            "blue card" if is_grey => "white card",
            "red card" if is_grey => "shaded card",
            "grey card" if is_grey => "faint card",
            other => other,
        }
    }

    /// The colour of a tone.
    pub fn of_tone(&self, tone: Tone) -> &'static str {
        match tone {
            Tone::Plain | Tone::Added => self.blue,
            Tone::Hard | Tone::Removed => self.red,
            Tone::Changed => self.amber,
            Tone::Quiet => self.grey,
        }
    }
}
