//! The picture of two revisions: each claim that differs is marked by what became of it, and no other one is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use demarche::date::ClaimDate;
use demarche::diff::{self, Diff};
use demarche::export::svg;
use demarche::graph::Graph;
use demarche::model::{Dataset, LinkFamily, LinkWord, RecordKind, Target};
use demarche::position;
use demarche::scene::{self, Profile};
use demarche::tree::Place;
use demarche::view::{self, Card, End, Review, Tone, View, ViewLink};
use rayon::prelude::*;

use crate::diff::{cases, side, write_side};
use crate::diff_laws::{loaded, pair, with_side};
use crate::driver::{run, small, temporary};
use crate::exports::read_by_mermaid;
use crate::peers::{has_graphviz, output_of, peers};
use crate::scene::faults;

/// The comparison of two datasets and its picture.
fn drawn(old: &Place, new: &Place) -> (Diff, View) {
    drawn_with(old, new, &view::Options::default())
}

fn drawn_with(old: &Place, new: &Place, options: &view::Options) -> (Diff, View) {
    let (before, after) = (loaded(old), loaded(new));
    with_side(old, &before, |old| {
        with_side(new, &after, |new| {
            let found = diff::between(old, new);
            let picture = view::diff(old, new, &found, options);
            (found, picture)
        })
    })
}

/// The picture of a case of the fixtures.
pub fn of_case(name: &str) -> View {
    drawn(&side(name, "old"), &side(name, "new")).1
}

fn cards(view: &View) -> impl Iterator<Item = &Card> {
    view.lanes.iter().flat_map(|lane| &lane.cards)
}

/// What became of the claims that are drawn, by their full ids.
fn reviews(view: &View) -> BTreeMap<&str, Review> {
    cards(view).map(|card| (card.id.as_str(), card.review.as_ref().expect("every card says what became of it").kind)).collect()
}

/// The claims whose whole record was added or removed.
fn whole(found: &Diff, is_added: bool) -> BTreeSet<&str> {
    let changes = found.changes.iter().filter(|change| change.record.kind == Some(RecordKind::Claim) && change.path.is_empty());
    changes.filter(|change| change.after.is_some() == is_added).map(|change| change.record.id()).collect()
}

/// What is wrong with the picture of a comparison.
fn wrong(found: &Diff, view: &View, old: &Dataset, new: &Dataset) -> Vec<String> {
    let mut wrong = Vec::new();
    let (reviews, added, removed) = (reviews(view), whole(found, true), whole(found, false));
    let of = |kind: Review| -> BTreeSet<&str> { reviews.iter().filter(|(_, review)| **review == kind).map(|(id, _)| *id).collect() };
    if of(Review::Added) != added {
        wrong.push(format!("marked as added are {:?}, and added were {added:?}", of(Review::Added)));
    }
    // A claim that is gone stands in the statement that continues its own: its name is what it keeps.
    let names = |ids: &BTreeSet<&str>| ids.iter().map(|id| id.split('/').nth(1).unwrap_or_default().to_owned()).collect::<Vec<_>>();
    let (mut marked, mut gone) = (names(&of(Review::Removed)), names(&removed));
    marked.sort();
    gone.sort();
    if marked != gone {
        wrong.push(format!("marked as removed are {marked:?}, and removed were {gone:?}"));
    }
    for change in found.changes.iter().filter(|change| change.record.kind == Some(RecordKind::Claim) && !change.path.is_empty()) {
        if !matches!(reviews.get(change.record.id()), Some(Review::Changed | Review::Unproved)) {
            wrong.push(format!("{} changed in `{}` and is {:?}", change.record.id(), change.field(), reviews.get(change.record.id())));
        }
    }
    // A lost proof is told as that, and nothing else is.
    let losses = ["proof-lost", "unproved-passage-added", "foundation-lost"];
    let proofs = found.impact.proofs.iter().map(|change| (change.kind, &change.record));
    let changes = proofs.chain(found.impact.quotations.iter().map(|change| (change.kind, &change.record)));
    let lost = changes.filter(|(kind, record)| losses.contains(&kind.code.0) && record.kind == Some(RecordKind::Claim));
    let forged = found.impact.texts.iter().flat_map(|text| &text.quoted).filter_map(|record| record.strip_prefix("claim:"));
    let lost: BTreeSet<&str> = lost.map(|(_, record)| record.id()).chain(forged).filter(|id| !added.contains(id)).collect();
    if of(Review::Unproved) != lost {
        wrong.push(format!("marked as without proof are {:?}, and lost it have {lost:?}", of(Review::Unproved)));
    }
    // How a claim moved the position is told of its own revision, and not of both together.
    for (dataset, is_new) in [(old, false), (new, true)] {
        let graph = Graph::new(dataset);
        for step in position::threads(&graph).iter().flat_map(|thread| &thread.steps) {
            let id = step.claim.id.as_str();
            let Some(card) = cards(view).find(|card| card.id == id) else { continue };
            if (card.review.as_ref().map(|mark| mark.kind) == Some(Review::Removed)) == is_new {
                continue;
            }
            if card.shift.as_ref().map(|shift| shift.word) != step.shift.map(|shift| shift.as_str()) && is_new {
                wrong.push(format!("{id} is told as {:?} and is {:?}", card.shift, step.shift));
            }
        }
    }
    wrong.extend(wrong_links(found, view, old, new));
    // The column says of each demand what became of the position on it, and of no other one that anything did.
    for lane in &view.lanes {
        let changed: Vec<&str> =
            found.impact.positions.iter().filter(|change| change.thread.demand == lane.id).map(|change| change.kind.code.0).collect();
        let reordered = found.impact.threads.iter().any(|thread| thread.thread.demand == lane.id);
        let expected = match changed.first() {
            Some(code) => POSITION_WORDS.iter().find(|(known, _)| known == code).map_or("?", |(_, word)| *word),
            None if reordered => "re-ordered",
            None => "as it was",
        };
        if lane.status.word != expected {
            wrong.push(format!("the position on {} is told as {:?}, and is {changed:?}", lane.id, lane.status.word));
        }
    }
    for card in cards(view) {
        let kind = card.review.as_ref().expect("every card says what became of it").kind;
        let is_dimmed = card.tone == Tone::Quiet;
        if is_dimmed != (kind == Review::Same) {
            wrong.push(format!("{} is {kind:?} and coloured {:?}", card.id, card.tone));
        }
    }
    wrong
}

/// What the column says of a position, by the code of what became of it.
const POSITION_WORDS: [(&str, &str); 12] = [
    ("position-taken", "newly taken"),
    ("position-lost", "no longer taken"),
    ("position-hardened", "hardened"),
    ("position-softened", "softened"),
    ("position-withdrawn", "withdrawn"),
    ("position-reinstated", "reinstated"),
    ("position-unproved", "no longer proved"),
    ("position-proved", "now proved"),
    ("position-reworded", "reads otherwise"),
    ("position-moved", "moved"),
    ("position-redated", "redated"),
    ("position-recounted", "recounted"),
];

/// The links of the claims that are there before and after: the claim, the word and the target, by the ids after.
fn links_of_kept(found: &Diff, dataset: &Dataset, other: &Dataset, is_old: bool) -> BTreeSet<(String, String, String)> {
    let after = |kind: RecordKind, id: &str| if is_old { found.renames.after(kind, id).to_owned() } else { id.to_owned() };
    let others: BTreeSet<String> = other
        .claims()
        .map(|(_, claim)| if is_old { claim.id.to_string() } else { found.renames.after(RecordKind::Claim, claim.id.as_str()).to_owned() })
        .collect();
    let mut links = BTreeSet::new();
    for (_, claim) in dataset.claims() {
        let id = after(RecordKind::Claim, claim.id.as_str());
        for link in claim.links.iter().filter(|_| others.contains(&id)) {
            let to = match &link.to.value {
                Target::Claim(to) => after(RecordKind::Claim, to.as_str()),
                Target::Event(to) => after(RecordKind::Event, to.as_str()),
            };
            links.insert((id.clone(), link.kind.value.as_str().to_owned(), to));
        }
    }
    links
}

/// Which links are marked otherwise than they came or went.
fn wrong_links(found: &Diff, view: &View, old: &Dataset, new: &Dataset) -> Vec<String> {
    let (before, after) = (links_of_kept(found, old, new, true), links_of_kept(found, new, old, false));
    let mut wrong = Vec::new();
    let name = |link: &ViewLink| {
        let [from, to] = [&link.from, &link.to].map(|end| match end {
            End::Claim(id) | End::Event(id) => id.clone(),
        });
        // Lines lead from the earlier end to the later one; what an event settles leads to it.
        if matches!(link.to, End::Event(_)) { (from, link.kind.to_owned(), to) } else { (to, link.kind.to_owned(), from) }
    };
    let drawn: BTreeMap<_, _> = view.links.iter().filter(|link| link.is_authored).map(|link| (name(link), link)).collect();
    for (name, link) in &drawn {
        let expected = match (before.contains(name), after.contains(name)) {
            (false, true) => Some(Review::Added),
            (true, false) => Some(Review::Removed),
            _ => None,
        };
        if link.review != expected {
            wrong.push(format!("{name:?} is marked {:?}, and should be {expected:?}", link.review));
        }
    }
    // What came or went between two drawn cards of different utterances is a line.
    let is_drawn = |id: &str| cards(view).any(|card| card.id == id);
    for (from, word, to) in before.symmetric_difference(&after) {
        let statement = |id: &str| id.split('/').next().unwrap_or_default().to_owned();
        let is_line = LinkWord::parse(word).is_some_and(|word| matches!(word.family(), LinkFamily::Lineage | LinkFamily::Answer));
        if is_line
            && is_drawn(from)
            && is_drawn(to)
            && statement(from) != statement(to)
            && !drawn.contains_key(&(from.clone(), word.clone(), to.clone()))
        {
            wrong.push(format!("{from} {word} {to} is not drawn"));
        }
    }
    wrong
}

#[test]
fn each_claim_that_differs_is_marked_in_the_picture_of_every_pair() {
    let bad: Vec<String> = cases()
        .par_iter()
        .flat_map_iter(|case| {
            let (old, new) = (side(case, "old"), side(case, "new"));
            let (found, view) = drawn(&old, &new);
            wrong(&found, &view, &loaded(&old).dataset, &loaded(&new).dataset).into_iter().map(move |text| format!("{case}: {text}"))
        })
        .collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn of_random_pairs_the_marks_are_right_both_ways_and_nothing_overlaps() {
    let seeds: Vec<u64> = (0..48).collect();
    let bad: Vec<String> = seeds
        .par_iter()
        .flat_map_iter(|seed| {
            let (before, after) = pair(*seed);
            let (old, new) = (before.place(), after.place());
            let (found, there) = drawn(&old, &new);
            let (_, back) = drawn(&new, &old);
            let mut bad = wrong(&found, &there, &loaded(&old).dataset, &loaded(&new).dataset);
            let count = |view: &View, kind: Review| reviews(view).values().filter(|review| **review == kind).count();
            for (one, other) in [(Review::Added, Review::Removed), (Review::Removed, Review::Added)] {
                if count(&there, one) != count(&back, other) {
                    bad.push(format!("{one:?} and {other:?} do not mirror each other"));
                }
            }
            let profile = if seed % 2 == 0 { Profile::Poster } else { Profile::Slide };
            bad.extend(faults(&there, profile));
            bad.into_iter().map(move |text| format!("seed {seed}: {text}"))
        })
        .collect();
    assert!(bad.is_empty(), "{}", bad[..bad.len().min(12)].join("\n"));
}

#[test]
fn where_nothing_differs_nothing_is_drawn_and_the_picture_says_so() {
    let place = crate::driver::in_memory(&small());
    let (_, view) = drawn(&place, &place);
    assert_eq!(cards(&view).count(), 0);
    assert!(view.subtitle.starts_with("no change. "), "{}", view.subtitle);
    let scene = scene::timeline(&view, &scene::Options::default());
    assert_eq!(scene.pages.len(), 1);
}

#[test]
fn context_is_left_out_when_collapsed_and_the_options_filter_as_everywhere() {
    let (old, new) = (side("firmness-changed", "old"), side("firmness-changed", "new"));
    let (_, whole) = drawn(&old, &new);
    let (_, short) = drawn_with(&old, &new, &view::Options { collapse: true, ..Default::default() });
    assert!(reviews(&whole).values().any(|review| *review == Review::Same), "the neighbours of a changed claim are drawn");
    assert!(reviews(&short).values().all(|review| *review != Review::Same));
    assert!(short.colophon.contains("unchanged claims not shown"), "{}", short.colophon);
    let day = ClaimDate::parse("2024-05-15").expect("it is a date").latest().expect("it has an end");
    let (_, early) = drawn_with(&old, &new, &view::Options { to: Some(day), ..Default::default() });
    let (_, late) = drawn_with(&old, &new, &view::Options { from: Some(day), ..Default::default() });
    let of = |view: &View| cards(view).map(|card| card.id.clone()).collect::<BTreeSet<String>>();
    let is_within = |card: &Card, is_early: bool| {
        card.when.first.zip(card.when.last).is_none_or(|(first, last)| if is_early { first <= day } else { last >= day })
    };
    for (part, is_early) in [(&early, true), (&late, false)] {
        let wanted: BTreeSet<String> = cards(&whole).filter(|card| is_within(card, is_early)).map(|card| card.id.clone()).collect();
        assert_eq!(of(part), wanted);
        assert!(!wanted.is_empty() && wanted.len() < of(&whole).len(), "some are left out, and some are not");
    }
}

#[test]
fn sign_word_shape_and_colour_tell_what_became_of_a_claim() {
    let shapes: BTreeSet<String> = Review::ALL.iter().map(|kind| format!("{:?}", scene::review_mark(*kind, 0.0, 0.0))).collect();
    assert_eq!(shapes.len(), Review::ALL.len(), "each has a shape of its own, and what is as it was has none");
    let signs: BTreeSet<&str> = Review::ALL.iter().map(|kind| kind.sign()).collect();
    assert_eq!(signs.len(), Review::ALL.len());
    let mut seen = BTreeSet::new();
    for case in ["claim-added", "claim-removed", "firmness-changed"] {
        let (_, view) = drawn(&side(case, "old"), &side(case, "new"));
        let scene = scene::timeline(&view, &scene::Options::default());
        let texts: Vec<&str> = scene.texts(0).into_iter().map(|text| text.text.as_str()).collect();
        for kind in reviews(&view).into_values() {
            seen.insert(kind);
            let meaning = if kind == Review::Same { "grey: as it was" } else { kind.as_str() };
            assert!(texts.contains(&meaning), "{case}: the legend does not explain {kind:?}");
        }
        for card in cards(&view).filter_map(Card::differs) {
            let begin = format!("{} {}", card.kind.sign(), card.kind.as_str());
            assert!(texts.iter().any(|text| text.starts_with(&begin)), "{case}: `{begin}` is not on the card");
        }
        assert!(svg::write(&scene, 0, &svg::Options::default()).contains("aria-label"), "{case}");
    }
    assert!(seen.is_superset(&[Review::Added, Review::Removed, Review::Changed, Review::Same].into()), "{seen:?}");
}

#[test]
fn every_format_of_the_command_holds_the_marks_and_is_the_same_on_every_run() {
    let folder = temporary();
    for name in ["old", "new"] {
        write_side("claim-removed", name, folder.path());
    }
    let files = ["a.svg", "a.png", "a.pdf", "a.html", "a.dot", "a.mmd"];
    let draw = || {
        let mut args = vec!["draw", "diff", "old", "new"];
        files.iter().for_each(|file| args.extend(["-o", file]));
        run(folder.path(), &args).expect(0);
        files.map(|file| fs::read(folder.path().join(file)).expect("it was written"))
    };
    let (first, second) = (draw(), draw());
    for ((file, one), other) in files.iter().zip(&first).zip(&second) {
        assert!(one == other, "{file} differs from run to run");
    }
    for file in ["a.svg", "a.html", "a.dot", "a.mmd"] {
        let text = fs::read_to_string(folder.path().join(file)).expect("it is text");
        assert!(text.contains("− removed"), "{file}");
    }
    if has_graphviz() {
        let dot = fs::read_to_string(folder.path().join("a.dot")).expect("it is text");
        output_of(std::process::Command::new("dot").arg("-Tcanon"), &dot);
    }
    if let Some(peers) = peers() {
        let text = fs::read_to_string(folder.path().join("a.mmd")).expect("it is text");
        let read = read_by_mermaid(&peers, &[text]);
        assert!(read[0].get("error").is_none(), "{}", read[0]);
    }
}

#[test]
fn every_format_says_that_something_could_not_be_read() {
    let folder = temporary();
    for name in ["old", "new"] {
        write_side("claim-removed", name, folder.path());
    }
    fs::write(folder.path().join("new/statements/kolar-2024-05-04.yaml"), "id: [").expect("it can be written");
    let files = ["a.svg", "a.html", "a.dot", "a.mmd"];
    let outputs = files.into_iter().flat_map(|file| ["-o", file]);
    run(folder.path(), &["draw", "diff", "old", "new"].into_iter().chain(outputs).collect::<Vec<_>>()).expect(0);
    for file in files {
        let text = fs::read_to_string(folder.path().join(file)).expect("it is text");
        // Lines break between some words.
        assert!(text.contains("not compared") && text.contains("reading"), "{file}");
    }
}

#[test]
fn what_the_picture_cannot_obey_is_refused() {
    let folder = temporary();
    for name in ["old", "new"] {
        write_side("claim-removed", name, folder.path());
    }
    let refused = |args: &[&str], says: &str| {
        let done = run(folder.path(), &[&["draw", "diff"], args, &["-o", "a.svg"]].concat());
        assert_eq!(done.status, 2, "{}", done.shown());
        assert!(done.stderr.contains(says), "{}", done.shown());
        assert!(!folder.path().join("a.svg").exists());
    };
    refused(&["old", "new", "--where", "all()"], "`--where` selects from one revision");
    refused(&["old", "new", "old"], "at most two revisions");
    refused(&["old", "new", "--depth", "2"], "`--depth`");
    refused(&["old", "nowhere"], "no git repository");
}
