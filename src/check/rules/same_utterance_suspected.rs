//! `same-utterance-suspected`: two statements that look like two reports of one occasion.

use std::collections::BTreeSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use crate::check::{Context, Explain, Rule, Stage};
use crate::date::Certainty;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::graph::time_order;
use crate::id::StatementId;
use crate::model::{Dataset, Form, LinkWord, Quote, Statement, Target};

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("same-utterance-suspected"),
    severity: Severity::Warning,
    summary: "two statements look like one utterance recorded twice",
    explain: Explain {
        finds: "Two statements of one speaker whose dates do not rule out that they are the same occasion, and that rest on passages with \
                nearly the same words: one holds the other, or at least four words in five are the same. Passages of fewer than five words \
                are not compared.",
        why: "A second report of an interview is not a second demand. Counted twice, one sentence looks like insistence.",
        example: "Two newspapers carry the same interview; each became a statement of its own, and the demand shows as reiterated.",
        mend: "Put both passages into one statement, as two pieces of evidence of the same claim. Where it is not sure that it is one \
               occasion, link a claim of one to a claim of the other with `same-utterance-as` and the reason. Where the speaker did say it \
               twice, date the statements so that it shows, or acknowledge the finding.",
    },
    stage: Stage::Checking(run),
};

/// The fewest words of a passage that is compared.
const FEWEST_WORDS: usize = 5;
/// The most words of a passage that are compared: the first ones.
const MOST_WORDS: usize = 256;
/// The words in a row that two passages must share to be compared at all.
const SHINGLE: usize = 3;

/// A passage as a row of hashed words. A clash of hashes can only raise a suspicion too many.
struct Words<'d> {
    statement: &'d Statement,
    quote: &'d Quote,
    words: Vec<u64>,
}

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let passages = collect(context.dataset);
    let linked = linked(context.dataset);
    let mut reported = BTreeSet::new();
    for (first, second) in candidates(&passages) {
        let (first, second) = (&passages[first], &passages[second]);
        let pair = (&first.statement.id.value, &second.statement.id.value);
        if reported.contains(&pair) || linked.contains(&pair) || are_apart(first.statement, second.statement) || !are_alike(first, second) {
            continue;
        }
        reported.insert(pair);
        out.push(
            RULE.finding(format!("`{}` and `{}` may be the same utterance", pair.0, pair.1))
                .at(second.quote.passage.span, "nearly the same words")
                .with(first.quote.passage.span, "as here, from the same speaker")
                .help("one utterance is one statement: put both passages there as evidence, or link the claims with `same-utterance-as`")
                .help("if these are two occasions, date the statements so that it shows, or acknowledge the finding")
                .about(format!("statement:{}", pair.1)),
        );
    }
}

/// The passages long enough to be compared: by speaker, then in the order of time, so that neighbours are near in time.
fn collect(dataset: &Dataset) -> Vec<Words<'_>> {
    let mut statements: Vec<&Statement> = dataset.statements.values().collect();
    statements.sort_by_cached_key(|statement| {
        (statement.speaker.value.clone(), time_order(statement.date.as_ref().map(|date| &date.value)), statement.id.value.clone())
    });
    let mut passages = Vec::new();
    for statement in statements {
        for evidence in statement.claims.iter().flat_map(|claim| &claim.evidence) {
            let words = hashed_words(&evidence.quote.passage);
            if words.len() >= FEWEST_WORDS && !matches!(evidence.form.value, Form::Headline | Form::Inference) {
                passages.push(Words { statement, quote: &evidence.quote, words });
            }
        }
    }
    passages
}

fn hashed_words(passage: &str) -> Vec<u64> {
    let words = passage.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(MOST_WORDS).map(|word| hash(&word.to_lowercase())).collect()
}

fn hash(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Pairs of passages, by position, of one speaker in different statements that share some words in a row.
///
/// Of the passages that share them only neighbours are paired, so that a phrase that is used everywhere costs no more than its uses.
fn candidates(passages: &[Words<'_>]) -> BTreeSet<(usize, usize)> {
    let mut shingles: Vec<(u64, usize)> = Vec::new();
    for (position, passage) in passages.iter().enumerate() {
        shingles.extend(passage.words.windows(SHINGLE).map(|words| (hash(&(&passage.statement.speaker.value, words)), position)));
    }
    shingles.sort_unstable();
    shingles.dedup();
    let neighbours = shingles.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| (pair[0].1, pair[1].1));
    neighbours
        .filter(|&(first, second)| {
            let (first, second) = (passages[first].statement, passages[second].statement);
            first.speaker == second.speaker && first.id != second.id
        })
        .collect()
}

/// Whether the statements were certainly made on different days.
fn are_apart(first: &Statement, second: &Statement) -> bool {
    let (Some(first), Some(second)) = (&first.date, &second.date) else { return false };
    first.before(second) == Certainty::Certain || second.before(first) == Certainty::Certain
}

/// Whether one passage holds the other, or at least four words in five are the same.
fn are_alike(first: &Words<'_>, second: &Words<'_>) -> bool {
    let (short, long) = if first.words.len() <= second.words.len() { (first, second) } else { (second, first) };
    let in_long: BTreeSet<&[u64]> = long.words.windows(SHINGLE).collect();
    if short.words.windows(SHINGLE).all(|words| in_long.contains(words)) {
        return true;
    }
    let [mut rest, mut other] = [short.words.clone(), long.words.clone()];
    rest.sort_unstable();
    other.sort_unstable();
    let mut shared = 0;
    let mut others = other.iter().peekable();
    for word in &rest {
        while others.next_if(|other| *other < word).is_some() {}
        shared += usize::from(others.next_if(|other| *other == word).is_some());
    }
    10 * shared >= 4 * (rest.len() + other.len())
}

/// The pairs of statements that a `same-utterance-as` link joins, in both directions.
fn linked(dataset: &Dataset) -> BTreeSet<(&StatementId, &StatementId)> {
    let mut linked = BTreeSet::new();
    for (statement, claim) in dataset.claims() {
        for link in claim.links.iter().filter(|link| link.kind.value == LinkWord::SameUtteranceAs) {
            if let Target::Claim(other) = &link.to.value {
                linked.insert((&statement.id.value, other.statement()));
                linked.insert((other.statement(), &statement.id.value));
            }
        }
    }
    linked
}
