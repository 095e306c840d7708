//! What a query is made of: sets, operators, and the table of functions.

use std::ops::Range;

use super::pattern::Pattern;
use super::period::Period;
use crate::model::RecordKind;
use crate::model::words::{ACT, CONFIDENCE, FIRMNESS, FORM, LINK};

/// A part of a query and the bytes of the text that it was read from. Compares by the part alone.
#[derive(Clone, Debug)]
pub(super) struct At<T> {
    pub(super) part: T,
    pub(super) range: Range<usize>,
}

impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &Self) -> bool {
        self.part == other.part
    }
}

/// A set of records.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    /// The records with an id, or an alias.
    Name(At<Pattern>),
    /// What a function gives.
    Call(Call),
    /// What is not in it.
    Not(Box<Expression>),
    /// What is in any of them; at least two.
    Union(Vec<Expression>),
    /// A set, and what is kept or taken away of it, from left to right; at least one step.
    Chain(Box<Expression>, Vec<(Step, Expression)>),
}

impl Expression {
    /// Whether a function is called in it.
    pub(super) fn calls(&self, name: &str) -> bool {
        match self {
            Expression::Name(_) => false,
            Expression::Call(call) => {
                let in_set = |argument: &Argument| matches!(argument, Argument::Set(set) if set.calls(name));
                call.function.part.name == name || call.arguments.iter().any(in_set)
            }
            Expression::Not(inner) => inner.calls(name),
            Expression::Union(sets) => sets.iter().any(|set| set.calls(name)),
            Expression::Chain(first, steps) => first.calls(name) || steps.iter().any(|(_, set)| set.calls(name)),
        }
    }
}

/// What a step of a chain does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Keeps what is in the next set.
    And,
    /// Takes away what is in the next set.
    Minus,
}

/// A function with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Call {
    pub(super) function: At<&'static Function>,
    pub(super) arguments: Vec<Argument>,
}

/// An argument of a function.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Argument {
    /// A set.
    Set(Expression),
    /// A number of links.
    Number(u32),
    /// What a record must match.
    Value(At<Value>),
    /// A function that a record must match, written as `key:value`.
    Filter(At<&'static Function>, At<Value>),
}

/// What a record must match.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Pattern(Pattern),
    /// Words of a closed list: those that are compared with the one at this place of the list.
    Word(Comparison, &'static [&'static str], usize),
    Period(Period),
    /// The id of an event with its date.
    Event(String),
    Text(String),
    Revision(String),
}

/// How a word is compared, in the order of strength.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Is,
    AtLeast,
    Above,
    AtMost,
    Below,
}

impl Comparison {
    /// All of them, the longer signs first.
    pub(super) const ALL: [Comparison; 5] = [Comparison::AtLeast, Comparison::AtMost, Comparison::Above, Comparison::Below, Comparison::Is];

    /// The sign for it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Comparison::Is => "",
            Comparison::AtLeast => ">=",
            Comparison::Above => ">",
            Comparison::AtMost => "<=",
            Comparison::Below => "<",
        }
    }

    /// Whether it holds between a strength and the one that was asked for.
    pub(super) fn holds(self, strength: usize, asked: usize) -> bool {
        match self {
            Comparison::Is => strength == asked,
            Comparison::AtLeast => strength >= asked,
            Comparison::Above => strength > asked,
            Comparison::AtMost => strength <= asked,
            Comparison::Below => strength < asked,
        }
    }
}

/// What a function is called with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Takes {
    /// Nothing.
    Nothing,
    /// Patterns of ids, and `key:value` pairs that narrow the set.
    Filters(RecordKind),
    /// Ids or globs of records of a kind; any of them.
    Ids(RecordKind),
    /// Words of a closed list; any of them.
    Words(&'static [&'static str], Strength),
    /// Stretches of days; any of them.
    Period,
    /// Days, or events; any of them.
    Moment,
    /// Words to search for; any of them.
    Text,
    /// A revision.
    Revision,
    /// A set.
    Set,
    /// A set, and a number of links where it is not one.
    SetAndNumber,
    /// Two sets.
    TwoSets,
}

/// How the words of a list are ordered by strength.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Strength {
    /// They are not.
    None,
    /// The last one is the strongest.
    Rising,
    /// The first one is the strongest.
    Falling,
}

impl Strength {
    /// The strength of a word by its place in the list.
    pub(super) fn of(self, place: usize) -> usize {
        if self == Strength::Falling { usize::MAX - place } else { place }
    }
}

/// A function by its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    All,
    None,
    Kind(RecordKind),
    Speaker,
    Actor,
    Addressee,
    Demand,
    About,
    Act,
    Firmness,
    Form,
    Evidence,
    Confidence,
    Linked,
    Cites,
    Relays,
    During,
    Before,
    After,
    Text,
    Unproved,
    Thread,
    Ancestors,
    Descendants,
    Around,
    Answers,
    Paths,
    Changed,
}

/// A function of the language.
#[derive(Debug, PartialEq)]
pub(super) struct Function {
    pub(super) name: &'static str,
    pub(super) meaning: Meaning,
    pub(super) takes: Takes,
    /// How it is written, for help.
    pub(super) usage: &'static str,
}

const fn function(name: &'static str, meaning: Meaning, takes: Takes, usage: &'static str) -> Function {
    Function { name, meaning, takes, usage }
}

/// All functions, in the order in which they are explained.
pub(super) static FUNCTIONS: [Function; 34] = {
    use RecordKind as Kind;
    [
        function("all", Meaning::All, Takes::Nothing, "all()"),
        function("none", Meaning::None, Takes::Nothing, "none()"),
        function("claims", Meaning::Kind(Kind::Claim), Takes::Filters(Kind::Claim), "claims(speaker:ID, act:demand)"),
        function("statements", Meaning::Kind(Kind::Statement), Takes::Filters(Kind::Statement), "statements(speaker:ID)"),
        function("demands", Meaning::Kind(Kind::Demand), Takes::Filters(Kind::Demand), "demands(GLOB)"),
        function("actors", Meaning::Kind(Kind::Actor), Takes::Filters(Kind::Actor), "actors(GLOB)"),
        function("events", Meaning::Kind(Kind::Event), Takes::Filters(Kind::Event), "events(during:2022)"),
        function("sources", Meaning::Kind(Kind::Source), Takes::Filters(Kind::Source), "sources(GLOB)"),
        function("speaker", Meaning::Speaker, Takes::Ids(Kind::Actor), "speaker(ACTOR)"),
        function("actor", Meaning::Actor, Takes::Ids(Kind::Actor), "actor(ACTOR)"),
        function("addressee", Meaning::Addressee, Takes::Ids(Kind::Actor), "addressee(ACTOR)"),
        function("demand", Meaning::Demand, Takes::Ids(Kind::Demand), "demand(DEMAND)"),
        function("within", Meaning::Demand, Takes::Ids(Kind::Demand), "within(DEMAND)"),
        function("about", Meaning::About, Takes::Ids(Kind::Demand), "about(DEMAND)"),
        function("act", Meaning::Act, Takes::Words(ACT, Strength::None), "act(demand)"),
        function("firmness", Meaning::Firmness, Takes::Words(FIRMNESS, Strength::Rising), "firmness(>=demands)"),
        function("form", Meaning::Form, Takes::Words(FORM, Strength::Falling), "form(paraphrase)"),
        function("evidence", Meaning::Evidence, Takes::Words(FORM, Strength::Falling), "evidence(headline)"),
        function("confidence", Meaning::Confidence, Takes::Words(CONFIDENCE, Strength::Falling), "confidence(>=moderate)"),
        function("linked", Meaning::Linked, Takes::Words(LINK, Strength::None), "linked(belied-by)"),
        function("cites", Meaning::Cites, Takes::Ids(Kind::Source), "cites(SOURCE)"),
        function("relays", Meaning::Relays, Takes::Ids(Kind::Source), "relays(SOURCE)"),
        function("during", Meaning::During, Takes::Period, "during(2021-12/2022-02)"),
        function("before", Meaning::Before, Takes::Moment, "before(2022-02-24)"),
        function("after", Meaning::After, Takes::Moment, "after(2022-02-24)"),
        function("text", Meaning::Text, Takes::Text, "text(\"moratorium\")"),
        function("unproved", Meaning::Unproved, Takes::Nothing, "unproved()"),
        function("thread", Meaning::Thread, Takes::Set, "thread(SET)"),
        function("ancestors", Meaning::Ancestors, Takes::Set, "ancestors(SET)"),
        function("descendants", Meaning::Descendants, Takes::Set, "descendants(SET)"),
        function("around", Meaning::Around, Takes::SetAndNumber, "around(SET, 2)"),
        function("answers", Meaning::Answers, Takes::Set, "answers(SET)"),
        function("paths", Meaning::Paths, Takes::TwoSets, "paths(SET, SET)"),
        function("changed", Meaning::Changed, Takes::Revision, "changed(REVISION)"),
    ]
};

impl Function {
    /// The function with this name.
    pub(super) fn find(name: &str) -> Option<&'static Function> {
        FUNCTIONS.iter().find(|function| function.name == name)
    }

    /// Whether it can narrow a set as `key:value`.
    pub(super) fn is_filter(&self) -> bool {
        use Takes::*;
        matches!(self.takes, Ids(_) | Words(..) | Period | Moment | Text | Revision)
    }
}
