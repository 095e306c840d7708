//! What a view must show, read from the records alone.

use std::collections::BTreeSet;
use std::path::Path;

use demarche::graph::Graph;
use demarche::load::{Limits, load};
use demarche::model::{LinkFamily, RecordKind, Target};
use demarche::path;
use demarche::proof::Proofs;
use demarche::tree::Place;
use demarche::view::{End, Options, ViewLink, evolution, thread};

#[test]
fn every_claim_of_the_focus_on_a_demand_is_drawn_or_listed_and_every_lineage_link_between_drawn_claims_is_there() {
    for data in ["data", "tests/fixtures/small"] {
        let loaded = load(&Place::at(Path::new(data)).unwrap(), &Limits::default()).unwrap();
        let dataset = &loaded.dataset;
        let view = evolution(&Graph::new(dataset), &Proofs::new(dataset, &loaded.sources), &Options::default()).unwrap();
        let focus = dataset.principal(&dataset.manifest.focus.as_ref().unwrap().value);
        let cards: BTreeSet<&str> = view.lanes.iter().flat_map(|lane| &lane.cards).map(|card| card.id.as_str()).collect();
        let listed: Vec<&str> = view.listed.iter().map(|one| one.id.as_str()).collect();
        let mut seen = 0;
        for (statement, claim) in dataset.claims().filter(|(statement, _)| dataset.principal_of(statement) == focus) {
            let id = claim.id.as_str();
            let Some(demand) = &claim.demand else {
                assert!(!cards.contains(id), "{id} is on no demand");
                continue;
            };
            seen += 1;
            assert!(cards.contains(id) || listed.contains(&id), "{id} is neither drawn nor listed");
            if !cards.contains(id) {
                continue;
            }
            let lane = view.lanes.iter().find(|lane| lane.cards.iter().any(|card| card.id == id)).unwrap();
            assert_eq!(lane.id, demand.as_str(), "{id} stands in the lane of its demand");
            for link in claim.links.iter().filter(|link| link.kind.family() == LinkFamily::Lineage) {
                let Target::Claim(target) = &link.to.value else { panic!("a lineage link leads to a claim") };
                if !cards.contains(target.as_str()) || target.statement() == &statement.id.value {
                    continue;
                }
                let ends = (End::Claim(target.to_string()), End::Claim(id.to_owned()));
                assert!(
                    view.links.iter().any(|drawn| (&drawn.from, &drawn.to) == (&ends.0, &ends.1) && drawn.kind == link.kind.as_str()),
                    "{id} {} {target} is not drawn",
                    link.kind.value
                );
            }
        }
        assert_eq!(seen, cards.len() + listed.len(), "nothing is drawn or listed that is not a claim of the focus on a demand");
    }
}

#[test]
fn readings_that_the_record_disputes_are_named_with_what_disputes_them() {
    let loaded = load(&Place::at(Path::new("data")).unwrap(), &Limits::default()).unwrap();
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    let view = evolution(&Graph::new(&loaded.dataset), &proofs, &Options::default()).unwrap();
    let disputed: Vec<String> = view.disputed.iter().map(|(said, by)| format!("{said} / {by}")).collect();
    assert_eq!(disputed.len(), 2, "{disputed:#?}");
    assert!(disputed.iter().any(|line| line.contains("blog") && line.contains("10 Jan 2022")), "the notable shift: {disputed:#?}");
    assert!(
        disputed
            .iter()
            .any(|line| line.contains("between 1 and 29 Nov 2023") && line.contains("(paraphrase)") && line.contains("(translated)")),
        "ready for a war: {disputed:#?}"
    );
}

#[test]
fn a_link_points_the_same_way_on_a_path_as_in_every_view_whichever_way_the_path_walks_it() {
    let loaded = load(&Place::at(Path::new("data")).unwrap(), &Limits::default()).unwrap();
    let (graph, proofs) = (Graph::new(&loaded.dataset), Proofs::new(&loaded.dataset, &loaded.sources));
    let whole = evolution(&graph, &proofs, &Options::default()).unwrap();
    let (mut same, mut told_by_event) = (0, 0);
    let claims: Vec<_> = graph.nodes_of(RecordKind::Claim).chain(graph.nodes_of(RecordKind::Event)).collect();
    for (place, from) in claims.iter().enumerate() {
        for to in claims.iter().skip(place % 5).step_by(5).filter(|to| *to != from) {
            let answer = path::find(&graph, *from, *to, &path::Options { time_edges: false, ..Default::default() });
            let Some(Ok(view)) = answer.paths.first().map(|found| demarche::view::path(&graph, &proofs, found, &Options::default())) else {
                continue;
            };
            for link in view.links.iter().filter(|link| link.is_authored) {
                let is_it = |other: &&ViewLink| {
                    let ends = [&other.from, &other.to];
                    other.kind == link.kind && ends.contains(&&link.from) && ends.contains(&&link.to)
                };
                let Some(known) = whole.links.iter().find(is_it) else { continue };
                assert_eq!((&link.from, &link.to, link.tone), (&known.from, &known.to, known.tone), "{}", link.kind);
                same += 1;
                told_by_event += usize::from(link.kind == "belied-by");
            }
        }
    }
    assert!(same > 50 && told_by_event > 0, "{same} links, {told_by_event} of them told by an event");
}

#[test]
fn a_thread_of_one_side_says_whose_it_is_and_how_much_it_leaves_out() {
    let loaded = load(&Place::at(Path::new("data")).unwrap(), &Limits::default()).unwrap();
    let dataset = &loaded.dataset;
    let (graph, proofs) = (Graph::new(dataset), Proofs::new(dataset, &loaded.sources));
    let demand = dataset.demands.keys().find(|id| id.as_str() == "no-attack-on-ukraine").unwrap();
    let side = |id: &str| dataset.actors.keys().find(|actor| actor.as_str() == id).unwrap().clone();
    let on_it = dataset.claims().filter(|(_, claim)| claim.demand.as_ref().is_some_and(|own| dataset.is_within(&own.value, demand)));
    let (mut all, mut own) = (0, 0);
    for (statement, _) in on_it {
        all += 1;
        own += usize::from(dataset.principal_of(statement).as_str() == "russia");
    }
    assert!(0 < own && own < all, "{own} of {all}");
    let view = thread(&graph, &proofs, demand, &Options { actor: Some(side("russia")), ..Options::default() });
    assert!(view.subtitle.starts_with("What Russia said on it and on what is narrower"), "{}", view.subtitle);
    let left_out = if all - own == 1 { "1 more claim on it".to_owned() } else { format!("{} more claims on it", all - own) };
    assert!(view.colophon.starts_with(&left_out), "{}", view.colophon);
    let whole = thread(&graph, &proofs, demand, &Options::default());
    assert!(whole.subtitle.starts_with("All that was said on it") && !whole.colophon.contains("on it are not"), "{}", whole.colophon);
}

#[test]
fn the_date_of_an_event_carries_the_sign_of_what_it_rests_on() {
    let loaded = load(&Place::at(Path::new("data")).unwrap(), &Limits::default()).unwrap();
    let dataset = &loaded.dataset;
    let view = evolution(&Graph::new(dataset), &Proofs::new(dataset, &loaded.sources), &Options::default()).unwrap();
    let events: Vec<_> = view.columns.iter().flat_map(|column| &column.events).collect();
    assert!(events.len() > 3);
    for event in events {
        let record = dataset.events.values().find(|other| other.id.as_str() == event.id).unwrap();
        let sign = record.dating.basis.value.sign().map_or("", |(sign, _)| sign);
        assert_eq!(event.date, format!("{}{sign}", record.date.as_ref().unwrap().display()));
        assert!(sign.is_empty() || view.legend.iter().any(|(known, _)| *known == sign), "{sign} is in the legend");
    }
}
