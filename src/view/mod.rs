//! Turns a graph into what a diagram shows, all settled: columns, lanes, cards, links, order and footnotes.

mod evolution;
mod legend;
mod links;

pub use evolution::evolution;

/// What is drawn.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The headline; else the title of the manifest, where its own focus is drawn; else the counts.
    pub title: Option<String>,
    /// The actor whose demands are drawn; the `focus` of the manifest where it is left out.
    pub actor: Option<String>,
    /// The revision of the data, as it is printed at the foot.
    pub revision: Option<String>,
}

/// A diagram of lanes and columns, settled.
#[derive(Clone, Debug)]
pub struct View {
    /// The headline.
    pub title: String,
    /// What is drawn, in one line.
    pub subtitle: String,
    /// The columns, in the order of time; the one without a date comes first.
    pub columns: Vec<Column>,
    /// The lanes, each demand before the narrower ones.
    pub lanes: Vec<Lane>,
    /// The links between what is drawn.
    pub links: Vec<ViewLink>,
    /// The sources that the cards cite, by number from 1.
    pub sources: Vec<String>,
    /// Claims on these demands that are listed and not drawn: date and text.
    pub listed: Vec<(String, String)>,
    /// Claims, whoever made them, that the record disputes by a claim of the principal: what was said, and what disputes it.
    pub disputed: Vec<(String, String)>,
    /// The marks that are used, as sign and meaning.
    pub legend: Vec<(&'static str, &'static str)>,
    /// The last line: counts, cut-off and revision.
    pub colophon: String,
}

/// A column of one month.
#[derive(Clone, Debug)]
pub struct Column {
    /// What stands at its head: `Dec 2021`.
    pub label: String,
    /// Its events, in the order of time.
    pub events: Vec<EventMark>,
}

/// An event at the head of a column.
#[derive(Clone, Debug)]
pub struct EventMark {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its date, with its uncertainty and, where no source states it, its basis.
    pub date: String,
    /// Whether it belies or violates what is drawn.
    pub is_turning_point: bool,
}

/// A lane of one demand.
#[derive(Clone, Debug)]
pub struct Lane {
    /// The id of the demand.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many of the demands above it have a lane too.
    pub depth: usize,
    /// The cards, by column, then in the order of the thread.
    pub cards: Vec<Card>,
    /// What became of it.
    pub status: Status,
}

/// A claim in its lane.
#[derive(Clone, Debug)]
pub struct Card {
    /// The full id of the claim.
    pub id: String,
    /// The column, from 0.
    pub column: usize,
    /// The date with its uncertainty.
    pub date: String,
    /// The numbers of its sources.
    pub sources: Vec<usize>,
    /// How it moved the position.
    pub shift: Option<(String, Tone)>,
    /// What it says, in the curator's words.
    pub text: String,
    /// Who spoke, in short.
    pub speaker: String,
    /// The form of its evidence where the speaker's own words do not prove it: `paraphrase`, `headline`.
    pub form: Option<&'static str>,
    /// Whether the principal's own words prove it.
    pub is_quoted: bool,
    /// Its weight in the picture.
    pub tone: Tone,
    /// Everything in one line, for a tooltip and for readers who do not see.
    pub description: String,
}

/// How something is coloured; always together with a sign or a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// As most of it.
    Plain,
    /// Harder: a threat, a condition, an ultimatum, a hardened position.
    Hard,
    /// Less than a position: a remark, an assurance, a silence.
    Quiet,
}

/// What became of a lane at the cut-off.
#[derive(Clone, Debug)]
pub struct Status {
    /// The sign.
    pub sign: &'static str,
    /// The words.
    pub text: String,
    /// The colour.
    pub tone: Tone,
    /// Whether nothing was said for long.
    pub is_silent: bool,
}

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
    /// The word of the link as the curator wrote it; `next` for the next utterance in a thread.
    pub kind: &'static str,
    /// Whether a curator wrote it.
    pub is_authored: bool,
    /// Whether there is a long silence between the ends.
    pub is_long: bool,
    /// Whether both ends stand in one lane.
    pub is_in_lane: bool,
    /// The colour.
    pub tone: Tone,
}
