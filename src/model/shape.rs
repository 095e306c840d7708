//! The form of the YAML files, as tables: what `load` checks, what `schema` publishes, and what `explain` can quote.

use super::words;

/// What a value must be.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any text that is not empty.
    Text,
    /// A passage of a stored text: any text that is not empty.
    Passage,
    /// The id of a record of this kind.
    Id(RecordKind),
    /// A plain name in kebab case.
    Name,
    /// The target of a link: the id of an event, or the full id of a claim.
    Target,
    /// The full id of a claim.
    Claim,
    /// An EDTF expression.
    Date,
    /// One of these words.
    Word(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A whole number from 0.
    Count,
    /// The format version that this tool reads.
    Format,
    /// A web address, http or https.
    Url,
    /// 64 lower-case hexadecimal digits.
    Sha256,
    /// The name of a file or folder, without a path.
    FileName,
    /// A record with these fields.
    Record(&'static Shape),
    /// A list; never empty.
    List(&'static Kind),
    /// A mapping whose keys are of the first kind.
    Map(&'static Kind, &'static Kind),
}

/// The kinds of record that have an id of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// A person, state, organisation or outlet.
    Actor,
    /// What is asked for.
    Demand,
    /// Something that happened.
    Event,
    /// A text that reports.
    Source,
    /// An occasion on which somebody spoke.
    Statement,
    /// One proposition in a statement.
    Claim,
}

impl RecordKind {
    /// All kinds, in the order in which they are listed and counted.
    pub const ALL: [RecordKind; 6] =
        [RecordKind::Actor, RecordKind::Demand, RecordKind::Event, RecordKind::Source, RecordKind::Statement, RecordKind::Claim];

    /// The word for one record of this kind.
    pub fn as_str(self) -> &'static str {
        match self {
            RecordKind::Actor => "actor",
            RecordKind::Demand => "demand",
            RecordKind::Event => "event",
            RecordKind::Source => "source",
            RecordKind::Statement => "statement",
            RecordKind::Claim => "claim",
        }
    }

    /// The word for several records of this kind.
    pub fn plural(self) -> &'static str {
        match self {
            RecordKind::Actor => "actors",
            RecordKind::Demand => "demands",
            RecordKind::Event => "events",
            RecordKind::Source => "sources",
            RecordKind::Statement => "statements",
            RecordKind::Claim => "claims",
        }
    }
}

/// One field of a record.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// What the value must be.
    pub kind: Kind,
    /// Whether the record is incomplete without it.
    pub required: bool,
    /// One sentence for the editor's help.
    pub doc: &'static str,
}

/// The fields of a record.
#[derive(Debug)]
pub struct Shape {
    /// What a record of this form is called.
    pub name: &'static str,
    /// One sentence for the editor's help.
    pub doc: &'static str,
    /// The fields, in the order in which they are written.
    pub fields: &'static [Field],
}

impl Shape {
    /// The field with this key.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The place of the field with this key in the list. The search begins behind the place `last` of another field: most records are
    /// written in the order of the list.
    pub fn place(&self, key: &str, last: usize) -> Option<usize> {
        (last + 1..self.fields.len()).chain(0..=last).find(|&place| self.fields[place].key == key)
    }
}

const fn must(key: &'static str, kind: Kind, doc: &'static str) -> Field {
    Field { key, kind, required: true, doc }
}

const fn may(key: &'static str, kind: Kind, doc: &'static str) -> Field {
    Field { key, kind, required: false, doc }
}

const ACTORS_LIST: Kind = Kind::List(&Kind::Id(RecordKind::Actor));
const SOURCES_LIST: Kind = Kind::List(&Kind::Id(RecordKind::Source));
const NOTE: Field = may("note", Kind::Text, "A remark for other curators.");
const ACKNOWLEDGEMENTS: Kind = Kind::List(&Kind::Record(&ACKNOWLEDGEMENT));
const ACKNOWLEDGE: Field = may("acknowledge", ACKNOWLEDGEMENTS, "Findings that were looked at and are accepted here, with the reason.");

const FORMERLY: Field =
    may("formerly", Kind::List(&Kind::Name), "Ids that this record had before: what refers to them once referred to it.");

/// A finding that is accepted.
pub static ACKNOWLEDGEMENT: Shape = Shape {
    name: "acknowledgement",
    doc: "A finding that was looked at and is accepted here.",
    fields: &[
        must("rule", Kind::Name, "The code of the rule, as `demarche rules` lists it."),
        must("why", Kind::Text, "The reason, in one sentence."),
    ],
};

/// Words of a source that a date rests on.
pub static DATE_EVIDENCE: Shape = Shape {
    name: "date evidence",
    doc: "Words of a source that a date rests on.",
    fields: &[
        must("source", Kind::Id(RecordKind::Source), "The source."),
        must("passage", Kind::Passage, "The exact words of the stored text."),
        may("prefix", Kind::Text, "The words directly before, where equal passages must be told apart."),
        may("suffix", Kind::Text, "The words directly after, where equal passages must be told apart."),
    ],
};

/// What the date of a statement or event rests on.
pub static DATING: Shape = Shape {
    name: "dating",
    doc: "What the date rests on.",
    fields: &[
        must(
            "basis",
            Kind::Word(words::BASIS),
            "Whether a source states the date, it is inferred, it is general knowledge, or it is unknown.",
        ),
        may("evidence", Kind::List(&Kind::Record(&DATE_EVIDENCE)), "The words that it is stated in or inferred from."),
        may("note", Kind::Text, "The reasoning."),
    ],
};

/// A date of a source with its basis.
pub static SOURCE_DATE: Shape = Shape {
    name: "source date",
    doc: "A date of the source itself, with what it rests on.",
    fields: &[
        may("date", Kind::Date, "The date in EDTF; left out when it is unknown."),
        must(
            "basis",
            Kind::Word(words::BASIS),
            "Whether the source states the date, it is inferred, it is general knowledge, or it is unknown.",
        ),
        may("evidence", Kind::List(&Kind::Record(&OWN_EVIDENCE)), "The words of this source that it is stated in or inferred from."),
        may("note", Kind::Text, "The reasoning."),
    ],
};

/// Words of a source about its own date.
pub static OWN_EVIDENCE: Shape = Shape {
    name: "own evidence",
    doc: "Words of this source about its own date.",
    fields: &[
        must("passage", Kind::Passage, "The exact words of the stored text."),
        may("prefix", Kind::Text, "The words directly before, where equal passages must be told apart."),
        may("suffix", Kind::Text, "The words directly after, where equal passages must be told apart."),
    ],
};

/// The manifest, `demarche.yaml`.
pub static MANIFEST: Shape = Shape {
    name: "manifest",
    doc: "The manifest of a dataset.",
    fields: &[
        must("format", Kind::Format, "The version of the format: 1."),
        must("title", Kind::Text, "What the dataset is about; the title of its pictures."),
        may("focus", Kind::Id(RecordKind::Actor), "The actor whose positions are drawn when no other is named."),
        may("licence", Kind::Text, "The licence of the claims, as an SPDX identifier."),
        must("texts", Kind::FileName, "The folder with the stored source texts, inside the dataset folder or beside it."),
        may("severities", Kind::Map(&Kind::Name, &Kind::Word(words::SEVERITY)), "Other severities for the findings of single rules."),
        may(
            "aliases",
            Kind::Map(&Kind::Name, &Kind::Text),
            "Names that stand for queries in other queries; `demarche explain query` tells how queries are written.",
        ),
        may(
            "watch",
            Kind::List(&Kind::Record(&WATCH)),
            "Pairs of claims or events of which `diff` tells when a path between them appears or vanishes.",
        ),
        may("expect", Kind::Record(&EXPECT), "The least number of records that there must be, so that mass deletion fails loudly."),
    ],
};

/// A pair that is watched.
pub static WATCH: Shape = Shape {
    name: "watched pair",
    doc: "Two claims or events of which `diff` tells when a path between them appears, vanishes, or rests on other links.",
    fields: &[
        must("from", Kind::Target, "The event, or the claim as STATEMENT/CLAIM, where the path begins."),
        must("to", Kind::Target, "The event or claim where it ends."),
        may("why", Kind::Text, "Why they are watched, in one sentence."),
    ],
};

/// The floor of a dataset.
pub static EXPECT: Shape = Shape {
    name: "floor",
    doc: "The least number of records of each kind.",
    fields: &[
        may("actors", Kind::Count, "The least number of actors."),
        may("demands", Kind::Count, "The least number of demands."),
        may("events", Kind::Count, "The least number of events."),
        may("sources", Kind::Count, "The least number of sources."),
        may("statements", Kind::Count, "The least number of statements."),
        may("claims", Kind::Count, "The least number of claims."),
        may("links", Kind::Count, "The least number of links that curators wrote."),
        may("passages", Kind::Count, "The least number of proved passages."),
    ],
};

/// An actor.
pub static ACTOR: Shape = Shape {
    name: "actor",
    doc: "A person, state, body, organisation, alliance, outlet or unnamed voice.",
    fields: &[
        must("kind", Kind::Word(words::ACTOR_KIND), "What sort of actor it is."),
        must("name", Kind::Text, "The name as it is to be shown."),
        may("aliases", Kind::List(&Kind::Text), "Other names and spellings, in every script."),
        may("acts_for", Kind::Id(RecordKind::Actor), "The actor for whom this one speaks unless a statement says otherwise."),
        may("offices", Kind::List(&Kind::Record(&OFFICE)), "Offices held."),
        may("identifiers", Kind::Map(&Kind::Name, &Kind::Text), "Ids elsewhere, by the name of the register (wikidata)."),
        FORMERLY,
        NOTE,
        ACKNOWLEDGE,
    ],
};

/// An office.
pub static OFFICE: Shape = Shape {
    name: "office",
    doc: "An office that an actor held.",
    fields: &[
        must("title", Kind::Text, "The title of the office."),
        may("of", Kind::Id(RecordKind::Actor), "The body that the office belongs to."),
        may("since", Kind::Date, "From when."),
        may("until", Kind::Date, "Until when."),
        may("basis", Kind::Word(words::BASIS), "What this rests on."),
        NOTE,
    ],
};

/// A demand.
pub static DEMAND: Shape = Shape {
    name: "demand",
    doc: "What is asked for, as a reusable code.",
    fields: &[
        must("title", Kind::Text, "A short title: the label of its lane in pictures."),
        must("description", Kind::Text, "What exactly is asked for, neutrally."),
        may("addressees", ACTORS_LIST, "To whom it is addressed."),
        may("broader", Kind::Id(RecordKind::Demand), "The demand that this one is part of."),
        may("topic", Kind::Name, "The topic."),
        FORMERLY,
        NOTE,
        ACKNOWLEDGE,
    ],
};

/// An event.
pub static EVENT: Shape = Shape {
    name: "event",
    doc: "Something that happened, at which claims were made or by which they were prompted, fulfilled or belied.",
    fields: &[
        must("title", Kind::Text, "A short title."),
        may("date", Kind::Date, "When, in EDTF; may be an interval; left out when it is unknown."),
        must("dating", Kind::Record(&DATING), "What the date rests on."),
        may("place", Kind::Text, "Where."),
        may("participants", ACTORS_LIST, "Who took part."),
        may("sources", SOURCES_LIST, "The sources that mention it."),
        FORMERLY,
        NOTE,
        ACKNOWLEDGE,
    ],
};

/// A source.
pub static SOURCE: Shape = Shape {
    name: "source",
    doc: "A text that reports what was said.",
    fields: &[
        must("title", Kind::Text, "The headline or title."),
        must("publisher", Kind::Id(RecordKind::Actor), "Who published it."),
        must("kind", Kind::Word(words::SOURCE_KIND), "What sort of text it is."),
        may("url", Kind::Url, "Where it was found."),
        must("language", Kind::Text, "Its language, as a BCP 47 tag."),
        may("translated_from", Kind::Text, "The language that it was translated from."),
        must("published", Kind::Record(&SOURCE_DATE), "When it was published, according to itself: never the date of the utterance."),
        may("retrieved", Kind::Record(&SOURCE_DATE), "When the stored text was taken."),
        may("relays", SOURCES_LIST, "The sources that it repeats."),
        may("reliability", Kind::Word(words::RELIABILITY), "The reliability of the source: A (reliable) to F (cannot be judged)."),
        may("credibility", Kind::Word(words::CREDIBILITY), "The credibility of what it says: 1 (confirmed) to 6 (cannot be judged)."),
        may("text", Kind::FileName, "The stored text, in the texts folder; left out for a source that is not held."),
        may("sha256", Kind::Sha256, "The SHA-256 of the stored text."),
        may("uncoded", Kind::List(&Kind::Record(&UNCODED)), "Quotations in the text that no claim uses, with the reason."),
        FORMERLY,
        NOTE,
        ACKNOWLEDGE,
    ],
};

/// A quotation that is left uncoded.
pub static UNCODED: Shape = Shape {
    name: "uncoded quotation",
    doc: "A quotation in the text that no claim uses.",
    fields: &[
        must("passage", Kind::Passage, "The exact words of the stored text."),
        may("prefix", Kind::Text, "The words directly before, where equal passages must be told apart."),
        may("suffix", Kind::Text, "The words directly after, where equal passages must be told apart."),
        must("reason", Kind::Text, "Why no claim uses it."),
    ],
};

/// A statement.
pub static STATEMENT: Shape = Shape {
    name: "statement",
    doc: "One occasion on which one speaker spoke.",
    fields: &[
        must("id", Kind::Id(RecordKind::Statement), "The id: the name of the file."),
        must("speaker", Kind::Id(RecordKind::Actor), "Who spoke."),
        may("as", Kind::Text, "The office in which he spoke."),
        may("on_behalf_of", Kind::Id(RecordKind::Actor), "For whom he spoke."),
        may("addressees", ACTORS_LIST, "To whom."),
        must("form", Kind::Word(words::STATEMENT_FORM), "What sort of occasion it was."),
        may("venue", Kind::Text, "Where, or in what."),
        may("event", Kind::Id(RecordKind::Event), "The event at which it was made."),
        may("date", Kind::Date, "When it was uttered, in EDTF; left out when it is unknown."),
        must("dating", Kind::Record(&DATING), "What the date rests on."),
        FORMERLY,
        NOTE,
        ACKNOWLEDGE,
        must("claims", Kind::Map(&Kind::Name, &Kind::Record(&CLAIM)), "What was claimed, by the name of the claim."),
    ],
};

/// A claim.
pub static CLAIM: Shape = Shape {
    name: "claim",
    doc: "One proposition in a statement.",
    fields: &[
        must("act", Kind::Word(words::ACT), "What the speaker does by saying it."),
        may("demand", Kind::Id(RecordKind::Demand), "The demand that it is about."),
        may("firmness", Kind::Word(words::FIRMNESS), "How firmly, from `floats` to `ultimatum`."),
        may("label", Kind::Text, "What the card in a picture says, in our own words; the summary stands in where it is left out."),
        must("summary", Kind::Text, "What was said, neutrally, in one sentence of our own words, no more than the evidence says."),
        may("addressees", ACTORS_LIST, "To whom, where it differs from the statement."),
        may("condition", Kind::Text, "If what."),
        may("consequence", Kind::Text, "Then what; a threat has one."),
        may("hypothetical", Kind::Flag, "Whether it speaks of a case that has not arisen."),
        may("negated", Kind::Flag, "Whether it says that something is not so."),
        may("confidence", Kind::Word(words::CONFIDENCE), "How sure the analyst is that it is coded right."),
        may("evidence", Kind::List(&Kind::Record(&EVIDENCE)), "The passages that it rests on."),
        may("links", Kind::List(&Kind::Record(&LINK)), "Links to other claims and to events."),
        may("formerly", Kind::List(&Kind::Claim), "Full ids (STATEMENT/CLAIM) that this claim had before."),
        NOTE,
        ACKNOWLEDGE,
    ],
};

/// A piece of evidence.
pub static EVIDENCE: Shape = Shape {
    name: "evidence",
    doc: "A passage of a source.",
    fields: &[
        must("source", Kind::Id(RecordKind::Source), "The source."),
        must("form", Kind::Word(words::FORM), "Whose words the passage is."),
        must("passage", Kind::Passage, "The exact words of the stored text; `[…]` leaves words out."),
        may("prefix", Kind::Text, "The words directly before, where equal passages must be told apart."),
        may("suffix", Kind::Text, "The words directly after, where equal passages must be told apart."),
        may(
            "via",
            Kind::Id(RecordKind::Source),
            "By which of the sources that the source relays the passage came, where the text says so.",
        ),
        may("language", Kind::Text, "The language of the passage, where it differs from the source's."),
        may("translator", Kind::Text, "Who translated it."),
        may("original", Kind::Text, "The words in the language in which they were spoken."),
        may("analyst", Kind::Text, "Who drew the inference."),
        NOTE,
    ],
};

/// A link.
pub static LINK: Shape = Shape {
    name: "link",
    doc: "A link from this claim, with the reason for it.",
    fields: &[
        must("kind", Kind::Word(words::LINK), "What sort of link it is."),
        must("to", Kind::Target, "The event, or the claim as STATEMENT/CLAIM."),
        may("why", Kind::Text, "The reason, in one sentence."),
    ],
};

/// The form of a file whose records stand under one key: `actors: {id: {...}}`.
#[derive(Debug)]
pub struct FileShape {
    /// The name of the schema, and of the file or folder.
    pub name: &'static str,
    /// The fields at the top of the file.
    pub shape: &'static Shape,
}

/// A change that is accepted.
pub static ACCEPTANCE: Shape = Shape {
    name: "acceptance",
    doc: "A change that was looked at and is accepted.",
    fields: &[
        must("code", Kind::Name, "The code of the change, as `demarche diff` prints it."),
        must(
            "record",
            Kind::Text,
            "The record as `demarche diff` prints it: `claim:STATEMENT/CLAIM`, `source:ID`, `thread:SIDE/DEMAND`, `manifest`.",
        ),
        must("why", Kind::Text, "The reason, in one sentence."),
    ],
};

/// The file of accepted changes; no part of a dataset.
pub static ACCEPTED: FileShape = FileShape {
    name: "accept",
    shape: &Shape {
        name: "file of accepted changes",
        doc: "Changes between two revisions that were looked at and are accepted.",
        fields: &[must("accepted", Kind::List(&Kind::Record(&ACCEPTANCE)), "The accepted changes.")],
    },
};

macro_rules! table {
    ($name:ident, $key:literal, $kind:ident, $shape:ident, $doc:literal) => {
        static $name: Shape =
            Shape { name: $key, doc: $doc, fields: &[must($key, Kind::Map(&Kind::Id(RecordKind::$kind), &Kind::Record(&$shape)), $doc)] };
    };
}

table!(ACTORS, "actors", Actor, ACTOR, "The actors, by id.");
table!(DEMANDS, "demands", Demand, DEMAND, "The demands, by id.");
table!(EVENTS, "events", Event, EVENT, "The events, by id.");
table!(SOURCES, "sources", Source, SOURCE, "The sources, by id.");

/// The forms of all kinds of file.
pub static FILES: [FileShape; 6] = [
    FileShape { name: "manifest", shape: &MANIFEST },
    FileShape { name: "actors", shape: &ACTORS },
    FileShape { name: "demands", shape: &DEMANDS },
    FileShape { name: "events", shape: &EVENTS },
    FileShape { name: "sources", shape: &SOURCES },
    FileShape { name: "statement", shape: &STATEMENT },
];
