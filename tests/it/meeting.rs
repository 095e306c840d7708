//! Where the sides meet and where they part, held against the records.

use demarche::graph::Graph;
use demarche::load::load;
use demarche::model::{LinkFamily, Target};
use demarche::proof::Proofs;
use demarche::tree::{Place, Tree};
use demarche::view::{self, Options, View};

use crate::driver::{in_memory, root, small, with_file};

fn actors(place: &Place, demand: &str) -> View {
    let loaded = load(place, &Default::default()).unwrap();
    let demand = loaded.dataset.demands.keys().find(|id| id.as_str() == demand).expect("the demand is there");
    view::actors(&Graph::new(&loaded.dataset), &Proofs::new(&loaded.dataset, &loaded.sources), demand, &Options::default())
}

/// The small dataset with another word for the answer of Solvia.
fn answering(word: &str) -> View {
    let place = in_memory(&small());
    let Tree::Memory(files) = &place.tree else { panic!("it is in memory") };
    let key = format!("{}/statements/brandek-1999-11.yaml", place.data);
    let text = String::from_utf8(files[&key].clone()).unwrap();
    assert!(text.contains("{kind: partly-accepts,"), "the record is as this test needs it: {text}");
    actors(&with_file(&place, &key, Some(&text.replace("{kind: partly-accepts,", &format!("{{kind: {word},")))), "toll-cut")
}

#[test]
fn the_last_answer_says_whether_two_sides_meet_come_nearer_or_stand_apart() {
    for (word, verdict) in [
        ("accepts", "they meet by the last answer"),
        ("partly-accepts", "they come nearer by the last answer"),
        ("rejects", "they stand apart by the last answer"),
        ("counters", "they stand apart by the last answer"),
    ] {
        let told = answering(word).meeting;
        let line = told.iter().find(|line| line.starts_with("Solvia and Merania: ")).expect("they answered each other");
        assert!(
            line.contains(verdict) && line.contains(&word.replace('-', " ")) && line.contains("between 1 Oct and 2 Nov 1999"),
            "{line}"
        );
    }
}

#[test]
fn each_answer_of_the_real_record_is_told_and_a_side_that_stands_alone_is_said_to() {
    let place = Place::at(&root().join("data")).unwrap();
    let loaded = load(&place, &Default::default()).unwrap();
    let dataset = &loaded.dataset;
    let (mut with, mut alone) = (0, 0);
    for demand in dataset.demands.keys() {
        let told = actors(&place, demand.as_str()).meeting;
        for (statement, claim) in dataset.claims().filter(|(_, claim)| claim.demand.as_ref().is_some_and(|own| own.value == *demand)) {
            for link in claim.links.iter().filter(|link| link.kind.value.family() == LinkFamily::Answer) {
                let Target::Claim(target) = &link.to.value else { panic!("an answer leads to a claim") };
                let sides =
                    [statement, dataset.claim(target.as_str()).unwrap().0].map(|one| &dataset.actors[dataset.principal_of(one)].name.value);
                let begin = format!("{} and {}: ", sides[0], sides[1]);
                assert!(told.iter().any(|line| line.starts_with(&begin)), "{demand:?}: {begin} {told:?}");
                with += 1;
            }
        }
        alone += told.iter().filter(|line| line.ends_with("no other side takes a position on it in this set")).count();
    }
    assert!(with > 0 && alone > 0, "{with} answers, {alone} alone");
}

#[test]
fn every_format_says_where_the_sides_meet_and_no_other_view_does() {
    let made = answering("rejects");
    let drawn = demarche::scene::timeline(&made, &Default::default());
    let words: String = (0..drawn.pages.len()).flat_map(|page| drawn.texts(page)).map(|text| text.text.clone() + " ").collect();
    let page = demarche::export::page::write(&made, &drawn, &Default::default());
    let all = [words, demarche::export::dot::write(&made), demarche::export::mermaid::write(&made), page];
    for (format, text) in all.iter().enumerate() {
        assert!(text.contains("stand apart"), "format {format}");
    }
    for (name, view) in crate::draw_views::views() {
        assert_eq!(view.meeting.is_empty(), !name.ends_with(": actors"), "{name}");
    }
}

#[test]
fn a_speaker_who_took_up_what_another_introduced_is_not_said_to_have_introduced_it() {
    for (_, view) in crate::draw_views::views() {
        for lane in view.lanes.iter().filter(|_| view.lane_word == "SPEAKER") {
            let Some(first) = lane.cards.iter().filter_map(|card| card.when.first).min() else { continue };
            let told = lane.status.text.split("; introduced ").nth(1);
            // What is told without a name was introduced by the speaker, whose first mark is no later.
            let own = told.filter(|told| !told.contains(" by "));
            assert!(
                own.is_none_or(|own| lane.cards.iter().any(|card| own.contains(card.date.trim_end_matches(['†', '‡'])))),
                "{first} {told:?}"
            );
        }
    }
}
