//! The signs of a picture, and what they mean.

use std::collections::BTreeSet;

use super::{EventSense, Tone};
use crate::position::Shift;

/// What is used in the picture, so that the legend explains this and nothing else.
#[derive(Default)]
pub struct Used(BTreeSet<(&'static str, &'static str)>);

impl Used {
    /// Notes a sign that is used.
    pub fn note(&mut self, sign: &'static str, meaning: &'static str) {
        self.0.insert((sign, meaning));
    }

    /// The signs with their meanings: cards first, then dates, then shifts, then links.
    pub fn legend(self) -> Vec<(&'static str, &'static str)> {
        const ORDER: [&str; 23] = [
            "blue card",
            "red card",
            "grey card",
            "dashed card",
            "c.",
            "†",
            "‡",
            "+",
            "=",
            "◆",
            "◇",
            "▲",
            "▽",
            "→",
            "×",
            "↑",
            "solid arrow",
            "dashed arrow",
            "dotted arrow",
            "dotted line with a bar at its end",
            "dotted line with a dot at its end",
            "dotted line",
            "open end",
        ];
        let mut legend: Vec<_> = self.0.into_iter().collect();
        legend.sort_by_key(|(sign, _)| ORDER.iter().position(|known| known == sign));
        legend
    }
}

/// How the line between a claim and an event is called.
pub fn arrow(sense: EventSense) -> &'static str {
    match sense {
        EventSense::Belied => "dotted line with a bar at its end",
        EventSense::Fulfilled => "dotted line with a dot at its end",
        EventSense::Prompted | EventSense::Joined => "dotted arrow",
    }
}

/// How a shift is shown: its sign, its word and its colour.
pub fn shift_mark(shift: Shift) -> (&'static str, Tone) {
    match shift {
        Shift::Introduced => ("+", Tone::Plain),
        Shift::Reiterated => ("=", Tone::Plain),
        Shift::Specified => ("◆", Tone::Plain),
        Shift::Broadened => ("◇", Tone::Hard),
        Shift::Hardened => ("▲", Tone::Hard),
        Shift::Softened => ("▽", Tone::Plain),
        Shift::Replaced => ("→", Tone::Plain),
        Shift::Withdrawn => ("×", Tone::Quiet),
        Shift::Revived => ("↑", Tone::Hard),
    }
}
