//! What each option of a picture changes, and what it leaves as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use demarche::export::{dot, mermaid, svg};
use demarche::graph::Graph;
use demarche::load::load;
use demarche::model::Dataset;
use demarche::position;
use demarche::proof::Proofs;
use demarche::scene::{self, Ink, Profile, Scene, Theme, timeline};
use demarche::tree::Place;
use demarche::view::{self, End, Lanes, Options, View};

use crate::driver::{root, run, small, temporary};
use crate::peers::{has_graphviz, output_of};

/// The evolution and the thread of both datasets under some options.
fn drawn(options: &Options) -> Vec<(&'static str, View)> {
    let mut views = Vec::new();
    for (folder, demand, names) in [
        (root().join("data"), "nato-no-enlargement", ["real evolution", "real thread"]),
        (small(), "toll-cut", ["small evolution", "small thread"]),
    ] {
        let loaded = load(&Place::at(&folder).unwrap(), &Default::default()).unwrap();
        let (graph, proofs) = (Graph::new(&loaded.dataset), Proofs::new(&loaded.dataset, &loaded.sources));
        let demand = loaded.dataset.demands.keys().find(|id| id.as_str() == demand).expect("the demand is there");
        views.push((names[0], view::evolution(&graph, &proofs, options).unwrap()));
        views.push((names[1], view::thread(&graph, &proofs, demand, options)));
    }
    views
}

/// All that a view says but for these fields.
fn but(view: &View, change: impl Fn(&mut View)) -> String {
    let mut rest = view.clone();
    change(&mut rest);
    format!("{rest:?}")
}

fn claims(view: &View) -> BTreeSet<&str> {
    view.lanes.iter().flat_map(|lane| &lane.cards).map(|card| card.id.as_str()).collect()
}

fn listed(view: &View) -> BTreeSet<&str> {
    view.listed.iter().map(|one| one.id.as_str()).collect()
}

/// The links that curators wrote, by word and ends.
fn links(view: &View) -> BTreeSet<(&'static str, &End, &End)> {
    view.links.iter().filter(|link| link.is_authored).map(|link| (link.kind, &link.from, &link.to)).collect()
}

#[test]
fn a_title_changes_the_lines_above_and_nothing_below() {
    let plain = drawn(&Options::default());
    let titled = drawn(&Options { title: Some("Another headline".to_owned()), ..Default::default() });
    for ((name, plain), (_, titled)) in plain.iter().zip(&titled) {
        assert_eq!(titled.title, "Another headline", "{name}");
        let without = |view: &View| but(view, |view| [&mut view.title, &mut view.subtitle].into_iter().for_each(String::clear));
        assert!(without(plain) == without(titled), "{name}");
        let words = |scene: &Scene| scene.texts(0).into_iter().map(|text| text.text.clone()).collect::<Vec<_>>();
        let scene = timeline(titled, &scene::Options::default());
        assert_eq!(words(&scene)[0], "Another headline", "{name}");
        assert!(scene.title == "Another headline" && mermaid::write(titled).contains("accTitle: Another headline"), "{name}");
        assert!(dot::write(titled).contains("Another headline"), "{name}");
    }
}

#[test]
fn a_revision_stands_at_the_foot_and_changes_nothing_else() {
    let plain = drawn(&Options::default());
    let marked = drawn(&Options { revision: Some("v1.2-rev".to_owned()), ..Default::default() });
    for ((name, plain), (_, marked)) in plain.iter().zip(&marked) {
        assert!(!plain.colophon.contains("revision") && marked.colophon.contains("data revision v1.2-rev"), "{name}");
        let without = |view: &View| but(view, |view| view.colophon.clear());
        assert!(without(plain) == without(marked), "{name}");
        assert_eq!(marked.colophon.replace("data revision v1.2-rev · ", ""), plain.colophon, "{name}");
        for text in [svg::write(&timeline(marked, &Default::default()), 0, &Default::default()), dot::write(marked), mermaid::write(marked)]
        {
            assert!(text.contains("v1.2-rev"), "{name}");
        }
    }
}

#[test]
fn a_theme_changes_colours_and_nothing_else() {
    let in_theme = |scene: &Scene, theme| svg::write(scene, 0, &svg::Options { coloring: svg::Coloring::Theme(theme), with_fonts: false });
    let of = |theme: Theme| Ink::ALL.into_iter().map(|ink| theme.color(ink)).collect::<BTreeSet<_>>();
    for (name, view) in drawn(&Options::default()) {
        let scene = timeline(&view, &scene::Options::default());
        let light = in_theme(&scene, Theme::Light);
        for theme in [Theme::Dark, Theme::Print] {
            let other = in_theme(&scene, theme);
            assert!(other != light, "{name} {theme:?}");
            assert!(colours(&other).is_subset(&of(theme)) && colours(&light).is_subset(&of(Theme::Light)), "{name} {theme:?}");
            assert!(without_colours(&other) == without_colours(&light), "{name} {theme:?}");
        }
    }
}

/// The colours that an SVG names.
fn colours(text: &str) -> BTreeSet<&str> {
    text.split("=\"#").skip(1).filter_map(|rest| rest.split('"').next()).map(|hex| &text[at(text, hex) - 1..][..hex.len() + 1]).collect()
}

/// Where a part of a text begins in it.
fn at(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

fn without_colours(text: &str) -> String {
    let mut parts = text.split("=\"#");
    let first = parts.next().unwrap_or_default().to_owned();
    first + &parts.map(|rest| rest.split_once('"').map_or("", |(_, rest)| rest)).collect::<String>()
}

#[test]
fn a_profile_changes_the_paper_and_not_what_is_said() {
    let sizes = [(Profile::Slide, (1280.0, 720.0)), (Profile::Report, (794.0, 1123.0))];
    for (name, view) in drawn(&Options::default()) {
        let poster = timeline(&view, &scene::Options { profile: Profile::Poster, ..Default::default() });
        let said = |scene: &Scene| scene.places.iter().map(|place| (place.id.clone(), place.at)).collect::<BTreeMap<_, _>>();
        for (profile, size) in sizes {
            let paged = timeline(&view, &scene::Options { profile, ..Default::default() });
            assert!(paged.pages.iter().all(|page| (page.width, page.height) == size), "{name} {profile:?}");
            assert_eq!(said(&paged), said(&poster), "{name} {profile:?}");
            assert_eq!((&paged.title, &paged.description), (&poster.title, &poster.description), "{name} {profile:?}");
            let words: String = (0..paged.pages.len()).flat_map(|page| paged.texts(page)).map(|text| text.text.clone() + " ").collect();
            let whole: String = words.chars().filter(|sign| !sign.is_whitespace()).collect();
            for card in view.lanes.iter().flat_map(|lane| &lane.cards) {
                let text: String = scene::visible(&card.text).chars().filter(|sign| !sign.is_whitespace()).collect();
                assert!(whole.contains(&text), "{name} {profile:?}: {}", card.text);
            }
        }
    }
}

#[test]
fn lanes_sort_the_same_claims_and_links_otherwise() {
    let by = |lanes| drawn(&Options { lanes: Some(lanes), ..Default::default() });
    let loaded = [root().join("data"), small()].map(|folder| load(&Place::at(&folder).unwrap(), &Default::default()).unwrap());
    for ((name, demands), (_, actors)) in by(Lanes::Demands).iter().zip(&by(Lanes::Actors)) {
        let dataset: &Dataset = &loaded[usize::from(name.starts_with("small"))].dataset;
        let all = |view: &'_ View| claims(view).into_iter().chain(listed(view)).map(str::to_owned).collect::<BTreeSet<_>>();
        assert_eq!(all(demands), all(actors), "{name}");
        let (words, others) = (demands.lane_word, actors.lane_word);
        assert_eq!((words, others), ("DEMAND", "SPEAKER"), "{name}");
        for lane in &demands.lanes {
            let is_of_lane = |id: &str| dataset.claim(id).unwrap().1.demand.as_ref().is_some_and(|own| own.value.as_str() == lane.id);
            assert!(lane.cards.iter().all(|card| is_of_lane(&card.id)), "{name} {}", lane.id);
        }
        for lane in &actors.lanes {
            let is_of_lane = |id: &str| dataset.claim(id).unwrap().0.speaker.value.as_str() == lane.id;
            assert!(lane.cards.iter().all(|card| is_of_lane(&card.id)), "{name} {}", lane.id);
        }
        let both: BTreeSet<&str> = claims(demands).intersection(&claims(actors)).copied().collect();
        let within = |view| {
            links(view)
                .into_iter()
                .filter(|(_, from, to)| {
                    [from, to].iter().all(|end| match end {
                        End::Claim(id) => both.contains(id.as_str()),
                        End::Event(_) => true,
                    })
                })
                .map(|(kind, from, to)| (kind, from.clone(), to.clone()))
                .collect::<BTreeSet<_>>()
        };
        assert_eq!(within(demands), within(actors), "{name}");
        let cards = |view: &View| {
            view.lanes
                .iter()
                .flat_map(|lane| lane.cards.clone())
                .filter(|card| both.contains(card.id.as_str()))
                .map(|card| (card.id.clone(), (card.date.clone(), card.text.clone(), card.shift.clone(), card.mark)))
                .collect::<BTreeMap<_, _>>()
        };
        assert!(cards(demands) == cards(actors), "{name}: a claim says the same in any lane");
    }
}

#[test]
fn a_collapsed_picture_draws_what_moved_a_position_in_the_lane_of_the_broadest_demand_and_lists_the_rest() {
    let whole = drawn(&Options::default());
    let collapsed = drawn(&Options { collapse: true, ..Default::default() });
    let loaded = [root().join("data"), small()].map(|folder| load(&Place::at(&folder).unwrap(), &Default::default()).unwrap());
    let mut fewer = 0;
    for ((name, whole), (_, collapsed)) in whole.iter().zip(&collapsed) {
        let dataset: &Dataset = &loaded[usize::from(name.starts_with("small"))].dataset;
        let threads = position::threads(&Graph::new(dataset));
        let moved: BTreeSet<&str> = threads
            .iter()
            .flat_map(|thread| &thread.steps)
            .filter(|step| step.shift.is_some())
            .map(|step| step.claim.id.as_str())
            .collect();
        let all = |view: &'_ View| claims(view).into_iter().chain(listed(view)).map(str::to_owned).collect::<BTreeSet<_>>();
        assert_eq!(all(whole), all(collapsed), "{name}: nothing is lost");
        assert_eq!(claims(collapsed), all(whole).iter().filter_map(|id| moved.get(id.as_str()).copied()).collect(), "{name}");
        for lane in &collapsed.lanes {
            let demand = dataset.demands.keys().find(|id| id.as_str() == lane.id).expect("a lane is a demand");
            assert!(dataset.demands[demand].broader.is_none() && lane.depth == 0, "{name}: {}", lane.id);
            for card in &lane.cards {
                let own = &dataset.claim(&card.id).unwrap().1.demand.as_ref().unwrap().value;
                assert!(dataset.is_within(own, demand), "{name}: {}", card.id);
            }
        }
        fewer += usize::from(collapsed.lanes.len() < whole.lanes.len());
    }
    assert!(fewer > 1, "{fewer}");
}

#[test]
fn another_engine_draws_the_same_claims_events_and_words() {
    if !has_graphviz() {
        return;
    }
    let folder = temporary();
    let data = small();
    let draw = |name: &str, options: &[&str]| {
        let arguments = [&["draw", "--data", data.to_str().unwrap(), "-o", name, "--revision", "abc"], options].concat();
        run(folder.path(), &arguments).expect(0);
        // Graphviz writes hyphens as references.
        std::fs::read_to_string(folder.path().join(name)).unwrap().replace("&#45;", "-")
    };
    let (native, other) = (draw("native.svg", &[]), draw("graphviz.svg", &["--engine", "graphviz"]));
    let loaded = load(&Place::at(&data).unwrap(), &Default::default()).unwrap();
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    let view = view::evolution(&Graph::new(&loaded.dataset), &proofs, &Options { revision: Some("abc".to_owned()), ..Default::default() })
        .unwrap();
    for id in claims(&view) {
        assert!(native.contains(&format!("\"{id}\"")) && other.contains(&format!("id=\"{id}\"")), "{id}");
    }
    let events: Vec<&str> = view.columns.iter().flat_map(|column| &column.events).map(|event| event.title.as_str()).collect();
    let first_words = events.iter().map(|title| title.split(' ').next().unwrap_or_default());
    for words in first_words.chain(view.lanes.iter().map(|lane| lane.status.word)).chain(["data revision abc", "What Merania asks for"]) {
        assert!(native.contains(words) && other.contains(words), "{words}");
    }
    assert_eq!(
        output_of(Command::new("dot").arg("-Tsvg"), &dot::write(&view)).replace("&#45;", "-"),
        other,
        "nothing but Graphviz lays it out"
    );
}
