//! `unknown-spelling`: a name in a passage that nearly is the name of a known person.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::id::SourceId;
use crate::model::{Actor, ActorKind, Dataset};
use crate::proof::Use;
use crate::source::{SourceMap, Span};

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("unknown-spelling"),
    severity: Severity::Warning,
    summary: "a name in a passage is nearly, but not quite, the name of a known person",
    explain: Explain {
        finds: "A capitalised word in a passage that a claim or a date rests on, or in the title of a source, that differs by one letter (in \
                names of eight letters and more, by up to two) from the surname of a person in actors.yaml and is in no name or alias of any \
                actor. Only surnames of six letters and more are looked at; the first letter must be the same; a surname with an ending \
                (`Karstens`, `Karsten's`) and a word that the same text also writes in small letters are passed over.",
        why: "One person under two spellings is found, counted and searched as two. Either the source spells the name in a way that the record \
              does not know yet, or the word is another name and the passage is about somebody else.",
        example: "A passage has \u{201c}Karstin\u{201d}; the actor is \u{201c}Ivo Karsten\u{201d} and has no such alias.",
        mend: "If it is the same person, add the spelling to his `aliases`; never change the passage. If it is another person, add \
               an actor for him, or accept the finding with `acknowledge`.",
    },
    stage: Stage::Checking(run),
};

/// The shortest surname that is looked at, in letters.
const SHORTEST: usize = 6;
/// The shortest surname in which two letters may differ.
const TWO_MAY_DIFFER: usize = 8;

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let names = Names::new(context.dataset);
    if names.surnames.is_empty() {
        return;
    }
    // Looked up only, never walked.
    let mut judged: HashMap<&str, Option<(&str, &Actor)>> = HashMap::new();
    let mut ordinary: BTreeMap<(SourceId, &str), bool> = BTreeMap::new();
    let mut look = |place: Span, subject: &dyn Fn() -> String, source: &SourceId| {
        let mut seen = BTreeSet::new();
        for (word, span) in words(context.sources, place) {
            if !word.starts_with(char::is_uppercase) {
                continue;
            }
            let Some((surname, actor)) = *judged.entry(word).or_insert_with(|| names.nearest(word)) else { continue };
            if !seen.insert(word) {
                continue;
            }
            let stored = context.proofs.texts.get(source).map(|(_, text)| &**text.raw());
            let is_ordinary = || stored.is_some_and(|stored| has_word(stored, &word.to_lowercase()));
            if *ordinary.entry((source.clone(), word)).or_insert_with(is_ordinary) {
                continue;
            }
            out.push(
                RULE.finding(format!("`{word}` is nearly the name `{surname}`"))
                    .at(span, "")
                    .with(actor.name.span, "the person of that name")
                    .help(format!(
                        "if this is `{}`, add `{word}` to the aliases there; if it is somebody else, add an actor",
                        actor.id.value
                    ))
                    .about(subject()),
            );
        }
    };
    for passage in &context.proofs.passages {
        if !matches!(passage.used, Use::Uncoded(..)) {
            look(passage.quote.passage.span, &|| passage.used.subject(), &passage.source.value);
        }
    }
    for source in context.dataset.sources.values() {
        look(source.title.span, &|| format!("source:{}", source.id.value), &source.id.value);
    }
}

/// The names of a dataset.
struct Names<'d> {
    /// Every word of every name, in small letters.
    known: BTreeSet<String>,
    /// The surnames of persons with their bearers, by first letter and number of letters.
    surnames: BTreeMap<(char, usize), Vec<(&'d str, &'d Actor)>>,
}

impl<'d> Names<'d> {
    fn new(dataset: &'d Dataset) -> Self {
        let mut names = Names { known: BTreeSet::new(), surnames: BTreeMap::new() };
        for actor in dataset.actors.values() {
            for name in std::iter::once(&actor.name).chain(&actor.aliases) {
                names.known.extend(split(name).map(|(_, word)| word.to_lowercase()));
                let surname = split(name).last().map(|(_, word)| word).filter(|word| word.starts_with(char::is_uppercase));
                if let Some((surname, key)) = surname.and_then(|word| Some((word, key(word)?)))
                    && actor.kind == ActorKind::Person
                    && key.1 >= SHORTEST
                {
                    names.surnames.entry(key).or_default().push((surname, actor));
                }
            }
        }
        names
    }

    /// The surname that a word is nearly, where it is no known name itself.
    fn nearest(&self, word: &str) -> Option<(&'d str, &'d Actor)> {
        let folded = word.to_lowercase();
        if self.known.contains(&folded) {
            return None;
        }
        let (first, length) = key(word)?;
        let near = (length.saturating_sub(2)..=length + 2).filter_map(|length| self.surnames.get(&(first, length))).flatten();
        let judged = near.filter_map(|(surname, actor)| {
            let name = surname.to_lowercase();
            let most = if name.chars().count() >= TWO_MAY_DIFFER { 2 } else { 1 };
            let distance = strsim::damerau_levenshtein(&folded, &name);
            (distance <= most && !folded.starts_with(&name)).then_some((distance, *surname, *actor))
        });
        judged.min_by_key(|(distance, surname, actor)| (*distance, *surname, actor.id.as_str())).map(|(_, surname, actor)| (surname, actor))
    }
}

/// The first letter, small, and the number of letters.
fn key(word: &str) -> Option<(char, usize)> {
    let first = word.chars().next()?.to_lowercase().next()?;
    Some((first, word.chars().count()))
}

/// The words of a text with their offsets: runs of letters.
fn split(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let runs = text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    runs.map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// The words of a value as it is written in the file, with their places.
fn words(sources: &SourceMap, place: Span) -> impl Iterator<Item = (&str, Span)> {
    split(sources.text(place)).map(move |(offset, word)| {
        let start = place.start as usize + offset;
        (word, Span::new(place.file, start, start + word.len()))
    })
}

fn has_word(text: &str, word: &str) -> bool {
    split(text).any(|(_, other)| other == word)
}
