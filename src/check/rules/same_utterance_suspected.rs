//! `same-utterance-suspected`: two statements that look like two reports of one occasion.

use std::collections::BTreeSet;

use rayon::prelude::*;

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
    let dataset = context.dataset;
    let mut statements: Vec<&Statement> = dataset.statements.values().collect();
    // By speaker, then in the order of time, so that neighbours are near in time.
    statements.sort_by_cached_key(|&statement| {
        (&statement.speaker.value, time_order(statement.date.as_ref().map(|date| &date.value)), &statement.id.value)
    });
    let linked = linked(dataset);
    let speakers: Vec<&[&Statement]> = statements.chunk_by(|one, other| one.speaker == other.speaker).collect();
    out.par_extend(speakers.into_par_iter().flat_map_iter(|statements| of_speaker(statements, &linked)));
}

/// The findings about the statements of one speaker.
fn of_speaker(statements: &[&Statement], linked: &BTreeSet<(&StatementId, &StatementId)>) -> Vec<Diagnostic> {
    let passages = collect(statements);
    let mut reported = BTreeSet::new();
    let mut out = Vec::new();
    for (first, second) in candidates(&passages) {
        let (first, second) = (&passages[first], &passages[second]);
        let pair = (&first.statement.id.value, &second.statement.id.value);
        if reported.contains(&pair) || linked.contains(&pair) || !are_alike(first, second) {
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
    out
}

/// The passages long enough to be compared.
fn collect<'d>(statements: &[&'d Statement]) -> Vec<Words<'d>> {
    let mut passages = Vec::new();
    for &statement in statements {
        for evidence in statement.claims.iter().flat_map(|claim| &claim.evidence) {
            if matches!(evidence.form.value, Form::Headline | Form::Inference) {
                continue;
            }
            let words = hashed_words(&evidence.quote.passage);
            if words.len() >= FEWEST_WORDS {
                passages.push(Words { statement, quote: &evidence.quote, words });
            }
        }
    }
    passages
}

fn hashed_words(passage: &str) -> Vec<u64> {
    let words = passage.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(MOST_WORDS).map(|word| if word.is_ascii() { hash(word) } else { hash(&word.to_lowercase()) }).collect()
}

/// A number for a word, the same for small and capital letters of ASCII.
fn hash(word: &str) -> u64 {
    word.bytes().fold(word.len() as u64, |hash, byte| mix(hash, byte.to_ascii_lowercase().into()))
}

/// Folds a number into a hash: both halves of a long product.
fn mix(hash: u64, number: u64) -> u64 {
    let product = u128::from(hash ^ 0x9e37_79b9_7f4a_7c15) * u128::from(number ^ 0xd6e8_feb8_6659_fd93);
    product as u64 ^ (product >> 64) as u64
}

/// Pairs of passages, by position, that share some words in a row, in different statements that may be of one day, in order.
///
/// Of the passages that share them only neighbours are paired, so that a phrase that is used everywhere costs no more than its uses.
fn candidates(passages: &[Words<'_>]) -> Vec<(usize, usize)> {
    let mut shingles: Vec<(u64, usize)> = Vec::new();
    for (position, passage) in passages.iter().enumerate() {
        let hashes = passage.words.windows(SHINGLE).map(|words| words.iter().fold(0, |hash, word| mix(hash, *word)));
        shingles.extend(hashes.map(|hash| (hash, position)));
    }
    shingles.sort_unstable();
    let neighbours = shingles.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| (pair[0].1, pair[1].1));
    let may_be_one = |&(first, second): &(usize, usize)| {
        let (first, second) = (passages[first].statement, passages[second].statement);
        !are_apart(first, second) && first.id != second.id
    };
    let mut pairs: Vec<_> = neighbours.filter(may_be_one).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
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
