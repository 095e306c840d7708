//! Turns a graph into what a diagram shows, all settled: lanes, cards, dates, links, order and footnotes.

mod actors;
mod around;
mod arrange;
mod columns;
mod detail;
mod diff;
mod evolution;
mod legend;
mod link;
mod links;
mod meeting;
mod note;
mod path;
mod select;
mod settle;
mod silence;
mod status;
mod thread;

pub use actors::actors;
pub use around::{around, around_all};
pub use diff::diff;
pub use evolution::evolution;
pub use link::{End, EventSense, ViewLink};
pub use note::day_in_words;
pub use path::path;
pub use thread::thread;

use crate::date::{ClaimDate, Day};
use crate::id::{ActorId, DemandId};
use crate::model::{Act, Claim, Firmness, Form};

/// What is drawn. Every option means the same in every view.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The headline; else the title of the manifest, where its own focus is drawn in whole; else the counts.
    pub title: Option<String>,
    /// Only the claims of this actor's side. The evolution view draws the `focus` of the manifest where it is left out.
    pub actor: Option<ActorId>,
    /// Only claims on this demand and the narrower ones.
    pub demand: Option<DemandId>,
    /// Only these claims, by their full ids; all where it is left out.
    pub only: Option<std::collections::BTreeSet<String>>,
    /// Of these, the claims that only possibly belong: they are marked.
    pub doubtful: std::collections::BTreeSet<String>,
    /// Nothing that certainly lies before this day.
    pub from: Option<Day>,
    /// Nothing that certainly lies after this day.
    pub to: Option<Day>,
    /// The day as of which the dataset was cut, as it is told in the picture. Claims that were only possibly made by then are marked.
    pub as_of: Option<Day>,
    /// What the lanes are; else what suits the view.
    pub lanes: Option<Lanes>,
    /// Whether narrower demands share the lane of the broadest, and only claims that moved a position are drawn.
    pub collapse: bool,
    /// The revision of the data, as it is printed at the foot.
    pub revision: Option<String>,
}

/// What the lanes of a diagram are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lanes {
    /// A lane for each demand.
    Demands,
    /// A lane for each speaker.
    Actors,
}

/// A diagram of lanes in time, settled.
#[derive(Clone, Debug)]
pub struct View {
    /// The headline.
    pub title: String,
    /// What is drawn, in one line.
    pub subtitle: String,
    /// What the lanes are, in capitals: `DEMAND`.
    pub lane_word: &'static str,
    /// Whether it compares two revisions. Then colours say what became of a claim, and the status of a lane what became of the position.
    pub is_diff: bool,
    /// The columns of months, in the order of time; the one without a date comes first.
    pub columns: Vec<Column>,
    /// The lanes, each demand before the narrower ones.
    pub lanes: Vec<Lane>,
    /// The links between what is drawn.
    pub links: Vec<ViewLink>,
    /// The sources that the cards cite, by number from 1.
    pub sources: Vec<SourceNote>,
    /// Claims that are listed and not drawn.
    pub listed: Vec<Listed>,
    /// The steps of a path in words; none in other views.
    pub steps: Vec<String>,
    /// Where the sides meet and where they part, in words; none but in the actors view.
    pub meeting: Vec<String>,
    /// Claims, whoever made them, that the record disputes by a claim that is drawn or listed: what was said, and what disputes it.
    pub disputed: Vec<(String, String)>,
    /// The signs that cards and links may carry, as sign and meaning.
    pub legend: Vec<(&'static str, &'static str)>,
    /// The last line: what is left out, what was proved, cut-off and revision.
    pub colophon: String,
    /// The last day of the latest statement in the set, or the day as of which it was cut.
    pub cut_off: Option<Day>,
    /// The day up to which the axis reaches at least: the cut-off, or the last day that was asked for where that is earlier.
    pub end: Option<Day>,
}

impl View {
    /// What the last column says of the lanes: at its head, in capitals, and in a sentence.
    pub fn status_words(&self) -> (&'static str, &'static str) {
        match self.lane_word {
            _ if self.is_diff => ("POSITION", "The position"),
            "PATH" => ("ORDER", "The order"),
            _ => ("AT CUT-OFF", "At the cut-off"),
        }
    }
}

/// A source at the foot.
#[derive(Clone, Debug)]
pub struct SourceNote {
    /// Publisher, date and what it relays.
    pub text: String,
    /// The title of the page.
    pub title: String,
    /// Where it is to be found; `http` or `https`.
    pub url: Option<String>,
}

/// A claim that is listed and not drawn.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The full id of the claim.
    pub id: String,
    /// The date with its uncertainty.
    pub date: String,
    /// Who spoke, in short.
    pub speaker: String,
    /// What it says, in the curator's words.
    pub text: String,
    /// The form of its evidence where the speaker's own words do not prove it.
    pub form: Option<&'static str>,
}

/// A column of one month.
#[derive(Clone, Debug)]
pub struct Column {
    /// What stands at its head: `Dec 2021`.
    pub label: String,
    /// Its events, in the order of time.
    pub events: Vec<EventMark>,
}

/// When something was: where its mark is drawn, and over which days it is uncertain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// The day of its mark; none for what has no date.
    pub at: Option<Day>,
    /// The first day that it may have been, inclusive; none where that is open.
    pub first: Option<Day>,
    /// The last day that it may have been, inclusive; none where that is open.
    pub last: Option<Day>,
}

impl When {
    /// Where and how a date is drawn. The mark stands on the first day as written; on the last one, where the date only has an
    /// end or stands for one day in more than a year.
    pub fn of(date: Option<&ClaimDate>) -> Self {
        let Some(date) = date else { return When::default() };
        let (first, last) = date.core();
        let is_range = first.zip(last).is_some_and(|(first, last)| first.days_until(last) > 366);
        When { at: if is_range { last } else { first.or(last) }, first: date.earliest(), last: date.latest() }
    }

    /// Whether it can only mean one day.
    pub fn is_exact(&self) -> bool {
        self.at.is_some() && self.first == self.last && self.first == self.at
    }
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
    /// When it was.
    pub when: When,
    /// Whether its date is an interval: it lasted from the first day to the last.
    pub is_interval: bool,
    /// Whether it belies or violates what is drawn.
    pub is_turning_point: bool,
}

/// A lane.
#[derive(Clone, Debug)]
pub struct Lane {
    /// The id of the demand or actor.
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
    /// The id of its statement: cards of one statement in one lane are one utterance.
    pub statement: String,
    /// The column, from 0.
    pub column: usize,
    /// The date with its uncertainty.
    pub date: String,
    /// When it was said.
    pub when: When,
    /// The numbers of its sources.
    pub sources: Vec<usize>,
    /// How it moved the position: sign, words and colour.
    pub shift: Option<ShiftMark>,
    /// What became of it from one revision to the other; none where that is not asked.
    pub review: Option<ReviewMark>,
    /// What it says, in the curator's words.
    pub text: String,
    /// The words that prove it, where the view shows them.
    pub words: Option<Words>,
    /// The id of the speaker.
    pub actor: String,
    /// Who spoke, in short.
    pub speaker: String,
    /// What kind of claim it is.
    pub mark: Mark,
    /// The strongest form of its evidence; none where it has none.
    pub form: Option<Form>,
    /// Its weight in the picture.
    pub tone: Tone,
    /// Everything in one line, for a tooltip and for readers who do not see.
    pub description: String,
    /// All that the record says of it.
    pub detail: Detail,
}

impl Card {
    /// What became of it, where it is not as it was.
    pub fn differs(&self) -> Option<&ReviewMark> {
        self.review.as_ref().filter(|review| review.kind != Review::Same)
    }

    /// Whether the speaker's own words prove it.
    pub fn is_quoted(&self) -> bool {
        self.form.is_some_and(Form::is_quotation)
    }

    /// The form of its evidence where the speaker's own words do not prove it: `paraphrase`, `headline`.
    pub fn form_word(&self) -> Option<&'static str> {
        (!self.is_quoted()).then(|| self.form.map_or("no evidence", Form::as_str))
    }
}

/// All that the record says of a claim, for readers who ask for more.
#[derive(Clone, Debug)]
pub struct Detail {
    /// Who spoke, in which office, for whom, to whom.
    pub speaker: String,
    /// The act and the firmness: `demand, precondition`.
    pub act: String,
    /// The neutral sentence.
    pub summary: String,
    /// What the date rests on.
    pub dating: String,
    /// "If": the condition, and "then": the consequence.
    pub terms: Vec<(&'static str, String)>,
    /// How sure the analyst is that the claim is coded right.
    pub confidence: Option<&'static str>,
    /// The passages.
    pub evidence: Vec<Words>,
    /// Its links: the word of the link, what it leads to, the id of that, and the reason.
    pub links: Vec<DetailLink>,
    /// What curators noted.
    pub note: Option<String>,
}

/// A link of a claim, in words.
#[derive(Clone, Debug)]
pub struct DetailLink {
    /// The word of the link.
    pub word: &'static str,
    /// What it leads to: date, speaker and label of a claim; title and date of an event.
    pub to: String,
    /// The id of that.
    pub id: String,
    /// The reason.
    pub why: Option<String>,
}

/// A passage with its source.
#[derive(Clone, Debug)]
pub struct Words {
    /// The exact passage.
    pub passage: String,
    /// Whose words it is.
    pub form: Form,
    /// The number of its source.
    pub source: usize,
    /// Whether it was found in the stored text.
    pub is_proved: bool,
    /// Who infers, translated or noted what.
    pub note: Option<String>,
}

impl Words {
    /// The passage as what it is, of at most so many characters: only the speaker's own words stand in quotation marks.
    pub fn told(&self, most: usize) -> String {
        let passage = self.passage.as_str();
        let cut = passage.char_indices().nth(most).map(|(end, _)| passage[..end].rfind(' ').unwrap_or(end));
        let passage = cut.map_or_else(|| passage.to_owned(), |end| format!("{} […]", passage[..end].trim_end()));
        match self.form {
            Form::Verbatim | Form::Translated => format!("“{passage}”"),
            Form::Paraphrase => format!("in the reporter’s words: {passage}"),
            Form::Headline => format!("in the words of a headline: {passage}"),
            Form::Inference => format!("an analyst infers it from: {passage}"),
        }
    }
}

/// How a claim moved the position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftMark {
    /// The sign.
    pub sign: &'static str,
    /// The word of the shift: `hardened`.
    pub word: &'static str,
    /// The silence before it, where that was long: `over 40 months on`.
    pub after: Option<String>,
    /// The colour.
    pub tone: Tone,
}

impl ShiftMark {
    /// The sign and the words.
    pub fn text(&self) -> String {
        match &self.after {
            Some(after) => format!("{} {}, {after}", self.sign, self.word),
            None => format!("{} {}", self.sign, self.word),
        }
    }
}

/// What became of a claim from one revision to the other. Ordered from what says most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Review {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Words that it rests on are not proved any more, or new ones are not.
    Unproved,
    /// Something in it, in its statement or in its proofs differs.
    Changed,
    /// It is the same, and moves the position otherwise than before.
    Shifted,
    /// It is as it was.
    Same,
}

impl Review {
    /// All of them, in the order in which they are explained.
    pub const ALL: [Review; 6] = [Review::Added, Review::Removed, Review::Unproved, Review::Changed, Review::Shifted, Review::Same];

    /// The sign.
    pub fn sign(self) -> &'static str {
        match self {
            Review::Added => "+",
            Review::Removed => "−",
            Review::Unproved => "!",
            Review::Changed => "~",
            Review::Shifted => "Δ",
            Review::Same => "·",
        }
    }

    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Review::Added => "added",
            Review::Removed => "removed",
            Review::Unproved => "proof in doubt",
            Review::Changed => "changed",
            Review::Shifted => "shifted",
            Review::Same => "as it was",
        }
    }

    /// The colour.
    pub fn tone(self) -> Tone {
        match self {
            Review::Added => Tone::Added,
            Review::Removed | Review::Unproved => Tone::Removed,
            Review::Changed | Review::Shifted => Tone::Changed,
            Review::Same => Tone::Quiet,
        }
    }
}

/// What became of a claim, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewMark {
    /// What became of it.
    pub kind: Review,
    /// How: what differs, in a few words each.
    pub words: Vec<String>,
}

impl ReviewMark {
    /// The sign and the words.
    pub fn text(&self) -> String {
        let what = format!("{} {}", self.kind.sign(), self.kind.as_str());
        if self.words.is_empty() { what } else { format!("{what}: {}", self.words.join("; ")) }
    }
}

/// What kind of claim a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// A demand.
    Demand,
    /// An appeal.
    Appeal,
    /// A demand that is made a condition or an ultimatum.
    Condition,
    /// A threat.
    Threat,
    /// An offer.
    Offer,
    /// A refusal.
    Refusal,
    /// A concession or an acceptance.
    Concession,
    /// An assurance.
    Assurance,
    /// A remark: an accusation, an assessment, a piece of information.
    Remark,
}

impl Mark {
    /// The marks, in the order in which they are explained.
    pub const ALL: [Mark; 9] = [
        Mark::Demand,
        Mark::Appeal,
        Mark::Condition,
        Mark::Threat,
        Mark::Offer,
        Mark::Refusal,
        Mark::Concession,
        Mark::Assurance,
        Mark::Remark,
    ];

    /// The mark of a claim.
    pub fn of(claim: &Claim) -> Self {
        match claim.act.value {
            Act::Threaten => Mark::Threat,
            Act::Reject => Mark::Refusal,
            Act::Accept | Act::Concede => Mark::Concession,
            Act::Assure => Mark::Assurance,
            Act::Accuse | Act::Assess | Act::Inform => Mark::Remark,
            _ if claim.firmness.as_ref().is_some_and(|word| word.value >= Firmness::Precondition) => Mark::Condition,
            Act::Appeal => Mark::Appeal,
            Act::Demand => Mark::Demand,
            Act::Offer => Mark::Offer,
        }
    }

    /// What it stands for.
    pub fn as_str(self) -> &'static str {
        match self {
            Mark::Demand => "demand",
            Mark::Appeal => "appeal",
            Mark::Condition => "condition",
            Mark::Threat => "threat",
            Mark::Offer => "offer",
            Mark::Refusal => "refusal",
            Mark::Concession => "concession",
            Mark::Assurance => "assurance",
            Mark::Remark => "remark",
        }
    }
}

/// How something is coloured; always together with a sign or a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// As most of it.
    Plain,
    /// Harder: a threat, a condition, an ultimatum, a hardened position.
    Hard,
    /// Less than a position: a remark, an assurance, a silence; of two revisions, what is as it was.
    Quiet,
    /// Of two revisions: new.
    Added,
    /// Of two revisions: gone.
    Removed,
    /// Of two revisions: not as it was.
    Changed,
}

/// What became of a lane at the cut-off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The sign.
    pub sign: &'static str,
    /// The word: `hardened`, `dormant`.
    pub word: &'static str,
    /// When, and on what it rests.
    pub text: String,
    /// The colour.
    pub tone: Tone,
    /// What the tail behind the last mark says, where by the whole record nothing was said for long: `no later statement in this set`.
    pub silence: Option<String>,
}
