//! The tail behind the last mark of a lane, held against all that the records say, whatever the options leave out of the picture.

use std::collections::{BTreeMap, BTreeSet};

use demarche::date::{ClaimDate, Day};
use demarche::graph::Graph;
use demarche::id::DemandId;
use demarche::load::load;
use demarche::model::{Claim, Dataset, Statement};
use demarche::path::record;
use demarche::proof::Proofs;
use demarche::scene::{self, Group, Item, Role, Segment, timeline};
use demarche::source::SourceMap;
use demarche::tree::Place;
use demarche::view::{self, Lane, Lanes, Options, View};

use crate::draw_views::{REAL, SMALL, Subjects};
use crate::driver::{in_memory, root, small, with_file};

/// A view, the demand that it is about, and whether it is about one side alone.
type Told<'d> = (&'static str, View, Option<&'d DemandId>, bool);

fn views<'d>(dataset: &'d Dataset, sources: &SourceMap, subjects: &Subjects, options: &Options) -> Vec<Told<'d>> {
    let (graph, proofs) = (Graph::new(dataset), Proofs::new(dataset, sources));
    let demand = dataset.demands.keys().find(|id| id.as_str() == subjects.demand).expect("the demand is there");
    let by_speaker = Options { lanes: Some(Lanes::Actors), ..options.clone() };
    let (around, depth) = subjects.around;
    let mut views = vec![
        ("evolution", view::evolution(&graph, &proofs, options).unwrap(), None, true),
        ("evolution by speaker", view::evolution(&graph, &proofs, &by_speaker).unwrap(), None, true),
        ("thread", view::thread(&graph, &proofs, demand, options), Some(demand), false),
        ("actors", view::actors(&graph, &proofs, demand, options), Some(demand), false),
    ];
    if let Ok(start) = record(&graph, around) {
        views.push(("around", view::around(&graph, &proofs, start, depth, options), None, false));
    }
    views
}

/// All statements of the records that belong in a lane, with or without a mark.
fn record_of<'d>(dataset: &'d Dataset, lane: &Lane, (_, view, subject, is_of_side): &Told<'d>) -> Vec<&'d Statement> {
    let focus = dataset.principal(&dataset.manifest.focus.as_ref().unwrap().value);
    let belongs = |(statement, claim): &(&Statement, &Claim)| {
        let demand = claim.demand.as_ref().map(|demand| &demand.value);
        let is_here = match view.lane_word {
            "SPEAKER" => statement.speaker.value.as_str() == lane.id,
            _ => demand.map_or("none", |demand| demand.as_str()) == lane.id,
        };
        let is_on_it = subject.is_none_or(|subject| demand.is_some_and(|demand| dataset.is_within(demand, subject)));
        is_here && is_on_it && (!is_of_side || dataset.principal_of(statement) == focus)
    };
    dataset.claims().filter(belongs).map(|(statement, _)| statement).collect()
}

fn groups<'s>(items: &'s [Item], out: &mut Vec<&'s Group>) {
    for item in items {
        if let Item::Group(group) = item {
            out.push(group);
            groups(&group.items, out);
        }
    }
}

/// The words of the tails that are drawn, by the lanes that they lie in, and the x at which each begins.
fn tails(view: &View) -> BTreeMap<String, (String, f64)> {
    let drawn = timeline(view, &scene::Options::default());
    let mut tails = BTreeMap::new();
    for page in &drawn.pages {
        let mut all = Vec::new();
        groups(&page.items, &mut all);
        let begin = |group: &Group| {
            let path = group.items.iter().find_map(|item| if let Item::Path(path) = item { Some(path) } else { None });
            match path.expect("there is a line").segments[0] {
                Segment::Move(x, y) => (x, y),
                _ => panic!("a line begins somewhere"),
            }
        };
        let lanes: Vec<(f64, &str)> = all
            .iter()
            .filter_map(|group| if let Role::Lane(id) = &group.role { Some((begin(group).1, id.as_str())) } else { None })
            .collect();
        for tail in all.iter().filter(|group| group.role == Role::Part("tail")) {
            let (x, y) = begin(tail);
            let lane = lanes.iter().rfind(|(top, _)| *top < y).expect("a tail lies in a lane").1;
            tails.insert(lane.to_owned(), (tail.label.clone(), x));
        }
    }
    tails
}

fn latest(date: &ClaimDate) -> Day {
    date.latest().unwrap_or(Day::MAX)
}

/// Checks every tail of the views under some options; gives the number of tails, and of lanes without one.
fn check(dataset: &Dataset, sources: &SourceMap, subjects: &Subjects, options: &Options) -> (usize, usize) {
    let (mut with, mut without) = (0, 0);
    for told in views(dataset, sources, subjects, options) {
        let (name, view, ..) = &told;
        let tails = tails(view);
        for lane in &view.lanes {
            let Some((words, begin)) = tails.get(&lane.id) else {
                without += 1;
                continue;
            };
            with += 1;
            let what = format!("{name}, to {:?}, as of {:?}: {}: {words}", options.to, options.as_of, lane.id);
            let drawn: BTreeSet<&str> = lane.cards.iter().map(|card| card.statement.as_str()).collect();
            let dates: Vec<_> = drawn.iter().filter_map(|id| dataset.statements[*id].said_on()).collect();
            let last = dates.iter().filter_map(|date| date.core().1).max().expect("a tail begins at something that has a date");
            for statement in record_of(dataset, lane, &told) {
                match statement.said_on() {
                    Some(date) => {
                        assert!(drawn.contains(statement.id.as_str()) || latest(date) <= last, "{what}: {} was later", statement.id.value)
                    }
                    None => assert!(words.contains("dated"), "{what}: {} may have been", statement.id.value),
                }
            }
            assert_eq!(words.contains("as of"), options.as_of.is_some(), "{what}");
            assert!(last.days_until(view.cut_off.unwrap()) >= 365, "{what}: not long ago");
            assert!(*begin > 0.0);
        }
    }
    (with, without)
}

#[test]
fn no_tail_says_that_nothing_came_later_where_the_record_says_that_something_did() {
    let (mut tails, mut cut, mut chosen, mut earlier) = (0, 0, 0, 0);
    for (folder, subjects) in [(root().join("data"), &REAL), (small(), &SMALL)] {
        let place = Place::at(&folder).unwrap();
        let loaded = load(&place, &Default::default()).unwrap();
        let (dataset, sources) = (&loaded.dataset, &loaded.sources);
        tails += check(dataset, sources, subjects, &Options::default()).0;
        let days: BTreeSet<Day> = dataset.statements.values().filter_map(|statement| statement.said_on()?.core().1).collect();
        for day in &days {
            cut += check(dataset, sources, subjects, &Options { to: Some(*day), ..Default::default() }).0;
            let then = load(&place, &Default::default()).unwrap().dataset.as_of(day.plus_days(500));
            earlier += check(&then, sources, subjects, &Options { as_of: Some(day.plus_days(500)), ..Default::default() }).0;
        }
        for statement in dataset.statements.values() {
            let only = statement.claims.iter().map(|claim| claim.id.to_string()).collect();
            chosen += check(dataset, sources, subjects, &Options { only: Some(only), ..Default::default() }).0;
        }
    }
    assert!(tails > 10 && cut > 10 && chosen > 10 && earlier > 10, "{tails} {cut} {chosen} {earlier}");
}

const LATE: &str = "id: maron-2005-01-10\nspeaker: ilse-maron\nform: speech\ndate: 2005-01-10\ndating:\n  basis: general-knowledge\n\
    claims:\n  no-guns:\n    act: assure\n    demand: no-escort\n    label: No guns\n    summary: Merania says that its ships carry no guns.\n    \
    evidence:\n      - source: herald\n        form: paraphrase\n        passage: no guns\n";

#[test]
fn a_lane_in_which_nothing_was_said_for_long_ends_in_a_tail_though_one_of_its_claims_has_no_date() {
    let place = in_memory(&small());
    let key = format!("{}/statements/maron-2005-01-10.yaml", place.data);
    let later = with_file(&place, &key, Some(LATE));
    let loaded = load(&later, &Default::default()).unwrap();
    let dataset = &loaded.dataset;
    let on =
        |demand: &str| dataset.claims().filter(|(_, claim)| claim.demand.as_ref().is_some_and(|own| own.value.as_str() == demand)).count();
    assert!(on("free-grain") > 1 && on("toll-cut") > 1 && on("no-escort") > 1, "the records are as this test needs them");
    let proofs = Proofs::new(dataset, &loaded.sources);
    let drawn = tails(&view::evolution(&Graph::new(dataset), &proofs, &Default::default()).unwrap());
    let words = |lane: &str| drawn.get(lane).map(|(words, _)| words.as_str());
    assert_eq!(words("free-grain"), Some("no later dated statement in this set"));
    assert_eq!(words("toll-cut"), Some("no later statement in this set"));
    assert_eq!(words("no-escort"), None);
}

#[test]
fn a_picture_that_ends_earlier_has_an_axis_that_ends_earlier() {
    let loaded = load(&Place::at(&root().join("data")).unwrap(), &Default::default()).unwrap();
    let (graph, proofs) = (Graph::new(&loaded.dataset), Proofs::new(&loaded.dataset, &loaded.sources));
    let to = Day::new(2021, 12, 31);
    let made = view::evolution(&graph, &proofs, &Options { to, ..Default::default() }).unwrap();
    let drawn = timeline(&made, &scene::Options::default());
    let mut all = Vec::new();
    groups(&drawn.pages[0].items, &mut all);
    let axis = all.iter().find(|group| group.role == Role::Part("axis")).expect("there is an axis");
    let years = axis
        .items
        .iter()
        .filter_map(|item| if let Item::Text(text) = item { text.text.rsplit(' ').next()?.parse::<i64>().ok() } else { None });
    let last = years.max().expect("there is a year");
    assert!(last <= 2021, "{last}");
}
