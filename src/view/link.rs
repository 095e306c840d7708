//! A link between what is drawn, and what it says.

use super::{Review, Tone};

/// One end of a link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// The card of a claim.
    Claim(String),
    /// An event at the head of a column.
    Event(String),
}

/// A link between what is drawn.
#[derive(Clone, Debug)]
pub struct ViewLink {
    /// Where it starts: the earlier end.
    pub from: End,
    /// Where it leads: the later end.
    pub to: End,
    /// The word of the link as the curator wrote it; `next` for the next utterance in a thread, `via` over a record that is not drawn.
    pub kind: &'static str,
    /// The silence between the ends, where that is long: `after 41 months`.
    pub after: Option<String>,
    /// Whether a curator wrote it.
    pub is_authored: bool,
    /// Whether both ends stand in one lane.
    pub is_in_lane: bool,
    /// Whether the order of its ends is certain by their dates.
    pub is_certain: bool,
    /// The colour.
    pub tone: Tone,
    /// In a comparison, what became of the link where it came or went by itself, between claims that are there before and after.
    pub review: Option<Review>,
}

/// What an event has to do with a claim that a link joins it to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventSense {
    /// It prompted the claim.
    Prompted,
    /// It belied or violated the claim.
    Belied,
    /// It fulfilled the claim.
    Fulfilled,
    /// Anything else: it was the occasion of the claim, say.
    Joined,
}

impl EventSense {
    /// The sense of a link with this word.
    pub fn of(kind: &str) -> Self {
        match kind {
            "prompted-by" => EventSense::Prompted,
            "belied-by" | "violates" => EventSense::Belied,
            "fulfils" => EventSense::Fulfilled,
            _ => EventSense::Joined,
        }
    }

    /// The colour of the line.
    pub fn tone(self) -> Tone {
        match self {
            EventSense::Belied => Tone::Hard,
            EventSense::Fulfilled => Tone::Plain,
            EventSense::Prompted | EventSense::Joined => Tone::Quiet,
        }
    }

    /// What a line of this sense says, in a legend.
    pub fn meaning(self) -> &'static str {
        match self {
            EventSense::Prompted => "prompted by event",
            EventSense::Belied => "belied or violated by event",
            EventSense::Fulfilled => "fulfilled by event",
            EventSense::Joined => "joined with event",
        }
    }
}

/// A link in words, from its earlier end to its later one: between a claim and an event that settles it the word of the record reads as if
/// the claim had done something to the event.
pub fn in_words(kind: &str) -> String {
    match kind {
        "violates" => "violated by".to_owned(),
        "fulfils" => "fulfilled by".to_owned(),
        other => other.replace('-', " "),
    }
}

impl ViewLink {
    /// What stands on the line: the word of the link, behind the sign of what became of it.
    pub fn words(&self) -> String {
        let word = in_words(self.kind);
        self.review.map_or(word.clone(), |review| format!("{} {word}", review.sign()))
    }

    /// Whether there is a long silence between the ends.
    pub fn is_long(&self) -> bool {
        self.after.is_some()
    }

    /// What the event at one of its ends has to do with the claim at the other; none where both are claims.
    pub fn event(&self) -> Option<EventSense> {
        let is_of_event = matches!(self.from, End::Event(_)) || matches!(self.to, End::Event(_));
        is_of_event.then(|| EventSense::of(self.kind))
    }
}
