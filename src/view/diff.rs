//! The diff view: both revisions in one picture. What was added, removed, changed or shifted is marked; what stands around it is dimmed.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::headline::is_set;
use crate::diff::kinds::ChangeKind;
use crate::diff::kinds::integrity::{ERROR_OPENED, FOUNDATION_LOST, PROOF_LOST, UNPROVED_PASSAGE_ADDED};
use crate::diff::kinds::position::NEGATION_CHANGED;
use crate::diff::union::{Union, union};
use crate::diff::value::Value;
use crate::diff::{Change, Diff, PositionChange, Severity, Side, Standing};
use crate::graph::Graph;
use crate::model::{Dataset, RecordKind, Target};
use crate::position::{self, Shift, Step, Thread};
use crate::proof::{Passage, Proofs, Use};

use super::arrange::arrange;
use super::evolution::lane_word;
use super::note::count;
use super::select::{Shown, all_shown, is_wanted};
use super::settle::{Heading, outside_in_words, settle};
use super::{Card, End, Lanes, Options, Review, ReviewMark, Status, Tone, View};

/// A thread of at most so many claims is drawn in whole around what changed in it; of a longer one only the neighbours are.
const WHOLE_THREAD: usize = 8;
/// So many claims before and after a changed one are drawn in a longer thread.
const NEIGHBOURS: usize = 2;
/// The longest value that is told on a card, in characters.
const SHORT: usize = 32;

/// What is known of the claims that differ, by their full ids in the union.
type Reviews = BTreeMap<String, ReviewMark>;

/// Settles the diff view of a comparison of these two sides. Where no claim differs it has no lanes.
pub fn diff(old: &Side<'_>, new: &Side<'_>, diff: &Diff, options: &Options) -> View {
    let both = union(old.dataset, new.dataset, &diff.renames);
    let dataset = &both.dataset;
    let graph = Graph::new(dataset);
    let threads = position::threads(&graph);
    let (before, after) = (position::threads(old.graph), position::threads(new.graph));
    let moved = Moved::new(&before, &after, |id| both.claim(id, &diff.renames).to_owned());
    let reviews = reviews(&both, diff, &moved);
    let around = if options.collapse { BTreeSet::new() } else { context(dataset, &threads, &reviews) };
    let is_shown = |id: &str| reviews.contains_key(id) || around.contains(id);
    let mut shown = all_shown(&graph, &threads);
    let record = shown.clone();
    shown.retain(|one| is_shown(one.claim.id.as_str()) && is_wanted(dataset, options, one.statement, one.claim));
    shown.iter_mut().for_each(|one| moved.settle(one));
    let lanes = options.lanes.unwrap_or(Lanes::Demands);
    let arranged = arrange(&graph, &threads, shown, &record, lanes, true, options);
    let mut left_out = outside_in_words(options, arranged.outside);
    let same = dataset.claims().filter(|(_, claim)| !is_shown(claim.id.as_str())).count();
    if same > 0 {
        left_out.push(format!("{} not shown", count(same, "unchanged claim", "unchanged claims")));
    }
    let heading = Heading {
        given: Some("What changed in the record"),
        lane_word: lane_word(lanes).0,
        lanes: lane_word(lanes).1,
        subject: "Shown".to_owned(),
        shows_words: false,
        left_out,
        disputing: None,
        events: Vec::new(),
    };
    let proofs = Proofs { passages: passages(&both, diff, old.proofs, new.proofs), texts: BTreeMap::new() };
    let mut view = settle(&graph, &proofs, arranged.rows, arranged.listed, heading, options);
    // What could not be seen stands before what was: whoever shows the picture must not tell a file that nobody could read as a demand given up.
    let cautions: String = diff.cautions().into_iter().map(|caution| format!("{caution} ")).collect();
    view.subtitle = format!("{cautions}{}. {}", diff.headline(), view.subtitle);
    mark(&mut view, &reviews, &both, diff);
    view
}

/// The steps of claims before and after, by their full ids in the union.
struct Moved<'t, 'd> {
    before: BTreeMap<String, &'t Step<'d>>,
    after: BTreeMap<&'d str, &'t Step<'d>>,
}

impl<'t, 'd> Moved<'t, 'd> {
    fn new(before: &'t [Thread<'d>], after: &'t [Thread<'d>], name: impl Fn(&str) -> String) -> Self {
        let steps = |threads: &'t [Thread<'d>]| threads.iter().flat_map(|thread| &thread.steps);
        Moved {
            before: steps(before).map(|step| (name(step.claim.id.as_str()), step)).collect(),
            after: steps(after).map(|step| (step.claim.id.as_str(), step)).collect(),
        }
    }

    /// The shift of a claim before and after, where it stands in both and they differ.
    fn differs(&self, id: &str) -> Option<(Option<Shift>, Option<Shift>)> {
        let (before, after) = (self.before.get(id)?.shift, self.after.get(id)?.shift);
        (before != after).then_some((before, after))
    }

    /// A claim moved the position of its own revision, and not that of a thread with the claims of both.
    fn settle(&self, one: &mut Shown<'_>) {
        let id = one.claim.id.as_str();
        let step = self.after.get(id).or_else(|| self.before.get(id));
        one.shift = step.and_then(|step| step.shift);
        one.gap = step.and_then(|step| step.gap);
    }
}

/// What became of each claim that differs.
fn reviews(both: &Union, diff: &Diff, moved: &Moved<'_, '_>) -> Reviews {
    let mut reviews = Reviews::new();
    let mut note = |id: &str, kind: Review, words: String| {
        let mark = reviews.entry(id.to_owned()).or_insert_with(|| ReviewMark { kind, words: Vec::new() });
        // That a claim is new or gone says more than what it is about it that differs.
        if kind == Review::Unproved || !matches!(mark.kind, Review::Added | Review::Removed) {
            mark.kind = mark.kind.min(kind);
            if !words.is_empty() && !mark.words.contains(&words) {
                mark.words.push(words);
            }
        }
    };
    for id in both.removed.values() {
        note(id, Review::Removed, String::new());
    }
    let losses = [&PROOF_LOST, &UNPROVED_PASSAGE_ADDED, &FOUNDATION_LOST];
    let whole = |change: &&Change| change.path.is_empty() && change.after.is_some() && change.record.kind == Some(RecordKind::Claim);
    for change in diff.changes.iter().filter(whole) {
        note(change.record.id(), Review::Added, String::new());
    }
    let proofs = diff.impact.proofs.iter().map(|change| (&change.record, change.kind));
    let quotations = diff.impact.quotations.iter().map(|change| (&change.record, change.kind));
    for (record, kind) in quotations.chain(proofs).filter(|(record, _)| record.kind == Some(RecordKind::Claim)) {
        match losses.contains(&kind) {
            true => note(record.id(), Review::Unproved, unproved(kind)),
            false => note(record.id(), Review::Changed, plain(kind.code.0)),
        }
    }
    for change in diff.changes.iter().filter(|change| !change.path.is_empty()) {
        let words = || in_words(change);
        match change.record.kind {
            Some(RecordKind::Claim) => note(change.record.id(), Review::Changed, words()),
            Some(RecordKind::Statement) => {
                // Told in whole on the first claim: what holds for all of an utterance need not be read on each card.
                let statement = both.dataset.statements.get(change.record.id());
                for (place, claim) in statement.into_iter().flat_map(|statement| &statement.claims).enumerate() {
                    note(claim.id.as_str(), Review::Changed, if place == 0 { words() } else { "with its statement".to_owned() });
                }
            }
            _ => {}
        }
    }
    for record in diff.impact.texts.iter().flat_map(|text| &text.quoted) {
        if let Some(id) = record.strip_prefix("claim:") {
            note(id, Review::Unproved, "proved only in a text that was changed with it".to_owned());
        }
    }
    for finding in diff.impact.findings.iter().filter(|finding| finding.kind == &ERROR_OPENED) {
        if let Some(id) = finding.about.strip_prefix("claim:") {
            note(id, Review::Changed, format!("new error {}", finding.rule));
        }
    }
    for renamed in diff.moves.iter().filter(|renamed| renamed.record.kind == Some(RecordKind::Claim)) {
        note(renamed.record.id(), Review::Changed, plain(renamed.kind.code.0));
    }
    for (_, claim) in both.dataset.claims() {
        if let Some((before, after)) = moved.differs(claim.id.as_str()) {
            let words = match (before.map(Shift::as_str), after.map(Shift::as_str)) {
                (Some(before), Some(after)) => format!("now {after}, was {before}"),
                (None, Some(after)) => format!("now {after}"),
                (Some(before), None) => format!("no longer {before}"),
                (None, None) => continue,
            };
            note(claim.id.as_str(), Review::Shifted, words);
        }
    }
    // Where a record names nothing that is drawn, there is no card to mark.
    reviews.retain(|id, _| both.dataset.claim(id).is_some());
    reviews
}

/// What is wrong with the evidence of a claim.
fn unproved(kind: &ChangeKind) -> String {
    match kind {
        _ if kind == &FOUNDATION_LOST => "no evidence left",
        _ if kind == &PROOF_LOST => "proof lost",
        _ => "new words NOT PROVED",
    }
    .to_owned()
}

/// A code in words: what changed, without saying once more that it did.
fn plain(code: &str) -> String {
    code.strip_suffix("-changed").unwrap_or(code).replace('-', " ")
}

/// A change of a field in a few words, with what stood there before where that is short.
fn in_words(change: &Change) -> String {
    if change.kind.severity == Severity::Editorial {
        return "wording".to_owned();
    }
    if change.kind == &NEGATION_CHANGED {
        return if is_set(&change.after) { "now negated" } else { "no longer negated" }.to_owned();
    }
    let code = plain(change.kind.code.0);
    match (&change.before, &change.after) {
        (Some(Value::Text(before)), Some(Value::Text(_))) if before.chars().count() <= SHORT => format!("{code}, was {before}"),
        _ => code,
    }
}

/// The claims around those that differ: their neighbours in the threads, and what they are linked to.
fn context(dataset: &Dataset, threads: &[Thread<'_>], reviews: &Reviews) -> BTreeSet<String> {
    let mut around = BTreeSet::new();
    for thread in threads {
        let steps = &thread.steps;
        let marked: Vec<usize> = (0..steps.len()).filter(|place| reviews.contains_key(steps[*place].claim.id.as_str())).collect();
        for place in &marked {
            let near = if steps.len() <= WHOLE_THREAD {
                0..steps.len()
            } else {
                place.saturating_sub(NEIGHBOURS)..(place + NEIGHBOURS + 1).min(steps.len())
            };
            around.extend(steps[near].iter().map(|step| step.claim.id.to_string()));
        }
    }
    for (_, claim) in dataset.claims().filter(|(_, claim)| reviews.contains_key(claim.id.as_str())) {
        around.extend(claim.links.iter().filter_map(|link| match &link.to.value {
            Target::Claim(to) => Some(to.to_string()),
            Target::Event(_) => None,
        }));
    }
    around
}

/// The passages of both with the proofs that they had: of what is gone those of before.
fn passages<'u>(both: &'u Union, diff: &Diff, old: &Proofs<'_>, new: &Proofs<'_>) -> Vec<Passage<'u>> {
    let mut known: BTreeMap<(String, String, String), &Passage<'_>> = BTreeMap::new();
    for (proofs, is_old) in [(old, true), (new, false)] {
        for passage in &proofs.passages {
            let Use::Evidence(claim, _) = passage.used else { continue };
            let (claim, source) = (claim.id.as_str(), passage.source.as_str());
            let (claim, source) = match is_old {
                true => (both.claim(claim, &diff.renames), diff.renames.after(RecordKind::Source, source)),
                false => (claim, source),
            };
            known.insert((claim.to_owned(), source.to_owned(), passage.quote.passage.value.clone()), passage);
        }
    }
    let mut passages = Vec::new();
    for (_, claim) in both.dataset.claims() {
        for evidence in &claim.evidence {
            let key = (claim.id.to_string(), evidence.source.to_string(), evidence.quote.passage.value.clone());
            let result = known.get(&key).and_then(|passage| passage.result.clone());
            passages.push(Passage { used: Use::Evidence(claim, evidence), source: &evidence.source, quote: &evidence.quote, result });
        }
    }
    passages
}

/// Marks what differs, dims the rest, and says of each lane what became of the position.
fn mark(view: &mut View, reviews: &Reviews, both: &Union, diff: &Diff) {
    view.is_diff = true;
    let mut used = BTreeSet::new();
    for card in view.lanes.iter_mut().flat_map(|lane| &mut lane.cards) {
        let same = ReviewMark { kind: Review::Same, words: Vec::new() };
        used.insert(review(card, reviews.get(&card.id).unwrap_or(&same)));
    }
    for one in &mut view.listed {
        if let Some(mark) = reviews.get(&one.id) {
            one.text = format!("{}: {}", mark.text(), one.text);
        }
    }
    let is_demands = view.lane_word == "DEMAND";
    for lane in &mut view.lanes {
        let of_lane = diff.impact.positions.iter().filter(|change| is_demands && change.thread.demand == lane.id);
        let is_reordered = is_demands && diff.impact.threads.iter().any(|thread| thread.thread.demand == lane.id);
        // Statuses of a comparison have no tail.
        lane.status = status(&of_lane.collect::<Vec<_>>(), is_reordered);
    }
    let tone_of = |id: &str| match reviews.get(id).map(|mark| mark.kind) {
        Some(kind @ (Review::Added | Review::Removed)) => kind.tone(),
        _ => Tone::Quiet,
    };
    for link in &mut view.links {
        let (writer, target) = match (&link.from, &link.to) {
            (End::Claim(to), End::Claim(from)) | (End::Event(to), End::Claim(from)) | (End::Claim(from), End::Event(to)) => (from, to),
            (End::Event(_), End::Event(_)) => continue,
        };
        let name = (writer.clone(), link.kind, target.clone());
        let is_of = |place: usize| link.is_authored && both.links[place].contains(&name);
        link.review = if is_of(0) { Some(Review::Added) } else { is_of(1).then_some(Review::Removed) };
        // Otherwise it is as new or as gone as the claim in which it is written, the later one. Those of events keep their colours.
        let is_of_event = !matches!((&link.from, &link.to), (End::Claim(_), End::Claim(_)));
        link.tone = match (link.review, tone_of(writer)) {
            (Some(review), _) => review.tone(),
            _ if is_of_event => link.tone,
            _ if !link.is_authored => Tone::Quiet,
            (None, tone) => tone,
        };
    }
    for review in [Review::Added, Review::Removed] {
        used.extend(view.links.iter().any(|link| link.review == Some(review)).then_some(review));
    }
    view.legend.retain(|(sign, _)| !["red card", "blue card", "grey card"].contains(sign));
    let sign = |kind: Review| if kind == Review::Same { "grey card" } else { kind.sign() };
    let signs = Review::ALL.into_iter().filter(|kind| used.contains(kind)).map(|kind| (sign(kind), kind.as_str()));
    view.legend.splice(0..0, signs.collect::<Vec<_>>());
}

/// Marks a card; gives what it is marked as.
fn review(card: &mut Card, mark: &ReviewMark) -> Review {
    card.review = Some(mark.clone());
    card.tone = mark.kind.tone();
    if let Some(shift) = &mut card.shift {
        shift.tone = card.tone;
    }
    card.description = format!("{}: {}", mark.text(), card.description);
    mark.kind
}

/// What became of the positions of a lane.
fn status(changes: &[&PositionChange], is_reordered: bool) -> Status {
    let Some(first) = changes.first() else {
        if is_reordered {
            let text = "the order of utterances, or how certain it is".to_owned();
            return Status { sign: "~", word: "re-ordered", text, tone: Tone::Changed, silence: None };
        }
        return Status { sign: "·", word: "as it was", text: String::new(), tone: Tone::Quiet, silence: None };
    };
    let word = first.kind.code.0.strip_prefix("position-").unwrap_or(first.kind.code.0);
    let (sign, word, tone) = match word {
        "hardened" => ("▲", "hardened", Tone::Changed),
        "softened" => ("▽", "softened", Tone::Changed),
        "withdrawn" => ("×", "withdrawn", Tone::Removed),
        "reinstated" => ("↑", "reinstated", Tone::Added),
        "taken" => ("+", "newly taken", Tone::Added),
        "lost" => ("−", "no longer taken", Tone::Removed),
        "unproved" => ("!", "no longer proved", Tone::Removed),
        "proved" => ("+", "now proved", Tone::Added),
        "reworded" => ("~", "reads otherwise", Tone::Changed),
        "recounted" => ("~", "recounted", Tone::Changed),
        "redated" => ("~", "redated", Tone::Changed),
        _ => ("~", "moved", Tone::Changed),
    };
    let text = changes.iter().map(|change| position_in_words(change)).collect::<Vec<_>>().join("; ");
    Status { sign, word, text, tone, silence: None }
}

/// A position before and after.
fn position_in_words(change: &PositionChange) -> String {
    let standing = |standing: &Option<Standing>| match standing {
        Some(standing) => {
            let firmness = standing.firmness.map_or(standing.act.as_str(), |word| word.as_str());
            let negated = if standing.negated { ", negated" } else { "" };
            format!("{firmness}{negated}, {} ({})", standing.said, standing.foundation())
        }
        None => "none".to_owned(),
    };
    let (before, after) = (standing(&change.before), standing(&change.after));
    if before != after {
        return format!("{}: {before} → {after}", change.thread.name);
    }
    format!("{}: {after}{}", change.thread.name, facets(change))
}

/// What differs between two positions that are as firm and as well founded as each other.
fn facets(change: &PositionChange) -> String {
    let (Some(before), Some(after)) = (&change.before, &change.after) else { return String::new() };
    let proof = |standing: &Standing| if standing.is_proved() { "proved" } else { "NOT PROVED" }.to_owned();
    let all = [
        ("first taken ", before.introduced.clone(), after.introduced.clone()),
        ("last taken ", before.asserted.clone(), after.asserted.clone()),
        ("utterances: ", before.utterances.to_string(), after.utterances.to_string()),
        ("", proof(before), proof(after)),
    ];
    let differing = all.into_iter().filter(|(_, before, after)| before != after);
    differing.map(|(what, before, after)| format!("; {what}{before} → {after}")).collect()
}
