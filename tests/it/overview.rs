//! What pages are filled with: an overview before many, text as large as there is room for, and time stretched no more than it must be.

use demarche::scene::{self, Group, Profile, Role, Scene, timeline};
use demarche::view::{self, View};

use crate::draw_views::views;
use crate::scene::all_groups;

fn drawn(view: &View, profile: Profile) -> Scene {
    timeline(view, &scene::Options { profile, ..Default::default() })
}

fn groups(scene: &Scene, page: usize) -> Vec<&Group> {
    let mut groups = Vec::new();
    all_groups(&scene.pages[page].items, &mut groups);
    groups
}

/// The view of that name.
fn named(name: &str) -> &'static View {
    &views().iter().find(|(other, _)| other.contains(name)).unwrap_or_else(|| panic!("there is a view {name}")).1
}

#[test]
fn an_overview_comes_before_many_pages_and_says_on_which_each_lane_begins() {
    let view = &views()[0].1;
    for profile in [Profile::Slide, Profile::Report] {
        let scene = drawn(view, profile);
        let first = groups(&scene, 0);
        let rows: Vec<&&Group> = first.iter().filter(|group| group.role == Role::Part("row")).collect();
        assert_eq!(rows.len(), view.lanes.len(), "{profile:?}: a row for each lane");
        for (lane, row) in view.lanes.iter().zip(rows) {
            let begins =
                (0..scene.pages.len()).find(|page| groups(&scene, *page).iter().any(|group| group.role == Role::Lane(lane.id.clone())));
            let said = format!("page {}", begins.expect("it stands on some page") + 1);
            assert!(row.label.starts_with(&scene::visible(&lane.title)) && row.label.ends_with(&said), "{profile:?}: {} {said}", row.label);
            assert!(row.label.contains(lane.status.word), "{}", row.label);
        }
        assert!(scene.places.iter().all(|place| place.page > 0), "claims stand in full on the pages behind it");
    }
}

#[test]
fn an_overview_keeps_dates_uncertain_and_shows_the_claim_that_moved_the_position() {
    let view = &views()[0].1;
    let scene = drawn(view, Profile::Slide);
    let first = groups(&scene, 0);
    let shown = |id: &str| first.iter().any(|group| group.role == Role::Sign(id.to_owned()));
    let hazy = |id: &str| first.iter().any(|group| group.role == Role::Haze(id.to_owned()));
    for card in view.lanes.iter().flat_map(|lane| &lane.cards).filter(|card| shown(&card.id)) {
        assert_eq!(hazy(&card.id), card.when.at.is_some() && !card.when.is_exact(), "{}", card.id);
    }
    let hardened = |card: &&view::Card| card.shift.as_ref().is_some_and(|shift| shift.word == "hardened");
    let moved: Vec<&view::Card> = view.lanes.iter().flat_map(|lane| &lane.cards).filter(hardened).collect();
    assert!(!moved.is_empty() && moved.iter().all(|card| shown(&card.id)), "{moved:?}");
}

#[test]
fn few_pages_have_no_overview_and_text_as_large_as_there_is_room_for() {
    let path = named("path");
    let scene = drawn(path, Profile::Slide);
    assert!(scene.enlarged > 1.0, "{}", scene.enlarged);
    assert!((0..scene.pages.len()).all(|page| groups(&scene, page).iter().all(|group| group.role != Role::Part("row"))));
    assert!(scene.pages.iter().all(|page| (page.width, page.height) == (1280.0, 720.0)));
}

#[test]
fn months_are_stretched_no_more_than_labels_need() {
    let told = groups_of_scale(&drawn(&views()[0].1, Profile::Poster));
    let most = told.split(" about ").skip(1).filter_map(|rest| rest.split(' ').next()?.parse::<f64>().ok()).fold(0.0, f64::max);
    assert!((40.0..150.0).contains(&most), "{told}");
}

/// What is said about time beside the true scale.
fn groups_of_scale(scene: &Scene) -> String {
    let part = groups(scene, 0).into_iter().find(|group| group.role == Role::Part("scale")).map(|group| group.label.clone());
    part.expect("time is stretched")
}

#[test]
fn how_a_position_moved_stands_behind_the_date_where_there_is_room() {
    let scene = drawn(&views()[0].1, Profile::Poster);
    let beside = |group: &&Group| {
        let heads = group.items.iter().filter_map(|item| if let scene::Item::Group(head) = item { Some(&head.items) } else { None });
        let dates: Vec<f64> =
            heads.flatten().filter_map(|item| if let scene::Item::Text(text) = item { Some(text.y) } else { None }).collect();
        let own = group.items.iter().filter_map(|item| if let scene::Item::Text(text) = item { Some(text) } else { None });
        own.filter(|text| dates.contains(&text.y)).any(|text| text.text.contains("reiterated"))
    };
    let found = groups(&scene, 0).into_iter().filter(|group| matches!(group.role, Role::Claim { .. })).filter(beside).count();
    assert!(found >= 3, "{found}");
}
