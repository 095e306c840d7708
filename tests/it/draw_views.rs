//! Every view of a dataset, for the tests of what holds for all of them.

use std::sync::OnceLock;

use demarche::graph::Graph;
use demarche::load::load;
use demarche::model::Dataset;
use demarche::path::{self, record};
use demarche::proof::Proofs;
use demarche::source::SourceMap;
use demarche::tree::Place;
use demarche::view::{self, Lanes, Options, View};

use crate::driver::{root, small};

/// What the views of a dataset are drawn of.
pub struct Subjects {
    /// The demand of `thread` and `actors`.
    pub demand: &'static str,
    /// The record of `around`, and how far it goes.
    pub around: (&'static str, usize),
    /// The ends of `path`.
    pub path: (&'static str, &'static str),
}

/// What the views of the real dataset are drawn of.
pub const REAL: Subjects = Subjects {
    demand: "nato-no-enlargement",
    around: ("full-scale-invasion", 2),
    path: ("full-scale-invasion", "ryabkov-2021-12-13/guarantees-on-expansion"),
};

/// What the views of the small dataset are drawn of.
pub const SMALL: Subjects = Subjects { demand: "toll-cut", around: ("convoy", 2), path: ("maron-1998-03-03", "brandek-1999-11") };

/// The views of a dataset by name: each view once, and the evolution and the path with the lanes that are not usual.
pub fn all_views(dataset: &Dataset, sources: &SourceMap, subjects: &Subjects, options: &Options) -> Vec<(&'static str, View)> {
    let (graph, proofs) = (Graph::new(dataset), Proofs::new(dataset, sources));
    let demand = dataset.demands.keys().find(|id| id.as_str() == subjects.demand).expect("the demand is there");
    let index = |id: &str| record(&graph, id).expect("the record is there");
    let found = path::find(&graph, index(subjects.path.0), index(subjects.path.1), &Default::default());
    let by = |lanes| Options { lanes: Some(lanes), ..options.clone() };
    let along = |options: &Options| view::path(&graph, &proofs, &found.paths[0], options).expect("a claim is on the path");
    let evolution = |options: &Options| view::evolution(&graph, &proofs, options).expect("the manifest has a focus");
    vec![
        ("evolution", evolution(options)),
        ("thread", view::thread(&graph, &proofs, demand, options)),
        ("actors", view::actors(&graph, &proofs, demand, options)),
        ("path", along(options)),
        ("around", view::around(&graph, &proofs, index(subjects.around.0), subjects.around.1, options)),
        ("evolution by speaker", evolution(&by(Lanes::Actors))),
        ("path by demand", along(&by(Lanes::Demands))),
    ]
}

/// The views of a dataset at a place.
pub fn views_at(place: &Place, subjects: &Subjects) -> Vec<(&'static str, View)> {
    let loaded = load(place, &Default::default()).expect("the dataset can be read");
    all_views(&loaded.dataset, &loaded.sources, subjects, &Options::default())
}

/// The views of the real dataset and of the small one, by name.
pub fn views() -> &'static [(String, View)] {
    static VIEWS: OnceLock<Vec<(String, View)>> = OnceLock::new();
    VIEWS.get_or_init(|| {
        let of = |name: &'static str, folder: &std::path::Path, subjects: &Subjects| {
            let views = views_at(&Place::at(folder).expect("the folder is a dataset"), subjects);
            views.into_iter().map(move |(view, settled)| (format!("{name}: {view}"), settled)).collect::<Vec<_>>()
        };
        [of("real", &root().join("data"), &REAL), of("small", &small(), &SMALL)].concat()
    })
}

#[test]
fn no_view_is_empty_and_no_two_are_the_same() {
    let dots: std::collections::BTreeSet<String> = views().iter().map(|(_, view)| demarche::export::dot::write(view)).collect();
    assert_eq!(dots.len(), views().len());
    for (name, view) in views() {
        assert!(!view.lanes.is_empty() && !view.links.is_empty() && !view.sources.is_empty(), "{name}");
        assert_eq!(view.steps.is_empty(), !name.contains("path"), "{name}");
    }
}
