//! The SVG of every view of the small dataset as it was looked at, and what the pictures of the larger ones are made of.

use std::collections::BTreeMap;
use std::path::Path;

use demarche::export::svg;
use demarche::graph::Graph;
use demarche::hash::{hex, sha256};
use demarche::load::load;
use demarche::proof::Proofs;
use demarche::scene::{self, Profile, timeline};
use demarche::tree::Place;
use demarche::view::{self, View};

use crate::draw_views::views;
use crate::driver::root;
use crate::peers::output_of;

fn keep(name: &str, text: &str) {
    insta::with_settings!({prepend_module_to_snapshot => false}, { insta::assert_snapshot!(name, text) });
}

fn whole(view: &View) -> String {
    let drawn = timeline(view, &scene::Options::default());
    assert_eq!(drawn.pages.len(), 1, "a small picture is on one page");
    svg::write(&drawn, 0, &svg::Options { with_fonts: false, ..Default::default() })
}

#[test]
fn the_svg_of_every_view_of_the_small_dataset_is_the_one_that_was_looked_at() {
    for wanted in ["thread", "actors", "path", "around"] {
        let name = format!("small: {wanted}");
        let (_, view) = views().iter().find(|(other, _)| *other == name).expect("there is such a view");
        keep(&format!("svg-small-{wanted}"), &whole(view));
    }
    keep("svg-diff", &whole(&crate::draw_diff::of_case("firmness-changed")));
}

/// The elements of an SVG, and how many there are of each.
fn elements(text: &str) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for part in text.split('<').skip(1) {
        let name = part.split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or_default();
        if !name.is_empty() {
            *counts.entry(name).or_default() += 1;
        }
    }
    counts.iter().map(|(name, count)| format!(" {name} {count}")).collect()
}

#[test]
fn forty_and_three_hundred_claims_are_drawn_as_they_were_looked_at_in_every_profile() {
    for (folder, claims) in [("forty", 40), ("three-hundred", 300)] {
        let loaded = load(&Place::at(&root().join("tests/fixtures").join(folder)).unwrap(), &Default::default()).unwrap();
        assert_eq!(loaded.dataset.claims().count(), claims);
        let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
        let made = view::evolution(&Graph::new(&loaded.dataset), &proofs, &Default::default()).unwrap();
        let mut told = String::new();
        for profile in [Profile::Poster, Profile::Slide, Profile::Report] {
            let faults = crate::scene::faults(&made, profile);
            assert!(faults.is_empty(), "{folder} {profile:?}: {faults:#?}");
            let drawn = timeline(&made, &scene::Options { profile, ..Default::default() });
            for (page, size) in drawn.pages.iter().enumerate() {
                let text = svg::write(&drawn, page, &svg::Options { with_fonts: false, ..Default::default() });
                let hash = &hex(&sha256(text.as_bytes()))[..12];
                told += &format!("{profile:?} {} {}x{} {hash}:{}\n", page + 1, size.width, size.height, elements(&text));
            }
        }
        keep(&format!("pages-{folder}"), &told);
    }
}

#[test]
fn the_fixtures_of_forty_and_three_hundred_claims_are_what_the_generator_writes() {
    for (folder, claims, each) in [("forty", "40", "4"), ("three-hundred", "300", "6")] {
        let made = crate::driver::temporary();
        let script = root().join("tests/bench/generate.py");
        output_of(std::process::Command::new("python3").arg(script).arg(claims).arg(made.path()).args(["--each", each]), "");
        assert_eq!(files(made.path()), files(&root().join("tests/fixtures").join(folder)), "{folder}");
    }
}

/// The files of a folder by their paths.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut left = vec![folder.to_owned()];
    while let Some(next) = left.pop() {
        for entry in std::fs::read_dir(next).expect("it is a folder") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                left.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it is below").to_string_lossy().into_owned();
                found.insert(name, std::fs::read(&path).expect("it can be read"));
            }
        }
    }
    found
}
