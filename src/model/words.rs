//! The closed lists of the format: each word, its order and its meaning.

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $list:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        /// The words of the list, in its order.
        pub const $list: &[&str] = &[$($word),*];

        impl $name {
            /// The whole list, in its order.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// The word, as it stands in the files.
            pub fn as_str(self) -> &'static str {
                $list[self as usize]
            }

            /// Reads the word.
            pub fn parse(word: &str) -> Option<Self> {
                $list.iter().position(|known| *known == word).map(|index| Self::ALL[index])
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

words! {
    /// What a speaker does by saying something (after CAMEO and PLOVER, keeping CAMEO's split of appeal and demand).
    Act, ACT {
        /// Asks.
        Appeal = "appeal",
        /// Requires.
        Demand = "demand",
        /// Holds out something.
        Offer = "offer",
        /// Agrees to what another side asked for or offered.
        Accept = "accept",
        /// Gives way on an earlier position.
        Concede = "concede",
        /// Refuses.
        Reject = "reject",
        /// Announces a harmful consequence.
        Threaten = "threaten",
        /// Blames.
        Accuse = "accuse",
        /// Promises or denies, to calm.
        Assure = "assure",
        /// Judges how things are or will be.
        Assess = "assess",
        /// States a fact.
        Inform = "inform",
    }
}

words! {
    /// How firmly a demand is made; ordinal, from the loosest.
    Firmness, FIRMNESS {
        /// Mentions it as a possibility.
        Floats = "floats",
        /// Puts it forward.
        Proposes = "proposes",
        /// Asks for it.
        Appeals = "appeals",
        /// Requires it.
        Demands = "demands",
        /// Makes it a condition for something else.
        Precondition = "precondition",
        /// Requires it under a stated threat.
        Ultimatum = "ultimatum",
    }
}

words! {
    /// Whose words a passage is, from the strongest evidence to the weakest.
    Form, FORM {
        /// The speaker's words in the language in which they were spoken.
        Verbatim = "verbatim",
        /// The speaker's words in translation.
        Translated = "translated",
        /// The reporter's words for what was said.
        Paraphrase = "paraphrase",
        /// The words of a headline.
        Headline = "headline",
        /// Words that do not say it, from which an analyst infers it.
        Inference = "inference",
    }
}

impl Form {
    /// Whether the passage claims to be the speaker's own words.
    pub fn is_quotation(self) -> bool {
        matches!(self, Form::Verbatim | Form::Translated)
    }
}

words! {
    /// A typed link from a claim.
    LinkWord, LINK {
        /// Says it again.
        Reiterates = "reiterates",
        /// Says it more narrowly.
        Specifies = "specifies",
        /// Asks for more of it.
        Broadens = "broadens",
        /// Says it more firmly.
        Hardens = "hardens",
        /// Says it less firmly.
        Softens = "softens",
        /// Stands in its place.
        Replaces = "replaces",
        /// Takes it back.
        Withdraws = "withdraws",
        /// Cannot be true together with it.
        Contradicts = "contradicts",
        /// Gives the reason for it.
        Justifies = "justifies",
        /// Makes it depend on something.
        Conditions = "conditions",
        /// Agrees to it.
        Accepts = "accepts",
        /// Agrees to a part of it.
        PartlyAccepts = "partly-accepts",
        /// Refuses it.
        Rejects = "rejects",
        /// Answers it with something else.
        Counters = "counters",
        /// Was made at an event.
        MadeAt = "made-at",
        /// Was made because of an event.
        PromptedBy = "prompted-by",
        /// Was fulfilled by an event.
        Fulfils = "fulfils",
        /// Was violated by an event.
        Violates = "violates",
        /// Was shown to be untrue by an event.
        BeliedBy = "belied-by",
        /// May be the same utterance, recorded twice.
        SameUtteranceAs = "same-utterance-as",
        /// Is the better record of it.
        Supersedes = "supersedes",
        /// Is put in doubt by it.
        DisputedBy = "disputed-by",
    }
}

/// The families of links, which are never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkFamily {
    /// To an earlier claim of the same side.
    Lineage,
    /// To a claim of another side.
    Answer,
    /// To an event.
    Event,
    /// About the record itself.
    Editorial,
}

impl Basis {
    /// The sign that stands behind such a date in tables and pictures, and what it says; none for a date that a source states, and for none.
    pub fn sign(self) -> Option<(&'static str, &'static str)> {
        match self {
            Basis::Stated | Basis::Unknown => None,
            Basis::Inferred => Some(("†", "the date is inferred by the curators; the record quotes what from")),
            Basis::GeneralKnowledge => Some(("‡", "the date is general knowledge and not from a source of this set")),
        }
    }
}

impl LinkWord {
    /// The family that the link belongs to.
    pub fn family(self) -> LinkFamily {
        use LinkWord::*;
        match self {
            Reiterates | Specifies | Broadens | Hardens | Softens | Replaces | Withdraws | Contradicts | Justifies | Conditions => {
                LinkFamily::Lineage
            }
            Accepts | PartlyAccepts | Rejects | Counters => LinkFamily::Answer,
            MadeAt | PromptedBy | Fulfils | Violates | BeliedBy => LinkFamily::Event,
            SameUtteranceAs | Supersedes | DisputedBy => LinkFamily::Editorial,
        }
    }

    /// Whether the link says how a position moved: a lineage link other than `contradicts`, `justifies` and `conditions`.
    pub fn is_shift(self) -> bool {
        use LinkWord::*;
        matches!(self, Reiterates | Specifies | Broadens | Hardens | Softens | Replaces | Withdraws)
    }
}

words! {
    /// What a date rests on.
    Basis, BASIS {
        /// A source states it.
        Stated = "stated",
        /// It follows from what a source says.
        Inferred = "inferred",
        /// It is known from elsewhere.
        GeneralKnowledge = "general-knowledge",
        /// Nothing is known of it.
        Unknown = "unknown",
    }
}

words! {
    /// What sort of actor it is.
    ActorKind, ACTOR_KIND {
        /// A natural person.
        Person = "person",
        /// A state.
        State = "state",
        /// A ministry, parliament or other body of a state.
        GovernmentBody = "government-body",
        /// An organisation.
        Organisation = "organisation",
        /// An alliance of states.
        Alliance = "alliance",
        /// An outlet.
        Media = "media",
        /// A voice without a name.
        Anonymous = "anonymous",
    }
}

words! {
    /// What sort of text a source is.
    SourceKind, SOURCE_KIND {
        /// A report of an outlet.
        NewsReport = "news-report",
        /// A post in a blog.
        Blog = "blog",
        /// An interview.
        Interview = "interview",
        /// The record of a press conference.
        PressConference = "press-conference",
        /// A document of a state or organisation.
        OfficialDocument = "official-document",
        /// A report of an agency.
        AgencyReport = "agency-report",
    }
}

words! {
    /// On what sort of occasion something was said.
    StatementForm, STATEMENT_FORM {
        /// An interview.
        Interview = "interview",
        /// A press conference.
        PressConference = "press-conference",
        /// A speech.
        Speech = "speech",
        /// An article.
        Article = "article",
        /// A report of an outlet, in its own voice.
        NewsReport = "news-report",
        /// A document.
        Document = "document",
        /// The draft of a treaty.
        TreatyDraft = "treaty-draft",
        /// A diplomatic note.
        Note = "note",
        /// A briefing.
        Briefing = "briefing",
        /// A conversation, for example by telephone.
        Conversation = "conversation",
        /// Not known.
        Unknown = "unknown",
    }
}

words! {
    /// How sure the analyst is that a claim is coded right; says nothing about how firm the speaker is.
    Confidence, CONFIDENCE {
        /// Sure.
        High = "high",
        /// Fairly sure.
        Moderate = "moderate",
        /// Not sure.
        Low = "low",
    }
}

/// The severities that a manifest may give to a rule.
pub const SEVERITY: &[&str] = &["note", "warning", "error"];
/// The reliability of a source on the Admiralty scale.
pub const RELIABILITY: &[&str] = &["A", "B", "C", "D", "E", "F"];
/// The credibility of a piece of information on the Admiralty scale.
pub const CREDIBILITY: &[&str] = &["1", "2", "3", "4", "5", "6"];
