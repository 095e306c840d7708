//! The SVG of every view of the small dataset as it was looked at, and what the pictures of the larger ones are made of.

use std::collections::BTreeMap;
use std::path::Path;

use demarche::export::svg;
use demarche::graph::Graph;
use demarche::hash::{hex, sha256};
use demarche::load::load;
use demarche::proof::Proofs;
use demarche::scene::{self, Item, Profile, Role, Segment, timeline};
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

/// What is written and drawn on a page, a line for each: where, how and what, so that what differs can be read.
fn listing(items: &[Item], out: &mut String) {
    for item in items {
        match item {
            Item::Text(text) => *out += &format!("{:.0} {:.0} {:?}{} {}\n", text.x, text.y, text.ink, text.size, text.text),
            Item::Box(area, ink) => {
                *out += &format!("{:.0} {:.0} box {:.0}x{:.0} {ink:?}\n", area.x, area.y, area.width, area.height);
            }
            Item::Path(path) => {
                let ends = path.segments.iter().filter_map(|segment| match *segment {
                    Segment::Move(x, y) | Segment::Line(x, y) | Segment::Curve(.., x, y) => Some(format!(" {x:.0},{y:.0}")),
                    Segment::Close => None,
                });
                let look = path.stroke.map(|stroke| format!(" {:?} {:?}", stroke.ink, stroke.dash)).unwrap_or_default();
                *out += &format!("path{look} {:?}{}\n", path.fill, ends.collect::<String>());
            }
            Item::Group(group) => {
                *out += &match &group.role {
                    Role::Claim { id, mark, .. } => format!("# claim {id} {mark}\n"),
                    other => format!("# {other:?}\n"),
                };
                listing(&group.items, out);
            }
        }
    }
}

/// Without the shapes of marks, which their words tell: for a picture of hundreds.
fn short(listing: &str) -> String {
    listing.lines().filter(|line| !line.contains(" box ") && !line.starts_with("path ")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn every_word_of_forty_and_of_three_hundred_claims_stands_where_it_was_looked_at() {
    for folder in ["forty", "three-hundred"] {
        let loaded = load(&Place::at(&root().join("tests/fixtures").join(folder)).unwrap(), &Default::default()).unwrap();
        let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
        let made = view::evolution(&Graph::new(&loaded.dataset), &proofs, &Default::default()).unwrap();
        let drawn = timeline(&made, &scene::Options::default());
        let mut told = String::new();
        for (page, record) in drawn.pages.iter().enumerate() {
            told += &format!("## page {} of {:.0}x{:.0}\n", page + 1, record.width, record.height);
            listing(&record.items, &mut told);
        }
        keep(&format!("listing-{folder}"), &if folder == "forty" { told } else { short(&told) });
    }
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
